//! What a row of each table looks like, by the schema of this program: how rows are told apart when the damaged file no
//! longer says which table they belong to.

use crate::model::Table;
use crate::store::Result;
use crate::store::migrate;
use rusqlite::Connection;
use rusqlite::types::Value;

/// A column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) name: String,
    kind: String,
    required: bool,
    has_default: bool,
    /// Another name of the row's number, which stands on the page as nothing.
    pub(super) is_number: bool,
}

/// A table of ours.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub(super) name: &'static str,
    pub(super) columns: Vec<Column>,
}

/// Tables beside the records.
pub(super) const BESIDE: [&str; 4] = ["step", "history", "setting", "draft"];

/// All tables of the newest schema: those beside the records first.
pub(super) fn shapes() -> Result<Vec<Shape>> {
    let mut db = Connection::open_in_memory()?;
    migrate::run(&mut db)?;
    let names = BESIDE
        .into_iter()
        .chain(Table::ALL.iter().map(|t| t.name()));
    names
        .map(|name| {
            let mut statement = db.prepare(
                "SELECT name, type, \"notnull\", dflt_value IS NOT NULL, pk FROM pragma_table_info(?1) ORDER BY cid",
            )?;
            let columns = statement.query_map([name], |row| {
                let kind: String = row.get(1)?;
                let key: i64 = row.get(4)?;
                Ok(Column {
                    name: row.get(0)?,
                    is_number: key > 0 && kind == "INTEGER",
                    kind,
                    required: row.get(2)?,
                    has_default: row.get(3)?,
                })
            })?;
            Ok(Shape {
                name,
                columns: columns.collect::<rusqlite::Result<_>>()?,
            })
        })
        .collect()
}

impl Shape {
    /// Whether values can be a row of this table.
    pub(super) fn fits(&self, values: &[Value]) -> bool {
        let mut values = values.iter();
        let each = self.columns.iter().all(|column| match values.next() {
            Some(value) => column.takes(value),
            // A column that came later.
            None => column.has_default || !column.required,
        });
        each && values.next().is_none()
    }

    /// The place of a column.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == name)
    }
}

impl Column {
    fn takes(&self, value: &Value) -> bool {
        let kind = match value {
            Value::Null => return self.is_number || !self.required,
            Value::Integer(n) if self.name == "deleted" => return (0..=1).contains(n),
            Value::Integer(_) if self.kind == "REAL" => return true,
            Value::Blob(b) if matches!(self.name.as_str(), "uid" | "office") => {
                return b.len() == 16;
            }
            Value::Blob(b) if matches!(self.name.as_str(), "chain" | "payload_hash") => {
                return b.len() == 32;
            }
            Value::Integer(_) => "INTEGER",
            Value::Real(_) => "REAL",
            Value::Text(_) => "TEXT",
            Value::Blob(_) => "BLOB",
        };
        self.kind == kind && !self.is_number
    }
}
