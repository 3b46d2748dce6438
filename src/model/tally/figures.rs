//! The figures of a period, each with numerator, denominator, target and 口径.

use super::Figure;
use super::criteria;
use super::emergency;
use super::measures_covered;
use super::population;
use super::ratio;
use super::service_minutes;
use super::staffing;
use super::targets::plan_figures;
use super::total;
use crate::model::Ledger;
use crate::model::Period;
use crate::model::assess::Indicator;
use crate::model::assess::Measured;
use crate::model::directory::Book;
use crate::model::events::Event;
use crate::model::number::Fen;
use crate::model::plan;
use std::sync::Arc;

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
pub(super) fn in_time(day: Option<jiff::civil::Date>, period: &Period) -> bool {
    day.is_some_and(|d| period.contains(d))
}

fn share(id: &'static str, name: &str, part: usize, of: usize, source: &str) -> Figure {
    Figure {
        id,
        name: name.into(),
        value: ratio(part as f64 * 100.0, of as f64),
        numerator: Some(part as f64),
        denominator: Some(of as f64),
        target: None,
        unit: "%",
        source: source.into(),
    }
}

fn number(id: &'static str, name: &str, value: usize, unit: &'static str, source: &str) -> Figure {
    count(id, name, value as f64, unit, source)
}

// Money in and out, and per head of the communities.
fn money(ledger: &Ledger, period: &Period, people: u32, days: &[String]) -> Vec<Figure> {
    let sum = |income: bool| -> Fen {
        let rows = ledger.money.values();
        rows.filter(|m| m.is_income() == income && in_time(m.day, period))
            .filter_map(|m| m.amount)
            .sum()
    };
    let spent = sum(false).yuan();
    vec![
        count(
            "income_yuan",
            "科普经费收入",
            sum(true).yuan(),
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
            source: format!("支出 ÷ 各社区人口，{}", base(days)),
        },
    ]
}

pub(super) fn base(days: &[String]) -> String {
    if days.is_empty() {
        "尚无人口数".to_owned()
    } else {
        format!("人口时点 {}", days.join("、"))
    }
}

// Orders, the year's plan, and what kinds of events were held.
fn work(ledger: &Ledger, period: &Period, events: &[Arc<Event>]) -> Vec<Figure> {
    let asked: Vec<_> = ledger
        .orders
        .values()
        .filter(|o| in_time(o.asked_on, period))
        .collect();
    let done = asked.iter().filter(|o| o.done_on.is_some()).count();
    let planned: Vec<_> = ledger
        .work_items
        .values()
        .filter(|w| w.month.is_some_and(|m| period.contains_month(m)))
        .filter(|w| w.state != plan::work::DROPPED)
        .collect();
    let finished = planned
        .iter()
        .filter(|w| !w.is_open() || w.event.is_some())
        .count();
    let rural = |event: &&Arc<Event>| {
        let community = event.community.and_then(|c| ledger.communities.get(&c));
        community.is_some_and(|c| c.kind == "村")
    };
    let in_villages = events.iter().filter(rural).count();
    let urgent = events.iter().filter(|e| emergency::is_emergency(e)).count();
    vec![
        number("orders", "服务订单", asked.len(), "单", "期内点单"),
        share(
            "orders_done",
            "服务订单完成率",
            done,
            asked.len(),
            "期内点单中已完成的",
        ),
        share(
            "work_done",
            "年度计划完成率",
            finished,
            planned.len(),
            "期内计划中已完成或已形成活动的",
        ),
        share(
            "village_events",
            "农村活动占比",
            in_villages,
            events.len(),
            "所在社区类别为“村”的活动",
        ),
        number(
            "emergency_events",
            "应急科普活动",
            urgent,
            "场",
            "有应急主题、五进场所、突发事件或形式为演练的活动",
        ),
    ]
}

// Places, posts, people and honours.
fn holdings(ledger: &Ledger, period: &Period) -> Vec<Figure> {
    let posts: Vec<_> = ledger
        .posts
        .values()
        .filter(|p| in_time(p.day, period))
        .collect();
    let adopted = posts.iter().filter(|p| !p.adopted_by.is_empty()).count();
    let logs = ledger
        .venue_logs
        .values()
        .filter(|l| in_time(l.day, period));
    let visitors: u64 = logs.filter_map(|l| l.visitors).map(u64::from).sum();
    let open = ledger.venues.values().filter(|v| v.state != "停用").count();
    let experts = ledger.experts.values();
    let experts = experts
        .filter(|e| e.left_on.is_none_or(|d| d > period.to))
        .count();
    let honours = ledger
        .honours
        .values()
        .filter(|h| in_time(h.day, period))
        .count();
    let until = i64::from(period.to.year());
    let created = ledger
        .creations
        .values()
        .filter(|c| c.state == "已通过" && c.year.is_some_and(|y| i64::from(y) <= until));
    let covered = criteria::measured(ledger, Measured::PlatformCoverage, None, period).value;
    let reached = covered.map_or(0.0, |v| v / 100.0 * ledger.communities.len() as f64);
    vec![
        share(
            "platform_coverage",
            "平台覆盖率",
            reached.round() as usize,
            ledger.communities.len(),
            "期末已接入任一科普平台的社区 ÷ 全部社区",
        ),
        number(
            "posts",
            "科普信息",
            posts.len(),
            "条",
            "传播与信息登记的条数",
        ),
        number(
            "posts_adopted",
            "其中被采用",
            adopted,
            "条",
            "填写了采用单位的",
        ),
        number("venues", "科普阵地", open, "处", "在册且未停用的阵地"),
        count(
            "visitors",
            "阵地参观人次",
            visitors as f64,
            "人次",
            "阵地日志的参观人次之和",
        ),
        number("experts", "专家人才", experts, "人", "期末在库"),
        number("honours", "表彰荣誉", honours, "项", "期内获得"),
        number(
            "creations",
            "创建已通过",
            created.count(),
            "个",
            "状态为“已通过”的创建",
        ),
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
    figures.extend(money(ledger, period, people, &days));
    figures.extend(work(ledger, period, &events));
    figures.extend(holdings(ledger, period));
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
