//! The cells of a foreign workbook as plain data: what the worker hands to the program.

use serde::Deserialize;
use serde::Serialize;

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
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Number as the spreadsheet shows it, from 1.
    pub number: u32,
    /// Cells from column A on.
    pub cells: Vec<Cell>,
}

impl Row {
    /// A cell; empty where the row is shorter.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// The first cell that is not empty, as text.
    pub fn first_text(&self) -> String {
        self.cells
            .iter()
            .map(Cell::shown)
            .find(|t| !t.trim().is_empty())
            .unwrap_or_default()
    }
}

/// A cell's value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// Nothing.
    #[default]
    #[serde(rename = "_")]
    Empty,
    /// Text.
    #[serde(rename = "t")]
    Text(String),
    /// A number.
    #[serde(rename = "n")]
    Number(f64),
    /// A day, `2025-01-16`, perhaps with hours, `2025-01-16 09:00`.
    #[serde(rename = "d")]
    Day(String),
    /// Yes or no.
    #[serde(rename = "b")]
    Bool(bool),
    /// A formula whose value the file does not hold.
    #[serde(rename = "f")]
    NoValue,
    /// An error like `#REF!`.
    #[serde(rename = "e")]
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
        self.shown().trim().is_empty()
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
