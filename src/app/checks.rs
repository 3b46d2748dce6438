//! Contradictions and doubts in the records: listed on 工作台, by `check`, and before printing. They never block.

use super::Office;
use super::register::Register;
use super::register::Visit;
use super::view::Registered;
use crate::model::Period;
use crate::model::Table;
use crate::model::Uid;
use crate::model::events::State;
use crate::model::events::attendance::VOLUNTEER_ROLE;
use crate::model::problem::Severity;
use crate::model::secret::covered_whole;
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
    /// 错误 or 核实.
    pub level: &'static str,
    /// What the office says about it; empty when nothing yet.
    pub explanation: String,
}

/// Wants mending: the record contradicts itself.
pub const FAULT: &str = "错误";
/// Wants a look, or a word of explanation.
pub const DOUBT: &str = "核实";

impl Contradiction {
    fn doubt(register: Register, id: Uid, title: String, what: String) -> Self {
        Self {
            register,
            id,
            title,
            what,
            level: DOUBT,
            explanation: String::new(),
        }
    }
}

/// Collects the problems of one register's forms.
struct Collect<'c> {
    office: &'c Office,
    period: Option<&'c Period>,
}

impl Visit for Collect<'_> {
    type Out = Vec<Contradiction>;
    fn visit<F: Registered>(self) -> Self::Out {
        let Self { office, period } = self;
        let mut found = Vec::new();
        for (uid, entry) in F::all(&office.ledger, office.clock.today()) {
            // What has no day of its own concerns every period.
            let concerns = period.is_none_or(|p| entry.day().is_none_or(|d| p.contains(d)));
            if !concerns {
                continue;
            }
            for problem in entry.problems(&office.directory) {
                found.push(Contradiction {
                    level: if problem.severity == Severity::Error {
                        FAULT
                    } else {
                        DOUBT
                    },
                    ..Contradiction::doubt(F::REGISTER, uid, entry.title(), problem.what)
                });
            }
        }
        found
    }
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
        let mut found: Vec<Contradiction> = Register::ALL
            .iter()
            .flat_map(|r| {
                r.visit(Collect {
                    office: self,
                    period,
                })
            })
            .collect();
        self.attendance(&mut found, period);
        self.insurance(&mut found, period);
        self.orders(&mut found, period);
        self.namesakes(&mut found);
        for one in &mut found {
            let said = self.ledger.explanations.values();
            // Explanations written before doubts hid the numbers they quote still belong to them.
            let mut said = said.filter(|e| {
                e.about == Some(one.id)
                    && (e.what == one.what || covered_whole(&e.what) == one.what)
            });
            one.explanation = said.next_back().map(|e| e.text.clone()).unwrap_or_default();
        }
        found
    }

    // Insurance before activities with personal danger (志愿服务条例 art. 17).
    fn insurance(&self, found: &mut Vec<Contradiction>, period: Option<&Period>) {
        let dangerous: BTreeMap<Uid, _> = self
            .ledger
            .events
            .values()
            .filter(|e| e.hazardous && e.state != State::Cancelled)
            .filter_map(|e| Some((e.uid, (e.day()?, &e.title))))
            .filter(|(_, (day, _))| period.is_none_or(|p| p.contains(*day)))
            .collect();
        if dangerous.is_empty() {
            return;
        }
        let insured: BTreeMap<Uid, Option<jiff::civil::Date>> = self
            .ledger
            .volunteers
            .values()
            .map(|v| (v.person, v.insured_until))
            .collect();
        for row in self
            .ledger
            .attendance
            .values()
            .filter(|a| a.role == VOLUNTEER_ROLE)
        {
            let Some((day, title)) = dangerous.get(&row.event) else {
                continue;
            };
            let until = insured.get(&row.person).copied().flatten();
            if until.is_none_or(|until| until < *day) {
                let name = self.ledger.label(Table::Person, row.person);
                found.push(Contradiction::doubt(
                    Register::Events,
                    row.event,
                    (*title).clone(),
                    format!("活动有人身危险，{name}当天没有保险"),
                ));
            }
        }
    }

    // An order says it became an event, and the event says otherwise.
    fn orders(&self, found: &mut Vec<Contradiction>, period: Option<&Period>) {
        for order in self.ledger.orders.values() {
            let Some(event) = order.event.and_then(|e| self.ledger.events.get(&e)) else {
                continue;
            };
            if period.is_some_and(|p| !order.asked_on.is_some_and(|d| p.contains(d))) {
                continue;
            }
            let mut say = |what: &str| {
                found.push(Contradiction::doubt(
                    Register::Orders,
                    order.uid,
                    order.title.clone(),
                    what.into(),
                ));
            };
            if order.done_on.is_some() && event.state != State::Held {
                say("订单已完成，对应的活动却不是“已开展”");
            }
            if event
                .day()
                .zip(order.asked_on)
                .is_some_and(|(held, asked)| held < asked)
            {
                say("对应的活动在点单之前");
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
                found.push(Contradiction::doubt(
                    Register::Events,
                    event.uid,
                    event.title.clone(),
                    what,
                ));
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
            found.extend(uids.into_iter().map(|id| {
                Contradiction::doubt(
                    Register::Volunteers,
                    id,
                    name.clone(),
                    format!("重名：同一社区有 {count} 名同名志愿者，请核对是否一人"),
                )
            }));
        }
    }
}
