//! All living records of one file in memory: an immutable snapshot that is cheap to clone and hand to the window.
//! The file stays the truth; the office thread applies each committed change here.

use super::change::AnyRecord;
use super::change::Change;
use super::change::Table;
use super::events::Attendance;
use super::events::Event;
use super::events::event::State;
use super::id::Uid;
use super::office::Community;
use super::office::Office;
use super::office::Population;
use super::people::Officer;
use super::people::OfficerEntry;
use super::people::Person;
use super::people::Reach;
use super::people::Team;
use super::people::Volunteer;
use super::people::VolunteerEntry;
use super::period::Period;
use imbl::OrdMap;
use jiff::civil::Date;
use std::sync::Arc;

/// Records by identity, oldest first.
pub type Rows<R> = OrdMap<Uid, Arc<R>>;

/// Everything the office has on record (deleted records are not here).
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// Offices: one, or the district's and its subdistricts'.
    pub offices: Rows<Office>,
    /// Communities.
    pub communities: Rows<Community>,
    /// Counts of people.
    pub populations: Rows<Population>,
    /// People.
    pub people: Rows<Person>,
    /// Service teams.
    pub teams: Rows<Team>,
    /// Volunteers.
    pub volunteers: Rows<Volunteer>,
    /// Information officers.
    pub officers: Rows<Officer>,
    /// Reach by officer and month.
    pub reach: Rows<Reach>,
    /// Events.
    pub events: Rows<Event>,
    /// Who took part.
    pub attendance: Rows<Attendance>,
    /// The office this file belongs to.
    pub home: Uid,
}

impl Ledger {
    /// Take in a record as it is now.
    pub fn put(&mut self, record: AnyRecord) {
        let uid = record.uid();
        match record {
            AnyRecord::Office(r) => drop(self.offices.insert(uid, Arc::new(r))),
            AnyRecord::Community(r) => drop(self.communities.insert(uid, Arc::new(r))),
            AnyRecord::Population(r) => drop(self.populations.insert(uid, Arc::new(r))),
            AnyRecord::Person(r) => drop(self.people.insert(uid, Arc::new(r))),
            AnyRecord::Team(r) => drop(self.teams.insert(uid, Arc::new(r))),
            AnyRecord::Volunteer(r) => drop(self.volunteers.insert(uid, Arc::new(r))),
            AnyRecord::Officer(r) => drop(self.officers.insert(uid, Arc::new(r))),
            AnyRecord::Reach(r) => drop(self.reach.insert(uid, Arc::new(r))),
            AnyRecord::Event(r) => drop(self.events.insert(uid, Arc::new(r))),
            AnyRecord::Attendance(r) => drop(self.attendance.insert(uid, Arc::new(r))),
        }
    }

    /// Forget a record.
    pub fn remove(&mut self, table: Table, uid: Uid) {
        match table {
            Table::Office => drop(self.offices.remove(&uid)),
            Table::Community => drop(self.communities.remove(&uid)),
            Table::Population => drop(self.populations.remove(&uid)),
            Table::Person => drop(self.people.remove(&uid)),
            Table::Team => drop(self.teams.remove(&uid)),
            Table::Volunteer => drop(self.volunteers.remove(&uid)),
            Table::Officer => drop(self.officers.remove(&uid)),
            Table::Reach => drop(self.reach.remove(&uid)),
            Table::Event => drop(self.events.remove(&uid)),
            Table::Attendance => drop(self.attendance.remove(&uid)),
        }
    }

    /// Apply a committed change.
    pub fn apply(&mut self, change: Change) {
        match change.after {
            Some(record) => self.put(record),
            None => self.remove(change.table, change.uid),
        }
    }

    /// A record as it stands.
    pub fn get(&self, table: Table, uid: Uid) -> Option<AnyRecord> {
        fn one<R: Clone>(rows: &Rows<R>, uid: Uid, wrap: fn(R) -> AnyRecord) -> Option<AnyRecord> {
            rows.get(&uid).map(|r| wrap(R::clone(r)))
        }
        match table {
            Table::Office => one(&self.offices, uid, AnyRecord::Office),
            Table::Community => one(&self.communities, uid, AnyRecord::Community),
            Table::Population => one(&self.populations, uid, AnyRecord::Population),
            Table::Person => one(&self.people, uid, AnyRecord::Person),
            Table::Team => one(&self.teams, uid, AnyRecord::Team),
            Table::Volunteer => one(&self.volunteers, uid, AnyRecord::Volunteer),
            Table::Officer => one(&self.officers, uid, AnyRecord::Officer),
            Table::Reach => one(&self.reach, uid, AnyRecord::Reach),
            Table::Event => one(&self.events, uid, AnyRecord::Event),
            Table::Attendance => one(&self.attendance, uid, AnyRecord::Attendance),
        }
    }

    /// The office this file belongs to.
    pub fn office(&self) -> Office {
        self.offices
            .get(&self.home)
            .map(|o| Office::clone(o))
            .unwrap_or_default()
    }

    /// A volunteer with their person.
    pub fn volunteer_entry(&self, uid: Uid) -> Option<VolunteerEntry> {
        let volunteer = self.volunteers.get(&uid)?;
        let person = self.people.get(&volunteer.person)?;
        Some(VolunteerEntry {
            person: Person::clone(person),
            volunteer: Volunteer::clone(volunteer),
        })
    }

    /// An officer with their person.
    pub fn officer_entry(&self, uid: Uid) -> Option<OfficerEntry> {
        let officer = self.officers.get(&uid)?;
        let person = self.people.get(&officer.person)?;
        Some(OfficerEntry {
            person: Person::clone(person),
            officer: Officer::clone(officer),
        })
    }

    /// The count of a community's people that stands for a day: the newest not after it, else the nearest
    /// (decisions.md 3). The caller prints its day.
    pub fn population_at(&self, community: Uid, day: Date) -> Option<Arc<Population>> {
        let counts = self
            .populations
            .values()
            .filter(|p| p.community == community);
        let (before, after): (Vec<_>, Vec<_>) = counts.partition(|p| p.as_of <= day);
        before
            .into_iter()
            .max_by_key(|p| (p.as_of, p.uid))
            .or_else(|| after.into_iter().min_by_key(|p| (p.as_of, p.uid)))
            .cloned()
    }

    /// Events that were held and whose first day lies in the period, in order of day and title.
    pub fn events_in(&self, period: &Period) -> Vec<Arc<Event>> {
        let mut events: Vec<_> = self
            .events
            .values()
            .filter(|e| e.counts() && e.day().is_some_and(|d| period.contains(d)))
            .cloned()
            .collect();
        events.sort_by(|a, b| (a.when, &a.title, a.uid).cmp(&(b.when, &b.title, b.uid)));
        events
    }

    /// Events without a day that are not cancelled: they belong to no period, and reports say so.
    pub fn events_without_day(&self) -> usize {
        self.events
            .values()
            .filter(|e| e.when.is_none() && e.state != State::Cancelled)
            .count()
    }

    /// The newest year in which an event is on record.
    pub fn newest_year(&self) -> Option<i16> {
        self.events
            .values()
            .filter_map(|e| e.day())
            .map(jiff::civil::Date::year)
            .max()
    }

    /// How many records there are, by table.
    pub fn counts(&self) -> Vec<(Table, usize)> {
        Table::ALL
            .iter()
            .map(|table| {
                let count = match table {
                    Table::Office => self.offices.len(),
                    Table::Community => self.communities.len(),
                    Table::Population => self.populations.len(),
                    Table::Person => self.people.len(),
                    Table::Team => self.teams.len(),
                    Table::Volunteer => self.volunteers.len(),
                    Table::Officer => self.officers.len(),
                    Table::Reach => self.reach.len(),
                    Table::Event => self.events.len(),
                    Table::Attendance => self.attendance.len(),
                };
                (*table, count)
            })
            .collect()
    }
}
