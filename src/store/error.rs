//! What can go wrong with the file, in English for the log; `app::words` says it to the clerk.

use std::path::PathBuf;

/// A failure of the file or of SQLite. Paths come last, so that logs can cut them.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No file at the path.
    #[error("no file, path: {path:?}")]
    Gone {
        /// The file.
        path: PathBuf,
    },
    /// A file of zero bytes; SQLite would take it for a new database.
    #[error("file of zero bytes, path: {path:?}")]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// Not one of our files.
    #[error("not a kepu file, path: {path:?}")]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// Written by a newer program.
    #[error("schema {found} is newer than {newest}, path: {path:?}")]
    TooNew {
        /// Its schema number.
        found: u32,
        /// The newest this program knows.
        newest: u32,
        /// The file.
        path: PathBuf,
    },
    /// The file is ours, but its contents are broken.
    #[error("damaged: {detail}, path: {path:?}")]
    Damaged {
        /// What was seen.
        detail: String,
        /// The file.
        path: PathBuf,
    },
    /// A read failed that looked like damage; a second look found the file whole.
    #[error("a read failed, the file is whole, path: {path:?}")]
    Unread {
        /// The file.
        path: PathBuf,
    },
    /// The file is under a password and none was given.
    #[error("encrypted, path: {path:?}")]
    Encrypted {
        /// The file.
        path: PathBuf,
    },
    /// The key does not fit the file.
    #[error("wrong key, path: {path:?}")]
    WrongKey {
        /// The file.
        path: PathBuf,
    },
    /// The file is under a password and this program was built without the cipher.
    #[error("encrypted and no cipher, path: {path:?}")]
    NoCipher {
        /// The file.
        path: PathBuf,
    },
    /// Open elsewhere.
    #[error("in use by {who}, path: {path:?}")]
    InUse {
        /// Who has it, as they wrote it down; may be empty.
        who: String,
        /// The file.
        path: PathBuf,
    },
    /// It can be read, not written.
    #[error("read-only, path: {path:?}")]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// There is a file already where a new one should go.
    #[error("already exists, path: {path:?}")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// No room left on the disk.
    #[error("disk full, path: {path:?}")]
    Full {
        /// Bytes that are missing, where that is known.
        missing: Option<u64>,
        /// The file.
        path: PathBuf,
    },
    /// A copy does not hold what the file holds.
    #[error("copy failed its check: {detail}, path: {path:?}")]
    BadCopy {
        /// What differed.
        detail: String,
        /// The copy.
        path: PathBuf,
    },
    /// A file operation.
    #[error("could not {doing}: {source}, path: {path:?}")]
    Io {
        /// What was attempted.
        doing: &'static str,
        /// Why it failed.
        source: std::io::Error,
        /// On what.
        path: PathBuf,
    },
    /// A stored value that no longer fits its type.
    #[error("unreadable value: {0}")]
    Value(#[from] serde_json::Error),
    /// Anything else SQLite says.
    #[error("sqlite: {0}")]
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let path = PathBuf::new();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::InUse {
                who: String::new(),
                path,
            },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged {
                detail: error.to_string(),
                path,
            },
            Some(ErrorCode::DiskFull) => Self::Full {
                missing: None,
                path,
            },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { path },
            _ => Self::Sqlite(error),
        }
    }
}

impl StoreError {
    /// The same failure with the path it concerns, where SQLite could not tell.
    #[must_use]
    pub fn at(self, at: &std::path::Path) -> Self {
        let at = at.to_owned();
        match self {
            Self::InUse { who, path } if path.as_os_str().is_empty() => {
                Self::InUse { who, path: at }
            }
            Self::Damaged { detail, path } if path.as_os_str().is_empty() => {
                Self::Damaged { detail, path: at }
            }
            Self::Full { missing, path } if path.as_os_str().is_empty() => {
                Self::Full { missing, path: at }
            }
            Self::ReadOnly { path } if path.as_os_str().is_empty() => Self::ReadOnly { path: at },
            other => other,
        }
    }
}

/// Name what was attempted on which path.
pub(crate) fn io(
    doing: &'static str,
    path: &std::path::Path,
) -> impl FnOnce(std::io::Error) -> StoreError {
    let path = path.to_owned();
    move |source| match source.kind() {
        std::io::ErrorKind::StorageFull => StoreError::Full {
            missing: super::room::missing_of(&source),
            path,
        },
        std::io::ErrorKind::NotFound => StoreError::Gone { path },
        _ => StoreError::Io {
            doing,
            source,
            path,
        },
    }
}
