//! References between records that lead nowhere. Found in the whole record as the history writes it, so that no register can
//! be forgotten.

use crate::model::AnyRecord;
use crate::model::Ledger;
use crate::model::Table;
use crate::model::Uid;
use serde_json::Value;
use std::collections::BTreeSet;

/// A record with references that lead nowhere.
#[derive(Debug, Clone)]
pub(super) struct Loose {
    pub(super) record: AnyRecord,
    /// The record without them; nothing when it can't stand without.
    pub(super) cleared: Option<AnyRecord>,
}

/// Records that are told apart from others by their own numbers, not by references.
const OWN: [&str; 2] = ["uid", "office"];

pub(super) fn loose(ledger: &Ledger) -> Vec<Loose> {
    let mut living: BTreeSet<Uid> = BTreeSet::new();
    for table in Table::ALL {
        living.extend(ledger.uids(*table));
    }
    let mut found = Vec::new();
    for table in Table::ALL {
        // Notes of a district are about records of other files.
        if *table == Table::ReturnNote {
            continue;
        }
        for uid in ledger.uids(*table) {
            let Some(record) = ledger.get(*table, uid) else {
                continue;
            };
            found.extend(if_loose(record, &living));
        }
    }
    found
}

// A record can be cleared when it is another one without them: some references stand in every record of their kind.
fn if_loose(record: AnyRecord, living: &BTreeSet<Uid>) -> Option<Loose> {
    let json = record.json().ok()?;
    let mut value: Value = serde_json::from_str(&json).ok()?;
    let mut is_loose = false;
    for (name, field) in value.as_object_mut()? {
        if OWN.contains(&name.as_str()) {
            continue;
        }
        let Value::String(text) = field else { continue };
        // An identity has its own length; nothing else a clerk types looks like one.
        let uid = (text.len() == 36)
            .then(|| text.parse::<Uid>().ok())
            .flatten();
        if uid.is_some_and(|u| !u.is_nil() && !living.contains(&u)) {
            is_loose = true;
            *field = Value::Null;
        }
    }
    is_loose.then(|| Loose {
        cleared: record.table().read_json(&value.to_string()).ok(),
        record,
    })
}
