//! Workbooks that calamine reads: the old binary format (xls, .et), xlsb and ods. What calamine does not tell, hidden
//! rows and columns, is looked up beside it (`biff`, `ods`).

use super::MOST_COLUMNS;
use super::MOST_ROWS;
use super::biff;
use super::grid::Grid;
use super::grid::Merge;
use super::moment;
use super::moment::Look;
use super::ods;
use super::zipped::Archive;
use super::zipped::MACROS;
use crate::exchange::sheet::Cell;
use crate::exchange::sheet::Workbook;
use crate::exchange::worker::Content;
use crate::exchange::worker::Fault;
use crate::model::papers::collection::MARK_SHEET;
use calamine::Data;
use calamine::Ods;
use calamine::Reader;
use calamine::SheetVisible;
use calamine::Xls;
use calamine::Xlsb;
use std::io::Cursor;
use std::io::Read as _;

/// What a sheet holds beside its values.
#[derive(Debug, Default)]
pub(super) struct Beside {
    pub hidden_rows: Vec<u32>,
    /// First and last column.
    pub hidden_columns: Vec<(u32, u32)>,
    pub merges: Vec<Merge>,
}

/// An xlsb.
pub(super) fn binary_parts(bytes: &[u8]) -> Result<Workbook, Fault> {
    let mut book: Xlsb<Cursor<&[u8]>> = Xlsb::new(Cursor::new(bytes)).map_err(fault)?;
    let from_1904 = book.has_1904_epoch();
    sheets_of(&mut book, from_1904, |_, _, _| Beside::default())
}

/// An ods.
pub(super) fn open_document(bytes: &[u8], archive: &mut Archive<'_>) -> Result<Workbook, Fault> {
    let mut book: Ods<Cursor<&[u8]>> = Ods::new(Cursor::new(bytes)).map_err(fault)?;
    let mut beside = ods::beside(archive.open("content.xml")?)?;
    sheets_of(&mut book, false, |_, name, _| {
        beside.remove(name).unwrap_or_default()
    })
}

/// A compound file: the old binary format, or a workbook behind a password, or an old document.
pub(super) fn compound(bytes: &[u8]) -> Result<Workbook, Fault> {
    let mut stream = Vec::new();
    let mut has_macros = false;
    // A container that the one reader finds broken may still be good enough for the other.
    if let Ok(mut file) = cfb::CompoundFile::open(Cursor::new(bytes)) {
        let named = |names: &[&str]| names.iter().any(|n| file.exists(n));
        if named(&["/EncryptedPackage"]) {
            return Err(Fault::Password);
        }
        has_macros = named(&["/_VBA_PROJECT_CUR", "/Macros", "/_VBA_PROJECT"]);
        let workbook = ["/Workbook", "/Book"]
            .into_iter()
            .find(|n| file.is_stream(n));
        if workbook.is_none() {
            return Err(Fault::NotASheet(if named(&["/WordDocument"]) {
                Content::Word
            } else if named(&["/PowerPoint Document"]) {
                Content::Slides
            } else {
                Content::Unknown
            }));
        }
        if let Some(mut part) = workbook.and_then(|n| file.open_stream(n).ok()) {
            part.read_to_end(&mut stream).ok();
        }
    }
    let mut beside = biff::beside(&stream)?;
    let mut book: Xls<Cursor<&[u8]>> = Xls::new(Cursor::new(bytes)).map_err(fault)?;
    let from_1904 = book.has_1904_epoch();
    let mut workbook = sheets_of(&mut book, from_1904, |book, name, place| {
        let mut beside = beside
            .get_mut(place)
            .map(std::mem::take)
            .unwrap_or_default();
        let merges = book.merge_cells_by_sheet_name(name).unwrap_or_default();
        beside.merges = merges
            .iter()
            .map(|m| Merge {
                first_row: m.start.0,
                last_row: m.end.0,
                first_column: m.start.1,
                last_column: m.end.1,
            })
            .collect();
        beside
    })?;
    if has_macros {
        workbook.warnings.push(MACROS.to_owned());
    }
    Ok(workbook)
}

fn sheets_of<'b, B: Reader<Cursor<&'b [u8]>>>(
    book: &mut B,
    from_1904: bool,
    mut beside: impl FnMut(&B, &str, usize) -> Beside,
) -> Result<Workbook, Fault> {
    let mut workbook = Workbook::default();
    let metadata = book.sheets_metadata().to_vec();
    for (place, sheet) in metadata.iter().enumerate() {
        let name = &sheet.name;
        let beside = beside(book, name, place);
        // The mark of our own blank workbooks is read, and is no table.
        if sheet.visible != SheetVisible::Visible && name != MARK_SHEET {
            workbook
                .warnings
                .push(format!("工作表“{name}”是隐藏的，没有读"));
            continue;
        }
        let Ok(range) = book.worksheet_range(name) else {
            workbook
                .warnings
                .push(format!("工作表“{name}”读不出来，已跳过"));
            continue;
        };
        let mut grid = Grid::default();
        let (top, left) = range.start().unwrap_or_default();
        for (row, cells) in (top..).zip(range.rows()).take(MOST_ROWS as usize + 1) {
            for (column, cell) in (left..).zip(cells).take(MOST_COLUMNS as usize + 1) {
                grid.put(row, column, value(cell, from_1904));
            }
        }
        if let Ok(formulas) = book.worksheet_formula(name) {
            let (top, left) = formulas.start().unwrap_or_default();
            for (row, cells) in (top..).zip(formulas.rows()).take(MOST_ROWS as usize) {
                for (column, formula) in (left..).zip(cells).take(MOST_COLUMNS as usize) {
                    let without =
                        matches!(range.get_value((row, column)), None | Some(Data::Empty));
                    if without && !formula.is_empty() {
                        grid.put(row, column, Cell::NoValue);
                    }
                }
            }
        }
        for row in beside.hidden_rows {
            grid.hide_row(row);
        }
        for (first, last) in beside.hidden_columns {
            grid.hide_columns(first, last);
        }
        for merge in beside.merges {
            grid.merge(merge);
        }
        let mut sheet = grid.finish(name, &mut workbook.warnings);
        sheet.from_1904 = from_1904;
        workbook.sheets.push(sheet);
    }
    if workbook.sheets.is_empty() {
        Err(Fault::Damaged("no readable sheet".into()))
    } else {
        Ok(workbook)
    }
}

fn value(data: &Data, from_1904: bool) -> Cell {
    match data {
        Data::Int(n) => Cell::Number(*n as f64),
        Data::Float(n) => Cell::Number(*n),
        Data::String(text) if text.is_empty() => Cell::Empty,
        Data::String(text) => Cell::Text(text.clone()),
        Data::Bool(yes) => Cell::Bool(*yes),
        Data::DateTime(serial) => {
            let look = if serial.is_datetime() {
                Look::Moment
            } else {
                Look::Length
            };
            moment::cell(serial.as_f64(), look, from_1904)
        }
        Data::DateTimeIso(text) => moment::iso(text),
        Data::DurationIso(text) => moment::iso_length(text),
        Data::Error(error) => Cell::Fault(error.to_string()),
        Data::Empty => Cell::Empty,
    }
}

fn fault(error: impl std::fmt::Display) -> Fault {
    let text = error.to_string();
    if text.to_lowercase().contains("password") {
        Fault::Password
    } else {
        Fault::Damaged(text)
    }
}
