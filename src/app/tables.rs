//! How the tables of the registers stand on this computer: which columns in which order and how wide, and the filters that
//! were kept under a name.

use super::AppError;
use super::Wanted;
use super::paths;
use super::register::Register;
use super::settings;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Columns are not narrower than this, in points.
pub const NARROWEST: f32 = 40.0;
/// And not wider.
pub const WIDEST: f32 = 900.0;

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableColumn {
    /// Key of its field.
    pub field: String,
    /// Its width in points.
    pub width: f32,
}

/// What a table shows, under a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NamedFilter {
    /// Its name.
    pub name: String,
    /// Words, filters and order.
    pub wanted: Wanted,
}

/// How one register's table stands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableChoice {
    /// Columns in their order; empty for the register's own.
    pub columns: Vec<TableColumn>,
    /// Filters kept under a name, in the order they were kept.
    pub filters: Vec<NamedFilter>,
}

/// The choices for all registers and where they are kept.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    file: Option<PathBuf>,
    kept: BTreeMap<String, TableChoice>,
}

impl Tables {
    /// Those of the computer the program runs on.
    pub fn of_this_computer() -> Self {
        Self::in_file(paths::table_choice())
    }

    /// Those a file holds.
    pub fn in_file(file: Option<PathBuf>) -> Self {
        let text = file.as_ref().and_then(|f| std::fs::read_to_string(f).ok());
        let mut kept: BTreeMap<String, TableChoice> = text
            .and_then(|text| {
                let read = toml::from_str(&text);
                read.inspect_err(|error| tracing::warn!(%error, "choice of tables not read"))
                    .ok()
            })
            .unwrap_or_default();
        for column in kept.values_mut().flat_map(|c| &mut c.columns) {
            // What somebody typed into the file must not draw a table that nobody can use.
            column.width = if column.width.is_finite() {
                column.width.clamp(NARROWEST, WIDEST)
            } else {
                NARROWEST
            };
        }
        Self { file, kept }
    }

    /// How a register's table stands.
    pub fn of(&self, register: Register) -> TableChoice {
        self.kept.get(register.key()).cloned().unwrap_or_default()
    }

    /// Have a register's table stand otherwise.
    ///
    /// # Errors
    /// `Write` when the choice can't be kept; it holds until the window closes all the same.
    pub fn choose(&mut self, register: Register, choice: TableChoice) -> Result<(), AppError> {
        if choice == TableChoice::default() {
            self.kept.remove(register.key());
        } else {
            self.kept.insert(register.key().to_owned(), choice);
        }
        match &self.file {
            Some(path) => settings::keep(path, &self.kept),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_comes_back_and_a_spoilt_file_keeps_nobody_from_working() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("设置/tables.toml");
        let mut tables = Tables::in_file(Some(file.clone()));
        let choice = TableChoice {
            columns: vec![TableColumn {
                field: "title".into(),
                width: 240.0,
            }],
            filters: vec![NamedFilter {
                name: "三月的讲座".into(),
                wanted: Wanted {
                    words: "讲座".into(),
                    filters: vec![("form".into(), "讲座".into())],
                    sort: "when".into(),
                    descending: true,
                },
            }],
        };
        tables.choose(Register::Events, choice.clone()).unwrap();
        let again = Tables::in_file(Some(file.clone()));
        assert_eq!(again.of(Register::Events), choice);
        assert_eq!(again.of(Register::Teams), TableChoice::default());
        std::fs::write(
            &file,
            "[events]\ncolumns = [{ field = 'title', width = nan }]",
        )
        .unwrap();
        let odd = Tables::in_file(Some(file.clone())).of(Register::Events);
        assert!((odd.columns[0].width - NARROWEST).abs() < 0.1);
        std::fs::write(&file, "events = 7").unwrap();
        let spoilt = Tables::in_file(Some(file)).of(Register::Events);
        assert_eq!(spoilt, TableChoice::default());
    }
}
