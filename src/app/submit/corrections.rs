//! 更正说明: what changed in a period after it went up, figures first, then records with their fields old and new.

use super::gather;
use super::masked;
use crate::app::Office;
use crate::app::error::AppError;
use crate::app::exposure::is_personal_key;
use crate::app::exposure::shown as shown_value;
use crate::app::register::Register;
use crate::app::register::Visit;
use crate::app::view::Registered;
use crate::exchange::pack::digest;
use crate::model::AnyRecord;
use crate::model::Ledger;
use crate::model::Table;
use crate::model::Uid;
use crate::model::papers::Submission;
use crate::model::papers::submission::FrozenFigure;
use serde::Serialize;
use serde_json::Map;
use serde_json::Value;
use std::collections::BTreeSet;
use std::str::FromStr as _;

/// A figure that is another one now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureChange {
    /// Its name.
    pub name: String,
    /// As it was; none when it could not be computed.
    pub before: Option<f64>,
    /// As it is.
    pub after: Option<f64>,
    /// Its unit.
    pub unit: String,
}

/// A field that says something else now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CorrectedField {
    /// What the form calls it.
    pub label: String,
    /// What it said.
    pub before: String,
    /// What it says.
    pub after: String,
    /// Whether it is personal data.
    pub personal: bool,
}

impl CorrectedField {
    /// With its values masked, as paper, machines and commands have them always.
    #[must_use]
    pub fn masked(&self) -> Self {
        Self {
            before: shown_value(self.personal, &self.before),
            after: shown_value(self.personal, &self.after),
            ..self.clone()
        }
    }
}

/// A record that is another one now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// Its kind.
    pub kind: &'static str,
    /// Which one.
    pub uid: Uid,
    /// Its title.
    pub title: String,
    /// 新增, 修改 or 删除.
    pub what: &'static str,
    /// Fields old and new, where the history still has the record as it was.
    pub fields: Vec<CorrectedField>,
}

/// What changed since a submission.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Corrections {
    /// Figures.
    pub figures: Vec<FigureChange>,
    /// Records.
    pub records: Vec<Correction>,
}

impl Corrections {
    /// With personal values masked, as paper, machines and commands have them always.
    #[must_use]
    pub fn masked(mut self) -> Self {
        for field in self.records.iter_mut().flat_map(|r| &mut r.fields) {
            *field = field.masked();
        }
        self
    }
}

impl Office {
    /// What changed in a submission's period since it went up. New entries of registers without days are no corrections.
    ///
    /// # Errors
    /// `NotFound` when its period can't be told, or what the file says.
    pub fn corrections(&self, submission: &Submission) -> Result<Corrections, AppError> {
        let period = submission.period().ok_or(AppError::NotFound)?;
        let now = gather(&self.ledger, submission.office, &period);
        let then = submission.digests();
        let mut records = Vec::new();
        for (uid, record) in &now.records {
            let seen = if submission.personal {
                record.clone()
            } else {
                masked(record)?
            };
            match then.get(uid) {
                Some((_, was)) if *was == digest(&seen) => {}
                Some((table, was)) => {
                    let old = self.version(*table, *uid, was, submission.personal)?;
                    let fields = old
                        .map(|old| self.differences(&old, &seen))
                        .unwrap_or_default();
                    records.push(Correction {
                        fields,
                        ..self.correction(record, "修改")
                    });
                }
                None if now.dated.contains(uid) => records.push(self.correction(record, "新增")),
                None => {}
            }
        }
        for (uid, (table, was)) in &then {
            if now.records.contains_key(uid) {
                continue;
            }
            let old = self.version(*table, *uid, was, submission.personal)?;
            records.push(Correction {
                kind: table.label(),
                uid: *uid,
                title: old.map(|o| o.title()).unwrap_or_default(),
                what: "删除",
                fields: Vec::new(),
            });
        }
        Ok(Corrections {
            figures: figure_changes(&submission.frozen(), &self.frozen(&period)),
            records,
        })
    }

    fn correction(&self, record: &AnyRecord, what: &'static str) -> Correction {
        Correction {
            kind: record.table().label(),
            uid: record.uid(),
            title: self.ledger.label(record.table(), record.uid()),
            what,
            fields: Vec::new(),
        }
    }

    /// A record as it was when it had this digest, from the history.
    pub(in crate::app) fn version(
        &self,
        table: Table,
        uid: Uid,
        was: &str,
        personal: bool,
    ) -> Result<Option<AnyRecord>, AppError> {
        for record in self.store.versions(table, uid)? {
            let seen = if personal { record } else { masked(&record)? };
            if digest(&seen) == was {
                return Ok(Some(seen));
            }
        }
        Ok(None)
    }

    fn differences(&self, old: &AnyRecord, new: &AnyRecord) -> Vec<CorrectedField> {
        let (was, is) = (fields_of(old), fields_of(new));
        let differing = differing(&was, &is).into_iter().map(|key| CorrectedField {
            label: field_label(old.table(), &key),
            before: word(&self.ledger, was.get(&key)),
            after: word(&self.ledger, is.get(&key)),
            personal: is_personal_key(old.table(), &key),
        });
        differing.collect()
    }
}

/// A value as a clerk reads it: a record by its name.
pub(in crate::app) fn word(ledger: &Ledger, value: Option<&Value>) -> String {
    let text = value.map(shown).unwrap_or_default();
    let record = Uid::from_str(&text).ok().filter(|_| text.len() == 36);
    let named = record.and_then(|uid| {
        let table = Table::ALL.iter().find(|t| ledger.get(**t, uid).is_some())?;
        Some(ledger.label(*table, uid))
    });
    named.unwrap_or(text)
}

/// The fields of a record by key.
pub(in crate::app) fn fields_of(record: &AnyRecord) -> Map<String, Value> {
    let value = record
        .json()
        .ok()
        .and_then(|json| serde_json::from_str(&json).ok());
    match value {
        Some(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// Keys under which two records say different things.
pub(in crate::app) fn differing(a: &Map<String, Value>, b: &Map<String, Value>) -> Vec<String> {
    let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let different = keys.into_iter().filter(|key| a.get(*key) != b.get(*key));
    different.cloned().collect()
}

/// Figures that differ.
pub(in crate::app) fn figure_changes(
    before: &[FrozenFigure],
    after: &[FrozenFigure],
) -> Vec<FigureChange> {
    let mut changes = Vec::new();
    for figure in after {
        let old = before
            .iter()
            .find(|f| f.id == figure.id && f.name == figure.name);
        let old_value = old.and_then(|f| f.value);
        let same = match (old_value, figure.value) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-9,
            (a, b) => a.is_none() && b.is_none(),
        };
        if !same {
            changes.push(FigureChange {
                name: figure.name.clone(),
                before: old_value,
                after: figure.value,
                unit: figure.unit.clone(),
            });
        }
    }
    changes
}

/// A value as text, without the marks of JSON.
pub(in crate::app) fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(true) => "是".into(),
        Value::Bool(false) => "否".into(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join("、"),
        Value::Object(fields) => fields
            .values()
            .map(shown)
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
    }
}

struct Label<'k>(&'k str);

impl Visit for Label<'_> {
    type Out = Option<&'static str>;
    fn visit<F: Registered>(self) -> Self::Out {
        F::field(self.0).map(|f| f.label)
    }
}

/// What the form calls a field of a table; its key where no form shows it.
pub(in crate::app) fn field_label(table: Table, key: &str) -> String {
    // A person stands in the forms of their roles.
    let register = match table {
        Table::Person => Some(Register::Volunteers),
        Table::Population => Some(Register::Communities),
        other => Register::of(other),
    };
    let label = register.and_then(|r| r.visit(Label(key)));
    label.map_or_else(|| key.to_owned(), str::to_owned)
}
