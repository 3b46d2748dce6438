//! Packs with a password: closed to everybody without it, and no danger to who is handed one by a stranger.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::packs::Desk;
use common::packs::PHONE;
use common::packs::content;
use common::packs::inside;
use common::packs::take;
use common::packs::told;
use common::packs::wishes;
use kepu_ledger::app::merge;
use kepu_ledger::app::merge::Decisions;
use kepu_ledger::app::submit::PackWishes;
use kepu_ledger::app::submit::Password;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

const WORD: &str = "湖滨-2025-上报";

fn locked() -> PackWishes {
    PackWishes {
        personal: true,
        password: Some(Password::new(WORD)),
        ..wishes()
    }
}

/// Lock bytes as another tool would, with so much work.
fn lock(bytes: &[u8], work: u8, path: &Path) {
    let mut key = age::scrypt::Recipient::new(WORD.to_owned().into());
    key.set_work_factor(work);
    let keys = std::iter::once(&key as &dyn age::Recipient);
    let file = std::fs::File::create(path).unwrap();
    let mut out = age::Encryptor::with_recipients(keys)
        .unwrap()
        .wrap_output(file)
        .unwrap();
    out.write_all(bytes).unwrap();
    out.finish().unwrap();
}

#[test]
fn a_locked_pack_opens_with_its_password_and_with_no_other() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    let (pack, done) = desk.pack_with(&mut office, "锁", &locked());
    let bytes = std::fs::read(&pack).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1\n"));
    for word in [PHONE.as_bytes(), b"manifest.json", b"PK\x03\x04"] {
        assert!(!bytes.windows(word.len()).any(|w| w == word), "{word:?}");
    }
    let error = merge::open(&pack).unwrap_err();
    assert!(merge::needs_password(&error));
    assert!(told::<()>(Err(error)).contains("“锁.kepuup”加了密码"));
    let wrong = Password::new("湖滨-2025-上叧");
    let error = merge::open_locked(&pack, Some(&wrong)).unwrap_err();
    assert!(merge::needs_password(&error));
    assert!(told::<()>(Err(error)).contains("“锁.kepuup”的密码不对"));
    let mut district = desk.district();
    let before = content(&district);
    assert!(take(&mut district, &pack).is_err());
    assert_eq!(content(&district), before);
    // With blanks around it, as pasted from a message.
    let right = Password::new(&format!(" {WORD}\r\n"));
    let mut read = merge::open_locked(&pack, Some(&right)).unwrap();
    district
        .take_pack(&mut read, &pack, &Decisions::default())
        .unwrap();
    assert_eq!(district.submissions(None)[0], done.submission);
    assert!(format!("{:?}", content(&district)).contains(PHONE));
    // A tool of another maker finds a plain zip in it.
    let key = age::scrypt::Identity::new(WORD.to_owned().into());
    let plain = age::decrypt(&key, &bytes).unwrap();
    let path = desk.path("打开.kepuup");
    std::fs::write(&path, plain).unwrap();
    assert!(inside(&path).iter().any(|(n, _)| n == "tables/event.jsonl"));
    assert_eq!(merge::open(&path).unwrap().hash, done.submission.hash);
    // A password for a pack that has none is no harm.
    assert!(merge::open_locked(&path, Some(&right)).is_ok());
}

#[test]
fn a_short_password_locks_nothing() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    let short = PackWishes {
        password: Some(Password::new("1234567 ")),
        ..locked()
    };
    let path = desk.path("短.kepuup");
    let said = told(office.submission(&short, &path));
    assert!(said.contains("密码太短，至少要 8 个字符"), "{said}");
    assert!(!path.exists() && office.submissions(None).is_empty());
    assert!(!format!("{:?}", locked()).contains(WORD));
}

#[test]
fn a_locked_pack_that_was_damaged_is_refused() {
    let desk = Desk::new();
    let plain = desk.pack(&mut desk.office("湖滨街道办事处"), "好的");
    let pack = desk.path("锁.kepuup");
    lock(&std::fs::read(&plain).unwrap(), 4, &pack);
    let whole = std::fs::read(&pack).unwrap();
    let key = Password::new(WORD);
    assert!(merge::open_locked(&pack, Some(&key)).is_ok());
    let path = desk.path("坏.kepuup");
    for at in (0..whole.len()).step_by(whole.len() / 60 + 1) {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x10;
        std::fs::write(&path, &flipped).unwrap();
        assert!(merge::open_locked(&path, Some(&key)).is_err(), "byte {at}");
    }
    for cut in [22, 100, 200, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&path, &whole[..cut]).unwrap();
        let said = told(merge::open_locked(&path, Some(&key)));
        assert!(said.contains("“坏.kepuup”"), "{cut}: {said}");
    }
}

#[test]
fn a_strangers_lock_takes_no_minutes_and_no_memory() {
    let desk = Desk::new();
    let key = Password::new(WORD);
    let path = desk.path("坏.kepuup");
    // Work for an hour: the head says 2^30, written by hand as nobody could make it.
    lock(b"anything", 4, &path);
    let whole = std::fs::read(&path).unwrap();
    let text = String::from_utf8_lossy(&whole[..180]).into_owned();
    let stanza = text.lines().nth(1).unwrap();
    let heavy = format!("{} 30", stanza.rsplit_once(' ').unwrap().0);
    let mut forged = whole.clone();
    let from = text.find(stanza).unwrap();
    forged.splice(from..from + stanza.len(), heavy.bytes());
    std::fs::write(&path, &forged).unwrap();
    let begun = Instant::now();
    let said = told(merge::open_locked(&path, Some(&key)));
    assert!(said.contains("超过了上报包的限度"), "{said}");
    // A head of twenty megabytes.
    let mut long = b"age-encryption.org/v1\n".to_vec();
    while long.len() < 20 << 20 {
        long.extend_from_slice(b"-> X25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nAAAA\n");
    }
    std::fs::write(&path, &long).unwrap();
    let said = told(merge::open_locked(&path, Some(&key)));
    assert!(said.contains("不完整"), "{said}");
    // A bomb behind the lock: caps count what comes out of it.
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("manifest.json", options).unwrap();
    zip.write_all(&vec![b' '; 8 << 20]).unwrap();
    lock(&zip.finish().unwrap().into_inner(), 4, &path);
    let said = told(merge::open_locked(&path, Some(&key)));
    assert!(said.contains("“manifest.json”超过了上报包的限度"), "{said}");
    assert!(
        begun.elapsed() < Duration::from_secs(20),
        "{:?}",
        begun.elapsed()
    );
}

fn run(desk: &Desk, words: &[&str], typed: Option<&str>, variable: Option<&str>) -> (bool, String) {
    let mut command = Command::new(common::program());
    command
        .current_dir(desk.folder.path())
        .args(words)
        .env_remove("KEPU_PACK_PASSWORD")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    if let Some(word) = variable {
        command.env("KEPU_PACK_PASSWORD", word);
    }
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input
        .write_all(typed.unwrap_or_default().as_bytes())
        .unwrap();
    drop(input);
    let out = child.wait_with_output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap() + &String::from_utf8(out.stderr).unwrap();
    (out.status.success(), text)
}

#[test]
fn the_password_goes_by_command_and_by_the_environment() {
    let desk = Desk::new();
    drop(desk.office("湖滨街道办事处"));
    drop(desk.district());
    let (file, district) = ("湖滨街道办事处.kepu", "南湖区科协.kepu");
    let pack = [
        "pack",
        file,
        "--year",
        "2025",
        "--personal",
        "--note",
        "属实",
        "--out",
        "包.kepuup",
    ];
    let (done, said) = run(&desk, &pack, None, None);
    assert!(done && said.contains("建议加密码"), "{said}");
    // By command nothing is replaced.
    let (done, said) = run(&desk, &pack, None, None);
    assert!(
        !done && said.contains("“包.kepuup”已经存在，没有覆盖"),
        "{said}"
    );
    std::fs::remove_file(desk.path("包.kepuup")).unwrap();
    let with = [&pack[..], &["--password-stdin"]].concat();
    let (done, said) = run(&desk, &with, Some(""), None);
    assert!(!done && said.contains("标准输入里没有密码"), "{said}");
    let (done, said) = run(&desk, &with, Some(&format!("{WORD}\n")), None);
    assert!(done && said.contains("已加密码"), "{said}");
    let merge = ["merge", district, "包.kepuup"];
    let (done, said) = run(&desk, &merge, None, None);
    assert!(!done && said.contains("加了密码"), "{said}");
    let (done, said) = run(&desk, &merge, None, Some("另外的密码呀呀"));
    assert!(!done && said.contains("密码不对"), "{said}");
    let with = [&merge[..], &["--dry-run", "--password-stdin"]].concat();
    let (done, said) = run(&desk, &with, Some(WORD), None);
    assert!(done && said.contains("湖滨街道办事处"), "{said}");
    let (done, said) = run(&desk, &merge, None, Some(WORD));
    assert!(done && said.contains("一次撤销可全部退回"), "{said}");
}
