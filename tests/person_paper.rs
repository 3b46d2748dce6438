//! 本人信息: who asks what the file holds about them gets all of it, and nothing of anybody else.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use common::event;
use common::packs::ID;
use common::packs::PHONE;
use common::program;
use common::volunteer;
use common::window::Picks;
use common::window::go;
use common::window::settle;
use common::window::wait_for;
use common::window::window_with;
use egui::Key;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Command;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::app::history::Sought;
use kepu_ledger::model::Uid;
use kepu_ledger::model::contact::IdNumber;
use kepu_ledger::model::contact::Phone;
use kepu_ledger::model::events::Attendance;
use std::sync::Arc;
use std::sync::Mutex;

/// Li, who took part; Wang, who did too and is nobody's business of Li's. The volunteer's record of Li.
fn room() -> (Room, Uid) {
    let mut room = Room::new();
    let mut li = volunteer("李小娜");
    li.person.id_number = IdNumber::read(ID).unwrap();
    li.person.phone = Phone::read(PHONE).unwrap();
    room.save(Command::SaveVolunteer(li));
    let mut wang = volunteer("王建国");
    wang.person.phone = Phone::read("13900001111").unwrap();
    room.save(Command::SaveVolunteer(wang));
    let talk = room.save(Command::SaveEvent(event("防震讲座", 3, 5)));
    let mut named = event("义诊", 4, 2);
    named.speakers = "李小娜".into();
    room.save(Command::SaveEvent(named));
    let ledger = room.office().ledger().clone();
    let people: Vec<_> = ledger.volunteers.values().cloned().collect();
    let rows = people
        .iter()
        .map(|v| Attendance {
            event: talk,
            person: v.person,
            role: "志愿者".into(),
            minutes: 90,
            ..Attendance::default()
        })
        .collect();
    room.save(Command::Attend {
        event: talk,
        rows,
        newcomers: Vec::new(),
    });
    let li = people
        .iter()
        .find(|v| ledger.people[&v.person].name == "李小娜")
        .unwrap();
    (room, li.uid)
}

#[test]
fn by_command_everything_about_one_person_is_on_paper_and_on_record() {
    let (mut room, li) = room();
    room.office = None;
    let out = room.folder.path().join("本人信息.pdf");
    let folder = room.folder.path().to_owned();
    let run = |id: &str| {
        std::process::Command::new(program())
            .args([
                "person",
                "湖滨.kepu",
                "--person",
                id,
                "--out",
                "本人信息.pdf",
            ])
            .current_dir(&folder)
            .output()
            .unwrap()
    };
    let wrong = run(&Uid::fresh().to_string());
    assert_eq!(wrong.status.code(), Some(1));
    assert!(!out.exists());
    let done = run(&li.to_string());
    assert!(done.status.success(), "{done:?}");
    let text: String = pdf_extract::extract_text(&out)
        .unwrap()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    for there in [
        "李小娜",
        ID,
        PHONE,
        "防震讲座",
        "志愿者，90分钟",
        "义诊",
        "谁看过",
        "第四十五条",
    ] {
        assert!(text.contains(there), "{there} in {text}");
    }
    for strange in ["王建国", "13900001111"] {
        assert!(!text.contains(strange), "{strange} in {text}");
    }
    let office = room.reopen();
    let newest = office.past(&Sought::default(), 1).unwrap().steps.remove(0);
    assert_eq!(newest.label, "查看个人信息：本人信息（李小娜）");
    // The next paper says who looked.
    let again = run(&li.to_string());
    assert!(!again.status.success(), "the file is open here");
    room.office = None;
    assert!(run(&li.to_string()).status.success());
    let text: String = pdf_extract::extract_text(&out)
        .unwrap()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    assert!(text.contains("查看个人信息：本人信息（李小娜）"), "{text}");
}

#[test]
fn from_the_form_it_goes_to_the_printer() {
    let (mut room, _) = room();
    room.office = None;
    let opened: Arc<Mutex<Vec<std::path::PathBuf>>> = Arc::default();
    let seen = Arc::clone(&opened);
    let mut window = window_with(Some(Begin::Open(room.file())), move || {
        let mut picks = Box::<Picks>::default();
        picks.opened = Arc::clone(&seen);
        picks
    });
    wait_for(&mut window, "湖滨街道办事处");
    settle(&mut window);
    go(&mut window, "科技志愿者");
    window.key_press(Key::ArrowDown);
    wait_for(&mut window, "打印本人信息");
    window.get_by_label("打印本人信息").click();
    for _ in 0..300 {
        window.step();
        if !opened.lock().unwrap().is_empty() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert!(opened.lock().unwrap()[0].ends_with("本人信息.pdf"));
    go(&mut window, "科普活动");
    assert!(window.query_by_label("打印本人信息").is_none());
}
