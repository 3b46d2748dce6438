//! One figure of the yearly statistics: what stands in the form, where it comes from, how it differs from last year's.

use crate::model::Uid;
use crate::model::assess::StatEntry;
use crate::model::assess::form::StatRow;
use std::sync::Arc;

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

/// A number as the form writes it: so many digits after the point, halves away from nothing.
pub fn written(value: f64, decimals: u8) -> String {
    format!("{:.*}", usize::from(decimals), rounded(value, decimals))
}

pub(super) fn rounded(value: f64, decimals: u8) -> f64 {
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
}
