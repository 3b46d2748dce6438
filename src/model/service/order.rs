//! `ServiceOrder` 服务订单: 群众点单 → 社区派单 → 部门领单 → 服务队接单 (plan line 79), then 完成 and 评单. Where an order stands
//! follows from its days; nobody sets a state by hand.

use crate::model::Uid;
use crate::model::change::Table;
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
    /// A wish of residents on its way to becoming an event.
    ServiceOrder, "服务订单" {
        "点单" {
            title: String, "需求", Kind::Line, required, searched, column(220.0);
            asked_on: Option<Date>, "点单日期", Kind::Day, column(96.0);
            asked_by: String, "点单人", Kind::Line, searched, personal;
            phone: String, "联系电话", Kind::Phone, personal, searched;
            community: Option<Uid>, "所在社区", Kind::Community, searched, column(100.0);
            channel: String, "来源", Kind::Choice("order_channel"), carried;
            service: String, "服务类型", Kind::Choice("service_type"), searched, column(96.0), carried;
            place: String, "服务地点", Kind::Line;
            wanted_on: Option<Date>, "期望日期", Kind::Day, column(96.0);
        }
        "派单、领单、接单" {
            sent_on: Option<Date>, "派单日期", Kind::Day;
            sent_to: String, "派往部门", Kind::Line, searched, column(120.0);
            claimed_on: Option<Date>, "领单日期", Kind::Day;
            taken_on: Option<Date>, "接单日期", Kind::Day;
            team: Option<Uid>, "接单服务队", Kind::Team, searched, column(140.0);
            /// One line a refusal: day, who, why. Written when an order is sent back.
            refusals: Vec<String>, "退回记录", Kind::Lines;
            cancelled_on: Option<Date>, "撤单日期", Kind::Day;
        }
        "完成、评单" {
            done_on: Option<Date>, "完成日期", Kind::Day;
            event: Option<Uid>, "形成的活动", Kind::Link(Table::Event);
            rated_on: Option<Date>, "评单日期", Kind::Day;
            stars: Option<u32>, "评分（1至5）", Kind::Number, column(80.0);
            comment: String, "评价", Kind::Lines;
            measures: Vec<String>, "对应措施", Kind::Measures;
            remark: String, "备注", Kind::Lines;
        }
    }
}

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Asked for, not yet sent to anybody.
    Asked,
    /// Sent to a department.
    Sent,
    /// The department took it up.
    Claimed,
    /// A team took it.
    Taken,
    /// Carried out, not rated.
    Done,
    /// Rated.
    Rated,
    /// Called off.
    Cancelled,
}

impl Stage {
    /// All stages in the order of the board.
    pub const ALL: [Self; 7] = [
        Self::Asked,
        Self::Sent,
        Self::Claimed,
        Self::Taken,
        Self::Done,
        Self::Rated,
        Self::Cancelled,
    ];

    /// What the board calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Asked => "待派单",
            Self::Sent => "待领单",
            Self::Claimed => "待接单",
            Self::Taken => "服务中",
            Self::Done => "待评单",
            Self::Rated => "已评单",
            Self::Cancelled => "已撤单",
        }
    }

    /// What brings an order on from here.
    pub fn next_verb(self) -> Option<&'static str> {
        match self {
            Self::Asked => Some("派单"),
            Self::Sent => Some("领单"),
            Self::Claimed => Some("接单"),
            Self::Taken => Some("完成"),
            Self::Done => Some("评单"),
            Self::Rated | Self::Cancelled => None,
        }
    }

    /// Whether somebody still has to do something.
    pub fn is_open(self) -> bool {
        self.next_verb().is_some()
    }
}

impl ServiceOrder {
    // The walk of an order: each stage with the field that says when it came there.
    fn steps(&self) -> impl Iterator<Item = (Stage, &'static str, Date)> {
        [
            (Stage::Asked, "asked_on", self.asked_on),
            (Stage::Sent, "sent_on", self.sent_on),
            (Stage::Claimed, "claimed_on", self.claimed_on),
            (Stage::Taken, "taken_on", self.taken_on),
            (Stage::Done, "done_on", self.done_on),
            (Stage::Rated, "rated_on", self.rated_on),
        ]
        .into_iter()
        .filter_map(|(stage, key, day)| Some((stage, key, day?)))
    }

    /// Where it stands.
    pub fn stage(&self) -> Stage {
        if self.cancelled_on.is_some() {
            return Stage::Cancelled;
        }
        self.steps()
            .last()
            .map_or(Stage::Asked, |(stage, ..)| stage)
    }

    /// The day it came to where it stands.
    pub fn since(&self) -> Option<Date> {
        match self.stage() {
            Stage::Cancelled => self.cancelled_on,
            Stage::Asked => self.refused_on().or(self.asked_on),
            _ => self.steps().last().map(|(.., day)| day),
        }
    }

    /// Days in its present stage.
    pub fn waiting(&self, today: Date) -> Option<i64> {
        Some(i64::from((today - self.since()?).get_days()))
    }

    /// Days spent in each stage it has passed, with the name of the stage.
    pub fn passed(&self) -> Vec<(Stage, i64)> {
        let left = self.steps().skip(1);
        self.steps()
            .zip(left)
            .map(|((stage, _, from), (.., to))| (stage, i64::from((to - from).get_days())))
            .collect()
    }

    fn refused_on(&self) -> Option<Date> {
        self.refusals.last()?.split(' ').next()?.parse().ok()
    }

    /// Bring it on by one step today. A step that was skipped has the same day.
    pub fn advance(&mut self, today: Date) {
        match self.stage() {
            Stage::Asked => self.sent_on = Some(today),
            Stage::Sent => self.claimed_on = Some(today),
            Stage::Claimed => self.taken_on = Some(today),
            Stage::Taken => self.done_on = Some(today),
            Stage::Done => self.rated_on = Some(today),
            Stage::Rated | Stage::Cancelled => {}
        }
    }

    /// Send it back with a reason: it waits for 派单 again, and what happened stays written down.
    pub fn refuse(&mut self, today: Date, reason: &str) {
        let who = if self.sent_to.is_empty() {
            "承接方"
        } else {
            &self.sent_to
        };
        self.refusals.push(format!("{today} {who}：{reason}"));
        self.sent_on = None;
        self.claimed_on = None;
        self.taken_on = None;
        self.sent_to.clear();
        self.team = None;
    }
}

impl Rules for ServiceOrder {
    fn own_title(&self) -> String {
        self.title.clone()
    }

    fn day(&self) -> Option<Date> {
        self.asked_on
    }

    // With its place, team and measures; only once a team has taken it.
    fn event(&self, directory: &Directory, today: Date) -> Option<Event> {
        let taken = matches!(self.stage(), Stage::Taken | Stage::Done);
        (self.event.is_none() && taken).then(|| Event {
            title: self.title.clone(),
            when: Some(When::day(self.done_on.or(self.wanted_on).unwrap_or(today))),
            place: self.place.clone(),
            community: self.community,
            organizer: directory.team_name(self.team),
            measures: self.measures.clone(),
            state: if self.done_on.is_some() {
                State::Held
            } else {
                State::Planned
            },
            ..Event::default()
        })
    }

    fn became(&mut self, event: Uid) {
        self.event = Some(event);
    }

    fn check(&self, _: &Directory) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.asked_on.is_none() {
            problems.push(Problem::doubt("asked_on", "没有点单日期，算不出等了几天"));
        }
        for ((.., before), (_, key, after)) in self.steps().zip(self.steps().skip(1)) {
            if after < before {
                problems.push(Problem::error(key, "这一步的日期早于上一步"));
            }
        }
        if self.stars.is_some_and(|s| !(1..=5).contains(&s)) {
            problems.push(Problem::error("stars", "评分应为 1 至 5"));
        }
        if self.done_on.is_some() && self.event.is_none() {
            problems.push(Problem::doubt("event", "已完成，还没有对应的活动"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_refused_order_waits_again_and_remembers_why() {
        let mut order = ServiceOrder {
            asked_on: Some(date(2025, 3, 1)),
            ..ServiceOrder::default()
        };
        order.advance(date(2025, 3, 2));
        order.sent_to = "区卫健局".into();
        order.advance(date(2025, 3, 3));
        assert_eq!(order.stage(), Stage::Claimed);
        order.refuse(date(2025, 3, 5), "医生下乡");
        assert_eq!(order.stage(), Stage::Asked);
        assert_eq!(order.refusals, ["2025-03-05 区卫健局：医生下乡"]);
        assert_eq!(
            order.waiting(date(2025, 3, 9)),
            Some(4),
            "since the refusal"
        );
    }

    #[test]
    fn days_in_each_stage_are_told() {
        let order = ServiceOrder {
            asked_on: Some(date(2025, 3, 1)),
            sent_on: Some(date(2025, 3, 4)),
            taken_on: Some(date(2025, 3, 10)),
            ..ServiceOrder::default()
        };
        assert_eq!(order.passed(), [(Stage::Asked, 3), (Stage::Sent, 6)]);
        assert_eq!(order.stage(), Stage::Taken);
    }
}
