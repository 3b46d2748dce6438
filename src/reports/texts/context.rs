//! What a template sees: figures with their signs (`f.`) and as numbers (`v.`), groups of the plan, events worth telling.

use super::anchor;
use super::draft::Subject;
use super::facts;
use super::facts::Facts;
use crate::model::Table;
use crate::model::Uid;
use crate::model::events::Event;
use crate::model::plan::Duty;
use crate::model::plan::Group;
use crate::model::tally::matrix;
use crate::reports::Material;
use jiff::civil::Date;
use serde_json::Map;
use serde_json::json;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Everything a template may name.
pub(super) fn context(
    material: &Material<'_>,
    subject: &Subject<'_>,
    facts: &Facts,
    events: &[Arc<Event>],
) -> serde_json::Value {
    let Material { ledger, book, .. } = *material;
    let office = ledger.office();
    let year = subject.period.to.year();
    let plan = book.plan_of(year);
    let (said, values) = maps(facts, "");
    let duties = matrix::matrix_in(ledger, book, subject.period, None);
    let groups = |kind: &str| -> Vec<serde_json::Value> {
        let all = plan.groups().iter().filter(|g| g.kind == kind);
        all.map(|g| group(material, facts, g, events, &duties))
            .collect()
    };
    let idle: Vec<String> = duties
        .iter()
        .filter(|r| r.duty == Duty::Applies && !r.is_done())
        .map(|r| format!("“{}”", r.title))
        .collect();
    let work = |year: i16| -> Vec<(i8, String)> {
        let mut items: Vec<(i8, String)> = ledger
            .work_items
            .values()
            .filter(|w| facts::is_planned(w, year))
            .filter_map(|w| Some((w.month?.month, w.title.clone())))
            .collect();
        items.sort();
        items
    };
    let mut months: BTreeMap<i8, Vec<String>> = BTreeMap::new();
    for (month, title) in work(year) {
        months.entry(month).or_default().push(title);
    }
    let next_work: Vec<String> = work(year + 1).into_iter().map(|w| w.1).take(5).collect();
    let honours = ledger.honours.values();
    let honours = honours.filter(|h| h.day.is_some_and(|d| subject.period.contains(d)));
    let one = subject.event.and_then(|e| ledger.events.get(&e));
    json!({
        "office": office.name,
        "superior": office.superior,
        "period": subject.period.label,
        "year": year,
        "next_year": year + 1,
        "plan": plan.title,
        "plan_covers": plan.covers(year),
        "f": said,
        "v": values,
        "actions": groups("提升行动"),
        "projects": groups("重点工程"),
        "highlights": in_order_of_plan(material, year, facts::best(events, 5))
            .iter().map(|e| event(material, e)).collect::<Vec<_>>(),
        "idle_measures": listed(idle, 3),
        "honours": listed(honours.map(|h| h.title.clone()).collect(), 8),
        "months": months.iter()
            .map(|(month, titles)| json!({ "month": month, "titles": titles }))
            .collect::<Vec<_>>(),
        "next_work": next_work,
        "targets": targets(material, facts, year),
        "themes": themes_of_year(material, year),
        "theme": theme(material, subject.theme_day, year),
        "held": held_between(events),
        "hosts": listed(distinct(events.iter().map(|e| e.host.as_str())), 6),
        "places": communities(material, events),
        "media": listed(distinct(events.iter().map(|e| e.media.as_str())), 6),
        "event": one.map_or_else(|| json!({}), |e| event(material, e)),
    })
}

/// The facts whose keys begin so, as they are written with their signs, and as numbers.
fn maps(
    facts: &Facts,
    prefix: &str,
) -> (
    Map<String, serde_json::Value>,
    Map<String, serde_json::Value>,
) {
    let mut said = Map::new();
    let mut values = Map::new();
    for (key, fact) in facts.all() {
        let Some(rest) = key.strip_prefix(prefix) else {
            continue;
        };
        if prefix.is_empty() && rest.contains(':') {
            continue;
        }
        let name = rest.replace(['.', '-'], "_");
        said.insert(name.clone(), anchor::signed(key, &fact.said).into());
        values.insert(name, json!(fact.value));
    }
    (said, values)
}

fn group(
    material: &Material<'_>,
    facts: &Facts,
    group: &Group,
    events: &[Arc<Event>],
    duties: &[matrix::Row],
) -> serde_json::Value {
    let (said, values) = maps(facts, &format!("{}.", group.key));
    let serving = facts::serving(material, group, events);
    let ours = |number: &str| {
        duties
            .iter()
            .any(|r| r.number == number && r.duty != Duty::Elsewhere)
    };
    let measures: Vec<&str> = group
        .measures
        .iter()
        .filter(|m| ours(&m.number))
        .map(|m| m.title.as_str())
        .collect();
    json!({
        "title": group.title,
        "audience": group.audience,
        "f": said,
        "v": values,
        "best": facts::best(&serving, 2).iter().map(|e| event(material, e)).collect::<Vec<_>>(),
        "other": other(duties, group),
        "measures": measures,
    })
}

/// What else than events was done for a group: 另有培训 2 期.
fn other(rows: &[matrix::Row], group: &Group) -> String {
    let of_group: Vec<&matrix::Row> = rows
        .iter()
        .filter(|r| group.measures.iter().any(|m| m.number == r.number))
        .collect();
    let count = |table: Table| {
        let records = of_group.iter().flat_map(|r| &r.records);
        let distinct: BTreeSet<Uid> = records.filter(|(t, _)| *t == table).map(|r| r.1).collect();
        distinct.len()
    };
    let words: Vec<String> = [
        (Table::Training, "培训{}期"),
        (Table::Contest, "竞赛{}项"),
        (Table::Work, "作品{}件"),
        (Table::Tour, "巡展{}次"),
        (Table::ServiceOrder, "服务订单{}单"),
        (Table::Post, "科普信息{}条"),
        (Table::Partner, "协作单位{}家"),
        (Table::Venue, "阵地{}处"),
        (Table::Honour, "荣誉{}项"),
    ]
    .into_iter()
    .filter_map(|(table, word)| {
        let n = count(table);
        (n > 0).then(|| word.replace("{}", &n.to_string()))
    })
    .collect();
    if words.is_empty() {
        String::new()
    } else {
        format!("另有{}", words.join("、"))
    }
}

fn day_words(day: Option<Date>) -> String {
    day.map(|d| format!("{}月{}日", d.month(), d.day()))
        .unwrap_or_default()
}

fn event(material: &Material<'_>, event: &Event) -> serde_json::Value {
    let community = material.directory.community_name(event.community);
    let plain = |text: &str| {
        text.lines()
            .map(str::trim)
            .collect::<String>()
            .trim_end_matches(['。', '；'])
            .to_owned()
    };
    let attendance = event.attendance.map(|n| {
        let key = format!("event:{}.attendance", event.uid);
        anchor::signed(&key, &n.to_string())
    });
    let place = if event.place.is_empty() {
        community.clone()
    } else {
        event.place.clone()
    };
    let sentence = |text: &str| {
        let text = plain(text);
        if text.is_empty() {
            text
        } else {
            format!("{text}。")
        }
    };
    json!({
        "title": event.title,
        "day": day_words(event.day()),
        "place": place,
        "community": community,
        "host": event.host,
        // 讲座“防诈骗讲座”（讲座） says it twice.
        "form": if event.title.contains(&event.form) { "" } else { &event.form },
        "theme_day": event.theme_day,
        "groups": event.groups.join("、"),
        "speakers": event.speakers,
        "attendance": attendance,
        "materials": event.materials,
        "summary": sentence(&event.summary),
        "effect": plain(&event.effect),
        "media": plain(&event.media),
    })
}

// The year's best stand in the order of the plan's groups, not in that of their size.
fn in_order_of_plan(
    material: &Material<'_>,
    year: i16,
    mut events: Vec<Arc<Event>>,
) -> Vec<Arc<Event>> {
    let groups = material.book.plan_of(year).groups();
    let place = |event: &Arc<Event>| {
        let one = std::slice::from_ref(event);
        groups
            .iter()
            .position(|g| !facts::serving(material, g, one).is_empty())
            .unwrap_or(groups.len())
    };
    events.sort_by_key(|e| (place(e), e.day(), e.uid));
    events
}

fn targets(material: &Material<'_>, facts: &Facts, year: i16) -> Vec<serde_json::Value> {
    let plan = material.book.plan_of(year);
    if !plan.covers(year) {
        return Vec::new();
    }
    let targets = plan.targets.iter();
    targets
        .map(|t| {
            let now = facts.get(&t.id).map(|f| anchor::signed(&t.id, &f.said));
            json!({
                "name": t.name,
                "comparison": t.comparison,
                "value": crate::model::number::decimal(t.value),
                "unit": t.unit,
                "level": t.level,
                "now": now,
            })
        })
        .collect()
}

/// Theme days the year's plan names, in order.
fn themes_of_year(material: &Material<'_>, year: i16) -> Vec<String> {
    let items = material.ledger.work_items.values();
    let mut named: Vec<(i8, String)> = items
        .filter(|w| !w.theme_day.is_empty())
        .filter_map(|w| {
            Some((
                w.month.filter(|m| m.year == year)?.month,
                w.theme_day.clone(),
            ))
        })
        .collect();
    named.sort();
    let mut seen = BTreeSet::new();
    named
        .into_iter()
        .filter(|(_, name)| seen.insert(name.clone()))
        .map(|(_, name)| name)
        .collect()
}

fn theme(material: &Material<'_>, name: &str, year: i16) -> serde_json::Value {
    if name.is_empty() {
        return json!({ "name": "", "text": "" });
    }
    // The office's own dates and words stand over the program's.
    let own = material.ledger.theme_years.values();
    let own = own
        .filter(|t| t.name == name && t.from.is_some_and(|d| d.year() == year))
        .max_by_key(|t| t.uid)
        .cloned();
    let built_in = material.book.calendar.day(name);
    let text = own
        .as_ref()
        .map(|t| t.theme.clone())
        .filter(|t| !t.is_empty())
        .or_else(|| built_in.map(|d| d.theme(year).to_owned()))
        .unwrap_or_default();
    json!({ "name": name, "text": text })
}

fn distinct<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for text in texts.map(str::trim).filter(|t| !t.is_empty()) {
        if !seen.iter().any(|s| s == text) {
            seen.push(text.to_owned());
        }
    }
    seen
}

/// The first few of a list as words; 等 says that there are more.
fn listed(mut all: Vec<String>, most: usize) -> String {
    let more = all.len() > most;
    all.truncate(most);
    let said = all.join("、");
    if more { format!("{said}等") } else { said }
}

/// The days on which events were held, as words; empty when no day is known.
fn held_between(events: &[Arc<Event>]) -> String {
    let days = || events.iter().filter_map(|e| e.day());
    match (days().min(), days().max()) {
        (Some(from), Some(to)) if from == to => day_words(Some(from)),
        (Some(from), Some(to)) => [day_words(Some(from)), day_words(Some(to))].join("至"),
        _ => String::new(),
    }
}

fn communities(material: &Material<'_>, events: &[Arc<Event>]) -> String {
    let names: Vec<String> = events
        .iter()
        .map(|e| material.directory.community_name(e.community))
        .collect();
    listed(distinct(names.iter().map(String::as_str)), 12)
}
