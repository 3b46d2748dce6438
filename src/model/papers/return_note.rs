//! `ReturnNote` 退回意见: what the district wants mended in a submission. The district's word travels down in a return pack, the
//! office's answer travels up in its next submission, under one identity on both sides.

use crate::model::Uid;
use crate::model::change::Table;
use crate::model::directory::Directory;
use crate::model::field::Kind;
use crate::model::problem::Problem;
use crate::model::record::Rules;
use crate::model::record::record;
use jiff::civil::Date;
use std::str::FromStr as _;

record! {
    /// One note of a return: about the whole submission, a record of it, or a field of that record. Its `office` is the one
    /// that has to act on it, in the district's ledger as well.
    ReturnNote, "退回意见" {
        "退回" {
            text: String, "意见", Kind::Lines, required, searched, column(230.0);
            subject: String, "所指记录", Kind::Line, searched, column(180.0);
            field: String, "所指栏目", Kind::Line;
            submission: String, "所退上报", Kind::Line, searched;
            given_by: String, "退回单位", Kind::Line, searched;
            given_on: Option<Date>, "退回日期", Kind::Day, column(96.0);
        }
        "办理" {
            done_on: Option<Date>, "办结日期", Kind::Day, column(96.0);
            answer: String, "办理情况", Kind::Lines;
        }
        "出处" {
            /// Identity of the record it is about; empty for the whole submission. As text, for it is no link: the record may go.
            about: String, "所指", Kind::Hidden;
            /// Its table by name in the file.
            about_table: String, "所指种类", Kind::Hidden;
            /// Hash of the submission's manifest, in hexadecimal.
            hash: String, "所退上报的清单校验值", Kind::Hidden;
        }
    }
}

impl ReturnNote {
    /// Whether the office still has to act on it.
    pub fn is_open(&self) -> bool {
        self.done_on.is_none()
    }

    /// The record it is about.
    pub fn target(&self) -> Option<(Table, Uid)> {
        Some((
            Table::read(&self.about_table)?,
            Uid::from_str(&self.about).ok()?,
        ))
    }

    /// As the district gave it, without the office's answer.
    #[must_use]
    pub fn as_given(&self) -> Self {
        Self {
            done_on: None,
            answer: String::new(),
            ..self.clone()
        }
    }

    /// What it is about and what it says, in one line.
    pub fn line(&self) -> String {
        let mut subject = if self.subject.is_empty() {
            format!("整份上报“{}”", self.submission)
        } else {
            self.subject.clone()
        };
        if !self.field.is_empty() {
            subject = format!("{subject} · {}", self.field);
        }
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{subject}：{text}")
    }
}

impl Rules for ReturnNote {
    fn own_title(&self) -> String {
        self.text.lines().next().unwrap_or_default().to_owned()
    }

    // It has days, but stands in every pack until it is dealt with, whatever period the pack is of.
    fn day(&self) -> Option<Date> {
        None
    }

    fn check(&self, directory: &Directory) -> Vec<Problem> {
        // The district waits for the answer; only the office can give it.
        if self.is_open() && directory.same_office(self.office, directory.ledger.home) {
            vec![Problem::doubt("done_on", "退回的意见还没有办结")]
        } else {
            Vec::new()
        }
    }
}
