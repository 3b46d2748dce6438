//! What a returned row would change on record, and how much of it is shown.

use crate::exchange::PlannedRow;
use crate::exchange::plan::FieldChange;
use crate::model::AnyRecord;
use crate::model::Ledger;
use crate::model::Table;
use serde::Serialize;
use serde::ser::SerializeStruct as _;

/// A row that changes something on record. Machines read its personal values masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedRow {
    /// events, volunteers, officers or communities.
    pub register: &'static str,
    /// Title or name.
    pub title: String,
    /// What would change.
    pub changes: Vec<FieldChange>,
}

impl ChangedRow {
    /// What would change, personal values masked unless they are asked for.
    pub fn shown(&self, personal: bool) -> Vec<FieldChange> {
        if personal {
            return self.changes.clone();
        }
        masked_changes(&self.changes)
    }
}

impl Serialize for ChangedRow {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut row = to.serialize_struct("ChangedRow", 2)?;
        row.serialize_field("title", &self.title)?;
        row.serialize_field("changes", &self.shown(false))?;
        row.end()
    }
}

/// Changes with the values of personal fields masked.
pub fn masked_changes(changes: &[FieldChange]) -> Vec<FieldChange> {
    let masked = changes.iter().map(|change| {
        let (old, new) = change.masked();
        FieldChange {
            old,
            new,
            ..change.clone()
        }
    });
    masked.collect()
}

// The import tells changes of the form; months of 传播量 are records of their own.
pub(super) fn changes_of(ledger: &Ledger, row: &PlannedRow) -> Vec<FieldChange> {
    let mut changes = row.changes.clone();
    for record in &row.records {
        let AnyRecord::Reach(new) = record else {
            continue;
        };
        if let Some(AnyRecord::Reach(old)) = ledger.get(Table::Reach, new.uid)
            && old.shares != new.shares
        {
            changes.push(FieldChange {
                personal: false,
                field: format!("{}传播量", new.month),
                old: old.shares.to_string(),
                new: new.shares.to_string(),
            });
        }
    }
    changes
}
