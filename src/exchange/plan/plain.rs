//! Rows of the registers whose form is the record itself: venues, orders, money… Which record a row means is told by
//! `identity`; what a sheet leaves empty stays as it is.

use super::FieldChange;
use super::Found;
use super::Outcome;
use super::Planned;
use super::Work;
use crate::exchange::rows;
use crate::exchange::rows::RowRead;
use crate::exchange::sheet::cell_name;
use crate::model::Ledger;
use crate::model::Record;
use crate::model::Table;
use crate::model::Uid;
use crate::model::directory::Directory;
use crate::model::field::Form;
use crate::model::field::Kind;
use crate::model::field::Need;
use crate::model::kinds;
use crate::model::kinds::each_plain;
use crate::model::problem::Severity;
use crate::model::text::normal;

const TEAMS: [(&str, &str, &[&str]); 1] = [("teams", "name", &["服务队"])];

macro_rules! plain {
    ($($variant:ident: $record:ident, $rows:ident, $key:literal;)*) => {
        /// Register, key field and words of the title, for finding a table.
        pub(crate) fn tables() -> impl Iterator<Item = (&'static str, &'static str, &'static [&'static str])> {
            [$({
                const HINTS: &[&str] = &[<kinds::$record as Form>::NAME];
                ($key, key_of::<kinds::$record>(), HINTS)
            },)*].into_iter().chain(TEAMS)
        }

        /// Where a register stands among them; those others refer to come first.
        pub(super) fn place(register: &str) -> usize {
            [$($key,)*].iter().position(|k| *k == register).unwrap_or(0)
        }

        /// Plan the rows of a table.
        pub(super) fn plan(work: &mut Work<'_>, found: &Found<'_>, directory: &Directory) {
            match found.table.register {
                $($key => plan_as(work, found, directory, |l: &Ledger| {
                    l.$rows.values().map(|r| kinds::$record::clone(r)).collect()
                }),)*
                // Teams have a file of their own in the store, and are read like the others.
                _ => plan_as(work, found, directory, |l: &Ledger| {
                    l.teams.values().map(|r| kinds::Team::clone(r)).collect()
                }),
            }
        }
    };
}
each_plain!(plain);

// The first field tells what a record is.
fn key_of<F: Form>() -> &'static str {
    F::fields().first().map_or("", |f| f.key)
}

// What makes two rows the same record: all required fields, the first words, the first day, and the contest of an entry.
fn identity<F: Form>(entry: &F, directory: &Directory) -> String {
    let first_day = F::fields()
        .iter()
        .position(|f| matches!(f.kind, Kind::Day | Kind::Month));
    let words = F::fields().iter().position(|f| f.kind == Kind::Line);
    let parts = F::fields().iter().enumerate().filter(|(n, f)| {
        f.need == Need::Required
            || Some(*n) == first_day
            || Some(*n) == words
            || f.kind == Kind::Link(Table::Contest)
    });
    parts
        .map(|(_, f)| normal(&(f.show)(entry, directory)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Records by identity. Every community has its 科普画廊: what is known to be of another community is another record.
struct Same<R>(std::collections::BTreeMap<String, Vec<R>>);

impl<R> Default for Same<R> {
    fn default() -> Self {
        Self(std::collections::BTreeMap::new())
    }
}

impl<R: Form + Record> Same<R> {
    fn find(&self, entry: &R, directory: &Directory) -> Option<R> {
        let alike = self.0.get(&identity(entry, directory))?;
        let wanted = community_of(entry, directory);
        let same = alike.iter().find(|r| community_of(*r, directory) == wanted);
        let either = || {
            alike
                .iter()
                .find(|r| wanted.is_empty() || community_of(*r, directory).is_empty())
        };
        same.or_else(either).cloned()
    }

    fn put(&mut self, record: R, directory: &Directory) {
        let alike = self.0.entry(identity(&record, directory)).or_default();
        match alike.iter_mut().find(|r| r.uid() == record.uid()) {
            Some(old) => *old = record,
            // The newest stands for those before it, as long as nothing tells them apart.
            None => alike.insert(0, record),
        }
    }
}

fn community_of<F: Form>(entry: &F, directory: &Directory) -> String {
    let field = F::fields().iter().find(|f| f.kind == Kind::Community);
    field
        .map(|f| (f.show)(entry, directory))
        .unwrap_or_default()
}

fn plan_as<R: Form + Record>(
    work: &mut Work<'_>,
    found: &Found<'_>,
    directory: &Directory,
    known: fn(&Ledger) -> Vec<R>,
) {
    let mut same = Same::<R>::default();
    for record in known(&work.ledger) {
        same.put(record, directory);
    }
    for row in &found.table.rows {
        if work.stopped() {
            return;
        }
        let read: RowRead<R> = rows::read(row, &found.table, directory);
        let RowRead {
            mut entry,
            notes,
            mut doubts,
            ..
        } = read;
        let old = same.find(&entry, directory);
        if let Some(old) = &old {
            // Its own twin is itself.
            *entry.marks_mut().0 = old.uid();
        }
        let problems = entry.problems(directory);
        if let Some(fault) = problems.iter().find(|p| p.severity == Severity::Error) {
            let column = found.table.columns.iter().find(|c| c.field == fault.field);
            let cell = cell_name(row.number, column.map_or(0, |c| c.place));
            let mut planned = Planned::refused(&entry.title(), cell, &fault.what);
            planned.problems.extend(doubts);
            work.push(found, row.number, planned);
            continue;
        }
        let (mut record, mut changes) = (entry.clone(), Vec::new());
        if let Some(old) = &old {
            record = old.clone();
            for field in R::fields() {
                let (before, after) = (
                    (field.show)(old, directory),
                    (field.show)(&entry, directory),
                );
                let given = found.table.columns.iter().any(|c| c.field == field.key);
                if given && !after.is_empty() && before != after {
                    if let Err(what) = (field.read)(&mut record, &after, directory) {
                        doubts.push(rows::CellProblem {
                            cell: cell_name(row.number, 0),
                            what,
                        });
                        continue;
                    }
                    changes.push(FieldChange::of(field, before, after));
                }
            }
        } else {
            *record.marks_mut().0 = Uid::fresh();
        }
        let outcome = match (&old, changes.is_empty(), doubts.is_empty()) {
            (_, _, false) => Outcome::Doubtful,
            (Some(_), true, true) => Outcome::Same,
            (Some(_), false, true) => Outcome::Changed,
            (None, _, true) => Outcome::New,
        };
        same.put(record.clone(), directory);
        let write = old.is_none() || !changes.is_empty();
        work.push(
            found,
            row.number,
            Planned {
                outcome,
                title: record.title(),
                problems: doubts.into_iter().chain(notes).collect(),
                changes,
                namesakes: Vec::new(),
                about: record.uid(),
                records: if write {
                    vec![record.wrap()]
                } else {
                    Vec::new()
                },
            },
        );
    }
}
