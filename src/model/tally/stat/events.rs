//! KP-005: what was held in the year, on the spot and online, and what other registers hold that is no event yet.

use super::Counter;
use super::Tally;
use crate::model::Uid;
use crate::model::assess::count::Also;
use crate::model::assess::count::EventCount;
use crate::model::assess::count::EventMeasure;
use crate::model::assess::count::Side;
use crate::model::assess::count::TourCount;
use crate::model::events::Event;
use std::sync::Arc;

impl Counter<'_> {
    pub(super) fn events(&self, wanted: &EventCount) -> Tally {
        let mut tally = Tally::default();
        for event in self.events.iter().filter(|e| self.fits(e, wanted)) {
            let heads = match (wanted.side, heads(event)) {
                (None, _) => Some(event.attendance.unwrap_or(0)),
                (Some(Side::Offline), (there, _)) => there,
                (Some(Side::Online), (_, online)) => online,
            };
            let Some(heads) = heads else { continue };
            let value = match wanted.measure {
                EventMeasure::Times => 1,
                EventMeasure::Attendance => heads,
                EventMeasure::Materials => match event.materials {
                    Some(pieces) => pieces,
                    // A handout nobody wrote down is not a record behind the sum.
                    None => continue,
                },
            };
            tally.add(event.uid, f64::from(value));
        }
        if wanted.side != Some(Side::Online) {
            for also in &wanted.also {
                self.also(*also, wanted, &mut tally);
            }
        }
        tally
    }

    fn fits(&self, event: &Event, wanted: &EventCount) -> bool {
        let any = |list: &[String], holds: &dyn Fn(&String) -> bool| {
            list.is_empty() || list.iter().any(holds)
        };
        any(&wanted.forms, &|f| event.form == *f)
            && any(&wanted.theme_days, &|d| {
                event.theme_day == *d || event.campaigns.contains(d)
            })
            && any(&wanted.words, &|w| {
                event.title.contains(w)
                    || event.theme.contains(w)
                    || event.campaigns.iter().any(|c| c.contains(w))
            })
            && any(&wanted.groups, &|g| {
                event
                    .groups
                    .iter()
                    .any(|h| h == g || self.book.lists.part_of("audience", h) == Some(g))
            })
            && event.attendance.unwrap_or(0) >= wanted.at_least
    }

    // A tour, contest or training counts for itself unless it is written down as an event that counts here already.
    fn also(&self, also: Also, wanted: &EventCount, tally: &mut Tally) {
        let in_time = |day: Option<jiff::civil::Date>| day.is_some_and(|d| self.period.contains(d));
        let mut put = |uid: Uid, event: Option<Uid>, heads: u32| {
            if event.is_none_or(|e| !tally.members.contains(&e)) {
                let value = match wanted.measure {
                    EventMeasure::Times => 1,
                    EventMeasure::Attendance => heads,
                    EventMeasure::Materials => 0,
                };
                tally.add(uid, f64::from(value));
            }
        };
        match also {
            Also::Tours => {
                for tour in self.ledger.tours.values().filter(|t| in_time(t.start)) {
                    put(tour.uid, tour.event, tour.visitors.unwrap_or(0));
                }
            }
            Also::Contests => {
                for contest in self.ledger.contests.values().filter(|c| in_time(c.start)) {
                    let entries = self.ledger.entries.values();
                    let entries = entries.filter(|e| e.contest == Some(contest.uid)).count();
                    let heads = u32::try_from(entries).unwrap_or(u32::MAX);
                    put(contest.uid, contest.event, heads);
                }
            }
            Also::Trainings => {
                let of_kind = |kind: &String| {
                    wanted.training_kinds.is_empty() || wanted.training_kinds.contains(kind)
                };
                let trainings = self.ledger.trainings.values();
                for training in trainings.filter(|t| in_time(t.start) && of_kind(&t.kind)) {
                    let heads = training.trainees.or(training.people).unwrap_or(0);
                    put(training.uid, training.event, heads);
                }
            }
        }
    }

    pub(super) fn tours(&self, wanted: &TourCount) -> Tally {
        let tours = self.ledger.tours.values().filter(|t| {
            t.start.is_some_and(|d| self.period.contains(d))
                && (wanted.kinds.is_empty() || wanted.kinds.contains(&t.kind))
        });
        Tally::of(tours.map(|t| t.uid).collect())
    }

    /// Events of the year whose attendance nobody wrote down.
    pub(super) fn without_attendance(&self) -> usize {
        let blank = |e: &&Arc<Event>| e.attendance.is_none();
        self.events.iter().filter(blank).count()
    }
}

/// Heads on the spot and online; `None` where the event was not held that way.
fn heads(event: &Event) -> (Option<u32>, Option<u32>) {
    let all = event.attendance.unwrap_or(0);
    let online = event.online_attendance.unwrap_or(0);
    let there = all.saturating_sub(online);
    match event.mode.as_str() {
        "线上" => (None, Some(all.max(online))),
        "线上线下" => (Some(there), Some(online)),
        "线下" => (Some(all), None),
        _ if event.form == "线上活动" || (online > 0 && online >= all) => {
            (None, Some(all.max(online)))
        }
        _ if online > 0 => (Some(there), Some(online)),
        _ => (Some(all), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(mode: &str, all: Option<u32>, online: Option<u32>) -> Event {
        Event {
            mode: mode.into(),
            attendance: all,
            online_attendance: online,
            ..Event::default()
        }
    }

    #[test]
    fn an_event_on_both_sides_parts_its_heads() {
        assert_eq!(
            heads(&event("线上线下", Some(300), Some(200))),
            (Some(100), Some(200))
        );
        assert_eq!(
            heads(&event("", Some(300), Some(200))),
            (Some(100), Some(200))
        );
        assert_eq!(heads(&event("线上", Some(300), None)), (None, Some(300)));
        assert_eq!(heads(&event("", Some(80), Some(80))), (None, Some(80)));
        assert_eq!(heads(&event("", Some(80), None)), (Some(80), None));
        assert_eq!(heads(&event("线下", None, None)), (Some(0), None));
    }
}
