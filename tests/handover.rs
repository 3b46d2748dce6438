//! The post changes hands: one file with everything goes to another laptop, and hostile ones leave nothing behind.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::NOW;
use common::event;
use common::packs::Desk;
use common::packs::content;
use common::packs::save;
use common::packs::told;
use common::program;
use common::sheets;
use kepu_ledger::app::AppError;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::Register;
use kepu_ledger::app::attach;
use kepu_ledger::app::handover::HandedOver;
use kepu_ledger::app::handover::TakenOver;
use kepu_ledger::app::handover::take_over;
use kepu_ledger::exchange::pack::sha256;
use kepu_ledger::model::Uid;
use kepu_ledger::model::office::Office as Unit;
use std::path::Path;
use std::path::PathBuf;

/// An office with events, people, a photo, a submission and a draft.
fn office(desk: &Desk) -> Office {
    let mut office = desk.office("湖滨街道办事处");
    let photo = desk.path("现场.png");
    image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([x as u8 * 4, y as u8 * 5, 90]))
        .save(&photo)
        .unwrap();
    let talk = *office.ledger().events.keys().next().unwrap();
    office
        .attach(Register::Events, talk, vec![attach::pick(&photo)])
        .unwrap();
    desk.pack(&mut office, "第一次");
    office.keep_draft("events", "写了一半的活动").unwrap();
    office
}

fn give(office: &Office, out: &Path) -> HandedOver {
    let prepared = office.prepare_handover("王建国", out).unwrap();
    let mut done = prepared.write(&mut |_, _| {}).unwrap();
    office.note_handover(&mut done);
    done
}

fn take(pack: &Path, to: &Path) -> Result<TakenOver, AppError> {
    take_over(pack, to, None, &mut |_, _| {})
}

/// Everything under a folder by name with its hash.
fn below(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                let name = path.strip_prefix(folder).unwrap().to_owned();
                found.push((name, sha256(&bytes)));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_successor_has_every_record_photo_draft_and_step_and_the_numbers_go_on() {
    let desk = Desk::new();
    let mut old = office(&desk);
    let out = desk.path("交接.kepuall");
    let done = give(&old, &out);
    assert!(done.remarks.is_empty(), "{:?}", done.remarks);
    assert_eq!(done.files, 1);
    let laptop = desk.path("新电脑");
    let taken = take(&out, &laptop).unwrap();
    assert_eq!(taken.file, laptop.join("湖滨街道办事处.kepu"));
    assert!(taken.remarks.is_empty() && taken.files == 1);
    let mut new = Office::open(&taken.file, NOW).unwrap();
    assert_eq!(content(&new), content(&old));
    assert_eq!(new.drafts().unwrap(), old.drafts().unwrap());
    assert_eq!(new.history(500).unwrap(), old.history(500).unwrap());
    assert!(new.examine().unwrap().is_sound());
    let files = |name: &str| below(&desk.path(&format!("{name}.附件")));
    assert!(!files("湖滨街道办事处").is_empty());
    assert_eq!(
        files("湖滨街道办事处"),
        below(&laptop.join("湖滨街道办事处.附件"))
    );
    // What was undone on the old laptop can be undone on the new one.
    assert_eq!(new.undo_label(), old.undo_label());
    // The next pack takes the next number, here and there alike.
    let (_, next) = desk.pack_with(&mut new, "第二次", &common::packs::wishes());
    assert_eq!(next.submission.sequence, Some(2));
    save(&mut old, Command::SaveEvent(event("移交之后", 6, 1)));
    assert_ne!(content(&new), content(&old), "two files from here on");
    // Both sides remember, and the list of the next handover tells.
    let again = desk.path("再次.kepuall");
    give(&new, &again);
    let third = take(&again, &desk.path("第三台")).unwrap();
    let list = pdf_extract::extract_text(third.list.unwrap()).unwrap();
    assert!(
        list.contains("历次交接：2026-11-24 李晓梅 移交 王建国"),
        "{list}"
    );
}

#[test]
fn the_printed_list_counts_what_there_is_and_names_what_is_open() {
    let desk = Desk::new();
    let mut old = office(&desk);
    save(&mut old, Command::SaveEvent(event("没有佐证的讲座", 7, 1)));
    let out = desk.path("交接.kepuall");
    give(&old, &out);
    let taken = take(&out, &desk.path("新电脑")).unwrap();
    let list = pdf_extract::extract_text(taken.list.unwrap()).unwrap();
    let flat: String = list.chars().filter(|c| !c.is_whitespace()).collect();
    for word in [
        "科普工作交接清单",
        "截至2026年11月24日",
        "科普活动3",
        "活动没有佐证2",
        "填了没有保存的草稿1",
        "上报序号第1次",
        "移交人",
        "接交人",
        "监交人",
        "王建国",
        "科普中国平台账号",
    ] {
        assert!(flat.contains(word), "{word}: {flat}");
    }
    let code = &old.submissions(None)[0].check_code;
    assert!(flat.contains(code.as_str()), "{flat}");
}

#[test]
fn what_is_there_already_is_never_replaced() {
    let desk = Desk::new();
    let out = desk.path("交接.kepuall");
    give(&office(&desk), &out);
    let laptop = desk.path("新电脑");
    let taken = take(&out, &laptop).unwrap();
    let before = below(&laptop);
    let said = told(take(&out, &laptop));
    assert!(said.contains("已经存在"), "{said}");
    assert_eq!(below(&laptop), before);
    // A folder of photos of that name may be somebody's, too.
    let other = laptop.join("另存.kepu");
    std::fs::create_dir(laptop.join("另存.附件")).unwrap();
    assert!(told(take(&out, &other)).contains("已经存在"));
    assert!(!other.exists() && taken.file.exists());
    std::fs::remove_dir(laptop.join("另存.附件")).unwrap();
    assert_eq!(take(&out, &other).unwrap().file, other);
}

fn unfinished(folder: &Path) -> Vec<PathBuf> {
    let all = below(folder).into_iter().map(|(name, _)| name);
    all.filter(|n| n.to_string_lossy().ends_with(".未完成"))
        .collect()
}

#[test]
fn a_handover_that_fails_leaves_no_copy_on_the_stick_and_what_lay_there_stays() {
    let desk = Desk::new();
    let office = office(&desk);
    let stick = desk.path("优盘");
    std::fs::create_dir(&stick).unwrap();
    let out = stick.join("湖滨.kepuall");
    // The clerk closes the window after the copy was made.
    let prepared = office.prepare_handover("王建国", &out).unwrap();
    assert_eq!(below(&stick), [], "nothing plain on the stick");
    assert_eq!(unfinished(desk.folder.path()).len(), 1);
    drop(prepared);
    assert!(unfinished(desk.folder.path()).is_empty());
    // The stick is pulled: what is to be written can't be.
    std::fs::write(&out, "去年的交接").unwrap();
    std::fs::create_dir(stick.join("湖滨.kepuall.未完成")).unwrap();
    let prepared = office.prepare_handover("王建国", &out).unwrap();
    told(prepared.write(&mut |_, _| {}));
    assert_eq!(std::fs::read(&out).unwrap(), "去年的交接".as_bytes());
    assert!(unfinished(desk.folder.path()).is_empty());
}

#[test]
fn what_a_cut_off_handover_left_is_swept_at_the_next_start() {
    let desk = Desk::new();
    let office = office(&desk);
    let out = desk.path("湖滨.kepuall");
    std::mem::forget(office.prepare_handover("王建国", &out).unwrap());
    std::fs::write(desk.path("湖滨.kepuall.未完成"), "一半").unwrap();
    assert_eq!(unfinished(desk.folder.path()).len(), 2);
    let file = office.path().to_owned();
    drop(office);
    let office = Office::open(&file, NOW).unwrap();
    assert!(unfinished(desk.folder.path()).is_empty());
    give(&office, &out);
    drop(office);
    Office::open(&file, NOW).unwrap();
    assert!(out.exists());
}

#[test]
fn a_file_that_is_done_is_said_to_be_there_even_when_the_ledger_could_not_note_it() {
    let desk = Desk::new();
    let file = office(&desk).path().to_owned();
    let db = rusqlite::Connection::open(&file).unwrap();
    db.execute_batch(
        "CREATE TRIGGER full BEFORE INSERT ON setting WHEN new.key = 'handovers' \
         BEGIN SELECT RAISE(ABORT, 'full'); END",
    )
    .unwrap();
    drop(db);
    let office = Office::open(&file, NOW).unwrap();
    let done = give(&office, &desk.path("湖滨.kepuall"));
    assert!(done.path.exists());
    assert!(
        done.remarks.iter().any(|r| r.contains("已做好，可以使用")),
        "{:?}",
        done.remarks
    );
}

type Files = Vec<(String, Vec<u8>)>;

fn manifest(files: &Files) -> serde_json::Value {
    serde_json::from_slice(&files[0].1).unwrap()
}

fn with_manifest(files: &Files, change: impl Fn(&mut serde_json::Value)) -> Files {
    let mut files = files.clone();
    let mut value = manifest(&files);
    change(&mut value);
    files[0].1 = serde_json::to_vec(&value).unwrap();
    files
}

/// Put another ledger inside, as one who knows the format would.
fn with_ledger(files: &Files, desk: &Desk, change: impl Fn(&Path)) -> Files {
    let mut files = files.clone();
    let path = desk.path(&format!("{}.bin", Uid::fresh()));
    std::fs::write(&path, &files[1].1).unwrap();
    change(&path);
    files[1].1 = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    let (sum, length) = (sha256(&files[1].1), files[1].1.len());
    with_manifest(&files, |m| {
        m["files"][0]["sha256"] = sum.clone().into();
        m["files"][0]["bytes"] = length.into();
    })
}

#[test]
fn hostile_handovers_are_refused_by_name_and_leave_nothing_behind() {
    let desk = Desk::new();
    let out = desk.path("交接.kepuall");
    give(&office(&desk), &out);
    let good: Files = sheets::parts(&out);
    assert_eq!(good[1].0, "ledger.kepu");
    let photo = good
        .iter()
        .position(|(n, _)| n.starts_with("files/"))
        .unwrap();
    let renamed = |name: &str| {
        let mut files = with_manifest(&good, |m| m["files"][photo - 1]["path"] = name.into());
        files[photo].0 = name.to_owned();
        files
    };
    let mut flipped = good.clone();
    flipped[photo].1[100] ^= 1;
    let mut short = good.clone();
    short.remove(photo);
    let mut extra = good.clone();
    extra.push(("files/说明.txt".into(), b"x".to_vec()));
    let sql = |text: &'static str| {
        with_ledger(&good, &desk, move |path| {
            let db = rusqlite::Connection::open(path).unwrap();
            db.execute_batch(text).unwrap();
        })
    };
    let newer_inside = with_ledger(&good, &desk, |path| {
        let mut bytes = std::fs::read(path).unwrap();
        bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
        std::fs::write(path, bytes).unwrap();
    });
    let broken_inside = with_ledger(&good, &desk, |path| {
        let mut bytes = std::fs::read(path).unwrap();
        for page in 2..bytes.len() / 4096 {
            bytes[page * 4096..page * 4096 + 2048].fill(0xA5);
        }
        std::fs::write(path, bytes).unwrap();
    });
    let stranger = Uid::fresh().to_string();
    let cases: Vec<(&str, Files, &str)> = vec![
        ("照片改了一位", flipped, "已损坏或被改动"),
        ("少一张照片", short, "缺少"),
        ("多一个文件", extra, "不该有的文件"),
        ("往上走", renamed("files/../../../坏.jpg"), "不该有的文件"),
        ("绝对路径", renamed("/tmp/坏.jpg"), "不该有的文件"),
        ("设备名", renamed("files/CON.jpg"), "不该有的文件"),
        (
            "新格式",
            with_manifest(&good, |m| m["handover"] = 3.into()),
            "更新版本",
        ),
        (
            "新结构",
            with_manifest(&good, |m| m["schema"] = 99.into()),
            "更新版本",
        ),
        ("里面是新结构", newer_inside, "ledger.kepu"),
        ("里面坏了", broken_inside, "ledger.kepu"),
        (
            "里面有触发器",
            sql("CREATE TRIGGER x AFTER INSERT ON event BEGIN DELETE FROM event; END"),
            "ledger.kepu",
        ),
        (
            "里面有视图",
            sql("CREATE VIEW x AS SELECT * FROM event"),
            "ledger.kepu",
        ),
        (
            "少了记录",
            with_manifest(&good, |m| m["counts"]["event"] = 77.into()),
            "ledger.kepu",
        ),
        (
            "别的单位",
            with_manifest(&good, |m| m["office"] = stranger.clone().into()),
            "ledger.kepu",
        ),
        (
            "没有账本",
            with_manifest(&good[..1].to_vec(), |m| m["files"] = serde_json::json!([])),
            "缺少",
        ),
    ];
    let laptop = desk.path("新电脑");
    let mut seen = 0;
    for (case, files, word) in cases {
        let pack = desk.path(&format!("{case}.kepuall"));
        sheets::save(&files, &pack);
        let said = told(take(&pack, &laptop));
        assert!(said.contains(word) && said.contains(case), "{case}: {said}");
        assert!(!laptop.exists(), "{case}");
        seen += 1;
    }
    assert_eq!(seen, 15);
    // Cut short anywhere, and a file that is something else.
    let whole = std::fs::read(&out).unwrap();
    let cut = desk.path("断了.kepuall");
    for part in [0, 10, whole.len() / 3, whole.len() - 10] {
        std::fs::write(&cut, &whole[..part]).unwrap();
        let said = told(take(&cut, &laptop));
        assert!(said.contains("断了"), "{said}");
        assert!(!laptop.exists());
    }
    let said = told(take(&desk.path("第一次.kepuup"), &laptop));
    assert!(
        said.contains("不该有的文件") || said.contains("不是交接文件"),
        "{said}"
    );
    assert!(!desk.path("坏.jpg").exists() && !Path::new("/tmp/坏.jpg").exists());
    // And the whole one is still good.
    take(&out, &laptop).unwrap();
}

#[test]
fn a_name_that_leads_elsewhere_stays_in_the_chosen_folder() {
    let desk = Desk::new();
    let out = desk.path("交接.kepuall");
    give(&office(&desk), &out);
    let sly = with_manifest(&sheets::parts(&out), |m| m["stem"] = "../../逃".into());
    let pack = desk.path("改名.kepuall");
    sheets::save(&sly, &pack);
    let laptop = desk.path("新电脑");
    let taken = take(&pack, &laptop).unwrap();
    assert_eq!(taken.file.parent(), Some(laptop.as_path()));
}

#[test]
fn by_command_every_list_is_the_same_on_the_other_laptop() {
    let desk = Desk::new();
    drop(office(&desk));
    let run = |args: &[&str]| {
        let out = std::process::Command::new(program())
            .args(args)
            .current_dir(desk.folder.path())
            .output()
            .unwrap();
        let why = String::from_utf8(out.stderr).unwrap();
        (
            out.status.success(),
            String::from_utf8(out.stdout).unwrap(),
            why,
        )
    };
    let (ok, said, why) = run(&[
        "handover",
        "湖滨街道办事处.kepu",
        "--out",
        "交接.kepuall",
        "--to",
        "王建国",
    ]);
    assert!(ok && said.contains("附件 1 份"), "{said}{why}");
    let half = std::fs::read_dir(desk.folder.path()).unwrap();
    let half = half.filter(|e| {
        let name = e.as_ref().unwrap().file_name();
        name.to_string_lossy().contains("未完成")
    });
    assert_eq!(half.count(), 0, "nothing half written stays");
    let (ok, said, why) = run(&[
        "takeover",
        "交接.kepuall",
        "--to",
        "新/湖滨.kepu",
        "--clerk",
        "王建国",
    ]);
    assert!(ok && said.contains("科普活动 2"), "{said}{why}");
    for register in Register::ALL {
        let list = |file: &str| {
            let (ok, said, why) = run(&["list", file, register.key(), "--json"]);
            assert!(ok, "{why}");
            said
        };
        assert_eq!(
            list("湖滨街道办事处.kepu"),
            list("新/湖滨.kepu"),
            "{register:?}"
        );
    }
    let new = Office::open(&desk.path("新/湖滨.kepu"), NOW).unwrap();
    let Unit { clerk, .. } = new.ledger().office();
    assert_eq!(clerk, "王建国");
    let (ok, _, why) = run(&["takeover", "湖滨街道办事处.kepu", "--to", "别处"]);
    assert!(!ok && why.contains("湖滨街道办事处.kepu"), "{why}");
    assert!(!desk.path("别处").exists());
}
