//! The yearly statistics form filled from the ledger: every figure with the records it was counted from, what the office
//! entered over it, last year's value, and which records stand in more than one category of a page.

mod events;
mod figure;
mod fill;
mod offices;
mod people;
mod remarks;
mod things;

pub use figure::Amount;
pub use figure::Origin;
pub use figure::StatFigure;
pub use figure::written;
pub use offices::OfficeStatistics;

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
use std::sync::Arc;

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
    /// In a district's ledger, the form of each of its offices.
    pub offices: Vec<OfficeStatistics>,
}

/// Fill the form of a year; a district's is the sum of its offices'. `None` when there is no form at all, or no such year.
pub fn statistics(ledger: &Ledger, book: &Book, year: i16, today: Date) -> Option<Statistics> {
    let offices = offices::offices(ledger, book, year, today);
    filled(ledger, book, year, today, offices)
}

fn filled(
    ledger: &Ledger,
    book: &Book,
    year: i16,
    today: Date,
    offices: Vec<OfficeStatistics>,
) -> Option<Statistics> {
    let form = book.forms.of(year)?;
    let now = Counter::new(ledger, book, Period::year(year)?, today, true);
    let before = Counter::new(ledger, book, Period::year(year - 1)?, today, false);
    let tables = form.tables.iter();
    let pages = tables.map(|table| page(table, &now, &before, &offices));
    Some(Statistics {
        form: form.clone(),
        year,
        pages: pages.collect(),
        offices,
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

fn page(
    table: &StatTable,
    now: &Counter<'_>,
    before: &Counter<'_>,
    offices: &[OfficeStatistics],
) -> StatPage {
    let mut table = table.clone();
    let added = now.added(&table);
    table.rows.extend(added);
    let mut figures = figures(&table.rows, now, before);
    if !offices.is_empty() {
        offices::sum_up(&mut figures, offices, now.ledger, now.period.to.year());
    }
    let twice = mark_twice(now, &mut figures);
    let remarks = remarks::remarks(now, &table, &figures);
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
