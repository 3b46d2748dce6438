//! The new file of a rescue: rows put in as they stood, held against the history, lost ones taken from there.

use super::RESCUED;
use super::Rescued;
use super::account::Account;
use super::account::Saved;
use super::against::hold_against_history;
use super::against::latest;
use super::references;
use super::shape::BESIDE;
use super::shape::Shape;
use super::sort::Found;
use super::sort::Heap;
use super::sort::uid_of;
use crate::model::Table;
use crate::model::Uid;
use crate::store::Result;
use crate::store::Store;
use crate::store::history::StepKind;
use crate::store::history::StepNote;
use crate::store::history::write_step;
use crate::store::seal;
use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use rusqlite::params_from_iter;
use rusqlite::types::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What the undo menu would call the rescue.
const LABEL: &str = "从损坏的文件抢救";
/// What stands where the note of a step is lost.
const NO_LABEL: &str = "（抢救时缺失）";

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
    // The seals are made anew over what is left: those of the damaged file sealed more.
    seal::begin(&tx)?;
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
