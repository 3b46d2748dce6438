//! 经费: budget, income by source, expense by purpose, per head with its denominator, this year beside the last.

use crate::model::Ledger;
use crate::model::Uid;
use crate::model::directory::Book;
use crate::model::number::Fen;
use crate::model::period::Period;
use std::collections::BTreeMap;

/// One line of the summary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Source or purpose.
    pub name: String,
    /// This year.
    pub now: Fen,
    /// The year before.
    pub before: Fen,
    /// Records of this year.
    pub records: Vec<Uid>,
}

/// The money of a year.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Funds {
    /// Asked for, granted, paid out: by the budget.
    pub requested: Fen,
    /// Granted.
    pub approved: Fen,
    /// Paid out to the office.
    pub paid: Fen,
    /// Granted the year before.
    pub approved_before: Fen,
    /// Income by source.
    pub income: Vec<Line>,
    /// Expense by purpose.
    pub expense: Vec<Line>,
    /// People the per-head figures divide by, and the days of those counts.
    pub people: u32,
    /// Days of the counts.
    pub people_as_of: Vec<String>,
    /// Attendance of the year, for the cost of reaching one.
    pub attendance: u64,
    /// Costs written on events that no expense names: money that may be missing from the book.
    pub unbooked: Fen,
}

impl Funds {
    /// Sum of the lines of this year.
    pub fn total(lines: &[Line]) -> Fen {
        lines.iter().map(|l| l.now).sum()
    }

    /// Sum of the lines of the year before.
    pub fn total_before(lines: &[Line]) -> Fen {
        lines.iter().map(|l| l.before).sum()
    }

    /// Expense for each inhabitant in yuan.
    pub fn per_head(&self) -> Option<f64> {
        super::ratio(Self::total(&self.expense).yuan(), f64::from(self.people))
    }

    /// Expense for each attendance in yuan.
    pub fn per_attendance(&self) -> Option<f64> {
        super::ratio(Self::total(&self.expense).yuan(), self.attendance as f64)
    }
}

/// The money of a year beside the year before.
pub fn funds(ledger: &Ledger, book: &Book, year: i16) -> Funds {
    let mut income: BTreeMap<String, Line> = BTreeMap::new();
    let mut expense: BTreeMap<String, Line> = BTreeMap::new();
    for money in ledger.money.values() {
        let (Some(day), Some(amount)) = (money.day, money.amount) else {
            continue;
        };
        let (side, name) = if money.is_income() {
            (&mut income, &money.source)
        } else {
            (&mut expense, &money.purpose)
        };
        let name = if name.is_empty() { "未填" } else { name };
        let line = side.entry(name.to_owned()).or_default();
        if day.year() == year {
            line.now.0 += amount.0;
            line.records.push(money.uid);
        } else if day.year() == year - 1 {
            line.before.0 += amount.0;
        }
    }
    let lines = |side: BTreeMap<String, Line>| {
        let named = side.into_iter().map(|(name, line)| Line { name, ..line });
        named.filter(|l| l.now.0 != 0 || l.before.0 != 0).collect()
    };
    let of = |year: i16, pick: fn(&crate::model::money::Budget) -> Option<Fen>| -> Fen {
        let budgets = ledger.budgets.values();
        budgets
            .filter(|b| b.year == u32::try_from(year).ok())
            .filter_map(|b| pick(b))
            .sum()
    };
    let mut funds = Funds {
        requested: of(year, |b| b.requested),
        approved: of(year, |b| b.approved),
        paid: of(year, |b| b.paid),
        approved_before: of(year - 1, |b| b.approved),
        income: lines(income),
        expense: lines(expense),
        ..Funds::default()
    };
    if let Some(period) = Period::year(year) {
        let staffing = super::staffing(ledger, book, &period);
        (funds.people, funds.people_as_of) = super::population(&staffing);
        let booked: std::collections::BTreeSet<Uid> =
            ledger.money.values().filter_map(|m| m.event).collect();
        for event in ledger.events_in(&period) {
            funds.attendance += event.attendance.map_or(0, u64::from);
            if !booked.contains(&event.uid) {
                funds.unbooked.0 += event.cost.map_or(0, |c| c.0);
            }
        }
    }
    funds
}
