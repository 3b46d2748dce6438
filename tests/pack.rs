//! 上报包: an office sends its year up, the district takes it in, two laptops of one office meet.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::event;
use common::packs::Desk;
use common::packs::ID;
use common::packs::PHONE;
use common::packs::content;
use common::packs::inside;
use common::packs::prefer;
use common::packs::run;
use common::packs::save;
use common::packs::take;
use common::packs::take_with;
use common::packs::told;
use common::packs::wishes;
use common::titles;
use jiff::civil::date;
use kepu_ledger::app::AppError;
use kepu_ledger::app::Clock;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::Register;
use kepu_ledger::app::merge;
use kepu_ledger::app::merge::Decisions;
use kepu_ledger::app::merge::Side;
use kepu_ledger::app::paper::Kind;
use kepu_ledger::app::paper::Request;
use kepu_ledger::app::progress::Progress;
use kepu_ledger::app::submit::PackWishes;
use kepu_ledger::app::submit::write_submission;
use kepu_ledger::model::Period;
use kepu_ledger::model::Table;
use kepu_ledger::model::Uid;
use kepu_ledger::model::contact::IdNumber;
use kepu_ledger::model::contact::Phone;
use kepu_ledger::model::events::Event;
use kepu_ledger::model::people::Person;
use kepu_ledger::model::people::VolunteerEntry;
use std::path::Path;

fn talk(office: &Office) -> Event {
    let mut events = office.ledger().events.values();
    let found = events.find(|e| e.title.contains("防震减灾")).unwrap();
    Event::clone(found)
}

fn edit(office: &mut Office, change: impl FnOnce(&mut Event)) -> Uid {
    let mut event = talk(office);
    change(&mut event);
    save(office, Command::SaveEvent(event))
}

#[test]
fn a_year_goes_up_and_the_district_takes_it_in_and_back() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    let pack = desk.pack(&mut office, "湖滨2025");
    assert_eq!(office.undo_label(), Some("上报 2025年（第1次）"));
    let kept = office.submissions(None);
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].check_code.len(), 12);

    let mut district = desk.district();
    let before = content(&district);
    let read = merge::open(&pack).unwrap();
    let preview = district.preview_pack(&read, &Decisions::default()).unwrap();
    assert_eq!(
        preview.plan.tables[&Table::Event].new,
        1,
        "only the year's event"
    );
    assert_eq!(preview.plan.tables[&Table::Person].new, 1);
    assert_eq!(content(&district), before, "a preview writes nothing");

    let done = take(&mut district, &pack).unwrap();
    assert_eq!(done.label, "并入 湖滨街道办事处 2025年（第1次）");
    assert_eq!(titles(&district), ["防震减灾讲座"]);
    // Both sides hold the same record of what went up.
    assert_eq!(district.submissions(None), kept);
    // The office's records stay the office's; the district has none of its own but itself.
    let home = office.ledger().home;
    assert!(district.ledger().events.values().all(|e| e.office == home));

    district.undo().unwrap();
    assert_eq!(content(&district), before);
    assert!(titles(&district).is_empty() && district.submissions(None).is_empty());
    take(&mut district, &pack).unwrap();
    assert_eq!(
        titles(&district).len(),
        1,
        "taken back, it can be taken in again"
    );
}

#[test]
fn the_same_pack_twice_changes_nothing() {
    let desk = Desk::new();
    let pack = desk.pack(&mut desk.office("湖滨街道办事处"), "湖滨");
    let mut district = desk.district();
    take(&mut district, &pack).unwrap();
    let (once, steps) = (content(&district), district.history(100).unwrap().len());
    let done = take(&mut district, &pack).unwrap();
    assert_eq!(done.records, 0);
    assert_eq!(content(&district), once);
    assert_eq!(
        district.history(100).unwrap().len(),
        steps,
        "not even a step"
    );
}

#[test]
fn packs_of_two_offices_make_the_same_ledger_in_either_order() {
    let desk = Desk::new();
    let mut lake = desk.office("湖滨街道办事处");
    let first = desk.pack(&mut lake, "湖滨1");
    save(&mut lake, Command::SaveEvent(event("第二场", 6, 1)));
    let quarter = PackWishes {
        period: Period::quarter(2025, 2).unwrap(),
        ..wishes()
    };
    let second = desk.pack_with(&mut lake, "湖滨2", &quarter).0;
    let hill = desk.pack(&mut desk.office("岳山街道办事处"), "岳山");
    let mut results = Vec::new();
    for (n, order) in [[&first, &second, &hill], [&hill, &second, &first]]
        .iter()
        .enumerate()
    {
        let mut district = desk.empty(&format!("区{n}"), "区");
        for pack in order {
            take(&mut district, pack).unwrap();
        }
        results.push(content(&district));
    }
    assert_eq!(results[0], results[1]);
    assert!(results[0].iter().any(|r| r.contains("第二场")));
}

#[test]
fn identity_numbers_and_phones_stay_at_the_office_unless_it_wants() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    let masked = desk.pack(&mut office, "不带");
    let open = desk
        .pack_with(
            &mut office,
            "带",
            &PackWishes {
                personal: true,
                ..wishes()
            },
        )
        .0;
    let holds = |pack: &Path, word: &str| {
        inside(pack)
            .iter()
            .any(|(_, b)| String::from_utf8_lossy(b).contains(word))
    };
    for secret in [ID, PHONE] {
        assert!(!holds(&masked, secret), "{secret} in the pack");
        assert!(holds(&open, secret));
    }
    assert!(holds(&masked, "李娜") && holds(&masked, "138****5678"));
    // What comes back without numbers takes none away.
    let before = content(&office);
    take(&mut office, &masked).unwrap();
    assert_eq!(content(&office), before);
    assert_eq!(
        office
            .ledger()
            .people
            .values()
            .next()
            .unwrap()
            .phone
            .as_ref()
            .unwrap()
            .as_str(),
        PHONE
    );
}

#[test]
fn what_is_odd_is_explained_before_it_goes_up_and_the_explanation_travels() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    edit(&mut office, |e| e.attendance = Some(0));
    let bare = PackWishes::of(Period::year(2025).unwrap());
    let out = desk.path("x.kepuup");
    let said = told(office.submission(&bare, &out));
    assert!(said.contains("参加人次却只有 0"), "{said}");
    assert!(!out.exists() && office.submissions(None).is_empty());
    let pack = desk.pack(&mut office, "说明");
    let mut district = desk.district();
    take(&mut district, &pack).unwrap();
    assert!(
        district
            .ledger()
            .explanations
            .values()
            .any(|e| e.text == "情况属实")
    );
}

#[test]
fn what_changes_after_it_went_up_is_listed_old_and_new() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    desk.pack(&mut office, "第一次");
    let sent = office.submissions(None).remove(0);
    let quiet = office.corrections(&sent).unwrap();
    assert!(
        quiet.figures.is_empty() && quiet.records.is_empty(),
        "{quiet:?}"
    );

    edit(&mut office, |e| e.attendance = Some(75));
    save(&mut office, Command::SaveEvent(event("补登的讲座", 9, 1)));
    save(
        &mut office,
        Command::SaveEvent({
            let mut late = event("明年的事", 1, 1);
            late.when = Some(kepu_ledger::model::day::When::day(date(2026, 1, 5)));
            late
        }),
    );
    let told = office.corrections(&sent).unwrap();
    let lines: Vec<(&str, &str)> = told
        .records
        .iter()
        .map(|r| (r.what, r.title.as_str()))
        .collect();
    assert_eq!(
        lines,
        [
            ("修改", "2025-05-12 防震减灾讲座"),
            ("新增", "2025-09-01 补登的讲座")
        ]
    );
    let field = &told.records[0].fields[0];
    assert_eq!(
        (
            field.label.as_str(),
            field.before.as_str(),
            field.after.as_str()
        ),
        ("参加人次", "60", "75")
    );
    assert!(!told.figures.is_empty(), "the counts of events moved");
    let gone = talk(&office).uid;
    office
        .run(Command::Delete(Register::Events, vec![gone]))
        .unwrap();
    let told = office.corrections(&sent).unwrap();
    assert!(
        told.records
            .iter()
            .any(|r| r.what == "删除" && r.title == "防震减灾讲座")
    );
}

#[test]
fn a_second_submission_replaces_the_first_and_an_older_one_is_refused() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    let other = save(&mut office, Command::SaveEvent(event("撤回的活动", 7, 1)));
    let first = desk.pack(&mut office, "一");
    office
        .run(Command::Delete(Register::Events, vec![other]))
        .unwrap();
    edit(&mut office, |e| e.attendance = Some(80));
    let second = desk.pack(&mut office, "二");
    let mut district = desk.district();
    take(&mut district, &first).unwrap();
    let preview = district
        .preview_pack(&merge::open(&second).unwrap(), &Decisions::default())
        .unwrap();
    let tally = preview.plan.tables[&Table::Event];
    assert_eq!((tally.changed, tally.gone, tally.conflicts), (1, 1, 0));
    assert!(preview.figures.iter().any(|f| f.before != f.after));
    take(&mut district, &second).unwrap();
    assert_eq!(titles(&district), ["防震减灾讲座"]);
    assert_eq!(talk(&district).attendance, Some(80));
    let said = told(take(&mut district, &first));
    assert!(said.contains("已有更新的“2025年（第2次）”"), "{said}");
    district.undo().unwrap();
    assert_eq!(
        titles(&district).len(),
        2,
        "one undo brings the first state back"
    );
}

#[test]
fn an_office_takes_no_pack_of_another_and_no_pack_speaks_for_another() {
    let desk = Desk::new();
    let pack = desk.pack(&mut desk.office("岳山街道办事处"), "岳山");
    let mut office = desk.office("湖滨街道办事处");
    let before = content(&office);
    let said = told(take(&mut office, &pack));
    assert!(
        said.contains("“岳山街道办事处”的上报包，不是本单位的"),
        "{said}"
    );
    assert_eq!(content(&office), before);
}

#[test]
fn two_laptops_of_one_office_keep_both_works_and_a_person_decides_on_what_both_changed() {
    let desk = Desk::new();
    let mut first = desk.office("湖滨街道办事处");
    desk.pack(&mut first, "起点");
    drop(first);
    let (here, there) = (desk.path("湖滨街道办事处.kepu"), desk.path("第二台.kepu"));
    std::fs::copy(&here, &there).unwrap();
    let mut first = Office::open(&here, common::NOW).unwrap();
    let mut second = Office::open(&there, common::NOW).unwrap();
    // Each writes an event and another field of the talk: nothing to decide.
    edit(&mut first, |e| e.attendance = Some(70));
    save(&mut first, Command::SaveEvent(event("第一台登记", 6, 1)));
    edit(&mut second, |e| e.summary = "讲得好".into());
    save(&mut second, Command::SaveEvent(event("第二台登记", 6, 2)));
    let pack = desk.pack(&mut first, "第一台");
    take(&mut second, &pack).unwrap();
    assert_eq!(titles(&second).len(), 4);
    let both = talk(&second);
    assert_eq!(
        (both.attendance, both.summary.as_str()),
        (Some(70), "讲得好")
    );

    // The same field on both: listed with both values, nothing written until a person says which.
    edit(&mut first, |e| e.place = "广场".into());
    edit(&mut second, |e| e.place = "礼堂".into());
    let pack = desk.pack(&mut first, "第一台再");
    let before = content(&second);
    let preview = second
        .preview_pack(&merge::open(&pack).unwrap(), &Decisions::default())
        .unwrap();
    let field = &preview.plan.conflicts[0].fields[0];
    assert_eq!(
        (field.mine.as_str(), field.theirs.as_str()),
        ("礼堂", "广场")
    );
    assert!(matches!(
        take(&mut second, &pack),
        Err(AppError::Conflicts(1))
    ));
    assert_eq!(content(&second), before);
    let mut picked = prefer(Side::Mine);
    picked
        .picks
        .insert((talk(&second).uid, field.key.clone()), Side::Theirs);
    take_with(&mut second, &pack, &picked).unwrap();
    assert_eq!(talk(&second).place, "广场");
    second.undo().unwrap();
    take_with(&mut second, &pack, &prefer(Side::Mine)).unwrap();
    assert_eq!(
        (talk(&second).place.as_str(), talk(&second).summary.as_str()),
        ("礼堂", "讲得好")
    );
    // The way back: what was decided reaches the first laptop, and both hold the same.
    let back = desk.pack(&mut second, "第二台");
    take(&mut first, &back).unwrap();
    assert_eq!(content(&first), content(&second));
}

/// A second laptop with a copy of the first one's file.
fn second_laptop(desk: &Desk, first: Office) -> (Office, Office) {
    drop(first);
    let (here, there) = (desk.path("湖滨街道办事处.kepu"), desk.path("第二台.kepu"));
    std::fs::copy(&here, &there).unwrap();
    let open = |path: &Path| Office::open(path, common::NOW).unwrap();
    (open(&here), open(&there))
}

#[test]
fn two_laptops_that_swap_packs_made_without_each_other_keep_both_works() {
    let desk = Desk::new();
    let mut first = desk.office("湖滨街道办事处");
    desk.pack(&mut first, "起点");
    let (mut first, mut second) = second_laptop(&desk, first);
    edit(&mut first, |e| e.attendance = Some(70));
    save(&mut first, Command::SaveEvent(event("第一台登记", 6, 1)));
    let one = desk.pack(&mut first, "第一台");
    save(&mut second, Command::SaveEvent(event("第二台登记", 6, 2)));
    let two = desk.pack(&mut second, "第二台");
    // The first laptop's edit and its event are its own work, though its own pack has told of them already.
    take(&mut first, &two).unwrap();
    assert_eq!(talk(&first).attendance, Some(70));
    assert_eq!(titles(&first).len(), 4, "{:?}", titles(&first));
    take(&mut second, &one).unwrap();
    assert_eq!(talk(&second).attendance, Some(70));
    assert_eq!(content(&first), content(&second));
    // And on it goes, whichever of the two packs the next one says it follows.
    edit(&mut first, |e| e.place = "广场".into());
    let three = desk.pack(&mut first, "第一台再");
    take(&mut second, &three).unwrap();
    assert_eq!(content(&first), content(&second));
}

#[test]
fn without_a_pack_that_both_laptops_know_a_person_decides_and_nothing_goes() {
    let desk = Desk::new();
    let first = desk.office("湖滨街道办事处");
    let (mut first, mut second) = second_laptop(&desk, first);
    edit(&mut first, |e| e.attendance = Some(70));
    let own = save(&mut first, Command::SaveEvent(event("第一台登记", 6, 1)));
    let one = desk.pack(&mut first, "第一台");
    let two = desk.pack(&mut second, "第二台");
    for (office, pack, sides) in [
        (&mut first, &two, ("70", "60")),
        (&mut second, &one, ("60", "70")),
    ] {
        let preview = office
            .preview_pack(&merge::open(pack).unwrap(), &Decisions::default())
            .unwrap();
        let field = &preview.plan.conflicts[0].fields[0];
        assert_eq!((field.mine.as_str(), field.theirs.as_str()), sides);
        assert_eq!(preview.plan.conflicts.len(), 1);
        assert!(matches!(take(office, pack), Err(AppError::Conflicts(1))));
    }
    take_with(&mut first, &two, &prefer(Side::Mine)).unwrap();
    assert!(first.ledger().events.contains_key(&own));
    take_with(&mut second, &one, &prefer(Side::Theirs)).unwrap();
    assert_eq!(content(&first), content(&second));
    // What was deleted here does not come back unasked.
    first
        .run(Command::Delete(Register::Events, vec![own]))
        .unwrap();
    desk.pack(&mut first, "第一台再");
    take_with(&mut first, &one, &prefer(Side::Mine)).unwrap();
    assert!(!first.ledger().events.contains_key(&own));
}

#[test]
fn a_phone_typed_since_a_pack_without_phones_is_not_overwritten_unasked() {
    let desk = Desk::new();
    let mut first = desk.office("湖滨街道办事处");
    desk.pack(&mut first, "起点");
    let (mut first, mut second) = second_laptop(&desk, first);
    let li = |office: &Office| {
        let mut people = office.ledger().people.values();
        people.next().unwrap().clone()
    };
    let entry = |office: &Office, change: &dyn Fn(&mut Person)| {
        let volunteer = office.ledger().volunteers.values().next().unwrap();
        let mut person = Person::clone(&li(office));
        change(&mut person);
        Command::SaveVolunteer(VolunteerEntry {
            person,
            volunteer: volunteer.as_ref().clone(),
        })
    };
    let phone = |word: &str| Phone::read(word).unwrap();
    let typed = entry(&first, &|p| {
        p.phone = phone("13911112222");
        p.id_number = None;
    });
    save(&mut first, typed);
    let changed = entry(&second, &|p| p.sex = "女".into());
    save(&mut second, changed);
    let all = PackWishes {
        personal: true,
        ..wishes()
    };
    let pack = desk.pack_with(&mut second, "第二台", &all).0;
    let preview = first
        .preview_pack(&merge::open(&pack).unwrap(), &Decisions::default())
        .unwrap();
    assert_eq!(preview.plan.conflicts.len(), 1);
    let fields = &preview.plan.conflicts[0].fields;
    assert_eq!(fields.len(), 1, "{fields:?}");
    assert!(fields[0].mine.contains("2222") && fields[0].theirs.contains("5678"));
    assert!(matches!(
        take(&mut first, &pack),
        Err(AppError::Conflicts(1))
    ));
    take_with(&mut first, &pack, &prefer(Side::Mine)).unwrap();
    let now = li(&first);
    assert_eq!(now.phone, phone("13911112222"));
    // What only one side has, and what only the other changed, needs no question.
    assert_eq!(now.id_number, IdNumber::read(ID).unwrap());
    assert_eq!(now.sex, "女");
}

fn lying_there(desk: &Desk) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(desk.folder.path())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| n.contains("kepuup"))
        .collect();
    names.sort();
    names
}

#[test]
fn a_pack_that_is_not_kept_leaves_the_file_that_lay_in_its_place() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    let path = desk.pack(&mut office, "湖滨");
    let sent = std::fs::read(&path).unwrap();
    // Two at once: the second to be kept would have the first one's number.
    let [one, two] = [(); 2].map(|()| office.prepare_submission(&wishes()).unwrap());
    let other = desk.path("另一份.kepuup");
    let one = write_submission(one, &other, &Progress::default()).unwrap();
    let two = write_submission(two, &path, &Progress::default()).unwrap();
    assert_ne!(std::fs::read(&path).unwrap(), sent);
    office.keep_submission(one).unwrap();
    let said = told(office.keep_submission(two));
    assert!(said.contains("又生成了另一份上报包"), "{said}");
    assert_eq!(std::fs::read(&path).unwrap(), sent);
    assert_eq!(lying_there(&desk), ["另一份.kepuup", "湖滨.kepuup"]);
    // A window that closes before the pack was kept leaves none that nobody knows of.
    let three = office.prepare_submission(&wishes()).unwrap();
    drop(write_submission(three, &path, &Progress::default()).unwrap());
    assert_eq!(std::fs::read(&path).unwrap(), sent);
    // Kept, it replaces what lay there: the dialog of the window has asked.
    desk.pack(&mut office, "湖滨");
    assert_ne!(std::fs::read(&path).unwrap(), sent);
    assert_eq!(lying_there(&desk), ["另一份.kepuup", "湖滨.kepuup"]);
}

#[test]
fn the_district_prints_one_subdistrict_or_all() {
    let desk = Desk::new();
    let mut district = desk.district();
    for name in ["湖滨街道办事处", "岳山街道办事处"] {
        let pack = desk.pack(&mut desk.office(name), name);
        take(&mut district, &pack).unwrap();
    }
    let all = Request::of(Kind::EventLedger, Period::year(2025).unwrap());
    let lake = district.office_named("湖滨街道办事处").unwrap();
    let one = Request {
        office: Some(lake),
        ..all.clone()
    };
    let text = |r: &Request| format!("{:?}", district.report(r).unwrap().blocks);
    assert!(
        text(&all).contains("岳山街道办事处东社区") && text(&all).contains("湖滨街道办事处东社区")
    );
    assert!(!text(&one).contains("岳山") && text(&one).contains("湖滨街道办事处东社区"));
    // What must be there once is there once in each office: two 东社区, two 第一服务队 contradict nothing.
    let faults = district
        .contradictions(None)
        .into_iter()
        .filter(|c| c.level == "错误");
    assert_eq!(
        faults.map(|c| c.what).collect::<Vec<_>>(),
        Vec::<String>::new()
    );
    for kind in Kind::ALL {
        district
            .report(&Request {
                kind,
                ..one.clone()
            })
            .unwrap();
        district
            .report(&Request {
                kind,
                ..all.clone()
            })
            .unwrap();
    }
    assert!(matches!(district.clock(), Clock::Fixed(_)));
}

#[test]
fn the_whole_circle_goes_by_command() {
    let desk = Desk::new();
    drop(desk.office("湖滨街道办事处"));
    drop(desk.district());
    let (file, district) = ("湖滨街道办事处.kepu", "南湖区科协.kepu");
    let bare = ["pack", file, "--year", "2025", "--out", "湖滨.kepuup"];
    let (done, said) = run(
        &desk,
        &[
            &bare[..],
            &["--reports", "R3,R6", "--photos", "--note", "情况属实"],
        ]
        .concat(),
    );
    assert!(done, "{said}");
    let code = said.split("校验码 ").nth(1).unwrap().trim().to_owned();
    assert_eq!(code.len(), 12);
    let names: Vec<String> = inside(&desk.path("湖滨.kepuup"))
        .into_iter()
        .map(|(n, _)| n)
        .collect();
    for name in [
        "manifest.json",
        "figures.json",
        "tables/event.jsonl",
        "reports/R3.pdf",
        "reports/R6.xlsx",
    ] {
        assert!(names.iter().any(|n| n == name), "{name} in {names:?}");
    }
    let (done, said) = run(
        &desk,
        &["merge", district, "湖滨.kepuup", "--dry-run", "--json"],
    );
    assert!(done, "{said}");
    let shown: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(shown[0]["tables"]["event"]["new"], 1);
    assert_eq!(shown[0]["submission"]["check_code"], code);
    assert!(
        run(&desk, &["list", district, "events"]).1.contains('0'),
        "nothing written"
    );
    let (done, said) = run(&desk, &["merge", district, "湖滨.kepuup"]);
    assert!(done && said.contains("一次撤销可全部退回"), "{said}");
    let (done, said) = run(&desk, &["merge", district, "湖滨.kepuup"]);
    assert!(done && said.contains("没有需要写入的变化"), "{said}");
    let (_, said) = run(&desk, &["submissions", district]);
    assert!(
        said.contains("湖滨街道办事处") && said.contains(&code),
        "{said}"
    );
    let (done, said) = run(
        &desk,
        &[
            "report",
            district,
            "R3",
            "--year",
            "2025",
            "--office",
            "湖滨街道办事处",
            "--out",
            "R3.pdf",
        ],
    );
    assert!(done, "{said}");
    let (done, said) = run(
        &desk,
        &["submissions", file, "--corrections", &code, "--json"],
    );
    assert!(done && said.contains("\"records\": []"), "{said}");
    std::fs::write(desk.path("坏.kepuup"), b"PK").unwrap();
    let (done, said) = run(&desk, &["merge", district, "坏.kepuup"]);
    assert!(!done && said.contains("“坏.kepuup”不是上报包"), "{said}");
}

#[test]
fn photos_go_along_when_wanted_and_stand_beside_the_districts_file() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    let photo = desk.path("现场.png");
    image::RgbImage::from_fn(80, 60, |x, y| image::Rgb([x as u8, y as u8, 90]))
        .save(&photo)
        .unwrap();
    let picked = vec![kepu_ledger::app::attach::pick(&photo)];
    let owner = talk(&office).uid;
    office.attach(Register::Events, owner, picked).unwrap();
    let without = desk.pack(&mut office, "不带照片");
    assert!(merge::open(&without).unwrap().photos.is_empty());
    let wishes = PackWishes {
        photos: true,
        ..wishes()
    };
    let (pack, done) = desk.pack_with(&mut office, "带照片", &wishes);
    assert_eq!((done.photos, done.remarks.len()), (1, 0));
    let mut district = desk.district();
    take(&mut district, &without).unwrap();
    let attachment = district
        .ledger()
        .attachments
        .values()
        .next()
        .unwrap()
        .clone();
    assert!(!district.attachment_path(&attachment).exists());
    take(&mut district, &pack).unwrap();
    let here = std::fs::read(district.attachment_path(&attachment)).unwrap();
    assert_eq!(
        here,
        std::fs::read(office.attachment_path(&attachment)).unwrap()
    );
}
