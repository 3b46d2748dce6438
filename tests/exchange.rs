//! Old ledgers come in: the five samples with their exact outcome, and files that mean harm.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use common::program;
use common::samples;
use kepu_ledger::app::AppError;
use kepu_ledger::app::Register;
use kepu_ledger::app::Wanted;
use kepu_ledger::app::import::BadRows;
use kepu_ledger::app::import::ImportPlan;
use kepu_ledger::app::import::ImportRequest;
use kepu_ledger::app::import::Outcome;
use kepu_ledger::app::import::read_sheets;
use kepu_ledger::app::words;
use kepu_ledger::model::Period;
use std::path::PathBuf;

fn plan(room: &mut Room, files: Vec<PathBuf>, year: Option<i16>) -> Result<ImportPlan, AppError> {
    let request = ImportRequest {
        files,
        register: None,
        year,
        ..ImportRequest::default()
    };
    let sources = read_sheets(&program(), &request)?;
    room.office().plan_import(&request, &sources)
}

fn with_samples() -> Room {
    let mut room = Room::new();
    let planned = plan(&mut room, samples(), None).unwrap();
    room.office().take_in(&planned, BadRows::Stop).unwrap();
    room
}

#[test]
fn the_five_samples_go_in_with_their_exact_outcome() {
    let mut room = Room::new();
    let planned = plan(&mut room, samples(), None).unwrap();
    let counts: Vec<usize> = Outcome::ALL.iter().map(|o| planned.count(*o)).collect();
    assert_eq!(counts, [741, 0, 0, 24, 0]);
    room.office().take_in(&planned, BadRows::Stop).unwrap();
    let ledger = room.office().ledger().clone();
    // 240 rows of volunteers are 235 people: five stand twice with the same valid identity number.
    assert_eq!(
        (
            ledger.events.len(),
            ledger.volunteers.len(),
            ledger.officers.len(),
            ledger.communities.len()
        ),
        (398, 235, 120, 7)
    );
    assert_eq!(ledger.teams.len(), 3);
    let sum = |year: i16| -> u32 {
        let events = ledger.events_in(&Period::year(year).unwrap());
        events.iter().filter_map(|e| e.attendance).sum()
    };
    // Our own sums over the sheets' rows; the sheets' =SUM skips the cells with text.
    assert_eq!((sum(2024), sum(2025)), (61045, 65651));
    // Every event names its community in place or title.
    assert!(ledger.events.values().all(|e| e.community.is_some()));
    // Damaged identity numbers are kept as they stood and never made into numbers.
    let pending = |why: &str| {
        ledger
            .people
            .values()
            .flat_map(|p| &p.pending)
            .filter(|p| p.field == "id_number" && p.why.contains(why))
            .count()
    };
    assert_eq!((pending("末位已丢失"), pending("校验位不符")), (11, 8));
    // The private-use 䶮 is the real one now.
    assert_eq!(
        ledger
            .people
            .values()
            .filter(|p| p.name.contains('\u{4DAE}'))
            .count(),
        5
    );
    let about = ledger
        .events
        .values()
        .find(|e| e.attendance_note == "约74人")
        .unwrap();
    assert_eq!(about.attendance, Some(74));
    // A month and a day without a year belong to the year of their sheet.
    assert!(ledger.events.values().all(|e| {
        e.day()
            .is_some_and(|d| d.year() == 2024 || d.year() == 2025)
    }));
    // Blank months are not reported; zeros are.
    assert!(ledger.reach.values().any(|r| r.shares == 0));
    assert!(ledger.reach.len() < 120 * 12);
    assert!(ledger.reach.values().all(|r| r.month.year == 2025));
}

#[test]
fn the_same_sheets_again_change_nothing_and_one_undo_takes_all_back() {
    let mut room = with_samples();
    let again = plan(&mut room, samples(), None).unwrap();
    assert_eq!(again.count(Outcome::Same), 765);
    assert!(again.records().is_empty());
    let label = room.office().undo_label().unwrap().to_owned();
    assert!(label.starts_with("导入 "), "{label}");
    room.office().undo().unwrap();
    assert!(room.office().ledger().events.is_empty() && room.office().ledger().people.is_empty());
    room.reopen().redo().unwrap();
    assert_eq!(room.office().ledger().events.len(), 398);
}

#[test]
fn an_imported_name_is_found_by_initials_and_by_its_rare_character() {
    let mut room = with_samples();
    let mut find = |words: &str| {
        room.office()
            .rows(
                Register::Volunteers,
                &Wanted {
                    words: words.into(),
                    ..Wanted::default()
                },
            )
            .len()
    };
    assert!(find("䶮") >= 1);
    assert!(find("zgj") + find("zg") >= 1);
    assert_eq!(find("没有这个人"), 0);
}

fn write(room: &Room, name: &str, bytes: &[u8]) -> PathBuf {
    let path = room.folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn a_row_without_a_name_stops_the_import_unless_it_is_skipped() {
    let mut room = Room::new();
    let sheet = write(
        &room,
        "志愿者.csv",
        "姓名,联系电话,专业特长\n李娜,15000002238,急救\n,15000002239,消防\n".as_bytes(),
    );
    let planned = plan(&mut room, vec![sheet], None).unwrap();
    assert_eq!(planned.count(Outcome::Refused), 1);
    let problem = &planned.rows[1].problems[0];
    assert_eq!(
        (problem.cell.as_str(), problem.what.as_str()),
        ("A3", "没有姓名")
    );
    assert!(matches!(
        room.office().take_in(&planned, BadRows::Stop),
        Err(AppError::Refused(1))
    ));
    assert!(room.office().ledger().people.is_empty());
    room.office().take_in(&planned, BadRows::Skip).unwrap();
    assert_eq!(room.office().ledger().volunteers.len(), 1);
}

#[test]
fn a_newer_sheet_changes_what_it_names_and_erases_nothing() {
    let mut room = Room::new();
    let first = write(
        &room,
        "志愿者1.csv",
        "姓名,联系电话,专业特长,工作单位\n李娜,15000002238,急救,南湖小学\n".as_bytes(),
    );
    let planned = plan(&mut room, vec![first], None).unwrap();
    room.office().take_in(&planned, BadRows::Stop).unwrap();
    let second = write(
        &room,
        "志愿者2.csv",
        "姓名,联系电话,专业特长,工作单位\n李 娜,150-0000-2238,消防,\n".as_bytes(),
    );
    let planned = plan(&mut room, vec![second], None).unwrap();
    assert_eq!(planned.count(Outcome::Changed), 1);
    let change = &planned.rows[0].changes[0];
    assert_eq!(
        (
            change.field.as_str(),
            change.old.as_str(),
            change.new.as_str()
        ),
        ("专业特长", "急救", "消防")
    );
    room.office().take_in(&planned, BadRows::Stop).unwrap();
    let uid = *room.office().ledger().volunteers.keys().next().unwrap();
    let entry = room.office().ledger().volunteer_entry(uid).unwrap();
    assert_eq!(
        (
            entry.volunteer.specialty.as_str(),
            entry.person.employer.as_str()
        ),
        ("消防", "南湖小学")
    );
}

#[test]
fn days_without_a_year_take_the_year_that_is_said() {
    let mut room = Room::new();
    let sheet = write(
        &room,
        "台账.csv",
        "活动名称,活动时间,参加人数,活动经费（万元）\n讲座,3月5日,约120人,0.15\n开放日,待定,30,\n"
            .as_bytes(),
    );
    let planned = plan(&mut room, vec![sheet], Some(2023)).unwrap();
    assert_eq!(
        (
            planned.count(Outcome::New),
            planned.count(Outcome::Doubtful)
        ),
        (1, 1)
    );
    room.office().take_in(&planned, BadRows::Stop).unwrap();
    let ledger = room.office().ledger().clone();
    let lecture = ledger.events.values().find(|e| e.title == "讲座").unwrap();
    assert_eq!(lecture.day().unwrap().to_string(), "2023-03-05");
    assert_eq!(
        (lecture.attendance, lecture.cost.unwrap().0),
        (Some(120), 150_000)
    );
    let open = ledger
        .events
        .values()
        .find(|e| e.title == "开放日")
        .unwrap();
    assert_eq!((open.day(), open.pending[0].text.as_str()), (None, "待定"));
}

#[test]
fn files_that_are_no_sheets_are_named_and_hurt_nobody() {
    let mut room = Room::new();
    let sample = std::fs::read(&samples()[1]).unwrap();
    let cases = [
        (write(&room, "空.xlsx", b""), "空文件"),
        (
            write(&room, "照片.xlsx", b"\xFF\xD8\xFF\xE0 a photograph"),
            "不是表格",
        ),
        (
            write(&room, "半份.xlsx", &sample[..sample.len() / 2]),
            "损坏",
        ),
        (
            write(&room, "网页.xls", b"<html><p>1</p></html>"),
            "没有表格",
        ),
    ];
    for (path, expected) in cases {
        let error = plan(&mut room, vec![path.clone()], None).unwrap_err();
        let said = words::advice(&error).to_string();
        assert!(said.contains(expected), "{}: {said}", path.display());
    }
    let letter = write(&room, "信.csv", "各位同事\n请于周五前上报\n".as_bytes());
    assert!(matches!(
        plan(&mut room, vec![letter], None),
        Err(AppError::NoTable(_))
    ));
}

#[test]
fn a_kilobyte_that_asks_for_terabytes_is_read_without_them() {
    let mut room = Room::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in ["活动名称", "活动时间"].iter().enumerate() {
        sheet.write_string(0, column as u16, *head).unwrap();
    }
    sheet.write_string(1, 0, "讲座").unwrap();
    sheet.write_string(1, 1, "2025-03-05").unwrap();
    sheet.write_string(1_048_575, 16_383, "角").unwrap();
    let bomb = write(&room, "角落.xlsx", &book.save_to_buffer().unwrap());
    let planned = plan(&mut room, vec![bomb], None).unwrap();
    assert_eq!(planned.count(Outcome::New), 1);
    assert!(
        planned.remarks.iter().any(|r| r.contains("没有读")),
        "{:?}",
        planned.remarks
    );
}

#[test]
fn a_hidden_sheet_is_left_out_and_said_so() {
    let mut room = Room::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, hidden) in [("台账", false), ("旧稿", true)] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.set_hidden(hidden);
        for (row, cells) in [["活动名称", "活动时间"], [name, "2025-03-05"]]
            .iter()
            .enumerate()
        {
            sheet.write_string(row as u32, 0, cells[0]).unwrap();
            sheet.write_string(row as u32, 1, cells[1]).unwrap();
        }
    }
    let file = write(&room, "两张.xlsx", &book.save_to_buffer().unwrap());
    let planned = plan(&mut room, vec![file], None).unwrap();
    assert_eq!(
        (planned.rows.len(), planned.rows[0].title.as_str()),
        (1, "台账")
    );
    assert!(
        planned.remarks.iter().any(|r| r.contains("“旧稿”是隐藏的")),
        "{:?}",
        planned.remarks
    );
}

#[test]
fn an_import_that_is_stopped_leaves_nothing_behind() {
    let mut room = Room::new();
    let request = ImportRequest {
        files: samples(),
        ..ImportRequest::default()
    };
    let sources = read_sheets(&program(), &request).unwrap();
    let planner = room.office().planner().unwrap();
    let stopped = planner.plan(&request, &sources, &mut |done, all| {
        assert!(done <= all);
        false
    });
    assert!(matches!(stopped, Err(AppError::Cancelled)));

    let plan = room.office().plan_import(&request, &sources).unwrap();
    let mut told = Vec::new();
    let stopped = room
        .office()
        .take_in_while(&plan, BadRows::Stop, &mut |done, all| {
            told.push((done, all));
            done < 500
        });
    assert!(matches!(stopped, Err(AppError::Cancelled)));
    assert!(told.len() >= 2, "it was stopped in the middle: {told:?}");
    assert!(room.office().ledger().events.is_empty());
    assert_eq!(room.office().undo_label(), None);
    assert!(room.reopen().ledger().events.is_empty(), "nor in the file");
    let done = room.office().take_in(&plan, BadRows::Stop).unwrap();
    assert!(
        done.records > 700,
        "the same plan goes in when nobody stops it"
    );
}

#[test]
fn a_column_named_on_the_command_line_is_followed_and_remembered() {
    let mut room = Room::new();
    let folder = room.file().parent().unwrap().to_owned();
    let file = room.file();
    room.office = None;
    let run = |sheet: &str, lines: &str, more: &[&str]| {
        let sheet = folder.join(sheet);
        std::fs::write(&sheet, lines).unwrap();
        let out = std::process::Command::new(program())
            .arg("import")
            .arg(&file)
            .arg(&sheet)
            .args(more)
            .output()
            .unwrap();
        let text = [out.stdout, out.stderr].concat();
        (out.status.code(), String::from_utf8(text).unwrap())
    };
    let may = "日期,活动名称,来了几位\n2025-05-12,防灾减灾讲座,80\n";
    let (code, said) = run("五月.csv", may, &["--column", "来了几位=没有这个"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("没有“没有这个”这个字段"), "{said}");
    let (code, said) = run("五月.csv", may, &["--column", "来了几位=参加人次"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = run(
        "六月.csv",
        "日期,活动名称,来了几位\n2025-06-05,环境日宣传,120\n",
        &[],
    );
    assert_eq!(code, Some(0), "{said}");
    let events = &room.reopen().ledger().events;
    let mut counts: Vec<_> = events.values().map(|e| e.attendance).collect();
    counts.sort();
    assert_eq!(counts, [Some(80), Some(120)]);
}

fn told(outcome: &ImportPlan) -> Vec<(Outcome, String)> {
    let said = outcome.rows.iter().map(|r| {
        let changes = r.changes.iter().map(|c| {
            let (old, new) = c.masked();
            format!("{}：{old} → {new}", c.field)
        });
        (r.outcome, changes.collect::<Vec<_>>().join("；"))
    });
    said.collect()
}

fn written(room: &Room, name: &str, text: &str) -> PathBuf {
    let path = room.file().with_file_name(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_known_community_takes_over_every_column_and_says_what_changes() {
    let mut room = Room::new();
    let head = "社区（村）,类别,联系人,常住人口,统计时点\n";
    let old = written(
        &room,
        "社区人口.csv",
        &format!("{head}滨湖社区,社区,张三,8000,2025-12-31\n"),
    );
    let first = plan(&mut room, vec![old], None).unwrap();
    room.office().take_in(&first, BadRows::Stop).unwrap();
    let new = written(
        &room,
        "社区人口2.csv",
        &format!("{head}滨湖社区,社区,李四,8100,2025-12-31\n"),
    );
    let second = plan(&mut room, vec![new.clone()], None).unwrap();
    assert_eq!(
        told(&second),
        [(
            Outcome::Changed,
            "联系人：张三 → 李四；人口数：8000 → 8100".to_owned()
        )]
    );
    room.office().take_in(&second, BadRows::Stop).unwrap();
    assert_eq!(
        room.office().ledger().populations.len(),
        1,
        "the same day is one count"
    );
    let again = plan(&mut room, vec![new], None).unwrap();
    assert_eq!(told(&again), [(Outcome::Same, String::new())]);
}

#[test]
fn a_value_that_is_not_taken_makes_no_row_the_same() {
    let mut room = Room::new();
    let head = "姓名,联系电话,所属服务队\n";
    let good = written(
        &room,
        "志愿者.csv",
        &format!("{head}李娜,13812345678,银龄队\n,13900000000,没有名字的队\n王芳,13912345678,无\n"),
    );
    let first = plan(&mut room, vec![good], None).unwrap();
    room.office().take_in(&first, BadRows::Skip).unwrap();
    let teams: Vec<String> = room
        .office()
        .ledger()
        .teams
        .values()
        .map(|t| t.name.clone())
        .collect();
    assert_eq!(
        teams,
        ["银龄队"],
        "a row that is refused leaves no team behind, and 无 is none"
    );

    let worse = written(
        &room,
        "志愿者2.csv",
        "姓名,联系电话,身份证号\n李娜,13812345678,110105194912310021\n",
    );
    let second = plan(&mut room, vec![worse.clone()], None).unwrap();
    assert_eq!(second.rows[0].outcome, Outcome::Doubtful);
    room.office().take_in(&second, BadRows::Skip).unwrap();
    let again = plan(&mut room, vec![worse], None).unwrap();
    assert_eq!(
        again.rows[0].outcome,
        Outcome::Same,
        "it is kept as 待核实 now"
    );
}

#[test]
fn three_files_of_one_name_are_three_files() {
    let mut room = Room::new();
    let files: Vec<PathBuf> = (1..=3)
        .map(|n| {
            let folder = room.file().with_file_name(format!("夹{n}"));
            std::fs::create_dir(&folder).unwrap();
            let path = folder.join("台账.csv");
            std::fs::write(&path, format!("活动时间,活动名称\n2025-03-0{n},第{n}场\n")).unwrap();
            path
        })
        .collect();
    let plan = plan(&mut room, files, None).unwrap();
    let names: Vec<&str> = plan.rows.iter().map(|r| r.file.as_str()).collect();
    assert_eq!(names, ["台账.csv", "台账.csv（2）", "台账.csv（3）"]);
}

#[test]
fn a_sheet_in_which_everybody_has_one_name_is_planned_within_reason() {
    let mut room = Room::new();
    let rows = (0..3000).map(|n| format!("居民,1380000{n:04}"));
    let text = std::iter::once("姓名,联系电话".to_owned())
        .chain(rows)
        .collect::<Vec<_>>()
        .join("\n");
    let file = written(&room, "志愿者.csv", &text);
    let plan = plan(&mut room, vec![file], None).unwrap();
    assert_eq!(plan.rows.len(), 3000);
    assert!(plan.rows.iter().all(|r| r.namesakes.len() <= 20));
}

#[test]
fn a_changed_phone_is_masked_in_what_machines_read() {
    let mut room = Room::new();
    let old = written(
        &room,
        "志愿者.csv",
        "姓名,身份证号,联系电话\n李娜,11010519491231002X,13812345678\n",
    );
    let first = plan(&mut room, vec![old], None).unwrap();
    room.office().take_in(&first, BadRows::Stop).unwrap();
    let new = written(
        &room,
        "志愿者2.csv",
        "姓名,身份证号,联系电话\n李娜,11010519491231002X,13987654321\n",
    );
    let second = plan(&mut room, vec![new], None).unwrap();
    let json = serde_json::to_string(&(&second.rows, &second.tables)).unwrap();
    assert!(json.contains("139****4321"), "{json}");
    for number in ["13812345678", "13987654321", "11010519491231002X"] {
        assert!(!json.contains(number), "{json}");
    }
}
