//! The search index of all registers, kept in step with the ledger. Built after opening, off the frame.

use super::Office;
use super::register::Register;
use super::register::Visit;
use super::view::Registered;
use crate::model::Change;
use crate::model::Ledger;
use crate::model::Table;
use crate::model::Uid;
use crate::model::directory::Directory;
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
        for register in Register::ALL {
            register.visit(Fill {
                book: &mut book,
                ledger,
                directory,
                today,
                uid: None,
            });
        }
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

/// Fills a register's index, or one record of it.
struct Fill<'f> {
    book: &'f mut SearchBook,
    ledger: &'f Ledger,
    directory: &'f Directory,
    today: Date,
    uid: Option<Uid>,
}

impl Visit for Fill<'_> {
    type Out = ();
    fn visit<F: Registered>(self) {
        match self.uid {
            Some(uid) => self
                .book
                .refresh::<F>(self.ledger, self.directory, self.today, uid),
            None => self.book.fill::<F>(self.ledger, self.directory, self.today),
        }
    }
}

struct Title<'t>(&'t Ledger, Uid, Date);

impl Visit for Title<'_> {
    type Out = Option<String>;
    fn visit<F: Registered>(self) -> Option<String> {
        F::one(self.0, self.1, self.2).map(|entry| entry.title())
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
            .iter()
            .flat_map(|&register| {
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
        if register == Register::Events {
            return self.ledger.label(Table::Event, uid);
        }
        register
            .visit(Title(&self.ledger, uid, self.clock.today()))
            .unwrap_or_default()
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
        // Links show names, so what they are looked up in is always of now.
        self.renew_directory();
        let names_changed = touched
            .iter()
            .any(|(t, _)| matches!(t, Table::Office | Table::Community | Table::Team));
        if names_changed {
            // Names of communities and teams stand in the texts of events and people.
            self.search = None;
            return;
        }
        let Some(mut search) = self.search.take() else {
            return;
        };
        let (ledger, directory, today) = (&self.ledger, &self.directory, self.clock.today());
        let mut fill = |register: Register, uid: Option<Uid>| {
            register.visit(Fill {
                book: &mut search,
                ledger,
                directory,
                today,
                uid,
            });
        };
        for (table, uid) in &touched {
            if let Some(register) = Register::of(*table) {
                fill(register, Some(*uid));
            }
        }
        // What names a record that may have been renamed; events are many and name nothing their search looks at.
        let tables: BTreeSet<Table> = touched.iter().map(|(t, _)| *t).collect();
        for register in Register::ALL.iter().filter(|r| **r != Register::Events) {
            if tables
                .iter()
                .any(|t| *t != Table::Event && register.names(*t))
            {
                fill(*register, None);
            }
        }
        if !people.is_empty() {
            let roles = [
                (
                    Register::Volunteers,
                    ledger
                        .volunteers
                        .values()
                        .filter(|v| people.contains(&v.person))
                        .map(|v| v.uid)
                        .collect::<Vec<_>>(),
                ),
                (
                    Register::Officers,
                    ledger
                        .officers
                        .values()
                        .filter(|o| people.contains(&o.person))
                        .map(|o| o.uid)
                        .collect(),
                ),
                (
                    Register::Experts,
                    ledger
                        .experts
                        .values()
                        .filter(|e| e.person.is_some_and(|p| people.contains(&p)))
                        .map(|e| e.uid)
                        .collect(),
                ),
            ];
            for (register, uids) in roles {
                for uid in uids {
                    fill(register, Some(uid));
                }
            }
        }
        self.search = Some(search);
    }
}
