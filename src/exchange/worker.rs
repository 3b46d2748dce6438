//! Foreign files are read by a child process of our own program with a ceiling for memory and time (safety.md D7):
//! legal spreadsheets of a kilobyte can ask for terabytes, and no `catch_unwind` stops an allocation that aborts.

use super::read;
use super::sheet::Workbook;
use serde::Deserialize;
use serde::Serialize;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::Duration;
use std::time::Instant;

/// The hidden subcommand that reads one sheet; the program's `main` hands it to [`serve`].
pub const SUBCOMMAND: &str = "read-sheet";

/// What the worker may use.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Longest time for one file.
    pub time: Duration,
    /// Most memory, bytes.
    pub memory: usize,
    /// Most output, bytes.
    pub output: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(20),
            memory: 512 << 20,
            output: 256 << 20,
        }
    }
}

/// Why a file could not be read, as the worker says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Fault {
    Empty,
    TooLarge,
    Password,
    NotASheet,
    Unsupported(String),
    Damaged(String),
    Io(String),
}

/// Why a foreign file could not be read. English for the log.
#[derive(Debug, thiserror::Error)]
pub enum ForeignError {
    /// Zero bytes.
    #[error("empty file")]
    Empty {},
    /// Larger than we read.
    #[error("file too large")]
    TooLarge {},
    /// Behind a password.
    #[error("encrypted workbook")]
    Password {},
    /// A picture, a program, a document.
    #[error("not a spreadsheet")]
    NotASheet {},
    /// A kind we do not read.
    #[error("unsupported: {what}")]
    Unsupported {
        /// What it is.
        what: String,
    },
    /// Broken.
    #[error("damaged: {detail}")]
    Damaged {
        /// What the reader said.
        detail: String,
    },
    /// Took too long and was stopped.
    #[error("timed out")]
    TimedOut {},
    /// Asked for too much memory and was stopped.
    #[error("out of memory")]
    OutOfMemory {},
    /// Nobody wants it any more.
    #[error("cancelled")]
    Cancelled {},
    /// The worker died for another reason.
    #[error("worker failed: {detail}")]
    WorkerFailed {
        /// How it ended.
        detail: String,
    },
    /// The file or the worker could not be started on.
    #[error("i/o: {source}")]
    Io {
        /// Why.
        source: std::io::Error,
    },
}

impl From<Fault> for ForeignError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Empty => Self::Empty {},
            Fault::TooLarge => Self::TooLarge {},
            Fault::Password => Self::Password {},
            Fault::NotASheet => Self::NotASheet {},
            Fault::Unsupported(what) => Self::Unsupported { what },
            Fault::Damaged(detail) => Self::Damaged { detail },
            Fault::Io(detail) => Self::WorkerFailed { detail },
        }
    }
}

/// The worker's whole life: read one file, write one JSON answer. The caller has lowered the memory ceiling.
///
/// # Errors
/// Only when the answer can't be written.
pub fn serve(path: &Path, mut out: impl Write) -> std::io::Result<()> {
    let answer = read::read(path);
    serde_json::to_writer(&mut out, &answer)?;
    out.flush()
}

/// Read a foreign file in a child of `program` (our own executable).
///
/// # Errors
/// Why it could not be read; a worker that dies or hangs is an error, never a crash of this program.
pub fn read_foreign(
    program: &Path,
    file: &Path,
    limits: &Limits,
) -> Result<Workbook, ForeignError> {
    read_foreign_while(program, file, limits, &|| true)
}

/// As [`read_foreign`], while `go_on` says so: it is asked every few milliseconds, and `false` ends the worker.
///
/// # Errors
/// As [`read_foreign`]; `Cancelled`.
pub fn read_foreign_while(
    program: &Path,
    file: &Path,
    limits: &Limits,
    go_on: &dyn Fn() -> bool,
) -> Result<Workbook, ForeignError> {
    let io = |source| ForeignError::Io { source };
    if !file.exists() {
        return Err(io(std::io::ErrorKind::NotFound.into()));
    }
    let mut command = Command::new(program);
    command
        .arg(SUBCOMMAND)
        .arg(limits.memory.to_string())
        .arg(file);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    // A panic at the memory ceiling must not ask for more memory to describe itself.
    command.env("RUST_BACKTRACE", "0");
    no_console(&mut command);
    let mut child = command.spawn().map_err(io)?;
    let pipe = child
        .stdout
        .take()
        .ok_or_else(|| ForeignError::WorkerFailed {
            detail: "no pipe".into(),
        })?;
    let most = limits.output;
    // Drained on a thread, so that a full pipe never blocks the worker while we wait for it.
    let drain = std::thread::Builder::new()
        .name("sheet-pipe".into())
        .spawn(move || {
            let mut bytes = Vec::new();
            pipe.take(most).read_to_end(&mut bytes).map(|_| bytes)
        })
        .map_err(io)?;
    let end = Instant::now() + limits.time;
    let status = loop {
        if let Some(status) = child.try_wait().map_err(io)? {
            break status;
        }
        let late = Instant::now() >= end;
        if late || !go_on() {
            child.kill().map_err(io)?;
            child.wait().map_err(io)?;
            return Err(if late {
                ForeignError::TimedOut {}
            } else {
                ForeignError::Cancelled {}
            });
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let bytes = drain
        .join()
        .map_err(|_| ForeignError::WorkerFailed {
            detail: "pipe reader died".into(),
        })?
        .map_err(io)?;
    if !status.success() {
        return Err(if status.code() == Some(101) {
            ForeignError::Damaged {
                detail: "reader panicked".into(),
            }
        } else {
            // Rust ends by abort when the allocator refuses; nothing else in the reader aborts.
            ForeignError::OutOfMemory {}
        });
    }
    let answer: Result<Workbook, Fault> =
        serde_json::from_slice(&bytes).map_err(|e| ForeignError::WorkerFailed {
            detail: e.to_string(),
        })?;
    Ok(answer?)
}

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Start workers from this program instead of this executable, which may be another one of the same library (a test, an
/// example). The first word counts.
pub fn use_program(path: PathBuf) {
    PROGRAM.get_or_init(|| path);
}

/// The program to start workers from: this executable, unless another one was named.
///
/// # Errors
/// When the system does not say where it lies.
pub fn own_program() -> std::io::Result<PathBuf> {
    PROGRAM
        .get()
        .map_or_else(std::env::current_exe, |path| Ok(path.clone()))
}

#[cfg(windows)]
fn no_console(command: &mut Command) {
    use std::os::windows::process::CommandExt as _;
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NO_WINDOW);
}

#[cfg(not(windows))]
fn no_console(_: &mut Command) {}
