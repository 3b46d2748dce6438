//! Rows of the community table ↔ Community 社区（村）.

use crate::model::office::Community;
use crate::store::table::Columns;
use crate::store::table::Stored;
use rusqlite::Connection;
use rusqlite::named_params;

impl Stored for Community {
    fn select() -> std::borrow::Cow<'static, str> {
        "SELECT uid, office, name, kind, code, contact FROM community".into()
    }

    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            uid: row.next("uid")?,
            office: row.next("office")?,
            name: row.next("name")?,
            kind: row.next("kind")?,
            code: row.next("code")?,
            contact: row.next("contact")?,
        })
    }

    fn put(&self, db: &Connection) -> rusqlite::Result<()> {
        const PUT: &str = "INSERT INTO community (uid, office, name, kind, code, contact) VALUES (:uid, :office, :name, :kind, \
    :code, :contact) \
    ON CONFLICT (uid) DO UPDATE SET office = :office, name = :name, kind = :kind, code = :code, contact = \
    :contact, rev = rev + 1, deleted = 0, updated_at = strftime('%Y-%m-%dT%H:%M:%SZ')";
        let Self {
            uid,
            office,
            name,
            kind,
            code,
            contact,
        } = self; // a new field stops here until it is stored
        db.prepare_cached(PUT)?.execute(named_params! {
            ":uid": uid,
            ":office": office,
            ":name": name,
            ":kind": kind,
            ":code": code,
            ":contact": contact,
        })?;
        Ok(())
    }
}
