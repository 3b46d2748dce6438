//! Packs that were damaged on the way, made by a newer program, or by someone who means harm; and packs of the first format,
//! which must open for ever.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::event;
use common::packs::Desk;
use common::packs::content;
use common::packs::inside;
use common::packs::save;
use common::packs::take;
use common::packs::told;
use common::packs::wishes;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::merge;
use kepu_ledger::app::submit::PackWishes;
use kepu_ledger::exchange::handover::Handover;
use kepu_ledger::exchange::pack::Caps;
use kepu_ledger::exchange::pack::FORMAT;
use kepu_ledger::exchange::pack::Manifest;
use kepu_ledger::exchange::pack::PackError;
use kepu_ledger::exchange::pack::seal;
use kepu_ledger::exchange::pack::sha256;
use proptest::prelude::*;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use zip::CompressionMethod;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

type Files = Vec<(String, Vec<u8>)>;

/// A zip as any program makes it.
fn zipped(path: &Path, files: &Files, method: CompressionMethod) {
    let mut zip = ZipWriter::new(std::fs::File::create(path).unwrap());
    for (name, bytes) in files {
        let options = SimpleFileOptions::default().compression_method(method);
        zip.start_file(name.as_str(), options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
}

/// Change a file of the pack and its line in the manifest, as one who knows the format would.
fn forged(files: &Files, name: &str, change: impl Fn(String) -> String) -> Files {
    let mut files = files.clone();
    let body = files.iter_mut().find(|(n, _)| n == name).unwrap();
    body.1 = change(String::from_utf8(body.1.clone()).unwrap()).into_bytes();
    let (sum, length) = (sha256(&body.1), body.1.len());
    let mut manifest: serde_json::Value = serde_json::from_slice(&files[0].1).unwrap();
    if name != "manifest.json" {
        let listed = manifest["files"].as_array_mut().unwrap();
        let line = listed.iter_mut().find(|f| f["path"] == name).unwrap();
        line["sha256"] = sum.into();
        line["bytes"] = length.into();
        let known: Manifest = serde_json::from_value(manifest.clone()).unwrap();
        manifest["seal"] = seal(&known).into();
        files[0].1 = serde_json::to_vec(&manifest).unwrap();
    }
    files
}

struct Case {
    desk: Desk,
    pack: PathBuf,
    files: Files,
    district: Office,
}

fn case() -> Case {
    let desk = Desk::new();
    let pack = desk.pack(&mut desk.office("湖滨街道办事处"), "好的");
    let district = desk.district();
    Case {
        files: inside(&pack),
        desk,
        pack,
        district,
    }
}

impl Case {
    /// The words of the refusal; the district's file is untouched.
    fn refused(&mut self, path: &Path) -> String {
        let (before, steps) = (
            content(&self.district),
            self.district.history(9).unwrap().len(),
        );
        let said = told(take(&mut self.district, path));
        assert_eq!(content(&self.district), before);
        assert_eq!(self.district.history(9).unwrap().len(), steps);
        said
    }

    fn refused_files(&mut self, files: &Files) -> String {
        let path = self.desk.path("坏的.kepuup");
        zipped(&path, files, CompressionMethod::Deflated);
        self.refused(&path)
    }
}

#[test]
fn packed_again_by_another_program_it_is_still_the_same_pack() {
    let mut case = case();
    let path = case.desk.path("微信.kepuup.zip.1");
    zipped(&path, &case.files, CompressionMethod::Stored);
    let first = merge::open(&case.pack).unwrap();
    assert_eq!(merge::open(&path).unwrap().hash, first.hash);
    // Unpacked into a folder and packed with it.
    let mut around: Files = case
        .files
        .iter()
        .map(|(n, b)| (format!("湖滨/{n}"), b.clone()))
        .collect();
    around.reverse();
    zipped(&path, &around, CompressionMethod::Deflated);
    assert_eq!(merge::open(&path).unwrap().hash, first.hash);
    take(&mut case.district, &path).unwrap();
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    let first = std::fs::read(desk.pack(&mut office, "甲")).unwrap();
    drop(office);
    let second = {
        let office = Office::open(&desk.path("湖滨街道办事处.kepu"), common::NOW).unwrap();
        let mut office = office;
        office.undo().unwrap();
        std::fs::read(desk.pack(&mut office, "乙")).unwrap()
    };
    // Only the sequence differs, which stands in the manifest and on the cover; the others are the same byte by byte.
    assert_ne!(first, second);
    let (a, b) = (
        inside(&desk.path("甲.kepuup")),
        inside(&desk.path("乙.kepuup")),
    );
    let data = |files: &Files| -> Files {
        let data = files.iter().filter(|(n, _)| n != "reports/cover.pdf");
        data.skip(1).cloned().collect()
    };
    assert!(data(&a) == data(&b) && data(&a).len() == a.len() - 2);
}

#[test]
fn content_that_was_changed_is_refused_and_the_file_inside_is_named() {
    let mut case = case();
    for name in ["tables/event.jsonl", "figures.json"] {
        let mut files = case.files.clone();
        let body = files.iter_mut().find(|(n, _)| n == name).unwrap();
        body.1.push(b' ');
        let said = case.refused_files(&files);
        assert!(said.contains(&format!("“{name}”已损坏或被改动")), "{said}");
    }
    // One figure, the same length, packed anew so that the zip's own sums agree.
    let mut files = case.files.clone();
    let body = files
        .iter_mut()
        .find(|(n, _)| n == "tables/event.jsonl")
        .unwrap();
    let text = String::from_utf8(body.1.clone()).unwrap();
    assert!(text.contains("\"attendance\":60"));
    body.1 = text
        .replace("\"attendance\":60", "\"attendance\":90")
        .into_bytes();
    let said = case.refused_files(&files);
    assert!(
        said.contains("“tables/event.jsonl”已损坏或被改动"),
        "{said}"
    );
    let mut files = case.files.clone();
    files.retain(|(n, _)| n != "tables/event.jsonl");
    let said = case.refused_files(&files);
    assert!(said.contains("缺少“tables/event.jsonl”"), "{said}");
    let mut files = case.files.clone();
    files.push(("reports/R3.pdf".into(), b"%PDF".to_vec()));
    let said = case.refused_files(&files);
    assert!(said.contains("不该有的文件“reports/R3.pdf”"), "{said}");
}

#[test]
fn names_that_are_not_ours_are_refused() {
    let mut case = case();
    let names = [
        "..\\evil.exe",
        "../evil",
        "/etc/passwd",
        "C:\\x",
        "photos/ab/CON.jpg",
        "CON.jpg",
        "tables/event.jsonl/",
        "tables/x.db",
        "Manifest.json",
        "tables/./event.jsonl",
        "tables/event.jsonl ",
        "a\u{202E}gpj.exe",
    ];
    for name in names {
        let mut files = case.files.clone();
        files.push((name.into(), b"x".to_vec()));
        let said = case.refused_files(&files);
        assert!(said.contains("不该有的文件"), "{name}: {said}");
    }
}

#[test]
fn the_same_name_twice_is_refused() {
    let mut case = case();
    let mut files = case.files.clone();
    files.push(("tables/evenT.jsonl".into(), b"{}".to_vec()));
    let path = case.desk.path("两个.kepuup");
    zipped(&path, &files, CompressionMethod::Stored);
    // The writer refuses to write a name twice, so it is made so afterwards.
    let bytes = std::fs::read(&path).unwrap();
    let text = bytes
        .windows(18)
        .map(|w| w == b"tables/evenT.jsonl")
        .collect::<Vec<_>>();
    let mut bytes = bytes;
    for (at, _) in text.iter().enumerate().filter(|(_, hit)| **hit) {
        bytes[at..at + 18].copy_from_slice(b"tables/event.jsonl");
    }
    std::fs::write(&path, bytes).unwrap();
    let said = case.refused(&path);
    assert!(said.contains("不该有的文件"), "{said}");
}

#[test]
fn a_link_inside_is_refused() {
    let mut case = case();
    let path = case.desk.path("链接.kepuup");
    let mut zip = ZipWriter::new(std::fs::File::create(&path).unwrap());
    for (name, bytes) in &case.files {
        if name == "tables/event.jsonl" {
            zip.add_symlink(name, "/etc/passwd", SimpleFileOptions::default())
                .unwrap();
        } else {
            zip.start_file(name.as_str(), SimpleFileOptions::default())
                .unwrap();
            zip.write_all(bytes).unwrap();
        }
    }
    zip.finish().unwrap();
    let said = case.refused(&path);
    assert!(said.contains("不该有的文件“tables/event.jsonl”"), "{said}");
}

#[test]
fn bombs_go_off_nowhere() {
    let mut case = case();
    // Ten thousand times larger than it was packed.
    let files = forged(&case.files, "tables/event.jsonl", |t| {
        t + &" ".repeat(64 << 20)
    });
    let said = case.refused_files(&files);
    assert!(
        said.contains("“tables/event.jsonl”超过了上报包的限度"),
        "{said}"
    );
    // More files than a pack may hold, and more bytes; with lower caps, the same way.
    for caps in [
        Caps {
            entries: 3,
            ..Caps::default()
        },
        Caps {
            total: 100,
            ..Caps::default()
        },
        Caps {
            entry: 9,
            ..Caps::default()
        },
    ] {
        let said = told(merge::open_with(&case.pack, caps));
        assert!(said.contains("超过了上报包的限度"), "{said}");
    }
    // Sixty thousand names are counted at the end mark, before the list of them is read.
    let many: Files = (0..60_000)
        .map(|n| (format!("photos/{n}"), Vec::new()))
        .collect();
    let said = case.refused_files(&many);
    assert!(said.contains("超过了上报包的限度"), "{said}");
}

#[test]
fn a_pack_that_was_cut_or_hit_by_a_flipped_bit_is_refused_or_whole() {
    let mut case = case();
    let bytes = std::fs::read(&case.pack).unwrap();
    let whole = merge::open(&case.pack).unwrap();
    let path = case.desk.path("坏.kepuup");
    for cut in [0, 1, 21, 22, 100, bytes.len() / 2, bytes.len() - 1] {
        std::fs::write(&path, &bytes[..cut]).unwrap();
        let said = case.refused(&path);
        assert!(
            said.contains("不完整") || said.contains("不是上报包"),
            "{cut}: {said}"
        );
    }
    let mut found = 0;
    for at in (0..bytes.len()).step_by(bytes.len() / 300 + 1) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x10;
        std::fs::write(&path, &flipped).unwrap();
        // A bit of a time stamp changes nothing that counts; all else is found.
        match merge::open(&path) {
            Ok(pack) => assert!(
                pack.hash == whole.hash && pack.records == whole.records,
                "byte {at}"
            ),
            Err(_) => found += 1,
        }
    }
    assert!(found > 150, "{found}");
    std::fs::write(&path, b"hello, this is no zip at all, only text").unwrap();
    assert!(case.refused(&path).contains("不完整"));
}

#[test]
fn a_newer_pack_asks_for_a_newer_program() {
    let mut case = case();
    for key in ["format", "schema"] {
        let files = forged(&case.files, "manifest.json", |text| {
            let mut manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
            manifest[key] = 99.into();
            manifest["strange"] = true.into();
            manifest.to_string()
        });
        let said = case.refused_files(&files);
        assert!(
            said.contains("更新版本的程序") && said.contains("请先升级本程序"),
            "{said}"
        );
    }
}

#[test]
fn records_that_belong_elsewhere_or_would_never_be_read_again_are_refused() {
    let mut case = case();
    let foreign = "0198c0de-0000-7000-8000-000000000001";
    let office = case
        .files
        .iter()
        .find(|(n, _)| n == "tables/office.jsonl")
        .unwrap();
    let office: serde_json::Value = serde_json::from_slice(&office.1).unwrap();
    let home = office["uid"].as_str().unwrap().to_owned();
    let other = forged(&case.files, "tables/event.jsonl", |t| {
        t.replace(&home, foreign)
    });
    let broken = forged(&case.files, "tables/event.jsonl", |t| {
        t.replace("\"title\":\"", "\"title\":7,\"x\":\"")
    });
    for files in [other, broken] {
        let said = case.refused_files(&files);
        assert!(
            said.contains("“tables/event.jsonl”有不能接收的记录"),
            "{said}"
        );
    }
}

#[test]
fn records_are_counted_while_they_are_read() {
    let mut case = case();
    // More lines than the manifest tells: the first one too many ends it, whatever stands on it.
    let files = forged(&case.files, "tables/event.jsonl", |t| {
        t + &"{}\n".repeat(100_000)
    });
    let said = case.refused_files(&files);
    assert!(said.contains("“manifest.json”已损坏或被改动"), "{said}");
    // A manifest that tells as many as there are is held against what a pack may hold, before one is read.
    let told = |count: u64| {
        move |text: String| {
            let mut manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
            manifest["counts"]["event"] = count.into();
            let known: Manifest = serde_json::from_value(manifest.clone()).unwrap();
            manifest["seal"] = seal(&known).into();
            manifest.to_string()
        }
    };
    let many = forged(&files, "manifest.json", told(100_001));
    let said = case.refused_files(&many);
    assert!(
        said.contains("“tables/event.jsonl”有不能接收的记录"),
        "{said}"
    );
    let more = forged(&files, "manifest.json", told(1_000_001));
    let said = case.refused_files(&more);
    assert!(said.contains("“manifest.json”超过了上报包的限度"), "{said}");
    // One record that is a list of a million nothings.
    let long = forged(&case.files, "tables/event.jsonl", |t| {
        let tail = format!(",\"strange\":[{}0]}}\n", "0,".repeat(3 << 20));
        t.trim_end().strip_suffix('}').unwrap().to_owned() + &tail
    });
    let path = case.desk.path("长.kepuup");
    zipped(&path, &long, CompressionMethod::Stored);
    let said = case.refused(&path);
    assert!(
        said.contains("“tables/event.jsonl”超过了上报包的限度"),
        "{said}"
    );
}

#[test]
fn lists_of_a_pack_and_of_a_handover_stay_small() {
    let mut case = case();
    let path = case.desk.path("大.kepuup");
    for (name, bytes) in [("manifest.json", 65 << 20), ("figures.json", 5 << 20)] {
        let files = forged(&case.files, name, |t| t + &" ".repeat(bytes));
        zipped(&path, &files, CompressionMethod::Stored);
        let said = case.refused(&path);
        assert!(
            said.contains(&format!("“{name}”超过了上报包的限度")),
            "{said}"
        );
    }
    let handover = case.desk.path("大.kepuall");
    let list = "{\"handover\":1,\"schema\":1}".to_owned() + &" ".repeat(65 << 20);
    let files = vec![("manifest.json".to_owned(), list.into_bytes())];
    zipped(&handover, &files, CompressionMethod::Stored);
    assert!(matches!(
        Handover::open(&handover, 99),
        Err(PackError::TooMuch { .. })
    ));
}

#[test]
fn packs_of_every_format_there_was_open_for_ever() {
    for (format, schema) in [(1, 4), (2, 4)] {
        opens_for_ever(format, schema);
    }
}

fn opens_for_ever(format: u32, schema: u32) {
    let path = std::env::current_dir()
        .unwrap()
        .join(format!("tests/data/packs/format-{format}.kepuup"));
    if std::env::var_os("KEPU_GOLDEN").is_some() && format == FORMAT {
        let desk = Desk::new();
        let made = desk.pack(&mut desk.office("湖滨街道办事处"), "一");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::copy(made, &path).unwrap();
    }
    let pack = merge::open(&path).unwrap();
    assert_eq!(
        (pack.manifest.format, pack.manifest.schema),
        (format, schema)
    );
    assert_eq!(pack.manifest.seal.is_empty(), format == 1);
    let code = pack.manifest.check_code(&pack.hash);
    assert_eq!(pack.manifest.office.name, "湖滨街道办事处");
    assert_eq!(pack.manifest.period.label, "2025年");
    assert_eq!(pack.manifest.counts["event"], 1);
    let desk = Desk::new();
    let mut district = desk.district();
    take(&mut district, &path).unwrap();
    let event = district.ledger().events.values().next().unwrap().clone();
    assert_eq!(
        (event.title.as_str(), event.attendance),
        ("防震减灾讲座", Some(60))
    );
    assert_eq!(
        district
            .ledger()
            .attendance
            .values()
            .next()
            .unwrap()
            .minutes,
        90
    );
    let kept = district.submissions(None)[0].clone();
    assert_eq!(kept.counted()["person"], 1);
    assert_eq!((kept.check_code.as_str(), code.len()), (code.as_str(), 12));
    assert!(district.verify(&kept).unwrap().holds());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Whatever is typed, what is read back from a pack is what was recorded.
    #[test]
    fn out_and_in_again_is_the_same(texts in prop::collection::vec(("\\PC{1,40}", any::<Option<u32>>(), 1..=12_i8), 1..6)) {
        let desk = Desk::new();
        let mut office = desk.empty("湖滨街道办事处", "");
        for (title, count, month) in texts {
            let mut one = event(&format!("活动{title}"), month, 3);
            one.attendance = count;
            one.summary = title;
            save(&mut office, Command::SaveEvent(one));
        }
        let all = PackWishes { personal: true, ..wishes() };
        let path = desk.pack_with(&mut office, "包", &all).0;
        let pack = merge::open(&path).unwrap();
        for record in &pack.records {
            prop_assert_eq!(Some(record.clone()), office.ledger().get(record.table(), record.uid()));
        }
        prop_assert_eq!(pack.manifest.counts["event"] as usize, office.ledger().events.len());
        let mut district = desk.district();
        take(&mut district, &path).unwrap();
        let home = office.ledger().home;
        // Nothing lost: the district holds the office's ledger, submission and all.
        let there: Vec<String> = office.ledger().records_of(home).iter().map(|r| r.json().unwrap()).collect();
        let here: Vec<String> = district.ledger().records_of(home).iter().map(|r| r.json().unwrap()).collect();
        prop_assert_eq!(here, there);
    }
}
