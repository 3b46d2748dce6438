//! Everything an operation of the office can fail with. `words` turns it into sentences.

use super::checks::Contradiction;
use super::typeface::FontFault;
use super::words::Advice;
use crate::exchange::ForeignError;
use crate::exchange::pack::PackError;
use crate::model::problem::Problem;
use crate::reports::PaperError;
use crate::store::StoreError;
use std::path::PathBuf;

/// A failure of an operation.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The file or SQLite.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The record has problems that stop saving; the first sentence of each is for the clerk.
    #[error("record refused: {} problems", .0.len())]
    Problems(Vec<Problem>),
    /// What was to be changed is not there any more.
    #[error("no such record")]
    NotFound,
    /// Something still refers to what was to be deleted; the sentence says what.
    #[error("still in use: {0}")]
    StillUsed(String),
    /// Nothing to take back.
    #[error("nothing to undo")]
    NothingToUndo,
    /// Nothing to do again.
    #[error("nothing to redo")]
    NothingToRedo,
    /// A foreign sheet could not be read.
    #[error("sheet: {0}")]
    Sheet(#[source] ForeignError, PathBuf),
    /// Rows were refused and the clerk did not say to go on without them.
    #[error("import refused {0} rows")]
    Refused(usize),
    /// No table of a kind we know was found in the sheets.
    #[error("no known table, path: {0:?}")]
    NoTable(PathBuf),
    /// A page could not be made.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// Something on the command line or in a dialog that can't be meant; the sentence says what.
    #[error("request refused: {0}")]
    Request(String),
    /// A plan or list that can't be read.
    #[error("data file: {0}")]
    Data(String),
    /// A font the clerk pointed at can't be used.
    #[error("font refused: {0}, path: {1:?}")]
    Font(FontFault, PathBuf),
    /// Writing a result.
    #[error("could not write: {source}, path: {path:?}")]
    Write {
        /// Why.
        source: std::io::Error,
        /// Where.
        path: PathBuf,
    },
    /// 全审 found what is to be mended or explained before anything goes up.
    #[error("audit: {} findings", .0.len())]
    Audit(Vec<Contradiction>),
    /// A pack that can't be read or taken in.
    #[error("pack: {0}")]
    Pack(#[source] PackError, PathBuf),
    /// The ledger holds something else than what went up: which submission, what differs.
    #[error("changed since {0}: {1}")]
    Drifted(String, String),
    /// A handover that can't be read or taken over.
    #[error("handover: {0}")]
    Handover(#[source] PackError, PathBuf),
    /// The file is under a password and its key file is not beside it.
    #[error("no key file, path: {0:?}")]
    NoKeyFile(PathBuf),
    /// A key file that the password does not open, or that is none.
    #[error("key file: {0}")]
    KeyFile(#[source] PackError, PathBuf),
    /// Both sides changed the same records and nobody decided yet.
    #[error("{0} conflicts undecided")]
    Conflicts(usize),
    /// The clerk stopped it.
    #[error("cancelled")]
    Cancelled,
    /// The running program was asked to do it, and was refused; its own words.
    #[error("refused to the running program")]
    Elsewhere(Advice),
}
