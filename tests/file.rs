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
