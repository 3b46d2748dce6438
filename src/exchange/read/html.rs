//! Pages renamed .xls, which is what many old systems export. Only tables and the words between them are looked at;
//! they stand one below another, as a spreadsheet shows such a file.

use super::MOST_COLUMNS;
use super::grid::Grid;
use super::grid::Merge;
use crate::exchange::sheet::Cell;
use crate::exchange::sheet::Workbook;
use crate::exchange::worker::Content;
use crate::exchange::worker::Fault;
use html5gum::DefaultEmitter;
use html5gum::StartTag;
use html5gum::Token;
use html5gum::Tokenizer;

/// Tables inside tables; deeper ones are read as words.
const MOST_NESTED: usize = 20;
/// Most rows a cell may span (HTML 4.9.11).
const MOST_SPAN: u32 = 65_534;

/// Read a page.
pub(super) fn read(text: &str) -> Result<Workbook, Fault> {
    let mut emitter = DefaultEmitter::default();
    // Scripts and styles are not looked into for tags.
    emitter.naively_switch_states(true);
    let mut page = Page::default();
    for Ok(token) in Tokenizer::new_with_emitter(text, emitter) {
        match token {
            Token::StartTag(tag) => page.start(&tag),
            Token::EndTag(tag) => page.end(&tag.name),
            Token::String(words) => page.words(&String::from_utf8_lossy(&words)),
            _ => {}
        }
    }
    page.finish()
}

#[derive(Default)]
struct Page {
    grid: Grid,
    /// Next row of the sheet, from 0.
    row: u32,
    tables: Vec<Table>,
    /// Words outside cells.
    loose: String,
    /// Inside one of these nothing counts.
    silent: Option<&'static str>,
    any_table: bool,
}

/// A table whose end is still to come.
#[derive(Default)]
struct Table {
    cells: Vec<Placed>,
    in_row: bool,
    is_hidden: bool,
    open: Option<Open>,
    column: u32,
    /// Rows that cells above still take up, by column.
    taken: Vec<u32>,
}

struct Open {
    text: String,
    columns: u32,
    rows: u32,
}

struct Placed {
    column: u32,
    rows: u32,
    columns: u32,
    text: String,
}

impl Page {
    fn start(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        if self.silent.is_some() {
            return;
        }
        match name {
            b"script" => self.silent = Some("script"),
            b"style" => self.silent = Some("style"),
            b"title" => self.silent = Some("title"),
            b"table" if self.tables.len() < MOST_NESTED => {
                // What a cell for layout says before its table stands above it.
                if let Some(cell) = self.tables.last_mut().and_then(|t| t.open.as_mut()) {
                    self.loose.push_str(&std::mem::take(&mut cell.text));
                }
                self.flush_loose();
                self.any_table = true;
                self.tables.push(Table::default());
            }
            b"tr" => {
                self.end_row();
                self.flush_loose();
                let hidden = attribute(tag, b"style")
                    .is_some_and(|s| s.replace(' ', "").contains("display:none"));
                if let Some(table) = self.tables.last_mut() {
                    table.in_row = true;
                    table.is_hidden = hidden;
                }
            }
            b"td" | b"th" => {
                let span = |name: &[u8], most: u32| {
                    attribute(tag, name)
                        .and_then(|n| n.trim().parse::<u32>().ok())
                        .unwrap_or(1)
                        .clamp(1, most)
                };
                let open = Open {
                    text: String::new(),
                    columns: span(b"colspan", MOST_COLUMNS),
                    rows: span(b"rowspan", MOST_SPAN),
                };
                if let Some(table) = self.tables.last_mut() {
                    table.close_cell();
                    table.in_row = true;
                    table.open = Some(open);
                }
            }
            b"br" => self.line_break(),
            b"p" | b"div" | b"li" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"caption" => {
                self.line_break();
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        if let Some(silent) = self.silent {
            if name == silent.as_bytes() {
                self.silent = None;
            }
            return;
        }
        match name {
            b"table" => {
                self.end_row();
                self.tables.pop();
            }
            b"tr" => self.end_row(),
            b"td" | b"th" => {
                if let Some(table) = self.tables.last_mut() {
                    table.close_cell();
                }
            }
            b"p" | b"div" | b"li" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"caption" => {
                self.line_break();
            }
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.silent.is_some() {
            return;
        }
        match self.tables.last_mut().and_then(|t| t.open.as_mut()) {
            Some(cell) => push_words(&mut cell.text, words),
            None => push_words(&mut self.loose, words),
        }
    }

    fn line_break(&mut self) {
        match self.tables.last_mut().and_then(|t| t.open.as_mut()) {
            Some(cell) => {
                if !cell.text.trim().is_empty() {
                    cell.text.push('\n');
                }
            }
            None => self.flush_loose(),
        }
    }

    // A title above a table is a row of its own.
    fn flush_loose(&mut self) {
        let words = std::mem::take(&mut self.loose);
        let words = words.trim();
        if !words.is_empty() {
            self.grid.put(self.row, 0, Cell::Text(words.to_owned()));
            self.row += 1;
        }
    }

    fn end_row(&mut self) {
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        if !table.in_row {
            return;
        }
        table.close_cell();
        table.in_row = false;
        table.column = 0;
        for taken in &mut table.taken {
            *taken = taken.saturating_sub(1);
        }
        for cell in std::mem::take(&mut table.cells) {
            for column in cell.column..(cell.column + cell.columns).min(MOST_COLUMNS) {
                let column = column as usize;
                if table.taken.len() <= column {
                    table.taken.resize(column + 1, 0);
                }
                if let Some(taken) = table.taken.get_mut(column) {
                    *taken = (*taken).max(cell.rows - 1);
                }
            }
            self.grid.merge(Merge {
                first_row: self.row,
                last_row: self.row.saturating_add(cell.rows - 1),
                first_column: cell.column,
                last_column: cell.column + cell.columns - 1,
            });
            let text = cell.text.trim();
            if !text.is_empty() {
                self.grid
                    .put(self.row, cell.column, Cell::Text(text.to_owned()));
            }
        }
        if table.is_hidden {
            self.grid.hide_row(self.row);
        }
        self.row += 1;
    }

    fn finish(mut self) -> Result<Workbook, Fault> {
        // Exports are often cut off before their last end tags, even in the middle of a script.
        self.silent = None;
        while !self.tables.is_empty() {
            self.end(b"table");
        }
        self.flush_loose();
        if !self.any_table {
            return Err(Fault::NotASheet(Content::Page));
        }
        let mut workbook = Workbook::default();
        let sheet = self.grid.finish("", &mut workbook.warnings);
        workbook.sheets.push(sheet);
        Ok(workbook)
    }
}

impl Table {
    fn close_cell(&mut self) {
        let Some(open) = self.open.take() else {
            return;
        };
        while self.taken.get(self.column as usize).is_some_and(|t| *t > 0) {
            self.column += 1;
        }
        let column = self.column.min(MOST_COLUMNS);
        self.column = column.saturating_add(open.columns);
        if self.cells.len() <= MOST_COLUMNS as usize {
            self.cells.push(Placed {
                column,
                rows: open.rows,
                columns: open.columns,
                text: open.text,
            });
        }
    }
}

fn attribute(tag: &StartTag<()>, name: &[u8]) -> Option<String> {
    tag.attributes
        .iter()
        .find(|(key, _)| key.as_slice() == name)
        .map(|(_, value)| String::from_utf8_lossy(value).to_ascii_lowercase())
}

// Runs of spaces and breaks of the source are one space; a hard space is kept until the ends are trimmed.
fn push_words(out: &mut String, words: &str) {
    for c in words.chars() {
        match c {
            ' ' | '\t' | '\r' | '\n' => {
                if !out.is_empty() && !out.ends_with([' ', '\n']) {
                    out.push(' ');
                }
            }
            '\u{A0}' => out.push(' '),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows_of(page: &str) -> Vec<(u32, Vec<String>)> {
        let book = read(page).unwrap();
        let rows = book.sheets[0].rows.iter();
        rows.map(|r| (r.number, r.cells.iter().map(Cell::shown).collect()))
            .collect()
    }

    #[test]
    fn spans_put_cells_where_the_page_shows_them() {
        let rows = rows_of(
            "<style>td{color:red}</style><h3>2025年台账</h3><table><tr><th colspan=2>甲<th rowspan=2>乙</tr>\
             <tr><td>1<td>2</tr><tr><td>&nbsp;</td><td>a<br>b</td><td>x &amp; y</table>",
        );
        assert_eq!(rows[0], (1, vec!["2025年台账".into()]));
        assert_eq!(rows[1], (2, vec!["甲".into(), String::new(), "乙".into()]));
        // The heading that spans both lines stands in both.
        assert_eq!(rows[2], (3, vec!["1".into(), "2".into(), "乙".into()]));
        assert_eq!(
            rows[3],
            (4, vec![String::new(), "a\nb".into(), "x & y".into()])
        );
    }

    #[test]
    fn several_tables_and_tables_inside_cells_come_one_below_another() {
        let rows = rows_of(
            "<table><tr><td>外<table><tr><td>内</td></tr></table>尾</td></tr></table><p>下</p><table><tr><td>二",
        );
        let first: Vec<&str> = rows.iter().map(|(_, cells)| cells[0].as_str()).collect();
        assert_eq!(first, ["外", "内", "尾", "下", "二"]);
    }

    #[test]
    fn a_page_that_ends_inside_a_style_ends_all_the_same() {
        let rows = rows_of("<table><tr><td>李娜<style/css>td { <td>王芳");
        assert_eq!(rows, [(1, vec!["李娜".into()])]);
    }

    #[test]
    fn absurd_spans_and_depths_are_cut() {
        let page = format!(
            "{}<tr><td colspan=999999999 rowspan=999999999>a<td>b{}",
            "<table><tr><td>".repeat(5000),
            "</table>".repeat(5000)
        );
        assert!(read(&page).is_ok());
        assert!(matches!(
            read("<html><p>信</p></html>"),
            Err(Fault::NotASheet(Content::Page))
        ));
    }
}
