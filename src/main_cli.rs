//! 科普台账 for the console: the same commands and exit codes. Windows gives a program either a window or a console, so there
//! are two (decisions.md 22).

fn main() -> std::process::ExitCode {
    kepu_ledger::start()
}
