//! The full examination of a file: SQLite's own, references, and the chain of the history.

use super::Result;
use super::Store;
use super::salvage;
use super::seal::Torn;
use crate::model::Table;
use crate::model::Uid;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What was found, in numbers; sentences are made in `app`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// SQLite's findings about pages and indexes, as it words them.
    pub damage: Vec<String>,
    /// References that lead nowhere: table and how many.
    pub orphans: Vec<(String, i64)>,
    /// The first history row whose chain is broken.
    pub broken_link: Option<i64>,
    /// What is wrong with the seals of the steps.
    pub torn: Option<Torn>,
}

impl Findings {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        *self == Self::default()
    }
}

impl Store {
    /// Examine everything. Takes about 15 ms a megabyte.
    ///
    /// # Errors
    /// Only when the examination itself can't be made.
    pub fn examine(&self) -> Result<Findings> {
        let db = self.db();
        let mut damage = self.damage()?;
        if !damage.is_empty() {
            // A failing read of the disk looks the same (safety.md F05).
            self.forget_pages()?;
            damage = self.damage()?;
        }
        let orphans = db
            .prepare(
                "SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1 ORDER BY 1",
            )?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Findings {
            damage,
            orphans,
            broken_link: self.broken_link()?,
            torn: self.torn()?,
        })
    }

    fn damage(&self) -> Result<Vec<String>> {
        let mut damage: Vec<String> = self
            .db()
            .prepare("PRAGMA integrity_check(20)")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        damage.retain(|line| line != "ok");
        Ok(damage)
    }

    /// Revision and moment of every living row: where both are equal in two files, the rows must be.
    ///
    /// # Errors
    /// SQLite's failures.
    pub fn marks(&self) -> Result<BTreeMap<(Table, Uid), (i64, String)>> {
        let mut all = BTreeMap::new();
        for table in Table::ALL {
            let sql = format!(
                "SELECT uid, rev, updated_at FROM {} WHERE deleted = 0",
                table.name()
            );
            let mut statement = self.db().prepare(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                all.insert((*table, row.get(0)?), (row.get(1)?, row.get(2)?));
            }
        }
        Ok(all)
    }

    /// Hold every record against its own history.
    ///
    /// # Errors
    /// SQLite's failures.
    pub fn unlike_history(&self) -> Result<salvage::Unlike> {
        salvage::unlike_history(self.db())
    }

    /// Rows by table, deleted ones included: what a copy must hold too. A file of an older program has fewer tables.
    pub fn counts(&self) -> Result<Vec<(&'static str, i64)>> {
        let there: BTreeSet<String> = self
            .db()
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let names = Table::ALL
            .iter()
            .map(|t| t.name())
            .chain(["step", "history", "setting", "draft", "seal"]);
        names
            .filter(|name| there.contains(*name))
            .map(|name| {
                let sql = format!("SELECT count(*) FROM {name}");
                Ok((name, self.db().query_row(&sql, [], |row| row.get(0))?))
            })
            .collect()
    }
}
