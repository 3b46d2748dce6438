//! Reading the history from other sides than newest first: all steps for a list, the steps of one record, what has been
//! deleted last.

use super::Result;
use super::Store;
use super::history::Step;
use super::history::StepKind;
use crate::model::Table;
use crate::model::Uid;
use rusqlite::Row;
use rusqlite::params;

/// A record that was deleted and lies in 回收站.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deleted {
    /// Where it lived.
    pub table: Table,
    /// Which one.
    pub uid: Uid,
    /// The step that deleted it.
    pub step: i64,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// The record as it was, as JSON.
    pub json: String,
}

const COLUMNS: &str = "SELECT s.id, s.at, s.who, s.label, s.kind, s.target, s.records FROM step s";

fn step(row: &Row<'_>) -> rusqlite::Result<Step> {
    Ok(Step {
        id: row.get(0)?,
        at: row.get(1)?,
        who: row.get(2)?,
        label: row.get(3)?,
        kind: match row.get::<_, String>(4)?.as_str() {
            "undo" => StepKind::Undo,
            "redo" => StepKind::Redo,
            _ => StepKind::Do,
        },
        target: row.get(5)?,
        records: row.get(6)?,
    })
}

impl Store {
    /// Every step, newest first, those that only looked included.
    ///
    /// # Errors
    /// SQLite's failures.
    pub fn all_steps(&self) -> Result<Vec<Step>> {
        let sql = format!("{COLUMNS} ORDER BY s.id DESC");
        let mut statement = self.db().prepare(&sql)?;
        let rows = statement.query_map([], step)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// One step.
    ///
    /// # Errors
    /// SQLite's failures; one of them says that there is no such step.
    pub fn step(&self, id: i64) -> Result<Step> {
        let sql = format!("{COLUMNS} WHERE s.id = ?1");
        Ok(self.db().query_row(&sql, [id], step)?)
    }

    /// Numbers of the steps that changed a table.
    ///
    /// # Errors
    /// SQLite's failures.
    pub fn steps_in(&self, table: Table) -> Result<std::collections::BTreeSet<i64>> {
        let mut statement = self
            .db()
            .prepare("SELECT DISTINCT step FROM history WHERE tbl = ?1")?;
        let rows = statement.query_map([table.name()], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Numbers of the steps that changed a record.
    ///
    /// # Errors
    /// SQLite's failures.
    pub fn steps_of(&self, uid: Uid) -> Result<Vec<i64>> {
        let mut statement = self
            .db()
            .prepare("SELECT DISTINCT step FROM history WHERE uid = ?1 ORDER BY step")?;
        let rows = statement.query_map([uid], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Rows after a step that speak of a record in their own text: table, record and step.
    ///
    /// # Errors
    /// SQLite's failures.
    pub fn speaks_of(&self, uid: Uid, after: i64) -> Result<Vec<(Table, Uid, i64)>> {
        let mut statement = self.db().prepare(
            "SELECT tbl, uid, step FROM history WHERE step > ?1 AND instr(after, ?2) > 0 ORDER BY step",
        )?;
        let rows = statement.query_map(params![after, uid.to_string()], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?))
        })?;
        let mut found = Vec::new();
        for row in rows {
            let (name, other, step) = row?;
            if let Some(table) = Table::read(&name) {
                found.push((table, other, step));
            }
        }
        Ok(found)
    }

    /// How the last step about a step left it: whether it is taken back now.
    ///
    /// # Errors
    /// SQLite's failures.
    pub fn is_undone(&self, id: i64) -> Result<bool> {
        let last: Option<String> = self.db().query_row(
            "SELECT (SELECT kind FROM step WHERE target = ?1 ORDER BY id DESC LIMIT 1)",
            [id],
            |row| row.get(0),
        )?;
        Ok(last.is_some_and(|kind| kind == "undo"))
    }

    /// Steps of which 清理 removed what they changed; they can't be taken back.
    ///
    /// # Errors
    /// SQLite's failures.
    pub fn emptied_steps(&self) -> Result<std::collections::BTreeSet<i64>> {
        let mut statement = self
            .db()
            .prepare("SELECT DISTINCT step FROM history WHERE before IS NULL AND after IS NULL")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What lies in 回收站, newest first: records whose last row deleted them and still holds them.
    ///
    /// # Errors
    /// SQLite's failures.
    pub fn deleted(&self) -> Result<Vec<Deleted>> {
        let mut statement = self.db().prepare(
            "SELECT h.tbl, h.uid, h.step, s.at, s.who, h.before
             FROM (SELECT uid, max(seq) AS seq FROM history GROUP BY uid) last
             JOIN history h ON h.seq = last.seq JOIN step s ON s.id = h.step
             WHERE h.after IS NULL AND h.before IS NOT NULL ORDER BY h.seq DESC",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let name: String = row.get(0)?;
            let Some(table) = Table::read(&name) else {
                continue;
            };
            found.push(Deleted {
                table,
                uid: row.get(1)?,
                step: row.get(2)?,
                at: row.get(3)?,
                who: row.get(4)?,
                json: row.get(5)?,
            });
        }
        Ok(found)
    }
}
