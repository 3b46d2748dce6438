//! The seal of the history: one running hash over every step and the end of its chain of rows, and the newest of them kept
//! among the settings.
//!
//! How far it goes: a step or row that was changed, taken out of the middle or cut off at the end by somebody with a tool
//! for such files is noticed. Somebody who computes every hash anew, the head included, is not: only a copy that lies
//! elsewhere can witness against that. It is no signature; the file holds no secret its owner doesn't have.

use super::Result;
use super::Store;
use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use rusqlite::params;
use serde::Deserialize;
use serde::Serialize;
use sha2::Digest as _;
use sha2::Sha256;

/// Setting that holds the newest seal.
const HEAD: &str = "history_head";

type Chain = [u8; 32];

/// The newest step, as it was when it was written.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
struct Head {
    step: i64,
    seal: Chain,
}

/// What is wrong with the seals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Torn {
    /// This step, or one before it, is not as it was written.
    Step(i64),
    /// Steps after this one are gone.
    After(i64),
}

/// A step's header with the end of its rows' chain, hashed onto the seal before.
fn next(db: &Connection, before: &Chain, step: i64) -> Result<Option<Chain>> {
    let header = db
        .prepare_cached("SELECT at, who, label, kind, target, records FROM step WHERE id = ?1")?
        .query_row([step], |row| {
            let texts: [String; 4] = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?];
            Ok((texts, row.get::<_, Option<i64>>(4)?, row.get::<_, i64>(5)?))
        })
        .optional()?;
    let Some((texts, target, records)) = header else {
        return Ok(None);
    };
    let rows: Option<Vec<u8>> = db
        .prepare_cached("SELECT chain FROM history WHERE step = ?1 ORDER BY seq DESC LIMIT 1")?
        .query_row([step], |row| row.get(0))
        .optional()?;
    let mut hash = Sha256::new();
    hash.update(before);
    hash.update(step.to_be_bytes());
    for text in texts {
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    hash.update(target.unwrap_or_default().to_be_bytes());
    hash.update(records.to_be_bytes());
    hash.update(rows.unwrap_or_default());
    Ok(Some(hash.finalize().into()))
}

fn steps(db: &Connection) -> Result<Vec<i64>> {
    let mut statement = db.prepare("SELECT id FROM step ORDER BY id")?;
    let ids = statement.query_map([], |row| row.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

fn keep(db: &Connection, step: i64, seal: Chain) -> Result<()> {
    db.prepare_cached("INSERT INTO seal (step, chain) VALUES (?1, ?2)")?
        .execute(params![step, seal.to_vec()])?;
    let head = serde_json::to_string(&Head { step, seal })?;
    let sql = "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2";
    db.prepare_cached(sql)?.execute([HEAD, &head])?;
    Ok(())
}

/// Seal the history as it stands, when a file comes to have seals.
pub(super) fn begin(db: &Connection) -> Result<()> {
    let mut chain = [0; 32];
    let mut last = None;
    for step in steps(db)? {
        chain = next(db, &chain, step)?.unwrap_or(chain);
        last = Some(step);
    }
    match last {
        Some(step) => keep(db, step, chain),
        None => Ok(()),
    }
}

/// Seal the step that was just written.
pub(super) fn seal(db: &Connection, step: i64) -> Result<()> {
    let before: Option<Vec<u8>> = db
        .prepare_cached("SELECT chain FROM seal ORDER BY step DESC LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    let before: Chain = before.and_then(|b| b.try_into().ok()).unwrap_or([0; 32]);
    match next(db, &before, step)? {
        Some(chain) => keep(db, step, chain),
        None => Ok(()),
    }
}

impl Store {
    /// Whether every step still bears its seal, and the newest one is the newest that was written.
    ///
    /// # Errors
    /// SQLite's failures.
    pub fn torn(&self) -> Result<Option<Torn>> {
        let db = self.db();
        let has_seals: bool = db.query_row(
            "SELECT count(*) > 0 FROM sqlite_schema WHERE type = 'table' AND name = 'seal'",
            [],
            |row| row.get(0),
        )?;
        // A copy from before an upgrade has none yet.
        if !has_seals {
            return Ok(None);
        }
        let head: Option<Head> = self.setting(HEAD)?;
        let sealed: std::collections::BTreeMap<i64, Vec<u8>> = db
            .prepare("SELECT step, chain FROM seal")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let first = sealed.keys().next().copied().unwrap_or(i64::MAX);
        let (mut chain, mut last, mut seal) = ([0; 32], 0, None);
        for step in steps(db)? {
            chain = next(db, &chain, step)?.unwrap_or(chain);
            let kept = sealed.get(&step);
            if step >= first && kept.is_none_or(|k| k.as_slice() != chain) {
                return Ok(Some(Torn::Step(step)));
            }
            (last, seal) = (step, kept.is_some().then_some(chain));
        }
        let stands = match (head, seal) {
            (Some(head), Some(seal)) => head == Head { step: last, seal },
            // A file without any step has no head either.
            (None, None) => last == 0,
            _ => false,
        };
        Ok((!stands).then_some(Torn::After(last)))
    }
}
