//! 校验码: it stands on the cover and at the foot of every page that goes up, and tells later whether the ledger still holds
//! what went up. It is never printed beside other data.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::packs::Desk;
use common::packs::inside;
use common::packs::run;
use common::packs::save;
use common::packs::take;
use common::packs::told;
use common::packs::wishes;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::merge;
use kepu_ledger::app::paper::Kind;
use kepu_ledger::app::submit::PackWishes;
use kepu_ledger::model::events::Event;
use std::io::Write as _;

fn text(bytes: &[u8]) -> String {
    let text = pdf_extract::extract_text_from_mem(bytes).unwrap();
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn pages(bytes: &[u8]) -> usize {
    lopdf::Document::load_mem(bytes).unwrap().get_pages().len()
}

fn with_reports() -> PackWishes {
    PackWishes {
        reports: vec![Kind::EventLedger, Kind::CertificateBook, Kind::Statistics],
        ..wishes()
    }
}

fn talk(office: &Office, attendance: u32) -> Event {
    let mut events = office.ledger().events.values();
    let talk = events.find(|e| e.title.contains("防震减灾")).unwrap();
    Event {
        attendance: Some(attendance),
        ..Event::clone(talk)
    }
}

#[test]
fn the_code_stands_on_the_cover_and_on_every_page_that_goes_up() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    let (pack, done) = desk.pack_with(&mut office, "湖滨", &with_reports());
    let code = &done.submission.check_code;
    assert_eq!(code.len(), 12);
    let files = inside(&pack);
    let papers: Vec<_> = files.iter().filter(|(n, _)| n.ends_with(".pdf")).collect();
    let names: Vec<_> = papers.iter().map(|(n, _)| n.as_str()).collect();
    let expected = ["cover", "R3", "R11B", "R12"].map(|n| format!("reports/{n}.pdf"));
    assert_eq!(names, expected);
    for (name, bytes) in papers {
        let said = text(bytes);
        let times = said.matches(&format!("校验码{code}")).count();
        assert!(
            times >= pages(bytes),
            "{name}: {times} on {} pages",
            pages(bytes)
        );
    }
    let cover = text(
        &files
            .iter()
            .find(|(n, _)| n.ends_with("cover.pdf"))
            .unwrap()
            .1,
    );
    for words in [
        "科普工作数据上报封面",
        "湖滨街道办事处",
        "第1次",
        "2025年1月1日至2025年12月31日",
        "科普活动1",
        "（盖章）",
        "R3科普活动台账",
    ] {
        assert!(cover.contains(words), "{words} in {cover}");
    }
    // The same year again: another sequence and another code, that of the first beside it.
    let (second, again) = desk.pack_with(&mut office, "湖滨再报", &with_reports());
    assert_ne!(again.submission.check_code, *code);
    let files = inside(&second);
    assert!(
        text(
            &files
                .iter()
                .find(|(n, _)| n.ends_with("cover.pdf"))
                .unwrap()
                .1
        )
        .contains(code)
    );
}

#[test]
fn the_code_is_of_the_data_whatever_paper_goes_along() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    let file = desk.path("湖滨街道办事处.kepu");
    let before = std::fs::read(&file).unwrap();
    let (_, bare) = desk.pack_with(&mut office, "不带报表", &wishes());
    drop(office);
    std::fs::write(&file, before).unwrap();
    let mut office = Office::open(&file, common::NOW).unwrap();
    let (_, full) = desk.pack_with(&mut office, "带报表", &with_reports());
    assert_eq!(bare.submission.check_code, full.submission.check_code);
    assert_ne!(bare.submission.hash, full.submission.hash);
}

#[test]
fn a_pack_whose_sequence_was_changed_bears_a_broken_seal() {
    let desk = Desk::new();
    let pack = desk.pack(&mut desk.office("湖滨街道办事处"), "湖滨");
    let mut files = inside(&pack);
    let mut manifest: serde_json::Value = serde_json::from_slice(&files[0].1).unwrap();
    manifest["sequence"] = 7.into();
    files[0].1 = serde_json::to_vec(&manifest).unwrap();
    let forged = desk.path("改过.kepuup");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&forged).unwrap());
    for (name, bytes) in files {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap();
    let said = told(merge::open(&forged));
    assert!(said.contains("“manifest.json”已损坏或被改动"), "{said}");
}

#[test]
fn paper_printed_later_bears_the_code_only_while_the_data_are_those() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    let (pack, done) = desk.pack_with(&mut office, "湖滨", &wishes());
    let code = done.submission.check_code.clone();
    let mut district = desk.district();
    take(&mut district, &pack).unwrap();
    drop((office, district));
    let (file, above) = ("湖滨街道办事处.kepu", "南湖区科协.kepu");
    let print = |file: &str| {
        let words = [
            "report",
            file,
            "R3",
            "--submission",
            &code,
            "--out",
            "R3.pdf",
        ];
        let (done, said) = run(&desk, &words);
        assert!(done, "{said}");
        (text(&std::fs::read(desk.path("R3.pdf")).unwrap()), said)
    };
    let verify = |file: &str| run(&desk, &["submissions", file, "--verify", &code]);
    for file in [file, above] {
        let (paper, said) = print(file);
        assert!(paper.contains(&format!("校验码{code}")), "{paper}");
        assert!(paper.contains("2025年") && !said.contains("变动"), "{said}");
        let (holds, said) = verify(file);
        assert!(holds && said.contains("与上报时一致"), "{said}");
    }
    // A number is mended in the office: its paper says so, and the district's is still what went up.
    let mut office = Office::open(&desk.path(file), common::NOW).unwrap();
    let mended = talk(&office, 75);
    save(&mut office, Command::SaveEvent(mended));
    drop(office);
    let (paper, said) = print(file);
    assert!(!paper.contains(&format!("2025年校验码{code}")));
    assert!(
        paper.contains(&format!(
            "上报（校验码{code}）后数据有变动，本页不是上报时的数"
        )),
        "{paper}"
    );
    assert!(said.contains("1 条记录改了"), "{said}");
    let (holds, said) = verify(file);
    assert!(
        !holds && said.contains("1 条记录改了、") && said.contains("项指标变了"),
        "{said}"
    );
    assert!(verify(above).0);
    let (holds, said) = run(&desk, &["submissions", file, "--verify", &code, "--json"]);
    assert!(!holds && said.contains("\"holds\": false"), "{said}");
    // Mended back, it is what went up again.
    let mut office = Office::open(&desk.path(file), common::NOW).unwrap();
    let back = talk(&office, 60);
    save(&mut office, Command::SaveEvent(back));
    drop(office);
    assert!(verify(file).0);
    let (done, said) = run(&desk, &["submissions", file, "--verify", "000000000000"]);
    assert!(
        !done && said.contains("没有校验码为 000000000000 的上报"),
        "{said}"
    );
}
