//! When the program itself goes wrong: the window stays, what was typed is kept, the report holds nothing of the ledger.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use common::event;
use common::window::go;
use common::window::settle;
use common::window::wait_for;
use common::window::window_with;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Command;
use kepu_ledger::app::crash;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::ui::files::Files;
use kepu_ledger::ui::files::Purpose;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::Stdio;

/// A system whose dialogs bring the frame down, with something of the ledger in the message.
struct Broken;

impl Files for Broken {
    fn ask(&mut self, _: &egui::Context, _: Purpose) {
        panic!("王芳 13812345678");
    }
    fn take(&mut self) -> Option<(Purpose, Vec<PathBuf>)> {
        None
    }
}

#[test]
fn a_page_that_fails_takes_neither_the_window_nor_the_half_filled_form_along() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("讲座", 3, 1)));
    room.office = None;
    let mut window = window_with(Some(Begin::Open(room.file())), || Box::new(Broken));
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    go(&mut window, "科普活动");
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::N);
    settle(&mut window);
    window
        .get_by_role_and_label(Role::TextInput, "活动名称")
        .focus();
    window.run_steps(2);
    window
        .get_by_role_and_label(Role::TextInput, "活动名称")
        .type_text("填了一半的活动");
    settle(&mut window);
    go(&mut window, "导入表格");
    window
        .get_all_by_label_contains("选择表格")
        .next()
        .unwrap()
        .click();
    wait_for(&mut window, "程序出了问题");
    assert!(
        window
            .query_by_label_contains("没保存的已存为草稿")
            .is_some()
    );
    window.get_by_label("继续工作").click();
    wait_for(&mut window, "工作台");
    // The office thread answers as before, and the form is where it was.
    go(&mut window, "科普活动");
    wait_for(&mut window, "讲座");
    drop(window);
    let office = room.reopen();
    let drafts = office.drafts().unwrap();
    assert!(
        drafts
            .iter()
            .any(|(_, _, text)| text.contains("填了一半的活动")),
        "{drafts:?}"
    );
    assert!(office.examine().unwrap().is_sound());
}

#[test]
fn a_report_says_where_and_nothing_of_what_was_entered() {
    let folder = tempfile::TempDir::new().unwrap();
    crash::install(folder.path());
    assert_eq!(crash::untold(folder.path()), None);
    let broken = crash::guard(|| {
        let name = "王芳";
        panic!("{name} 身份证号 11010519491231002X 电话 13812345678");
    });
    assert_eq!(broken, Err::<(), _>(crash::Crashed { unread: false }));
    let report = crash::untold(folder.path()).unwrap();
    let text = std::fs::read_to_string(&report).unwrap();
    assert!(text.contains("tests/crash.rs:"), "{text}");
    for personal in ["王芳", "11010519491231002X", "13812345678"] {
        assert!(!text.contains(personal), "{text}");
    }
    for place in ["/root", "/work", "/home", "Users"] {
        assert!(!text.contains(place), "{place} in {text}");
    }
    // Told once, not at every start.
    assert_eq!(crash::untold(folder.path()), None);
}

#[test]
fn a_reader_who_has_seen_enough_is_no_mishap() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("示例.kepu");
    let run = || {
        let mut command = std::process::Command::new(common::program());
        command.env("XDG_DATA_HOME", folder.path());
        command
    };
    let made = run()
        .arg("sample")
        .arg(&file)
        .args(["--events", "2000"])
        .output()
        .unwrap();
    assert!(made.status.success());
    let mut child = run()
        .arg("list")
        .arg(&file)
        .args(["events", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 100];
    child
        .stdout
        .as_mut()
        .unwrap()
        .read_exact(&mut first)
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    // Not 0: the rest was not done. Not a word either, and no report.
    assert_eq!(done.status.code(), Some(1), "{done:?}");
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    assert_eq!(crash::untold(&folder.path().join("kepu-ledger/log")), None);
}
