//! Rows of the reach table ↔ Reach 传播量.

use crate::model::people::Reach;
use crate::store::table::Columns;
use crate::store::table::Stored;
use crate::store::values::day;
use crate::store::values::month;
use rusqlite::Connection;
use rusqlite::named_params;

impl Stored for Reach {
    fn select() -> std::borrow::Cow<'static, str> {
        "SELECT uid, office, officer, month, shares, source, as_of FROM reach".into()
    }

    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            uid: row.next("uid")?,
            office: row.next("office")?,
            officer: row.next("officer")?,
            month: month(row)?,
            shares: row.next("shares")?,
            source: row.next("source")?,
            as_of: day(row, "as_of")?,
        })
    }

    fn put(&self, db: &Connection) -> rusqlite::Result<()> {
        const PUT: &str = "INSERT INTO reach (uid, office, officer, month, shares, source, as_of) VALUES (:uid, :office, :officer, \
    :month, :shares, :source, :as_of) \
    ON CONFLICT (uid) DO UPDATE SET office = :office, officer = :officer, month = :month, shares = :shares, \
    source = :source, as_of = :as_of, rev = rev + 1, deleted = 0, updated_at = strftime('%Y-%m-%dT%H:%M:%SZ')";
        let Self {
            uid,
            office,
            officer,
            month,
            shares,
            source,
            as_of,
        } = self; // a new field stops here until it is stored
        db.prepare_cached(PUT)?.execute(named_params! {
            ":uid": uid,
            ":office": office,
            ":officer": officer,
            ":month": month.to_string(),
            ":shares": shares,
            ":source": source,
            ":as_of": as_of.map(|d| d.to_string()),
        })?;
        Ok(())
    }
}
