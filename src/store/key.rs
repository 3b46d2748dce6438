//! The key of a file under a password. The pages, the journal and every copy are encrypted with it by
//! `SQLite3MultipleCiphers` (ChaCha20-Poly1305, each page authenticated); where the key comes from is `app::cipher`.

use super::Result;
use super::StoreError;
use rusqlite::Connection;
use std::fmt::Write as _;
use std::path::Path;

/// Whether this program was built with the cipher (feature `cipher`).
pub const CAN_ENCRYPT: bool = cfg!(feature = "cipher");

/// Bytes 16 to 23 of an encrypted file stay readable: a page of 4096, the file formats, 32 bytes of every page kept for its
/// seal, SQLite's three fractions. No plain file of ours keeps any.
const READABLE: [u8; 8] = [0x10, 0x00, 1, 1, 32, 64, 32, 32];

/// Whether the first bytes of a file are those of an encrypted one.
pub(super) fn looks_encrypted(head: &[u8]) -> bool {
    head.get(16..24).is_some_and(|part| part == READABLE)
}

/// 256 bits, never shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FileKey([u8; 32]);

impl std::fmt::Debug for FileKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FileKey(…)")
    }
}

impl FileKey {
    /// A key of these bytes; they must be random, nothing is done to make guessing slow.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    fn hex(&self) -> String {
        self.0.iter().fold("raw:".to_owned(), |mut all, byte| {
            // Writing into a String can't fail.
            write!(all, "{byte:02x}").ok();
            all
        })
    }

    /// Give it to a connection, before anything else is asked of it.
    ///
    /// # Errors
    /// `NoCipher` in a program built without it.
    pub(super) fn unlock(&self, db: &Connection, path: &Path) -> Result<()> {
        if !CAN_ENCRYPT {
            return Err(StoreError::NoCipher {
                path: path.to_owned(),
            });
        }
        db.execute_batch("PRAGMA cipher = 'chacha20';")?;
        db.execute_batch(&format!("PRAGMA key = '{}';", self.hex()))?;
        Ok(())
    }

    /// Write a file that is open anew under another key, or plain.
    pub(super) fn replace(to: Option<Self>, db: &Connection, path: &Path) -> Result<()> {
        if !CAN_ENCRYPT {
            return Err(StoreError::NoCipher {
                path: path.to_owned(),
            });
        }
        let word = to.map(|key| key.hex()).unwrap_or_default();
        db.execute_batch("PRAGMA cipher = 'chacha20';")?;
        db.execute_batch(&format!("PRAGMA rekey = '{word}';"))?;
        Ok(())
    }
}
