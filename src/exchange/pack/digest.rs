//! The digest of a record, by which packs and ledgers tell whether it is as it was, and the seal of a pack's content.

use super::CODE_DIGITS;
use super::Manifest;
use super::hexadecimal;
use super::names::Inside;
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

/// The seal of a pack: whose, of which days, which one, and each file but the reports, which bear it on their pages. A text of
/// lines, not the manifest's JSON: a field that a later format adds must not break the seals of this one.
pub fn seal(manifest: &Manifest) -> String {
    let mut lines = vec![
        "kepu-ledger seal".to_owned(),
        format!("office {}", manifest.office.uid),
        format!("name {:?}", manifest.office.name),
        format!("period {} {}", manifest.period.from, manifest.period.to),
        format!("sequence {}", manifest.sequence),
        format!("previous {:?}", manifest.previous),
        format!("day {}", manifest.day),
        format!("addressee {:?}", manifest.addressee),
        format!("personal {}", manifest.personal),
        format!("schema {}", manifest.schema),
        format!("plan {:?}", manifest.plan.key),
    ];
    if let Some(returned) = &manifest.returned {
        lines.push(format!("returned {} {}", returned.hash, returned.by.uid));
    }
    let data = manifest.files.iter().filter(|f| {
        let inside = Inside::read(&f.path);
        !matches!(inside, Some(Inside::Report(_)))
    });
    let mut files: Vec<String> = data
        .map(|f| format!("file {:?} {}", f.path, f.sha256))
        .collect();
    files.sort();
    lines.extend(files);
    super::sha256(lines.join("\n").as_bytes())
}
