//! Incident 突发事件: what happened, and how soon the public was told what to do (plan line 76; 科普法 art. 33).

use crate::model::Uid;
use crate::model::change::Table;
use crate::model::directory::Directory;
use crate::model::field::Kind;
use crate::model::problem::Problem;
use crate::model::record::Rules;
use crate::model::record::record;
use jiff::civil::Date;

record! {
    /// An emergency. Events and posts that answered it point here; the first of them is the first response.
    Incident, "突发事件" {
        "事件" {
            title: String, "事件名称", Kind::Line, required, searched, column(220.0);
            start: Option<Date>, "发生日期", Kind::Day, column(96.0);
            end: Option<Date>, "结束日期", Kind::Day, column(96.0);
            kind: String, "事件类别", Kind::Choice("incident_kind"), searched, column(110.0);
            level: String, "响应级别", Kind::Choice("incident_level"), column(80.0);
            topics: Vec<String>, "应急科普主题", Kind::Choices("emergency_topic"), searched, column(120.0);
            community: Option<Uid>, "所在社区", Kind::Community, column(100.0);
        }
        "应对" {
            actions: String, "已采取的科普措施", Kind::Lines;
            plan: Option<Uid>, "依据的预案", Kind::Link(Table::Paper);
            measures: Vec<String>, "对应措施", Kind::Measures;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Incident {
    fn own_title(&self) -> String {
        self.title.clone()
    }

    fn day(&self) -> Option<Date> {
        self.start
    }

    fn check(&self, _: &Directory) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.start.is_none() {
            problems.push(Problem::doubt(
                "start",
                "没有发生日期，算不出首次响应用了几天",
            ));
        }
        if let (Some(from), Some(to)) = (self.start, self.end)
            && to < from
        {
            problems.push(Problem::error("end", "结束日期早于发生日期"));
        }
        problems
    }
}
