//! Cells as text on the clipboard, the way Excel and WPS put them there: parted by tabs and line ends, in quotes where a cell
//! holds either.

use crate::model::text;

/// A cell as a clerk would have typed it: what a spreadsheet adds so that a cell stays text is no part of it, as when a file
/// is read.
pub fn as_typed(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_prefix('\'').unwrap_or(text);
    text::repair(text).text
}

/// The cells of a text. Not by the reader of CSV files: it passes over empty lines, and every cell under one would be pasted
/// a row too high.
pub fn cells_of(text: &str) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let (mut row, mut cell) = (Vec::new(), String::new());
    let mut chars = text.chars().peekable();
    let (mut quoted, mut begins) = (false, true);
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if begins => quoted = true,
            '\t' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' | '\r' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
        begins = !quoted && matches!(c, '\t' | '\n' | '\r');
    }
    // The last line ends as the others do, but need not.
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

/// Cells as such a text.
pub fn text_of(rows: &[Vec<String>]) -> String {
    let lines = rows.iter().map(|row| {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        cells.join("\t") + "\r\n"
    });
    lines.collect()
}

fn quoted(cell: &str) -> String {
    if cell.contains(['\t', '\n', '\r', '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_breaks_and_empty_cells_are_read_as_excel_writes_them() {
        let text = "甲\t\"一\n二\"\r\n\r\n\t\"他说\"\"好\"\"\"\r\n5\"管\t丙";
        let cells = cells_of(text);
        assert_eq!(
            cells,
            [
                vec!["甲", "一\n二"],
                vec![""],
                vec!["", "他说\"好\""],
                vec!["5\"管", "丙"]
            ]
        );
        assert_eq!(cells_of("13800000001\r\n\r\n13800000003\r\n").len(), 3);
        assert!(cells_of("").is_empty());
    }

    #[test]
    fn what_is_copied_is_pasted_as_it_was() {
        let rows = vec![
            vec!["甲\t乙".to_owned(), String::new(), "\"丙\"".to_owned()],
            vec!["一\n二".to_owned(), "三".to_owned(), "四".to_owned()],
        ];
        assert_eq!(cells_of(&text_of(&rows)), rows);
    }
}
