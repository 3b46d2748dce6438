//! Taking in foreign sheets: read in the worker, planned, shown, and only then written as one step with a copy before.

use super::Command;
use super::Done;
use super::Office;
use super::error::AppError;
pub use crate::exchange::ImportPlan;
pub use crate::exchange::Outcome;
pub use crate::exchange::plan::Source;
use crate::exchange::plan::Wishes;
use crate::exchange::worker;
use std::path::Path;
use std::path::PathBuf;

pub use crate::exchange::plan::FieldChange;
pub use crate::exchange::plan::PlannedRow;

/// What is to be taken in, and how.
#[derive(Debug, Clone, Default)]
pub struct ImportRequest {
    /// The sheets.
    pub files: Vec<PathBuf>,
    /// All of them are of this register: events, volunteers, officers, communities.
    pub register: Option<String>,
    /// Year for days and months without one.
    pub year: Option<i16>,
}

/// What happens with rows that can't be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadRows {
    /// One of them stops the whole import.
    Stop,
    /// They are left out, the others go in.
    Skip,
}

/// Read the sheets in worker processes. Needs no office, so that a window can do it on a thread of its own.
///
/// # Errors
/// The first file that can't be read.
pub fn read_sheets(program: &Path, request: &ImportRequest) -> Result<Vec<Source>, AppError> {
    let limits = worker::Limits::default();
    request
        .files
        .iter()
        .map(|path| {
            let workbook = worker::read_foreign(program, path, &limits)
                .map_err(|e| AppError::Sheet(e, path.clone()))?;
            Ok(Source {
                file: path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
                workbook,
            })
        })
        .collect()
}

impl Office {
    /// What an import would do; nothing is written.
    ///
    /// # Errors
    /// `NoTable` when no sheet holds a table we know.
    pub fn plan_import(
        &self,
        request: &ImportRequest,
        sources: &[Source],
    ) -> Result<ImportPlan, AppError> {
        let wishes = Wishes {
            register: request.register.clone(),
            year: request.year,
        };
        let last_year = self.clock.today().year() - 1;
        let plan = crate::exchange::plan::make(
            sources,
            &self.ledger,
            &self.book,
            &self.headings,
            &wishes,
            last_year,
        );
        let without = sources
            .iter()
            .find(|s| !plan.rows.iter().any(|r| r.file == s.file));
        match without {
            Some(source) => Err(AppError::NoTable(PathBuf::from(&source.file))),
            None => Ok(plan),
        }
    }

    /// Write a planned import as one step that one undo takes back. A copy of the file is made before.
    ///
    /// # Errors
    /// `Refused` when rows can't be taken in and the clerk did not say to go on; nothing is written then.
    pub fn take_in(&mut self, plan: &ImportPlan, bad: BadRows) -> Result<Done, AppError> {
        let refused = plan.count(Outcome::Refused);
        if refused > 0 && bad == BadRows::Stop {
            return Err(AppError::Refused(refused));
        }
        let records = plan.records();
        let mut files: Vec<&str> = Vec::new();
        for row in &plan.rows {
            if !files.contains(&row.file.as_str()) {
                files.push(&row.file);
            }
        }
        let label = match files.as_slice() {
            [first, _, _, ..] => format!("导入 {first} 等 {} 份表格", files.len()),
            few => format!("导入 {}", few.join("、")),
        };
        if records.is_empty() {
            return Ok(Done {
                label,
                focus: None,
                records: 0,
            });
        }
        self.back_up_if_changed("导入前")?;
        self.run(Command::TakeIn { label, records })
    }
}
