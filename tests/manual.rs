//! The manual: it says what the screen says, F1 opens it at the right place, and it prints.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use common::program;
use common::window::Window;
use common::window::go;
use common::window::opened;
use common::window::settle;
use common::window::wait_for;
use egui::Event as Input;
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::manual::manual;
use kepu_ledger::ui::screen::AREAS;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

fn files(folder: &Path, end: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, end, found);
        } else if path.extension().is_some_and(|e| e == end) {
            found.push(path);
        }
    }
}

// Every text of the program: what stands between quotation marks in its source and its lists.
fn said_by_the_program() -> Vec<String> {
    let mut sources = Vec::new();
    files(Path::new("src"), "rs", &mut sources);
    files(Path::new("assets"), "toml", &mut sources);
    let mut said = Vec::new();
    for path in sources {
        let text = std::fs::read_to_string(path).unwrap();
        let own = text.split("#[cfg(test)]").next().unwrap();
        let lines = own.lines().filter(|l| !l.trim_start().starts_with("//"));
        for line in lines {
            said.extend(line.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
    said
}

#[test]
fn every_label_the_manual_names_stands_in_the_program() {
    let said = said_by_the_program();
    let mut named = 0;
    let mut wrong = Vec::new();
    for section in &manual().sections {
        for line in &section.lines {
            for part in line.split('“').skip(1) {
                let label = part.split('”').next().unwrap();
                named += 1;
                if !said.iter().any(|s| s.contains(label)) {
                    wrong.push(format!("{}：{label}", section.title));
                }
            }
        }
    }
    assert!(named > 80, "{named}");
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn every_screen_the_manual_tells_of_is_one_and_every_area_has_its_place() {
    let labels: Vec<&str> = AREAS
        .iter()
        .flat_map(|a| a.screens.iter().map(|s| s.label()).chain([a.label]))
        .collect();
    for section in &manual().sections {
        for screen in &section.screens {
            assert!(labels.contains(&screen.as_str()), "{screen}");
        }
        assert!(!section.lines.is_empty(), "{}", section.title);
    }
}

fn chosen(window: &Window) -> Vec<String> {
    let lines = window.query_all_by_role(Role::Button);
    let on = lines.filter(|l| l.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True));
    on.filter_map(|l| l.accesskit_node().label())
        .filter(|l| l.starts_with('（'))
        .collect()
}

#[test]
fn f1_opens_it_at_what_the_screen_is_about_and_words_find_the_rest() {
    let mut room = Room::new();
    let mut window = opened(&mut room);
    go(&mut window, "收数");
    window.key_press(Key::F1);
    wait_for(&mut window, "打印说明书");
    settle(&mut window);
    assert_eq!(chosen(&window), ["（一）向社区收数"]);
    let head = window.get_all_by_label("（一）向社区收数");
    let tops: Vec<f64> = head
        .map(|n| n.accesskit_node().bounding_box().unwrap().y0)
        .collect();
    assert!(tops.iter().all(|y| *y > 40.0 && *y < 768.0), "{tops:?}");
    // 恢复码, by the first letters.
    window.event(Input::Text("hfm".into()));
    settle(&mut window);
    assert!(window.query_by_label("（一）向社区收数").is_none());
    assert!(window.query_all_by_label("（二）个人信息").next().is_some());
    window.event(Input::Text("没有这个词".into()));
    wait_for(&mut window, "没有找到，换个词或拼音首字母");
    window.key_press(Key::Escape);
    settle(&mut window);
    assert!(window.query_by_label("打印说明书").is_none());
    window.key_press(Key::F1);
    settle(&mut window);
    let top = |window: &Window| {
        let heads = window.query_all_by_label("（二）上报");
        // The heading of the text, not the button that leads there.
        heads
            .filter(|n| n.accesskit_node().role() == Role::Label)
            .map(|n| n.accesskit_node().bounding_box().unwrap().y0)
            .fold(f64::MIN, f64::max)
    };
    let before = top(&window);
    window.key_press(Key::ArrowDown);
    settle(&mut window);
    assert!(top(&window) < before - 30.0, "an arrow did not scroll");
}

#[test]
fn the_manual_prints_from_the_window_and_from_a_command() {
    let mut room = Room::new();
    let mut window = opened(&mut room);
    window.key_press(Key::F1);
    settle(&mut window);
    window
        .get_by_role_and_label(Role::Button, "打印说明书")
        .click();
    wait_for(&mut window, "已打开，请在打开的窗口里打印");
    let out = room.folder.path().join("说明书.pdf");
    let done = Command::new(program())
        .arg("help-book")
        .arg("--out")
        .arg(&out)
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
    let bytes = std::fs::read(&out).unwrap();
    let document = lopdf::Document::load_mem(&bytes).unwrap();
    let pages = document.get_pages().len();
    assert!((3..=5).contains(&pages), "{pages} pages");
    let refused = Command::new(program())
        .args(["help-book", "--out", "说明书.docx"])
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(1));
}
