//! 应急科普: how soon an incident was answered, and who was reached within so many days.

use crate::model::Ledger;
use crate::model::Uid;
use crate::model::change::Table;
use crate::model::events::Event;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// The answer to an incident.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// Events and posts that answered it, in order of day.
    pub answers: Vec<(Option<Date>, Table, Uid)>,
    /// Days from the incident to the first answer.
    pub first_after: Option<i64>,
    /// Attendance of the events within the days.
    pub reached: u64,
    /// Readers of the posts within the days.
    pub readers: u64,
    /// Communities the events within the days were held in.
    pub communities: usize,
    /// Material in stock for its topics.
    pub material: Vec<Uid>,
}

/// What was done about an incident, counting who was reached within `days`.
pub fn response(ledger: &Ledger, incident: Uid, days: u32) -> Response {
    let Some(case) = ledger.incidents.get(&incident) else {
        return Response::default();
    };
    let last = case
        .start
        .and_then(|d| d.checked_add(i64::from(days).days()).ok());
    let soon = |day: Option<Date>| match (day, case.start, last) {
        (Some(day), Some(from), Some(to)) => day >= from && day <= to,
        _ => false,
    };
    let mut response = Response::default();
    let mut places = std::collections::BTreeSet::new();
    let events = ledger.events.values();
    for event in events.filter(|e| e.incident == Some(incident) && e.counts()) {
        response
            .answers
            .push((event.day(), Table::Event, event.uid));
        if soon(event.day()) {
            response.reached += event.attendance.map_or(0, u64::from);
            places.extend(event.community);
        }
    }
    for post in ledger
        .posts
        .values()
        .filter(|p| p.incident == Some(incident))
    {
        response.answers.push((post.day, Table::Post, post.uid));
        if soon(post.day) {
            response.readers += post.views.map_or(0, u64::from);
        }
    }
    response.answers.sort();
    response.communities = places.len();
    let first = response.answers.iter().find_map(|(day, ..)| *day);
    response.first_after = first
        .zip(case.start)
        .map(|(first, start)| i64::from((first - start).get_days()));
    let fits = |topics: &[String]| topics.iter().any(|t| case.topics.contains(t));
    response.material = ledger
        .stock
        .values()
        .filter(|s| fits(&s.emergency_topics))
        .map(|s| s.uid)
        .collect();
    response
}

/// Drills 演练 and other emergency events: those with an emergency topic, a place of the five, an incident or the form 演练.
pub fn is_emergency(event: &Event) -> bool {
    event.form == "演练"
        || event.incident.is_some()
        || !event.emergency_topics.is_empty()
        || !event.five_places.is_empty()
}
