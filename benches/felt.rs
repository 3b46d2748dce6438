//! What a clerk feels, on 100,000 events in the window painted without a card at 1366×768: from a letter to the rows it finds, a
//! turn of the wheel, opening a record and the largest form, and the preview of a report of 400 pages. `cargo bench --bench felt`
//! prints the middle one, the slowest of twenty and the slowest of a hundred; the goals are product.md section 8. The start of the
//! whole program, its memory and its idleness are measured by `benches/beside_calc.py`.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::panic,
    reason = "a bench that panics has failed, which is its job"
)]

#[expect(dead_code, reason = "shared with the frames, which need other parts")]
mod window;

use egui::Event;
use egui::Key;
use egui::Modifiers;
use std::time::Duration;
use std::time::Instant;
use window::Spent;
use window::Window;
use window::office;

const SCREEN: (usize, usize, f32) = (1366, 768, 1.0);
/// Events that make some 400 pages of R3.
const FOR_400_PAGES: u32 = 6_500;

fn say(what: &str, mut all: Vec<Duration>) {
    all.sort();
    let at = |share: usize| all[(all.len() * share / 100).min(all.len() - 1)].as_secs_f64() * 1e3;
    println!(
        "| {what} | {:.2} | {:.2} | {:.2} | {} |",
        at(50),
        at(95),
        at(99),
        all.len()
    );
}

// Frames are drawn as they come until one says it; what passes by the clock is what the clerk waits.
fn until(window: &mut Window, said: impl Fn(&str) -> bool) -> Duration {
    let begun = Instant::now();
    loop {
        if window.read().iter().any(|t| said(t)) {
            return begun.elapsed();
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "it never came");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn rows_said(window: &mut Window) -> String {
    let texts = window.read();
    let count = texts.iter().find(|t| t.ends_with(" 条") && t.len() < 16);
    count.cloned().unwrap_or_default()
}

fn many_events() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("十万.kepu");
    office(&file, 100_000, 10_000);
    let mut window = Window::open(&file, SCREEN);
    until(&mut window, |t| t == "100000 条");

    let turns: Vec<Spent> = (0..1000).map(|n| window.wheel(n)).collect();
    say(
        "a turn of the wheel over 100,000 rows, a frame",
        turns.iter().map(Spent::whole).collect(),
    );

    let downs = (0..300).map(|_| {
        window
            .frame(vec![window::key_down(Key::ArrowDown, Modifiers::NONE)])
            .whole()
    });
    say("the next record in the form, a frame", downs.collect());

    let mut forms = Vec::new();
    for _ in 0..100 {
        forms.push(
            window
                .frame(vec![window::key_down(Key::N, Modifiers::COMMAND)])
                .whole(),
        );
        window.wait(2);
        window.press(Key::ArrowDown, Modifiers::NONE);
        window.wait(2);
    }
    say("the largest form, a new event, a frame", forms);

    let mut found = Vec::new();
    window.press(Key::F, Modifiers::COMMAND);
    window.wait(10);
    // A letter goes in and out by turns; each changes how many rows there are.
    for turn in 0..100 {
        let before = rows_said(&mut window);
        let begun = Instant::now();
        let event = if turn % 2 == 0 {
            Event::Text("荷".into())
        } else {
            window::key_down(Key::Backspace, Modifiers::NONE)
        };
        window.frame(vec![event]);
        until(&mut window, |t| {
            t.ends_with(" 条") && t.len() < 16 && *t != before
        });
        found.push(begun.elapsed());
    }
    say("from a letter to the rows it finds", found);
}

fn many_pages() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("四百页.kepu");
    office(&file, FOR_400_PAGES, 100);
    let mut first = Vec::new();
    let mut pages = Vec::new();
    for _ in 0..5 {
        let mut window = Window::open(&file, SCREEN);
        window.press(Key::K, Modifiers::COMMAND);
        window.wait(20);
        window.frame(vec![Event::Text("R3".into())]);
        window.wait(20);
        let begun = Instant::now();
        window.press(Key::Enter, Modifiers::NONE);
        until(&mut window, |t| t.starts_with("/ ") && t.ends_with(" 页"));
        first.push(begun.elapsed());
        let count = window.read().iter().find(|t| t.starts_with("/ ")).cloned();
        println!("{}", count.unwrap_or_default());
        pages.extend((0..200).map(|_| {
            window
                .frame(vec![window::key_down(Key::PageDown, Modifiers::NONE)])
                .whole()
        }));
    }
    say(
        "the preview of 400 pages, from the choice to the first page",
        first,
    );
    say("the next page of 400, a frame", pages);
}

fn main() {
    println!("| what | p50 ms | p95 ms | p99 ms | times |\n|---|--:|--:|--:|--:|");
    many_events();
    many_pages();
}
