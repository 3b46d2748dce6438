//! A clerk who presses anything: random steps over everything the window offers, by label and by key. Nothing may panic, the
//! file stays sound, and the window still answers. 500 steps in CI, 10,000 at night; `KEPU_SEED` repeats a walk.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use common::samples;
use common::window::Window;
use common::window::drop_on;
use common::window::settle;
use common::window::shown_in;
use common::window::wait_for;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::By;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::SampleSize;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::ui::files::Files;
use kepu_ledger::ui::files::Purpose;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

/// Numbers that repeat for a seed (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % below.max(1) as u64) as usize
    }
}

/// Dialogs that answer at once: a sheet to read, a place to write, or nothing.
struct Hasty {
    folder: PathBuf,
    asked: Option<Purpose>,
    count: usize,
}

impl Files for Hasty {
    fn ask(&mut self, _: &egui::Context, purpose: Purpose) {
        self.asked = Some(purpose);
        self.count += 1;
    }
    fn take(&mut self) -> Option<(Purpose, Vec<PathBuf>)> {
        let purpose = self.asked.take()?;
        if self.count.is_multiple_of(4) {
            return Some((purpose, Vec::new()));
        }
        let place = |name: &str| self.folder.join(format!("{}{name}", self.count));
        let paths = match &purpose {
            Purpose::Sheets | Purpose::Returned => {
                let all = samples();
                vec![all[self.count % all.len()].clone()]
            }
            Purpose::Attach(..) => vec![samples()[0].clone()],
            Purpose::SaveReport(_) | Purpose::SaveReminder(_) | Purpose::SaveCorrections(_) => {
                vec![place(".pdf")]
            }
            Purpose::SavePack(_) | Purpose::SaveReturn(_) => vec![place(".kepuup")],
            Purpose::SaveHandover(_) => vec![place(".kepuall")],
            Purpose::SaveTable(_) => vec![place(".xlsx")],
            Purpose::BlankFolder => vec![self.folder.clone()],
            // Another file would end the walk in this one; everything else gets something it cannot use.
            Purpose::OpenFile | Purpose::TakeOver => Vec::new(),
            _ => vec![samples()[1].clone()],
        };
        Some((purpose, paths))
    }
    fn open(&mut self, _: &Path) -> bool {
        self.count.is_multiple_of(2)
    }
}

const TYPED: [&str; 12] = [
    "讲座",
    "2025-03-05",
    "3.5 9:00-11:00",
    "-1",
    "999999999999999999999",
    "11010519491231002X",
    "13812345678",
    "〇𠮷\u{E000}",
    "=1+1",
    "",
    "ky",
    "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十",
];

const KEYS: [(Key, bool); 18] = [
    (Key::Escape, false),
    (Key::Enter, false),
    (Key::Tab, false),
    (Key::ArrowDown, false),
    (Key::ArrowUp, false),
    (Key::ArrowLeft, false),
    (Key::ArrowRight, false),
    (Key::PageDown, false),
    (Key::Delete, false),
    (Key::F1, false),
    (Key::N, true),
    (Key::S, true),
    (Key::Z, true),
    (Key::Y, true),
    (Key::F, true),
    (Key::E, true),
    (Key::D, true),
    (Key::P, true),
];

/// Everything on screen that can be pressed or written in: role, label, where it stands.
fn offers(window: &Window) -> Vec<(Role, String)> {
    let wanted = By::new().predicate(|node| {
        matches!(
            node.role(),
            Role::Button
                | Role::CheckBox
                | Role::ComboBox
                | Role::Link
                | Role::ListItem
                | Role::MultilineTextInput
                | Role::RadioButton
                | Role::Row
                | Role::SpinButton
                | Role::Tab
                | Role::TextInput
        ) && !node.is_disabled()
    });
    let found = window.query_all(wanted).map(|node| {
        let node = node.accesskit_node();
        (node.role(), node.label().unwrap_or_default())
    });
    found.collect()
}

fn step(window: &mut Window, dice: &mut Dice) -> String {
    match dice.roll(10) {
        0..=1 => {
            let (key, command) = KEYS[dice.roll(KEYS.len())];
            let modifiers = if command {
                Modifiers::COMMAND
            } else {
                Modifiers::NONE
            };
            window.key_press_modifiers(modifiers, key);
            format!("key {command} {key:?}")
        }
        2 => {
            let text = TYPED[dice.roll(TYPED.len())];
            window.event(egui::Event::Text(text.into()));
            format!("type {text}")
        }
        _ => {
            let offers = offers(window);
            if offers.is_empty() {
                return "nothing".into();
            }
            let chosen = dice.roll(offers.len());
            let (role, label) = offers[chosen].clone();
            // The window's own way out would end the walk.
            if label.contains("关闭程序") {
                return "not closing".into();
            }
            let nth = offers[..chosen]
                .iter()
                .filter(|o| **o == offers[chosen])
                .count();
            let by = By::new().predicate(|node| {
                node.role() == role
                    && node.label().unwrap_or_default() == label
                    && !node.is_disabled()
            });
            if let Some(node) = window.query_all(by).nth(nth) {
                node.click();
            }
            if matches!(role, Role::TextInput | Role::MultilineTextInput) {
                window.step();
                let text = TYPED[dice.roll(TYPED.len())];
                window.event(egui::Event::Text(text.into()));
                return format!("write {text} into {label}");
            }
            format!("press {role:?} {label}")
        }
    }
}

#[test]
fn a_clerk_who_presses_anything_breaks_nothing() {
    let night = std::env::var_os("KEPU_NIGHT").is_some();
    let steps = std::env::var("KEPU_STEPS")
        .ok()
        .and_then(|s| s.parse().ok());
    let steps: usize = steps.unwrap_or(if night { 10_000 } else { 500 });
    let seed = std::env::var("KEPU_SEED").ok().and_then(|s| s.parse().ok());
    let seed: u64 = seed.unwrap_or(20_261_124);
    let mut room = Room::new();
    room.office()
        .invent(SampleSize {
            events: 40,
            volunteers: 30,
            officers: 20,
            ..SampleSize::of_year(2025)
        })
        .unwrap();
    room.office = None;
    let before = std::panic::take_hook();
    let panics = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&panics);
    let walked: Arc<Mutex<Vec<String>>> = Arc::default();
    std::panic::set_hook(Box::new(move |info| {
        // The test's own failure is none of the program's.
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        if !place.contains("tests/monkey.rs") {
            counted.fetch_add(1, Ordering::Relaxed);
        }
        before(info);
    }));
    let out = room.folder.path().to_owned();
    // Among what is typed are characters nothing can draw: they show as boxes, in tests too.
    let builder = Harness::builder()
        .with_size([1366.0, 768.0])
        .allow_missing_glyphs();
    let begin = Some(Begin::Open(room.file()));
    let mut window = shown_in(builder, begin, move || {
        Box::new(Hasty {
            folder: out.clone(),
            asked: None,
            count: 0,
        })
    });
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    let mut dice = Dice(seed);
    for n in 0..steps {
        let did = step(&mut window, &mut dice);
        // What was taken back comes again most of the time, or there would soon be nothing left to press.
        if did.contains("true Z") || did.contains("撤销") {
            settle(&mut window);
            if dice.roll(5) > 0 {
                window.key_press_modifiers(Modifiers::COMMAND, Key::Y);
                settle(&mut window);
            }
        }
        {
            let mut walked = walked.lock().unwrap();
            walked.push(format!("{n}: {did}"));
            if walked.len() > 40 {
                walked.remove(0);
            }
        }
        window.step();
        if dice.roll(4) == 0 {
            std::thread::sleep(std::time::Duration::from_millis(8));
            window.step();
        }
        if dice.roll(150) == 0 {
            let all = samples();
            drop_on(&mut window, &[&all[dice.roll(all.len())]]);
        }
        assert_eq!(
            panics.load(Ordering::Relaxed),
            0,
            "seed {seed}, step {n}; the last steps:\n{}",
            walked.lock().unwrap().join("\n")
        );
    }
    settle(&mut window);
    drop(window);
    let office = room.reopen();
    assert!(office.examine().unwrap().is_sound());
    println!(
        "{steps} steps with seed {seed}: {} steps in the history, {} records",
        office.history(100_000).unwrap().len(),
        office
            .ledger()
            .counts()
            .iter()
            .map(|(_, n)| n)
            .sum::<usize>()
    );
    assert_eq!(panics.load(Ordering::Relaxed), 0);
}
