//! The key file `湖滨.钥匙` beside a ledger under a password: its 恢复码 in an age file that the password opens. Other tools
//! open it too (`age -d`). Without it the printed 恢复码 still opens the ledger.

use super::pack::PackError;
use super::pack::Password;
use super::pack::lock;
use super::pack::lock::Source;
use crate::model::recovery::RecoveryCode;
use std::io::Read as _;
use std::path::Path;

/// What a key file holds is one line; more is none of ours.
const LONGEST: u64 = 200;

/// The bytes of a key file.
///
/// # Errors
/// When the lock can't be made.
pub fn lock(code: &RecoveryCode, password: &Password) -> Result<Vec<u8>, PackError> {
    let mut bytes = Vec::new();
    lock::locked(&mut bytes, password, |inside| {
        inside.write_all(code.printed().as_bytes())?;
        Ok(())
    })?;
    Ok(bytes)
}

/// The 恢复码 in a key file.
///
/// # Errors
/// `WrongPassword`, or what is wrong with the file.
pub fn unlock(path: &Path, password: &Password) -> Result<RecoveryCode, PackError> {
    let source = Source::open(path, Some(password))?;
    if matches!(source, Source::Plain(_)) {
        return Err(PackError::Broken("a key file without a lock".into()));
    }
    let mut text = String::new();
    source.take(LONGEST).read_to_string(&mut text)?;
    RecoveryCode::read(&text).map_err(|fault| PackError::Broken(format!("{fault:?}")))
}
