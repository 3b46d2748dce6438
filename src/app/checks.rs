//! Contradictions and doubts in the records: listed on 工作台, by `check`, and before printing. They never block.

use super::Office;
use super::register::Register;
use super::view::Registered;
use crate::model::Period;
use crate::model::Uid;
use crate::model::events::Event;
use crate::model::events::State;
use crate::model::people::OfficerEntry;
use crate::model::people::VolunteerEntry;
use serde::Serialize;
use std::collections::BTreeMap;

/// One thing a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contradiction {
    /// Where the record stands.
    #[serde(serialize_with = "register_key")]
    pub register: Register,
    /// Which record.
    #[serde(serialize_with = "uid_text")]
    pub id: Uid,
    /// Its title or name.
    pub title: String,
    /// What is odd.
    pub what: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn register_key<S: serde::Serializer>(
    register: &Register,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(register.key())
}

fn uid_text<S: serde::Serializer>(uid: &Uid, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(uid)
}

impl Office {
    /// Everything odd in the records. With a period, only events of it and registers at its end.
    pub fn contradictions(&self, period: Option<&Period>) -> Vec<Contradiction> {
        let mut found = Vec::new();
        self.collect::<Event>(&mut found, |e| {
            period.is_none_or(|p| e.day().is_none_or(|d| p.contains(d)))
        });
        self.collect::<VolunteerEntry>(&mut found, |_| true);
        self.collect::<OfficerEntry>(&mut found, |_| true);
        self.attendance(&mut found, period);
        self.namesakes(&mut found);
        found
    }

    fn collect<F: Registered>(
        &self,
        found: &mut Vec<Contradiction>,
        concerns: impl Fn(&F) -> bool,
    ) {
        for (uid, entry) in F::all(&self.ledger, self.clock.today()) {
            if concerns(&entry) {
                let problems = entry.problems(&self.directory).into_iter();
                found.extend(problems.map(|p| Contradiction {
                    register: F::REGISTER,
                    id: uid,
                    title: entry.title(),
                    what: p.what,
                }));
            }
        }
    }

    fn attendance(&self, found: &mut Vec<Contradiction>, period: Option<&Period>) {
        let mut signed: BTreeMap<Uid, (u32, u32)> = BTreeMap::new();
        for row in self.ledger.attendance.values() {
            let entry = signed.entry(row.event).or_default();
            entry.0 += 1;
            entry.1 = entry.1.max(row.minutes);
        }
        for event in self.ledger.events.values() {
            if period.is_some_and(|p| !event.day().is_some_and(|d| p.contains(d))) {
                continue;
            }
            let mut say = |what: String| {
                found.push(Contradiction {
                    register: Register::Events,
                    id: event.uid,
                    title: event.title.clone(),
                    what,
                });
            };
            let (people, longest) = signed.get(&event.uid).copied().unwrap_or_default();
            if let Some(total) = event.attendance
                && people > total
            {
                say(format!("登记了 {people} 人参与，参加人次却只有 {total}"));
            }
            if let Some(length) = event.when.and_then(|w| w.minutes())
                && longest > length
            {
                say(format!(
                    "有人服务 {longest} 分钟，超过活动时长 {length} 分钟"
                ));
            }
            if event.state == State::Held && event.day().is_some_and(|d| d > self.clock.today()) {
                say("活动日期在今天之后，却已标为“已开展”".into());
            }
        }
    }

    fn namesakes(&self, found: &mut Vec<Contradiction>) {
        let mut same: BTreeMap<(String, Option<Uid>), Vec<Uid>> = BTreeMap::new();
        for volunteer in self.ledger.volunteers.values() {
            if let Some(person) = self.ledger.people.get(&volunteer.person) {
                same.entry((person.name.clone(), person.community))
                    .or_default()
                    .push(volunteer.uid);
            }
        }
        for ((name, _), uids) in same.into_iter().filter(|(_, uids)| uids.len() > 1) {
            let count = uids.len();
            found.extend(uids.into_iter().map(|id| Contradiction {
                register: Register::Volunteers,
                id,
                title: name.clone(),
                what: format!("重名：同一社区有 {count} 名同名志愿者，请核对是否一人"),
            }));
        }
    }
}
