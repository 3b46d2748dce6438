//! Finds the table in a sheet: its heading row, which column is which field, its year, where its rows end.

use super::sheet::Cell;
use super::sheet::Row;
use super::sheet::Sheet;
use crate::model::plan::Headings;
use std::collections::BTreeSet;

/// Rows looked at for a heading.
pub(super) const HEADING_WITHIN: usize = 25;

/// A column that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// Place from 0.
    pub place: usize,
    /// Field key.
    pub field: String,
    /// The heading as written.
    pub heading: String,
}

/// A table of a known register inside a sheet.
#[derive(Debug, Clone)]
pub(super) struct Table<'s> {
    /// events, volunteers, officers or communities.
    pub register: &'static str,
    /// Its heading row, the upper one of two.
    pub heading: &'s Row,
    /// Columns understood.
    pub columns: Vec<Column>,
    /// Headings nobody knows; their cells are not taken.
    pub unknown: Vec<String>,
    /// Rows with records.
    pub rows: Vec<&'s Row>,
    /// The total row, if there is one.
    pub total: Option<&'s Row>,
    /// Year in the title, the sheet's or the file's name.
    pub year: Option<i16>,
}

const REGISTERS: [(&str, &str, &[&str]); 5] = [
    ("events", "title", &["活动", "台账"]),
    ("volunteers", "name", &["志愿"]),
    ("officers", "name", &["信息员"]),
    ("communities", "name", &["人口", "社区"]),
    ("experts", "name", &["专家", "人才", "讲师"]),
];

/// The table of a sheet, if it holds one. `only` restricts the registers.
pub(super) fn find<'s>(
    sheet: &'s Sheet,
    file: &str,
    headings: &Headings,
    only: Option<&str>,
) -> Option<Table<'s>> {
    let candidates = sheet.rows.iter().take(HEADING_WITHIN).enumerate();
    let (_, at, register, columns) = candidates
        .flat_map(|(at, row)| {
            let own = REGISTERS.iter().copied();
            own.chain(super::plan::plain::tables())
                .map(move |(register, key, hints)| (at, row, register, key, hints))
        })
        .filter(|(_, _, register, ..)| only.is_none_or(|o| o == *register))
        .filter_map(|(at, row, register, key, hints)| {
            let columns = columns_of(row, sheet.rows.get(at + 1), register, headings);
            let has_key = columns.iter().any(|c| c.field == key);
            let above: String = sheet.rows.iter().take(at).map(Row::first_text).collect();
            let named = hints
                .iter()
                .any(|h| file.contains(h) || sheet.name.contains(h) || above.contains(h));
            let score = columns.len() * 2 + usize::from(named) * 3;
            (has_key && columns.len() >= 2).then_some((score, at, register, columns))
        })
        // The first of the best: headings repeat further down only on printed pages.
        .reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    let heading = sheet.rows.get(at)?;
    let two_lines = uses_second_line(heading, &columns);
    let first = at + 1 + usize::from(two_lines);
    let known: BTreeSet<usize> = columns.iter().map(|c| c.place).collect();
    let unknown = heading
        .cells
        .iter()
        .enumerate()
        .map(|(place, cell)| (place, cell.shown()))
        .filter(|(place, text)| {
            !known.contains(place) && !text.trim().is_empty() && !headings.is_ignored(text)
        })
        .map(|(_, text)| crate::model::text::one_line(&text))
        .collect();
    let above: Vec<String> = sheet.rows.iter().take(at).map(Row::first_text).collect();
    let year = above
        .iter()
        .chain([&sheet.name, &file.to_owned()])
        .find_map(|t| year_in(t));
    let mut table = Table {
        register,
        heading,
        columns,
        unknown,
        rows: Vec::new(),
        total: None,
        year,
    };
    for row in sheet.rows.iter().skip(first) {
        let lead = row.first_text();
        if headings.is_footer(&lead) {
            if table.total.is_none() && lead.contains('计') {
                table.total = Some(row);
            }
        } else if table.columns.iter().any(|c| !row.cell(c.place).is_blank())
            && !repeats(row, &table.columns)
        {
            table.rows.push(row);
        }
    }
    Some(table)
}

fn columns_of(row: &Row, below: Option<&Row>, register: &str, headings: &Headings) -> Vec<Column> {
    let mut seen = BTreeSet::new();
    // A title over the real heading has none of its own.
    let own = row
        .cells
        .iter()
        .filter(|c| headings.field(register, &c.shown()).is_some())
        .count();
    if own < 2 {
        return Vec::new();
    }
    let width = row.cells.len().max(below.map_or(0, |b| b.cells.len()));
    (0..width)
        .filter_map(|place| {
            let upper = row.cell(place).shown();
            let lower = below.map(|b| b.cell(place).shown()).unwrap_or_default();
            // A merged heading stands over its parts: the part says more.
            let by = |text: &str| headings.field(register, text).map(str::to_owned);
            let (field, heading) = match by(&upper) {
                Some(field) => (field, upper),
                None => (
                    by(&lower).filter(|_| {
                        upper.trim().is_empty() || by(&upper).is_none() && is_text_row(below)
                    })?,
                    lower,
                ),
            };
            seen.insert(field.clone()).then_some(Column {
                place,
                field,
                heading,
            })
        })
        .collect()
}

// A second heading line holds words only; the first record holds a number or a day somewhere.
fn is_text_row(row: Option<&Row>) -> bool {
    row.is_some_and(|r| {
        r.cells.iter().all(|c| match c {
            Cell::Empty => true,
            Cell::Text(text) => !text.chars().any(|ch| ch.is_ascii_digit()),
            _ => false,
        })
    })
}

fn uses_second_line(heading: &Row, columns: &[Column]) -> bool {
    columns
        .iter()
        .any(|c| heading.cell(c.place).shown() != c.heading)
}

// Printed ledgers repeat their heading on each page.
fn repeats(row: &Row, columns: &[Column]) -> bool {
    columns
        .iter()
        .filter(|c| row.cell(c.place).shown() == c.heading)
        .count()
        * 2
        > columns.len()
}

/// A year between 1990 and 2100 in a text.
pub(super) fn year_in(text: &str) -> Option<i16> {
    let plain = crate::model::text::half_width(text);
    plain
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .find(|year| (1990..2100).contains(year))
}
