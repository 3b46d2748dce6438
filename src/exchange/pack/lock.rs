//! Packs with a password: the whole zip in one age file (age-encryption.org/v1, passphrase recipient: scrypt, then
//! ChaCha20-Poly1305 in pieces of 64 KiB), which other tools open too. The only file that names the crate. Nothing is ever
//! unlocked onto the disk: the zip is read through the lock, under the same caps as any other.

use super::PackError;
use age::DecryptError;
use age::secrecy::SecretString;
use age::stream::StreamReader;
use std::fs::File;
use std::io::BufReader;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;
use std::path::Path;

/// What an age file begins with.
const MARK: &[u8] = b"age-encryption.org/v1\n";
/// What stands before the check of its head.
const HEAD_ENDS: &[u8] = b"\n---";
/// A head with one password takes some 200 bytes; a longer one is nobody's pack.
const LONGEST_HEAD: u64 = 1024;
/// Work of making the key, as the power of two of scrypt's N: 128 MiB and half a second on an office's computer.
const WORK: u8 = 17;
/// The most work that is done for a stranger's file: 256 MiB, a second or two.
const MOST_WORK: u8 = 18;
/// Shortest password in characters.
pub const SHORTEST: usize = 8;

/// A password, never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// A password as typed; blanks and line ends around it are no part of it.
    pub fn new(typed: &str) -> Self {
        Self(typed.trim().to_owned())
    }

    /// Whether it is long enough to lock with.
    pub fn is_long_enough(&self) -> bool {
        self.0.chars().count() >= SHORTEST
    }

    /// What was typed, for whoever hashes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn secret(&self) -> SecretString {
        self.0.clone().into()
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// A pack on the disk, locked or not.
pub(in crate::exchange) enum Source {
    Plain(File),
    Locked(Box<StreamReader<BufReader<File>>>),
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Plain(_) => "Plain",
            Self::Locked(_) => "Locked",
        })
    }
}

impl Source {
    /// Open a file; a locked one with the password.
    pub(in crate::exchange) fn open(
        path: &Path,
        password: Option<&Password>,
    ) -> Result<Self, PackError> {
        let mut file = File::open(path)?;
        let mut head = Vec::new();
        (&file).take(LONGEST_HEAD).read_to_end(&mut head)?;
        file.seek(SeekFrom::Start(0))?;
        if !head.starts_with(MARK) {
            return Ok(Self::Plain(file));
        }
        // The crate reads a head as long as there is one: what has no end within sight is not handed to it.
        if !head.windows(HEAD_ENDS.len()).any(|w| w == HEAD_ENDS) {
            return Err(PackError::Broken("no end of the head".into()));
        }
        let password = password.ok_or(PackError::NeedsPassword)?;
        let locked = age::Decryptor::new_buffered(BufReader::new(file)).map_err(fault)?;
        if !locked.is_scrypt() {
            return Err(PackError::Encrypted);
        }
        let mut key = age::scrypt::Identity::new(password.secret());
        key.set_max_work_factor(MOST_WORK);
        let keys = std::iter::once(&key as &dyn age::Identity);
        let inside = locked.decrypt(keys).map_err(fault)?;
        Ok(Self::Locked(Box::new(inside)))
    }
}

fn fault(error: DecryptError) -> PackError {
    match error {
        DecryptError::DecryptionFailed
        | DecryptError::KeyDecryptionFailed
        | DecryptError::NoMatchingKeys => PackError::WrongPassword,
        DecryptError::ExcessiveWork { .. } => PackError::TooMuch {
            inside: String::new(),
        },
        DecryptError::Io(e) => e.into(),
        other => PackError::Broken(other.to_string()),
    }
}

impl Read for Source {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Plain(file) => file.read(into),
            Self::Locked(inside) => inside.read(into),
        }
    }
}

impl Seek for Source {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        match self {
            Self::Plain(file) => file.seek(to),
            Self::Locked(inside) => inside.seek(to),
        }
    }
}

/// Write something through the lock.
///
/// # Errors
/// What the work or the disk says.
pub(in crate::exchange) fn locked<W: Write, T>(
    out: W,
    password: &Password,
    work: impl FnOnce(&mut dyn Write) -> Result<T, PackError>,
) -> Result<T, PackError> {
    let mut key = age::scrypt::Recipient::new(password.secret());
    key.set_work_factor(WORK);
    let keys = std::iter::once(&key as &dyn age::Recipient);
    let lock =
        age::Encryptor::with_recipients(keys).map_err(|e| PackError::Broken(e.to_string()))?;
    let mut inside = lock.wrap_output(out)?;
    let done = work(&mut inside)?;
    inside.finish()?.flush()?;
    Ok(done)
}
