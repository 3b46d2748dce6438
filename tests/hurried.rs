//! A clerk in a hurry, interrupted ten times an hour: what was begun is gone on with, keys answer dialogs, the form follows
//! the cursor, and no column is emptied by mistake.
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
use common::window::held;
use common::window::opened;
use common::window::press;
use common::window::settle;
use common::window::type_in;
use common::window::wait_for;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;

fn value(window: &Window, field: &str) -> String {
    let field = window.get_by_role_and_label(Role::TextInput, field);
    field.value().unwrap_or_default()
}

/// The label of the line that has the focus, and where it stands. In the window Enter walks as Tab does.
fn focused(window: &Window) -> Option<(String, egui::Rect)> {
    let all = window.query_all_by_role(Role::TextInput);
    let mut found = all.filter(|n| n.accesskit_node().is_focused());
    let node = found.next()?;
    let labels = node.accesskit_node().labelled_by();
    let label = labels.filter_map(|l| l.label().or_else(|| l.value()));
    Some((label.collect(), node.rect()))
}

#[test]
fn two_forms_begun_and_left_are_both_gone_on_with_from_the_first_page() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("消防演练", 3, 5)));
    let mut window = opened(&mut room);
    go(&mut window, "科普活动");
    wait_for(&mut window, "1 条");
    for title in ["急救讲座", "防溺水宣传"] {
        held(&mut window, Modifiers::COMMAND, Key::N);
        assert_eq!(value(&window, "活动名称"), "", "a new form is a blank one");
        type_in(&mut window, title);
        window.get_by_label("消防演练").click();
        wait_for(&mut window, "已存为草稿");
        settle(&mut window);
    }
    go(&mut window, "工作台");
    wait_for(&mut window, "没有填完的表单");
    window.get_by_label("继续填写 科普活动  急救讲座").click();
    wait_for(&mut window, "新增科普活动");
    assert_eq!(value(&window, "活动名称"), "急救讲座");
    held(&mut window, Modifiers::COMMAND, Key::S);
    wait_for(&mut window, "已保存：新增活动 急救讲座");
    drop(window);
    // The other one is there the next morning.
    let mut window = opened(&mut room);
    wait_for(&mut window, "继续填写 科普活动  防溺水宣传");
    window.get_by_label("继续填写 科普活动  防溺水宣传").click();
    wait_for(&mut window, "新增科普活动");
    held(&mut window, Modifiers::COMMAND, Key::S);
    wait_for(&mut window, "已保存：新增活动 防溺水宣传");
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    let mut titles = common::titles(&office);
    titles.sort();
    assert_eq!(titles, ["急救讲座", "消防演练", "防溺水宣传"]);
    assert!(office.drafts().unwrap().is_empty());
}

#[test]
fn the_form_follows_who_walks_through_it_and_shows_what_is_wrong() {
    let mut room = Room::new();
    let mut window = opened(&mut room);
    go(&mut window, "科普活动");
    held(&mut window, Modifiers::COMMAND, Key::N);
    type_in(&mut window, "急救讲座");
    let buttons = window.get_by_role_and_label(Role::Button, "还原").rect();
    let mut seen = 0;
    for _ in 0..24 {
        press(&mut window, Key::Tab);
        window.run_steps(20);
        let Some((label, place)) = focused(&window) else {
            continue;
        };
        seen += 1;
        assert!(
            place.bottom() <= buttons.top() + 2.0,
            "{label} at {place} is out of sight"
        );
    }
    assert!(seen > 12);
    // Far below, something that can't be read; the clerk has gone up again.
    window
        .get_by_role_and_label(Role::TextInput, "参加人次")
        .focus();
    settle(&mut window);
    type_in(&mut window, "很多");
    window
        .get_by_role_and_label(Role::TextInput, "活动名称")
        .focus();
    window.run_steps(20);
    held(&mut window, Modifiers::COMMAND, Key::S);
    wait_for(&mut window, "还有填得不对的地方");
    window.run_steps(20);
    let (label, place) = focused(&window).unwrap();
    assert_eq!(label, "参加人次");
    assert!(place.bottom() <= buttons.top() + 2.0, "{place}");
}

#[test]
fn a_list_that_holds_something_is_chosen_from_anew() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("消防演练", 3, 5)));
    let mut window = opened(&mut room);
    go(&mut window, "科普活动");
    wait_for(&mut window, "1 条");
    held(&mut window, Modifiers::COMMAND, Key::N);
    type_in(&mut window, "急救讲座");
    for _ in 0..40 {
        if focused(&window).is_some_and(|(label, _)| label == "状态") {
            break;
        }
        press(&mut window, Key::Tab);
    }
    assert_eq!(value(&window, "状态"), "已开展");
    type_in(&mut window, "qx");
    press(&mut window, Key::Tab);
    assert_eq!(value(&window, "状态"), "取消");
}

#[test]
fn many_are_changed_only_when_it_is_said_to_what_and_enter_writes_it() {
    let mut room = Room::new();
    for day in 1..=3 {
        let mut talk = event(&format!("讲座{day}"), 3, day);
        talk.place = "社区广场".into();
        room.save(Command::SaveEvent(talk));
    }
    let mut window = opened(&mut room);
    go(&mut window, "科普活动");
    wait_for(&mut window, "3 条");
    press(&mut window, Key::ArrowDown);
    let column = |key: &str| {
        let fields =
            <kepu_ledger::model::events::Event as kepu_ledger::model::field::Form>::fields();
        let mut shown = fields.iter().filter(|f| f.column > 0.0);
        shown.position(|f| f.key == key).unwrap()
    };
    for _ in 0..column("place") {
        press(&mut window, Key::ArrowRight);
    }
    held(&mut window, Modifiers::COMMAND, Key::A);
    wait_for(&mut window, "已选 3 条");
    window
        .get_by_role_and_label(Role::Button, "一起修改…")
        .click();
    wait_for(&mut window, "请填写改成什么");
    settle(&mut window);
    let write = |window: &Window| {
        let button = window.get_by_role_and_label(Role::Button, "写入");
        !button.accesskit_node().is_disabled()
    };
    assert!(!write(&window), "nothing is said yet");
    press(&mut window, Key::Enter);
    // The field has the focus.
    type_in(&mut window, "文化广场");
    wait_for(&mut window, "修改 3 条");
    settle(&mut window);
    press(&mut window, Key::Enter);
    wait_for(&mut window, "已保存：一起修改科普活动 3 条");
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    let events = office.ledger().events.values();
    let places: Vec<&str> = events.map(|e| e.place.as_str()).collect();
    assert_eq!(places, ["文化广场"; 3]);
}

#[test]
fn a_deletion_says_what_goes_and_is_answered_by_enter() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("消防演练", 3, 5)));
    let mut window = opened(&mut room);
    go(&mut window, "科普活动");
    wait_for(&mut window, "1 条");
    press(&mut window, Key::ArrowDown);
    window.get_by_role_and_label(Role::Button, "删除…").click();
    wait_for(&mut window, "删错了可以“撤销”");
    window.get_by_label_contains("消防演练。删错了");
    settle(&mut window);
    press(&mut window, Key::Enter);
    wait_for(&mut window, "已保存：删除科普活动 1 条");
}
