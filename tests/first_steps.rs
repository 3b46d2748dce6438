//! 先做这几步: a clerk's first morning with a new ledger, from the card on 工作台 to the first printed report.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use common::event;
use common::program;
use common::window::Window;
use common::window::drop_on;
use common::window::go;
use common::window::opened;
use common::window::settle;
use common::window::wait_for;
use egui::Event as Input;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Command;
use kepu_ledger::exchange::worker;

const DONE: &str = "已完成";

fn done(window: &Window) -> usize {
    window.query_all_by_label(DONE).count()
}

fn press(window: &mut Window, button: &str) {
    window.get_by_role_and_label(Role::Button, button).click();
    settle(window);
}

fn type_into(window: &mut Window, field: &str, text: &str) {
    window.get_by_role_and_label(Role::TextInput, field).click();
    settle(window);
    window.event(Input::Text(text.into()));
    settle(window);
}

#[test]
fn a_new_ledger_leads_to_its_first_report_and_ticks_what_it_shows() {
    let mut room = Room::new();
    let mut window = opened(&mut room);
    wait_for(&mut window, "先做这几步");
    assert_eq!(done(&window), 0);
    press(&mut window, "去核对");
    type_into(&mut window, "单位负责人", "周国平");
    type_into(&mut window, "联系电话", "0730-8888888");
    press(&mut window, "保存单位信息");
    go(&mut window, "工作台");
    assert_eq!(done(&window), 1, "负责人, 填表人 and 电话 are there");
    press(&mut window, "去打印");
    wait_for(&mut window, "第 1 页\n");
    window.key_press_modifiers(Modifiers::COMMAND, Key::P);
    wait_for(&mut window, "打印的文件已生成");
    go(&mut window, "工作台");
    wait_for(&mut window, DONE);
    assert_eq!(done(&window), 2, "the first report went out");
    drop(window);
    // It stands in the ledger, not in what was clicked.
    room.reopen();
    room.save(Command::SaveEvent(event("消防演练", 3, 5)));
    let mut window = opened(&mut room);
    wait_for(&mut window, "先做这几步");
    assert_eq!(done(&window), 3, "there is something to count");
}

#[test]
fn the_card_stays_while_old_sheets_bring_hundreds_of_events_in_the_first_minute() {
    worker::use_program(program());
    let mut room = Room::new();
    let mut window = opened(&mut room);
    wait_for(&mut window, "先做这几步");
    let sheets = common::samples();
    let sheets: Vec<&std::path::Path> = sheets.iter().map(std::path::PathBuf::as_path).collect();
    drop_on(&mut window, &sheets);
    wait_for(&mut window, "不能导入 ");
    settle(&mut window);
    press(&mut window, "导入 765 行");
    wait_for(&mut window, "各月活动场次");
    wait_for(&mut window, "先做这几步");
    assert_eq!(
        done(&window),
        2,
        "communities and figures are there, the report is still to print"
    );
}

#[test]
fn the_card_goes_when_it_is_sent_away_and_comes_when_it_is_called() {
    let mut room = Room::new();
    let mut window = opened(&mut room);
    wait_for(&mut window, "先做这几步");
    press(&mut window, "不再显示");
    assert!(window.query_by_label("先做这几步").is_none());
    drop(window);
    let mut window = opened(&mut room);
    settle(&mut window);
    assert!(window.query_by_label("先做这几步").is_none());
    // From the manual, and from the palette.
    window.key_press(Key::F1);
    settle(&mut window);
    press(&mut window, "先做这几步");
    wait_for(&mut window, "去核对");
    press(&mut window, "不再显示");
    window.key_press_modifiers(Modifiers::COMMAND, Key::K);
    settle(&mut window);
    window.event(Input::Text("新手".into()));
    settle(&mut window);
    window.key_press(Key::Enter);
    wait_for(&mut window, "去核对");
}
