//! Days, months and the span of an event, read in every form that offices write them.

use super::numeral;
use super::text;
use jiff::civil::Date;
use jiff::civil::Time;
use serde::Deserialize;
use serde::Serialize;
use std::fmt;

/// When something took place: a day, perhaps hours, perhaps up to a later day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct When {
    /// First day.
    pub start: Date,
    /// Beginning on the first day.
    pub start_time: Option<Time>,
    /// Last day; the same as `start` when it was one day.
    pub end: Date,
    /// End on the last day.
    pub end_time: Option<Time>,
}

impl When {
    /// The whole of one day.
    pub fn day(day: Date) -> Self {
        Self {
            start: day,
            start_time: None,
            end: day,
            end_time: None,
        }
    }

    /// Length in minutes, when both hours are known and it was one day.
    pub fn minutes(&self) -> Option<u32> {
        let (start, end) = (self.start_time?, self.end_time?);
        let span = (end - start).total(jiff::Unit::Minute).ok()?;
        (self.start == self.end && span > 0.0).then_some(span as u32)
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.start)?;
        if let Some(t) = self.start_time {
            write!(f, " {}", clock(t))?;
        }
        if self.end != self.start {
            write!(f, "至{}", self.end)?;
            if let Some(t) = self.end_time {
                write!(f, " {}", clock(t))?;
            }
        } else if let Some(t) = self.end_time {
            write!(f, "-{}", clock(t))?;
        }
        Ok(())
    }
}

/// `09:00`.
pub fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// One calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Month {
    /// Year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
}

impl Month {
    /// The month a day lies in.
    pub fn of(day: Date) -> Self {
        Self {
            year: day.year(),
            month: day.month(),
        }
    }

    /// First day.
    pub fn first(self) -> Option<Date> {
        Date::new(self.year, self.month, 1).ok()
    }

    /// Read `2025-09`.
    pub fn read(typed: &str) -> Option<Self> {
        let numbers = numbers_in(typed);
        let [year, month] = *numbers.as_slice() else {
            return None;
        };
        let (year, month) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?);
        ((1..=12).contains(&month) && (1900..=2200).contains(&year)).then_some(Self { year, month })
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// A day read from text, and whether its year had to be supplied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WhenRead {
    /// The span.
    pub when: When,
    /// The text named no year; `fallback_year` was taken.
    pub year_supplied: bool,
}

/// Why a day can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DayFault {
    /// It names no day at all.
    #[error("看不出是哪一天，请按 2025-3-1 的样子填写")]
    Unreadable,
    /// The day does not exist, like 2月30日.
    #[error("没有这一天，请核对")]
    NoSuchDay,
    /// Month and day without a year, and none to take.
    #[error("没有写年份，请补上年份")]
    NoYear,
}

/// Read a day or span: `2025-3-1`, `2025.3.1`, `2025/03/01`, `20250301`, `2025年3月1日上午9:00-11:00`,
/// `3月1日`, `3.1`, `25年3月1日`, `2025.5.24-5.31`, `2025年5月24日至31日`, `二〇二五年三月一日`, `民国114年3月1日`.
/// Empty text is no day.
///
/// `fallback_year` is taken when the text names none (decisions.md 1).
pub fn read_when(typed: &str, fallback_year: Option<i16>) -> Result<Option<WhenRead>, DayFault> {
    let plain = numeral::with_digits(&text::half_width(typed));
    let plain = plain.trim();
    if plain.is_empty() {
        return Ok(None);
    }
    if let Some(read) = two_moments(plain, fallback_year) {
        return Ok(Some(read));
    }
    let (day_text, time_text) = split_time(plain);
    let mut scan = Scan::new(&day_text);
    let first = scan.day(None).ok_or(DayFault::Unreadable)?;
    let year_supplied = first.year.is_none();
    let year = first.year.or(fallback_year).ok_or(DayFault::NoYear)?;
    let start = Date::new(year, first.month, first.day).map_err(|_| DayFault::NoSuchDay)?;
    let end = match scan
        .span_mark()
        .then(|| scan.day(Some(first.month)))
        .flatten()
    {
        Some(last) => Date::new(last.year.unwrap_or(year), last.month, last.day)
            .map_err(|_| DayFault::NoSuchDay)?,
        None if scan.left_over() => return Err(DayFault::Unreadable),
        None => start,
    };
    let end = if end < start { start } else { end };
    let (start_time, end_time) = read_hours(&time_text);
    Ok(Some(WhenRead {
        when: When {
            start,
            start_time,
            end,
            end_time,
        },
        year_supplied,
    }))
}

/// `2025-05-24 09:00至2025-05-31 17:00`: a day with hours on both sides.
fn two_moments(text: &str, fallback_year: Option<i16>) -> Option<WhenRead> {
    let (from, to) = text.split_once(['至', '到', '~'])?;
    let has_day = |t: &str| t.contains(['-', '月', '.', '/']);
    if !from.contains(':') || !to.contains(':') || !has_day(to) {
        return None;
    }
    let first = read_when(from, fallback_year).ok()??;
    let last = read_when(to, Some(first.when.start.year())).ok()??;
    let when = When {
        end: last.when.start.max(first.when.start),
        end_time: last.when.start_time,
        ..first.when
    };
    Some(WhenRead { when, ..first })
}

/// Read a single day; spans and hours are cut to the first day.
pub fn read_day(typed: &str, fallback_year: Option<i16>) -> Result<Option<Date>, DayFault> {
    Ok(read_when(typed, fallback_year)?.map(|read| read.when.start))
}

/// Read a month of birth or a day: `1985-03`, `1985.3`, `1985年3月`, or any whole day.
pub fn read_birth(typed: &str) -> Result<Option<Date>, DayFault> {
    let plain = text::normal(typed);
    if plain.is_empty() {
        return Ok(None);
    }
    if let Some(month) = Month::read(&plain) {
        return month.first().map(Some).ok_or(DayFault::NoSuchDay);
    }
    if plain.len() == 6
        && let (Some(y), Some(m)) = (plain.get(..4), plain.get(4..))
        && let Some(month) = Month::read(&format!("{y}-{m}"))
    {
        return month.first().map(Some).ok_or(DayFault::NoSuchDay);
    }
    read_day(typed, None)
}

struct PartialDay {
    year: Option<i16>,
    month: i8,
    day: i8,
}

/// Walks over the numbers of a text and the signs between them.
struct Scan<'t> {
    rest: &'t str,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str) -> Self {
        Self { rest: text.trim() }
    }

    fn number(&mut self) -> Option<(u32, usize)> {
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at_checked(end)?;
        let value = digits.parse().ok()?;
        self.rest = rest;
        Some((value, digits.len()))
    }

    fn skip(&mut self, signs: &[char]) -> bool {
        let trimmed = self.rest.trim_start();
        match trimmed.strip_prefix(signs) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn day(&mut self, month_before: Option<i8>) -> Option<PartialDay> {
        let saved = self.rest;
        let (first, digits) = self.number()?;
        if digits == 8 {
            let (year, month, day) = (first / 10_000, first / 100 % 100, first % 100);
            return part(Some(year), month, day);
        }
        if digits == 4 {
            self.skip(&['年', '-', '.', '/']).then_some(())?;
            let (month, _) = self.number()?;
            self.skip(&['月', '-', '.', '/']).then_some(())?;
            let (day, _) = self.number()?;
            self.skip(&['日', '号']);
            return part(Some(first), month, day);
        }
        // `25年3月1日`; without 年 only what can be no month, `25.3.1`.
        if digits == 2
            && (self.rest.starts_with('年') || first > 12 && self.rest.starts_with(['-', '.', '/']))
        {
            let short = Self {
                rest: self.rest.get(self.rest.chars().next()?.len_utf8()..)?,
            };
            if let Some((month, day, rest)) = short.month_and_day() {
                self.rest = rest;
                return part(Some(2000 + first), month, day);
            }
        }
        // `31日` after `5月24日至`
        if let Some(month) = month_before
            && (self.rest.trim().is_empty() || self.rest.trim_start().starts_with(['日', '号']))
        {
            self.skip(&['日', '号']);
            return part(None, u32::try_from(month).ok()?, first);
        }
        if !self.skip(&['月', '-', '.', '/']) {
            self.rest = saved;
            return None;
        }
        let (day, _) = self.number()?;
        self.skip(&['日', '号']);
        part(None, first, day)
    }

    fn month_and_day(mut self) -> Option<(u32, u32, &'t str)> {
        let (month, _) = self.number()?;
        self.skip(&['月', '-', '.', '/']).then_some(())?;
        let (day, _) = self.number()?;
        self.skip(&['日', '号']);
        Some((month, day, self.rest))
    }

    fn span_mark(&mut self) -> bool {
        let marked = self.skip(&['至', '-', '~', '—', '到', '–', '－', '、']);
        while self.skip(&['-', '—', '~']) {}
        marked
    }

    fn left_over(&self) -> bool {
        self.rest.chars().any(|c| c.is_ascii_digit())
    }
}

fn part(year: Option<u32>, month: u32, day: u32) -> Option<PartialDay> {
    let year = match year {
        Some(y) => Some(
            i16::try_from(y)
                .ok()
                .filter(|y| (1900..=2200).contains(y))?,
        ),
        None => None,
    };
    Some(PartialDay {
        year,
        month: i8::try_from(month).ok()?,
        day: i8::try_from(day).ok()?,
    })
}

fn numbers_in(text: &str) -> Vec<u32> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|d| !d.is_empty())
        .filter_map(|d| d.parse().ok())
        .collect()
}

/// Everything from 上午/下午/晚上 or the first `9:00` or `9点` on is hours.
fn split_time(text: &str) -> (String, String) {
    let words = ["上午", "下午", "晚上", "早上", "中午", "T"];
    let by_word = words.iter().filter_map(|w| text.find(w)).min();
    let by_colon = text.find([':', '点', '时']).map(|colon| {
        let head = text.get(..colon).unwrap_or(text);
        head.len() - head.chars().rev().take_while(char::is_ascii_digit).count()
    });
    let cut = match (by_word, by_colon) {
        (Some(a), Some(b)) => a.min(b),
        (Some(a), None) | (None, Some(a)) => a,
        (None, None) => return (text.to_owned(), String::new()),
    };
    let (day, time) = text.split_at_checked(cut).unwrap_or((text, ""));
    (
        day.trim_end_matches(['(', ' ', ',']).to_owned(),
        time.to_owned(),
    )
}

fn read_hours(text: &str) -> (Option<Time>, Option<Time>) {
    let mut marks = text
        .split(['-', '至', '~', '—', '到', '–'])
        .filter(|p| !p.trim().is_empty());
    // `0:00` is what a spreadsheet adds to a day; nothing begins at midnight.
    if text.split([':', ' ']).all(|p| p.bytes().all(|b| b == b'0')) {
        return (None, None);
    }
    let start = marks
        .next()
        .and_then(|p| read_time(p, text.contains("下午") || text.contains("晚上")));
    let end = marks
        .next_back()
        .and_then(|p| read_time(p, false))
        .map(|end| match start {
            // `下午2:30-4:30` means 16:30
            Some(start) if end < start && end.hour() < 12 => {
                Time::new(end.hour() + 12, end.minute(), 0, 0).unwrap_or(end)
            }
            _ => end,
        });
    (start, end)
}

fn read_time(text: &str, afternoon: bool) -> Option<Time> {
    let numbers = numbers_in(text);
    let hour = i8::try_from(*numbers.first()?).ok()?;
    let minute = match numbers.get(1) {
        Some(m) => i8::try_from(*m).ok()?,
        None => 0,
    };
    let hour = if (afternoon || text.contains("下午") || text.contains("晚上")) && hour < 12 {
        hour + 12
    } else {
        hour
    };
    Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(typed: &str) -> String {
        match read_when(typed, Some(2025)) {
            Ok(Some(read)) => format!("{}{}", read.when, if read.year_supplied { "?" } else { "" }),
            Ok(None) => "-".into(),
            Err(fault) => format!("{fault:?}"),
        }
    }

    #[test]
    fn every_form_of_a_day_that_offices_write_is_read() {
        for (typed, expected) in [
            ("2024/01/04", "2024-01-04"),
            ("2024-1-9", "2024-01-09"),
            ("2024.1.17", "2024-01-17"),
            ("1月10日", "2025-01-10?"),
            ("5.12", "2025-05-12?"),
            ("20240305", "2024-03-05"),
            ("２０２４年３月５日", "2024-03-05"),
            ("2024年2月6日上午9:00-11:00", "2024-02-06 09:00-11:00"),
            ("2024-02-06 14:30-16:00", "2024-02-06 14:30-16:00"),
            ("2024年2月6日下午2:30-4:30", "2024-02-06 14:30-16:30"),
            ("2025年5月24日至31日", "2025-05-24至2025-05-31"),
            ("2025.5.24-5.31", "2025-05-24至2025-05-31"),
            ("2025-05-24至2025-06-01", "2025-05-24至2025-06-01"),
            ("2025-01-16T09:00", "2025-01-16 09:00"),
            ("2025.5.12", "2025-05-12"),
            ("2025年5月12日上午", "2025-05-12"),
            ("2025年5月12日（星期一）", "2025-05-12"),
            ("2025/5/12 0:00:00", "2025-05-12"),
            ("5.12-5.18", "2025-05-12至2025-05-18?"),
            ("5月12日—18日", "2025-05-12至2025-05-18?"),
            ("二〇二五年五月十二日", "2025-05-12"),
            ("民国114年5月12日", "2025-05-12"),
            ("25年5月12日", "2025-05-12"),
            ("25.5.12", "2025-05-12"),
            ("5月12日上午9点至11点", "2025-05-12 09:00-11:00?"),
            ("2025年5月12日9时30分", "2025-05-12 09:30"),
            ("12.5.8", "Unreadable"),
            ("5/12/2025", "Unreadable"),
            ("2025年5月", "Unreadable"),
            (
                "2025-05-24 09:00至2025-05-31 17:00",
                "2025-05-24 09:00至2025-05-31 17:00",
            ),
            ("", "-"),
            ("2025-02-30", "NoSuchDay"),
            ("待定", "Unreadable"),
            ("长期", "Unreadable"),
        ] {
            assert_eq!(shown(typed), expected, "{typed}");
        }
    }

    #[test]
    fn what_is_shown_reads_back_as_the_same_span() {
        for typed in [
            "2024-02-06 09:00-11:00",
            "2025-05-24至2025-06-01",
            "2025-05-24",
        ] {
            assert_eq!(shown(typed), typed);
        }
    }

    #[test]
    fn a_month_and_day_without_any_year_is_doubtful() {
        assert_eq!(read_when("1月10日", None), Err(DayFault::NoYear));
    }

    #[test]
    fn a_birth_may_be_a_month() {
        assert_eq!(
            read_birth("1985.3").unwrap().unwrap().to_string(),
            "1985-03-01"
        );
        assert_eq!(
            read_birth("198503").unwrap().unwrap().to_string(),
            "1985-03-01"
        );
    }
}
