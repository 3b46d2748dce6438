//! Membership 成员经历 and Credit 培训表彰评价: what 志愿服务条例 art. 19 asks to be written down beside the hours.

use crate::model::Uid;
use crate::model::change::Table;
use crate::model::directory::Directory;
use crate::model::field::Kind;
use crate::model::problem::Problem;
use crate::model::record::Rules;
use crate::model::record::record;
use jiff::civil::Date;

record! {
    /// Somebody in a team for some time. The volunteer's form shows the present team; this is the past and the duty.
    Membership, "成员经历" {
        "经历" {
            person: Option<Uid>, "姓名", Kind::Link(Table::Person), required, searched, column(110.0);
            team: Option<Uid>, "服务队", Kind::Team, required, searched, column(190.0);
            duty: String, "队内职务", Kind::Choice("team_duty"), column(90.0);
            from: Option<Date>, "加入日期", Kind::Day, column(96.0);
            to: Option<Date>, "离开日期", Kind::Day, column(96.0);
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Membership {
    fn own_title(&self) -> String {
        let from = self.from.map(|d| d.to_string()).unwrap_or_default();
        format!("{from} {}", self.duty).trim().to_owned()
    }

    fn check(&self, _: &Directory) -> Vec<Problem> {
        match (self.from, self.to) {
            (Some(from), Some(to)) if to < from => {
                vec![Problem::error("to", "离开日期早于加入日期")]
            }
            _ => Vec::new(),
        }
    }
}

record! {
    /// A training attended, an award, an evaluation or a breach of a volunteer (art. 19: records beside the service).
    Credit, "培训表彰评价" {
        "记录" {
            person: Option<Uid>, "姓名", Kind::Link(Table::Person), required, searched, column(100.0);
            kind: String, "类别", Kind::Choice("credit_kind"), required, searched, column(90.0), carried;
            day: Option<Date>, "日期", Kind::Day, column(96.0);
            content: String, "内容", Kind::Line, searched, column(220.0);
            by: String, "组织或授予单位", Kind::Line, searched, column(120.0), carried;
            minutes: Option<u32>, "学时（小时）", Kind::Hours;
            score: Option<u32>, "评分（1至5）", Kind::Number;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Credit {
    fn own_title(&self) -> String {
        format!("{} {}", self.kind, self.content).trim().to_owned()
    }

    fn day(&self) -> Option<Date> {
        self.day
    }

    fn check(&self, _: &Directory) -> Vec<Problem> {
        if self.score.is_some_and(|s| !(1..=5).contains(&s)) {
            vec![Problem::error("score", "评分应为 1 至 5")]
        } else {
            Vec::new()
        }
    }
}
