//! What was seen of a sheet before its rows: which register it was taken for, and what each column was taken to mean.

use super::wishes::Shape;
use crate::exchange::sheet::Cell;
use crate::exchange::sheet::Row;
use crate::exchange::sheet::Sheet;
use crate::exchange::table::HEADING_WITHIN;
use crate::exchange::table::Table;
use crate::model::plan::Headings;
use crate::model::secret::masked_value;
use crate::model::text::one_line;
use serde::Serialize;
use std::collections::BTreeSet;

/// A column with a heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeenColumn {
    /// Place from 0.
    pub place: usize,
    /// Its heading as written.
    pub heading: String,
    /// Key of the field it is taken into; none when its cells are not taken.
    pub field: Option<String>,
    /// Whether it is one that never holds anything of use, like 序号.
    pub ignored: bool,
    /// What stands in its first filled cell.
    pub sample: String,
}

/// A table of a sheet as it was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeenTable {
    /// File it stands in.
    pub file: String,
    /// Sheet it stands in.
    pub sheet: String,
    /// Row of its heading as the spreadsheet shows it.
    pub heading_row: u32,
    /// Its first column, from 0.
    pub column: usize,
    /// Register it is taken for; none when nobody can tell.
    pub register: Option<&'static str>,
    /// Its columns in their order.
    pub columns: Vec<SeenColumn>,
    /// Rows with records.
    pub rows: usize,
    /// Whether an earlier correction of the clerk was followed.
    pub corrected: bool,
    /// What its headings are remembered by.
    #[serde(skip)]
    pub shape: Vec<String>,
}

impl SeenTable {
    pub(super) fn of(
        file: &str,
        sheet: &str,
        table: &Table<'_>,
        headings: &Headings,
        corrected: bool,
        beside: &BTreeSet<usize>,
    ) -> Self {
        let columns = table.heading.cells.iter().enumerate().map(|(place, cell)| {
            let known = table.columns.iter().find(|c| c.place == place);
            SeenColumn {
                place,
                heading: known.map_or_else(|| one_line(&cell.shown()), |c| one_line(&c.heading)),
                field: known.map(|c| c.field.clone()),
                ignored: known.is_none() && headings.is_ignored(&cell.shown()),
                sample: sample(&table.rows, place),
            }
        });
        Self {
            file: file.to_owned(),
            sheet: sheet.to_owned(),
            heading_row: table.heading.number,
            register: Some(table.register),
            columns: columns
                .filter(|c| !c.heading.is_empty() && !beside.contains(&c.place))
                .collect(),
            column: table.first_column(),
            rows: table.rows.len(),
            corrected,
            shape: Shape::of(table.heading),
        }
    }

    /// A sheet no table was found in; its fullest row is taken for the heading, so that the clerk can say what it is.
    pub(super) fn unknown(file: &str, sheet: &Sheet) -> Option<Self> {
        let texts = |row: &Row| {
            let cells = row.cells.iter();
            cells
                .filter(|c| matches!(c, Cell::Text(t) if !t.trim().is_empty()))
                .count()
        };
        let first = sheet.rows.iter().take(HEADING_WITHIN).enumerate();
        // The first of the fullest: records below it are as full.
        let (at, heading) = first.reduce(|best, next| {
            if texts(next.1) > texts(best.1) {
                next
            } else {
                best
            }
        })?;
        if texts(heading) < 2 {
            return None;
        }
        let rows: Vec<&Row> = sheet.rows.iter().skip(at + 1).collect();
        let columns = heading
            .cells
            .iter()
            .enumerate()
            .map(|(place, cell)| SeenColumn {
                place,
                heading: one_line(&cell.shown()),
                field: None,
                ignored: false,
                sample: sample(&rows, place),
            });
        Some(Self {
            file: file.to_owned(),
            sheet: sheet.name.clone(),
            heading_row: heading.number,
            register: None,
            columns: columns.filter(|c| !c.heading.is_empty()).collect(),
            column: 0,
            rows: rows.len(),
            corrected: false,
            shape: Shape::of(heading),
        })
    }
}

fn sample(rows: &[&Row], place: usize) -> String {
    let mut cells = rows.iter().take(20).map(|r| r.cell(place).shown());
    let shown = one_line(&cells.find(|t| !t.trim().is_empty()).unwrap_or_default());
    // A phone or an identity number is told by its length; nobody needs all of it to know what the column holds.
    if shown.chars().filter(char::is_ascii_digit).count() >= 11 {
        masked_value(&shown)
    } else {
        shown
    }
}
