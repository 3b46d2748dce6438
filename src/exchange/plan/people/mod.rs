//! Rows of volunteers and officers. One human being is one person: the same valid identity number, or the same
//! name and phone. The same name and community only is a namesake (重名): listed for the clerk to decide, never merged
//! by the program.

mod known;
mod merged;
mod role;

pub(super) use known::Known;

use super::Found;
use super::Namesake;
use super::Outcome;
use super::Planned;
use super::Work;
use super::wishes::Identity;
use crate::exchange::rows;
use crate::exchange::rows::CellProblem;
use crate::exchange::rows::RowRead;
use crate::exchange::sheet::Row;
use crate::exchange::sheet::cell_name;
use crate::model::AnyRecord;
use crate::model::Record as _;
use crate::model::Uid;
use crate::model::day::Month;
use crate::model::directory::Directory;
use crate::model::number::read_count;
use crate::model::office::Community;
use crate::model::people::ExpertEntry;
use crate::model::people::OfficerEntry;
use crate::model::people::Person;
use crate::model::people::Reach;
use crate::model::people::Team;
use crate::model::people::VolunteerEntry;
use crate::model::text;
use merged::Over;
use merged::merged;
use role::Role;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

pub(super) fn plan_experts(work: &mut Work<'_>, found: &Found<'_>, directory: Directory) {
    let directory = with_named(work, found, directory);
    plan_people::<ExpertEntry>(work, found, &directory, |_, _, _| Vec::new());
}

pub(super) fn plan_volunteers(work: &mut Work<'_>, found: &Found<'_>, directory: Directory) {
    let directory = with_named(work, found, directory);
    plan_people::<VolunteerEntry>(work, found, &directory, |_, _, _| Vec::new());
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
    if !months.is_empty() && !found.table.rows.is_empty() {
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
    plan_people::<OfficerEntry>(work, found, &directory, |entry, row, doubts| {
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

/// Teams a roster names are made; communities only when the office has none on record yet, since a name that is
/// not among known ones is more likely a slip.
fn with_named(work: &mut Work<'_>, found: &Found<'_>, directory: Directory) -> Directory {
    // Only of rows that can be taken in: those with a name.
    let rows = || {
        let mut name = found.table.columns.iter().filter(|c| c.field == "name");
        let name = name.next().map(|c| c.place);
        let has_name = move |place| move |r: &&&Row| !r.cell(place).is_blank();
        let rows = found.table.rows.iter();
        name.map(|place| rows.filter(has_name(place)))
            .into_iter()
            .flatten()
    };
    let named = |field: &str| -> BTreeSet<String> {
        let Some(column) = found.table.columns.iter().find(|c| c.field == field) else {
            return BTreeSet::new();
        };
        rows()
            .map(|r| text::one_line(&r.cell(column.place).shown()))
            .filter(|n| n.chars().any(char::is_alphanumeric) && n != "无")
            .collect()
    };
    let mut made: Vec<AnyRecord> = Vec::new();
    for name in named("team")
        .into_iter()
        .filter(|n| !directory.knows_team(n))
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
    more: impl Fn(&R, &Row, &mut Vec<CellProblem>) -> Vec<AnyRecord>,
) {
    let mut roles = R::all(&work.ledger);
    for row in &found.table.rows {
        if work.stopped() {
            return;
        }
        let mut read: RowRead<R> = rows::read(row, &found.table, directory);
        if read.entry.person().name.is_empty() {
            let planned = Planned::refused("", found.cell_of("name", row.number), "没有姓名");
            work.push(found, row.number, planned);
            continue;
        }
        read.entry.person_mut().pending = std::mem::take(&mut read.pending);
        let mut doubts = std::mem::take(&mut read.doubts);
        let mut changes = Vec::new();
        let rows_own = read.entry.person().pending.clone();
        let (known, namesakes) = who(work, found, row.number, read.entry.person());
        let person = known.unwrap_or_else(Uid::fresh);
        let earlier = work.people.taken.get(&(person, R::ROLE)).copied();
        let role = roles.get(&person).copied();
        let before = known.and_then(|uid| work.ledger.people.get(&uid));
        let mut news = Work::is_news(&rows_own, before.map_or(&[], |p| &p.pending));
        let mut entry = match known {
            Some(uid) => {
                let base = role.and_then(|role| R::existing(&work.ledger, role));
                let base = base.unwrap_or_else(|| {
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
        if !namesakes.is_empty() {
            doubts.push(CellProblem {
                cell: cell_name(row.number, 0),
                what: "本社区已有同名的人（重名），按另一人导入，请核对".into(),
            });
        }
        let role_record = entry.role_record();
        let about = role_record.uid();
        roles.insert(person, about);
        let mut records = vec![entry.person().clone().wrap(), role_record];
        let told = doubts.len();
        records.extend(more(&entry, row, &mut doubts));
        news |= doubts.len() > told;
        records.retain(|r| work.differs(r));
        work.people.note(entry.person());
        let spot = found.spot(row.number);
        work.people.stands_for(spot, person, known.is_none());
        work.people
            .taken
            .entry((person, R::ROLE))
            .or_insert(row.number);
        let outcome = match (role.is_some(), records.is_empty(), doubts.is_empty()) {
            (true, true, _) if !news => Outcome::Same,
            (true, true, true) => Outcome::Same,
            (_, _, false) => Outcome::Doubtful,
            (true, false, true) => Outcome::Changed,
            (false, _, true) => Outcome::New,
        };
        let problems = doubts.into_iter().chain(read.notes).collect();
        let planned = Planned {
            namesakes,
            about,
            ..Planned::new(outcome, entry.person().name.clone(), problems)
        };
        work.push(
            found,
            row.number,
            Planned {
                changes,
                records,
                ..planned
            },
        );
    }
}

/// Namesakes offered for one row; a sheet in which everybody is called 居民 is none a person can decide about.
const MOST_NAMESAKES: usize = 20;

// Whom a row means: the one its number or phone tells, else the one the clerk named; and who else bears the name while
// nobody has decided.
fn who(
    work: &Work<'_>,
    found: &Found<'_>,
    row: u32,
    person: &Person,
) -> (Option<Uid>, Vec<Namesake>) {
    if let Some(known) = work.people.find(person) {
        return (Some(known), Vec::new());
    }
    match work.said.people.get(&found.spot(row)) {
        Some(Identity::Another) => return (None, Vec::new()),
        Some(Identity::Same(whom)) => {
            let meant = work.people.whom(whom);
            if meant.is_some() {
                return (meant, Vec::new());
            }
        }
        None => {}
    }
    let same = work.people.namesakes(person, MOST_NAMESAKES).into_iter();
    let namesakes = same.map(|(uid, whom)| Namesake {
        text: work.describe(uid),
        whom,
    });
    (None, namesakes.collect())
}
