//! A row laid over what is on record of its person.

use super::role::Role;
use crate::exchange::plan::FieldChange;
use crate::exchange::plan::Found;
use crate::exchange::rows::CellProblem;
use crate::exchange::sheet::cell_name;
use crate::model::directory::Directory;
use crate::model::people::Pending;

/// How a row is laid over what is known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    /// Filled cells replace what is there: a newer sheet.
    Filled,
    /// Only empty fields are filled: a second row of the same person, where neither row is the newer one.
    OnlyEmpty,
}

#[expect(
    clippy::too_many_arguments,
    reason = "the row, what it lies over, and the two lists it reports into"
)]
pub(super) fn merged<R: Role>(
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
            changes.push(FieldChange::of(field, before, after));
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
