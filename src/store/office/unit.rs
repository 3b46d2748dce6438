//! Rows of the office table ↔ Office 单位.

use crate::model::office::Office;
use crate::store::table::Columns;
use crate::store::table::Stored;
use rusqlite::Connection;
use rusqlite::named_params;

impl Stored for Office {
    fn select() -> std::borrow::Cow<'static, str> {
        "SELECT uid, office, name, kind, code, superior, document_mark, head, reviewer, clerk, phone, plan FROM \
    office".into()
    }

    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        Ok(Self {
            uid: row.next("uid")?,
            office: row.next("office")?,
            name: row.next("name")?,
            kind: row.next("kind")?,
            code: row.next("code")?,
            superior: row.next("superior")?,
            document_mark: row.next("document_mark")?,
            head: row.next("head")?,
            reviewer: row.next("reviewer")?,
            clerk: row.next("clerk")?,
            phone: row.next("phone")?,
            plan: row.next("plan")?,
        })
    }

    fn put(&self, db: &Connection) -> rusqlite::Result<()> {
        const PUT: &str = "INSERT INTO office (uid, office, name, kind, code, superior, document_mark, head, reviewer, clerk, phone, \
    plan) VALUES (:uid, :office, :name, :kind, :code, :superior, :document_mark, :head, :reviewer, :clerk, \
    :phone, :plan) \
    ON CONFLICT (uid) DO UPDATE SET office = :office, name = :name, kind = :kind, code = :code, superior = \
    :superior, document_mark = :document_mark, head = :head, reviewer = :reviewer, clerk = :clerk, phone = \
    :phone, plan = :plan, rev = rev + 1, deleted = 0, updated_at = strftime('%Y-%m-%dT%H:%M:%SZ')";
        let Self {
            uid,
            office,
            name,
            kind,
            code,
            superior,
            document_mark,
            head,
            reviewer,
            clerk,
            phone,
            plan,
        } = self; // a new field stops here until it is stored
        db.prepare_cached(PUT)?.execute(named_params! {
            ":uid": uid,
            ":office": office,
            ":name": name,
            ":kind": kind,
            ":code": code,
            ":superior": superior,
            ":document_mark": document_mark,
            ":head": head,
            ":reviewer": reviewer,
            ":clerk": clerk,
            ":phone": phone,
            ":plan": plan,
        })?;
        Ok(())
    }
}
