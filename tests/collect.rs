//! Blank workbooks go out to the communities and come back: recognised under any name, late, twice, changed, damaged.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::NOW;
use common::Room;
use common::packs::told;
use common::program;
use common::sheets;
use common::sheets::EVENTS;
use jiff::civil::date;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::Register;
use kepu_ledger::app::collect;
use kepu_ledger::app::collect::BlankWish;
use kepu_ledger::app::collect::CollectPlan;
use kepu_ledger::app::collect::HandedOut;
use kepu_ledger::app::collect::Origin;
use kepu_ledger::app::import::BadRows;
use kepu_ledger::app::import::ImportRequest;
use kepu_ledger::app::import::Outcome;
use kepu_ledger::app::import::read_sheets;
use kepu_ledger::model::office::community::CommunityEntry;
use kepu_ledger::model::papers::collection::MARK_SHEET;
use kepu_ledger::model::papers::collection::Standing;
use std::path::Path;
use std::path::PathBuf;

const NAMES: [&str; 3] = ["滨湖社区", "东湖社区", "南山村"];

fn room() -> Room {
    let mut room = Room::new();
    for (n, name) in NAMES.into_iter().enumerate() {
        let mut entry = CommunityEntry::default();
        entry.community.name = name.into();
        entry.community.code = format!("43060200100{n}");
        entry.community.contact = format!("{name}的联系人");
        room.save(Command::SaveCommunity(entry));
    }
    room
}

fn wish() -> BlankWish {
    BlankWish {
        communities: Vec::new(),
        whole: false,
        registers: vec![Register::Events, Register::Volunteers, Register::Officers],
        year: 2025,
        due: Some(date(2026, 11, 20)),
    }
}

fn handed(room: &mut Room) -> HandedOut {
    let folder = room.folder.path().join("空白表");
    room.office().hand_out(&wish(), &folder).unwrap()
}

fn plan(office: &Office, files: &[PathBuf]) -> CollectPlan {
    office
        .plan_collection(collect::receive(&program(), files), None)
        .unwrap()
}

fn take(office: &mut Office, files: &[PathBuf]) -> CollectPlan {
    let plan = plan(office, files);
    office.take_collection(&plan, BadRows::Stop).unwrap();
    plan
}

const TALK: [(&str, &str); 5] = [
    ("A4", "防震减灾讲座"),
    ("B4", "2025-05-12 9:00-11:00"),
    ("C4", "社区广场"),
    ("D4", "讲座"),
    ("G4", "60"),
];

fn filled(blank: &Path, name: &str, more: &[(&str, &str)]) -> PathBuf {
    let path = blank.with_file_name(name);
    let cells: Vec<_> = TALK.iter().chain(more).copied().collect();
    sheets::fill(blank, EVENTS, &cells, &path);
    path
}

fn states(office: &Office) -> Vec<(String, Standing)> {
    let status = collect::newest(office.ledger(), NOW.today()).unwrap();
    let lines = status.lines.into_iter();
    lines
        .map(|(handed, standing)| (handed.name, standing))
        .collect()
}

#[test]
fn of_three_communities_two_return_under_any_name_and_the_third_is_late() {
    let mut room = room();
    let out = handed(&mut room);
    assert_eq!(out.files.len(), 3);
    let first = filled(&out.files[0], "1（终稿）.xlsx", &[]);
    let second = filled(&out.files[1], "东湖的.xlsx", &[]);
    let office = room.office();
    let plan = take(office, &[first, second]);
    assert_eq!(plan.import.count(Outcome::New), 2);
    assert!(
        plan.returns
            .iter()
            .all(|b| b.origin == Origin::Ours && !b.again)
    );
    assert!(plan.import.remarks.is_empty(), "{:?}", plan.import.remarks);
    // Nobody wrote a community into the rows; the workbook's is theirs.
    let events: Vec<_> = office.ledger().events.values().collect();
    let of = |e: &kepu_ledger::model::events::Event| office.directory().community_name(e.community);
    let mut named: Vec<String> = events.iter().map(|e| of(e)).collect();
    named.sort();
    assert_eq!(named, ["东湖社区", "滨湖社区"]);
    assert_eq!(events[0].attendance, Some(60));
    assert_eq!(events[0].when.unwrap().start, date(2025, 5, 12));
    assert_eq!(
        states(office),
        [
            ("滨湖社区".to_owned(), Standing::Back(4)),
            ("东湖社区".to_owned(), Standing::Back(4)),
            ("南山村".to_owned(), Standing::Overdue(4)),
        ]
    );
    // One undo takes rows and returns back together, one redo brings both again.
    office.undo().unwrap();
    assert!(office.ledger().events.is_empty());
    assert!(
        states(office)
            .iter()
            .all(|(_, s)| *s == Standing::Overdue(4))
    );
    office.redo().unwrap();
    let office = room.reopen();
    assert_eq!(states(office)[1].1, Standing::Back(4));
    let list = office.reminder(&collect::newest(office.ledger(), NOW.today()).unwrap());
    let text = format!("{list:?}");
    assert!(
        text.contains("南山村的联系人") && !text.contains("东湖社区的联系人"),
        "{text}"
    );
    let pdf = room.folder.path().join("催报.pdf");
    let office = room.office();
    let status = collect::newest(office.ledger(), NOW.today()).unwrap();
    office.save_reminder(&status, &pdf).unwrap();
    let text = pdf_extract::extract_text(&pdf).unwrap();
    assert!(
        text.contains("南山村") && text.contains("催报清单"),
        "{text}"
    );
}

#[test]
fn a_second_return_shows_old_and_new_and_deletes_nothing() {
    let mut room = room();
    let out = handed(&mut room);
    let two = [("A5", "健康义诊"), ("B5", "2025-06-01"), ("C5", "活动室")];
    let first = filled(&out.files[0], "一.xlsx", &two);
    let office = room.office();
    take(office, std::slice::from_ref(&first));
    // The same file again changes nothing and counts as another return.
    let same = plan(office, std::slice::from_ref(&first));
    assert!(same.returns[0].again && same.returns[0].vanished.is_empty());
    assert_eq!(same.import.count(Outcome::Same), 2);
    let mut cells = TALK.to_vec();
    cells[4] = ("G4", "85");
    let second = out.files[0].with_file_name("二.xlsx");
    sheets::fill(&out.files[0], EVENTS, &cells, &second);
    let plan = take(office, &[second]);
    let back = &plan.returns[0];
    let [row] = back.changed.as_slice() else {
        panic!("{:?}", back.changed)
    };
    assert_eq!(row.title, "防震减灾讲座");
    assert_eq!(
        (row.changes[0].old.as_str(), row.changes[0].new.as_str()),
        ("60", "85")
    );
    let gone: Vec<&str> = back.vanished.iter().map(|v| v.title.as_str()).collect();
    assert_eq!(gone, ["健康义诊"]);
    assert_eq!(office.ledger().events.len(), 2, "nothing is deleted");
    let status = collect::newest(office.ledger(), NOW.today()).unwrap();
    assert_eq!(status.lines[0].0.returns.len(), 2);
}

#[test]
fn months_of_officers_that_changed_are_shown_old_and_new() {
    let mut room = room();
    let out = handed(&mut room);
    let officers = "xl/worksheets/sheet4.xml";
    let cells = |march| [("A4", "田云琼"), ("C4", "13800138000"), ("K4", march)];
    let fill = |march, name: &str| {
        let path = out.files[0].with_file_name(name);
        sheets::fill(&out.files[0], officers, &cells(march), &path);
        path
    };
    let (first, second) = (fill("8", "一.xlsx"), fill("12", "二.xlsx"));
    let office = room.office();
    take(office, &[first]);
    let reach = office.ledger().reach.values().next().unwrap().clone();
    assert_eq!(
        (reach.month.to_string().as_str(), reach.shares),
        ("2025-03", 8)
    );
    let plan = take(office, &[second]);
    let change = &plan.returns[0].changed[0].changes[0];
    assert_eq!(
        (
            change.field.as_str(),
            change.old.as_str(),
            change.new.as_str()
        ),
        ("2025-03传播量", "8", "12")
    );
}

#[test]
fn what_two_communities_did_under_one_name_on_one_day_stays_two_records() {
    let mut room = room();
    let folder = room.folder.path().join("空白表");
    let wish = BlankWish {
        registers: vec![Register::Events, Register::Venues],
        ..wish()
    };
    let out = room.office().hand_out(&wish, &folder).unwrap();
    let venues = "xl/worksheets/sheet3.xml";
    let both = |n: usize, count: &str, area: &str| {
        let half = folder.join(format!("{n}{count}半.xlsx"));
        let path = folder.join(format!("{n}{count}.xlsx"));
        let mut cells = TALK.to_vec();
        cells[4] = ("G4", count);
        sheets::fill(&out.files[n], EVENTS, &cells, &half);
        sheets::fill(&half, venues, &[("A4", "科普画廊"), ("D4", area)], &path);
        path
    };
    let (first, second) = (both(0, "60", "10"), both(1, "70", "20"));
    let again = both(1, "75", "25");
    let office = room.office();
    take(office, &[first, second]);
    assert_eq!(
        (office.ledger().events.len(), office.ledger().venues.len()),
        (2, 2)
    );
    // The second community's second return meets its own records, not the first's.
    let plan = take(office, &[again]);
    assert_eq!(
        plan.import.count(Outcome::Changed),
        2,
        "{:?}",
        plan.import.rows
    );
    let mut seen: Vec<_> = office
        .ledger()
        .events
        .values()
        .map(|e| {
            (
                office.directory().community_name(e.community),
                e.attendance.unwrap(),
            )
        })
        .collect();
    seen.sort();
    assert_eq!(
        seen,
        [("东湖社区".to_owned(), 75), ("滨湖社区".to_owned(), 60)]
    );
    let areas: Vec<_> = office
        .ledger()
        .venues
        .values()
        .map(|v| v.area.unwrap())
        .collect();
    assert_eq!(areas, [10.0, 25.0]);
}

#[test]
fn an_empty_workbook_counts_as_returned_with_nothing_in_it() {
    let mut room = room();
    let out = handed(&mut room);
    let office = room.office();
    let plan = take(office, &out.files[2..]);
    assert!(plan.trouble.is_empty() && plan.import.rows.is_empty());
    assert_eq!(states(office)[2], ("南山村".to_owned(), Standing::Back(4)));
}

#[test]
fn a_lost_mark_is_made_up_for_and_the_plain_import_needs_none() {
    let mut room = room();
    let out = handed(&mut room);
    let first = filled(&out.files[1], "有标记.xlsx", &[]);
    // Saved as a sheet of its own, everything else is gone.
    let bare = out.files[1].with_file_name("抄下来的.csv");
    std::fs::write(
        &bare,
        "2025年科普活动登记表,,\n填报范围：东湖社区　　填报单位：湖滨街道办事处,,\n*活动名称,活动时间,参加人次\n义诊,2025-06-01,20\n",
    )
    .unwrap();
    let other = out.files[1].with_file_name("别处的.csv");
    std::fs::write(&other, "活动名称,活动时间,参加人次\n咨询,2025-07-01,10\n").unwrap();
    let office = room.office();
    let plan = plan(office, &[bare, other]);
    let origins: Vec<Origin> = plan.returns.iter().map(|b| b.origin).collect();
    assert_eq!(origins, [Origin::MarkLost, Origin::Ordinary]);
    office.take_collection(&plan, BadRows::Stop).unwrap();
    assert_eq!(states(office)[1].1, Standing::Back(4));
    let named = |title: &str| {
        let event = office.ledger().events.values().find(|e| e.title == title);
        office.directory().community_name(event.unwrap().community)
    };
    assert_eq!(
        (named("义诊").as_str(), named("咨询").as_str()),
        ("东湖社区", "")
    );
    let request = ImportRequest {
        files: vec![first],
        ..ImportRequest::default()
    };
    let sources = read_sheets(&program(), &request).unwrap();
    let plain = room.office().plan_import(&request, &sources).unwrap();
    assert_eq!(plain.count(Outcome::New), 1);
    assert!(plain.remarks.is_empty(), "{:?}", plain.remarks);
}

#[test]
fn another_offices_workbook_marks_nobody_as_returned() {
    let mut ours = room();
    let mut theirs = room();
    handed(&mut ours);
    let out = handed(&mut theirs);
    let strange = filled(&out.files[0], "走错门.xlsx", &[]);
    let plan = take(ours.office(), &[strange]);
    assert_eq!(plan.returns[0].origin, Origin::OtherOffice);
    assert!(
        states(ours.office())
            .iter()
            .all(|(_, s)| *s == Standing::Overdue(4))
    );
}

#[test]
fn a_photo_among_the_returns_stops_all_of_them_unless_it_may_be_left_out() {
    let mut room = room();
    let out = handed(&mut room);
    let good = filled(&out.files[0], "好的.xlsx", &[]);
    let bad = out.files[0].with_file_name("其实是照片.xlsx");
    std::fs::write(&bad, [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]).unwrap();
    let office = room.office();
    let plan = plan(office, &[good, bad]);
    assert_eq!(plan.trouble[0].file, "其实是照片.xlsx");
    let said = told(office.take_collection(&plan, BadRows::Stop));
    assert!(said.contains("1 份文件读不出来"), "{said}");
    assert!(office.ledger().events.is_empty());
    office.take_collection(&plan, BadRows::Skip).unwrap();
    assert_eq!(office.ledger().events.len(), 1);
}

#[test]
fn a_workbook_that_lies_there_already_may_be_filled_and_is_never_replaced() {
    let mut room = room();
    let folder = room.folder.path().join("空白表");
    std::fs::create_dir(&folder).unwrap();
    let there = folder.join("东湖社区 2025年第1轮收数.xlsx");
    std::fs::write(&there, "填了一半").unwrap();
    let office = room.office();
    let said = told(office.hand_out(&wish(), &folder));
    assert!(said.contains("已经存在"), "{said}");
    assert_eq!(std::fs::read(&there).unwrap(), "填了一半".as_bytes());
    assert_eq!(
        std::fs::read_dir(&folder).unwrap().count(),
        1,
        "no other file stays"
    );
    assert!(office.ledger().collections.is_empty());
}

#[test]
fn a_blank_workbook_is_locked_above_open_below_and_offers_what_the_office_chooses_from() {
    let mut room = room();
    let out = handed(&mut room);
    let file = &out.files[0];
    let book = sheets::part(file, "xl/workbook.xml");
    assert!(
        book.contains(&format!("name=\"{MARK_SHEET}\"")) && book.contains("veryHidden"),
        "{book}"
    );
    assert!(
        book.contains("_xlnm.Print_Titles"),
        "the heading repeats on paper: {book}"
    );
    let sheet = sheets::part(file, EVENTS);
    for word in [
        "sheetProtection",
        "orientation=\"landscape\"",
        "paperSize=\"9\"",
        "state=\"frozen\"",
        "type=\"list\"",
        "promptTitle=\"活动时间\"",
    ] {
        assert!(sheet.contains(word), "{word}");
    }
    assert!(!sheet.contains("password"), "no password");
    let styles = sheets::part(file, "xl/styles.xml");
    assert!(
        styles.contains("locked=\"0\"") && styles.contains("yyyy-mm-dd"),
        "{styles}"
    );
    let strings = sheets::part(file, "xl/sharedStrings.xml");
    assert!(strings.contains("*活动名称") && strings.contains("交回期限：2026年11月20日"));
    // Fixed to its own: no other community's name is anywhere in it.
    assert!(
        strings.contains("滨湖社区") && !strings.contains("东湖社区"),
        "{strings}"
    );
    let forms = room.office().book().lists.names("event_form");
    assert!(forms.iter().all(|f| strings.contains(f.as_str())));
}

#[test]
fn every_heading_of_every_blank_table_is_understood_by_the_import() {
    let mut room = room();
    let registers = collect::registers().unwrap();
    assert!(registers.len() >= 6);
    for register in registers {
        let folder = room.folder.path().join(register.key());
        let wish = BlankWish {
            registers: vec![register],
            whole: true,
            ..wish()
        };
        let out = room.office().hand_out(&wish, &folder).unwrap();
        // A row with a name only: which register it is, and no heading is strange.
        let file = folder.join("填了.xlsx");
        sheets::fill(&out.files[0], EVENTS, &[("A4", "滨湖")], &file);
        let office = room.office();
        let plan = plan(office, &[file]);
        assert!(
            plan.import.remarks.iter().all(|r| !r.contains("不认识")),
            "{:?}",
            plan.import.remarks
        );
        let [row] = plan.import.rows.as_slice() else {
            panic!("{register:?}: {:?} {:?}", plan.import.rows, plan.trouble)
        };
        assert_eq!(row.register, register.key());
    }
}

#[test]
fn the_whole_round_goes_by_command() {
    let mut room = room();
    room.office = None;
    let folder = room.folder.path().to_owned();
    let run = |args: &[&str]| {
        let out = std::process::Command::new(program())
            .args(args)
            .current_dir(&folder)
            .output()
            .unwrap();
        let (said, why) = (
            String::from_utf8(out.stdout).unwrap(),
            String::from_utf8(out.stderr).unwrap(),
        );
        (out.status.code().unwrap(), said, why)
    };
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let (code, _, why) = run(&["collect", "湖滨.kepu", "--status"]);
    assert_eq!(
        (code, why.contains("还没有发出过空白表")),
        (1, true),
        "{why}"
    );
    let (code, said, why) = run(&[
        "blank",
        "湖滨.kepu",
        "--out",
        "发",
        "--registers",
        "events",
        "--year",
        "2025",
        "--due",
        "2026-01-05",
        "--community",
        "滨湖社区",
        "--community",
        "南山村",
        "--json",
    ]);
    assert_eq!(code, 0, "{why}");
    let files = json(&said)["files"].as_array().unwrap().clone();
    assert_eq!(files.len(), 2);
    std::fs::create_dir(folder.join("收")).unwrap();
    let blank = folder.join(files[0].as_str().unwrap());
    sheets::fill(&blank, EVENTS, &TALK, &folder.join("收/交.xlsx"));
    std::fs::write(folder.join("收/~$交.xlsx"), "锁").unwrap();
    let (code, said, why) = run(&["collect", "湖滨.kepu", "收", "--dry-run", "--json"]);
    assert_eq!(code, 0, "{why}");
    assert_eq!(json(&said)["new"], 1);
    let (code, said, why) = run(&["collect", "湖滨.kepu", "收"]);
    assert_eq!(code, 0, "{why}");
    assert!(
        said.contains("南山村 逾期") && said.contains("滨湖社区 已交"),
        "{said}"
    );
    let (_, said, _) = run(&["collect", "湖滨.kepu", "--status", "--json"]);
    let status = json(&said);
    assert_eq!(status["missing"], serde_json::json!(["南山村"]));
    assert_eq!(status["sheets"][0]["state"], "returned");
    assert_eq!(status["sheets"][0]["rows"], 1);
    let (code, ..) = run(&["collect", "湖滨.kepu", "--remind", "催报.xlsx"]);
    assert_eq!(code, 0);
    assert!(sheets::part(&folder.join("催报.xlsx"), "xl/sharedStrings.xml").contains("南山村"));
    let (_, said, _) = run(&["list", "湖滨.kepu", "events", "--json"]);
    assert_eq!(json(&said)[0]["community"], "滨湖社区");
}
