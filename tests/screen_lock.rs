//! The screen lock: set in 设置, nothing shows through it, a wrong password waits, a forgotten one is taken off.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use common::event;
use common::program;
use common::window::Window;
use common::window::go;
use common::window::opened;
use common::window::settle;
use common::window::wait_for;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Command;

fn type_into(window: &mut Window, label: &str, text: &str) {
    let field = || Role::PasswordInput;
    window.get_by_role_and_label(field(), label).focus();
    window.run_steps(2);
    window.get_by_role_and_label(field(), label).type_text(text);
    window.run_steps(2);
}

fn all_said(window: &Window) -> String {
    let mut said = String::new();
    for node in window.root().children_recursive() {
        let node = node.accesskit_node();
        said.push_str(&node.label().unwrap_or_default());
        said.push_str(&node.value().unwrap_or_default());
        said.push('\n');
    }
    said
}

fn locked_room() -> (Room, Window) {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("防震讲座", 3, 1)));
    let mut window = opened(&mut room);
    go(&mut window, "设置与备份");
    assert!(all_said(&window).contains("此密码只锁界面，不加密文件"));
    type_into(&mut window, "新的锁屏密码", "湖滨2026");
    type_into(&mut window, "锁屏密码再输一遍", "湖滨2026");
    window
        .get_by_role_and_label(Role::Button, "设锁屏密码")
        .click();
    wait_for(&mut window, "已设锁屏密码");
    (room, window)
}

#[test]
fn a_locked_window_shows_nothing_and_keeps_what_was_typed() {
    let (_room, mut window) = locked_room();
    go(&mut window, "科普活动");
    window.key_press_modifiers(Modifiers::COMMAND, Key::N);
    settle(&mut window);
    window
        .get_by_role_and_label(Role::TextInput, "活动名称")
        .focus();
    window.run_steps(2);
    window
        .get_by_role_and_label(Role::TextInput, "活动名称")
        .type_text("填了一半的活动");
    settle(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::L);
    wait_for(&mut window, "科普台账已锁定");
    let said = all_said(&window);
    for hidden in [
        "湖滨街道办事处",
        "防震讲座",
        "填了一半的活动",
        "李晓梅",
        ".kepu",
    ] {
        assert!(!said.contains(hidden), "{hidden} in {said}");
    }
    assert!(said.contains("此密码只锁界面，不加密文件"));
    // Keys of the window do nothing behind it.
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
    window.key_press(Key::F1);
    settle(&mut window);
    assert!(!all_said(&window).contains("新增一条"));
    // A wrong password waits, and a little longer the second time.
    for wait in ["请等 2 秒", "请等 4 秒"] {
        type_into(&mut window, "锁屏密码", "湖滨2025");
        window.get_by_role_and_label(Role::Button, "解锁").click();
        wait_for(&mut window, wait);
        let now = window.ctx.input(|i| i.time);
        window.input_mut().time = Some(now + 5.0);
        settle(&mut window);
    }
    type_into(&mut window, "锁屏密码", "湖滨2026");
    window.get_by_role_and_label(Role::Button, "解锁").click();
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    assert!(
        all_said(&window).contains("填了一半的活动"),
        "the draft stands"
    );
}

#[test]
fn an_idle_window_locks_itself_and_the_file_opens_locked() {
    let (mut room, mut window) = locked_room();
    let now = window.ctx.input(|i| i.time);
    window.input_mut().time = Some(now + 301.0);
    wait_for(&mut window, "科普台账已锁定");
    drop(window);
    let begin = kepu_ledger::app::desk::Begin::Open(room.file());
    let mut window = common::window::window(Some(begin));
    wait_for(&mut window, "科普台账已锁定");
    assert!(!all_said(&window).contains("湖滨街道办事处"));
    drop(window);
    // Forgotten: the command takes the lock off, and says so in the history.
    let done = std::process::Command::new(program())
        .args(["unlock", "湖滨.kepu"])
        .current_dir(room.folder.path())
        .output()
        .unwrap();
    assert!(done.status.success());
    let office = room.reopen();
    assert_eq!(office.lock(), None);
    let past = office
        .past(&kepu_ledger::app::history::Sought::default(), 1)
        .unwrap();
    assert_eq!(past.steps[0].label, "去掉锁屏密码");
    let mut window = opened(&mut room);
    wait_for(&mut window, "湖滨街道办事处");
}
