//! Names and places of finished reports: names every system takes, the folder of what goes to the printer.

use super::AppError;
use super::paper;
use super::paper::Laid;
use super::paths;
use crate::reports::Report;
use crate::store::rename::is_held;
use std::path::Path;
use std::path::PathBuf;

/// Where a report goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// A file for the printer, in a folder that the system clears.
    Print,
    /// A file of the clerk's, PDF or workbook by its extension.
    File(PathBuf),
}

/// How long what was printed stays.
const A_DAY: std::time::Duration = std::time::Duration::from_hours(24);

/// Most bytes of a file name without its extension: 255 is the limit of the common file systems, and what is half
/// written carries a longer name.
const MOST_BYTES: usize = 200;

/// Names that mean a device on Windows, whatever follows after a point.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

/// A file name for a report that every system takes.
pub fn file_name(report: &Report, extension: &str) -> PathBuf {
    let raw = if report.right_line.trim().is_empty() {
        report.title.clone()
    } else {
        format!("{}（{}）", report.title, report.right_line)
    };
    named(&raw, extension)
}

/// A file name of these words that every system takes.
pub fn named(words: &str, extension: &str) -> PathBuf {
    PathBuf::from(format!("{}.{extension}", safe_stem(words)))
}

pub(super) fn safe_stem(raw: &str) -> String {
    // Signs Windows forbids, and signs nobody sees: they turn the writing around or hide what a name is.
    let hidden = |c: char| matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}');
    let mut stem = String::new();
    for c in raw
        .chars()
        .filter(|c| !c.is_control() && !hidden(*c) && !"<>:\"/\\|?*".contains(*c))
    {
        if stem.len() + c.len_utf8() > MOST_BYTES {
            break;
        }
        stem.push(c);
    }
    let stem = stem
        .trim_start()
        .trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    if stem.is_empty() {
        return "报表".into();
    }
    if is_device(stem) {
        return format!("报表 {stem}");
    }
    stem.to_owned()
}

fn is_device(stem: &str) -> bool {
    let first = stem.split('.').next().unwrap_or_default().trim_end();
    let upper = first.to_uppercase();
    let numbered = ["COM", "LPT"].into_iter().any(|port| {
        let rest = upper.strip_prefix(port);
        rest.is_some_and(|r| {
            r.chars().count() == 1 && r.chars().all(|c| "0123456789¹²³".contains(c))
        })
    });
    numbered || DEVICES.contains(&upper.as_str())
}

/// Write a report where it goes. Returns the file.
///
/// # Errors
/// `Write` with the path, or what the writers of PDF and workbook refuse.
pub fn write(laid: &Laid, way: &Way) -> Result<PathBuf, AppError> {
    match way {
        Way::Print => for_printing(laid),
        Way::File(path) => {
            let workbook = path
                .extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("xlsx"));
            let bytes = if workbook {
                paper::workbook(&laid.report)?
            } else {
                paper::pdf(laid)?
            };
            beside_held(path, |place| paper::save(&bytes, place))
        }
    }
}

/// Where files for the printer lie: among what is needed only for a moment. What another day left there goes, for it is full
/// of names.
///
/// # Errors
/// `Write` when it can't be made.
pub fn print_folder() -> Result<PathBuf, AppError> {
    passing_folder("打印")
}

/// A folder among what is needed only for a moment, without what another day left there.
pub(super) fn passing_folder(name: &str) -> Result<PathBuf, AppError> {
    let folder = paths::temporary(name).map_err(|source| AppError::Write {
        source,
        path: PathBuf::from(name),
    })?;
    let old = |entry: &std::fs::DirEntry| {
        let modified = entry.metadata().and_then(|m| m.modified()).ok();
        modified.and_then(|at| at.elapsed().ok()) > Some(A_DAY)
    };
    let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    for entry in entries.filter(old) {
        // A viewer may still hold it; then the next time.
        std::fs::remove_file(entry.path()).ok();
    }
    Ok(folder)
}

// The viewer may still hold what was printed before: then the next number is taken.
fn for_printing(laid: &Laid) -> Result<PathBuf, AppError> {
    let folder = print_folder()?;
    let bytes = paper::pdf(laid)?;
    let place = folder.join(file_name(&laid.report, "pdf"));
    beside_held(&place, |place| paper::save(&bytes, place))
}

/// Save in a place, or with the next number where a viewer holds what lies there (safety.md F39). Returns the place.
fn beside_held(
    place: &Path,
    mut save: impl FnMut(&Path) -> Result<(), AppError>,
) -> Result<PathBuf, AppError> {
    let numbers = (2..=9).map(|number| numbered(place, number));
    let mut refused = AppError::NotFound;
    for place in std::iter::once(place.to_owned()).chain(numbers) {
        match save(&place) {
            Ok(()) => return Ok(place),
            Err(AppError::Write { source, path }) if is_held(&source) && place.is_file() => {
                refused = AppError::Write { source, path };
            }
            Err(error) => return Err(error),
        }
    }
    Err(refused)
}

fn numbered(place: &Path, number: u32) -> PathBuf {
    let stem = place.file_stem().unwrap_or_default().to_string_lossy();
    let extension = place.extension().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!("{stem}（{number}）.{extension}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(title: &str, right: &str) -> String {
        let report = Report {
            title: title.into(),
            right_line: right.into(),
            ..Report::default()
        };
        file_name(&report, "pdf").to_string_lossy().into_owned()
    }

    #[test]
    fn a_title_becomes_a_name_with_its_period() {
        assert_eq!(
            named("科普活动台账", "2025年"),
            "科普活动台账（2025年）.pdf"
        );
        assert_eq!(named("花名册", ""), "花名册.pdf");
    }

    #[test]
    fn what_windows_forbids_is_left_out() {
        assert_eq!(named("a/b\\c:d*e?f\"g<h>i|j\n", ""), "abcdefghij.pdf");
        assert_eq!(named("台账...", ""), "台账.pdf");
        assert_eq!(named("台账. . ", ""), "台账.pdf");
        assert_eq!(named("  台账", ""), "台账.pdf");
        // A sign that turns the writing around would let a name pass for another.
        assert_eq!(named("台账\u{202E}fdp", ""), "台账fdp.pdf");
    }

    #[test]
    fn names_of_devices_are_no_names_of_files() {
        for device in ["CON", "nul", "Com1", "LPT9", "COM¹", "AUX.2025", "prn "] {
            let name = named(device, "");
            assert!(name.starts_with("报表 "), "{name}");
        }
        for plain in ["CONTENT", "COM", "COM10", "科普CON"] {
            assert_eq!(named(plain, ""), format!("{plain}.pdf"));
        }
    }

    #[test]
    fn a_name_is_never_empty_and_never_too_long() {
        assert_eq!(named("", ""), "报表.pdf");
        assert_eq!(named("...", ""), "报表.pdf");
        assert_eq!(named("///", " "), "报表.pdf");
        for letter in ["长", "𠮷", "a"] {
            let name = named(&letter.repeat(500), "2025年");
            // With the mark of a half written file it still fits into 255 bytes.
            assert!(name.len() + ".未完成".len() <= 255, "{}", name.len());
            assert!(name.starts_with(letter));
        }
    }

    // A save that a viewer refuses for the first `held` places.
    fn saved_beside(
        place: &Path,
        held: usize,
        kind: std::io::ErrorKind,
    ) -> Result<PathBuf, AppError> {
        let mut tried = 0;
        beside_held(place, |place| {
            tried += 1;
            if tried <= held {
                // It stands there, for a viewer has it open.
                std::fs::write(place, b"old").unwrap();
                return Err(AppError::Write {
                    source: kind.into(),
                    path: place.to_owned(),
                });
            }
            std::fs::write(place, b"new").unwrap();
            Ok(())
        })
    }

    #[test]
    fn what_is_open_in_a_viewer_is_saved_with_the_next_number() {
        use std::io::ErrorKind;
        for kind in [ErrorKind::PermissionDenied, ErrorKind::ResourceBusy] {
            let folder = tempfile::tempdir().unwrap();
            let place = folder.path().join("台账（2025年）.pdf");
            assert_eq!(saved_beside(&place, 0, kind).unwrap(), place);
            let second = folder.path().join("台账（2025年）（2）.pdf");
            assert_eq!(saved_beside(&place, 1, kind).unwrap(), second);
            assert_eq!(std::fs::read(&place).unwrap(), b"old");
            assert_eq!(std::fs::read(&second).unwrap(), b"new");
            // Not for ever.
            assert!(saved_beside(&place, 99, kind).is_err());
        }
        // Another failure is told as it is.
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("台账.xlsx");
        assert!(saved_beside(&place, 1, ErrorKind::StorageFull).is_err());
        assert!(!folder.path().join("台账（2）.xlsx").exists());
    }
}
