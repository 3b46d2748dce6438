//! Personal data: a look is on record, published paper holds none, the log holds none, what is to go is gone.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use common::event;
use common::packs::ID;
use common::packs::PHONE;
use common::program;
use common::volunteer;
use common::window::go;
use common::window::opened;
use common::window::settle;
use common::window::wait_for;
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use jiff::civil::date;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::SampleSize;
use kepu_ledger::app::paper;
use kepu_ledger::app::paper::Kind;
use kepu_ledger::app::paper::Mask;
use kepu_ledger::app::paper::Request;
use kepu_ledger::model::Period;
use kepu_ledger::model::contact::IdNumber;
use kepu_ledger::model::contact::Phone;
use kepu_ledger::model::people::Pending;
use std::io::Read as _;
use std::path::Path;

/// A number a spreadsheet damaged: no valid one, and somebody's all the same.
const DAMAGED: &str = "430602199901011234";

fn room_with_li() -> Room {
    let mut room = Room::new();
    let mut li = volunteer("李小娜");
    li.person.id_number = IdNumber::read(ID).unwrap();
    li.person.phone = Phone::read(PHONE).unwrap();
    li.person.birth = Some(date(1949, 12, 31));
    li.person.pending.push(Pending {
        field: "id_number".into(),
        text: DAMAGED.into(),
        why: "身份证号校验位不符，请与证件核对".into(),
    });
    room.save(Command::SaveVolunteer(li));
    room
}

fn run(room: &Room, arguments: &[&str]) -> (bool, String) {
    let done = std::process::Command::new(program())
        .args(arguments)
        .current_dir(room.folder.path())
        .env("XDG_DATA_HOME", room.folder.path().join("数据"))
        .env("HOME", room.folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout) + String::from_utf8_lossy(&done.stderr);
    (done.status.success(), said.into_owned())
}

fn labels(office: &Office) -> Vec<String> {
    let past = office
        .past(&kepu_ledger::app::history::Sought::default(), 100)
        .unwrap();
    past.steps.into_iter().map(|s| s.label).collect()
}

#[test]
fn a_look_at_a_number_is_on_record_and_ends_by_itself() {
    let mut room = room_with_li();
    let mut window = opened(&mut room);
    go(&mut window, "科技志愿者");
    window.key_press(Key::ArrowDown);
    wait_for(&mut window, "显示证件号和电话");
    assert!(window.query_by_label_contains(ID).is_none());
    window.get_by_label("显示证件号和电话").click();
    wait_for(&mut window, "遮住证件号和电话");
    // The screen is left: the next visit is masked again.
    go(&mut window, "工作台");
    go(&mut window, "科技志愿者");
    wait_for(&mut window, "显示证件号和电话");
    // Time goes by: masked again.
    window.get_by_label("显示证件号和电话").click();
    wait_for(&mut window, "遮住证件号和电话");
    let now = window.ctx.input(|i| i.time);
    window.input_mut().time = Some(now + 301.0);
    wait_for(&mut window, "显示证件号和电话");
    drop(window);
    let office = room.reopen();
    let looked = "查看个人信息：科技志愿者（李小娜）";
    assert_eq!(labels(office)[..2], [looked, looked]);
    // A look is nothing to take back.
    assert_eq!(office.undo_label(), Some("新增志愿者 李小娜"));
    assert!(office.examine().unwrap().is_sound());
}

#[test]
fn lists_carried_out_in_full_are_on_record() {
    let mut room = room_with_li();
    room.office = None;
    let (ok, said) = run(&room, &["list", "湖滨.kepu", "volunteers", "--json"]);
    assert!(ok && said.contains(ID), "{said}");
    // What is pending is masked even there.
    assert!(!said.contains(DAMAGED), "{said}");
    let (ok, said) = run(
        &room,
        &["list", "湖滨.kepu", "volunteers", "--out", "表.csv"],
    );
    assert!(ok, "{said}");
    let office = room.reopen();
    let line = "查看个人信息：导出科技志愿者 1 条";
    assert_eq!(labels(office)[..2], [line, line]);
}

#[test]
fn a_damaged_number_is_quoted_nowhere_in_full() {
    let mut room = room_with_li();
    room.office = None;
    for arguments in [
        &["check", "湖滨.kepu"][..],
        &["check", "湖滨.kepu", "--json"],
        &[
            "pack",
            "湖滨.kepu",
            "--year",
            "2025",
            "--out",
            "上报.kepuup",
        ],
        &[
            "report",
            "湖滨.kepu",
            "R6",
            "--year",
            "2025",
            "--out",
            "册.pdf",
        ],
    ] {
        let (_, said) = run(&room, arguments);
        assert!(!said.contains(DAMAGED), "{arguments:?}: {said}");
    }
    let (_, said) = run(&room, &["check", "湖滨.kepu"]);
    assert!(said.contains("430602********1234"), "{said}");
    let mut window = opened(&mut room);
    go(&mut window, "科技志愿者");
    window.key_press(Key::ArrowDown);
    wait_for(&mut window, "待核实");
    assert!(window.query_by_label_contains(DAMAGED).is_none());
    // The clerk who has to mend it may see it.
    window.get_by_label("显示证件号和电话").click();
    wait_for(&mut window, DAMAGED);
}

/// Every text of a file: of a PDF its pages and its bytes, of a workbook all its parts.
fn texts(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap();
    let mut all = String::from_utf8_lossy(&bytes).into_owned();
    if path.extension().is_some_and(|e| e == "pdf") {
        all += &pdf_extract::extract_text(path).unwrap();
        return all;
    }
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    for n in 0..archive.len() {
        let mut part = archive.by_index(n).unwrap();
        part.read_to_string(&mut all).ok();
    }
    all
}

#[test]
fn published_paper_holds_no_number_birthday_or_guardian() {
    let mut room = Room::new();
    room.office()
        .invent(SampleSize {
            events: 12,
            volunteers: 12,
            officers: 8,
            ..SampleSize::of_year(2025)
        })
        .unwrap();
    // Everybody has everything, and one is a child.
    let people: Vec<_> = room.office().ledger().volunteers.keys().copied().collect();
    for (n, uid) in people.iter().enumerate() {
        let mut entry = room.office().ledger().volunteer_entry(*uid).unwrap();
        entry.person.phone = Phone::read(&format!("1380000{:04}", n + 1000)).unwrap();
        entry.person.birth = Some(date(if n == 0 { 2016 } else { 1979 }, 10, 17));
        entry.person.guardian = format!("监护甲{n}");
        entry.person.may_publish = n == 0;
        if n == 0 {
            entry.person.name = "欧阳小明".into();
        }
        if n == 1 {
            entry.person.id_number = IdNumber::read(ID).unwrap();
            entry.person.sex.clear();
        }
        room.office().run(Command::SaveVolunteer(entry)).unwrap();
    }
    let office = room.office.as_ref().unwrap();
    let mut secrets = Vec::new();
    for person in office.ledger().people.values() {
        secrets.extend(person.id_number.as_ref().map(ToString::to_string));
        secrets.extend(person.phone.as_ref().map(ToString::to_string));
        secrets.extend(person.birth.map(|d| d.to_string()));
        secrets.extend(Some(person.guardian.clone()).filter(|g| !g.is_empty()));
    }
    // A child's name is never published whole, whatever was ticked.
    secrets.push("欧阳小明".into());
    let own = office.ledger().office().phone;
    secrets.retain(|s| *s != own);
    for kind in Kind::ALL {
        let request = Request {
            mask: Mask::Public,
            ..Request::of(kind, Period::year(2025).unwrap())
        };
        let report = office.report(&request).unwrap();
        let sheet = room.folder.path().join("公示.xlsx");
        paper::save(&paper::workbook(&report).unwrap(), &sheet).unwrap();
        let meta = office.meta(&report);
        let laid = paper::lay_out(report, meta, &mut |_| true).unwrap();
        let page = room.folder.path().join("公示.pdf");
        paper::save(&paper::pdf(&laid).unwrap(), &page).unwrap();
        for path in [sheet, page] {
            let text = texts(&path);
            for secret in &secrets {
                assert!(
                    !text.contains(secret),
                    "{secret} in {} of {kind:?}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn a_working_day_leaves_no_name_and_no_number_in_the_log() {
    let mut room = room_with_li();
    room.save(Command::SaveEvent(event("李小娜的讲座", 3, 1)));
    room.office = None;
    std::fs::write(
        room.folder.path().join("李小娜.csv"),
        format!("姓名,身份证号,电话\n,{ID},{PHONE}\n李小娜,{DAMAGED},{PHONE}\n"),
    )
    .unwrap();
    for arguments in [
        &["import", "湖滨.kepu", "李小娜.csv", "--as", "volunteers"][..],
        &["import", "湖滨.kepu", "没有李小娜.xlsx"],
        &[
            "report",
            "湖滨.kepu",
            "R6",
            "--community",
            "李小娜社区",
            "--out",
            "a.pdf",
        ],
        &[
            "report",
            "湖滨.kepu",
            "R11",
            "--person",
            PHONE,
            "--out",
            "a.pdf",
        ],
        &[
            "report",
            "湖滨.kepu",
            "R6",
            "--year",
            "2025",
            "--out",
            "没有/李小娜/a.pdf",
        ],
        &["list", "没有李小娜.kepu", "volunteers"],
        &["history", "湖滨.kepu", "--undo", "1"],
        &["trash", "湖滨.kepu", "--restore", "李小娜"],
        &["new", "湖滨.kepu", "--office", "李小娜街道办事处"],
    ] {
        let (ok, said) = run(&room, arguments);
        assert!(!ok, "{arguments:?} went well: {said}");
    }
    let mut log = String::new();
    for entry in walk(room.folder.path()) {
        if entry.extension().is_some_and(|e| e == "log") {
            log += &std::fs::read_to_string(entry).unwrap();
        }
    }
    assert!(log.contains("command failed"), "the log was found: {log}");
    for secret in ["李小娜", "小娜", ID, PHONE, DAMAGED, "李晓梅"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn people_who_left_long_ago_go_for_good_with_an_account() {
    let mut room = room_with_li();
    let mut gone = volunteer("赵文静");
    gone.person.phone = Phone::read("13711112222").unwrap();
    gone.person.remark = "住在湖滨路七号".into();
    gone.volunteer.left_on = Some(date(2015, 6, 1));
    room.save(Command::SaveVolunteer(gone));
    room.office()
        .keep_draft("volunteers:x", "还没写完")
        .unwrap();
    room.office = None;
    let file = room.file();
    let holds = |text: &str| {
        let bytes = std::fs::read(&file).unwrap();
        bytes.windows(text.len()).any(|w| w == text.as_bytes())
    };
    assert!(holds("13711112222") && holds("住在湖滨路七号"));
    let (ok, said) = run(&room, &["purge", "湖滨.kepu", "--dry-run"]);
    assert!(
        ok && said.contains("赵*静") && !said.contains("李"),
        "{said}"
    );
    assert!(holds("13711112222"));
    let (ok, said) = run(&room, &["purge", "湖滨.kepu", "--out", "清单.pdf"]);
    assert!(ok, "{said}");
    assert!(
        !holds("13711112222") && !holds("住在湖滨路七号"),
        "the bytes are gone"
    );
    assert!(holds(PHONE), "who is here stays");
    let account = pdf_extract::extract_text(room.folder.path().join("清单.pdf")).unwrap();
    for wanted in ["赵*静", "人员", "2015-06-01"] {
        assert!(account.contains(wanted), "{wanted} in {account}");
    }
    assert!(!account.contains("赵文静"));
    let office = room.reopen();
    assert!(
        office.examine().unwrap().is_sound(),
        "the chain still verifies"
    );
    assert!(labels(office)[0].starts_with("清理："));
    // Neither the purge nor what it emptied can be taken back.
    assert_eq!(office.undo_label(), Some("新增志愿者 李小娜"));
    assert_eq!(office.ledger().people.len(), 1);
}

#[test]
fn a_photo_called_identity_card_is_asked_about() {
    let mut room = room_with_li();
    let mut window = opened(&mut room);
    go(&mut window, "科技志愿者");
    window.key_press(Key::ArrowDown);
    wait_for(&mut window, "显示证件号和电话");
    let card = room.folder.path().join("李小娜身份证正面.jpg");
    std::fs::write(&card, b"x").unwrap();
    common::window::drop_on(&mut window, &[&card]);
    wait_for(&mut window, "文件名里有“身份证”");
    window.get_by_role_and_label(Role::Button, "取消").click();
    settle(&mut window);
    assert!(window.query_by_label_contains("文件名里有").is_none());
}
