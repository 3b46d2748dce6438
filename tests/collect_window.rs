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
use kepu_ledger::app::desk::Begin;
use kepu_ledger::model::office::community::CommunityEntry;

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
    // The harness is no program that reads sheets; the command does what the button does.
    let taken = std::process::Command::new(common::program())
        .args([
            "collect".as_ref(),
            room.file().as_os_str(),
            back.as_os_str(),
        ])
        .output()
        .unwrap();
    assert!(taken.status.success(), "{taken:?}");
    let mut window = common::window::window(Some(Begin::Open(room.file())));
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    go(&mut window, "收数");
    wait_for(&mut window, "已交 1 份，未交 1 份");
    assert_eq!(window.query_all_by_label("已交").count(), 1);
    assert_eq!(window.query_all_by_label("逾期").count(), 1);
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
