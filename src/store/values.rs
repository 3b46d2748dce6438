//! How values of the model stand in columns: identities as blobs, days as text, lists as JSON.

use super::table::Columns;
use crate::model::Uid;
use crate::model::day::Month;
use crate::model::day::When;
use jiff::civil::Date;
use jiff::civil::Time;
use rusqlite::Error;
use rusqlite::ToSql;
use rusqlite::types::FromSql;
use rusqlite::types::FromSqlError;
use rusqlite::types::FromSqlResult;
use rusqlite::types::ToSqlOutput;
use rusqlite::types::Type;
use rusqlite::types::ValueRef;
use serde::Serialize;
use serde::de::DeserializeOwned;

impl ToSql for Uid {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.bytes().to_vec()))
    }
}

impl FromSql for Uid {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Self::from_bytes(value.as_blob()?).ok_or(FromSqlError::InvalidType)
    }
}

/// A list as JSON text.
pub(super) fn json<T: Serialize>(list: &[T]) -> rusqlite::Result<String> {
    serde_json::to_string(list).map_err(|e| Error::ToSqlConversionFailure(e.into()))
}

/// A list from JSON text.
pub(super) fn list<T: DeserializeOwned>(
    row: &mut Columns<'_, '_>,
    column: &str,
) -> rusqlite::Result<Vec<T>> {
    let text: String = row.next(column)?;
    // Most lists are empty, and this runs for every column of 100,000 rows.
    if text == "[]" {
        Ok(Vec::new())
    } else {
        serde_json::from_str(&text).map_err(unreadable)
    }
}

/// A day that may be missing.
pub(super) fn day(row: &mut Columns<'_, '_>, column: &str) -> rusqlite::Result<Option<Date>> {
    row.next::<Option<String>>(column)?
        .map(|t| t.parse().map_err(unreadable))
        .transpose()
}

/// A day that is always there.
pub(super) fn required_day(row: &mut Columns<'_, '_>, column: &str) -> rusqlite::Result<Date> {
    row.next::<String>(column)?.parse().map_err(unreadable)
}

/// A month column.
pub(super) fn month(row: &mut Columns<'_, '_>) -> rusqlite::Result<Month> {
    let text: String = row.next("month")?;
    Month::read(&text).ok_or_else(|| unreadable(format!("month {text}")))
}

/// The four columns of an event's span.
pub(super) fn when(row: &mut Columns<'_, '_>) -> rusqlite::Result<Option<When>> {
    let (start, start_time) = (day(row, "start_day")?, time(row, "start_time")?);
    let (end, end_time) = (day(row, "end_day")?, time(row, "end_time")?);
    Ok(start.map(|start| When {
        start,
        start_time,
        end: end.unwrap_or(start),
        end_time,
    }))
}

fn time(row: &mut Columns<'_, '_>, column: &str) -> rusqlite::Result<Option<Time>> {
    let Some(text) = row.next::<Option<String>>(column)? else {
        return Ok(None);
    };
    text.parse().map(Some).map_err(unreadable)
}

/// A value kept as text and read by its own rule.
pub(super) fn text_as<T, E: std::fmt::Display>(
    row: &mut Columns<'_, '_>,
    column: &str,
    read: impl Fn(&str) -> Result<Option<T>, E>,
) -> rusqlite::Result<Option<T>> {
    let Some(text) = row.next::<Option<String>>(column)? else {
        return Ok(None);
    };
    read(&text).map_err(|e| unreadable(format!("{column}: {e}")))
}

fn unreadable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::FromSqlConversionFailure(0, Type::Text, error.into())
}
