//! Any list as a workbook or as CSV, column by column as its form names them. Personal columns keep their text: the file is the
//! office's own; what is published goes through reports and their maskings.

use super::Office;
use super::Register;
use super::Registered;
use super::Visit;
use super::Wanted;
use super::error::AppError;
use crate::model::Uid;
use crate::model::field::Kind;
use crate::reports::csv;
use crate::reports::outline::Block;
use crate::reports::outline::Cell;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::outline::Table;
use crate::reports::outline::TableRow;
use std::path::Path;

impl Office {
    /// The list of a register as a workbook's bytes.
    ///
    /// # Errors
    /// When the writer refuses.
    pub fn table_of(&mut self, register: Register, wanted: &Wanted) -> Result<Vec<u8>, AppError> {
        let table = self.listed(register, wanted);
        super::paper::workbook(&Report {
            title: register.label().to_owned(),
            left_line: format!("单位：{}", self.ledger.office().name),
            right_line: format!("导出日期：{}", self.clock.today()),
            blocks: vec![Block::Table(table)],
            ..Report::default()
        })
    }

    fn listed(&mut self, register: Register, wanted: &Wanted) -> Table {
        let rows = self.rows(register, wanted);
        register.visit(Fill { office: self, rows })
    }

    /// Write the whole list of a register into a file.
    ///
    /// # Errors
    /// What the writer or the disk says.
    pub fn save_table(&mut self, register: Register, path: &Path) -> Result<(), AppError> {
        self.save_list(register, &Wanted::default(), path)
    }

    /// Write a list into a file: CSV where its name ends so, else a workbook.
    ///
    /// # Errors
    /// What the writer or the disk says.
    pub fn save_list(
        &mut self,
        register: Register,
        wanted: &Wanted,
        path: &Path,
    ) -> Result<(), AppError> {
        let count = self.rows(register, wanted).len();
        self.note_taken_out(register, count)?;
        let is_csv = path
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("csv"));
        let bytes = if is_csv {
            csv::write(&self.listed(register, wanted))?
        } else {
            self.table_of(register, wanted)?
        };
        super::paper::save(&bytes, path)
    }
}

struct Fill<'o> {
    office: &'o Office,
    rows: Vec<Uid>,
}

impl Visit for Fill<'_> {
    type Out = Table;
    fn visit<F: Registered>(self) -> Table {
        let fields: Vec<_> = F::fields()
            .iter()
            .filter(|f| f.kind != Kind::Hidden)
            .collect();
        let number = |kind| {
            matches!(
                kind,
                Kind::Number | Kind::Money | Kind::Hours | Kind::Decimal
            )
        };
        let columns = fields.iter().map(|f| {
            if number(f.kind) {
                Column::number(f.label)
            } else {
                Column::text(f.label, 1.0)
            }
        });
        let (ledger, directory) = (self.office.ledger(), self.office.directory());
        let today = self.office.clock().today();
        let rows = self.rows.iter().filter_map(|uid| {
            let entry = F::one(ledger, *uid, today)?;
            let cells = fields
                .iter()
                .map(|f| Cell::from((f.show)(&entry, directory)));
            Some(TableRow {
                cells: cells.collect(),
                ..TableRow::default()
            })
        });
        Table {
            columns: columns.collect(),
            rows: rows.collect(),
        }
    }
}
