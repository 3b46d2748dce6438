//! Records by name for the report screen: what a figure was counted from, and what a chooser offers. Looked up on the
//! office thread, because a sum may stand for every record there is.

use super::Hit;
use super::Office;
use super::register::Register;
use super::view::Wanted;
use crate::model::Period;
use crate::model::Uid;
use crate::model::search::Index;
use std::collections::BTreeSet;

/// The records behind a figure, searchable by words and 拼音首字母.
#[derive(Debug, Default)]
pub struct Behind {
    /// Records with their titles, in the order they were counted.
    pub hits: Vec<Hit>,
    /// Records that are there no more.
    pub gone: usize,
    index: Index,
}

impl Behind {
    /// Places in [`Behind::hits`] of the records in whose title all words stand.
    pub fn find(&self, words: &str) -> Vec<usize> {
        if words.trim().is_empty() {
            return (0..self.hits.len()).collect();
        }
        let found: BTreeSet<Uid> = self.index.find(words).into_iter().collect();
        let places = self.hits.iter().enumerate();
        places
            .filter(|(_, hit)| found.contains(&hit.uid))
            .map(|(place, _)| place)
            .collect()
    }
}

/// What a chooser looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choosing {
    /// Where.
    pub register: Register,
    /// What was typed; empty offers all.
    pub words: String,
    /// Only what happened then, where records have days.
    pub period: Option<Period>,
}

/// What a chooser offers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offer {
    /// The first of them.
    pub hits: Vec<Hit>,
    /// How many more there are.
    pub more: usize,
}

/// Most records a chooser offers at once; the rest is found by typing.
const MOST_OFFERED: usize = 200;

impl Office {
    /// The records behind a figure, each by the register that shows it.
    pub fn behind(&self, records: &[Uid]) -> Behind {
        let mut behind = Behind::default();
        let mut seen = BTreeSet::new();
        for uid in records {
            match self.shown_as(*uid) {
                Some((register, shown, title)) => {
                    if seen.insert(shown) {
                        behind.index.put(shown, &title);
                        behind.hits.push(Hit {
                            register,
                            uid: shown,
                            title,
                        });
                    }
                }
                None => behind.gone += 1,
            }
        }
        behind
    }

    // What has no register of its own is shown by the record it belongs to: a person by a role, attendance by its event,
    // shares by the officer, a count of people by the community.
    fn shown_as(&self, uid: Uid) -> Option<(Register, Uid, String)> {
        if let Some((register, title)) = self.locate(uid) {
            return Some((register, uid, title));
        }
        let ledger = &self.ledger;
        let owner = if ledger.people.contains_key(&uid) {
            let volunteer = ledger.volunteers.values().find(|v| v.person == uid);
            let officer = ledger.officers.values().find(|o| o.person == uid);
            let expert = ledger.experts.values().find(|e| e.person == Some(uid));
            volunteer
                .map(|v| v.uid)
                .or(officer.map(|o| o.uid))
                .or(expert.map(|e| e.uid))
        } else if let Some(row) = ledger.attendance.get(&uid) {
            Some(row.event)
        } else if let Some(cell) = ledger.reach.get(&uid) {
            Some(cell.officer)
        } else {
            ledger.populations.get(&uid).map(|count| count.community)
        }?;
        self.locate(owner)
            .map(|(register, title)| (register, owner, title))
    }

    /// What a chooser offers for the words typed so far.
    pub fn offer(&mut self, choosing: &Choosing) -> Offer {
        let Choosing {
            register,
            words,
            period,
        } = choosing;
        let wanted = Wanted {
            words: words.clone(),
            ..Wanted::default()
        };
        let mut found = self.rows(*register, &wanted);
        if let (Register::Events, Some(period)) = (register, period) {
            found.retain(|uid| {
                let event = self.ledger.events.get(uid);
                event.is_some_and(|e| e.day().is_none_or(|d| period.contains(d)))
            });
        }
        let hits = found.iter().take(MOST_OFFERED).map(|uid| Hit {
            register: *register,
            uid: *uid,
            title: self.offered(*register, *uid),
        });
        Offer {
            hits: hits.collect(),
            more: found.len().saturating_sub(MOST_OFFERED),
        }
    }

    // Namesakes are told apart by where they live.
    fn offered(&self, register: Register, uid: Uid) -> String {
        let title = self.title_of(register, uid);
        let entry = match register {
            Register::Volunteers => self.ledger.volunteer_entry(uid),
            _ => None,
        };
        let place = entry
            .map(|e| self.directory.community_name(e.person.community))
            .unwrap_or_default();
        if place.is_empty() {
            title
        } else {
            format!("{title}（{place}）")
        }
    }
}
