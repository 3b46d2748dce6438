//! The first hundred bytes of a file, read before SQLite is allowed to touch it.
//! SQLite takes an empty file for a new database and a foreign one for its own; we do not.

use super::StoreError;
use super::error::io;
use super::key;
use super::migrate;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// `KPSD`: marks a file as ours in SQLite's application id.
pub const APPLICATION_ID: u32 = 0x4B50_5344;

const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// What a file says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Schema number (SQLite's user version); 0 while the file is encrypted.
    pub schema: u32,
    /// Whether the rest can be read with a key only.
    pub encrypted: bool,
}

/// Read and judge the header of a file. Opens it for reading only.
///
/// # Errors
/// Gone, Empty, Foreign, Damaged or `TooNew`, each with the path.
pub fn read(path: &Path) -> super::Result<Header> {
    let length = std::fs::metadata(path)
        .map_err(io("look at the file", path))?
        .len();
    if length == 0 {
        return Err(StoreError::Empty {
            path: path.to_owned(),
        });
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|f| f.take(100).read_to_end(&mut bytes))
        .map_err(io("read the header", path))?;
    let word = |at: usize| {
        bytes
            .get(at..at + 4)
            .and_then(|b| b.try_into().ok())
            .map(u32::from_be_bytes)
    };
    let magic_is_right = bytes.get(..16).is_some_and(|m| m == MAGIC);
    let ours = word(68) == Some(APPLICATION_ID);
    match (magic_is_right, ours) {
        (true, true) => {}
        // Our mark survives beside a broken magic: the file was ours and its head is damaged.
        (false, true) => {
            return Err(StoreError::Damaged {
                detail: "header magic".into(),
                path: path.to_owned(),
            });
        }
        (false, false) if key::looks_encrypted(&bytes) => {
            return Ok(Header {
                schema: 0,
                encrypted: true,
            });
        }
        // A head of zeros is what a failed disk leaves.
        (false, false)
            if path.extension().is_some_and(|e| e == "kepu")
                && bytes.iter().take(16).all(|b| *b == 0) =>
        {
            return Err(StoreError::Damaged {
                detail: "header is zero".into(),
                path: path.to_owned(),
            });
        }
        _ => {
            return Err(StoreError::Foreign {
                path: path.to_owned(),
            });
        }
    }
    if bytes.len() < 100 {
        return Err(StoreError::Damaged {
            detail: "shorter than its header".into(),
            path: path.to_owned(),
        });
    }
    let schema = word(60).unwrap_or(0);
    if schema > migrate::NEWEST {
        return Err(StoreError::TooNew {
            found: schema,
            newest: migrate::NEWEST,
            path: path.to_owned(),
        });
    }
    Ok(Header {
        schema,
        encrypted: false,
    })
}
