//! The plan at work in an office: measures, orders, volunteers, emergencies, money, evidence, what is due.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use common::event;
use common::volunteer;
use jiff::civil::date;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::Register;
use kepu_ledger::app::Registered;
use kepu_ledger::app::Visit;
use kepu_ledger::app::attach;
use kepu_ledger::model::Period;
use kepu_ledger::model::Table;
use kepu_ledger::model::Uid;
use kepu_ledger::model::events::Attendance;
use kepu_ledger::model::events::Event;
use kepu_ledger::model::office::community::CommunityEntry;
use kepu_ledger::model::plan::Duty;
use kepu_ledger::model::plan::RuleBook;
use kepu_ledger::model::tally;

/// Types texts into a register's new form and saves it, as a clerk does.
struct Typed<'t>(&'t mut Office, &'t [(&'t str, &'t str)]);

impl Visit for Typed<'_> {
    type Out = Uid;
    fn visit<F: Registered>(self) -> Uid {
        let mut entry = F::default();
        for (key, text) in self.1 {
            let field = F::field(key).unwrap_or_else(|| panic!("{key}"));
            (field.read)(&mut entry, text, self.0.directory()).unwrap();
        }
        self.0.run(entry.save()).unwrap().focus.unwrap()
    }
}

fn typed(office: &mut Office, register: Register, texts: &[(&str, &str)]) -> Uid {
    register.visit(Typed(office, texts))
}

fn held(office: &mut Office, event: Event) -> Uid {
    office.run(event.save()).unwrap().focus.unwrap()
}

fn row(office: &Office, year: i16, number: &str) -> tally::matrix::Row {
    let rows = tally::matrix::matrix(office.ledger(), office.book(), year);
    rows.into_iter().find(|r| r.number == number).unwrap()
}

fn figure(office: &Office, id: &str) -> tally::Figure {
    let figures = office.figures(&Period::year(2025).unwrap());
    figures.into_iter().find(|f| f.id == id).unwrap()
}

#[test]
fn the_matrix_tells_done_planned_and_nothing_by_quarter() {
    let mut room = Room::new();
    let office = room.office();
    held(
        office,
        Event {
            measures: vec!["1.3".into()],
            ..event("进校园", 5, 20)
        },
    );
    typed(
        office,
        Register::WorkItems,
        &[
            ("title", "冬令营"),
            ("month", "2025-11"),
            ("measures", "1.3"),
        ],
    );
    typed(
        office,
        Register::Money,
        &[
            ("title", "展板"),
            ("direction", "支出"),
            ("amount", "800"),
            ("day", "2025-05-21"),
            ("measures", "1.3"),
        ],
    );
    let row_1_3 = row(office, 2025, "1.3");
    let marks: Vec<_> = row_1_3
        .quarters
        .iter()
        .map(|q| (q.done.len(), q.planned.len()))
        .collect();
    assert_eq!(
        marks,
        [(0, 0), (1, 0), (0, 0), (0, 1)],
        "money proves nothing was done"
    );
    assert_eq!(row_1_3.spent.to_string(), "800");
    assert_eq!(row_1_3.missing(), ["没有责任人", "没有资料"]);
    assert!(
        row_1_3.lead.contains(&"区教体局".to_owned()),
        "units come from the group"
    );
    assert_eq!(
        row(office, 2025, "1.4").missing(),
        ["没有开展", "没有责任人"]
    );
    assert_eq!(
        row(office, 2025, "1.6").missing(),
        Vec::<&str>::new(),
        "不涉及 asks nothing"
    );
    assert!(!row(office, 2024, "1.3").is_done());
}

#[test]
fn a_meeting_fulfils_an_organisational_measure_and_the_office_sets_its_own_duty() {
    let mut room = Room::new();
    let office = room.office();
    typed(
        office,
        Register::Papers,
        &[
            ("title", "领导小组会议纪要"),
            ("kind", "会议纪要"),
            ("day", "2025-03-01"),
            ("measures", "11.1、1.4"),
        ],
    );
    assert!(row(office, 2025, "11.1").is_done());
    assert!(
        !row(office, 2025, "1.4").is_done(),
        "a paper alone is no activity"
    );
    typed(
        office,
        Register::Tasks,
        &[
            ("measures", "1.4"),
            ("duty", "不涉及"),
            ("reason", "没有农村学校"),
        ],
    );
    let row_1_4 = row(office, 2025, "1.4");
    assert_eq!(
        (row_1_4.duty, row_1_4.reason.as_str()),
        (Duty::Elsewhere, "没有农村学校")
    );
    let home = office.home(Period::year(2025).unwrap());
    assert!(
        !home.idle.iter().any(|(n, _)| n == "1.4"),
        "the to-do list does not nag about it"
    );
    assert!(home.idle.iter().any(|(n, _)| n == "1.7"));
}

#[test]
fn the_next_plan_is_loaded_and_the_years_of_the_old_one_stay_readable() {
    let mut room = Room::new();
    let office = room.office();
    held(
        office,
        Event {
            measures: vec!["1.3".into()],
            ..event("进校园", 5, 20)
        },
    );
    let next = std::fs::read_to_string("tests/data/plan-2026-2030.toml").unwrap();
    office.load_plan(&next).unwrap();
    let office = room.reopen();
    assert_eq!(office.overview(2026).matrix.len(), 2);
    assert!(office.overview(2026).plan.contains("（草案）"));
    assert_eq!(
        office.overview(2025).matrix.len(),
        45,
        "2025 keeps its own plan"
    );
    assert!(row(office, 2025, "1.3").is_done());
    let odd = office.contradictions(None);
    assert!(
        odd.is_empty(),
        "the old event's measure is still known: {odd:?}"
    );
    held(
        office,
        Event {
            when: Some(kepu_ledger::model::day::When::day(date(2026, 3, 2))),
            measures: vec!["A1".into()],
            ..event("新规划的活动", 3, 2)
        },
    );
    assert!(row(office, 2026, "A1").is_done());
}

#[test]
fn an_order_that_waits_too_long_is_due_on_the_workbench_and_a_refused_one_starts_again() {
    let mut room = Room::new();
    let office = room.office();
    // The test's today is 2025-09-16 or so: the order waited since June.
    let uid = typed(
        office,
        Register::Orders,
        &[
            ("title", "学手机"),
            ("asked_on", "2025-06-02"),
            ("channel", "来电"),
        ],
    );
    let today = office.clock().today();
    let due = office.due();
    assert_eq!((due[0].register, due[0].uid), (Register::Orders, uid));
    assert!(due[0].what.contains("待派单") && due[0].days < 0);
    let mut order = kepu_ledger::model::service::ServiceOrder::clone(&office.ledger().orders[&uid]);
    assert_eq!(order.channel, "电话", "来电 is another word for it");
    order.advance(today);
    order.refuse(today, "没有讲师");
    office.run(order.save()).unwrap();
    assert!(office.due().is_empty(), "it waits since today");
    assert!(office.ledger().orders[&uid].refusals[0].ends_with("没有讲师"));
    office.undo().unwrap();
    assert!(office.ledger().orders[&uid].refusals.is_empty());
}

#[test]
fn a_line_of_the_year_s_plan_becomes_an_event_with_everything_it_knows() {
    let mut room = Room::new();
    let office = room.office();
    let uid = typed(
        office,
        Register::WorkItems,
        &[
            ("title", "消防演练"),
            ("month", "2025-11"),
            ("measures", "9.1"),
            ("form", "演练"),
            ("theme_day", "119消防日"),
        ],
    );
    let item = kepu_ledger::model::plan::WorkItem::clone(&office.ledger().work_items[&uid]);
    let today = office.clock().today();
    let (event, command) = item.become_event(office.directory(), today).unwrap();
    office.run(command).unwrap();
    let event = Event::clone(&office.ledger().events[&event]);
    assert_eq!(
        (event.form.as_str(), event.theme_day.as_str()),
        ("演练", "消防宣传月")
    );
    assert_eq!(
        (event.day(), event.counts()),
        (Some(date(2025, 11, 1)), false),
        "planned, not held"
    );
    let item = kepu_ledger::model::plan::WorkItem::clone(&office.ledger().work_items[&uid]);
    assert_eq!(item.event, Some(event.uid));
    assert!(
        item.become_event(office.directory(), today).is_none(),
        "only once"
    );
    assert_eq!(row(office, 2025, "9.1").quarters[3].planned.len(), 2);
    office.undo().unwrap();
    assert!(office.ledger().events.is_empty() && office.ledger().work_items[&uid].event.is_none());
}

#[test]
fn a_volunteer_who_changes_teams_leaves_the_old_one_in_the_book_of_members() {
    let mut room = Room::new();
    let office = room.office();
    for name in ["甲队", "乙队"] {
        typed(office, Register::Teams, &[("name", name)]);
    }
    let uid = typed(
        office,
        Register::Volunteers,
        &[
            ("name", "王芳"),
            ("team", "甲队"),
            ("registered_on", "2024-03-01"),
        ],
    );
    let mut entry = office.ledger().volunteer_entry(uid).unwrap();
    entry.volunteer.team = office.directory().team("乙队").unwrap();
    office.run(entry.save()).unwrap();
    let names = office.directory();
    let book: Vec<_> = office
        .ledger()
        .memberships
        .values()
        .map(|m| (names.team_name(m.team), m.from, m.to))
        .collect();
    let today = office.clock().today();
    let joined = Some(date(2024, 3, 1));
    assert_eq!(
        book,
        [
            ("甲队".into(), joined, Some(today)),
            ("乙队".into(), Some(today), None)
        ]
    );
}

fn serve(office: &mut Office, event: Uid, person: Uid, minutes: u32) {
    let row = Attendance {
        person,
        role: "志愿者".into(),
        minutes,
        ..Attendance::default()
    };
    let rows = vec![row];
    office
        .run(Command::Attend {
            event,
            rows,
            newcomers: Vec::new(),
        })
        .unwrap();
}

#[test]
fn stars_follow_the_office_s_unit_and_cap_and_show_their_arithmetic() {
    let mut room = Room::new();
    let office = room.office();
    let uid = office.run(volunteer("王芳").save()).unwrap().focus.unwrap();
    let person = office.ledger().volunteers[&uid].person;
    for day in 1..=10 {
        let event = held(office, event(&format!("第{day}场"), 3, day));
        serve(office, event, person, 625);
    }
    let period = Period::year(2025).unwrap();
    let stand = |office: &Office| {
        tally::stars::standings(office.ledger(), office.book(), &period)[0].clone()
    };
    let one = stand(office);
    assert_eq!((one.year_minutes, one.star.as_str()), (6250, "一星志愿者"));
    assert_eq!(one.met, ["先进典型（个人）"]);
    assert_eq!(
        one.sums,
        ["先进典型（个人）：活动 10/10 次，时长 104.17/20 小时"]
    );
    let rules = RuleBook {
        unit_minutes: 30,
        daily_cap_minutes: 480,
        ..RuleBook::clone(&office.book().rules)
    };
    office.set_rules(Some(rules)).unwrap();
    let one = stand(room.reopen());
    assert_eq!(
        (one.year_minutes, one.star.as_str()),
        (4800, ""),
        "eight hours a day, ten days"
    );
    assert_eq!(one.next, "距一星志愿者还差 20 小时");
    room.office().set_rules(None).unwrap();
    assert_eq!(stand(room.office()).year_minutes, 6250);
}

#[test]
fn danger_without_insurance_is_asked_about_and_an_explanation_is_kept() {
    let mut room = Room::new();
    let office = room.office();
    let uid = office.run(volunteer("李强").save()).unwrap().focus.unwrap();
    let person = office.ledger().volunteers[&uid].person;
    let drill = held(
        office,
        Event {
            hazardous: true,
            ..event("水上救援演练", 7, 1)
        },
    );
    serve(office, drill, person, 60);
    let odd = office.contradictions(None);
    assert_eq!(odd.len(), 1);
    assert_eq!(
        (odd[0].level, odd[0].what.as_str()),
        ("核实", "活动有人身危险，李强当天没有保险")
    );
    let explanation = kepu_ledger::model::assess::Explanation {
        what: odd[0].what.clone(),
        about: Some(odd[0].id),
        text: "由承办方统一投保".into(),
        ..Default::default()
    };
    office.run(explanation.save()).unwrap();
    assert_eq!(
        office.contradictions(None)[0].explanation,
        "由承办方统一投保"
    );
    let mut entry = office.ledger().volunteer_entry(uid).unwrap();
    entry.volunteer.insured_until = Some(date(2025, 7, 1));
    office.run(entry.save()).unwrap();
    assert!(office.contradictions(None).is_empty());
}

#[test]
fn an_incident_tells_how_soon_and_who_was_reached_within_the_days() {
    let mut room = Room::new();
    let office = room.office();
    let incident = typed(
        office,
        Register::Incidents,
        &[
            ("title", "强降雨"),
            ("start", "2025-07-02"),
            ("topics", "防灾减灾"),
        ],
    );
    typed(
        office,
        Register::Stock,
        &[
            ("name", "避险挂图"),
            ("kind", "挂图"),
            ("emergency_topics", "防灾减灾"),
        ],
    );
    typed(
        office,
        Register::Posts,
        &[
            ("title", "避险六句话"),
            ("day", "2025-07-03"),
            ("views", "900"),
            ("incident", "强降雨"),
        ],
    );
    for (day, heads) in [(4, 120), (9, 500)] {
        held(
            office,
            Event {
                incident: Some(incident),
                attendance: Some(heads),
                ..event("入户", 7, day)
            },
        );
    }
    let answer = tally::emergency::response(office.ledger(), incident, 3);
    assert_eq!(answer.first_after, Some(1));
    assert_eq!(
        (answer.reached, answer.readers),
        (120, 900),
        "the event a week later came too late"
    );
    assert_eq!(answer.answers.len(), 3);
    assert_eq!(answer.material.len(), 1);
}

fn community(office: &mut Office, name: &str, people: u32) -> Uid {
    let mut entry = CommunityEntry {
        count: Some(people),
        as_of: Some(date(2025, 1, 1)),
        basis: "常住人口".into(),
        ..CommunityEntry::default()
    };
    entry.community.name = name.into();
    office.run(entry.save()).unwrap().focus.unwrap()
}

#[test]
fn money_is_told_by_source_and_purpose_per_head_and_beside_last_year() {
    let mut room = Room::new();
    let office = room.office();
    community(office, "滨湖社区", 5000);
    for (title, day, direction, amount, purpose) in [
        ("拨款", "2025-02-01", "收入", "2万元", ""),
        ("印资料", "2025-03-01", "支出", "6000", "印刷"),
        ("讲课", "2025-04-01", "支出", "4000", "讲课费"),
        ("印资料", "2024-03-01", "支出", "3000", "资料制作"),
    ] {
        typed(
            office,
            Register::Money,
            &[
                ("title", title),
                ("day", day),
                ("direction", direction),
                ("amount", amount),
                ("purpose", purpose),
            ],
        );
    }
    held(
        office,
        Event {
            cost: kepu_ledger::model::number::Fen::read_yuan("500").unwrap(),
            ..event("讲座", 5, 1)
        },
    );
    let funds = tally::funds::funds(office.ledger(), office.book(), 2025);
    let lines: Vec<_> = funds
        .expense
        .iter()
        .map(|l| (l.name.as_str(), l.now.yuan(), l.before.yuan()))
        .collect();
    assert_eq!(
        lines,
        [("讲课费", 4000.0, 0.0), ("资料制作", 6000.0, 3000.0)]
    );
    assert_eq!(funds.per_head(), Some(2.0));
    assert_eq!(funds.people_as_of, ["2025-01-01"]);
    assert_eq!(
        funds.unbooked.to_string(),
        "500",
        "an event's cost that no voucher names"
    );
    let per_head = figure(office, "money_per_head");
    assert_eq!(
        (per_head.numerator, per_head.denominator),
        (Some(10000.0), Some(5000.0))
    );
}

#[test]
fn trainees_and_heads_are_kept_apart_and_no_course_counts_twice() {
    let mut room = Room::new();
    let office = room.office();
    let shop = held(
        office,
        Event {
            form: "培训".into(),
            groups: vec!["产业工人".into()],
            attendance: Some(30),
            ..event("焊工培训", 4, 1)
        },
    );
    typed(
        office,
        Register::Trainings,
        &[
            ("title", "家政班"),
            ("start", "2025-04-15"),
            ("trainees", "360"),
            ("people", "45"),
            ("counts", "是"),
        ],
    );
    typed(
        office,
        Register::Trainings,
        &[
            ("title", "志愿者培训"),
            ("start", "2025-05-01"),
            ("trainees", "80"),
            ("counts", "否"),
        ],
    );
    let linked = office.ledger().label(Table::Event, shop);
    typed(
        office,
        Register::Trainings,
        &[
            ("title", "焊工班"),
            ("start", "2025-04-01"),
            ("trainees", "30"),
            ("counts", "是"),
            ("event", &linked),
        ],
    );
    let trained = figure(office, "people_trained");
    assert_eq!(trained.value, Some(390.0));
    assert!(
        trained.source.contains("培训班 45 人"),
        "{}",
        trained.source
    );
    assert_eq!(trained.target, None, "the 2000 is the district's");
}

#[test]
fn a_criteria_sheet_counts_what_the_ledger_can_and_leaves_the_rest_to_people() {
    let mut room = Room::new();
    let office = room.office();
    community(office, "滨湖社区", 1000);
    typed(
        office,
        Register::Venues,
        &[
            ("name", "画廊"),
            ("kind", "画廊"),
            ("community", "滨湖社区"),
            ("length", "12"),
        ],
    );
    for day in ["2025-02-01", "2025-05-01", "2025-08-01"] {
        typed(
            office,
            Register::VenueLogs,
            &[
                ("venue", "画廊"),
                ("day", day),
                ("kind", "换栏"),
                ("content", day),
            ],
        );
    }
    let uid = typed(
        office,
        Register::Creations,
        &[
            ("sheet", "科普示范社区测评表"),
            ("community", "滨湖社区"),
            ("year", "2025"),
        ],
    );
    let rows = tally::criteria::rows(
        office.ledger(),
        office.book(),
        &office.ledger().creations[&uid],
    );
    let by = |number: &str| rows.iter().find(|r| r.row.number == number).unwrap();
    assert_eq!((by("5a").met, by("5a").points), (Some(true), Some(3.0)));
    assert_eq!(
        (by("5b").met, by("5b").points),
        (Some(false), Some(2.0)),
        "3 of 6 changes, pro rata"
    );
    assert_eq!(
        by("5b").count.as_ref().unwrap().records.len(),
        3,
        "the number leads to its records"
    );
    assert_eq!(
        (by("8").met, by("8").count.clone()),
        (None, None),
        "a person judges this one"
    );
}

#[test]
fn the_evidence_light_turns_as_photos_and_papers_come_in() {
    let mut room = Room::new();
    let folder = room.folder.path().to_owned();
    let office = room.office();
    let uid = held(office, event("讲座", 5, 12));
    let title = office.ledger().label(Table::Event, uid);
    let light = |office: &Office| tally::evidence::of_event(office.ledger(), office.book(), uid);
    assert_eq!(
        light(office).lamps().iter().filter(|(_, on)| *on).count(),
        0
    );
    typed(
        office,
        Register::Papers,
        &[("title", "讲座通知"), ("kind", "通知"), ("event", &title)],
    );
    let mut files = Vec::new();
    for n in 0..3_u8 {
        let path = folder.join(format!("现场{n}.png"));
        image::RgbImage::from_pixel(40 + u32::from(n), 30, image::Rgb([n, 9, 9]))
            .save(&path)
            .unwrap();
        files.push(attach::pick(&path));
    }
    std::fs::write(folder.join("签到表.pdf"), b"%PDF-1.4 scanned").unwrap();
    files.push(attach::pick(&folder.join("签到表.pdf")));
    std::fs::write(folder.join("假.jpg"), b"MZ this is a program").unwrap();
    files.push(attach::pick(&folder.join("假.jpg")));
    office.attach(Register::Events, uid, files).unwrap();
    let said = office.undo_label().unwrap();
    assert_eq!(said, "附上 4 份文件；“假.jpg”不是能识别的照片，没有附上");
    let now = light(office);
    assert!(
        now.notice && now.signed && now.photos == (3, 3) && !now.plan,
        "{now:?}"
    );
    assert_eq!(
        office.ledger().attachments.len(),
        4,
        "what is no picture was not kept"
    );
    for file in office.ledger().attachments.values() {
        let path = office.attachment_path(file);
        assert!(path.is_file(), "{}", path.display());
        assert!(path.starts_with(folder.join("湖滨.附件")));
    }
    let refused = attach::pick(&folder.join("假.jpg")).unwrap_err();
    assert_eq!(
        kepu_ledger::app::words::advice(&refused).what,
        "“假.jpg”不是能识别的照片，没有附上"
    );
    office
        .run(Command::Delete(Register::Events, vec![uid]))
        .unwrap_err();
    office.undo().unwrap();
    assert_eq!(
        office.ledger().attachments.len(),
        0,
        "one undo takes all files back"
    );
}

#[test]
fn theme_days_of_the_office_stand_over_the_calendar_and_last_year_s_event_is_offered() {
    let mut room = Room::new();
    let office = room.office();
    let today = office.clock().today();
    let from = today.tomorrow().unwrap();
    let mut before = event("去年的科普日", 9, 1);
    before.theme_day = "全国科普日".into();
    before.when = Some(kepu_ledger::model::day::When::day(date(
        today.year() - 1,
        9,
        15,
    )));
    held(office, before);
    typed(
        office,
        Register::ThemeYears,
        &[
            ("name", "全国科普日"),
            ("from", &from.to_string()),
            ("theme", "科技改变生活"),
        ],
    );
    let coming = office.coming();
    let day = coming.iter().find(|c| c.name == "全国科普日").unwrap();
    assert_eq!(
        (day.from, day.days, day.theme.as_str()),
        (from, 1, "科技改变生活")
    );
    assert!(day.last.as_ref().unwrap().1.contains("去年的科普日"));
}

#[test]
fn the_literacy_figure_is_entered_with_its_source_and_never_computed() {
    let mut room = Room::new();
    let office = room.office();
    assert_eq!(figure(office, "literacy").value, None);
    typed(
        office,
        Register::Indicators,
        &[
            ("name", "科学素质"),
            ("year", "2025"),
            ("value", "15.9"),
            ("source", "省科协公布"),
            ("nation", "16.74"),
        ],
    );
    let literacy = figure(office, "literacy");
    assert_eq!(literacy.value, Some(15.9));
    assert!(literacy.source.contains("省科协公布"));
    let compared = office.overview(2025).figures;
    let compared = compared.iter().find(|c| c.figure.id == "literacy").unwrap();
    assert_eq!(compared.others, [("全国", 16.74)]);
}

#[test]
fn a_sheet_of_venues_as_offices_keep_it_is_recognised_without_being_told() {
    let mut room = Room::new();
    community(room.office(), "滨湖社区", 1000);
    let path = room.folder.path().join("科普阵地.csv");
    let sheet = "湖滨街道阵地一览表,,,,\n序号,名称,类别,所在社区,面积（平方米）,每周开放小时\n\
                 1,活动室,科普室,滨湖社区,86,42\n2,画廊,科普橱窗,滨湖,,\n3,,画廊,滨湖社区,,\n合计,,,,86,\n";
    std::fs::write(&path, sheet).unwrap();
    let request = kepu_ledger::app::import::ImportRequest {
        files: vec![path],
        ..Default::default()
    };
    let sheets = kepu_ledger::app::import::read_sheets(&common::program(), &request).unwrap();
    let plan = room.office().plan_import(&request, &sheets).unwrap();
    let told: Vec<_> = plan
        .rows
        .iter()
        .map(|r| (r.register, r.outcome.label(), r.title.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("venues", "新增", "活动室"),
            ("venues", "新增", "画廊"),
            ("venues", "不能导入", "")
        ]
    );
    room.office()
        .take_in(&plan, kepu_ledger::app::import::BadRows::Skip)
        .unwrap();
    assert_eq!(room.office().ledger().venues.len(), 2);
    let again = room.office().plan_import(&request, &sheets).unwrap();
    assert_eq!(again.count(kepu_ledger::app::import::Outcome::Same), 2);
}

#[test]
fn sheets_of_other_registers_are_known_by_the_words_offices_write() {
    let sheets = [
        (
            "money",
            "经费使用明细\n序号,日期,事由,收支类型,金额（万元）,资金来源,凭证编号\n1,2025.3.1,印资料,支出,0.6,财政拨款,Z1\n",
        ),
        (
            "orders",
            "需求清单\n序号,需求内容,点单时间,求助人,联系电话,所在社区,需求类型\n1,学手机,2025.3.1,王桂英,13800138000,滨湖社区,科技培训\n",
        ),
        (
            "trainings",
            "培训台账\n序号,培训班名称,培训时间,培训类型,参训人次,参训人数\n1,家政班,2025.4.15,技能提升培训,360,45\n",
        ),
        (
            "papers",
            "档案目录\n序号,题名,文号,档号,成文日期,存放位置\n1,年度计划,湖街发〔2025〕3号,KP-1,2025.2.1,二柜\n",
        ),
        (
            "posts",
            "科普信息报送表\n序号,信息标题,发布时间,发布平台,阅读量,采用情况\n1,避险六句话,2025.7.2,公众号,3200,区科协\n",
        ),
        (
            "stock",
            "科普资源清单\n序号,资源名称,资源类别,库存,单位\n1,挂图,挂图,12,套\n",
        ),
        (
            "work_items",
            "2025年工作计划表\n序号,工作任务,月份,责任部门,完成情况\n1,科普月,9月,科协,完成\n",
        ),
        (
            "honours",
            "荣誉统计\n序号,奖项名称,获奖时间,获奖单位,颁奖单位\n1,示范社区,2025.11.1,滨湖社区,市科协\n",
        ),
        (
            "entries",
            "竞赛获奖名单\n序号,选手姓名,竞赛名称,学校,奖项,指导教师\n1,谢雨桐,创新大赛,南湖小学,二等奖,马老师\n",
        ),
    ];
    let mut room = Room::new();
    community(room.office(), "滨湖社区", 1000);
    typed(room.office(), Register::Contests, &[("title", "创新大赛")]);
    for (register, text) in sheets {
        let path = room.folder.path().join(format!("{register}.csv"));
        std::fs::write(&path, text).unwrap();
        let request = kepu_ledger::app::import::ImportRequest {
            files: vec![path],
            year: Some(2025),
            ..Default::default()
        };
        let sheets = kepu_ledger::app::import::read_sheets(&common::program(), &request).unwrap();
        let plan = room.office().plan_import(&request, &sheets).unwrap();
        let told: Vec<_> = plan
            .rows
            .iter()
            .map(|r| (r.register, r.outcome.label(), r.problems.clone()))
            .collect();
        assert_eq!(told, [(register, "新增", Vec::new())], "{:?}", plan.remarks);
        assert!(plan.remarks.is_empty(), "{register}: {:?}", plan.remarks);
        room.office()
            .take_in(&plan, kepu_ledger::app::import::BadRows::Stop)
            .unwrap();
    }
    let office = room.office();
    let spent = office
        .ledger()
        .money
        .values()
        .next()
        .unwrap()
        .amount
        .unwrap();
    assert_eq!(spent.to_string(), "6000", "万元 in the heading counts");
    assert_eq!(
        office.ledger().work_items.values().next().unwrap().state,
        "已完成"
    );
}
