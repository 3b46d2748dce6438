//! A clerk brings an old ledger in by the window: sees what each row means, puts right what is wrong, and only then takes
//! it in.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use common::program;
use common::window::Picks;
use common::window::Window;
use common::window::drop_on;
use common::window::go;
use common::window::settle;
use common::window::wait_for;
use common::window::window_with;
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::exchange::worker;
use kepu_ledger::model::field::Form as _;
use kepu_ledger::model::people::VolunteerEntry;
use std::path::PathBuf;

/// The window on the room's file; the clerk picks one sheet of these lines.
fn with_sheet(room: &mut Room, name: &str, lines: &[&str]) -> Window {
    worker::use_program(program());
    let sheet = room.file().with_file_name(name);
    std::fs::write(&sheet, lines.join("\n")).unwrap();
    room.office = None;
    let begin = Some(Begin::Open(room.file()));
    let mut window = window_with(begin, move || Box::new(Picks::file(sheet.clone())));
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    pick(&mut window);
    window
}

fn pick(window: &mut Window) {
    go(window, "导入表格");
    window.get_by_label("选择表格…").click();
    wait_for(window, "各表");
    settle(window);
}

fn press(window: &mut Window, label: &str) {
    window.get_by_label_contains(label).click();
    settle(window);
}

fn stands(window: &Window, label: &str) -> bool {
    window.query_all_by_label_contains(label).next().is_some()
}

fn choose(window: &mut Window, combo: &str, item: &str) {
    window.get_by_role_and_label(Role::ComboBox, combo).click();
    settle(window);
    window.get_by_label("在列表里查找").type_text(item);
    settle(window);
    window.key_press(Key::Enter);
    settle(window);
}

#[test]
fn a_heading_nobody_knows_is_given_its_field_once_and_remembered() {
    let mut room = Room::new();
    let lines = [
        "日期,干了什么,来了几位",
        "2025-05-12,防灾减灾讲座,80",
        "2025-06-05,环境日宣传,120",
    ];
    let mut window = with_sheet(&mut room, "随手记.csv", &lines);
    assert!(stands(&window, "没认出是哪种表"));
    assert!(stands(&window, "没有要写入的内容"));

    press(&mut window, "表头对应 随手记.csv");
    choose(&mut window, "这张表是", "科普活动");
    wait_for(&mut window, "“干了什么”导入到");
    choose(&mut window, "“干了什么”导入到", "hdmc");
    choose(&mut window, "“来了几位”导入到", "参加人次");
    press(&mut window, "完成");
    wait_for(&mut window, "导入 2 行");
    press(&mut window, "导入 2 行");
    wait_for(&mut window, "已保存：导入 随手记.csv");
    drop(window);

    let events = room.reopen().ledger().events.clone();
    let mut counted: Vec<_> = events
        .values()
        .map(|e| (e.title.clone(), e.attendance))
        .collect();
    counted.sort();
    assert_eq!(
        counted,
        [
            ("环境日宣传".to_owned(), Some(120)),
            ("防灾减灾讲座".to_owned(), Some(80))
        ]
    );

    // Next month's sheet has the same headings and needs no second word.
    let lines = ["日期,干了什么,来了几位", "2025-07-01,暑期科普,60"];
    let window = with_sheet(&mut room, "七月.csv", &lines);
    assert!(stands(&window, "按你定过的表头"));
    assert!(stands(&window, "导入 1 行"));
}

#[test]
fn a_wrong_cell_is_put_right_in_the_preview_and_goes_in_right() {
    let mut room = Room::new();
    let lines = [
        "活动时间,活动名称,参加人数",
        "2025-13-45,消防演练,60",
        "2025-03-02,,30",
        "2025-03-09,植树节讲座,40",
    ];
    let mut window = with_sheet(&mut room, "2025年活动台账.csv", &lines);
    assert!(stands(&window, "存疑 1") && stands(&window, "不能导入 1"));
    assert!(stands(&window, "跳过 1 行，导入其余 2 行"));

    // The wrong day, by keyboard: the row is chosen, its cell is typed over, Enter takes it.
    press(&mut window, "消防演练");
    let cell = window.get_by_role_and_label(Role::TextInput, "活动时间");
    cell.focus();
    window.run_steps(2);
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    window
        .get_by_role_and_label(Role::TextInput, "活动时间")
        .type_text("2025-11-09");
    window.run_steps(2);
    window.key_press(Key::Enter);
    wait_for(&mut window, "存疑 0");
    // The row without a name stays out on the clerk's word.
    press(&mut window, "不能导入 1");
    press(&mut window, "没有活动名称");
    press(&mut window, "这一行不导入");
    wait_for(&mut window, "已排除 1");
    wait_for(&mut window, "导入 2 行");
    assert!(stands(&window, "已改动 2 处"));
    press(&mut window, "导入 2 行");
    wait_for(&mut window, "已保存：导入");
    drop(window);
    let ledger = room.reopen().ledger().clone();
    let mut days: Vec<String> = ledger
        .events
        .values()
        .map(|e| format!("{} {}", e.day().unwrap(), e.title))
        .collect();
    days.sort();
    assert_eq!(days, ["2025-03-09 植树节讲座", "2025-11-09 消防演练"]);
    assert!(ledger.events.values().all(|e| e.pending.is_empty()));
}

#[test]
fn a_namesake_waits_for_the_clerk_and_is_one_person_only_on_their_word() {
    for same in [true, false] {
        let mut room = Room::new();
        let known = VolunteerEntry {
            person: kepu_ledger::model::people::Person {
                name: "李娜".into(),
                employer: "湖滨小学".into(),
                ..kepu_ledger::model::people::Person::default()
            },
            ..VolunteerEntry::default()
        };
        room.save(kepu_ledger::app::Command::SaveVolunteer(known));
        let lines = [
            "姓名,联系电话,工作单位",
            "李娜,13812345678,岳阳楼小学",
            "王芳,13912345678,",
        ];
        let mut window = with_sheet(&mut room, "志愿者花名册.csv", &lines);
        press(&mut window, "重名待定 1");
        press(&mut window, "李娜");
        wait_for(&mut window, "是同一个人吗");
        press(
            &mut window,
            if same {
                "同一人：李娜"
            } else {
                "另一个人"
            },
        );
        wait_for(&mut window, "存疑 0");
        press(&mut window, "导入 2 行");
        wait_for(&mut window, "已保存：导入");
        drop(window);
        let ledger = room.reopen().ledger().clone();
        let of_name = ledger.people.values().filter(|p| p.name == "李娜").count();
        assert_eq!(
            of_name,
            if same { 1 } else { 2 },
            "{}",
            VolunteerEntry::NAME
        );
    }
}

#[test]
fn rows_are_found_by_initials_and_personal_numbers_stay_hidden() {
    let mut room = Room::new();
    let lines = [
        "姓名,身份证号,联系电话",
        "田云琼,11010519491231002X,13812345678",
        "王芳,,13912345678",
    ];
    let mut window = with_sheet(&mut room, "志愿者花名册.csv", &lines);
    let find = window.get_by_label("在导入结果里查找");
    find.focus();
    window.run_steps(2);
    window.get_by_label("在导入结果里查找").type_text("tyq");
    settle(&mut window);
    assert!(stands(&window, "田云琼") && !stands(&window, "王芳"));
    press(&mut window, "田云琼");
    wait_for(&mut window, "这一行不导入");
    let hidden = window
        .get_by_role_and_label(Role::TextInput, "身份证号")
        .accesskit_node()
        .value()
        .unwrap_or_default();
    assert_eq!(
        hidden, "",
        "the number is not shown before the clerk asks for it"
    );
}

#[test]
fn records_changed_behind_a_preview_make_it_planned_again() {
    let mut room = Room::new();
    let lines = ["活动时间,活动名称", "2025-03-09,植树节讲座"];
    let mut window = with_sheet(&mut room, "台账.csv", &lines);
    wait_for(&mut window, "导入 1 行");
    press(&mut window, "导入 1 行");
    wait_for(&mut window, "已保存：导入");
    // The same sheet once more: nothing is left to write.
    pick(&mut window);
    wait_for(&mut window, "相同 1");
    assert!(stands(&window, "没有要写入的内容"));
    // Undone behind the preview's back: the row would be new again, and the window says so before it writes.
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    wait_for(&mut window, "新增 1");
}

#[test]
fn a_sheet_that_cannot_be_read_says_what_to_do() {
    let mut room = Room::new();
    worker::use_program(program());
    let sheet: PathBuf = room.file().with_file_name("空.csv");
    std::fs::write(&sheet, "").unwrap();
    room.office = None;
    let begin = Some(Begin::Open(room.file()));
    let mut window = window_with(begin, move || Box::new(Picks::file(sheet.clone())));
    wait_for(&mut window, "湖滨街道办事处");
    go(&mut window, "导入表格");
    window.get_by_label("选择表格…").click();
    wait_for(&mut window, "“空.csv”是空文件。请换一份表格。");
}

#[test]
fn a_cell_put_right_leaves_every_sheet_its_own_year() {
    let mut room = Room::new();
    let lines = [
        "2023年科普活动台账,,",
        "活动时间,活动名称,参加人数",
        "3月1日,植树讲座,60",
        "",
        "2024年科普活动台账,,",
        "活动时间,活动名称,参加人数",
        "3月2日,防灾讲座,八十来个",
    ];
    let mut window = with_sheet(&mut room, "两年台账.csv", &lines);
    press(&mut window, "防灾讲座");
    let cell = window.get_by_role_and_label(Role::TextInput, "参加人数");
    cell.focus();
    window.run_steps(2);
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    window
        .get_by_role_and_label(Role::TextInput, "参加人数")
        .type_text("80");
    window.run_steps(2);
    window.key_press(Key::Enter);
    wait_for(&mut window, "已改动 1 处");
    press(&mut window, "导入 2 行");
    wait_for(&mut window, "已保存：导入");
    drop(window);
    let events = room.reopen().ledger().events.clone();
    let mut days: Vec<String> = events
        .values()
        .map(|e| format!("{} {}", e.day().unwrap(), e.attendance.unwrap()))
        .collect();
    days.sort();
    assert_eq!(days, ["2023-03-01 60", "2024-03-02 80"]);
}

#[test]
fn two_people_side_by_side_in_one_row_are_two_rows_of_the_import() {
    let mut room = Room::new();
    let lines = [
        "志愿者花名册,,,",
        "姓名,联系电话,姓名,联系电话",
        "李娜,13812345678,王芳,13912345678",
    ];
    let mut window = with_sheet(&mut room, "花名册.csv", &lines);
    wait_for(&mut window, "导入 2 行");
    press(&mut window, "李娜");
    press(&mut window, "这一行不导入");
    wait_for(&mut window, "已排除 1");
    press(&mut window, "导入 1 行");
    wait_for(&mut window, "已保存：导入");
    drop(window);
    let people = room.reopen().ledger().people.clone();
    let names: Vec<String> = people.values().map(|p| p.name.clone()).collect();
    assert_eq!(names, ["王芳"]);
}

#[test]
fn what_was_planned_for_one_ledger_is_not_written_into_another() {
    let mut room = Room::new();
    let other = Room::new();
    let path = other.file();
    drop(other.office);
    let lines = ["活动时间,活动名称", "2025-03-09,植树节讲座"];
    let mut window = with_sheet(&mut room, "台账.csv", &lines);
    wait_for(&mut window, "导入 1 行");
    drop_on(&mut window, &[&path]);
    settle(&mut window);
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    go(&mut window, "导入表格");
    assert!(!stands(&window, "导入 1 行"));
}
