//! Files under a password. Putting one on makes a new 恢复码, writes the whole file anew under the key made of it, checks the
//! result, and only then puts it in the place of the plain one; the key file beside it holds the code behind the password.
//! Photos and files beside the ledger stay as they are: whoever has the laptop can look at them. [`NOT_HIDDEN`] says so.

use super::Office;
use super::clock::Clock;
use super::error::AppError;
use super::paper;
use crate::exchange::keyfile;
use crate::exchange::pack::Password;
use crate::model::recovery::CodeFault;
pub use crate::model::recovery::RecoveryCode;
use crate::reports::recovery;
use crate::reports::recovery::Recovery;
use crate::store::StoreError;
use crate::store::backup;
use crate::store::files;
use crate::store::header;
pub use crate::store::key::CAN_ENCRYPT;
use crate::store::key::FileKey;
use crate::store::rename::rename;
use std::path::Path;
use std::path::PathBuf;

/// What opens a file.
#[derive(Debug, Clone)]
pub enum Unlock {
    /// The password, with the key file beside the ledger.
    Password(Password),
    /// The printed code.
    Code(RecoveryCode),
}

impl Unlock {
    /// What was typed: a text that reads as a 恢复码 is one, all else is a password.
    pub fn read(typed: &str) -> Self {
        match RecoveryCode::read(typed) {
            Ok(code) => Self::Code(code),
            Err(_) => Self::Password(Password::new(typed)),
        }
    }
}

/// The key file of a ledger or of a copy: the same name, ending in 钥匙.
pub fn key_file(ledger: &Path) -> PathBuf {
    ledger.with_extension("钥匙")
}

/// Whether a file is under a password. A file that is not there or not ours is under none.
pub fn is_encrypted(file: &Path) -> bool {
    header::read(file).is_ok_and(|h| h.encrypted)
}

/// Whether a password or a 恢复码 is what is missing.
pub fn is_locked(error: &AppError) -> bool {
    matches!(
        error,
        AppError::Store(StoreError::Encrypted { .. } | StoreError::WrongKey { .. })
            | AppError::NoKeyFile(_)
            | AppError::KeyFile(..)
    )
}

/// The key of a file.
///
/// # Errors
/// `WrongKey` for a password that does not fit, `NoKeyFile` when only the code can help.
pub fn key_of(file: &Path, unlock: &Unlock) -> Result<FileKey, AppError> {
    Ok(FileKey::new(code_of(file, unlock)?.key()))
}

fn code_of(file: &Path, unlock: &Unlock) -> Result<RecoveryCode, AppError> {
    match unlock {
        Unlock::Code(code) => Ok(code.clone()),
        Unlock::Password(password) => {
            let place = key_file(file);
            if !place.is_file() {
                return Err(AppError::NoKeyFile(place));
            }
            keyfile::unlock(&place, password).map_err(|error| AppError::KeyFile(error, place))
        }
    }
}

/// Bring the key file of a copy along to where the copy was put back, unless one stands there.
pub(super) fn bring_key(copy: &Path, target: &Path) -> Result<(), AppError> {
    let (from, to) = (key_file(copy), key_file(target));
    if !is_encrypted(target) || to.exists() || !from.is_file() {
        return Ok(());
    }
    match std::fs::copy(&from, &to) {
        Ok(_) => Ok(()),
        Err(source) => Err(AppError::Write { source, path: to }),
    }
}

/// Why a typed code is none, in one sentence.
pub fn code_fault(fault: CodeFault) -> String {
    match fault {
        CodeFault::Length(read) => format!("恢复码是 28 个字符，这里有 {read} 个"),
        CodeFault::Sign(sign) => format!("恢复码里没有“{sign}”这个字符"),
        CodeFault::Slip => "恢复码有一处与印出来的不同".into(),
    }
}

/// A file written anew, waiting to take the place of the one that is still open.
#[derive(Debug)]
pub struct Turning {
    ledger: PathBuf,
    half: PathBuf,
    key: Option<FileKey>,
    code: Option<RecoveryCode>,
    key_bytes: Vec<u8>,
}

/// What a file that was turned opens with from now on.
#[derive(Debug)]
pub struct Turned {
    /// The key; none for a plain file.
    pub key: Option<FileKey>,
    /// The code to be printed.
    pub code: Option<RecoveryCode>,
}

const HALF: &str = "加密中";

impl Office {
    /// Open a file, an encrypted one with what the clerk typed.
    ///
    /// # Errors
    /// As [`Office::open`], and what [`key_of`] says.
    pub fn unlock(path: &Path, unlock: &Unlock, clock: Clock) -> Result<Self, AppError> {
        let key = if CAN_ENCRYPT && is_encrypted(path) {
            Some(key_of(path, unlock)?)
        } else {
            None
        };
        Self::open_with(path, key, clock)
    }

    /// Whether this file is under a password.
    pub fn is_encrypted(&self) -> bool {
        self.store.key().is_some()
    }

    /// Write the file anew under a password; it takes the place of the open one with [`Turning::put_in_place`].
    ///
    /// # Errors
    /// `Request` for a password that is too short, or what the writing says; nothing changed then.
    pub fn prepare_password(&self, password: &Password) -> Result<Turning, AppError> {
        is_long_enough(password)?;
        if !CAN_ENCRYPT {
            return Err(AppError::Request(
                "这个程序是开发用的，不能给台账加密码，要用正式发布的安装版".into(),
            ));
        }
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(|e| AppError::Write {
            source: e.into(),
            path: self.path().to_owned(),
        })?;
        let code = RecoveryCode::new(bytes);
        let key_bytes = keyfile::lock(&code, password)
            .map_err(|e| AppError::KeyFile(e, key_file(self.path())))?;
        let key = FileKey::new(code.key());
        self.turn(Some(key), Some(code), key_bytes)
    }

    /// Write the file anew without a password.
    ///
    /// # Errors
    /// What the writing says; nothing changed then.
    pub fn prepare_plain(&self) -> Result<Turning, AppError> {
        self.turn(None, None, Vec::new())
    }

    fn turn(
        &self,
        key: Option<FileKey>,
        code: Option<RecoveryCode>,
        key_bytes: Vec<u8>,
    ) -> Result<Turning, AppError> {
        if !self.is_writable() {
            return Err(StoreError::ReadOnly {
                path: self.path().to_owned(),
            }
            .into());
        }
        let half = half_of(self.path());
        // Left by a turning that was cut off; the file in place is whole.
        std::fs::remove_file(&half).ok();
        self.store.copy_under(&half, key)?;
        Ok(Turning {
            ledger: self.path().to_owned(),
            half,
            key,
            code,
            key_bytes,
        })
    }

    /// Give the file another password; its 恢复码 stays. Copies made before keep the one they were made under.
    ///
    /// # Errors
    /// `Request` for a password that is too short, `KeyFile` when the old one is wrong.
    pub fn change_password(&self, old: &Unlock, new: &Password) -> Result<(), AppError> {
        is_long_enough(new)?;
        let code = code_of(self.path(), old)?;
        if self.store.key() != Some(FileKey::new(code.key())) {
            return Err(StoreError::WrongKey {
                path: self.path().to_owned(),
            }
            .into());
        }
        let place = key_file(self.path());
        let bytes = keyfile::lock(&code, new).map_err(|e| AppError::KeyFile(e, place.clone()))?;
        write(&bytes, &place)
    }

    /// Write the sheet with the 恢复码 as PDF.
    ///
    /// # Errors
    /// What layout or the disk says.
    pub fn save_recovery_sheet(&self, code: &str, path: &Path) -> Result<(), AppError> {
        let office = self.ledger().office();
        let sheet = recovery::sheet(&Recovery {
            office: &office.name,
            file: &self
                .path()
                .file_name()
                .unwrap_or_default()
                .to_string_lossy(),
            code,
            who: &self.who(),
            day: self.clock().today(),
        });
        let meta = self.meta(&sheet);
        let laid = paper::lay_out(sheet, meta, &mut |_| true)?;
        paper::save(&paper::pdf(&laid)?, path)
    }

    /// Copies of this file that anybody can read: made before the password was put on.
    pub fn plain_copies(&self) -> Vec<PathBuf> {
        let folder = self.copies_folder();
        let copies = backup::list(&folder).into_iter();
        let paths = copies.map(|copy| folder.join(copy.name));
        paths.filter(|path| !is_encrypted(path)).collect()
    }

    /// Delete the copies that anybody can read, as long as a good one under the password is there. Returns how many went.
    ///
    /// # Errors
    /// `Request` when there is no good copy under the password, or what the disk says.
    pub fn delete_plain_copies(&self) -> Result<usize, AppError> {
        let folder = self.copies_folder();
        let hidden = backup::list(&folder).into_iter().any(|copy| {
            is_encrypted(&folder.join(&copy.name)) && backup::verify(&folder, &copy).is_ok()
        });
        if !hidden {
            return Err(AppError::Request(
                "还没有加了密码的备份，请先点“立即备份”".into(),
            ));
        }
        let plain = self.plain_copies();
        for path in &plain {
            std::fs::remove_file(path).map_err(|source| AppError::Write {
                source,
                path: path.clone(),
            })?;
        }
        Ok(plain.len())
    }

    /// Give a copy its key file, so that the password of today opens it tomorrow.
    pub(super) fn hand_key_to(&self, copy: &Path) -> Result<(), AppError> {
        if !self.is_encrypted() {
            return Ok(());
        }
        let from = key_file(self.path());
        let to = key_file(copy);
        match std::fs::copy(&from, &to) {
            Ok(_) => Ok(()),
            // The printed code opens the copy all the same.
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(source) => Err(AppError::Write { source, path: to }),
        }
    }
}

impl Turning {
    /// Put the new file in the place of the old one, which must be closed by now.
    ///
    /// # Errors
    /// What the disk says; the old file stands then.
    pub fn put_in_place(self) -> Result<Turned, AppError> {
        // The key first: a plain file with a key file beside it still opens, an encrypted one without would need the paper.
        if self.key.is_some() {
            write(&self.key_bytes, &key_file(&self.ledger))?;
        }
        rename(&self.half, &self.ledger)?;
        if self.key.is_none() {
            std::fs::remove_file(key_file(&self.ledger)).ok();
        }
        tracing::info!(encrypted = self.key.is_some(), "file turned");
        Ok(Turned {
            key: self.key,
            code: self.code,
        })
    }

    /// The code that will be printed.
    pub fn code(&self) -> Option<&RecoveryCode> {
        self.code.as_ref()
    }
}

/// What the password does not hide, said before it is put on.
pub const NOT_HIDDEN: &str = "照片和附件、导出的表格和 PDF、没有密码的旧备份不在密码之内，请用系统的磁盘加密（BitLocker）保护";

fn is_long_enough(password: &Password) -> Result<(), AppError> {
    if password.is_long_enough() {
        return Ok(());
    }
    let least = crate::exchange::pack::SHORTEST;
    Err(AppError::Request(format!("密码至少 {least} 个字符")))
}

fn half_of(ledger: &Path) -> PathBuf {
    let mut name = ledger.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(HALF);
    ledger.with_file_name(name)
}

/// Remove what a turning that was cut off left: it may be plain.
pub(super) fn sweep(ledger: &Path) {
    let half = half_of(ledger);
    if half.is_file()
        && let Err(error) = std::fs::remove_file(&half)
    {
        tracing::warn!(%error, "unfinished turning not removed");
    }
}

fn write(bytes: &[u8], path: &Path) -> Result<(), AppError> {
    files::write(bytes, path).map_err(|source| AppError::Write {
        source,
        path: path.to_owned(),
    })
}
