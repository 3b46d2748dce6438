//! Reading what came back: the spreadsheets of a folder, each in a process of its own.

use crate::app::error::AppError;
use crate::app::import::ImportRequest;
use crate::app::import::free_name;
use crate::app::import::read_sheets;
use crate::app::words::Advice;
use crate::app::words::advice;
use crate::exchange::plan::Source;
use crate::exchange::sheet::EXTENSIONS;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// File name.
    pub file: String,
    /// Why, and what to do.
    pub why: Advice,
}

/// What came in and was read.
#[derive(Debug, Clone, Default)]
pub struct Received {
    /// Files that could be read.
    pub sources: Vec<Source>,
    /// Files that could not.
    pub trouble: Vec<Trouble>,
}

/// Whether a file is a spreadsheet by its name.
pub fn is_sheet(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    EXTENSIONS.contains(&extension.to_lowercase().as_str())
}

/// The spreadsheets in a folder by name; locks that spreadsheet programs leave beside open files are none.
///
/// # Errors
/// `Write` with the folder when it can't be read, `Request` when there is nothing in it.
pub fn sheets_in(folder: &Path) -> Result<Vec<PathBuf>, AppError> {
    let entries = std::fs::read_dir(folder).map_err(|source| AppError::Write {
        source,
        path: folder.to_owned(),
    })?;
    let returned = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        path.is_file() && !name.starts_with("~$") && !name.starts_with('.') && is_sheet(path)
    };
    let mut found: Vec<PathBuf> = entries
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(returned)
        .collect();
    found.sort();
    if found.is_empty() {
        let what = format!("“{}”里没有表格文件", folder.display());
        return Err(AppError::Request(what));
    }
    Ok(found)
}

/// Read returned files in worker processes; a file that can't be read stops no other. Needs no office.
pub fn receive(program: &Path, files: &[PathBuf]) -> Received {
    let mut received = Received::default();
    let mut names: BTreeSet<String> = BTreeSet::new();
    for path in files {
        let request = ImportRequest {
            files: vec![path.clone()],
            ..ImportRequest::default()
        };
        let plain = path.file_name().unwrap_or_default().to_string_lossy();
        let name = free_name(&plain, |n| names.contains(n));
        names.insert(name.clone());
        match read_sheets(program, &request) {
            Ok(sources) => received.sources.extend(sources.into_iter().map(|s| Source {
                file: name.clone(),
                ..s
            })),
            Err(error) => received.trouble.push(Trouble {
                file: name,
                why: advice(&error),
            }),
        }
    }
    received
}
