//! Rows of the officer table ↔ Officer 科普信息员.

use crate::model::people::Officer;
use crate::store::table::Columns;
use crate::store::table::Stored;
use crate::store::values::day;
use rusqlite::Connection;
use rusqlite::named_params;

impl Stored for Officer {
    fn select() -> std::borrow::Cow<'static, str> {
        "SELECT uid, office, person, source, registered_on, verified, grid, left_on FROM officer"
            .into()
    }

    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            uid: row.next("uid")?,
            office: row.next("office")?,
            person: row.next("person")?,
            source: row.next("source")?,
            registered_on: day(row, "registered_on")?,
            verified: row.next("verified")?,
            grid: row.next("grid")?,
            left_on: day(row, "left_on")?,
        })
    }

    fn put(&self, db: &Connection) -> rusqlite::Result<()> {
        const PUT: &str = "INSERT INTO officer (uid, office, person, source, registered_on, verified, grid, left_on) VALUES (:uid, \
    :office, :person, :source, :registered_on, :verified, :grid, :left_on) \
    ON CONFLICT (uid) DO UPDATE SET office = :office, person = :person, source = :source, registered_on = \
    :registered_on, verified = :verified, grid = :grid, left_on = :left_on, rev = rev + 1, deleted = 0, \
    updated_at = strftime('%Y-%m-%dT%H:%M:%SZ')";
        let Self {
            uid,
            office,
            person,
            source,
            registered_on,
            verified,
            grid,
            left_on,
        } = self; // a new field stops here until it is stored
        db.prepare_cached(PUT)?.execute(named_params! {
            ":uid": uid,
            ":office": office,
            ":person": person,
            ":source": source,
            ":registered_on": registered_on.map(|d| d.to_string()),
            ":verified": verified,
            ":grid": grid,
            ":left_on": left_on.map(|d| d.to_string()),
        })?;
        Ok(())
    }
}
