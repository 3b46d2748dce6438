//! The figures the plan sets targets for. The rules of counting are those of decisions.md 3.

use super::Figure;
use super::Staffing;
use super::figures::base;
use super::figures::in_time;
use super::figures::is_skill_training;
use super::ratio;
use super::target;
use crate::model::Ledger;
use crate::model::Period;
use crate::model::Uid;
use crate::model::directory::Book;
use crate::model::events::Event;
use crate::model::events::Training;
use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) fn plan_figures(
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
    let base = base(days);
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
