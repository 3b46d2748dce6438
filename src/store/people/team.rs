//! Rows of the team table ↔ Team 科技志愿服务队.

use crate::model::people::Team;
use crate::store::table::Columns;
use crate::store::table::Stored;
use crate::store::values::day;
use rusqlite::Connection;
use rusqlite::named_params;

impl Stored for Team {
    fn select() -> std::borrow::Cow<'static, str> {
        "SELECT uid, office, name, leader, deputies, founded, direction, registration_no, remark FROM team".into()
    }

    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            uid: row.next("uid")?,
            office: row.next("office")?,
            name: row.next("name")?,
            leader: row.next("leader")?,
            deputies: row.next("deputies")?,
            founded: day(row, "founded")?,
            direction: row.next("direction")?,
            registration_no: row.next("registration_no")?,
            remark: row.next("remark")?,
        })
    }

    fn put(&self, db: &Connection) -> rusqlite::Result<()> {
        const PUT: &str = "INSERT INTO team (uid, office, name, leader, deputies, founded, direction, registration_no, remark) \
    VALUES (:uid, :office, :name, :leader, :deputies, :founded, :direction, :registration_no, :remark) \
    ON CONFLICT (uid) DO UPDATE SET office = :office, name = :name, leader = :leader, deputies = :deputies, \
    founded = :founded, direction = :direction, registration_no = :registration_no, remark = :remark, rev = \
    rev + 1, deleted = 0, updated_at = strftime('%Y-%m-%dT%H:%M:%SZ')";
        let Self {
            uid,
            office,
            name,
            leader,
            deputies,
            founded,
            direction,
            registration_no,
            remark,
        } = self; // a new field stops here until it is stored
        db.prepare_cached(PUT)?.execute(named_params! {
            ":uid": uid,
            ":office": office,
            ":name": name,
            ":leader": leader,
            ":deputies": deputies,
            ":founded": founded.map(|d| d.to_string()),
            ":direction": direction,
            ":registration_no": registration_no,
            ":remark": remark,
        })?;
        Ok(())
    }
}
