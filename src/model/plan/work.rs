//! Task 任务 and `WorkItem` 年度计划: what this office makes of the plan's measures, and when (plan lines 89-90).

use crate::model::Uid;
use crate::model::change::Table;
use crate::model::day::Month;
use crate::model::day::When;
use crate::model::directory::Directory;
use crate::model::events::Event;
use crate::model::events::State;
use crate::model::field::Kind;
use crate::model::problem::Problem;
use crate::model::record::Rules;
use crate::model::record::record;
use jiff::civil::Date;

record! {
    /// The office's own word on a measure: its duty, who is responsible. Without one the plan's hint holds.
    Task, "任务分工" {
        "任务" {
            measures: Vec<String>, "措施", Kind::Measures, required, searched, column(90.0);
            duty: String, "本单位职责", Kind::Choice("duty"), column(96.0);
            reason: String, "原因或说明", Kind::Line, searched, column(220.0);
            owner: String, "责任人", Kind::Line, searched, column(90.0), carried;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for Task {
    fn own_title(&self) -> String {
        self.measures.join("、")
    }

    fn check(&self, directory: &Directory) -> Vec<Problem> {
        let twin = |t: &Self| {
            t.uid != self.uid
                && directory.same_office(t.office, self.office)
                && t.measures.iter().any(|m| self.measures.contains(m))
        };
        if directory.ledger.tasks.values().any(|t| twin(t)) {
            vec![Problem::error("measures", "这项措施已有分工，请改原来那条")]
        } else {
            Vec::new()
        }
    }
}

record! {
    /// A line of the year's plan; becomes an event with one keystroke.
    WorkItem, "年度计划" {
        "计划" {
            title: String, "工作内容", Kind::Line, required, searched, column(230.0);
            month: Option<Month>, "计划月份", Kind::Month, column(80.0);
            measures: Vec<String>, "对应措施", Kind::Measures, column(90.0);
            theme_day: String, "主题日", Kind::ThemeDay, searched;
            form: String, "活动形式", Kind::Choice("event_form"), carried;
            community: Option<Uid>, "所在社区", Kind::Community, column(100.0);
            owner: String, "责任人", Kind::Line, searched, column(80.0), carried;
            state: String, "状态", Kind::Choice("work_state"), column(70.0);
            event: Option<Uid>, "形成的活动", Kind::Link(Table::Event);
            remark: String, "备注", Kind::Lines;
        }
    }
}

/// State of a work item that is finished.
pub const DONE: &str = "已完成";
/// State of a work item that will not be done.
pub const DROPPED: &str = "取消";

impl WorkItem {
    /// Whether it still wants doing.
    pub fn is_open(&self) -> bool {
        self.state != DONE && self.state != DROPPED
    }
}

impl Rules for WorkItem {
    fn own_title(&self) -> String {
        self.title.clone()
    }

    fn day(&self) -> Option<Date> {
        self.month.and_then(Month::first)
    }

    fn event(&self, _: &Directory, today: Date) -> Option<Event> {
        // The day is not known yet: today when its month has come, else the month's first day.
        let first = self
            .day()
            .filter(|d| d.first_of_month() != today.first_of_month());
        (self.event.is_none() && self.is_open()).then(|| Event {
            title: self.title.clone(),
            when: Some(When::day(first.unwrap_or(today))),
            theme_day: self.theme_day.clone(),
            form: self.form.clone(),
            community: self.community,
            measures: self.measures.clone(),
            state: State::Planned,
            ..Event::default()
        })
    }

    fn became(&mut self, event: Uid) {
        self.event = Some(event);
        self.state = "进行中".into();
    }

    fn check(&self, _: &Directory) -> Vec<Problem> {
        if self.month.is_none() {
            vec![Problem::doubt("month", "没有计划月份，不会列入年度计划表")]
        } else {
            Vec::new()
        }
    }
}

record! {
    /// Dates and theme text of a theme day in one year, over what the calendar of the program says.
    ThemeYear, "主题日历" {
        "主题日" {
            name: String, "主题日", Kind::ThemeDay, required, searched, column(170.0);
            from: Option<Date>, "开始日期", Kind::Day, required, column(96.0);
            to: Option<Date>, "结束日期", Kind::Day, column(96.0);
            theme: String, "当年主题", Kind::Line, searched, column(230.0);
            source: String, "来源", Kind::Line;
            remark: String, "备注", Kind::Lines;
        }
    }
}

impl Rules for ThemeYear {
    fn own_title(&self) -> String {
        let year = self.from.map(|d| format!("{}年", d.year()));
        format!("{}{}", year.unwrap_or_default(), self.name)
    }

    fn day(&self) -> Option<Date> {
        self.from
    }

    fn check(&self, _: &Directory) -> Vec<Problem> {
        match (self.from, self.to) {
            (Some(from), Some(to)) if to < from => {
                vec![Problem::error("to", "结束日期早于开始日期")]
            }
            _ => Vec::new(),
        }
    }
}
