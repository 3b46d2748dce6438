//! The append-only 操作记录: one step for each thing a clerk did, with every record before and after.
//! Undo and redo are steps too, so they survive a restart. Rows are chained by hashes; see decisions.md 12.

use super::Result;
use super::Store;
use super::seal;
use super::table;
use crate::model::AnyRecord;
use crate::model::Change;
use crate::model::Table;
use crate::model::Uid;
use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use rusqlite::TransactionBehavior;
use rusqlite::params;
use sha2::Digest as _;
use sha2::Sha256;

/// What a step did to the stacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// Something new.
    Do,
    /// Took a step back.
    Undo,
    /// Did a step again that was taken back.
    Redo,
}

impl StepKind {
    fn name(self) -> &'static str {
        match self {
            Self::Do => "do",
            Self::Undo => "undo",
            Self::Redo => "redo",
        }
    }
}

/// One line of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Number, counting up.
    pub id: i64,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Who worked with the program.
    pub who: String,
    /// What the undo menu says: 删除活动.
    pub label: String,
    /// What it did to the stacks.
    pub kind: StepKind,
    /// The step that was taken back or done again.
    pub target: Option<i64>,
    /// How many records it touched.
    pub records: i64,
}

impl Step {
    /// 撤销 or 重做 before the label, nothing for a new thing.
    pub fn prefix(&self) -> &'static str {
        match self.kind {
            StepKind::Do => "",
            StepKind::Undo => "撤销：",
            StepKind::Redo => "重做：",
        }
    }
}

/// What is to be written down with a step.
#[derive(Debug, Clone, Copy)]
pub struct StepNote<'a> {
    /// When, RFC 3339 in UTC.
    pub at: &'a str,
    /// Who works with the program.
    pub who: &'a str,
    /// What the undo menu will say.
    pub label: &'a str,
    /// What it does to the stacks.
    pub kind: StepKind,
    /// The step that is taken back or done again.
    pub target: Option<i64>,
}

/// Records between two words to the one who waits.
const A_WHILE: usize = 500;

impl Store {
    /// Apply changes and write them into the history in one transaction: all or nothing.
    /// Returns the number of the step. Answered means on the disk.
    ///
    /// # Errors
    /// SQLite's failures; nothing was changed then.
    pub fn commit(&mut self, note: &StepNote<'_>, changes: &[Change]) -> Result<i64> {
        let step = self.commit_while(note, changes, &mut |_, _| true)?;
        // Nobody stopped it.
        Ok(step.unwrap_or_default())
    }

    /// As [`Store::commit`], while `watch` says so: it is told records written and records in all. `None` when it stopped
    /// the writing; nothing was changed then.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn commit_while(
        &mut self,
        note: &StepNote<'_>,
        changes: &[Change],
        watch: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<Option<i64>> {
        let path = self.path().to_owned();
        let done = self.commit_inner(note, changes, watch);
        done.map_err(|e| self.believed(e.at(&path)))
    }

    fn commit_inner(
        &mut self,
        note: &StepNote<'_>,
        changes: &[Change],
        watch: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<Option<i64>> {
        let tx = self
            .db_mut()
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (n, change) in changes.iter().enumerate() {
            // Dropping the transaction takes it back.
            if n % A_WHILE == 0 && !watch(n, changes.len()) {
                return Ok(None);
            }
            match &change.after {
                Some(record) => table::put(&tx, record)?,
                None => table::delete(&tx, change.table, change.uid)?,
            }
        }
        let step = write_step(&tx, note, changes)?;
        tx.commit()?;
        Ok(Some(step))
    }

    /// The newest steps that changed records, newest first.
    pub fn steps(&self, most: usize) -> Result<Vec<Step>> {
        let mut statement = self.db().prepare(
            "SELECT id, at, who, label, kind, target, records FROM step WHERE records > 0
             ORDER BY id DESC LIMIT ?1",
        )?;
        let rows = statement.query_map([i64::try_from(most).unwrap_or(i64::MAX)], |row| {
            Ok(Step {
                id: row.get("id")?,
                at: row.get("at")?,
                who: row.get("who")?,
                label: row.get("label")?,
                kind: match row.get::<_, String>("kind")?.as_str() {
                    "undo" => StepKind::Undo,
                    "redo" => StepKind::Redo,
                    _ => StepKind::Do,
                },
                target: row.get("target")?,
                records: row.get("records")?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The number of the newest step; 0 in a new file.
    pub fn newest_step(&self) -> Result<i64> {
        Ok(self
            .db()
            .query_row("SELECT coalesce(max(id), 0) FROM step", [], |row| {
                row.get(0)
            })?)
    }

    /// The changes of one step in the order they were made.
    pub fn changes(&self, step: i64) -> Result<Vec<Change>> {
        let mut statement = self
            .db()
            .prepare("SELECT tbl, uid, before, after FROM history WHERE step = ?1 ORDER BY seq")?;
        let mut rows = statement.query([step])?;
        let mut changes = Vec::new();
        while let Some(row) = rows.next()? {
            let name: String = row.get(0)?;
            let Some(table) = Table::read(&name) else {
                continue;
            };
            let uid: Uid = row.get(1)?;
            let read = |json: Option<String>| json.map(|j| table.read_json(&j)).transpose();
            changes.push(Change {
                table,
                uid,
                before: read(row.get(2)?)?,
                after: read(row.get(3)?)?,
            });
        }
        Ok(changes)
    }

    /// Records 清理 took away for good, each with the row that says so: rows before it may have lost what they held.
    fn cleared(&self) -> Result<std::collections::BTreeMap<Uid, i64>> {
        let mut statement = self.db().prepare(
            "SELECT uid, max(seq) FROM history
             WHERE before IS NULL AND after IS NULL AND payload_hash = ?1 GROUP BY uid",
        )?;
        let rows = statement.query_map([payload_hash(&[None, None])], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Write a step that changes no record: a look at personal data. Nothing of it can be taken back.
    ///
    /// # Errors
    /// SQLite's failures.
    pub fn note_look(&mut self, at: &str, who: &str, label: &str) -> Result<()> {
        let note = StepNote {
            at,
            who,
            label,
            kind: StepKind::Do,
            target: None,
        };
        self.commit(&note, &[])?;
        Ok(())
    }

    /// The number of the first row whose chain does not follow from the one before, if the history was tampered with.
    /// Where a rescue had to cut it, the chain begins anew; the rescue's own account names those places.
    pub fn broken_link(&self) -> Result<Option<i64>> {
        let cuts = self.rescued()?.map(|r| r.cuts).unwrap_or_default();
        self.broken_links(|seq| !cuts.contains(&seq))
    }

    // The first broken row that `minds` minds.
    pub(super) fn broken_links(&self, mut minds: impl FnMut(i64) -> bool) -> Result<Option<i64>> {
        let mut statement = self.db().prepare(
            "SELECT h.seq, h.step, h.tbl, h.uid, h.payload_hash, h.chain, s.at, s.who, s.label, s.kind, h.before, h.after
             FROM history h JOIN step s ON s.id = h.step ORDER BY h.seq",
        )?;
        let cleared = self.cleared()?;
        let mut rows = statement.query([])?;
        let mut before = [0; 32];
        while let Some(row) = rows.next()? {
            let header = RowHeader {
                seq: row.get(0)?,
                step: row.get(1)?,
                table: row.get(2)?,
                uid: row.get(3)?,
                payload_hash: row.get(4)?,
            };
            let note = [
                row.get::<_, String>(6)?,
                row.get(7)?,
                row.get(8)?,
                row.get(9)?,
            ];
            let kept: Vec<u8> = row.get(5)?;
            if kept != header.chain(&before, &note) && minds(header.seq) {
                return Ok(Some(header.seq));
            }
            let payload: [Option<String>; 2] = [row.get(10)?, row.get(11)?];
            let is_cleared = payload == [None, None]
                && cleared
                    .get(&header.uid)
                    .is_some_and(|later| *later >= header.seq);
            if !is_cleared && payload_hash(&payload) != header.payload_hash && minds(header.seq) {
                return Ok(Some(header.seq));
            }
            before = kept.try_into().unwrap_or([0; 32]);
        }
        Ok(None)
    }
}

fn payload_hash(held: &[Option<String>; 2]) -> Vec<u8> {
    let [before, after] = held;
    let mut payload = Sha256::new();
    payload.update(before.as_deref().unwrap_or_default());
    payload.update([0]);
    payload.update(after.as_deref().unwrap_or_default());
    payload.finalize().to_vec()
}

struct RowHeader {
    seq: i64,
    step: i64,
    table: String,
    uid: Uid,
    payload_hash: Vec<u8>,
}

impl RowHeader {
    fn chain(&self, before: &[u8; 32], note: &[String; 4]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(before);
        hash.update(self.seq.to_be_bytes());
        hash.update(self.step.to_be_bytes());
        for text in note {
            hash.update(text.as_bytes());
            hash.update([0]);
        }
        hash.update(self.table.as_bytes());
        hash.update(self.uid.bytes());
        hash.update(&self.payload_hash);
        hash.finalize().into()
    }
}

/// Write a step and its rows; the records themselves are written by the caller.
pub(super) fn write_step(db: &Connection, note: &StepNote<'_>, changes: &[Change]) -> Result<i64> {
    let StepNote {
        at,
        who,
        label,
        kind,
        target,
    } = *note;
    let records = i64::try_from(changes.len()).unwrap_or(i64::MAX);
    db.prepare_cached(
        "INSERT INTO step (at, who, label, kind, target, records) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![at, who, label, kind.name(), target, records])?;
    let step = db.last_insert_rowid();
    let last: Option<(i64, Vec<u8>)> = db
        .query_row(
            "SELECT seq, chain FROM history ORDER BY seq DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let (mut seq, mut chain) = (0, [0; 32]);
    if let Some((number, bytes)) = last {
        seq = number;
        chain = bytes.try_into().unwrap_or([0; 32]);
    }
    let words = [
        at.to_owned(),
        who.to_owned(),
        label.to_owned(),
        kind.name().to_owned(),
    ];
    let mut insert = db.prepare_cached(
        "INSERT INTO history (seq, step, tbl, uid, before, after, payload_hash, chain) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for change in changes {
        let json = |r: &Option<AnyRecord>| r.as_ref().map(AnyRecord::json).transpose();
        let (before, after) = (json(&change.before)?, json(&change.after)?);
        let held = [before, after];
        seq += 1;
        let header = RowHeader {
            seq,
            step,
            table: change.table.name().to_owned(),
            uid: change.uid,
            payload_hash: payload_hash(&held),
        };
        chain = header.chain(&chain, &words);
        let [before, after] = held;
        insert.execute(params![
            seq,
            step,
            header.table,
            header.uid,
            before,
            after,
            header.payload_hash,
            chain.to_vec()
        ])?;
    }
    seal::seal(db, step)?;
    Ok(step)
}
