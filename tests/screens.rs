//! The window, by its labels and keys, without a display. The harness panics on a character no bundled font draws
//! and on an input without a name.
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
use common::window::Picks;
use common::window::Window;
use common::window::drop_on;
use common::window::go;
use common::window::opened;
use common::window::settle;
use common::window::wait_for;
use common::window::window;
use common::window::window_with;
use egui::Event as Input;
use egui::ImeEvent;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::SampleSize;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::ui::screen::AREAS;

#[test]
fn a_clerk_types_an_event_and_saves_it_by_keyboard() {
    let mut room = Room::new();
    let mut window = opened(&mut room);
    window.key_press_modifiers(Modifiers::COMMAND, Key::N);
    settle(&mut window);
    window.event(Input::Text("智能手机使用培训".into()));
    settle(&mut window);
    // Enter walks on to the time.
    window.key_press(Key::Tab);
    settle(&mut window);
    window.event(Input::Text("2025年3月5日上午9:00-11:00".into()));
    settle(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    wait_for(&mut window, "已保存：新增活动 智能手机使用培训");
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    let event = office.ledger().events.values().next().unwrap().clone();
    assert_eq!(
        (
            event.title.as_str(),
            event.when.unwrap().to_string().as_str()
        ),
        ("智能手机使用培训", "2025-03-05 09:00-11:00")
    );
    // The draft went with the save.
    assert!(office.drafts().unwrap().is_empty());
}

#[test]
fn pinyin_that_is_being_composed_is_never_saved() {
    let mut room = Room::new();
    let mut window = opened(&mut room);
    window.key_press_modifiers(Modifiers::COMMAND, Key::N);
    settle(&mut window);
    for typed in ["j", "ji", "jiang", "jiang'zuo"] {
        window.event(Input::Ime(ImeEvent::Preedit {
            text: typed.into(),
            active_range_chars: None,
        }));
        window.step();
    }
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    settle(&mut window);
    window.event(Input::Ime(ImeEvent::Commit("讲座".into())));
    settle(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    wait_for(&mut window, "已保存：新增活动 讲座");
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    assert_eq!(common::titles(&office), ["讲座"]);
}

#[test]
fn what_was_typed_when_the_session_ends_is_a_draft_the_next_time() {
    let mut room = Room::new();
    let mut window = opened(&mut room);
    window.key_press_modifiers(Modifiers::COMMAND, Key::N);
    settle(&mut window);
    window.event(Input::Text("刚刚打了几个字".into()));
    window.step();
    // Sooner than a rest in typing would have kept it, and no later frame comes.
    window.state_mut().as_mut().unwrap().session_ends();
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    let drafts = office.drafts().unwrap();
    assert!(
        drafts
            .iter()
            .any(|(_, _, text)| text.contains("刚刚打了几个字")),
        "{drafts:?}"
    );
    assert_eq!(office.ledger().events.len(), 0);
}

#[test]
fn a_form_without_a_title_says_so_and_keeps_its_text() {
    let mut room = Room::new();
    let mut window = opened(&mut room);
    go(&mut window, "科普活动");
    window.key_press_modifiers(Modifiers::COMMAND, Key::N);
    settle(&mut window);
    window
        .get_by_role_and_label(Role::TextInput, "活动地点")
        .click();
    settle(&mut window);
    window.event(Input::Text("社区广场".into()));
    settle(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    wait_for(&mut window, "请填写活动名称");
    assert!(
        window
            .get_by_role_and_label(Role::TextInput, "活动地点")
            .value()
            .is_some_and(|v| v.contains("社区广场"))
    );
}

#[test]
fn deleting_asks_first_and_undo_brings_it_back() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("消防演练", 3, 5)));
    let mut window = opened(&mut room);
    go(&mut window, "科普活动");
    wait_for(&mut window, "1 条");
    window.key_press(Key::ArrowDown);
    settle(&mut window);
    window.get_by_role_and_label(Role::Button, "删除…").click();
    wait_for(&mut window, "删除科普活动 1 条？");
    window.get_by_role_and_label(Role::Button, "删除").click();
    wait_for(&mut window, "0 条");
    window.get_by_role_and_label(Role::Button, "撤销").click();
    wait_for(&mut window, "1 条");
}

#[test]
fn the_first_start_asks_for_the_office_in_one_small_screen() {
    let mut window = window(None);
    window.run();
    window.get_by_role_and_label(Role::TextInput, "单位名称");
    window.get_by_label("打开已有台账…");
    window.get_by_label("用示例数据试一试");
}

#[test]
fn a_damaged_file_is_named_on_the_first_screen() {
    let room = Room::new();
    let path = room.folder.path().join("坏.kepu");
    std::fs::write(&path, b"").unwrap();
    let mut window = window(Some(Begin::Open(path)));
    wait_for(&mut window, "“坏.kepu”是空文件");
}

#[test]
fn every_screen_draws_with_the_bundled_fonts_and_named_inputs() {
    let mut room = Room::new();
    room.office()
        .invent(SampleSize {
            events: 30,
            volunteers: 12,
            officers: 8,
            ..SampleSize::of_year(2025)
        })
        .unwrap();
    let mut window = opened(&mut room);
    for screen in AREAS.iter().flat_map(|a| a.screens) {
        go(&mut window, screen.label());
    }
    go(&mut window, "科技志愿者");
    window.key_press(Key::ArrowDown);
    wait_for(&mut window, "显示证件号和电话");
    go(&mut window, "报表");
    wait_for(&mut window, "第 1 页\n");
    window.key_press(Key::F1);
    wait_for(&mut window, "打印说明书");
    window.key_press(Key::Escape);
    settle(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Slash);
    wait_for(&mut window, "新增一条");
}

#[test]
fn the_first_screen_leads_on_by_enter_and_says_what_to_do_with_a_sheet() {
    let room = Room::new();
    let mut window = window(None);
    settle(&mut window);
    window.event(Input::Text("湖滨街道办事处".into()));
    settle(&mut window);
    window.key_press(Key::Enter);
    settle(&mut window);
    let clerk = window.get_by_role_and_label(Role::TextInput, "填表人");
    assert!(clerk.is_focused(), "Enter did not walk on");
    let sheet = room.folder.path().join("2025年活动.xlsx");
    window.input_mut().hovered_files.push(egui::HoveredFile {
        path: Some(sheet.clone()),
        ..egui::HoveredFile::default()
    });
    wait_for(&mut window, "请先新建台账，再把表格拖进来");
    window.input_mut().hovered_files.clear();
    drop_on(&mut window, &[&sheet]);
    wait_for(&mut window, "请先填单位名称，点“新建台账”");
}

#[test]
fn files_over_the_window_are_told_what_letting_go_does() {
    let mut room = Room::new();
    let mut window = opened(&mut room);
    let over = |window: &mut Window, name: &str, said: &str| {
        window.input_mut().hovered_files = vec![egui::HoveredFile {
            path: Some(name.into()),
            ..egui::HoveredFile::default()
        }];
        wait_for(window, said);
    };
    over(
        &mut window,
        "去年.xlsx",
        "先看这 1 份表格里有什么，确认后才写入",
    );
    over(&mut window, "岳山.kepuup", "收这 1 份上报包");
    over(&mut window, "别处.kepu", "打开这份台账");
    window.input_mut().hovered_files.clear();
    settle(&mut window);
    assert!(window.query_by_label_contains("打开这份台账").is_none());
}

#[test]
fn a_cell_of_the_year_grid_is_typed_and_saved() {
    let mut room = Room::new();
    room.office()
        .invent(SampleSize {
            events: 2,
            volunteers: 1,
            officers: 3,
            ..SampleSize::of_year(2025)
        })
        .unwrap();
    let name = {
        let office = room.office();
        let uid = *office.ledger().officers.keys().next().unwrap();
        office.ledger().officer_entry(uid).unwrap().person.name
    };
    let mut window = opened(&mut room);
    go(&mut window, "传播量");
    window
        .get_by_role_and_label(Role::TextInput, &format!("{name} 5月"))
        .click();
    settle(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(Input::Text("77".into()));
    settle(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    wait_for(&mut window, "已保存：填写传播量 1 格");
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    assert!(
        office
            .ledger()
            .reach
            .values()
            .any(|r| r.shares == 77 && r.month.month == 5)
    );
}

#[test]
fn volunteers_are_added_to_an_event_by_initials_and_their_hours_counted() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("消防演练", 3, 5)));
    let volunteer = room.save(Command::SaveVolunteer(common::volunteer("王小明")));
    room.save(Command::SaveVolunteer(common::volunteer("李娜")));
    let mut window = opened(&mut room);
    go(&mut window, "科普活动");
    wait_for(&mut window, "1 条");
    window.key_press(Key::ArrowDown);
    wait_for(&mut window, "参与人员");
    window
        .get_by_role_and_label(Role::Button, "参与人员")
        .click();
    wait_for(&mut window, "参与人员（0 人");
    window
        .get_by_role_and_label(Role::MultilineTextInput, "添加志愿者")
        .click();
    settle(&mut window);
    window.event(Input::Text("wxm 李娜 张三".into()));
    settle(&mut window);
    window.get_by_role_and_label(Role::Button, "添加").click();
    // One is not on record: all are shown before anything is written.
    wait_for(&mut window, "核对名单（3 个姓名）");
    settle(&mut window);
    window
        .get_by_role_and_label(Role::Button, "加入 2 人")
        .click();
    wait_for(&mut window, "参与人员（2 人，4 小时）");
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    let person = office.ledger().volunteers[&volunteer].person;
    let served = kepu_ledger::model::tally::service_minutes(office.ledger(), None);
    assert_eq!(served[&person], (1, 120));
}

#[test]
fn a_damaged_file_with_a_copy_is_put_back_by_one_button() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("消防演练", 3, 5)));
    room.office().back_up(None, "手动").unwrap();
    room.office = None;
    std::fs::write(room.file(), b"").unwrap();
    let mut window = window(Some(Begin::Open(room.file())));
    wait_for(&mut window, "从最近的备份恢复");
    window
        .get_by_role_and_label(Role::Button, "从最近的备份恢复")
        .click();
    wait_for(&mut window, "湖滨街道办事处");
    go(&mut window, "科普活动");
    wait_for(&mut window, "1 条");
    // The broken file is kept beside it.
    let kept = std::fs::read_dir(room.folder.path())
        .unwrap()
        .flatten()
        .any(|e| e.file_name().to_string_lossy().contains("恢复前"));
    assert!(kept);
}

#[test]
fn an_order_walks_over_the_board_and_a_plan_becomes_an_event_by_one_key() {
    let mut room = Room::new();
    room.office()
        .invent(SampleSize {
            events: 2,
            volunteers: 2,
            officers: 2,
            ..SampleSize::of_year(2025)
        })
        .unwrap();
    let mut window = opened(&mut room);
    go(&mut window, "订单看板");
    wait_for(&mut window, "待派单（1）");
    window.get_by_role_and_label(Role::Button, "领单").click();
    wait_for(&mut window, "待接单（1）");
    wait_for(&mut window, "待领单（0）");
    window.get_by_role_and_label(Role::Button, "退回").click();
    settle(&mut window);
    window
        .get_by_role_and_label(Role::TextInput, "退回原因，写一句就行：")
        .type_text("人手不足");
    settle(&mut window);
    window
        .get_by_role_and_label(Role::Button, "确定退回")
        .click();
    wait_for(&mut window, "待派单（2）");
    wait_for(&mut window, "区消防救援大队：人手不足");
    go(&mut window, "服务订单");
    for _ in 0..3 {
        window.key_press(Key::ArrowDown);
        settle(&mut window);
    }
    window
        .get_by_role_and_label(Role::Button, "各步用时")
        .click();
    wait_for(&mut window, "服务中：5 天");
    go(&mut window, "措施进度");
    wait_for(&mut window, "9.1 第2季度 开展");
    go(&mut window, "年度计划");
    window.key_press(Key::ArrowDown);
    settle(&mut window);
    wait_for(&mut window, "形成活动");
    window.key_press_modifiers(Modifiers::COMMAND, Key::E);
    wait_for(&mut window, "年度计划形成活动");
    wait_for(&mut window, "活动地点");
}

#[test]
fn a_photo_is_attached_to_an_event_by_two_clicks() {
    let mut room = Room::new();
    let uid = room.save(Command::SaveEvent(event("科普讲座", 5, 12)));
    let photo = room.folder.path().join("现场.png");
    image::RgbImage::new(60, 40).save(&photo).unwrap();
    room.office = None;
    let begin = Some(Begin::Open(room.file()));
    let mut window = window_with(begin, move || Box::new(Picks::file(photo.clone())));
    wait_for(&mut window, "湖滨街道办事处");
    go(&mut window, "科普活动");
    window.key_press(Key::ArrowDown);
    settle(&mut window);
    window.get_by_role_and_label(Role::Button, "附件").click();
    wait_for(&mut window, "缺照片 0/3");
    window
        .get_by_role_and_label(Role::Button, "附上照片或文件")
        .click();
    wait_for(&mut window, "缺照片 1/3");
    wait_for(&mut window, "现场.png");
    drop(window);
    let office = room.reopen();
    let file = office.ledger().attachments.values().next().unwrap();
    assert_eq!((file.owner, file.kind.as_str()), (Some(uid), "照片"));
    assert!(office.attachment_path(file).is_file());
}

#[test]
fn a_criteria_sheet_is_filled_from_the_ledger_and_saved() {
    let mut room = Room::new();
    room.office()
        .invent(SampleSize {
            events: 10,
            volunteers: 2,
            officers: 2,
            ..SampleSize::of_year(2025)
        })
        .unwrap();
    let mut window = opened(&mut room);
    go(&mut window, "创建与考核");
    window.key_press(Key::ArrowDown);
    settle(&mut window);
    window.get_by_role_and_label(Role::Button, "标准表").click();
    wait_for(&mut window, "自评 0 / ");
    window
        .get_by_role_and_label(Role::Button, "按台账填空项")
        .click();
    settle(&mut window);
    window.get_by_label_contains("保存 1").click();
    wait_for(&mut window, "已保存：填写考核表");
    drop(window);
    let office = room.reopen();
    assert!(office.ledger().assessments.len() >= 7);
    assert!(
        office
            .ledger()
            .assessments
            .values()
            .all(|a| a.creation.is_some())
    );
}

#[test]
fn a_certificate_is_issued_beside_the_volunteer_and_opens_in_the_book() {
    let mut room = Room::new();
    let role = room.save(Command::SaveVolunteer(common::volunteer("王芳")));
    let person = room.office().ledger().volunteers[&role].person;
    let at = room.save(Command::SaveEvent(event("手机课堂", 5, 12)));
    let served = kepu_ledger::model::events::Attendance {
        person,
        role: kepu_ledger::model::events::attendance::VOLUNTEER_ROLE.into(),
        minutes: 90,
        ..kepu_ledger::model::events::Attendance::default()
    };
    room.save(Command::Attend {
        newcomers: Vec::new(),
        event: at,
        rows: vec![served],
    });
    let mut window = opened(&mut room);
    go(&mut window, "科技志愿者");
    window.key_press(Key::ArrowDown);
    settle(&mut window);
    window.get_by_role_and_label(Role::Button, "证明").click();
    wait_for(&mut window, "2025年服务 1 次，1.5 小时");
    window
        .get_by_role_and_label(Role::TextInput, "用途")
        .click();
    settle(&mut window);
    window.event(Input::Text("评优".into()));
    settle(&mut window);
    window
        .get_by_role_and_label(Role::Button, "出具证明")
        .click();
    wait_for(&mut window, "已保存：出具证明 20260001 王芳");
    // The new line of the book is open.
    wait_for(&mut window, "合计小时");
    drop(window);
    let office = room.reopen();
    let certificate = office.ledger().certificates.values().next().unwrap();
    assert_eq!(
        (certificate.number.as_str(), certificate.purpose.as_str()),
        ("20260001", "评优")
    );
    assert_eq!(certificate.minutes, Some(90));
}
