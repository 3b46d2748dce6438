//! The catalogue of a record's fields: label, kind, checks, how to show and read it, defined once.
//! Form, list column, search text, spreadsheet heading and import all loop over these entries.

use super::change::Table;
use super::directory::Directory;
use super::problem::Problem;

/// How a field is edited and checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line of text.
    Line,
    /// Several lines of text.
    Lines,
    /// A whole number.
    Number,
    /// An amount in yuan.
    Money,
    /// A length in hours.
    Hours,
    /// One day.
    Day,
    /// Day, hours, perhaps a last day.
    When,
    /// One of a list (key in `assets/lists`).
    Choice(&'static str),
    /// Some of a list, parted by `、`.
    Choices(&'static str),
    /// A theme day of the calendar.
    ThemeDay,
    /// Measures of the plan by number, parted by `、`.
    Measures,
    /// A community of this office, by name.
    Community,
    /// A service team of this office, by name.
    Team,
    /// A telephone number.
    Phone,
    /// An identity number (GB 11643).
    IdNumber,
    /// 是 or 否.
    YesNo,
    /// A number with decimals.
    Decimal,
    /// A month.
    Month,
    /// Another record, by its name.
    Link(Table),
    /// An indicator of the yearly statistics form, by code or name.
    StatCode,
    /// Kept with the record and edited nowhere: it stands in no form, list or sheet.
    Hidden,
}

/// Whether a record can be saved without the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The record makes no sense without it.
    Required,
    /// May stay empty.
    Optional,
}

/// Whether a field's value is shown to everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exposure {
    /// May be shown.
    Open,
    /// Personal: masked on screen until asked, absent from what is published.
    Personal,
}

/// Whether a field's text is found by the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Find {
    /// Found by text and by 拼音首字母.
    Searched,
    /// Not part of the search.
    Skipped,
}

/// What a field of a new record is offered from the records before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// Nothing: each record has its own.
    Never,
    /// The values that stood in it before, while one types.
    Offered,
    /// These, and what the last record held: 沿用上一条.
    Carried,
}

/// One field of a record type `R`.
pub struct Field<R> {
    /// Stable ASCII key, the same in headings, JSON and drafts.
    pub key: &'static str,
    /// What the screen and the sheet call it.
    pub label: &'static str,
    /// Heading of the form section it stands in.
    pub section: &'static str,
    /// How it is edited and checked.
    pub kind: Kind,
    /// Whether it must be filled.
    pub need: Need,
    /// Whether it is personal.
    pub exposure: Exposure,
    /// Whether the search looks at it.
    pub find: Find,
    /// What it is offered from earlier records.
    pub again: Again,
    /// Width of its list column in points; 0 keeps it out of the list.
    pub column: f32,
    /// The text a clerk sees and edits.
    pub show: fn(&R, &Directory) -> String,
    /// Read what was typed into the record.
    pub read: fn(&mut R, &str, &Directory) -> Result<(), String>,
}

// Not derived: that would ask `R: Clone` of the record too.
impl<R> Clone for Field<R> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<R> Copy for Field<R> {}

impl<R> Field<R> {
    /// A field of plain text; the builder methods below make it more.
    pub const fn new(
        key: &'static str,
        label: &'static str,
        kind: Kind,
        show: fn(&R, &Directory) -> String,
        read: fn(&mut R, &str, &Directory) -> Result<(), String>,
    ) -> Self {
        Self {
            key,
            label,
            section: "",
            kind,
            need: Need::Optional,
            exposure: Exposure::Open,
            find: Find::Skipped,
            again: match kind {
                Kind::Line | Kind::Link(_) => Again::Offered,
                Kind::Community | Kind::Team => Again::Carried,
                _ => Again::Never,
            },
            column: 0.0,
            show,
            read,
        }
    }

    /// The record can't be saved without it. A line of text that must be there is the record's own name.
    pub const fn required(mut self) -> Self {
        self.need = Need::Required;
        if matches!(self.kind, Kind::Line) {
            self.again = Again::Never;
        }
        self
    }

    /// A new record may take it over from the last one.
    pub const fn carried(mut self) -> Self {
        self.again = Again::Carried;
        self
    }

    /// Nobody else has the same: a number, a note.
    pub const fn own(mut self) -> Self {
        self.again = Again::Never;
        self
    }

    /// Personal data.
    pub const fn personal(mut self) -> Self {
        self.exposure = Exposure::Personal;
        self
    }

    /// Found by the search.
    pub const fn searched(mut self) -> Self {
        self.find = Find::Searched;
        self
    }

    /// Shown in the list, `width` points wide.
    pub const fn column(mut self, width: f32) -> Self {
        self.column = width;
        self
    }

    /// Stands in the form under this heading.
    pub const fn section(mut self, title: &'static str) -> Self {
        self.section = title;
        self
    }
}

/// What a form edits: one record, or a person together with one role.
pub trait Form: Clone + Default + 'static {
    /// What one of them is called: 科普活动.
    const NAME: &'static str;

    /// The fields in the order of the form.
    fn fields() -> &'static [Field<Self>];

    /// One line that tells this record from others, for lists, toasts and the history.
    fn title(&self) -> String;

    /// Checks that look at several fields at once.
    fn check(&self, directory: &Directory) -> Vec<Problem>;

    /// The field with this key.
    fn field(key: &str) -> Option<&'static Field<Self>> {
        Self::fields().iter().find(|f| f.key == key)
    }

    /// All problems: empty required fields, then the record's own checks.
    fn problems(&self, directory: &Directory) -> Vec<Problem> {
        let mut problems: Vec<Problem> = Self::fields()
            .iter()
            .filter(|f| f.need == Need::Required && (f.show)(self, directory).trim().is_empty())
            .map(|f| Problem::error(f.key, format!("请填写{}", f.label)))
            .collect();
        problems.extend(self.check(directory));
        problems
    }

    /// The texts the search looks at, one after another.
    fn search_text(&self, directory: &Directory) -> String {
        let mut text = String::new();
        for field in Self::fields().iter().filter(|f| f.find == Find::Searched) {
            text.push_str(&(field.show)(self, directory));
            text.push('\n');
        }
        text
    }
}
