//! XML Spreadsheet 2003, which some systems export under the name .xls.

use super::grid::Grid;
use super::grid::Merge;
use super::markup::damaged;
use super::markup::raw;
use super::markup::says_yes;
use super::markup::text_inside;
use super::markup::value;
use super::moment;
use crate::exchange::sheet::Cell;
use crate::exchange::sheet::Workbook;
use crate::exchange::worker::Fault;
use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

/// The namespace by which such a file is known.
pub(super) const NAMESPACE: &str = "urn:schemas-microsoft-com:office:spreadsheet";

/// A sheet whose end is still to come.
#[derive(Default)]
struct Open {
    name: String,
    grid: Grid,
    row: u32,
    column: u32,
    is_hidden: bool,
    /// The cell being read.
    value: Cell,
    has_formula: bool,
    has_data: bool,
    /// Columns that the cell takes beside its own.
    across: u32,
}

/// Read such a file.
pub(super) fn read(text: &str) -> Result<Workbook, Fault> {
    let mut xml = Reader::from_reader(text.as_bytes());
    xml.config_mut().check_end_names = false;
    let mut workbook = Workbook::default();
    let mut open: Option<Open> = None;
    let mut inside_cell = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = xml.read_event_into(&mut buffer).map_err(damaged)?;
        let is_empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(e) | Event::Empty(e) => match (e.local_name().as_ref(), &mut open) {
                ("Worksheet", _) => {
                    open = Some(Open {
                        name: value(&e, "Name").unwrap_or_default().into_owned(),
                        ..Open::default()
                    });
                }
                ("Column", Some(sheet)) => sheet.column_said(&e),
                ("Row", Some(sheet)) => {
                    sheet.row_said(&e);
                    if is_empty {
                        sheet.row += 1;
                    }
                }
                ("Cell", Some(sheet)) => {
                    sheet.cell_said(&e);
                    inside_cell = !is_empty;
                    if is_empty {
                        sheet.end_cell();
                    }
                }
                ("Data", Some(sheet)) if inside_cell && !is_empty => {
                    let kind = raw(&e, "Type").unwrap_or_default().to_owned();
                    let mut text = String::new();
                    text_inside(&mut xml, &mut Vec::new(), &mut text)?;
                    sheet.has_data = true;
                    sheet.value = of(&kind, text);
                }
                ("Visible", Some(sheet)) if !is_empty => {
                    let mut text = String::new();
                    text_inside(&mut xml, &mut Vec::new(), &mut text)?;
                    sheet.is_hidden = text.contains("Hidden");
                }
                _ => {}
            },
            Event::End(e) => match (e.local_name().as_ref(), &mut open) {
                ("Cell", Some(sheet)) => {
                    inside_cell = false;
                    sheet.end_cell();
                }
                ("Row", Some(sheet)) => sheet.row = sheet.row.saturating_add(1),
                ("Worksheet", _) => {
                    if let Some(sheet) = open.take() {
                        sheet.finish(&mut workbook);
                    }
                }
                _ => {}
            },
            Event::Eof if open.is_some() => return Err(damaged("ends inside a sheet")),
            Event::Eof if workbook.sheets.is_empty() => return Err(damaged("no sheet")),
            Event::Eof => return Ok(workbook),
            _ => {}
        }
    }
}

impl Open {
    fn column_said(&mut self, e: &BytesStart<'_>) {
        let first = index(e).unwrap_or(self.column);
        let last = first.saturating_add(number(e, "Span"));
        if says_yes(e, "Hidden") {
            self.grid.hide_columns(first, last);
        }
        self.column = last.saturating_add(1);
    }

    fn row_said(&mut self, e: &BytesStart<'_>) {
        self.row = index(e).unwrap_or(self.row);
        self.column = 0;
        if says_yes(e, "Hidden") {
            self.grid.hide_row(self.row);
        }
    }

    fn cell_said(&mut self, e: &BytesStart<'_>) {
        self.column = index(e).unwrap_or(self.column);
        self.across = number(e, "MergeAcross");
        self.has_formula = raw(e, "Formula").is_some();
        self.has_data = false;
        self.value = Cell::Empty;
        self.grid.merge(Merge {
            first_row: self.row,
            last_row: self.row.saturating_add(number(e, "MergeDown")),
            first_column: self.column,
            last_column: self.column.saturating_add(self.across),
        });
    }

    fn end_cell(&mut self) {
        let mut value = std::mem::take(&mut self.value);
        if self.has_formula && !self.has_data {
            value = Cell::NoValue;
        }
        self.grid.put(self.row, self.column, value);
        self.column = self.column.saturating_add(self.across).saturating_add(1);
    }

    fn finish(self, workbook: &mut Workbook) {
        if self.is_hidden {
            let warning = format!("工作表“{}”是隐藏的，没有读", self.name);
            workbook.warnings.push(warning);
        } else {
            let sheet = self.grid.finish(&self.name, &mut workbook.warnings);
            workbook.sheets.push(sheet);
        }
    }
}

fn of(kind: &str, text: String) -> Cell {
    if text.is_empty() {
        return Cell::Empty;
    }
    match kind {
        "Number" => text.trim().parse().map_or(Cell::Text(text), Cell::Number),
        "DateTime" => match text.strip_prefix("1899-12-31T") {
            Some(time) => Cell::Text(time.get(..5).unwrap_or(time).to_owned()),
            None => moment::iso(&text),
        },
        "Boolean" => Cell::Bool(text.trim() == "1"),
        "Error" => Cell::Fault(text),
        _ => Cell::Text(text),
    }
}

// `ss:Index` counts from 1 and skips what is empty.
fn index(e: &BytesStart<'_>) -> Option<u32> {
    let index: u32 = raw(e, "Index")?.parse().ok()?;
    index.checked_sub(1)
}

fn number(e: &BytesStart<'_>, name: &str) -> u32 {
    raw(e, name).and_then(|n| n.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_kinds_and_merges_of_the_old_xml_are_understood() {
        let text = "<?xml version=\"1.0\" encoding=\"gb2312\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">\
            <Worksheet ss:Name=\"台账\"><Table><Column ss:Index=\"3\" ss:Hidden=\"1\"/><Row ss:Index=\"3\">\
            <Cell ss:MergeDown=\"1\"><Data ss:Type=\"String\">湖滨&amp;社区</Data></Cell>\
            <Cell ss:Index=\"3\"><Data ss:Type=\"DateTime\">2025-05-12T00:00:00.000</Data></Cell>\
            <Cell ss:Formula=\"=1+1\"/></Row><Row ss:Hidden=\"1\"><Cell ss:Index=\"2\"><Data ss:Type=\"Number\">12</Data></Cell></Row>\
            </Table></Worksheet></Workbook>";
        let book = read(text).unwrap();
        let rows = &book.sheets[0].rows;
        assert_eq!(rows[0].number, 3);
        assert_eq!(
            rows[0].cells,
            [
                Cell::Text("湖滨&社区".into()),
                Cell::Empty,
                Cell::Day("2025-05-12".into()),
                Cell::NoValue
            ]
        );
        assert_eq!(rows[1].cells[1], Cell::Number(12.0));
        assert_eq!(rows[1].carried, [0]);
        assert_eq!(book.warnings.len(), 2, "{:?}", book.warnings);
    }
}
