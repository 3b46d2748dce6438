//! 报表 as a clerk uses it: a report is found by its initials, looked at, searched, followed to its records and put out.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use common::event;
use common::window::Picks;
use common::window::Window;
use common::window::go;
use common::window::opened;
use common::window::settle;
use common::window::wait_for;
use common::window::window_with;
use egui::Event as Input;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use jiff::civil::date;
use kepu_ledger::app::Command;
use kepu_ledger::app::SampleSize;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::model::day::When;
use kepu_ledger::model::events::Event;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;

fn sample(events: u32, volunteers: u32, officers: u32) -> Room {
    let mut room = Room::new();
    room.office()
        .invent(SampleSize {
            events,
            volunteers,
            officers,
            ..SampleSize::of_year(2025)
        })
        .unwrap();
    room
}

fn press(window: &mut Window, role: Role, label: &str) {
    window.get_by_role_and_label(role, label).click();
    settle(window);
}

fn type_into(window: &mut Window, field: &str, text: &str) {
    press(window, Role::TextInput, field);
    window.event(Input::Text(text.into()));
    settle(window);
}

/// Find a report by what a clerk types, and wait until its first page stands there.
fn choose(window: &mut Window, typed: &str, title: &str) {
    go(window, "报表");
    type_into(window, "查找报表", typed);
    window.key_press(Key::Enter);
    wait_for(window, &format!("第 1 页\n{title}"));
}

fn page_number(window: &Window) -> String {
    let field = window.get_by_role_and_label(Role::TextInput, "页码");
    field.value().unwrap_or_default()
}

fn percent(window: &Window) -> u32 {
    let label = window.get_by_label_contains("%");
    let text = label.accesskit_node().value().unwrap_or_default();
    text.trim_end_matches('%').parse().unwrap()
}

#[test]
fn what_can_be_chosen_for_a_report_stands_open_below_the_list() {
    let mut room = sample(3, 3, 3);
    let mut window = opened(&mut room);
    choose(&mut window, "r3", "科普活动台账");
    let below = window.get_by_label_contains("最近备份").rect().top();
    for choice in ["起止日期", "公示版", "横向"] {
        let place = window.get_by_label(choice).rect();
        assert!(
            place.bottom() < below,
            "{choice} at {place}, the edge at {below}"
        );
    }
}

#[test]
fn a_roster_found_by_initials_leads_to_a_record_and_back_to_the_same_page() {
    let mut room = sample(3, 3, 90);
    let name = {
        let ledger = room.office().ledger().clone();
        let mut names: Vec<String> = ledger
            .officers
            .keys()
            .map(|uid| ledger.officer_entry(*uid).unwrap().person.name)
            .collect();
        names.sort();
        // A name nobody shares.
        let lonely = names
            .iter()
            .find(|n| names.iter().filter(|m| m == n).count() == 1);
        lonely.unwrap().clone()
    };
    let mut window = opened(&mut room);
    choose(&mut window, "kpxxyhmc", "科普信息员花名册");
    window.key_press(Key::PageDown);
    wait_for(&mut window, "第 2 页\n");
    assert_eq!(page_number(&window), "2");
    window.key_press(Key::Home);
    settle(&mut window);
    assert_eq!(page_number(&window), "1");
    // The name is looked for; the pages go where it stands.
    window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    settle(&mut window);
    window.event(Input::Text(name.clone()));
    wait_for(&mut window, "1 / 1 处");
    settle(&mut window);
    let stood = page_number(&window);
    press(&mut window, Role::Link, &name);
    wait_for(&mut window, "来自 1 条记录");
    press(&mut window, Role::Button, &name);
    wait_for(&mut window, "显示证件号和电话");
    press(&mut window, Role::Button, "返回报表");
    wait_for(&mut window, &format!("第 {stood} 页\n"));
    assert_eq!(page_number(&window), stood);
    wait_for(&mut window, "来自 1 条记录");
}

#[test]
fn a_page_is_reached_by_its_number_by_the_list_and_by_the_keys() {
    let mut room = sample(3, 3, 120);
    let mut window = opened(&mut room);
    choose(&mut window, "R8", "科普信息员花名册");
    press(&mut window, Role::Button, "整页");
    type_into(&mut window, "页码", "3");
    window.key_press(Key::Enter);
    wait_for(&mut window, "第 3 页\n");
    assert_eq!(page_number(&window), "3");
    window.key_press(Key::PageUp);
    settle(&mut window);
    assert_eq!(page_number(&window), "2");
    window.key_press(Key::End);
    settle(&mut window);
    let last: usize = page_number(&window).parse().unwrap();
    assert!(last >= 4, "{last}");
    press(&mut window, Role::Button, "页面目录");
    press(&mut window, Role::Button, "第 2 页");
    assert_eq!(page_number(&window), "2");
    // Two pages side by side: 2 and 3 face each other, the next row begins with 4.
    press(&mut window, Role::Button, "双页");
    wait_for(&mut window, "第 3 页\n");
    settle(&mut window);
    assert_eq!(page_number(&window), "2");
    window.key_press(Key::PageDown);
    settle(&mut window);
    assert_eq!(page_number(&window), "4");
}

#[test]
fn keys_make_the_pages_larger_and_smaller_and_the_place_stays() {
    let mut room = sample(3, 3, 120);
    let mut window = opened(&mut room);
    choose(&mut window, "R8", "科普信息员花名册");
    let before = percent(&window);
    type_into(&mut window, "页码", "3");
    window.key_press(Key::Enter);
    settle(&mut window);
    for _ in 0..3 {
        window.key_press_modifiers(Modifiers::COMMAND, Key::Plus);
        settle(&mut window);
    }
    let large = percent(&window);
    assert!(large * 10 > before * 16, "{before} {large}");
    assert_eq!(page_number(&window), "3");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Minus);
    settle(&mut window);
    assert!(percent(&window) < large);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num0);
    settle(&mut window);
    assert_eq!(percent(&window), before);
    assert_eq!(page_number(&window), "3");
}

#[test]
fn arrows_walk_the_list_and_the_pages_are_those_of_the_chosen_report() {
    let mut room = sample(5, 5, 5);
    let mut window = opened(&mut room);
    choose(&mut window, "R3", "科普活动台账");
    // Faster than pages are laid out: answers to what was asked for before are no answers.
    for _ in 0..3 {
        window.key_press(Key::ArrowDown);
        window.step();
    }
    wait_for(&mut window, "第 1 页\n重点人群");
    for _ in 0..30 {
        settle(&mut window);
    }
    wait_for(&mut window, "第 1 页\n重点人群");
}

/// A window whose clerk picks this file, and what the system is asked to open.
fn picking(room: &mut Room, path: PathBuf) -> (Window, Arc<Mutex<Vec<PathBuf>>>) {
    room.office = None;
    let opened: Arc<Mutex<Vec<PathBuf>>> = Arc::default();
    let noted = Arc::clone(&opened);
    let mut window = window_with(Some(Begin::Open(room.file())), move || {
        let mut picks = Picks::file(path.clone());
        picks.opened = Arc::clone(&noted);
        Box::new(picks)
    });
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    (window, opened)
}

#[test]
fn what_is_odd_is_asked_about_once_before_it_is_printed() {
    let mut room = Room::new();
    let held_tomorrow = Event {
        when: Some(When::day(date(2026, 12, 20))),
        ..event("冬至天文观测", 1, 1)
    };
    let uid = room.save(Command::SaveEvent(held_tomorrow));
    assert_ne!(uid, kepu_ledger::model::Uid::default());
    let nowhere = room.folder.path().join("没用.pdf");
    let (mut window, opened) = picking(&mut room, nowhere);
    choose(&mut window, "R3", "科普活动台账");
    press(&mut window, Role::Button, "打印");
    wait_for(&mut window, "照样打印");
    press(&mut window, Role::Button, "先看核对");
    wait_for(&mut window, "活动日期在今天之后");
    assert!(window.query_by_label("照样打印").is_none());
    window.key_press_modifiers(Modifiers::COMMAND, Key::P);
    wait_for(&mut window, "照样打印");
    press(&mut window, Role::Button, "照样打印");
    wait_for(&mut window, "请在打开的窗口里打印");
    let printed = opened.lock().unwrap().clone();
    assert_eq!(printed.len(), 1);
    assert!(
        printed[0].parent().unwrap().ends_with("打印"),
        "{printed:?}"
    );
    assert!(std::fs::read(&printed[0]).unwrap().starts_with(b"%PDF"));
    // Once said, not asked again.
    press(&mut window, Role::Button, "打印");
    assert!(window.query_by_label("照样打印").is_none());
    wait_for(&mut window, "请在打开的窗口里打印");
    for path in opened.lock().unwrap().iter() {
        std::fs::remove_file(path).ok();
    }
}

#[test]
fn a_saved_report_can_be_opened_and_a_refused_one_says_what_to_do() {
    let mut room = sample(4, 3, 3);
    let taken = room.folder.path().join("花名册.pdf");
    let (mut window, opened) = picking(&mut room, taken.clone());
    std::fs::create_dir(&taken).unwrap();
    choose(&mut window, "R8", "科普信息员花名册");
    let save = |window: &mut Window| {
        press(window, Role::Button, "存为 PDF…");
        if window.query_by_label("照样保存").is_some() {
            press(window, Role::Button, "照样保存");
        }
    };
    save(&mut window);
    wait_for(&mut window, "请换一个名字。");
    assert!(taken.is_dir());
    std::fs::remove_dir(&taken).unwrap();
    save(&mut window);
    wait_for(&mut window, "已保存：花名册.pdf");
    assert!(std::fs::read(&taken).unwrap().starts_with(b"%PDF"));
    press(&mut window, Role::Button, "打开所在文件夹");
    press(&mut window, Role::Button, "打开");
    assert_eq!(
        opened.lock().unwrap().as_slice(),
        [room.folder.path().to_owned(), taken]
    );
    // What was used last stands on top of the list.
    wait_for(&mut window, "最近用过");
}

#[test]
fn an_event_is_chosen_by_initials_for_its_record_sheet() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("消防演练", 3, 5)));
    room.save(Command::SaveEvent(event("防震减灾讲座", 5, 12)));
    room.save(Command::SaveEvent(event("食品安全展览", 9, 1)));
    let mut window = opened(&mut room);
    choose(&mut window, "R4", "科普活动记录表");
    wait_for(&mut window, "/ 3 页");
    press(&mut window, Role::Button, "活动：全部活动");
    settle(&mut window);
    // Enter may come before what was found.
    window.event(Input::Text("fzjz".into()));
    window.step();
    window.key_press(Key::Enter);
    wait_for(&mut window, "/ 1 页");
    wait_for(&mut window, "活动：2025-05-12 防震减灾讲座");
    // Any days: the event lies outside of them, and the list offers what lies inside.
    press(&mut window, Role::Button, "活动：2025-05-12 防震减灾讲座");
    press(&mut window, Role::Button, "全部活动");
    press(&mut window, Role::Button, "起止日期");
    press(&mut window, Role::TextInput, "到");
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(Input::Text("2025-5-31".into()));
    wait_for(&mut window, "/ 2 页");
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(Input::Text("2024-5-31".into()));
    wait_for(&mut window, "起始日期在截止日期之后");
    wait_for(&mut window, "请先填好起止日期。");
}
