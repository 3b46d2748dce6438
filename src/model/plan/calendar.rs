//! Calendar 主题日: theme days by year. Dates are data because several move.

use super::PlanError;
use crate::model::text::normal;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Deserialize;

/// The theme days.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    days: Vec<ThemeDay>,
}

#[derive(Debug, Clone, Deserialize)]
struct File {
    day: Vec<ThemeDay>,
}

/// One theme day, week or month.
#[derive(Debug, Clone, Deserialize)]
pub struct ThemeDay {
    /// Its name.
    pub name: String,
    #[serde(default)]
    aliases: Vec<String>,
    month: Option<i8>,
    day: Option<i8>,
    /// Length of the rule in days.
    #[serde(default = "one")]
    days: i64,
    first_year: Option<i16>,
    /// Whether a source confirmed the date.
    pub confirmed: bool,
    #[serde(default)]
    spans: Vec<YearSpan>,
}

fn one() -> i64 {
    1
}

#[derive(Debug, Clone, Deserialize)]
struct YearSpan {
    year: i16,
    from: Date,
    to: Date,
    #[serde(default)]
    theme: String,
}

impl ThemeDay {
    /// First and last day in a year, if known.
    pub fn span(&self, year: i16) -> Option<(Date, Date)> {
        if let Some(span) = self.spans.iter().find(|s| s.year == year) {
            return Some((span.from, span.to));
        }
        if self.first_year.is_some_and(|first| year < first) {
            return None;
        }
        let from = Date::new(year, self.month?, self.day?).ok()?;
        Some((from, from.checked_add((self.days - 1).days()).ok()?))
    }

    /// Theme of a year, empty when none is known.
    pub fn theme(&self, year: i16) -> &str {
        self.spans
            .iter()
            .find(|s| s.year == year)
            .map_or("", |s| s.theme.as_str())
    }
}

impl Calendar {
    /// Read the calendar from its TOML text.
    ///
    /// # Errors
    /// `Unreadable` when it is no TOML of this shape.
    pub fn read(text: &str) -> Result<Self, PlanError> {
        let file: File = toml::from_str(text)?;
        Ok(Self { days: file.day })
    }

    /// The name of the theme day meant by a name or alias; a year or 第N届 around it does not matter.
    pub fn canonical(&self, typed: &str) -> Option<&str> {
        let wanted = normal(typed);
        let day = self.days.iter().find(|d| {
            std::iter::once(&d.name)
                .chain(&d.aliases)
                .any(|n| normal(n) == wanted)
        })?;
        Some(&day.name)
    }

    /// Names in the order of the year.
    pub fn names(&self) -> Vec<String> {
        self.days.iter().map(|d| d.name.clone()).collect()
    }

    /// Theme days that are on or begin within `days` days, with the days until they begin (0 when on).
    pub fn coming(&self, today: Date, days: i64) -> Vec<(&ThemeDay, Date, i64)> {
        let mut coming: Vec<(&ThemeDay, Date, i64)> = [today.year(), today.year() + 1]
            .into_iter()
            .flat_map(|year| {
                self.days
                    .iter()
                    .filter_map(move |d| Some((d, d.span(year)?)))
            })
            .filter(|(_, (_, to))| *to >= today)
            .map(|(d, (from, _))| (d, from, i64::from((from - today).get_days()).max(0)))
            .filter(|(_, _, until)| *until <= days)
            .collect();
        coming.sort_by_key(|(_, from, _)| *from);
        coming
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn calendar() -> Calendar {
        Calendar::read(include_str!("../../../assets/lists/calendar.toml")).unwrap()
    }

    #[test]
    fn the_science_month_is_september_since_2025() {
        let calendar = calendar();
        let month = calendar
            .days
            .iter()
            .find(|d| d.name == "全国科普月")
            .unwrap();
        assert_eq!(
            month.span(2025),
            Some((date(2025, 9, 1), date(2025, 9, 30)))
        );
        assert_eq!(month.span(2024), None);
        assert_eq!(calendar.canonical("科技周"), Some("全国科技活动周"));
    }

    #[test]
    fn a_day_that_is_coming_is_told_twenty_days_ahead() {
        let calendar = calendar();
        let coming: Vec<(String, i64)> = calendar
            .coming(date(2026, 11, 24), 20)
            .iter()
            .map(|(d, _, n)| (d.name.clone(), *n))
            .collect();
        assert!(coming.contains(&("国际志愿者日".into(), 11)));
        assert!(coming.contains(&("消防宣传月".into(), 0)));
    }
}
