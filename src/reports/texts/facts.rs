//! The facts a text is drafted from: each figure with its name, how it is written, and the records it was counted from.
//! A fact is known by a stable key, so that a text drafted in May can ask in June whether its figures still hold.

use super::behind;
use crate::model::Ledger;
use crate::model::Period;
use crate::model::Uid;
use crate::model::events::Event;
use crate::model::number::decimal;
use crate::model::plan::Group;
use crate::model::plan::WorkItem;
use crate::model::plan::work::DROPPED;
use crate::model::tally;
use crate::reports::Material;
use crate::reports::events::Served;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fact {
    /// What it is called, for the clerk.
    pub name: String,
    /// As it is written in a text.
    pub said: String,
    /// Its value.
    pub value: f64,
    /// The records behind it.
    pub records: Vec<Uid>,
}

/// All facts of a period by key.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Facts {
    known: BTreeMap<String, Fact>,
}

impl Facts {
    pub(super) fn get(&self, key: &str) -> Option<&Fact> {
        self.known.get(key)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (&String, &Fact)> {
        self.known.iter()
    }

    /// Note a fact; a second one of the same key replaces it.
    pub(super) fn note(&mut self, key: &str, name: &str, value: f64, records: Vec<Uid>) {
        self.known.insert(
            key.to_owned(),
            Fact {
                name: name.to_owned(),
                said: written(value),
                value,
                records,
            },
        );
    }

    fn count(&mut self, key: &str, name: &str, records: Vec<Uid>) {
        self.note(key, name, records.len() as f64, records);
    }
}

/// A figure as texts write it: whole numbers whole, others with at most two decimals.
fn written(value: f64) -> String {
    decimal((value * 100.0).round() / 100.0)
}

/// Events a text is about: those of the period, of one theme day when one is given, of one event when one is given.
pub(super) fn events_of(
    material: &Material<'_>,
    period: &Period,
    theme_day: &str,
    event: Option<Uid>,
) -> Vec<Arc<Event>> {
    let ledger = material.ledger;
    if let Some(uid) = event {
        return ledger.events.get(&uid).cloned().into_iter().collect();
    }
    let mut events = ledger.events_in(period);
    events.retain(|e| theme_day.is_empty() || e.theme_day == theme_day);
    events
}

/// All facts of a period.
pub(super) fn facts(material: &Material<'_>, period: &Period, events: &[Arc<Event>]) -> Facts {
    let Material { ledger, book, .. } = *material;
    let mut facts = Facts::default();
    for figure in tally::figures(ledger, book, period) {
        let Some(value) = figure.value else { continue };
        let records = behind::records_of(figure.id, ledger, period);
        facts.note(figure.id, &figure.name, value, records);
        if let Some(target) = figure.target {
            let key = format!("{}.target", figure.id);
            facts.note(&key, &format!("{}目标", figure.name), target, Vec::new());
        }
    }
    // Figures of the events the text is about stand over those of the whole period.
    of_events(&mut facts, "", "", events);
    staffing(&mut facts, material, period);
    evidence(&mut facts, ledger, events);
    // Named one by one, else the number entered for all: as R3 and R10 count.
    let served = Served::of(material, None);
    let minutes: u32 = events.iter().map(|e| served.at(e).1).sum();
    let with_hours = uids(events.iter().filter(|e| served.at(e).1 > 0));
    facts.note(
        "volunteer_hours",
        "志愿服务时长",
        f64::from(minutes) / 60.0,
        with_hours,
    );
    for group in book.plan_of(period.to.year()).groups() {
        let of_group: Vec<Arc<Event>> = serving(material, group, events);
        of_events(
            &mut facts,
            &format!("{}.", group.key),
            &group.title,
            &of_group,
        );
    }
    let mut by_theme: BTreeMap<&str, Vec<Arc<Event>>> = BTreeMap::new();
    for event in events.iter().filter(|e| !e.theme_day.is_empty()) {
        by_theme
            .entry(&event.theme_day)
            .or_default()
            .push(Arc::clone(event));
    }
    for (theme, held) in by_theme {
        of_events(&mut facts, &format!("theme:{theme}."), theme, &held);
    }
    work(&mut facts, material, period);
    facts
}

fn uids<'e>(events: impl Iterator<Item = &'e Arc<Event>>) -> Vec<Uid> {
    events.map(|e| e.uid).collect()
}

/// Counts of some events under keys that begin so.
fn of_events(facts: &mut Facts, prefix: &str, name: &str, events: &[Arc<Event>]) {
    let mut sum = |key: &str, what: &str, of: fn(&Event) -> Option<u32>| {
        let having: Vec<&Arc<Event>> = events.iter().filter(|e| of(e).is_some()).collect();
        let total: u64 = having.iter().filter_map(|e| of(e)).map(u64::from).sum();
        let records = having.iter().map(|e| e.uid).collect();
        facts.note(
            &[prefix, key].concat(),
            &[name, what].concat(),
            total as f64,
            records,
        );
    };
    sum("attendance", "参加人次", |e| e.attendance);
    sum("online_attendance", "线上人次", |e| e.online_attendance);
    sum("materials", "发放资料份数", |e| e.materials);
    sum("boards", "展板块数", |e| e.boards);
    facts.count(
        &[prefix, "events"].concat(),
        &[name, "活动场次"].concat(),
        uids(events.iter()),
    );
    facts.count(
        &[prefix, "reported"].concat(),
        &[name, "有媒体报道的活动"].concat(),
        uids(events.iter().filter(|e| !e.media.is_empty())),
    );
    for event in events {
        if let Some(count) = event.attendance {
            facts.note(
                &format!("event:{}.attendance", event.uid),
                &format!("“{}”参加人次", event.title),
                f64::from(count),
                vec![event.uid],
            );
        }
    }
}

fn staffing(facts: &mut Facts, material: &Material<'_>, period: &Period) {
    let rows = tally::staffing(material.ledger, material.book, period);
    let sum = tally::total(&rows, period);
    let (people, _) = tally::population(&rows);
    let counts = rows
        .iter()
        .filter_map(|r| r.population.as_ref().map(|p| p.uid))
        .collect();
    facts.note("population", "人口数", f64::from(people), counts);
    facts.note(
        "officers",
        "在任信息员",
        f64::from(sum.present()),
        sum.officers.clone(),
    );
    facts.note(
        "officers_needed",
        "应配信息员",
        f64::from(sum.needed),
        Vec::new(),
    );
    let short: Vec<_> = rows.iter().filter(|r| r.missing() > 0).collect();
    let missing: u32 = short.iter().map(|r| r.missing()).sum();
    let places: Vec<Uid> = short.iter().filter_map(|r| r.community).collect();
    facts.note(
        "officers_missing",
        "信息员缺额",
        f64::from(missing),
        places.clone(),
    );
    facts.count("communities_short", "信息员未配齐的社区", places);
    facts.note("reach", "传播量", f64::from(sum.reach), sum.officers);
    let held: BTreeSet<Uid> = material
        .ledger
        .events_in(period)
        .iter()
        .filter_map(|e| e.community)
        .collect();
    let all = material.ledger.communities.keys().copied();
    let idle = all.filter(|c| !held.contains(c)).collect();
    facts.count("communities_idle", "没有活动的社区", idle);
    facts.count(
        "communities",
        "社区（村）",
        material.ledger.communities.keys().copied().collect(),
    );
    rosters(facts, material.ledger, period);
}

// Who is there at the period's end, as the rosters R6 and R7 have it.
fn rosters(facts: &mut Facts, ledger: &Ledger, period: &Period) {
    let end = period.to;
    let volunteers = ledger
        .volunteers
        .values()
        .filter(|v| v.registered_on.is_none_or(|d| d <= end) && v.left_on.is_none_or(|d| d > end));
    let volunteers = volunteers.map(|v| v.uid).collect();
    facts.count("volunteers", "科技志愿者", volunteers);
    let teams = ledger.teams.values();
    let teams = teams.filter(|t| t.founded.is_none_or(|d| d <= end));
    facts.count("teams", "科技志愿服务队", teams.map(|t| t.uid).collect());
}

// Events nothing proves: no number, file, paper, post, name on a list, or summary. Gathered once for all of them.
fn evidence(facts: &mut Facts, ledger: &Ledger, events: &[Arc<Event>]) {
    let mut proved: BTreeSet<Uid> = BTreeSet::new();
    proved.extend(ledger.attachments.values().filter_map(|a| a.owner));
    proved.extend(ledger.papers.values().filter_map(|p| p.event));
    proved.extend(ledger.posts.values().filter_map(|p| p.event));
    proved.extend(ledger.attendance.values().map(|a| a.event));
    let bare = events.iter().filter(|e| {
        e.evidence_no.is_empty()
            && e.summary.is_empty()
            && e.media.is_empty()
            && !proved.contains(&e.uid)
    });
    facts.count("events_unproved", "没有佐证的活动", uids(bare));
}

// What the plan asked, what the year's plan holds, what is left for the next.
fn work(facts: &mut Facts, material: &Material<'_>, period: &Period) {
    let Material { ledger, book, .. } = *material;
    let year = period.to.year();
    let rows = tally::matrix::matrix_in(ledger, book, period, None);
    let ours: Vec<_> = rows
        .iter()
        .filter(|r| r.duty != crate::model::plan::Duty::Elsewhere)
        .collect();
    facts.note(
        "measures",
        "涉及本单位的措施",
        ours.len() as f64,
        Vec::new(),
    );
    let done: Vec<_> = ours.iter().filter(|r| r.is_done()).collect();
    let records = done.iter().flat_map(|r| r.records.iter().map(|(_, u)| *u));
    let mut records: Vec<Uid> = records.collect();
    records.sort_unstable();
    records.dedup();
    facts.note(
        "measures_done",
        "已开展工作的措施",
        done.len() as f64,
        records,
    );
    facts.note(
        "measures_idle",
        "没有开展的措施",
        (ours.len() - done.len()) as f64,
        Vec::new(),
    );
    for (key, name, wanted) in [
        ("planned", "本年计划事项", year),
        ("planned_next", "下一年计划事项", year + 1),
    ] {
        let items = ledger.work_items.values();
        let items = items.filter(|w| is_planned(w, wanted));
        facts.count(key, name, items.map(|w| w.uid).collect());
    }
    let members = ledger.group_members.values();
    let members = members
        .filter(|m| m.from.is_none_or(|d| d <= period.to) && m.to.is_none_or(|d| d > period.to));
    facts.count(
        "group_members",
        "领导小组成员",
        members.map(|m| m.uid).collect(),
    );
    for (key, name, wanted) in [
        ("budget_yuan", "科普经费预算（元）", year),
        ("budget_next_yuan", "下一年科普经费预算（元）", year + 1),
    ] {
        budget(facts, ledger, (key, name), wanted);
    }
}

/// Whether an item of the year's plan stands: one that was called off is planned no more.
pub(super) fn is_planned(item: &WorkItem, year: i16) -> bool {
    item.month.is_some_and(|m| m.year == year) && item.state != DROPPED
}

fn budget(facts: &mut Facts, ledger: &Ledger, (key, name): (&str, &str), year: i16) {
    let budget = ledger.budgets.values();
    let budget: Vec<_> = budget
        .filter(|b| b.year.is_some_and(|y| i64::from(y) == i64::from(year)))
        .collect();
    let amount: crate::model::number::Fen = budget
        .iter()
        .filter_map(|b| b.approved.or(b.requested))
        .sum();
    facts.note(
        key,
        name,
        amount.yuan(),
        budget.iter().map(|b| b.uid).collect(),
    );
}

/// Events that serve a group of the plan: by measure, or by the audience the group is for.
pub(super) fn serving(
    material: &Material<'_>,
    group: &Group,
    events: &[Arc<Event>],
) -> Vec<Arc<Event>> {
    let lists = &material.book.lists;
    let named = |e: &Event| {
        group
            .measures
            .iter()
            .any(|m| e.measures.contains(&m.number))
    };
    let reached = |e: &Event| {
        !group.audience.is_empty()
            && e.groups.iter().any(|g| {
                *g == group.audience || lists.part_of("audience", g) == Some(&group.audience)
            })
    };
    events
        .iter()
        .filter(|e| named(e) || reached(e))
        .cloned()
        .collect()
}

/// How much there is to tell of an event: what came of it, who wrote about it, how many came.
fn worth(event: &Event) -> (u32, u32, Uid) {
    let told = [
        (&event.effect, 3),
        (&event.summary, 2),
        (&event.media, 2),
        (&event.speakers, 1),
    ];
    let told = told
        .iter()
        .filter(|(text, _)| !text.is_empty())
        .map(|(_, w)| w)
        .sum();
    (told, event.attendance.unwrap_or(0), event.uid)
}

/// The events most worth telling, best first.
pub(super) fn best(events: &[Arc<Event>], most: usize) -> Vec<Arc<Event>> {
    let mut sorted = events.to_vec();
    sorted.sort_by_key(|e| std::cmp::Reverse(worth(e)));
    sorted.truncate(most);
    sorted
}
