//! One program for a file. Whoever has a ledger open listens at an address of this computer, of this user and of this file;
//! a second start asks there instead of being refused: come to the front, lend a copy, make a backup. A line of JSON each
//! way. Whatever comes that is not understood is not answered, and nobody waits longer than a limit for the other.

mod address;
mod call;
mod listen;

pub use address::Address;
pub use call::Lent;
pub use call::back_up;
pub use call::bring_to_front;
pub use call::fresh_copy;
pub use listen::Listening;

use super::AppError;
use super::Office;
use super::outfile;
use super::words::Advice;
use crate::model::Uid;
use crate::store::backup;
use interprocess::local_socket::Stream;
use serde::Deserialize;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::ErrorKind;
use std::io::Read as _;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

/// The language both sides speak; another is not answered.
const VERSION: u32 = 1;
/// The longest line either side reads: a path or two.
const LONGEST: u64 = 1 << 16;
/// The folder, among what is needed only for a moment, that copies are lent from.
const LENT: &str = "副本";
/// How long it may take until a wish was heard.
const HEARD: Duration = Duration::from_secs(2);

impl Wish {
    /// How long whoever has the file may take over it.
    pub fn patience(&self) -> Duration {
        match self {
            // The clerk is waiting for a window.
            Self::Front => HEARD,
            Self::Copy => Duration::from_secs(30),
            // A stick is slow, and attachments are many.
            Self::BackUp | Self::BackUpTo { .. } => Duration::from_mins(30),
        }
    }
}

/// What is asked of the program that has the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "wish", rename_all = "snake_case")]
pub enum Wish {
    /// Come to the front.
    Front,
    /// A copy of the file as it is now, to be read by the one who asks.
    Copy,
    /// Make a backup beside the file.
    BackUp,
    /// Make one in a second place, perhaps under a password.
    BackUpTo {
        /// The folder.
        folder: PathBuf,
        /// The password, which goes no further than this computer.
        password: Option<Typed>,
    },
}

/// A password as it was typed, not to be printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Typed(pub String);

impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed(…)")
    }
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// It was heard, and is being done.
    Heard,
    /// The window is in front.
    Fronted,
    /// The copy.
    Copy {
        /// Where it lies.
        path: PathBuf,
        /// Its moment.
        moment: String,
    },
    /// A backup was made; what there is to say about it.
    BackedUp {
        /// Sentences.
        lines: Vec<String>,
    },
    /// It could not be done.
    Refused {
        /// What happened.
        what: String,
        /// What to do.
        next: String,
    },
}

impl From<Advice> for Answer {
    fn from(Advice { what, next }: Advice) -> Self {
        Self::Refused { what, next }
    }
}

/// A line, either way.
#[derive(Debug, Serialize, Deserialize)]
struct Line<T> {
    version: u32,
    #[serde(flatten)]
    said: T,
}

fn write<T: Serialize>(mut stream: &Stream, said: &T) -> std::io::Result<()> {
    let line = Line {
        version: VERSION,
        said,
    };
    let mut text = serde_json::to_vec(&line)?;
    text.push(b'\n');
    stream.write_all(&text)
}

// What is half, too long or not of this language is an error like a line that broke.
fn read<T: DeserializeOwned>(reader: &mut BufReader<&Stream>) -> std::io::Result<T> {
    let mut text = Vec::new();
    reader.take(LONGEST).read_until(b'\n', &mut text)?;
    if text.pop() != Some(b'\n') {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    let line: Line<T> = serde_json::from_slice(&text)?;
    if line.version == VERSION {
        Ok(line.said)
    } else {
        Err(ErrorKind::Unsupported.into())
    }
}

// The folder copies are lent from, without what another day left there.
fn lending_folder() -> Result<PathBuf, AppError> {
    outfile::passing_folder(LENT)
}

impl Office {
    /// Make a verified copy to be read by another program, which removes it.
    ///
    /// # Errors
    /// What the copy fails on.
    pub(super) fn lend(&self) -> Result<Answer, AppError> {
        let path = lending_folder()?.join(format!("{}.kepu", Uid::fresh()));
        backup::copy_to(&self.store, &path)?;
        self.hand_key_to(&path)
            .inspect_err(|_| remove_copy(&path))?;
        Ok(Answer::Copy {
            path,
            moment: self.clock.now().strftime("%Y-%m-%d %H:%M").to_string(),
        })
    }
}

// The copy and what lies beside it; gone already is just as well.
pub(super) fn remove_copy(path: &Path) {
    for place in [path.to_owned(), super::cipher::key_file(path)] {
        std::fs::remove_file(place).ok();
    }
}
