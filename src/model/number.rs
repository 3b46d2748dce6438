//! Numbers as offices write them: `约120人`, `316余人次`, `1,200`, `2.5小时`, `680.5`.

use super::text;
use serde::Deserialize;
use serde::Serialize;
use std::fmt;

/// A count read from text, with a note when the text said more than the number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The number as written (decisions.md 2: 约 and 余 count as written).
    pub count: u32,
    /// The original words when they were not exact, like `约120人`; empty otherwise.
    pub note: String,
}

/// Read a count. Empty text, `无`, `-` and `/` are no count.
///
/// # Errors
/// One short Chinese sentence when there is no whole number in it.
pub fn read_count(typed: &str) -> Result<Option<Counted>, String> {
    let plain = text::normal(typed).replace([',', '，'], "");
    if plain.is_empty() || matches!(plain.as_str(), "无" | "-" | "—" | "/" | "－") {
        return Ok(None);
    }
    let start = plain.find(|c: char| c.is_ascii_digit()).ok_or("应为数字")?;
    let digits: String = plain
        .get(start..)
        .unwrap_or("")
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    let before = plain.get(..start).unwrap_or("");
    let after = plain.get(start + digits.len()..).unwrap_or("");
    if after.chars().any(|c| c.is_ascii_digit()) || before.contains('-') {
        return Err("应只有一个数字".into());
    }
    let ten_thousand = if after.starts_with('万') {
        10_000.0
    } else {
        1.0
    };
    let value: f64 = digits
        .trim_end_matches('.')
        .parse()
        .map_err(|_| "应为数字".to_owned())?;
    let value = value * ten_thousand;
    if value.fract().abs() > 1e-6 || value > f64::from(u32::MAX) {
        return Err("应为整数".into());
    }
    let inexact = before.contains(['约', '近', '超'])
        || after.contains(['余', '多', '约', '左'])
        || after.starts_with('+');
    let note = if inexact {
        text::one_line(typed)
    } else {
        String::new()
    };
    Ok(Some(Counted {
        count: value.round() as u32,
        note,
    }))
}

/// Numbers of people in a room and on line, as offices write them into one cell: `线上1.2万、线下300`, `300人（其中线上120）`.
/// Gives all of them and those on line; none when the text is no such sum.
pub fn read_split(typed: &str) -> Option<(u32, u32)> {
    let plain = text::normal(typed).replace("其中", "");
    let mut parts = plain
        .split(['、', ',', ';', '，', '；', '(', ')', '+', '。', ':'])
        .filter(|p| !p.is_empty());
    let (first, second, end) = (parts.next()?, parts.next()?, parts.next());
    if end.is_some() {
        return None;
    }
    let count = |part: &str, names: &[&str]| {
        let rest = names.iter().find_map(|n| part.strip_prefix(n))?;
        let counted = read_count(rest.trim_start_matches([':', '约'])).ok()??;
        Some(counted.count)
    };
    let on_line = |p: &str| count(p, &["线上", "网上", "网络"]);
    let in_room = |p: &str| count(p, &["线下", "现场"]);
    match (
        on_line(first),
        in_room(first),
        on_line(second),
        in_room(second),
    ) {
        (Some(online), _, _, Some(room)) | (_, Some(room), Some(online), _) => {
            Some((online.checked_add(room)?, online))
        }
        (None, None, Some(online), _) => {
            let all = read_count(first).ok()??.count;
            (online <= all).then_some((all, online))
        }
        _ => None,
    }
}

/// Money in fen (hundredths of a yuan); sums are exact.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Fen(pub i64);

impl Fen {
    /// Read an amount in yuan: `1500`, `1,500.50`, `￥300元`. `万元`, `万` or `千元` after the number multiplies.
    ///
    /// # Errors
    /// One short Chinese sentence when it is no amount or has more than two decimals.
    pub fn read_yuan(typed: &str) -> Result<Option<Self>, String> {
        let plain = text::normal(typed).replace([',', '¥', '￥'], "");
        if plain.is_empty() || matches!(plain.as_str(), "无" | "-" | "—" | "/") {
            return Ok(None);
        }
        let units = [
            ("万元", 1_000_000),
            ("万", 1_000_000),
            ("千元", 100_000),
            ("元", 100),
        ];
        let (number, factor) = units
            .iter()
            .find_map(|(unit, factor)| Some((plain.strip_suffix(unit)?, *factor)))
            .unwrap_or((plain.as_str(), 100));
        Self::parse(number, factor).map(Some)
    }

    // Decimal text to fen without passing through a float, which would lose cents of large sums.
    fn parse(number: &str, factor: i64) -> Result<Self, String> {
        let fault = || "金额应为数字".to_owned();
        let negative = number.starts_with('-');
        let (whole, part) = number
            .trim_start_matches('-')
            .split_once('.')
            .unwrap_or((number.trim_start_matches('-'), ""));
        if whole.is_empty()
            || !whole
                .bytes()
                .chain(part.bytes())
                .all(|b| b.is_ascii_digit())
        {
            return Err(fault());
        }
        let mut fen = whole
            .parse::<i64>()
            .map_err(|_| fault())?
            .checked_mul(factor)
            .ok_or_else(fault)?;
        let mut unit = factor;
        for digit in part.bytes() {
            if unit % 10 != 0 && digit != b'0' {
                return Err("金额最多两位小数".into());
            }
            unit /= 10;
            fen += i64::from(digit - b'0') * unit;
        }
        Ok(Self(if negative { -fen } else { fen }))
    }

    /// The amount in yuan, for machines.
    pub fn yuan(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, fen) = if self.0 < 0 {
            ("-", -self.0)
        } else {
            ("", self.0)
        };
        match fen % 100 {
            0 => write!(f, "{sign}{}", fen / 100),
            rest if rest % 10 == 0 => write!(f, "{sign}{}.{}", fen / 100, rest / 10),
            rest => write!(f, "{sign}{}.{rest:02}", fen / 100),
        }
    }
}

impl std::iter::Sum for Fen {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        Self(iter.map(|f| f.0).sum())
    }
}

/// Read a length of service in hours (`2.5`, `2小时`, `90分钟`, `1小时30分`, `1.5h`, `1:30`, `半小时`) into minutes.
///
/// # Errors
/// One short Chinese sentence when it is no length.
pub fn read_minutes(typed: &str) -> Result<Option<u32>, String> {
    let plain = text::normal(typed);
    if plain.is_empty() {
        return Ok(None);
    }
    let plain = ["个小时", "小时", "钟头", "hours", "hour"]
        .iter()
        .fold(plain, |t, unit| t.replace(unit, "h"));
    let plain = ["分钟", "分", "mins", "min"]
        .iter()
        .fold(plain, |t, unit| t.replace(unit, "m"))
        .replace("个半h", ".5h")
        .replace("半h", "0.5h")
        .replace("h半", "h30m");
    let (hours, minutes) = match (plain.split_once('h'), plain.split_once(':')) {
        (Some((hours, rest)), _) => (hours, rest.strip_suffix('m').unwrap_or(rest)),
        (None, Some((hours, minutes))) => (hours, minutes),
        (None, None) => match plain.strip_suffix('m') {
            Some(minutes) => ("0", minutes),
            None => (plain.as_str(), ""),
        },
    };
    let fault = || "应为小时数，如 2 或 1.5".to_owned();
    let hours: f64 = hours.parse().map_err(|_| fault())?;
    let minutes: f64 = if minutes.is_empty() {
        0.0
    } else {
        minutes.parse().map_err(|_| fault())?
    };
    let value = hours * 60.0 + minutes;
    if hours < 0.0 || minutes < 0.0 || !(0.0..=6_000_000.0).contains(&value) {
        return Err("时长不合理".into());
    }
    Ok(Some(value.round() as u32))
}

/// Minutes as hours with at most two decimals: `90` → `1.5`.
pub fn hours(minutes: u32) -> String {
    let text = format!("{:.2}", f64::from(minutes) / 60.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Read a number with decimals.
///
/// # Errors
/// One short Chinese sentence when it is none.
pub fn read_decimal(typed: &str) -> Result<Option<f64>, String> {
    let plain = text::normal(typed).replace([',', '，'], "");
    let plain = plain.trim_end_matches(['%', '％']);
    if plain.is_empty() {
        return Ok(None);
    }
    match plain.parse::<f64>() {
        Ok(value) if value.is_finite() && value.abs() < 1e12 => Ok(Some(value)),
        _ => Err("应为数字，如 15 或 15.3".to_owned()),
    }
}

/// A number with at most four decimals: `15.30` → `15.3`.
pub fn decimal(value: f64) -> String {
    // An empty sum is minus nothing, which nobody writes.
    let text = format!("{:.4}", value + 0.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_120_people_is_120_with_a_note() {
        let read = |t: &str| read_count(t).map(|c| c.map(|c| (c.count, c.note)));
        assert_eq!(read("约120人"), Ok(Some((120, "约120人".into()))));
        assert_eq!(read("316余人次"), Ok(Some((316, "316余人次".into()))));
        assert_eq!(read("145人"), Ok(Some((145, String::new()))));
        assert_eq!(read("1,200"), Ok(Some((1200, String::new()))));
        assert_eq!(read("1.2万"), Ok(Some((12000, String::new()))));
        assert_eq!(read(" "), Ok(None));
        assert!(read("若干").is_err());
        assert!(read("100-200").is_err());
        assert!(read("-5").is_err());
    }

    #[test]
    fn people_on_line_and_in_the_room_are_told_apart() {
        assert_eq!(read_split("线上1.2万、线下300"), Some((12_300, 12_000)));
        assert_eq!(read_split("线下300人，线上约120人次"), Some((420, 120)));
        assert_eq!(read_split("300人（其中线上120人）"), Some((300, 120)));
        for other in [
            "300",
            "100、200",
            "线上120",
            "100（其中线上120）",
            "线上1、线上2",
        ] {
            assert_eq!(read_split(other), None, "{other}");
        }
    }

    #[test]
    fn money_is_exact() {
        assert_eq!(Fen::read_yuan("680.5"), Ok(Some(Fen(68050))));
        assert_eq!(Fen::read_yuan("0.15万元"), Ok(Some(Fen(150_000))));
        assert_eq!(Fen::read_yuan("￥1,234.56"), Ok(Some(Fen(123_456))));
        assert_eq!(Fen::read_yuan("1.2万"), Ok(Some(Fen(1_200_000))));
        assert_eq!(Fen::read_yuan("3千元"), Ok(Some(Fen(300_000))));
        assert!(Fen::read_yuan("1.234").is_err());
        assert_eq!(Fen(68050).to_string(), "680.5");
    }

    #[test]
    fn decimals_are_written_short_and_nothing_is_never_minus() {
        assert_eq!(decimal(15.30), "15.3");
        assert_eq!(decimal(-0.0), "0");
        assert_eq!(read_decimal("15.3%"), Ok(Some(15.3)));
        assert!(read_decimal("约15").is_err());
    }

    #[test]
    fn service_is_kept_in_minutes() {
        assert_eq!(read_minutes("1.5"), Ok(Some(90)));
        for ninety in [
            "90分钟",
            "1小时30分",
            "1小时30分钟",
            "1.5h",
            "1.5个小时",
            "1:30",
            "1小时半",
            "1个半小时",
            "90分",
        ] {
            assert_eq!(read_minutes(ninety), Ok(Some(90)), "{ninety}");
        }
        assert_eq!(read_minutes("半小时"), Ok(Some(30)));
        assert_eq!(read_minutes("2小时"), Ok(Some(120)));
        assert!(read_minutes("1小时30分10秒").is_err());
        assert!(read_minutes("-1").is_err());
        assert!(read_minutes("一上午").is_err());
        assert_eq!(hours(90), "1.5");
    }
}
