//! Rows of volunteers and officers. One human being is one person: the same valid identity number, or the same
//! name and phone. The same name and community only is a namesake (重名) and listed, never merged.

use super::FieldChange;
use super::Found;
use super::Outcome;
use super::Planned;
use super::Work;
use crate::exchange::rows;
use crate::exchange::rows::CellProblem;
use crate::exchange::rows::RowRead;
use crate::exchange::sheet::cell_name;
use crate::model::AnyRecord;
use crate::model::Ledger;
use crate::model::Record as _;
use crate::model::Uid;
use crate::model::day::Month;
use crate::model::directory::Directory;
use crate::model::field::Form;
use crate::model::number::read_count;
use crate::model::office::Community;
use crate::model::people::Expert;
use crate::model::people::ExpertEntry;
use crate::model::people::OfficerEntry;
use crate::model::people::Pending;
use crate::model::people::Person;
use crate::model::people::Reach;
use crate::model::people::Team;
use crate::model::people::VolunteerEntry;
use crate::model::people::person::HasPerson;
use crate::model::text;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// People known so far, by what identifies them.
#[derive(Debug, Default)]
pub(super) struct Known {
    by_mark: BTreeMap<String, Uid>,
    by_name: BTreeMap<(String, Option<Uid>), Vec<Uid>>,
    /// Persons a row of this import stands for already, with the row.
    taken: BTreeMap<(Uid, &'static str), u32>,
}

impl Known {
    pub(super) fn of(ledger: &Ledger) -> Self {
        let mut known = Self::default();
        for person in ledger.people.values() {
            known.note(person);
        }
        known
    }

    fn note(&mut self, person: &Person) {
        for mark in marks(person) {
            self.by_mark.entry(mark).or_insert(person.uid);
        }
        let same = self
            .by_name
            .entry((person.name.clone(), person.community))
            .or_default();
        if !same.contains(&person.uid) {
            same.push(person.uid);
        }
    }

    fn find(&self, person: &Person) -> Option<Uid> {
        marks(person)
            .iter()
            .find_map(|mark| self.by_mark.get(mark))
            .copied()
    }

    fn namesakes(&self, person: &Person) -> bool {
        self.by_name
            .get(&(person.name.clone(), person.community))
            .is_some_and(|same| same.iter().any(|uid| *uid != person.uid))
    }
}

// What makes two rows one person, strongest first. A damaged number only counts together with the name and without
// any phone to tell people apart, so that the same sheet read again finds the same people.
fn marks(person: &Person) -> Vec<String> {
    let mut marks = Vec::new();
    if let Some(number) = &person.id_number {
        marks.push(format!("id {}", number.as_str()));
    }
    if let Some(phone) = &person.phone {
        marks.push(format!("phone {} {}", person.name, phone.as_str()));
    }
    // Someone's other number, kept as pending, still tells who they are.
    for other in person.pending.iter().filter(|p| p.field == "phone") {
        marks.push(format!(
            "phone {} {}",
            person.name,
            text::normal(&other.text).replace('-', "")
        ));
    }
    if person.id_number.is_none() && person.phone.is_none() {
        let damaged = person
            .pending
            .iter()
            .find(|p| p.field == "id_number")
            .map(|p| p.text.as_str())
            .unwrap_or_default();
        let community = person.community.map(|c| c.to_string()).unwrap_or_default();
        marks.push(format!(
            "name {} {damaged} {community} {}",
            person.name, person.employer
        ));
    }
    marks
}

/// What both kinds of rows need: a role laid beside a person.
trait Role: Form + HasPerson {
    const ROLE: &'static str;
    fn existing(ledger: &Ledger, person: Uid) -> Option<Self>;
    fn role_record(&self) -> AnyRecord;
    fn bind(&mut self, person: Uid);
}

impl Role for VolunteerEntry {
    const ROLE: &'static str = "志愿者";
    fn existing(ledger: &Ledger, person: Uid) -> Option<Self> {
        ledger
            .volunteers
            .values()
            .find(|v| v.person == person)
            .and_then(|v| ledger.volunteer_entry(v.uid))
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
    fn existing(ledger: &Ledger, person: Uid) -> Option<Self> {
        ledger
            .officers
            .values()
            .find(|o| o.person == person)
            .and_then(|o| ledger.officer_entry(o.uid))
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
    fn existing(ledger: &Ledger, person: Uid) -> Option<Self> {
        let expert = ledger.experts.values().find(|e| e.person == Some(person))?;
        Some(Self {
            person: Person::clone(ledger.people.get(&person)?),
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

pub(super) fn plan_experts(work: &mut Work<'_>, found: &Found<'_>, directory: Directory) {
    let directory = with_named(work, found, directory);
    let roles = work
        .ledger
        .experts
        .values()
        .filter_map(|e| e.person)
        .collect();
    plan_people::<ExpertEntry>(work, found, &directory, roles, |_, _, _| Vec::new());
}

pub(super) fn plan_volunteers(work: &mut Work<'_>, found: &Found<'_>, directory: Directory) {
    let directory = with_named(work, found, directory);
    let roles = roles_of(&work.ledger.volunteers, |v| v.person);
    plan_people::<VolunteerEntry>(work, found, &directory, roles, |_, _, _| Vec::new());
}

pub(super) fn plan_officers(
    work: &mut Work<'_>,
    found: &Found<'_>,
    directory: Directory,
    year: i16,
) {
    let directory = with_named(work, found, directory);
    let months: Vec<(usize, Month)> = found
        .table
        .columns
        .iter()
        .filter_map(|c| {
            Some((
                c.place,
                Month {
                    year,
                    month: c.field.strip_prefix("reach_")?.parse().ok()?,
                },
            ))
        })
        .collect();
    if !months.is_empty() {
        work.plan
            .remarks
            .push(format!("{}：各月传播量按 {year} 年", found.file));
    }
    let known: BTreeMap<(Uid, Month), Reach> = work
        .ledger
        .reach
        .values()
        .map(|r| ((r.officer, r.month), Reach::clone(r)))
        .collect();
    let roles = roles_of(&work.ledger.officers, |o| o.person);
    plan_people::<OfficerEntry>(work, found, &directory, roles, |entry, row, doubts| {
        let mut records = Vec::new();
        for (place, month) in &months {
            let shown = row.cell(*place).shown();
            match read_count(&shown) {
                Ok(None) => {}
                Ok(Some(counted)) => {
                    let old = known.get(&(entry.officer.uid, *month)).cloned();
                    let reach = old.unwrap_or_else(|| Reach {
                        uid: Uid::fresh(),
                        source: found.file.to_owned(),
                        ..Reach::default()
                    });
                    records.push(
                        Reach {
                            officer: entry.officer.uid,
                            month: *month,
                            shares: counted.count,
                            ..reach
                        }
                        .wrap(),
                    );
                }
                Err(why) => doubts.push(CellProblem {
                    cell: cell_name(row.number, *place),
                    what: format!("{}月传播量{why}，没有导入", month.month),
                }),
            }
        }
        records
    });
}

fn roles_of<R>(rows: &crate::model::ledger::Rows<R>, person: impl Fn(&R) -> Uid) -> BTreeSet<Uid> {
    rows.values().map(|r| person(r)).collect()
}

/// Teams a roster names are made; communities only when the office has none on record yet, since a name that is
/// not among known ones is more likely a slip.
fn with_named(work: &mut Work<'_>, found: &Found<'_>, directory: Directory) -> Directory {
    let named = |field: &str| -> BTreeSet<String> {
        let Some(column) = found.table.columns.iter().find(|c| c.field == field) else {
            return BTreeSet::new();
        };
        found
            .table
            .rows
            .iter()
            .map(|r| text::one_line(&r.cell(column.place).shown()))
            .filter(|n| !n.is_empty())
            .collect()
    };
    let mut made: Vec<AnyRecord> = Vec::new();
    for name in named("team")
        .into_iter()
        .filter(|n| directory.team(n).is_err())
    {
        made.push(
            Team {
                uid: Uid::fresh(),
                name,
                ..Team::default()
            }
            .wrap(),
        );
    }
    if directory.communities.is_empty() {
        for name in named("community") {
            let kind = if name.ends_with('村') {
                "村"
            } else {
                "社区"
            };
            made.push(
                Community {
                    uid: Uid::fresh(),
                    name,
                    kind: kind.into(),
                    ..Community::default()
                }
                .wrap(),
            );
        }
    }
    if made.is_empty() {
        return directory;
    }
    for record in made {
        if let AnyRecord::Team(team) = &record {
            work.plan
                .remarks
                .push(format!("{}：新建服务队“{}”", found.file, team.name));
        }
        if let AnyRecord::Community(community) = &record {
            work.plan
                .remarks
                .push(format!("{}：新建社区“{}”", found.file, community.name));
        }
        work.ledger.put(record.clone());
        work.plan.extra.push(record);
    }
    Directory::new(&work.ledger, work.book, directory.year)
}

fn plan_people<R: Role>(
    work: &mut Work<'_>,
    found: &Found<'_>,
    directory: &Directory,
    mut roles: BTreeSet<Uid>,
    more: impl Fn(&R, &crate::exchange::sheet::Row, &mut Vec<CellProblem>) -> Vec<AnyRecord>,
) {
    for row in &found.table.rows {
        let mut read: RowRead<R> = rows::read(row, &found.table, directory);
        if read.entry.person().name.is_empty() {
            let place = found
                .table
                .columns
                .iter()
                .find(|c| c.field == "name")
                .map_or(0, |c| c.place);
            work.push(
                found,
                row.number,
                Planned::refused(String::new(), cell_name(row.number, place), "没有姓名"),
            );
            continue;
        }
        read.entry.person_mut().pending = std::mem::take(&mut read.pending);
        let mut doubts = std::mem::take(&mut read.doubts);
        let mut changes = Vec::new();
        let known = work.people.find(read.entry.person());
        let person = known.unwrap_or_else(Uid::fresh);
        let earlier = work.people.taken.get(&(person, R::ROLE)).copied();
        let had_role = roles.contains(&person);
        let mut entry = match known {
            Some(uid) => {
                let first = R::existing(&work.ledger, uid);
                let base = first.unwrap_or_else(|| {
                    let mut base = R::default();
                    if let Some(person) = work.ledger.people.get(&uid) {
                        *base.person_mut() = Person::clone(person);
                    }
                    base
                });
                let over = if earlier.is_some() {
                    Over::OnlyEmpty
                } else {
                    Over::Filled
                };
                merged(
                    base,
                    &read.entry,
                    over,
                    found,
                    row.number,
                    directory,
                    &mut changes,
                    &mut doubts,
                )
            }
            None => read.entry,
        };
        entry.bind(person);
        if let Some(other) = earlier {
            doubts.push(CellProblem {
                cell: cell_name(row.number, 0),
                what: format!("与第 {other} 行是同一人，已合并为一人"),
            });
        }
        if known.is_none() && work.people.namesakes(entry.person()) {
            doubts.push(CellProblem {
                cell: cell_name(row.number, 0),
                what: "本社区已有同名的人（重名），按另一人导入，请核对".into(),
            });
        }
        let mut records = vec![entry.person().clone().wrap(), entry.role_record()];
        records.extend(more(&entry, row, &mut doubts));
        records.retain(|r| work.differs(r));
        work.people.note(entry.person());
        work.people
            .taken
            .entry((person, R::ROLE))
            .or_insert(row.number);
        roles.insert(person);
        let outcome = match (had_role, records.is_empty(), doubts.is_empty()) {
            (true, true, _) => Outcome::Same,
            (_, _, false) => Outcome::Doubtful,
            (true, false, true) => Outcome::Changed,
            (false, _, true) => Outcome::New,
        };
        let problems = doubts.into_iter().chain(read.notes).collect();
        let title = entry.person().name.clone();
        work.push(
            found,
            row.number,
            Planned {
                outcome,
                title,
                problems,
                changes,
                records,
            },
        );
    }
}

/// How a row is laid over what is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Over {
    /// Filled cells replace what is there: a newer sheet.
    Filled,
    /// Only empty fields are filled: a second row of the same person, where neither row is the newer one.
    OnlyEmpty,
}

#[expect(
    clippy::too_many_arguments,
    reason = "the row, what it lies over, and the two lists it reports into"
)]
fn merged<R: Role>(
    base: R,
    new: &R,
    over: Over,
    found: &Found<'_>,
    row: u32,
    directory: &Directory,
    changes: &mut Vec<FieldChange>,
    doubts: &mut Vec<CellProblem>,
) -> R {
    let mut entry = base;
    for column in &found.table.columns {
        let Some(field) = R::field(&column.field) else {
            continue;
        };
        let (before, after) = (
            (field.show)(&entry, directory),
            (field.show)(new, directory),
        );
        if after.is_empty() || after == before {
            continue;
        }
        let mut held = entry
            .person()
            .pending
            .iter()
            .any(|p| p.field == field.key && p.text == after);
        if over == Over::OnlyEmpty && !before.is_empty() {
            let why = format!("{}与另一行不同，没有采用", field.label);
            doubts.push(CellProblem {
                cell: cell_name(row, column.place),
                what: why.clone(),
            });
            if !held {
                entry.person_mut().pending.push(Pending {
                    field: field.key.into(),
                    text: after,
                    why,
                });
            }
            continue;
        }
        // A value a person has not decided about yet is not taken by reading the same sheet again.
        held &= !before.is_empty();
        if !held && (field.read)(&mut entry, &after, directory).is_ok() {
            changes.push(FieldChange {
                field: field.label.into(),
                old: before,
                new: after,
            });
        }
    }
    for pending in &new.person().pending {
        let filled =
            R::field(&pending.field).is_some_and(|f| !(f.show)(&entry, directory).is_empty());
        let person = entry.person_mut();
        if !filled && !person.pending.contains(pending) {
            person.pending.push(pending.clone());
        }
    }
    entry
}
