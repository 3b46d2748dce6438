//! The full examination of a file: SQLite's own, references, and the chain of the history.

use super::Result;
use super::Store;
use crate::model::Table;
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
            .chain(["step", "history", "setting", "draft"]);
        names
            .filter(|name| there.contains(*name))
            .map(|name| {
                let sql = format!("SELECT count(*) FROM {name}");
                Ok((name, self.db().query_row(&sql, [], |row| row.get(0))?))
            })
            .collect()
    }
}
