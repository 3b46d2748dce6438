//! Finds the tables of a sheet: their heading rows, which column is which field, their year, where their rows end.

use super::heading::columns_of;
use super::heading::is_text_row;
use super::heading::repeats;
use super::heading::uses_second_line;
use super::sheet::Row;
use super::sheet::Sheet;
use crate::model::papers::collection::MARK_SHEET;
use crate::model::plan::Headings;

/// Rows looked at for a heading.
pub(super) const HEADING_WITHIN: usize = 25;
/// Rows of a title above a heading, at most.
const TITLE_LINES: usize = 5;
/// Rows between the last record and the next title in which a total and signatures stand.
const FOOTER_LINES: usize = 6;

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
    /// Bare numbers that are days count from 1904.
    pub from_1904: bool,
}

impl Table<'_> {
    /// Place of its first column.
    pub(super) fn first_column(&self) -> usize {
        let places = self.columns.iter().map(|c| c.place);
        places.min().unwrap_or_default()
    }
}

const REGISTERS: [(&str, &str, &[&str]); 5] = [
    ("events", "title", &["活动", "台账"]),
    ("volunteers", "name", &["志愿"]),
    ("officers", "name", &["信息员"]),
    ("communities", "name", &["人口", "社区"]),
    ("experts", "name", &["专家", "人才", "讲师"]),
];

/// All tables of a sheet: one below another, each with its own heading, or side by side. `only` restricts the registers.
pub(super) fn find_all<'s>(
    sheet: &'s Sheet,
    file: &str,
    headings: &Headings,
    only: Option<&str>,
) -> Vec<Table<'s>> {
    // The mark of our own blank workbooks is no table.
    if sheet.name == MARK_SHEET {
        return Vec::new();
    }
    let search = Search {
        sheet,
        file,
        headings,
        only,
    };
    let Some(first) = search.first() else {
        return Vec::new();
    };
    let mut heads = vec![first];
    let mut at = heads.last().map_or(0, |h: &Head| h.body);
    while at < sheet.rows.len() {
        if let Some(next) = search.next(at, heads.last()) {
            at = next.body;
            heads.push(next);
        } else {
            at += 1;
        }
    }
    let mut tables: Vec<Table<'s>> = Vec::new();
    for (n, head) in heads.iter().enumerate() {
        let end = heads.get(n + 1).map_or(sheet.rows.len(), |next| next.top);
        let inherited = tables.last().and_then(|t| t.year);
        tables.extend(search.tables(head, end, inherited));
    }
    tables
}

/// A heading and what belongs to it. All are places in `sheet.rows`.
struct Head {
    /// First row of the title above it.
    top: usize,
    at: usize,
    /// First row below it.
    body: usize,
    register: &'static str,
    columns: Vec<Column>,
}

struct Search<'s, 'f> {
    sheet: &'s Sheet,
    file: &'f str,
    headings: &'f Headings,
    only: Option<&'f str>,
}

impl<'s> Search<'s, '_> {
    // The first of the best: headings repeat further down only on printed pages and over later tables.
    fn first(&self) -> Option<Head> {
        let rows = &self.sheet.rows;
        let lines = 0..rows.len().min(HEADING_WITHIN);
        let best = lines
            .clone()
            .filter_map(|at| self.best(0, at))
            .reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        // A complete heading further up is a table of its own, even when a later one has more columns.
        let earlier = lines
            .take_while(|at| *at < best.1.at)
            .filter(|at| at + 1 < best.1.at && is_heading_row(rows.get(*at)))
            .find_map(|at| self.best(0, at).filter(|(_, h)| self.is_sure(h)));
        Some(earlier.map_or(best.1, |(_, head)| head))
    }

    // A heading further down must leave no doubt.
    fn next(&self, at: usize, before: Option<&Head>) -> Option<Head> {
        let rows = &self.sheet.rows;
        let row = rows.get(at).filter(|r| is_heading_row(Some(r)))?;
        let before = before?;
        let top = self.top(before.body, at);
        if repeats(row, &before.columns) {
            // The same heading on the next page goes on with the same table; after a total or a new title it does not.
            let own_total = rows
                .get(before.body..at)
                .unwrap_or_default()
                .iter()
                .rev()
                .take(at - top + FOOTER_LINES)
                .map(Row::first_text)
                .any(|t| self.headings.is_footer(&t) && t.contains('计') && !t.contains("本页"));
            let title = rows.get(top..at).unwrap_or_default();
            let titled = title
                .iter()
                .any(|r| !self.headings.is_footer(&r.first_text()));
            let first_title = rows.get(before.top..before.at).unwrap_or_default();
            let new_title = titled
                && title.first().map(Row::first_text) != first_title.first().map(Row::first_text);
            if !own_total && !new_title {
                return None;
            }
        }
        let (_, head) = self.best(top, at)?;
        self.is_sure(&head).then_some(head)
    }

    // Rows above a heading that hold one thing each are its title.
    fn top(&self, from: usize, at: usize) -> usize {
        let rows = self.sheet.rows.get(from..at).unwrap_or_default();
        let titles = rows
            .iter()
            .rev()
            .take(TITLE_LINES)
            .take_while(|r| {
                let own = (0..r.cells.len()).filter(|c| r.is_own(*c)).count();
                own == 1 && !self.headings.is_footer(&r.first_text())
            })
            .count();
        at - titles
    }

    fn best(&self, top: usize, at: usize) -> Option<(usize, Head)> {
        let rows = &self.sheet.rows;
        let row = rows.get(at)?;
        let below = rows.get(at + 1);
        let above: String = rows
            .get(top..at)
            .unwrap_or_default()
            .iter()
            .map(Row::first_text)
            .collect();
        REGISTERS
            .iter()
            .copied()
            .chain(super::plan::plain::tables())
            .filter(|(register, ..)| self.only.is_none_or(|o| o == *register))
            .filter_map(|(register, key, hints)| {
                let columns = columns_of(row, below, register, self.headings, 0);
                let has_key = columns.iter().any(|c| c.field == key);
                let named = hints.iter().any(|h| {
                    self.file.contains(h) || self.sheet.name.contains(h) || above.contains(h)
                });
                let score = columns.len() * 2 + usize::from(named) * 3;
                let two_lines = uses_second_line(row, below, &columns);
                let head = Head {
                    top,
                    at,
                    body: at + 1 + usize::from(two_lines),
                    register,
                    columns,
                };
                (has_key && head.columns.len() >= 2).then_some((score, head))
            })
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
    }

    // Most of what stands in the row is known, and it is more than two words that might be anything.
    fn is_sure(&self, head: &Head) -> bool {
        let Some(row) = self.sheet.rows.get(head.at) else {
            return false;
        };
        let filled = row.cells.iter().filter(|c| !c.is_blank());
        let known = filled.clone().filter(|c| {
            let text = c.shown();
            self.headings.field(head.register, &text).is_some() || self.headings.is_ignored(&text)
        });
        let (filled, known) = (filled.count(), known.count());
        known * 5 >= filled * 3 && (head.columns.len() >= 3 || known == filled)
    }

    fn tables(&self, head: &Head, end: usize, inherited: Option<i16>) -> Vec<Table<'s>> {
        let rows = &self.sheet.rows;
        let above: Vec<String> = rows
            .get(head.top..head.at)
            .unwrap_or_default()
            .iter()
            .map(Row::first_text)
            .collect();
        let year = above
            .iter()
            .find_map(|t| year_in(t))
            .or(inherited)
            .or_else(|| year_in(&self.sheet.name))
            .or_else(|| year_in(self.file));
        let mut columns = head.columns.clone();
        let mut tables = Vec::new();
        // Rosters are printed in two columns to save paper: the same fields stand there again.
        while columns.len() >= 2 {
            let key = columns.iter().find(|c| {
                let lead = columns.first().map(|first| &first.field);
                Some(&c.field) == lead
            });
            let beside = key.and_then(|key| self.again(head, key));
            let next = match beside {
                Some(place) => {
                    let below = rows.get(head.at + 1);
                    let row = rows.get(head.at);
                    columns.retain(|c| c.place < place);
                    row.map(|r| columns_of(r, below, head.register, self.headings, place))
                        .unwrap_or_default()
                }
                None => Vec::new(),
            };
            let is_first = tables.is_empty();
            tables.extend(self.table(head, end, columns, year, is_first));
            columns = next;
        }
        tables
    }

    // Where the heading of a column stands once more, further right.
    fn again(&self, head: &Head, column: &Column) -> Option<usize> {
        let row = self.sheet.rows.get(head.at)?;
        (column.place + 1..row.cells.len())
            .find(|place| row.is_own(*place) && row.cell(*place).shown() == column.heading)
    }

    fn table(
        &self,
        head: &Head,
        end: usize,
        columns: Vec<Column>,
        year: Option<i16>,
        is_first: bool,
    ) -> Option<Table<'s>> {
        let rows = &self.sheet.rows;
        let heading = rows.get(head.at)?;
        let unknown = if is_first {
            self.unknown(head)
        } else {
            Vec::new()
        };
        let mut table = Table {
            register: head.register,
            heading,
            columns,
            unknown,
            rows: Vec::new(),
            total: None,
            year,
            from_1904: self.sheet.from_1904,
        };
        let mut totals = Vec::new();
        for row in rows.get(head.body..end).unwrap_or_default() {
            let lead = row.first_text();
            if self.headings.is_footer(&lead) {
                totals.push((row, lead));
            } else if table.columns.iter().any(|c| row.is_own(c.place))
                && !repeats(row, &table.columns)
            {
                table.rows.push(row);
            }
        }
        table.total = whole_total(&totals);
        Some(table)
    }

    fn unknown(&self, head: &Head) -> Vec<String> {
        let Some(row) = self.sheet.rows.get(head.at) else {
            return Vec::new();
        };
        row.cells
            .iter()
            .enumerate()
            .filter(|(place, _)| !head.columns.iter().any(|c| c.place == *place))
            .map(|(_, cell)| cell.shown())
            .filter(|text| {
                !text.trim().is_empty()
                    && !self.headings.is_ignored(text)
                    && self.headings.field(head.register, text).is_none()
            })
            .map(|text| crate::model::text::one_line(&text))
            .collect()
    }
}

// The last total is that of the table; totals of pages, months and communities are parts of it, unless there is but one.
fn whole_total<'s>(totals: &[(&'s Row, String)]) -> Option<&'s Row> {
    let parts = ["小计", "本页", "本月", "本季"];
    let mut sums = totals.iter().filter(|(_, lead)| lead.contains('计'));
    let whole = sums
        .clone()
        .rfind(|(_, lead)| !parts.iter().any(|p| lead.contains(p)));
    let only = sums.next().filter(|_| sums.next().is_none());
    let only = only.filter(|(_, lead)| !lead.contains("本页"));
    whole.or(only).map(|(row, _)| *row)
}

// Cheap, for it is asked of each row: a heading is words, at least two of them.
fn is_heading_row(row: Option<&Row>) -> bool {
    row.is_some_and(|r| is_text_row(r) && r.cells.iter().filter(|c| !c.is_blank()).count() >= 2)
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
