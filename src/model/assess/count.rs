//! What the ledger can count for a row of the statistics form, said in data: a kind of records, filters, a measure.
//! Filters of one kind are alternatives; filters of different kinds must all hold; an empty filter lets everything by.

use serde::Deserialize;
use serde::Serialize;

/// A computation over the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// People with a role on 31 December.
    People(PeopleCount),
    /// Events of the year.
    Events(EventCount),
    /// Venues in use on 31 December.
    Venues(VenueCount),
    /// Income or expense of the year, in 万元.
    Money(MoneyCount),
    /// Visits of the travelling museum and the like in the year.
    Tours(TourCount),
    /// Accounts and what they published.
    Posts(PostCount),
    /// Universities and institutes that opened their doors.
    Partners(PartnerCount),
}

/// Which people.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PeopleCount {
    /// In which capacity.
    pub duty: Duty,
    /// 男 or 女.
    pub sex: String,
    /// Of a 村.
    pub rural: bool,
    /// 职称级别; holds together with `educations` as one condition: either is enough.
    pub titles: Vec<String>,
    /// 学历.
    pub educations: Vec<String>,
    /// 科普人才类别 of an expert; either this or `roles` is enough.
    pub talents: Vec<String>,
    /// 身份 of an expert.
    pub roles: Vec<String>,
    /// Count days of so many hours of service in the year instead of heads.
    pub hours_a_day: Option<f64>,
}

/// 专职, 兼职 or 注册志愿者.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// Experts whose 专职或兼职 says 专职.
    FullTime,
    /// Volunteers, officers and experts that are not 专职; a person in several roles once.
    #[default]
    PartTime,
    /// Volunteers with a registration number or day.
    Registered,
}

/// Which events, and what of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EventCount {
    /// 活动形式.
    pub forms: Vec<String>,
    /// Only the part held on the spot, or online.
    pub side: Option<Side>,
    /// 主题日 or 系列活动.
    pub theme_days: Vec<String>,
    /// Words of title, theme or campaign.
    pub words: Vec<String>,
    /// 服务对象; subgroups count with their group.
    pub groups: Vec<String>,
    /// At least so many 参加人次.
    pub at_least: u32,
    /// Doings of other registers that are no event yet, so that nothing is missed or counted twice.
    pub also: Vec<Also>,
    /// 培训类别, for `also = ["trainings"]`.
    pub training_kinds: Vec<String>,
    /// What is summed.
    pub measure: EventMeasure,
}

/// On the spot or online. An event that is both stands on both sides, its attendance parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// 线下.
    Offline,
    /// 线上.
    Online,
}

/// Other registers whose records count like events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Also {
    /// 巡展.
    Tours,
    /// 竞赛.
    Contests,
    /// 培训.
    Trainings,
}

/// What of an event is summed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventMeasure {
    /// 次数.
    #[default]
    Times,
    /// 人次.
    Attendance,
    /// 发放资料, pieces.
    Materials,
}

/// Which venues, and what of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VenueCount {
    /// 阵地类别.
    pub kinds: Vec<String>,
    /// Of a 村, or not.
    pub rural: Option<bool>,
    /// 基地级别.
    pub grades: Vec<String>,
    /// Length of at least so many metres.
    pub least_metres: f64,
    /// What is summed.
    pub measure: VenueMeasure,
}

/// What of a venue is summed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VenueMeasure {
    /// 个.
    #[default]
    Count,
    /// Square metres.
    Area,
    /// 参观人次 of the year's log.
    Visitors,
    /// Days of the year with an opening in the log.
    OpenDays,
}

/// Which money.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MoneyCount {
    /// In or out.
    pub direction: Direction,
    /// 来源.
    pub sources: Vec<String>,
    /// 用途.
    pub purposes: Vec<String>,
    /// Every source of an income, or purpose of an expense, but these: 其他.
    pub except: Vec<String>,
}

/// Money in or out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 收入.
    #[default]
    Income,
    /// 支出.
    Expense,
}

/// Which tours.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TourCount {
    /// 巡展类别.
    pub kinds: Vec<String>,
}

/// Which accounts or posts, and what of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PostCount {
    /// 媒体或平台.
    pub platforms: Vec<String>,
    /// What is summed.
    pub measure: PostMeasure,
}

/// What of accounts and posts is summed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostMeasure {
    /// Accounts on 31 December: records of 类别 账号, by title, the newest of each.
    #[default]
    Accounts,
    /// Their 关注数.
    Followers,
    /// What was published in the year.
    Posts,
    /// How often it was read.
    Views,
}

/// Which partners, and what of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PartnerCount {
    /// 协作单位类别.
    pub kinds: Vec<String>,
    /// 人次 instead of 个.
    pub visitors: bool,
}
