//! What an import comes to: the outcome of each row, what would change, what would be written.

use super::SeenTable;
use super::Whom;
use crate::exchange::rows::CellProblem;
use crate::model::AnyRecord;
use crate::model::Uid;
use crate::model::field::Exposure;
use crate::model::field::Field;
use crate::model::secret::masked_value;
use serde::Serialize;
use serde::Serializer;
use serde::ser::SerializeStruct as _;
use std::collections::BTreeMap;

/// What a row means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// A record that is not there yet.
    New,
    /// A record that is there and differs.
    Changed,
    /// A record that is there just so.
    Same,
    /// Taken in, but a value was left out or a person must look.
    Doubtful,
    /// Can't be taken in.
    Refused,
}

impl Outcome {
    /// All outcomes in the order of the screen.
    pub const ALL: [Self; 5] = [
        Self::New,
        Self::Changed,
        Self::Same,
        Self::Doubtful,
        Self::Refused,
    ];

    /// What the screen calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "新增",
            Self::Changed => "有变化",
            Self::Same => "相同",
            Self::Doubtful => "存疑",
            Self::Refused => "不能导入",
        }
    }
}

/// One field that would change. Written down for machines, personal values are masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Whether its values are personal.
    pub personal: bool,
    /// Label of the field.
    pub field: String,
    /// As it is.
    pub old: String,
    /// As it would be.
    pub new: String,
}

impl Serialize for FieldChange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (old, new) = self.masked();
        let mut map = serializer.serialize_struct("FieldChange", 3)?;
        map.serialize_field("field", &self.field)?;
        map.serialize_field("old", &old)?;
        map.serialize_field("new", &new)?;
        map.end()
    }
}

impl FieldChange {
    pub(super) fn of<F>(field: &Field<F>, old: String, new: String) -> Self {
        Self {
            personal: field.exposure == Exposure::Personal,
            field: field.label.to_owned(),
            old,
            new,
        }
    }

    /// What stands there before and after, masked when it is personal.
    pub fn masked(&self) -> (String, String) {
        if self.personal {
            (masked_value(&self.old), masked_value(&self.new))
        } else {
            (self.old.clone(), self.new.clone())
        }
    }
}

/// One row of the preview. The JSON keys are a promise to machines (product.md 7).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlannedRow {
    /// File it stands in.
    pub file: String,
    /// Sheet it stands in.
    pub sheet: String,
    /// Row number as the spreadsheet shows it.
    pub row: u32,
    /// First column of its table, from 0.
    #[serde(skip)]
    pub column: usize,
    /// events, volunteers, officers or communities.
    pub register: &'static str,
    /// What it means.
    pub outcome: Outcome,
    /// Title or name.
    pub title: String,
    /// What there is to say about its cells.
    pub problems: Vec<CellProblem>,
    /// What would change.
    pub changes: Vec<FieldChange>,
    /// Who else bears the name, while the clerk has not decided.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub namesakes: Vec<Namesake>,
    /// Whether the clerk left it out.
    pub left_out: bool,
    /// The record it stands for, written or not; nil for a row that is refused.
    #[serde(skip)]
    pub about: Uid,
    /// What would be written.
    #[serde(skip)]
    pub records: Vec<AnyRecord>,
}

/// Someone a row may mean as well (重名).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Namesake {
    /// What tells them apart, personal numbers masked.
    pub text: String,
    /// Who it is.
    #[serde(skip)]
    pub whom: Whom,
}

/// A whole import.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportPlan {
    /// The tables, as each was understood, in the order of the files.
    pub tables: Vec<SeenTable>,
    /// Every row with a record, in the order of files and rows.
    pub rows: Vec<PlannedRow>,
    /// Records that rows need beside their own: teams named in a roster.
    pub extra: Vec<AnyRecord>,
    /// What concerns whole sheets: unknown headings, totals that differ.
    pub remarks: Vec<String>,
    /// The year taken for days and months without one.
    pub year: Option<i16>,
}

impl ImportPlan {
    /// How many rows have an outcome; those the clerk left out have none.
    pub fn count(&self, outcome: Outcome) -> usize {
        let rows = self.rows.iter().filter(|r| !r.left_out);
        rows.filter(|r| r.outcome == outcome).count()
    }

    /// The records of all rows that can be taken in; of one identity the last stands for all.
    pub fn records(&self) -> Vec<AnyRecord> {
        let mut place: BTreeMap<Uid, usize> = BTreeMap::new();
        let mut records: Vec<AnyRecord> = Vec::new();
        let rows = self
            .rows
            .iter()
            .filter(|r| r.outcome != Outcome::Refused)
            .flat_map(|r| &r.records);
        for record in self.extra.iter().chain(rows) {
            if let Some(old) = place.get(&record.uid()).and_then(|n| records.get_mut(*n)) {
                *old = record.clone();
            } else {
                place.insert(record.uid(), records.len());
                records.push(record.clone());
            }
        }
        records
    }
}
