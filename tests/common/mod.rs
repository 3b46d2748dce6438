//! Fixtures: an office in a folder that vanishes, a fixed clock, records that name only what matters.
#![allow(dead_code, reason = "each test file uses its part")]

pub mod books;
pub mod first;
pub mod packs;
pub mod painted;
pub mod saver;
pub mod sheets;
pub mod stage;
pub mod strace;
pub mod window;

use jiff::civil::DateTime;
use jiff::civil::date;
use kepu_ledger::app::Clock;
use kepu_ledger::app::Command;
use kepu_ledger::app::NewOffice;
use kepu_ledger::app::Office;
use kepu_ledger::model::Uid;
use kepu_ledger::model::day::When;
use kepu_ledger::model::events::Event;
use kepu_ledger::model::people::VolunteerEntry;
use std::path::PathBuf;
use tempfile::TempDir;

/// 24 November 2026, nine in the morning.
pub const NOW: Clock = Clock::Fixed(DateTime::constant(2026, 11, 24, 9, 0, 0, 0));

/// An office in a folder of its own.
pub struct Room {
    pub folder: TempDir,
    pub office: Option<Office>,
}

impl Room {
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let new = NewOffice {
            name: "湖滨街道办事处".into(),
            clerk: "李晓梅".into(),
            ..NewOffice::default()
        };
        let office = Office::create(&folder.path().join("湖滨.kepu"), &new, NOW).unwrap();
        Self {
            folder,
            office: Some(office),
        }
    }

    pub fn file(&self) -> PathBuf {
        self.folder.path().join("湖滨.kepu")
    }

    pub fn office(&mut self) -> &mut Office {
        self.office.as_mut().unwrap()
    }

    /// Close the file and open it again, as the next morning does.
    pub fn reopen(&mut self) -> &mut Office {
        self.office = None;
        self.office = Some(Office::open(&self.file(), NOW).unwrap());
        self.office()
    }

    pub fn save(&mut self, command: Command) -> Uid {
        self.office()
            .run(command)
            .unwrap()
            .focus
            .unwrap_or_default()
    }
}

pub fn event(title: &str, month: i8, day: i8) -> Event {
    Event {
        title: title.into(),
        when: Some(When::day(date(2025, month, day))),
        ..Event::default()
    }
}

pub fn volunteer(name: &str) -> VolunteerEntry {
    let mut entry = VolunteerEntry::default();
    entry.person.name = name.into();
    entry
}

pub fn titles(office: &Office) -> Vec<String> {
    office
        .ledger()
        .events
        .values()
        .map(|e| e.title.clone())
        .collect()
}

/// The program under test.
pub fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_kepu-ledger"))
}

/// The five sheets of shared/samples, as offices keep them.
pub fn samples() -> Vec<PathBuf> {
    // Tests run in the package's folder; the folder at build time may be another clone's.
    let folder = std::env::current_dir().unwrap().join("tests/data");
    let names = [
        "2024年科普活动台账.xlsx",
        "2025年科普活动台账.xlsx",
        "社区人口.xlsx",
        "科技志愿者花名册.xlsx",
        "科普信息员花名册（GBK）.csv",
    ];
    names.iter().map(|n| folder.join(n)).collect()
}
