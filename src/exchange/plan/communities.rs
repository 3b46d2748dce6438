//! Rows of communities and their population.

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
use crate::model::office::community::CommunityEntry;
use crate::model::text::normal;

pub(super) fn plan(work: &mut Work<'_>, found: &Found<'_>, directory: &Directory) {
    let basis = found
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
        .unwrap_or_default();
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
                Planned::refused(name, cell_name(row.number, 0), "没有社区名称"),
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
        let known = work
            .ledger
            .communities
            .values()
            .filter(|c| c.office.is_nil() || c.office == work.ledger.home)
            .find(|c| normal(&c.name) == normal(&name))
            .cloned();
        let uid = known.as_ref().map_or_else(Uid::fresh, |c| c.uid);
        if let Some(old) = &known {
            let new = entry.community.clone();
            entry.community = crate::model::office::Community::clone(old);
            if !new.kind.is_empty() {
                entry.community.kind = new.kind;
            }
            if !new.code.is_empty() {
                entry.community.code = new.code;
            }
        }
        entry.community.uid = uid;
        let mut records = vec![entry.community.clone().wrap()];
        if let Some(mut count) = entry.counted() {
            let same_day =
                work.ledger.populations.values().find(|p| {
                    p.community == uid && p.as_of == count.as_of && p.basis == count.basis
                });
            count.uid = same_day.map_or_else(Uid::fresh, |p| p.uid);
            count.community = uid;
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
                changes: Vec::new(),
                namesakes: Vec::new(),
                about: uid,
                records,
            },
        );
    }
}
