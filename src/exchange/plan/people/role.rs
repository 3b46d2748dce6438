//! A role laid beside a person: volunteer, officer, expert.

use crate::model::AnyRecord;
use crate::model::Ledger;
use crate::model::Record as _;
use crate::model::Uid;
use crate::model::field::Form;
use crate::model::people::Expert;
use crate::model::people::ExpertEntry;
use crate::model::people::OfficerEntry;
use crate::model::people::Person;
use crate::model::people::VolunteerEntry;
use crate::model::people::person::HasPerson;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What both kinds of rows need: a role laid beside a person.
pub(super) trait Role: Form + HasPerson {
    const ROLE: &'static str;
    /// The roles of this kind on record: person → role.
    fn all(ledger: &Ledger) -> BTreeMap<Uid, Uid>;
    fn existing(ledger: &Ledger, role: Uid) -> Option<Self>;
    fn role_record(&self) -> AnyRecord;
    fn bind(&mut self, person: Uid);
}

impl Role for VolunteerEntry {
    const ROLE: &'static str = "志愿者";
    fn all(ledger: &Ledger) -> BTreeMap<Uid, Uid> {
        ledger
            .volunteers
            .values()
            .map(|r| (r.person, r.uid))
            .collect()
    }
    fn existing(ledger: &Ledger, role: Uid) -> Option<Self> {
        ledger.volunteer_entry(role)
    }
    fn role_record(&self) -> AnyRecord {
        self.volunteer.clone().wrap()
    }
    fn bind(&mut self, person: Uid) {
        self.person.uid = person;
        self.volunteer.person = person;
        if self.volunteer.uid.is_nil() {
            self.volunteer.uid = Uid::fresh();
        }
    }
}

impl Role for OfficerEntry {
    const ROLE: &'static str = "信息员";
    fn all(ledger: &Ledger) -> BTreeMap<Uid, Uid> {
        ledger
            .officers
            .values()
            .map(|r| (r.person, r.uid))
            .collect()
    }
    fn existing(ledger: &Ledger, role: Uid) -> Option<Self> {
        ledger.officer_entry(role)
    }
    fn role_record(&self) -> AnyRecord {
        self.officer.clone().wrap()
    }
    fn bind(&mut self, person: Uid) {
        self.person.uid = person;
        self.officer.person = person;
        if self.officer.uid.is_nil() {
            self.officer.uid = Uid::fresh();
        }
    }
}

impl Role for ExpertEntry {
    const ROLE: &'static str = "专家";
    fn all(ledger: &Ledger) -> BTreeMap<Uid, Uid> {
        let named = |e: &Arc<Expert>| Some((e.person?, e.uid));
        ledger.experts.values().filter_map(named).collect()
    }
    fn existing(ledger: &Ledger, role: Uid) -> Option<Self> {
        let expert = ledger.experts.get(&role)?;
        Some(Self {
            person: Person::clone(ledger.people.get(&expert.person?)?),
            expert: Expert::clone(expert),
        })
    }
    fn role_record(&self) -> AnyRecord {
        self.expert.clone().wrap()
    }
    fn bind(&mut self, person: Uid) {
        self.person.uid = person;
        self.expert.person = Some(person);
        if self.expert.uid.is_nil() {
            self.expert.uid = Uid::fresh();
        }
    }
}
