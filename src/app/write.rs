//! The one gate for changes: check, keep before and after, write and record in one transaction, then apply.
//! What stands here can't be skipped by any screen, command or import.

use super::Office;
use super::command::Command;
use super::command::ReachCell;
use super::deletion::deletion;
use super::error::AppError;
use super::joining::attendance;
use super::joining::volunteer;
use crate::model::AnyRecord;
use crate::model::Change;
use crate::model::Ledger;
use crate::model::Record;
use crate::model::Table;
use crate::model::Uid;
use crate::model::directory::Directory;
use crate::model::field::Form;
use crate::model::office::community::CommunityEntry;
use crate::model::people::Reach;
use crate::model::problem::Problem;
use crate::model::problem::Severity;
use crate::store::history::StepKind;
use crate::store::history::StepNote;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Told how many records of how many are written; `false` takes all of them back.
pub(super) type Watch<'w> = &'w mut dyn FnMut(usize, usize) -> bool;

/// What a change led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// What the toast says: 新增活动 ….
    pub label: String,
    /// The record that was saved, so that the form can stay on it.
    pub focus: Option<Uid>,
    /// How many records were touched; 0 when nothing differed.
    pub records: usize,
}

impl Office {
    /// Carry out a change. When this returns `Ok`, the change is on the disk.
    ///
    /// # Errors
    /// Problems of the record, or what the file says; nothing was changed then.
    pub fn run(&mut self, command: Command) -> Result<Done, AppError> {
        self.run_while(command, &mut |_, _| true)
    }

    /// As [`Office::run`], while `watch` says so: it is told records written and records in all.
    ///
    /// # Errors
    /// As [`Office::run`]; `Cancelled` when `watch` stopped it; nothing was changed then.
    pub(super) fn run_while(
        &mut self,
        command: Command,
        watch: Watch<'_>,
    ) -> Result<Done, AppError> {
        let label = command.label();
        let (wishes, focus) = wishes(&self.ledger, &self.directory, self.clock.today(), command)?;
        let mut changes = self.changes_of(wishes);
        // Tables stand in the order in which they refer to each other.
        changes.sort_by_key(|c| c.table);
        let done = Done {
            label,
            focus,
            records: changes.len(),
        };
        self.refuse_used_numbers(&changes)?;
        if !changes.is_empty() {
            self.write_while(&done.label, StepKind::Do, None, changes, watch)?;
        }
        Ok(done)
    }

    /// Write changes as one step and apply them to the ledger in memory.
    pub(super) fn write(
        &mut self,
        label: &str,
        kind: StepKind,
        target: Option<i64>,
        changes: Vec<Change>,
    ) -> Result<i64, AppError> {
        self.write_while(label, kind, target, changes, &mut |_, _| true)
    }

    fn write_while(
        &mut self,
        label: &str,
        kind: StepKind,
        target: Option<i64>,
        changes: Vec<Change>,
        watch: Watch<'_>,
    ) -> Result<i64, AppError> {
        let at = self.clock.stamp();
        let who = self.who();
        let note = StepNote {
            at: &at,
            who: &who,
            label,
            kind,
            target,
        };
        let step = self.store.commit_while(&note, &changes, watch)?;
        let step = step.ok_or(AppError::Cancelled)?;
        self.stacks.note(step, kind, target, label);
        self.applied(changes);
        Ok(step)
    }

    // Wishes become changes: identities and office filled in, records that stay as they are left out.
    fn changes_of(&self, wishes: Vec<Wish>) -> Vec<Change> {
        let mut changes: Vec<Change> = Vec::new();
        // A record that is put twice goes on from where it was put first.
        let mut put: BTreeMap<Uid, usize> = BTreeMap::new();
        for wish in wishes {
            let change = match wish {
                Wish::Put(mut record) => {
                    let (uid, office) = record.marks_mut();
                    if uid.is_nil() {
                        *uid = Uid::fresh();
                    }
                    if office.is_nil() {
                        *office = self.ledger.home;
                    }
                    let (table, uid) = (record.table(), record.uid());
                    let earlier = put.get(&uid).and_then(|at| changes.get(*at));
                    let before = match earlier {
                        Some(change) => change.after.clone(),
                        None => self.ledger.get(table, uid),
                    };
                    if before.as_ref() == Some(&record) {
                        continue;
                    }
                    put.insert(uid, changes.len());
                    Change {
                        table,
                        uid,
                        before,
                        after: Some(record),
                    }
                }
                Wish::Drop(table, uid) => {
                    let Some(before) = self.ledger.get(table, uid) else {
                        continue;
                    };
                    Change {
                        table,
                        uid,
                        before: Some(before),
                        after: None,
                    }
                }
            };
            changes.push(change);
        }
        changes
    }
}

/// What shall be true afterwards.
pub(super) enum Wish {
    Put(AnyRecord),
    Drop(Table, Uid),
}

fn wishes(
    ledger: &Ledger,
    directory: &Directory,
    today: Date,
    command: Command,
) -> Result<(Vec<Wish>, Option<Uid>), AppError> {
    Ok(match command {
        Command::SaveOffice(office) => {
            refuse(&office, directory)?;
            (vec![Wish::Put(office.wrap())], None)
        }
        Command::SaveCommunity(entry) => community(entry, directory)?,
        Command::SaveVolunteer(entry) => volunteer(ledger, entry, directory, today)?,
        Command::SaveOfficer(mut entry) => {
            refuse(&entry, directory)?;
            given(&mut entry.person.uid);
            entry.officer.person = entry.person.uid;
            let uid = given(&mut entry.officer.uid);
            (
                vec![
                    Wish::Put(entry.person.wrap()),
                    Wish::Put(entry.officer.wrap()),
                ],
                Some(uid),
            )
        }
        Command::SaveExpert(mut entry) => {
            refuse(&entry, directory)?;
            entry.expert.person = Some(given(&mut entry.person.uid));
            let uid = given(&mut entry.expert.uid);
            (
                vec![
                    Wish::Put(entry.person.wrap()),
                    Wish::Put(entry.expert.wrap()),
                ],
                Some(uid),
            )
        }
        Command::Save(mut record) => {
            if let AnyRecord::StatEntry(entry) = &mut *record {
                entry.complete(directory);
            }
            stop(record.problems(directory))?;
            let uid = given(record.marks_mut().0);
            (vec![Wish::Put(*record)], Some(uid))
        }
        Command::Detach(uid) => (vec![Wish::Drop(Table::Attachment, uid)], None),
        Command::SaveTeam(mut team) => {
            refuse(&team, directory)?;
            let uid = given(&mut team.uid);
            (vec![Wish::Put(team.wrap())], Some(uid))
        }
        Command::SaveEvent(mut event) => {
            refuse(&event, directory)?;
            // What stands in the place or the title is not asked for again.
            let named = || {
                directory
                    .community_in(&event.place, event.office)
                    .or_else(|| directory.community_in(&event.title, event.office))
            };
            event.community = event.community.or_else(named);
            let uid = given(&mut event.uid);
            (vec![Wish::Put(event.wrap())], Some(uid))
        }
        Command::Attend {
            event,
            rows,
            newcomers,
        } => {
            let mut wishes = Vec::new();
            for entry in newcomers {
                wishes.extend(volunteer(ledger, entry, directory, today)?.0);
            }
            wishes.extend(attendance(ledger, event, rows));
            (wishes, Some(event))
        }
        Command::SaveReach(cells) => (reach(ledger, &cells), None),
        Command::Delete(register, uids) => (deletion(ledger, register, &uids)?, None),
        Command::Several { commands, .. } => {
            let mut all = Vec::new();
            for one in commands {
                all.extend(wishes(ledger, directory, today, one)?.0);
            }
            (all, None)
        }
        Command::TakeIn { records, .. } => (records.into_iter().map(Wish::Put).collect(), None),
        Command::Merge { records, gone, .. } => {
            let gone = gone.into_iter().map(|(table, uid)| Wish::Drop(table, uid));
            let puts = records.into_iter().map(Wish::Put);
            (puts.chain(gone).collect(), None)
        }
    })
}

pub(super) fn given(uid: &mut Uid) -> Uid {
    if uid.is_nil() {
        *uid = Uid::fresh();
    }
    *uid
}

pub(super) fn refuse<F: Form>(form: &F, directory: &Directory) -> Result<(), AppError> {
    stop(form.problems(directory))
}

fn stop(mut problems: Vec<Problem>) -> Result<(), AppError> {
    problems.retain(|p| p.severity == Severity::Error);
    if problems.is_empty() {
        Ok(())
    } else {
        Err(AppError::Problems(problems))
    }
}

fn community(
    mut entry: CommunityEntry,
    directory: &Directory,
) -> Result<(Vec<Wish>, Option<Uid>), AppError> {
    refuse(&entry, directory)?;
    let uid = given(&mut entry.community.uid);
    let mut wishes = vec![Wish::Put(entry.community.clone().wrap())];
    if let Some(count) = entry.counted() {
        wishes.push(Wish::Put(count.wrap()));
    } else if !entry.population.is_nil() {
        wishes.push(Wish::Drop(Table::Population, entry.population));
    }
    Ok((wishes, Some(uid)))
}

fn reach(ledger: &Ledger, cells: &[ReachCell]) -> Vec<Wish> {
    let known: BTreeMap<_, _> = ledger
        .reach
        .values()
        .map(|r| ((r.officer, r.month), r))
        .collect();
    cells
        .iter()
        .filter_map(
            |cell| match (known.get(&(cell.officer, cell.month)), cell.shares) {
                (Some(old), Some(shares)) => Some(Wish::Put(
                    Reach {
                        shares,
                        ..Reach::clone(old)
                    }
                    .wrap(),
                )),
                (Some(old), None) => Some(Wish::Drop(Table::Reach, old.uid)),
                (None, Some(shares)) => Some(Wish::Put(
                    Reach {
                        officer: cell.officer,
                        month: cell.month,
                        shares,
                        ..Reach::default()
                    }
                    .wrap(),
                )),
                (None, None) => None,
            },
        )
        .collect()
}
