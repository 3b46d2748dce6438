//! The cells of a foreign workbook as plain data: what the worker hands to the program.

use serde::Deserialize;
use serde::Serialize;

/// Extensions of sheets, for dialogs and folders; what a file is, is decided by its content.
pub const EXTENSIONS: [&str; 6] = ["xlsx", "xls", "et", "ods", "csv", "xlsm"];

/// A workbook.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Workbook {
    /// Its visible sheets, in order.
    pub sheets: Vec<Sheet>,
    /// What had to be left out, in words for the clerk.
    pub warnings: Vec<String>,
}

/// A sheet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name; empty for CSV.
    pub name: String,
    /// Rows with something in them.
    pub rows: Vec<Row>,
    /// Its days are counted from 1904, as old Macs did; matters for days that stand there as bare numbers.
    pub from_1904: bool,
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Number as the spreadsheet shows it, from 1.
    pub number: u32,
    /// Cells from column A on.
    pub cells: Vec<Cell>,
    /// Columns whose value stands in a merged cell further up and was carried down.
    pub carried: Vec<u32>,
}

impl Row {
    /// A cell; empty where the row is shorter.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// Whether a cell is filled by the row itself, not by a merged one further up.
    pub fn is_own(&self, column: usize) -> bool {
        !self.cell(column).is_blank() && !self.carried.iter().any(|c| *c as usize == column)
    }

    /// The first cell of its own that is not empty, as text.
    pub fn first_text(&self) -> String {
        (0..self.cells.len())
            .find(|column| self.is_own(*column))
            .map(|column| self.cell(column).shown())
            .unwrap_or_default()
    }
}

/// A cell's value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// A day, `2025-01-16`, perhaps with hours, `2025-01-16 09:00`.
    Day(String),
    /// Yes or no.
    Bool(bool),
    /// A formula whose value the file does not hold.
    NoValue,
    /// An error like `#REF!`.
    Fault(String),
}

impl Cell {
    /// The text a clerk sees in the spreadsheet.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty | Self::NoValue => String::new(),
            Self::Text(text) | Self::Day(text) | Self::Fault(text) => text.clone(),
            // Whole numbers without `.0` and without an exponent; long ones with the zeros a spreadsheet put there.
            Self::Number(n) if n.fract() == 0.0 && n.abs() < 1e19 => format!("{n:.0}"),
            Self::Number(n) => n.to_string(),
            Self::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        }
    }

    /// Whether it is a number of more digits than a spreadsheet can hold (its last ones are lost).
    pub fn lost_digits(&self) -> bool {
        matches!(self, Self::Number(n) if n.abs() >= 1e15)
    }

    /// Whether nothing is in it.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty | Self::NoValue => true,
            Self::Text(text) | Self::Day(text) | Self::Fault(text) => text.trim().is_empty(),
            Self::Number(_) | Self::Bool(_) => false,
        }
    }
}

/// `H5` for row 5 and the eighth column (counted from 0).
pub fn cell_name(row: u32, column: usize) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.insert(0, char::from(b'A' + digit as u8));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{row}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_the_spreadsheet_names_them() {
        assert_eq!(
            [
                cell_name(5, 7),
                cell_name(1, 25),
                cell_name(9, 26),
                cell_name(2, 702)
            ],
            ["H5", "Z1", "AA9", "AAA2"]
        );
    }

    #[test]
    fn a_long_number_is_shown_whole_and_known_as_damaged() {
        let cell = Cell::Number(430_699_198_601_120_000.0);
        assert_eq!(cell.shown(), "430699198601120000");
        assert!(cell.lost_digits());
        assert_eq!(Cell::Number(680.5).shown(), "680.5");
        assert_eq!(Cell::Number(15_000_002_238.0).shown(), "15000002238");
    }
}
