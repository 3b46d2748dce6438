//! Notice 公示: how long something hangs on the board, and whom to tell. Working days are Monday to Friday: which days the
//! State Council moves from year to year is known only late, so the clerk has the last word.

use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::civil::Weekday;

/// What a 公示 says beside its list; what is empty follows from the day and the office.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notice {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// 联系人.
    pub contact: String,
    /// 联系电话.
    pub phone: String,
}

/// Whether a day is Monday to Friday.
fn is_working(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Working days from one day to another, both counted.
pub fn working_days(from: Date, to: Date) -> u32 {
    let days = from.series(1.day()).take_while(|d| *d <= to);
    u32::try_from(days.filter(|d| is_working(*d)).count()).unwrap_or(u32::MAX)
}

/// The day on which so many working days from a day on are full.
pub fn last_of(from: Date, days: u32) -> Date {
    let working = from.series(1.day()).filter(|d| is_working(*d));
    working.take(days.max(1) as usize).last().unwrap_or(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_week_of_working_days_skips_the_weekend() {
        // 24 November 2026 is a Tuesday.
        let tuesday = date(2026, 11, 24);
        assert_eq!(last_of(tuesday, 5), date(2026, 11, 30));
        assert_eq!(working_days(tuesday, date(2026, 11, 30)), 5);
        assert_eq!(working_days(tuesday, date(2026, 11, 29)), 4);
        assert_eq!(working_days(tuesday, date(2026, 11, 23)), 0);
        assert_eq!(last_of(date(2026, 11, 28), 1), date(2026, 11, 30));
    }
}
