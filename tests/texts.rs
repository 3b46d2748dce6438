//! Text reports: drafted with true figures, edited as plain text, printed as documents.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use common::event;
use common::program;
use common::samples;
use kepu_ledger::app::Command;
use kepu_ledger::app::Register;
use kepu_ledger::app::attach;
use kepu_ledger::app::import::BadRows;
use kepu_ledger::app::import::ImportRequest;
use kepu_ledger::app::import::read_sheets;
use kepu_ledger::app::paper;
use kepu_ledger::app::paper::Goal;
use kepu_ledger::app::paper::Item;
use kepu_ledger::app::paper::Kind;
use kepu_ledger::app::paper::Laid;
use kepu_ledger::app::paper::Request;
use kepu_ledger::app::paper::Role;
use kepu_ledger::model::Period;
use kepu_ledger::model::Record as _;
use kepu_ledger::model::events::Event;
use kepu_ledger::model::papers::Document;
use std::path::Path;

fn with_samples() -> Room {
    let mut room = Room::new();
    let request = ImportRequest {
        files: samples(),
        ..ImportRequest::default()
    };
    let sources = read_sheets(&program(), &request).unwrap();
    let plan = room.office().plan_import(&request, &sources).unwrap();
    room.office().take_in(&plan, BadRows::Stop).unwrap();
    room
}

fn year(kind: Kind) -> Request {
    Request::of(kind, Period::year(2025).unwrap())
}

fn laid(room: &mut Room, request: &Request) -> Laid {
    let report = room.office().report(request).unwrap();
    let meta = room.office().meta(&report);
    paper::lay_out(report, meta, &mut |_| true).unwrap()
}

fn drafted(room: &mut Room, request: &Request) -> Document {
    *room.office().report(request).unwrap().document.unwrap()
}

fn save(room: &mut Room, document: Document) {
    room.save(Command::Save(Box::new(document.wrap())));
}

#[test]
fn a_summary_is_drafted_with_the_figures_of_the_ledger() {
    let mut room = with_samples();
    let document = drafted(&mut room, &year(Kind::Summary));
    assert_eq!(document.title, "湖滨街道办事处2025年科普工作总结");
    for said in ["212场", "65651人次", "235人", "120人", "864人", "41.36次"] {
        assert!(document.text.contains(said), "{said}\n{}", document.text);
    }
    insta::assert_snapshot!(document.text);
}

#[test]
fn headings_take_their_type_and_the_body_its_indent() {
    let mut room = with_samples();
    let laid = laid(&mut room, &year(Kind::Summary));
    let role_of = |start: &str| {
        laid.pages
            .iter()
            .flat_map(|p| &p.items)
            .filter_map(Item::text)
            .find(|t| t.text.starts_with(start))
            .map(|t| t.role)
    };
    assert_eq!(role_of("一、基本情况"), Some(Role::Hei));
    assert_eq!(role_of("（一）青少年"), Some(Role::Kai));
    assert_eq!(role_of("共开展活动"), Some(Role::FangSong));
    let body = laid.pages[0].items.iter().filter_map(Item::text);
    let first = body
        .filter(|t| t.role == Role::FangSong)
        .find(|t| t.text.starts_with("2025"))
        .unwrap();
    // 订口 28 mm and two of twenty-eight characters of 156 mm.
    assert!((first.x - (28.0 + 2.0 * 156.0 / 28.0)).abs() < 0.05);
}

#[test]
fn a_figure_that_changed_since_drafting_is_named_marked_and_brought_up_to_date() {
    let mut room = with_samples();
    let request = year(Kind::Summary);
    let document = drafted(&mut room, &request);
    save(&mut room, document);
    assert!(
        !room
            .office()
            .report(&request)
            .unwrap()
            .remarks
            .iter()
            .any(|r| r.contains("现在是"))
    );
    room.save(Command::SaveEvent(Event {
        attendance: Some(30),
        ..event("补录的讲座", 12, 20)
    }));
    let found = laid(&mut room, &request);
    let remarks = found.report.remarks.join("\n");
    assert!(
        remarks.contains("“科普活动场次”写的是 212，现在是 213。")
            || remarks.contains("“活动场次”写的是 212，现在是 213。"),
        "{remarks}"
    );
    assert!(found.pages.iter().any(|p| !p.changed.is_empty()));
    // What is printed is what the clerk wrote.
    let text: String = found
        .pages
        .iter()
        .map(kepu_ledger::reports::Page::plain_text)
        .collect();
    assert!(text.contains("212"));
    let saved = drafted(&mut room, &request);
    let renewed = room.office().renew_text(&request, &saved).unwrap();
    assert!(renewed.text.contains("213场") && !renewed.text.contains("212场"));
    save(&mut room, renewed);
    let remarks = room.office().report(&request).unwrap().remarks.join("\n");
    assert!(!remarks.contains("现在是"), "{remarks}");
    assert_eq!(room.office().ledger().documents.len(), 1);
}

#[test]
fn what_the_clerk_wrote_is_what_prints_the_next_morning() {
    let mut room = with_samples();
    let request = year(Kind::Summary);
    let document = drafted(&mut room, &request);
    save(
        &mut room,
        Document {
            text: "一、概况\n全年工作平稳。".into(),
            number: "岳南湖办发〔2026〕3号".into(),
            addressee: "区科协（区纲要办）".into(),
            approver: "周明".into(),
            letterhead: true,
            annexes: Vec::new(),
            ..document
        },
    );
    room.reopen();
    let laid = laid(&mut room, &request);
    assert_eq!(laid.pages.len(), 1);
    insta::assert_snapshot!(laid.pages[0].plain_text());
}

#[test]
fn a_figure_of_a_text_leads_to_its_records() {
    let mut room = with_samples();
    let laid = laid(&mut room, &year(Kind::Summary));
    let counts: Vec<usize> = laid.pages[0]
        .links
        .iter()
        .filter_map(|l| match &l.goal {
            Goal::Records(records) => Some(records.len()),
            Goal::Page(_) => None,
        })
        .collect();
    for wanted in [212, 235, 120] {
        assert!(counts.contains(&wanted), "{wanted} not in {counts:?}");
    }
}

#[test]
fn a_text_over_the_limit_is_told() {
    let mut room = Room::new();
    let request = year(Kind::Summary);
    let document = drafted(&mut room, &request);
    let asked = |text: String| Request {
        document: Some(Box::new(Document {
            text,
            ..document.clone()
        })),
        ..request.clone()
    };
    let long = room
        .office()
        .report(&asked("科普".repeat(2501)))
        .unwrap()
        .remarks;
    assert!(
        long.iter().any(|r| r.contains("5002 字，超过 5000 字")),
        "{long:?}"
    );
    let short = room
        .office()
        .report(&asked("科普".repeat(2500)))
        .unwrap()
        .remarks;
    assert!(!short.iter().any(|r| r.contains("超过")), "{short:?}");
}

#[test]
fn a_theme_is_summed_up_with_its_own_events_only() {
    let mut room = with_samples();
    let request = Request {
        theme_day: Some("全国科技活动周".into()),
        ..year(Kind::ThemeSummary)
    };
    let held: Vec<_> = room
        .office()
        .ledger()
        .events_in(&request.period)
        .into_iter()
        .filter(|e| e.theme_day == "全国科技活动周")
        .collect();
    assert!(held.len() > 3, "the sample has the week");
    let heads: u32 = held.iter().filter_map(|e| e.attendance).sum();
    let report = room.office().report(&request).unwrap();
    let text = report.document.unwrap().text;
    assert!(
        text.contains(&format!("共开展活动{}场，参加{heads}人次", held.len())),
        "{text}"
    );
    assert!(
        text.starts_with("2025年全国科技活动周以“矢志创新发展 建设科技强国”为主题。"),
        "{text}"
    );
    insta::assert_snapshot!("R13", text);
    // The table behind it holds the same events and their sum.
    let table = &report.annexes[0];
    assert_eq!(table.title, "活动数据表");
    let kepu_ledger::reports::outline::Block::Table(table) = &table.blocks[0] else {
        panic!("no table");
    };
    assert_eq!(table.rows.len(), held.len() + 1);
}

fn photo(folder: &Path, name: &str) -> std::path::PathBuf {
    let path = folder.join(name);
    let picture = image::RgbImage::from_fn(640, 480, |x, y| image::Rgb([x as u8, y as u8, 90]));
    picture.save(&path).unwrap();
    path
}

#[test]
fn a_bulletin_tells_one_event_with_its_photo() {
    let mut room = Room::new();
    let uid = room.save(Command::SaveEvent(Event {
        place: "滨湖社区活动室".into(),
        form: "讲座".into(),
        attendance: Some(46),
        effect: "居民学会了辨别谣言".into(),
        ..event("防诈骗科普讲座", 9, 12)
    }));
    let file = photo(room.folder.path(), "现场.jpg");
    room.office()
        .attach(Register::Events, uid, vec![attach::pick(&file)])
        .unwrap();
    let request = Request {
        event: Some(uid),
        ..year(Kind::Bulletin)
    };
    let laid = laid(&mut room, &request);
    assert_eq!(laid.pages.len(), 1);
    let photos = laid.pages[0]
        .items
        .iter()
        .filter(|i| matches!(i, Item::Photo { .. }));
    assert_eq!(photos.count(), 1);
    insta::assert_snapshot!(laid.pages[0].plain_text());
}

#[test]
fn next_year_s_plan_lists_what_the_clerk_planned() {
    let mut room = Room::new();
    room.office()
        .invent(kepu_ledger::app::SampleSize {
            events: 14,
            volunteers: 6,
            officers: 3,
            ..kepu_ledger::app::SampleSize::of_year(2025)
        })
        .unwrap();
    let report = room.office().report(&year(Kind::WorkPlan)).unwrap();
    let items = room
        .office()
        .ledger()
        .work_items
        .values()
        .filter(|w| w.month.is_some_and(|m| m.year == 2025))
        .count();
    assert!(items > 0);
    let text = report.document.unwrap().text;
    assert!(text.contains(&format!("全年计划{items}项")), "{text}");
    insta::assert_snapshot!("R2", text);
    let kepu_ledger::reports::outline::Block::Table(table) = &report.annexes[0].blocks[0] else {
        panic!("no table");
    };
    assert_eq!(table.rows.len(), items);
}

#[test]
fn a_text_goes_out_to_an_editor_and_back_by_command() {
    let mut room = with_samples();
    room.office = None;
    let file = room.file();
    let run = |more: &[&str]| {
        let out = std::process::Command::new(program())
            .arg("text")
            .arg(&file)
            .args(["R1", "--year", "2025"])
            .args(more)
            .output()
            .unwrap();
        (
            out.status.code().unwrap(),
            String::from_utf8_lossy(&out.stdout).into_owned(),
            String::from_utf8_lossy(&out.stderr).into_owned(),
        )
    };
    let (code, said, _) = run(&["--save"]);
    assert_eq!((code, said.contains("已存为文稿")), (0, true), "{said}");
    let (_, text, _) = run(&[]);
    let edited = text
        .split_once("\n\n")
        .unwrap()
        .1
        .replace("二、主要做法", "二、主要做法和经验");
    let path = room.folder.path().join("总结.txt");
    std::fs::write(&path, edited).unwrap();
    assert_eq!(run(&["--set", &path.to_string_lossy()]).0, 0);
    let (_, text, _) = run(&[]);
    assert!(text.contains("二、主要做法和经验"));
    assert_eq!(room.reopen().ledger().documents.len(), 1);
    // A table is no text.
    room.office = None;
    let out = std::process::Command::new(program())
        .arg("text")
        .arg(&file)
        .arg("R3")
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(1));
}
