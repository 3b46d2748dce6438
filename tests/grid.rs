//! Tables of the registers as a sheet: columns, filters under a name, cells, blocks from Excel, many records at once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use common::event;
use common::window::Window;
use common::window::go;
use common::window::opened;
use common::window::settle;
use common::window::wait_for;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Command;
use kepu_ledger::app::tables::Tables;
use std::path::Path;

/// The window of a computer that keeps its tables in this file.
fn opened_here(room: &mut Room, tables: &Path) -> Window {
    let mut window = opened(room);
    let tables = Tables::in_file(Some(tables.to_owned()));
    window.state_mut().as_mut().unwrap().tables_as(tables);
    window
}

/// Where the text of a head or cell begins, if it stands in the table.
fn left_of(window: &Window, label: &str) -> Option<f32> {
    let found = window.query_all_by_label(label);
    found
        .map(|n| n.rect().left())
        .filter(|x| (164.0..900.0).contains(x))
        .min_by(f32::total_cmp)
}

#[test]
fn columns_come_back_the_next_morning() {
    let mut room = Room::new();
    let mut talk = event("消防演练", 3, 5);
    talk.remark = "天气好".into();
    room.save(Command::SaveEvent(talk));
    let tables = room.folder.path().join("设置/tables.toml");
    let mut window = opened_here(&mut room, &tables);
    go(&mut window, "科普活动");
    wait_for(&mut window, "1 条");
    assert_eq!(left_of(&window, "备注"), None);
    window.get_by_label("栏目").click();
    settle(&mut window);
    window
        .get_by_role_and_label(Role::CheckBox, "备注")
        .click_accesskit();
    settle(&mut window);
    for _ in 0..12 {
        window
            .query_all_by_label("上移备注")
            .for_each(|button| button.click_accesskit());
        settle(&mut window);
    }
    drop(window);

    let mut window = opened_here(&mut room, &tables);
    go(&mut window, "科普活动");
    wait_for(&mut window, "天气好");
    let title = left_of(&window, "活动名称").unwrap();
    assert!(left_of(&window, "备注").unwrap() < title);
    // By its edge the first column is drawn wider, and the second stands further right.
    let edge = egui::pos2(
        title - 11.0,
        window.get_by_label("天气好").rect().top() - 28.0,
    );
    window.drag_at(edge);
    window.step();
    window.drop_at(edge + egui::vec2(60.0, 0.0));
    settle(&mut window);
    let wider = left_of(&window, "活动名称").unwrap();
    assert!((wider - title - 60.0).abs() < 8.0, "{title} became {wider}");
    drop(window);

    let mut window = opened_here(&mut room, &tables);
    go(&mut window, "科普活动");
    wait_for(&mut window, "天气好");
    assert_eq!(left_of(&window, "活动名称"), Some(wider));
    window.get_by_label("栏目").click();
    settle(&mut window);
    window
        .get_by_role_and_label(Role::Button, "恢复默认")
        .click();
    settle(&mut window);
    assert!(!std::fs::read_to_string(&tables).unwrap().contains("remark"));
}
