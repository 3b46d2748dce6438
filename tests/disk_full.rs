//! A disk that runs full: what was saved stays, what was begun is taken back, the clerk is told what is missing and keeps what
//! was typed, reading goes on, no old copy is deleted, and with room again it goes on without a restart.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::NOW;
use common::event;
use common::packs::told;
use common::packs::wishes;
use common::stage::assert_sound;
use common::stage::passing;
use kepu_ledger::app::Command;
use kepu_ledger::app::NewOffice;
use kepu_ledger::app::Office;
use kepu_ledger::app::SampleSize;
use kepu_ledger::app::desk::Ask;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::app::desk::Desk;
use kepu_ledger::app::desk::Told;
use kepu_ledger::app::import::BadRows;
use kepu_ledger::app::import::ImportRequest;
use kepu_ledger::app::import::read_sheets;
use kepu_ledger::app::paper;
use kepu_ledger::app::paper::Kind;
use kepu_ledger::app::paper::Request;
use kepu_ledger::model::Period;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

/// A small disk of its own, gone with the test.
struct Disk {
    folder: TempDir,
}

impl Disk {
    /// None, said why, where mounting is not allowed.
    fn of(size: &str) -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(folder.path())
            .output();
        match mounted {
            Ok(out) if out.status.success() => Some(Self { folder }),
            _ => {
                println!("skipped: mounting a small disk needs root");
                None
            }
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Fill it up but for so many bytes.
    fn fill(&self, but: u64) {
        // The office thread may be writing its first copy just now: then what was free a moment ago is not.
        for _ in 0..50 {
            let free = fs4::available_space(self.folder.path()).unwrap();
            let filler = vec![7; free.saturating_sub(but) as usize];
            match std::fs::write(self.path("填满"), filler) {
                Ok(()) => return,
                Err(_) => self.make_room(),
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("never quiet");
    }

    fn make_room(&self) {
        std::fs::remove_file(self.path("填满")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        std::process::Command::new("umount")
            .arg("-l")
            .arg(self.folder.path())
            .output()
            .ok();
    }
}

fn office(disk: &Disk) -> Office {
    let new = NewOffice {
        name: "湖滨街道办事处".into(),
        clerk: "李晓梅".into(),
        ..NewOffice::default()
    };
    let mut office = Office::create(&disk.path("湖滨.kepu"), &new, NOW).unwrap();
    let size = SampleSize {
        events: 20,
        volunteers: 10,
        officers: 10,
        ..SampleSize::of_year(2025)
    };
    office.invent(size).unwrap();
    office
}

fn long(n: usize) -> Command {
    let mut event = event(&format!("第{n}场"), 3, 1);
    event.summary = "内容".repeat(2000);
    Command::SaveEvent(event)
}

#[test]
fn a_save_on_a_full_disk_is_taken_back_told_and_goes_on_with_room_again() {
    let Some(disk) = Disk::of("6M") else { return };
    let mut office = office(&disk);
    disk.fill(200 << 10);
    let before = office.ledger().events.len();
    let mut saved = 0;
    let said = loop {
        match office.run(long(saved)) {
            Ok(_) => saved += 1,
            refused => break told(refused),
        }
        assert!(saved < 1000, "the disk never ran full");
    };
    assert!(said.starts_with("磁盘已满"), "{said}");
    assert!(said.contains("已填内容还在"), "{said}");
    // Reading goes on, and what was refused is nowhere.
    assert_eq!(office.ledger().events.len(), before + saved);
    assert!(office.examine().unwrap().is_sound());
    // Without a restart.
    disk.make_room();
    office.run(long(saved)).unwrap();
    drop(office);
    let again = Office::open(&disk.path("湖滨.kepu"), NOW).unwrap();
    assert_eq!(again.ledger().events.len(), before + saved + 1);
    assert!(again.examine().unwrap().is_sound());
}

#[test]
fn whatever_finds_no_room_says_how_much_is_missing_and_leaves_nothing_half() {
    let Some(disk) = Disk::of("6M") else { return };
    let mut office = office(&disk);
    let copy = office.back_up(None, "手动").unwrap();
    office
        .run(Command::SaveEvent(event("备份以后", 4, 1)))
        .unwrap();
    let copies = office.copies();
    let year = Period::year(2025).unwrap();
    let report = office
        .report(&Request::of(Kind::EventLedger, year))
        .unwrap();
    let meta = office.meta(&report);
    let laid = paper::lay_out(report, meta, &mut |_| true).unwrap();
    let pdf = paper::pdf(&laid).unwrap();
    disk.fill(16 << 10);
    let steps = office.history(1).unwrap();

    let said = told(office.back_up(None, "手动"));
    assert!(
        said.contains("磁盘已满，还差 ") && said.contains(" MB"),
        "copy: {said}"
    );
    let out = disk.path("台账.pdf");
    let said = told(paper::save(&pdf, &out));
    assert!(said.contains("磁盘已满，还差 1 MB"), "report: {said}");
    let pack = disk.path("上报.kepuup");
    let said = told(office.submission(&wishes(), &pack));
    assert!(said.contains("磁盘已满"), "pack: {said}");
    let all = disk.path("交接.kepuall");
    let said = told(office.prepare_handover("王建国", &all).map(|_| ()));
    assert!(said.contains("磁盘已满"), "handover: {said}");
    let sheet = std::env::current_dir()
        .unwrap()
        .join("tests/data/2025年科普活动台账.xlsx");
    let request = ImportRequest {
        files: vec![sheet],
        year: Some(2025),
        ..ImportRequest::default()
    };
    let sources = read_sheets(&common::program(), &request).unwrap();
    let plan = office.plan_import(&request, &sources).unwrap();
    let said = told(office.take_in(&plan, BadRows::Skip));
    assert!(said.contains("磁盘已满"), "import: {said}");

    for path in [&out, &pack, &all] {
        assert!(!path.exists(), "{} is there", path.display());
    }
    assert!(
        passing(disk.folder.path()).is_empty(),
        "{:?}",
        passing(disk.folder.path())
    );
    // No old copy had to go for it, and nothing was written.
    assert_eq!(office.copies(), copies);
    assert!(copy.is_file());
    assert_eq!(office.history(1).unwrap(), steps);
    disk.make_room();
    office.take_in(&plan, BadRows::Skip).unwrap();
    office.back_up(None, "手动").unwrap();
    office.submission(&wishes(), &pack).unwrap();
    drop(office);
    assert_sound(&disk.path("湖滨.kepu"), "all", "with room again");
}

#[test]
fn a_restore_without_room_leaves_the_present_file_where_it_is() {
    let Some(disk) = Disk::of("6M") else { return };
    let office = office(&disk);
    let elsewhere = TempDir::new().unwrap();
    let copy = office.back_up(Some(elsewhere.path()), "手动").unwrap();
    drop(office);
    let file = disk.path("湖滨.kepu");
    let before = std::fs::read(&file).unwrap();
    disk.fill(16 << 10);
    let said = told(kepu_ledger::app::restore(&copy, &file, NOW));
    assert!(said.contains("磁盘已满，还差 "), "{said}");
    assert_eq!(std::fs::read(&file).unwrap(), before);
    assert!(passing(disk.folder.path()).is_empty());
    disk.make_room();
    kepu_ledger::app::restore(&copy, &file, NOW).unwrap();
    assert_sound(&file, "restore", "with room again");
}

#[test]
fn the_window_is_told_that_the_disk_is_full_and_keeps_what_was_typed() {
    let Some(disk) = Disk::of("6M") else { return };
    let office = office(&disk);
    drop(office);
    let file = disk.path("湖滨.kepu");
    let desk = Desk::start(Begin::Open(file), None, NOW, Arc::new(|| {})).unwrap();
    let mut heard = Vec::new();
    wait_for(&desk, &mut heard, |told| matches!(told, Told::State(_)));
    disk.fill(24 << 10);
    let mut refused = false;
    for n in 0..50 {
        desk.ask(Ask::Run(Box::new(long(n)), "events".into()));
        heard.clear();
        wait_for(&desk, &mut heard, |told| {
            matches!(told, Told::Done(..) | Told::Refused(..))
        });
        let said = heard.iter().find_map(|told| match told {
            Told::Refused(advice, ..) => Some(advice.to_string()),
            _ => None,
        });
        if let Some(said) = said {
            assert!(said.contains("磁盘已满"), "{said}");
            refused = true;
            break;
        }
    }
    assert!(refused);
    disk.make_room();
    desk.ask(Ask::Run(Box::new(long(99)), "events".into()));
    wait_for(&desk, &mut heard, |told| matches!(told, Told::Done(..)));
}

fn wait_for(desk: &Desk, heard: &mut Vec<Told>, wanted: impl Fn(&Told) -> bool) {
    for _ in 0..6000 {
        let new: Vec<Told> = desk.take();
        let found = new.iter().any(&wanted);
        heard.extend(new);
        if found {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("not told");
}
