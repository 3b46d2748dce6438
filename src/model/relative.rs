//! Days said from today on, as clerks speak: 昨天, 上周三, 12日, 月底, 三天后. Each becomes the day it means, in figures.
//! Only what is typed into a form is read so; in a sheet that somebody sent nobody knows which day “今天” was.

use super::day::Month;
use super::day::When;
use super::day::clock;
use super::numeral;
use super::text;
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::civil::Weekday;

/// Marks that stand between the first and the last day of a span.
const TO: [char; 5] = ['至', '到', '~', '—', '–'];

/// The text with its relative days in figures, `上周三 9:00-11:00` as `2026-11-18 9:00-11:00`; none when it has none.
pub fn spelled(typed: &str, today: Date) -> Option<String> {
    let plain = numeral::with_digits(&text::half_width(typed));
    let plain = plain.trim();
    if let Some(year) = of_a_year(plain, today) {
        return Some(year);
    }
    let (first, rest) = one(plain, today)?;
    let after = rest.trim_start();
    let (hours, tail) = match after.strip_prefix('-').or_else(|| after.strip_prefix(TO)) {
        Some(tail) => ("", Some(tail)),
        None => match rest.split_once(TO) {
            Some((hours, tail)) => (hours, Some(tail)),
            None => (rest, None),
        },
    };
    let hours = if hours.trim().is_empty() || hours.starts_with('(') {
        hours.trim().to_owned()
    } else {
        format!(" {}", hours.trim())
    };
    let Some(tail) = tail else {
        return Some(first + &hours);
    };
    let last = match one(tail.trim_start(), today) {
        Some((last, rest)) if rest.trim().is_empty() => last,
        Some((last, rest)) => format!("{last} {}", rest.trim()),
        None => tail.trim().to_owned(),
    };
    Some(format!("{first}{hours}至{last}"))
}

/// The text with a relative month in figures: `上月` as `2026-10`; none when it is another text.
pub fn spelled_month(typed: &str, today: Date) -> Option<String> {
    let (month, rest) = month_word(typed.trim(), today)?;
    rest.is_empty()
        .then(|| format!("{:04}-{:02}", month.year(), month.month()))
}

/// A day for reading aloud: `2026年11月25日 周三`.
pub fn said_day(day: Date) -> String {
    let weekday = match day.weekday() {
        Weekday::Monday => "一",
        Weekday::Tuesday => "二",
        Weekday::Wednesday => "三",
        Weekday::Thursday => "四",
        Weekday::Friday => "五",
        Weekday::Saturday => "六",
        Weekday::Sunday => "日",
    };
    format!(
        "{}年{}月{}日 周{weekday}",
        day.year(),
        day.month(),
        day.day()
    )
}

/// A span for reading aloud, with its hours.
pub fn said_when(when: &When) -> String {
    let mut said = said_day(when.start);
    if let Some(time) = when.start_time {
        said = format!("{said} {}", clock(time));
    }
    if when.end != when.start {
        said = format!("{said} 至 {}", said_day(when.end));
    }
    match when.end_time {
        Some(time) if when.end != when.start => format!("{said} {}", clock(time)),
        Some(time) => format!("{said}-{}", clock(time)),
        None => said,
    }
}

/// A month for reading aloud.
pub fn said_month(month: Month) -> String {
    format!("{}年{}月", month.year, month.month)
}

// One relative day at the beginning of a text, and what follows it.
fn one(text: &str, today: Date) -> Option<(String, &str)> {
    let day = day_word(text, today)
        .or_else(|| weekday(text, today))
        .or_else(|| distance(text, today));
    if let Some((day, rest)) = day {
        return Some((day.to_string(), rest));
    }
    in_month(text, today)
}

fn day_word(text: &str, today: Date) -> Option<(Date, &str)> {
    let words = [
        ("大前天", -3),
        ("前天", -2),
        ("昨天", -1),
        ("昨日", -1),
        ("今天", 0),
        ("今日", 0),
        ("明天", 1),
        ("明日", 1),
        ("大后天", 3),
        ("后天", 2),
    ];
    words.iter().find_map(|(word, away)| {
        let rest = text.strip_prefix(word)?;
        Some((today.checked_add(i64::from(*away).days()).ok()?, rest))
    })
}

// 上周三 is the Wednesday of the week before this one; a week begins on Monday.
fn weekday(text: &str, today: Date) -> Option<(Date, &str)> {
    let before = [
        ("上上", -2),
        ("下下", 2),
        ("上", -1),
        ("下", 1),
        ("本", 0),
        ("这", 0),
    ];
    let (weeks, rest) = before
        .iter()
        .find_map(|(word, weeks)| Some((*weeks, text.strip_prefix(word)?)))
        .unwrap_or((0_i64, text));
    let rest = rest.strip_prefix('个').unwrap_or(rest);
    let rest = ["周", "星期", "礼拜"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))?;
    let mut chars = rest.chars();
    let day = match chars.next()? {
        '天' => 6,
        c => "一二三四五六日".chars().position(|d| d == c)? as i64,
    };
    let monday = i64::from(today.weekday().to_monday_zero_offset());
    let away = weeks * 7 + day - monday;
    Some((today.checked_add(away.days()).ok()?, chars.as_str()))
}

// 3天前, 两天后.
fn distance(text: &str, today: Date) -> Option<(Date, &str)> {
    let (count, rest) = digits(text).or_else(|| {
        let mut chars = text.chars();
        let count = match chars.next()? {
            '两' => 2,
            c => "一二三四五六七八九十".chars().position(|d| d == c)? as i64 + 1,
        };
        Some((count, chars.as_str()))
    })?;
    let rest = rest.strip_prefix('天')?;
    let (rest, sign) = match rest.strip_prefix('前') {
        Some(rest) => (rest, -1),
        None => (rest.strip_prefix('后')?, 1),
    };
    Some((
        today.checked_add(count.checked_mul(sign)?.days()).ok()?,
        rest,
    ))
}

// 12日, 月底, 下月3日, 5月底. A day that the month does not have stays in figures, so that it is said to be none.
fn in_month(text: &str, today: Date) -> Option<(String, &str)> {
    let (month, rest) = month_word(text, today).unwrap_or((today, text));
    let named = digits(text).and_then(|(number, rest)| {
        let month = Date::new(today.year(), i8::try_from(number).ok()?, 1).ok()?;
        Some((month, rest.strip_prefix('月')?))
    });
    if let Some((month, rest)) = named {
        return edge(month, rest);
    }
    if let Some((day, rest)) = digits(rest) {
        let rest = rest.strip_prefix(['日', '号'])?;
        let (year, month) = (month.year(), month.month());
        return (1..=31)
            .contains(&day)
            .then(|| (format!("{year:04}-{month:02}-{day:02}"), rest));
    }
    // 月底 alone is the end of this month; 本月底 has its 月 behind it already.
    edge(month, rest.strip_prefix('月').unwrap_or(rest))
}

fn edge(month: Date, rest: &str) -> Option<(String, &str)> {
    if let Some(rest) = rest.strip_prefix('初') {
        return Some((month.first_of_month().to_string(), rest));
    }
    let rest = rest.strip_prefix(['底', '末'])?;
    Some((month.last_of_month().to_string(), rest))
}

fn month_word(text: &str, today: Date) -> Option<(Date, &str)> {
    let words = [("上", -1), ("下", 1), ("本", 0), ("这", 0)];
    words.iter().find_map(|(word, away)| {
        let rest = text.strip_prefix(word)?;
        let rest = rest.strip_prefix('个').unwrap_or(rest).strip_prefix('月')?;
        let first = today.first_of_month();
        Some((first.checked_add(i64::from(*away).months()).ok()?, rest))
    })
}

// 去年5.12: the year in figures, the rest as any day is written.
fn of_a_year(text: &str, today: Date) -> Option<String> {
    let words = [("去年", -1), ("今年", 0), ("明年", 1)];
    words.iter().find_map(|(word, away)| {
        let rest = text.strip_prefix(word)?.trim_start();
        let year = today.year().checked_add(*away)?;
        rest.starts_with(|c: char| c.is_ascii_digit())
            .then(|| format!("{year}年{rest}"))
    })
}

fn digits(text: &str) -> Option<(i64, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    Some((digits.parse().ok().filter(|_| digits.len() <= 3)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::day::read_when;
    use jiff::civil::date;

    // A Tuesday.
    const TODAY: Date = date(2026, 11, 24);

    fn meant(typed: &str) -> String {
        let text = spelled(typed, TODAY).unwrap_or_else(|| typed.to_owned());
        match read_when(&text, Some(2026)) {
            Ok(Some(read)) => read.when.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_day_said_from_today_on_is_the_day_it_means() {
        for (typed, expected) in [
            ("今天", "2026-11-24"),
            ("昨天", "2026-11-23"),
            ("前天", "2026-11-22"),
            ("大前天", "2026-11-21"),
            ("明天", "2026-11-25"),
            ("后天", "2026-11-26"),
            ("周三", "2026-11-25"),
            ("星期三", "2026-11-25"),
            ("本周三", "2026-11-25"),
            ("周日", "2026-11-29"),
            ("上周三", "2026-11-18"),
            ("上周天", "2026-11-22"),
            ("上上周一", "2026-11-09"),
            ("下周三", "2026-12-02"),
            ("下个星期五", "2026-12-04"),
            ("5.12", "2026-05-12"),
            ("5月12日", "2026-05-12"),
            ("12日", "2026-11-12"),
            ("十二号", "2026-11-12"),
            ("月底", "2026-11-30"),
            ("本月底", "2026-11-30"),
            ("上月底", "2026-10-31"),
            ("上个月3号", "2026-10-03"),
            ("2月底", "2026-02-28"),
            ("下月初", "2026-12-01"),
            ("3天前", "2026-11-21"),
            ("两天后", "2026-11-26"),
            ("去年5.12", "2025-05-12"),
            ("今年3月5日", "2026-03-05"),
            ("上周三 9:00-11:00", "2026-11-18 09:00-11:00"),
            ("上周三9:00-11:00", "2026-11-18 09:00-11:00"),
            ("昨天下午2:30-4:30", "2026-11-23 14:30-16:30"),
            ("今天上午9点至11点", "2026-11-24 09:00-11:00"),
            ("今天（周二）", "2026-11-24"),
            ("周一至周三", "2026-11-23至2026-11-25"),
            ("周一-周三", "2026-11-23至2026-11-25"),
            ("12日-14日", "2026-11-12至2026-11-14"),
            ("昨天9:00至今天17:00", "2026-11-23 09:00至2026-11-24 17:00"),
        ] {
            assert_eq!(meant(typed), expected, "{typed}");
        }
    }

    #[test]
    fn what_is_no_relative_day_stays_as_it_was_typed() {
        for typed in [
            "",
            "2025-3-5",
            "2025年5月12日（星期一）",
            "5月12日—18日",
            "3.5 9:00-11:00",
            "周",
            "今",
            "待定",
            "12",
            "长期",
        ] {
            assert_eq!(spelled(typed, TODAY), None, "{typed}");
        }
        assert_eq!(meant("31日"), "Err(NoSuchDay)");
    }

    #[test]
    fn months_are_said_too() {
        assert_eq!(spelled_month("上月", TODAY).as_deref(), Some("2026-10"));
        assert_eq!(spelled_month("下个月", TODAY).as_deref(), Some("2026-12"));
        assert_eq!(spelled_month("9月", TODAY), None);
    }

    #[test]
    fn a_span_is_said_with_its_weekdays() {
        let read = read_when("2026-11-18 9:00-11:00", None).unwrap().unwrap();
        assert_eq!(said_when(&read.when), "2026年11月18日 周三 09:00-11:00");
        let read = read_when("2026-11-23至2026-11-25", None).unwrap().unwrap();
        assert_eq!(
            said_when(&read.when),
            "2026年11月23日 周一 至 2026年11月25日 周三"
        );
    }
}
