//! R12, the yearly statistics: what counts, what counts twice, what was entered, what the pages say.
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
use common::program;
use common::volunteer;
use jiff::civil::date;
use kepu_ledger::app::Clock;
use kepu_ledger::app::Command;
use kepu_ledger::app::Draft;
use kepu_ledger::app::Office;
use kepu_ledger::app::paper;
use kepu_ledger::app::paper::Kind;
use kepu_ledger::app::paper::Laid;
use kepu_ledger::app::paper::Request;
use kepu_ledger::model::Period;
use kepu_ledger::model::Record;
use kepu_ledger::model::Uid;
use kepu_ledger::model::assess::StatEntry;
use kepu_ledger::model::events::Contest;
use kepu_ledger::model::events::ContestEntry;
use kepu_ledger::model::events::Event;
use kepu_ledger::model::field::Form as _;
use kepu_ledger::model::money::Money;
use kepu_ledger::model::number::Fen;
use kepu_ledger::model::office::community::CommunityEntry;
use kepu_ledger::model::people::ExpertEntry;
use kepu_ledger::model::people::OfficerEntry;
use kepu_ledger::model::place::Tour;
use kepu_ledger::model::place::Venue;
use kepu_ledger::model::tally::stat::StatFigure;

fn keep<R: Record>(room: &mut Room, record: R) -> Uid {
    room.save(Command::Save(Box::new(record.wrap())))
}

fn entry(code: &str, value: Option<f64>) -> StatEntry {
    StatEntry {
        year: Some(2025),
        code: code.into(),
        value,
        ..StatEntry::default()
    }
}

fn row(room: &mut Room, year: i16, code: &str) -> StatFigure {
    let filled = room.office().statistics(year).unwrap();
    let mut figures = filled.pages.into_iter().flat_map(|p| p.figures);
    figures.find(|f| f.row.code == code).unwrap()
}

fn laid(room: &mut Room, year: i16) -> Laid {
    let request = Request::of(Kind::Statistics, Period::year(year).unwrap());
    let report = room.office().report(&request).unwrap();
    let meta = room.office().meta(&report);
    paper::lay_out(report, meta, &mut |_| true).unwrap()
}

/// The pages whose title begins so, as text without line ends.
fn pages(laid: &Laid, title: &str) -> String {
    let texts = laid
        .pages
        .iter()
        .map(kepu_ledger::reports::Page::plain_text);
    let found: Vec<String> = texts.filter(|t| t.contains(title)).collect();
    assert!(!found.is_empty(), "no page {title}");
    found.concat().replace('\n', "")
}

fn week_lecture(heads: u32) -> Event {
    Event {
        form: "讲座".into(),
        theme_day: "全国科技活动周".into(),
        attendance: Some(heads),
        ..event("人工智能大讲堂", 5, 24)
    }
}

#[test]
fn a_lecture_of_the_science_week_with_1200_heads_stands_in_three_rows_and_the_page_says_so() {
    let mut room = Room::new();
    let big = room.save(Command::SaveEvent(week_lecture(1200)));
    room.save(Command::SaveEvent(Event {
        form: "讲座".into(),
        attendance: Some(30),
        ..event("防诈骗讲座", 3, 5)
    }));
    for code in ["KP5-19", "KP5-25"] {
        assert_eq!(row(&mut room, 2025, code).members, [big], "{code}");
    }
    let lectures = row(&mut room, 2025, "KP5-01");
    assert_eq!((lectures.text().as_str(), lectures.members.len()), ("2", 2));
    assert_eq!(lectures.twice, Some(vec![big]));
    assert_eq!(row(&mut room, 2025, "KP5-02").text(), "1230");
    let laid = laid(&mut room, 2025);
    let said = pages(&laid, "KP-005");
    assert!(
        said.contains("兼计：1 项记录计入两个以上类别")
            && said.contains("2025-05-24 人工智能大讲堂"),
        "{said}"
    );
    assert!(said.contains("讲座、科技活动周、重大活动 1 场"), "{said}");
    // The week is on the second page of the table, the lectures on the first: both say it.
    let saying = laid
        .pages
        .iter()
        .filter(|p| p.plain_text().contains("兼计：1 项"));
    assert_eq!(saying.count(), 2);
}

#[test]
fn a_meeting_in_the_hall_and_on_the_net_counts_once_on_each_side_with_its_heads_parted() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(Event {
        form: "讲座".into(),
        mode: "线上线下".into(),
        attendance: Some(300),
        online_attendance: Some(200),
        ..event("健康讲座", 6, 1)
    }));
    let texts =
        ["KP5-01", "KP5-02", "KP5-03", "KP5-04"].map(|code| row(&mut room, 2025, code).text());
    assert_eq!(texts, ["1", "100", "1", "200"]);
    assert_eq!(
        row(&mut room, 2025, "KP5-01").twice,
        Some(Vec::new()),
        "one category is not two"
    );
}

#[test]
fn what_is_cancelled_planned_or_of_another_year_is_no_member() {
    let mut room = Room::new();
    let held = room.save(Command::SaveEvent(Event {
        form: "展览".into(),
        attendance: Some(90),
        ..event("防灾展", 5, 12)
    }));
    for state in ["Planned", "Cancelled"] {
        room.save(Command::SaveEvent(Event {
            form: "展览".into(),
            state: if state == "Planned" {
                kepu_ledger::model::events::State::Planned
            } else {
                kepu_ledger::model::events::State::Cancelled
            },
            ..event(state, 5, 13)
        }));
    }
    let mut old = event("旧展", 5, 12);
    old.when = Some(kepu_ledger::model::day::When::day(date(2024, 5, 12)));
    old.form = "展览".into();
    room.save(Command::SaveEvent(old));
    // A tour written down as the event above is not counted again, one of its own is.
    keep(
        &mut room,
        Tour {
            title: "流动科技馆".into(),
            kind: "流动科技馆".into(),
            start: Some(date(2025, 5, 12)),
            visitors: Some(90),
            event: Some(held),
            ..Tour::default()
        },
    );
    let tour = keep(
        &mut room,
        Tour {
            title: "大篷车进校园".into(),
            start: Some(date(2025, 9, 1)),
            visitors: Some(40),
            ..Tour::default()
        },
    );
    let shows = row(&mut room, 2025, "KP5-05");
    assert_eq!(shows.members, [held, tour]);
    assert_eq!(shows.last_text(), "1");
    assert_eq!(row(&mut room, 2025, "KP5-06").text(), "130");
    let contest = keep(
        &mut room,
        Contest {
            title: "机器人竞赛".into(),
            start: Some(date(2025, 7, 1)),
            ..Contest::default()
        },
    );
    for entrant in ["甲队", "乙队"] {
        keep(
            &mut room,
            ContestEntry {
                entrant: entrant.into(),
                contest: Some(contest),
                ..ContestEntry::default()
            },
        );
    }
    assert_eq!(row(&mut room, 2025, "KP5-09").members, [contest]);
    assert_eq!(row(&mut room, 2025, "KP5-10").text(), "2");
}

#[test]
fn nothing_held_is_0_and_nothing_there_is_a_dash_and_not_asked_yet_is_neither() {
    let mut room = Room::new();
    assert_eq!(row(&mut room, 2025, "KP2-01").text(), "0");
    assert_eq!(row(&mut room, 2025, "KP2-21").text(), "待填");
    keep(
        &mut room,
        StatEntry {
            absent: true,
            ..entry("KP2-21", None)
        },
    );
    assert_eq!(row(&mut room, 2025, "KP2-21").text(), "—");
    // Its parts need no dash of their own, unless something was entered for them.
    keep(
        &mut room,
        StatEntry {
            absent: true,
            ..entry("KP4-01", None)
        },
    );
    assert_eq!(row(&mut room, 2025, "KP4-02").text(), "—");
    assert_eq!(row(&mut room, 2025, "KP4-03").text(), "待填");
    keep(&mut room, entry("KP4-09", Some(0.0)));
    assert_eq!(row(&mut room, 2025, "KP4-09").text(), "0");
    // 4,900 yuan are 0.49 万元: the money is there and rounds to nothing.
    keep(&mut room, money("收入", "财政拨款", "", 4900));
    let money = row(&mut room, 2025, "KJ120");
    assert_eq!((money.text().as_str(), money.members.len()), ("0", 1));
    let said = pages(&laid(&mut room, 2025), "KP-002");
    assert!(said.contains("单位填报的数：KP2-21"), "{said}");
    assert!(said.contains("还有 7 项待填：KP2-02"), "{said}");
    let both = StatEntry {
        absent: true,
        ..entry("KP2-13", Some(1.0))
    };
    assert!(
        room.office()
            .run(Command::Save(Box::new(both.wrap())))
            .is_err()
    );
}

fn money(direction: &str, source: &str, purpose: &str, yuan: i64) -> Money {
    Money {
        title: format!("{direction}{yuan}"),
        day: Some(date(2025, 4, 1)),
        direction: direction.into(),
        amount: Some(Fen(yuan * 100)),
        source: source.into(),
        purpose: purpose.into(),
        ..Money::default()
    }
}

#[test]
fn money_adds_up_before_it_is_rounded_and_every_purpose_lands_somewhere() {
    let mut room = Room::new();
    keep(&mut room, money("收入", "财政拨款", "", 24_000));
    keep(&mut room, money("收入", "自筹", "", 14_000));
    keep(&mut room, money("收入", "彩票公益金", "", 3_000));
    keep(&mut room, money("支出", "财政拨款", "场馆建设", 12_000));
    keep(&mut room, money("支出", "自筹", "场馆建设", 13_000));
    keep(&mut room, money("支出", "", "", 26_000));
    let texts = [
        "KJ100", "KJ120", "KP3-01", "KP3-02", "KP3-03", "KP3-06", "KP3-07", "KP3-09",
    ]
    .map(|code| row(&mut room, 2025, code).text());
    // 2.4 + 1.4 + 0.3 = 4.1, though 2 + 1 + 0 = 3.
    assert_eq!(texts, ["4", "2", "1", "0", "5", "3", "1", "3"]);
    assert_eq!(row(&mut room, 2025, "KJ100").members.len(), 3);
    let said = pages(&laid(&mut room, 2025), "KP-003");
    assert!(said.contains("全年收入 41000 元、支出 51000 元"), "{said}");
}

#[test]
fn what_the_office_entered_stands_over_what_was_counted_and_the_page_says_both() {
    let mut room = Room::new();
    let held = room.save(Command::SaveEvent(week_lecture(120)));
    let entered = keep(
        &mut room,
        StatEntry {
            source: "与区科协核定".into(),
            ..entry("kp5-19", Some(3.0))
        },
    );
    let week = row(&mut room, 2025, "KP5-19");
    assert_eq!((week.text().as_str(), week.computed), ("3", Some(1.0)));
    assert_eq!(week.members, [held]);
    assert_eq!(week.records(), [entered, held]);
    let said = pages(&laid(&mut room, 2025), "KP-005");
    assert!(
        said.contains("KP5-19 按填报数（与区科协核定），台账算得 1。"),
        "{said}"
    );
    // A small code became the form's, and its name was taken from the form.
    let kept = &room.office().ledger().stat_entries[&entered];
    assert_eq!(
        (kept.code.as_str(), kept.name.as_str()),
        ("KP5-19", "科技活动周专题活动")
    );
}

#[test]
fn a_change_of_more_than_30_percent_shows_its_reason_or_asks_for_one() {
    let mut room = Room::new();
    let mut last = week_lecture(100);
    last.when = Some(kepu_ledger::model::day::When::day(date(2024, 5, 25)));
    room.save(Command::SaveEvent(last));
    room.save(Command::SaveEvent(week_lecture(131)));
    room.save(Command::SaveEvent(Event {
        theme_day: String::new(),
        ..week_lecture(0)
    }));
    let heads = row(&mut room, 2025, "KP5-20");
    assert_eq!(
        (heads.change(), heads.moved(30), heads.moved(31)),
        (Some(31.0), true, false)
    );
    assert_eq!(row(&mut room, 2025, "KP5-19").change(), Some(0.0));
    let said = pages(&laid(&mut room, 2025), "KP-005");
    assert!(
        said.contains("+31※") && said.contains("※待说明：KP5-20"),
        "{said}"
    );
    // A reason alone does not overrule the ledger.
    keep(
        &mut room,
        StatEntry {
            reason: "今年增设分会场".into(),
            ..entry("KP5-20", None)
        },
    );
    assert_eq!(row(&mut room, 2025, "KP5-20").text(), "131");
    let said = pages(&laid(&mut room, 2025), "KP-005");
    assert!(said.contains("※KP5-20：今年增设分会场。"), "{said}");
    // The office may ask later.
    let mut rules = kepu_ledger::model::plan::RuleBook::clone(&room.office().book().rules);
    rules.stat_change = 50;
    room.office().set_rules(Some(rules)).unwrap();
    let said = pages(&laid(&mut room, 2025), "KP-005");
    assert!(said.contains("+31") && !said.contains("+31※"), "{said}");
}

#[test]
fn last_year_is_what_was_entered_then_and_unknown_where_nothing_was_kept() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(week_lecture(120)));
    let week = row(&mut room, 2025, "KP5-19");
    assert_eq!((week.last_text().as_str(), week.change()), ("未填", None));
    let said = pages(&laid(&mut room, 2025), "KP-005");
    assert!(said.contains("台账里没有 2024 年及以前的记录"), "{said}");
    keep(
        &mut room,
        StatEntry {
            year: Some(2024),
            ..entry("KP5-19", Some(4.0))
        },
    );
    let week = row(&mut room, 2025, "KP5-19");
    assert_eq!(
        (week.last_text().as_str(), week.change()),
        ("4", Some(-3.0))
    );
}

#[test]
fn a_person_in_three_roles_is_one_part_time_person_and_a_full_time_one_is_none() {
    let mut room = Room::new();
    room.save(Command::SaveCommunity({
        let mut entry = CommunityEntry::default();
        entry.community.name = "滨湖村".into();
        entry.community.kind = "村".into();
        entry
    }));
    let village = room.office().directory().community("滨湖村").unwrap();
    let mut li = volunteer("李娜");
    li.person.sex = "女".into();
    li.person.title_level = "中级".into();
    li.person.community = village;
    li.volunteer.registered_on = Some(date(2023, 3, 5));
    let volunteer_uid = room.save(Command::SaveVolunteer(li));
    let person = room.office().ledger().volunteers[&volunteer_uid].person;
    let li = room.office().ledger().people[&person].clone();
    let officer = OfficerEntry {
        person: (*li).clone(),
        ..OfficerEntry::default()
    };
    room.save(Command::SaveOfficer(officer));
    let mut speaker = ExpertEntry {
        person: (*li).clone(),
        ..ExpertEntry::default()
    };
    speaker.expert.roles = vec!["主讲人".into()];
    room.save(Command::SaveExpert(speaker));
    let mut full = ExpertEntry::default();
    full.person.name = "王科".into();
    full.expert.full_time = "专职".into();
    let full = room.save(Command::SaveExpert(full));
    // Left before the end of the year, or came after it.
    let mut gone = volunteer("张走");
    gone.volunteer.left_on = Some(date(2025, 6, 1));
    room.save(Command::SaveVolunteer(gone));
    let mut late = volunteer("赵来");
    late.volunteer.registered_on = Some(date(2026, 1, 1));
    room.save(Command::SaveVolunteer(late));
    // On the register without number or day.
    room.save(Command::SaveVolunteer(volunteer("钱未")));

    assert_eq!(row(&mut room, 2025, "KR100").members, [full]);
    let part = row(&mut room, 2025, "KR200");
    assert_eq!(part.text(), "2");
    assert!(part.members.contains(&volunteer_uid));
    for code in ["KP1-07", "KP1-08", "KP1-09", "KP1-10", "KP1-12"] {
        assert_eq!(
            row(&mut room, 2025, code).members,
            [volunteer_uid],
            "{code}"
        );
    }
    let said = pages(&laid(&mut room, 2025), "KP-001");
    assert!(
        said.contains("另有 1 名科技志愿者没有注册号和注册日期"),
        "{said}"
    );
    assert!(said.contains("兼职人员、注册志愿者 1 人"), "{said}");
    assert!(!said.contains("李娜"), "no names on what is sent up");
}

#[test]
fn a_room_in_a_village_is_not_a_room_in_town_and_a_short_column_is_none() {
    let mut room = Room::new();
    for (name, kind) in [("滨湖村", "村"), ("桥头社区", "社区")] {
        let mut entry = CommunityEntry::default();
        entry.community.name = name.into();
        entry.community.kind = kind.into();
        room.save(Command::SaveCommunity(entry));
    }
    let venue = |room: &mut Room, name: &str, kind: &str, place: &str, length: Option<f64>| {
        let community = room.office().directory().community(place).unwrap();
        keep(
            room,
            Venue {
                name: name.into(),
                kind: kind.into(),
                community,
                length,
                ..Venue::default()
            },
        )
    };
    let town = venue(&mut room, "桥头活动室", "科普活动室", "桥头社区", None);
    let village = venue(&mut room, "滨湖活动室", "科普活动室", "滨湖村", None);
    let yard = venue(&mut room, "葡萄科技小院", "科技小院", "滨湖村", None);
    let long = venue(&mut room, "长栏", "科普宣传栏", "桥头社区", Some(10.0));
    venue(&mut room, "短栏", "科普宣传栏", "桥头社区", Some(6.0));
    let late = venue(&mut room, "新活动室", "科普活动室", "桥头社区", None);
    let mut new = (*room.office().ledger().venues[&late]).clone();
    new.opened_on = Some(date(2026, 1, 1));
    keep(&mut room, new);
    assert_eq!(row(&mut room, 2025, "KP2-19").members, [town]);
    let rural = row(&mut room, 2025, "KP2-20");
    assert_eq!(rural.members, [village, yard]);
    assert_eq!(rural.twice, Some(vec![yard]), "it is a base too");
    assert_eq!(row(&mut room, 2025, "KP2-23").members, [long]);
}

#[test]
fn science_education_holds_the_rows_the_office_adds() {
    let mut room = Room::new();
    let said = pages(&laid(&mut room, 2025), "KP-006");
    assert!(said.contains("指标名称没有查到"), "{said}");
    keep(
        &mut room,
        StatEntry {
            name: "小学科学教师（人）".into(),
            ..entry("KP6-01", Some(12.0))
        },
    );
    let said = pages(&laid(&mut room, 2025), "KP-006");
    assert!(
        said.contains("小学科学教师") && said.contains("KP6-01"),
        "{said}"
    );
    assert_eq!(row(&mut room, 2025, "KP6-01").row.unit, "人");
}

fn run(arguments: &[&str]) -> (bool, String) {
    let out = std::process::Command::new(program())
        .args(arguments)
        .output()
        .unwrap();
    let text = [out.stdout, out.stderr].concat();
    (
        out.status.success(),
        String::from_utf8_lossy(&text).into_owned(),
    )
}

#[test]
fn an_office_changes_the_form_it_was_handed_and_the_year_decides_which_one_stands() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(Event {
        groups: vec!["学龄前儿童".into()],
        ..week_lecture(60)
    }));
    room.save(Command::SaveEvent(Event {
        groups: vec!["老年人".into()],
        ..week_lecture(80)
    }));
    let title = |room: &mut Room, year| room.office().statistics(year).unwrap().form.title;
    assert!(title(&mut room, 2023).contains("139"));
    assert!(title(&mut room, 2025).contains("156"));
    let file = room.file();
    let file = file.to_str().unwrap();
    room.office = None;

    let draft = room.folder.path().join("表式.toml");
    let draft = draft.to_str().unwrap();
    let (done, said) = run(&["stat-form", file, "--export", "kp-2024", "--out", draft]);
    assert!(done, "{said}");
    let text = std::fs::read_to_string(draft).unwrap();
    let text = text
        .replace("key = \"kp-2024\"", "key = \"区里下发2025\"")
        .replace("first_year = 2024", "first_year = 2025")
        .replace("name = \"科普研学\"", "name = \"青少年科普活动\"")
        .replace(
            "counts.events = { forms = [\"研学\"] }",
            "counts.events = { groups = [\"青少年\"] }",
        );
    std::fs::write(draft, text).unwrap();
    let (done, said) = run(&["stat-form", file, "--load", draft]);
    assert!(
        done && said.contains("已载入") && said.contains("区里下发2025"),
        "{said}"
    );

    let (done, said) = run(&["stat", file, "--year", "2025", "--json"]);
    assert!(done, "{said}");
    let rows: Vec<serde_json::Value> = serde_json::from_str(&said).unwrap();
    let own = rows.iter().find(|r| r["code"] == "KP5-26").unwrap();
    assert_eq!(own["name"], "青少年科普活动");
    assert_eq!((&own["value"], &own["members"]), (&1.0.into(), &1.into()));
    assert_eq!(
        (&own["source"], &own["mark"]),
        (&"computed".into(), &"GK".into())
    );
    let open = rows.iter().find(|r| r["code"] == "KP2-21").unwrap();
    assert_eq!(
        (&open["value"], &open["text"], &open["source"]),
        (&serde_json::Value::Null, &"待填".into(), &"missing".into())
    );

    std::fs::write(draft, "key = \"坏的\"").unwrap();
    let (done, said) = run(&["stat-form", file, "--load", draft]);
    assert!(!done && said.contains("读不出来"), "{said}");
    // What was loaded lies in the file; earlier years keep their form.
    room.office = Some(Office::open(&room.file(), NOW).unwrap());
    let names = |room: &mut Room, year| row(room, year, "KP5-26").row.name;
    assert_eq!(names(&mut room, 2025), "青少年科普活动");
    assert_eq!(names(&mut room, 2024), "科普研学");
}

#[test]
fn every_page_is_signed_and_has_a_place_for_the_seal() {
    let mut room = Room::new();
    let mut office = room.office().ledger().office();
    office.head = "欧阳建国".into();
    office.phone = "0730-8888888".into();
    room.save(Command::SaveOffice(office));
    let laid = laid(&mut room, 2025);
    for (n, page) in laid.pages.iter().enumerate() {
        let text = page.plain_text();
        for wanted in [
            "单位负责人：欧阳建国",
            "填表人：李晓梅",
            "电话：0730-8888888",
            "填报日期：2026年11月24日",
            "（盖章）",
        ] {
            assert!(text.contains(wanted), "page {}: {wanted}", n + 1);
        }
        let texts = page.items.iter().filter_map(paper::Item::text);
        // 版心 156 mm from 28 mm, and nothing below it but the page number.
        let seal = texts.clone().find(|t| t.text == "（盖章）").unwrap();
        assert!(seal.x < 184.0 && seal.y < 262.0, "page {}", n + 1);
    }
    let titles = laid
        .pages
        .iter()
        .flat_map(|p| &p.bookmarks)
        .map(|b| b.title.as_str());
    let titles: Vec<&str> = titles.collect();
    for code in ["KP-001", "KP-002", "KP-003", "KP-004", "KP-005", "KP-006"] {
        assert!(titles.iter().any(|t| t.starts_with(code)), "{code}");
    }
}

#[test]
fn the_statistics_of_a_small_office_read_as_the_form_does() {
    let mut room = Room::new();
    room.office()
        .invent(kepu_ledger::app::SampleSize {
            events: 14,
            volunteers: 6,
            officers: 3,
            ..kepu_ledger::app::SampleSize::of_year(2025)
        })
        .unwrap();
    let mut last = week_lecture(100);
    last.when = Some(kepu_ledger::model::day::When::day(date(2024, 5, 25)));
    room.save(Command::SaveEvent(last));
    room.save(Command::SaveEvent(week_lecture(1200)));
    keep(
        &mut room,
        StatEntry {
            absent: true,
            ..entry("KP4-01", None)
        },
    );
    let laid = laid(&mut room, 2025);
    let text: Vec<String> = laid
        .pages
        .iter()
        .map(kepu_ledger::reports::Page::plain_text)
        .collect();
    insta::assert_snapshot!(text.join("\n――――\n"));
}

#[test]
fn an_indicator_is_typed_by_code_or_by_name_and_the_rest_comes_from_the_form() {
    let mut room = Room::new();
    let typed = |room: &mut Room, fields: &[(&str, &str)]| {
        let directory = room.office().directory().clone();
        let mut draft = Draft::of(StatEntry::default(), &directory);
        for (key, text) in fields {
            let place = StatEntry::fields().iter().position(|f| f.key == *key);
            draft.typed[place.unwrap()] = (*text).into();
        }
        let entry = draft.read(&directory).unwrap();
        let uid = keep(room, entry);
        let kept = room.office().ledger().stat_entries[&uid].clone();
        (kept.code.clone(), kept.name.clone())
    };
    let year = ("year", "2025");
    assert_eq!(
        typed(&mut room, &[year, ("code", "kj130"), ("value", "2")]),
        ("KJ130".into(), "捐赠".into())
    );
    assert_eq!(
        typed(&mut room, &[year, ("code", "科普画廊"), ("value", "7")]),
        ("KP2-22".into(), "科普画廊".into())
    );
    assert_eq!(row(&mut room, 2025, "KP2-22").text(), "7");
    assert_eq!(
        typed(
            &mut room,
            &[year, ("code", "KX9"), ("name", "别的"), ("value", "1")]
        ),
        ("KX9".into(), "别的".into())
    );
    let odd = room.office().contradictions(None);
    let odd: Vec<_> = odd
        .iter()
        .filter(|c| c.what.contains("没有这个代码"))
        .collect();
    assert_eq!(odd.len(), 1, "only the code no form has");
}

#[test]
fn openings_are_known_for_this_year_and_the_last_only() {
    let mut room = Room::new();
    keep(
        &mut room,
        kepu_ledger::model::place::Partner {
            name: "理工学院".into(),
            kind: "高校".into(),
            openings: Some(2),
            visitors: Some(210),
            ..kepu_ledger::model::place::Partner::default()
        },
    );
    assert!(matches!(NOW, Clock::Fixed(_)));
    assert_eq!(row(&mut room, 2025, "KP5-22").text(), "210");
    assert_eq!(row(&mut room, 2025, "KP5-22").last_text(), "未填");
    assert_eq!(row(&mut room, 2024, "KP5-22").text(), "待填");
}
