//! The search index of all registers, kept in step with the ledger. Built after opening, off the frame.

use super::Office;
use super::command::Register;
use super::view::Registered;
use crate::model::Change;
use crate::model::Ledger;
use crate::model::Table;
use crate::model::Uid;
use crate::model::directory::Directory;
use crate::model::events::Event;
use crate::model::office::community::CommunityEntry;
use crate::model::people::OfficerEntry;
use crate::model::people::Team;
use crate::model::people::VolunteerEntry;
use crate::model::search::Index;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// One index for each register.
#[derive(Debug, Default)]
pub(super) struct SearchBook {
    registers: BTreeMap<Register, Index>,
}

impl SearchBook {
    fn build(ledger: &Ledger, directory: &Directory, today: Date) -> Self {
        let mut book = Self::default();
        book.fill::<Event>(ledger, directory, today);
        book.fill::<VolunteerEntry>(ledger, directory, today);
        book.fill::<OfficerEntry>(ledger, directory, today);
        book.fill::<CommunityEntry>(ledger, directory, today);
        book.fill::<Team>(ledger, directory, today);
        book
    }

    fn fill<F: Registered>(&mut self, ledger: &Ledger, directory: &Directory, today: Date) {
        let index = self.registers.entry(F::REGISTER).or_default();
        for (uid, entry) in F::all(ledger, today) {
            index.put(uid, &entry.search_text(directory));
        }
    }

    fn refresh<F: Registered>(
        &mut self,
        ledger: &Ledger,
        directory: &Directory,
        today: Date,
        uid: Uid,
    ) {
        let index = self.registers.entry(F::REGISTER).or_default();
        match F::one(ledger, uid, today) {
            Some(entry) => index.put(uid, &entry.search_text(directory)),
            None => index.remove(uid),
        }
    }

    /// Records of a register in which all words stand, oldest first.
    pub(super) fn find(&self, register: Register, words: &str) -> Vec<Uid> {
        self.registers
            .get(&register)
            .map(|i| i.find(words))
            .unwrap_or_default()
    }
}

/// Something found by the search over everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Where it stands.
    pub register: Register,
    /// Which one.
    pub uid: Uid,
    /// What the list of hits says.
    pub title: String,
}

impl Office {
    pub(super) fn index(&mut self) -> &SearchBook {
        let (ledger, directory, today) = (&self.ledger, &self.directory, self.clock.today());
        self.search
            .get_or_insert_with(|| SearchBook::build(ledger, directory, today))
    }

    /// Build the index now instead of at the first search.
    pub fn warm_up(&mut self) {
        self.index();
    }

    /// Search over everything: at most `most` of each register.
    pub fn find_anywhere(&mut self, words: &str, most: usize) -> Vec<Hit> {
        if words.trim().is_empty() {
            return Vec::new();
        }
        self.index();
        let Some(search) = &self.search else {
            return Vec::new();
        };
        Register::ALL
            .into_iter()
            .flat_map(|register| {
                search
                    .find(register, words)
                    .into_iter()
                    .rev()
                    .take(most)
                    .map(move |uid| (register, uid))
            })
            .map(|(register, uid)| Hit {
                register,
                uid,
                title: self.title_of(register, uid),
            })
            .collect()
    }

    /// One line that names a record.
    pub fn title_of(&self, register: Register, uid: Uid) -> String {
        let ledger = &self.ledger;
        let title = match register {
            Register::Events => ledger.events.get(&uid).map(|e| match e.day() {
                Some(day) => format!("{day} {}", e.title),
                None => e.title.clone(),
            }),
            Register::Volunteers => ledger.volunteer_entry(uid).map(|e| e.person.name),
            Register::Officers => ledger.officer_entry(uid).map(|e| e.person.name),
            Register::Communities => ledger.communities.get(&uid).map(|c| c.name.clone()),
            Register::Teams => ledger.teams.get(&uid).map(|t| t.name.clone()),
        };
        title.unwrap_or_default()
    }

    /// Follow committed changes: the ledger, the directory and the index.
    pub(super) fn applied(&mut self, changes: Vec<Change>) {
        let touched: Vec<(Table, Uid)> = changes.iter().map(|c| (c.table, c.uid)).collect();
        let people: BTreeSet<Uid> = touched
            .iter()
            .filter(|(t, _)| *t == Table::Person)
            .map(|(_, uid)| *uid)
            .collect();
        for change in changes {
            self.ledger.apply(change);
        }
        self.revision += 1;
        let names_changed = touched
            .iter()
            .any(|(t, _)| matches!(t, Table::Office | Table::Community | Table::Team));
        if names_changed {
            self.renew_directory();
            // Names of communities and teams stand in the texts of events and people.
            self.search = None;
            return;
        }
        let Some(mut search) = self.search.take() else {
            return;
        };
        let (ledger, directory, today) = (&self.ledger, &self.directory, self.clock.today());
        for (table, uid) in &touched {
            match table {
                Table::Event => search.refresh::<Event>(ledger, directory, today, *uid),
                Table::Volunteer => {
                    search.refresh::<VolunteerEntry>(ledger, directory, today, *uid);
                }
                Table::Officer => search.refresh::<OfficerEntry>(ledger, directory, today, *uid),
                Table::Population | Table::Reach | Table::Attendance | Table::Person => {}
                Table::Office | Table::Community | Table::Team => {}
            }
        }
        if !people.is_empty() {
            let volunteers = ledger
                .volunteers
                .values()
                .filter(|v| people.contains(&v.person))
                .map(|v| v.uid);
            volunteers
                .for_each(|uid| search.refresh::<VolunteerEntry>(ledger, directory, today, uid));
            let officers = ledger
                .officers
                .values()
                .filter(|o| people.contains(&o.person))
                .map(|o| o.uid);
            officers.for_each(|uid| search.refresh::<OfficerEntry>(ledger, directory, today, uid));
        }
        self.search = Some(search);
    }
}
