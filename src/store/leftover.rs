//! What an interrupted run leaves beside the file, cleared away at the next start: only names that nothing but this program
//! gives, and only while the file is ours to write.

use super::backup;
use std::path::Path;

/// Marks a file that is still being written.
pub const UNFINISHED: &str = ".未完成";
/// Marks a file that is being put back.
pub const RESTORING: &str = ".恢复中";

/// Clear away what was left beside a file and among its copies. The caller has the file open for writing.
pub fn sweep(file: &Path) {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let beside = file.parent().filter(|f| !f.as_os_str().is_empty());
    let restoring = format!("{name}{RESTORING}");
    let keeping = format!("{stem} 恢复前 ");
    in_folder(beside.unwrap_or(Path::new(".")), &|found| {
        found.starts_with(&restoring)
            || (found.starts_with(&keeping) && found.ends_with(UNFINISHED))
    });
    sweep_copies(&backup::folder_of(file), &stem);
}

/// Clear away unfinished copies of a file of this stem: plain or sealed, the page of totals beside one, the journal SQLite
/// may have left.
pub(super) fn sweep_copies(folder: &Path, stem: &str) {
    let begins = format!("{stem} ");
    in_folder(folder, &|found| {
        found.starts_with(&begins) && found.contains(UNFINISHED)
    });
}

/// Remove the files of a folder whose name is left over.
pub fn in_folder(folder: &Path, is_left: &dyn Fn(&str) -> bool) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if is_left(&entry.file_name().to_string_lossy())
            && path.is_file()
            && let Err(error) = std::fs::remove_file(&path)
        {
            tracing::warn!(%error, "left over and not removed");
        }
    }
}
