//! Every register through its own door: typed as a clerk types, saved, found, exported, taken in again, undone.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use kepu_ledger::app::AppError;
use kepu_ledger::app::Command;
use kepu_ledger::app::Draft;
use kepu_ledger::app::Office;
use kepu_ledger::app::Register;
use kepu_ledger::app::Registered;
use kepu_ledger::app::Visit;
use kepu_ledger::app::Wanted;
use kepu_ledger::model::Uid;
use kepu_ledger::model::field::Kind;
use kepu_ledger::model::office::community::CommunityEntry;
use kepu_ledger::model::people::Team;

/// What a clerk could type into a field of this kind.
fn words(office: &Office, register: Register, key: &str, kind: Kind) -> Option<String> {
    let directory = office.directory();
    let first = |names: Vec<String>| names.first().cloned();
    Some(match kind {
        Kind::Line if key == "group_counts" => "青少年3".into(),
        Kind::Line => format!("{}{key}", register.label()),
        Kind::Lines => "第一行\n第二行".into(),
        Kind::Number if key == "year" => "2025".into(),
        Kind::Number if key == "people" || key == "certificates" => "3".into(),
        Kind::Number => "5".into(),
        Kind::Money => "1234.5".into(),
        Kind::Hours => "1.5".into(),
        Kind::Decimal => "12.25".into(),
        Kind::Day => "2025-05-12".into(),
        Kind::When => "2025-05-12 9:00-11:00".into(),
        Kind::Month => "2025-05".into(),
        Kind::Choice(list) => directory.book.lists.names(list).first()?.clone(),
        Kind::Choices(list) => directory.book.lists.names(list).get(..2)?.join("、"),
        Kind::ThemeDay => first(directory.book.calendar.names())?,
        Kind::Measures => "1.3".into(),
        Kind::Community => directory.communities.first()?.name.clone(),
        Kind::Team => directory.teams.first()?.name.clone(),
        Kind::Phone => "13800138000".into(),
        Kind::IdNumber => "11010519491231002X".into(),
        // A figure and the word that there is none contradict each other.
        Kind::YesNo if key == "absent" => "否".into(),
        Kind::YesNo => "是".into(),
        Kind::StatCode => "KP2-22".into(),
        Kind::Link(table) => directory.ledger.newest(table, 1).first()?.clone(),
        Kind::Hidden => return None,
    })
}

/// Fills every field of a register's form and saves it.
struct Type<'o>(&'o mut Office);

impl Visit for Type<'_> {
    type Out = Uid;
    fn visit<F: Registered>(self) -> Uid {
        let office = self.0;
        let mut draft = Draft::of(F::default(), office.directory());
        let typed = F::fields()
            .iter()
            .map(|f| words(office, F::REGISTER, f.key, f.kind));
        let typed: Vec<_> = typed.collect();
        for (place, words) in draft.typed.iter_mut().zip(typed) {
            if let Some(words) = words {
                *place = words;
            }
        }
        // An order with every day filled ends as called off; leave it rated.
        let off = F::fields().iter().position(|f| f.key == "cancelled_on");
        if let Some(place) = off {
            draft.typed[place].clear();
        }
        let entry = draft
            .read(office.directory())
            .unwrap_or_else(|p| panic!("{}: {p:?}", F::NAME));
        let done = office
            .run(entry.save())
            .unwrap_or_else(|e| panic!("{}: {e}", F::NAME));
        done.focus.unwrap()
    }
}

/// What the form of a record shows, label by label.
struct Shown<'o>(&'o Office, Uid);

impl Visit for Shown<'_> {
    type Out = Vec<(&'static str, String)>;
    fn visit<F: Registered>(self) -> Self::Out {
        let entry = F::one(self.0.ledger(), self.1, self.0.clock().today()).unwrap();
        F::fields()
            .iter()
            .map(|f| (f.key, (f.show)(&entry, self.0.directory())))
            .collect()
    }
}

fn grounds(office: &mut Office) {
    let mut community = CommunityEntry::default();
    community.community.name = "滨湖社区".into();
    office.run(community.save()).unwrap();
    let team = Team {
        name: "滨湖服务队".into(),
        ..Team::default()
    };
    office.run(team.save()).unwrap();
}

/// Registers in the order in which their records can be linked.
fn in_order() -> Vec<Register> {
    let first = [
        Register::Volunteers,
        Register::Papers,
        Register::Incidents,
        Register::Venues,
        Register::Events,
        Register::Contests,
        Register::Stock,
    ];
    let mut all = first.to_vec();
    all.extend(
        Register::ALL.iter().filter(|r| {
            !first.contains(r) && !matches!(r, Register::Teams | Register::Communities)
        }),
    );
    all
}

#[test]
fn every_field_of_every_register_is_typed_saved_and_read_back() {
    let mut room = Room::new();
    grounds(room.office());
    for register in in_order() {
        // Papers and events may name each other; the paper is finished after the event.
        let office = room.office();
        let uid = register.visit(Type(office));
        let before = register.visit(Shown(office, uid));
        let after = register.visit(Shown(room.reopen(), uid));
        assert_eq!(before, after, "{}", register.label());
        let filled = after.iter().filter(|(_, text)| !text.is_empty()).count();
        assert!(
            filled * 10 >= after.len() * 6,
            "{}: {after:?}",
            register.label()
        );
    }
}

#[test]
fn every_register_is_searched_by_initials_and_undone() {
    let mut room = Room::new();
    grounds(room.office());
    for register in in_order() {
        let office = room.office();
        let uid = register.visit(Type(office));
        let title = office.title_of(register, uid);
        assert!(!title.is_empty(), "{}", register.label());
        let rows = |office: &mut Office, words: &str| {
            office.rows(
                register,
                &Wanted {
                    words: words.into(),
                    ..Wanted::default()
                },
            )
        };
        assert!(rows(office, "").contains(&uid), "{}", register.label());
        let before = office.ledger().count(register.table());
        office.undo().unwrap();
        assert_eq!(
            office.ledger().count(register.table()),
            before - 1,
            "{}",
            register.label()
        );
        assert!(!rows(office, "").contains(&uid));
        office.redo().unwrap();
        assert!(rows(office, "").contains(&uid));
    }
    let office = room.office();
    let found = office.rows(
        Register::Venues,
        &Wanted {
            words: "zdname".into(),
            ..Wanted::default()
        },
    );
    assert_eq!(found.len(), 1, "阵地 by its initials");
}

#[test]
fn what_is_exported_is_taken_in_again_as_the_same() {
    let mut room = Room::new();
    grounds(room.office());
    for register in in_order() {
        register.visit(Type(room.office()));
    }
    let own = [
        Register::Volunteers,
        Register::Events,
        Register::Officers,
        Register::Experts,
    ];
    for register in in_order().into_iter().filter(|r| !own.contains(r)) {
        let path = room
            .folder
            .path()
            .join(format!("{}.xlsx", register.label()));
        room.office().save_table(register, &path).unwrap();
        let request = kepu_ledger::app::import::ImportRequest {
            files: vec![path],
            register: Some(register.key().into()),
            ..Default::default()
        };
        let sheets = kepu_ledger::app::import::read_sheets(&common::program(), &request).unwrap();
        let plan = room.office().plan_import(&request, &sheets).unwrap();
        let told: Vec<_> = plan
            .rows
            .iter()
            .map(|r| (r.outcome.label(), &r.problems, &r.changes))
            .collect();
        let all = room.office().ledger().count(register.table());
        assert_eq!(plan.rows.len(), all, "{}: {told:?}", register.label());
        let same = plan.rows.iter().all(|r| r.outcome.label() == "相同");
        assert!(same, "{}: {told:?}", register.label());
        assert!(
            plan.remarks.is_empty(),
            "{}: {:?}",
            register.label(),
            plan.remarks
        );
    }
}

#[test]
fn a_venue_that_others_use_is_not_taken_away_under_them() {
    let mut room = Room::new();
    grounds(room.office());
    for register in [Register::Venues, Register::VenueLogs] {
        register.visit(Type(room.office()));
    }
    let office = room.office();
    let venue = *office.ledger().venues.keys().next().unwrap();
    let refused = office.run(kepu_ledger::app::Command::Delete(
        Register::Venues,
        vec![venue],
    ));
    let said = kepu_ledger::app::words::advice(&refused.unwrap_err()).to_string();
    assert!(said.contains("阵地日志 1 条"), "{said}");
    assert_eq!(office.ledger().venues.len(), 1);
}

#[test]
fn what_was_deleted_is_back_the_next_morning_when_it_was_undone() {
    let mut room = Room::new();
    grounds(room.office());
    let mut tried = 0;
    for register in in_order() {
        let uid = register.visit(Type(room.office()));
        match room.office().run(Command::Delete(register, vec![uid])) {
            Err(AppError::StillUsed(_)) => continue,
            done => done.unwrap(),
        };
        let gone = room.reopen().ledger().get(register.table(), uid);
        assert!(gone.is_none(), "{}", register.label());
        room.office().undo().unwrap();
        let back = room.reopen().ledger().get(register.table(), uid);
        assert!(back.is_some(), "{}", register.label());
        tried += 1;
    }
    assert!(tried >= 25, "{tried} registers were tried");
}
