//! All living records of one file in memory: an immutable snapshot that is cheap to clone and hand to the window.
//! The file stays the truth; the office thread applies each committed change here.

use super::change::AnyRecord;
use super::change::Change;
use super::change::Table;
use super::change::each_record;
use super::events::Event;
use super::events::event::State;
use super::id::Uid;
use super::kinds;
use super::office::Office;
use super::office::Population;
use super::people::Officer;
use super::people::OfficerEntry;
use super::people::Person;
use super::people::Volunteer;
use super::people::VolunteerEntry;
use super::period::Period;
use imbl::OrdMap;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Records by identity, oldest first.
pub type Rows<R> = OrdMap<Uid, Arc<R>>;

/// The ledger and what follows from the list of record types.
macro_rules! ledger {
    ($($name:ident: $rows:ident, $label:literal, $table:literal;)*) => {
        /// Everything the office has on record (deleted records are not here).
        #[derive(Debug, Clone, Default)]
        pub struct Ledger {
            $(#[doc = $label] pub $rows: Rows<kinds::$name>,)*
            /// The office this file belongs to.
            pub home: Uid,
        }

        impl Ledger {
            /// Take in a record as it is now.
            pub fn put(&mut self, record: AnyRecord) {
                let uid = record.uid();
                match record {
                    $(AnyRecord::$name(r) => drop(self.$rows.insert(uid, Arc::new(r))),)*
                }
            }

            /// Forget a record.
            pub fn remove(&mut self, table: Table, uid: Uid) {
                match table {
                    $(Table::$name => drop(self.$rows.remove(&uid)),)*
                }
            }

            /// A record as it stands.
            pub fn get(&self, table: Table, uid: Uid) -> Option<AnyRecord> {
                match table {
                    $(Table::$name => self.$rows.get(&uid).map(|r| AnyRecord::$name(kinds::$name::clone(r))),)*
                }
            }

            /// How many records a table holds.
            pub fn count(&self, table: Table) -> usize {
                match table {
                    $(Table::$name => self.$rows.len(),)*
                }
            }

            /// Names of a table's newest records, newest first.
            pub fn newest(&self, table: Table, most: usize) -> Vec<String> {
                match table {
                    $(Table::$name => self.$rows.keys().rev().take(most).map(|uid| self.label(table, *uid)).collect(),)*
                }
            }

            /// All records of an office.
            pub fn records_of(&self, office: Uid) -> Vec<AnyRecord> {
                let mut found = Vec::new();
                $(found.extend(self.$rows.values().filter(|r| r.office == office).map(|r| AnyRecord::$name(kinds::$name::clone(r))));)*
                found
            }

            /// The ledger as if an office had a file of its own.
            pub fn only(&self, office: Uid) -> Self {
                let mut one = Self { home: office, ..Self::default() };
                $(one.$rows = self.$rows.iter().filter(|(_, r)| r.office == office).map(|(uid, r)| (*uid, r.clone())).collect();)*
                one
            }

            /// The records of each office as if it had a file of its own, in one pass.
            pub fn by_office(&self) -> BTreeMap<Uid, Self> {
                let mut all: BTreeMap<Uid, Self> = BTreeMap::new();
                $(for (uid, record) in &self.$rows {
                    let own = all.entry(record.office).or_insert_with(|| Self { home: record.office, ..Self::default() });
                    own.$rows.insert(*uid, Arc::clone(record));
                })*
                all
            }

            /// Identities of a table's records, oldest first.
            pub fn uids(&self, table: Table) -> Vec<Uid> {
                match table {
                    $(Table::$name => self.$rows.keys().copied().collect(),)*
                }
            }

            /// Identities and names of a table's records, oldest first.
            pub fn labels(&self, table: Table) -> Vec<(Uid, String)> {
                match table {
                    $(Table::$name => self.$rows.keys().map(|uid| (*uid, self.label(table, *uid))).collect(),)*
                }
            }
        }
    };
}
each_record!(ledger);

impl Ledger {
    /// What a link to a record says: its name, with the day where names repeat; empty when it is gone.
    pub fn label(&self, table: Table, uid: Uid) -> String {
        let dated = |day: Option<Date>, title: &str| match day {
            Some(day) => format!("{day} {title}"),
            None => title.to_owned(),
        };
        match table {
            Table::Event => self.events.get(&uid).map(|e| dated(e.day(), &e.title)),
            Table::Person => self.people.get(&uid).map(|p| p.name.clone()),
            Table::Venue => self.venues.get(&uid).map(|v| v.name.clone()),
            _ => self.get(table, uid).map(|r| r.title()),
        }
        .unwrap_or_default()
    }

    /// Apply a committed change.
    pub fn apply(&mut self, change: Change) {
        match change.after {
            Some(record) => self.put(record),
            None => self.remove(change.table, change.uid),
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
            .map(|table| (*table, self.count(*table)))
            .collect()
    }
}
