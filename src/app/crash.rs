//! When the program itself goes wrong. A panic is caught where it can be, written down as a report without anything the
//! clerk entered, and told in one Chinese sentence. Reports lie beside the log and go nowhere by themselves.

use super::clock::Clock;
use super::words::Advice;
use std::backtrace::Backtrace;
use std::fmt::Write as _;
use std::panic::AssertUnwindSafe;
use std::panic::PanicHookInfo;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

/// What reports are called before the moment.
const NAME: &str = "错误报告";
/// Marks the newest report the clerk was told of.
const TOLD: &str = "已告知.txt";
/// So many reports stay.
const KEPT: usize = 20;

/// That a piece of work panicked; what it was is in the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crashed {
    /// Nothing is wrong: whoever read what a command prints has gone (`… | head`).
    pub unread: bool,
}

/// Do work that may panic. What it half changed must be thrown away by the caller.
///
/// # Errors
/// `Crashed` when it panicked.
pub fn guard<T>(work: impl FnOnce() -> T) -> Result<T, Crashed> {
    std::panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| Crashed {
        unread: could_not_print(&*payload, "stdout"),
    })
}

// `println!` and `eprintln!` have no other way to say it than to panic with these words.
fn could_not_print(payload: &(dyn std::any::Any + Send), to: &str) -> bool {
    let said = payload.downcast_ref::<String>();
    let to = format!("failed printing to {to}");
    said.is_some_and(|s| s.starts_with(&to))
}

/// What the clerk is told of a piece of work that panicked.
pub fn advice() -> Advice {
    Advice {
        what: "程序出了问题，刚才这一步没有做成，已保存的内容都在".into(),
        next: "请再试一次，还不行请关闭程序再打开".into(),
    }
}

/// Write a report for every panic of this program into a folder, and a line into the log.
pub fn install(folder: &Path) {
    let folder = folder.to_owned();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        // No mishap of ours; and on a full disk the log, too, can't be written: it would come back here for ever.
        if could_not_print(info.payload(), "std") {
            return;
        }
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic");
        if let Err(error) = write(&folder, info) {
            tracing::error!(%error, "no crash report");
        }
        // While developing the message is wanted on the terminal; a clerk has none, and it may quote what was entered.
        if cfg!(debug_assertions) {
            before(info);
        }
    }));
}

// The message of a panic may quote what was entered; the place and the calls never do.
fn write(folder: &Path, info: &PanicHookInfo<'_>) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let now = Clock::Computer.now();
    let mut text = String::from(
        "科普台账错误报告\r\n\r\n程序出了意外的问题。这里没有台账里的任何内容，可以发给维护的人。\r\n\r\n",
    );
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let thread = std::thread::current();
    // Writing into a String can't fail.
    write!(
        text,
        "版本：{}\r\n系统：{} {}\r\n时间：{}\r\n位置：{place}\r\n线程：{}\r\n\r\n{}\r\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        now.strftime("%Y-%m-%d %H:%M:%S"),
        thread.name().unwrap_or_default(),
        calls(&Backtrace::force_capture().to_string()),
    )
    .ok();
    let stamp = now.strftime("%Y-%m-%d %H%M%S%.3f");
    std::fs::write(folder.join(format!("{NAME} {stamp}.txt")), text)?;
    let all = reports(folder);
    for old in all.iter().rev().skip(KEPT) {
        std::fs::remove_file(old).ok();
    }
    Ok(())
}

// Names of functions only: the folders of a build say who built it and where.
fn calls(trace: &str) -> String {
    let lines = trace.lines().filter(|l| !l.trim_start().starts_with("at "));
    lines.collect::<Vec<_>>().join("\r\n")
}

// Oldest first: the moment stands in the name.
fn reports(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut all: Vec<PathBuf> = entries
        .map(|e| e.path())
        .filter(|p| {
            let name = p.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(NAME)
        })
        .collect();
    all.sort();
    all
}

/// The newest report that the clerk was not told of yet; from now on they were.
pub fn untold(folder: &Path) -> Option<PathBuf> {
    let newest = reports(folder).pop()?;
    let name = newest.file_name()?.to_string_lossy().into_owned();
    let mark = folder.join(TOLD);
    let told = std::fs::read_to_string(&mark).unwrap_or_default();
    if name.as_str() <= told.trim() {
        return None;
    }
    if let Err(error) = std::fs::write(&mark, &name) {
        tracing::warn!(%error, "could not mark a report as told");
    }
    Some(newest)
}

/// Panics within this time of each other are one trouble that comes back, not two.
pub const AGAIN: Duration = Duration::from_secs(2);
