//! The new file of a rescue: rows put in as they stood, held against the history, lost ones taken from there.

use super::RESCUED;
use super::Rescued;
use super::account::Account;
use super::account::Lost;
use super::account::Saved;
use super::references;
use super::shape::BESIDE;
use super::shape::Shape;
use super::sort::Found;
use super::sort::Heap;
use super::sort::uid_of;
use crate::model::AnyRecord;
use crate::model::Table;
use crate::model::Uid;
use crate::store::Result;
use crate::store::Store;
use crate::store::history::StepKind;
use crate::store::history::StepNote;
use crate::store::history::write_step;
use crate::store::table;
use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use rusqlite::params_from_iter;
use rusqlite::types::Value;
use sha2::Digest as _;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What the undo menu would call the rescue.
const LABEL: &str = "从损坏的文件抢救";
/// What stands where the note of a step is lost.
const NO_LABEL: &str = "（抢救时缺失）";

/// The newest the history knows of a record.
#[derive(Default)]
struct Latest {
    /// How many times the history speaks of it.
    times: i64,
    after: Option<String>,
    is_gone: bool,
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

pub(super) fn fill(
    store: &mut Store,
    shapes: &[Shape],
    found: Found,
    at: &str,
    who: &str,
) -> Result<Account> {
    // References are looked at when everything is in.
    store.db().execute_batch("PRAGMA foreign_keys = OFF")?;
    let tx = store.db_mut().transaction()?;
    let mut account = Account {
        unknown: found.unknown,
        has_list: found.has_list,
        ..Account::default()
    };
    let mut heaps = found.heaps;
    let mut kept: BTreeMap<&'static str, usize> = BTreeMap::new();
    for shape in shapes {
        let heap = heaps.entry(shape.name).or_default();
        let rows = if BESIDE.contains(&shape.name) {
            put_beside(&tx, shape, heap)?
        } else {
            put_records(&tx, shape, heap)?
        };
        kept.insert(shape.name, rows);
    }
    complete_steps(&tx)?;
    let latest = latest(&tx)?;
    for each in Table::ALL {
        let heap = heaps.remove(each.name()).unwrap_or_default();
        let saved = hold_against_history(&tx, *each, &heap, &latest, &mut account)?;
        if saved.of > 0 || saved.bad_pages > 0 {
            account.tables.push(saved);
        }
    }
    for name in BESIDE {
        let heap = heaps.remove(name).unwrap_or_default();
        let rows = kept.get(name).copied().unwrap_or(0);
        // These two count up without a gap.
        let numbered = matches!(name, "step" | "history");
        let last = heap.rows.iter().chain(&heap.stray).map(|r| r.number).max();
        let of = usize::try_from(last.unwrap_or(0)).unwrap_or(0);
        account.tables.push(Saved {
            table: name,
            rows,
            of: if numbered { of.max(rows) } else { rows },
            bad_pages: heap.bad_pages,
            ..Saved::default()
        });
    }
    let home = home(&tx)?;
    let changes = references::mend(&tx, home, &mut account)?;
    tx.commit()?;
    let mut cuts = BTreeSet::new();
    store.broken_links(|seq| {
        cuts.insert(seq);
        false
    })?;
    account.cuts = cuts.len();
    let note = StepNote {
        at,
        who,
        label: LABEL,
        kind: StepKind::Do,
        target: None,
    };
    let tx = store.db_mut().transaction()?;
    let step = write_step(&tx, &note, &changes)?;
    tx.commit()?;
    let at = at.to_owned();
    store.set(RESCUED, &Rescued { at, step, cuts })?;
    store.db().execute_batch("PRAGMA foreign_keys = ON")?;
    Ok(account)
}

fn insert(db: &Connection, shape: &Shape, values: &[Value], skip: Option<usize>) -> Result<bool> {
    let wanted = || {
        let columns = shape.columns.iter().zip(values).enumerate();
        columns.filter(|(n, _)| Some(*n) != skip).map(|(_, c)| c)
    };
    let names: Vec<String> = wanted().map(|(c, _)| format!("\"{}\"", c.name)).collect();
    let places: Vec<String> = (1..=names.len()).map(|n| format!("?{n}")).collect();
    let sql = format!(
        "INSERT OR IGNORE INTO {} ({}) VALUES ({})",
        shape.name,
        names.join(", "),
        places.join(", ")
    );
    let values = params_from_iter(wanted().map(|(_, v)| v));
    // What a rule of the table refuses is no row of it.
    Ok(matches!(db.prepare_cached(&sql)?.execute(values), Ok(1)))
}

// Steps, history, settings and drafts. Rows of a tree come first; a stray one only stands where nothing stood.
fn put_beside(db: &Connection, shape: &Shape, heap: &mut Heap) -> Result<usize> {
    heap.rows.sort_by_key(|r| r.number);
    heap.stray.sort_by_key(|r| r.number);
    let mut kept = 0;
    for row in heap.rows.iter().chain(&heap.stray) {
        let mut values = row.values.clone();
        // The row's number is named in the table and stands on the page as nothing.
        if let Some((_, value)) = shape
            .columns
            .iter()
            .zip(&mut values)
            .find(|(c, _)| c.is_number)
        {
            *value = Value::Integer(row.number);
        }
        kept += usize::from(insert(db, shape, &values, None)?);
    }
    Ok(kept)
}

// Records go by identity, not by number: of several forms of one the newest stands.
fn put_records(db: &Connection, shape: &Shape, heap: &Heap) -> Result<usize> {
    let rev = shape.place("rev");
    let revision = |values: &[Value]| match rev.and_then(|place| values.get(place)) {
        Some(Value::Integer(n)) => *n,
        _ => 0,
    };
    let mut best: BTreeMap<Uid, (i64, i64, &[Value])> = BTreeMap::new();
    for row in heap.rows.iter().chain(&heap.stray) {
        let Some(uid) = uid_of(row) else { continue };
        let newer = (revision(&row.values), row.number, row.values.as_slice());
        let entry = best.entry(uid).or_insert(newer);
        if entry.0 < newer.0 {
            *entry = newer;
        }
    }
    let mut rows: Vec<_> = best.into_values().collect();
    rows.sort_by_key(|(_, number, _)| *number);
    let mut kept = 0;
    for (_, _, values) in rows {
        kept += usize::from(insert(db, shape, values, Some(0))?);
    }
    Ok(kept)
}

// A row of the history whose step is lost still says what it says, and so does an undo of a lost step.
fn complete_steps(db: &Connection) -> Result<()> {
    db.execute(
        "INSERT INTO step (id, at, who, label, kind, records)
         SELECT DISTINCT target, '', '', ?1, 'do', 0 FROM step
         WHERE target IS NOT NULL AND target NOT IN (SELECT id FROM step)",
        [NO_LABEL],
    )?;
    db.execute(
        "INSERT INTO step (id, at, who, label, kind, records)
         SELECT step, '', '', ?1, 'do', count(*) FROM history WHERE step NOT IN (SELECT id FROM step) GROUP BY step",
        [NO_LABEL],
    )?;
    Ok(())
}

fn latest(db: &Connection) -> Result<BTreeMap<(Table, Uid), Latest>> {
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
fn hold_against_history(
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
    let known = latest.range((each, Uid::default())..);
    for ((_, uid), latest) in known.take_while(|((t, _), _)| *t == each) {
        let row = rows.remove(uid);
        let is_newer = row.as_ref().is_some_and(|r| r.rev > latest.times);
        let told = latest.after.as_deref();
        let told = told.and_then(|json| each.read_json(json).ok());
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

// The office the file belongs to: as it says, else the one most records belong to.
fn home(db: &Connection) -> Result<Uid> {
    let said: Option<String> = db
        .query_row("SELECT value FROM setting WHERE key = 'home'", [], |row| {
            row.get(0)
        })
        .optional()?;
    if let Some(home) = said.and_then(|json| serde_json::from_str(&json).ok()) {
        return Ok(home);
    }
    let all: Vec<String> = Table::ALL
        .iter()
        .map(|t| format!("SELECT office FROM {}", t.name()))
        .collect();
    let sql = format!(
        "SELECT office FROM ({}) GROUP BY office ORDER BY count(*) DESC, office LIMIT 1",
        all.join(" UNION ALL ")
    );
    let home: Option<Uid> = db.query_row(&sql, [], |row| row.get(0)).optional()?;
    let home = home.unwrap_or_else(Uid::fresh);
    db.execute(
        "INSERT OR REPLACE INTO setting (key, value) VALUES ('home', ?1)",
        [serde_json::to_string(&home)?],
    )?;
    Ok(home)
}
