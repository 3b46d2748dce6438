//! The commands without a window, as a script or another program gives them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::program;
use common::samples;
use serde_json::Value;
use std::process::Output;
use tempfile::TempDir;

fn run(folder: &TempDir, words: &[&str]) -> Output {
    std::process::Command::new(program())
        .current_dir(folder.path())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .args(words)
        .output()
        .unwrap()
}

fn json(folder: &TempDir, words: &[&str]) -> Value {
    let out = run(folder, words);
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    serde_json::from_slice(&out.stdout).unwrap()
}

fn office() -> TempDir {
    let folder = TempDir::new().unwrap();
    assert!(
        run(&folder, &["new", "湖滨.kepu", "--office", "湖滨街道办事处"])
            .status
            .success()
    );
    let paths: Vec<String> = samples().iter().map(|p| p.display().to_string()).collect();
    let mut words = vec!["import", "湖滨.kepu"];
    words.extend(paths.iter().map(String::as_str));
    assert!(run(&folder, &words).status.success());
    folder
}

#[test]
fn the_chain_from_old_ledgers_to_paper_needs_no_window() {
    let folder = office();
    let events = json(&folder, &["list", "湖滨.kepu", "events", "--json"]);
    assert_eq!(events.as_array().unwrap().len(), 398);
    for key in [
        "id",
        "title",
        "start",
        "end",
        "place",
        "community",
        "attendance",
        "online_attendance",
        "materials",
        "cost_yuan",
        "form",
        "groups",
        "theme_day",
    ] {
        assert!(events[0].get(key).is_some(), "{key}");
    }
    let officers = json(&folder, &["list", "湖滨.kepu", "officers", "--json"]);
    let first = officers
        .as_array()
        .unwrap()
        .iter()
        .find(|o| o["name"] == "田云琼")
        .unwrap();
    assert_eq!(
        (&first["reach"]["2025-01"], first["reach"].get("2025-05")),
        (&Value::from(8), None)
    );
    let figures = json(
        &folder,
        &["figures", "湖滨.kepu", "--year", "2025", "--json"],
    );
    let of = |id: &str| {
        figures
            .as_array()
            .unwrap()
            .iter()
            .find(|f| f["id"] == id)
            .unwrap()
    };
    assert_eq!(
        (
            &of("officers_per_100")["numerator"],
            &of("officers_per_100")["denominator"]
        ),
        (&Value::from(120.0), &Value::from(42959.0))
    );
    assert_eq!(of("reach_per_officer")["numerator"], Value::from(4963.0));
    assert!(of("literacy")["value"].is_null());
    let plan = json(&folder, &["plan", "湖滨.kepu", "--json"]);
    let measures: usize = plan["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|g| g["measures"].as_array().unwrap().len())
        .sum();
    assert_eq!(measures, 45);
    for report in ["R3", "R4", "R6", "R8", "R9"] {
        for extension in ["pdf", "xlsx"] {
            let out = format!("{report}.{extension}");
            assert!(
                run(
                    &folder,
                    &[
                        "report",
                        "湖滨.kepu",
                        report,
                        "--quarter",
                        "2025-3",
                        "--out",
                        &out
                    ]
                )
                .status
                .success()
            );
            assert!(std::fs::metadata(folder.path().join(out)).unwrap().len() > 2000);
        }
    }
    let check = json(&folder, &["check", "湖滨.kepu", "--json"]);
    assert_eq!(check["file"]["sound"], Value::from(true));
    assert!(!check["records"].as_array().unwrap().is_empty());
}

#[test]
fn a_dry_run_shows_and_writes_nothing() {
    let folder = TempDir::new().unwrap();
    run(&folder, &["new", "湖滨.kepu", "--office", "湖滨街道办事处"]);
    let sheet = samples()[2].display().to_string();
    let shown = json(
        &folder,
        &["import", "湖滨.kepu", &sheet, "--dry-run", "--json"],
    );
    assert_eq!(
        (
            &shown["new"],
            &shown["refused"],
            shown["rows"].as_array().unwrap().len()
        ),
        (&Value::from(7), &Value::from(0), 7)
    );
    assert_eq!(
        json(&folder, &["list", "湖滨.kepu", "communities", "--json"]),
        Value::Array(Vec::new())
    );
}

#[test]
fn copies_are_made_and_put_back() {
    let folder = office();
    let made = run(&folder, &["backup", "湖滨.kepu", "--to", "优盘"]);
    assert!(made.status.success());
    let copy = std::fs::read_dir(folder.path().join("优盘"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.extension().is_some_and(|e| e == "kepu"))
        .unwrap();
    let back = run(
        &folder,
        &["restore", &copy.display().to_string(), "--to", "恢复.kepu"],
    );
    assert!(
        back.status.success(),
        "{}",
        String::from_utf8_lossy(&back.stderr)
    );
    assert_eq!(
        json(&folder, &["list", "恢复.kepu", "volunteers", "--json"])
            .as_array()
            .unwrap()
            .len(),
        235
    );
}

#[test]
fn an_office_with_invented_data_is_the_same_for_the_same_seed() {
    let folder = TempDir::new().unwrap();
    for file in ["甲.kepu", "乙.kepu"] {
        assert!(
            run(
                &folder,
                &[
                    "sample", file, "--year", "2025", "--events", "30", "--seed", "7"
                ]
            )
            .status
            .success()
        );
    }
    let list = |file| json(&folder, &["list", file, "events", "--json"]);
    assert_eq!(list("甲.kepu"), list("乙.kepu"));
    assert_eq!(list("甲.kepu").as_array().unwrap().len(), 30);
}

#[test]
fn refusals_say_why_and_wrong_use_is_another_code() {
    let folder = TempDir::new().unwrap();
    let refused = run(&folder, &["list", "没有.kepu", "events"]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(
        String::from_utf8_lossy(&refused.stderr).trim(),
        "找不到数据文件“没有.kepu”。请检查它是否被移走，或从备份恢复。"
    );
    assert_eq!(
        run(&folder, &["list", "没有.kepu", "什么"]).status.code(),
        Some(2)
    );
    assert_eq!(run(&folder, &["list"]).status.code(), Some(2));
    assert_eq!(
        run(
            &folder,
            &["new", "a.kepu", "--office", "甲", "--kind", "公司"]
        )
        .status
        .code(),
        Some(1)
    );
    assert!(!folder.path().join("a.kepu").exists());
    let windowless = run(&folder, &[]);
    assert_eq!(windowless.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&windowless.stderr).contains("不用窗口也能做全部工作"));
}

#[test]
fn the_log_holds_no_personal_data() {
    let folder = office();
    let home = folder.path().join("home");
    let sheet = samples()[3].display().to_string();
    let done = std::process::Command::new(program())
        .current_dir(folder.path())
        .env("HOME", &home)
        .env_remove("XDG_DATA_HOME")
        .args(["import", "湖滨.kepu", &sheet])
        .output()
        .unwrap();
    assert!(done.status.success());
    let mut log = String::new();
    for entry in walk(&home) {
        log.push_str(&std::fs::read_to_string(entry).unwrap_or_default());
    }
    for personal in ["孟勤英", "430699", "17000006587"] {
        assert!(!log.contains(personal), "{log}");
    }
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .flatten()
        .flat_map(|e| {
            if e.path().is_dir() {
                walk(&e.path())
            } else {
                vec![e.path()]
            }
        })
        .collect()
}

#[test]
fn a_reader_that_asks_for_too_much_memory_dies_alone() {
    let folder = TempDir::new().unwrap();
    let sheet = samples()[1].display().to_string();
    let enough = run(&folder, &["read-sheet", "536870912", &sheet]);
    assert!(enough.status.success() && enough.stdout.len() > 10_000);
    // A ceiling of a hundred kilobytes: the allocator refuses and the worker is gone, with nothing said.
    let starved = run(&folder, &["read-sheet", "100000", &sheet]);
    assert!(!starved.status.success());
    assert!(starved.stdout.is_empty());
}
