//! Workbooks of Excel, WPS and `LibreOffice`: xlsx streamed cell by cell, the older kinds through calamine's ranges.

use super::MOST_COLUMNS;
use super::MOST_ROWS;
use crate::exchange::sheet::Cell;
use crate::exchange::sheet::Row;
use crate::exchange::sheet::Sheet;
use crate::exchange::sheet::Workbook;
use crate::exchange::worker::Fault;
use calamine::Data;
use calamine::DataRef;
use calamine::ExcelDateTime;
use calamine::Reader;
use calamine::SheetVisible;
use calamine::Sheets;
use calamine::Xlsx;
use std::collections::BTreeMap;
use std::io::Cursor;

type Bytes = Cursor<Vec<u8>>;

/// A zip: xlsx, xlsm, xlsb or ods.
pub(super) fn zipped(bytes: Vec<u8>) -> Result<Workbook, Fault> {
    let names = String::from_utf8_lossy(&bytes).into_owned();
    if names.contains("xl/workbook.bin") || names.contains("mimetypeapplication/vnd.oasis") {
        return others(bytes);
    }
    if !names.contains("xl/") {
        return Err(Fault::NotASheet);
    }
    drop(names);
    let mut book: Xlsx<Bytes> = Xlsx::new(Cursor::new(bytes)).map_err(fault)?;
    let mut workbook = Workbook::default();
    let visible = visible_sheets(book.sheets_metadata(), &mut workbook.warnings);
    for name in visible {
        // Sheets of charts have no cells and are no fault.
        if let Ok(sheet) = streamed(&mut book, &name, &mut workbook.warnings) {
            workbook.sheets.push(sheet);
        } else {
            workbook
                .warnings
                .push(format!("工作表“{name}”读不出来，已跳过"));
        }
    }
    if workbook.sheets.is_empty() {
        Err(Fault::Damaged("no readable sheet".into()))
    } else {
        Ok(workbook)
    }
}

fn streamed(
    book: &mut Xlsx<Bytes>,
    name: &str,
    warnings: &mut Vec<String>,
) -> Result<Sheet, Fault> {
    let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    let mut beyond = false;
    let mut reader = book.worksheet_cells_reader(name).map_err(fault)?;
    while let Some(cell) = reader.next_cell().map_err(fault)? {
        let (row, column) = cell.get_position();
        let value = of_ref(cell.get_value());
        if value == Cell::Empty {
            continue;
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            beyond = true;
            continue;
        }
        put(&mut rows, row, column, value);
    }
    drop(reader);
    let mut formulas = book.worksheet_cells_reader(name).map_err(fault)?;
    while let Some(cell) = formulas.next_formula().map_err(fault)? {
        let (row, column) = cell.get_position();
        let known = rows
            .get(&row)
            .and_then(|r| r.get(column as usize))
            .is_some_and(|c| *c != Cell::Empty);
        if !known && !cell.get_value().is_empty() && row < MOST_ROWS && column < MOST_COLUMNS {
            put(&mut rows, row, column, Cell::NoValue);
        }
    }
    if beyond {
        warnings.push(format!(
            "工作表“{name}”超出 {MOST_ROWS} 行或 {MOST_COLUMNS} 列的部分没有读"
        ));
    }
    let rows = rows
        .into_iter()
        .map(|(row, cells)| Row {
            number: row + 1,
            cells,
        })
        .collect();
    Ok(Sheet {
        name: name.to_owned(),
        rows,
    })
}

// A hidden sheet is left out, and the clerk is told.
fn visible_sheets(sheets: &[calamine::Sheet], warnings: &mut Vec<String>) -> Vec<String> {
    let mut names = Vec::new();
    for sheet in sheets {
        if sheet.visible == SheetVisible::Visible {
            names.push(sheet.name.clone());
        } else {
            warnings.push(format!("工作表“{}”是隐藏的，没有读", sheet.name));
        }
    }
    names
}

fn put(rows: &mut BTreeMap<u32, Vec<Cell>>, row: u32, column: u32, value: Cell) {
    let cells = rows.entry(row).or_default();
    let column = column as usize;
    if cells.len() <= column {
        cells.resize(column + 1, Cell::Empty);
    }
    if let Some(place) = cells.get_mut(column) {
        *place = value;
    }
}

/// The old binary format (xls, .et), or a workbook behind a password.
pub(super) fn binary(bytes: Vec<u8>) -> Result<Workbook, Fault> {
    // Names in this container are UTF-16.
    let wide = |name: &str| {
        name.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>()
    };
    if memchr::memmem::find(&bytes, &wide("EncryptedPackage")).is_some() {
        return Err(Fault::Password);
    }
    others(bytes)
}

fn others(bytes: Vec<u8>) -> Result<Workbook, Fault> {
    let mut book: Sheets<Bytes> =
        calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(fault)?;
    let mut workbook = Workbook::default();
    let visible = visible_sheets(book.sheets_metadata(), &mut workbook.warnings);
    for name in visible {
        let Ok(range) = book.worksheet_range(&name) else {
            workbook
                .warnings
                .push(format!("工作表“{name}”读不出来，已跳过"));
            continue;
        };
        let (first_row, first_column) = range.start().unwrap_or((0, 0));
        let rows = range
            .rows()
            .take(MOST_ROWS as usize)
            .enumerate()
            .map(|(n, cells)| {
                let lead = std::iter::repeat_n(Cell::Empty, first_column as usize);
                let cells = lead
                    .chain(cells.iter().map(of_data))
                    .take(MOST_COLUMNS as usize)
                    .collect();
                Row {
                    number: first_row + n as u32 + 1,
                    cells,
                }
            })
            .filter(|row: &Row| !row.cells.iter().all(|c| *c == Cell::Empty))
            .collect();
        workbook.sheets.push(Sheet { name, rows });
    }
    if workbook.sheets.is_empty() {
        Err(Fault::Damaged("no readable sheet".into()))
    } else {
        Ok(workbook)
    }
}

fn of_ref(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Int(n) => Cell::Number(*n as f64),
        DataRef::Float(n) => Cell::Number(*n),
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Bool(yes) => Cell::Bool(*yes),
        DataRef::DateTime(moment) => day_cell(moment),
        DataRef::DateTimeIso(text) => iso_cell(text),
        DataRef::DurationIso(text) => text_cell(text),
        DataRef::Error(error) => Cell::Fault(error.to_string()),
        DataRef::Empty => Cell::Empty,
    }
}

fn of_data(value: &Data) -> Cell {
    match value {
        Data::Int(n) => Cell::Number(*n as f64),
        Data::Float(n) => Cell::Number(*n),
        Data::String(text) => text_cell(text),
        Data::Bool(yes) => Cell::Bool(*yes),
        Data::DateTime(moment) => day_cell(moment),
        Data::DateTimeIso(text) => iso_cell(text),
        Data::DurationIso(text) => text_cell(text),
        Data::Error(error) => Cell::Fault(error.to_string()),
        Data::Empty => Cell::Empty,
    }
}

fn text_cell(text: &str) -> Cell {
    if text.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(text.to_owned())
    }
}

fn day_cell(moment: &ExcelDateTime) -> Cell {
    if !moment.is_datetime() {
        return Cell::Number(moment.as_f64());
    }
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    if (hour, minute) == (0, 0) {
        Cell::Day(format!("{year:04}-{month:02}-{day:02}"))
    } else {
        Cell::Day(format!(
            "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"
        ))
    }
}

fn iso_cell(text: &str) -> Cell {
    let day = text.get(..10).unwrap_or(text);
    match text.get(11..16) {
        Some(time) if time != "00:00" => Cell::Day(format!("{day} {time}")),
        _ => Cell::Day(day.to_owned()),
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
