//! What an office changes in reports: columns, names, order, signers, seal; and R3, R4 with their evidence.
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
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::Register;
use kepu_ledger::app::adjust::Adjustment;
use kepu_ledger::app::adjust::ColumnChoice;
use kepu_ledger::app::adjust::Signer;
use kepu_ledger::app::attach;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::app::import::ImportRequest;
use kepu_ledger::app::import::read_sheets;
use kepu_ledger::app::paper;
use kepu_ledger::app::paper::Kind;
use kepu_ledger::app::paper::Laid;
use kepu_ledger::app::paper::Mask;
use kepu_ledger::app::paper::Paper;
use kepu_ledger::app::paper::Request;
use kepu_ledger::model::Period;
use kepu_ledger::model::Record as _;
use kepu_ledger::model::Uid;
use kepu_ledger::model::events::Event;
use kepu_ledger::model::events::event::GroupCount;
use kepu_ledger::model::papers;
use kepu_ledger::reports::Report;
use kepu_ledger::reports::outline::Block;
use kepu_ledger::reports::outline::Letter;
use kepu_ledger::reports::outline::Table;
use kepu_ledger::reports::outline::letter;
use kepu_ledger::ui::Desktop;
use kepu_ledger::ui::files::Files;
use kepu_ledger::ui::files::Purpose;
use std::path::PathBuf;

fn year(kind: Kind) -> Request {
    Request::of(kind, Period::year(2025).unwrap())
}

fn laid(room: &mut Room, request: &Request) -> Laid {
    let report = room.office().report(request).unwrap();
    let meta = room.office().meta(&report);
    paper::lay_out(report, meta, &mut |_| true).unwrap()
}

fn table(report: &Report) -> &Table {
    let found = report.blocks.iter().find_map(|b| match b {
        Block::Table(table) => Some(table),
        _ => None,
    });
    found.unwrap()
}

fn heads(report: &Report) -> Vec<String> {
    table(report)
        .columns
        .iter()
        .map(|c| c.head.clone())
        .collect()
}

fn total(report: &Report) -> Vec<String> {
    let last = table(report).rows.last().unwrap();
    last.cells.iter().map(|c| c.text.clone()).collect()
}

fn two_events() -> Room {
    let mut room = Room::new();
    for (title, month, people) in [("科普讲座", 3, 30), ("消防演练", 11, 50)] {
        room.save(Command::SaveEvent(Event {
            attendance: Some(people),
            place: "社区广场".into(),
            ..event(title, month, 5)
        }));
    }
    room
}

fn column(key: &str, head: &str, shown: bool) -> ColumnChoice {
    ColumnChoice {
        key: key.into(),
        head: head.into(),
        shown,
    }
}

fn signer(label: &str, name: &str) -> Signer {
    Signer {
        label: label.into(),
        name: name.into(),
    }
}

#[test]
fn the_office_s_columns_signers_and_title_are_printed_and_the_sums_stay() {
    let mut room = two_events();
    let before = room.office().report(&year(Kind::EventLedger)).unwrap();
    let mut adjusting = room.office().adjusting(Kind::EventLedger).unwrap().now;
    let columns = adjusting.columns.as_mut().unwrap();
    assert_eq!(columns.len(), 17);
    for c in columns.iter_mut() {
        c.shown =
            !["序号", "主题日", "佐证编号", "志愿者/人数", "志愿者/小时"].contains(&c.key.as_str());
        if c.key == "参加人次" {
            c.head = "参与人次".into();
        }
    }
    // 备注 moves to the front.
    let last = columns.pop().unwrap();
    columns.insert(0, last);
    adjusting.title = Some("湖滨街道科普活动一览".into());
    adjusting.sealed = Some(false);
    adjusting.paper = Some("turned".into());
    adjusting.notes = Some(vec!["本表一式两份。".into()]);
    adjusting.signers = Some(vec![signer("填表人", ""), signer("分管领导", "周建国")]);
    room.office()
        .set_report(Kind::EventLedger, Some(adjusting))
        .unwrap();
    // The next morning it is still so.
    let after = room.reopen().report(&year(Kind::EventLedger)).unwrap();
    let heads = heads(&after);
    assert_eq!((heads[0].as_str(), heads.len()), ("备注", 12));
    assert!(heads.contains(&"参与人次".into()) && !heads.contains(&"参加人次".into()));
    assert_eq!(after.title, "湖滨街道科普活动一览");
    assert_eq!((after.paper, after.sealed), (Paper::Turned, false));
    assert_eq!(
        after.signers,
        [
            ("填表人".into(), "李晓梅".into()),
            ("分管领导".into(), "周建国".into())
        ]
    );
    assert!(after.notes.last().unwrap().contains("一式两份"));
    assert!(after.notes.len() > 1, "what the figures mean stays");
    // 序号 is gone, and the row still says that it is the sum; 80 people, as before.
    let sums = total(&after);
    assert_eq!(sums[0], "合计");
    let place = heads.iter().position(|h| h == "参与人次").unwrap();
    assert_eq!(sums[place], "80");
    assert!(total(&before).contains(&"80".into()));
    let (old, new) = (table(&before), table(&after));
    let leads = |t: &Table, head: &str| {
        let n = t.columns.iter().position(|c| c.head == head).unwrap();
        t.rows.last().unwrap().cells[n].source.clone()
    };
    assert_eq!(leads(old, "参加人次"), leads(new, "参与人次"));
    let laid = laid(&mut room, &year(Kind::EventLedger));
    let text = laid.pages[0].plain_text();
    assert!(
        text.contains("分管领导：周建国") && !text.contains("（盖章）"),
        "{text}"
    );
    // 恢复默认 brings everything back.
    room.office().set_report(Kind::EventLedger, None).unwrap();
    assert_eq!(
        room.office().report(&year(Kind::EventLedger)).unwrap(),
        before
    );
}

#[test]
fn what_can_t_be_printed_is_refused_and_changes_nothing() {
    let mut room = two_events();
    let before = room.office().report(&year(Kind::EventLedger)).unwrap();
    let wrong = [
        Adjustment {
            columns: Some(vec![column("日期", "", false)]),
            ..Adjustment::default()
        },
        Adjustment {
            columns: Some(vec![column("日期", &"长".repeat(40), true)]),
            ..Adjustment::default()
        },
        Adjustment {
            paper: Some("A3".into()),
            ..Adjustment::default()
        },
        Adjustment {
            signers: Some(vec![signer("签字人", ""); 9]),
            ..Adjustment::default()
        },
    ];
    for one in wrong {
        assert!(
            room.office()
                .set_report(Kind::EventLedger, Some(one))
                .is_err()
        );
    }
    assert_eq!(
        room.office().report(&year(Kind::EventLedger)).unwrap(),
        before
    );
    // Saved as it is, nothing is kept: a later program's new title reaches this office.
    let same = room.office().adjusting(Kind::EventLedger).unwrap().now;
    room.office()
        .set_report(Kind::EventLedger, Some(same))
        .unwrap();
    assert!(room.office().book().adjustments.is_empty());
}

#[test]
fn long_names_for_every_column_still_print() {
    let mut room = two_events();
    let mut wide = room.office().adjusting(Kind::EventLedger).unwrap().now;
    for c in wide.columns.as_mut().unwrap() {
        c.head = "这一栏的名称相当长写满十六个字".into();
    }
    room.office()
        .set_report(Kind::EventLedger, Some(wide))
        .unwrap();
    let request = Request {
        paper: Some(Paper::Turned),
        ..year(Kind::EventLedger)
    };
    let laid = laid(&mut room, &request);
    // Content turned on upright paper reads upwards between the margins of the 版心.
    for text in laid.pages[0].items.iter().filter_map(paper::Item::text) {
        assert!(text.y < 262.1 || !text.turned, "{}", text.text);
    }
    assert!(laid.pages[0].plain_text().contains("80"));
}

fn command(arguments: &[&str]) -> (Option<i32>, String) {
    let out = std::process::Command::new(program())
        .args(arguments)
        .output()
        .unwrap();
    let said = [out.stdout, out.stderr].concat();
    (out.status.code(), String::from_utf8(said).unwrap())
}

#[test]
fn an_office_hands_its_columns_to_another_as_a_file() {
    let mut room = two_events();
    let file = room.file();
    room.office = None;
    let file = file.to_str().unwrap();
    let (code, toml) = command(&["reports", file, "--show", "R3"]);
    assert_eq!(code, Some(0));
    assert!(
        toml.starts_with("[R3]") && toml.contains("key = \"志愿者/人数\""),
        "{toml}"
    );
    let changed = toml
        .replacen("title = \"科普活动台账\"", "title = \"活动登记\"", 1)
        .replacen(
            "key = \"佐证编号\"\nhead = \"\"\nshown = true",
            "key = \"佐证编号\"\nshown = false",
            1,
        );
    assert_ne!(changed, toml);
    let path = room.folder.path().join("R3.toml");
    std::fs::write(&path, changed).unwrap();
    let (code, said) = command(&["reports", file, "--set", path.to_str().unwrap()]);
    assert_eq!((code, said.as_str()), (Some(0), "已调整 R3。\n"));
    let report = room.reopen().report(&year(Kind::EventLedger)).unwrap();
    assert_eq!(report.title, "活动登记");
    assert!(!heads(&report).contains(&"佐证编号".into()));
    room.office = None;
    // A file with a slip is refused with its reason, and says which column isn't there.
    std::fs::write(&path, "[R3]\ntitel = \"错\"\n").unwrap();
    assert_eq!(
        command(&["reports", file, "--set", path.to_str().unwrap()]).0,
        Some(1)
    );
    std::fs::write(&path, "[R3]\n[[R3.columns]]\nkey = \"没有的栏\"\n").unwrap();
    let (code, said) = command(&["reports", file, "--set", path.to_str().unwrap()]);
    assert!(code == Some(0) && said.contains("没有的栏"), "{said}");
    assert_eq!(command(&["reports", file, "--reset", "R3"]).0, Some(0));
    assert_eq!(
        room.reopen()
            .report(&year(Kind::EventLedger))
            .unwrap()
            .title,
        "科普活动台账"
    );
    assert!(command(&["reports"]).1.contains("R24"));
}

struct NoFiles;
impl Files for NoFiles {
    fn ask(&mut self, _: &egui::Context, _: Purpose) {}
    fn take(&mut self) -> Option<(Purpose, Vec<PathBuf>)> {
        None
    }
}

type Window = Harness<'static, Option<Desktop>>;

fn window(file: PathBuf) -> Window {
    let mut begin = Some(Begin::Open(file));
    Harness::builder()
        .with_size([1366.0, 768.0])
        .with_os(egui::os::OperatingSystem::Windows)
        .with_context_setup(|ctx| {
            kepu_ledger::ui::fonts::install(ctx);
            kepu_ledger::ui::theme::install(ctx);
        })
        .build_ui_state(
            move |ui, desktop: &mut Option<Desktop>| {
                let ctx = ui.ctx().clone();
                let desktop = desktop.get_or_insert_with(|| {
                    Desktop::new(begin.take(), Box::new(NoFiles), NOW, &ctx)
                });
                let mut raw = egui::RawInput {
                    events: ctx.input(|i| i.events.clone()),
                    ..egui::RawInput::default()
                };
                desktop.before_input(&mut raw);
                desktop.take(&ctx);
                desktop.draw(ui);
            },
            None,
        )
}

fn wait_for(window: &mut Window, label: &str) {
    for _ in 0..1500 {
        window.step();
        if window.query_all_by_label_contains(label).next().is_some() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("{label} never came");
}

fn settle(window: &mut Window) {
    for _ in 0..8 {
        window.step();
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

#[test]
fn a_clerk_hides_renames_and_moves_a_column_in_the_window() {
    let mut room = two_events();
    room.office = None;
    let mut window = window(room.file());
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    window.get_by_role_and_label(Role::Tab, "报表").click();
    window.run_steps(3);
    window
        .get_by_role_and_label(Role::RadioButton, "栏目与签字")
        .click();
    wait_for(&mut window, "上移 主题日");
    window
        .get_by_role_and_label(Role::CheckBox, "主题日")
        .click_accesskit();
    settle(&mut window);
    let name = window.get_by_role_and_label(Role::TextInput, "日期 改名为");
    name.focus();
    settle(&mut window);
    window.event(egui::Event::Text("活动日期".into()));
    settle(&mut window);
    // The column with the cursor goes down, by keyboard.
    window.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    settle(&mut window);
    window
        .get_by_role_and_label(Role::Button, "上移 地点")
        .click_accesskit();
    settle(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    wait_for(&mut window, "已调整 R3");
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    let report = office.report(&year(Kind::EventLedger)).unwrap();
    assert_eq!(
        heads(&report)[..5],
        ["序号", "活动名称", "活动日期", "地点", "主办/承办"]
    );
}

fn photo(n: u8) -> image::RgbImage {
    image::RgbImage::from_pixel(320, 240, image::Rgb([n * 40, 120, 90]))
}

fn with_photos(room: &mut Room, event: Uid, count: u8) {
    let paths: Vec<PathBuf> = (0..count)
        .map(|n| {
            let path = room.folder.path().join(format!("{event}-{n}.png"));
            photo(n).save(&path).unwrap();
            path
        })
        .collect();
    let picked = paths.iter().map(|p| attach::pick(p)).collect();
    room.office()
        .attach(Register::Events, event, picked)
        .unwrap();
}

fn forum() -> Event {
    Event {
        place: "湖滨社区".into(),
        speakers: "李明，副教授，岳阳职业技术学院".into(),
        attendance: Some(120),
        groups: vec!["青少年".into(), "老年人".into()],
        group_counts: vec![
            GroupCount {
                group: "青少年".into(),
                count: 40,
            },
            GroupCount {
                group: "老年人".into(),
                count: 50,
            },
        ],
        ..event("科普讲座", 3, 5)
    }
}

fn record(room: &mut Room, event: Uid, mask: Mask) -> Laid {
    let request = Request {
        event: Some(event),
        mask,
        ..year(Kind::EventRecord)
    };
    laid(room, &request)
}

#[test]
fn a_record_says_everything_and_carries_its_photos() {
    let mut room = Room::new();
    let uid = room.save(Command::SaveEvent(forum()));
    with_photos(&mut room, uid, 5);
    let sheet = papers::Paper {
        uid: Uid::fresh(),
        title: "活动通知".into(),
        archive_no: "KP-2025-07".into(),
        kind: "通知".into(),
        event: Some(uid),
        ..papers::Paper::default()
    };
    room.save(Command::Save(Box::new(sheet.wrap())));
    let laid = record(&mut room, uid, Mask::Submit);
    assert_eq!(laid.pages.len(), 2);
    insta::assert_snapshot!(laid.pages[0].plain_text());
    let own = record(&mut room, uid, Mask::Archive);
    assert!(own.pages[0].plain_text().contains("缺：方案、签到"));
    let photos = |laid: &Laid, n: usize| {
        let items = laid.pages[n].items.iter();
        items
            .filter(|i| matches!(i, paper::Item::Photo { .. }))
            .count()
    };
    assert_eq!((photos(&laid, 0), photos(&laid, 1)), (0, 4));
    let text = laid.pages[1].plain_text();
    for needed in ["20250305-01", "20250305-04", "共有照片 5 张"] {
        assert!(text.contains(needed), "{needed}: {text}");
    }
    // R3 takes the archive number of the paper, too.
    let ledger = room.office().report(&year(Kind::EventLedger)).unwrap();
    assert!(
        table(&ledger).rows[0]
            .cells
            .iter()
            .any(|c| c.text == "KP-2025-07")
    );
}

#[test]
fn photos_of_minors_are_not_published() {
    let mut room = Room::new();
    let uid = room.save(Command::SaveEvent(Event {
        groups: vec!["青少年".into(), "留守儿童".into()],
        ..forum()
    }));
    with_photos(&mut room, uid, 2);
    assert_eq!(record(&mut room, uid, Mask::Submit).pages.len(), 2);
    let public = record(&mut room, uid, Mask::Public);
    assert_eq!(public.pages.len(), 1);
    assert!(public.pages[0].plain_text().contains("公示版不印照片"));
    let mixed = room.save(Command::SaveEvent(forum()));
    with_photos(&mut room, mixed, 2);
    assert_eq!(record(&mut room, mixed, Mask::Public).pages.len(), 2);
}

#[test]
fn a_document_s_workbook_has_a_sheet_for_its_text_and_each_annex() {
    let mut room = two_events();
    let ledger = room.office().report(&year(Kind::EventLedger)).unwrap();
    let mut pages = ledger.clone();
    pages.blocks.push(Block::NewPage("表二：经费".into()));
    pages.blocks.push(Block::Table(table(&ledger).clone()));
    let report = Report {
        title: "2025年科普工作总结".into(),
        letter: Some(Letter {
            addressee: "区科学技术协会".into(),
            paragraphs: letter::paragraphs("一、基本情况\n全年开展活动 2 场。"),
            ..Letter::default()
        }),
        annexes: vec![ledger, pages],
        ..Report::default()
    };
    let path = room.folder.path().join("总结.xlsx");
    std::fs::write(&path, paper::workbook(&report).unwrap()).unwrap();
    let request = ImportRequest {
        files: vec![path],
        ..ImportRequest::default()
    };
    let sources = read_sheets(&program(), &request).unwrap();
    let sheets = &sources[0].workbook.sheets;
    let names: Vec<&str> = sheets.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "2025年科普工作总结",
            "科普活动台账",
            "科普活动台账（2）",
            "表二：经费"
        ]
    );
    let text = |n: usize| -> String {
        let rows = sheets[n].rows.iter();
        rows.flat_map(|r| &r.cells)
            .map(kepu_ledger::exchange::sheet::Cell::shown)
            .collect()
    };
    for needed in ["区科学技术协会：", "全年开展活动 2 场。", "1. 科普活动台账"]
    {
        assert!(text(0).contains(needed), "{needed}");
    }
    assert!(text(3).contains("消防演练"));
}
