//! 科普台账 for the console: the same commands and exit codes as `kepu-ledger`. Windows gives a program either a window or
//! a console, so there are two (decisions.md 22).

use kepu_ledger::app::crash;
use kepu_ledger::cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(folder) = kepu_ledger::app::log::folder() {
        kepu_ledger::app::log::start(&folder);
        crash::install(&folder);
    }
    match crash::guard(cli::run_console) {
        Ok(code) => code,
        Err(crashed) => cli::after_crash(crashed),
    }
}
