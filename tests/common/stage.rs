//! A desk on which every verb of the command line finds what it needs, laid once and copied for each run; and the judgement of
//! what a run left behind that was killed, cut off or hindered.

use super::NOW;
use super::event;
use super::packs::Desk;
use super::packs::save;
use super::program;
use super::sheets;
use jiff::civil::date;
use kepu_ledger::app::Command;
use kepu_ledger::app::NewOffice;
use kepu_ledger::app::Office;
use kepu_ledger::app::Register;
use kepu_ledger::app::SampleSize;
use kepu_ledger::app::attach;
use kepu_ledger::app::collect::BlankWish;
use kepu_ledger::app::handover::take_over;
use kepu_ledger::app::merge;
use kepu_ledger::model::Uid;
use kepu_ledger::model::office::community::CommunityEntry;
use kepu_ledger::store::Store;
use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::process::Output;
use tempfile::TempDir;

/// The ledger most verbs work on.
pub const LEDGER: &str = "hubin.kepu";

/// A verb with its words and what it works on.
#[derive(Debug, Clone, Copy)]
pub struct Verb {
    pub name: &'static str,
    pub words: &'static [&'static str],
    /// The ledger it may change.
    pub ledger: &'static str,
    /// What it makes: files, or folders of them.
    pub outs: &'static [&'static str],
}

const fn verb(
    name: &'static str,
    words: &'static [&'static str],
    ledger: &'static str,
    outs: &'static [&'static str],
) -> Verb {
    Verb {
        name,
        words,
        ledger,
        outs,
    }
}

/// The verbs that write.
pub const WRITING: &[Verb] = &[
    verb(
        "import",
        &[
            "import",
            LEDGER,
            "sheet.xlsx",
            "--year",
            "2025",
            "--skip-bad",
        ],
        LEDGER,
        &["hubin.备份"],
    ),
    verb(
        "merge",
        &["merge", "qu.kepu", "east.kepuup", "--prefer", "theirs"],
        "qu.kepu",
        &["qu.备份"],
    ),
    verb(
        "pack",
        &[
            "pack",
            LEDGER,
            "--year",
            "2025",
            "--photos",
            "--reports",
            "R3",
            "--note",
            "情况属实",
            "--out",
            "up.kepuup",
        ],
        LEDGER,
        &["up.kepuup"],
    ),
    verb(
        "report pdf",
        &["report", LEDGER, "R3", "--year", "2025", "--out", "out.pdf"],
        LEDGER,
        &["out.pdf"],
    ),
    verb(
        "report xlsx",
        &[
            "report", LEDGER, "R3", "--year", "2025", "--out", "out.xlsx",
        ],
        LEDGER,
        &["out.xlsx"],
    ),
    verb("backup", &["backup", LEDGER], LEDGER, &["hubin.备份"]),
    verb(
        "backup elsewhere",
        &["backup", LEDGER, "--to", "stick"],
        LEDGER,
        &["stick"],
    ),
    verb(
        "restore",
        &["restore", "copy.kepu", "--to", LEDGER],
        LEDGER,
        &[],
    ),
    verb(
        "migration",
        &["check", "old.kepu"],
        "old.kepu",
        &["old.备份"],
    ),
    verb(
        "handover",
        &["handover", LEDGER, "--out", "all.kepuall", "--to", "王建国"],
        LEDGER,
        &["all.kepuall"],
    ),
    verb(
        "takeover",
        &[
            "takeover",
            "given.kepuall",
            "--to",
            "desk/new.kepu",
            "--clerk",
            "王建国",
        ],
        "desk/new.kepu",
        &[],
    ),
    verb(
        "collect",
        &["collect", LEDGER, "back.xlsx", "--year", "2025"],
        LEDGER,
        &["hubin.备份"],
    ),
];

/// The verbs that only read the ledger, and those that make a new one.
pub const OTHERS: &[Verb] = &[
    verb(
        "new",
        &["new", "fresh.kepu", "--office", "柳浪街道办事处"],
        "fresh.kepu",
        &[],
    ),
    verb(
        "sample",
        &[
            "sample",
            "fresh.kepu",
            "--events",
            "5",
            "--volunteers",
            "3",
            "--officers",
            "3",
        ],
        "fresh.kepu",
        &[],
    ),
    verb("list", &["list", LEDGER, "events", "--json"], LEDGER, &[]),
    verb("plan", &["plan", LEDGER], LEDGER, &[]),
    verb(
        "figures",
        &["figures", LEDGER, "--year", "2025"],
        LEDGER,
        &[],
    ),
    verb("stat", &["stat", LEDGER, "--year", "2025"], LEDGER, &[]),
    verb("check", &["check", LEDGER], LEDGER, &[]),
    verb("submissions", &["submissions", LEDGER], LEDGER, &[]),
    verb(
        "blank",
        &["blank", LEDGER, "--out", "blanks", "--year", "2025"],
        LEDGER,
        &["blanks"],
    ),
];

/// What an interrupted run may leave beside, and the next one clears away.
const PASSING: [&str; 6] = [
    ".未完成",
    ".恢复中",
    ".加密中",
    "接收中 ",
    ".原来",
    "交接用副本",
];

/// The laid desk and how the ledgers stand before and after each verb.
pub struct Stage {
    laid: TempDir,
    before: BTreeMap<&'static str, String>,
    after: BTreeMap<&'static str, String>,
}

/// A folder in memory where there is such a place, so that thousands of runs do not wear out a disk.
pub fn scratch() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        TempDir::new_in(memory).unwrap()
    } else {
        TempDir::new().unwrap()
    }
}

impl Stage {
    /// Lay the desk, and see once how each verb ends when nothing hinders it.
    pub fn new(verbs: &[Verb]) -> Self {
        let mut stage = Self {
            laid: laid(),
            before: BTreeMap::new(),
            after: BTreeMap::new(),
        };
        for verb in verbs {
            // Opening brings an old file up, so the laid one is never opened itself.
            let room = stage.room();
            let ledger = room.path().join(verb.ledger);
            if ledger.exists() {
                stage.before.insert(verb.ledger, state(&ledger));
            }
            let room = stage.room();
            let out = run(verb, room.path());
            assert!(out.status.success(), "{}: {}", verb.name, told(&out));
            let after = state(&room.path().join(verb.ledger));
            stage.after.insert(verb.name, after);
            assert!(
                passing(room.path()).is_empty(),
                "{:?}",
                passing(room.path())
            );
        }
        stage
    }

    /// A copy of the desk.
    pub fn room(&self) -> TempDir {
        let room = scratch();
        copy(self.laid.path(), room.path());
        room
    }

    /// What must hold of a room however the run ended. `answered` when the run said it was done.
    pub fn judge(&self, verb: &Verb, room: &Path, answered: bool, how: &str) {
        let name = verb.name;
        let ledger = room.join(verb.ledger);
        let before = self.before.get(verb.ledger);
        self.untouched(verb, room, how);
        if ledger.exists() {
            let now = assert_sound(&ledger, name, how);
            let then = self.after.get(name);
            let is_after = Some(&now) == then;
            let is_before = Some(&now) == before;
            // The office's remarks on doubts are a step of their own before a pack is made, a new file is empty before it is
            // filled, and a ledger is there before the name of its new clerk is.
            let is_between = matches!(name, "pack" | "sample" | "new" | "takeover") && !answered;
            assert!(
                is_after || (!answered && is_before) || is_between,
                "{name} {how}: neither before nor after: {now}, after is {then:?}"
            );
        } else {
            assert!(
                before.is_none() && !answered,
                "{name} {how}: the ledger is gone"
            );
        }
        for out in verb.outs {
            let out = room.join(out);
            if out.is_dir() {
                for entry in std::fs::read_dir(&out).unwrap() {
                    whole(&entry.unwrap().path(), name, how);
                }
            } else if out.exists() {
                whole(&out, name, how);
            } else {
                assert!(!answered, "{name} {how}: {} is missing", out.display());
            }
        }
        if name == "restore" {
            old_file_is_kept(room, before, &ledger, how);
        }
    }

    // Nothing the verb only reads was written to.
    fn untouched(&self, verb: &Verb, room: &Path, how: &str) {
        for (path, bytes) in files(self.laid.path()) {
            let concerned = path.starts_with(verb.ledger)
                || verb.outs.iter().any(|out| path.starts_with(out))
                || path.to_string_lossy().ends_with(".占用")
                || path.to_string_lossy().ends_with("-journal");
            if !concerned {
                let now = std::fs::read(room.join(&path)).ok();
                assert!(
                    now == Some(bytes),
                    "{} {how}: {} was touched",
                    verb.name,
                    path.display()
                );
            }
        }
    }
}

fn old_file_is_kept(room: &Path, old: Option<&String>, ledger: &Path, how: &str) {
    let mut there = vec![state(ledger)];
    for (path, _) in files(room) {
        let name = path.to_string_lossy();
        if name.contains("恢复前") && name.ends_with(".kepu") {
            there.push(state(&room.join(path)));
        }
    }
    assert!(
        there.iter().any(|t| Some(t) == old),
        "restore {how}: the old file is lost"
    );
}

/// Run a verb to its end.
pub fn run(verb: &Verb, room: &Path) -> Output {
    command(verb, room).output().unwrap()
}

/// A verb, to be run in a room.
pub fn command(verb: &Verb, room: &Path) -> std::process::Command {
    let mut command = std::process::Command::new(program());
    command
        .current_dir(room)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .args(verb.words);
    command
}

/// What a run said.
pub fn told(out: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&out.stdout),
        String::from_utf8_lossy(&out.stderr)
    )
}

/// Names of what is still in passing in a room.
pub fn passing(room: &Path) -> Vec<String> {
    let mut found: Vec<String> = names(room)
        .into_iter()
        .filter(|name| PASSING.iter().any(|p| name.contains(p)))
        .collect();
    found.sort();
    found
}

/// After the next start and the next run of the same kind nothing lies about in passing.
pub fn assert_tidy(verb: &Verb, room: &Path, how: &str) {
    assert_sound(&room.join(verb.ledger), verb.name, how);
    let left = passing(room);
    assert!(
        left.is_empty(),
        "{} {how}: still there: {left:?}",
        verb.name
    );
}

/// The file opens and its examination finds nothing. How it stands, as [`state`] says it.
pub fn assert_sound(ledger: &Path, name: &str, how: &str) -> String {
    let office = Office::open(ledger, NOW)
        .unwrap_or_else(|e| panic!("{name} {how}: {} does not open: {e}", ledger.display()));
    let findings = office.examine().unwrap();
    assert!(findings.is_sound(), "{name} {how}: {findings:?}");
    standing(&office)
}

/// How a ledger stands: its records by table and what was done last.
pub fn state(ledger: &Path) -> String {
    standing(&Office::open(ledger, NOW).unwrap())
}

fn standing(office: &Office) -> String {
    let counts = office.ledger().counts();
    let last = office.history(1).unwrap().pop();
    let last = last.map(|step| (step.id, step.label));
    let clerk = office.ledger().office().clerk;
    format!("{counts:?} {last:?} {clerk}")
}

// A file with its final name is a whole file.
fn whole(path: &Path, name: &str, how: &str) {
    let broken = |what: &str| -> ! { panic!("{name} {how}: {} is half: {what}", path.display()) };
    let file = path.file_name().unwrap().to_string_lossy().into_owned();
    if PASSING.iter().any(|p| file.contains(p)) {
        return;
    }
    let extension = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    match extension.as_str() {
        "pdf" => {
            let document = lopdf::Document::load(path).unwrap_or_else(|e| broken(&e.to_string()));
            assert!(!document.get_pages().is_empty(), "{name} {how}");
        }
        "xlsx" => drop(sheets::parts(path)),
        "kepuup" => {
            merge::open(path).unwrap_or_else(|e| broken(&e.to_string()));
        }
        "kepuall" => {
            let desk = scratch();
            take_over(path, &desk.path().join("x.kepu"), None, &mut |_, _| {})
                .unwrap_or_else(|e| broken(&e.to_string()));
        }
        "kepu" => {
            let copy = Store::open_copy(path).unwrap_or_else(|e| broken(&e.to_string()));
            assert!(copy.examine().unwrap().is_sound(), "{name} {how}");
        }
        "json" => {
            let text = std::fs::read_to_string(path).unwrap();
            serde_json::from_str::<serde_json::Value>(&text)
                .unwrap_or_else(|e| broken(&e.to_string()));
        }
        _ => {}
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Every file under a folder with its bytes.
pub fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                found.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    found
}

fn names(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        found.push(entry.file_name().to_string_lossy().into_owned());
        if entry.path().is_dir() {
            found.extend(names(&entry.path()));
        }
    }
    found
}

fn laid() -> TempDir {
    let desk = Desk { folder: scratch() };
    east(&desk);
    hubin(&desk);
    old(&desk.path("old.kepu"));
    for spare in ["east.kepu", "现场.png", "out"] {
        let path = desk.path(spare);
        std::fs::remove_file(&path)
            .or_else(|_| std::fs::remove_dir_all(&path))
            .ok();
    }
    std::fs::rename(desk.path("copies"), desk.path("copies.old")).ok();
    let sheet = std::env::current_dir()
        .unwrap()
        .join("tests/data/2025年科普活动台账.xlsx");
    std::fs::copy(sheet, desk.path("sheet.xlsx")).unwrap();
    desk.folder
}

fn create(desk: &Desk, file: &str, name: &str, kind: &str) -> Office {
    let new = NewOffice {
        name: name.into(),
        kind: kind.into(),
        clerk: "李晓梅".into(),
        ..NewOffice::default()
    };
    Office::create(&desk.path(file), &new, NOW).unwrap()
}

fn small() -> SampleSize {
    SampleSize {
        events: 12,
        volunteers: 6,
        officers: 6,
        ..SampleSize::of_year(2025)
    }
}

// An office whose pack the district takes in.
fn east(desk: &Desk) {
    let mut east = create(desk, "east.kepu", "东街街道办事处", "");
    east.invent(small()).unwrap();
    desk.pack(&mut east, "east");
    let mut district = create(desk, "qu.kepu", "南湖区科协", "区");
    save(&mut district, Command::SaveEvent(event("区里的讲座", 4, 1)));
}

// An office with a photo, a copy of earlier, a round handed out and filled, a handover, and reports from before.
fn hubin(desk: &Desk) {
    let mut office = create(desk, LEDGER, "湖滨街道办事处", "");
    office.invent(small()).unwrap();
    let mut community = CommunityEntry::default();
    community.community.name = "湖滨东社区".into();
    community.count = Some(1000);
    community.as_of = Some(date(2025, 1, 1));
    let community: Uid = save(&mut office, Command::SaveCommunity(community));
    let photo = desk.path("现场.png");
    image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([x as u8 * 4, y as u8 * 5, 90]))
        .save(&photo)
        .unwrap();
    let talk = *office.ledger().events.keys().next().unwrap();
    let picked = vec![attach::pick(&photo)];
    office.attach(Register::Events, talk, picked).unwrap();
    let copy = office.back_up(Some(&desk.path("copies")), "手动").unwrap();
    std::fs::rename(copy, desk.path("copy.kepu")).unwrap();
    std::fs::remove_dir_all(desk.path("copies")).unwrap();
    let wish = BlankWish {
        communities: vec![community],
        whole: false,
        registers: vec![Register::Events],
        year: 2025,
        due: None,
    };
    let handed = office.hand_out(&wish, &desk.path("out")).unwrap();
    let cells = [
        ("A4", "社区讲座"),
        ("B4", "2025-05-12"),
        ("C4", "湖滨东社区广场"),
    ];
    sheets::fill(
        &handed.files[0],
        sheets::EVENTS,
        &cells,
        &desk.path("back.xlsx"),
    );
    save(&mut office, Command::SaveEvent(event("新的讲座", 6, 1)));
    let given = office
        .prepare_handover("王建国", &desk.path("given.kepuall"))
        .unwrap();
    let mut done = given.write(&mut |_, _| {}).unwrap();
    office.note_handover(&mut done);
    drop(office);
    std::fs::remove_dir_all(desk.path("hubin.备份")).ok();
    // What is made anew stands there already, as on any working day.
    for name in ["out.pdf", "out.xlsx"] {
        let made = std::process::Command::new(program())
            .current_dir(desk.folder.path())
            .args(["report", LEDGER, "R9", "--year", "2025", "--out", name])
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", told(&made));
    }
}

/// A file as the first program that shipped made it.
pub fn old(path: &Path) {
    let db = rusqlite::Connection::open(path).unwrap();
    db.execute_batch(include_str!("../../src/store/sql/0001_start.sql"))
        .unwrap();
    db.pragma_update(None, "application_id", 0x4B50_5344)
        .unwrap();
    db.pragma_update(None, "user_version", 1).unwrap();
    let office = Uid::fresh();
    db.execute(
        "INSERT INTO office (uid, office, name, kind, code, superior, document_mark, head, reviewer, clerk, phone, plan) \
         VALUES (?1, ?1, '湖滨街道办事处', '街道办事处', '', '', '', '', '', '李晓梅', '', 'nanhu-2022-2025')",
        [office],
    )
    .unwrap();
    db.execute(
        "INSERT INTO setting (key, value) VALUES ('home', ?1)",
        [serde_json::to_string(&office).unwrap()],
    )
    .unwrap();
    for n in 0..200 {
        db.execute(
            "INSERT INTO event (uid, office, title, place, host, organizer, co_organizer, form, mode, theme, theme_day, \
             attendance_note, speakers, fund_source, media, summary, effect, state, evidence_no, remark) \
             VALUES (?1, ?2, ?3, '', '', '', '', '', '', '', '', '', '', '', '', '', '', 'held', '', '')",
            rusqlite::params![Uid::fresh(), office, format!("讲座{n}")],
        )
        .unwrap();
    }
}
