//! 科普台账: carry out a command, or open the window. On Windows without a console.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    kepu_ledger::start()
}
