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
use crate::model::secret::covered_whole;
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
                    "公式没有结果，请在表格软件里打开并保存一次",
                );
            }
            continue;
        }
        let typed = day_of_number(field.kind, cell, table.from_1904);
        if let Some(day) = &typed {
            read.note(
                row.number,
                column.place,
                &format!("日期存成了数字 {}，按 {} 计", cell.shown(), day.shown()),
            );
        }
        read.take(
            row.number,
            column.place,
            field,
            typed.as_ref().unwrap_or(cell),
            &column.heading,
            directory,
        );
    }
    let has_online = table.columns.iter().any(|c| c.field == ONLINE);
    let attendance = table.columns.iter().find(|c| c.field == "attendance");
    if let Some(column) = attendance.filter(|_| !has_online) {
        read.split(row, column.place, directory);
    }
    read
}

/// Part of the attendance on line.
const ONLINE: &str = "online_attendance";

// A day whose number format was lost: 45789. Years of birth and small numbers are no days.
fn day_of_number(kind: Kind, cell: &Cell, from_1904: bool) -> Option<Cell> {
    let serial = match cell {
        _ if !matches!(kind, Kind::Day | Kind::When) => return None,
        Cell::Number(serial) => *serial,
        Cell::Text(text) => five_digits(text)?,
        _ => return None,
    };
    day_after(serial, from_1904).map(Cell::Day)
}

/// The day for which a spreadsheet's number stands in a field of days: `45789` is 2025-05-12. None when it is no such number.
pub fn day_of_serial(kind: Kind, text: &str) -> Option<String> {
    let of_days = matches!(kind, Kind::Day | Kind::When);
    day_after(five_digits(text).filter(|_| of_days)?, false)
}

fn five_digits(text: &str) -> Option<f64> {
    let text = text.trim();
    let all = text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| all)
}

fn day_after(serial: f64, from_1904: bool) -> Option<String> {
    // 1954 to 2119.
    if !(20_000.0..=80_000.0).contains(&serial) {
        return None;
    }
    let zero = if from_1904 {
        jiff::civil::date(1904, 1, 1)
    } else {
        jiff::civil::date(1899, 12, 30)
    };
    let day = zero
        .checked_add(jiff::Span::new().days(serial as i64))
        .ok()?;
    Some(day.to_string())
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
                &format!(
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
                &format!("单元格是错误值 {fault}"),
            );
            return;
        }
        if field.kind == Kind::IdNumber && cell.lost_digits() {
            self.doubt(
                row,
                place,
                field.key,
                &shown,
                "身份证号存成了数字，末位已丢失，请与证件核对",
            );
            return;
        }
        let bare = |units: &[char]| !typed.contains(units);
        if field.kind == Kind::Money && bare(&['元', '万', '千']) {
            let unit = ["万元", "千元"].into_iter().find(|u| heading.contains(u));
            typed.push_str(unit.unwrap_or_default());
        } else if field.kind == Kind::Hours
            && heading.contains('分')
            && bare(&['分', '时', 'h', ':'])
        {
            typed.push_str("分钟");
        }
        if let Err(why) = (field.read)(&mut self.entry, &typed, directory) {
            self.doubt(row, place, field.key, &shown, &why);
            return;
        }
        match field.kind {
            Kind::When => {
                if let Ok(Some(when)) = day::read_when(&typed, Some(directory.year))
                    && when.year_supplied
                {
                    self.note(row, place, &format!("没有写年份，按 {} 年", directory.year));
                }
            }
            Kind::Number => {
                if let Ok(Some(counted)) = number::read_count(&typed)
                    && !counted.note.is_empty()
                {
                    self.note(
                        row,
                        place,
                        &format!("“{}”按 {} 计", counted.note, counted.count),
                    );
                }
            }
            _ => {}
        }
    }

    // `线上1.2万、线下300` is two numbers in one cell.
    fn split(&mut self, row: &Row, place: usize, directory: &Directory) {
        let shown = row.cell(place).shown();
        let (Some((all, online)), Some(whole), Some(part)) = (
            number::read_split(&shown),
            F::field("attendance"),
            F::field(ONLINE),
        ) else {
            return;
        };
        let taken = (whole.read)(&mut self.entry, &all.to_string(), directory)
            .and_then(|()| (part.read)(&mut self.entry, &online.to_string(), directory));
        if taken.is_ok() {
            let cell = cell_name(row.number, place);
            self.doubts.retain(|d| d.cell != cell);
            self.pending.retain(|p| p.field != "attendance");
            self.note(
                row.number,
                place,
                &format!(
                    "“{}”按共 {all}、其中线上 {online} 计",
                    text::one_line(&shown)
                ),
            );
        }
    }

    pub(super) fn note(&mut self, row: u32, place: usize, what: &str) {
        self.notes.push(CellProblem {
            cell: cell_name(row, place),
            what: covered_whole(what),
        });
    }

    fn doubt(&mut self, row: u32, place: usize, key: &str, text: &str, why: &str) {
        self.pending.push(Pending {
            field: key.to_owned(),
            text: text::one_line(text),
            why: why.to_owned(),
        });
        self.doubts.push(CellProblem {
            cell: cell_name(row, place),
            what: covered_whole(why),
        });
    }
}
