//! The program anew, with a window of the other kind: a process can have one connection to the system's windows only.

use std::io;
use std::path::PathBuf;
use std::process::Command;
use std::process::ExitCode;

/// Says to the second program what the first has tried.
const MARK: &str = "KEPU_WINDOW";
/// The card did not work.
const PAINTED: &str = "painted";

/// Whether this program was started because the card did not work for another; then it starts none itself.
pub(super) fn is_second() -> bool {
    std::env::var_os(MARK).is_some_and(|mark| mark == PAINTED)
}

/// Start the painted window with a file in place of this program. Whatever this one held must be free by now.
pub(super) fn painted(file: Option<PathBuf>) -> io::Result<ExitCode> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(file).env(MARK, PAINTED);
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
