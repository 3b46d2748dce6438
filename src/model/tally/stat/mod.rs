//! The yearly statistics form filled from the ledger: every figure with the records it was counted from, what the office
//! entered over it, last year's value, and which records stand in more than one category of a page.

mod events;
mod people;
mod things;

use super::stat::remarks::remarks;
use crate::model::Ledger;
use crate::model::Period;
use crate::model::Uid;
use crate::model::assess::StatEntry;
use crate::model::assess::StatForm;
use crate::model::assess::count::Counts;
use crate::model::assess::count::VenueMeasure;
use crate::model::assess::form::StatRow;
use crate::model::assess::form::StatTable;
use crate::model::directory::Book;
use crate::model::events::Event;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

mod remarks;

/// What a cell of the form holds. Nothing is ever blank.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Amount {
    /// A number, 0 too: the thing is there and nothing came of it, or it rounds to nothing.
    Known(f64),
    /// The office has no such thing: —.
    Absent,
    /// Nobody has entered it yet.
    #[default]
    Open,
}

impl Amount {
    /// The number, if it is one.
    pub fn number(self) -> Option<f64> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Open => None,
        }
    }

    /// As the form writes it; `open` is the word for what is not known.
    pub fn text(self, decimals: u8, open: &str) -> String {
        match self {
            Self::Known(value) => written(value, decimals),
            Self::Absent => "—".into(),
            Self::Open => open.into(),
        }
    }
}

/// Where a figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Counted from records.
    Counted,
    /// The sum of other rows.
    Summed,
    /// Entered by the office.
    Entered,
    /// Still to be entered.
    Missing,
}

impl Origin {
    /// The word for machines.
    pub fn key(self) -> &'static str {
        match self {
            Self::Counted => "computed",
            Self::Summed => "sum",
            Self::Entered => "entered",
            Self::Missing => "missing",
        }
    }
}

/// One row filled.
#[derive(Debug, Clone, PartialEq)]
pub struct StatFigure {
    /// The row.
    pub row: StatRow,
    /// What stands in the form.
    pub amount: Amount,
    /// Where it comes from.
    pub origin: Origin,
    /// What the ledger says, also where something else was entered.
    pub computed: Option<f64>,
    /// The records counted.
    pub members: Vec<Uid>,
    /// Those of them that stand in another category of the page too; `None` where a row has no category.
    pub twice: Option<Vec<Uid>>,
    /// The year before.
    pub last: Amount,
    /// What the office entered for the year.
    pub entry: Option<Arc<StatEntry>>,
}

impl StatFigure {
    /// The figure of this year as printed.
    pub fn text(&self) -> String {
        self.amount.text(self.row.decimals, "待填")
    }

    /// Last year's figure as printed.
    pub fn last_text(&self) -> String {
        self.last.text(self.row.decimals, "未填")
    }

    /// Now less then, as printed figures differ; none where one of them is no number.
    pub fn change(&self) -> Option<f64> {
        let places = self.row.decimals;
        let now = rounded(self.amount.number()?, places);
        let then = rounded(self.last.number()?, places);
        Some(rounded(now - then, places))
    }

    /// Whether it moved by more than so many percent of last year's figure.
    pub fn moved(&self, percent: u32) -> bool {
        let then = self.last.number().map(|v| rounded(v, self.row.decimals));
        match (self.change(), then) {
            (Some(change), Some(then)) => {
                change.abs() * 100.0 > then.abs() * f64::from(percent) + 1e-9
            }
            _ => false,
        }
    }

    /// Why it moved, as the office says; empty when it has not said.
    pub fn reason(&self) -> &str {
        self.entry.as_ref().map_or("", |e| e.reason.trim())
    }

    /// The ledger's figure where another was entered over it.
    pub fn overruled(&self) -> Option<f64> {
        self.computed.filter(|_| self.origin == Origin::Entered)
    }

    /// Everything a click on the figure leads to: the entry, then the records counted.
    pub fn records(&self) -> Vec<Uid> {
        let entry = self.entry.iter().filter(|_| self.origin == Origin::Entered);
        let mut records: Vec<Uid> = entry.map(|e| e.uid).collect();
        records.extend(&self.members);
        records
    }
}

/// A record that counts in several categories of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twice {
    /// One of its records; a person in two roles has two.
    pub record: Uid,
    /// The categories.
    pub categories: Vec<String>,
}

/// One table filled.
#[derive(Debug, Clone, PartialEq)]
pub struct StatPage {
    /// The table.
    pub table: StatTable,
    /// Its rows.
    pub figures: Vec<StatFigure>,
    /// Records in several categories.
    pub twice: Vec<Twice>,
    /// What must be said of the counting.
    pub remarks: Vec<String>,
}

/// The form of a year filled.
#[derive(Debug, Clone, PartialEq)]
pub struct Statistics {
    /// The form.
    pub form: StatForm,
    /// The year.
    pub year: i16,
    /// Its tables.
    pub pages: Vec<StatPage>,
}

/// Fill the form of a year. `None` when there is no form at all, or no such year.
pub fn statistics(ledger: &Ledger, book: &Book, year: i16, today: Date) -> Option<Statistics> {
    let form = book.forms.of(year)?;
    let now = Counter::new(ledger, book, Period::year(year)?, today, true);
    let before = Counter::new(ledger, book, Period::year(year - 1)?, today, false);
    let pages = form.tables.iter().map(|table| page(table, &now, &before));
    Some(Statistics {
        form: form.clone(),
        year,
        pages: pages.collect(),
    })
}

/// One row of a year, for the form that enters it; what counts twice is not looked at.
pub fn figure_of(
    ledger: &Ledger,
    book: &Book,
    year: i16,
    today: Date,
    code: &str,
) -> Option<StatFigure> {
    let form = book.forms.of(year)?;
    let row = form.row(code)?;
    let parts = form.rows().filter(|r| row.sum.contains(&r.code));
    let rows: Vec<StatRow> = std::iter::once(row).chain(parts).cloned().collect();
    let now = Counter::new(ledger, book, Period::year(year)?, today, true);
    let before = Counter::new(ledger, book, Period::year(year - 1)?, today, false);
    figures(&rows, &now, &before).into_iter().next()
}

fn figures(rows: &[StatRow], now: &Counter<'_>, before: &Counter<'_>) -> Vec<StatFigure> {
    let filled = now.fill(rows).into_iter().zip(before.fill(rows));
    rows.iter()
        .zip(filled)
        .map(|(row, (filled, earlier))| StatFigure {
            row: row.clone(),
            amount: filled.amount,
            origin: filled.origin,
            computed: filled.computed,
            members: filled.members,
            twice: None,
            last: earlier.amount,
            entry: now.entry(&row.code),
        })
        .collect()
}

fn page(table: &StatTable, now: &Counter<'_>, before: &Counter<'_>) -> StatPage {
    let mut table = table.clone();
    let added = now.added(&table);
    table.rows.extend(added);
    let mut figures = figures(&table.rows, now, before);
    let twice = mark_twice(now, &mut figures);
    let remarks = remarks(now, &table, &figures);
    StatPage {
        table,
        figures,
        twice,
        remarks,
    }
}

// A part without a category of its own belongs to the indicator it is part of.
fn categories(figures: &[StatFigure]) -> Vec<String> {
    let mut above = String::new();
    figures
        .iter()
        .map(|f| {
            if f.row.level == 0 || !f.row.category.is_empty() {
                above.clone_from(&f.row.category);
            }
            let counts = f.row.counts.is_some();
            if counts { above.clone() } else { String::new() }
        })
        .collect()
}

fn mark_twice(now: &Counter<'_>, figures: &mut [StatFigure]) -> Vec<Twice> {
    let categories = categories(figures);
    let mut stands: BTreeMap<Uid, (Uid, Vec<String>)> = BTreeMap::new();
    for (figure, category) in figures.iter().zip(&categories) {
        for uid in figure.members.iter().filter(|_| !category.is_empty()) {
            let (_, found) = stands
                .entry(now.identity(*uid))
                .or_insert_with(|| (*uid, Vec::new()));
            if !found.contains(category) {
                found.push(category.clone());
            }
        }
    }
    stands.retain(|_, (_, found)| found.len() > 1);
    for (figure, category) in figures.iter_mut().zip(&categories) {
        if !category.is_empty() {
            let members = figure.members.iter().copied();
            let again = members.filter(|uid| stands.contains_key(&now.identity(*uid)));
            figure.twice = Some(again.collect());
        }
    }
    let twice = stands.into_values();
    twice
        .map(|(record, categories)| Twice { record, categories })
        .collect()
}

/// What was counted.
#[derive(Debug, Clone, Default, PartialEq)]
struct Tally {
    value: f64,
    members: Vec<Uid>,
}

impl Tally {
    /// One for each record.
    fn of(members: Vec<Uid>) -> Self {
        Self {
            value: members.len() as f64,
            members,
        }
    }

    fn add(&mut self, record: Uid, value: f64) {
        self.value += value;
        self.members.push(record);
    }
}

/// A row on its way to a figure.
#[derive(Debug, Clone)]
struct Filled {
    amount: Amount,
    origin: Origin,
    computed: Option<f64>,
    members: Vec<Uid>,
}

/// Counts for one year.
struct Counter<'c> {
    ledger: &'c Ledger,
    book: &'c Book,
    period: Period,
    today: Date,
    /// Whether it is the year being filled, not the one it is compared with.
    asked: bool,
    events: Vec<Arc<Event>>,
    entries: BTreeMap<&'c str, &'c Arc<StatEntry>>,
}

impl<'c> Counter<'c> {
    fn new(ledger: &'c Ledger, book: &'c Book, period: Period, today: Date, asked: bool) -> Self {
        let year = u32::try_from(period.to.year()).ok();
        let entries = ledger.stat_entries.values().filter(|e| e.year == year);
        Self {
            ledger,
            book,
            today,
            asked,
            events: ledger.events_in(&period),
            entries: entries.map(|e| (e.code.as_str(), e)).collect(),
            period,
        }
    }

    fn entry(&self, code: &str) -> Option<Arc<StatEntry>> {
        self.entries.get(code).map(|e| Arc::clone(e))
    }

    // Rows the office adds to a table that leaves room for them.
    fn added(&self, table: &StatTable) -> Vec<StatRow> {
        if table.own_rows.is_empty() {
            return Vec::new();
        }
        let own = self
            .entries
            .iter()
            .filter(|(code, _)| code.starts_with(&table.own_rows));
        own.filter(|(code, _)| table.rows.iter().all(|r| r.code != **code))
            .map(|(code, entry)| {
                let (name, unit) = name_and_unit(&entry.name);
                StatRow {
                    code: (*code).to_owned(),
                    name,
                    unit,
                    definition: entry.remark.clone(),
                    decimals: decimals_of(entry.value),
                    ..StatRow::default()
                }
            })
            .collect()
    }

    fn fill(&self, rows: &[StatRow]) -> Vec<Filled> {
        let mut filled: Vec<Filled> = rows.iter().map(|row| self.one(row)).collect();
        for (n, row) in rows.iter().enumerate().filter(|(_, r)| !r.sum.is_empty()) {
            let parts: Vec<Filled> = rows
                .iter()
                .zip(&filled)
                .filter(|(r, _)| row.sum.contains(&r.code))
                .map(|(_, f)| f.clone())
                .collect();
            let sum = self.over(row, added_up(&parts));
            if let Some(place) = filled.get_mut(n) {
                *place = sum;
            }
        }
        without_parts(rows, &mut filled);
        filled
    }

    fn one(&self, row: &StatRow) -> Filled {
        let counted = row.counts.as_ref().and_then(|c| self.count(c));
        let filled = match counted {
            Some(tally) => Filled {
                amount: Amount::Known(tally.value),
                origin: Origin::Counted,
                computed: Some(tally.value),
                members: tally.members,
            },
            None => Filled {
                amount: Amount::Open,
                origin: Origin::Missing,
                computed: None,
                members: Vec::new(),
            },
        };
        self.over(row, filled)
    }

    // What was entered stands over what was counted.
    fn over(&self, row: &StatRow, counted: Filled) -> Filled {
        let entered = self.entries.get(row.code.as_str());
        let amount = match entered {
            Some(entry) if entry.absent => Amount::Absent,
            Some(entry) => entry.value.map_or(Amount::Open, Amount::Known),
            None => Amount::Open,
        };
        // An entry may hold nothing but a reason.
        if amount == Amount::Open {
            return counted;
        }
        Filled {
            amount,
            origin: Origin::Entered,
            ..counted
        }
    }

    fn count(&self, counts: &Counts) -> Option<Tally> {
        if !self.asked && !self.kept_then(counts) {
            return None;
        }
        Some(match counts {
            Counts::People(wanted) => self.people(wanted),
            Counts::Events(wanted) => self.events(wanted),
            Counts::Venues(wanted) => self.venues(wanted),
            Counts::Money(wanted) => self.money(wanted),
            Counts::Tours(wanted) => self.tours(wanted),
            Counts::Posts(wanted) => self.posts(wanted),
            Counts::Partners(wanted) => return self.partners(wanted),
        })
    }

    // Nothing on record from that year or before is no zero of last year: the ledger was not kept then.
    fn kept_then(&self, counts: &Counts) -> bool {
        let end = self.period.to;
        let then = |day: Option<Date>| day.is_some_and(|d| d <= end);
        let ledger = self.ledger;
        let held = || ledger.events.values().any(|e| then(e.day()));
        match counts {
            Counts::Events(_) => held(),
            Counts::People(wanted) => wanted.hours_a_day.is_none() || held(),
            Counts::Venues(wanted) => match wanted.measure {
                VenueMeasure::Count | VenueMeasure::Area => true,
                VenueMeasure::Visitors | VenueMeasure::OpenDays => {
                    ledger.venue_logs.values().any(|l| then(l.day))
                }
            },
            Counts::Money(_) => ledger.money.values().any(|m| then(m.day)),
            Counts::Tours(_) => ledger.tours.values().any(|t| then(t.start)) || held(),
            Counts::Posts(_) => ledger.posts.values().any(|p| then(p.day)),
            Counts::Partners(_) => true,
        }
    }

    fn is_rural(&self, community: Option<Uid>) -> bool {
        let community = community.and_then(|c| self.ledger.communities.get(&c));
        community.is_some_and(|c| c.kind == "村")
    }

    // A person in several roles is one person.
    fn identity(&self, uid: Uid) -> Uid {
        let ledger = self.ledger;
        let volunteer = ledger.volunteers.get(&uid).map(|v| v.person);
        let officer = || ledger.officers.get(&uid).map(|o| o.person);
        let expert = || ledger.experts.get(&uid).and_then(|e| e.person);
        volunteer.or_else(officer).or_else(expert).unwrap_or(uid)
    }
}

// What the office does not have has no parts either: the dash is entered once.
fn without_parts(rows: &[StatRow], filled: &mut [Filled]) {
    let mut absent: Option<u8> = None;
    for (row, filled) in rows.iter().zip(filled) {
        if absent.is_some_and(|level| row.level <= level) {
            absent = None;
        }
        if absent.is_some() && filled.amount == Amount::Open {
            filled.amount = Amount::Absent;
            filled.origin = Origin::Entered;
        } else if filled.amount == Amount::Absent && absent.is_none() {
            absent = Some(row.level);
        }
    }
}

// Parts the office does not have add nothing; parts nobody has entered leave the sum open.
fn added_up(parts: &[Filled]) -> Filled {
    let mut members: Vec<Uid> = Vec::new();
    let mut seen = BTreeSet::new();
    for uid in parts.iter().flat_map(|p| &p.members) {
        if seen.insert(*uid) {
            members.push(*uid);
        }
    }
    let known = parts.iter().filter_map(|p| p.amount.number());
    let sum: f64 = known.sum();
    let open = parts.iter().any(|p| p.amount == Amount::Open);
    let absent = parts.iter().all(|p| p.amount == Amount::Absent);
    let amount = match (open, absent) {
        (true, _) => Amount::Open,
        (_, true) => Amount::Absent,
        _ => Amount::Known(sum),
    };
    Filled {
        amount,
        origin: if open {
            Origin::Missing
        } else {
            Origin::Summed
        },
        computed: amount.number(),
        members,
    }
}

// 科学教师（人）: the unit stands behind the name, because an added row has no place for it.
fn name_and_unit(name: &str) -> (String, String) {
    let cut = name
        .strip_suffix(['）', ')'])
        .and_then(|rest| rest.rsplit_once(['（', '(']));
    match cut {
        Some((name, unit)) if !name.is_empty() && unit.chars().count() <= 4 => {
            (name.to_owned(), unit.to_owned())
        }
        _ => (name.to_owned(), "—".into()),
    }
}

fn decimals_of(value: Option<f64>) -> u8 {
    let text = value.map(crate::model::number::decimal).unwrap_or_default();
    let places = text.split_once('.').map_or(0, |(_, part)| part.len());
    u8::try_from(places).unwrap_or(0)
}

/// A number as the form writes it: so many digits after the point, halves away from nothing.
pub fn written(value: f64, decimals: u8) -> String {
    format!("{:.*}", usize::from(decimals), rounded(value, decimals))
}

fn rounded(value: f64, decimals: u8) -> f64 {
    let scale = 10_f64.powi(i32::from(decimals));
    // Nothing is never minus.
    (value * scale).round() / scale + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_round_away_and_nothing_is_never_minus() {
        assert_eq!(written(0.5, 0), "1");
        assert_eq!(written(0.49, 0), "0");
        assert_eq!(written(-0.2, 0), "0");
        assert_eq!(written(1.005, 2), "1.00", "binary halves are what they are");
        assert_eq!(written(12.3, 2), "12.30");
    }

    #[test]
    fn zero_and_dash_and_unknown_add_up_as_they_should() {
        let part = |amount| Filled {
            amount,
            origin: Origin::Counted,
            computed: None,
            members: Vec::new(),
        };
        let sum = |parts: &[Amount]| {
            let parts: Vec<Filled> = parts.iter().map(|a| part(*a)).collect();
            added_up(&parts).amount
        };
        assert_eq!(
            sum(&[Amount::Known(2.0), Amount::Absent]),
            Amount::Known(2.0)
        );
        assert_eq!(sum(&[Amount::Absent, Amount::Absent]), Amount::Absent);
        assert_eq!(sum(&[Amount::Known(2.0), Amount::Open]), Amount::Open);
    }

    #[test]
    fn an_added_row_takes_its_unit_from_its_name() {
        assert_eq!(
            name_and_unit("小学科学教师（人）"),
            ("小学科学教师".into(), "人".into())
        );
        assert_eq!(name_and_unit("科学课程"), ("科学课程".into(), "—".into()));
    }
}
