//! The form of a district: each office's form filled from its own records, and the sum of them row by row. What an office
//! entered or counted stands for that office; only what the district itself entered stands over the sum.

use super::Amount;
use super::Origin;
use super::StatFigure;
use super::Statistics;
use super::figure::rounded;
use crate::model::Ledger;
use crate::model::Uid;
use crate::model::assess::StatEntry;
use crate::model::directory::Book;
use crate::model::district::subdistricts;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

/// One office's form in a district's.
#[derive(Debug, Clone, PartialEq)]
pub struct OfficeStatistics {
    /// The office as tables name it.
    pub name: String,
    /// Whether it is the district itself: what it has not entered is nobody's omission.
    pub is_home: bool,
    /// Its form.
    pub statistics: Statistics,
}

impl OfficeStatistics {
    /// Its figure of a code.
    pub fn figure(&self, code: &str) -> Option<&StatFigure> {
        let pages = self.statistics.pages.iter();
        pages.flat_map(|p| &p.figures).find(|f| f.row.code == code)
    }
}

/// The forms of a district's offices; none in the ledger of one office.
pub(super) fn offices(
    ledger: &Ledger,
    book: &Book,
    year: i16,
    today: Date,
) -> Vec<OfficeStatistics> {
    let parts = subdistricts(ledger).into_iter();
    let filled = parts.filter_map(|part| {
        Some(OfficeStatistics {
            statistics: super::filled(&part.ledger, book, year, today, Vec::new())?,
            is_home: part.uid == ledger.home,
            name: part.name,
        })
    });
    filled.collect()
}

/// Put the sums of the offices in place of what all records together came to.
pub(super) fn sum_up(
    figures: &mut [StatFigure],
    offices: &[OfficeStatistics],
    ledger: &Ledger,
    year: i16,
) {
    for figure in figures {
        let code = figure.row.code.clone();
        let parts: Vec<(bool, &StatFigure)> = offices
            .iter()
            .filter_map(|o| Some((o.is_home, o.figure(&code)?)))
            .collect();
        // Offices report what they print: the sum is that of the printed figures.
        let printed = |amount: Amount| match amount {
            Amount::Known(value) => Amount::Known(rounded(value, figure.row.decimals)),
            other => other,
        };
        let now = added(parts.iter().map(|(home, f)| (*home, printed(f.amount))));
        let last = added(parts.iter().map(|(home, f)| (*home, printed(f.last))));
        figure.last = last;
        let mut seen = BTreeSet::new();
        let records = parts.iter().flat_map(|(_, f)| f.records());
        let members: Vec<Uid> = records.filter(|uid| seen.insert(*uid)).collect();
        let own = entry_of(ledger, &code, year);
        let said = own.as_ref().and_then(|e| {
            if e.absent {
                Some(Amount::Absent)
            } else {
                e.value.map(Amount::Known)
            }
        });
        figure.amount = said.unwrap_or(now);
        figure.origin = match (said, now) {
            (Some(_), _) => Origin::Entered,
            (None, Amount::Open) => Origin::Missing,
            (None, _) => Origin::Summed,
        };
        figure.computed = now.number();
        figure.members = members;
        figure.entry = own;
    }
}

// What the district itself entered.
fn entry_of(ledger: &Ledger, code: &str, year: i16) -> Option<Arc<StatEntry>> {
    let year = u32::try_from(year).ok();
    let mut entries = ledger.stat_entries.values();
    entries
        .find(|e| e.office == ledger.home && e.year == year && e.code == code)
        .cloned()
}

// One office that has not entered its figure leaves the sum open.
fn added(parts: impl Iterator<Item = (bool, Amount)>) -> Amount {
    let mut sum = Amount::Absent;
    for (is_home, amount) in parts {
        sum = match (sum, amount) {
            (Amount::Open, _) => Amount::Open,
            (_, Amount::Open) if is_home => sum,
            (_, Amount::Open) => Amount::Open,
            (_, Amount::Absent) => sum,
            (Amount::Known(all), Amount::Known(more)) => Amount::Known(all + more),
            (Amount::Absent, Amount::Known(more)) => Amount::Known(more),
        };
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_that_owes_its_figure_leaves_the_sum_open_but_the_district_owes_none() {
        use Amount::Absent;
        use Amount::Known;
        use Amount::Open;
        let sum = |parts: &[(bool, Amount)]| added(parts.iter().copied());
        assert_eq!(sum(&[(false, Known(2.0)), (false, Known(3.0))]), Known(5.0));
        assert_eq!(sum(&[(false, Known(2.0)), (false, Absent)]), Known(2.0));
        assert_eq!(sum(&[(false, Known(2.0)), (false, Open)]), Open);
        assert_eq!(sum(&[(false, Known(2.0)), (true, Open)]), Known(2.0));
        assert_eq!(sum(&[(false, Absent), (false, Absent)]), Absent);
    }
}
