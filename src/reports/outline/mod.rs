//! The content of a report: title, blocks, sign-off. Says nothing of millimetres or fonts.

pub mod letter;
pub mod picture;

pub use letter::Letter;
pub use letter::Paragraph;
pub use picture::Photo;
pub use picture::PhotoLayout;
pub use picture::Photos;
pub use picture::Picture;
pub use picture::Plot;
pub use picture::PlotBar;

use crate::model::Uid;
use crate::model::papers::Document;
use std::sync::Arc;

/// How the paper lies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Paper {
    /// A4 upright.
    #[default]
    Portrait,
    /// A4 lying, for meetings and single sheets.
    Landscape,
    /// A4 upright with the content turned, to be bound with a document (横排表格, GB/T 9704-2012 clause 8).
    Turned,
}

impl Paper {
    /// All ways in the order of the screen.
    pub const ALL: [Self; 3] = [Self::Portrait, Self::Landscape, Self::Turned];

    /// What the screen calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Portrait => "纵向",
            Self::Landscape => "横向",
            Self::Turned => "横排于纵向纸",
        }
    }
}

/// Records behind a figure, so that a click on it can list them.
pub type Source = Option<Arc<[Uid]>>;

/// A report before it becomes pages.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// Title in 小标宋.
    pub title: String,
    /// Line under the title at the left: 填报单位.
    pub left_line: String,
    /// Line under the title at the right: the period.
    pub right_line: String,
    /// How the paper lies.
    pub paper: Paper,
    /// A document's own parts; with them the report is set as one, not as a sheet.
    pub letter: Option<Letter>,
    /// What stands on it.
    pub blocks: Vec<Block>,
    /// 附注: what the figures mean.
    pub notes: Vec<String>,
    /// 填表人, 审核人, 单位负责人: label and name; empty prints no line.
    pub signers: Vec<(String, String)>,
    /// Date on the sign line, as words; empty prints none.
    pub date_line: String,
    /// What that date is called; 填报日期 when not said.
    pub date_label: String,
    /// Leave the place of the seal: （盖章）.
    pub sealed: bool,
    /// Sign and seal where a table or its notes go on to another page too (逐页盖章).
    pub each_page: bool,
    /// 附件, each on pages of its own with its own paper; pages are numbered on (GB/T 9704-2012 7.3.7).
    pub annexes: Vec<Self>,
    /// The text behind a text report, as it was used: saved, drafted or just being edited.
    pub document: Option<Box<Document>>,
    /// What stands at the foot of every page beside its number: the 校验码 of what went up.
    pub foot: String,
    /// Two upright pages stand on one lying sheet.
    pub booklet: bool,
    /// What the clerk should know before printing; not printed.
    pub remarks: Vec<String>,
}

impl Report {
    /// The date of the sign line with what it is called.
    pub fn dated(&self) -> String {
        let label = if self.date_label.is_empty() {
            "填报日期"
        } else {
            &self.date_label
        };
        format!("{label}：{}", self.date_line)
    }
}

/// A piece of content.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A table that may run over pages.
    Table(Table),
    /// A ruled form with labels and values.
    Form(Vec<FormRow>),
    /// What follows begins a page of its own, with this title.
    NewPage(String),
    /// Photos with captions, on pages of their own.
    Photos(Photos),
    /// A plot.
    Plot(Plot),
    /// Plain lines under each other, in the size of tables: what a form says before its blanks.
    Lines(Vec<String>),
    /// 附注 of the page it stands on, in the size of the notes at the end.
    Notes(Vec<String>),
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<TableRow>,
}

/// Where text stands in its column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    #[default]
    Centre,
    /// At the right, for numbers that are summed.
    Right,
}

/// How a column gets its width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fit {
    /// As wide as its longest text; never wraps.
    Tight,
    /// Takes this share of what is left; wraps.
    Share(f32),
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its heading.
    pub head: String,
    /// A heading over several neighbouring columns of the same text.
    pub group: String,
    /// Its width.
    pub fit: Fit,
    /// Its alignment.
    pub align: Align,
}

impl Column {
    /// A column that never wraps.
    pub fn tight(head: &str) -> Self {
        Self {
            head: head.into(),
            group: String::new(),
            fit: Fit::Tight,
            align: Align::Centre,
        }
    }

    /// A column of numbers.
    pub fn number(head: &str) -> Self {
        Self {
            align: Align::Right,
            ..Self::tight(head)
        }
    }

    /// A column of text that wraps.
    pub fn text(head: &str, share: f32) -> Self {
        Self {
            fit: Fit::Share(share),
            align: Align::Left,
            ..Self::tight(head)
        }
    }

    /// The same column under a common heading.
    #[must_use]
    pub fn under(mut self, group: &str) -> Self {
        group.clone_into(&mut self.group);
        self
    }
}

/// Whether a row is one of many or their sum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RowKind {
    /// A record.
    #[default]
    Normal,
    /// 合计.
    Total,
    /// A heading over the rows that follow: its one cell stands across the table.
    Group,
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TableRow {
    /// Its cells, one a column.
    pub cells: Vec<Cell>,
    /// Whether it is the sum.
    pub kind: RowKind,
}

impl TableRow {
    /// A heading across the table, over the rows that follow.
    pub fn group(name: &str) -> Self {
        Self {
            cells: vec![name.into()],
            kind: RowKind::Group,
        }
    }
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// Its text.
    pub text: String,
    /// The records behind it.
    pub source: Source,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, source: None }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            source: None,
        }
    }
}

impl Cell {
    /// A figure that leads back to its records.
    pub fn figure(text: &(impl ToString + ?Sized), records: impl Into<Arc<[Uid]>>) -> Self {
        Self {
            text: text.to_string(),
            source: Some(records.into()),
        }
    }
}

/// A row of a ruled form.
#[derive(Debug, Clone, PartialEq)]
pub struct FormRow {
    /// Label and value, side by side; each takes an equal part of the width.
    pub pairs: Vec<(String, String)>,
    /// Least height in lines, to leave room for writing.
    pub least_lines: u32,
}

impl FormRow {
    /// Pairs side by side.
    pub fn of<const N: usize>(pairs: [(&str, String); N]) -> Self {
        Self {
            pairs: pairs.into_iter().map(|(l, v)| (l.to_owned(), v)).collect(),
            least_lines: 1,
        }
    }

    /// The same row at least so many lines high.
    #[must_use]
    pub fn high(mut self, lines: u32) -> Self {
        self.least_lines = lines;
        self
    }
}
