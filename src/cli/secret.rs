//! Passwords on the command line: from the environment or a line of the standard input, never an argument, which every
//! process can read.

use crate::app::AppError;
use crate::app::Clock;
use crate::app::Office;
use crate::app::cipher::Unlock;
use std::path::Path;
use std::sync::OnceLock;

/// Where a script hands over the password of the file.
const VARIABLE: &str = "KEPU_PASSWORD";

static TYPED: OnceLock<Option<Unlock>> = OnceLock::new();

/// Note what opens files in this run. Called once, before any command.
pub(super) fn note(from_input: bool) -> Result<(), AppError> {
    let typed = if from_input {
        Some(line()?)
    } else {
        std::env::var(VARIABLE)
            .ok()
            .filter(|v| !v.trim().is_empty())
    };
    // Nobody else sets it.
    TYPED.set(typed.as_deref().map(Unlock::read)).ok();
    Ok(())
}

/// What opens files in this run, if anything was said.
pub(super) fn unlock() -> Option<&'static Unlock> {
    TYPED.get().and_then(Option::as_ref)
}

/// One line of the standard input.
pub(super) fn line() -> Result<String, AppError> {
    let mut line = String::new();
    let read = std::io::stdin().read_line(&mut line);
    match read {
        Ok(_) if !line.trim().is_empty() => Ok(line.trim().to_owned()),
        Ok(_) => Err(AppError::Request("标准输入里没有密码".into())),
        Err(_) => Err(AppError::Request("没能从标准输入读到密码".into())),
    }
}

/// Open a file, with the password if one was said.
pub(super) fn open_file(path: &Path) -> Result<Office, AppError> {
    match unlock() {
        Some(unlock) => Office::unlock(path, unlock, Clock::Computer),
        None => Office::open(path, Clock::Computer),
    }
}
