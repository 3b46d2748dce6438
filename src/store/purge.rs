//! 清理: records leave the file for good, with what the history held of them, so that their bytes are gone. What stays of
//! them are headers of steps and hashes; the chain hashes those, so it still verifies (decisions.md 12).

use super::Result;
use super::Store;
use super::history::StepNote;
use super::history::write_step;
use crate::model::Change;
use crate::model::Table;
use crate::model::Uid;
use rusqlite::TransactionBehavior;

const OPEN: &str = "DROP TRIGGER history_is_append_only_u";
const CLOSE: &str = "CREATE TRIGGER history_is_append_only_u BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'append only'); END";

impl Store {
    /// Remove records for good and write down that it was done, in one transaction. Returns how many were removed; records
    /// that others still refer to stay.
    ///
    /// # Errors
    /// SQLite's failures; nothing was removed then.
    pub fn purge(
        &mut self,
        note: &StepNote<'_>,
        records: &[(Table, Uid)],
    ) -> Result<Vec<(Table, Uid)>> {
        let path = self.path().to_owned();
        self.purge_inner(note, records).map_err(|e| e.at(&path))
    }

    fn purge_inner(
        &mut self,
        note: &StepNote<'_>,
        records: &[(Table, Uid)],
    ) -> Result<Vec<(Table, Uid)>> {
        // What refers stands in later tables than what it refers to.
        let mut ordered = records.to_vec();
        ordered.sort_by_key(|(table, uid)| (std::cmp::Reverse(*table), *uid));
        let tx = self
            .db_mut()
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut gone = Vec::new();
        for (table, uid) in ordered {
            let sql = format!("DELETE FROM {} WHERE uid = ?1", table.name());
            match tx.execute(&sql, [uid]) {
                Ok(_) => gone.push((table, uid)),
                Err(rusqlite::Error::SqliteFailure(e, _))
                    if e.code == rusqlite::ErrorCode::ConstraintViolation => {}
                Err(error) => return Err(error.into()),
            }
        }
        tx.execute_batch(OPEN)?;
        for (_, uid) in &gone {
            tx.prepare_cached("UPDATE history SET before = NULL, after = NULL WHERE uid = ?1")?
                .execute([uid])?;
            // Drafts are named after their record.
            tx.prepare_cached("DELETE FROM draft WHERE instr(key, ?1) > 0")?
                .execute([uid.to_string()])?;
        }
        tx.execute_batch(CLOSE)?;
        let changes: Vec<Change> = gone
            .iter()
            .map(|(table, uid)| Change {
                table: *table,
                uid: *uid,
                before: None,
                after: None,
            })
            .collect();
        write_step(&tx, note, &changes)?;
        tx.commit()?;
        Ok(gone)
    }

    /// Write the file anew, so that nothing is left between its records.
    ///
    /// # Errors
    /// SQLite's failures; the file is as it was then.
    pub fn vacuum(&self) -> Result<()> {
        self.db().execute_batch("VACUUM")?;
        Ok(())
    }

    /// Whether any record or step still names an attachment's bytes.
    ///
    /// # Errors
    /// SQLite's failures.
    pub fn names_file(&self, hash: &str) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM attachment WHERE hash = ?1)
             OR EXISTS (SELECT 1 FROM history WHERE tbl = 'attachment' AND (instr(before, ?1) > 0 OR instr(after, ?1) > 0))";
        Ok(self.db().query_row(sql, [hash], |row| row.get(0))?)
    }
}
