//! Money 经费 and Budget 预算 (plan line 91; 科普法 art. 44).

use crate::model::Uid;
use crate::model::change::Table;
use crate::model::directory::Directory;
use crate::model::field::Kind;
use crate::model::number::Fen;
use crate::model::problem::Problem;
use crate::model::record::Rules;
use crate::model::record::record;
use jiff::civil::Date;

/// The direction of money that comes in.
pub const INCOME: &str = "收入";

record! {
    /// One income or expense, as the voucher says it.
    Money, "经费收支" {
        "收支" {
            title: String, "摘要", Kind::Line, required, searched, column(210.0);
            day: Option<Date>, "日期", Kind::Day, column(96.0);
            direction: String, "收支", Kind::Choice("direction"), required, column(60.0), carried;
            amount: Option<Fen>, "金额（元）", Kind::Money, required, column(90.0);
            source: String, "来源", Kind::Choice("fund_source"), searched, column(110.0), carried;
            purpose: String, "用途", Kind::Choice("fund_purpose"), searched, column(110.0), carried;
            voucher: String, "凭证号", Kind::Line, searched, column(90.0), own;
            event: Option<Uid>, "对应活动", Kind::Link(Table::Event);
            donor: String, "捐赠方", Kind::Line, searched;
            beneficiaries: Option<u32>, "受益人次", Kind::Number;
            measures: Vec<String>, "对应措施", Kind::Measures;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Money {
    /// Whether it came in.
    pub fn is_income(&self) -> bool {
        self.direction == INCOME
    }
}

impl Rules for Money {
    fn own_title(&self) -> String {
        self.title.clone()
    }

    fn day(&self) -> Option<Date> {
        self.day
    }

    fn check(&self, directory: &Directory) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.day.is_none() {
            problems.push(Problem::doubt("day", "没有日期，不会计入任何年度"));
        }
        if self.is_income() && self.event.is_some() {
            problems.push(Problem::doubt("event", "收入一般不对应某场活动"));
        }
        let twin = |m: &Self| {
            m.uid != self.uid
                && directory.same_office(m.office, self.office)
                && !self.voucher.is_empty()
                && m.voucher == self.voucher
                && m.day == self.day
                && m.amount == self.amount
        };
        if directory.ledger.money.values().any(|m| twin(m)) {
            problems.push(Problem::doubt("voucher", "同一凭证号、日期和金额已登记过"));
        }
        problems
    }
}

record! {
    /// What was asked for, granted and paid out in a year.
    Budget, "经费预算" {
        "预算" {
            item: String, "项目", Kind::Line, required, searched, column(210.0);
            year: Option<u32>, "年度", Kind::Number, required, column(60.0);
            source: String, "来源", Kind::Choice("fund_source"), searched, column(110.0), carried;
            requested: Option<Fen>, "申请（元）", Kind::Money, column(96.0);
            approved: Option<Fen>, "批复（元）", Kind::Money, column(96.0);
            paid: Option<Fen>, "到位（元）", Kind::Money, column(96.0);
            measures: Vec<String>, "对应措施", Kind::Measures;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Budget {
    fn own_title(&self) -> String {
        let year = self.year.map(|y| format!("{y}年")).unwrap_or_default();
        format!("{year}{}", self.item)
    }

    fn check(&self, _: &Directory) -> Vec<Problem> {
        match (self.approved, self.paid) {
            (Some(approved), Some(paid)) if paid > approved => {
                vec![Problem::doubt("paid", "到位数多于批复数")]
            }
            _ => Vec::new(),
        }
    }
}
