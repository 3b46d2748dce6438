//! A power cut at any moment of saving: the system calls of a saving child are recorded and played into what a disk may hold
//! after the cut, where writes that were not synced are missing, torn or out of order and names that were not synced are
//! gone. Every such disk opens, is sound, and holds every save that was answered.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::NOW;
use common::Room;
use common::saver;
use common::stage::scratch;
use common::strace::under;
use kepu_ledger::app::Office;
use kepu_ledger::store::Store;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// Disks in CI, all settings together; twenty times as many at night.
const IMAGES: usize = 1500;
/// Saves that are recorded.
const SAVES: u32 = 40;
/// A disk writes sectors of this size or not at all.
const SECTOR: usize = 512;

/// A raw writer in the place of the program, to see that the harness finds losses: its file, and its `synchronous`.
const RAW: &str = "KEPU_RAW_CHILD";
const RAW_SYNC: &str = "KEPU_RAW_SYNC";

#[derive(Debug, Clone)]
enum Change {
    Write(u64, Vec<u8>),
    Cut(u64),
}

#[derive(Debug, Clone)]
enum Op {
    Create(PathBuf),
    Unlink(PathBuf),
    Change(PathBuf, Change),
    Sync(PathBuf),
    SyncFolder,
    Answered(usize),
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }
}

fn unescaped(text: &str) -> Vec<u8> {
    let digits = |pair: &str| u8::from_str_radix(pair, 16).unwrap();
    text.split("\\x").skip(1).map(digits).collect()
}

// The first quoted text of the arguments.
fn quoted(arguments: &str) -> Option<Vec<u8>> {
    let (_, rest) = arguments.split_once('"')?;
    let (text, _) = rest.split_once('"')?;
    Some(unescaped(text))
}

fn path_of(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(String::from_utf8(bytes).unwrap())
}

/// What the child did to the files of a folder, in order. Calls of the child's threads that strace cut in two are joined.
fn record(command: &Command, folder: &Path) -> Vec<Op> {
    let log = folder.with_extension("log");
    let calls = "openat,close,write,pwrite64,fsync,fdatasync,ftruncate,unlink,rename";
    let options = [
        "-xx",
        "-s",
        "2000000",
        "-o",
        log.to_str().unwrap(),
        "-e",
        &format!("trace={calls}"),
    ]
    .map(str::to_owned);
    let out = under(command, &options).output().unwrap();
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let text = std::fs::read_to_string(&log).unwrap();
    std::fs::remove_file(&log).unwrap();
    let mut begun: BTreeMap<&str, String> = BTreeMap::new();
    let mut open: BTreeMap<u32, PathBuf> = BTreeMap::new();
    let mut ops = Vec::new();
    for line in text.lines() {
        let Some((thread, rest)) = line.split_once(' ') else {
            continue;
        };
        let rest = rest.trim_start();
        if let Some(head) = rest.strip_suffix("<unfinished ...>") {
            begun.insert(thread, head.to_owned());
            continue;
        }
        let whole = match rest.split_once(" resumed>") {
            Some((_, tail)) => begun.remove(thread).unwrap_or_default() + tail,
            None => rest.to_owned(),
        };
        take_call(&whole, folder, &mut open, &mut ops);
    }
    ops
}

fn take_call(line: &str, folder: &Path, open: &mut BTreeMap<u32, PathBuf>, ops: &mut Vec<Op>) {
    let Some((name, rest)) = line.split_once('(') else {
        return;
    };
    // Short calls are padded before the sign.
    let Some((arguments, result)) = rest.rsplit_once(" = ") else {
        return;
    };
    let Some(arguments) = arguments.trim_end().strip_suffix(')') else {
        return;
    };
    let Some(result) = result
        .split(' ')
        .next()
        .and_then(|r| r.parse::<i64>().ok())
        .filter(|r| *r >= 0)
    else {
        return;
    };
    let handle = arguments
        .split(',')
        .next()
        .and_then(|h| h.trim().parse::<u32>().ok());
    let file = handle.and_then(|h| open.get(&h)).cloned();
    match name {
        "openat" => {
            let path = path_of(quoted(arguments).unwrap());
            if path.starts_with(folder) {
                if arguments.contains("O_CREAT") {
                    ops.push(Op::Create(path.clone()));
                }
                if arguments.contains("O_TRUNC") {
                    ops.push(Op::Change(path.clone(), Change::Cut(0)));
                }
                open.insert(result as u32, path);
            } else {
                open.remove(&(result as u32));
            }
        }
        "close" => {
            if let Some(handle) = handle {
                open.remove(&handle);
            }
        }
        "write" if handle == Some(1) => {
            let said = String::from_utf8_lossy(&quoted(arguments).unwrap_or_default()).into_owned();
            ops.extend(said.lines().filter_map(saver::answered).map(Op::Answered));
        }
        "pwrite64" => {
            if let Some(path) = file {
                let at = arguments.rsplit(", ").next().unwrap().parse().unwrap();
                let bytes = quoted(arguments).unwrap();
                assert_eq!(bytes.len() as i64, result, "strace wrote all of it down");
                ops.push(Op::Change(path, Change::Write(at, bytes)));
            }
        }
        "ftruncate" => {
            if let Some(path) = file {
                let length = arguments.rsplit(", ").next().unwrap().parse().unwrap();
                ops.push(Op::Change(path, Change::Cut(length)));
            }
        }
        "fsync" | "fdatasync" => {
            if let Some(path) = file {
                ops.push(if path == folder {
                    Op::SyncFolder
                } else {
                    Op::Sync(path)
                });
            }
        }
        "unlink" => {
            let path = path_of(quoted(arguments).unwrap());
            if path.starts_with(folder) {
                ops.push(Op::Unlink(path));
            }
        }
        _ => {}
    }
}

fn apply(file: &mut Vec<u8>, change: &Change, mut torn: Option<&mut Dice>) {
    match change {
        Change::Cut(length) => file.resize(*length as usize, 0),
        Change::Write(at, bytes) => {
            let at = *at as usize;
            if file.len() < at + bytes.len() {
                file.resize(at + bytes.len(), 0);
            }
            let tears = torn.as_mut().is_some_and(|dice| dice.chance(30));
            for (n, sector) in bytes.chunks(SECTOR).enumerate() {
                let lost = tears && torn.as_mut().is_some_and(|dice| dice.chance(50));
                if !lost {
                    let from = at + n * SECTOR;
                    file[from..from + sector.len()].copy_from_slice(sector);
                }
            }
        }
    }
}

/// What the disk holds when the power goes before the call `end`, and the last save that was answered by then.
fn disk(base: &Files, ops: &[Op], end: usize, dice: &mut Dice) -> (Files, Option<usize>) {
    let mut files = base.clone();
    let mut names: BTreeSet<PathBuf> = base.keys().cloned().collect();
    let mut waiting: BTreeMap<PathBuf, Vec<Change>> = BTreeMap::new();
    // Names made and unmade that the folder does not know yet, in their order.
    let mut pending: Vec<(bool, PathBuf)> = Vec::new();
    let mut answered = None;
    let settle = |names: &mut BTreeSet<PathBuf>, (made, path): (bool, PathBuf)| {
        if made {
            names.insert(path);
        } else {
            names.remove(&path);
        }
    };
    for op in &ops[..end] {
        match op {
            Op::Answered(number) => answered = Some(*number),
            Op::Create(path) => {
                let there = names.contains(path) && !pending.contains(&(false, path.clone()));
                if !there && !pending.contains(&(true, path.clone())) {
                    files.insert(path.clone(), Vec::new());
                    waiting.remove(path);
                    pending.push((true, path.clone()));
                }
            }
            Op::Unlink(path) => pending.push((false, path.clone())),
            Op::Change(path, change) => waiting
                .entry(path.clone())
                .or_default()
                .push(change.clone()),
            Op::Sync(path) => {
                let file = files.entry(path.clone()).or_default();
                for change in waiting.remove(path).into_iter().flatten() {
                    apply(file, &change, None);
                }
                // A journalling file system that syncs a file has what was done to names up to its own.
                if let Some(own) = pending.iter().rposition(|p| *p == (true, path.clone())) {
                    for one in pending.drain(..=own) {
                        settle(&mut names, one);
                    }
                }
            }
            Op::SyncFolder => {
                for one in pending.drain(..) {
                    settle(&mut names, one);
                }
            }
        }
    }
    for (path, changes) in &waiting {
        let file = files.entry(path.clone()).or_default();
        for change in changes {
            if dice.chance(50) {
                apply(file, change, Some(dice));
            }
        }
    }
    let known = dice.below(pending.len() + 1);
    for one in pending.into_iter().take(known) {
        settle(&mut names, one);
    }
    files.retain(|path, _| names.contains(path));
    (files, answered)
}

fn files_of(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let below = common::stage::files(folder).into_iter();
    below
        .map(|(name, bytes)| (folder.join(name), bytes))
        .collect()
}

/// How many disks were corrupt, and how many lacked an answered save.
fn play(ops: &[Op], base: &Files, images: usize, judge: Judge<'_>) -> (usize, usize) {
    let half = |seed, images| play_with(Dice(seed), ops, base, images, judge);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| half(20_261_125, images / 2));
        let (corrupt, lost) = half(20_261_124, images - images / 2);
        let (more_corrupt, more_lost) = other.join().unwrap();
        (corrupt + more_corrupt, lost + more_lost)
    })
}

type Files = BTreeMap<PathBuf, Vec<u8>>;
/// Whether a disk is corrupt, and whether it lacks the save that was answered last.
type Judge<'j> = &'j (dyn Fn(&Path, Option<usize>) -> (bool, bool) + Sync);

fn play_with(
    mut dice: Dice,
    ops: &[Op],
    base: &Files,
    images: usize,
    judge: Judge<'_>,
) -> (usize, usize) {
    let (mut corrupt, mut lost) = (0, 0);
    for _ in 0..images {
        let end = 1 + dice.below(ops.len());
        let (files, answered) = disk(base, ops, end, &mut dice);
        let place = scratch();
        for (path, bytes) in &files {
            std::fs::write(place.path().join(path.file_name().unwrap()), bytes).unwrap();
        }
        let (is_corrupt, is_lost) = judge(place.path(), answered);
        corrupt += usize::from(is_corrupt);
        lost += usize::from(is_lost);
    }
    (corrupt, lost)
}

fn recorded(test: &str, variables: &[(&str, String)], folder: &Path) -> Vec<Op> {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child
        .args(saver::arguments(test))
        .envs(variables.iter().cloned());
    record(&child, folder)
}

#[test]
fn child_that_saves_while_it_is_recorded() {
    saver::save_when_asked();
}

#[test]
#[ignore = "needs strace"]
fn no_answered_save_is_lost_when_the_power_goes() {
    let mut room = Room::new();
    room.office = None;
    let folder = room.folder.path().to_owned();
    let before = Office::open(&room.file(), NOW)
        .unwrap()
        .ledger()
        .events
        .len();
    let base = files_of(&folder);
    let variables = [
        (saver::FILE, room.file().display().to_string()),
        (saver::SAVES, SAVES.to_string()),
    ];
    let ops = recorded("child_that_saves_while_it_is_recorded", &variables, &folder);
    let answers = ops
        .iter()
        .filter(|op| matches!(op, Op::Answered(_)))
        .count();
    assert_eq!(answers, SAVES as usize);
    let images = if std::env::var_os("KEPU_NIGHT").is_some() {
        IMAGES * 20
    } else {
        IMAGES
    };
    let (corrupt, lost) = play(&ops, &base, images, &|place, answered| {
        let file = place.join("湖滨.kepu");
        // The store is what a power cut can hurt; the books of the office would be read 1,500 times for nothing.
        let Ok(store) = Store::open(&file, |_| Ok(())) else {
            return (true, false);
        };
        let sound = store.examine().is_ok_and(|f| f.is_sound());
        let counts = store.counts().unwrap_or_default();
        let events = counts.iter().find(|(table, _)| *table == "event");
        let wanted = answered.map_or(before, |number| number + 1);
        (!sound, events.is_none_or(|(_, n)| (*n as usize) < wanted))
    });
    println!(
        "{} calls, {images} power cuts: {corrupt} corrupt, {lost} lost an answered save",
        ops.len()
    );
    assert_eq!((corrupt, lost), (0, 0));
}

#[test]
fn child_that_writes_without_the_program() {
    let (Ok(file), Ok(sync)) = (std::env::var(RAW), std::env::var(RAW_SYNC)) else {
        return;
    };
    let db = Connection::open(file).unwrap();
    db.execute_batch(&format!(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = {sync};
         CREATE TABLE IF NOT EXISTS one (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"
    ))
    .unwrap();
    for n in 0..SAVES {
        let text = "内容".repeat(n as usize * 37 % 900);
        db.execute(
            "INSERT INTO one (id, text) VALUES (?1, ?2)",
            rusqlite::params![n, text],
        )
        .unwrap();
        println!("saved {n}");
    }
}

// The same disks for a writer that waits for nothing: losses must be found, or the harness finds none anywhere.
#[test]
#[ignore = "needs strace"]
fn the_harness_finds_the_losses_of_a_writer_that_does_not_wait_for_the_disk() {
    let losses = |sync: &str| {
        let folder = scratch();
        let file = folder.path().join("raw.db");
        let begin = Connection::open(&file).unwrap();
        begin
            .execute_batch("CREATE TABLE one (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;")
            .unwrap();
        drop(begin);
        let base = files_of(folder.path());
        let variables = [
            (RAW, file.display().to_string()),
            (RAW_SYNC, sync.to_owned()),
        ];
        let ops = recorded(
            "child_that_writes_without_the_program",
            &variables,
            folder.path(),
        );
        play(&ops, &base, 200, &|place, answered| {
            let look = || -> rusqlite::Result<(String, usize)> {
                let db = Connection::open(place.join("raw.db"))?;
                let sound = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
                let count: i64 = db.query_row("SELECT count(*) FROM one", [], |row| row.get(0))?;
                Ok((sound, count as usize))
            };
            match look() {
                Ok((sound, count)) => (sound != "ok", count < answered.map_or(0, |n| n + 1)),
                Err(_) => (true, false),
            }
        })
    };
    let (corrupt, lost) = losses("OFF");
    println!("synchronous=OFF, 200 power cuts: {corrupt} corrupt, {lost} lost an answered save");
    assert!(corrupt > 20 && lost > 0, "{corrupt} {lost}");
    assert_eq!(losses("EXTRA"), (0, 0));
}
