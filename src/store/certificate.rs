//! Numbers of certificates that were ever used: those in the table, 回收站 included, and those the history remembers from
//! before a number was corrected. 清理 has to leave both.

use super::Result;
use super::Store;
use crate::model::Record;
use crate::model::Uid;
use crate::model::kinds::Certificate;

impl Store {
    /// Every number a certificate of an office ever bore, with the certificate.
    ///
    /// # Errors
    /// SQLite's failures.
    pub fn certificate_numbers(&self, office: Uid) -> Result<Vec<(Uid, String)>> {
        let mut statement = self
            .db()
            .prepare("SELECT uid, number FROM certificate WHERE office = ?1")?;
        let rows = statement.query_map([office], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut numbers: Vec<(Uid, String)> = rows.collect::<rusqlite::Result<_>>()?;
        let mut statement = self
            .db()
            .prepare("SELECT after FROM history WHERE tbl = ?1 AND after IS NOT NULL")?;
        let rows = statement.query_map([Certificate::TABLE.name()], |row| row.get(0))?;
        for json in rows {
            let json: String = json?;
            let Certificate {
                uid,
                office: of,
                number,
                ..
            } = serde_json::from_str(&json)?;
            if of == office {
                numbers.push((uid, number));
            }
        }
        numbers.sort();
        numbers.dedup();
        Ok(numbers)
    }
}
