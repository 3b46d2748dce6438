//! A whole copy of the open file under another key, or under none. Putting it in the file's place is `app::cipher`.

use super::Result;
use super::Store;
use super::StoreError;
use super::backup;
use super::key::FileKey;
use rusqlite::Connection;
use rusqlite::OpenFlags;
use std::path::Path;

impl Store {
    /// Write a complete copy under `key`, or plain, under a name that is not there yet; re-opened, examined and counted.
    ///
    /// # Errors
    /// `NoCipher`, `BadCopy`, or what the disk says; nothing stays then.
    pub fn copy_under(&self, target: &Path, key: Option<FileKey>) -> Result<()> {
        backup::copy_to(self, target)?;
        change_key(target, self.key(), key)
            .and_then(|()| self.compare(target, key))
            .inspect_err(|_| {
                // A copy that did not hold is of no use, and may be plain.
                std::fs::remove_file(target).ok();
            })
    }

    fn compare(&self, copy: &Path, key: Option<FileKey>) -> Result<()> {
        let bad = |detail: String| StoreError::BadCopy {
            detail,
            path: copy.to_owned(),
        };
        let other = Self::open_copy_with(copy, key)?;
        if other.key() != key {
            return Err(bad("not under its key".into()));
        }
        let findings = other.examine()?;
        if !findings.is_sound() {
            return Err(bad(format!("{findings:?}")));
        }
        let (here, there) = (self.counts()?, other.counts()?);
        if here != there {
            return Err(bad(format!("{here:?} against {there:?}")));
        }
        Ok(())
    }
}

fn change_key(file: &Path, from: Option<FileKey>, to: Option<FileKey>) -> Result<()> {
    let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)
        .map_err(|e| StoreError::from(e).at(file))?;
    let turn = || -> Result<()> {
        if let Some(key) = from {
            key.unlock(&db, file)?;
        }
        FileKey::replace(to, &db, file)?;
        Ok(())
    };
    turn().map_err(|e| e.at(file))?;
    drop(db);
    super::files::flush(file)
}
