//! The house's arrows point down, and crates are named only where they belong.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that panics has failed, which is its job"
)]

use std::path::Path;
use std::path::PathBuf;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    // Not the folder at build time: a shared target folder may hold a binary built in another clone.
    let root = PathBuf::from("src");
    let mut found = Vec::new();
    files(&root, &mut found);
    found.sort();
    let name = |p: &Path| {
        p.strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/")
    };
    found
        .iter()
        .map(|p| (name(p), std::fs::read_to_string(p).unwrap()))
        .collect()
}

/// Layers a layer may name.
fn allowed(layer: &str) -> &'static [&'static str] {
    match layer {
        "model" => &["model"],
        "store" | "reports" | "exchange" => &["model"],
        "app" => &[
            "app", "store", "reports", "exchange", "model", "assets", "os",
        ],
        "ui" => &["ui", "app", "model", "assets", "os"],
        // cli stands beside ui; it hands the worker its file and knows the store's refusals.
        "cli" => &["cli", "app", "exchange", "store", "model", "ALLOCATOR"],
        _ => &[],
    }
}

#[test]
fn arrows_point_down() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let Some((layer, _)) = name.split_once('/') else {
            continue;
        };
        for (n, line) in text.lines().enumerate() {
            for part in line.split("crate::").skip(1) {
                let target: String = part
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                if target != layer && !allowed(layer).contains(&target.as_str()) {
                    wrong.push(format!("src/{name}:{} names {target}", n + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crates_are_named_only_where_they_belong() {
    let homes: [(&str, &[&str]); 17] = [
        ("rusqlite", &["store/"]),
        ("egui", &["ui/"]),
        ("eframe", &["ui/run/card.rs"]),
        (
            "egui_winit",
            &["ui/software/shown.rs", "ui/software/window.rs"],
        ),
        ("egui_system_font_provider", &["ui/software/window.rs"]),
        ("winit", &["ui/software/shown.rs", "ui/software/window.rs"]),
        (
            "softbuffer",
            &["ui/software/shown.rs", "ui/software/window.rs"],
        ),
        ("rfd", &["ui/files.rs"]),
        ("printpdf", &["reports/pdf/"]),
        ("lopdf", &["reports/pdf/"]),
        ("rust_xlsxwriter", &["reports/sheet.rs", "reports/blank.rs"]),
        ("calamine", &["exchange/read/"]),
        ("cfb", &["exchange/read/"]),
        ("html5gum", &["exchange/read/"]),
        ("interprocess", &["app/instance/"]),
        ("quick_xml", &["exchange/read/"]),
        (
            "zip",
            &["exchange/pack/", "exchange/handover/", "exchange/read/"],
        ),
    ];
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        for (n, line) in text
            .lines()
            .enumerate()
            .filter(|(_, l)| !l.trim_start().starts_with("//"))
        {
            for (krate, places) in homes {
                let named = line.contains(&format!("{krate}::"));
                if named && !places.iter().any(|p| name.starts_with(p)) {
                    wrong.push(format!("src/{name}:{} names {krate}", n + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_owns() {
    let silent: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//!"))
        .map(|(name, _)| name)
        .collect();
    assert!(silent.is_empty(), "{silent:?}");
}
