//! The ledgers this computer opened last, in its settings: newest first, eight at most. What is on a stick beside the
//! program is kept relative to it, for the stick has another letter tomorrow.

use super::paths;
use super::settings;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;

/// So many are kept.
pub const MOST: usize = 8;
/// Where they are kept.
const FILE: &str = "recent.toml";
/// Where earlier programs kept the last one alone.
const BEFORE: &str = "last.txt";
/// Two threads of one window must not write over each other.
static TURN: Mutex<()> = Mutex::new(());

/// A ledger that was open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recent {
    /// The ledger.
    pub file: PathBuf,
    /// The day it was opened last, when that is known.
    pub opened: Option<Date>,
    /// Whether it is not there any more, or its disk is not.
    pub gone: bool,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    ledger: Vec<Line>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Line {
    file: PathBuf,
    opened: Option<Date>,
}

/// Where a list of recent ledgers is kept.
#[derive(Debug, Clone, Default)]
pub struct Recents {
    folder: Option<PathBuf>,
    /// The folder that is carried about with the program.
    carried: Option<PathBuf>,
}

impl Recents {
    /// Those of this computer.
    pub fn this() -> Self {
        Self {
            folder: paths::settings(),
            carried: paths::carried().map(Path::to_owned),
        }
    }

    /// Those kept in a folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            folder: Some(folder.to_owned()),
            carried: None,
        }
    }

    /// The list, newest first, without a look at whether they are there.
    pub fn known(&self) -> Vec<Recent> {
        let lines = self.read().ledger.into_iter();
        lines
            .map(|line| Recent {
                file: line.file,
                opened: line.opened,
                gone: false,
            })
            .collect()
    }

    /// The list, newest first. Asks the disk of each: a share that is away may let it wait.
    pub fn list(&self) -> Vec<Recent> {
        let mut list = self.known();
        for recent in &mut list {
            recent.gone = !recent.file.is_file();
        }
        list
    }

    /// The ledger that was open last. Where it is gone, opening it says so and offers its copies (safety.md F16).
    pub fn last(&self) -> Option<PathBuf> {
        self.read().ledger.into_iter().next().map(|line| line.file)
    }

    /// A ledger was opened.
    pub fn remember(&self, file: &Path, today: Date) {
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        self.change(|kept| {
            kept.ledger.retain(|line| line.file != file);
            kept.ledger.insert(
                0,
                Line {
                    file: file.clone(),
                    opened: Some(today),
                },
            );
            kept.ledger.truncate(MOST);
        });
    }

    /// Take a ledger from the list; the file stays.
    pub fn forget(&self, file: &Path) {
        self.change(|kept| kept.ledger.retain(|line| line.file != file));
    }

    fn read(&self) -> Kept {
        let Some(folder) = &self.folder else {
            return Kept::default();
        };
        let text = match std::fs::read_to_string(folder.join(FILE)) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return before(folder),
            Err(error) => {
                tracing::warn!(%error, "recent files not read");
                return Kept::default();
            }
        };
        let mut kept: Kept = toml::from_str(&text).unwrap_or_else(|error| {
            tracing::warn!(%error, "recent files not read");
            Kept::default()
        });
        kept.ledger.retain(|l| !l.file.as_os_str().is_empty());
        kept.ledger.truncate(MOST);
        if let Some(carried) = &self.carried {
            for line in &mut kept.ledger {
                // An absolute path stays as it is.
                line.file = carried.join(&line.file);
            }
        }
        kept
    }

    fn change(&self, change: impl FnOnce(&mut Kept)) {
        let Some(folder) = &self.folder else { return };
        let _turn = TURN.lock();
        let mut kept = self.read();
        change(&mut kept);
        for line in &mut kept.ledger {
            if let Some(inside) = self.carried.as_ref().map(|c| line.file.strip_prefix(c))
                && let Ok(inside) = inside
            {
                line.file = inside.to_owned();
            }
        }
        match settings::keep(&folder.join(FILE), &kept) {
            // It was read for the last time.
            Ok(()) => drop(std::fs::remove_file(folder.join(BEFORE))),
            Err(error) => tracing::warn!(%error, "could not remember the open file"),
        }
    }
}

fn before(folder: &Path) -> Kept {
    let text = std::fs::read_to_string(folder.join(BEFORE)).unwrap_or_default();
    let file = PathBuf::from(text.trim());
    let known = !file.as_os_str().is_empty();
    Kept {
        ledger: known
            .then_some(Line { file, opened: None })
            .into_iter()
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 28);

    fn names(recents: &Recents) -> Vec<String> {
        let name = |r: Recent| r.file.file_stem().unwrap().to_string_lossy().into_owned();
        recents.list().into_iter().map(name).collect()
    }

    #[test]
    fn the_last_eight_are_kept_newest_first_and_each_once() {
        let folder = tempfile::tempdir().unwrap();
        let recents = Recents::in_folder(folder.path());
        assert_eq!(recents.last(), None);
        for n in 1..=10 {
            recents.remember(&folder.path().join(format!("{n}.kepu")), TODAY);
        }
        recents.remember(&folder.path().join("5.kepu"), TODAY);
        assert_eq!(names(&recents), ["5", "10", "9", "8", "7", "6", "4", "3"]);
        recents.forget(&folder.path().join("9.kepu"));
        assert_eq!(names(&recents), ["5", "10", "8", "7", "6", "4", "3"]);
        assert!(recents.list().iter().all(|r| r.gone));
        std::fs::write(folder.path().join("5.kepu"), "").unwrap();
        let first = recents.list().remove(0);
        assert!(!first.gone);
        assert_eq!(first.opened, Some(TODAY));
    }

    #[test]
    fn what_an_earlier_program_remembered_is_taken_over_once() {
        let folder = tempfile::tempdir().unwrap();
        let recents = Recents::in_folder(folder.path());
        std::fs::write(folder.path().join(BEFORE), "/旧/湖滨.kepu\n").unwrap();
        assert_eq!(recents.last(), Some("/旧/湖滨.kepu".into()));
        recents.remember(Path::new("/新/翠园.kepu"), TODAY);
        assert_eq!(names(&recents), ["翠园", "湖滨"]);
        assert!(!folder.path().join(BEFORE).exists());
    }

    #[test]
    fn what_is_carried_about_is_found_under_another_letter() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let beside = |program: &Path| Recents {
            folder: Some(program.join("数据/设置")),
            carried: Some(program.to_owned()),
        };
        let recents = beside(one.path());
        recents.remember(&one.path().join("数据/台账/湖滨.kepu"), TODAY);
        recents.remember(Path::new("/别处/翠园.kepu"), TODAY);
        std::fs::create_dir_all(two.path().join("数据/设置")).unwrap();
        let list = "数据/设置/recent.toml";
        std::fs::copy(one.path().join(list), two.path().join(list)).unwrap();
        let files: Vec<PathBuf> = beside(two.path())
            .list()
            .into_iter()
            .map(|r| r.file)
            .collect();
        assert_eq!(
            files,
            [
                PathBuf::from("/别处/翠园.kepu"),
                two.path().join("数据/台账/湖滨.kepu")
            ]
        );
    }

    #[test]
    fn a_list_that_is_none_keeps_nobody_from_working() {
        let folder = tempfile::tempdir().unwrap();
        let recents = Recents::in_folder(folder.path());
        for text in [
            "",
            "ledger = 3",
            "[[ledger]]",
            "\u{0}\u{1}",
            "[[ledger]]\nfile = \"\"",
        ] {
            std::fs::write(folder.path().join(FILE), text).unwrap();
            assert_eq!(recents.list(), [], "{text:?}");
        }
        recents.remember(Path::new("/新/翠园.kepu"), TODAY);
        assert_eq!(names(&recents), ["翠园"]);
    }
}
