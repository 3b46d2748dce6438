//! A child process that saves one event after the other and says each one when its save was answered.

use super::event;
use kepu_ledger::app::Clock;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use std::io::BufRead as _;
use std::path::Path;
use std::process::Child;
use std::process::ChildStdout;
use std::process::Stdio;
use std::sync::mpsc::Sender;

/// The ledger the child saves into.
pub const FILE: &str = "KEPU_SAVE_CHILD";
/// How many saves; without it there is no end.
pub const SAVES: &str = "KEPU_SAVES";

/// What the child does, in a test of the name that [`command`] is given. Does nothing in the parent.
#[allow(clippy::print_stdout, reason = "this is how it answers")]
pub fn save_when_asked() {
    let Ok(file) = std::env::var(FILE) else {
        return;
    };
    let most = std::env::var(SAVES).ok().and_then(|n| n.parse().ok());
    let mut office = Office::open(Path::new(&file), Clock::Computer).unwrap();
    let from = office.ledger().events.len();
    let to = most.map_or(usize::MAX, |most: usize| from + most);
    for n in from..to {
        let mut event = event(&format!("第{n}场"), 3, 1);
        event.summary = "内容".repeat(n * 37 % 900);
        office.run(Command::SaveEvent(event)).unwrap();
        println!("saved {n}");
    }
}

/// This very test program, as a child that runs only the test of this name.
pub fn arguments(test: &str) -> Vec<String> {
    ["--exact", test, "--nocapture", "--test-threads=1"]
        .map(str::to_owned)
        .to_vec()
}

/// Start the child.
pub fn spawn(test: &str, file: &Path) -> Child {
    std::process::Command::new(std::env::current_exe().unwrap())
        .args(arguments(test))
        .env(FILE, file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The number of the last save that was answered; `first` is told when there is one.
pub fn last_answered(out: ChildStdout, first: &Sender<()>) -> Option<usize> {
    let lines = std::io::BufReader::new(out).lines().map_while(Result::ok);
    let mut last = None;
    for number in lines.filter_map(|line| answered(&line)) {
        if last.is_none() {
            first.send(()).ok();
        }
        last = Some(number);
    }
    last
}

/// The number in a line of the child. Other output of the test runner may stand on the same line.
pub fn answered(line: &str) -> Option<usize> {
    let (_, number) = line.rsplit_once("saved ")?;
    number.trim().parse().ok()
}
