//! Certificates of service: numbers that are never used twice, what a reprint says, what leaves the office.
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
use common::volunteer;
use jiff::civil::date;
use kepu_ledger::app::AppError;
use kepu_ledger::app::Command;
use kepu_ledger::app::Issuing;
use kepu_ledger::app::Register;
use kepu_ledger::app::paper;
use kepu_ledger::app::paper::Kind;
use kepu_ledger::app::paper::Mask;
use kepu_ledger::app::paper::Request;
use kepu_ledger::model::Period;
use kepu_ledger::model::Record as _;
use kepu_ledger::model::Uid;
use kepu_ledger::model::contact::IdNumber;
use kepu_ledger::model::contact::Phone;
use kepu_ledger::model::events::Attendance;
use kepu_ledger::model::events::Event;
use kepu_ledger::model::events::attendance::VOLUNTEER_ROLE;
use kepu_ledger::model::service::Certificate;

const ID: &str = "11010519491231002X";

fn year() -> Period {
    Period::year(2025).unwrap()
}

fn request(kind: Kind) -> Request {
    Request::of(kind, year())
}

/// A volunteer in the office's list; returns the person.
fn join(room: &mut Room, name: &str) -> Uid {
    let mut entry = volunteer(name);
    entry.person.id_number = IdNumber::read(ID).unwrap();
    entry.person.phone = Phone::read("13812345678").unwrap();
    entry.volunteer.registration_no = format!("HB-{name}");
    let role = room.save(Command::SaveVolunteer(entry));
    room.office().ledger().volunteers[&role].person
}

fn serve(room: &mut Room, title: &str, day: i8, people: &[(Uid, u32)]) -> Uid {
    let at = room.save(Command::SaveEvent(Event {
        form: "培训".into(),
        ..event(title, 5, day)
    }));
    attend(room, at, people);
    at
}

fn attend(room: &mut Room, at: Uid, people: &[(Uid, u32)]) {
    let rows = people.iter().map(|(person, minutes)| Attendance {
        person: *person,
        role: VOLUNTEER_ROLE.into(),
        minutes: *minutes,
        ..Attendance::default()
    });
    room.save(Command::Attend {
        newcomers: Vec::new(),
        event: at,
        rows: rows.collect(),
    });
}

/// 王芳 and 李小明 served, 张强 did not.
fn term() -> (Room, Uid, Uid) {
    let mut room = Room::new();
    let (wang, li) = (join(&mut room, "王芳"), join(&mut room, "李小明"));
    join(&mut room, "张强");
    serve(&mut room, "手机课堂", 10, &[(wang, 120), (li, 90)]);
    serve(&mut room, "防汛演练", 12, &[(wang, 60)]);
    (room, wang, li)
}

fn numbers(room: &mut Room) -> Vec<String> {
    let certificates = room.office().ledger().certificates.values();
    let mut numbers: Vec<String> = certificates.map(|c| c.number.clone()).collect();
    numbers.sort();
    numbers
}

fn one(room: &mut Room, person: Uid) {
    let wish = Issuing {
        person: Some(person),
        ..Issuing::of(year())
    };
    room.office().issue(&wish).unwrap();
}

fn pages(room: &mut Room, request: &Request) -> Vec<String> {
    let report = room.office().report(request).unwrap();
    let meta = room.office().meta(&report);
    let laid = paper::lay_out(report, meta, &mut |_| true).unwrap();
    assert!(laid.undrawable.is_empty(), "{:?}", laid.undrawable);
    laid.pages
        .iter()
        .map(kepu_ledger::reports::Page::plain_text)
        .collect()
}

#[test]
fn a_number_taken_back_is_never_given_again_not_even_the_next_morning() {
    let (mut room, wang, li) = term();
    one(&mut room, wang);
    assert_eq!(numbers(&mut room), ["20260001"]);
    room.office().undo().unwrap();
    assert!(numbers(&mut room).is_empty());
    room.reopen();
    one(&mut room, li);
    assert_eq!(numbers(&mut room), ["20260002"]);
    // Deleted into 回收站, the number is gone all the same.
    let uid = *room.office().ledger().certificates.keys().next().unwrap();
    room.save(Command::Delete(Register::Certificates, vec![uid]));
    one(&mut room, wang);
    assert_eq!(numbers(&mut room), ["20260003"]);
}

#[test]
fn what_is_done_again_keeps_its_own_number() {
    let (mut room, wang, _) = term();
    one(&mut room, wang);
    room.office().undo().unwrap();
    room.reopen();
    room.office().redo().unwrap();
    assert_eq!(numbers(&mut room), ["20260001"]);
}

#[test]
fn a_number_corrected_by_hand_stays_used_and_one_typed_twice_is_refused() {
    let (mut room, wang, li) = term();
    one(&mut room, wang);
    let certificate = room.office().ledger().certificates.values().next().unwrap();
    let corrected = Certificate {
        number: "20260009".into(),
        ..Certificate::clone(certificate)
    };
    room.save(Command::Save(Box::new(corrected.wrap())));
    one(&mut room, li);
    assert_eq!(numbers(&mut room), ["20260009", "20260010"]);
    let typed = Certificate {
        number: "20260001".into(),
        name: "张强".into(),
        ..Certificate::default()
    };
    let refused = room
        .office()
        .run(Command::Save(Box::new(typed.wrap())))
        .unwrap_err();
    let AppError::Problems(problems) = refused else {
        panic!("{refused:?}");
    };
    assert!(problems[0].what.contains("20260001 已用过"), "{problems:?}");
}

#[test]
fn a_term_is_certified_in_one_step_and_nobody_gets_two() {
    let (mut room, wang, _) = term();
    let done = room.office().issue(&Issuing::of(year())).unwrap();
    assert_eq!((done.records, done.label.as_str()), (2, "出具证明 2 份"));
    assert_eq!(numbers(&mut room), ["20260001", "20260002"]);
    assert!(
        room.office().issue(&Issuing::of(year())).is_err(),
        "all have theirs"
    );
    room.office().undo().unwrap();
    assert!(numbers(&mut room).is_empty());
    room.office().redo().unwrap();
    // One that was given wrongly is void; then it can be issued anew under the next number.
    let certificates = room.office().ledger().certificates.clone();
    let hers = certificates.values().find(|c| c.person == Some(wang));
    let void = Certificate {
        state: "作废".into(),
        ..Certificate::clone(hers.unwrap())
    };
    room.save(Command::Save(Box::new(void.wrap())));
    one(&mut room, wang);
    assert_eq!(numbers(&mut room), ["20260001", "20260002", "20260003"]);
}

#[test]
fn an_office_numbers_in_its_own_way_and_years_begin_anew() {
    let (mut room, wang, _) = term();
    let mut rules = kepu_ledger::model::plan::RuleBook::clone(&room.office().book().rules);
    rules.certificate_number = "湖滨志证〔{year}〕{serial:3}号".into();
    room.office().set_rules(Some(rules)).unwrap();
    room.reopen();
    one(&mut room, wang);
    assert_eq!(numbers(&mut room), ["湖滨志证〔2026〕001号"]);
}

#[test]
fn rules_an_office_set_before_certificates_still_open() {
    let (mut room, wang, _) = term();
    let rules = kepu_ledger::model::plan::RuleBook::clone(&room.office().book().rules);
    let mut old = serde_json::to_value(&rules).unwrap();
    for key in [
        "team_members",
        "notice_days",
        "certificate_days",
        "certificate_number",
    ] {
        old.as_object_mut().unwrap().remove(key).unwrap();
    }
    let read: kepu_ledger::model::plan::RuleBook = serde_json::from_value(old).unwrap();
    assert_eq!((read.notice_days, read.certificate_days), (5, 7));
    room.office().set_rules(Some(read)).unwrap();
    one(&mut room, wang);
    assert_eq!(numbers(&mut room), ["20260001"]);
}

#[test]
fn specimens_use_no_number() {
    let (mut room, wang, _) = term();
    let before = pages(&mut room, &request(Kind::Certificates));
    assert_eq!(before.len(), 2, "who has no hours gets none");
    assert!(before.iter().all(|p| p.contains("样张，未编号")));
    assert!(numbers(&mut room).is_empty());
    one(&mut room, wang);
    let after = pages(&mut room, &request(Kind::Certificates));
    assert!(after[0].contains("20260001") && !after[0].contains("样张"));
    assert!(after[1].contains("李小明") && after[1].contains("样张"));
    let hers = Request {
        person: Some(wang),
        ..request(Kind::Certificates)
    };
    assert_eq!(pages(&mut room, &hers).len(), 1);
}

#[test]
fn a_reprint_says_what_was_certified_though_the_hours_changed_since() {
    let (mut room, wang, _) = term();
    one(&mut room, wang);
    let hers = Request {
        person: Some(wang),
        ..request(Kind::Certificates)
    };
    let first = pages(&mut room, &hers);
    serve(&mut room, "新加的一场", 20, &[(wang, 300)]);
    let event = room.office().ledger().events.clone();
    let event = event.values().find(|e| e.title == "手机课堂").unwrap();
    attend(&mut room, event.uid, &[(wang, 30)]);
    room.save(Command::SaveEvent(Event {
        title: "改了名的课堂".into(),
        ..Event::clone(event)
    }));
    assert_eq!(pages(&mut room, &hers), first);
    assert!(
        first[0].contains("手机课堂") && first[0].contains("3 小时"),
        "{}",
        first[0]
    );
}

#[test]
fn the_four_blocks_stand_on_the_page() {
    let (mut room, wang, _) = term();
    let mut office = room.office().ledger().office();
    office.head = "陈志远".into();
    office.phone = "0730-8800000".into();
    room.save(Command::SaveOffice(office));
    let wish = Issuing {
        person: Some(wang),
        purpose: "入党积极分子考察".into(),
        ..Issuing::of(year())
    };
    room.office().issue(&wish).unwrap();
    let archive = Request {
        person: Some(wang),
        mask: Mask::Archive,
        ..request(Kind::Certificates)
    };
    let page = pages(&mut room, &archive).remove(0);
    insta::assert_snapshot!("R11", page);
    let submit = Request {
        mask: Mask::Submit,
        ..archive
    };
    let page = pages(&mut room, &submit).remove(0);
    assert!(
        page.contains("110105********002X") && !page.contains(ID),
        "{page}"
    );
}

#[test]
fn what_hangs_on_the_board_holds_no_number_of_a_person() {
    let (mut room, wang, _) = term();
    one(&mut room, wang);
    for kind in [Kind::Certificates, Kind::CertificateBook] {
        let public = Request {
            mask: Mask::Public,
            ..request(kind)
        };
        let public = Request {
            period: Period::days(date(2025, 1, 1), date(2026, 12, 31)).unwrap(),
            ..public
        };
        let text = pages(&mut room, &public).concat();
        assert!(text.contains("王*"), "{text}");
        for hidden in ["王芳", "李小明", "110105", "002X", "138", "5678"] {
            assert!(!text.contains(hidden), "{hidden} in {text}");
        }
        let report = room.office().report(&public).unwrap();
        let book = paper::workbook(&report).unwrap();
        assert!(!String::from_utf8_lossy(&book).contains("王芳"));
    }
    let shown = Request {
        mask: Mask::Public,
        ..request(Kind::Certificates)
    };
    let page = pages(&mut room, &shown).remove(0);
    assert!(
        page.contains("2026年11月24日至2026年11月30日（7 天）"),
        "{page}"
    );
}

#[test]
fn the_book_lists_every_number_and_says_which_are_gone() {
    let (mut room, wang, li) = term();
    one(&mut room, wang);
    room.office().undo().unwrap();
    one(&mut room, li);
    one(&mut room, wang);
    let book = Request::of(Kind::CertificateBook, Period::year(2026).unwrap());
    let page = pages(&mut room, &book).remove(0);
    insta::assert_snapshot!("R11B", page);
    assert!(page.contains("缺号：20260001"), "{page}");
}

#[test]
fn a_clerk_issues_from_the_command_line_and_not_from_a_copy() {
    let (mut room, wang, _) = term();
    let role = room.office().ledger().volunteers.clone();
    let role = role.values().find(|v| v.person == wang).unwrap().uid;
    let out = room.folder.path().join("证明.pdf");
    let run = |room: &Room, report: &str| {
        let done = std::process::Command::new(program())
            .arg("report")
            .arg(room.file())
            .args([report, "--year", "2025", "--person", &role.to_string()])
            .args(["--issue", "--purpose", "评优", "--out"])
            .arg(&out)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        let refused = String::from_utf8_lossy(&done.stderr).into_owned();
        (done.status.code(), said, refused)
    };
    // Open elsewhere with a copy beside it: reading would do, using a number would not.
    room.office().back_up(None, "手动").unwrap();
    let (code, _, refused) = run(&room, "R11");
    assert_eq!(code, Some(1), "{refused}");
    assert!(!out.exists());
    room.office = None;
    let (code, said, refused) = run(&room, "R11");
    assert_eq!(code, Some(0), "{refused}");
    assert!(said.contains("出具证明") && said.contains("王芳"), "{said}");
    let text = pdf_extract::extract_text_from_mem(&std::fs::read(&out).unwrap()).unwrap();
    assert!(text.contains("0001") && !text.contains("样张"), "{text}");
    let (code, _, refused) = run(&room, "R6");
    assert_eq!(code, Some(1));
    assert!(refused.contains("只用于 R11"), "{refused}");
    room.reopen();
    assert_eq!(numbers(&mut room).len(), 1);
}
