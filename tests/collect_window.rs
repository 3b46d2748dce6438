//! 收数 and 换人交接 through the window: by labels, as a clerk walks through them.
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
use common::sheets;
use common::window::Picks;
use common::window::Window;
use common::window::go;
use common::window::settle;
use common::window::wait_for;
use common::window::window;
use common::window::window_with;
use egui::Event as Input;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::Register;
use kepu_ledger::app::collect;
use kepu_ledger::app::collect::BlankWish;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::app::import::BadRows;
use kepu_ledger::exchange::worker;
use kepu_ledger::model::events::Event;
use kepu_ledger::model::office::community::CommunityEntry;
use std::path::Path;
use std::path::PathBuf;

fn room() -> Room {
    let mut room = Room::new();
    for (n, name) in ["滨湖社区", "东湖社区"].into_iter().enumerate() {
        let mut entry = CommunityEntry::default();
        entry.community.name = name.into();
        entry.community.code = format!("43060200100{n}");
        room.save(Command::SaveCommunity(entry));
    }
    room.save(Command::SaveEvent(event("讲座", 3, 1)));
    room.office = None;
    room
}

fn type_into(window: &mut common::window::Window, label: &str, text: &str) {
    window.get_by_role_and_label(Role::TextInput, label).focus();
    settle(window);
    window.event(Input::Text(text.into()));
    settle(window);
}

#[test]
fn a_clerk_hands_out_and_sees_who_is_back_and_who_is_late() {
    let room = room();
    let folder = room.folder.path().join("空白表");
    std::fs::create_dir(&folder).unwrap();
    let picked = folder.clone();
    let mut window = window_with(Some(Begin::Open(room.file())), move || {
        Box::new(Picks::file(picked.clone()))
    });
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    go(&mut window, "收数");
    wait_for(&mut window, "还没有发出过空白表");
    type_into(&mut window, "交回期限", "2026-11-20");
    window.get_by_label("做空白表…").click();
    wait_for(&mut window, "已做好 2 份空白表");
    wait_for(&mut window, "发出 2 份，已交 0 份，未交 2 份");
    assert_eq!(window.query_all_by_label("逾期").count(), 2);
    // One comes back, the other stays as it was handed out and is taken off the desk.
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    let (east, shore) = (files[0].clone(), files[1].clone());
    std::fs::remove_file(east).unwrap();
    let back = folder.join("交回.xlsx");
    let cells = [("A4", "防震减灾讲座"), ("B4", "2026-05-12"), ("G4", "60")];
    sheets::fill(&shore, sheets::EVENTS, &cells, &back);
    std::fs::remove_file(shore).unwrap();
    drop(window);
    let mut window = picking(&room, &back);
    window.get_by_label("选择交回的表…").click();
    wait_for(&mut window, "本单位发出的表");
    window.get_by_label("收进 1 份").click();
    wait_for(&mut window, "已交 1 份，未交 1 份");
    assert_eq!(window.query_all_by_label("已交").count(), 1);
    assert_eq!(window.query_all_by_label("逾期").count(), 1);
}

/// The window on the room's file at 收数, where the clerk picks this file.
fn picking(room: &Room, file: &Path) -> Window {
    worker::use_program(common::program());
    let picked = file.to_owned();
    let mut window = window_with(Some(Begin::Open(room.file())), move || {
        Box::new(Picks::file(picked.clone()))
    });
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    go(&mut window, "收数");
    window
}

/// One community's returned events in a folder of their own, and the blank workbook they were written into.
fn returned(room: &mut Room, cells: &[(&str, &str)]) -> (PathBuf, PathBuf) {
    let wish = BlankWish {
        communities: Vec::new(),
        whole: false,
        registers: vec![Register::Events],
        year: 2025,
        due: None,
    };
    let blanks = room.folder.path().join("空白表");
    let out = room.office().hand_out(&wish, &blanks).unwrap();
    let folder = room.folder.path().join("交回");
    std::fs::create_dir(&folder).unwrap();
    let back = folder.join("交回.xlsx");
    sheets::fill(&out.files[0], sheets::EVENTS, cells, &back);
    (back, out.files[0].clone())
}

#[test]
fn what_was_edited_after_the_returns_were_read_is_not_written_over() {
    let mut room = room();
    room.reopen();
    let cells = |count| {
        [
            ("A4", "防震减灾讲座"),
            ("B4", "2025-05-12"),
            ("C4", "社区广场"),
            ("G4", count),
        ]
    };
    let (first, blank) = returned(&mut room, &cells("60"));
    let office = room.office();
    let plan = office
        .plan_collection(collect::receive(&common::program(), &[first]), None)
        .unwrap();
    office.take_collection(&plan, BadRows::Stop).unwrap();
    let uid = *office
        .ledger()
        .events
        .iter()
        .find(|(_, e)| e.title == "防震减灾讲座")
        .unwrap()
        .0;
    let back = blank.with_file_name("第二次.xlsx");
    sheets::fill(&blank, sheets::EVENTS, &cells("85"), &back);
    let mut talk = Event::clone(&room.office().ledger().events[&uid]);
    talk.online_attendance = Some(7);
    room.save(Command::SaveEvent(talk));
    room.office = None;
    let mut window = picking(&room, &back);
    window.get_by_label("选择交回的表…").click();
    wait_for(&mut window, "收进 1 份");
    // Meanwhile the edit is taken back.
    window.get_by_label("撤销").click();
    settle(&mut window);
    window.get_by_label("收进 1 份").click();
    wait_for(&mut window, "已重新核对");
    wait_for(&mut window, "收进 1 份");
    window.get_by_label("收进 1 份").click();
    wait_for(&mut window, "已交 1 份，未交 1 份");
    drop(window);
    let office = room.reopen();
    let event = &office.ledger().events[&uid];
    assert_eq!(
        (event.online_attendance, event.attendance),
        (None, Some(85))
    );
    let round = office.ledger().collections.values().next().unwrap();
    let returns: usize = round.handed().iter().map(|h| h.returns.len()).sum();
    assert_eq!(returns, 2);
}

#[test]
fn a_double_click_takes_the_returns_in_once() {
    let mut room = room();
    room.reopen();
    let (back, _) = returned(&mut room, &[("A4", "讲座"), ("B4", "2025-05-12")]);
    room.office = None;
    let mut window = picking(&room, &back);
    window.get_by_label("选择交回的表…").click();
    wait_for(&mut window, "收进 1 份");
    window.get_by_label("收进 1 份").click();
    window.get_by_label("收进 1 份").click();
    wait_for(&mut window, "已交 1 份，未交 1 份");
    settle(&mut window);
    assert!(window.query_by_label_contains("已重新核对").is_none());
    drop(window);
    let office = room.reopen();
    let round = office.ledger().collections.values().next().unwrap();
    let returns: usize = round.handed().iter().map(|h| h.returns.len()).sum();
    assert_eq!(returns, 1);
}

#[test]
fn a_folder_dropped_on_the_returns_is_read_as_returns_and_the_rest_is_named() {
    let mut room = room();
    room.reopen();
    let (back, _) = returned(&mut room, &[("A4", "讲座"), ("B4", "2025-05-12")]);
    room.office = None;
    let mut window = picking(&room, &back);
    let photo = room.folder.path().join("现场.jpg");
    std::fs::write(&photo, "照片").unwrap();
    for path in [back.parent().unwrap().to_owned(), photo] {
        let dropped = std::sync::Arc::new(Dropped(path));
        window.input_mut().dropped_files.push(dropped);
    }
    wait_for(&mut window, "“现场.jpg”没有收");
    wait_for(&mut window, "收进 1 份");
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }
    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|e| e.to_string())
    }
}

#[test]
fn the_post_is_handed_over_in_settings_and_taken_over_on_the_other_laptop() {
    let room = room();
    let pack = room.folder.path().join("湖滨交接.kepuall");
    let picked = pack.clone();
    let mut window = window_with(Some(Begin::Open(room.file())), move || {
        Box::new(Picks::file(picked.clone()))
    });
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    go(&mut window, "设置与备份");
    type_into(&mut window, "接交人", "王建国");
    window.get_by_label("办理交接…").click();
    wait_for(&mut window, "已做好交接文件");
    window.get_by_label("打印交接清单").click();
    wait_for(&mut window, "科普工作交接清单");
    drop(window);
    assert!(pack.exists());
    let laptop = room.folder.path().join("新电脑");
    let mut window = common::window::window(Some(Begin::TakeOver(pack, laptop.clone())));
    wait_for(&mut window, "已接收全部内容");
    wait_for(&mut window, "湖滨街道办事处，2026-11-24 由 李晓梅 移交");
    window.get_by_label("开始工作").click();
    wait_for(&mut window, "填表人：王建国");
    settle(&mut window);
    drop(window);
    let office = Office::open(&laptop.join("湖滨.kepu"), NOW).unwrap();
    assert_eq!(office.ledger().office().clerk, "王建国");
    assert_eq!(office.undo_label(), Some("修改单位信息"));
}

#[test]
fn the_first_screen_takes_a_handover_and_says_what_is_wrong_with_a_bad_one() {
    let room = room();
    let bad = room.folder.path().join("坏.kepuall");
    std::fs::write(&bad, "不是").unwrap();
    let mut first = window(None);
    wait_for(&mut first, "接收交接文件…");
    drop(first);
    let folder = room.folder.path().join("新电脑");
    let mut window = window(Some(Begin::TakeOver(bad, folder.clone())));
    wait_for(&mut window, "“坏.kepuall”不是交接文件");
    assert!(!folder.exists());
}
