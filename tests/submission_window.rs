//! 上报汇总 in the window: an office explains a doubt and makes a pack, the district takes it in and back, a second laptop's
//! conflict is decided by field, what was sent back is ticked.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::NOW;
use common::packs::Desk;
use common::packs::save;
use common::packs::take;
use common::packs::wishes;
use common::window::Picks;
use common::window::Window;
use common::window::drop_on;
use common::window::go;
use common::window::settle;
use common::window::wait_for;
use common::window::window_with;
use egui::Event as Input;
use egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::SampleSize;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::app::submit::NoteWish;
use kepu_ledger::app::submit::PackWishes;
use kepu_ledger::app::submit::Password;
use kepu_ledger::model::Period;
use kepu_ledger::model::events::Event;
use std::path::Path;
use std::path::PathBuf;

/// The window on a file; its dialogs answer with this path.
fn opened(office: Office, picks: &Path) -> (Window, PathBuf) {
    let file = office.path().to_owned();
    let name = office.ledger().office().name;
    drop(office);
    let picks = picks.to_owned();
    let mut window = window_with(Some(Begin::Open(file.clone())), move || {
        Box::new(Picks::file(picks.clone()))
    });
    wait_for(&mut window, &name);
    settle(&mut window);
    (window, file)
}

fn press(window: &mut Window, label: &str) {
    window.get_by_role_and_label(Role::Button, label).click();
    settle(window);
}

/// A part of the screen: the label may stand on a button of its own elsewhere.
fn choose(window: &mut Window, part: &str) {
    window.get_by_label(part).click();
    settle(window);
}

fn shows(window: &Window, text: &str) -> bool {
    window.query_all_by_label_contains(text).next().is_some()
}

fn is_disabled(window: &Window, label: &str) -> bool {
    let node = window.get_by_role_and_label(Role::Button, label);
    node.accesskit_node().is_disabled()
}

fn edit(office: &mut Office, change: impl FnOnce(&mut Event)) {
    let mut events = office.ledger().events.values();
    let found = events.find(|e| e.title.contains("防震减灾")).unwrap();
    let mut event = Event::clone(found);
    change(&mut event);
    save(office, Command::SaveEvent(event));
}

#[test]
fn an_office_explains_a_doubt_and_makes_its_pack() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    edit(&mut office, |e| e.attendance = Some(0));
    let doubts = office.audit(&Period::year(2025).unwrap()).len();
    assert!(doubts > 0);
    // Named without its end: it becomes a pack all the same.
    let (mut window, file) = opened(office, &desk.path("湖滨"));
    go(&mut window, "上报汇总");
    wait_for(&mut window, "参加人次却只有 0");
    assert!(is_disabled(&window, "生成上报包…"));
    assert!(shows(&window, &format!("还有 {doubts} 处核实没有说明")));

    window
        .get_by_role_and_label(Role::TextInput, "同一句说明")
        .click();
    settle(&mut window);
    window.event(Input::Text("已核对签到表".into()));
    settle(&mut window);
    press(&mut window, &format!("用于其余 {doubts} 处"));
    press(&mut window, "生成上报包…");
    wait_for(
        &mut window,
        "已生成上报包“湖滨.kepuup”：2025年（第1次），校验码",
    );
    wait_for(&mut window, "已说明：已核对签到表");

    window
        .get_by_role_and_label(Role::Button, "上报记录")
        .click();
    settle(&mut window);
    wait_for(&mut window, "上报以后没有改动，不用更正");
    drop(window);
    let office = Office::open(&file, NOW).unwrap();
    let kept = office.submissions(None);
    assert_eq!(kept.len(), 1);
    assert!(desk.path("湖滨.kepuup").is_file());
    let mut said = office.ledger().explanations.values();
    assert!(said.all(|e| e.text == "已核对签到表"));
}

#[test]
fn an_error_keeps_the_pack_back_and_opens_its_record() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    // As an old sheet brings it in: a form would not save this.
    let mut events = office.ledger().events.values();
    let mut bad = Event::clone(events.find(|e| e.title.contains("防震")).unwrap());
    bad.online_attendance = Some(999);
    let label = "导入 旧表".to_owned();
    let records = vec![kepu_ledger::model::AnyRecord::Event(bad)];
    save(&mut office, Command::TakeIn { label, records });
    let (mut window, _) = opened(office, &desk.path("x.kepuup"));
    go(&mut window, "上报汇总");
    wait_for(&mut window, "有 1 处错误，请在右边逐条改正后再上报");
    assert!(is_disabled(&window, "生成上报包…"));
    press(&mut window, "去改正");
    wait_for(&mut window, "防震减灾讲座");
    press(&mut window, "返回上报汇总");
    wait_for(&mut window, "全审（2025年）");
}

#[test]
fn what_changed_since_is_listed_and_saved_as_a_letter() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    desk.pack(&mut office, "湖滨");
    edit(&mut office, |e| e.attendance = Some(75));
    let letter = desk.path("更正说明.pdf");
    let (mut window, _) = opened(office, &letter);
    go(&mut window, "上报汇总");
    choose(&mut window, "上报记录");
    wait_for(&mut window, "参加人次：“60” → “75”");
    press(&mut window, "保存更正说明…");
    wait_for(&mut window, "已保存更正说明“更正说明.pdf”");
    let text = pdf_extract::extract_text(&letter).unwrap();
    assert!(text.contains("更正说明") && text.contains("75"), "{text}");
}

#[test]
fn a_district_drops_packs_sees_counts_takes_them_and_takes_them_back() {
    let desk = Desk::new();
    let lake = desk.pack(&mut desk.office("湖滨街道办事处"), "湖滨");
    let hill = desk.pack(&mut desk.office("岳山街道办事处"), "岳山");
    let bad = desk.path("坏.kepuup");
    std::fs::write(&bad, b"PK").unwrap();
    let mut district = desk.district();
    let names = ["湖滨街道办事处", "城东街道办事处"];
    district.expect_offices(&names.map(str::to_owned)).unwrap();
    let (mut window, file) = opened(district, &lake);
    drop_on(&mut window, &[&lake, &hill, &bad]);
    wait_for(&mut window, "读到 3 份");
    assert!(shows(&window, "湖滨街道办事处 2025年（第1次）"));
    assert!(shows(&window, "“坏.kepuup”不是上报包"));
    assert!(shows(&window, "身份证号和电话没有随包上报"));
    // Nothing is written before the clerk says so.
    press(&mut window, "跳过 1 份，并入其余 2 份");
    wait_for(&mut window, "按 Ctrl+Z 可以一步撤销");

    choose(&mut window, "收到的上报");
    wait_for(&mut window, "2025年：应报 3 个单位，已报 2 个，未报 1 个");
    assert!(shows(&window, "城东街道办事处"));
    press(&mut window, "撤销");
    wait_for(&mut window, "应报 2 个单位，已报 0 个，未报 2 个");
    press(&mut window, "重做");
    wait_for(&mut window, "已报 2 个，未报 1 个");
    drop(window);
    let district = Office::open(&file, NOW).unwrap();
    assert_eq!(district.submissions(None).len(), 2);
}

#[test]
fn a_locked_pack_asks_for_its_password_and_takes_no_other() {
    let desk = Desk::new();
    let locked = PackWishes {
        personal: true,
        password: Some(Password::new("湖滨二〇二五上报包")),
        ..wishes()
    };
    let mut lake = desk.office("湖滨街道办事处");
    let (pack, _) = desk.pack_with(&mut lake, "加密", &locked);
    let hill = desk.pack(&mut desk.office("岳山街道办事处"), "岳山");
    let (mut window, _) = opened(desk.district(), &pack);
    drop_on(&mut window, &[&pack, &hill]);
    wait_for(&mut window, "有 1 份加了密码");
    for (typed, told) in [
        ("错误的密码啊啊", "还有 1 份打不开，密码不对"),
        ("湖滨二〇二五上报包", "湖滨街道办事处 2025年（第1次）"),
    ] {
        let field = window.get_by(|n| n.role() == Role::PasswordInput);
        field.click();
        settle(&mut window);
        window.event(Input::Text(typed.into()));
        settle(&mut window);
        press(&mut window, "打开");
        wait_for(&mut window, told);
    }
    assert!(!shows(&window, "密码不对"));
    press(&mut window, "并入 2 份");
    wait_for(&mut window, "按 Ctrl+Z 可以一步撤销");
}

#[test]
fn the_list_of_expected_offices_is_written_in_the_window() {
    let desk = Desk::new();
    let (mut window, file) = opened(desk.district(), &desk.path("x"));
    go(&mut window, "上报汇总");
    wait_for(&mut window, "还没有单位");
    let field = window.get_by_role_and_label(Role::MultilineTextInput, "应报单位");
    field.click();
    settle(&mut window);
    window.event(Input::Text("湖滨街道办事处\n城东街道办事处".into()));
    settle(&mut window);
    press(&mut window, "保存名单");
    wait_for(&mut window, "应报 2 个单位，已报 0 个，未报 2 个");
    drop(window);
    let district = Office::open(&file, NOW).unwrap();
    assert_eq!(
        district.expected_offices(),
        ["湖滨街道办事处", "城东街道办事处"]
    );
}

#[test]
fn a_conflict_with_the_second_laptop_is_decided_field_by_field() {
    let desk = Desk::new();
    let mut first = desk.office("湖滨街道办事处");
    desk.pack(&mut first, "起点");
    let here = first.path().to_owned();
    drop(first);
    let there = desk.path("第二台.kepu");
    std::fs::copy(&here, &there).unwrap();
    let mut first = Office::open(&here, NOW).unwrap();
    let mut second = Office::open(&there, NOW).unwrap();
    edit(&mut first, |e| {
        e.place = "广场".into();
        e.summary = "第一台写的".into();
    });
    edit(&mut second, |e| {
        e.place = "礼堂".into();
        e.summary = "第二台写的".into();
    });
    let pack = desk.pack(&mut first, "第一台");
    let (mut window, file) = opened(second, &pack);
    go(&mut window, "上报汇总");
    choose(&mut window, "收包");
    press(&mut window, "选择上报包…");
    wait_for(&mut window, "两边都改过 2 处");
    assert!(shows(&window, "还有 2 处要决定用哪一边"));
    assert!(is_disabled(&window, "并入 1 份"));
    press(&mut window, "包里：广场");
    assert!(shows(&window, "还有 1 处要决定用哪一边"));
    press(&mut window, "本机：第二台写的");
    press(&mut window, "并入 1 份");
    wait_for(&mut window, "按 Ctrl+Z 可以一步撤销");
    drop(window);
    let second = Office::open(&file, NOW).unwrap();
    let mut events = second.ledger().events.values();
    let talk = events.find(|e| e.title.contains("防震")).unwrap();
    assert_eq!(
        (talk.place.as_str(), talk.summary.as_str()),
        ("广场", "第二台写的")
    );
}

#[test]
fn a_ledger_that_changed_after_a_pack_was_looked_at_shows_it_anew() {
    let desk = Desk::new();
    let mut first = desk.office("湖滨街道办事处");
    desk.pack(&mut first, "起点");
    let here = first.path().to_owned();
    drop(first);
    let there = desk.path("第二台.kepu");
    std::fs::copy(&here, &there).unwrap();
    let mut first = Office::open(&here, NOW).unwrap();
    let mut second = Office::open(&there, NOW).unwrap();
    edit(&mut first, |e| e.place = "广场".into());
    edit(&mut second, |e| e.place = "礼堂".into());
    let pack = desk.pack(&mut first, "第一台");
    let (mut window, file) = opened(second, &pack);
    press(&mut window, "撤销");
    drop_on(&mut window, &[&pack]);
    wait_for(&mut window, "读到 1 份");
    assert!(!shows(&window, "两边都改过"));
    // The place is typed again before the pack is taken in: now there is something to decide.
    press(&mut window, "重做");
    press(&mut window, "并入 1 份");
    wait_for(&mut window, "台账刚有改动，已重新核对");
    wait_for(&mut window, "两边都改过 1 处");
    assert!(is_disabled(&window, "并入 1 份"));
    press(&mut window, "包里：广场");
    press(&mut window, "并入 1 份");
    wait_for(&mut window, "按 Ctrl+Z 可以一步撤销");
    drop(window);
    let second = Office::open(&file, NOW).unwrap();
    assert!(second.ledger().events.values().any(|e| e.place == "广场"));
}

#[test]
fn an_explanation_that_could_not_be_saved_stays_typed() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    edit(&mut office, |e| e.attendance = Some(0));
    let doubts = office.audit(&Period::year(2025).unwrap()).len();
    // Protected by the system: one may look and not write.
    let mut permissions = std::fs::metadata(office.path()).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(office.path(), permissions).unwrap();
    let (mut window, _) = opened(office, &desk.path("x.kepuup"));
    go(&mut window, "上报汇总");
    wait_for(&mut window, "参加人次却只有 0");
    window
        .get_by_role_and_label(Role::TextInput, "同一句说明")
        .click();
    settle(&mut window);
    window.event(Input::Text("已核对签到表".into()));
    settle(&mut window);
    press(&mut window, &format!("用于其余 {doubts} 处"));
    for _ in 0..2 {
        // The button is there as long as something is typed.
        press(&mut window, "保存说明");
        settle(&mut window);
    }
    let save = window.query_by_role_and_label(Role::Button, "保存说明");
    assert!(save.is_some(), "what was typed is gone");
}

#[test]
fn a_district_writes_what_is_to_be_mended() {
    let desk = Desk::new();
    let pack = desk.pack(&mut desk.office("湖滨街道办事处"), "湖滨");
    let mut district = desk.district();
    take(&mut district, &pack).unwrap();
    let (mut window, _) = opened(district, &desk.path("退回.kepuup"));
    go(&mut window, "上报汇总");
    wait_for(&mut window, "已报 1 个");
    press(&mut window, "退回 湖滨街道办事处");
    assert!(is_disabled(&window, "生成退回包…"));
    press(&mut window, "写意见 2025-05-12 防震减灾讲座");
    window
        .get_by_role_and_label(Role::TextInput, "意见 2025-05-12 防震减灾讲座")
        .click();
    settle(&mut window);
    window.event(Input::Text("人次与签到表不符".into()));
    settle(&mut window);
    press(&mut window, "生成退回包…");
    wait_for(&mut window, "已生成退回包“退回.kepuup”，意见 1 条");
    wait_for(&mut window, "1 条，1 未办");

    let mut office = Office::open(&desk.path("湖滨街道办事处.kepu"), NOW).unwrap();
    take(&mut office, &desk.path("退回.kepuup")).unwrap();
    assert_eq!(office.open_notes().len(), 1);
}

#[test]
fn what_was_sent_back_is_dropped_opens_as_a_list_to_work_off_and_is_ticked() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    let pack = desk.pack(&mut office, "湖滨");
    let mut district = desk.district();
    take(&mut district, &pack).unwrap();
    let talk = office
        .ledger()
        .events
        .values()
        .find(|e| e.title.contains("防震"))
        .unwrap()
        .uid;
    let back = desk.path("退回.kepuup");
    let notes = [
        NoteWish {
            about: Some(talk),
            field: "参加人次".into(),
            text: "人次与签到表不符".into(),
        },
        NoteWish {
            text: "缺少总结".into(),
            ..NoteWish::default()
        },
    ];
    let submission = district.submissions(None).remove(0);
    district.send_back(&submission, &notes, &back).unwrap();

    let (mut window, file) = opened(office, &back);
    drop_on(&mut window, &[&back]);
    wait_for(&mut window, "整份上报“2025年（第1次）”：缺少总结");
    press(&mut window, "并入 1 份");
    wait_for(&mut window, "收到南湖区科协退回意见 2 条");
    go(&mut window, "工作台");
    wait_for(&mut window, "退回意见待办（2 条）");
    let line = "科普活动 2025-05-12 防震减灾讲座 · 参加人次：人次与签到表不符";
    window.get_by_label(line).click();
    settle(&mut window);
    wait_for(&mut window, "防震减灾讲座");
    go(&mut window, "工作台");
    wait_for(&mut window, "退回意见待办");
    window.get_all_by_label("已办").next().unwrap().click();
    settle(&mut window);
    wait_for(&mut window, "退回意见待办（1 条）");
    press(&mut window, "撤销");
    wait_for(&mut window, "退回意见待办（2 条）");
    press(&mut window, "重做");
    wait_for(&mut window, "退回意见待办（1 条）");
    // What is still open is asked about before the next pack goes up.
    go(&mut window, "上报汇总");
    choose(&mut window, "生成上报包");
    wait_for(&mut window, "处核实没有说明");
    drop(window);
    let office = Office::open(&file, NOW).unwrap();
    assert_eq!(office.open_notes().len(), 1);
}

#[test]
fn a_pack_that_is_stopped_leaves_nothing() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    // Enough paper that a clerk has the time to think again.
    office
        .invent(SampleSize {
            events: 300,
            ..SampleSize::of_year(2025)
        })
        .unwrap();
    // Every doubt explained, so that the button is there at once.
    desk.pack_with(&mut office, "先前", &PackWishes { ..wishes() });
    let (mut window, file) = opened(office, &desk.path("湖滨.kepuup"));
    go(&mut window, "上报汇总");
    wait_for(&mut window, "全审（2025年）");
    choose(&mut window, "报表：不带");
    // The list may reach below the edge; a reader of the screen presses it all the same.
    window.get_by_label("R3 科普活动台账").click_accesskit();
    settle(&mut window);
    assert!(shows(&window, "报表：1 份"));
    window
        .get_by_role_and_label(Role::Button, "生成上报包…")
        .click();
    // The dialog answers in the next frame, the work begins, and the clerk thinks again.
    let mut stopped = false;
    for _ in 0..200 {
        window.step();
        if let Some(stop) = window.query_by_role_and_label(Role::Button, "取消") {
            stop.click();
            stopped = true;
            break;
        }
    }
    assert!(stopped, "the work never began");
    wait_for(&mut window, "已取消");
    drop(window);
    assert!(!desk.path("湖滨.kepuup").exists());
    let office = Office::open(&file, NOW).unwrap();
    assert_eq!(office.submissions(None).len(), 1);
}
