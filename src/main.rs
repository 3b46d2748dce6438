//! 科普台账: carry out a command, or open the window.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use kepu_ledger::app::crash;
use kepu_ledger::cli;
use kepu_ledger::cli::Start;
use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(folder) = kepu_ledger::app::log::folder() {
        kepu_ledger::app::log::start(&folder);
        crash::install(&folder);
    }
    match crash::guard(cli::run) {
        Ok(Start::Done(code)) => code,
        Ok(Start::Window(file)) => kepu_ledger::ui::open_window(file),
        Err(crashed) => cli::after_crash(crashed),
    }
}
