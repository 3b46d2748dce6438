//! What the clerk said about an import: which sheet is what, which column is which field, a cell put right, a row left
//! out, two people of one name told apart. Preview and run are made from the same wishes.

use crate::exchange::sheet::Row;
use crate::exchange::sheet::Sheet;
use crate::model::Uid;
use crate::model::text::normal;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// A row of a sheet of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowSpot {
    /// File name.
    pub file: String,
    /// Sheet name; empty for CSV.
    pub sheet: String,
    /// Row number as the spreadsheet shows it.
    pub row: u32,
    /// First column of its table, from 0: two people may stand side by side in one row.
    pub column: usize,
}

/// Someone who may be meant by a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whom {
    /// A person on record.
    Record(Uid),
    /// The person another row of this import makes.
    Row(RowSpot),
}

/// What the clerk decided about a namesake (重名).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// The row means this person.
    Same(Whom),
    /// It means someone else who bears the same name.
    Another,
}

/// What the columns of sheets with these headings mean. Remembered in the file, so that next month's sheet of the same
/// shape needs no second word.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// The headings in their order, in normal form.
    pub headings: Vec<String>,
    /// The register they are of; empty when the sheet is not to be taken in.
    pub register: String,
    /// Corrected headings in normal form → field key; an empty key is not taken in.
    pub fields: BTreeMap<String, String>,
}

impl Shape {
    /// The shape of a heading row.
    pub fn of(heading: &Row) -> Vec<String> {
        let texts = heading.cells.iter().map(|c| normal(&c.shown()));
        texts.filter(|t| !t.is_empty()).collect()
    }

    /// Whether one of a sheet's first rows has this shape.
    pub(super) fn fits(&self, sheet: &Sheet) -> bool {
        let first = sheet
            .rows
            .iter()
            .take(crate::exchange::table::HEADING_WITHIN);
        self.headings.len() > 1 && first.map(Self::of).any(|row| row == self.headings)
    }
}

/// What is wished of an import before its sheets are seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// All sheets are of this register.
    pub register: Option<String>,
    /// Year for days and months without one.
    pub year: Option<i16>,
    /// What was said after they were seen.
    pub said: Said,
}

/// What the clerk said about single columns, cells, rows and people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// Headings that mean a field in every sheet of this import: heading as written → field key, empty for none.
    pub headings: BTreeMap<String, String>,
    /// Sheets whose columns the clerk put right; the last of a shape counts.
    pub shapes: Vec<Shape>,
    /// Cells put right: row and place from 0 → text.
    pub cells: BTreeMap<(RowSpot, usize), String>,
    /// Rows that stay out.
    pub left_out: BTreeSet<RowSpot>,
    /// Decisions about namesakes.
    pub people: BTreeMap<RowSpot, Identity>,
}

impl Said {
    /// What was said of headings that stand in a sheet.
    pub(super) fn headings_in<'s>(
        &'s self,
        sheet: &Sheet,
    ) -> impl Iterator<Item = (&'s String, &'s String)> {
        let first = sheet
            .rows
            .iter()
            .take(crate::exchange::table::HEADING_WITHIN);
        let cells = first.flat_map(|r| &r.cells);
        let there: BTreeSet<String> = cells.map(|c| normal(&c.shown())).collect();
        self.headings
            .iter()
            .filter(move |(heading, _)| there.contains(&normal(heading)))
    }

    /// The shape known for a sheet.
    pub(super) fn shape_of(&self, sheet: &Sheet) -> Option<&Shape> {
        self.shapes.iter().rev().find(|s| s.fits(sheet))
    }
}
