//! The digest of a record, by which packs and ledgers tell whether it is as it was.

use super::CODE_DIGITS;
use super::hexadecimal;
use crate::model::AnyRecord;
use serde_json::Value;
use sha2::Digest as _;
use sha2::Sha256;
use std::collections::BTreeMap;

/// The digest of a record: what it says, not how. Empty fields are left out, so that a field which a later schema adds does
/// not make old records look changed.
pub fn digest(record: &AnyRecord) -> String {
    let value =
        serde_json::from_str::<Value>(&record.json().unwrap_or_default()).unwrap_or_default();
    let mut hash = Sha256::new();
    if let Value::Object(fields) = value {
        let said: BTreeMap<String, Value> =
            fields.into_iter().filter(|(_, v)| !is_empty(v)).collect();
        hash.update(serde_json::to_vec(&said).unwrap_or_default());
    }
    let mut text = hexadecimal(&hash.finalize());
    text.truncate(CODE_DIGITS);
    text
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}
