//! How the office is measured: indicators, honours, criteria of creations and of the district's table, inspections.

pub mod count;
pub mod criteria;
pub mod form;
pub mod stat;

pub use criteria::CriteriaBook;
pub use criteria::CriteriaSheet;
pub use criteria::Criterion;
pub use criteria::Measured;
pub use form::FormBook;
pub use form::StatForm;
pub use stat::StatEntry;

use crate::model::Uid;
use crate::model::directory::Directory;
use crate::model::field::Kind;
use crate::model::problem::Problem;
use crate::model::record::Rules;
use crate::model::record::record;
use jiff::civil::Date;

record! {
    /// A figure that is entered with its source, or a target set for this office in a year.
    Indicator, "指标" {
        "指标" {
            name: String, "指标名称", Kind::Choice("indicator"), required, searched, column(190.0);
            year: Option<u32>, "年度", Kind::Number, required, column(60.0);
            target: Option<f64>, "本单位目标", Kind::Decimal, column(90.0);
            value: Option<f64>, "录入值", Kind::Decimal, column(80.0);
            source: String, "来源", Kind::Line, column(150.0), carried;
            as_of: Option<Date>, "发布日期", Kind::Day;
        }
        "对比" {
            district: Option<f64>, "全区", Kind::Decimal;
            city: Option<f64>, "全市", Kind::Decimal;
            province: Option<f64>, "全省", Kind::Decimal;
            nation: Option<f64>, "全国", Kind::Decimal;
            compared: String, "对比数来源", Kind::Line;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Indicator {
    fn own_title(&self) -> String {
        let year = self.year.map(|y| format!("{y}年")).unwrap_or_default();
        format!("{year}{}", self.name)
    }

    fn check(&self, directory: &Directory) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.value.is_some() && self.source.is_empty() {
            problems.push(Problem::doubt("source", "录入的数值没有写来源"));
        }
        let twin = |i: &Self| {
            i.uid != self.uid
                && i.name == self.name
                && i.year == self.year
                && directory.same_office(i.office, self.office)
        };
        if directory.ledger.indicators.values().any(|i| twin(i)) {
            problems.push(Problem::error("name", "这一年的这项指标已登记过"));
        }
        problems
    }
}

record! {
    /// An honour received.
    Honour, "表彰荣誉" {
        "荣誉" {
            title: String, "荣誉名称", Kind::Line, required, searched, column(220.0);
            day: Option<Date>, "授予日期", Kind::Day, column(96.0);
            receiver: String, "获得者", Kind::Line, searched, column(120.0);
            kind: String, "类别", Kind::Choice("honour_kind"), column(80.0);
            level: String, "级别", Kind::Choice("level"), column(70.0);
            given_by: String, "授予单位", Kind::Line, searched, column(130.0), carried;
            number: String, "文号", Kind::Line, own;
            community: Option<Uid>, "所在社区", Kind::Community;
            until: Option<Date>, "有效期至", Kind::Day;
            measures: Vec<String>, "对应措施", Kind::Measures;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Honour {
    fn own_title(&self) -> String {
        self.title.clone()
    }
    fn day(&self) -> Option<Date> {
        self.day
    }
}

record! {
    /// An effort for a title, or a year's assessment: a criteria sheet filled in for a subject.
    Creation, "创建与考核" {
        "对象" {
            sheet: String, "标准表", Kind::Choice("criteria"), required, searched, column(220.0), carried;
            subject: String, "对象", Kind::Line, searched, column(120.0);
            community: Option<Uid>, "社区（创建社区时）", Kind::Community, column(100.0);
            year: Option<u32>, "年度", Kind::Number, required, column(60.0);
            state: String, "状态", Kind::Choice("creation_state"), column(80.0);
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Creation {
    fn own_title(&self) -> String {
        let year = self.year.map(|y| format!("{y}年")).unwrap_or_default();
        format!("{year}{}{}", self.subject, self.sheet)
    }
}

record! {
    /// One row of a criteria sheet as the office judges it. What the ledger computes is shown beside it, not stored.
    AssessmentItem, "考核项目" {
        "项目" {
            creation: Option<Uid>, "所属创建或考核", Kind::Hidden;
            row: String, "序号", Kind::Hidden;
            met: String, "是否达到", Kind::Choice("met");
            score: Option<f64>, "自评分", Kind::Decimal;
            evidence: Vec<String>, "佐证编号", Kind::Line, own;
            remark: String, "说明", Kind::Lines;
        }
    }
}

impl Rules for AssessmentItem {
    fn own_title(&self) -> String {
        format!("第{}项", self.row)
    }
}

record! {
    /// A finding of an inspection and what became of it (plan lines 87, 92: 查找薄弱环节，解决突出问题).
    Inspection, "检查整改" {
        "检查" {
            title: String, "发现的问题", Kind::Line, required, searched, column(230.0);
            day: Option<Date>, "检查日期", Kind::Day, column(96.0);
            by: String, "检查单位", Kind::Line, searched, column(110.0), carried;
            community: Option<Uid>, "所在社区", Kind::Community;
            remedy: String, "整改措施", Kind::Lines;
            owner: String, "责任人", Kind::Line, searched, column(80.0);
            due_on: Option<Date>, "整改期限", Kind::Day, column(96.0);
            closed_on: Option<Date>, "销号日期", Kind::Day, column(96.0);
            measures: Vec<String>, "对应措施", Kind::Measures;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Inspection {
    fn own_title(&self) -> String {
        self.title.clone()
    }

    fn day(&self) -> Option<Date> {
        self.day
    }

    fn check(&self, _: &Directory) -> Vec<Problem> {
        match (self.day, self.closed_on) {
            (Some(from), Some(to)) if to < from => {
                vec![Problem::error("closed_on", "销号日期早于检查日期")]
            }
            _ => Vec::new(),
        }
    }
}

record! {
    /// Why a contradiction stands as it stands: asked for once, sent up with the tables (核实 asks for 说明).
    Explanation, "核实说明" {
        "说明" {
            what: String, "核实事项", Kind::Line, required, searched, column(300.0);
            text: String, "说明", Kind::Lines, searched, column(230.0);
            day: Option<Date>, "说明日期", Kind::Day, column(96.0);
            /// The record it is about.
            about: Option<crate::model::Uid>, "所属记录", Kind::Hidden;
        }
    }
}

impl Rules for Explanation {
    fn own_title(&self) -> String {
        self.what.clone()
    }
    fn day(&self) -> Option<Date> {
        self.day
    }
}
