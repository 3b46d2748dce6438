//! Single files under a password, in the same published format as packs: copies that leave the laptop.

use super::pack::PackError;
use super::pack::Password;
use super::pack::lock;
use std::io::Read;
use std::io::Write;
use std::path::Path;

/// Write something through the lock.
///
/// # Errors
/// What the work or the disk says.
pub fn seal<T>(
    out: impl Write,
    password: &Password,
    work: impl FnOnce(&mut dyn Write) -> Result<T, PackError>,
) -> Result<T, PackError> {
    lock::locked(out, password, work)
}

/// Read a sealed file. Its end is only reached when nothing of it was changed.
///
/// # Errors
/// `WrongPassword`, `Broken`, or what the disk says.
pub fn unseal(path: &Path, password: &Password) -> Result<impl Read, PackError> {
    match lock::Source::open(path, Some(password))? {
        lock::Source::Plain(_) => Err(PackError::Broken("not sealed".into())),
        inside @ lock::Source::Locked(_) => Ok(inside),
    }
}
