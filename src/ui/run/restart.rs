//! The program anew, with a window of the other kind: a process can have one connection to the system's windows only.

use std::io;
use std::path::PathBuf;
use std::process::Command;
use std::process::ExitCode;

/// Says to the second program what the first has tried.
const MARK: &str = "KEPU_WINDOW";

/// Why a program is started in place of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// The card opened no window.
    Refused,
    /// The card failed while the clerk was at work.
    Lost,
}

impl Reason {
    fn mark(self) -> &'static str {
        match self {
            Self::Refused => "painted",
            Self::Lost => "painted-anew",
        }
    }

    /// Why this program was started, if in place of another; then it starts none itself.
    pub(super) fn of_this_program() -> Option<Self> {
        let mark = std::env::var_os(MARK)?;
        [Self::Refused, Self::Lost]
            .into_iter()
            .find(|reason| mark == reason.mark())
    }
}

/// Start the painted window with a file in place of this program. Whatever this one held must be free by now.
pub(super) fn painted(file: Option<PathBuf>, reason: Reason) -> io::Result<ExitCode> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(file).env(MARK, reason.mark());
    tracing::info!("starting anew without the graphics card");
    start(command)
}

// In place of this process, so that whoever waits for it waits on.
#[cfg(unix)]
fn start(mut command: Command) -> io::Result<ExitCode> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec())
}

#[cfg(not(unix))]
fn start(mut command: Command) -> io::Result<ExitCode> {
    command.spawn().map(|_| ExitCode::SUCCESS)
}
