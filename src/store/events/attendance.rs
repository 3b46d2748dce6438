//! Rows of the attendance table ↔ Attendance 参与.

use crate::model::events::Attendance;
use crate::store::table::Columns;
use crate::store::table::Stored;
use rusqlite::Connection;
use rusqlite::named_params;

impl Stored for Attendance {
    fn select() -> std::borrow::Cow<'static, str> {
        "SELECT uid, office, event, person, role, minutes FROM attendance".into()
    }

    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            uid: row.next("uid")?,
            office: row.next("office")?,
            event: row.next("event")?,
            person: row.next("person")?,
            role: row.next("role")?,
            minutes: row.next("minutes")?,
        })
    }

    fn put(&self, db: &Connection) -> rusqlite::Result<()> {
        const PUT: &str = "INSERT INTO attendance (uid, office, event, person, role, minutes) VALUES (:uid, :office, :event, \
    :person, :role, :minutes) \
    ON CONFLICT (uid) DO UPDATE SET office = :office, event = :event, person = :person, role = :role, minutes \
    = :minutes, rev = rev + 1, deleted = 0, updated_at = strftime('%Y-%m-%dT%H:%M:%SZ')";
        let Self {
            uid,
            office,
            event,
            person,
            role,
            minutes,
        } = self; // a new field stops here until it is stored
        db.prepare_cached(PUT)?.execute(named_params! {
            ":uid": uid,
            ":office": office,
            ":event": event,
            ":person": person,
            ":role": role,
            ":minutes": minutes,
        })?;
        Ok(())
    }
}
