//! Putting a copy back in the place of the file. The place is never empty: the copy is finished beside it, what stands there gets
//! a second name, and then the copy takes the first one.

use super::Result;
use super::Store;
use super::StoreError;
use super::backup::free_name;
use super::backup::sha256_of;
use super::error::io;
use super::header;
use super::key::FileKey;
use super::leftover::RESTORING;
use super::leftover::UNFINISHED;
use super::open;
use super::rename::rename;
use super::room;
use jiff::civil::DateTime;
use std::path::Path;
use std::path::PathBuf;

/// Put a copy back as `target`. The file that stands there is kept beside it under a name of its own, which is returned.
///
/// # Errors
/// What is wrong with the copy, or what the disk says; `target` is untouched then.
pub fn restore(
    copy: &Path,
    target: &Path,
    key: Option<FileKey>,
    now: DateTime,
) -> Result<Option<PathBuf>> {
    let whole = Whole::of(copy, key)?;
    let half = with_suffix(target, RESTORING);
    let restored = put_beside(copy, &half, key, &whole).and_then(|()| {
        let kept = if target.exists() {
            Some(keep_present(target, now)?)
        } else {
            None
        };
        set_journal_aside(target, kept.as_deref().unwrap_or(target))?;
        match (rename(&half, target), &kept) {
            (Ok(()), _) => Ok(kept),
            (Err(error), Some(kept)) => {
                // The file still stands in its place; a second name for it would only puzzle.
                std::fs::remove_file(kept).ok();
                Err(error)
            }
            (Err(error), None) => Err(error),
        }
    });
    restored.inspect_err(|_| {
        std::fs::remove_file(&half).ok();
    })
}

/// What tells that a copy of a copy is whole.
#[derive(PartialEq)]
enum Whole {
    /// Its rows.
    Rows(Vec<(&'static str, i64)>),
    /// Its bytes: all that can be compared of an encrypted file without its key.
    Bytes(String),
}

impl Whole {
    fn of(path: &Path, key: Option<FileKey>) -> Result<Self> {
        if header::read(path)?.encrypted && key.is_none() {
            return Ok(Self::Bytes(sha256_of(path)?));
        }
        Ok(Self::Rows(Store::open_copy_with(path, key)?.counts()?))
    }
}

fn put_beside(copy: &Path, half: &Path, key: Option<FileKey>, whole: &Whole) -> Result<()> {
    copy_whole(copy, half)?;
    if Whole::of(half, key)? == *whole {
        return Ok(());
    }
    Err(StoreError::BadCopy {
        detail: "restored file differs".into(),
        path: half.to_owned(),
    })
}

/// Copy a file that nobody has open as it is, an encrypted one too, and read it back.
///
/// # Errors
/// `InUse`, `BadCopy` or what the disk says; nothing stays then.
pub fn copy_as_it_is(from: &Path, to: &Path) -> Result<()> {
    open::is_free(from)?;
    copy_whole(from, to)?;
    if sha256_of(from)? == sha256_of(to)? {
        return Ok(());
    }
    std::fs::remove_file(to).ok();
    Err(StoreError::BadCopy {
        detail: "copied file differs".into(),
        path: to.to_owned(),
    })
}

fn copy_whole(from: &Path, to: &Path) -> Result<()> {
    let copied = std::fs::copy(from, to).map_err(|error| {
        std::fs::remove_file(to).ok();
        let needed = std::fs::metadata(from).map_or(0, |m| m.len());
        room::counted(error, needed, to)
    });
    copied.map_err(io("copy the file", to))?;
    // The copy may be write-protected; what is made of it must not be.
    unprotect(to)?;
    super::files::flush(to)
}

// SQLite would play the journal of the old file into the restored one. Where the old file could be opened there is none left.
fn set_journal_aside(target: &Path, kept: &Path) -> Result<()> {
    let journal = with_suffix(target, "-journal");
    let Ok(length) = std::fs::metadata(&journal).map(|m| m.len()) else {
        return Ok(());
    };
    if length == 0 {
        return super::rename::remove(&journal).map_err(io("remove the journal", &journal));
    }
    let aside = if kept == target {
        with_suffix(target, "-journal 恢复前")
    } else {
        with_suffix(kept, "-journal")
    };
    rename(&journal, &aside)
}

fn keep_present(target: &Path, now: DateTime) -> Result<PathBuf> {
    // Opening it takes the lock: a file in use elsewhere is never moved away. A damaged one may be moved.
    match Store::open(target, |_| Ok(())) {
        Err(error @ StoreError::InUse { .. }) => return Err(error),
        Err(StoreError::Encrypted { .. } | StoreError::NoCipher { .. }) => open::is_free(target)?,
        _ => {}
    }
    let stem = target
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let folder = target.parent().unwrap_or(Path::new("."));
    let kept = folder.join(free_name(
        folder,
        &format!("{stem} 恢复前 {}", now.strftime("%Y-%m-%d %H%M%S")),
    ));
    // A second name for the same file: at no moment is the place empty. Sticks without such names get a whole copy.
    if std::fs::hard_link(target, &kept).is_err() {
        let half = with_suffix(&kept, UNFINISHED);
        copy_whole(target, &half)
            .and_then(|()| rename(&half, &kept))
            .inspect_err(|_| {
                std::fs::remove_file(&half).ok();
            })?;
    }
    Ok(kept)
}

fn unprotect(path: &Path) -> Result<()> {
    let meta = std::fs::metadata(path).map_err(io("look at the file", path))?;
    let mut permissions = meta.permissions();
    if permissions.readonly() {
        #[expect(
            clippy::permissions_set_readonly_false,
            reason = "the file was just made by us, beside the office's own"
        )]
        permissions.set_readonly(false);
        std::fs::set_permissions(path, permissions).map_err(io("unprotect the file", path))?;
    }
    Ok(())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}
