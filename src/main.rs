//! 科普台账: carry out a command, or open the window.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use kepu_ledger::cli;
use kepu_ledger::cli::Start;
use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(folder) = kepu_ledger::app::log::folder() {
        kepu_ledger::app::log::start(&folder);
        kepu_ledger::app::crash::install(&folder);
    }
    match cli::run() {
        Start::Done(code) => code,
        Start::Window(file) => kepu_ledger::ui::open_window(file),
    }
}
