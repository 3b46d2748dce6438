//! A damaged file, as the office meets it: named in Chinese, never written to, its copies offered, and what can be read in it
//! brought into a new file.
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
use common::event;
use common::packs::content;
use common::program;
use common::volunteer;
use common::window::wait_for;
use common::window::window;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::Register;
use kepu_ledger::app::SampleSize;
use kepu_ledger::app::attach;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::app::merge;
use kepu_ledger::app::rescue::Rescued;
use kepu_ledger::app::rescue::rescue;
use kepu_ledger::store::backup;
use kepu_ledger::store::files;
use std::path::Path;

const PAGE: usize = 4096;

/// An office with years of work: some thousand rows, a photo, a draft and a copy.
fn office(size: SampleSize) -> Room {
    let mut room = Room::new();
    room.office().invent(size).unwrap();
    let photo = room.folder.path().join("现场.png");
    image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([x as u8 * 4, y as u8 * 5, 90]))
        .save(&photo)
        .unwrap();
    let talk = room.save(Command::SaveEvent(event("带照片的讲座", 3, 1)));
    room.save(Command::SaveVolunteer(volunteer("李娜")));
    room.office()
        .attach(Register::Events, talk, vec![attach::pick(&photo)])
        .unwrap();
    room.office()
        .keep_draft("events", "写了一半的活动")
        .unwrap();
    room.office().back_up(None, "手动").unwrap();
    room
}

fn small() -> SampleSize {
    SampleSize {
        events: 200,
        volunteers: 120,
        officers: 60,
        ..SampleSize::of_year(2025)
    }
}

/// Damage is repeatable: the same seed hits the same places.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % below
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.next(256) as u8;
        }
    }
}

fn rows(office: &Office) -> usize {
    office.ledger().counts().iter().map(|(_, n)| n).sum()
}

/// Every kind of damage of the list, by name, and whether something can be rescued.
fn matrix(good: &[u8]) -> Vec<(&'static str, Vec<u8>, bool)> {
    let mut dice = Dice(7);
    let mut cases: Vec<(&'static str, Vec<u8>, bool)> = Vec::new();
    let mut with = |name, damage: &mut dyn FnMut(&mut Vec<u8>)| {
        let mut bytes = good.to_vec();
        damage(&mut bytes);
        cases.push((name, bytes, true));
    };
    with("头十六字节为零", &mut |b| b[..16].fill(0));
    with("头一百字节为零", &mut |b| b[..100].fill(0));
    with("头不对", &mut |b| {
        b[..16].copy_from_slice(b"SQLite format 4\0");
    });
    with("目录页是乱码", &mut |b| dice.fill(&mut b[100..PAGE]));
    with("首页是乱码", &mut |b| {
        let mark = b[68..72].to_vec();
        Dice(3).fill(&mut b[..PAGE]);
        b[..16].fill(0);
        b[68..72].copy_from_slice(&mark);
    });
    with("首页全是乱码", &mut |b| Dice(4).fill(&mut b[..PAGE]));
    with("一页为零", &mut |b| {
        let page = b.len() / PAGE / 2;
        b[page * PAGE..(page + 1) * PAGE].fill(0);
    });
    with("截掉一半", &mut |b| b.truncate(b.len() / 2));
    with("少一页", &mut |b| b.truncate(b.len() - PAGE));
    with("少一千字节", &mut |b| b.truncate(b.len() - 1000));
    cases.push(("空文件", Vec::new(), false));
    cases
}

#[test]
fn every_damage_is_named_not_written_to_and_copy_and_rescue_are_offered() {
    let mut room = office(small());
    let all = content(room.office());
    let file = room.file();
    room.office = None;
    let good = std::fs::read(&file).unwrap();
    for (name, bytes, can_rescue) in matrix(&good) {
        std::fs::write(&file, &bytes).unwrap();
        let mut window = window(Some(Begin::Open(file.clone())));
        wait_for(&mut window, "湖滨.kepu");
        wait_for(&mut window, "从最近的备份恢复");
        let said = match name {
            "空文件" => "空文件",
            "首页全是乱码" => "不是科普台账的数据文件",
            _ => "已经损坏",
        };
        wait_for(&mut window, said);
        let offered = window.query_all_by_label("抢救能读出的内容").next();
        assert_eq!(offered.is_some(), can_rescue, "{name}");
        drop(window);
        assert_eq!(
            std::fs::read(&file).unwrap(),
            bytes,
            "{name} was written to"
        );
        let target = room.folder.path().join(format!("{name}.kepu"));
        let out = std::process::Command::new(program())
            .args([
                "rescue".as_ref(),
                file.as_os_str(),
                "--to".as_ref(),
                target.as_os_str(),
            ])
            .output()
            .unwrap();
        assert_eq!(
            std::fs::read(&file).unwrap(),
            bytes,
            "{name} was written to"
        );
        let said = String::from_utf8_lossy(&out.stdout).into_owned();
        if !can_rescue {
            assert_eq!(out.status.code(), Some(1));
            let said = String::from_utf8_lossy(&out.stderr).into_owned();
            assert!(said.contains("空文件"), "{said}");
            assert!(!target.exists());
            continue;
        }
        assert!(
            out.status.success(),
            "{name}: {}",
            String::from_utf8_lossy(&out.stderr)
        );
        let report = target.with_file_name(format!("{name} 抢救报告.txt"));
        let report = std::fs::read_to_string(report).unwrap();
        assert!(report.contains("没有改动，仍在原处"), "{report}");
        assert!(
            report.contains("科普活动：") && said.contains("科普活动："),
            "{report}"
        );
        let office = Office::open(&target, NOW).unwrap();
        assert!(office.examine().unwrap().is_sound(), "{name}");
        let came = content(&office);
        // What was cut off with half of the file is gone, history and all.
        let least = if name == "截掉一半" {
            assert!(report.contains("读不出来"), "{report}");
            all.len() / 20
        } else {
            all.len() * 99 / 100
        };
        let same = came.iter().filter(|r| all.binary_search(r).is_ok()).count();
        println!("{name}: {same} of {} records as they were", all.len());
        assert!(same >= least, "{name}: {same} of {}", all.len());
    }
}

#[test]
fn from_a_file_that_never_was_a_ledger_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let (sheet, target) = (folder.path().join("表.kepu"), folder.path().join("新.kepu"));
    std::fs::copy(&common::samples()[0], &sheet).unwrap();
    let out = std::process::Command::new(program())
        .args([
            "rescue".as_ref(),
            sheet.as_os_str(),
            "--to".as_ref(),
            target.as_os_str(),
        ])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(said.contains("“表.kepu”里没有能抢救的记录"), "{said}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn junk_behind_the_end_harms_nothing() {
    let mut room = office(small());
    let all = content(room.office());
    room.office = None;
    let mut bytes = std::fs::read(room.file()).unwrap();
    bytes.extend([0xA5; 5000]);
    std::fs::write(room.file(), &bytes).unwrap();
    let office = Office::open(&room.file(), NOW).unwrap();
    assert_eq!(content(&office), all);
    assert!(office.examine().unwrap().is_sound());
}

/// Flip a bit somewhere.
fn flipped(good: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = good.to_vec();
    let at = dice.next(bytes.len());
    bytes[at] ^= 1 << dice.next(8);
    bytes
}

#[test]
fn every_flipped_bit_of_a_copy_a_photo_or_a_pack_is_noticed() {
    let mut room = office(small());
    let copy = room.office().copies().remove(0);
    let folder = room.office().copies_folder();
    let photo = room
        .office()
        .ledger()
        .attachments
        .values()
        .next()
        .unwrap()
        .clone();
    let pack = room.folder.path().join("上报.kepuup");
    room.office()
        .submission(&common::packs::wishes(), &pack)
        .unwrap();
    let mut dice = Dice(11);
    let good = std::fs::read(folder.join(&copy.name)).unwrap();
    for n in 0..400 {
        std::fs::write(folder.join(&copy.name), flipped(&good, &mut dice)).unwrap();
        assert!(
            backup::verify(&folder, &copy).is_err(),
            "flip {n} of the copy"
        );
    }
    std::fs::write(folder.join(&copy.name), &good).unwrap();
    backup::verify(&folder, &copy).unwrap();
    let place = files::folder_of(&room.file()).join(photo.stored_name());
    let good = std::fs::read(&place).unwrap();
    for n in 0..300 {
        std::fs::write(&place, flipped(&good, &mut dice)).unwrap();
        let hash = backup::sha256_of(&place).unwrap();
        assert_ne!(hash, photo.hash, "flip {n} of the photo");
    }
    std::fs::write(&place, &good).unwrap();
    // A pack says what went into it; a bit that changes nothing of that is no damage.
    let good = std::fs::read(&pack).unwrap();
    let whole = merge::open(&pack).unwrap();
    let (mut refused, mut same) = (0, 0);
    for n in 0..300 {
        std::fs::write(&pack, flipped(&good, &mut dice)).unwrap();
        match merge::open(&pack) {
            Err(_) => refused += 1,
            Ok(read) => {
                let is_same = read.hash == whole.hash && read.records == whole.records;
                assert!(is_same, "flip {n} of the pack");
                same += 1;
            }
        }
    }
    println!(
        "400 flips of a copy, 300 of a photo: all noticed; 300 of a pack: {refused} refused, {same} without effect"
    );
}

#[test]
fn a_flipped_bit_of_the_live_file_is_noticed_or_harms_nothing() {
    let flips = if std::env::var_os("KEPU_NIGHT").is_some() {
        1000
    } else {
        60
    };
    let mut room = Room::new();
    for n in 0..6 {
        room.save(Command::SaveEvent(event(&format!("第{n}场"), 3, 1)));
        room.save(Command::SaveVolunteer(volunteer(&format!("志愿者{n}"))));
    }
    let all = content(room.office());
    room.office().back_up(None, "手动").unwrap();
    room.office = None;
    let good = std::fs::read(room.file()).unwrap();
    let mut dice = Dice(5);
    let (mut refused, mut found, mut harmless) = (0, 0, 0);
    // Most pages are empty: every other flip goes where something stands, the rest into the names and titles of records.
    let places: Vec<usize> = (0..good.len()).filter(|at| good[*at] != 0).collect();
    let is_word = |at: &usize| {
        ["志愿者", "场"]
            .iter()
            .any(|w| good[*at..].starts_with(w.as_bytes()))
    };
    let words: Vec<usize> = (0..good.len()).filter(is_word).collect();
    for n in 0..flips {
        let mut bytes = good.clone();
        // The last byte of a character: another character, and nothing SQLite could notice.
        let (at, bit) = if n % 2 == 0 {
            (places[dice.next(places.len())], dice.next(8))
        } else {
            (words[dice.next(words.len())] + 2, dice.next(6))
        };
        bytes[at] ^= 1 << bit;
        std::fs::write(room.file(), bytes).unwrap();
        let Ok(office) = Office::open(&room.file(), NOW) else {
            refused += 1;
            continue;
        };
        if office.health().is_ok_and(|h| h.bad() == 0) {
            assert_eq!(content(&office), all, "flip {n} at {at} went unnoticed");
            harmless += 1;
        } else {
            found += 1;
        }
    }
    println!(
        "{flips} flips of the live file: {refused} not opened, {found} found by the examination, {harmless} harmless"
    );
    assert!(refused + found > 0);
}

#[test]
fn a_value_that_is_no_value_any_more_is_damage_and_comes_back_from_the_history() {
    let mut room = office(small());
    let all = content(room.office());
    room.office = None;
    let db = rusqlite::Connection::open(room.file()).unwrap();
    db.execute(
        "UPDATE event SET groups = '[\"青少年' WHERE title = '带照片的讲座'",
        [],
    )
    .unwrap();
    drop(db);
    let mut window = window(Some(Begin::Open(room.file())));
    wait_for(&mut window, "已经损坏");
    window.get_by_label("抢救能读出的内容").click();
    wait_for(&mut window, "已抢救出");
    wait_for(&mut window, "湖滨街道办事处");
    drop(window);
    let rescued = room.folder.path().join("湖滨 抢救 2026-11-24.kepu");
    let office = Office::open(&rescued, NOW).unwrap();
    assert_eq!(content(&office), all);
    // Photos came along, and what was done before the rescue is not taken back by halves.
    let photo = office.ledger().attachments.values().next().unwrap();
    assert!(office.attachment_path(photo).is_file());
    assert_eq!(office.undo_label(), None);
    assert!(room.file().exists());
}

fn trial(good: &[u8], seed: u64, folder: &Path) -> Rescued {
    let mut dice = Dice(seed);
    let mut bytes = good.to_vec();
    let page = 1 + dice.next(bytes.len() / PAGE - 1);
    dice.fill(&mut bytes[page * PAGE..(page + 1) * PAGE]);
    let damaged = folder.join(format!("坏{seed}.kepu"));
    std::fs::write(&damaged, &bytes).unwrap();
    let done = rescue(&damaged, &folder.join(format!("救{seed}.kepu")), NOW).unwrap();
    assert_eq!(std::fs::read(&damaged).unwrap(), bytes);
    done
}

#[test]
fn of_a_file_with_one_page_destroyed_at_least_99_of_100_rows_come_through() {
    let mut room = office(SampleSize {
        events: 500,
        volunteers: 300,
        officers: 100,
        ..SampleSize::of_year(2025)
    });
    let all = content(room.office());
    let counted = rows(room.office());
    room.office = None;
    let good = std::fs::read(room.file()).unwrap();
    let before: usize = {
        let whole = room.folder.path().join("全.kepu");
        let done = rescue(&room.file(), &whole, NOW).unwrap();
        let (rows, of) = done.account.total();
        assert_eq!((rows, done.account.cuts), (of, 0), "nothing was damaged");
        assert_eq!(content(&Office::open(&whole, NOW).unwrap()), all);
        rows
    };
    assert!(counted > 2000, "{counted} records");
    let (mut kept, mut worst, mut same, mut fewest) = (0, usize::MAX, 0, usize::MAX);
    let trials = 60;
    for seed in 0..trials {
        let done = trial(&good, seed, room.folder.path());
        let (rows, _) = done.account.total();
        let office = Office::open(&done.file, NOW).unwrap();
        assert!(office.examine().unwrap().is_sound(), "trial {seed}");
        let came = content(&office);
        let right = came.iter().filter(|r| all.binary_search(r).is_ok()).count();
        (kept, worst) = (kept + rows, worst.min(rows));
        (same, fewest) = (same + right, fewest.min(right));
        drop(office);
        std::fs::remove_file(&done.file).unwrap();
    }
    let share = |part: usize, of: usize| 100.0 * part as f64 / of as f64;
    let total = before * trials as usize;
    println!(
        "{trials} trials, {} pages, {before} rows: {:.3} % of rows, worst {:.3} %; {:.3} % of records as they were, worst {:.3} %",
        good.len() / PAGE,
        share(kept, total),
        share(worst, before),
        share(same, all.len() * trials as usize),
        share(fewest, all.len()),
    );
    assert!(share(kept, total) >= 99.0);
    assert!(share(same, all.len() * trials as usize) >= 99.0);
}
