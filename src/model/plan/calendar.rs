//! Calendar 主题日: theme days by year. Dates are data because several move.

use super::PlanError;
use crate::model::text::normal;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeSet;

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
    /// Whether a source confirmed its rule, or for a day without one its known dates.
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
    fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name)
            .chain(&self.aliases)
            .map(String::as_str)
    }

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

/// Without what counts it: `2025年第25届`, `第九个`. A number that belongs to the name, as in 119消防日, stays.
fn without_year(text: &str) -> &str {
    let rest = text
        .trim_start_matches('第')
        .trim_start_matches(|c: char| c.is_ascii_digit() || "〇零一二三四五六七八九十".contains(c));
    let counted = ["年度", "年", "届", "个"]
        .iter()
        .find_map(|unit| rest.strip_prefix(unit));
    match counted {
        Some(name) if rest.len() < text.len() => without_year(name),
        _ => text,
    }
}

impl Calendar {
    /// Read the calendar from its TOML text.
    ///
    /// # Errors
    /// `Unreadable` when it is no TOML of this shape, `Senseless` when one word means two days or dates run backwards.
    pub fn read(text: &str) -> Result<Self, PlanError> {
        let file: File = toml::from_str(text)?;
        let mut words = BTreeSet::new();
        for day in &file.day {
            if let Some(word) = day.words().find(|w| !words.insert(normal(w))) {
                return Err(PlanError::Senseless(format!(
                    "{word} twice in the calendar"
                )));
            }
            let backwards = day
                .spans
                .iter()
                .find(|s| s.to < s.from || s.from.year() != s.year);
            if let Some(span) = backwards {
                return Err(PlanError::Senseless(format!(
                    "{} {}: {} to {}",
                    day.name, span.year, span.from, span.to
                )));
            }
        }
        Ok(Self { days: file.day })
    }

    /// The theme day of this exact name.
    pub fn day(&self, name: &str) -> Option<&ThemeDay> {
        self.days.iter().find(|d| d.name == name)
    }

    /// First and last day of a theme day in a year, if it and its dates are known.
    pub fn span(&self, name: &str, year: i16) -> Option<(Date, Date)> {
        self.day(name)?.span(year)
    }

    /// The name of the theme day meant by a name or alias; a year or 第N届 before it and 活动 after it do not matter.
    pub fn canonical(&self, typed: &str) -> Option<&str> {
        let typed = normal(typed);
        let bare = without_year(&typed);
        let shorter = bare.strip_suffix("活动").unwrap_or(bare);
        [typed.as_str(), bare, shorter]
            .into_iter()
            .find_map(|wanted| {
                self.days
                    .iter()
                    .find(|d| d.words().any(|w| normal(w) == wanted))
            })
            .map(|d| d.name.as_str())
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
    fn moved_days_have_the_dates_of_each_year() {
        let calendar = calendar();
        let week = |name, year| calendar.span(name, year).unwrap();
        assert_eq!(
            week("全国科技活动周", 2022),
            (date(2022, 5, 21), date(2022, 5, 28))
        );
        assert_eq!(
            week("老年健康宣传周", 2024),
            (date(2024, 6, 24), date(2024, 6, 30))
        );
        assert_eq!(
            week("全国科普日", 2023),
            (date(2023, 9, 17), date(2023, 9, 23))
        );
        assert_eq!(week("重阳节", 2026).0, date(2026, 10, 18));
        assert_eq!(
            calendar.span("全国科技活动周", 2026),
            None,
            "not announced: never guessed"
        );
    }

    #[test]
    fn every_theme_day_of_the_sample_ledgers_is_known() {
        let calendar = calendar();
        let used = "三下乡 公众科学日 老年健康宣传周 全国防灾减灾日 全国科技工作者日 全国科普日 世界环境日 消防宣传月 \
                    全国科技活动周 食品安全宣传周";
        for name in used.split_whitespace() {
            assert_eq!(calendar.canonical(name), Some(name));
        }
    }

    #[test]
    fn years_and_counts_around_a_name_do_not_matter() {
        let calendar = calendar();
        let cases = [
            ("2025年第25届科技活动周", "全国科技活动周"),
            ("２０２４年 全国科普日活动", "全国科普日"),
            ("第九个全国科技工作者日", "全国科技工作者日"),
            ("2023年度食品安全宣传周", "食品安全宣传周"),
            ("119消防日", "消防宣传月"),
        ];
        for (typed, name) in cases {
            assert_eq!(calendar.canonical(typed), Some(name), "{typed}");
        }
        assert_eq!(calendar.canonical("2024年"), None);
        assert_eq!(calendar.canonical(""), None);
    }

    #[test]
    fn a_word_for_two_days_is_refused() {
        let text = "[[day]]\nname = \"甲\"\nconfirmed = true\n[[day]]\nname = \"乙\"\naliases = [\"甲\"]\nconfirmed = true";
        assert_eq!(
            Calendar::read(text).unwrap_err(),
            PlanError::Senseless("甲 twice in the calendar".into())
        );
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
