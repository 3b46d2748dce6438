//! The span of days a report or a figure looks at.

use super::day::Month;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;

/// A span of days with the words for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// How it is written in titles: `2025年`, `2025年第三季度`.
    pub label: String,
    /// Whole months in it; targets by the year are taken in proportion.
    pub months: u32,
}

impl Period {
    fn months_of(year: i16, first: i8, count: u32, label: String) -> Option<Self> {
        let from = Date::new(year, first, 1).ok()?;
        let to = from
            .checked_add(i64::from(count).months())
            .ok()?
            .yesterday()
            .ok()?;
        Some(Self {
            from,
            to,
            label,
            months: count,
        })
    }

    /// A calendar year.
    pub fn year(year: i16) -> Option<Self> {
        Self::months_of(year, 1, 12, format!("{year}年"))
    }

    /// Half a year, 1 or 2.
    pub fn half(year: i16, half: i8) -> Option<Self> {
        let name = match half {
            1 => "上半年",
            2 => "下半年",
            _ => return None,
        };
        Self::months_of(year, (half - 1) * 6 + 1, 6, format!("{year}年{name}"))
    }

    /// A quarter, 1 to 4.
    pub fn quarter(year: i16, quarter: i8) -> Option<Self> {
        let name = ["一", "二", "三", "四"].get(usize::try_from(quarter - 1).ok()?)?;
        Self::months_of(
            year,
            (quarter - 1) * 3 + 1,
            3,
            format!("{year}年第{name}季度"),
        )
    }

    /// One month.
    pub fn month(month: Month) -> Option<Self> {
        Self::months_of(
            month.year,
            month.month,
            1,
            format!("{}年{}月", month.year, month.month),
        )
    }

    /// Any days; `None` when the last lies before the first.
    pub fn days(from: Date, to: Date) -> Option<Self> {
        let months = (i32::from(to.year()) - i32::from(from.year())) * 12
            + i32::from(to.month() - from.month())
            + 1;
        let whole = |d: Date| format!("{}年{}月{}日", d.year(), d.month(), d.day());
        let label = format!("{}至{}", whole(from), whole(to));
        (from <= to).then(|| Self {
            from,
            to,
            label,
            months: u32::try_from(months).unwrap_or(1),
        })
    }

    /// The period of these days under its usual name: a year, half, quarter or month when they are one.
    pub fn spanning(from: Date, to: Date) -> Option<Self> {
        let year = from.year();
        let known = std::iter::once(Self::year(year))
            .chain((1..=2).map(|h| Self::half(year, h)))
            .chain((1..=4).map(|q| Self::quarter(year, q)))
            .chain((1..=12).map(|month| Self::month(Month { year, month })))
            .flatten()
            .find(|p| (p.from, p.to) == (from, to));
        known.or_else(|| Self::days(from, to))
    }

    /// Whether a day lies in it.
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whether a whole month lies in it.
    pub fn contains_month(&self, month: Month) -> bool {
        Month::of(self.from) <= month && month <= Month::of(self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_and_halves_end_on_their_last_day() {
        assert_eq!(
            Period::quarter(2025, 3).map(|p| p.to.to_string()),
            Some("2025-09-30".into())
        );
        assert_eq!(
            Period::half(2024, 1).map(|p| p.to.to_string()),
            Some("2024-06-30".into())
        );
        assert_eq!(
            Period::month(Month {
                year: 2024,
                month: 2
            })
            .map(|p| p.to.to_string()),
            Some("2024-02-29".into())
        );
        assert_eq!(Period::quarter(2025, 5), None);
    }

    #[test]
    fn days_that_are_a_quarter_are_called_one() {
        let quarter = Period::quarter(2025, 3).unwrap();
        assert_eq!(Period::spanning(quarter.from, quarter.to), Some(quarter));
    }
}
