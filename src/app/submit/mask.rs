//! Records as they go up: without identity numbers, phones and guardians unless the office wants them in (个人信息保护法 art. 6:
//! no more than the purpose needs). Numbers in free text are masked where they stand.

use crate::app::AppError;
use crate::model::AnyRecord;
use crate::model::Table;
pub(in crate::app) use crate::model::secret::covered;
use serde_json::Value;

/// Fields that are left out whole.
const LEFT_OUT: [&str; 3] = ["id_number", "phone", "guardian"];
/// Keys whose text is no free text: identities, hashes, links, codes.
const PLAIN: [&str; 5] = ["uid", "office", "hash", "url", "code"];

/// The record without personal numbers.
///
/// # Errors
/// `Data` when it can't be read back, which no record of ours does.
pub(in crate::app) fn masked(record: &AnyRecord) -> Result<AnyRecord, AppError> {
    let data = |e: serde_json::Error| AppError::Data(e.to_string());
    let mut value: Value = serde_json::from_str(&record.json().map_err(data)?).map_err(data)?;
    if let Value::Object(fields) = &mut value {
        // The office's own telephone stands on its paper.
        if record.table() != Table::Office {
            // Every record is read with defaults for what is not there.
            fields.retain(|key, _| !LEFT_OUT.contains(&key.as_str()));
        }
        // What a person still has to decide is kept in the words of a sheet, damaged numbers among them.
        if let Some(Value::Array(pending)) = fields.get_mut("pending") {
            pending.retain(|p| {
                let field = p.get("field").and_then(Value::as_str);
                !field.is_some_and(|f| LEFT_OUT.contains(&f))
            });
        }
    }
    cover(&mut value);
    record.table().read_json(&value.to_string()).map_err(data)
}

fn cover(value: &mut Value) {
    match value {
        Value::String(text) => *text = covered(text),
        Value::Array(items) => items.iter_mut().for_each(cover),
        Value::Object(fields) => {
            for (key, field) in fields.iter_mut() {
                if !PLAIN.contains(&key.as_str()) {
                    cover(field);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_free_text_show_their_ends_only() {
        assert_eq!(
            covered("联系张三13812345678，证件11010519491231002X。"),
            "联系张三138****5678，证件110105********002X。"
        );
        // What only looks like one stays: a wrong check character, an account of eleven digits, a year.
        for plain in [
            "110105194912310020",
            "01234567890",
            "2025年12月",
            "21381234567890",
            "",
        ] {
            assert_eq!(covered(plain), plain);
        }
    }
}
