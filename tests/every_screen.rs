//! Every screen of the window, walked by whoever hears it instead of seeing it, and at the sizes offices have: each control has a
//! role and a name, and nothing lies beyond the edge. `KEPU_GALLERY=folder` keeps a picture of each to look at.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::painted::ByProcessor;
use common::painted::office_to_look_at;
use common::window::Picks;
use common::window::Window;
use common::window::go;
use common::window::settle;
use common::window::shown_in;
use common::window::wait_for;
use egui::Key;
use egui::Modifiers;
use egui::Vec2;
use egui::accesskit::Action;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::app::window::Choice;
use kepu_ledger::app::window::Look;
use kepu_ledger::app::window::WindowChoice;
use kepu_ledger::ui::screen::AREAS;
use kepu_ledger::ui::screen::Screen;

/// How a window is looked at: its size in points, pixels to a point, the choice of the computer.
struct View {
    name: &'static str,
    size: Vec2,
    scale: f32,
    choice: Choice,
}

fn view(name: &'static str, size: [f32; 2], scale: f32, look: Look, letters: u16) -> View {
    View {
        name,
        size: size.into(),
        scale,
        choice: Choice {
            look,
            letters,
            ..Choice::default()
        },
    }
}

fn shown(view: &View, begin: Begin) -> Window {
    let builder = Harness::builder()
        .with_size(view.size)
        .with_pixels_per_point(view.scale)
        .renderer(ByProcessor::default());
    let mut window = shown_in(builder, Some(begin), || Box::<Picks>::default());
    let mut kept = WindowChoice::default();
    kept.choose(view.choice).unwrap();
    window.step();
    window.state_mut().as_mut().unwrap().looks_by(kept);
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    window
}

// Every screen, each register with its first record open, and what is wrong with any of them.
fn walk(view: &View, look_at: &mut dyn FnMut(&mut Window, &str)) {
    let room = office_to_look_at();
    let mut window = shown(view, Begin::Open(room.file()));
    for area in &AREAS {
        for screen in area.screens {
            go(&mut window, screen.label());
            if matches!(screen, Screen::Register(_)) {
                window.key_press(Key::ArrowDown);
                settle(&mut window);
            }
            if *screen == Screen::Reports {
                wait_for(&mut window, "第 1 页\n");
            }
            let name = format!("{} {}", area.label, screen.label());
            look_at(&mut window, &name);
            if matches!(screen, Screen::Register(_)) {
                window.key_press_modifiers(Modifiers::COMMAND, Key::N);
                settle(&mut window);
                look_at(&mut window, &format!("{name} 新增"));
            }
        }
    }
    window.key_press(Key::F1);
    settle(&mut window);
    look_at(&mut window, "帮助");
}

// What can be worked, by what it says it can.
fn is_control(node: &egui_kittest::Node<'_>) -> bool {
    let node = node.accesskit_node();
    let data = node.data();
    data.supports_action(Action::Click) || data.supports_action(Action::SetValue)
}

fn said(node: &egui_kittest::Node<'_>) -> String {
    let node = node.accesskit_node();
    let text = node.label().or_else(|| node.value()).unwrap_or_default();
    // An icon alone says nothing aloud.
    let aloud = |c: &char| !c.is_whitespace() && !matches!(*c, '\u{E000}'..='\u{F8FF}');
    text.chars().filter(aloud).collect()
}

// What somebody who hears the window would miss.
fn mute(window: &Window) -> Vec<String> {
    let mut found = Vec::new();
    for node in window.root().children_recursive() {
        if !is_control(&node) {
            continue;
        }
        let role = node.accesskit_node().role();
        let place = node.accesskit_node().bounding_box();
        // Handles between columns are for the mouse, 栏目 does it by keyboard; a bar says by its role what it is.
        let handle = place.is_some_and(|p| p.x1 - p.x0 < 12.0);
        let whole = node.accesskit_node().is_root() || place.is_none_or(|p| p.x0.is_nan());
        if handle || whole || role == Role::ScrollBar {
            continue;
        }
        let unknown = matches!(role, Role::Unknown | Role::GenericContainer);
        if said(&node).is_empty() || unknown {
            found.push(format!("{role:?} “{}” at {place:?}", said(&node)));
        }
    }
    found
}

// What the right edge cuts off.
fn beyond(window: &Window, width: f32) -> Vec<String> {
    let mut found = Vec::new();
    for node in window.root().children_recursive() {
        let inner = node.accesskit_node();
        let Some(place) = inner.bounding_box().filter(|_| is_control(&node)) else {
            continue;
        };
        if place.x1 > f64::from(width) + 0.5 || place.x0 < -0.5 {
            found.push(format!("{:?} “{}” {place:?}", inner.role(), said(&node)));
        }
    }
    found
}

#[test]
fn every_control_of_every_screen_is_said_aloud_and_within_the_window() {
    let mut wrong = Vec::new();
    for letters in [100, 150] {
        let view = view("1366", [1366.0, 768.0], 1.0, Look::Light, letters);
        walk(&view, &mut |window, name| {
            for line in mute(window) {
                wrong.push(format!("{name}: {line}"));
            }
            for line in beyond(window, view.size.x) {
                wrong.push(format!("{name} beyond the edge at {letters} %: {line}"));
            }
        });
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
#[ignore = "draws every screen, a minute or so each way, for somebody to look at: KEPU_GALLERY is the folder"]
fn a_gallery_to_look_at() {
    let Some(folder) = std::env::var_os("KEPU_GALLERY").map(std::path::PathBuf::from) else {
        return;
    };
    let wanted = std::env::var("KEPU_VIEW").unwrap_or_default();
    let views = [
        view("1366", [1366.0, 768.0], 1.0, Look::Light, 100),
        view("1920-125", [1536.0, 864.0], 1.25, Look::Light, 100),
        view("dark", [1366.0, 768.0], 1.0, Look::Dark, 100),
        view("letters-150", [1366.0, 768.0], 1.0, Look::Light, 150),
    ];
    for view in views
        .iter()
        .filter(|v| wanted.is_empty() || v.name == wanted)
    {
        let folder = folder.join(view.name);
        std::fs::create_dir_all(&folder).unwrap();
        let mut n = 0;
        walk(view, &mut |window, name| {
            n += 1;
            let picture = window.render().unwrap();
            picture
                .save(folder.join(format!("{n:02} {name}.png")))
                .unwrap();
        });
    }
}
