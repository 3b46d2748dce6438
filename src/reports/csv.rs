//! A table as CSV (RFC 4180): UTF-8 with BOM, because Excel and WPS take a file without one for GBK; lines end in CRLF.

use super::PaperError;
use super::outline::RowKind;
use super::outline::Table;

/// What says that the file is UTF-8.
const BOM: &[u8] = b"\xEF\xBB\xBF";
/// Digits that a spreadsheet keeps of a number.
const DIGITS_KEPT: usize = 15;

/// Write a table: the headings, then a line for each row.
///
/// # Errors
/// `Sheet` when the writer refuses.
pub fn write(table: &Table) -> Result<Vec<u8>, PaperError> {
    let fault = |e: String| PaperError::Sheet(e);
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BOM.to_vec());
    let heads = table.columns.iter().map(|column| {
        if column.group.is_empty() {
            column.head.clone()
        } else {
            [column.group.as_str(), &column.head].join("/")
        }
    });
    out.write_record(heads).map_err(|e| fault(e.to_string()))?;
    for row in table.rows.iter().filter(|r| r.kind != RowKind::Group) {
        let cells = table.columns.iter().enumerate();
        let cells = cells.map(|(n, _)| row.cells.get(n).map_or("", |c| c.text.as_str()));
        out.write_record(cells.map(plain))
            .map_err(|e| fault(e.to_string()))?;
    }
    out.into_inner().map_err(|e| fault(e.to_string()))
}

/// A cell as text that no spreadsheet runs: what would be a formula begins with an apostrophe. What it would take for a number
/// and cut — an identity number, a code that begins with nought — begins with a tab, which makes it text there and is no part
/// of the value when the file is read again.
pub(crate) fn plain(text: &str) -> String {
    let is_number = text.parse::<f64>().is_ok();
    // One apostrophe is taken off when a file is read: a text's own needs another.
    let runs = text.starts_with(['\'', '=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if runs && !is_number {
        return format!("'{text}");
    }
    let digits = text.len() > 1 && text.bytes().all(|b| b.is_ascii_digit());
    if digits && (text.len() > DIGITS_KEPT || text.starts_with('0')) {
        return format!("\t{text}");
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::outline::Column;
    use crate::reports::outline::TableRow;

    #[test]
    fn no_cell_runs_and_no_number_is_cut() {
        for (text, written) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+86 138", "'+86 138"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-", "'-"),
            ("'甲", "''甲"),
            ("-5", "-5"),
            ("1.5", "1.5"),
            ("0", "0"),
            ("007", "\t007"),
            ("430699194912310021", "\t430699194912310021"),
            ("13812345678", "13812345678"),
            ("43069919491231002X", "43069919491231002X"),
            ("", ""),
        ] {
            assert_eq!(plain(text), written);
        }
    }

    #[test]
    fn quotes_commas_and_line_ends_stand_in_quotes() {
        let table = Table {
            columns: vec![
                Column::tight("名称"),
                Column::number("人数").under("志愿者"),
            ],
            rows: vec![TableRow {
                cells: vec!["甲，\"乙\",\n丙".into(), "3".into()],
                ..TableRow::default()
            }],
        };
        let text = String::from_utf8(write(&table).unwrap()).unwrap();
        assert_eq!(
            text,
            "\u{feff}名称,志愿者/人数\r\n\"甲，\"\"乙\"\",\n丙\",3\r\n"
        );
    }
}
