//! The office's file: what is recognised, what is never written to, what a copy holds.
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
use common::titles;
use kepu_ledger::app::AppError;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::words;
use kepu_ledger::model::Table;
use kepu_ledger::store::StoreError;
use std::path::Path;

fn refused(path: &Path) -> StoreError {
    match Office::open(path, NOW) {
        Err(AppError::Store(error)) => error,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("opened"),
    }
}

#[test]
fn foreign_empty_newer_damaged_and_missing_files_are_named_and_left_alone() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("讲座", 3, 1)));
    room.office = None;
    let good = std::fs::read(room.file()).unwrap();
    let folder = room.folder.path().to_owned();
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let mut newer = good.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    let mut zero_head = good.clone();
    zero_head[..16].fill(0);
    let mut broken = good.clone();
    for page in 2..good.len() / 4096 {
        broken[page * 4096..page * 4096 + 2048].fill(0xA5);
    }
    let cases = [
        (put("空.kepu", b""), "Empty"),
        (
            put(
                "表格.kepu",
                b"PK\x03\x04 not a database, only its name says so",
            ),
            "Foreign",
        ),
        (put("新.kepu", &newer), "TooNew"),
        (put("头坏.kepu", &zero_head), "Damaged"),
        (put("坏.kepu", &broken), "Damaged"),
        (put("短.kepu", &good[..good.len() / 2]), "Damaged"),
        (folder.join("没有.kepu"), "Gone"),
    ];
    for (path, expected) in cases {
        let before = std::fs::read(&path).ok();
        let error = refused(&path);
        let kind = format!("{error:?}");
        assert!(kind.starts_with(expected), "{} is {kind}", path.display());
        let said = words::advice(&AppError::Store(error)).to_string();
        assert!(
            said.contains(&*path.file_name().unwrap().to_string_lossy()),
            "{said}"
        );
        assert_eq!(
            std::fs::read(&path).ok(),
            before,
            "{} was written to",
            path.display()
        );
    }
}

#[test]
fn a_newer_file_says_which_format_it_has_and_a_foreign_one_what_to_do_with_it() {
    let mut room = Room::new();
    room.office = None;
    let mut bytes = std::fs::read(room.file()).unwrap();
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(room.file(), bytes).unwrap();
    let said = words::advice(&AppError::Store(refused(&room.file()))).to_string();
    assert!(
        said.contains("文件格式 99") && said.contains("请升级"),
        "{said}"
    );
    let sheet = room.folder.path().join("花名册.xlsx");
    std::fs::copy(&common::samples()[0], &sheet).unwrap();
    let said = words::advice(&AppError::Store(refused(&sheet))).to_string();
    assert!(
        said.contains("“花名册.xlsx”不是科普台账的数据文件") && said.contains("用“导入”"),
        "{said}"
    );
}

const STEPS: [&str; 7] = [
    include_str!("../src/store/sql/0001_start.sql"),
    include_str!("../src/store/sql/0002_plan.sql"),
    include_str!("../src/store/sql/0003_paper.sql"),
    include_str!("../src/store/sql/0004_submission.sql"),
    include_str!("../src/store/sql/0005_collection.sql"),
    include_str!("../src/store/sql/0006_return.sql"),
    include_str!("../src/store/sql/0007_seal.sql"),
];

/// A file as an earlier program left it: an office, an event, a step.
fn of_format(path: &Path, format: usize) {
    let db = rusqlite::Connection::open(path).unwrap();
    for sql in &STEPS[..format] {
        db.execute_batch(sql).unwrap();
    }
    db.pragma_update(None, "application_id", 0x4B50_5344)
        .unwrap();
    db.pragma_update(None, "user_version", format as u32)
        .unwrap();
    let office = kepu_ledger::model::Uid::fresh();
    let id = office.bytes().to_vec();
    db.execute(
        "INSERT INTO office (uid, office, name, kind, code, superior, document_mark, head, reviewer, clerk, phone, plan) \
         VALUES (?1, ?1, '湖滨街道办事处', '街道办事处', '', '', '', '', '', '李晓梅', '', 'nanhu-2022-2025')",
        [&id],
    )
    .unwrap();
    let event = kepu_ledger::model::Uid::fresh().bytes().to_vec();
    db.execute(
        "INSERT INTO event (uid, office, title, place, host, organizer, co_organizer, form, mode, theme, theme_day, \
         attendance_note, speakers, fund_source, media, summary, effect, state, evidence_no, remark) \
         VALUES (?1, ?2, '早年的讲座', '', '', '', '', '', '', '', '', '', '', '', '', '', '', 'held', '', '')",
        [&event, &id],
    )
    .unwrap();
    db.execute(
        "INSERT INTO setting (key, value) VALUES ('home', ?1)",
        [format!("\"{office}\"")],
    )
    .unwrap();
}

#[test]
fn a_file_of_every_earlier_format_comes_up_whole_after_a_copy() {
    for format in 1..STEPS.len() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("湖滨.kepu");
        of_format(&path, format);
        let mut office = Office::open(&path, NOW).unwrap();
        assert_eq!(titles(&office), ["早年的讲座"], "format {format}");
        assert!(office.examine().unwrap().is_sound());
        assert_eq!(office.ledger().office().clerk, "李晓梅");
        office
            .run(Command::SaveEvent(event("接着办", 3, 1)))
            .unwrap();
        let copies = office.copies();
        assert_eq!(copies.len(), 1, "format {format}");
        assert_eq!(copies[0].why, "升级前");
        // The copy is the file of before, and can be put back.
        let copy = office.copies_folder().join(&copies[0].name);
        drop(office);
        kepu_ledger::app::restore(&copy, &path, NOW).unwrap();
        assert_eq!(titles(&Office::open(&path, NOW).unwrap()), ["早年的讲座"]);
    }
}

#[test]
fn a_file_that_can_not_be_brought_up_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("湖滨.kepu");
    of_format(&path, 4);
    let db = rusqlite::Connection::open(&path).unwrap();
    // What the last step would make stands in its way.
    db.execute_batch("CREATE TABLE return_note (x); INSERT INTO return_note VALUES (7)")
        .unwrap();
    drop(db);
    refused(&path);
    let db = rusqlite::Connection::open(&path).unwrap();
    let one = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(one("SELECT count(*) FROM event"), 1);
    assert_eq!(one("SELECT x FROM return_note"), 7);
    drop(db);
    // The copy of before is there.
    let copies = kepu_ledger::store::backup::list(&folder.path().join("湖滨.备份"));
    assert_eq!(copies.len(), 1);
}

#[test]
fn a_second_opening_says_who_has_the_file() {
    let mut room = Room::new();
    room.reopen();
    let error = refused(&room.file());
    let said = words::advice(&AppError::Store(error)).to_string();
    let computer = kepu_ledger::os::computer();
    assert!(!computer.is_empty(), "the computer has a name");
    assert_eq!(
        said,
        format!(
            "“湖滨.kepu”已由 李晓梅（11月24日 09:00，在电脑 {computer} 上） 打开。请先在那里关闭它。"
        )
    );
    // Whoever tried in vain takes nobody's word away.
    let error = refused(&room.file());
    assert!(
        words::advice(&AppError::Store(error))
            .what
            .contains("李晓梅")
    );
    // After it is closed nothing stale stands in the way.
    room.reopen();
}

#[test]
fn a_protected_file_can_be_read_and_not_changed() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("讲座", 3, 1)));
    room.office = None;
    let file = room.file();
    let mut permissions = std::fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&file, permissions).unwrap();
    let mut office = Office::open(&file, NOW).unwrap();
    assert!(!office.is_writable());
    assert_eq!(titles(&office), ["讲座"]);
    let refused = office
        .run(Command::SaveEvent(event("又一场", 3, 2)))
        .unwrap_err();
    assert!(words::advice(&refused).what.contains("只读"), "{refused:?}");
    assert_eq!(titles(&office), ["讲座"]);
}

#[test]
fn a_copy_is_checked_and_comes_back_with_the_present_file_kept() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("备份前", 3, 1)));
    let copy = room.office().back_up(None, "手动").unwrap();
    room.save(Command::SaveEvent(event("备份后", 3, 2)));
    let file = room.file();
    assert!(
        kepu_ledger::app::restore(&copy, &file, NOW).is_err(),
        "a file that is open is not replaced"
    );
    room.office = None;
    let kept = kepu_ledger::app::restore(&copy, &file, NOW)
        .unwrap()
        .unwrap();
    assert_eq!(titles(&Office::open(&file, NOW).unwrap()), ["备份前"]);
    assert_eq!(
        titles(&Office::open(&kept, NOW).unwrap()),
        ["备份前", "备份后"]
    );
    // A copy with a flipped bit is not put back as if nothing had happened.
    let mut bytes = std::fs::read(&copy).unwrap();
    bytes[40] ^= 0xFF;
    bytes.truncate(8192);
    std::fs::write(&copy, bytes).unwrap();
    assert!(kepu_ledger::app::restore(&copy, &file, NOW).is_err());
    assert_eq!(titles(&Office::open(&file, NOW).unwrap()), ["备份前"]);
}

#[test]
fn a_copy_is_made_only_when_something_changed() {
    let mut room = Room::new();
    assert!(room.office().back_up_if_changed("启动").unwrap());
    assert!(!room.office().back_up_if_changed("启动").unwrap());
    room.save(Command::SaveEvent(event("讲座", 3, 1)));
    assert!(room.office().back_up_if_changed("启动").unwrap());
    assert_eq!(room.office().copies().len(), 2);
}

#[test]
fn every_record_field_comes_back_from_the_file_as_it_went_in() {
    let mut room = Room::new();
    room.office()
        .invent(kepu_ledger::app::SampleSize {
            events: 40,
            volunteers: 20,
            officers: 20,
            ..kepu_ledger::app::SampleSize::of_year(2025)
        })
        .unwrap();
    let before = room.office().ledger().clone();
    let after = room.reopen().ledger().clone();
    for table in Table::ALL {
        assert_eq!(before.counts(), after.counts());
        let uids: Vec<_> = before
            .labels(*table)
            .into_iter()
            .map(|(uid, _)| uid)
            .collect();
        for uid in uids {
            assert_eq!(
                before.get(*table, uid),
                after.get(*table, uid),
                "{}",
                table.name()
            );
        }
    }
}

#[test]
fn the_journal_of_a_broken_file_is_not_played_into_the_restored_one() {
    let mut room = Room::new();
    room.save(Command::SaveEvent(event("备份前", 3, 1)));
    let copy = room.office().back_up(None, "手动").unwrap();
    for n in 0..20 {
        room.save(Command::SaveEvent(event(&format!("备份后{n}"), 3, 2)));
    }
    let file = room.file();
    room.office = None;
    // A change that the power cut off: its journal is full, and the head of the file is gone.
    let db = rusqlite::Connection::open(&file).unwrap();
    db.execute_batch("PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = 1; BEGIN; UPDATE event SET title = hex(randomblob(900));")
        .unwrap();
    let journal = file.with_file_name("湖滨.kepu-journal");
    let hot = std::fs::read(&journal).unwrap();
    drop(db);
    assert!(hot.len() > 4096 && hot[..8] == *b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7");
    std::fs::write(&journal, &hot).unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[..16].fill(0);
    std::fs::write(&file, bytes).unwrap();
    let kept = kepu_ledger::app::restore(&copy, &file, NOW)
        .unwrap()
        .unwrap();
    let office = Office::open(&file, NOW).unwrap();
    assert_eq!(titles(&office), ["备份前"]);
    assert!(office.examine().unwrap().is_sound());
    // With the broken file its journal is kept, too: whoever mends it needs both.
    let beside = kept.with_file_name(format!(
        "{}-journal",
        kept.file_name().unwrap().to_string_lossy()
    ));
    assert_eq!(std::fs::read(beside).unwrap(), hot);
}
