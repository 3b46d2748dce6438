//! References of a rescued file that lead nowhere: cleared where a record can stand without them, else a stand-in is made
//! for what they lead to. Nothing is refused for the sake of a reference.

use super::account::Account;
use crate::model::AnyRecord;
use crate::model::Change;
use crate::model::Record as _;
use crate::model::Table;
use crate::model::Uid;
use crate::model::kinds;
use crate::store::Result;
use crate::store::table;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// What a stand-in is called.
const NAME: &str = "（抢救时缺失）";

struct Dangling {
    table: Table,
    uid: Uid,
    column: String,
    required: bool,
    parent: Table,
    to: Uid,
}

/// Mend all references; what was changed is returned for the history.
pub(super) fn mend(db: &Connection, home: Uid, account: &mut Account) -> Result<Vec<Change>> {
    let mut changed: BTreeMap<(Table, Uid), Option<AnyRecord>> = BTreeMap::new();
    let mut cleared: BTreeMap<Table, usize> = BTreeMap::new();
    let mut made: BTreeMap<Table, usize> = BTreeMap::new();
    // The file belongs to an office, even when nothing else is left of it.
    let has_home: bool = db.query_row(
        "SELECT EXISTS (SELECT 1 FROM office WHERE uid = ?1)",
        [home],
        |row| row.get(0),
    )?;
    if !has_home && let Some(office) = stand_in(Table::Office, home, home) {
        table::put(db, &office)?;
        changed.insert((Table::Office, home), None);
        made.insert(Table::Office, 1);
    }
    // A stand-in may itself need another: attendance, an officer, a person, an office.
    for _ in 0..6 {
        let all = dangling(db)?;
        if all.is_empty() {
            break;
        }
        for one in all {
            match stand_in(one.parent, one.to, home).filter(|_| one.required) {
                Some(parent) => {
                    if table::read_one(db, one.parent, one.to)?.is_none() {
                        table::put(db, &parent)?;
                        changed.insert((one.parent, one.to), None);
                        *made.entry(one.parent).or_default() += 1;
                    }
                }
                None if one.required => {
                    let sql = format!("DELETE FROM {} WHERE uid = ?1", one.table.name());
                    db.execute(&sql, [one.uid])?;
                }
                None => {
                    let key = (one.table, one.uid);
                    if let Entry::Vacant(entry) = changed.entry(key) {
                        entry.insert(table::read_one(db, one.table, one.uid)?);
                    }
                    let sql = format!(
                        "UPDATE {} SET \"{}\" = NULL, rev = rev + 1 WHERE uid = ?1",
                        one.table.name(),
                        one.column
                    );
                    db.execute(&sql, [one.uid])?;
                    *cleared.entry(one.table).or_default() += 1;
                }
            }
        }
    }
    account.cleared = cleared.into_iter().collect();
    account.stand_ins = made.into_iter().collect();
    let mut changes = Vec::new();
    for ((table, uid), before) in changed {
        changes.push(Change {
            table,
            uid,
            before,
            after: table::read_one(db, table, uid)?,
        });
    }
    Ok(changes)
}

fn dangling(db: &Connection) -> Result<Vec<Dangling>> {
    let mut statement = db.prepare(
        "SELECT c.\"table\", c.rowid, k.\"from\", c.parent, i.\"notnull\"
         FROM pragma_foreign_key_check c
         JOIN pragma_foreign_key_list(c.\"table\") k ON k.id = c.fkid
         JOIN pragma_table_info(c.\"table\") i ON i.name = k.\"from\"",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (name, parent): (String, String) = (row.get(0)?, row.get(3)?);
        let (Some(table), Some(parent)) = (Table::read(&name), Table::read(&parent)) else {
            continue;
        };
        let (number, column): (i64, String) = (row.get(1)?, row.get(2)?);
        let sql = format!("SELECT uid, \"{column}\" FROM {name} WHERE rowid = ?1");
        let (uid, to) = db.query_row(&sql, [number], |r| Ok((r.get(0)?, r.get(1)?)))?;
        found.push(Dangling {
            table,
            uid,
            column,
            required: row.get(4)?,
            parent,
            to,
        });
    }
    Ok(found)
}

fn stand_in(table: Table, uid: Uid, home: Uid) -> Option<AnyRecord> {
    let office = home;
    let name = NAME.to_owned();
    Some(match table {
        Table::Office => kinds::Office {
            uid,
            office: uid,
            name,
            kind: "街道办事处".into(),
            ..kinds::Office::default()
        }
        .wrap(),
        Table::Community => kinds::Community {
            uid,
            office,
            name,
            ..kinds::Community::default()
        }
        .wrap(),
        Table::Person => kinds::Person {
            uid,
            office,
            name,
            ..kinds::Person::default()
        }
        .wrap(),
        Table::Officer => kinds::Officer {
            uid,
            office,
            // The person is lost with the role; it gets a stand-in of the same identity.
            person: uid,
            ..kinds::Officer::default()
        }
        .wrap(),
        Table::Event => kinds::Event {
            uid,
            office,
            title: name,
            ..kinds::Event::default()
        }
        .wrap(),
        _ => return None,
    })
}
