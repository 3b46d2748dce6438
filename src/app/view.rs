//! What lists show: which records of a register, in which order. Made on the office thread, painted row by row.

use super::Office;
use super::command::Command;
use super::register::Register;
use super::register::Visit;
use crate::model::Ledger;
use crate::model::Uid;
use crate::model::directory::Directory;
use crate::model::events::Event;
use crate::model::field::Form;
use crate::model::field::Kind;
use crate::model::office::community::CommunityEntry;
use crate::model::people::ExpertEntry;
use crate::model::people::OfficerEntry;
use crate::model::people::Team;
use crate::model::people::VolunteerEntry;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;

/// A form that stands in a register: how its entries are found and saved.
pub trait Registered: Form {
    /// Its register.
    const REGISTER: Register;
    /// All entries with the identity the register knows them by.
    fn all(ledger: &Ledger, today: Date) -> Vec<(Uid, Self)>;
    /// One entry.
    fn one(ledger: &Ledger, uid: Uid, today: Date) -> Option<Self>;
    /// The identity the register knows it by; nil for a new one.
    fn uid(&self) -> Uid;
    /// The change that saves it.
    fn save(self) -> Command;
    /// A new entry like this one: everything but identity and what is true of one only.
    fn copied(&self) -> Self;
    /// The day it belongs to, for periods; none where the register has no days.
    fn day(&self) -> Option<Date> {
        None
    }
    /// The event it becomes and the change that writes both, where it is the beginning of one.
    fn become_event(&self, _: &Directory, _: Date) -> Option<(Uid, Command)> {
        None
    }
    /// Key of the field that orders the list when the clerk has chosen none, largest first; empty for the order of entry.
    fn natural() -> &'static str {
        Self::fields()
            .iter()
            .find(|f| f.column > 0.0 && matches!(f.kind, Kind::Day | Kind::When | Kind::Month))
            .map_or("", |f| f.key)
    }
}

impl Registered for Event {
    const REGISTER: Register = Register::Events;
    fn all(ledger: &Ledger, _: Date) -> Vec<(Uid, Self)> {
        ledger
            .events
            .iter()
            .map(|(uid, e)| (*uid, Self::clone(e)))
            .collect()
    }
    fn one(ledger: &Ledger, uid: Uid, _: Date) -> Option<Self> {
        ledger.events.get(&uid).map(|e| Self::clone(e))
    }
    fn uid(&self) -> Uid {
        self.uid
    }
    fn save(self) -> Command {
        Command::SaveEvent(self)
    }
    fn copied(&self) -> Self {
        Self {
            uid: Uid::default(),
            when: None,
            attendance: None,
            attendance_note: String::new(),
            pending: Vec::new(),
            evidence_no: String::new(),
            ..self.clone()
        }
    }
    fn day(&self) -> Option<Date> {
        Self::day(self)
    }
}

impl Registered for VolunteerEntry {
    fn natural() -> &'static str {
        ""
    }
    const REGISTER: Register = Register::Volunteers;
    fn all(ledger: &Ledger, _: Date) -> Vec<(Uid, Self)> {
        ledger
            .volunteers
            .keys()
            .filter_map(|uid| Some((*uid, ledger.volunteer_entry(*uid)?)))
            .collect()
    }
    fn one(ledger: &Ledger, uid: Uid, _: Date) -> Option<Self> {
        ledger.volunteer_entry(uid)
    }
    fn uid(&self) -> Uid {
        self.volunteer.uid
    }
    fn save(self) -> Command {
        Command::SaveVolunteer(self)
    }
    fn copied(&self) -> Self {
        let mut new = Self::default();
        new.person.community = self.person.community;
        new.person.employer.clone_from(&self.person.employer);
        new.volunteer.team = self.volunteer.team;
        new.volunteer.source.clone_from(&self.volunteer.source);
        new
    }
}

impl Registered for OfficerEntry {
    fn natural() -> &'static str {
        ""
    }
    const REGISTER: Register = Register::Officers;
    fn all(ledger: &Ledger, _: Date) -> Vec<(Uid, Self)> {
        ledger
            .officers
            .keys()
            .filter_map(|uid| Some((*uid, ledger.officer_entry(*uid)?)))
            .collect()
    }
    fn one(ledger: &Ledger, uid: Uid, _: Date) -> Option<Self> {
        ledger.officer_entry(uid)
    }
    fn uid(&self) -> Uid {
        self.officer.uid
    }
    fn save(self) -> Command {
        Command::SaveOfficer(self)
    }
    fn copied(&self) -> Self {
        let mut new = Self::default();
        new.person.community = self.person.community;
        new.officer.source.clone_from(&self.officer.source);
        new
    }
}

impl Registered for CommunityEntry {
    fn natural() -> &'static str {
        ""
    }
    const REGISTER: Register = Register::Communities;
    fn all(ledger: &Ledger, today: Date) -> Vec<(Uid, Self)> {
        ledger
            .communities
            .keys()
            .filter_map(|uid| Some((*uid, Self::one(ledger, *uid, today)?)))
            .collect()
    }
    fn one(ledger: &Ledger, uid: Uid, today: Date) -> Option<Self> {
        let community = ledger.communities.get(&uid)?;
        Some(Self::of(
            community,
            ledger.population_at(uid, today).as_deref(),
        ))
    }
    fn uid(&self) -> Uid {
        self.community.uid
    }
    fn save(self) -> Command {
        Command::SaveCommunity(self)
    }
    fn copied(&self) -> Self {
        let mut new = Self::default();
        new.community.kind.clone_from(&self.community.kind);
        new.basis.clone_from(&self.basis);
        new.as_of = self.as_of;
        new.source.clone_from(&self.source);
        new
    }
}

impl Registered for Team {
    fn natural() -> &'static str {
        ""
    }
    const REGISTER: Register = Register::Teams;
    fn all(ledger: &Ledger, _: Date) -> Vec<(Uid, Self)> {
        ledger
            .teams
            .iter()
            .map(|(uid, t)| (*uid, Self::clone(t)))
            .collect()
    }
    fn one(ledger: &Ledger, uid: Uid, _: Date) -> Option<Self> {
        ledger.teams.get(&uid).map(|t| Self::clone(t))
    }
    fn uid(&self) -> Uid {
        self.uid
    }
    fn save(self) -> Command {
        Command::SaveTeam(self)
    }
    fn copied(&self) -> Self {
        Self {
            uid: Uid::default(),
            name: String::new(),
            registration_no: String::new(),
            ..self.clone()
        }
    }
}

impl Registered for ExpertEntry {
    const REGISTER: Register = Register::Experts;
    fn all(ledger: &Ledger, today: Date) -> Vec<(Uid, Self)> {
        ledger
            .experts
            .keys()
            .filter_map(|uid| Some((*uid, Self::one(ledger, *uid, today)?)))
            .collect()
    }
    fn one(ledger: &Ledger, uid: Uid, _: Date) -> Option<Self> {
        let expert = ledger.experts.get(&uid)?;
        let person = ledger.people.get(&expert.person?)?;
        Some(Self {
            person: crate::model::people::Person::clone(person),
            expert: crate::model::people::Expert::clone(expert),
        })
    }
    fn uid(&self) -> Uid {
        self.expert.uid
    }
    fn save(self) -> Command {
        Command::SaveExpert(self)
    }
    fn copied(&self) -> Self {
        let mut new = Self::default();
        new.person.employer.clone_from(&self.person.employer);
        new.expert.roles.clone_from(&self.expert.roles);
        new
    }
    fn natural() -> &'static str {
        ""
    }
}

/// What a list screen asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// Words to search for.
    pub words: String,
    /// Field keys with the text that must stand in them.
    pub filters: Vec<(String, String)>,
    /// Field key to sort by; empty for the register's own order.
    pub sort: String,
    /// Largest first.
    pub descending: bool,
}

impl Office {
    /// The records of a register that are wanted, in order.
    pub fn rows(&mut self, register: Register, wanted: &Wanted) -> Vec<Uid> {
        let found = self.index().find(register, &wanted.words);
        register.visit(Sorted {
            ledger: &self.ledger,
            directory: &self.directory,
            today: self.clock.today(),
            found,
            wanted,
        })
    }
}

struct Sorted<'s> {
    ledger: &'s Ledger,
    directory: &'s Directory,
    today: Date,
    found: Vec<Uid>,
    wanted: &'s Wanted,
}

impl Visit for Sorted<'_> {
    type Out = Vec<Uid>;
    fn visit<F: Registered>(self) -> Vec<Uid> {
        sorted::<F>(
            self.ledger,
            self.directory,
            self.today,
            self.found,
            self.wanted,
        )
    }
}

fn sorted<F: Registered>(
    ledger: &Ledger,
    directory: &Directory,
    today: Date,
    found: Vec<Uid>,
    wanted: &Wanted,
) -> Vec<Uid> {
    let filters: Vec<_> = wanted
        .filters
        .iter()
        .filter_map(|(key, text)| Some((F::field(key)?, text)))
        .collect();
    // What has days stands newest first without a choice of order; people in the order they came in.
    let key = if wanted.sort.is_empty() {
        F::natural()
    } else {
        &wanted.sort
    };
    let sort = F::field(key);
    if filters.is_empty() && sort.is_none() {
        return found;
    }
    let descending = wanted.descending || wanted.sort.is_empty();
    let mut rows: Vec<(SortKey, Uid)> = found
        .into_iter()
        .filter_map(|uid| {
            let entry = F::one(ledger, uid, today)?;
            if !filters
                .iter()
                .all(|(f, text)| (f.show)(&entry, directory).contains(text.as_str()))
            {
                return None;
            }
            let key = sort.map_or_else(SortKey::default, |f| {
                SortKey::of(f.kind, &(f.show)(&entry, directory))
            });
            Some((key, uid))
        })
        .collect();
    rows.sort();
    if descending && sort.is_some() {
        rows.reverse();
    }
    rows.into_iter().map(|(_, uid)| uid).collect()
}

/// Numbers sort as numbers, all else as text; empty values come first.
#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct SortKey(u64, String);

impl SortKey {
    fn of(kind: Kind, text: &str) -> Self {
        match kind {
            Kind::Number | Kind::Money | Kind::Hours | Kind::Decimal => {
                let digits: String = text
                    .chars()
                    .filter(|c| c.is_ascii_digit() || *c == '.')
                    .collect();
                Self(
                    (digits.parse::<f64>().unwrap_or(0.0) * 100.0) as u64,
                    String::new(),
                )
            }
            _ => Self(0, text.to_owned()),
        }
    }
}
