//! Copies: the second place, the page of totals, the reminder, putting one back from the window, and the drill: everything
//! comes back on another computer from the second place alone.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::NOW;
use common::Room;
use common::event;
use common::packs::content;
use common::program;
use common::titles;
use common::volunteer;
use common::window::Picks;
use common::window::go;
use common::window::opened;
use common::window::settle;
use common::window::wait_for;
use common::window::window;
use common::window::window_with;
use egui_kittest::kittest::Queryable as _;
use jiff::ToSpan as _;
use kepu_ledger::app::Clock;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::Register;
use kepu_ledger::app::attach;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::model::Uid;
use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

fn photo(room: &mut Room, talk: Uid, red: u8) {
    let path = room.folder.path().join(format!("{red}.png"));
    image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([x as u8 * 4, y as u8 * 5, red]))
        .save(&path)
        .unwrap();
    room.office()
        .attach(Register::Events, talk, vec![attach::pick(&path)])
        .unwrap();
}

fn office() -> (Room, Uid) {
    let mut room = Room::new();
    let talk = room.save(Command::SaveEvent(event("防震减灾讲座", 3, 1)));
    room.save(Command::SaveVolunteer(volunteer("李娜")));
    photo(&mut room, talk, 10);
    photo(&mut room, talk, 20);
    (room, talk)
}

fn run(arguments: &[&std::ffi::OsStr]) -> String {
    let out = std::process::Command::new(program())
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).unwrap()
}

fn back_up_to(room: &mut Room, stick: &Path) -> String {
    room.office = None;
    run(&[
        "backup".as_ref(),
        room.file().as_ref(),
        "--to".as_ref(),
        stick.as_ref(),
    ])
}

/// Everything under a folder by name, with its bytes.
fn below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn only_copy(folder: &Path) -> PathBuf {
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path());
    let mut copies: Vec<PathBuf> = files
        .filter(|p| p.extension().is_some_and(|e| e == "kepu"))
        .collect();
    copies.sort();
    copies.pop().unwrap()
}

#[test]
fn drill_on_another_computer_everything_comes_back_from_the_second_place_alone() {
    let (mut room, _) = office();
    let mut rules = kepu_ledger::model::plan::RuleBook::clone(&room.office().book().rules);
    rules.photos = 7;
    room.office().set_rules(Some(rules)).unwrap();
    room.office()
        .keep_draft("events", "写了一半的活动")
        .unwrap();
    room.save(Command::SaveEvent(event("被撤销的", 4, 1)));
    room.office().undo().unwrap();
    let stick = tempfile::tempdir().unwrap();
    let said = back_up_to(&mut room, stick.path());
    assert!(
        said.contains("附件新增 2 份、原有 0 份，都已读回核对"),
        "{said}"
    );
    let old = room.reopen();
    let before = (
        content(old),
        old.drafts().unwrap(),
        old.history(500).unwrap(),
        old.redo_label().map(str::to_owned),
    );
    let photos = below(&room.folder.path().join("湖滨.附件"));
    assert_eq!(photos.len(), 2);
    // The computer is gone with everything on it.
    drop(room);
    let other = tempfile::tempdir().unwrap();
    let target = other.path().join("科普台账/湖滨.kepu");
    let copy = only_copy(stick.path());
    let said = run(&[
        "restore".as_ref(),
        copy.as_ref(),
        "--to".as_ref(),
        target.as_ref(),
    ]);
    assert!(said.contains("附件 2 份都在，已逐个核对"), "{said}");
    let new = Office::open(&target, NOW).unwrap();
    let after = (
        content(&new),
        new.drafts().unwrap(),
        new.history(500).unwrap(),
        new.redo_label().map(str::to_owned),
    );
    assert_eq!(after, before);
    assert_eq!(new.book().rules.photos, 7);
    assert_eq!(below(&other.path().join("科普台账/湖滨.附件")), photos);
    assert!(new.examine().unwrap().is_sound());
    assert_eq!(new.health().unwrap().bad(), 0);
}

#[test]
fn only_new_attachments_go_to_the_second_place_and_a_broken_one_there_is_replaced() {
    let (mut room, talk) = office();
    let stick = tempfile::tempdir().unwrap();
    back_up_to(&mut room, stick.path());
    let photos = stick.path().join("湖滨.附件");
    let first = below(&photos);
    let (name, bytes) = first.iter().next().unwrap();
    let untouched = first.keys().nth(1).unwrap();
    let age = |name: &PathBuf| {
        std::fs::metadata(photos.join(name))
            .unwrap()
            .modified()
            .unwrap()
    };
    let before = age(untouched);
    let mut broken = bytes.clone();
    broken[50] ^= 1;
    std::fs::write(photos.join(name), broken).unwrap();
    room.reopen();
    photo(&mut room, talk, 30);
    let said = back_up_to(&mut room, stick.path());
    assert!(said.contains("附件新增 2 份、原有 1 份"), "{said}");
    assert_eq!(below(&photos).len(), 3);
    assert_eq!(&std::fs::read(photos.join(name)).unwrap(), bytes);
    assert_eq!(
        age(untouched),
        before,
        "what was there is not written again"
    );
    // A photo that is gone here is not said to be safe there.
    let lost = room.folder.path().join("湖滨.附件").join(name);
    std::fs::remove_file(lost).unwrap();
    std::fs::remove_file(photos.join(name)).unwrap();
    let said = back_up_to(&mut room, stick.path());
    assert!(said.contains("有 1 份附件本机已不在或已损坏"), "{said}");
}

#[test]
fn beside_each_copy_lies_a_page_a_person_can_read_and_it_goes_with_the_copy() {
    let (mut room, _) = office();
    let copy = room.office().back_up(None, "手动").unwrap();
    let page = std::fs::read_to_string(copy.with_extension("txt")).unwrap();
    for words in [
        "湖滨街道办事处",
        "2026-11-24 09:00:00（手动）",
        "科普活动 1",
        "附件 2",
        "主要指标",
        "填表人：李晓梅",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    room.office = None;
    for day in 1..60 {
        let clock = Clock::Fixed(NOW.now().saturating_add(i64::from(day).days()));
        let mut office = Office::open(&room.file(), clock).unwrap();
        office
            .run(Command::SaveEvent(event(&format!("第{day}天"), 3, 2)))
            .unwrap();
        assert!(office.back_up_if_changed("启动").unwrap());
    }
    let all = below(&room.folder.path().join("湖滨.备份"));
    let of = |extension: &str| {
        let some = all
            .keys()
            .filter(|p| p.extension().is_some_and(|e| e == extension));
        some.map(|p| p.with_extension("")).collect::<Vec<_>>()
    };
    assert_eq!(of("kepu"), of("txt"));
    assert!(of("kepu").len() < 20, "{:?}", of("kepu"));
}

#[test]
fn after_a_week_without_a_second_copy_the_window_reminds() {
    let (mut room, _) = office();
    room.office = None;
    let stick = tempfile::tempdir().unwrap();
    let then = Clock::Fixed(NOW.now().saturating_sub(8.days()));
    let office = Office::open(&room.file(), then).unwrap();
    assert!(office.second_is_due().is_none(), "the file is new");
    office.back_up(None, "启动").unwrap();
    let done = office
        .copy_away(stick.path(), None)
        .unwrap()
        .finish(&mut |_, _| true)
        .unwrap();
    office.note_away(&done).unwrap();
    assert!(office.second_is_due().is_none());
    drop(office);
    let picked = stick.path().to_owned();
    let mut window = window_with(Some(Begin::Open(room.file())), move || {
        Box::new(Picks::file(picked.clone()))
    });
    wait_for(&mut window, "第二处备份已有 8 天没有更新");
    window.get_by_label("去备份").click();
    settle(&mut window);
    window.get_by_label("备份到第二处").click();
    wait_for(&mut window, "附件新增 0 份、原有 2 份");
    settle(&mut window);
    go(&mut window, "工作台");
    assert!(window.query_by_label_contains("没有更新").is_none());
    go(&mut window, "备份与恢复");
    // Another place is taken just as well.
    window.get_by_label("选择第二处…").click();
    wait_for(&mut window, "附件新增 0 份、原有 2 份");
}

#[test]
fn a_chosen_copy_is_put_back_from_the_window_which_says_what_will_be_gone() {
    let (mut room, _) = office();
    room.office().back_up(None, "手动").unwrap();
    room.save(Command::SaveEvent(event("备份之后的讲座", 5, 1)));
    let mut window = opened(&mut room);
    go(&mut window, "备份与恢复");
    wait_for(&mut window, "活动 1，志愿者 1");
    let oldest = window
        .get_all_by_label("恢复 2026-11-24 09:00")
        .last()
        .unwrap();
    oldest.click();
    wait_for(
        &mut window,
        "这之后的 1 步操作不在这份备份里：新增活动 备份之后的讲座",
    );
    window.get_by_label("恢复这份备份").click();
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    drop(window);
    assert_eq!(
        titles(&Office::open(&room.file(), NOW).unwrap()),
        ["防震减灾讲座"]
    );
    let kept = std::fs::read_dir(room.folder.path())
        .unwrap()
        .map(|e| e.unwrap().path());
    let kept: Vec<PathBuf> = kept
        .filter(|p| p.to_string_lossy().contains("恢复前"))
        .filter(|p| p.extension().is_some_and(|e| e == "kepu"))
        .collect();
    assert_eq!(kept.len(), 1);
    assert_eq!(
        titles(&Office::open(&kept[0], NOW).unwrap()),
        ["防震减灾讲座", "备份之后的讲座"]
    );
}

#[test]
fn a_copy_from_before_the_second_place_was_known_is_listed_and_the_screen_opens_without_any() {
    let mut room = Room::new();
    room.office = None;
    let mut window = window(Some(Begin::Open(room.file())));
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    go(&mut window, "备份与恢复");
    wait_for(&mut window, "放一份到优盘或共享盘");
}

const PASSWORD: &str = "湖滨街道2026";

fn run_with(arguments: &[&std::ffi::OsStr], password: &str) -> (bool, String) {
    let out = std::process::Command::new(program())
        .args(arguments)
        .env("KEPU_PACK_PASSWORD", password)
        .output()
        .unwrap();
    let said = if out.status.success() {
        out.stdout
    } else {
        out.stderr
    };
    (out.status.success(), String::from_utf8(said).unwrap())
}

#[test]
fn under_a_password_nothing_on_the_stick_can_be_read_and_the_drill_still_holds() {
    let (mut room, talk) = office();
    let before = content(room.office());
    let photos = below(&room.folder.path().join("湖滨.附件"));
    let stick = tempfile::tempdir().unwrap();
    room.office = None;
    let file = room.file();
    let away: [&std::ffi::OsStr; 4] = [
        "backup".as_ref(),
        file.as_ref(),
        "--to".as_ref(),
        stick.path().as_ref(),
    ];
    let (_, said) = run_with(&away, "短");
    assert!(said.contains("密码至少 8 位"), "{said}");
    assert!(below(stick.path()).is_empty());
    let (fine, said) = run_with(&away, PASSWORD);
    assert!(fine && said.contains("附件新增 2 份、原有 0 份"), "{said}");
    // Only new ones the next time.
    room.reopen();
    photo(&mut room, talk, 30);
    room.office = None;
    let (fine, said) = run_with(&away, PASSWORD);
    assert!(fine && said.contains("附件新增 1 份、原有 2 份"), "{said}");
    for (name, bytes) in below(stick.path()) {
        let has = |part: &[u8]| bytes.windows(part.len()).any(|w| w == part);
        assert!(
            !has("李娜".as_bytes()) && !has(b"SQLite format"),
            "{}",
            name.display()
        );
        assert!(
            photos.values().all(|p| !has(&p[..64])),
            "{}",
            name.display()
        );
    }
    let copies = below(stick.path())
        .into_keys()
        .filter(|p| p.to_string_lossy().ends_with(".kepu.age"));
    let newest = stick.path().join(copies.max().unwrap());
    let target = stick.path().join("别的电脑/湖滨.kepu");
    let back: [&std::ffi::OsStr; 4] = [
        "restore".as_ref(),
        newest.as_ref(),
        "--to".as_ref(),
        target.as_ref(),
    ];
    let (fine, said) = run_with(&back, "不是这个密码");
    assert!(!fine && said.contains("密码不对"), "{said}");
    let (fine, said) = run_with(&back, "");
    assert!(!fine && said.contains("加了密码"), "{said}");
    assert!(below(&stick.path().join("别的电脑")).is_empty());
    let (fine, said) = run_with(&back, PASSWORD);
    assert!(fine && said.contains("附件 3 份都在"), "{said}");
    let new = Office::open(&target, NOW).unwrap();
    let came = content(&new);
    assert!(before.iter().all(|r| came.contains(r)));
    assert_eq!(new.health().unwrap().bad(), 0);
    drop(new);
    // A sealed copy with a flipped bit is not put back.
    let mut bytes = std::fs::read(&newest).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&newest, bytes).unwrap();
    let (fine, said) = run_with(&back, PASSWORD);
    assert!(!fine && said.contains("没有通过检查"), "{said}");
    assert_eq!(content(&Office::open(&target, NOW).unwrap()), came);
}
