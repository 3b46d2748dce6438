//! A record typed the short way: days said from today on, values completed from initials, what the last one held.
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
use common::window::Window;
use common::window::go;
use common::window::opened;
use common::window::settle;
use common::window::wait_for;
use egui::Event as Input;
use egui::ImeEvent;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::model::events::Event;

fn begun(room: &mut Room) -> Window {
    let mut window = opened(room);
    go(&mut window, "科普活动");
    window.key_press_modifiers(Modifiers::COMMAND, Key::N);
    wait_for(&mut window, "新增科普活动");
    settle(&mut window);
    window
}

fn press(window: &mut Window, key: Key) {
    window.key_press(key);
    settle(window);
}

fn write(window: &mut Window, label: &str, text: &str) {
    window.get_by_role_and_label(Role::TextInput, label).focus();
    settle(window);
    window.event(Input::Text(text.into()));
    settle(window);
}

fn value(window: &Window, label: &str) -> String {
    window
        .get_by_role_and_label(Role::TextInput, label)
        .value()
        .unwrap_or_default()
}

// What the list below the field offers.
fn offered(window: &Window) -> Vec<String> {
    let rows = window.query_all_by_role(Role::ListBoxOption);
    rows.map(|row| row.accesskit_node().label().unwrap_or_default())
        .collect()
}

// Whether something of the last record can be taken over.
fn can_carry(window: &Window) -> bool {
    let button = window.get_by_role_and_label(Role::Button, "沿用上一条");
    !button.accesskit_node().is_disabled()
}

// What earlier records held comes from a thread of its own.
fn remembered(window: &mut Window) {
    for _ in 0..200 {
        settle(window);
        if can_carry(window) {
            return;
        }
    }
    panic!("nothing was remembered");
}

fn save(window: &mut Window) {
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    wait_for(window, "已保存");
}

fn newest(room: &Room) -> Event {
    let office = Office::open(&room.file(), NOW).unwrap();
    Event::clone(office.ledger().events.values().next_back().unwrap())
}

fn at(title: &str, place: &str) -> Event {
    Event {
        place: place.into(),
        ..event(title, 3, 5)
    }
}

#[test]
fn last_wednesday_is_understood_at_once_and_kept_as_its_day() {
    let mut room = Room::new();
    let mut window = begun(&mut room);
    write(&mut window, "活动名称", "防震减灾讲座");
    write(&mut window, "活动时间", "上周三 9:00-11:00");
    wait_for(&mut window, "= 2026年11月18日 周三 09:00-11:00");
    assert!(window.query_by_label_contains("看不出是哪一天").is_none());
    press(&mut window, Key::Tab);
    assert_eq!(value(&window, "活动时间"), "2026-11-18 9:00-11:00");
    save(&mut window);
    drop(window);
    let when = newest(&room).when.unwrap();
    assert_eq!(when.to_string(), "2026-11-18 09:00-11:00");
}

#[test]
fn a_day_still_in_the_field_is_saved_as_what_it_means() {
    let mut room = Room::new();
    let mut window = begun(&mut room);
    write(&mut window, "活动名称", "防震减灾讲座");
    write(&mut window, "活动时间", "昨天");
    save(&mut window);
    drop(window);
    assert_eq!(newest(&room).when.unwrap().to_string(), "2026-11-23");
}

#[test]
fn a_form_of_the_list_is_taken_by_initials_and_several_one_after_the_other() {
    let mut room = Room::new();
    let mut window = begun(&mut room);
    write(&mut window, "活动形式", "zl");
    assert_eq!(offered(&window), ["展览"]);
    press(&mut window, Key::Enter);
    assert_eq!(value(&window, "活动形式"), "展览");
    assert!(offered(&window).is_empty());
    write(&mut window, "服务对象", "qsn");
    press(&mut window, Key::Enter);
    // Of several the field stays for the next one.
    window.event(Input::Text("、lnr".into()));
    settle(&mut window);
    press(&mut window, Key::Enter);
    assert_eq!(value(&window, "服务对象"), "青少年、老年人");
}

#[test]
fn a_place_of_earlier_records_is_offered_the_usual_one_first_and_esc_leaves_what_was_typed() {
    let mut room = Room::new();
    for (title, place) in [
        ("讲座一", "湖滨广场"),
        ("讲座二", "湖东小学"),
        ("讲座三", "湖滨广场"),
    ] {
        room.save(Command::SaveEvent(at(title, place)));
    }
    let mut window = begun(&mut room);
    remembered(&mut window);
    write(&mut window, "活动地点", "湖");
    assert_eq!(offered(&window), ["湖滨广场", "湖东小学"]);
    // What was typed is meant unless one is chosen.
    press(&mut window, Key::Escape);
    assert!(offered(&window).is_empty());
    window.event(Input::Text("心亭".into()));
    settle(&mut window);
    press(&mut window, Key::Tab);
    assert_eq!(value(&window, "活动地点"), "湖心亭");
    write(&mut window, "活动地点", "、湖");
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::Enter);
    assert_eq!(value(&window, "活动地点"), "湖心亭、湖东小学");
}

#[test]
fn letters_of_an_input_method_are_not_looked_up() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(at("讲座一", "湖滨广场")));
    let mut window = begun(&mut room);
    remembered(&mut window);
    write(&mut window, "活动地点", "");
    window.event(Input::Ime(ImeEvent::Preedit {
        text: "hb".into(),
        active_range_chars: None,
    }));
    settle(&mut window);
    assert!(offered(&window).is_empty());
    window.event(Input::Ime(ImeEvent::Commit("湖滨".into())));
    settle(&mut window);
    assert_eq!(offered(&window), ["湖滨广场"]);
}

#[test]
fn the_mouse_takes_one_of_the_list_and_the_field_keeps_the_focus() {
    let mut room = Room::new();
    let mut window = begun(&mut room);
    write(&mut window, "活动形式", "jz");
    window
        .get_by_role_and_label(Role::ListBoxOption, "讲座")
        .click();
    settle(&mut window);
    assert_eq!(value(&window, "活动形式"), "讲座");
    assert!(offered(&window).is_empty());
    let field = window.get_by_role_and_label(Role::TextInput, "活动形式");
    assert!(field.is_focused());
}

#[test]
fn what_the_last_record_held_is_taken_over_by_one_button_or_one_key_and_never_by_itself() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(Event {
        host: "湖滨街道办事处".into(),
        form: "讲座".into(),
        summary: "讲了一课".into(),
        ..at("讲座一", "湖滨广场")
    }));
    let mut window = begun(&mut room);
    remembered(&mut window);
    assert_eq!(value(&window, "活动地点"), "");
    write(&mut window, "主办单位", "科协");
    window
        .get_by_role_and_label(Role::TextInput, "活动形式")
        .focus();
    settle(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Quote);
    settle(&mut window);
    assert_eq!(value(&window, "活动形式"), "讲座");
    window
        .get_by_role_and_label(Role::Button, "沿用上一条")
        .click();
    wait_for(&mut window, "已按上一条填好");
    assert_eq!(value(&window, "活动地点"), "湖滨广场");
    // What the clerk wrote stays; what is told of one event alone is not taken over.
    assert_eq!(value(&window, "主办单位"), "科协");
    assert_eq!(value(&window, "活动名称"), "");
    assert!(!can_carry(&window));
}

#[test]
fn a_record_is_copied_by_its_key() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(at("讲座一", "湖滨广场")));
    let mut window = opened(&mut room);
    go(&mut window, "科普活动");
    wait_for(&mut window, "1 条");
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
    wait_for(&mut window, "请先在列表里选要复制的一条");
    press(&mut window, Key::ArrowDown);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
    wait_for(&mut window, "新增科普活动");
    settle(&mut window);
    assert_eq!(value(&window, "活动名称"), "讲座一");
    save(&mut window);
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    assert_eq!(office.ledger().events.len(), 2);
}
