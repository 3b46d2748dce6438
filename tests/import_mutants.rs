//! Sheets that were damaged on their way, and readers that die over them: always an answer in Chinese, never a crash of
//! the program, never more than 20 seconds or 512 MB. 2,000 mutants in CI, 20,000 with `KEPU_NIGHT=1`, each in a worker
//! process of its own.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::program;
use common::samples;
use kepu_ledger::app::AppError;
use kepu_ledger::app::words;
use kepu_ledger::exchange::ForeignError;
use kepu_ledger::exchange::worker::Limits;
use kepu_ledger::exchange::worker::read_foreign;
use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;
use tempfile::TempDir;

/// A small generator of numbers that repeats itself from a seed (xorshift, Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn new(seed: usize) -> Self {
        Self((seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % most.max(1)
    }
}

/// Sheets of all formats: the five samples, the old ones, pages and the old XML, and an xlsx whose parts are not packed, so
/// that damage reaches the XML.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let folder = std::env::current_dir().unwrap().join("tests/data/ugly");
    let mut paths = samples();
    paths.extend(["合并隐藏.xls", "筛选.ods", "网页.html"].map(|n| folder.join(n)));
    let mut seeds: Vec<(String, Vec<u8>)> = paths
        .iter()
        .map(|p| {
            let name = p.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(p).unwrap())
        })
        .collect();
    for at in [0, 3] {
        seeds.push((format!("松{}", seeds[at].0), unpacked(&seeds[at].1)));
    }
    seeds.push(("松.ods".into(), unpacked(&seeds[6].1)));
    let xml = "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"台账\"><Table>\
        <Row ss:Index=\"2\"><Cell ss:MergeDown=\"1\"><Data ss:Type=\"String\">活动名称</Data></Cell><Cell ss:Index=\"3\"><Data ss:Type=\"DateTime\">2025-05-12T00:00:00</Data></Cell></Row>\
        </Table></Worksheet></Workbook>";
    seeds.push(("导出.xls".into(), xml.as_bytes().to_vec()));
    seeds
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    use std::io::Read as _;
    use std::io::Write as _;
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for n in 0..from.len() {
        let mut file = from.by_index(n).unwrap();
        let name = file.name().unwrap().into_owned();
        to.start_file(name, stored).unwrap();
        let mut part = Vec::new();
        file.read_to_end(&mut part).unwrap();
        to.write_all(&part).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// The `n`th mutant: bytes changed, cut, doubled, taken from another sheet, or a length made absurd.
fn mutant(n: usize, seeds: &[(String, Vec<u8>)]) -> (String, Vec<u8>) {
    let mut dice = Dice::new(n);
    let (name, seed) = &seeds[n % seeds.len()];
    let mut bytes = seed.clone();
    for _ in 0..=dice.below(3) {
        let at = dice.below(bytes.len());
        let length = dice.below(bytes.len() - at).min(400);
        match dice.below(7) {
            0 => {
                for _ in 0..=dice.below(30) {
                    let at = dice.below(bytes.len());
                    bytes[at] = dice.below(256) as u8;
                }
            }
            1 => bytes[at] ^= 1 << dice.below(8),
            2 => bytes.truncate(at.max(4)),
            3 => drop(bytes.drain(at..at + length)),
            4 => {
                let twice = bytes[at..at + length].to_vec();
                bytes.splice(at..at, twice);
            }
            5 => {
                let other = &seeds[dice.below(seeds.len())].1;
                let from = dice.below(other.len());
                let piece = other[from..(from + length).min(other.len())].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => {
                // Lengths and counts are little numbers of two and four bytes.
                let value: [u8; 4] =
                    [[0xFF; 4], [0; 4], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 1]][dice.below(4)];
                for (place, byte) in bytes[at..].iter_mut().zip(value) {
                    *place = byte;
                }
            }
        }
        if bytes.is_empty() {
            bytes.push(0);
        }
    }
    (format!("{n}-{name}"), bytes)
}

#[derive(Default)]
struct Toll {
    outcomes: BTreeMap<String, usize>,
    slowest: Duration,
    wrong: Vec<String>,
}

#[test]
fn mutants_of_real_sheets_are_always_answered() {
    let count = if std::env::var_os("KEPU_NIGHT").is_some() {
        20_000
    } else {
        2_000
    };
    let seeds = seeds();
    let folder = TempDir::new().unwrap();
    let next = AtomicUsize::new(0);
    let hands = std::thread::available_parallelism().map_or(2, usize::from);
    let begun = Instant::now();
    let tolls: Vec<Toll> = std::thread::scope(|scope| {
        let work: Vec<_> = (0..hands)
            .map(|_| scope.spawn(|| answers(&seeds, folder.path(), &next, count)))
            .collect();
        work.into_iter().map(|w| w.join().unwrap()).collect()
    });
    let mut all = Toll::default();
    for toll in tolls {
        for (outcome, n) in toll.outcomes {
            *all.outcomes.entry(outcome).or_default() += n;
        }
        all.slowest = all.slowest.max(toll.slowest);
        all.wrong.extend(toll.wrong);
    }
    println!(
        "{count} mutants in {:.0?}, slowest {:.2?}: {:?}",
        begun.elapsed(),
        all.slowest,
        all.outcomes
    );
    assert_eq!(all.outcomes.values().sum::<usize>(), count);
    assert!(all.wrong.is_empty(), "{}", all.wrong.join("\n"));
    // Some must still be read and some must not, or nothing was tried.
    assert!(all.outcomes.contains_key("read") && all.outcomes.contains_key("damaged"));
}

fn answers(seeds: &[(String, Vec<u8>)], folder: &Path, next: &AtomicUsize, count: usize) -> Toll {
    let mut toll = Toll::default();
    loop {
        let n = next.fetch_add(1, Ordering::Relaxed);
        if n >= count {
            return toll;
        }
        let (name, bytes) = mutant(n, seeds);
        let path = folder.join(&name);
        std::fs::write(&path, bytes).unwrap();
        let begun = Instant::now();
        let read = read_foreign(&program(), &path, &Limits::default());
        let took = begun.elapsed();
        toll.slowest = toll.slowest.max(took);
        let outcome = match read {
            Ok(_) => "read".to_owned(),
            Err(error) => {
                let kind = format!("{error:?}").to_lowercase();
                let kind = kind.split([' ', '{']).next().unwrap().to_owned();
                // A guard that ends it, a worker that fails without a word or a hang would be ours.
                let ours = matches!(
                    error,
                    ForeignError::TimedOut {}
                        | ForeignError::Stopped { .. }
                        | ForeignError::WorkerFailed { .. }
                        | ForeignError::Io { .. }
                );
                let said = words::advice(&AppError::Sheet(error, path.clone())).to_string();
                if ours || !said.contains(&name) {
                    toll.wrong.push(format!("{name} after {took:?}: {said}"));
                }
                kind
            }
        };
        *toll.outcomes.entry(outcome).or_default() += 1;
        std::fs::remove_file(path).unwrap();
    }
}

fn sheet(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("台账.csv");
    std::fs::write(&path, "姓名,电话\n李娜,15000002238\n").unwrap();
    path
}

fn said(program: &Path, file: &Path, limits: &Limits) -> String {
    let error = read_foreign(program, file, limits).map(|_| ()).unwrap_err();
    words::advice(&AppError::Sheet(error, file.to_owned())).to_string()
}

/// A program in place of our worker that ends as the script says.
#[cfg(unix)]
fn ends(folder: &TempDir, script: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt as _;
    let path = folder.path().join("worker.sh");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[cfg(unix)]
#[test]
fn however_the_worker_ends_the_clerk_is_told_and_the_program_goes_on() {
    let short = Limits {
        time: Duration::from_millis(600),
        output: 1 << 20,
        ..Limits::default()
    };
    for (script, expected) in [
        ("kill -ABRT $$", "内容有问题，读到一半停了"),
        ("kill -SEGV $$", "内容有问题，读到一半停了"),
        (
            "echo \"thread 'main' has overflowed its stack\" >&2; kill -ABRT $$",
            "内容有问题，读到一半停了",
        ),
        (
            "echo 'memory allocation of 9 bytes failed' >&2; kill -ABRT $$",
            "太占内存",
        ),
        ("kill -KILL $$", "被系统或安全软件中止"),
        ("kill -TERM $$", "被系统或安全软件中止"),
        ("exit 101", "已经损坏"),
        ("exit 1", "没能读取"),
        ("exit 0", "没能读取"),
        ("printf garbage; exit 0", "没能读取"),
        ("exec sleep 30", "太久"),
        ("exec >&-; exec sleep 30", "太久"),
        ("exec head -c 5000000 /dev/zero", "太大"),
        ("exec head -c 5000000 /dev/zero >&2", "没能读取"),
    ] {
        let folder = TempDir::new().unwrap();
        let begun = Instant::now();
        let said = said(&ends(&folder, script), &sheet(&folder), &short);
        assert!(said.contains(expected), "{script}: {said}");
        assert!(said.contains("台账.csv"), "{script}: {said}");
        assert!(begun.elapsed() < Duration::from_secs(5), "{script}");
    }
}

#[test]
fn a_sheet_that_asks_for_more_memory_than_it_may_have_is_refused() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("志愿者.csv");
    let lines = "李娜,15000002238,湖滨社区\n".repeat(100_000);
    std::fs::write(&path, format!("姓名,电话,社区\n{lines}")).unwrap();
    let small = Limits {
        memory: 12 << 20,
        ..Limits::default()
    };
    let told = said(&program(), &path, &small);
    assert!(told.contains("太占内存"), "{told}");
    // And is read when it may have it.
    let book = read_foreign(&program(), &path, &Limits::default()).unwrap();
    assert_eq!(book.sheets[0].rows.len(), 100_001);
}

#[test]
fn a_small_zip_that_unfolds_to_hundreds_of_megabytes_is_refused_in_time() {
    use std::io::Write as _;
    let folder = TempDir::new().unwrap();
    // A third of what the program allows, to be quick; the sheets unfold to more.
    let limits = Limits {
        memory: 100 << 20,
        ..Limits::default()
    };
    for (name, before, piece, is_read) in [
        (
            "格子.xlsx",
            "<worksheet><sheetData>",
            "<row><c t=\"inlineStr\"><is><t>科普</t></is></c></row>",
            true,
        ),
        (
            "长文.xlsx",
            "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>",
            "科普科普科普科普",
            false,
        ),
        ("空白.xlsx", "<worksheet>", "                     ", false),
    ] {
        let path = folder.path().join(name);
        let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
        let options = zip::write::SimpleFileOptions::default().compression_level(Some(1));
        for (name, bytes) in common::books::workbook(&[("台账", "")], "") {
            zip.start_file(name, options).unwrap();
            zip.write_all(&bytes).unwrap();
        }
        zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
        zip.write_all(before.as_bytes()).unwrap();
        let block = piece.repeat((1 << 20) / piece.len());
        for _ in 0..150 {
            zip.write_all(block.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
        let begun = Instant::now();
        match read_foreign(&program(), &path, &limits) {
            Ok(book) => {
                assert!(is_read, "{name}");
                assert_eq!(book.sheets[0].rows.len(), 200_000);
                assert!(book.warnings[0].contains("没有读"), "{:?}", book.warnings);
            }
            Err(error) => {
                let said = words::advice(&AppError::Sheet(error, path)).to_string();
                assert!(!is_read && said.contains("太占内存"), "{name}: {said}");
            }
        }
        assert!(begun.elapsed() < Duration::from_secs(15), "{name}");
    }
}
