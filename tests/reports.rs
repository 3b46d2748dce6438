//! Paper: what is laid out, what the PDF holds, what is masked.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use common::event;
use common::program;
use common::samples;
use kepu_ledger::app::Command;
use kepu_ledger::app::Register;
use kepu_ledger::app::SampleSize;
use kepu_ledger::app::import::BadRows;
use kepu_ledger::app::import::ImportRequest;
use kepu_ledger::app::import::read_sheets;
use kepu_ledger::app::paper;
use kepu_ledger::app::paper::Goal;
use kepu_ledger::app::paper::Item;
use kepu_ledger::app::paper::Kind;
use kepu_ledger::app::paper::Laid;
use kepu_ledger::app::paper::Mask;
use kepu_ledger::app::paper::Paper;
use kepu_ledger::app::paper::Request;
use kepu_ledger::app::paper::Text;
use kepu_ledger::model::Period;
use kepu_ledger::model::events::Event;

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

fn texts(laid: &Laid, page: usize) -> Vec<&Text> {
    let items = laid.pages[page].items.iter();
    items.filter_map(Item::text).collect()
}

fn squeezed(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    chars.sort_unstable();
    chars.into_iter().collect()
}

#[test]
fn what_another_reader_finds_in_the_pdf_is_what_was_laid_out() {
    let mut room = with_samples();
    for kind in Kind::ALL.into_iter().filter(|k| *k != Kind::EventRecord) {
        let laid = laid(&mut room, &year(kind));
        assert!(laid.undrawable.is_empty(), "{:?}", laid.undrawable);
        let pdf = paper::pdf(&laid).unwrap();
        let pages = pdf_extract::extract_text_from_mem_by_pages(&pdf).unwrap();
        assert_eq!(pages.len(), laid.pages.len());
        for (n, (found, page)) in pages.iter().zip(&laid.pages).enumerate() {
            assert_eq!(
                squeezed(found),
                squeezed(&page.plain_text()),
                "{} page {}",
                kind.id(),
                n + 1
            );
        }
    }
}

#[test]
fn one_page_stays_small_and_rare_characters_are_drawn() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(Event {
        place: "䶮𠮷广场".into(),
        ..event("科普讲座", 3, 5)
    }));
    let laid = laid(&mut room, &year(Kind::EventLedger));
    let pdf = paper::pdf(&laid).unwrap();
    assert!(pdf.len() < 100_000, "{} bytes", pdf.len());
    assert!(laid.undrawable.is_empty());
    let text = pdf_extract::extract_text_from_mem(&pdf).unwrap();
    assert!(text.contains('䶮') && text.contains('𠮷'));
}

#[test]
fn a_pasted_radical_does_not_poison_the_text() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("⼈工智能讲座，服务人民", 3, 5)));
    let laid = laid(&mut room, &year(Kind::EventLedger));
    let text = pdf_extract::extract_text_from_mem(&paper::pdf(&laid).unwrap()).unwrap();
    assert!(text.contains("人民") && !text.contains('⼈'), "{text}");
}

#[test]
fn a_character_no_font_has_is_listed_with_where_it_stands() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("讲座\u{F0123}", 3, 5)));
    let laid = laid(&mut room, &year(Kind::EventLedger));
    assert_eq!(laid.undrawable[0].character, '\u{F0123}');
    assert!(laid.undrawable[0].text.contains("讲座"));
}

#[test]
fn heads_stand_on_every_page_and_nothing_leaves_the_frame() {
    let mut room = with_samples();
    let laid = laid(&mut room, &year(Kind::EventLedger));
    assert!(laid.pages.len() > 3);
    for n in 0..laid.pages.len() {
        let page = texts(&laid, n);
        assert!(page.iter().any(|t| t.text == "活动名称"), "page {}", n + 1);
        let number = format!("— {} / {} —", n + 1, laid.pages.len());
        let number = page.iter().find(|t| t.text == number).unwrap();
        // Odd pages number at the right, even ones at the left (GB/T 9704-2012 7.5).
        assert_eq!(number.x > 148.5, n % 2 == 0);
        assert!(
            page.iter()
                .all(|t| t.x >= 14.9 && t.x < 282.1 && t.y < 205.0)
        );
    }
    let last = texts(&laid, laid.pages.len() - 1);
    for needed in ["合计", "212 场", "65651", "（盖章）"] {
        assert!(
            last.iter().any(|t| t.text == needed),
            "{needed} is not on the last page"
        );
    }
}

#[test]
fn upright_paper_keeps_the_margins_of_the_standard() {
    let mut room = Room::new();
    let uid = room.save(Command::SaveEvent(Event {
        summary: "内容。".repeat(80),
        ..event("科普讲座", 3, 5)
    }));
    let request = Request {
        event: Some(uid),
        ..year(Kind::EventRecord)
    };
    let laid = laid(&mut room, &request);
    assert_eq!(
        (laid.pages.len(), laid.pages[0].width, laid.pages[0].height),
        (1, 210.0, 297.0)
    );
    let lines = laid.pages[0].items.iter().filter_map(|i| {
        if let Item::Line { from, to, .. } = i {
            Some((*from, *to))
        } else {
            None
        }
    });
    let xs: Vec<f32> = lines.flat_map(|(a, b)| [a.0, b.0]).collect();
    let (left, right) = (
        xs.iter().copied().fold(f32::MAX, f32::min),
        xs.iter().copied().fold(0.0, f32::max),
    );
    // 订口 28 mm, 版心 156 mm.
    assert!(
        (left - 28.0).abs() < 0.1 && (right - 184.0).abs() < 0.1,
        "{left} {right}"
    );
}

#[test]
fn turned_paper_is_the_lying_page_on_an_upright_sheet() {
    let mut room = with_samples();
    let request = Request {
        paper: Some(Paper::Turned),
        ..year(Kind::OfficerTargets)
    };
    let laid = laid(&mut room, &request);
    let page = &laid.pages[0];
    assert_eq!((page.width, page.height), (210.0, 297.0));
    let all = texts(&laid, 0);
    assert!(all.iter().filter(|t| t.turned).count() > 20);
    // The page number stands where it stands on every upright page.
    assert!(!all.iter().find(|t| t.text == "— 1 —").unwrap().turned);
}

#[test]
fn what_is_published_holds_no_numbers_and_no_birthdays() {
    let mut room = with_samples();
    let text_of = |room: &mut Room, mask| {
        let request = Request {
            mask,
            ..year(Kind::VolunteerRoster)
        };
        let laid = laid(room, &request);
        laid.pages
            .iter()
            .map(kepu_ledger::reports::Page::plain_text)
            .collect::<String>()
    };
    let archive = text_of(&mut room, Mask::Archive);
    let submit = text_of(&mut room, Mask::Submit);
    let public = text_of(&mut room, Mask::Public);
    assert!(archive.contains("17000006587"));
    assert!(!submit.contains("17000006587") && submit.contains("170****6587"));
    assert!(
        !public.contains("6587")
            && !public.contains("1986.01")
            && !public.contains("孟勤英")
            && public.contains("孟*英")
    );
    let laid = laid(
        &mut room,
        &Request {
            mask: Mask::Public,
            ..year(Kind::VolunteerRoster)
        },
    );
    let book = paper::workbook(&laid.report).unwrap();
    assert!(!String::from_utf8_lossy(&book).contains("17000006587"));
    // Identity numbers stand in no report at all.
    assert!(!archive.contains("430699"));
}

#[test]
fn a_figure_leads_back_to_its_records() {
    let mut room = with_samples();
    let laid = laid(&mut room, &year(Kind::EventLedger));
    let last = laid.pages.last().unwrap();
    let total = last
        .links
        .iter()
        .filter_map(|l| match &l.goal {
            Goal::Records(records) => Some(records.len()),
            Goal::Page(_) => None,
        })
        .max();
    assert_eq!(total, Some(212));
}

#[test]
fn the_same_records_make_the_same_pages() {
    let mut room = with_samples();
    let first = laid(&mut room, &year(Kind::OfficerRoster)).pages;
    assert_eq!(first, laid(&mut room, &year(Kind::OfficerRoster)).pages);
}

#[test]
fn the_table_of_targets_reads_as_the_district_expects() {
    let mut room = with_samples();
    let laid = laid(&mut room, &year(Kind::OfficerTargets));
    insta::assert_snapshot!(laid.pages[0].plain_text());
}

#[test]
fn a_ledger_of_a_month_reads_as_the_district_expects() {
    let mut room = with_samples();
    let request = Request::of(Kind::EventLedger, Period::quarter(2025, 4).unwrap());
    let community = room.office().directory().community("滨湖村").unwrap();
    let laid = laid(
        &mut room,
        &Request {
            community,
            ..request
        },
    );
    insta::assert_snapshot!(laid.pages[0].plain_text());
}

#[test]
fn the_workbook_is_a_twin_whose_cells_are_no_formulas() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(Event {
        remark: "=1+1".into(),
        attendance: Some(30),
        ..event("讲座", 3, 5)
    }));
    let laid = laid(&mut room, &year(Kind::EventLedger));
    let path = room.folder.path().join("台账.xlsx");
    std::fs::write(&path, paper::workbook(&laid.report).unwrap()).unwrap();
    let request = ImportRequest {
        files: vec![path],
        ..ImportRequest::default()
    };
    let sources = read_sheets(&program(), &request).unwrap();
    let cells: Vec<String> = sources[0].workbook.sheets[0]
        .rows
        .iter()
        .flat_map(|r| {
            r.cells
                .iter()
                .map(kepu_ledger::exchange::sheet::Cell::shown)
        })
        .collect();
    assert!(cells.contains(&"=1+1".to_owned()) && cells.contains(&"30".to_owned()));
}

#[test]
#[ignore = "needs poppler's pdffonts and pdftotext"]
fn poppler_finds_every_font_cut_and_every_name() {
    let mut room = with_samples();
    let laid = laid(&mut room, &year(Kind::VolunteerRoster));
    let path = room.folder.path().join("花名册.pdf");
    std::fs::write(&path, paper::pdf(&laid).unwrap()).unwrap();
    let run = |tool: &str, more: &[&str]| {
        let out = std::process::Command::new(tool)
            .arg(&path)
            .args(more)
            .output()
            .unwrap();
        String::from_utf8_lossy(&out.stdout).into_owned()
    };
    for line in run("pdffonts", &[]).lines().skip(2) {
        assert!(line.contains(" yes yes yes "), "{line}");
    }
    let text = run("pdftotext", &["-"]);
    let names: Vec<String> = room
        .office()
        .ledger()
        .people
        .values()
        .map(|p| p.name.clone())
        .collect();
    let there = names.iter().filter(|n| text.contains(n.as_str())).count();
    // Officers stand on another paper.
    assert!(there >= 235, "{there}");
}

#[test]
fn each_record_of_many_is_signed_on_its_own_page() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("第一场", 3, 5)));
    room.save(Command::SaveEvent(event("第二场", 3, 6)));
    let laid = laid(&mut room, &year(Kind::EventRecord));
    assert_eq!(laid.pages.len(), 2);
    for n in 0..2 {
        assert!(
            texts(&laid, n)
                .iter()
                .any(|t| t.text.starts_with("记录人：")),
            "page {}",
            n + 1
        );
    }
}

#[test]
fn pinyin_greek_and_cyrillic_letters_are_drawn_too() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event(
        "汉语拼音 āěǐòǚ 与 α 射线、Ж",
        3,
        5,
    )));
    let laid = laid(&mut room, &year(Kind::EventLedger));
    assert!(laid.undrawable.is_empty(), "{:?}", laid.undrawable);
}

fn small_year() -> Room {
    let mut room = Room::new();
    room.office()
        .invent(SampleSize {
            events: 14,
            volunteers: 6,
            officers: 3,
            ..SampleSize::of_year(2025)
        })
        .unwrap();
    room
}

#[test]
fn the_plan_s_tables_read_as_the_district_expects() {
    let mut room = small_year();
    for kind in [
        Kind::KeyGroups,
        Kind::Funds,
        Kind::VenueList,
        Kind::OrderLedger,
        Kind::Assessment,
        Kind::Archive,
    ] {
        let laid = laid(&mut room, &year(kind));
        insta::assert_snapshot!(kind.id(), laid.pages[0].plain_text());
    }
}

#[test]
fn every_report_can_be_made_of_an_office_that_has_nothing_yet() {
    let mut room = Room::new();
    for kind in Kind::ALL {
        let laid = laid(&mut room, &year(kind));
        assert!(!laid.pages.is_empty(), "{}", kind.id());
        assert!(
            laid.undrawable.is_empty(),
            "{}: {:?}",
            kind.id(),
            laid.undrawable
        );
        assert!(paper::pdf(&laid).unwrap().starts_with(b"%PDF"));
        assert!(!paper::workbook(&laid.report).unwrap().is_empty());
    }
}

#[test]
fn who_asked_for_a_service_is_not_told_outside() {
    let mut room = small_year();
    let said = |room: &mut Room, mask| {
        let request = Request {
            mask,
            ..year(Kind::OrderLedger)
        };
        laid(room, &request).pages[0].plain_text()
    };
    assert!(said(&mut room, Mask::Archive).contains("王桂英"));
    assert!(said(&mut room, Mask::Submit).contains("王*英"));
    let public = said(&mut room, Mask::Public);
    assert!(
        !public.contains("王") && public.contains("想学手机挂号"),
        "{public}"
    );
}

#[test]
fn a_figure_of_every_register_leads_back_to_its_record() {
    let mut room = small_year();
    for (kind, register) in [
        (Kind::Funds, Register::Money),
        (Kind::VenueList, Register::Venues),
        (Kind::OrderLedger, Register::Orders),
        (Kind::Archive, Register::Papers),
        (Kind::TeamList, Register::Teams),
    ] {
        let report = room.office().report(&year(kind)).unwrap();
        let mut found = false;
        for block in &report.blocks {
            let kepu_ledger::reports::outline::Block::Table(table) = block else {
                continue;
            };
            for uid in table
                .rows
                .iter()
                .flat_map(|r| &r.cells)
                .filter_map(|c| c.source.as_ref())
                .flat_map(|s| s.iter())
            {
                found |= room
                    .office()
                    .locate(*uid)
                    .is_some_and(|(r, title)| r == register && !title.is_empty());
            }
        }
        assert!(found, "{}", kind.id());
    }
}
