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
use std::process::Child;
use std::process::Command;
use std::process::ExitStatus;
use std::process::Stdio;
use std::sync::OnceLock;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
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
    OutOfMemory,
    Password,
    NotASheet(Content),
    Unsupported(String),
    Damaged(String),
    Io(String),
}

/// What a file is that is no spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// A document of Word or WPS 文字.
    Word,
    /// Slides.
    Slides,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// A program for a computer or a telephone.
    Program,
    /// A page without a table.
    Page,
    /// A workbook of Apple Numbers.
    Numbers,
    /// A pack of another ledger.
    Pack,
    /// Files packed together; how many of them are sheets.
    Archive(u32),
    /// Anything else.
    Unknown,
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
    #[error("not a spreadsheet: {what:?}")]
    NotASheet {
        /// What it is.
        what: Content,
    },
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
    /// The reader ran into a state that ends it: a crash, a stack that overflowed.
    #[error("worker crashed: {detail}")]
    Crashed {
        /// How it ended.
        detail: String,
    },
    /// Somebody ended the worker: a guard program, the system short of memory.
    #[error("worker was stopped: {detail}")]
    Stopped {
        /// How it ended.
        detail: String,
    },
    /// The worker ended without an answer for another reason.
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
            Fault::OutOfMemory => Self::OutOfMemory {},
            Fault::Password => Self::Password {},
            Fault::NotASheet(what) => Self::NotASheet { what },
            Fault::Unsupported(what) => Self::Unsupported { what },
            Fault::Damaged(detail) => Self::Damaged { detail },
            Fault::Io(detail) => Self::WorkerFailed { detail },
        }
    }
}

/// The worker's whole life: read one file, write one answer. The caller has lowered the memory ceiling.
///
/// # Errors
/// Only when the answer can't be written.
pub fn serve(path: &Path, mut out: impl Write) -> std::io::Result<()> {
    // A reader that panics over a broken file has an answer too; nothing of its state is used afterwards.
    let answer = std::panic::catch_unwind(|| read::read(path)).unwrap_or_else(|panic| {
        let words = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or_default();
        // Some libraries panic where others abort.
        Err(if words.to_lowercase().contains("alloc") {
            Fault::OutOfMemory
        } else {
            Fault::Damaged("reader panicked".into())
        })
    });
    // Cells by the hundred thousand: a compact form is written and read in a fraction of the time of JSON.
    let bytes = postcard::to_stdvec(&answer).map_err(std::io::Error::other)?;
    out.write_all(&bytes)?;
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
        .stderr(Stdio::piped());
    // A panic at the memory ceiling must not ask for more memory to describe itself.
    command.env("RUST_BACKTRACE", "0");
    no_console(&mut command);
    let mut child = command.spawn().map_err(io)?;
    let (Some(pipe), Some(words)) = (child.stdout.take(), child.stderr.take()) else {
        return Err(ForeignError::WorkerFailed {
            detail: "no pipe".into(),
        });
    };
    let end = Instant::now() + limits.time;
    // Drained on threads, so that a full pipe never blocks the worker while we wait for it.
    let answer = drain("sheet-pipe", pipe, limits.output).map_err(io)?;
    let words = drain("sheet-words", words, 4096).map_err(io)?;
    let bytes = loop {
        match answer.recv_timeout(A_MOMENT) {
            Ok(bytes) => break bytes.map_err(io)?,
            Err(RecvTimeoutError::Timeout) if go_on() && Instant::now() < end => {}
            Err(_) => {
                end_it(&mut child).map_err(io)?;
                return Err(if go_on() {
                    ForeignError::TimedOut {}
                } else {
                    ForeignError::Cancelled {}
                });
            }
        }
    };
    if bytes.len() as u64 >= limits.output {
        end_it(&mut child).map_err(io)?;
        return Err(ForeignError::TooLarge {});
    }
    // Its end follows the end of its answer at once; a worker that lingers is not waited for.
    let status = loop {
        if let Some(status) = child.try_wait().map_err(io)? {
            break status;
        }
        if Instant::now() >= end {
            end_it(&mut child).map_err(io)?;
            return Err(ForeignError::TimedOut {});
        }
        std::thread::sleep(Duration::from_micros(200));
    };
    if !status.success() {
        let last = words.recv_timeout(Duration::from_millis(500));
        let words = last.ok().and_then(Result::ok).unwrap_or_default();
        return Err(death(status, &String::from_utf8_lossy(&words)));
    }
    let answer: Result<Workbook, Fault> =
        postcard::from_bytes(&bytes).map_err(|e| ForeignError::WorkerFailed {
            detail: e.to_string(),
        })?;
    Ok(answer?)
}

/// Between two looks at whether the answer is still wanted.
const A_MOMENT: Duration = Duration::from_millis(20);

fn end_it(child: &mut Child) -> std::io::Result<()> {
    child.kill()?;
    child.wait().map(|_| ())
}

// All that comes out of a pipe, up to a ceiling; sent when the other side has closed it or has said too much.
fn drain(
    name: &str,
    mut pipe: impl Read + Send + 'static,
    most: u64,
) -> std::io::Result<Receiver<std::io::Result<Vec<u8>>>> {
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || {
            let mut bytes = Vec::new();
            let read = pipe.by_ref().take(most).read_to_end(&mut bytes);
            // Nobody waits any more when the worker has been given up.
            send.send(read.map(|_| bytes)).ok();
            // The rest is heard and forgotten, so that the worker can end by itself.
            std::io::copy(&mut pipe, &mut std::io::sink()).ok();
        })?;
    Ok(receive)
}

/// What the end of a worker means. Its last words tell an allocation that was refused from a stack that overflowed; both
/// end by abort.
fn death(status: ExitStatus, words: &str) -> ForeignError {
    let detail = format!("{status}");
    if words.contains("memory allocation") || words.contains("capacity overflow") {
        return ForeignError::OutOfMemory {};
    }
    if words.contains("overflowed its stack") {
        return ForeignError::Crashed { detail };
    }
    match status.code() {
        Some(101) => ForeignError::Damaged {
            detail: "reader panicked".into(),
        },
        // Windows: access violation, stack overflow, fail fast (which is how Rust aborts there).
        Some(code) if (code.cast_unsigned() & 0xF000_0000) == 0xC000_0000 => {
            ForeignError::Crashed { detail }
        }
        Some(_) => ForeignError::WorkerFailed { detail },
        None => signalled(status, detail),
    }
}

#[cfg(unix)]
fn signalled(status: ExitStatus, detail: String) -> ForeignError {
    use std::os::unix::process::ExitStatusExt as _;
    // POSIX: SIGILL, SIGTRAP, SIGABRT, SIGBUS (7 on Linux), SIGFPE, SIGSEGV are the program's own doing.
    match status.signal() {
        Some(4..=8 | 11) => ForeignError::Crashed { detail },
        _ => ForeignError::Stopped { detail },
    }
}

#[cfg(not(unix))]
fn signalled(_: ExitStatus, detail: String) -> ForeignError {
    ForeignError::Stopped { detail }
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
