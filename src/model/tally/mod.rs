//! Counts and ratios: the plan's targets against what is on record, by office and by community.
//! The rules of counting are those of decisions.md 2 and 3; every figure names its source.

pub mod criteria;
pub mod emergency;
pub mod evidence;
mod figures;
pub mod funds;
pub mod matrix;
pub mod service;
pub mod stars;
pub mod stat;
mod targets;

pub use figures::figures;
pub use figures::indicator;
pub use figures::is_skill_training;

use crate::model::Ledger;
use crate::model::Period;
use crate::model::Uid;
use crate::model::directory::Book;
use crate::model::district;
use crate::model::events::Event;
use crate::model::events::attendance::VOLUNTEER_ROLE;
use crate::model::office::Population;
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
    let names = district::community_names(ledger);
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
                name: names.get(&c.uid).cloned().unwrap_or_default(),
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
