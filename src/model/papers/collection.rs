//! Collection 收数: a round of blank workbooks the office handed out to its communities, and what came back of them. The
//! [`Mark`] travels inside each workbook, so that a returned one is recognised under whatever name it comes.

use crate::model::Uid;
use crate::model::field::Kind;
use crate::model::record::Rules;
use crate::model::record::record;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;

record! {
    /// One round. Nothing of it is typed: it stands in no register and is changed by handing out and taking back.
    Collection, "收数" {
        "收数" {
            title: String, "名称", Kind::Line, required, searched, column(220.0);
            day: Option<Date>, "发出日期", Kind::Day, column(96.0);
            due: Option<Date>, "交回期限", Kind::Day, column(96.0);
            year: Option<u32>, "年度", Kind::Number, column(60.0);
            /// Words of the registers, as on the command line.
            registers: Vec<String>, "表格", Kind::Lines;
        }
        "收回" {
            /// The workbooks and their returns, as JSON.
            sheets: String, "发出的表", Kind::Hidden;
        }
    }
}

/// One workbook of a round.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Handed {
    /// The community it is for; none for the one of the whole office.
    pub community: Option<Uid>,
    /// The name it was handed out under.
    pub name: String,
    /// Its returns, oldest first.
    pub returns: Vec<Return>,
}

/// One return of a workbook.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Return {
    /// The day it was taken in.
    pub day: Option<Date>,
    /// The file it came as.
    pub file: String,
    /// Rows in it that hold a record.
    pub rows: u32,
    /// Rows that made a record.
    pub new: u32,
    /// Rows that changed one.
    pub changed: u32,
    /// Rows that wait for a decision.
    pub doubtful: u32,
    /// Rows that were not taken in.
    pub refused: u32,
    /// The records its rows stand for: what the next return is held against.
    pub records: Vec<Returned>,
}

/// A row that came back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Returned {
    /// Word of the register.
    pub register: String,
    /// The record.
    pub uid: Uid,
    /// Its title or name.
    pub title: String,
}

/// How a workbook of a round stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Not back, and not due.
    Waiting,
    /// Not back, days after it was due.
    Overdue(i32),
    /// Back; days after it was due, 0 in time.
    Back(i32),
}

impl Standing {
    /// What the screen calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Waiting => "未交",
            Self::Overdue(_) => "逾期",
            Self::Back(_) => "已交",
        }
    }

    /// Days after it was due.
    pub fn days_late(self) -> i32 {
        match self {
            Self::Waiting => 0,
            Self::Overdue(days) | Self::Back(days) => days,
        }
    }
}

impl Collection {
    /// The workbooks in the order they were handed out; none when they can't be read.
    pub fn handed(&self) -> Vec<Handed> {
        serde_json::from_str(&self.sheets).unwrap_or_default()
    }

    /// How a workbook of this round stands.
    pub fn standing(&self, handed: &Handed, today: Date) -> Standing {
        let late = |day: Date| self.due.map_or(0, |due| (day - due).get_days().max(0));
        match handed.returns.first() {
            Some(first) => Standing::Back(first.day.map_or(0, late)),
            None if late(today) > 0 => Standing::Overdue(late(today)),
            None => Standing::Waiting,
        }
    }
}

impl Rules for Collection {
    fn own_title(&self) -> String {
        self.title.clone()
    }
    fn day(&self) -> Option<Date> {
        self.day
    }
}

/// Name of the hidden sheet that carries the mark, and the choices behind the drop-downs.
pub const MARK_SHEET: &str = "kepu";

/// First line of a mark, with the version of its grammar.
const MARK_HEAD: &str = "kepu-collect 1";

/// What a workbook says of itself: one line a fact, in the first column of a hidden sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mark {
    /// The round.
    pub round: Uid,
    /// The office that handed it out.
    pub office: Uid,
    /// The community it is for; nil for the whole office.
    pub community: Uid,
    /// Name of the community or the office.
    pub name: String,
    /// Words of the registers in it.
    pub registers: Vec<String>,
}

impl Mark {
    /// The lines that are written.
    pub fn lines(&self) -> Vec<String> {
        vec![
            MARK_HEAD.to_owned(),
            format!("round={}", self.round),
            format!("office={}", self.office),
            format!("community={}", self.community),
            format!("registers={}", self.registers.join(",")),
            format!("name={}", self.name),
        ]
    }

    /// Read back what [`Self::lines`] gave; none when it is no mark of ours.
    pub fn read<'l>(mut lines: impl Iterator<Item = &'l str>) -> Option<Self> {
        if lines.next()? != MARK_HEAD {
            return None;
        }
        let mut mark = Self::default();
        for line in lines {
            let Some((key, value)) = line.split_once('=') else {
                continue;
            };
            match key {
                "round" => mark.round = value.parse().ok()?,
                "office" => mark.office = value.parse().ok()?,
                "community" => mark.community = value.parse().ok()?,
                "registers" => {
                    mark.registers = value.split(',').map(str::to_owned).collect();
                }
                "name" => value.clone_into(&mut mark.name),
                _ => {}
            }
        }
        (!mark.round.is_nil() && !mark.office.is_nil()).then_some(mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_reads_back_and_a_strange_sheet_is_none() {
        let mark = Mark {
            round: Uid::fresh(),
            office: Uid::fresh(),
            community: Uid::default(),
            name: "湖滨=街道".into(),
            registers: vec!["events".into(), "officers".into()],
        };
        let lines = mark.lines();
        assert_eq!(Mark::read(lines.iter().map(String::as_str)), Some(mark));
        assert_eq!(Mark::read(["活动名称", "round=x"].into_iter()), None);
        assert_eq!(Mark::read([MARK_HEAD].into_iter()), None);
    }
}
