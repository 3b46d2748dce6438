//! CSV and tables parted by tabs or semicolons, whatever their name says.

use super::MOST_COLUMNS;
use super::MOST_ROWS;
use super::grid::Grid;
use crate::exchange::sheet::Cell;
use crate::exchange::sheet::Workbook;
use crate::exchange::worker::Fault;

/// Read a text table.
pub(super) fn read(text: &str) -> Result<Workbook, Fault> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut grid = Grid::default();
    let mut row = 0;
    for record in reader.records() {
        let record = record.map_err(|e| Fault::Damaged(e.to_string()))?;
        let start = record.position().map_or(0, |p| p.byte() as usize);
        row += 1 + blank_lines(text, start);
        if row > MOST_ROWS + 1 {
            break;
        }
        for (column, field) in (0..=MOST_COLUMNS).zip(record.iter()) {
            grid.put(row - 1, column, cell(field));
        }
    }
    let mut workbook = Workbook::default();
    let sheet = grid.finish("", &mut workbook.warnings);
    workbook.sheets.push(sheet);
    Ok(workbook)
}

// The reader passes over empty lines, the spreadsheet does not: without them every cell named after one is wrong.
fn blank_lines(text: &str, start: usize) -> u32 {
    let rest = text.get(start..).unwrap_or_default();
    let lead = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let breaks = rest.get(..lead).unwrap_or_default().matches('\n').count() as u32;
    // The second half of the break that ended the record before.
    let half = rest.starts_with('\n') && text.get(..start).is_some_and(|t| t.ends_with('\r'));
    breaks - u32::from(half)
}

fn cell(text: &str) -> Cell {
    // A quote mark before a number is how spreadsheets are told that it is text.
    let text = text.strip_prefix('\'').unwrap_or(text);
    if text.trim().is_empty() {
        Cell::Empty
    } else {
        Cell::Text(text.to_owned())
    }
}

fn delimiter(text: &str) -> u8 {
    let head: String = text.lines().take(5).collect();
    let count = |c: char| head.matches(c).count();
    [(b'\t', count('\t')), (b';', count(';')), (b',', count(','))]
        .into_iter()
        .max_by_key(|(_, n)| *n)
        .map_or(b',', |(d, _)| d)
}

#[cfg(test)]
mod tests {
    use super::super::text::decode;
    use super::*;
    use crate::exchange::worker::Content;

    #[test]
    fn a_gbk_file_is_not_taken_for_japanese() {
        let (bytes, ..) = encoding_rs::GBK.encode("姓名,性别\n田云琼,男\n");
        let book = read(&decode(&bytes).unwrap()).unwrap();
        assert_eq!(book.sheets[0].rows[1].cells[0], Cell::Text("田云琼".into()));
        assert_eq!(book.sheets[0].rows[1].number, 2);
    }

    #[test]
    fn empty_lines_and_breaks_inside_a_cell_keep_the_rows_of_the_spreadsheet() {
        for end in ["\n", "\r\n"] {
            let text = [
                "姓名,备注",
                "",
                "李娜,\"上\n下\"",
                "",
                "",
                "王芳,甲",
                "赵敏,乙",
            ]
            .join(end);
            let book = read(&text).unwrap();
            let rows: Vec<u32> = book.sheets[0].rows.iter().map(|r| r.number).collect();
            assert_eq!(rows, [1, 3, 6, 7], "{end:?}");
        }
    }

    #[test]
    fn semicolons_tabs_and_quotes_are_understood() {
        let book = read("姓名;备注\n李娜;\"甲;乙\"\n").unwrap();
        assert_eq!(book.sheets[0].rows[1].cells[1], Cell::Text("甲;乙".into()));
    }

    #[test]
    fn a_program_is_no_table() {
        let noise: Vec<u8> = (0..4000_u32).map(|n| (n * 7 % 29) as u8).collect();
        assert_eq!(decode(&noise), Err(Fault::NotASheet(Content::Unknown)));
    }
}
