//! Rows of the volunteer table ↔ Volunteer 科技志愿者.

use crate::model::people::Volunteer;
use crate::store::table::Columns;
use crate::store::table::Stored;
use crate::store::values::day;
use crate::store::values::json;
use crate::store::values::list;
use rusqlite::Connection;
use rusqlite::named_params;

impl Stored for Volunteer {
    fn select() -> std::borrow::Cow<'static, str> {
        "SELECT uid, office, person, registration_no, registered_on, source, specialty, service_types, team, duty, \
    insured_until, left_on FROM volunteer".into()
    }

    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            uid: row.next("uid")?,
            office: row.next("office")?,
            person: row.next("person")?,
            registration_no: row.next("registration_no")?,
            registered_on: day(row, "registered_on")?,
            source: row.next("source")?,
            specialty: row.next("specialty")?,
            service_types: list(row, "service_types")?,
            team: row.next("team")?,
            duty: row.next("duty")?,
            insured_until: day(row, "insured_until")?,
            left_on: day(row, "left_on")?,
        })
    }

    fn put(&self, db: &Connection) -> rusqlite::Result<()> {
        const PUT: &str = "INSERT INTO volunteer (uid, office, person, registration_no, registered_on, source, specialty, \
    service_types, team, duty, insured_until, left_on) VALUES (:uid, :office, :person, :registration_no, \
    :registered_on, :source, :specialty, :service_types, :team, :duty, :insured_until, :left_on) \
    ON CONFLICT (uid) DO UPDATE SET office = :office, person = :person, registration_no = :registration_no, \
    registered_on = :registered_on, source = :source, specialty = :specialty, service_types = :service_types, \
    team = :team, duty = :duty, insured_until = :insured_until, left_on = :left_on, rev = rev + 1, deleted = \
    0, updated_at = strftime('%Y-%m-%dT%H:%M:%SZ')";
        let Self {
            uid,
            office,
            person,
            registration_no,
            registered_on,
            source,
            specialty,
            service_types,
            team,
            duty,
            insured_until,
            left_on,
        } = self; // a new field stops here until it is stored
        db.prepare_cached(PUT)?.execute(named_params! {
            ":uid": uid,
            ":office": office,
            ":person": person,
            ":registration_no": registration_no,
            ":registered_on": registered_on.map(|d| d.to_string()),
            ":source": source,
            ":specialty": specialty,
            ":service_types": json(service_types)?,
            ":team": team,
            ":duty": duty,
            ":insured_until": insured_until.map(|d| d.to_string()),
            ":left_on": left_on.map(|d| d.to_string()),
        })?;
        Ok(())
    }
}
