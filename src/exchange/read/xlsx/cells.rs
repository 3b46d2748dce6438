//! One sheet of an xlsx in one pass: cells with their cached values, formulas that have none, merged regions,
//! hidden rows and columns. The next piece is unpacked on a second thread meanwhile.

use super::super::grid::Grid;
use super::super::grid::Merge;
use super::super::markup::attributes;
use super::super::markup::damaged;
use super::super::markup::push_reference;
use super::super::markup::raw;
use super::super::markup::says_yes;
use super::super::markup::text_inside;
use super::super::markup::unescape_excel;
use super::super::moment;
use super::super::moment::Look;
use super::super::zipped::Unpacked;
use super::super::zipped::ahead;
use super::Book;
use crate::exchange::sheet::Cell;
use crate::exchange::worker::Fault;
use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;
use std::io::BufRead;

pub(super) fn read(part: Unpacked<'_, '_>, book: &Book) -> Result<Grid, Fault> {
    ahead(part, |pieces| Pass::new(book).run(pieces))
}

/// The cell being read.
struct Open {
    row: u32,
    column: u32,
    look: Look,
    kind: Kind,
    has_formula: bool,
    has_value: bool,
}

/// What the attribute `t` says of a value (ECMA-376 18.18.11).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Inline,
    Formula,
    Bool,
    Error,
    Iso,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Value,
    Formula,
    Inline,
}

struct Pass<'b> {
    book: &'b Book,
    grid: Grid,
    /// Place of the next row and cell that do not name theirs.
    row: u32,
    column: u32,
    open: Option<Open>,
    inside: Inside,
    text: String,
}

impl<'b> Pass<'b> {
    fn new(book: &'b Book) -> Self {
        Self {
            book,
            grid: Grid::default(),
            row: 0,
            column: 0,
            open: None,
            inside: Inside::Nothing,
            text: String::new(),
        }
    }

    fn run(mut self, pieces: impl BufRead) -> Result<Grid, Fault> {
        let mut xml = Reader::from_reader(pieces);
        // Names of ends are compared by us where it matters; a cell out of step ends the sheet all the same.
        xml.config_mut().check_end_names = false;
        let mut buffer = Vec::with_capacity(1024);
        let mut seen_data = false;
        let mut ended = false;
        loop {
            buffer.clear();
            if self.grid.is_full() {
                return Ok(self.grid);
            }
            match xml.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(e) => match e.local_name().as_ref() {
                    "c" => self.open_cell(&e),
                    "v" if self.open.is_some() => self.enter(Inside::Value),
                    "f" if self.open.is_some() => self.enter(Inside::Formula),
                    "t" if self.open.is_some() => self.inside = Inside::Inline,
                    "rPh" => text_inside(&mut xml, &mut Vec::new(), &mut String::new())?,
                    "sheetData" => seen_data = true,
                    _ => self.other(&e),
                },
                Event::Empty(e) => match e.local_name().as_ref() {
                    "c" => {
                        self.open_cell(&e);
                        self.close_cell();
                    }
                    "f" => self.formula(),
                    "row" => {
                        self.other(&e);
                        self.row += 1;
                    }
                    "sheetData" => (seen_data, ended) = (true, true),
                    _ => self.other(&e),
                },
                Event::Text(text) => match self.inside {
                    Inside::Nothing | Inside::Formula => {}
                    Inside::Value | Inside::Inline => self.text.push_str(&text.xml10_content()),
                },
                Event::CData(text) if matches!(self.inside, Inside::Value | Inside::Inline) => {
                    self.text.push_str(&text.xml10_content());
                }
                Event::GeneralRef(reference)
                    if matches!(self.inside, Inside::Value | Inside::Inline) =>
                {
                    push_reference(&reference, &mut self.text);
                }
                Event::End(e) => match e.local_name().as_ref() {
                    "c" => self.close_cell(),
                    "v" | "f" | "t" => self.inside = Inside::Nothing,
                    "row" => {
                        self.row += 1;
                        self.column = 0;
                    }
                    "sheetData" => ended = true,
                    _ => {}
                },
                Event::Eof if ended => return Ok(self.grid),
                Event::Eof if seen_data => return Err(damaged("ends inside the cells")),
                Event::Eof => return Err(damaged("no cells")),
                _ => {}
            }
        }
    }

    fn enter(&mut self, inside: Inside) {
        self.inside = inside;
        if inside == Inside::Formula {
            self.formula();
            return;
        }
        self.text.clear();
        if let Some(open) = &mut self.open {
            open.has_value = true;
        }
    }

    fn formula(&mut self) {
        if let Some(open) = &mut self.open {
            open.has_formula = true;
        }
    }

    fn other(&mut self, e: &BytesStart<'_>) {
        match e.local_name().as_ref() {
            "row" => {
                if let Some(row) = raw(e, "r").and_then(|r| r.parse::<u32>().ok()) {
                    self.row = row.saturating_sub(1);
                }
                self.column = 0;
                if says_yes(e, "hidden") {
                    self.grid.hide_row(self.row);
                }
            }
            "col" if says_yes(e, "hidden") => {
                let number = |name| raw(e, name).and_then(|n| n.parse::<u32>().ok());
                if let (Some(first), Some(last)) = (number("min"), number("max")) {
                    self.grid
                        .hide_columns(first.saturating_sub(1), last.saturating_sub(1));
                }
            }
            "mergeCell" => {
                if let Some(merge) = raw(e, "ref").and_then(region) {
                    self.grid.merge(merge);
                }
            }
            _ => {}
        }
    }

    fn open_cell(&mut self, e: &BytesStart<'_>) {
        let mut named = None;
        let mut kind = Kind::Number;
        let mut look = Look::Plain;
        for (name, value) in attributes(e) {
            match name.as_bytes() {
                b"r" => named = place(value),
                b"s" => {
                    let format = value.parse::<usize>().ok();
                    look = format
                        .and_then(|f| self.book.looks.get(f).copied())
                        .unwrap_or(Look::Plain);
                }
                b"t" => {
                    kind = match value {
                        "s" => Kind::Shared,
                        "inlineStr" => Kind::Inline,
                        "str" => Kind::Formula,
                        "b" => Kind::Bool,
                        "e" => Kind::Error,
                        "d" => Kind::Iso,
                        _ => Kind::Number,
                    }
                }
                _ => {}
            }
        }
        let (row, column) = named.unwrap_or((self.row, self.column));
        self.column = column.saturating_add(1);
        self.text.clear();
        self.inside = Inside::Nothing;
        self.open = Some(Open {
            row,
            column,
            look,
            kind,
            has_formula: false,
            has_value: false,
        });
    }

    fn close_cell(&mut self) {
        let Some(open) = self.open.take() else {
            return;
        };
        self.inside = Inside::Nothing;
        // A text that a formula made empty is an answer; no answer at all is what a writer of sheets left to Excel.
        let value = if open.has_formula && !open.has_value
            || open.has_formula && self.text.is_empty() && open.kind == Kind::Number
        {
            Cell::NoValue
        } else {
            self.value(&open)
        };
        self.grid.put(open.row, open.column, value);
    }

    fn value(&mut self, open: &Open) -> Cell {
        if self.text.is_empty() {
            return Cell::Empty;
        }
        match open.kind {
            Kind::Number => match self.text.trim().parse::<f64>() {
                Ok(number) if open.look == Look::Plain => Cell::Number(number),
                Ok(number) => moment::cell(number, open.look, self.book.from_1904),
                Err(_) => Cell::Text(std::mem::take(&mut self.text)),
            },
            Kind::Shared => self
                .text
                .parse::<usize>()
                .ok()
                .and_then(|at| self.book.texts.get(at))
                .filter(|t| !t.is_empty())
                .map_or(Cell::Empty, |t| Cell::Text(t.clone())),
            Kind::Inline | Kind::Formula => {
                unescape_excel(&mut self.text);
                Cell::Text(std::mem::take(&mut self.text))
            }
            Kind::Bool => Cell::Bool(matches!(self.text.trim(), "1" | "true")),
            Kind::Error => Cell::Fault(std::mem::take(&mut self.text)),
            Kind::Iso => moment::iso(&self.text),
        }
    }
}

/// `B3` as row and column from 0.
fn place(name: &str) -> Option<(u32, u32)> {
    let (mut row, mut column) = (0_u32, 0_u32);
    for byte in name.bytes() {
        match byte {
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?,
            _ if row > 0 => return None,
            b'A'..=b'Z' | b'a'..=b'z' => {
                let value = u32::from(byte.to_ascii_uppercase() - b'A') + 1;
                column = column.checked_mul(26)?.checked_add(value)?;
            }
            _ => return None,
        }
    }
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

fn region(name: &str) -> Option<Merge> {
    let (from, to) = name.split_once(':')?;
    let ((first_row, first_column), (last_row, last_column)) = (place(from)?, place(to)?);
    Some(Merge {
        first_row,
        last_row,
        first_column,
        last_column,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid_of(rows: &str) -> crate::exchange::sheet::Sheet {
        let book = Book {
            texts: vec!["李娜".into()],
            looks: vec![Look::Plain, Look::Moment],
            from_1904: false,
        };
        let text = format!("<x:worksheet><x:sheetData>{rows}</x:sheetData></x:worksheet>");
        let pass = Pass::new(&book);
        pass.run(text.as_bytes())
            .unwrap()
            .finish("表", &mut Vec::new())
    }

    #[test]
    fn values_are_read_whatever_their_kind_and_prefix() {
        let sheet = grid_of(
            "<x:row r=\"2\"><x:c r=\"A2\" t=\"s\"><x:v>0</x:v></x:c><x:c r=\"C2\" s=\"1\"><x:v>45789</x:v></x:c>\
             <x:c t=\"inlineStr\"><x:is><x:t>甲&amp;乙</x:t></x:is></x:c><x:c><x:v>12.5</x:v></x:c>\
             <x:c t=\"e\"><x:v>#REF!</x:v></x:c><x:c t=\"b\"><x:v>1</x:v></x:c></x:row>",
        );
        let shown: Vec<String> = sheet.rows[0].cells.iter().map(Cell::shown).collect();
        assert_eq!(
            shown,
            ["李娜", "", "2025-05-12", "甲&乙", "12.5", "#REF!", "是"]
        );
        assert_eq!(sheet.rows[0].number, 2);
    }

    #[test]
    fn a_formula_without_a_value_is_told_from_one_that_answers_nothing() {
        let sheet = grid_of(
            "<x:row><x:c><x:f>SUM(A1)</x:f></x:c><x:c><x:f t=\"shared\" si=\"0\"/></x:c>\
             <x:c t=\"str\"><x:f>A1&amp;B1</x:f><x:v></x:v></x:c><x:c><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row>",
        );
        assert_eq!(
            sheet.rows[0].cells,
            [Cell::NoValue, Cell::NoValue, Cell::Empty, Cell::Number(2.0)]
        );
    }

    #[test]
    fn a_sheet_that_ends_in_the_middle_is_damaged() {
        let book = Book {
            texts: Vec::new(),
            looks: Vec::new(),
            from_1904: false,
        };
        let text = "<worksheet><sheetData><row><c><v>1</v></c></row>";
        assert!(Pass::new(&book).run(text.as_bytes()).is_err());
    }

    #[test]
    fn names_of_cells_become_places() {
        assert_eq!(place("AA12"), Some((11, 26)));
        assert_eq!(place("A0"), None);
        assert_eq!(place("ZZZZZZZZZ1"), None);
        assert_eq!(place("1"), None);
    }
}
