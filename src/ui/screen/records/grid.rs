//! Where the clerk stands in a register's table: the cell of the cursor, and what slid by at the left.

use super::Records;
use crate::app::Registered;

/// The cursor of a table. Its row is the record of the form.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// Place of its head.
    pub column: usize,
    /// Place of the head that stands after the first column.
    pub first: usize,
}

impl Grid {
    /// Slide so that the cursor's column is among those that found room.
    pub(super) fn follow(&mut self, shown: &[usize]) -> bool {
        let first = self.first.max(1);
        let to = if self.column == 0 || shown.contains(&self.column) {
            first
        } else if self.column < first {
            self.column
        } else {
            // One by one, for columns are of different widths.
            first + 1
        };
        let slid = to != first;
        self.first = to;
        slid
    }
}

impl<F: Registered> Records<F> {
    /// Walk to a column.
    pub(super) fn walk(&mut self, column: usize) {
        self.grid.column = column.min(self.heads.len().saturating_sub(1));
    }
}
