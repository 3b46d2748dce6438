//! 上报包 `*.kepuup`: records of a period on their way from one ledger to another. A zip of plain files:
//! ```text
//! manifest.json            format, program, schema, plan, office, period, sequence, counts, SHA-256 of each file below
//! figures.json             the figures as they were
//! tables/<table>.jsonl     one record a line, as the ledger's JSON
//! photos/ab/<sha256>.jpg   photos of evidence
//! files/ab/<sha256>.<ext>  other attachments of the kinds in `names.rs`
//! reports/cover.pdf        上报封面
//! reports/R3.pdf           paper and workbooks that go along
//! ```
//! With a password all of it stands in one age file (`lock.rs`) under the same name.
//! The way back is the same zip with `returned` in its manifest: a 退回, which holds nothing but notes of the district
//! (`tables/return_note.jsonl`) for the office whose submission it names. Office, period and sequence are the submission's.
//!
//! No SQLite inside: a received database is the riskiest input of all. The 校验码 is the head of the seal: a SHA-256 over
//! everything but the reports, so that it is known before they are laid out and can stand on each of their pages (format 1:
//! the head of the manifest's own SHA-256). How the zip was made does not matter. The same content gives the same bytes.

mod digest;
pub(in crate::exchange) mod entries;
pub(in crate::exchange) mod lock;
pub(in crate::exchange) mod names;
mod read;
mod write;

pub use digest::digest;
pub use digest::seal;
pub use entries::Caps;
pub use lock::Password;
pub use lock::SHORTEST;
pub use names::COVER;
pub use names::travels;
pub use read::Pack;
pub use write::Enclosed;
pub use write::Load;
pub use write::seal_of;
pub use write::write;

use crate::model::Period;
use crate::model::Uid;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;
use sha2::Digest as _;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The format this program writes; older ones are read for ever.
pub const FORMAT: u32 = 2;

/// The first format that carries a seal.
const SEALED: u32 = 2;

/// Length of a 校验码 in hex digits.
pub const CODE_DIGITS: usize = 12;

/// What stands first in a pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Format of the pack.
    pub format: u32,
    /// Program and version that wrote it.
    pub program: String,
    /// Schema of the ledger it was written from: which fields records have.
    pub schema: u32,
    /// The plan in force.
    pub plan: PlanMark,
    /// SHA-256 over everything but the reports, see [`seal`]; empty in format 1.
    #[serde(default)]
    pub seal: String,
    /// Whose records.
    pub office: Sender,
    /// Of which days.
    pub period: Period,
    /// Counts up over all packs of the office.
    pub sequence: u32,
    /// Hash of the pack before this one; empty for the first.
    pub previous: String,
    /// The day it was made.
    pub day: Date,
    /// To whom it goes.
    pub addressee: String,
    /// Whether identity numbers and phones are in it.
    pub personal: bool,
    /// A return says here which submission comes back; a submission has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Returned>,
    /// Records by table name.
    pub counts: BTreeMap<String, u64>,
    /// All other files of the pack, in order.
    pub files: Vec<Listed>,
}

/// The plan in force where a pack was made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanMark {
    /// Its key.
    pub key: String,
    /// Its title.
    pub title: String,
}

/// The office a pack comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// Its identity.
    pub uid: Uid,
    /// Its name.
    pub name: String,
    /// 街道办事处, 管理处 or 区.
    pub kind: String,
}

/// Which submission comes back, and from whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// Hash of the submission's manifest.
    pub hash: String,
    /// The district that sends it back.
    pub by: Sender,
}

/// Told how many bytes of how many are done, after each file; says whether to go on.
pub type Progress<'p> = &'p mut dyn FnMut(u64, u64) -> bool;

/// A file of the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its name inside.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// The 校验码 of the pack; `hash` is that of the manifest.
    pub fn check_code(&self, hash: &str) -> String {
        if self.format < SEALED {
            head(hash)
        } else {
            head(&self.seal)
        }
    }
}

/// The head of a hash that people compare.
pub fn head(hash: &str) -> String {
    hash.chars().take(CODE_DIGITS).collect()
}

/// Why a pack can't be read or written. `inside` names the file of the pack.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// No zip, or a zip without a manifest.
    #[error("not a pack")]
    NotAPack,
    /// The zip ends early or its list of files is broken.
    #[error("the zip is broken: {0}")]
    Broken(String),
    /// Content that does not agree with the manifest.
    #[error("content differs from the manifest: {inside}")]
    Changed {
        /// The file inside.
        inside: String,
    },
    /// A file of the manifest is not there.
    #[error("missing: {inside}")]
    Missing {
        /// The file inside.
        inside: String,
    },
    /// A file the manifest does not name, a name that is none of ours, or the same name twice.
    #[error("not of our names: {inside}")]
    Name {
        /// The file inside.
        inside: String,
    },
    /// More than a pack may hold.
    #[error("over the cap: {inside}")]
    TooMuch {
        /// The file inside.
        inside: String,
    },
    /// A record that can't be read or does not belong there.
    #[error("record refused in {inside}: {why}")]
    Record {
        /// The file inside.
        inside: String,
        /// The line or identity, in English for the log.
        why: String,
    },
    /// Written by a newer program.
    #[error("newer: format {format}, schema {schema}, by {program}")]
    Newer {
        /// Its format.
        format: u32,
        /// Its schema.
        schema: u32,
        /// What wrote it.
        program: String,
    },
    /// Locked with a password, and none was given.
    #[error("needs a password")]
    NeedsPassword,
    /// Locked with another password.
    #[error("wrong password")]
    WrongPassword,
    /// Locked in a way that is not ours: a password on the zip, a key instead of a password.
    #[error("encrypted")]
    Encrypted,
    /// The clerk stopped it.
    #[error("cancelled")]
    Cancelled,
    /// The disk.
    #[error("disk: {0}")]
    Io(#[source] std::io::Error),
}

impl From<std::io::Error> for PackError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        // What a lock can't open, and what ends early, is the file's fault and not the disk's.
        match error.kind() {
            ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof => {
                Self::Broken(error.to_string())
            }
            _ => Self::Io(error),
        }
    }
}

impl From<zip::result::ZipError> for PackError {
    fn from(error: zip::result::ZipError) -> Self {
        use zip::result::ZipError;
        match error {
            ZipError::Io(e) => e.into(),
            other => Self::Broken(other.to_string()),
        }
    }
}

pub(in crate::exchange) fn hexadecimal(digest: &[u8]) -> String {
    let mut text = String::with_capacity(digest.len() * 2);
    for byte in digest {
        // Writing into a String can't fail.
        write!(text, "{byte:02x}").ok();
    }
    text
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}
