//! Those who outgrow laptops load packs into a database: the schema is that of the records, and `DuckDB` takes a real pack as
//! it is.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::packs::Desk;
use common::packs::inside;
use common::packs::run;
use kepu_ledger::app::schema::Shape;
use kepu_ledger::app::schema::tables;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

/// A pack of an invented year, made by command.
fn pack(desk: &Desk) -> PathBuf {
    let steps: [&[&str]; 2] = [
        &["sample", "湖滨.kepu", "--year", "2025", "--seed", "5"],
        &[
            "pack",
            "湖滨.kepu",
            "--year",
            "2025",
            "--personal",
            "--note",
            "属实",
            "--out",
            "湖滨.kepuup",
        ],
    ];
    for words in steps {
        let (done, said) = run(desk, words);
        assert!(done, "{said}");
    }
    desk.path("湖滨.kepuup")
}

#[test]
fn the_schema_reads_as_it_did() {
    let desk = Desk::new();
    let (done, said) = run(&desk, &["schema"]);
    assert!(done);
    insta::assert_snapshot!("pack_schema", said);
    let (done, said) = run(&desk, &["schema", "--json"]);
    let schema: Value = serde_json::from_str(&said).unwrap();
    assert!(done && schema["$defs"]["event"]["properties"]["when"]["title"] == "起止时间");
}

#[test]
fn every_key_of_the_schema_has_a_name() {
    for table in tables() {
        assert!(table.keys.len() > 2, "{}", table.name);
        for key in &table.keys {
            assert!(!key.label.is_empty(), "{} {}", table.name, key.key);
            let leads = key.to.is_some() || ["uid", "about", "owner"].contains(&key.key.as_str());
            assert!(
                key.shape != Shape::Link || leads,
                "{} {}",
                table.name,
                key.key
            );
            // Only numbers of people are texts that may be null; any other such key is one that nobody told the schema of.
            let number = ["phone", "id_number"].contains(&key.key.as_str());
            assert!(
                key.shape != Shape::MaybeText || number,
                "{} {}",
                table.name,
                key.key
            );
        }
    }
}

#[test]
fn what_a_pack_holds_is_what_the_schema_says() {
    let desk = Desk::new();
    let shapes: BTreeMap<String, BTreeMap<String, Shape>> = tables()
        .into_iter()
        .map(|t| {
            let keys = t.keys.into_iter().map(|k| (k.key, k.shape));
            (format!("tables/{}.jsonl", t.name), keys.collect())
        })
        .collect();
    let mut looked_at = 0;
    for (name, bytes) in inside(&pack(&desk)) {
        let Some(known) = shapes.get(&name) else {
            assert!(!name.starts_with("tables/"), "{name}");
            continue;
        };
        for line in String::from_utf8(bytes).unwrap().lines() {
            let record: serde_json::Map<String, Value> = serde_json::from_str(line).unwrap();
            for (key, value) in &record {
                let shape = known.get(key).unwrap_or_else(|| panic!("{name} {key}"));
                assert!(shape.takes(value), "{name} {key} {shape:?}: {value}");
                let objects = value
                    .as_array()
                    .is_some_and(|a| a.iter().any(Value::is_object));
                assert!(!objects || *shape == Shape::Objects, "{name} {key}");
            }
            looked_at += 1;
        }
    }
    assert!(looked_at > 500, "{looked_at}");
}

#[test]
#[ignore = "needs duckdb"]
fn duckdb_takes_a_pack_as_it_is_and_comes_to_our_figures() {
    let desk = Desk::new();
    let pack = pack(&desk);
    let python = std::env::var("KEPU_DUCKDB_PYTHON").unwrap_or_else(|_| {
        let home = std::env::var("HOME").unwrap();
        format!("{home}/.cache/kepu-duckdb/bin/python")
    });
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/duckdb_pack.py");
    let out = Command::new(python)
        .arg(script)
        .arg(&pack)
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let told: Value = serde_json::from_slice(&out.stdout).unwrap();
    let rows = told["communities"].as_array().unwrap();
    let sum = |key: &str| -> u64 { rows.iter().map(|r| r[key].as_u64().unwrap()).sum() };
    let (done, said) = run(&desk, &["figures", "湖滨.kepu", "--year", "2025", "--json"]);
    assert!(done, "{said}");
    let figures: Value = serde_json::from_str(&said).unwrap();
    let ours = |id: &str| -> u64 {
        let all = figures.as_array().unwrap();
        all.iter().find(|f| f["id"] == id).unwrap()["value"]
            .as_f64()
            .unwrap() as u64
    };
    assert_eq!(
        (sum("events"), sum("attendance")),
        (ours("events"), ours("attendance"))
    );
    assert!(sum("attendance") > 1000 && rows.len() > 3);
    // Each community comes to what R23 prints.
    let words = ["list", "湖滨.kepu", "communities", "--json"];
    let names: Value = serde_json::from_str(&run(&desk, &words).1).unwrap();
    for row in rows {
        let known = names
            .as_array()
            .unwrap()
            .iter()
            .any(|c| c["name"] == row["community"]);
        assert!(known || row["community"].is_null(), "{row}");
    }
}
