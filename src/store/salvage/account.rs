//! What a rescue brought back and what it did not, in numbers and names; sentences are made in `app`.

use crate::model::Table;

/// How one table fared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saved {
    /// Name of the table in the file.
    pub table: &'static str,
    /// Rows in the new file.
    pub rows: usize,
    /// Rows there were, as far as can be known.
    pub of: usize,
    /// Rows among them that came from the history.
    pub from_history: usize,
    /// Pages of the table that could not be read: what stood there is only known where the history tells.
    pub bad_pages: usize,
    /// Rows that were mended by the history: they stood in the table in an older or a broken form.
    pub mended: usize,
}

/// A record the history knows of and nothing holds any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Its table.
    pub table: Table,
    /// The step that last touched it, as the undo menu called it.
    pub step: String,
}

/// The account of a rescue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// Each table that had anything, those beside the records last.
    pub tables: Vec<Saved>,
    /// Records that are lost, by what the history says of them.
    pub lost: Vec<Lost>,
    /// Records that came from the history: table and name.
    pub restored: Vec<(Table, String)>,
    /// References that led nowhere and were cleared, by table.
    pub cleared: Vec<(Table, usize)>,
    /// Records that others refer to and that are lost: a stand-in was made, by table.
    pub stand_ins: Vec<(Table, usize)>,
    /// Rows that fit several tables, and nothing tells which.
    pub unknown: usize,
    /// Rows of the history that no longer follow from the one before.
    pub cuts: usize,
    /// Whether the head of the file was whole.
    pub has_head: bool,
    /// Whether the list of tables could be read.
    pub has_list: bool,
}

impl Account {
    /// Rows in the new file, and rows there were.
    pub fn total(&self) -> (usize, usize) {
        self.tables
            .iter()
            .fold((0, 0), |(rows, of), t| (rows + t.rows, of + t.of))
    }
}
