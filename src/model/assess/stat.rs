//! `StatEntry` 统计填报: what the office enters into the yearly statistics form where the ledger can't know it, and why a
//! figure moved. The form itself is data by year (`assets/forms/`).

use crate::model::directory::Directory;
use crate::model::field::Kind;
use crate::model::problem::Problem;
use crate::model::record::Rules;
use crate::model::record::record;

record! {
    /// One indicator of one year.
    StatEntry, "统计填报" {
        "统计填报" {
            year: Option<u32>, "统计年度", Kind::Number, required, column(80.0);
            code: String, "代码", Kind::StatCode, required, searched, column(90.0);
            name: String, "指标名称", Kind::Line, searched, column(240.0);
            value: Option<f64>, "数量", Kind::Decimal, column(90.0);
            /// The office has no such thing: printed as —.
            absent: bool, "没有这项", Kind::YesNo;
            source: String, "来源", Kind::Line, column(150.0);
            reason: String, "增减原因", Kind::Lines, column(150.0);
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for StatEntry {
    fn own_title(&self) -> String {
        let year = self.year.map(|y| format!("{y}年")).unwrap_or_default();
        format!("{year}{}{}", self.code, self.name)
    }

    fn check(&self, directory: &Directory) -> Vec<Problem> {
        let mut problems = Vec::new();
        let twin = |s: &Self| {
            s.uid != self.uid
                && s.code == self.code
                && s.year == self.year
                && directory.same_office(s.office, self.office)
        };
        if directory.ledger.stat_entries.values().any(|s| twin(s)) {
            problems.push(Problem::error("code", "这一年的这项指标已填过"));
        }
        if self.absent && self.value.is_some() {
            problems.push(Problem::error("absent", "填了数量就不能再勾“没有这项”"));
        }
        let form = self.year().and_then(|y| directory.book.forms.of(y));
        if form.is_some_and(|f| !self.code.is_empty() && !f.takes(&self.code)) {
            problems.push(Problem::doubt("code", "这一年的统计表里没有这个代码"));
        }
        problems
    }
}

impl StatEntry {
    /// Write the code as the form does and take the name from the form of the year where none was given; done before it
    /// is written, whatever door it came through.
    pub fn complete(&mut self, directory: &Directory) {
        self.code = directory.stat_code(&self.code);
        if self.name.is_empty()
            && let Some(form) = self.year().and_then(|y| directory.book.forms.of(y))
            && let Some(row) = form.row(&self.code)
        {
            self.name.clone_from(&row.name);
        }
    }

    fn year(&self) -> Option<i16> {
        self.year.and_then(|y| i16::try_from(y).ok())
    }
}
