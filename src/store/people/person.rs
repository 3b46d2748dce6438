//! Rows of the person table ↔ Person 人员.

use crate::model::contact::IdNumber;
use crate::model::contact::Phone;
use crate::model::people::Person;
use crate::store::table::Columns;
use crate::store::table::Stored;
use crate::store::values::day;
use crate::store::values::json;
use crate::store::values::list;
use crate::store::values::text_as;
use rusqlite::Connection;
use rusqlite::named_params;

impl Stored for Person {
    fn select() -> std::borrow::Cow<'static, str> {
        "SELECT uid, office, name, former_name, sex, id_number, birth, phone, political, education, title_level, \
    employer, community, may_publish, guardian, remark, pending FROM person".into()
    }

    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            uid: row.next("uid")?,
            office: row.next("office")?,
            name: row.next("name")?,
            former_name: row.next("former_name")?,
            sex: row.next("sex")?,
            id_number: text_as(row, "id_number", IdNumber::read)?,
            birth: day(row, "birth")?,
            phone: text_as(row, "phone", Phone::read)?,
            political: row.next("political")?,
            education: row.next("education")?,
            title_level: row.next("title_level")?,
            employer: row.next("employer")?,
            community: row.next("community")?,
            may_publish: row.next("may_publish")?,
            guardian: row.next("guardian")?,
            remark: row.next("remark")?,
            pending: list(row, "pending")?,
        })
    }

    fn put(&self, db: &Connection) -> rusqlite::Result<()> {
        const PUT: &str = "INSERT INTO person (uid, office, name, former_name, sex, id_number, birth, phone, political, education, \
    title_level, employer, community, may_publish, guardian, remark, pending) VALUES (:uid, :office, :name, \
    :former_name, :sex, :id_number, :birth, :phone, :political, :education, :title_level, :employer, \
    :community, :may_publish, :guardian, :remark, :pending) \
    ON CONFLICT (uid) DO UPDATE SET office = :office, name = :name, former_name = :former_name, sex = :sex, \
    id_number = :id_number, birth = :birth, phone = :phone, political = :political, education = :education, \
    title_level = :title_level, employer = :employer, community = :community, may_publish = :may_publish, \
    guardian = :guardian, remark = :remark, pending = :pending, rev = rev + 1, deleted = 0, updated_at = \
    strftime('%Y-%m-%dT%H:%M:%SZ')";
        let Self {
            uid,
            office,
            name,
            former_name,
            sex,
            id_number,
            birth,
            phone,
            political,
            education,
            title_level,
            employer,
            community,
            may_publish,
            guardian,
            remark,
            pending,
        } = self; // a new field stops here until it is stored
        db.prepare_cached(PUT)?.execute(named_params! {
            ":uid": uid,
            ":office": office,
            ":name": name,
            ":former_name": former_name,
            ":sex": sex,
            ":id_number": id_number.as_ref().map(IdNumber::as_str),
            ":birth": birth.map(|d| d.to_string()),
            ":phone": phone.as_ref().map(Phone::as_str),
            ":political": political,
            ":education": education,
            ":title_level": title_level,
            ":employer": employer,
            ":community": community,
            ":may_publish": may_publish,
            ":guardian": guardian,
            ":remark": remark,
            ":pending": json(pending)?,
        })?;
        Ok(())
    }
}
