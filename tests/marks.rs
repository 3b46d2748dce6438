//! What is marked and typed in a table stays what the clerk marked and typed, whatever else happens to the table meanwhile.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::NOW;
use common::Room;
use common::event;
use common::volunteer;
use common::window::Window;
use common::window::go;
use common::window::opened;
use common::window::press;
use common::window::settle;
use common::window::type_in;
use common::window::wait_for;
use egui::Event as Input;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::model::Uid;
use kepu_ledger::model::field::Form as _;

type Events = kepu_ledger::model::events::Event;
type Volunteers = kepu_ledger::model::people::VolunteerEntry;

fn pick(window: &mut Window, title: &str) {
    window
        .get_by_label(title)
        .click_modifiers(Modifiers::COMMAND);
    settle(window);
}

/// An office of five events of five days, the newest on top, and its window on their table.
fn five_events(room: &mut Room) -> Window {
    for day in 1..=5 {
        room.save(Command::SaveEvent(event(&format!("讲座{day}"), 3, day)));
    }
    let mut window = opened(room);
    go(&mut window, "科普活动");
    wait_for(&mut window, "5 条");
    window
}

fn titles(room: &Room) -> Vec<String> {
    let office = Office::open(&room.file(), NOW).unwrap();
    let mut titles = common::titles(&office);
    titles.sort();
    titles
}

#[test]
fn a_paste_into_rows_picked_one_by_one_reaches_no_other_row() {
    let mut room = Room::new();
    let mut window = five_events(&mut room);
    window.get_by_label("讲座5").click();
    settle(&mut window);
    pick(&mut window, "讲座3");
    pick(&mut window, "讲座1");
    wait_for(&mut window, "已选 3 条");
    window.event(Input::Paste("甲\r\n乙\r\n丙\r\n".into()));
    wait_for(&mut window, "修改 3 条，共 3 格有变化");
    window.get_by_role_and_label(Role::Button, "写入").click();
    wait_for(&mut window, "已保存：粘贴科普活动 3 条");
    drop(window);
    assert_eq!(titles(&room), ["丙", "乙", "甲", "讲座2", "讲座4"]);
}

#[test]
fn a_cell_is_emptied_by_delete_and_days_copied_as_numbers_are_days() {
    let mut room = Room::new();
    let mut window = five_events(&mut room);
    press(&mut window, Key::ArrowDown);
    let shown = Events::fields().iter().filter(|f| f.column > 0.0);
    let keys: Vec<&str> = shown.map(|f| f.key).collect();
    let place = |key| keys.iter().position(|k| *k == key).unwrap();
    for _ in 0..place("start") {
        window.key_press(Key::ArrowRight);
        window.run_steps(2);
    }
    window.event(Input::Paste("45789\r\n45790\r\n".into()));
    wait_for(&mut window, "有 2 格日期存成了数字");
    window.get_by_role_and_label(Role::Button, "写入").click();
    wait_for(&mut window, "已保存：粘贴科普活动 2 条");
    // A title can't be empty, a place can.
    for _ in place("start")..place("place") {
        press(&mut window, Key::ArrowRight);
    }
    type_in(&mut window, "社区广场");
    press(&mut window, Key::Enter);
    wait_for(&mut window, "已保存：修改活动");
    press(&mut window, Key::ArrowUp);
    press(&mut window, Key::Delete);
    wait_for(&mut window, "已保存：清空科普活动 1 条");
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    let events = &office.ledger().events;
    let days = events.values().filter_map(|e| e.when);
    let mut days: Vec<String> = days.map(|when| when.start.to_string()).collect();
    days.sort();
    assert!(days.contains(&"2025-05-12".to_owned()), "{days:?}");
    assert!(days.contains(&"2025-05-13".to_owned()), "{days:?}");
    assert!(events.values().all(|e| e.place.is_empty()));
}

#[test]
fn another_order_does_not_carry_a_block_to_rows_nobody_marked() {
    let mut room = Room::new();
    let mut window = five_events(&mut room);
    press(&mut window, Key::ArrowDown);
    for _ in 0..2 {
        window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
        settle(&mut window);
    }
    wait_for(&mut window, "已选 3 条");
    let heads = window.query_all_by_label("活动时间");
    heads
        .filter(|n| n.rect().left() < 900.0)
        .for_each(|head| head.click());
    settle(&mut window);
    // A search that leaves the marked ones apart would do the same.
    assert!(window.query_by_label_contains("已选 3 条").is_none());
}

#[test]
fn what_is_hidden_is_not_pasted_over() {
    let mut room = Room::new();
    let directory = room.office().directory().clone();
    for (name, number) in [("李娜", "13812345678"), ("王强", "")] {
        let mut entry = volunteer(name);
        let phone = Volunteers::field("phone").unwrap();
        (phone.read)(&mut entry, number, &directory).unwrap();
        room.save(Command::SaveVolunteer(entry));
    }
    let mut window = opened(&mut room);
    go(&mut window, "科技志愿者");
    wait_for(&mut window, "2 条");
    press(&mut window, Key::ArrowDown);
    let shown = Volunteers::fields().iter().filter(|f| f.column > 0.0);
    let phone = shown.map(|f| f.key).position(|key| key == "phone").unwrap();
    for _ in 0..phone {
        window.key_press(Key::ArrowRight);
        window.run_steps(2);
    }
    window.event(Input::Paste("13900000001\r\n13900000002\r\n".into()));
    wait_for(&mut window, "遮住了");
    assert!(window.query_by_label_contains("写入").is_none());
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    let people = office.ledger().people.values();
    let phones: Vec<&str> = people
        .filter_map(|p| {
            p.phone
                .as_ref()
                .map(kepu_ledger::model::contact::Phone::as_str)
        })
        .collect();
    assert_eq!(phones, ["13812345678"]);
}

#[test]
fn what_stands_in_the_form_is_kept_when_a_new_record_begins() {
    let mut room = Room::new();
    let mut window = five_events(&mut room);
    press(&mut window, Key::ArrowDown);
    window
        .get_by_role_and_label(Role::TextInput, "活动地点")
        .click();
    settle(&mut window);
    type_in(&mut window, "社区广场");
    window.key_press_modifiers(Modifiers::COMMAND, Key::N);
    settle(&mut window);
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    let drafts = office.drafts().unwrap();
    assert!(
        drafts.iter().any(|(_, _, text)| text.contains("社区广场")),
        "{drafts:?}"
    );
}

#[test]
fn pinyin_that_is_given_up_leaves_the_cell_as_it_was() {
    let mut room = Room::new();
    let mut window = five_events(&mut room);
    press(&mut window, Key::ArrowDown);
    for text in ["j", ""] {
        window.event(Input::Ime(egui::ImeEvent::Preedit {
            text: text.into(),
            active_range_chars: None,
        }));
        window.run_steps(2);
    }
    settle(&mut window);
    press(&mut window, Key::Enter);
    settle(&mut window);
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    assert!(office.drafts().unwrap().is_empty());
    drop(office);
    assert_eq!(titles(&room), ["讲座1", "讲座2", "讲座3", "讲座4", "讲座5"]);
}

#[test]
fn a_cell_whose_row_is_scrolled_away_is_saved_and_does_not_hang_over_others() {
    let mut room = Room::new();
    for day in 1..=28 {
        room.save(Command::SaveEvent(event(&format!("讲座{day:02}"), 3, day)));
    }
    let mut window = opened(&mut room);
    go(&mut window, "科普活动");
    wait_for(&mut window, "28 条");
    press(&mut window, Key::ArrowDown);
    type_in(&mut window, "防火演练");
    window.get_by_role_and_label(Role::TextInput, "格：活动名称");
    let over = window.get_by_label("讲座24").rect().center();
    window.event(Input::PointerMoved(over));
    for _ in 0..2 {
        window.event(Input::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(0.0, -300.0),
            modifiers: Modifiers::NONE,
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
        });
        window.run_steps(3);
    }
    wait_for(&mut window, "已保存：修改活动 防火演练");
    assert!(window.query_by_label("格：活动名称").is_none());
}

#[test]
fn a_refused_cell_comes_back_though_another_was_saved_after_it() {
    let mut room = Room::new();
    let mut window = five_events(&mut room);
    press(&mut window, Key::ArrowDown);
    type_in(&mut window, "防火演练");
    // Both leave in one frame: the second is on its way before the first is answered.
    window.key_press(Key::Enter);
    window.step();
    type_in(&mut window, "急救讲座");
    press(&mut window, Key::Enter);
    wait_for(&mut window, "已保存：修改活动 急救讲座");
    drop(window);
    let all = titles(&room);
    assert!(all.contains(&"防火演练".to_owned()) && all.contains(&"急救讲座".to_owned()));
    let office = Office::open(&room.file(), NOW).unwrap();
    assert!(office.drafts().unwrap().is_empty());
}

#[test]
fn somebody_of_the_list_is_not_listed_twice_under_another_spelling() {
    let mut room = Room::new();
    let talk = room.save(Command::SaveEvent(event("消防演练", 3, 5)));
    for name in ["张伟", "张伟", "李娜"] {
        room.save(Command::SaveVolunteer(volunteer(name)));
    }
    let person = |room: &mut Room, name: &str| -> Uid {
        let people = room.office().ledger().people.values();
        let found = people.filter(|p| p.name == name).map(|p| p.uid).next();
        found.unwrap()
    };
    let first = person(&mut room, "张伟");
    room.save(Command::Attend {
        event: talk,
        rows: vec![kepu_ledger::model::events::Attendance {
            person: first,
            minutes: 60,
            event: talk,
            ..Default::default()
        }],
        newcomers: Vec::new(),
    });
    let mut window = opened(&mut room);
    go(&mut window, "科普活动");
    wait_for(&mut window, "1 条");
    press(&mut window, Key::ArrowDown);
    window
        .get_by_role_and_label(Role::Button, "参与人员")
        .click();
    wait_for(&mut window, "参与人员（1 人");
    window
        .get_by_role_and_label(Role::MultilineTextInput, "添加志愿者")
        .click();
    settle(&mut window);
    type_in(&mut window, "张伟 李娜");
    window.get_by_role_and_label(Role::Button, "添加").click();
    wait_for(&mut window, "核对名单（2 个姓名）");
    settle(&mut window);
    window
        .get_by_role_and_label(Role::ComboBox, "张伟是谁")
        .click();
    settle(&mut window);
    let both = window.query_all_by_role_and_label(Role::Button, "张伟");
    both.last().unwrap().click();
    settle(&mut window);
    window
        .query_all_by_label_contains("加入 ")
        .next()
        .unwrap()
        .click();
    settle(&mut window);
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    let rows = office.ledger().attendance.values();
    let mut people: Vec<Uid> = rows.map(|r| r.person).collect();
    let all = people.len();
    people.sort_unstable();
    people.dedup();
    assert_eq!(people.len(), all, "one person stands twice");
}
