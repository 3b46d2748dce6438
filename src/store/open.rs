//! Opening and creating a file: the guarded sequence of safety.md section 2.
//! Nothing is written to a file that is not ours, newer, damaged or read-only.

use super::Result;
use super::StoreError;
use super::error::io;
use super::header;
use super::key::CAN_ENCRYPT;
use super::key::FileKey;
use super::migrate;
use rusqlite::Connection;
use rusqlite::OpenFlags;
use rusqlite::config::DbConfig;
use std::cell::Cell;
use std::path::Path;
use std::path::PathBuf;

/// Whether the file may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reading and writing; nobody else has it.
    Write,
    /// Only reading: the file or its disk is write-protected.
    Read,
}

/// The open file. One thread owns it; there is no second connection.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    path: PathBuf,
    access: Access,
    key: Option<FileKey>,
    /// Word was left who has the file; only whoever left it takes it away.
    word_left: Cell<bool>,
    /// Word of an earlier opening was still there: it did not end as it should.
    word_found: Cell<bool>,
}

impl Store {
    /// Make a new, empty file of the newest schema. Never replaces one that is there.
    ///
    /// # Errors
    /// `Exists`, or what the disk says.
    pub fn create(path: &Path) -> Result<Self> {
        if path.exists() {
            return Err(StoreError::Exists {
                path: path.to_owned(),
            });
        }
        let db = Connection::open_with_flags(
            path,
            flags() | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        )
        .map_err(|e| {
            // An empty file would only stand in the way.
            std::fs::remove_file(path).ok();
            StoreError::from(e).at(path)
        })?;
        let mut store = Self {
            db,
            path: path.to_owned(),
            access: Access::Write,
            key: None,
            word_left: Cell::new(false),
            word_found: Cell::new(false),
        };
        let made = store
            .configure()
            .and_then(|()| store.take())
            .and_then(|()| migrate::run(&mut store.db));
        if let Err(error) = made {
            drop(store);
            // Half a file would only stand in the way.
            std::fs::remove_file(path).ok();
            return Err(error.at(path));
        }
        Ok(store)
    }

    /// Open a file that is there. `before_upgrade` runs with the untouched file before any schema step.
    ///
    /// # Errors
    /// Gone, Empty, Foreign, `TooNew`, Damaged, `InUse` or what the disk says; the file is not written to.
    pub fn open(path: &Path, before_upgrade: impl FnOnce(&Self) -> Result<()>) -> Result<Self> {
        Self::open_with(path, None, before_upgrade)
    }

    /// As [`Self::open`], with the key of an encrypted file; a plain one needs none and ignores it.
    ///
    /// # Errors
    /// As [`Self::open`], and `Encrypted`, `WrongKey`, `NoCipher`.
    pub fn open_with(
        path: &Path,
        key: Option<FileKey>,
        before_upgrade: impl FnOnce(&Self) -> Result<()>,
    ) -> Result<Self> {
        // The upgrade comes after the check, so that it happens once.
        let (mut store, schema) = twice(|| Self::checked(path, key))?;
        if schema < migrate::NEWEST {
            if store.access == Access::Read {
                return Err(StoreError::ReadOnly {
                    path: path.to_owned(),
                });
            }
            before_upgrade(&store)?;
            migrate::run(&mut store.db).map_err(|e| e.at(path))?;
        }
        Ok(store)
    }

    fn checked(path: &Path, key: Option<FileKey>) -> Result<(Self, u32)> {
        let header = header::read(path)?;
        let key = needed(header, key, path)?;
        let access = access_to(path)?;
        let mode = match access {
            Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        };
        let db = Connection::open_with_flags(path, flags() | mode)
            .map_err(|e| StoreError::from(e).at(path))?;
        let store = Self {
            db,
            path: path.to_owned(),
            access,
            key,
            word_left: Cell::new(false),
            word_found: Cell::new(false),
        };
        let schema = store
            .configure()
            .and_then(|()| store.inner_header(header))
            .and_then(|schema| store.take().map(|()| schema))
            .map_err(|e| store.named(e))?;
        store.quick_check().map_err(|e| e.at(path))?;
        Ok((store, schema))
    }

    /// Open a copy or a received file: reading only, checked first, never upgraded.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_copy(path: &Path) -> Result<Self> {
        Self::open_copy_with(path, None)
    }

    /// As [`Self::open_copy`], with the key of an encrypted file.
    ///
    /// # Errors
    /// As [`Self::open_with`].
    pub fn open_copy_with(path: &Path, key: Option<FileKey>) -> Result<Self> {
        twice(|| Self::checked_copy(path, key))
    }

    fn checked_copy(path: &Path, key: Option<FileKey>) -> Result<Self> {
        let header = header::read(path)?;
        let key = needed(header, key, path)?;
        let db = Connection::open_with_flags(path, flags() | OpenFlags::SQLITE_OPEN_READ_ONLY)
            .map_err(|e| StoreError::from(e).at(path))?;
        let store = Self {
            db,
            path: path.to_owned(),
            access: Access::Read,
            key,
            word_left: Cell::new(false),
            word_found: Cell::new(false),
        };
        store
            .configure()
            .and_then(|()| store.inner_header(header))
            .and_then(|_| store.quick_check())
            .map_err(|e| e.at(path))?;
        Ok(store)
    }

    /// Where the file lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it may be written.
    pub fn access(&self) -> Access {
        self.access
    }

    /// The key it is encrypted with.
    pub fn key(&self) -> Option<FileKey> {
        self.key
    }

    /// The connection, for the other files of this layer.
    pub(super) fn db(&self) -> &Connection {
        &self.db
    }

    /// The connection, to begin transactions on.
    pub(super) fn db_mut(&mut self) -> &mut Connection {
        &mut self.db
    }

    // In this order; see safety.md section 2 for what each was measured to prevent.
    fn configure(&self) -> Result<()> {
        if let Some(key) = self.key {
            key.unlock(&self.db, &self.path)?;
        }
        self.db
            .set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        self.db
            .set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        self.db
            .set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
        self.db
            .set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
        self.db.busy_timeout(std::time::Duration::ZERO)?;
        if self.access == Access::Write {
            self.db.execute_batch(
                "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = EXTRA;",
            )?;
        }
        self.db.execute_batch(
            "PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA recursive_triggers = OFF;
             PRAGMA secure_delete = FAST; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;",
        )?;
        self.db.set_prepared_statement_cache_capacity(64);
        Ok(())
    }

    // What the outer header of an encrypted file could not say: whether it is ours and of which schema. A wrong key shows here.
    fn inner_header(&self, outer: header::Header) -> Result<u32> {
        if !outer.encrypted {
            return Ok(outer.schema);
        }
        let path = || self.path.clone();
        let ask = |name| -> Result<u32> {
            let asked = self.db.pragma_query_value(None, name, |row| row.get(0));
            asked.map_err(|error| match StoreError::from(error) {
                StoreError::Damaged { .. } => StoreError::WrongKey { path: path() },
                other => other,
            })
        };
        if ask("application_id")? != header::APPLICATION_ID {
            return Err(StoreError::Foreign { path: path() });
        }
        let found = ask("user_version")?;
        if found > migrate::NEWEST {
            return Err(StoreError::TooNew {
                found,
                newest: migrate::NEWEST,
                path: path(),
            });
        }
        Ok(found)
    }

    // Take the lock now, not at the first save, and leave word who has it.
    fn take(&self) -> Result<()> {
        if self.access == Access::Write {
            self.db.execute_batch("BEGIN EXCLUSIVE; COMMIT;")?;
        }
        Ok(())
    }

    /// Leave word beside the file who has it open, for whoever tries next. Only a courtesy: the lock is SQLite's.
    pub fn leave_word(&self, who: &str) {
        if self.access == Access::Read {
            return;
        }
        self.word_found.set(word_path(&self.path).exists());
        match std::fs::write(word_path(&self.path), who) {
            Ok(()) => self.word_left.set(true),
            Err(error) => tracing::warn!(%error, "could not leave word who has the file"),
        }
    }

    /// Whether the opening before this one was cut off: power lost, or the program was killed.
    pub fn ended_uncleanly(&self) -> bool {
        self.word_found.get()
    }

    fn named(&self, error: StoreError) -> StoreError {
        match error.at(&self.path) {
            StoreError::InUse { path, .. } => {
                let who = std::fs::read_to_string(word_path(&path)).unwrap_or_default();
                StoreError::InUse {
                    who: who.trim().to_owned(),
                    path,
                }
            }
            other => other,
        }
    }

    /// SQLite's quick check. Whoever opens the file looks twice, with everything read anew.
    ///
    /// # Errors
    /// `Damaged` with the first finding.
    pub fn quick_check(&self) -> Result<()> {
        let found: String = self
            .db
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if found == "ok" {
            return Ok(());
        }
        Err(StoreError::Damaged {
            detail: found,
            path: self.path.clone(),
        })
    }

    /// All living records; read a second time before damage is believed.
    ///
    /// # Errors
    /// SQLite's failures.
    pub fn load_again(&self) -> Result<crate::model::Ledger> {
        self.load().or_else(|error| match error {
            StoreError::Damaged { .. } => {
                self.forget_pages()?;
                self.load()
            }
            other => Err(other),
        })
    }

    /// A report of damage while the file is open, looked into: a failing read of the disk looks the same (safety.md F05).
    pub(super) fn believed(&self, error: StoreError) -> StoreError {
        if !matches!(error, StoreError::Damaged { .. }) {
            return error;
        }
        let path = self.path.clone();
        match self.forget_pages().and_then(|()| self.quick_check()) {
            Ok(()) => StoreError::Unread { path },
            Err(StoreError::Damaged { detail, .. }) => StoreError::Damaged { detail, path },
            Err(other) => other,
        }
    }

    /// Forget every page that was read, so that the next look is at the disk.
    pub(super) fn forget_pages(&self) -> Result<()> {
        Ok(self.db.execute_batch("PRAGMA shrink_memory")?)
    }
}

// A failing read of the disk looks like damage (safety.md F05): the first report is believed only when the file, closed and
// opened again, says the same.
fn twice<T>(mut look: impl FnMut() -> Result<T>) -> Result<T> {
    match look() {
        Err(StoreError::Damaged { detail, .. }) => {
            tracing::warn!(detail, "looks damaged, looking again");
            look()
        }
        other => other,
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if self.word_left.get() {
            // The word is stale the moment the lock goes; a missing file is just as well.
            std::fs::remove_file(word_path(&self.path)).ok();
        }
    }
}

/// Whether nobody has an encrypted file open: SQLite asks for the lock before it reads what it can't make out.
///
/// # Errors
/// `InUse`.
pub(super) fn is_free(path: &Path) -> Result<()> {
    let db = Connection::open_with_flags(path, flags() | OpenFlags::SQLITE_OPEN_READ_WRITE)
        .map_err(|e| StoreError::from(e).at(path))?;
    db.busy_timeout(std::time::Duration::ZERO)?;
    match db
        .execute_batch("BEGIN EXCLUSIVE")
        .map_err(StoreError::from)
    {
        Err(error @ StoreError::InUse { .. }) => Err(error.at(path)),
        _ => Ok(()),
    }
}

// The key to open with: none for a plain file.
fn needed(header: header::Header, key: Option<FileKey>, path: &Path) -> Result<Option<FileKey>> {
    match (header.encrypted, key) {
        (false, _) => Ok(None),
        (true, _) if !CAN_ENCRYPT => Err(StoreError::NoCipher {
            path: path.to_owned(),
        }),
        (true, None) => Err(StoreError::Encrypted {
            path: path.to_owned(),
        }),
        (true, key) => Ok(key),
    }
}

fn flags() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE
}

/// `湖滨.kepu.占用`: a line of text, no lock.
fn word_path(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".占用");
    path.with_file_name(name)
}

// Root may write into protected files, so the mark itself is asked, then the disk.
fn access_to(path: &Path) -> Result<Access> {
    let meta = std::fs::metadata(path).map_err(io("look at the file", path))?;
    if meta.permissions().readonly() {
        return Ok(Access::Read);
    }
    match std::fs::OpenOptions::new().write(true).open(path) {
        Ok(_) => Ok(Access::Write),
        Err(e)
            if matches!(
                e.kind(),
                std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem
            ) =>
        {
            Ok(Access::Read)
        }
        Err(e) => Err(io("open the file", path)(e)),
    }
}
