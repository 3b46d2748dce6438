//! Rescue: whatever can be read of a damaged file, in a new file of the present schema (safety.md F11-F15). The damaged file
//! is read as bytes and never opened by SQLite; rows that are lost are taken from the history, which holds every record
//! whole.

mod account;
mod against;
mod pages;
mod rebuild;
mod references;
mod shape;
mod sort;

pub use account::Account;
pub use account::Lost;
pub use account::Saved;
pub use against::Unlike;
pub(super) use against::unlike_history;

use super::Result;
use super::Store;
use super::StoreError;
use super::error::io;
use super::rename::rename;
use pages::Pages;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

/// Setting of a file that came out of a rescue.
const RESCUED: &str = "rescued";

/// What a rescued file remembers of its rescue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rescued {
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// The step that notes it; what was done before can't be taken back.
    pub step: i64,
    /// Rows of the history that no longer follow from the one before.
    pub cuts: BTreeSet<i64>,
}

impl Store {
    /// What this file remembers of its rescue, if it came out of one.
    ///
    /// # Errors
    /// SQLite's failures.
    pub fn rescued(&self) -> Result<Option<Rescued>> {
        self.setting(RESCUED)
    }
}

/// Read whatever can be read of `damaged` into a new file. `at` and `who` are for its history.
///
/// # Errors
/// `Exists`, `Gone`, `Empty`, `Damaged` when there is nothing to be read, or what the disk says; no new file stays then, and
/// the damaged one is as it was.
pub fn salvage(damaged: &Path, target: &Path, at: &str, who: &str) -> Result<Account> {
    if target.symlink_metadata().is_ok() {
        return Err(StoreError::Exists {
            path: target.to_owned(),
        });
    }
    let bytes = settled(damaged, target)?;
    if bytes.is_empty() {
        return Err(StoreError::Empty {
            path: damaged.to_owned(),
        });
    }
    let shapes = shape::shapes()?;
    let pages = Pages::new(bytes);
    let found = sort::sort(&pages, &shapes);
    let any = found
        .heaps
        .values()
        .any(|h| !h.rows.is_empty() || !h.stray.is_empty());
    if !any {
        return Err(StoreError::Damaged {
            detail: "nothing in it can be read".into(),
            path: damaged.to_owned(),
        });
    }
    let half = beside(target, ".抢救中");
    std::fs::remove_file(&half).ok();
    let has_head = pages.head_is_sound();
    drop(pages);
    let made = fill(&half, &shapes, found, has_head, (at, who)).and_then(|account| {
        rename(&half, target)?;
        Ok(account)
    });
    if made.is_err() {
        for left in [half.clone(), beside(&half, "-journal")] {
            std::fs::remove_file(left).ok();
        }
    }
    made
}

fn fill(
    half: &Path,
    shapes: &[shape::Shape],
    found: sort::Found,
    has_head: bool,
    (at, who): (&str, &str),
) -> Result<Account> {
    let mut store = Store::create(half)?;
    let mut account = rebuild::fill(&mut store, shapes, found, at, who)?;
    account.has_head = has_head;
    store.quick_check()?;
    store.load()?;
    Ok(account)
}

// What a save that was cut off left beside the file belongs to it: SQLite puts it back, on copies of both.
fn settled(damaged: &Path, target: &Path) -> Result<Vec<u8>> {
    let read = || std::fs::read(damaged).map_err(io("read the damaged file", damaged));
    let journal = beside(damaged, "-journal");
    if !std::fs::metadata(&journal).is_ok_and(|m| m.len() > 0) {
        return read();
    }
    let copy = beside(target, ".抢救");
    let copied = beside(&copy, "-journal");
    let bytes = std::fs::copy(damaged, &copy)
        .and_then(|_| std::fs::copy(&journal, &copied))
        .map_err(io("copy the damaged file", &copy))
        .and_then(|_| {
            // A file that SQLite can't open stays as it is, and so do its bytes.
            if let Ok(db) = rusqlite::Connection::open(&copy) {
                db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
                    .ok();
            }
            std::fs::read(&copy).map_err(io("read the damaged file", damaged))
        });
    for left in [copy, copied] {
        std::fs::remove_file(left).ok();
    }
    bytes
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}
