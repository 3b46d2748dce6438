//! One row of a table becomes one form entry. What can't be taken as it stands is left empty and kept in its
//! original words (待核实); nothing is guessed and nothing is changed silently.

use super::sheet::Cell;
use super::sheet::Row;
use super::sheet::cell_name;
use super::table::Table;
use crate::model::day;
use crate::model::directory::Directory;
use crate::model::field::Field;
use crate::model::field::Form;
use crate::model::field::Kind;
use crate::model::number;
use crate::model::people::Pending;
use crate::model::text;
use serde::Serialize;

/// A remark about one cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellProblem {
    /// `H5`.
    pub cell: String,
    /// What there is to say, one short sentence.
    pub what: String,
}

/// A row as an entry, with what there was to say about it.
pub(super) struct RowRead<F> {
    pub entry: F,
    /// Remarks that need no decision: 约120人.
    pub notes: Vec<CellProblem>,
    /// Values that were not taken.
    pub doubts: Vec<CellProblem>,
    /// The same values, to be kept in the record.
    pub pending: Vec<Pending>,
}

/// Read a row into `F` by the table's columns.
pub(super) fn read<F: Form>(row: &Row, table: &Table<'_>, directory: &Directory) -> RowRead<F> {
    let mut read = RowRead {
        entry: F::default(),
        notes: Vec::new(),
        doubts: Vec::new(),
        pending: Vec::new(),
    };
    for column in &table.columns {
        let cell = row.cell(column.place);
        let Some(field) = F::field(&column.field) else {
            continue;
        };
        if cell.is_blank() {
            if *cell == Cell::NoValue {
                read.doubt(
                    row.number,
                    column.place,
                    field.key,
                    "",
                    "公式没有结果，请在表格软件里打开并保存一次".into(),
                );
            }
            continue;
        }
        read.take(
            row.number,
            column.place,
            field,
            cell,
            &column.heading,
            directory,
        );
    }
    read
}

impl<F: Form> RowRead<F> {
    fn take(
        &mut self,
        row: u32,
        place: usize,
        field: &Field<F>,
        cell: &Cell,
        heading: &str,
        directory: &Directory,
    ) {
        let shown = cell.shown();
        let repaired = text::repair(&shown);
        if repaired.changed {
            self.note(
                row,
                place,
                format!(
                    "旧系统留下的字已改为正字：{}",
                    text::one_line(&repaired.text)
                ),
            );
        }
        let mut typed = repaired.text;
        if let Cell::Fault(fault) = cell {
            self.doubt(
                row,
                place,
                field.key,
                &shown,
                format!("单元格是错误值 {fault}"),
            );
            return;
        }
        if field.kind == Kind::IdNumber && cell.lost_digits() {
            self.doubt(
                row,
                place,
                field.key,
                &shown,
                "身份证号存成了数字，末位已丢失，请与证件核对".into(),
            );
            return;
        }
        if field.kind == Kind::Money && heading.contains("万元") && !typed.contains('元') {
            typed.push_str("万元");
        }
        if field.kind == Kind::Hours && heading.contains("分") && !typed.contains('分') {
            typed.push_str("分钟");
        }
        if let Err(why) = (field.read)(&mut self.entry, &typed, directory) {
            self.doubt(row, place, field.key, &shown, why);
            return;
        }
        match field.kind {
            Kind::When => {
                if let Ok(Some(when)) = day::read_when(&typed, Some(directory.year))
                    && when.year_supplied
                {
                    self.note(row, place, format!("没有写年份，按 {} 年", directory.year));
                }
            }
            Kind::Number => {
                if let Ok(Some(counted)) = number::read_count(&typed)
                    && !counted.note.is_empty()
                {
                    self.note(
                        row,
                        place,
                        format!("“{}”按 {} 计", counted.note, counted.count),
                    );
                }
            }
            _ => {}
        }
    }

    pub(super) fn note(&mut self, row: u32, place: usize, what: String) {
        self.notes.push(CellProblem {
            cell: cell_name(row, place),
            what,
        });
    }

    fn doubt(&mut self, row: u32, place: usize, key: &str, text: &str, why: String) {
        self.pending.push(Pending {
            field: key.to_owned(),
            text: text::one_line(text),
            why: why.clone(),
        });
        self.doubts.push(CellProblem {
            cell: cell_name(row, place),
            what: why,
        });
    }
}
