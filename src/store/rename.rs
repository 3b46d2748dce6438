//! Giving a finished file its name, the one way everywhere: virus scanners hold fresh files for a moment, so a refusal is tried
//! again (safety.md F20), and the folder is told to the disk, so that a power cut does not take the name back.

use super::Result;
use super::error::io;
use std::io::Error;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

/// Half a second, ten times, is what was measured to be enough for a scanner.
const SCANNED: u32 = 10;
/// A file that stands there may be open in a viewer, which holds it for hours: that is told soon.
const VIEWED: u32 = 2;
const PAUSE: Duration = Duration::from_millis(500);

/// Rename, as a failure of this layer.
///
/// # Errors
/// What the disk says.
pub fn rename(from: &Path, to: &Path) -> Result<()> {
    onto(from, to, SCANNED).map_err(io("rename the file", to))
}

/// Put a file of the clerk's in its place, where one may stand that is open elsewhere.
///
/// # Errors
/// What the disk says.
pub fn replace(from: &Path, to: &Path) -> std::io::Result<()> {
    onto(from, to, if to.exists() { VIEWED } else { SCANNED })
}

/// Let go of a name.
///
/// # Errors
/// What the disk says.
pub fn remove(path: &Path) -> std::io::Result<()> {
    patiently(|| std::fs::remove_file(path), SCANNED, std::thread::sleep)
}

fn onto(from: &Path, to: &Path, tries: u32) -> std::io::Result<()> {
    patiently(|| std::fs::rename(from, to), tries, std::thread::sleep)?;
    keep_names(to);
    Ok(())
}

// A file of the same disk is known by its folder; where folders can't be flushed (Windows) the file system keeps a journal.
fn keep_names(path: &Path) {
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty())
        && let Ok(folder) = std::fs::File::open(folder)
    {
        folder.sync_all().ok();
    }
}

/// Whether another program has the file just now. Windows has two errors of its own for it.
pub fn is_held(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::PermissionDenied | ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy
    ) || (cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)))
}

// The operation and the pause are handed in, so that a file held by nobody can be held in a test.
fn patiently(
    mut attempt: impl FnMut() -> std::io::Result<()>,
    tries: u32,
    mut pause: impl FnMut(Duration),
) -> std::io::Result<()> {
    let mut again = tries;
    loop {
        match attempt() {
            Err(error) if is_held(&error) && again > 0 => {
                again -= 1;
                pause(PAUSE);
            }
            other => return other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held_for(times: u32, kind: ErrorKind, tries: u32) -> (std::io::Result<()>, u32) {
        let (mut asked, mut waited) = (0, 0);
        let result = patiently(
            || {
                asked += 1;
                if asked <= times {
                    Err(Error::from(kind))
                } else {
                    Ok(())
                }
            },
            tries,
            |_| waited += 1,
        );
        (result, waited)
    }

    #[test]
    fn a_file_that_is_held_for_a_moment_gets_its_name_all_the_same() {
        for kind in [ErrorKind::PermissionDenied, ErrorKind::ResourceBusy] {
            let (result, waited) = held_for(3, kind, SCANNED);
            assert!(result.is_ok());
            assert_eq!(waited, 3);
        }
    }

    #[test]
    fn a_file_that_stays_held_is_told_and_other_failures_are_told_at_once() {
        let (result, waited) = held_for(99, ErrorKind::PermissionDenied, VIEWED);
        assert_eq!(result.unwrap_err().kind(), ErrorKind::PermissionDenied);
        assert_eq!(waited, VIEWED);
        let (result, waited) = held_for(1, ErrorKind::StorageFull, SCANNED);
        assert_eq!(result.unwrap_err().kind(), ErrorKind::StorageFull);
        assert_eq!(waited, 0);
    }
}
