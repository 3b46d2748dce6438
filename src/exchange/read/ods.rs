//! What calamine does not tell of an ods: rows that are filtered or hidden, hidden columns, merged cells.

use super::grid::Merge;
use super::markup::damaged;
use super::markup::raw;
use super::markup::value;
use super::older::Beside;
use crate::exchange::worker::Fault;
use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::io::BufRead;

/// Rows and regions noted for a sheet; a hostile file may claim any number.
const MOST_NOTED: usize = 200_000;

/// Hidden rows and columns and merged cells by sheet name.
pub(super) fn beside(content: impl BufRead) -> Result<BTreeMap<String, Beside>, Fault> {
    let mut xml = Reader::from_reader(content);
    xml.config_mut().check_end_names = false;
    let mut sheets = BTreeMap::new();
    let mut open: Option<(String, Beside)> = None;
    let (mut row, mut column, mut repeated) = (0_u32, 0_u32, 1_u32);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = xml.read_event_into(&mut buffer).map_err(damaged)?;
        let is_empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(e) | Event::Empty(e) => match (e.name().as_ref(), &mut open) {
                ("table:table", _) => {
                    let name = value(&e, "name").unwrap_or_default().into_owned();
                    open = Some((name, Beside::default()));
                    (row, column) = (0, 0);
                }
                ("table:table-column", Some((_, beside))) => {
                    let count = count(&e, "number-columns-repeated");
                    if is_hidden(&e) && beside.hidden_columns.len() < MOST_NOTED {
                        let last = column.saturating_add(count - 1);
                        beside.hidden_columns.push((column, last));
                    }
                    column = column.saturating_add(count);
                }
                ("table:table-row", Some((_, beside))) => {
                    repeated = count(&e, "number-rows-repeated");
                    if is_hidden(&e) {
                        let room = MOST_NOTED.saturating_sub(beside.hidden_rows.len());
                        let last = row.saturating_add(repeated);
                        beside.hidden_rows.extend((row..last).take(room));
                    }
                    column = 0;
                    if is_empty {
                        row = row.saturating_add(repeated);
                    }
                }
                ("table:table-cell" | "table:covered-table-cell", Some((_, beside))) => {
                    let rows = count(&e, "number-rows-spanned");
                    if rows > 1 && beside.merges.len() < MOST_NOTED {
                        let columns = count(&e, "number-columns-spanned");
                        beside.merges.push(Merge {
                            first_row: row,
                            last_row: row.saturating_add(rows - 1),
                            first_column: column,
                            last_column: column.saturating_add(columns - 1),
                        });
                    }
                    column = column.saturating_add(count(&e, "number-columns-repeated"));
                }
                _ => {}
            },
            Event::End(e) => match e.name().as_ref() {
                "table:table-row" => row = row.saturating_add(repeated),
                "table:table" => sheets.extend(open.take()),
                _ => {}
            },
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    matches!(raw(element, "visibility"), Some("collapse" | "filter"))
}

fn count(element: &BytesStart<'_>, name: &str) -> u32 {
    raw(element, name)
        .and_then(|n| n.parse::<u32>().ok())
        .unwrap_or(1)
        .max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filtered_rows_and_merged_cells_are_seen() {
        let content = "<o><table:table table:name=\"台账\"><table:table-column table:number-columns-repeated=\"2\"/>\
            <table:table-column table:visibility=\"collapse\"/>\
            <table:table-row table:number-rows-repeated=\"3\"><table:table-cell/></table:table-row>\
            <table:table-row table:visibility=\"filter\"><table:table-cell table:number-columns-repeated=\"4\"/>\
            <table:table-cell table:number-rows-spanned=\"2\"><text:p>甲</text:p></table:table-cell></table:table-row>\
            </table:table></o>";
        let sheets = beside(content.as_bytes()).unwrap();
        let sheet = &sheets["台账"];
        assert_eq!(sheet.hidden_rows, [3]);
        assert_eq!(sheet.hidden_columns, [(2, 2)]);
        assert_eq!(
            (sheet.merges[0].first_row, sheet.merges[0].last_row),
            (3, 4)
        );
        assert_eq!(sheet.merges[0].first_column, 4);
    }
}
