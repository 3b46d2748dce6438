//! Event 科普活动: one entry that feeds every table. Its fields stand in `event_fields.rs`.

use super::event_fields;
use crate::model::day::When;
use crate::model::directory::Directory;
use crate::model::field::Field;
use crate::model::field::Form;
use crate::model::id::Uid;
use crate::model::number::Fen;
use crate::model::people::Pending;
use crate::model::problem::Problem;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;

/// Whether an event is still to come.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// 计划.
    Planned,
    /// 已开展; what old ledgers hold.
    #[default]
    Held,
    /// 取消; counted nowhere.
    Cancelled,
}

impl State {
    /// All states in the order of the screen.
    pub const ALL: [Self; 3] = [Self::Planned, Self::Held, Self::Cancelled];

    /// What the screen calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Planned => "计划",
            Self::Held => "已开展",
            Self::Cancelled => "取消",
        }
    }

    /// The state with this label.
    pub fn read(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.label() == label)
    }
}

/// How many of one audience group took part. Groups overlap: these are never summed (decisions.md 2).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupCount {
    /// 青少年, 老年人…
    pub group: String,
    /// Of the attendance.
    pub count: u32,
}

/// One science-popularisation event.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Event {
    /// Identity.
    pub uid: Uid,
    /// The office that keeps it.
    pub office: Uid,
    /// 活动名称.
    pub title: String,
    /// 活动时间; an event without a day belongs to no period.
    pub when: Option<When>,
    /// Where.
    pub place: String,
    /// The community it took place in or was for.
    pub community: Option<Uid>,
    /// 主办.
    pub host: String,
    /// 承办.
    pub organizer: String,
    /// 协办.
    pub co_organizer: String,
    /// 活动形式.
    pub form: String,
    /// 服务类型 of the 2024 guideline, for events at which volunteers served; empty follows from the form.
    pub service_type: String,
    /// 线上, 线下 or 线上线下.
    pub mode: String,
    /// 主题 of its own.
    pub theme: String,
    /// 主题日.
    pub theme_day: String,
    /// 服务对象: audience groups.
    pub groups: Vec<String>,
    /// How many of each group, where known.
    pub group_counts: Vec<GroupCount>,
    /// Measures of the plan it serves, by number.
    pub measures: Vec<String>,
    /// 内容主题.
    pub topics: Vec<String>,
    /// 应急科普五进 places.
    pub five_places: Vec<String>,
    /// 参加人次, all of it; empty means not known.
    pub attendance: Option<u32>,
    /// The words when the number was not exact (约120人).
    pub attendance_note: String,
    /// The part of the attendance that was online.
    pub online_attendance: Option<u32>,
    /// Volunteers at work, when they are not named one by one.
    pub volunteers_count: Option<u32>,
    /// Their minutes together, when they are not named one by one.
    pub volunteer_minutes: Option<u32>,
    /// 主讲人 with title and employer.
    pub speakers: String,
    /// 发放资料, pieces.
    pub materials: Option<u32>,
    /// 展板.
    pub boards: Option<u32>,
    /// 横幅.
    pub banners: Option<u32>,
    /// 经费.
    pub cost: Option<Fen>,
    /// Where the money came from.
    pub fund_source: String,
    /// 媒体报道 and links.
    pub media: String,
    /// 内容摘要.
    pub summary: String,
    /// 成效.
    pub effect: String,
    /// Whether it has taken place.
    pub state: State,
    /// 佐证编号.
    pub evidence_no: String,
    /// 备注.
    pub remark: String,
    /// Values waiting for a person to decide.
    pub pending: Vec<Pending>,
    /// 系列活动 it is part of: 科技活动周, 智慧助老…
    pub campaigns: Vec<String>,
    /// 应急科普主题.
    pub emergency_topics: Vec<String>,
    /// The emergency it answers.
    pub incident: Option<Uid>,
    /// The venue it used.
    pub venue: Option<Uid>,
    /// 有人身危险: volunteers need insurance (志愿服务条例 art. 17).
    pub hazardous: bool,
}

impl Event {
    /// First day, if known.
    pub fn day(&self) -> Option<Date> {
        self.when.map(|w| w.start)
    }

    /// Whether it counts in figures and reports of what was done.
    pub fn counts(&self) -> bool {
        self.state == State::Held
    }
}

impl Form for Event {
    const NAME: &'static str = "科普活动";

    fn fields() -> &'static [Field<Self>] {
        &event_fields::FIELDS
    }

    fn title(&self) -> String {
        self.title.clone()
    }

    fn check(&self, directory: &Directory) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.when.is_none() {
            problems.push(Problem::doubt("start", "没有活动时间，不会计入任何报表"));
        }
        if let (Some(all), Some(online)) = (self.attendance, self.online_attendance)
            && online > all
        {
            problems.push(Problem::error(
                "online_attendance",
                "线上人次不能多于参加人次",
            ));
        }
        for part in &self.group_counts {
            if self.attendance.is_some_and(|all| part.count > all) {
                problems.push(Problem::error(
                    "group_counts",
                    format!("{}人次多于参加人次", part.group),
                ));
            }
        }
        for number in &self.measures {
            if !directory.book.knows_measure(number) {
                problems.push(Problem::doubt(
                    "measures",
                    format!("规划中没有第 {number} 项措施"),
                ));
            }
        }
        for p in &self.pending {
            problems.push(p.doubt());
        }
        problems
    }
}
