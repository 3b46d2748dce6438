//! Ctrl+K and Ctrl+/: a clerk who types instead of looking for the button.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
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
use egui::Event as Input;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Command;

fn palette(window: &mut Window, words: &str) {
    window.key_press_modifiers(Modifiers::COMMAND, Key::K);
    settle(window);
    if !words.is_empty() {
        window.event(Input::Text(words.into()));
    }
    settle(window);
}

// The lines of the palette, the chosen one marked.
fn lines(window: &Window) -> Vec<(String, bool)> {
    let lines = window.query_all_by_role(Role::ListBoxOption);
    lines
        .map(|line| {
            let node = line.accesskit_node();
            let on = node.is_selected() == Some(true);
            (node.label().unwrap_or_default(), on)
        })
        .collect()
}

fn value(window: &Window, label: &str) -> String {
    window
        .get_by_role_and_label(Role::TextInput, label)
        .value()
        .unwrap_or_default()
}

#[test]
fn a_report_is_opened_by_its_initials_and_a_screen_by_its_name() {
    let mut room = Room::new();
    let mut window = opened(&mut room);
    palette(&mut window, "kpxxyhmc");
    assert_eq!(lines(&window)[0], ("报表 R8 科普信息员花名册".into(), true));
    window.key_press(Key::Enter);
    wait_for(&mut window, "填报单位：湖滨街道办事处");
    assert!(lines(&window).is_empty(), "the palette stayed open");
    palette(&mut window, "操作记录");
    window.key_press(Key::Enter);
    wait_for(&mut window, "打印或导出");
    // What was used last stands on top when nothing is typed.
    palette(&mut window, "");
    let shown = lines(&window);
    assert_eq!(shown[0], ("页面 操作记录".into(), true));
    assert_eq!(shown[1].0, "报表 R8 科普信息员花名册");
}

#[test]
fn what_begins_with_the_letters_stands_before_what_holds_them() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("全国科普活动日主场", 9, 15)));
    let mut window = opened(&mut room);
    // 撤销：新增活动 全国科普活动日主场 holds the letters, too, and is an operation.
    palette(&mut window, "kphd");
    let shown = lines(&window);
    assert_eq!(shown[0], ("页面 科普活动".into(), true), "{shown:?}");
}

#[test]
fn the_records_stand_below_the_commands() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("备份知识讲座", 3, 5)));
    let mut window = opened(&mut room);
    palette(&mut window, "备份");
    wait_for(&mut window, "科普活动 2025-03-05 备份知识讲座");
    let shown = lines(&window);
    assert!(shown[0].0.starts_with("页面 备份与恢复"), "{shown:?}");
    let at = shown.iter().position(|(l, _)| l.starts_with("科普活动"));
    assert_eq!(at, Some(shown.len() - 1), "{shown:?}");
    for _ in 0..shown.len() {
        window.key_press(Key::ArrowDown);
        window.step();
    }
    settle(&mut window);
    assert!(lines(&window).last().unwrap().1, "the last line is chosen");
    window.key_press(Key::Enter);
    wait_for(&mut window, "活动地点");
    assert_eq!(value(&window, "活动名称"), "备份知识讲座");
}

#[test]
fn esc_goes_back_to_the_field_and_leaves_its_text() {
    let mut room = Room::new();
    let mut window = opened(&mut room);
    go(&mut window, "科普活动");
    window.key_press_modifiers(Modifiers::COMMAND, Key::N);
    settle(&mut window);
    window.event(Input::Text("消防".into()));
    settle(&mut window);
    palette(&mut window, "查无此事");
    wait_for(&mut window, "没有找到，换个词或拼音首字母");
    window.key_press(Key::Escape);
    settle(&mut window);
    window.event(Input::Text("演练".into()));
    settle(&mut window);
    assert_eq!(value(&window, "活动名称"), "消防演练");
}

#[test]
fn what_does_nothing_here_is_not_offered_and_a_new_record_is() {
    let mut room = Room::new();
    let mut window = opened(&mut room);
    palette(&mut window, "重做");
    assert!(
        lines(&window)
            .iter()
            .all(|(l, _)| !l.starts_with("操作 重做")),
        "nothing is to be done again"
    );
    window.key_press(Key::Escape);
    settle(&mut window);
    palette(&mut window, "新增经费");
    window.key_press(Key::Enter);
    settle(&mut window);
    wait_for(&mut window, "新增经费");
    window.get_by_role_and_label(Role::Button, "导出");
    palette(&mut window, "导出本表");
    assert!(lines(&window)[0].0.contains("导出本表…"));
    window.key_press(Key::Escape);
    settle(&mut window);
    palette(&mut window, "字号 125%");
    window.key_press(Key::Enter);
    settle(&mut window);
    assert!((window.ctx.zoom_factor() - 1.25).abs() < 1e-6);
}

#[test]
fn the_keys_are_listed_in_one_window_that_fits() {
    let mut room = Room::new();
    let mut window = opened(&mut room);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Slash);
    wait_for(&mut window, "快捷键");
    for said in [
        "Ctrl+K",
        "找命令和记录",
        "Ctrl+E",
        "Ctrl+P",
        "Ctrl+/",
        "列表和表单",
    ] {
        let node = window.get_all_by_label(said).next().unwrap();
        let place = node.accesskit_node().bounding_box().unwrap();
        assert!(place.y1 < 768.0 && place.x1 < 1366.0, "{said} {place:?}");
    }
    let close = window.get_by_role_and_label(Role::Button, "关闭");
    assert!(close.accesskit_node().bounding_box().unwrap().y1 < 768.0);
    window.key_press(Key::Escape);
    settle(&mut window);
    assert!(window.query_by_label("列表和表单").is_none());
}
