//! A heading: which column of a row is which field, over one or two lines, merged or not.

use super::sheet::Cell;
use super::sheet::Row;
use super::table::Column;
use crate::model::plan::Headings;
use std::collections::BTreeSet;

/// Words under a merged heading that stand for the whole of it: 参加人次 over 线上 | 线下 | 合计.
const WHOLE: [&str; 6] = ["合计", "小计", "总计", "总数", "共计", "总人次"];

/// The columns of a row from `from` on that are fields of a register; a field that stands there again begins another
/// table beside this one. Empty when the row is no heading.
pub(super) fn columns_of(
    row: &Row,
    below: Option<&Row>,
    register: &str,
    headings: &Headings,
    from: usize,
) -> Vec<Column> {
    let by = |text: &str| headings.field(register, text).map(str::to_owned);
    // A title over the real heading has none of its own.
    let own = row
        .cells
        .iter()
        .skip(from)
        .filter(|c| headings.field(register, &c.shown()).is_some())
        .count();
    if own < 2 {
        return Vec::new();
    }
    let lower_line = below.filter(|b| is_text_row(b) && goes_on(row, b, &by));
    let width = row.cells.len().max(below.map_or(0, |b| b.cells.len()));
    let mut seen = BTreeSet::new();
    let mut columns = Vec::new();
    let mut group = String::new();
    for place in from..width {
        let upper = row.cell(place).shown();
        let lower = lower_line
            .map(|b| b.cell(place).shown())
            .filter(|t| !t.trim().is_empty());
        if !upper.trim().is_empty() {
            // A merged heading stands over its parts: those have nothing above them.
            let merged = lower_line
                .is_some_and(|b| row.cell(place + 1).is_blank() && !b.cell(place + 1).is_blank());
            group = if merged { upper.clone() } else { String::new() };
        }
        let found = match (&lower, group.is_empty()) {
            // The part says more than what it is a part of.
            (Some(part), false) => by(&format!("{group}{part}"))
                .or_else(|| {
                    let whole = WHOLE.contains(&crate::model::text::normal(part).as_str());
                    by(&group).filter(|_| whole)
                })
                .or_else(|| by(part))
                .map(|field| (field, part.clone())),
            _ => by(&upper).map(|field| (field, upper.clone())).or_else(|| {
                let part = lower.clone()?;
                by(&part).map(|field| (field, part))
            }),
        };
        if let Some((field, heading)) = found
            && seen.insert(field.clone())
        {
            columns.push(Column {
                place,
                field,
                heading,
            });
        }
    }
    columns
}

// Under a cell of the heading that has nothing in it stands a word that is a heading, alone or after the words it is a part of.
fn goes_on(row: &Row, below: &Row, by: &impl Fn(&str) -> Option<String>) -> bool {
    let mut group = String::new();
    (0..below.cells.len()).any(|place| {
        let upper = row.cell(place);
        if !upper.is_blank() {
            group = upper.shown();
            return false;
        }
        let part = below.cell(place).shown();
        let whole = WHOLE.contains(&crate::model::text::normal(&part).as_str());
        !part.trim().is_empty()
            && (by(&part).is_some()
                || by(&format!("{group}{part}")).is_some()
                || whole && by(&group).is_some())
    })
}

/// Whether a row holds words only: a second line of a heading does, the first record has a number or a day somewhere.
pub(super) fn is_text_row(row: &Row) -> bool {
    row.cells.iter().all(|c| match c {
        Cell::Empty => true,
        // `1月` is a heading; more digits are a day or a telephone.
        Cell::Text(text) => {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            digits == 0 || digits <= 2 && text.contains('月') && !text.contains(['日', '号'])
        }
        _ => false,
    })
}

/// Whether the heading goes on in the row below it.
pub(super) fn uses_second_line(heading: &Row, below: Option<&Row>, columns: &[Column]) -> bool {
    below.is_some_and(|below| {
        columns.iter().any(|c| {
            heading.cell(c.place).shown() != c.heading && below.cell(c.place).shown() == c.heading
        })
    })
}

/// Whether a row says the heading again, as printed ledgers do on each page.
pub(super) fn repeats(row: &Row, columns: &[Column]) -> bool {
    columns
        .iter()
        .filter(|c| matches!(row.cell(c.place), Cell::Text(text) if *text == c.heading))
        .count()
        * 2
        > columns.len()
}
