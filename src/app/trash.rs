//! 回收站: what was deleted and is still held by the history, and how it comes back.

use super::Office;
use super::command::Command;
use super::error::AppError;
use super::history::moment;
use super::register::Register;
use super::submit::links_in;
use super::write::Done;
use crate::model::AnyRecord;
use crate::model::Table;
use crate::model::Uid;
use crate::store::past::Deleted;
use std::collections::BTreeMap;

/// A deleted record that can come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thrown {
    /// Where it lived.
    pub table: Table,
    /// Which one.
    pub uid: Uid,
    /// Its name; of a role the name of its person.
    pub title: String,
    /// When it was deleted, RFC 3339 in UTC.
    pub at: String,
    /// Who did it.
    pub who: String,
    /// Whole days since.
    pub days: i32,
}

fn read(deleted: &Deleted) -> Option<AnyRecord> {
    deleted.table.read_json(&deleted.json).ok()
}

/// The person a role belongs to.
pub(super) fn person_of(record: &AnyRecord) -> Option<Uid> {
    match record {
        AnyRecord::Volunteer(v) => Some(v.person),
        AnyRecord::Officer(o) => Some(o.person),
        AnyRecord::Expert(e) => e.person,
        _ => None,
    }
}

/// Records that a record names, itself left out.
pub(super) fn named_in(record: &AnyRecord) -> Vec<Uid> {
    let mut found = Vec::new();
    let value = record
        .json()
        .ok()
        .and_then(|j| serde_json::from_str(&j).ok());
    links_in(&value.unwrap_or_default(), &mut found);
    found.retain(|uid| *uid != record.uid());
    found
}

impl Office {
    /// What lies in 回收站, newest first: records with a list of their own; what belongs to them comes along.
    ///
    /// # Errors
    /// What the file says.
    pub fn trash(&self) -> Result<Vec<Thrown>, AppError> {
        let all = self.store.deleted()?;
        let mut names: BTreeMap<Uid, String> = BTreeMap::new();
        for deleted in all.iter().filter(|d| d.table == Table::Person) {
            if let Some(record) = read(deleted) {
                names.insert(deleted.uid, record.title());
            }
        }
        let today = self.clock.today();
        let listed = all
            .iter()
            .filter(|d| d.table != Table::Person && Register::of(d.table).is_some());
        let thrown = listed.filter_map(|deleted| {
            let record = read(deleted)?;
            let person = person_of(&record);
            let living = person.and_then(|p| Some(self.ledger.people.get(&p)?.name.clone()));
            let gone = person.and_then(|p| names.get(&p).cloned());
            Some(Thrown {
                table: deleted.table,
                uid: deleted.uid,
                title: living.or(gone).unwrap_or_else(|| record.title()),
                at: deleted.at.clone(),
                who: deleted.who.clone(),
                days: (today - moment(&deleted.at).date()).get_days(),
            })
        });
        Ok(thrown.collect())
    }

    /// Bring a deleted record back, with what was deleted along with it.
    ///
    /// # Errors
    /// `NotFound` when it is there no more, or what the file says.
    pub fn restore_deleted(&mut self, uid: Uid) -> Result<Done, AppError> {
        let all = self.store.deleted()?;
        let chosen = all
            .iter()
            .find(|d| d.uid == uid)
            .ok_or(AppError::NotFound)?;
        let record = read(chosen).ok_or(AppError::NotFound)?;
        let named = named_in(&record);
        let along = all.iter().filter(|d| d.uid != uid && d.step == chosen.step);
        let mut records: Vec<AnyRecord> = along
            .filter_map(read)
            .filter(|other| named.contains(&other.uid()) || named_in(other).contains(&uid))
            .collect();
        // A person who went another day is needed by the role all the same.
        let missing = person_of(&record).filter(|p| {
            !self.ledger.people.contains_key(p) && !records.iter().any(|r| r.uid() == *p)
        });
        let person = all.iter().filter(|d| Some(d.uid) == missing);
        records.extend(person.filter_map(read));
        let label = format!("恢复{}", chosen.table.label());
        records.push(record);
        let mut done = self.run(Command::TakeIn { label, records })?;
        done.focus = Some(uid);
        Ok(done)
    }
}
