//! Days and hours that spreadsheets keep as numbers, into the text a clerk reads.

use crate::exchange::sheet::Cell;
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::civil::date;

/// What a number format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// A number.
    Plain,
    /// A day, or hours of a day.
    Moment,
    /// A length of time, `[h]:mm`.
    Length,
}

/// A serial number as the cell shows it. Days count from 1900 with a 29 February that never was, or from 1904.
pub(super) fn cell(serial: f64, look: Look, from_1904: bool) -> Cell {
    let minutes = (serial * 1440.0).round();
    match look {
        Look::Length if (0.0..1e7).contains(&minutes) => Cell::Text(format!(
            "{:.0}:{:02.0}",
            (minutes / 60.0).floor(),
            minutes % 60.0
        )),
        Look::Moment if (0.0..1.0).contains(&serial) && !from_1904 => Cell::Text(format!(
            "{:02.0}:{:02.0}",
            (minutes / 60.0).floor(),
            minutes % 60.0
        )),
        Look::Moment => match day(serial.floor(), from_1904) {
            Some(day) => {
                let minute = ((serial - serial.floor()) * 1440.0).round() as u32;
                if minute == 0 || minute >= 1440 {
                    Cell::Day(day.to_string())
                } else {
                    Cell::Day(format!("{day} {:02}:{:02}", minute / 60, minute % 60))
                }
            }
            None => Cell::Number(serial),
        },
        _ => Cell::Number(serial),
    }
}

fn day(serial: f64, from_1904: bool) -> Option<Date> {
    if !(0.0..=2_958_465.0).contains(&serial) {
        return None;
    }
    let days = serial as i64;
    let zero = if from_1904 {
        date(1904, 1, 1)
    } else if days < 60 {
        date(1899, 12, 31)
    } else {
        date(1899, 12, 30)
    };
    zero.checked_add(days.days()).ok()
}

/// What a format code makes of a number (ECMA-376 18.8.31): letters of days and hours outside quotes and brackets.
pub(super) fn look_of(code: &str) -> Look {
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                chars.by_ref().find(|c| *c == '"');
            }
            '\\' | '_' | '*' => {
                chars.next();
            }
            '[' => {
                let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let lower = inner.to_ascii_lowercase();
                if !lower.is_empty() && lower.chars().all(|c| matches!(c, 'h' | 'm' | 's')) {
                    return Look::Length;
                }
            }
            ';' => return Look::Plain,
            'y' | 'm' | 'd' | 'h' | 's' | 'Y' | 'M' | 'D' | 'H' | 'S' => return Look::Moment,
            _ if code.starts_with("General") => return Look::Plain,
            _ => {}
        }
    }
    Look::Plain
}

/// What the formats that need no code make of a number (ECMA-376 18.8.30; 27 to 36 and 50 to 58 are East Asian days).
pub(super) fn look_of_builtin(id: u32) -> Look {
    match id {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Look::Moment,
        46 => Look::Length,
        _ => Look::Plain,
    }
}

/// `2025-05-12T09:00:00` as the cell shows it.
pub(super) fn iso(text: &str) -> Cell {
    let day = text.get(..10).unwrap_or(text);
    match text.get(11..16) {
        Some(time) if time != "00:00" => Cell::Day(format!("{day} {time}")),
        _ => Cell::Day(day.to_owned()),
    }
}

/// `PT01H30M00S` as `1:30`.
pub(super) fn iso_length(text: &str) -> Cell {
    let number = |unit: char| {
        let (before, _) = text.split_once(unit)?;
        let digits = before.rsplit(|c: char| !c.is_ascii_digit()).next()?;
        digits.parse::<u32>().ok()
    };
    let time = text.split_once('T').map_or("", |(_, t)| t);
    match (number('H'), number('M')) {
        (Some(hours), Some(minutes)) if !time.is_empty() => {
            Cell::Text(format!("{hours}:{minutes:02}"))
        }
        _ => Cell::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_become_days_in_both_calendars() {
        let shown = |serial, from_1904| cell(serial, Look::Moment, from_1904).shown();
        assert_eq!(shown(45789.0, false), "2025-05-12");
        assert_eq!(shown(44327.0, true), "2025-05-12");
        assert_eq!(shown(45789.375, false), "2025-05-12 09:00");
        assert_eq!(shown(0.375, false), "09:00");
        assert_eq!(shown(1.0, false), "1900-01-01");
        assert_eq!(shown(61.0, false), "1900-03-01");
        assert_eq!(shown(-5.0, false), "-5");
        assert_eq!(cell(1.5 / 24.0, Look::Length, false).shown(), "1:30");
        assert_eq!(iso_length("PT01H30M00S").shown(), "1:30");
        assert_eq!(iso("2025-05-12T09:00:00").shown(), "2025-05-12 09:00");
    }

    #[test]
    fn formats_of_days_are_told_from_formats_of_numbers() {
        for code in [
            "yyyy-mm-dd",
            "yyyy\"年\"m\"月\"d\"日\";@",
            "[$-804]yyyy/m/d",
            "h:mm",
            "m/d",
            "[DBNum1][$-804]yyyy\"年\"m\"月\"",
        ] {
            assert_eq!(look_of(code), Look::Moment, "{code}");
        }
        for code in [
            "General",
            "0.00",
            "#,##0",
            "@",
            "0\"人\"",
            "\"days\"0",
            "[Red]0.0",
            "0_ ;-0\\d",
            "General\"d\"",
        ] {
            assert_eq!(look_of(code), Look::Plain, "{code}");
        }
        assert_eq!(look_of("[h]:mm"), Look::Length);
    }
}
