//! The editor of text reports in the window: what is typed shows on the page, is saved once, and is never lost.
#![allow(
    clippy::unwrap_used,
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
use egui::Event as Input;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Command;

fn office() -> Room {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("防诈骗讲座", 9, 12)));
    room
}

fn choose(window: &mut Window, typed: &str, page: &str) {
    window
        .get_by_role_and_label(Role::TextInput, "查找报表")
        .click();
    settle(window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(Input::Text(typed.into()));
    settle(window);
    window.key_press(Key::Enter);
    wait_for(window, page);
    settle(window);
}

fn text_of(window: &Window) -> String {
    window
        .get_by_role_and_label(Role::MultilineTextInput, "正文")
        .value()
        .unwrap_or_default()
}

fn type_at_the_end(window: &mut Window, typed: &str) {
    window
        .get_by_role_and_label(Role::MultilineTextInput, "正文")
        .focus();
    settle(window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::End);
    settle(window);
    window.event(Input::Text(typed.into()));
    // Longer than the typing rests before the pages follow and a draft is kept.
    for _ in 0..90 {
        window.step();
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

#[test]
fn a_summary_saved_twice_is_one_text_and_reads_as_typed_the_next_morning() {
    let mut room = office();
    let mut window = opened(&mut room);
    go(&mut window, "报表");
    choose(&mut window, "R1", "年科普工作总结");
    wait_for(&mut window, "保存文稿");
    wait_for(&mut window, "正文");
    assert!(text_of(&window).contains("一、基本情况与指标完成"));
    type_at_the_end(&mut window, "\n特此报告。");
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    settle(&mut window);
    type_at_the_end(&mut window, "附件另送。");
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    settle(&mut window);
    // Leaving a saved text writes nothing more.
    choose(&mut window, "R3", "第 1 页\n科普活动台账");
    choose(&mut window, "R1", "年科普工作总结");
    wait_for(&mut window, "正文");
    settle(&mut window);
    assert!(text_of(&window).ends_with("特此报告。附件另送。"));
    drop(window);
    let documents = room.reopen().ledger().documents.clone();
    assert_eq!(documents.len(), 1);
    let text = &documents.values().next().unwrap().text;
    assert!(text.ends_with("特此报告。附件另送。"), "{text}");
}

#[test]
fn a_text_left_behind_is_saved_and_one_that_was_only_looked_at_is_not() {
    let mut room = office();
    let mut window = opened(&mut room);
    go(&mut window, "报表");
    choose(&mut window, "R2", "年科普工作计划");
    wait_for(&mut window, "正文");
    settle(&mut window);
    choose(&mut window, "R1", "年科普工作总结");
    wait_for(&mut window, "正文");
    settle(&mut window);
    type_at_the_end(&mut window, "又及。");
    choose(&mut window, "R3", "第 1 页\n科普活动台账");
    settle(&mut window);
    drop(window);
    let documents = room.reopen().ledger().documents.clone();
    let titles: Vec<&str> = documents.values().map(|d| d.title.as_str()).collect();
    assert_eq!(titles.len(), 1, "{titles:?}");
    assert!(titles[0].ends_with("年科普工作总结"));
    assert!(documents.values().all(|d| d.text.ends_with("又及。")));
}
