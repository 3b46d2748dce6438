//! Settings that travel with the file, and drafts that survive a crash.

use super::Result;
use super::Store;
use rusqlite::OptionalExtension as _;
use serde::Serialize;
use serde::de::DeserializeOwned;

impl Store {
    /// Settings whose key begins so, with their values as JSON.
    ///
    /// # Errors
    /// SQLite's failures.
    pub fn settings_of(&self, beginning: &str) -> Result<Vec<(String, String)>> {
        let mut statement = self.db().prepare(
            "SELECT key, value FROM setting WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key",
        )?;
        let rows = statement.query_map([beginning], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A setting, if it was ever set.
    pub fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        let text: Option<String> = self
            .db()
            .query_row("SELECT value FROM setting WHERE key = ?1", [key], |row| {
                row.get(0)
            })
            .optional()?;
        Ok(text.map(|t| serde_json::from_str(&t)).transpose()?)
    }

    /// Set a setting.
    pub fn set<T: Serialize + ?Sized>(&self, key: &str, value: &T) -> Result<()> {
        let text = serde_json::to_string(value)?;
        let sql = "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2";
        self.db().execute(sql, [key, &text])?;
        Ok(())
    }

    /// Keep what was typed into a form and not saved; empty text forgets it.
    pub fn keep_draft(&self, key: &str, at: &str, text: &str) -> Result<()> {
        if text.is_empty() {
            self.db()
                .execute("DELETE FROM draft WHERE key = ?1", [key])?;
        } else {
            let sql = "INSERT INTO draft (key, at, text) VALUES (?1, ?2, ?3) ON CONFLICT (key) DO UPDATE SET at = ?2, text = ?3";
            self.db().execute(sql, [key, at, text])?;
        }
        Ok(())
    }

    /// All drafts: key, moment, text; newest first.
    pub fn drafts(&self) -> Result<Vec<(String, String, String)>> {
        let mut statement = self
            .db()
            .prepare("SELECT key, at, text FROM draft ORDER BY at DESC, key")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
