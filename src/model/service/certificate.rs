//! Certificate 志愿服务证明: what was certified to whom under which number (志愿服务记录与证明出具办法, 民政部令第67号;
//! contents by 民发〔2015〕149号). A number is never used twice, not even after its certificate was taken back.

use crate::model::Uid;
use crate::model::change::Table;
use crate::model::directory::Directory;
use crate::model::field::Kind;
use crate::model::period::Period;
use crate::model::problem::Problem;
use crate::model::record::Rules;
use crate::model::record::record;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;

record! {
    /// One certificate as it was issued.
    Certificate, "证明登记" {
        "证明" {
            number: String, "证明编号", Kind::Line, required, searched, column(120.0);
            person: Option<Uid>, "志愿者", Kind::Link(Table::Person), column(100.0);
            name: String, "姓名", Kind::Line, searched;
            issued_on: Option<Date>, "出具日期", Kind::Day, column(96.0);
            from: Option<Date>, "服务期间起", Kind::Day, column(96.0);
            to: Option<Date>, "服务期间止", Kind::Day, column(96.0);
            minutes: Option<u32>, "合计小时", Kind::Hours, column(80.0);
            state: String, "状态", Kind::Choice("certificate_state"), column(70.0);
        }
        "办理" {
            applied_on: Option<Date>, "申请日期", Kind::Day;
            purpose: String, "用途", Kind::Line, searched, column(120.0);
            handler: String, "经办人", Kind::Line, carried;
            head: String, "负责人", Kind::Line, carried;
            shown_from: Option<Date>, "公示起", Kind::Day;
            shown_to: Option<Date>, "公示止", Kind::Day;
            received_by: String, "领取人", Kind::Line;
            remark: String, "其他说明", Kind::Lines;
            /// The service lines as they were certified, as JSON.
            services: String, "服务明细", Kind::Hidden;
        }
    }
}

/// One line of service as it was certified: what a reprint says, whatever the ledger says today.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceLine {
    /// The day.
    pub day: Option<Date>,
    /// The event.
    pub event: Uid,
    /// What the event was called.
    pub title: String,
    /// What was done: the service type, or the form of the event.
    pub content: String,
    /// Minutes that count, without the way there and back.
    pub minutes: u32,
}

/// State of a certificate that was taken back; its number stays used.
pub const VOID: &str = "作废";
/// State of a certificate that holds.
pub const VALID: &str = "有效";

impl Certificate {
    /// The lines as they were certified.
    pub fn lines(&self) -> Vec<ServiceLine> {
        serde_json::from_str(&self.services).unwrap_or_default()
    }

    /// Whether it holds.
    pub fn stands(&self) -> bool {
        self.state != VOID
    }

    /// Whether it certifies exactly these days.
    pub fn is_of(&self, period: &Period) -> bool {
        self.from == Some(period.from) && self.to == Some(period.to)
    }
}

impl Rules for Certificate {
    fn own_title(&self) -> String {
        [self.number.as_str(), self.name.as_str()].join(" ")
    }

    fn day(&self) -> Option<Date> {
        self.issued_on
    }

    fn check(&self, directory: &Directory) -> Vec<Problem> {
        let twin = |c: &Self| {
            c.uid != self.uid
                && c.number == self.number
                && directory.same_office(c.office, self.office)
        };
        if directory.ledger.certificates.values().any(|c| twin(c)) {
            vec![Problem::error("number", "这个证明编号已用过")]
        } else {
            Vec::new()
        }
    }
}
