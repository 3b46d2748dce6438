//! Rows of the population table ↔ Population 人口数.

use crate::model::office::Population;
use crate::store::table::Columns;
use crate::store::table::Stored;
use crate::store::values::required_day;
use rusqlite::Connection;
use rusqlite::named_params;

impl Stored for Population {
    fn select() -> std::borrow::Cow<'static, str> {
        "SELECT uid, office, community, count, households, basis, as_of, source FROM population"
            .into()
    }

    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            uid: row.next("uid")?,
            office: row.next("office")?,
            community: row.next("community")?,
            count: row.next("count")?,
            households: row.next("households")?,
            basis: row.next("basis")?,
            as_of: required_day(row, "as_of")?,
            source: row.next("source")?,
        })
    }

    fn put(&self, db: &Connection) -> rusqlite::Result<()> {
        const PUT: &str = "INSERT INTO population (uid, office, community, count, households, basis, as_of, source) VALUES (:uid, \
    :office, :community, :count, :households, :basis, :as_of, :source) \
    ON CONFLICT (uid) DO UPDATE SET office = :office, community = :community, count = :count, households = \
    :households, basis = :basis, as_of = :as_of, source = :source, rev = rev + 1, deleted = 0, updated_at = \
    strftime('%Y-%m-%dT%H:%M:%SZ')";
        let Self {
            uid,
            office,
            community,
            count,
            households,
            basis,
            as_of,
            source,
        } = self; // a new field stops here until it is stored
        db.prepare_cached(PUT)?.execute(named_params! {
            ":uid": uid,
            ":office": office,
            ":community": community,
            ":count": count,
            ":households": households,
            ":basis": basis,
            ":as_of": as_of.to_string(),
            ":source": source,
        })?;
        Ok(())
    }
}
