//! One declaration a register: `record!` makes the struct, its form fields and its columns from one list, so that
//! a field can't be in the form and missing in the file. Used by the registers whose rules fit on a page.

use super::day;
use super::day::Month;
use super::directory::Directory;
use super::events::Event;
use super::field::Kind;
use super::id::Uid;
use super::number;
use super::number::Fen;
use super::problem::Problem;
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

/// What a record of `record!` adds of its own.
pub trait Rules: Sized {
    /// One line that tells it from others.
    fn own_title(&self) -> String;
    /// The day it belongs to, for periods; none for a register that has no days.
    fn day(&self) -> Option<Date> {
        None
    }
    /// The event it becomes, for records that are the beginning of one and have none yet.
    fn event(&self, _: &Directory, _: Date) -> Option<Event> {
        None
    }
    /// Note the event it became.
    fn became(&mut self, _: Uid) {}
    /// Contradictions inside the record.
    fn check(&self, _: &Directory) -> Vec<Problem> {
        Vec::new()
    }
}

/// A record made by `record!`, as the file sees it.
pub trait Plain: Sized {
    /// Columns after `uid` and `office`, in order.
    const COLUMNS: &'static [&'static str];
    /// Identity and office.
    fn marks(&self) -> (Uid, Uid);
    /// Values in the order of the columns.
    fn cells(&self) -> Vec<Cell>;
    /// A record from its values; the name of the first column that does not fit otherwise.
    ///
    /// # Errors
    /// The column's name.
    fn from_cells(
        marks: (Uid, Uid),
        cells: &mut dyn Iterator<Item = Cell>,
    ) -> Result<Self, &'static str>;
    /// The records it points to.
    fn links(&self) -> Vec<Uid>;
}

/// Makes a record type: struct, form fields, columns. Sections of the form come first, then the fields with type,
/// label, kind and what else [`super::field::Field`] can be told. The first field is the title.
macro_rules! record {
    (
        $(#[$about:meta])*
        $name:ident, $chinese:literal {
            $( $section:literal {
                $( $(#[$more:meta])* $field:ident: $type:ty, $label:literal, $kind:expr
                    $(, $build:ident $( ( $with:expr ) )? )*; )*
            } )*
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $name {
            /// Identity.
            pub uid: $crate::model::Uid,
            /// The office that keeps it.
            pub office: $crate::model::Uid,
            $( $( #[doc = concat!($label, ".")] $(#[$more])* pub $field: $type, )* )*
        }

        impl $crate::model::field::Form for $name {
            const NAME: &'static str = $chinese;

            fn fields() -> &'static [$crate::model::field::Field<Self>] {
                static FIELDS: &[$crate::model::field::Field<$name>] = &[
                    $( $( $crate::model::field::Field::new(
                        stringify!($field),
                        $label,
                        $kind,
                        |r: &$name, d| $crate::model::record::Value::show(&r.$field, $kind, d),
                        |r, typed, d| {
                            r.$field = $crate::model::record::Value::read(typed, $kind, d)?;
                            Ok(())
                        },
                    ).section($section) $( .$build( $( $with )? ) )*, )* )*
                ];
                FIELDS
            }

            fn title(&self) -> String {
                $crate::model::record::Rules::own_title(self)
            }

            fn check(
                &self,
                directory: &$crate::model::directory::Directory,
            ) -> Vec<$crate::model::problem::Problem> {
                $crate::model::record::Rules::check(self, directory)
            }
        }

        impl $crate::model::record::Plain for $name {
            const COLUMNS: &'static [&'static str] = &[ $( $( stringify!($field), )* )* ];

            fn marks(&self) -> ($crate::model::Uid, $crate::model::Uid) {
                (self.uid, self.office)
            }

            fn cells(&self) -> Vec<$crate::model::record::Cell> {
                vec![ $( $( $crate::model::record::Value::cell(&self.$field), )* )* ]
            }

            fn from_cells(
                (uid, office): ($crate::model::Uid, $crate::model::Uid),
                cells: &mut dyn Iterator<Item = $crate::model::record::Cell>,
            ) -> Result<Self, &'static str> {
                Ok(Self {
                    uid,
                    office,
                    $( $( $field: cells
                        .next()
                        .and_then($crate::model::record::Value::of)
                        .ok_or(stringify!($field))?, )* )*
                })
            }

            fn links(&self) -> Vec<$crate::model::Uid> {
                [ $( $( $crate::model::record::Value::link(&self.$field), )* )* ]
                    .into_iter()
                    .flatten()
                    .collect()
            }
        }
    };
}
pub(crate) use record;
