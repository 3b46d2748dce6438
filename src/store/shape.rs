//! Whether a received file has the tables of our own making and nothing else: a trigger or a view of a stranger would run
//! with the next save.

use super::Result;
use super::Store;
use super::StoreError;
use super::migrate;
use rusqlite::Connection;
use std::collections::BTreeSet;

type Shape = BTreeSet<(String, String, String)>;

fn shape(db: &Connection) -> Result<Shape> {
    let mut statement = db.prepare(
        "SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

impl Store {
    /// Hold the file's tables, indexes and triggers against those our steps make up to its schema.
    ///
    /// # Errors
    /// `Damaged` with the first name that differs.
    pub fn check_shape(&self) -> Result<()> {
        let found: u32 = self
            .db()
            .pragma_query_value(None, "user_version", |row| row.get(0))?;
        let mut ours = Connection::open_in_memory()?;
        migrate::run_to(&mut ours, found)?;
        let (theirs, ours) = (shape(self.db())?, shape(&ours)?);
        match theirs.symmetric_difference(&ours).next() {
            None => Ok(()),
            Some((kind, name, _)) => Err(StoreError::Damaged {
                detail: format!("{kind} {name} is not as ours"),
                path: self.path().to_owned(),
            }),
        }
    }
}
