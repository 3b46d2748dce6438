//! The tables of the catalogue: columns, sums, scope, what is published. Goldens hold those that have no other.
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
use kepu_ledger::app::SampleSize;
use kepu_ledger::app::paper;
use kepu_ledger::app::paper::Kind;
use kepu_ledger::app::paper::Mask;
use kepu_ledger::app::paper::Notice;
use kepu_ledger::app::paper::Report;
use kepu_ledger::app::paper::Request;
use kepu_ledger::model::Period;
use kepu_ledger::model::Record as _;
use kepu_ledger::model::Uid;
use kepu_ledger::model::events::Attendance;
use kepu_ledger::model::events::Event;
use kepu_ledger::model::events::attendance::VOLUNTEER_ROLE;
use kepu_ledger::model::money::Money;
use kepu_ledger::model::number::Fen;
use kepu_ledger::model::office::community::CommunityEntry;
use kepu_ledger::model::papers::Paper;
use kepu_ledger::model::people::Team;
use kepu_ledger::reports::outline::Block;
use kepu_ledger::reports::outline::RowKind;
use kepu_ledger::reports::outline::Table;

fn request(kind: Kind) -> Request {
    Request::of(kind, Period::year(2025).unwrap())
}

fn page(room: &mut Room, request: &Request) -> String {
    pages(room, request).remove(0)
}

fn pages(room: &mut Room, request: &Request) -> Vec<String> {
    let report = room.office().report(request).unwrap();
    let meta = room.office().meta(&report);
    let laid = paper::lay_out(report, meta, &mut |_| true).unwrap();
    assert!(laid.undrawable.is_empty(), "{:?}", laid.undrawable);
    let pages = laid.pages.iter();
    pages.map(kepu_ledger::reports::Page::plain_text).collect()
}

fn table(report: &Report) -> &Table {
    let tables = report.blocks.iter().filter_map(|b| match b {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.into_iter().next().unwrap()
}

fn small_year() -> Room {
    let mut room = Room::new();
    room.office()
        .invent(SampleSize {
            events: 14,
            volunteers: 6,
            officers: 3,
            ..SampleSize::of_year(2025)
        })
        .unwrap();
    room
}

fn community(room: &mut Room, name: &str) -> Uid {
    let mut entry = CommunityEntry::default();
    entry.community.name = name.into();
    room.save(Command::SaveCommunity(entry))
}

fn team(room: &mut Room, name: &str) -> Uid {
    room.save(Command::SaveTeam(Team {
        name: name.into(),
        ..Team::default()
    }))
}

fn member(room: &mut Room, name: &str, team: Option<Uid>) -> Uid {
    let mut entry = volunteer(name);
    entry.volunteer.team = team;
    let role = room.save(Command::SaveVolunteer(entry));
    room.office().ledger().volunteers[&role].person
}

fn attend(room: &mut Room, event: Uid, people: &[(Uid, u32)]) {
    let rows = people.iter().map(|(person, minutes)| Attendance {
        person: *person,
        role: VOLUNTEER_ROLE.into(),
        minutes: *minutes,
        ..Attendance::default()
    });
    let rows = rows.collect();
    room.save(Command::Attend {
        event,
        rows,
        newcomers: Vec::new(),
    });
}

#[test]
fn the_tables_read_as_the_district_expects() {
    let mut room = small_year();
    for kind in [
        Kind::SigningSheet,
        Kind::TeamList,
        Kind::OfficerRoster,
        Kind::ServiceSums,
        Kind::TaskProgress,
        Kind::CreationSheet,
        Kind::Communities,
        Kind::VolunteerRoster,
    ] {
        insta::assert_snapshot!(kind.id(), page(&mut room, &request(kind)));
    }
}

/// Two communities, two teams, four events: one of both teams, one with numbers only, one planned.
struct Town {
    room: Room,
    north: Uid,
    red: Uid,
}

fn town() -> Town {
    let mut room = Room::new();
    let (north, south) = (
        community(&mut room, "城北社区"),
        community(&mut room, "城南社区"),
    );
    let (red, blue) = (team(&mut room, "红队"), team(&mut room, "蓝队"));
    let (wang, li) = (
        member(&mut room, "王芳", Some(red)),
        member(&mut room, "李娜", Some(blue)),
    );
    let zhao = member(&mut room, "赵磊", None);
    let held = |title: &str, form: &str, day, place, heads| Event {
        form: form.into(),
        community: Some(place),
        attendance: Some(heads),
        ..event(title, 3, day)
    };
    let both = room.save(Command::SaveEvent(held("手机课堂", "培训", 1, north, 40)));
    attend(&mut room, both, &[(wang, 60), (li, 90), (zhao, 30)]);
    let one = room.save(Command::SaveEvent(Event {
        service_type: "政策解读".into(),
        ..held("惠民政策问答", "讲座", 2, south, 25)
    }));
    attend(&mut room, one, &[(wang, 120)]);
    room.save(Command::SaveEvent(Event {
        volunteers_count: Some(5),
        volunteer_minutes: Some(300),
        ..held("滨湖义诊", "义诊", 3, south, 100)
    }));
    room.save(Command::SaveEvent(held(
        "没有志愿者的展览",
        "展览",
        4,
        north,
        500,
    )));
    Town { room, north, red }
}

/// Rows of R10 under a heading: name, events, volunteers, hours, heads.
fn sums(report: &Report, kind: &str) -> Vec<(String, f64, f64, f64, f64)> {
    let rows = table(report).rows.iter();
    let of_kind = rows.filter(|r| r.cells[0].text == kind);
    let number = |t: &str| t.parse::<f64>().unwrap();
    of_kind
        .map(|r| {
            let text = |n: usize| r.cells[n].text.as_str();
            (
                text(1).to_owned(),
                number(text(2)),
                number(text(3)),
                number(text(4)),
                number(text(5)),
            )
        })
        .collect()
}

#[test]
fn the_ten_service_types_are_all_there_and_add_up_to_the_events() {
    let Town { mut room, .. } = town();
    let report = room.office().report(&request(Kind::ServiceSums)).unwrap();
    let types = sums(&report, "按服务类型");
    let names: Vec<&str> = types.iter().map(|r| r.0.as_str()).collect();
    assert_eq!(
        names.join(" "),
        "理论宣讲 政策解读 文明共建 精神传承 科技培训 科技咨询 农技推广 田间课堂 科技教育 网络科普"
    );
    let all = &sums(&report, "合计")[0];
    assert_eq!((all.1, all.2, all.3, all.4), (3.0, 9.0, 10.0, 165.0));
    for kind in ["按服务类型", "按社区"] {
        let rows = sums(&report, kind);
        let total = rows.iter().fold((0.0, 0.0, 0.0, 0.0), |s, r| {
            (s.0 + r.1, s.1 + r.2, s.2 + r.3, s.3 + r.4)
        });
        assert_eq!(total, (all.1, all.2, all.3, all.4), "{kind}");
    }
    // The form tells the type where the event does not; its own word goes before.
    assert_eq!(types[4], ("科技培训".into(), 1.0, 3.0, 3.0, 40.0));
    assert_eq!(types[1], ("政策解读".into(), 1.0, 1.0, 2.0, 25.0));
    let teams = sums(&report, "按服务队");
    assert_eq!(teams[0], ("红队".into(), 2.0, 2.0, 3.0, 65.0));
    assert_eq!(teams[1], ("蓝队".into(), 1.0, 1.0, 1.5, 40.0));
    assert_eq!(teams[2], ("未编入服务队".into(), 1.0, 1.0, 0.5, 40.0));
    assert_eq!(teams[3], ("未逐人登记".into(), 1.0, 5.0, 5.0, 100.0));
    let hours: f64 = teams.iter().map(|t| t.3).sum();
    assert!((hours - all.3).abs() < 1e-9, "{teams:?}");
}

#[test]
fn a_community_or_a_team_narrows_what_carries_one_and_the_heading_says_so() {
    let Town {
        mut room,
        north,
        red,
    } = town();
    let of = |room: &mut Room, community, team| {
        let wanted = Request {
            community,
            team,
            ..request(Kind::ServiceSums)
        };
        let report = room.office().report(&wanted).unwrap();
        (sums(&report, "合计").remove(0), report.left_line)
    };
    let (sum, heading) = of(&mut room, Some(north), None);
    assert_eq!((sum.1, sum.4), (1.0, 40.0));
    assert!(heading.contains("城北社区"), "{heading}");
    // Only the team's own people and hours.
    let (sum, heading) = of(&mut room, None, Some(red));
    assert_eq!((sum.1, sum.2, sum.3), (2.0, 2.0, 3.0));
    assert!(heading.contains("红队"), "{heading}");
    let ledger = Request {
        team: Some(red),
        ..request(Kind::EventLedger)
    };
    let text = page(&mut room, &ledger);
    assert!(text.contains("惠民政策问答") && !text.contains("滨湖义诊"));
    // Money is kept for the whole office: the heading does not claim otherwise.
    let funds = Request {
        community: Some(north),
        ..request(Kind::Funds)
    };
    assert!(!page(&mut room, &funds).contains("城北社区"));
    let teams = Request {
        team: Some(red),
        ..request(Kind::TeamList)
    };
    let text = page(&mut room, &teams);
    assert!(text.contains("红队") && !text.contains("蓝队"), "{text}");
    assert!(
        text.contains("差 29 人") && text.contains("满30人"),
        "{text}"
    );
}

#[test]
fn money_is_summed_by_the_five_classes_and_written_in_words() {
    let mut room = Room::new();
    let book = |direction: &str, yuan: i64, word: &str| Money {
        title: word.into(),
        day: Some(date(2025, 4, 1)),
        direction: direction.into(),
        amount: Some(Fen(yuan * 100)),
        source: if direction == "收入" { word } else { "" }.into(),
        purpose: if direction == "支出" { word } else { "" }.into(),
        ..Money::default()
    };
    for money in [
        book("收入", 30_000, "财政拨款"),
        book("支出", 2_400, "讲课费"),
        book("支出", 600, "科普活动"),
        book("支出", 1_005, "行政支出"),
    ] {
        room.save(Command::Save(Box::new(money.wrap())));
    }
    let first = page(&mut room, &request(Kind::Funds));
    for line in [
        "收入 捐赠 0 0",
        "支出 科普活动 3000 0",
        "其中：讲课费 2400 0",
        "支出 志愿者保障 0 0",
        "支出 小计 4005 0",
        "收入叁万元整，支出肆仟零伍元整",
    ] {
        assert!(first.contains(line), "{line} not in {first}");
    }
}

#[test]
fn evidence_is_named_by_number_and_listed_where_it_is_asked_for() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(Event {
        evidence_no: "2025-007".into(),
        theme_day: "科技活动周".into(),
        ..event("科技活动周主场", 5, 24)
    }));
    let paper = Paper {
        title: "专题会议纪要".into(),
        kind: "会议纪要".into(),
        archive_no: "KP2025-002".into(),
        day: Some(date(2025, 3, 1)),
        kept: "档案室".into(),
        ..Paper::default()
    };
    room.save(Command::Save(Box::new(paper.wrap())));
    let criteria = std::sync::Arc::clone(&room.office().book().criteria);
    let sheet = criteria.sheets().iter().find(|s| s.kind == "考核");
    let sheet = sheet.unwrap().title.clone();
    let creation = kepu_ledger::model::assess::Creation {
        sheet,
        subject: "湖滨街道".into(),
        year: Some(2025),
        ..kepu_ledger::model::assess::Creation::default()
    };
    room.save(Command::Save(Box::new(creation.wrap())));
    let own = page(&mut room, &request(Kind::Assessment));
    assert!(
        own.contains("KP2025-002") && own.contains("2025-007"),
        "{own}"
    );
    let archive = page(&mut room, &request(Kind::Archive));
    assert!(
        archive.contains("2025-007 科技活动周主场") && archive.contains("专题会议纪要"),
        "{archive}"
    );
}

#[test]
fn tasks_of_a_half_year_count_that_half_only() {
    let mut room = Room::new();
    for (title, month) in [("春季讲座", 3), ("秋季讲座", 10)] {
        room.save(Command::SaveEvent(Event {
            measures: vec!["1.1".into()],
            attendance: Some(30),
            ..event(title, month, 5)
        }));
    }
    let half = Request::of(Kind::TaskProgress, Period::half(2025, 1).unwrap());
    let text = pages(&mut room, &half).concat();
    assert!(
        text.contains("春季讲座") && !text.contains("秋季讲座"),
        "{text}"
    );
    let whole = pages(&mut room, &request(Kind::TaskProgress)).concat();
    assert!(whole.contains("活动 2 场"), "{whole}");
}

#[test]
fn a_notice_hangs_five_working_days_and_names_only_who_agreed() {
    let mut room = Room::new();
    let mut agreed = volunteer("赵敏华");
    agreed.person.may_publish = true;
    let agreed = room.save(Command::SaveVolunteer(agreed));
    let agreed = room.office().ledger().volunteers[&agreed].person;
    let silent = member(&mut room, "王小明", None);
    for day in 1..=10 {
        let at = room.save(Command::SaveEvent(event("科普讲座", 3, day)));
        attend(&mut room, at, &[(agreed, 180), (silent, 180)]);
    }
    let mut office = room.office().ledger().office();
    office.phone = "0730-8800000".into();
    room.save(Command::SaveOffice(office));
    let public = Request {
        mask: Mask::Public,
        ..request(Kind::Candidates)
    };
    insta::assert_snapshot!("R21", page(&mut room, &request(Kind::Candidates)));
    let text = page(&mut room, &public);
    insta::assert_snapshot!("R21_public", text);
    assert!(text.contains("赵敏华") && text.contains("王*明") && !text.contains("王小明"));
    // Tuesday to Monday: the weekend does not count.
    assert!(
        text.contains("2026年11月24日至2026年11月30日（5 个工作日）"),
        "{text}"
    );
    assert!(
        text.contains("李晓梅") && text.contains("0730-8800000"),
        "{text}"
    );
    let short = Request {
        notice: Notice {
            from: Some(date(2026, 11, 24)),
            to: Some(date(2026, 11, 26)),
            contact: "王主任".into(),
            ..Notice::default()
        },
        ..public
    };
    assert!(page(&mut room, &short).contains("联系人：王主任"));
    let odd = room.office().before_printing(&short);
    assert!(
        odd.iter().any(|o| o.what.contains("只有 3 个工作日")),
        "{odd:?}"
    );
}

#[test]
fn officers_are_published_without_phones_and_without_what_each_passed_on() {
    let mut room = small_year();
    let heads = |room: &mut Room, mask| {
        let wanted = Request {
            mask,
            ..request(Kind::OfficerRoster)
        };
        let report = room.office().report(&wanted).unwrap();
        let heads = table(&report).columns.iter().map(|c| c.head.clone());
        heads.collect::<Vec<_>>().join(" ")
    };
    assert!(heads(&mut room, Mask::Submit).contains("传播量 月活月数 电话"));
    let public = heads(&mut room, Mask::Public);
    assert!(
        !public.contains("传播量") && !public.contains("电话"),
        "{public}"
    );
}

#[test]
fn a_phone_is_asked_for_only_on_the_office_s_own_sheet() {
    let mut room = Room::new();
    let uid = room.save(Command::SaveEvent(Event {
        place: "城北社区".into(),
        ..event("科普讲座", 3, 5)
    }));
    let sheet = |room: &mut Room, mask| {
        let wanted = Request {
            mask,
            event: Some(uid),
            ..request(Kind::SigningSheet)
        };
        page(room, &wanted)
    };
    let submit = sheet(&mut room, Mask::Submit);
    assert!(
        submit.contains("科普讲座签到表") && !submit.contains("电话 签名"),
        "{submit}"
    );
    assert!(sheet(&mut room, Mask::Archive).contains("电话 签名"));
}

#[test]
fn a_star_of_last_year_is_not_reached_by_what_came_after() {
    let mut room = Room::new();
    let wang = member(&mut room, "王芳", None);
    let early = room.save(Command::SaveEvent(event("讲座", 3, 5)));
    attend(&mut room, early, &[(wang, 60)]);
    let mut late = event("长期服务", 3, 5);
    late.when = Some(kepu_ledger::model::day::When::day(date(2026, 3, 5)));
    let late = room.save(Command::SaveEvent(late));
    attend(&mut room, late, &[(wang, 6000)]);
    let stars = |room: &mut Room, year| {
        let wanted = Request::of(Kind::VolunteerRoster, Period::year(year).unwrap());
        page(room, &wanted).matches('★').count()
    };
    assert_eq!((stars(&mut room, 2025), stars(&mut room, 2026)), (0, 1));
}

#[test]
fn every_table_with_sums_has_them_in_its_last_row() {
    let mut room = small_year();
    for kind in [
        Kind::VolunteerRoster,
        Kind::TeamList,
        Kind::OfficerRoster,
        Kind::OfficerTargets,
        Kind::ServiceSums,
        Kind::CertificateBook,
        Kind::Funds,
        Kind::VenueList,
        Kind::Assessment,
        Kind::CreationSheet,
        Kind::Communities,
    ] {
        let report = room.office().report(&request(kind)).unwrap();
        let table = table(&report);
        let last = table.rows.last().unwrap();
        assert_eq!(last.kind, RowKind::Total, "{}", kind.id());
        for row in &table.rows {
            assert_eq!(row.cells.len(), table.columns.len(), "{}", kind.id());
        }
    }
}

#[test]
fn what_is_published_names_no_leader_no_signer_and_no_inside_remark() {
    let mut room = Room::new();
    room.save(Command::SaveTeam(Team {
        name: "滨湖服务队".into(),
        leader: "孟勤英".into(),
        deputies: "王芳、赵小满".into(),
        ..Team::default()
    }));
    room.save(Command::SaveEvent(Event {
        remark: "陪同：孟勤英".into(),
        ..event("讲座", 3, 5)
    }));
    let said = |room: &mut Room, kind, mask| {
        let asked = Request {
            mask,
            ..request(kind)
        };
        page(room, &asked)
    };
    for kind in [Kind::TeamList, Kind::EventRecord] {
        let inside = said(&mut room, kind, Mask::Submit);
        assert!(
            inside.contains("孟勤英") && inside.contains("李晓梅"),
            "{inside}"
        );
        let public = said(&mut room, kind, Mask::Public);
        for name in ["孟勤英", "赵小满", "李晓梅"] {
            assert!(!public.contains(name), "{name} in {public}");
        }
    }
    let teams = said(&mut room, Kind::TeamList, Mask::Public);
    assert!(teams.contains("孟*英") && teams.contains("王*、赵*满"));
}
