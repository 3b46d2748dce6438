//! A form being filled: what was typed, one text a field, beside the record it began from.
//! A half-typed day stays on screen and never reaches the record.

use super::register::Register;
use super::register::Visit;
use super::remembered::Remembered;
use super::view::Registered;
use crate::model::Uid;
use crate::model::directory::Directory;
use crate::model::field::Exposure;
use crate::model::field::Kind;
use crate::model::problem::Problem;
use crate::model::relative;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What a kept draft begins with, to tell it from others: the first of its fields that says something and is no personal
/// number.
pub fn begins_with(register: Register, text: &str) -> String {
    let typed: BTreeMap<String, String> = serde_json::from_str(text).unwrap_or_default();
    register.visit(Beginning(&typed))
}

struct Beginning<'t>(&'t BTreeMap<String, String>);

impl Visit for Beginning<'_> {
    type Out = String;
    fn visit<F: Registered>(self) -> String {
        let open = F::fields()
            .iter()
            .filter(|f| f.exposure == Exposure::Open && f.kind != Kind::Hidden);
        let mut said = open.filter_map(|f| self.0.get(f.key));
        let first = said.find(|text| !text.trim().is_empty());
        first.cloned().unwrap_or_default()
    }
}

/// A form of `F` being filled.
#[derive(Debug, Clone)]
pub struct Draft<F: Registered> {
    base: F,
    begun: Vec<String>,
    /// What stands in each field now, in the order of `F::fields()`.
    pub typed: Vec<String>,
}

impl<F: Registered> Draft<F> {
    /// A form that shows a record.
    pub fn of(base: F, directory: &Directory) -> Self {
        let typed: Vec<String> = F::fields()
            .iter()
            .map(|f| (f.show)(&base, directory))
            .collect();
        Self {
            base,
            begun: typed.clone(),
            typed,
        }
    }

    /// A form that begins as a copy: everything in it counts as typed.
    pub fn copy(base: &F, directory: &Directory) -> Self {
        let empty: Vec<String> = F::fields()
            .iter()
            .map(|f| (f.show)(&F::default(), directory))
            .collect();
        Self {
            begun: empty,
            ..Self::of(base.copied(), directory)
        }
    }

    /// The record it is about; nil for a new one.
    pub fn uid(&self) -> Uid {
        self.base.uid()
    }

    /// Whether anything differs from what it began with.
    pub fn is_dirty(&self) -> bool {
        self.typed != self.begun
    }

    /// Back to what it began with.
    pub fn revert(&mut self) {
        self.typed.clone_from(&self.begun);
    }

    /// Put days that are said from today on into figures: tomorrow they would mean another one.
    pub fn spell_days(&mut self, today: Date) {
        for (field, typed) in F::fields().iter().zip(&mut self.typed) {
            if let Some(text) = spelled(field.kind, typed, today) {
                *typed = text;
            }
        }
    }

    /// Whether the record before it holds something for a field that is still empty.
    pub fn can_carry(&self, remembered: &Remembered) -> bool {
        let mut typed = self.typed.iter().enumerate();
        typed.any(|(n, t)| t.trim().is_empty() && !remembered.last(n).is_empty())
    }

    /// Fill what is still empty with what the record before it held; how many fields were filled.
    pub fn carry(&mut self, remembered: &Remembered) -> usize {
        let mut filled = 0;
        for (place, typed) in self.typed.iter_mut().enumerate() {
            let last = remembered.last(place);
            if typed.trim().is_empty() && !last.is_empty() {
                last.clone_into(typed);
                filled += 1;
            }
        }
        filled
    }

    /// The record as typed, or what is wrong by field.
    ///
    /// # Errors
    /// One problem for each text that can't be read.
    pub fn read(&self, directory: &Directory) -> Result<F, Vec<Problem>> {
        let mut record = self.base.clone();
        let mut problems = Vec::new();
        let shown: Vec<String> = F::fields()
            .iter()
            .map(|f| (f.show)(&record, directory))
            .collect();
        for ((field, typed), shown) in F::fields().iter().zip(&self.typed).zip(&shown) {
            // Untouched fields are not read again: a value filled in from another field must not be erased by its blank.
            if typed != shown
                && let Err(what) = (field.read)(&mut record, typed, directory)
            {
                problems.push(Problem::error(field.key, what));
            }
        }
        if problems.is_empty() {
            Ok(record)
        } else {
            Err(problems)
        }
    }

    /// Everything to say about the form as it stands.
    pub fn problems(&self, directory: &Directory) -> Vec<Problem> {
        match self.read(directory) {
            Ok(record) => record.problems(directory),
            Err(problems) => problems,
        }
    }

    /// The typed texts as JSON, to survive a crash; empty when nothing was typed. Personal texts are kept too: the file
    /// they lie in holds them anyway.
    pub fn text(&self) -> String {
        if !self.is_dirty() {
            return String::new();
        }
        let fields = F::fields().iter().zip(self.typed.iter().zip(&self.begun));
        let typed: BTreeMap<&str, &String> = fields
            .filter(|(_, (now, begun))| now != begun)
            .map(|(f, (now, _))| (f.key, now))
            .collect();
        serde_json::to_string(&typed).unwrap_or_default()
    }

    /// Put kept texts back into the form.
    pub fn recall(&mut self, text: &str) {
        let typed: BTreeMap<String, String> = serde_json::from_str(text).unwrap_or_default();
        for (field, place) in F::fields().iter().zip(&mut self.typed) {
            if let Some(text) = typed.get(field.key) {
                place.clone_from(text);
            }
        }
    }

    /// Whether a field of this place is personal.
    pub fn is_personal(place: usize) -> bool {
        F::fields()
            .get(place)
            .is_some_and(|f| f.exposure == Exposure::Personal)
    }
}

/// A relative day or month of a field in figures; none where the field or its text has none.
pub fn spelled(kind: Kind, typed: &str, today: Date) -> Option<String> {
    match kind {
        Kind::Day | Kind::When => relative::spelled(typed, today),
        Kind::Month => relative::spelled_month(typed, today),
        _ => None,
    }
}
