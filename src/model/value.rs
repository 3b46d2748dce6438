//! The types a field of a one-declaration register may have: how each is shown, read and stored.

use super::day;
use super::day::Month;
use super::directory::Directory;
use super::field::Kind;
use super::id::Uid;
use super::number;
use super::number::Fen;
use super::text::one_line;
use jiff::civil::Date;

/// A value on its way to or from a column of the file.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// A number with decimals.
    Real(f64),
    /// Text.
    Text(String),
    /// An identity.
    Link(Uid),
}

/// A type a field of `record!` may have: how it is shown, read and stored.
pub trait Value: Sized {
    /// As the clerk sees it.
    fn show(&self, kind: Kind, directory: &Directory) -> String;
    /// As the clerk typed it.
    ///
    /// # Errors
    /// One short Chinese sentence.
    fn read(typed: &str, kind: Kind, directory: &Directory) -> Result<Self, String>;
    /// For its column.
    fn cell(&self) -> Cell;
    /// From its column; `None` when it does not fit.
    fn of(cell: Cell) -> Option<Self>;
    /// The record it points to.
    fn link(&self) -> Option<Uid> {
        None
    }
}

impl Value for String {
    fn show(&self, _: Kind, _: &Directory) -> String {
        self.clone()
    }
    fn read(typed: &str, kind: Kind, directory: &Directory) -> Result<Self, String> {
        match kind {
            Kind::Lines => Ok(typed.trim().to_owned()),
            Kind::Choice(list) => directory.choice(list, typed),
            Kind::ThemeDay => Ok(directory
                .book
                .calendar
                .canonical(typed)
                .map_or_else(|| one_line(typed), str::to_owned)),
            Kind::StatCode => Ok(directory.stat_code(typed)),
            Kind::Phone => Ok(super::contact::Phone::read(typed)?
                .map(|p| p.as_str().to_owned())
                .unwrap_or_default()),
            _ => Ok(one_line(typed)),
        }
    }
    fn cell(&self) -> Cell {
        Cell::Text(self.clone())
    }
    fn of(cell: Cell) -> Option<Self> {
        match cell {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Value for Vec<String> {
    fn show(&self, kind: Kind, _: &Directory) -> String {
        self.join(if kind == Kind::Lines { "\n" } else { "、" })
    }
    fn read(typed: &str, kind: Kind, directory: &Directory) -> Result<Self, String> {
        match kind {
            Kind::Choices(list) => directory.choices(list, typed),
            Kind::Measures => directory.measures(typed),
            Kind::Lines => Ok(typed
                .lines()
                .map(one_line)
                .filter(|l| !l.is_empty())
                .collect()),
            _ => Ok(typed
                .split(['、', '，', ',', ';', '；', '\n'])
                .map(one_line)
                .filter(|l| !l.is_empty())
                .collect()),
        }
    }
    fn cell(&self) -> Cell {
        // A list of texts is always JSON.
        Cell::Text(serde_json::to_string(self).unwrap_or_default())
    }
    fn of(cell: Cell) -> Option<Self> {
        match cell {
            Cell::Text(text) => serde_json::from_str(&text).ok(),
            _ => None,
        }
    }
}

impl Value for bool {
    fn show(&self, _: Kind, _: &Directory) -> String {
        super::people::person::yes_no(*self)
    }
    fn read(typed: &str, _: Kind, _: &Directory) -> Result<Self, String> {
        super::people::person::read_yes_no(typed)
    }
    fn cell(&self) -> Cell {
        Cell::Int(i64::from(*self))
    }
    fn of(cell: Cell) -> Option<Self> {
        match cell {
            Cell::Int(n) => Some(n != 0),
            _ => None,
        }
    }
}

impl Value for Option<u32> {
    fn show(&self, kind: Kind, _: &Directory) -> String {
        match (self, kind) {
            (None, _) => String::new(),
            (Some(minutes), Kind::Hours) => number::hours(*minutes),
            (Some(n), _) => n.to_string(),
        }
    }
    fn read(typed: &str, kind: Kind, _: &Directory) -> Result<Self, String> {
        if kind == Kind::Hours {
            return number::read_minutes(typed);
        }
        Ok(number::read_count(typed)?.map(|c| c.count))
    }
    fn cell(&self) -> Cell {
        self.map_or(Cell::Null, |n| Cell::Int(i64::from(n)))
    }
    fn of(cell: Cell) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            Cell::Int(n) => u32::try_from(n).ok().map(Some),
            _ => None,
        }
    }
}

impl Value for Option<f64> {
    fn show(&self, _: Kind, _: &Directory) -> String {
        self.map(number::decimal).unwrap_or_default()
    }
    fn read(typed: &str, _: Kind, _: &Directory) -> Result<Self, String> {
        number::read_decimal(typed)
    }
    fn cell(&self) -> Cell {
        self.map_or(Cell::Null, Cell::Real)
    }
    fn of(cell: Cell) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            Cell::Real(n) => Some(Some(n)),
            _ => None,
        }
    }
}

impl Value for Option<Fen> {
    fn show(&self, _: Kind, _: &Directory) -> String {
        self.map(|f| f.to_string()).unwrap_or_default()
    }
    fn read(typed: &str, _: Kind, _: &Directory) -> Result<Self, String> {
        Fen::read_yuan(typed)
    }
    fn cell(&self) -> Cell {
        self.map_or(Cell::Null, |f| Cell::Int(f.0))
    }
    fn of(cell: Cell) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            Cell::Int(n) => Some(Some(Fen(n))),
            _ => None,
        }
    }
}

impl Value for Option<Date> {
    fn show(&self, _: Kind, _: &Directory) -> String {
        super::office::community::day_text(*self)
    }
    fn read(typed: &str, _: Kind, directory: &Directory) -> Result<Self, String> {
        day::read_day(typed, Some(directory.year)).map_err(|f| f.to_string())
    }
    fn cell(&self) -> Cell {
        self.map_or(Cell::Null, |d| Cell::Text(d.to_string()))
    }
    fn of(cell: Cell) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            Cell::Text(text) => text.parse().ok().map(Some),
            _ => None,
        }
    }
}

impl Value for Option<Month> {
    fn show(&self, _: Kind, _: &Directory) -> String {
        self.map(|m| m.to_string()).unwrap_or_default()
    }
    fn read(typed: &str, _: Kind, directory: &Directory) -> Result<Self, String> {
        let typed = one_line(typed);
        if typed.is_empty() {
            return Ok(None);
        }
        let bare = typed.trim_end_matches(['月', '份']);
        let month = match bare.parse::<i8>() {
            Ok(month) if (1..=12).contains(&month) => Some(Month {
                year: directory.year,
                month,
            }),
            _ => Month::read(&typed),
        };
        month
            .map(Some)
            .ok_or_else(|| "请按“2025-09”或“9月”的样子填写".to_owned())
    }
    fn cell(&self) -> Cell {
        self.map_or(Cell::Null, |m| Cell::Text(m.to_string()))
    }
    fn of(cell: Cell) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            Cell::Text(text) => Month::read(&text).map(Some),
            _ => None,
        }
    }
}

impl Value for Option<Uid> {
    fn show(&self, kind: Kind, directory: &Directory) -> String {
        let Some(uid) = *self else {
            return String::new();
        };
        match kind {
            Kind::Link(table) => directory.ledger.label(table, uid),
            Kind::Team => directory.team_name(Some(uid)),
            _ => directory.community_name(Some(uid)),
        }
    }
    fn read(typed: &str, kind: Kind, directory: &Directory) -> Result<Self, String> {
        match kind {
            Kind::Link(table) => directory.linked(table, typed),
            Kind::Team => directory.team(typed),
            _ => directory.community(typed),
        }
    }
    fn cell(&self) -> Cell {
        self.map_or(Cell::Null, Cell::Link)
    }
    fn of(cell: Cell) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            Cell::Link(uid) => Some(Some(uid)),
            _ => None,
        }
    }
    fn link(&self) -> Option<Uid> {
        *self
    }
}
