//! Who is known: what makes two rows one person, and who merely bears the same name.

use crate::exchange::plan::wishes::RowSpot;
use crate::exchange::plan::wishes::Whom;
use crate::model::Ledger;
use crate::model::Uid;
use crate::model::people::Person;
use crate::model::text;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// People known so far, by what identifies them.
#[derive(Debug, Default)]
pub(in crate::exchange::plan) struct Known {
    by_mark: BTreeMap<String, Uid>,
    by_name: BTreeMap<(String, Option<Uid>), BTreeSet<Uid>>,
    /// Persons a row of this import stands for already, with the row.
    pub(super) taken: BTreeMap<(Uid, &'static str), u32>,
    /// The person each row of this import stands for, and the row that made a person first.
    by_row: BTreeMap<RowSpot, Uid>,
    made_by: BTreeMap<Uid, RowSpot>,
}

impl Known {
    pub(in crate::exchange::plan) fn of(ledger: &Ledger) -> Self {
        let mut known = Self::default();
        for person in ledger.people.values() {
            known.note(person);
        }
        known
    }

    pub(super) fn note(&mut self, person: &Person) {
        for mark in marks(person) {
            self.by_mark.entry(mark).or_insert(person.uid);
        }
        let bearers = (person.name.clone(), person.community);
        self.by_name.entry(bearers).or_default().insert(person.uid);
    }

    /// This row stands for a person; `new` when it is the first to.
    pub(super) fn stands_for(&mut self, spot: RowSpot, person: Uid, new: bool) {
        if new {
            self.made_by.insert(person, spot.clone());
        }
        self.by_row.insert(spot, person);
    }

    pub(super) fn find(&self, person: &Person) -> Option<Uid> {
        marks(person)
            .iter()
            .find_map(|mark| self.by_mark.get(mark))
            .copied()
    }

    /// The person a decision speaks of. A row that makes nobody any more means nobody.
    pub(super) fn whom(&self, whom: &Whom) -> Option<Uid> {
        match whom {
            Whom::Record(uid) => Some(*uid),
            Whom::Row(spot) => self.by_row.get(spot).copied(),
        }
    }

    /// Others of the same name and community, `most` of them.
    pub(super) fn namesakes(&self, person: &Person, most: usize) -> Vec<(Uid, Whom)> {
        let same = self
            .by_name
            .get(&(person.name.clone(), person.community))
            .into_iter()
            .flatten();
        same.filter(|uid| **uid != person.uid)
            .take(most)
            .map(|uid| {
                let made = self.made_by.get(uid).cloned();
                (*uid, made.map_or(Whom::Record(*uid), Whom::Row))
            })
            .collect()
    }
}

// What makes two rows one person, strongest first. A damaged number only counts together with the name and without
// any phone to tell people apart, so that the same sheet read again finds the same people.
fn marks(person: &Person) -> Vec<String> {
    let mut marks = Vec::new();
    if let Some(number) = &person.id_number {
        marks.push(format!("id {}", number.as_str()));
    }
    if let Some(phone) = &person.phone {
        marks.push(format!("phone {} {}", person.name, phone.as_str()));
    }
    // Someone's other number, kept as pending, still tells who they are.
    for other in person.pending.iter().filter(|p| p.field == "phone") {
        marks.push(format!(
            "phone {} {}",
            person.name,
            text::normal(&other.text).replace('-', "")
        ));
    }
    if person.id_number.is_none() && person.phone.is_none() {
        let damaged = person
            .pending
            .iter()
            .find(|p| p.field == "id_number")
            .map(|p| p.text.as_str())
            .unwrap_or_default();
        let community = person.community.map(|c| c.to_string()).unwrap_or_default();
        marks.push(format!(
            "name {} {damaged} {community} {}",
            person.name, person.employer
        ));
    }
    marks
}
