//! Counts and ratios: the plan's targets against what is on record, by office and by community.
//! The rules of counting are those of decisions.md 2 and 3; every figure names its source.

pub mod criteria;
pub mod emergency;
pub mod evidence;
pub mod funds;
pub mod matrix;
pub mod stars;

use crate::model::Ledger;
use crate::model::Period;
use crate::model::Uid;
use crate::model::assess::Indicator;
use crate::model::assess::Measured;
use crate::model::directory::Book;
use crate::model::events::Event;
use crate::model::events::Training;
use crate::model::events::attendance::VOLUNTEER_ROLE;
use crate::model::number::Fen;
use crate::model::office::Population;
use crate::model::plan;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// One figure with what it was computed from. The JSON keys are a promise to machines (product.md 7).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// Stable id: `officers_per_100`.
    pub id: &'static str,
    /// What it is called.
    pub name: String,
    /// The figure; `null` when it can't be known from the ledger.
    pub value: Option<f64>,
    /// What was counted.
    pub numerator: Option<f64>,
    /// What it was divided by.
    pub denominator: Option<f64>,
    /// The plan's target for the period.
    pub target: Option<f64>,
    /// 人, 次, %…
    pub unit: &'static str,
    /// Where it comes from, or why there is none.
    pub source: String,
}

/// How many people of one community answer for science, and what they passed on.
#[derive(Debug, Clone, PartialEq)]
pub struct Staffing {
    /// The community; `None` for officers of no community.
    pub community: Option<Uid>,
    /// Its name.
    pub name: String,
    /// The count of people that was used.
    pub population: Option<Arc<Population>>,
    /// 应配: two for every hundred people, rounded up per community.
    pub needed: u32,
    /// 实配 at the period's end.
    pub officers: Vec<Uid>,
    /// Shares in the period.
    pub reach: u32,
    /// Officer-months with a share.
    pub active_months: u32,
    /// Months of the period.
    pub months: u32,
}

impl Staffing {
    /// 实配.
    pub fn present(&self) -> u32 {
        u32::try_from(self.officers.len()).unwrap_or(u32::MAX)
    }

    /// 缺额.
    pub fn missing(&self) -> u32 {
        self.needed.saturating_sub(self.present())
    }

    /// Shares for each officer, if there are any.
    pub fn reach_each(&self) -> Option<f64> {
        ratio(f64::from(self.reach), f64::from(self.present()))
    }

    /// 月活率: officer-months with a share by all officer-months.
    pub fn active_rate(&self) -> Option<f64> {
        ratio(
            f64::from(self.active_months),
            f64::from(self.present() * self.months),
        )
    }
}

/// A quotient; none when there is nothing to divide by.
pub fn ratio(numerator: f64, denominator: f64) -> Option<f64> {
    (denominator > 0.0).then(|| numerator / denominator)
}

/// 应配 of a community: `per_hundred` for every hundred people, rounded up (decisions.md 3).
pub fn needed(population: u32, per_hundred: f64) -> u32 {
    (f64::from(population) * per_hundred / 100.0).ceil() as u32
}

/// Value of a target of the plan, 0 when the plan has none of that name.
fn target(book: &Book, id: &str) -> f64 {
    book.plan.target(id).map_or(0.0, |t| t.value)
}

/// Staffing of each community at the period's end, in the order of codes and names; officers of no community last.
pub fn staffing(ledger: &Ledger, book: &Book, period: &Period) -> Vec<Staffing> {
    let per_hundred = target(book, "officers_per_100");
    let mut communities: Vec<_> = ledger.communities.values().collect();
    communities.sort_by(|a, b| (&a.code, a.uid).cmp(&(&b.code, b.uid)));
    let mut rows: Vec<Staffing> = communities
        .into_iter()
        .map(|c| {
            let population = ledger.population_at(c.uid, period.to);
            let needed = population
                .as_ref()
                .map_or(0, |p| needed(p.count, per_hundred));
            Staffing {
                community: Some(c.uid),
                name: c.name.clone(),
                population,
                needed,
                ..empty(period)
            }
        })
        .collect();
    let mut elsewhere = Staffing {
        name: "未填社区".into(),
        ..empty(period)
    };
    let place: BTreeMap<Uid, usize> = rows
        .iter()
        .enumerate()
        .filter_map(|(n, r)| Some((r.community?, n)))
        .collect();
    let mut row_of_officer = BTreeMap::new();
    for (uid, officer) in &ledger.officers {
        if !officer.serves_on(period.to) {
            continue;
        }
        let community = ledger.people.get(&officer.person).and_then(|p| p.community);
        let n = community.and_then(|c| place.get(&c)).copied();
        row_of_officer.insert(*uid, n);
        n.and_then(|n| rows.get_mut(n))
            .unwrap_or(&mut elsewhere)
            .officers
            .push(*uid);
    }
    for reach in ledger
        .reach
        .values()
        .filter(|r| period.contains_month(r.month))
    {
        let Some(n) = row_of_officer.get(&reach.officer) else {
            continue;
        };
        let row = n.and_then(|n| rows.get_mut(n)).unwrap_or(&mut elsewhere);
        row.reach += reach.shares;
        row.active_months += u32::from(reach.shares > 0);
    }
    if !elsewhere.officers.is_empty() {
        rows.push(elsewhere);
    }
    rows
}

fn empty(period: &Period) -> Staffing {
    Staffing {
        community: None,
        name: String::new(),
        population: None,
        needed: 0,
        officers: Vec::new(),
        reach: 0,
        active_months: 0,
        months: period.months,
    }
}

/// The sum of all rows, for the total line.
pub fn total(rows: &[Staffing], period: &Period) -> Staffing {
    let mut sum = Staffing {
        name: "合计".into(),
        ..empty(period)
    };
    for row in rows {
        sum.needed += row.needed;
        sum.officers.extend(&row.officers);
        sum.reach += row.reach;
        sum.active_months += row.active_months;
    }
    sum
}

/// People of all communities together, and the days those counts are of.
pub fn population(rows: &[Staffing]) -> (u32, Vec<String>) {
    let counts = rows.iter().filter_map(|r| r.population.as_ref());
    let days: BTreeSet<String> = counts.clone().map(|p| p.as_of.to_string()).collect();
    (counts.map(|p| p.count).sum(), days.into_iter().collect())
}

/// Minutes a volunteer served, by person, in events of the period.
pub fn service_minutes(ledger: &Ledger, period: Option<&Period>) -> BTreeMap<Uid, (u32, u32)> {
    let mut served: BTreeMap<Uid, (u32, u32)> = BTreeMap::new();
    for attendance in ledger
        .attendance
        .values()
        .filter(|a| a.role == VOLUNTEER_ROLE)
    {
        let counts = ledger.events.get(&attendance.event).is_some_and(|e| {
            e.counts() && period.is_none_or(|p| e.day().is_some_and(|d| p.contains(d)))
        });
        if counts {
            let entry = served.entry(attendance.person).or_default();
            entry.0 += 1;
            entry.1 += attendance.minutes;
        }
    }
    served
}

/// Whether an event is a skill training in the sense of the plan's target: a training form, for industrial workers
/// or under the measure of their training (plan, 产业工人 second measure).
pub fn is_skill_training(event: &Event) -> bool {
    event.form.contains("培训")
        && (event.groups.iter().any(|g| g == "产业工人")
            || event.measures.iter().any(|m| m == "3.2"))
}

/// What the office entered for a figure in a year.
pub fn indicator(ledger: &Ledger, name: &str, year: i16) -> Option<Arc<Indicator>> {
    let entered = ledger.indicators.values();
    entered
        .filter(|i| i.name == name && i.year == u32::try_from(year).ok())
        .max_by_key(|i| i.uid)
        .cloned()
}

// What was entered for the whole year stands over what is computed where nothing can be computed, and sets the target.
fn with_entered(mut figure: Figure, ledger: &Ledger, period: &Period) -> Figure {
    let whole_year = period.months == 12 && period.from.year() == period.to.year();
    let Some(entered) = indicator(ledger, &figure.name, period.to.year()).filter(|_| whole_year)
    else {
        return figure;
    };
    figure.target = entered.target.or(figure.target);
    if figure.value.is_none() {
        figure.value = entered.value;
        if entered.value.is_some() {
            let day = entered.as_of.map(|d| format!("，{d}")).unwrap_or_default();
            figure.source = format!("录入，来源：{}{day}", entered.source);
        }
    }
    figure
}

/// The figures of a period.
pub fn figures(ledger: &Ledger, book: &Book, period: &Period) -> Vec<Figure> {
    computed(ledger, book, period)
        .into_iter()
        .map(|f| with_entered(f, ledger, period))
        .collect()
}

/// Whether a day lies in a period.
fn in_time(day: Option<jiff::civil::Date>, period: &Period) -> bool {
    day.is_some_and(|d| period.contains(d))
}

// Figures of the registers beside events and people.
fn wider(
    ledger: &Ledger,
    book: &Book,
    period: &Period,
    people: u32,
    days: &[String],
) -> Vec<Figure> {
    let money = |income: bool| -> Fen {
        let rows = ledger.money.values();
        rows.filter(|m| m.is_income() == income && in_time(m.day, period))
            .filter_map(|m| m.amount)
            .sum()
    };
    let spent = money(false).yuan();
    let posts: Vec<_> = ledger
        .posts
        .values()
        .filter(|p| in_time(p.day, period))
        .collect();
    let adopted = posts.iter().filter(|p| !p.adopted_by.is_empty()).count();
    let asked: Vec<_> = ledger
        .orders
        .values()
        .filter(|o| in_time(o.asked_on, period))
        .collect();
    let done = asked.iter().filter(|o| o.done_on.is_some()).count();
    let asked = asked.len();
    let covered = criteria::measured(ledger, Measured::PlatformCoverage, None, period);
    let visitors: u64 = ledger
        .venue_logs
        .values()
        .filter(|l| in_time(l.day, period))
        .filter_map(|l| l.visitors)
        .map(u64::from)
        .sum();
    let planned = ledger.work_items.values().filter(|w| {
        w.month.is_some_and(|m| period.contains_month(m)) && w.state != plan::work::DROPPED
    });
    let planned: Vec<_> = planned.collect();
    let finished = planned
        .iter()
        .filter(|w| !w.is_open() || w.event.is_some())
        .count();
    let planned = planned.len();
    let rural = |event: &Event| {
        let community = event.community.and_then(|c| ledger.communities.get(&c));
        community.is_some_and(|c| c.kind == "村")
    };
    let events = ledger.events_in(period);
    let in_villages = events.iter().filter(|e| rural(e)).count();
    let drills = events.iter().filter(|e| emergency::is_emergency(e)).count();
    let base = if days.is_empty() {
        "尚无人口数".to_owned()
    } else {
        format!("人口时点 {}", days.join("、"))
    };
    let share = |id, name: &str, part: usize, of: usize, source: &str| Figure {
        id,
        name: name.into(),
        value: ratio(part as f64 * 100.0, of as f64),
        numerator: Some(part as f64),
        denominator: Some(of as f64),
        target: None,
        unit: "%",
        source: source.into(),
    };
    vec![
        count(
            "income_yuan",
            "科普经费收入",
            money(true).yuan(),
            "元",
            "经费收支中的收入",
        ),
        count(
            "expense_yuan",
            "科普经费支出",
            spent,
            "元",
            "经费收支中的支出",
        ),
        Figure {
            id: "money_per_head",
            name: "人均科普经费".into(),
            value: ratio(spent, f64::from(people)),
            numerator: Some(spent),
            denominator: Some(f64::from(people)),
            target: None,
            unit: "元/人",
            source: format!("支出 ÷ 各社区人口，{base}"),
        },
        Figure {
            value: covered.value,
            ..share(
                "platform_coverage",
                "平台覆盖率",
                covered.value.map_or(0, |v| {
                    (v / 100.0 * ledger.communities.len() as f64).round() as usize
                }),
                ledger.communities.len(),
                "期末已接入任一科普平台的社区 ÷ 全部社区",
            )
        },
        share(
            "orders_done",
            "服务订单完成率",
            done,
            asked,
            "期内点单中已完成的",
        ),
        share(
            "work_done",
            "年度计划完成率",
            finished,
            planned,
            "期内计划中已完成或已形成活动的",
        ),
        share(
            "village_events",
            "农村活动占比",
            in_villages,
            events.len(),
            "所在社区类别为“村”的活动",
        ),
        count(
            "emergency_events",
            "应急科普活动",
            drills as f64,
            "场",
            "有应急主题、五进场所、突发事件或形式为演练的活动",
        ),
        count(
            "posts",
            "科普信息",
            posts.len() as f64,
            "条",
            "传播与信息登记的条数",
        ),
        count(
            "posts_adopted",
            "其中被采用",
            adopted as f64,
            "条",
            "填写了采用单位的",
        ),
        count(
            "visitors",
            "阵地参观人次",
            visitors as f64,
            "人次",
            "阵地日志的参观人次之和",
        ),
        count(
            "venues",
            "科普阵地",
            ledger.venues.values().filter(|v| v.state != "停用").count() as f64,
            "处",
            "在册且未停用的阵地",
        ),
        count("orders", "服务订单", asked as f64, "单", "期内点单"),
        count(
            "experts",
            "专家人才",
            ledger
                .experts
                .values()
                .filter(|e| e.left_on.is_none_or(|d| d > period.to))
                .count() as f64,
            "人",
            "期末在库",
        ),
        count(
            "honours",
            "表彰荣誉",
            ledger
                .honours
                .values()
                .filter(|h| in_time(h.day, period))
                .count() as f64,
            "项",
            "期内获得",
        ),
        Figure {
            denominator: Some(book.criteria.sheets().len() as f64),
            ..count(
                "creations",
                "创建已通过",
                ledger
                    .creations
                    .values()
                    .filter(|c| {
                        c.state == "已通过"
                            && c.year
                                .is_some_and(|y| i64::from(y) <= i64::from(period.to.year()))
                    })
                    .count() as f64,
                "个",
                "状态为“已通过”的创建",
            )
        },
    ]
}

fn computed(ledger: &Ledger, book: &Book, period: &Period) -> Vec<Figure> {
    let rows = staffing(ledger, book, period);
    let sum = total(&rows, period);
    let (people, days) = population(&rows);
    let events = ledger.events_in(period);
    let mut figures = plan_figures(ledger, book, period, &sum, people, &days, &events);
    let attendance: u64 = events
        .iter()
        .filter_map(|e| e.attendance)
        .map(u64::from)
        .sum();
    let online: u64 = events
        .iter()
        .filter_map(|e| e.online_attendance)
        .map(u64::from)
        .sum();
    let materials: u64 = events
        .iter()
        .filter_map(|e| e.materials)
        .map(u64::from)
        .sum();
    let cost: Fen = events.iter().filter_map(|e| e.cost).sum();
    let served = service_minutes(ledger, Some(period));
    let minutes: u32 = served.values().map(|s| s.1).sum::<u32>()
        + events
            .iter()
            .filter_map(|e| e.volunteer_minutes)
            .sum::<u32>();
    let covered = measures_covered(&events).len();
    let without_day = ledger.events_without_day();
    let mut events_source = format!("{}内已开展的活动", period.label);
    if without_day > 0 {
        events_source = format!("{events_source}；另有 {without_day} 项无日期，未计入");
    }
    figures.extend([
        count(
            "events",
            "科普活动场次",
            events.len() as f64,
            "场",
            &events_source,
        ),
        count(
            "attendance",
            "参加人次",
            attendance as f64,
            "人次",
            "各活动参加人次之和，含线上",
        ),
        count(
            "online_attendance",
            "其中线上人次",
            online as f64,
            "人次",
            "各活动线上人次之和",
        ),
        count(
            "materials",
            "发放资料",
            materials as f64,
            "份",
            "各活动发放资料之和",
        ),
        count("cost_yuan", "活动经费", cost.yuan(), "元", "各活动经费之和"),
        count(
            "volunteers",
            "科技志愿者",
            ledger.volunteers.len() as f64,
            "人",
            "在册科技志愿者",
        ),
        count(
            "volunteer_hours",
            "志愿服务时长",
            f64::from(minutes) / 60.0,
            "小时",
            "逐人登记的时长与活动总时长之和",
        ),
        Figure {
            denominator: Some(book.plan.measures().count() as f64),
            ..count(
                "measures_covered",
                "有活动对应的措施",
                covered as f64,
                "项",
                "活动中填写的对应措施",
            )
        },
    ]);
    figures.extend(wider(ledger, book, period, people, &days));
    figures
}

fn count(id: &'static str, name: &str, value: f64, unit: &'static str, source: &str) -> Figure {
    Figure {
        id,
        name: name.into(),
        value: Some(value),
        numerator: Some(value),
        denominator: None,
        target: None,
        unit,
        source: source.into(),
    }
}

fn plan_figures(
    ledger: &Ledger,
    book: &Book,
    period: &Period,
    sum: &Staffing,
    people: u32,
    days: &[String],
    events: &[Arc<Event>],
) -> Vec<Figure> {
    let trainings: Vec<&Arc<Event>> = events.iter().filter(|e| is_skill_training(e)).collect();
    let heads: u64 = trainings
        .iter()
        .filter_map(|e| e.attendance)
        .map(u64::from)
        .sum();
    let trained: BTreeSet<Uid> = trainings.iter().map(|e| e.uid).collect();
    // A course that also stands as an event is counted there.
    let courses: Vec<&Arc<Training>> = ledger
        .trainings
        .values()
        .filter(|t| t.counts && in_time(t.start, period))
        .filter(|t| t.event.is_none_or(|e| !trained.contains(&e)))
        .collect();
    let heads = heads
        + courses
            .iter()
            .filter_map(|t| t.trainees.or(t.people))
            .map(u64::from)
            .sum::<u64>();
    let people_of_courses: u32 = courses.iter().filter_map(|t| t.people).sum();
    let named = ledger
        .attendance
        .values()
        .filter(|a| trained.contains(&a.event))
        .map(|a| a.person)
        .collect::<BTreeSet<_>>()
        .len();
    let base = if days.is_empty() {
        "尚无人口数".to_owned()
    } else {
        format!("人口时点 {}", days.join("、"))
    };
    vec![
        Figure {
            id: "officers_per_100",
            name: "每百人科普信息员数".into(),
            value: ratio(f64::from(sum.present()) * 100.0, f64::from(people)),
            numerator: Some(f64::from(sum.present())),
            denominator: Some(f64::from(people)),
            target: Some(target(book, "officers_per_100")),
            unit: "人/百人",
            source: format!("{} 在任信息员 ÷ 各社区人口，{base}", period.to),
        },
        Figure {
            id: "reach_per_officer",
            name: "信息员人均传播量".into(),
            value: sum.reach_each(),
            numerator: Some(f64::from(sum.reach)),
            denominator: Some(f64::from(sum.present())),
            target: Some(target(book, "reach_per_officer") * f64::from(period.months) / 12.0),
            unit: "次",
            source: format!(
                "{}传播量 ÷ 期末在任信息员；未报的月份不按 0 计",
                period.label
            ),
        },
        Figure {
            id: "active_rate",
            name: "信息员月活率".into(),
            value: sum.active_rate().map(|r| r * 100.0),
            numerator: Some(f64::from(sum.active_months)),
            denominator: Some(f64::from(sum.present() * sum.months)),
            target: None,
            unit: "%",
            source: "有传播的人月 ÷ 全部人月".into(),
        },
        Figure {
            id: "people_trained",
            name: "技能培训人次".into(),
            value: Some(heads as f64),
            numerator: Some(heads as f64),
            denominator: None,
            // The 2,000 is the district's, never shown as one office's target (decisions.md 3).
            target: None,
            unit: "人次",
            source: format!(
                "产业工人技能培训 {} 场、计入的培训班 {} 个的人次；另计人数：逐人登记 {named} 人，培训班 {people_of_courses} 人；2000 人为全区目标",
                trainings.len(),
                courses.len()
            ),
        },
        Figure {
            id: "literacy",
            name: "公民具备科学素质比例".into(),
            value: None,
            numerator: None,
            denominator: None,
            target: None,
            unit: "%",
            source: "由国家调查公布，街道不推算；请在公布后录入".into(),
        },
    ]
}

/// How many of these events name each measure of the plan.
pub fn measures_covered(events: &[Arc<Event>]) -> BTreeMap<String, Vec<Uid>> {
    let mut covered: BTreeMap<String, Vec<Uid>> = BTreeMap::new();
    for event in events {
        for number in &event.measures {
            covered.entry(number.clone()).or_default().push(event.uid);
        }
    }
    covered
}
