//! Who took part, as lists of names come: pasted from a chat, with namesakes, slips of the pen and people nobody knows yet.
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
use common::volunteer;
use common::window::Picks;
use common::window::Window;
use common::window::go;
use common::window::opened;
use common::window::settle;
use common::window::wait_for;
use common::window::window_with;
use egui::Event as Input;
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::model::people::VolunteerEntry;
use kepu_ledger::model::tally::service_minutes;

fn with_phone(name: &str, phone: &str) -> VolunteerEntry {
    let mut entry = volunteer(name);
    entry.person.phone = kepu_ledger::model::contact::Phone::read(phone).unwrap();
    entry
}

fn at_the_event(window: &mut Window) {
    go(window, "科普活动");
    wait_for(window, "1 条");
    window.key_press(Key::ArrowDown);
    wait_for(window, "参与人员");
    window
        .get_by_role_and_label(Role::Button, "参与人员")
        .click();
    wait_for(window, "参与人员（");
}

fn paste(window: &mut Window, text: &str) {
    window
        .get_by_role_and_label(Role::MultilineTextInput, "添加志愿者")
        .click();
    settle(window);
    window.event(Input::Paste(text.into()));
    settle(window);
    window.get_by_role_and_label(Role::Button, "添加").click();
    settle(window);
}

fn choose(window: &mut Window, name: &str, who: &str) {
    window
        .get_by_role_and_label(Role::ComboBox, &format!("{name}是谁"))
        .click();
    settle(window);
    window.get_by_role_and_label(Role::Button, who).click();
    settle(window);
}

#[test]
fn a_list_from_a_chat_is_matched_before_anything_is_written_and_undone_in_one_step() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("消防演练", 3, 5)));
    room.save(Command::SaveVolunteer(volunteer("王小明")));
    room.save(Command::SaveVolunteer(with_phone("张伟", "13800001111")));
    room.save(Command::SaveVolunteer(with_phone("张伟", "13900002222")));
    room.save(Command::SaveVolunteer(volunteer("李晓梅")));
    let mut window = opened(&mut room);
    at_the_event(&mut window);
    paste(
        &mut window,
        "1、王小明 13700000000\n2、张 伟（队长）\n3、李小梅\n4、赵云\n5、钱多",
    );
    wait_for(&mut window, "核对名单（5 个姓名）");
    // Two have to be told apart first; nothing is written meanwhile.
    wait_for(&mut window, "还有 2 个请先选是谁");
    choose(&mut window, "张伟", "张伟，尾号 2222");
    choose(&mut window, "李小梅", "李晓梅");
    choose(&mut window, "赵云", "新增为志愿者");
    window
        .get_by_role_and_label(Role::TextInput, "一共")
        .click();
    settle(&mut window);
    window.event(Input::Text("10".into()));
    settle(&mut window);
    window
        .get_by_role_and_label(Role::Button, "平分给要加入的人")
        .click();
    settle(&mut window);
    window
        .get_by_role_and_label(Role::Button, "加入 4 人")
        .click();
    wait_for(&mut window, "参与人员（4 人，10 小时）");
    window.get_by_role_and_label(Role::Button, "撤销").click();
    wait_for(&mut window, "参与人员（0 人");
    window.get_by_role_and_label(Role::Button, "重做").click();
    wait_for(&mut window, "参与人员（4 人，10 小时）");
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    let served = service_minutes(office.ledger(), None);
    let mut told: Vec<(String, String, u32)> = served
        .iter()
        .map(|(person, (_, minutes))| {
            let person = &office.ledger().people[person];
            let phone = person.phone.as_ref().map(ToString::to_string);
            (person.name.clone(), phone.unwrap_or_default(), *minutes)
        })
        .collect();
    told.sort();
    let all = [
        ("张伟", "13900002222", 150),
        ("李晓梅", "", 150),
        ("王小明", "", 150),
        ("赵云", "", 150),
    ];
    assert_eq!(told, all.map(|(n, p, m)| (n.to_owned(), p.to_owned(), m)));
    // 钱多 was left out, and is on no record.
    assert_eq!(office.ledger().volunteers.len(), 5);
}

#[test]
fn those_who_are_ticked_change_their_hours_and_go_together() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("消防演练", 3, 5)));
    for name in ["王小明", "李娜", "张三"] {
        room.save(Command::SaveVolunteer(volunteer(name)));
    }
    let mut window = opened(&mut room);
    at_the_event(&mut window);
    paste(&mut window, "王小明\n李娜\n张三");
    wait_for(&mut window, "参与人员（3 人，6 小时）");
    for name in ["王小明", "李娜"] {
        window
            .get_by_role_and_label(Role::CheckBox, &format!("选中{name}"))
            .click();
        settle(&mut window);
    }
    window
        .get_by_role_and_label(Role::TextInput, "选中的人改为几小时")
        .click();
    settle(&mut window);
    window.event(Input::Text("3.5".into()));
    settle(&mut window);
    window.get_by_role_and_label(Role::Button, "改时长").click();
    wait_for(&mut window, "参与人员（3 人，9 小时）");
    window
        .get_by_role_and_label(Role::Button, "移除选中")
        .click();
    wait_for(&mut window, "参与人员（1 人，2 小时）");
}

#[test]
fn the_photo_of_the_sign_in_sheet_is_kept_as_what_it_is() {
    let mut room = Room::new();
    let event = room.save(Command::SaveEvent(event("消防演练", 3, 5)));
    // A telephone gives its photos names that say nothing.
    let photo = room.folder.path().join("IMG_0001.jpg");
    image::RgbImage::from_pixel(40, 30, image::Rgb([200, 200, 200]))
        .save(&photo)
        .unwrap();
    room.office = None;
    let file = room.file();
    let mut window = window_with(Some(Begin::Open(file)), move || {
        Box::new(Picks::file(photo.clone()))
    });
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    at_the_event(&mut window);
    window
        .get_by_role_and_label(Role::Button, "附签到表照片…")
        .click();
    wait_for(&mut window, "已保存：");
    drop(window);
    let office = Office::open(&room.file(), NOW).unwrap();
    let kept = office.ledger().attachments.values().next().unwrap();
    assert_eq!((kept.kind.as_str(), kept.owner), ("签到", Some(event)));
}
