//! KP-001: people by what they are, on 31 December.

use super::Counter;
use super::Tally;
use crate::model::Uid;
use crate::model::assess::count::Duty;
use crate::model::assess::count::PeopleCount;
use crate::model::people::Expert;
use crate::model::people::Volunteer;
use std::collections::BTreeMap;
use std::sync::Arc;

const FULL_TIME: &str = "专职";

impl Counter<'_> {
    pub(super) fn people(&self, wanted: &PeopleCount) -> Tally {
        let found: BTreeMap<Uid, Uid> = self
            .in_duty(wanted.duty)
            .into_iter()
            .filter(|(person, _)| self.fits_person(*person, wanted))
            .collect();
        match wanted.hours_a_day {
            Some(hours) => self.days(&found, wanted.duty, hours),
            None => Tally::of(found.into_values().collect()),
        }
    }

    // Person and the role that is shown for them; each person once.
    fn in_duty(&self, duty: Duty) -> BTreeMap<Uid, Uid> {
        let mut found = BTreeMap::new();
        let full: BTreeMap<Uid, Uid> = self
            .experts()
            .filter(|(_, e)| e.full_time == FULL_TIME)
            .map(|(person, e)| (person, e.uid))
            .collect();
        match duty {
            Duty::FullTime => return full,
            Duty::Registered => {
                for volunteer in self.volunteers().filter(|v| is_registered(v)) {
                    found.entry(volunteer.person).or_insert(volunteer.uid);
                }
            }
            Duty::PartTime => {
                for volunteer in self.volunteers() {
                    found.entry(volunteer.person).or_insert(volunteer.uid);
                }
                let officers = self.ledger.officers.values();
                for officer in officers.filter(|o| o.serves_on(self.period.to)) {
                    found.entry(officer.person).or_insert(officer.uid);
                }
                for (person, expert) in self.experts() {
                    found.entry(person).or_insert(expert.uid);
                }
                found.retain(|person, _| !full.contains_key(person));
            }
        }
        found
    }

    fn volunteers(&self) -> impl Iterator<Item = &Arc<Volunteer>> {
        let end = self.period.to;
        self.ledger.volunteers.values().filter(move |v| {
            v.registered_on.is_none_or(|d| d <= end) && v.left_on.is_none_or(|d| d > end)
        })
    }

    fn experts(&self) -> impl Iterator<Item = (Uid, &Arc<Expert>)> {
        let end = self.period.to;
        let serving = self.ledger.experts.values().filter(move |e| {
            e.joined_on.is_none_or(|d| d <= end) && e.left_on.is_none_or(|d| d > end)
        });
        serving.filter_map(|e| Some((e.person?, e)))
    }

    fn fits_person(&self, uid: Uid, wanted: &PeopleCount) -> bool {
        let Some(person) = self.ledger.people.get(&uid) else {
            return false;
        };
        let schooled = wanted.titles.contains(&person.title_level)
            || wanted.educations.contains(&person.education);
        let asks_schooling = !wanted.titles.is_empty() || !wanted.educations.is_empty();
        let asks_trade = !wanted.talents.is_empty() || !wanted.roles.is_empty();
        (wanted.sex.is_empty() || person.sex == wanted.sex)
            && (!wanted.rural || self.is_rural(person.community))
            && (!asks_schooling || schooled)
            && (!asks_trade || self.has_trade(uid, wanted))
    }

    fn has_trade(&self, person: Uid, wanted: &PeopleCount) -> bool {
        self.experts().filter(|(p, _)| *p == person).any(|(_, e)| {
            wanted.talents.contains(&e.category) || e.roles.iter().any(|r| wanted.roles.contains(r))
        })
    }

    // 人天: hours at events by name, and for 兼职 those of volunteers who were not named one by one.
    fn days(&self, people: &BTreeMap<Uid, Uid>, duty: Duty, hours_a_day: f64) -> Tally {
        let mut minutes: BTreeMap<Uid, u32> = BTreeMap::new();
        for row in self.ledger.attendance.values() {
            if people.contains_key(&row.person) {
                *minutes.entry(row.event).or_default() += row.minutes;
            }
        }
        let mut tally = Tally::default();
        for event in &self.events {
            let mut spent = minutes.get(&event.uid).copied().unwrap_or(0);
            if duty == Duty::PartTime {
                spent += event.volunteer_minutes.unwrap_or(0);
            }
            if spent > 0 {
                tally.add(event.uid, f64::from(spent) / 60.0 / hours_a_day.max(0.1));
            }
        }
        tally
    }

    /// Volunteers on the register without number or day of registration.
    pub(super) fn unregistered(&self) -> usize {
        self.volunteers().filter(|v| !is_registered(v)).count()
    }
}

fn is_registered(volunteer: &Volunteer) -> bool {
    volunteer.registered_on.is_some() || !volunteer.registration_no.is_empty()
}
