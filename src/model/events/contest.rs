//! Contest 竞赛, its entries 参赛 and Work 科普作品: kinds of doing with counts of their own (plan lines 22, 38, 56).

use crate::model::Uid;
use crate::model::change::Table;
use crate::model::field::Kind;
use crate::model::record::Rules;
use crate::model::record::record;
use jiff::civil::Date;

record! {
    /// A contest the office holds or sends people to.
    Contest, "竞赛" {
        "竞赛" {
            title: String, "竞赛名称", Kind::Line, required, searched, column(230.0);
            start: Option<Date>, "日期", Kind::Day, column(96.0);
            kind: String, "竞赛类别", Kind::Choice("contest_kind"), searched, column(130.0);
            level: String, "级别", Kind::Choice("level"), column(70.0);
            host: String, "主办单位", Kind::Line, searched, column(130.0), carried;
            event: Option<Uid>, "对应活动", Kind::Link(Table::Event);
            measures: Vec<String>, "对应措施", Kind::Measures;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Contest {
    fn own_title(&self) -> String {
        self.title.clone()
    }
    fn day(&self) -> Option<Date> {
        self.start
    }
}

record! {
    /// One entry of a contest with its result.
    ContestEntry, "参赛" {
        "参赛" {
            entrant: String, "参赛者", Kind::Line, required, searched, column(110.0);
            contest: Option<Uid>, "竞赛", Kind::Link(Table::Contest), searched, column(190.0), carried;
            unit: String, "学校或单位", Kind::Line, searched, column(130.0), carried;
            community: Option<Uid>, "所在社区", Kind::Community, column(100.0);
            group: String, "人群", Kind::Choice("audience"), carried;
            work: String, "作品或项目", Kind::Line, searched, column(130.0);
            coach: String, "指导老师", Kind::Line, searched;
            result: String, "结果", Kind::Choice("contest_result"), column(80.0);
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for ContestEntry {
    fn own_title(&self) -> String {
        format!("{}{}", self.entrant, self.result)
    }
}

record! {
    /// A piece of popular science made here.
    Work, "科普作品" {
        "作品" {
            title: String, "作品名称", Kind::Line, required, searched, column(220.0);
            author: String, "作者", Kind::Line, searched, column(110.0);
            kind: String, "形式", Kind::Choice("work_kind"), searched, column(90.0);
            field: String, "领域", Kind::Choice("topic"), column(110.0);
            made_on: Option<Date>, "完成日期", Kind::Day, column(96.0);
            published_in: String, "发表或展出", Kind::Line, searched;
            contest: Option<Uid>, "参加的竞赛", Kind::Link(Table::Contest);
            measures: Vec<String>, "对应措施", Kind::Measures;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Work {
    fn own_title(&self) -> String {
        self.title.clone()
    }
    fn day(&self) -> Option<Date> {
        self.made_on
    }
}
