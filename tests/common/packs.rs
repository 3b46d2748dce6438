//! Offices, a district and the packs between them.

use super::NOW;
use super::event;
use super::volunteer;
use jiff::civil::date;
use kepu_ledger::app::AppError;
use kepu_ledger::app::Command;
use kepu_ledger::app::Done;
use kepu_ledger::app::NewOffice;
use kepu_ledger::app::Office;
use kepu_ledger::app::merge;
use kepu_ledger::app::merge::Decisions;
use kepu_ledger::app::merge::Side;
use kepu_ledger::app::submit::PackWishes;
use kepu_ledger::app::submit::Submitted;
use kepu_ledger::app::words;
use kepu_ledger::model::Period;
use kepu_ledger::model::Uid;
use kepu_ledger::model::contact::IdNumber;
use kepu_ledger::model::contact::Phone;
use kepu_ledger::model::events::Attendance;
use kepu_ledger::model::office::community::CommunityEntry;
use kepu_ledger::model::people::Team;
use std::path::Path;
use std::path::PathBuf;
use tempfile::TempDir;

pub const ID: &str = "11010519491231002X";
pub const PHONE: &str = "13812345678";

/// A desk where files of several offices lie.
pub struct Desk {
    pub folder: TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The file of an office, empty.
    pub fn empty(&self, name: &str, kind: &str) -> Office {
        let new = NewOffice {
            name: name.into(),
            kind: kind.into(),
            clerk: "李晓梅".into(),
            ..NewOffice::default()
        };
        Office::create(&self.path(&format!("{name}.kepu")), &new, NOW).unwrap()
    }

    pub fn district(&self) -> Office {
        self.empty("南湖区科协", "区")
    }

    /// An office with a community, an event of the year with a volunteer, and one of the year before.
    pub fn office(&self, name: &str) -> Office {
        let mut office = self.empty(name, "");
        let mut community = CommunityEntry::default();
        community.community.name = format!("{name}东社区");
        community.count = Some(1000);
        community.as_of = Some(date(2025, 1, 1));
        let community = save(&mut office, Command::SaveCommunity(community));
        let team = Team {
            name: "第一服务队".into(),
            ..Team::default()
        };
        save(&mut office, Command::SaveTeam(team));
        let mut li = volunteer("李娜");
        li.person.id_number = IdNumber::read(ID).unwrap();
        li.person.phone = Phone::read(PHONE).unwrap();
        li.person.remark = format!("家里电话{PHONE}");
        li.person.community = Some(community);
        let li = save(&mut office, Command::SaveVolunteer(li));
        let person = office.ledger().volunteers[&li].person;
        for (title, year) in [("防震减灾讲座", 2025), ("去年的讲座", 2024)] {
            let mut talk = event(title, 5, 12);
            talk.when = Some(kepu_ledger::model::day::When::day(date(year, 5, 12)));
            talk.attendance = Some(60);
            talk.community = Some(community);
            talk.place = format!("{name}东社区广场");
            let talk = save(&mut office, Command::SaveEvent(talk));
            let row = Attendance {
                person,
                role: "志愿者".into(),
                minutes: 90,
                ..Attendance::default()
            };
            save(
                &mut office,
                Command::Attend {
                    newcomers: Vec::new(),
                    event: talk,
                    rows: vec![row],
                },
            );
        }
        office
    }

    /// Send a year up, with every doubt explained.
    pub fn pack(&self, office: &mut Office, name: &str) -> PathBuf {
        self.pack_with(office, name, &wishes()).0
    }

    pub fn pack_with(
        &self,
        office: &mut Office,
        name: &str,
        wishes: &PackWishes,
    ) -> (PathBuf, Submitted) {
        let path = self.path(&format!("{name}.kepuup"));
        let done = office
            .submission(wishes, &path)
            .unwrap_or_else(|e| panic!("{}", words::advice(&e)));
        (path, done)
    }
}

pub fn wishes() -> PackWishes {
    PackWishes {
        note: "情况属实".into(),
        ..PackWishes::of(Period::year(2025).unwrap())
    }
}

pub fn save(office: &mut Office, command: Command) -> Uid {
    office.run(command).unwrap().focus.unwrap_or_default()
}

pub fn take(office: &mut Office, path: &Path) -> Result<Done, AppError> {
    take_with(office, path, &Decisions::default())
}

pub fn take_with(
    office: &mut Office,
    path: &Path,
    decisions: &Decisions,
) -> Result<Done, AppError> {
    let mut pack = merge::open(path)?;
    office.take_pack(&mut pack, path, decisions)
}

pub fn prefer(side: Side) -> Decisions {
    Decisions {
        all: Some(side),
        ..Decisions::default()
    }
}

/// Every record of a ledger but a district's own office, as JSON in a fixed order.
pub fn content(office: &Office) -> Vec<String> {
    let ledger = office.ledger();
    let district = ledger.office().kind == "区";
    let offices = ledger
        .offices
        .keys()
        .filter(|o| !district || **o != ledger.home);
    let mut all: Vec<String> = offices
        .flat_map(|o| ledger.records_of(*o))
        .map(|r| format!("{} {}", r.table().name(), r.json().unwrap()))
        .collect();
    all.sort();
    all
}

/// Everything a pack holds, inflated, one after another.
pub fn inside(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut files = Vec::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        files.push((file.name().unwrap().into_owned(), bytes));
    }
    files
}

/// The words a clerk reads of a refusal.
pub fn told<T: std::fmt::Debug>(result: Result<T, AppError>) -> String {
    words::advice(&result.unwrap_err()).to_string()
}

/// Run a command in the folder of the desk: whether it succeeded, and what it said.
pub fn run(desk: &Desk, words: &[&str]) -> (bool, String) {
    let out = std::process::Command::new(super::program())
        .current_dir(desk.folder.path())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .args(words)
        .output()
        .unwrap();
    let text = String::from_utf8(out.stdout).unwrap() + &String::from_utf8(out.stderr).unwrap();
    (out.status.success(), text)
}
