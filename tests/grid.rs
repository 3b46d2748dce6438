//! Tables of the registers as a sheet: columns, filters under a name, cells, blocks from Excel, many records at once.
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
use common::window::held;
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
use kepu_ledger::app::history::Sought;
use kepu_ledger::app::tables::Tables;
use kepu_ledger::model::office::community::CommunityEntry;
use std::path::Path;

/// The window of a computer that keeps its tables in this file.
fn opened_here(room: &mut Room, tables: &Path) -> Window {
    let mut window = opened(room);
    let tables = Tables::in_file(Some(tables.to_owned()));
    window.state_mut().as_mut().unwrap().tables_as(tables);
    window
}

/// Where the text of a head or cell begins, if it stands in the table.
fn left_of(window: &Window, label: &str) -> Option<f32> {
    let found = window.query_all_by_label(label);
    found
        .map(|n| n.rect().left())
        .filter(|x| (164.0..900.0).contains(x))
        .min_by(f32::total_cmp)
}

#[test]
fn columns_come_back_the_next_morning() {
    let mut room = Room::new();
    let mut talk = event("消防演练", 3, 5);
    talk.remark = "天气好".into();
    room.save(Command::SaveEvent(talk));
    let tables = room.folder.path().join("设置/tables.toml");
    let mut window = opened_here(&mut room, &tables);
    go(&mut window, "科普活动");
    wait_for(&mut window, "1 条");
    assert_eq!(left_of(&window, "备注"), None);
    window.get_by_label("栏目").click();
    settle(&mut window);
    window
        .get_by_role_and_label(Role::CheckBox, "备注")
        .click_accesskit();
    settle(&mut window);
    for _ in 0..12 {
        window
            .query_all_by_label("上移备注")
            .for_each(|button| button.click_accesskit());
        settle(&mut window);
    }
    drop(window);

    let mut window = opened_here(&mut room, &tables);
    go(&mut window, "科普活动");
    wait_for(&mut window, "天气好");
    let title = left_of(&window, "活动名称").unwrap();
    assert!(left_of(&window, "备注").unwrap() < title);
    // By its edge the first column is drawn wider, and the second stands further right.
    let edge = egui::pos2(
        title - 11.0,
        window.get_by_label("天气好").rect().top() - 28.0,
    );
    window.drag_at(edge);
    window.step();
    window.drop_at(edge + egui::vec2(60.0, 0.0));
    settle(&mut window);
    let wider = left_of(&window, "活动名称").unwrap();
    assert!((wider - title - 60.0).abs() < 8.0, "{title} became {wider}");
    drop(window);

    let mut window = opened_here(&mut room, &tables);
    go(&mut window, "科普活动");
    wait_for(&mut window, "天气好");
    assert_eq!(left_of(&window, "活动名称"), Some(wider));
    window.get_by_label("栏目").click();
    settle(&mut window);
    window
        .get_by_role_and_label(Role::Button, "恢复默认")
        .click();
    settle(&mut window);
    assert!(!std::fs::read_to_string(&tables).unwrap().contains("remark"));
}

/// Walk right until the cursor stands under a head; the column stays in view.
fn walk_to(window: &mut Window, column: usize) {
    for _ in 0..column {
        window.key_press(Key::ArrowRight);
        window.run_steps(2);
    }
    settle(window);
}

/// Place of a column among those a register shows by itself.
fn column<F: kepu_ledger::app::Registered>(key: &str) -> usize {
    let shown = F::fields().iter().filter(|f| f.column > 0.0);
    let place = shown.map(|f| f.key).position(|k| k == key);
    place.unwrap_or_else(|| panic!("{key} stands in no column"))
}

type Volunteers = kepu_ledger::model::people::VolunteerEntry;
type Events = kepu_ledger::model::events::Event;

fn phones(room: &Room) -> Vec<String> {
    let office = Office::open(&room.file(), NOW).unwrap();
    let entries = office.ledger().volunteers.keys();
    entries
        .map(|uid| {
            let entry = office.ledger().volunteer_entry(*uid).unwrap();
            let phone = kepu_ledger::model::field::Form::field("phone");
            let show: fn(&Volunteers, _) -> String = phone.unwrap().show;
            show(&entry, office.directory())
        })
        .collect()
}

#[test]
fn twelve_phone_numbers_from_excel_two_of_them_wrong() {
    let mut room = Room::new();
    for n in 1..=12 {
        room.save(Command::SaveVolunteer(volunteer(&format!("志愿者{n:02}"))));
    }
    let mut window = opened(&mut room);
    go(&mut window, "科技志愿者");
    wait_for(&mut window, "12 条");
    press(&mut window, Key::ArrowDown);
    walk_to(&mut window, column::<Volunteers>("phone"));
    let mut lines: Vec<String> = (1..=12).map(|n| format!("138000000{n:02}")).collect();
    lines[3] = "1380000".into();
    lines[8] = "没有电话".into();
    window.event(Input::Paste(lines.join("\r\n") + "\r\n"));
    wait_for(&mut window, "修改 10 条，共 10 格有变化，2 行不能写入");
    window.get_by_label_contains("第 4 行“志愿者04”的联系电话：");
    window.get_by_label_contains("第 9 行“志愿者09”的联系电话：");
    // Until the clerk says so, nothing is written.
    window.get_by_role_and_label(Role::Button, "取消").click();
    settle(&mut window);
    window.event(Input::Paste(lines.join("\r\n")));
    wait_for(&mut window, "修改 10 条");
    window.get_by_role_and_label(Role::Button, "写入").click();
    wait_for(&mut window, "已保存：粘贴科技志愿者 10 条的");
    held(&mut window, Modifiers::COMMAND, Key::Z);
    wait_for(&mut window, "已撤销");
    held(&mut window, Modifiers::COMMAND, Key::Y);
    wait_for(&mut window, "已重做");
    drop(window);
    let phones = phones(&room);
    assert_eq!(phones.iter().filter(|p| p.is_empty()).count(), 2);
    assert_eq!(phones[11], "13800000012");
}

#[test]
fn a_community_is_filled_down() {
    let mut room = Room::new();
    let mut community = CommunityEntry::default();
    community.community.name = "湖滨东社区".into();
    let community = room.save(Command::SaveCommunity(community));
    for n in 1..=5 {
        room.save(Command::SaveVolunteer(volunteer(&format!("志愿者{n}"))));
    }
    let mut window = opened(&mut room);
    go(&mut window, "科技志愿者");
    wait_for(&mut window, "5 条");
    press(&mut window, Key::ArrowDown);
    walk_to(&mut window, column::<Volunteers>("community"));
    // By 拼音首字母 as in the form; Enter goes down, so up again.
    type_in(&mut window, "hbd");
    press(&mut window, Key::Enter);
    wait_for(&mut window, "已保存");
    press(&mut window, Key::ArrowUp);
    for _ in 0..3 {
        held(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    }
    wait_for(&mut window, "已选 4 条");
    held(&mut window, Modifiers::COMMAND, Key::D);
    wait_for(&mut window, "已保存：填充科技志愿者 3 条的");
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    let people = office.ledger().people.values();
    let there = people.filter(|p| p.community == Some(community)).count();
    assert_eq!(there, 4);
}

#[test]
fn the_host_of_forty_events_is_changed_at_once_and_taken_back() {
    let mut room = Room::new();
    for n in 0..40 {
        room.save(Command::SaveEvent(event(
            &format!("讲座{n:02}"),
            3,
            1 + n % 28,
        )));
    }
    let mut window = opened(&mut room);
    go(&mut window, "科普活动");
    wait_for(&mut window, "40 条");
    held(&mut window, Modifiers::COMMAND, Key::A);
    wait_for(&mut window, "已选 40 条");
    window
        .get_by_role_and_label(Role::Button, "一起修改…")
        .click();
    wait_for(&mut window, "一起修改 40 条");
    settle(&mut window);
    window.get_by_role_and_label(Role::ComboBox, "栏目").click();
    settle(&mut window);
    type_in(&mut window, "主办");
    press(&mut window, Key::Enter);
    window
        .get_by_role_and_label(Role::TextInput, "改成")
        .click();
    settle(&mut window);
    type_in(&mut window, "区科协");
    wait_for(&mut window, "修改 40 条，共 40 格有变化");
    window.get_by_role_and_label(Role::Button, "写入").click();
    wait_for(&mut window, "已保存：一起修改科普活动 40 条的主办");
    let hosts = |room: &Room| {
        let office = Office::open(&room.file(), NOW).unwrap();
        let events = office.ledger().events.values();
        events.filter(|e| e.host == "区科协").count()
    };
    window.get_by_role_and_label(Role::Button, "撤销").click();
    wait_for(&mut window, "已撤销");
    held(&mut window, Modifiers::COMMAND, Key::Y);
    wait_for(&mut window, "已重做");
    drop(window);
    assert_eq!(hosts(&room), 40);
    assert_eq!(room.reopen().undo().unwrap().records, 40);
    room.office = None;
    assert_eq!(hosts(&room), 0);
}

#[test]
fn a_cell_is_typed_checked_and_given_up_like_the_form() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("消防演练", 3, 5)));
    room.save(Command::SaveEvent(event("急救讲座", 3, 4)));
    let mut window = opened(&mut room);
    go(&mut window, "科普活动");
    wait_for(&mut window, "2 条");
    press(&mut window, Key::ArrowDown);
    // Esc gives up, and the text that stood there stays.
    press(&mut window, Key::F2);
    window.get_by_role_and_label(Role::TextInput, "格：活动名称");
    type_in(&mut window, "（改）");
    press(&mut window, Key::Escape);
    assert!(window.query_by_label_contains("未保存").is_none());
    let (when, attendance) = (column::<Events>("start"), column::<Events>("attendance"));
    walk_to(&mut window, when);
    type_in(&mut window, "不知哪天");
    press(&mut window, Key::Enter);
    // What can't be read is told at the cell, which stays open.
    let field = window.get_by_role_and_label(Role::TextInput, "格：活动时间");
    assert!(field.value().is_some_and(|v| v.contains("不知哪天")));
    press(&mut window, Key::Escape);
    walk_to(&mut window, attendance - when);
    type_in(&mut window, "120");
    press(&mut window, Key::Enter);
    wait_for(&mut window, "已保存：修改活动 消防演练");
    // Typing goes on in the row below, and Tab to the right of it.
    type_in(&mut window, "80");
    press(&mut window, Key::Tab);
    wait_for(&mut window, "已保存：修改活动 急救讲座");
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    let mut counted: Vec<_> = office
        .ledger()
        .events
        .values()
        .map(|e| (e.title.clone(), e.attendance))
        .collect();
    counted.sort();
    assert_eq!(
        counted,
        [
            ("急救讲座".to_owned(), Some(80)),
            ("消防演练".to_owned(), Some(120))
        ]
    );
    assert!(office.drafts().unwrap().is_empty());
}

#[test]
fn a_form_that_is_not_saved_is_not_written_over_from_the_table() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("消防演练", 3, 5)));
    let mut window = opened(&mut room);
    go(&mut window, "科普活动");
    wait_for(&mut window, "1 条");
    press(&mut window, Key::ArrowDown);
    window
        .get_by_role_and_label(Role::TextInput, "活动地点")
        .click();
    settle(&mut window);
    type_in(&mut window, "社区广场");
    press(&mut window, Key::Escape);
    press(&mut window, Key::F2);
    wait_for(&mut window, "在右边改过还没有保存");
    assert!(window.query_by_label("格：活动名称").is_none());
}

#[test]
fn what_stands_in_a_cell_when_the_session_ends_is_a_draft() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("消防演练", 3, 5)));
    let mut window = opened(&mut room);
    go(&mut window, "科普活动");
    wait_for(&mut window, "1 条");
    press(&mut window, Key::ArrowDown);
    type_in(&mut window, "防火演练");
    window.state_mut().as_mut().unwrap().session_ends();
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    let drafts = office.drafts().unwrap();
    assert!(
        drafts.iter().any(|(_, _, text)| text.contains("防火演练")),
        "{drafts:?}"
    );
}

#[test]
fn pinyin_begins_in_the_cell_and_is_not_saved_half() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("消防演练", 3, 5)));
    let mut window = opened(&mut room);
    go(&mut window, "科普活动");
    wait_for(&mut window, "1 条");
    press(&mut window, Key::ArrowDown);
    for typed in ["j", "ji", "ji'jiu"] {
        window.event(Input::Ime(egui::ImeEvent::Preedit {
            text: typed.into(),
            active_range_chars: None,
        }));
        window.step();
    }
    // Enter belongs to the input method now.
    press(&mut window, Key::Enter);
    window.event(Input::Ime(egui::ImeEvent::Commit("急救".into())));
    settle(&mut window);
    press(&mut window, Key::Enter);
    wait_for(&mut window, "已保存：修改活动 急救");
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    assert_eq!(common::titles(&office), ["急救"]);
}

#[test]
fn a_block_longer_than_the_table_becomes_new_records_only_when_asked() {
    let mut room = Room::new();
    room.save(Command::SaveVolunteer(volunteer("李娜")));
    let mut window = opened(&mut room);
    go(&mut window, "科技志愿者");
    wait_for(&mut window, "1 条");
    press(&mut window, Key::ArrowDown);
    window.event(Input::Paste("李娜\r\n\"王\"\r\n张伟\r\n".into()));
    wait_for(&mut window, "1 行没有变化，多出的 2 行不写");
    window
        .get_by_label("表格行数不够，多出的 2 行作为新记录添加")
        .click();
    wait_for(&mut window, "新增 2 条");
    window.get_by_role_and_label(Role::Button, "写入").click();
    wait_for(&mut window, "3 条");
    wait_for(&mut window, "已保存：粘贴科技志愿者 2 条");
}

#[test]
fn copied_cells_hide_personal_numbers_and_run_in_no_spreadsheet() {
    let mut room = Room::new();
    let mut entry = volunteer("=李娜");
    let phone: &kepu_ledger::model::field::Field<Volunteers> =
        kepu_ledger::model::field::Form::field("phone").unwrap();
    let directory = room.office().directory().clone();
    (phone.read)(&mut entry, "13812345678", &directory).unwrap();
    let uid = room.save(Command::SaveVolunteer(entry));
    let register = kepu_ledger::app::Register::Volunteers;
    let mut copied = |personal| {
        let office = room.office();
        office
            .copied_cells(register, &["name", "phone"], &[uid], personal)
            .unwrap()
    };
    assert_eq!(copied(false), "'=李娜\t138****5678\r\n");
    assert_eq!(copied(true), "'=李娜\t13812345678\r\n");
    let past = room.office().past(&Sought::default(), 10).unwrap();
    let line = "查看个人信息：导出科技志愿者 1 条";
    assert!(
        past.steps
            .iter()
            .any(|s| format!("{}{}", s.prefix(), s.label) == line)
    );

    let mut window = opened(&mut room);
    go(&mut window, "科技志愿者");
    wait_for(&mut window, "1 条");
    press(&mut window, Key::ArrowDown);
    window.event(Input::Copy);
    window.step();
    wait_for(&mut window, "已复制 1 行");
}

#[test]
fn a_filter_is_kept_under_a_name_and_chosen_the_next_morning() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("消防演练", 3, 5)));
    room.save(Command::SaveEvent(event("急救讲座", 3, 4)));
    let tables = room.folder.path().join("tables.toml");
    let mut window = opened_here(&mut room, &tables);
    go(&mut window, "科普活动");
    wait_for(&mut window, "2 条");
    held(&mut window, Modifiers::COMMAND, Key::F);
    type_in(&mut window, "消防");
    wait_for(&mut window, "1 条");
    window.get_by_label("保存筛选").click();
    settle(&mut window);
    type_in(&mut window, "防火的");
    press(&mut window, Key::Enter);
    drop(window);

    let mut window = opened_here(&mut room, &tables);
    go(&mut window, "科普活动");
    wait_for(&mut window, "2 条");
    window.get_by_label("已存筛选").click();
    settle(&mut window);
    window.get_by_label("防火的").click();
    wait_for(&mut window, "1 条");
    window.get_by_label("已存筛选").click();
    settle(&mut window);
    window.get_by_label("删除筛选防火的").click();
    settle(&mut window);
    assert!(!std::fs::read_to_string(&tables).unwrap().contains("防火的"));
}

#[test]
fn rows_picked_one_by_one_are_deleted_together_and_come_back_together() {
    let mut room = Room::new();
    for day in 1..=5 {
        room.save(Command::SaveEvent(event(&format!("讲座{day}"), 3, day)));
    }
    let mut window = opened(&mut room);
    go(&mut window, "科普活动");
    wait_for(&mut window, "5 条");
    window.get_by_label("讲座5").click();
    settle(&mut window);
    for title in ["讲座3", "讲座1"] {
        window
            .get_by_label(title)
            .click_modifiers(Modifiers::COMMAND);
        settle(&mut window);
    }
    wait_for(&mut window, "已选 3 条");
    window
        .get_by_role_and_label(Role::Button, "一起删除…")
        .click();
    wait_for(&mut window, "删除科普活动 3 条？");
    settle(&mut window);
    window.get_by_role_and_label(Role::Button, "删除").click();
    wait_for(&mut window, "2 条");
    assert!(window.query_by_label_contains("已选").is_none());
    window.get_by_role_and_label(Role::Button, "撤销").click();
    wait_for(&mut window, "5 条");
}

#[test]
fn a_click_elsewhere_saves_the_cell_and_what_cannot_be_saved_is_a_draft() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("消防演练", 3, 5)));
    room.save(Command::SaveEvent(event("急救讲座", 3, 4)));
    let mut window = opened(&mut room);
    go(&mut window, "科普活动");
    wait_for(&mut window, "2 条");
    press(&mut window, Key::ArrowDown);
    type_in(&mut window, "防火演练");
    window.get_by_label("急救讲座").click();
    wait_for(&mut window, "已保存：修改活动 防火演练");
    settle(&mut window);
    walk_to(&mut window, column::<Events>("start"));
    type_in(&mut window, "不知哪天");
    window.get_by_label("防火演练").click();
    wait_for(&mut window, "已存为草稿");
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    let drafts = office.drafts().unwrap();
    assert_eq!(drafts.len(), 1);
    assert!(drafts[0].2.contains("不知哪天"), "{drafts:?}");
}

#[test]
fn the_year_grid_takes_a_block_as_excel_writes_it() {
    let mut room = Room::new();
    for name in ["甲", "乙"] {
        let mut entry = kepu_ledger::model::people::OfficerEntry::default();
        entry.person.name = name.into();
        room.save(Command::SaveOfficer(entry));
    }
    let mut window = opened(&mut room);
    go(&mut window, "传播量");
    window
        .get_by_role_and_label(Role::TextInput, "甲 5月")
        .click();
    settle(&mut window);
    window.event(Input::Paste("\"7\"\t8\r\n".into()));
    settle(&mut window);
    held(&mut window, Modifiers::COMMAND, Key::S);
    wait_for(&mut window, "已保存：填写传播量 2 格");
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    let mut shares: Vec<_> = office
        .ledger()
        .reach
        .values()
        .map(|r| (r.month.month, r.shares))
        .collect();
    shares.sort_unstable();
    assert_eq!(shares, [(5, 7), (6, 8)]);
}
