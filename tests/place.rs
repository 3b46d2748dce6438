//! Where the file lies, and what stands in the way of opening it: shares, sync folders, protected files, a second opening, a
//! file that is gone.
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
use common::titles;
use common::window::settle;
use common::window::wait_for;
use common::window::window;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::Register;
use kepu_ledger::app::attach;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::app::place;
use kepu_ledger::app::place::Place;
use std::path::Path;
use std::path::PathBuf;

fn names(folder: &Path) -> Vec<String> {
    let all = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap());
    let mut all: Vec<String> = all
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    all.sort();
    all
}

/// An office with a photo and a copy, closed, its folder renamed.
fn office_in(folder: &str) -> (Room, PathBuf) {
    let mut room = Room::new();
    let talk = room.save(Command::SaveEvent(event("防震减灾讲座", 3, 1)));
    let photo = room.folder.path().join("现场.png");
    image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([x as u8 * 4, y as u8 * 5, 90]))
        .save(&photo)
        .unwrap();
    room.office()
        .attach(Register::Events, talk, vec![attach::pick(&photo)])
        .unwrap();
    std::fs::remove_file(photo).unwrap();
    room.office().back_up(None, "手动").unwrap();
    room.office = None;
    let place = room.folder.path().join(folder);
    std::fs::create_dir(&place).unwrap();
    for name in names(room.folder.path())
        .iter()
        .filter(|n| n.starts_with("湖滨"))
    {
        std::fs::rename(room.folder.path().join(name), place.join(name)).unwrap();
    }
    let file = place.join("湖滨.kepu");
    (room, file)
}

#[test]
fn from_a_share_a_ledger_is_only_read() {
    let (_room, file) = office_in("共享");
    let before = (std::fs::read(&file).unwrap(), names(file.parent().unwrap()));
    let mut office = Office::open_at(&file, None, &Place::Network, NOW).unwrap();
    assert!(!office.is_writable());
    assert_eq!(titles(&office), ["防震减灾讲座"]);
    office
        .run(Command::SaveEvent(event("又一场", 3, 2)))
        .unwrap_err();
    // Nobody else is kept from it, and nothing is left beside it.
    assert!(Office::open_at(&file, None, &Place::Network, NOW).is_ok());
    assert_eq!(
        (std::fs::read(&file).unwrap(), names(file.parent().unwrap())),
        before
    );
    let advice = Place::Network.advice().unwrap();
    assert!(
        advice.contains("只读打开") && advice.contains("复制到本机"),
        "{advice}"
    );
}

#[test]
fn a_ledger_in_a_sync_folder_is_explained_and_moved_in_whole() {
    let (room, file) = office_in("我的坚果云");
    let mut window = window(Some(Begin::Open(file.clone())));
    wait_for(&mut window, "这份台账在坚果云的同步文件夹里");
    assert!(window.query_by_label("移到本机并打开").is_some());
    drop(window);
    let before = content(&Office::open(&file, NOW).unwrap());
    let home = room.folder.path().join("科普台账");
    let brought = place::bring_in(&file, &home, NOW).unwrap();
    assert_eq!(brought, home.join("湖滨.kepu"));
    let mut office = Office::open(&brought, NOW).unwrap();
    assert!(office.is_writable());
    assert_eq!(content(&office), before);
    let health = office.health().unwrap();
    assert_eq!(health.bad(), 0, "{health:?}");
    assert!(!office.copies().is_empty(), "copies come along");
    // Nobody goes on in the file that was left behind by mistake.
    let left = names(file.parent().unwrap());
    assert!(
        left.contains(&"湖滨 已移到本机 2026-11-24.kepu".to_owned()),
        "{left:?}"
    );
    assert!(!file.exists());
    // A second ledger of that name does not replace the first.
    office
        .run(Command::SaveEvent(event("移来之后", 3, 2)))
        .unwrap();
    drop(office);
    let (_other, file) = office_in("我的坚果云");
    assert_eq!(
        place::bring_in(&file, &home, NOW).unwrap(),
        home.join("湖滨 (2).kepu")
    );
    assert_eq!(
        titles(&Office::open(&brought, NOW).unwrap()),
        ["防震减灾讲座", "移来之后"]
    );
}

#[test]
fn a_damaged_ledger_is_not_moved() {
    let (room, file) = office_in("我的坚果云");
    let good = std::fs::read(&file).unwrap();
    std::fs::write(&file, &good[..good.len() / 2]).unwrap();
    let home = room.folder.path().join("科普台账");
    assert!(place::bring_in(&file, &home, NOW).is_err());
    assert!(names(&home).is_empty(), "{:?}", names(&home));
    assert!(file.exists());
}

#[test]
fn the_second_of_two_versions_beside_the_file_is_named() {
    let (_room, file) = office_in("台账");
    for name in [
        "湖滨 (李晓梅 的冲突版本).kepu",
        "湖滨 (conflicted copy 2026-11-20).kepu",
        "湖滨-LAPTOP-7QK2.kepu",
        "湖滨东.kepu",
        "湖滨-东街.kepu",
    ] {
        std::fs::write(file.with_file_name(name), "x").unwrap();
    }
    assert_eq!(
        place::conflicts(&file),
        [
            "湖滨 (conflicted copy 2026-11-20).kepu",
            "湖滨 (李晓梅 的冲突版本).kepu",
            "湖滨-LAPTOP-7QK2.kepu",
        ]
    );
    let mut window = window(Some(Begin::Open(file)));
    wait_for(&mut window, "湖滨-LAPTOP-7QK2.kepu");
}

#[test]
fn a_protected_file_opens_with_a_banner_and_a_way_to_a_copy_that_can_be_written() {
    let (room, file) = office_in("光盘");
    let mut permissions = std::fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&file, permissions).unwrap();
    let mut window = window(Some(Begin::Open(file.clone())));
    wait_for(&mut window, "这份文件是只读的");
    assert!(window.query_by_label("另存为可写副本").is_some());
    drop(window);
    let home = room.folder.path().join("科普台账");
    let brought = place::bring_in(&file, &home, NOW).unwrap();
    let mut office = Office::open(&brought, NOW).unwrap();
    assert!(office.is_writable());
    office
        .run(Command::SaveEvent(event("接着写", 3, 2)))
        .unwrap();
    assert!(file.exists(), "the protected file stays");
}

#[test]
fn who_opens_second_is_told_who_has_it_and_reads_the_newest_copy() {
    let (_room, file) = office_in("台账");
    let mut first = Office::open(&file, NOW).unwrap();
    first
        .run(Command::SaveEvent(event("备份之后", 3, 2)))
        .unwrap();
    let mut window = window(Some(Begin::Open(file.clone())));
    wait_for(&mut window, "已由 李晓梅（11月24日 09:00，在电脑");
    window.get_by_label("以只读方式打开最近的备份").click();
    wait_for(&mut window, "这是 2026-11-24 09:00 的备份");
    settle(&mut window);
    drop(window);
    let (copy, moment) = Office::open_newest_copy(&file, None, NOW).unwrap();
    assert_eq!(moment, "2026-11-24 09:00");
    assert!(!copy.is_writable());
    assert_eq!(titles(&copy), ["防震减灾讲座"], "as it was copied");
    let photo = copy.ledger().attachments.values().next().unwrap();
    assert!(
        copy.attachment_path(photo).is_file(),
        "photos lie beside the file"
    );
    // Whoever has it goes on undisturbed.
    first.run(Command::SaveEvent(event("继续", 3, 3))).unwrap();
}

#[test]
fn a_file_that_is_gone_is_not_made_anew_and_its_copies_are_offered() {
    let (_room, file) = office_in("台账");
    std::fs::remove_file(&file).unwrap();
    let mut window = window(Some(Begin::Open(file.clone())));
    wait_for(&mut window, "找不到数据文件“湖滨.kepu”");
    assert!(!file.exists());
    window.get_by_label("从最近的备份恢复").click();
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    drop(window);
    assert_eq!(titles(&Office::open(&file, NOW).unwrap()), ["防震减灾讲座"]);
    // Without copies nothing is offered, and nothing is made.
    let (_room, file) = office_in("台账");
    std::fs::remove_file(&file).unwrap();
    std::fs::remove_dir_all(file.with_file_name("湖滨.备份")).unwrap();
    let mut window = common::window::window(Some(Begin::Open(file.clone())));
    wait_for(&mut window, "找不到数据文件“湖滨.kepu”");
    assert!(window.query_by_label("从最近的备份恢复").is_none());
    assert!(!file.exists());
}
