//! Rows of communities and their population.

use super::FieldChange;
use super::Found;
use super::Outcome;
use super::Planned;
use super::Work;
use crate::exchange::rows;
use crate::exchange::rows::RowRead;
use crate::exchange::sheet::cell_name;
use crate::model::Record as _;
use crate::model::Uid;
use crate::model::directory::Directory;
use crate::model::field::Form as _;
use crate::model::office::Community;
use crate::model::office::Population;
use crate::model::office::community::CommunityEntry;
use crate::model::text::normal;
use std::collections::BTreeMap;

pub(super) fn plan(work: &mut Work<'_>, found: &Found<'_>, directory: &Directory) {
    let basis = basis_of(found);
    let mut own: BTreeMap<String, Uid> = BTreeMap::new();
    for community in work.ledger.communities.values() {
        if community.office.is_nil() || community.office == work.ledger.home {
            own.entry(normal(&community.name)).or_insert(community.uid);
        }
    }
    let key = |p: &Population| (p.community, p.as_of, p.basis.clone());
    let mut counts: BTreeMap<_, Uid> = work
        .ledger
        .populations
        .values()
        .map(|p| (key(p), p.uid))
        .collect();
    for row in &found.table.rows {
        if work.stopped() {
            return;
        }
        let mut read: RowRead<CommunityEntry> = rows::read(row, &found.table, directory);
        // The catalogue's key for the name is the community's own.
        let name = read.entry.community.name.clone();
        if name.is_empty() {
            work.push(
                found,
                row.number,
                Planned::refused(&name, cell_name(row.number, 0), "没有社区名称"),
            );
            continue;
        }
        let entry = &mut read.entry;
        if entry.basis.is_empty() {
            basis.clone_into(&mut entry.basis);
        }
        if entry.source.is_empty() && entry.count.is_some() {
            found.file.clone_into(&mut entry.source);
        }
        let known = own.get(&normal(&name)).copied();
        let known = known.and_then(|uid| work.ledger.communities.get(&uid).cloned());
        let uid = known.as_ref().map_or_else(Uid::fresh, |c| c.uid);
        own.insert(normal(&name), uid);
        let same_day = entry.as_of.and_then(|day| {
            let day = counts.get(&(uid, day, entry.basis.clone()))?;
            work.ledger.populations.get(day).cloned()
        });
        let mut changes = Vec::new();
        if let Some(old) = &known {
            *entry = laid_over(
                old,
                same_day.as_deref(),
                entry,
                found,
                directory,
                &mut changes,
            );
        }
        entry.community.uid = uid;
        let mut records = vec![entry.community.clone().wrap()];
        if let Some(mut count) = entry.counted() {
            count.uid = same_day.map_or_else(Uid::fresh, |p| p.uid);
            count.community = uid;
            counts.insert(key(&count), count.uid);
            records.push(count.wrap());
        } else if entry.count.is_some() {
            read.doubts.push(rows::CellProblem {
                cell: cell_name(row.number, 0),
                what: "有人口数但没有统计时点，人口数没有导入".into(),
            });
        }
        records.retain(|r| work.differs(r));
        let outcome = match (known.is_some(), records.is_empty(), read.doubts.is_empty()) {
            (_, _, false) => Outcome::Doubtful,
            (_, true, true) => Outcome::Same,
            (true, false, true) => Outcome::Changed,
            (false, false, true) => Outcome::New,
        };
        let problems = read.doubts.into_iter().chain(read.notes).collect();
        work.push(
            found,
            row.number,
            Planned {
                outcome,
                title: name,
                problems,
                changes,
                namesakes: Vec::new(),
                about: uid,
                records,
            },
        );
    }
}

// Which 口径 a heading names.
fn basis_of(found: &Found<'_>) -> &'static str {
    found
        .table
        .columns
        .iter()
        .find(|c| c.field == "population")
        .map(|c| {
            if c.heading.contains("户籍") {
                "户籍人口"
            } else if c.heading.contains("常住") {
                "常住人口"
            } else {
                ""
            }
        })
        .unwrap_or_default()
}

// The community on record with the sheet's filled cells laid over it; empty cells erase nothing.
fn laid_over(
    old: &Community,
    same_day: Option<&Population>,
    entry: &CommunityEntry,
    found: &Found<'_>,
    directory: &Directory,
    changes: &mut Vec<FieldChange>,
) -> CommunityEntry {
    let before = CommunityEntry::of(old, same_day);
    let mut after = CommunityEntry {
        community: Community::clone(old),
        ..entry.clone()
    };
    for column in &found.table.columns {
        let Some(field) = CommunityEntry::field(&column.field) else {
            continue;
        };
        let (was, is) = (
            (field.show)(&before, directory),
            (field.show)(entry, directory),
        );
        if is.is_empty() || is == was || field.key == "name" {
            continue;
        }
        // The text was shown by the same field, so it reads back.
        if (field.read)(&mut after, &is, directory).is_ok() {
            changes.push(FieldChange::of(field, was, is));
        }
    }
    after
}
