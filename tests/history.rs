//! 操作记录: readable, printable, and whoever changes it is found out; any step can be taken back while its records stand.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use common::event;
use common::titles;
use common::volunteer;
use common::window::go;
use common::window::opened;
use common::window::settle;
use common::window::wait_for;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::history::Sought;
use kepu_ledger::app::words;
use kepu_ledger::model::contact::Phone;
use rusqlite::Connection;
use std::path::Path;

/// Three steps: a talk, a volunteer, the talk renamed.
fn room() -> Room {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("讲座", 3, 1)));
    let mut li = volunteer("李小娜");
    li.person.phone = Phone::read("13812345678").unwrap();
    room.save(Command::SaveVolunteer(li));
    let mut talk = room
        .office()
        .ledger()
        .events
        .values()
        .next()
        .unwrap()
        .as_ref()
        .clone();
    talk.title = "防震讲座".into();
    room.save(Command::SaveEvent(talk));
    room.office().note_look("科技志愿者").unwrap();
    room
}

fn tamper(file: &Path, sql: &str) {
    let db = Connection::open(file).unwrap();
    let triggers: Vec<String> = db
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for trigger in triggers {
        db.execute_batch(&format!("DROP TRIGGER {trigger}"))
            .unwrap();
    }
    db.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    db.execute_batch(sql).unwrap();
}

#[test]
fn whoever_changes_the_history_is_found_out() {
    for (what, sql) in [
        (
            "a record's content",
            "UPDATE history SET after = replace(after, '李小娜', '王小娜') WHERE seq = 3",
        ),
        (
            "content emptied",
            "UPDATE history SET before = NULL, after = NULL WHERE seq = 3",
        ),
        (
            "a row's header",
            "UPDATE history SET tbl = 'team' WHERE seq = 3",
        ),
        (
            "a step's label",
            "UPDATE step SET label = '新增活动 别的' WHERE id = 2",
        ),
        ("who did it", "UPDATE step SET who = '别人' WHERE id = 2"),
        (
            "how many records",
            "UPDATE step SET records = 9 WHERE id = 2",
        ),
        ("a row in the middle", "DELETE FROM history WHERE seq = 3"),
        (
            "a step in the middle",
            "DELETE FROM history WHERE step = 2; DELETE FROM seal WHERE step = 2; DELETE FROM step WHERE id = 2",
        ),
        (
            "a look",
            "DELETE FROM seal WHERE step = 5; DELETE FROM step WHERE id = 5",
        ),
        (
            "the last step",
            "DELETE FROM seal WHERE step >= 4; DELETE FROM history WHERE step >= 4; DELETE FROM step WHERE id >= 4",
        ),
        (
            "all seals",
            "DELETE FROM seal; DELETE FROM setting WHERE key = 'history_head'",
        ),
    ] {
        let mut room = room();
        assert!(room.office().examine().unwrap().is_sound());
        room.office = None;
        tamper(&room.file(), sql);
        let office = room.reopen();
        let found = office.examine().unwrap();
        assert!(
            found.broken_link.is_some() || found.torn.is_some(),
            "{what} was not noticed: {found:?}"
        );
    }
}

fn step_of(office: &Office, label: &str) -> i64 {
    let past = office.past(&Sought::default(), 100).unwrap();
    past.steps.iter().find(|s| s.label == label).unwrap().id
}

#[test]
fn a_step_of_long_ago_is_taken_back_unless_others_stand_in_the_way() {
    let mut room = room();
    let office = room.reopen();
    let made = step_of(office, "新增活动 讲座");
    let refused = office.take_back(made).unwrap_err();
    let said = words::advice(&refused).to_string();
    assert!(
        said.contains("要先撤销") && said.contains("修改活动 防震讲座"),
        "{said}"
    );
    let volunteer = step_of(office, "新增志愿者 李小娜");
    office.take_back(volunteer).unwrap();
    assert!(office.ledger().volunteers.is_empty());
    assert_eq!(titles(office), ["防震讲座"], "the newer step stays");
    let twice = office.take_back(volunteer).unwrap_err();
    assert!(words::advice(&twice).to_string().contains("已经撤销过"));
    // The other way round goes.
    let renamed = step_of(office, "修改活动 防震讲座");
    office.take_back(renamed).unwrap();
    office.take_back(made).unwrap();
    let office = room.reopen();
    assert!(office.ledger().events.is_empty());
    assert!(office.examine().unwrap().is_sound());
    // And back again, in order.
    office.redo().unwrap();
    assert_eq!(titles(office), ["讲座"]);
}

#[test]
fn an_import_of_last_week_is_taken_back_in_one_piece() {
    let mut room = Room::new();
    let records = (1..=40)
        .map(|n| kepu_ledger::model::AnyRecord::Event(event(&format!("讲座{n}"), 3, 1)))
        .collect();
    room.save(Command::TakeIn {
        label: "导入 台账.xlsx".into(),
        records,
    });
    room.save(Command::SaveVolunteer(volunteer("李小娜")));
    let office = room.reopen();
    let import = step_of(office, "导入 台账.xlsx");
    let done = office.take_back(import).unwrap();
    assert_eq!(done.records, 40);
    assert!(office.ledger().events.is_empty());
    assert_eq!(office.ledger().volunteers.len(), 1);
}

#[test]
fn the_history_is_searched_and_printed() {
    let mut room = room();
    let path = room.folder.path().join("操作记录.pdf");
    let office = room.office();
    let found = |words: &str| {
        let sought = Sought {
            words: words.into(),
            ..Sought::default()
        };
        office.past(&sought, 100).unwrap().all
    };
    assert_eq!(found("fzjz"), 1, "by 拼音首字母");
    assert_eq!(found("志愿者"), 2);
    office.save_history(&Sought::default(), &path).unwrap();
    let text = pdf_extract::extract_text(&path).unwrap();
    assert!(text.contains("修改活动 防震讲座"), "{text}");
}

#[test]
fn the_window_opens_a_step_and_takes_it_back() {
    let mut room = room();
    let mut window = opened(&mut room);
    go(&mut window, "操作记录");
    wait_for(&mut window, "新增志愿者 李小娜");
    window
        .get_all_by_label_contains("新增志愿者 李小娜")
        .next()
        .unwrap()
        .click();
    wait_for(&mut window, "138****5678");
    assert!(window.query_by_label_contains("13812345678").is_none());
    window
        .get_by_role_and_label(Role::Button, "撤销这一步")
        .click();
    wait_for(&mut window, "已撤销：新增志愿者 李小娜");
    // What was taken away lies in 回收站 and comes back.
    go(&mut window, "回收站");
    wait_for(&mut window, "恢复 李小娜");
    window
        .get_by_role_and_label(Role::Button, "恢复 李小娜")
        .click();
    wait_for(&mut window, "恢复科技志愿者");
    settle(&mut window);
    drop(window);
    let office = room.reopen();
    assert_eq!(office.ledger().volunteers.len(), 1);
    assert_eq!(office.ledger().people.len(), 1);
}

#[test]
fn a_deleted_event_comes_back_with_those_who_took_part() {
    let mut room = room();
    let office = room.office();
    let talk = *office.ledger().events.keys().next().unwrap();
    let person = *office.ledger().people.keys().next().unwrap();
    let row = kepu_ledger::model::events::Attendance {
        person,
        minutes: 60,
        role: "志愿者".into(),
        ..Default::default()
    };
    office
        .run(Command::Attend {
            newcomers: Vec::new(),
            event: talk,
            rows: vec![row],
        })
        .unwrap();
    let events = kepu_ledger::app::Register::Events;
    office.run(Command::Delete(events, vec![talk])).unwrap();
    let office = room.reopen();
    let trash = office.trash().unwrap();
    assert_eq!(trash.len(), 1);
    assert_eq!(trash[0].title, "防震讲座");
    office.restore_deleted(talk).unwrap();
    assert_eq!(office.ledger().attendance.len(), 1);
    assert!(office.trash().unwrap().is_empty());
}
