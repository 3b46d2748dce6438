//! Rows of the office table ↔ Office 单位.

use crate::model::office::Office;
use crate::store::table::Stored;
use rusqlite::Connection;
use rusqlite::Row;
use rusqlite::named_params;

impl Stored for Office {
    const SELECT: &'static str = "SELECT uid, office, name, kind, code, superior, document_mark, head, reviewer, clerk, phone, plan FROM \
    office";

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            uid: row.get("uid")?,
            office: row.get("office")?,
            name: row.get("name")?,
            kind: row.get("kind")?,
            code: row.get("code")?,
            superior: row.get("superior")?,
            document_mark: row.get("document_mark")?,
            head: row.get("head")?,
            reviewer: row.get("reviewer")?,
            clerk: row.get("clerk")?,
            phone: row.get("phone")?,
            plan: row.get("plan")?,
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
