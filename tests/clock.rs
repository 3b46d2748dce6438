//! A computer whose clock is wrong: 1980 after a dead battery, 2099 after a slip, a day or an hour back. Identities stay unique,
//! the history stays in its order, no copy goes by it, and the clerk is told (safety.md F21).
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
use common::titles;
use common::window;
use jiff::ToSpan as _;
use jiff::civil::DateTime;
use jiff::civil::date;
use jiff::civil::datetime;
use kepu_ledger::app::Clock;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::checks::FAULT;
use kepu_ledger::store::backup;
use std::collections::BTreeSet;

const DEAD_BATTERY: DateTime = DateTime::constant(1980, 1, 1, 0, 3, 0, 0);
const SLIP: DateTime = DateTime::constant(2099, 3, 2, 8, 0, 0, 0);

fn today() -> DateTime {
    NOW.now()
}

fn at(room: &mut Room, moment: DateTime) -> &mut Office {
    room.office = None;
    room.office = Some(Office::open(&room.file(), Clock::Fixed(moment)).unwrap());
    room.office()
}

/// Moments one after another as a computer may have them.
fn moments() -> [DateTime; 6] {
    [
        today(),
        DEAD_BATTERY,
        SLIP,
        today() - 1.day(),
        today() - 1.hour(),
        today() + 5.minutes(),
    ]
}

#[test]
fn identities_are_unique_and_the_history_keeps_its_order_whatever_the_clock_says() {
    let mut room = Room::new();
    for (n, moment) in moments().into_iter().enumerate() {
        let office = at(&mut room, moment);
        office
            .run(Command::SaveEvent(event(&format!("第{n}场"), 3, 1)))
            .unwrap();
    }
    let office = room.office();
    let uids: BTreeSet<_> = office.ledger().events.keys().copied().collect();
    assert_eq!(uids.len(), moments().len());
    let steps = office.history(100).unwrap();
    assert!(steps.windows(2).all(|two| two[0].id == two[1].id + 1));
    assert!(office.examine().unwrap().is_sound(), "the chain holds");
    // What was done last is taken back first, not what the clock calls newest.
    for n in (0..moments().len()).rev() {
        assert_eq!(titles(office).len(), n + 1);
        office.undo().unwrap();
        assert!(!titles(office).contains(&format!("第{n}场")));
    }
}

#[test]
fn a_clock_that_is_behind_far_ahead_or_in_1980_is_told_and_nothing_else_is() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("讲座", 3, 1)));
    let told = |room: &mut Room, moment| {
        at(room, moment)
            .clock_doubt()
            .unwrap()
            .map(|a| a.to_string())
    };
    let said = told(&mut room, today() - 1.day()).unwrap();
    assert_eq!(
        said,
        "电脑时间是 2026-11-23 09:00，比上一次操作（2026-11-24 09:00）还早。请核对电脑的日期和时间，记录仍按先后顺序保存。"
    );
    assert!(
        told(&mut room, today() - 1.hour())
            .unwrap()
            .contains("还早")
    );
    assert!(
        told(&mut room, DEAD_BATTERY)
            .unwrap()
            .contains("1980-01-01")
    );
    assert!(told(&mut room, SLIP).unwrap().contains("隔了一年多"));
    for fine in [
        today(),
        today() - 2.minutes(),
        today() + 1.hour(),
        today() + 200.days(),
    ] {
        assert_eq!(told(&mut room, fine), None, "{fine}");
    }
    // A new file on a computer that believes it is 1980.
    assert!(Clock::Fixed(DEAD_BATTERY).doubt(None).is_some());
    assert!(Clock::Fixed(today()).doubt(None).is_none());
}

#[test]
fn summer_time_and_another_zone_are_no_doubt() {
    // Steps are kept in UTC: half past two twice in a night is two moments, and a journey west is no way back in time.
    let newest = "2026-11-24T08:59:00Z";
    for zone in ["Asia/Shanghai", "America/New_York", "Europe/Berlin"] {
        let zoned = newest
            .parse::<jiff::Timestamp>()
            .unwrap()
            .in_tz(zone)
            .unwrap();
        let again = zoned.timestamp().to_string();
        assert_eq!(Clock::Fixed(today()).doubt(Some(&again)), None, "{zone}");
    }
    let behind = "2026-11-24T10:00:00Z";
    assert!(Clock::Fixed(today()).doubt(Some(behind)).is_some());
}

#[test]
fn no_copy_goes_by_a_wrong_clock_and_the_newest_copy_is_the_one_made_last() {
    let mut room = Room::new();
    let mut saved = 0;
    let mut copy_at = |room: &mut Room, moment: DateTime| {
        let office = at(room, moment);
        office
            .run(Command::SaveEvent(event(&format!("第{saved}场"), 3, 1)))
            .unwrap();
        saved += 1;
        assert!(office.back_up_if_changed("定时").unwrap());
    };
    for n in 0..6 {
        copy_at(&mut room, today() + (n * 31).minutes());
    }
    for moment in [
        SLIP,
        SLIP + 1.hour(),
        SLIP + 3.days(),
        DEAD_BATTERY,
        DEAD_BATTERY + 2.days(),
    ] {
        copy_at(&mut room, moment);
        let copies = room.office().copies();
        let of_today = copies.iter().filter(|c| c.at.date() == today().date());
        assert_eq!(of_today.count(), 6, "at {moment}");
    }
    // The clock is right again: half an hour of work is copied although copies of 2099 lie there.
    let office = at(&mut room, today() + 5.hours());
    office.run(Command::SaveEvent(event("最后", 3, 2))).unwrap();
    assert!(office.copy_is_due());
    assert!(office.back_up_if_changed("定时").unwrap());
    let newest = office.copies().remove(0);
    assert_eq!(newest.at, today() + 5.hours());
    let place = backup::newest_verified(office.path()).unwrap();
    assert!(place.ends_with(&newest.name));
    // Thrice in the same second, thrice another name.
    for _ in 0..3 {
        room.office().back_up(None, "手动").unwrap();
    }
    let names: BTreeSet<String> = room.office().copies().into_iter().map(|c| c.name).collect();
    assert_eq!(names.len(), room.office().copies().len());
}

#[test]
fn days_of_events_are_judged_by_the_day_and_never_refused_for_a_wrong_clock() {
    let mut room = Room::new();
    for moment in moments() {
        let office = at(&mut room, moment);
        let mut talk = event("讲座", 3, 1);
        talk.when = Some(kepu_ledger::model::day::When::day(date(2025, 3, 1)));
        office.run(Command::SaveEvent(talk)).unwrap();
        let odd = office.contradictions(None);
        let faults: Vec<_> = odd.iter().filter(|o| o.level == FAULT).collect();
        assert!(faults.is_empty(), "at {moment}: {faults:?}");
    }
    assert_eq!(titles(room.office()).len(), moments().len());
}

#[test]
fn the_window_says_that_the_clock_is_behind() {
    let mut room = Room::new();
    let office = at(&mut room, datetime(2026, 11, 25, 9, 0, 0, 0));
    office.run(Command::SaveEvent(event("讲座", 3, 1))).unwrap();
    room.office = None;
    // The window of the tests has the clock of the day before.
    let mut window = window::opened(&mut room);
    window::wait_for(&mut window, "比上一次操作");
}

#[test]
fn the_command_says_that_the_clock_is_behind() {
    let mut room = Room::new();
    let ahead = Clock::Computer.now() + 30.days();
    at(&mut room, ahead)
        .run(Command::SaveEvent(event("讲座", 3, 1)))
        .unwrap();
    room.office = None;
    let check = |json: &[&str]| {
        let out = std::process::Command::new(common::program())
            .arg("check")
            .arg(room.file())
            .args(json)
            .output()
            .unwrap();
        assert!(out.status.success());
        String::from_utf8(out.stdout).unwrap()
    };
    assert!(check(&[]).contains("比上一次操作"));
    let json: serde_json::Value = serde_json::from_str(&check(&["--json"])).unwrap();
    assert!(json["clock"].as_str().unwrap().contains("核对电脑的日期"));
}
