//! What all tables have in common: load the living rows, put one, mark one deleted.

use super::Result;
use super::Store;
use crate::model::AnyRecord;
use crate::model::Ledger;
use crate::model::Record;
use crate::model::Table;
use crate::model::Uid;
use crate::model::change::each_record;
use crate::model::kinds;
use crate::model::record::Plain;
use crate::model::value::Cell;
use rusqlite::Connection;
use rusqlite::Row;
use rusqlite::ToSql;
use rusqlite::types::FromSql;
use rusqlite::types::FromSqlError;
use rusqlite::types::ToSqlOutput;
use rusqlite::types::Type;
use rusqlite::types::Value;
use rusqlite::types::ValueRef;
use std::borrow::Cow;

/// One table ↔ one record type.
pub(super) trait Stored: Record {
    /// The statement for all columns, in the order in which `read` takes them.
    fn select() -> Cow<'static, str>;
    /// One row.
    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self>;
    /// Insert, or replace the row of the same identity and count its revision up.
    fn put(&self, db: &Connection) -> rusqlite::Result<()>;
}

/// The columns of a row, taken one after another in the order of `SELECT`. Each is named where it is taken, and tests
/// (debug builds) hold the names against the statement; a look-up by name for each value took most of an opening.
pub(super) struct Columns<'r, 's> {
    row: &'r Row<'s>,
    at: usize,
}

impl Columns<'_, '_> {
    /// The next column, which is called `name`.
    pub(super) fn next<T: FromSql>(&mut self, name: &str) -> rusqlite::Result<T> {
        // SQL minds no capitals, and a flipped bit in the schema may have made one.
        debug_assert!(
            self.row
                .as_ref()
                .column_name(self.at)
                .is_ok_and(|column| column.eq_ignore_ascii_case(name)),
            "column {} is not {name}",
            self.at
        );
        let value = self.row.get(self.at);
        self.at += 1;
        value
    }
}

fn load<R: Stored>(db: &Connection, ledger: &mut Ledger) -> rusqlite::Result<()> {
    let mut statement = db.prepare(&format!("{} WHERE deleted = 0", R::select()))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        ledger.put(R::read(&mut Columns { row, at: 0 })?.wrap());
    }
    Ok(())
}

/// One row of a table, a deleted one too.
pub(super) fn read_one(
    db: &Connection,
    table: Table,
    uid: Uid,
) -> super::Result<Option<AnyRecord>> {
    Ok(one_of(db, table, uid)?)
}

fn one_row<R: Stored>(db: &Connection, uid: Uid) -> rusqlite::Result<Option<AnyRecord>> {
    let mut statement = db.prepare_cached(&format!("{} WHERE uid = ?1", R::select()))?;
    let mut rows = statement.query([uid])?;
    let row = rows.next()?;
    row.map(|row| R::read(&mut Columns { row, at: 0 }).map(R::wrap))
        .transpose()
}

fn each_row<R: Stored>(
    db: &Connection,
    each: &mut dyn FnMut(Uid, rusqlite::Result<AnyRecord>),
) -> rusqlite::Result<()> {
    let mut statement = db.prepare(&R::select())?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let uid: Uid = row.get(0)?;
        each(uid, R::read(&mut Columns { row, at: 0 }).map(R::wrap));
    }
    Ok(())
}

// Registers of one declaration (model/record.rs) bring their columns along; the others have a file each in store/.
impl<R: Plain + Record> Stored for R {
    fn select() -> Cow<'static, str> {
        let columns = listed(R::COLUMNS, |_, c| format!("\"{c}\""));
        format!("SELECT uid, office{columns} FROM {}", R::TABLE.name()).into()
    }

    fn read(row: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        let marks = (row.next("uid")?, row.next("office")?);
        let cells = R::COLUMNS
            .iter()
            .map(|c| row.next::<Any>(c).map(|any| any.0))
            .collect::<rusqlite::Result<Vec<Cell>>>()?;
        R::from_cells(marks, &mut cells.into_iter()).map_err(|column| {
            let what = format!("{} of {} {}", column, R::TABLE.name(), marks.0);
            rusqlite::Error::FromSqlConversionFailure(0, Type::Text, what.into())
        })
    }

    fn put(&self, db: &Connection) -> rusqlite::Result<()> {
        let columns = listed(R::COLUMNS, |_, c| format!("\"{c}\""));
        let places = listed(R::COLUMNS, |place, _| format!("?{place}"));
        let sets = listed(R::COLUMNS, |place, c| format!("\"{c}\" = ?{place}"));
        let sql = format!(
            "INSERT INTO {} (uid, office{columns}) VALUES (?1, ?2{places}) ON CONFLICT (uid) DO UPDATE SET office = ?2{sets}, \
             rev = rev + 1, deleted = 0, updated_at = strftime('%Y-%m-%dT%H:%M:%SZ')",
            R::TABLE.name()
        );
        let (uid, office) = self.marks();
        let mut values = vec![Any(Cell::Link(uid)), Any(Cell::Link(office))];
        values.extend(self.cells().into_iter().map(Any));
        db.prepare_cached(&sql)?
            .execute(rusqlite::params_from_iter(values))?;
        Ok(())
    }
}

// Each column after uid and office, with a comma before it; the places of values are counted from there.
fn listed(columns: &[&str], word: impl Fn(usize, &str) -> String) -> String {
    let words = columns.iter().enumerate().map(|(n, c)| word(n + 3, c));
    words.fold(String::new(), |all, one| all + ", " + &one)
}

/// A cell as SQLite takes and gives it.
struct Any(Cell);

impl ToSql for Any {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match &self.0 {
            Cell::Null => ToSqlOutput::Owned(Value::Null),
            Cell::Int(n) => ToSqlOutput::from(*n),
            Cell::Real(n) => ToSqlOutput::from(*n),
            Cell::Text(text) => ToSqlOutput::from(text.as_str()),
            Cell::Link(uid) => ToSqlOutput::from(uid.bytes().to_vec()),
        })
    }
}

impl FromSql for Any {
    fn column_result(value: ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
        Ok(Self(match value {
            ValueRef::Null => Cell::Null,
            ValueRef::Integer(n) => Cell::Int(n),
            ValueRef::Real(n) => Cell::Real(n),
            ValueRef::Text(_) => Cell::Text(value.as_str()?.to_owned()),
            ValueRef::Blob(bytes) => {
                Cell::Link(Uid::from_bytes(bytes).ok_or(FromSqlError::InvalidType)?)
            }
        }))
    }
}

macro_rules! tables {
    ($($name:ident: $rows:ident, $label:literal, $table:literal;)*) => {
        /// Put any record. No check is made; `app::write` has made them.
        pub(super) fn put(db: &Connection, record: &AnyRecord) -> rusqlite::Result<()> {
            match record {
                $(AnyRecord::$name(r) => r.put(db),)*
            }
        }

        /// Every row of a table, deleted ones included, or why it can't be read.
        pub(super) fn read_each(
            db: &Connection,
            table: Table,
            each: &mut dyn FnMut(Uid, rusqlite::Result<AnyRecord>),
        ) -> rusqlite::Result<()> {
            match table {
                $(Table::$name => each_row::<kinds::$name>(db, each),)*
            }
        }

        fn one_of(db: &Connection, table: Table, uid: Uid) -> rusqlite::Result<Option<AnyRecord>> {
            match table {
                $(Table::$name => one_row::<kinds::$name>(db, uid),)*
            }
        }

        fn load_all(db: &Connection, ledger: &mut Ledger) -> rusqlite::Result<()> {
            $(load::<kinds::$name>(db, ledger)?;)*
            Ok(())
        }
    };
}
each_record!(tables);

/// Mark a row as deleted; it stays for 回收站 until 清理.
pub(super) fn delete(db: &Connection, table: Table, uid: Uid) -> rusqlite::Result<()> {
    let sql = format!(
        "UPDATE {} SET deleted = 1, rev = rev + 1 WHERE uid = ?1",
        table.name()
    );
    db.prepare_cached(&sql)?.execute([uid])?;
    Ok(())
}

impl Store {
    /// All living records.
    ///
    /// # Errors
    /// SQLite's failures, or a value that no longer fits its type.
    pub fn load(&self) -> Result<Ledger> {
        let mut ledger = Ledger::default();
        let db = self.db();
        load_all(db, &mut ledger).map_err(|error| match error {
            // A stored value that is no value of its column any more: the disk, not the clerk.
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..) => super::StoreError::Damaged {
                detail: error.to_string(),
                path: self.path().to_owned(),
            },
            other => other.into(),
        })?;
        ledger.home = self.setting::<Uid>("home")?.unwrap_or_default();
        Ok(ledger)
    }
}
