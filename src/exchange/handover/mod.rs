//! 交接文件 `*.kepuall`: an office's whole ledger on its way to a successor's laptop. A zip of
//! ```text
//! manifest.json            format, program, schema, office, from whom to whom, counts, SHA-256 of each file below
//! ledger.kepu              the file itself: records, settings, number books, plans, history, drafts
//! ledger.key               its key file, when it is under a password (format 2)
//! list.pdf                 交接清单
//! files/ab/<sha256>.<ext>  photos and files beside it
//! ```
//! Unlike a 上报包 it holds a database, for it is our own whole copy: read by nobody but the same office, hashed as a whole,
//! its schema held against ours before it is opened for writing (`store::shape`).

mod read;
mod write;

pub use read::Handover;
pub use read::Piece;
pub use write::Load;
pub use write::write;

use crate::exchange::pack::Caps;
use crate::exchange::pack::Listed;
use crate::exchange::pack::names::MANIFEST;
use crate::exchange::pack::names::is_hash;
use crate::model::Uid;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;

/// The newest format; older ones are read for ever.
pub const FORMAT: u32 = 2;
/// Without a key file there is nothing in it that an older program could not read.
const PLAIN_FORMAT: u32 = 1;

/// What a handover of a large office may hold; a ledger is pressed to a sixth, a photo not at all.
pub const CAPS: Caps = Caps {
    entries: 60_000,
    total: 64 << 30,
    entry: 8 << 30,
    ratio: 250,
};

/// What stands first in a handover.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Format of the handover; tells it from a 上报包, whose manifest has other fields.
    pub handover: u32,
    /// Program and version that wrote it.
    pub program: String,
    /// Schema of the ledger in it.
    pub schema: u32,
    /// The office.
    pub office: Uid,
    /// Its name.
    pub name: String,
    /// Name of the ledger's file without extension.
    pub stem: String,
    /// The day it was made.
    pub day: Date,
    /// Who hands over.
    pub from: String,
    /// Who takes over; may be empty.
    pub to: String,
    /// Rows by table of the file, those of the history and the settings among them.
    pub counts: BTreeMap<String, i64>,
    /// All other files, in order.
    pub files: Vec<Listed>,
}

/// What a name inside stands for. The grammar is a list of what may be.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Inside {
    /// The ledger.
    Ledger,
    /// Its key file.
    Key,
    /// 交接清单.
    List,
    /// A photo or file: its name beside the ledger, and its hash.
    File { stored: String, hash: String },
}

const LEDGER: &str = "ledger.kepu";
const KEY: &str = "ledger.key";
const LIST: &str = "list.pdf";
const FILES: &str = "files/";

impl Inside {
    fn read(name: &str) -> Option<Self> {
        match name {
            LEDGER => return Some(Self::Ledger),
            KEY => return Some(Self::Key),
            LIST => return Some(Self::List),
            _ => {}
        }
        let stored = name.strip_prefix(FILES)?;
        let hash = stored_hash(stored)?;
        Some(Self::File {
            stored: stored.to_owned(),
            hash: hash.to_owned(),
        })
    }
}

/// The hash in a stored name, `ab/ab12….jpg`; none when it is no name of ours.
pub fn stored_hash(stored: &str) -> Option<&str> {
    let (head, file) = stored.split_once('/')?;
    let (hash, extension) = file.split_once('.')?;
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let known = is_hash(hash)
        && hash.get(..2) == Some(head)
        && (1..=8).contains(&extension.len())
        && extension.bytes().all(plain);
    known.then_some(hash)
}

fn is_ours(name: &str) -> bool {
    name == MANIFEST || Inside::read(name).is_some()
}

// A folder that a zip program adds when it packs our files again.
fn is_folder(name: &str) -> bool {
    let Some(inner) = name.strip_prefix(FILES) else {
        return false;
    };
    let Some(two) = inner.strip_suffix('/') else {
        return inner.is_empty();
    };
    two.len() == 2 && two.bytes().all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_a_list_of_what_may_be() {
        let hash = "ab".repeat(32);
        let good = format!("files/ab/{hash}.jpg");
        assert!(is_ours(LEDGER) && is_ours(&good) && is_ours("list.pdf"));
        assert!(is_folder("files/") && is_folder("files/ab/"));
        for bad in [
            "../ledger.kepu".to_owned(),
            "files/../../x.jpg".into(),
            format!("files/cd/{hash}.jpg"),
            format!("files/ab/{hash}.jpg/.."),
            format!("files\\ab\\{hash}.jpg"),
            format!("files/ab/{hash}."),
            format!("files/ab/{hash}.JPG"),
            "C:/ledger.kepu".into(),
            "CON.jpg".into(),
            "ledger.kepu-wal".into(),
        ] {
            assert!(!is_ours(&bad), "{bad}");
            assert!(!is_folder(&bad), "{bad}");
        }
    }
}
