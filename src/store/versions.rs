//! A record as it was at any time, from the history.

use super::Result;
use super::Store;
use crate::model::AnyRecord;
use crate::model::Table;
use crate::model::Uid;

impl Store {
    /// Every form a record ever had, newest first; those whose payload was cleaned away are not there.
    ///
    /// # Errors
    /// SQLite's failures.
    pub fn versions(&self, table: Table, uid: Uid) -> Result<Vec<AnyRecord>> {
        let mut statement = self.db().prepare_cached(
            "SELECT after FROM history WHERE uid = ?1 AND tbl = ?2 AND after IS NOT NULL ORDER BY seq DESC",
        )?;
        let mut rows = statement.query((uid, table.name()))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let json: String = row.get(0)?;
            found.push(table.read_json(&json)?);
        }
        Ok(found)
    }
}
