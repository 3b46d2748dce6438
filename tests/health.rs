//! 数据体检: what a failing disk, a lost photo or a cut-off day leave is named in plain sentences, and what can be mended is
//! mended in one step that can be taken back.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::NOW;
use common::Room;
use common::event;
use common::program;
use common::titles;
use common::volunteer;
use common::window::go;
use common::window::settle;
use common::window::wait_for;
use common::window::window;
use egui_kittest::kittest::Queryable as _;
use jiff::ToSpan as _;
use kepu_ledger::app::Clock;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::Register;
use kepu_ledger::app::attach;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::app::health::Health;
use kepu_ledger::app::health::Level;
use kepu_ledger::model::Uid;
use kepu_ledger::model::events::Attendance;
use kepu_ledger::store::files;
use std::path::Path;

fn photo(room: &mut Room, talk: Uid, red: u8) -> std::path::PathBuf {
    let path = room.folder.path().join(format!("{red}.png"));
    image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([x as u8 * 4, y as u8 * 5, red]))
        .save(&path)
        .unwrap();
    room.office()
        .attach(Register::Events, talk, vec![attach::pick(&path)])
        .unwrap();
    let kept = room.office().ledger().attachments.values().next_back();
    let stored = kept.unwrap().stored_name();
    files::folder_of(&room.file()).join(stored)
}

/// Two events, a volunteer who took part in one, a photo and a copy.
fn office() -> (Room, Uid) {
    let mut room = Room::new();
    let talk = room.save(Command::SaveEvent(event("防震减灾讲座", 3, 1)));
    room.save(Command::SaveEvent(event("科普日", 9, 20)));
    let li = room.save(Command::SaveVolunteer(volunteer("李娜")));
    let person = room.office().ledger().volunteers[&li].person;
    let row = Attendance {
        person,
        role: "志愿者".into(),
        minutes: 60,
        ..Attendance::default()
    };
    room.save(Command::Attend {
        newcomers: Vec::new(),
        event: talk,
        rows: vec![row],
    });
    (room, talk)
}

/// What no save of ours would do: a disk that fails, another program.
fn behind_our_back(room: &mut Room, sql: &str) {
    room.office = None;
    let db = rusqlite::Connection::open(room.file()).unwrap();
    assert!(db.execute(sql, []).unwrap() > 0, "{sql}");
}

fn found(health: &Health, key: &str) -> (Level, usize, String) {
    let finding = health.findings.iter().find(|f| f.key == key).unwrap();
    (finding.level, finding.count, finding.text.clone())
}

fn check(file: &Path, more: &[&str]) -> String {
    let out = std::process::Command::new(program())
        .arg("check")
        .arg(file)
        .args(more)
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).unwrap()
}

#[test]
fn a_sound_office_is_told_so_line_by_line() {
    let (mut room, talk) = office();
    photo(&mut room, talk, 10);
    let health = room.office().health().unwrap();
    assert_eq!(health.bad(), 0, "{health:?}");
    for key in [
        "integrity",
        "history",
        "columns",
        "orphans",
        "links",
        "attachments",
        "copies",
        "rows",
        "copy",
    ] {
        assert_eq!(found(&health, key).0, Level::Good, "{key}");
    }
    // The examination makes the copy it reads.
    assert_eq!(found(&health, "copies").2, "备份 1 份都完好");
    room.office = None;
    let said = check(&room.file(), &[]);
    assert!(
        said.contains("数据文件完好") && said.contains("附件 1 份都在"),
        "{said}"
    );
}

#[test]
fn lost_and_changed_photos_are_named_with_their_record() {
    let (mut room, talk) = office();
    let lost = photo(&mut room, talk, 10);
    let changed = photo(&mut room, talk, 20);
    photo(&mut room, talk, 30);
    std::fs::remove_file(lost).unwrap();
    let mut bytes = std::fs::read(&changed).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&changed, bytes).unwrap();
    room.office = None;
    let said = check(&room.file(), &[]);
    assert!(said.contains("附件有 1 份不在、1 份内容变了"), "{said}");
    assert!(said.contains("防震减灾讲座：10.png（文件不在）"), "{said}");
    assert!(said.contains("防震减灾讲座：20.png（内容变了）"), "{said}");
    assert!(!said.contains("30.png"), "{said}");
}

#[test]
fn a_copy_with_one_flipped_bit_is_counted_and_not_used() {
    let (mut room, _) = office();
    let good = room.office().back_up(None, "手动").unwrap();
    room.save(Command::SaveEvent(event("又一场", 4, 1)));
    let bad = room.office().back_up(None, "手动").unwrap();
    let mut bytes = std::fs::read(&bad).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    std::fs::write(&bad, bytes).unwrap();
    let health = room.office().health().unwrap();
    let (level, count, text) = found(&health, "copies");
    assert_eq!((level, count), (Level::Bad, 1), "{text}");
    let newest = kepu_ledger::store::backup::newest_verified(&room.file()).unwrap();
    assert_eq!(newest, good);
}

#[test]
fn a_record_nobody_changed_that_differs_from_the_copy_is_found_and_put_right() {
    let (mut room, talk) = office();
    room.office().back_up(None, "手动").unwrap();
    behind_our_back(
        &mut room,
        "UPDATE event SET title = '防震减次讲座' WHERE title = '防震减灾讲座'",
    );
    let health = room.reopen().health().unwrap();
    let (level, count, text) = found(&health, "copy");
    assert_eq!((level, count), (Level::Bad, 1), "{text}");
    room.office = None;
    let said = check(&room.file(), &["--mend", "history"]);
    assert!(said.contains("按操作记录改正 1 条"), "{said}");
    assert_eq!(room.reopen().ledger().events[&talk].title, "防震减灾讲座");
    assert_eq!(
        found(&room.office().health().unwrap(), "copy").0,
        Level::Good
    );
    // What was put right can be looked at again.
    room.office().undo().unwrap();
    assert_eq!(room.office().ledger().events[&talk].title, "防震减次讲座");
}

#[test]
fn a_record_that_went_bad_before_the_copy_was_made_is_found_by_the_history() {
    let (mut room, _) = office();
    behind_our_back(
        &mut room,
        "UPDATE event SET place = '乱码' WHERE title = '科普日'",
    );
    room.reopen().back_up(None, "手动").unwrap();
    let health = room.office().health().unwrap();
    assert_eq!(found(&health, "copy").0, Level::Good, "the copy has it too");
    let (level, count, text) = found(&health, "rows");
    assert_eq!((level, count), (Level::Bad, 1), "{text}");
    // A record changed in the ordinary way is none.
    behind_our_back(
        &mut room,
        "UPDATE event SET place = '' WHERE title = '科普日'",
    );
    let mut talk = room
        .reopen()
        .ledger()
        .events
        .values()
        .next()
        .unwrap()
        .as_ref()
        .clone();
    talk.place = "文化中心".into();
    room.save(Command::SaveEvent(talk));
    let health = room.office().health().unwrap();
    assert_eq!(found(&health, "rows").0, Level::Good);
}

#[test]
fn references_to_deleted_records_are_cleared_in_one_step_that_can_be_taken_back() {
    let (mut room, _) = office();
    behind_our_back(
        &mut room,
        "UPDATE person SET deleted = 1 WHERE name = '李娜'",
    );
    let (level, count, text) = found(&room.reopen().health().unwrap(), "links");
    // The role and the attendance of the person.
    assert_eq!((level, count), (Level::Look, 2), "{text}");
    room.office = None;
    let said = check(&room.file(), &["--mend", "links"]);
    assert!(said.contains("清空找不到的引用 2 条"), "{said}");
    assert!(room.reopen().ledger().attendance.is_empty());
    assert_eq!(
        found(&room.office().health().unwrap(), "links").0,
        Level::Good
    );
    room.office().undo().unwrap();
    assert_eq!(room.office().ledger().attendance.len(), 1);
}

#[test]
fn a_history_that_was_written_into_is_noticed() {
    let (mut room, _) = office();
    room.office = None;
    let db = rusqlite::Connection::open(room.file()).unwrap();
    db.execute_batch(
        "DROP TRIGGER step_is_append_only_u; UPDATE step SET who = '别人' WHERE id = 2;",
    )
    .unwrap();
    drop(db);
    let health = room.reopen().health().unwrap();
    assert_eq!(found(&health, "history").0, Level::Bad);
    assert_eq!(found(&health, "columns").0, Level::Bad, "a trigger is gone");
}

#[test]
fn it_is_due_after_a_week_after_a_cut_off_day_and_when_the_clock_was_wrong() {
    let (mut room, _) = office();
    let now = NOW.now();
    room.office = None;
    let file = room.file();
    let open = |clock| Office::open(&file, clock).unwrap();
    let office = open(NOW);
    assert!(office.health_is_due(), "never examined");
    office.health().unwrap();
    assert!(!office.health_is_due());
    drop(office);
    for (days, due) in [(1, false), (6, false), (7, true), (30, true), (-400, true)] {
        let then = now.saturating_add(i64::from(days).days());
        assert_eq!(open(Clock::Fixed(then)).health_is_due(), due, "{days} days");
    }
    assert!(!open(NOW).health_is_due());
    // The program was killed: its word still lies there.
    std::fs::write(room.folder.path().join("湖滨.kepu.占用"), "李晓梅").unwrap();
    let office = open(NOW);
    assert!(office.health_is_due());
    assert_eq!(found(&office.health().unwrap(), "ending").0, Level::Look);
    drop(office);
    assert!(!open(NOW).health_is_due(), "closed as it should be");
}

#[test]
fn the_window_examines_by_itself_after_a_cut_off_day_and_mends_by_a_button() {
    let (mut room, _) = office();
    room.office().health().unwrap();
    behind_our_back(
        &mut room,
        "UPDATE event SET title = '科普曰' WHERE title = '科普日'",
    );
    std::fs::write(room.folder.path().join("湖滨.kepu.占用"), "李晓梅").unwrap();
    let mut window = window(Some(Begin::Open(room.file())));
    wait_for(&mut window, "湖滨街道办事处");
    // Nobody asked; what is wrong is said all the same.
    wait_for(&mut window, "体检发现 1 项问题");
    go(&mut window, "数据体检");
    wait_for(&mut window, "上次没有正常关闭");
    wait_for(&mut window, "与最近的备份不同");
    window.get_by_label("按操作记录改正").click();
    wait_for(&mut window, "已保存：按操作记录改正 1 条");
    wait_for(&mut window, "没有出入");
    window.get_by_label("开始体检").click();
    settle(&mut window);
    wait_for(&mut window, "体检完成");
    drop(window);
    assert_eq!(titles(room.reopen()), ["防震减灾讲座", "科普日"]);
}
