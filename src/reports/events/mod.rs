//! Reports about events.

mod evidence;
pub(super) mod ledger;
pub(super) mod record;
pub(super) mod signing;

use super::Material;
use super::Request;
use crate::model::events::Event;
use crate::model::events::attendance::VOLUNTEER_ROLE;
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
    events
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
