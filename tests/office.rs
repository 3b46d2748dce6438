//! What happens in the office, through the commands a clerk gives.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::NOW;
use common::Room;
use common::event;
use common::titles;
use common::volunteer;
use jiff::civil::date;
use kepu_ledger::app::AppError;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::Register;
use kepu_ledger::app::Wanted;
use kepu_ledger::app::command::ReachCell;
use kepu_ledger::app::words;
use kepu_ledger::model::Period;
use kepu_ledger::model::contact::Phone;
use kepu_ledger::model::day::Month;
use kepu_ledger::model::office::community::CommunityEntry;
use kepu_ledger::model::people::OfficerEntry;

fn names(office: &mut Office, words: &str) -> Vec<String> {
    let rows = office.rows(
        Register::Volunteers,
        &Wanted {
            words: words.into(),
            ..Wanted::default()
        },
    );
    rows.iter()
        .map(|uid| office.title_of(Register::Volunteers, *uid))
        .collect()
}

#[test]
fn a_clerk_deletes_a_volunteer_and_takes_it_back_the_next_morning() {
    let mut room = Room::new();
    let uid = room.save(Command::SaveVolunteer(volunteer("李娜")));
    room.office()
        .run(Command::Delete(Register::Volunteers, vec![uid]))
        .unwrap();
    assert_eq!(names(room.office(), "李"), [] as [&str; 0]);
    assert_eq!(room.office().undo_label(), Some("删除科技志愿者 1 条"));
    let office = room.reopen();
    office.undo().unwrap();
    assert_eq!(names(office, "李"), ["李娜"]);
    assert_eq!(names(office, "ln"), ["李娜"]);
    let office = room.reopen();
    office.redo().unwrap();
    assert_eq!(names(office, "李"), [] as [&str; 0]);
}

#[test]
fn a_new_change_clears_what_could_be_done_again() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("甲", 3, 1)));
    room.office().undo().unwrap();
    room.save(Command::SaveEvent(event("乙", 3, 2)));
    assert!(matches!(room.office().redo(), Err(AppError::NothingToRedo)));
    assert_eq!(titles(room.office()), ["乙"]);
}

#[test]
fn an_event_without_a_title_is_refused_and_nothing_is_written() {
    let mut room = Room::new();
    let before = room.office().history(10).unwrap().len();
    let refused = room
        .office()
        .run(Command::SaveEvent(event("", 3, 1)))
        .unwrap_err();
    assert_eq!(
        words::advice(&refused).to_string(),
        "没有保存：请填写活动名称。请改正后再保存。"
    );
    assert_eq!(room.office().history(10).unwrap().len(), before);
}

#[test]
fn saving_what_has_not_changed_writes_nothing() {
    let mut room = Room::new();
    let uid = room.save(Command::SaveEvent(event("讲座", 3, 1)));
    let same = kepu_ledger::model::events::Event::clone(&room.office().ledger().events[&uid]);
    assert_eq!(
        room.office().run(Command::SaveEvent(same)).unwrap().records,
        0
    );
}

#[test]
fn one_person_who_volunteers_and_informs_is_typed_once() {
    let mut room = Room::new();
    let uid = room.save(Command::SaveVolunteer(volunteer("李娜")));
    let mut person = room.office().ledger().volunteer_entry(uid).unwrap().person;
    person.phone = Phone::read("15000002238").unwrap();
    room.save(Command::SaveOfficer(OfficerEntry {
        person,
        ..OfficerEntry::default()
    }));
    assert_eq!(room.office().ledger().people.len(), 1);
    // The volunteer shows the phone that was typed for the officer.
    let entry = room.office().ledger().volunteer_entry(uid).unwrap();
    assert_eq!(entry.person.phone.unwrap().as_str(), "15000002238");
    // Taking the role away leaves the person to the other role.
    room.office()
        .run(Command::Delete(Register::Volunteers, vec![uid]))
        .unwrap();
    assert_eq!(room.office().ledger().people.len(), 1);
}

#[test]
fn a_community_with_people_in_it_is_not_deleted() {
    let mut room = Room::new();
    let mut entry = CommunityEntry::default();
    entry.community.name = "湖滨社区".into();
    let community = room.save(Command::SaveCommunity(entry));
    let mut li = volunteer("李娜");
    li.person.community = Some(community);
    room.save(Command::SaveVolunteer(li));
    let refused = room
        .office()
        .run(Command::Delete(Register::Communities, vec![community]))
        .unwrap_err();
    assert!(words::advice(&refused).what.contains("还有人员 1 条用到它"));
}

#[test]
fn targets_are_counted_by_the_rules_of_the_plan() {
    let mut room = Room::new();
    let mut entry = CommunityEntry {
        count: Some(1001),
        as_of: Some(date(2024, 12, 31)),
        ..CommunityEntry::default()
    };
    entry.community.name = "湖滨社区".into();
    let community = room.save(Command::SaveCommunity(entry));
    let mut officer = OfficerEntry::default();
    officer.person.name = "田云".into();
    officer.person.community = Some(community);
    let officer = room.save(Command::SaveOfficer(officer));
    let cell = |month, shares| ReachCell {
        officer,
        month: Month { year: 2025, month },
        shares,
    };
    room.office()
        .run(Command::SaveReach(vec![
            cell(1, Some(8)),
            cell(2, Some(0)),
            cell(3, Some(4)),
        ]))
        .unwrap();
    let year = Period::year(2025).unwrap();
    let office = room.office();
    let staffing = kepu_ledger::model::tally::staffing(office.ledger(), office.book(), &year);
    // 1001 people need 21: 20.02 rounded up. February was zero, April was not reported.
    assert_eq!(
        (
            staffing[0].needed,
            staffing[0].missing(),
            staffing[0].reach,
            staffing[0].active_months
        ),
        (21, 20, 12, 2)
    );
    let figures = room.office().figures(&year);
    let of = |id: &str| figures.iter().find(|f| f.id == id).unwrap().clone();
    assert_eq!(of("officers_per_100").denominator, Some(1001.0));
    assert_eq!(of("reach_per_officer").target, Some(60.0));
    assert_eq!(of("literacy").value, None);
    // A blank cell takes the report back instead of making it zero.
    room.office()
        .run(Command::SaveReach(vec![cell(2, None)]))
        .unwrap();
    assert_eq!(room.office().ledger().reach.len(), 2);
}

#[test]
fn events_without_a_day_belong_to_no_period_and_are_listed() {
    let mut room = Room::new();
    let uid = room.save(Command::SaveEvent(kepu_ledger::model::events::Event {
        when: None,
        ..event("无日期的活动", 1, 1)
    }));
    let year = Period::year(2025).unwrap();
    assert!(room.office().ledger().events_in(&year).is_empty());
    assert!(
        room.office()
            .contradictions(Some(&year))
            .iter()
            .any(|c| c.id == uid && c.what.contains("没有活动时间"))
    );
}

#[test]
fn the_next_plan_is_loaded_not_coded_and_the_years_of_the_old_one_stay() {
    let mut room = Room::new();
    let next = "key = \"test-2026-2030\"\ntitle = \"测试规划\"\nfirst_year = 2026\nlast_year = 2030\ndraft = true\n\
        [[group]]\nkey = \"a\"\nnumber = 1\nkind = \"提升行动\"\ntitle = \"甲\"\n[[group.measure]]\nnumber = \"1.1\"\ntitle = \"乙\"\nduty = \"适用\"\n";
    room.save(Command::SaveEvent(event("讲座", 3, 1)));
    room.office().load_plan(next).unwrap();
    assert_eq!(room.reopen().book().plan.title, "测试规划");
    assert_eq!(titles(room.office()), ["讲座"]);
    assert!(room.office().load_plan("key = 3").is_err());
    assert_eq!(room.office().book().plan.title, "测试规划");
}

#[test]
fn drafts_survive_without_a_save() {
    let mut room = Room::new();
    room.office()
        .keep_draft("events/新", "{\"title\":\"半句话\"}")
        .unwrap();
    assert_eq!(
        room.reopen().drafts().unwrap()[0].2,
        "{\"title\":\"半句话\"}"
    );
    room.office().keep_draft("events/新", "").unwrap();
    assert!(room.office().drafts().unwrap().is_empty());
}

#[test]
fn the_history_is_append_only_and_its_chain_holds() {
    let mut room = Room::new();
    for n in 1..=20 {
        room.save(Command::SaveEvent(event(&format!("第{n}场"), 3, 1)));
    }
    room.office().undo().unwrap();
    assert!(room.office().examine().unwrap().is_sound());
    let steps = room.office().history(100).unwrap();
    assert_eq!(steps.len(), 22);
    assert_eq!(steps[0].label, "新增活动 第20场");
    assert_eq!(steps[0].who, "李晓梅");
    let _ = NOW;
}

#[test]
fn another_day_of_counting_is_another_count_and_both_years_stay() {
    let mut room = Room::new();
    let mut entry = CommunityEntry {
        count: Some(8000),
        as_of: Some(date(2023, 12, 31)),
        ..CommunityEntry::default()
    };
    entry.community.name = "湖滨社区".into();
    let uid = room.save(Command::SaveCommunity(entry));
    let office = room.office();
    let newest = office.ledger().population_at(uid, date(2026, 1, 1));
    let mut entry = CommunityEntry::of(&office.ledger().communities[&uid], newest.as_deref());
    entry.count = Some(8231);
    entry.as_of = Some(date(2024, 12, 31));
    room.save(Command::SaveCommunity(entry));
    let count = |room: &mut Room, day| {
        room.office()
            .ledger()
            .population_at(uid, day)
            .unwrap()
            .count
    };
    assert_eq!(
        (
            count(&mut room, date(2024, 6, 30)),
            count(&mut room, date(2025, 12, 31))
        ),
        (8000, 8231)
    );
}
