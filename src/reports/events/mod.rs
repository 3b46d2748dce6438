//! Reports about events.

mod apart;
mod evidence;
pub(super) mod ledger;
pub(super) mod record;
pub(super) mod signing;

pub(super) use evidence::is_for_minors;

use super::Material;
use super::Request;
use crate::model::Uid;
use crate::model::events::Event;
use crate::model::events::attendance::VOLUNTEER_ROLE;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Events of a request in order of day.
pub(super) fn events_of(material: &Material<'_>, request: &Request) -> Vec<Arc<Event>> {
    if let Some(uid) = request.event {
        return material
            .ledger
            .events
            .get(&uid)
            .cloned()
            .into_iter()
            .collect();
    }
    let mut events = material.ledger.events_in(&request.period);
    events.retain(|e| request.community.is_none_or(|c| e.community == Some(c)));
    events.retain(|e| request.theme_day.as_ref().is_none_or(|t| e.theme_day == *t));
    if let Some(team) = request.team {
        let own = events_of_team(material, team);
        events.retain(|e| own.contains(&e.uid));
    }
    events
}

// Events a member of the team served at, or that answered an order the team took.
fn events_of_team(material: &Material<'_>, team: Uid) -> BTreeSet<Uid> {
    let ledger = material.ledger;
    let members = members_of(material, team);
    let rows = ledger.attendance.values();
    let served = rows.filter(|a| a.role == VOLUNTEER_ROLE && members.contains(&a.person));
    let orders = ledger.orders.values().filter(|o| o.team == Some(team));
    served
        .map(|a| a.event)
        .chain(orders.filter_map(|o| o.event))
        .collect()
}

fn members_of(material: &Material<'_>, team: Uid) -> BTreeSet<Uid> {
    let volunteers = material.ledger.volunteers.values();
    let members = volunteers.filter(|v| v.team == Some(team));
    members.map(|v| v.person).collect()
}

/// Volunteers and their minutes at many events, counted in one pass; of one team where one is asked for.
pub(super) struct Served {
    named: BTreeMap<Uid, (u32, u32)>,
    /// Only one team is counted; numbers entered for all volunteers of an event are nobody's then.
    of_team: bool,
}

impl Served {
    /// Count.
    pub(super) fn of(material: &Material<'_>, team: Option<Uid>) -> Self {
        let members = team.map(|t| members_of(material, t));
        let mut named: BTreeMap<Uid, (u32, u32)> = BTreeMap::new();
        let rows = material.ledger.attendance.values();
        for row in rows.filter(|a| a.role == VOLUNTEER_ROLE) {
            if members.as_ref().is_none_or(|m| m.contains(&row.person)) {
                let entry = named.entry(row.event).or_default();
                entry.0 += 1;
                entry.1 += row.minutes;
            }
        }
        Self {
            named,
            of_team: team.is_some(),
        }
    }

    /// At an event: those named one by one, else the numbers entered for all.
    pub(super) fn at(&self, event: &Event) -> (u32, u32) {
        let known = self.named.get(&event.uid).copied();
        known.unwrap_or(if self.of_team {
            (0, 0)
        } else {
            (
                event.volunteers_count.unwrap_or(0),
                event.volunteer_minutes.unwrap_or(0),
            )
        })
    }
}

/// Volunteers at an event and their minutes: those named one by one, else the numbers entered for all.
pub(super) fn volunteers_at(material: &Material<'_>, event: &Event) -> (u32, u32) {
    let rows = material
        .ledger
        .attendance
        .values()
        .filter(|a| a.event == event.uid && a.role == VOLUNTEER_ROLE);
    let (count, minutes) = rows.fold((0, 0), |(n, m), a| (n + 1, m + a.minutes));
    if count > 0 {
        (count, minutes)
    } else {
        (
            event.volunteers_count.unwrap_or(0),
            event.volunteer_minutes.unwrap_or(0),
        )
    }
}

/// The note about events that belong to no period (decisions.md 1).
pub(super) fn without_day_note(material: &Material<'_>) -> Option<String> {
    let count = material.ledger.events_without_day();
    (count > 0).then(|| format!("另有 {count} 项无日期，未计入。"))
}
