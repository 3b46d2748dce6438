//! Where the program that has a file is found: a socket in a folder of the user's own, a pipe of that name on Windows.
//! The name is a hash, so that neither the length nor the letters of a path matter, and it tells nobody what is open.

use crate::app::paths;
use crate::os;
use crate::store::files;
use interprocess::local_socket::GenericFilePath;
use interprocess::local_socket::Name;
use interprocess::local_socket::ToFsName as _;
use std::path::Path;
use std::path::PathBuf;

/// So much of the hash is no chance of a second file.
const LETTERS: usize = 32;

/// The address of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(PathBuf);

impl Address {
    /// The address of a ledger that is there; the same however the path to it is written.
    ///
    /// # Errors
    /// When the file is not there, or no folder of the user's own can be made.
    pub fn of(ledger: &Path) -> std::io::Result<Self> {
        let real = ledger.canonicalize()?;
        let path = real.to_string_lossy();
        let path = if cfg!(windows) {
            path.to_lowercase()
        } else {
            path.into_owned()
        };
        let hash = files::hash(format!("{}\n{path}", os::user()).as_bytes());
        let name: String = hash.chars().take(LETTERS).collect();
        if cfg!(windows) {
            return Ok(Self(format!(r"\\.\pipe\kepu-ledger-{name}").into()));
        }
        Ok(Self(paths::meeting_place()?.join(name)))
    }

    /// The address as a path of the system.
    pub fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn name(&self) -> std::io::Result<Name<'_>> {
        self.0.as_path().to_fs_name::<GenericFilePath>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_short_and_the_same_however_the_path_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("很长的文件夹名".repeat(8)).join("Ärger");
        std::fs::create_dir_all(&deep).unwrap();
        let ledger = deep.join("湖滨.kepu");
        assert!(Address::of(&ledger).is_err());
        std::fs::write(&ledger, "").unwrap();
        let address = Address::of(&ledger).unwrap();
        assert!(address.path().as_os_str().len() < 100);
        let winding = deep.join("..").join("Ärger").join("湖滨.kepu");
        assert_eq!(Address::of(&winding).unwrap(), address);
        let other = deep.join("翠园.kepu");
        std::fs::write(&other, "").unwrap();
        assert_ne!(Address::of(&other).unwrap(), address);
    }
}
