//! What taking in a pack comes to: counts by table, records as they shall be, and what a person decides.

use super::Decisions;
use crate::model::AnyRecord;
use crate::model::Table;
use crate::model::Uid;
use serde::Serialize;
use std::collections::BTreeMap;

/// What becomes of a table's records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Not there yet.
    pub new: usize,
    /// There, and another one now.
    pub changed: usize,
    /// There as they are.
    pub same: usize,
    /// There with a newer word of this file, or of a newer pack; they stay.
    pub kept: usize,
    /// Taken back by the office.
    pub gone: usize,
    /// Changed on both sides.
    pub conflicts: usize,
}

/// A field that both sides changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldConflict {
    /// Its key; empty for the whole record.
    pub key: String,
    /// What the form calls it.
    pub label: String,
    /// What stands here.
    pub mine: String,
    /// What stands in the pack.
    pub theirs: String,
}

/// A record that both sides changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// Its kind.
    pub kind: &'static str,
    /// Which one.
    pub uid: Uid,
    /// Its title here.
    pub title: String,
    /// The fields.
    pub fields: Vec<FieldConflict>,
}

/// What taking in a pack comes to.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Counts by table.
    pub tables: BTreeMap<Table, Tally>,
    /// What a person decides.
    pub conflicts: Vec<Conflict>,
    /// Records as they shall be, with what was decided. Where both sides changed one, the pack's form stands before it, so
    /// that the history keeps what both sides knew for the next time.
    pub puts: Vec<AnyRecord>,
    /// Records that go.
    pub gone: Vec<(Table, Uid)>,
}

impl Plan {
    /// Fields that wait for a decision.
    pub fn undecided(&self, decisions: &Decisions) -> usize {
        let fields = self
            .conflicts
            .iter()
            .flat_map(|c| c.fields.iter().map(|f| (c.uid, &f.key)));
        fields
            .filter(|(uid, key)| decisions.of(*uid, key).is_none())
            .count()
    }

    pub(super) fn tally(&mut self, table: Table) -> &mut Tally {
        self.tables.entry(table).or_default()
    }

    // The whole record is in question: one side has it, the other took it away.
    pub(super) fn whole(&mut self, record: &AnyRecord, mine: &str, theirs: &str) {
        self.tally(record.table()).conflicts += 1;
        self.conflicts.push(Conflict {
            kind: record.table().label(),
            uid: record.uid(),
            title: record.title(),
            fields: vec![FieldConflict {
                key: String::new(),
                label: "整条记录".into(),
                mine: mine.into(),
                theirs: theirs.into(),
            }],
        });
    }
}
