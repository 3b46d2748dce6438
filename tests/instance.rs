//! One program for a file: what a second start finds while the ledger is open in a window, and when whoever has it is dead,
//! deaf or a stranger.
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
use common::first::call;
use common::first::open;
use common::first::reach;
use common::first::run;
use common::first::said;
use common::first::save;
use common::first::second;
use common::first::stand_in;
use common::first::until;
use common::saver::arguments;
use common::window::Window;
use common::window::opened;
use egui::ViewportCommand;
use interprocess::local_socket::Stream;
use kepu_ledger::app::Clock;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::Register;
use kepu_ledger::app::attach;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::app::desk::Desk;
use kepu_ledger::app::desk::Told;
use kepu_ledger::app::instance;
use kepu_ledger::app::instance::Address;
use kepu_ledger::store::Store;
use std::io::BufRead as _;
use std::io::BufReader;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

/// Longer than any limit of ours that stands in the way of a clerk.
const HANGING: Duration = Duration::from_secs(20);

fn closed(mut room: Room) -> Room {
    room.office = None;
    room
}

/// A file that is open with a record newer than any copy.
fn first() -> (Room, Desk) {
    let room = closed(Room::new());
    let desk = open(&room.file());
    save(&desk, Command::SaveEvent(event("刚刚保存的讲座", 5, 12)));
    (room, desk)
}

fn done(folder: &Path, arguments: &[&str]) -> String {
    let (output, _) = run(folder, arguments);
    let said = said(&output);
    assert!(output.status.success(), "{arguments:?}: {said}");
    said
}

fn refused(folder: &Path, arguments: &[&str]) -> String {
    let (output, _) = run(folder, arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    said(&output)
}

// The window draws while the second start waits for it; what it asked of the system meanwhile.
fn beside(window: &mut Window, mut child: Child) -> (Option<i32>, Vec<ViewportCommand>) {
    let begun = Instant::now();
    let mut commands = Vec::new();
    loop {
        window.step();
        for view in window.output().viewport_output.values() {
            commands.extend(view.commands.iter().cloned());
        }
        if let Some(status) = child.try_wait().unwrap() {
            return (status.code(), commands);
        }
        assert!(begun.elapsed() < HANGING, "the second start hangs");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_second_start_brings_the_first_window_to_the_front_and_goes() {
    let mut room = Room::new();
    let mut window = opened(&mut room);
    let folder = room.folder.path().to_owned();
    std::fs::create_dir(folder.join("旁")).unwrap();
    for path in ["湖滨.kepu", "旁/../湖滨.kepu"] {
        let child = second(&folder)
            .current_dir(&folder)
            .arg(path)
            .spawn()
            .unwrap();
        let (code, commands) = beside(&mut window, child);
        assert_eq!(code, Some(0));
        for wanted in [ViewportCommand::Minimized(false), ViewportCommand::Focus] {
            assert!(commands.contains(&wanted), "{commands:?}");
        }
    }
    // Without an argument it is the file that was open last.
    std::fs::create_dir_all(folder.join("config/kepu-ledger")).unwrap();
    let last = room.file().to_string_lossy().into_owned();
    std::fs::write(folder.join("config/kepu-ledger/last.txt"), last).unwrap();
    let child = second(&folder).current_dir(&folder).spawn().unwrap();
    let (code, commands) = beside(&mut window, child);
    assert_eq!(code, Some(0));
    assert!(commands.contains(&ViewportCommand::Focus));
}

#[test]
fn commands_read_what_the_window_holds_now() {
    let (room, _desk) = first();
    let folder = room.folder.path();
    let commands: [&[&str]; 8] = [
        &["list", "湖滨.kepu", "events"],
        &["list", "湖滨.kepu", "events", "--json"],
        &["history", "湖滨.kepu"],
        &["figures", "湖滨.kepu", "--year", "2025"],
        &["check", "湖滨.kepu"],
        &["plan", "湖滨.kepu"],
        &["stat", "湖滨.kepu"],
        &["trash", "湖滨.kepu"],
    ];
    for arguments in commands {
        let (output, _) = run(folder, arguments);
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
        // Nothing older stands in for it, so there is nothing to say.
        assert!(output.stderr.is_empty(), "{arguments:?}: {}", said(&output));
    }
    assert!(done(folder, commands[0]).contains("刚刚保存的讲座"));
    assert!(done(folder, commands[2]).contains("刚刚保存的讲座"));
    let report = [
        "report",
        "湖滨.kepu",
        "R1",
        "--year",
        "2025",
        "--out",
        "台账.xlsx",
    ];
    done(folder, &report);
    let mut book = calamine::open_workbook_auto(folder.join("台账.xlsx")).unwrap();
    let sheets = calamine::Reader::worksheets(&mut book);
    let cells: Vec<String> = sheets
        .iter()
        .flat_map(|(_, range)| range.used_cells().map(|(_, _, cell)| cell.to_string()))
        .collect();
    assert!(
        cells.iter().any(|c| c.contains("刚刚保存的讲座")),
        "{cells:?}"
    );
}

#[test]
fn photos_are_found_beside_the_ledger_and_not_beside_the_copy() {
    let mut room = Room::new();
    let talk = room.save(Command::SaveEvent(event("讲座", 5, 12)));
    let photo = room.folder.path().join("照片.png");
    image::RgbImage::from_pixel(40, 30, image::Rgb([9, 90, 200]))
        .save(&photo)
        .unwrap();
    room.office()
        .attach(Register::Events, talk, vec![attach::pick(&photo)])
        .unwrap();
    let room = closed(room);
    let desk = open(&room.file());
    let lent = instance::fresh_copy(&room.file()).unwrap();
    let place = lent.path().to_owned();
    let office = Office::open_lent(&room.file(), lent, None, Clock::Computer).unwrap();
    assert_eq!(office.file(), room.file());
    assert_ne!(office.path(), room.file());
    assert!(!office.is_writable());
    let health = office.health().unwrap();
    let attachments = health.findings.iter().find(|f| f.key == "attachments");
    assert_eq!(attachments.unwrap().count, 0, "{health:?}");
    assert!(!office.copies().is_empty(), "those beside the ledger");
    assert!(place.exists());
    drop(office);
    assert!(!place.exists(), "a copy that nobody reads lies nowhere");
    drop(desk);
}

#[test]
fn a_backup_is_made_by_the_program_that_has_the_file() {
    let (room, desk) = first();
    let folder = room.folder.path();
    let said = done(folder, &["backup", "湖滨.kepu"]);
    assert!(said.starts_with("已备份并核对："), "{said}");
    let copy = PathBuf::from(said.lines().next().unwrap().replace("已备份并核对：", ""));
    let titles = |copy: &Path| {
        let ledger = Store::open_copy(copy).unwrap().load().unwrap();
        let titles = ledger.events.values().map(|e| e.title.clone());
        titles.collect::<Vec<_>>()
    };
    assert_eq!(titles(&copy), ["刚刚保存的讲座"]);
    // The folder is meant from where the command was given.
    std::fs::create_dir(folder.join("优盘")).unwrap();
    let said = done(folder, &["backup", "湖滨.kepu", "--to", "优盘"]);
    assert!(said.contains("都已读回核对"), "{said}");
    let copy = PathBuf::from(said.lines().next().unwrap().replace("已备份并核对：", ""));
    assert_eq!(copy.parent().unwrap(), folder.join("优盘"));
    assert_eq!(titles(&copy), ["刚刚保存的讲座"]);
    // What is refused there is told here.
    let short = second(folder)
        .current_dir(folder)
        .args(["backup", "湖滨.kepu", "--to", "优盘"])
        .env("KEPU_PACK_PASSWORD", "短")
        .output()
        .unwrap();
    assert_eq!(short.status.code(), Some(1));
    let said = common::first::said(&short);
    assert!(said.contains("密码至少 8 位"), "{said}");
    drop(desk);
    let office = Office::open(&room.file(), NOW).unwrap();
    assert_eq!(office.second_place().unwrap().folder, folder.join("优盘"));
}

#[test]
fn whoever_wants_to_write_is_told_who_has_it() {
    let (room, _desk) = first();
    let folder = room.folder.path();
    let sheet = common::samples().remove(1);
    let sheet = sheet.to_str().unwrap();
    let writing: [&[&str]; 3] = [
        &["import", "湖滨.kepu", sheet],
        &["check", "湖滨.kepu", "--mend", "links"],
        &["unlock", "湖滨.kepu"],
    ];
    for arguments in writing {
        let said = refused(folder, arguments);
        assert!(said.contains("“湖滨.kepu”已由 李晓梅"), "{said}");
        assert!(said.contains("请先在那里关闭它"), "{said}");
    }
    assert_eq!(
        done(folder, &["list", "湖滨.kepu", "events"])
            .matches("讲座")
            .count(),
        1
    );
}

#[test]
fn a_second_window_with_the_same_file_says_where_it_is() {
    let mut room = Room::new();
    let mut window = opened(&mut room);
    let begin = Begin::Open(room.file());
    let other = Desk::start(begin, None, NOW, Arc::new(|| {})).unwrap();
    let begun = Instant::now();
    let told = loop {
        window.step();
        let told = other.take().into_iter().find_map(|told| match told {
            Told::NotOpened(why) => Some(why.advice.to_string()),
            _ => None,
        });
        if let Some(told) = told {
            break told;
        }
        assert!(begun.elapsed() < HANGING);
        std::thread::sleep(Duration::from_millis(10));
    };
    assert!(told.starts_with("这份台账已在另一个窗口打开"), "{told}");
}

#[test]
fn when_the_window_closes_nobody_listens_and_the_file_is_free() {
    let (room, desk) = first();
    let address = Address::of(&room.file()).unwrap();
    assert!(reach(&room.file()).is_ok());
    drop(desk);
    assert!(reach(&room.file()).is_err());
    if cfg!(unix) {
        assert!(!address.path().exists());
    }
    assert!(!instance::bring_to_front(&room.file()));
    // At once, and more than once.
    for n in 0..5 {
        let desk = open(&room.file());
        save(&desk, Command::SaveEvent(event(&format!("第{n}场"), 3, 1)));
        assert!(instance::fresh_copy(&room.file()).is_some());
    }
}

/// Names the file to a child of this test program that opens it and stays.
const HOLD: &str = "KEPU_HOLD_CHILD";

#[test]
fn child_that_has_the_file_open() {
    let Ok(file) = std::env::var(HOLD) else {
        return;
    };
    let _desk = open(Path::new(&file));
    println!("open");
    std::thread::sleep(Duration::from_mins(5));
}

#[test]
fn a_killed_program_is_in_nobodys_way() {
    let room = closed(Room::new());
    let mut child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(arguments("child_that_has_the_file_open"))
        .env(HOLD, room.file())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|l| l.ends_with("open")));
    // It answers from its own process.
    let lent = instance::fresh_copy(&room.file()).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let place = lent.path().to_owned();
    drop(lent);
    assert!(!place.exists());
    if cfg!(unix) {
        assert!(Address::of(&room.file()).unwrap().path().exists(), "stale");
    }
    let folder = room.folder.path();
    // Nobody is there: the command opens the file itself.
    let (output, took) = run(folder, &["list", "湖滨.kepu", "events"]);
    assert!(output.status.success() && took < HANGING);
    let desk = open(&room.file());
    save(&desk, Command::SaveEvent(event("刚刚保存的讲座", 5, 12)));
    let said = done(folder, &["list", "湖滨.kepu", "events"]);
    assert!(said.contains("刚刚保存的讲座"), "{said}");
    until(&desk, |_| Some(()));
}

#[test]
fn whoever_borrows_a_copy_and_dies_leaves_none_behind() {
    let (room, _desk) = first();
    let stream = call(&room.file(), b"{\"version\":1,\"wish\":\"copy\"}\n");
    let mut lines = BufReader::new(&stream).lines();
    let heard = lines.next().unwrap().unwrap();
    assert_eq!(heard, "{\"version\":1,\"answer\":\"heard\"}");
    let answer: serde_json::Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    let path = PathBuf::from(answer["path"].as_str().unwrap());
    assert!(path.exists());
    if cfg!(unix) {
        use std::os::unix::fs::MetadataExt as _;
        let folder = path.parent().unwrap().parent().unwrap();
        let mode = std::fs::metadata(folder).unwrap().mode();
        assert_eq!(mode & 0o077, 0, "nobody else may read it");
    }
    drop(lines);
    drop(stream);
    let begun = Instant::now();
    while path.exists() {
        assert!(begun.elapsed() < HANGING, "the copy stays");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn garbage_is_not_answered_and_changes_nothing() {
    let (room, _desk) = first();
    let file = room.file();
    let before = done(room.folder.path(), &["history", "湖滨.kepu"]);
    let mut garbage: Vec<Vec<u8>> = [
        "",
        "\n",
        "\0\0\0\0",
        "GET / HTTP/1.1\r\n\r\n",
        "{\"version\":1,\"wish\":\"copy\"}",
        "{\"version\":2,\"wish\":\"copy\"}\n",
        "{\"version\":1,\"wish\":\"delete\"}\n",
        "{\"version\":1,\"wish\":\"back_up_to\"}\n",
        "{\"wish\":\"copy\"}\n",
        "[1]\n",
        "{\"version\":1,\"wish\":\"back_up_to\",\"folder\":7,\"password\":null}\n",
    ]
    .map(|t| t.as_bytes().to_vec())
    .into();
    garbage.push(vec![b'['; 1 << 20]);
    garbage.push("[".repeat(60_000).into_bytes());
    garbage.push([&b"[".repeat(60_000)[..], b"\n"].concat());
    garbage.push(vec![0xFF; 70_000]);
    // What would be understood, were it shorter.
    garbage.push(
        format!(
            "{}{{\"version\":1,\"wish\":\"copy\"}}\n",
            " ".repeat(70_000)
        )
        .into_bytes(),
    );
    for words in &garbage {
        let stream = call(&file, words);
        let mut answer = String::new();
        // Closed, or reset with what was not read.
        BufReader::new(&stream).read_line(&mut answer).ok();
        let end = &words[words.len().saturating_sub(60)..];
        assert_eq!(answer, "", "…{:?}", String::from_utf8_lossy(end));
    }
    // More than are listened to at a time, none of them saying anything.
    let silent: Vec<Stream> = (0..30).map(|_| call(&file, b"{")).collect();
    let begun = Instant::now();
    while instance::fresh_copy(&file).is_none() {
        assert!(begun.elapsed() < HANGING, "silent callers block the others");
        std::thread::sleep(Duration::from_millis(100));
    }
    drop(silent);
    assert_eq!(done(room.folder.path(), &["history", "湖滨.kepu"]), before);
}

/// A file that is held without listening, with a copy of before its last save.
fn deaf() -> Room {
    let mut room = Room::new();
    room.reopen();
    room.save(Command::SaveEvent(event("备份里的讲座", 5, 12)));
    room.office().back_up(None, "手动").unwrap();
    room.save(Command::SaveEvent(event("后来的讲座", 5, 13)));
    room
}

#[test]
fn one_that_never_answers_lets_nobody_wait_long() {
    for answer in [
        "",
        "{\"version\":1,\"answer\":\"he",
        "{\"version\":9,\"answer\":\"heard\"}\n",
        "\u{1}\u{2}\n",
    ] {
        let room = deaf();
        stand_in(&room.file(), answer.as_bytes().to_vec());
        let folder = room.folder.path();
        let (output, took) = run(folder, &["list", "湖滨.kepu", "events"]);
        let told = said(&output);
        assert!(output.status.success() && took < HANGING, "{took:?} {told}");
        assert!(told.contains("2026-11-24 09:00 备份里的数据"), "{told}");
        assert!(told.contains("备份里的讲座") && !told.contains("后来的讲座"));
        let (output, took) = run(folder, &["backup", "湖滨.kepu"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(took < HANGING && said(&output).contains("已由 李晓梅"));
        // The window opens as ever; there is no display here to open it on.
        let (output, took) = run(folder, &["湖滨.kepu"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(took < HANGING, "{took:?}");
        assert!(said(&output).contains("没有图形界面"), "{}", said(&output));
    }
}

#[test]
fn one_that_hears_and_does_nothing_is_not_waited_for_by_a_window() {
    let room = deaf();
    let heard = b"{\"version\":1,\"answer\":\"heard\"}\n".to_vec();
    stand_in(&room.file(), heard);
    let begun = Instant::now();
    assert!(!instance::bring_to_front(&room.file()));
    assert!(begun.elapsed() < Duration::from_secs(3), "{begun:?}");
}

#[test]
fn a_copy_that_a_stranger_offers_is_neither_read_nor_removed() {
    let room = deaf();
    let strange = Room::new();
    let heard = "{\"version\":1,\"answer\":\"heard\"}\n";
    let copy = serde_json::json!({
        "version": 1, "answer": "copy", "path": strange.file(), "moment": "2026-11-24 09:00",
    });
    stand_in(&room.file(), format!("{heard}{copy}\n").into_bytes());
    let told = done(room.folder.path(), &["list", "湖滨.kepu", "events"]);
    assert!(told.contains("备份里的讲座"), "{told}");
    assert!(strange.file().exists());
}
