//! What all tables have in common: load the living rows, put one, mark one deleted.

use super::Result;
use super::Store;
use crate::model::AnyRecord;
use crate::model::Ledger;
use crate::model::Record;
use crate::model::Table;
use crate::model::Uid;
use crate::model::events::Attendance;
use crate::model::events::Event;
use crate::model::office::Community;
use crate::model::office::Office;
use crate::model::office::Population;
use crate::model::people::Officer;
use crate::model::people::Person;
use crate::model::people::Reach;
use crate::model::people::Team;
use crate::model::people::Volunteer;
use rusqlite::Connection;
use rusqlite::Row;
use rusqlite::types::FromSql;

/// One table ↔ one record type.
pub(super) trait Stored: Record {
    /// All columns by name.
    const SELECT: &'static str;
    /// One row.
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self>;
    /// Insert, or replace the row of the same identity and count its revision up.
    fn put(&self, db: &Connection) -> rusqlite::Result<()>;
}

/// The columns of a row, taken one after another in the order of `SELECT`. Each is named where it is taken, and tests
/// (debug builds) hold the names against the statement; a look-up by name for each value took most of an opening.
pub(super) struct Columns<'r, 's> {
    row: &'r Row<'s>,
    at: usize,
}

impl Columns<'_, '_> {
    /// The next column, which is called `name`.
    pub(super) fn next<T: FromSql>(&mut self, name: &str) -> rusqlite::Result<T> {
        debug_assert_eq!(self.row.as_ref().column_name(self.at), Ok(name));
        let value = self.row.get(self.at);
        self.at += 1;
        value
    }
}

fn load<R: Stored>(db: &Connection, ledger: &mut Ledger) -> rusqlite::Result<()> {
    let mut statement = db.prepare(&format!("{} WHERE deleted = 0", R::SELECT))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        ledger.put(R::read(&mut Columns { row, at: 0 })?.wrap());
    }
    Ok(())
}

/// Put any record. No check is made; `app::write` has made them.
pub(super) fn put(db: &Connection, record: &AnyRecord) -> rusqlite::Result<()> {
    match record {
        AnyRecord::Office(r) => r.put(db),
        AnyRecord::Community(r) => r.put(db),
        AnyRecord::Population(r) => r.put(db),
        AnyRecord::Person(r) => r.put(db),
        AnyRecord::Team(r) => r.put(db),
        AnyRecord::Volunteer(r) => r.put(db),
        AnyRecord::Officer(r) => r.put(db),
        AnyRecord::Reach(r) => r.put(db),
        AnyRecord::Event(r) => r.put(db),
        AnyRecord::Attendance(r) => r.put(db),
    }
}

/// Mark a row as deleted; it stays for 回收站 until 清理.
pub(super) fn delete(db: &Connection, table: Table, uid: Uid) -> rusqlite::Result<()> {
    let sql = format!(
        "UPDATE {} SET deleted = 1, rev = rev + 1 WHERE uid = ?1",
        table.name()
    );
    db.prepare_cached(&sql)?.execute([uid])?;
    Ok(())
}

impl Store {
    /// All living records.
    ///
    /// # Errors
    /// SQLite's failures, or a value that no longer fits its type.
    pub fn load(&self) -> Result<Ledger> {
        let mut ledger = Ledger::default();
        let db = self.db();
        load::<Office>(db, &mut ledger)?;
        load::<Community>(db, &mut ledger)?;
        load::<Population>(db, &mut ledger)?;
        load::<Person>(db, &mut ledger)?;
        load::<Team>(db, &mut ledger)?;
        load::<Volunteer>(db, &mut ledger)?;
        load::<Officer>(db, &mut ledger)?;
        load::<Reach>(db, &mut ledger)?;
        load::<Event>(db, &mut ledger)?;
        load::<Attendance>(db, &mut ledger)?;
        ledger.home = self.setting::<Uid>("home")?.unwrap_or_default();
        Ok(ledger)
    }
}
