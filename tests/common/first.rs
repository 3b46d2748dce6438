//! The program that has a file open, as the second start meets it: an office thread without its window, and stand-ins that
//! answer wrongly or not at all.

use super::NOW;
use super::program;
use interprocess::local_socket::GenericFilePath;
use interprocess::local_socket::Listener;
use interprocess::local_socket::ListenerOptions;
use interprocess::local_socket::Stream;
use interprocess::local_socket::ToFsName as _;
use interprocess::local_socket::traits::Listener as _;
use interprocess::local_socket::traits::Stream as _;
use kepu_ledger::app::desk::Ask;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::app::desk::Desk;
use kepu_ledger::app::desk::Told;
use kepu_ledger::app::instance::Address;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

/// Wait until the office thread tells something.
pub fn until<T>(desk: &Desk, mut wanted: impl FnMut(Told) -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = desk.take().into_iter().find_map(&mut wanted) {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "nothing came");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The office thread of a window that has opened a file.
pub fn open(file: &Path) -> Desk {
    let begin = Begin::Open(file.to_owned());
    let desk = Desk::start(begin, None, NOW, Arc::new(|| {})).unwrap();
    // What is told last of all that an opening tells.
    until(&desk, |told| match told {
        Told::Health(_) => Some(()),
        Told::NotOpened(why) => panic!("{}", why.advice),
        _ => None,
    });
    desk
}

/// Save in it, as a form does.
pub fn save(desk: &Desk, command: kepu_ledger::app::Command) {
    desk.ask(Ask::Run(Box::new(command), String::new()));
    until(desk, |told| match told {
        Told::Done(..) => Some(()),
        Told::Refused(advice, ..) => panic!("{advice}"),
        _ => None,
    });
}

/// A second start: without a display, and with settings of its own.
pub fn second(home: &Path) -> Command {
    let mut command = Command::new(program());
    command
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("KEPU_PACK_PASSWORD")
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_DATA_HOME", home.join("data"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What a second start did, and how long it took.
pub fn run(folder: &Path, arguments: &[&str]) -> (Output, Duration) {
    let begun = Instant::now();
    let mut command = second(folder);
    let output = command.current_dir(folder).args(arguments).output();
    (output.unwrap(), begun.elapsed())
}

/// Both things a command says.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Reach whoever listens for a file.
pub fn reach(file: &Path) -> std::io::Result<Stream> {
    let address = Address::of(file).unwrap();
    Stream::connect(address.path().to_fs_name::<GenericFilePath>()?)
}

/// Call whoever listens for a file, and say something.
pub fn call(file: &Path, words: &[u8]) -> Stream {
    let mut stream = reach(file).unwrap();
    // It may have heard enough already.
    stream.write_all(words).ok();
    stream
}

/// Listen for a file in the stead of the program; `answer` is said to every caller, who then waits.
pub fn stand_in(file: &Path, answer: Vec<u8>) {
    let address = Address::of(file).unwrap();
    let name = address.path().to_fs_name::<GenericFilePath>().unwrap();
    let listener: Listener = ListenerOptions::new().name(name).create_sync().unwrap();
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        while let Ok(mut caller) = listener.accept() {
            caller.write_all(&answer).ok();
            kept.push(caller);
        }
    });
}
