//! Records held against their own history, which has every one of them whole: where they part, and which side is right.

use super::account::Account;
use super::account::Lost;
use super::account::Saved;
use super::sort::Heap;
use super::sort::uid_of;
use crate::model::AnyRecord;
use crate::model::Table;
use crate::model::Uid;
use crate::store::Result;
use crate::store::table;
use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use sha2::Digest as _;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The newest the history knows of a record.
#[derive(Default)]
pub(super) struct Latest {
    /// How many times the history speaks of it.
    times: i64,
    after: Option<String>,
    is_gone: bool,
    /// Its content was cleaned away on purpose.
    is_cleaned: bool,
    step: i64,
    /// Rows of the history whose payload is no longer what was written.
    spoiled: usize,
}

/// Where records and their history part. Every change goes through the history, so only a failing disk or another program
/// makes such a difference.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Unlike {
    /// Records as the history has them, where they stand otherwise.
    pub records: Vec<AnyRecord>,
    /// Records the history says are deleted, and which stand.
    pub gone: Vec<(Table, Uid)>,
    /// Rows of the history whose own content is no longer what was written.
    pub payloads: usize,
}

pub(super) fn latest(db: &Connection) -> Result<BTreeMap<(Table, Uid), Latest>> {
    let mut all: BTreeMap<(Table, Uid), Latest> = BTreeMap::new();
    let mut statement =
        db.prepare("SELECT tbl, uid, before, after, payload_hash, step FROM history ORDER BY seq")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        let Some(table) = Table::read(&name) else {
            continue;
        };
        let uid: Uid = row.get(1)?;
        let (before, after): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
        let mut payload = Sha256::new();
        payload.update(before.as_deref().unwrap_or_default());
        payload.update([0]);
        payload.update(after.as_deref().unwrap_or_default());
        let entry = all.entry((table, uid)).or_default();
        entry.times += 1;
        entry.step = row.get(5)?;
        entry.is_cleaned = before.is_none() && after.is_none();
        // A payload that was cleaned away, or is no longer what was written, says nothing.
        if payload.finalize().as_slice() == row.get::<_, Vec<u8>>(4)? {
            entry.is_gone = after.is_none();
            entry.after = after;
        } else {
            entry.spoiled += usize::from(before.is_some() || after.is_some());
            entry.is_gone = false;
            entry.after = None;
        }
    }
    Ok(all)
}

/// Holds every record against its history.
pub(in crate::store) fn unlike_history(db: &Connection) -> Result<Unlike> {
    let latest = latest(db)?;
    let mut unlike = Unlike {
        payloads: latest.values().map(|l| l.spoiled).sum(),
        ..Unlike::default()
    };
    for each in Table::ALL {
        for (uid, row) in standing(db, *each)? {
            let Some(latest) = latest.get(&(*each, uid)) else {
                continue;
            };
            if row.rev != latest.times {
                continue;
            }
            let told = latest.after.as_deref();
            match told.and_then(|json| each.read_json(json).ok()) {
                Some(told) if row.deleted || row.record.as_ref() != Some(&told) => {
                    unlike.records.push(told);
                }
                None if latest.is_gone && !row.deleted => unlike.gone.push((*each, uid)),
                _ => {}
            }
        }
    }
    Ok(unlike)
}

struct Standing {
    record: Option<AnyRecord>,
    rev: i64,
    deleted: bool,
}

fn standing(db: &Connection, each: Table) -> Result<BTreeMap<Uid, Standing>> {
    let mut rows: BTreeMap<Uid, Standing> = BTreeMap::new();
    table::read_each(db, each, &mut |uid, record| {
        let standing = Standing {
            record: record.ok(),
            rev: 0,
            deleted: false,
        };
        rows.insert(uid, standing);
    })?;
    let mut statement = db.prepare(&format!("SELECT uid, rev, deleted FROM {}", each.name()))?;
    let mut marks = statement.query([])?;
    while let Some(mark) = marks.next()? {
        if let Some(row) = rows.get_mut(&mark.get::<_, Uid>(0)?) {
            row.rev = mark.get(1)?;
            row.deleted = mark.get(2)?;
        }
    }
    Ok(rows)
}

// A row that counts more changes than the history still has is newer than what the history says; any other gives way.
pub(super) fn hold_against_history(
    db: &Connection,
    each: Table,
    heap: &Heap,
    latest: &BTreeMap<(Table, Uid), Latest>,
    account: &mut Account,
) -> Result<Saved> {
    let mut rows = standing(db, each)?;
    let mut saved = Saved {
        table: each.name(),
        bad_pages: heap.bad_pages,
        ..Saved::default()
    };
    let mut lost = 0;
    let on_tree: BTreeSet<Uid> = heap.rows.iter().filter_map(uid_of).collect();
    let known = latest.range((each, Uid::default())..);
    for ((_, uid), latest) in known.take_while(|((t, _), _)| *t == each) {
        let row = rows.remove(uid);
        let is_newer = row.as_ref().is_some_and(|r| r.rev > latest.times);
        let told = latest.after.as_deref();
        let told = told.and_then(|json| each.read_json(json).ok());
        // What was cleaned away does not come back from a page that nobody had written over yet.
        if latest.is_cleaned && row.is_some() && !on_tree.contains(uid) {
            drop_row(db, each, *uid)?;
            continue;
        }
        match (row, told) {
            (Some(row), _) if is_newer && row.record.is_some() => saved.rows += 1,
            (Some(row), Some(told)) => {
                saved.rows += 1;
                if row.deleted || row.record.as_ref() != Some(&told) {
                    saved.mended += 1;
                    table::put(db, &told)?;
                }
            }
            (Some(row), None) if latest.is_gone => {
                saved.rows += 1;
                if row.record.is_none() {
                    drop_row(db, each, *uid)?;
                    saved.rows -= 1;
                } else if !row.deleted {
                    saved.mended += 1;
                    table::delete(db, each, *uid)?;
                }
            }
            (Some(row), None) if row.record.is_some() => saved.rows += 1,
            (None, Some(told)) => {
                saved.rows += 1;
                saved.from_history += 1;
                account.restored.push((each, told.title()));
                table::put(db, &told)?;
            }
            (None, None) if latest.is_gone => {}
            (row, None) => {
                lost += 1;
                account.lost.push(Lost {
                    table: each,
                    step: label(db, latest.step)?,
                });
                if row.is_some() {
                    drop_row(db, each, *uid)?;
                }
            }
        }
    }
    // What the history says nothing of.
    for (uid, row) in rows {
        if row.record.is_some() {
            saved.rows += 1;
        } else {
            lost += 1;
            drop_row(db, each, uid)?;
        }
    }
    saved.of = saved.rows + lost;
    if heap.bad_pages > 0 {
        // Rows are numbered without a gap; those in trees that broke can be counted by it.
        let last = heap.rows.iter().chain(&heap.stray).map(|r| r.number).max();
        let last = usize::try_from(last.unwrap_or(0)).unwrap_or(0);
        saved.of = saved.of.max(last);
    }
    Ok(saved)
}

fn drop_row(db: &Connection, each: Table, uid: Uid) -> Result<()> {
    db.execute(
        &format!("DELETE FROM {} WHERE uid = ?1", each.name()),
        [uid],
    )?;
    Ok(())
}

fn label(db: &Connection, step: i64) -> Result<String> {
    let label = db
        .query_row("SELECT label FROM step WHERE id = ?1", [step], |row| {
            row.get(0)
        })
        .optional()?;
    Ok(label.unwrap_or_default())
}
