//! 退回 and 一批: the district sends back with notes, the office deals with them, the next submission tells; several packs are
//! one step or none; papers travel; who has not sent anything.
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
use common::packs::inside;
use common::packs::run;
use common::packs::save;
use common::packs::take;
use common::packs::told;
use common::packs::wishes;
use common::titles;
use kepu_ledger::app::Command;
use kepu_ledger::app::Office;
use kepu_ledger::app::Register;
use kepu_ledger::app::attach;
use kepu_ledger::app::merge;
use kepu_ledger::app::merge::Bad;
use kepu_ledger::app::merge::Decisions;
use kepu_ledger::app::progress::Progress;
use kepu_ledger::app::submit::NoteWish;
use kepu_ledger::app::submit::PackWishes;
use kepu_ledger::app::submit::Standing;
use kepu_ledger::model::Period;
use kepu_ledger::model::Table;
use kepu_ledger::model::Uid;
use kepu_ledger::model::papers::ReturnNote;
use std::path::PathBuf;

fn year() -> Period {
    Period::year(2025).unwrap()
}

fn talk(office: &Office) -> Uid {
    let mut events = office.ledger().events.values();
    events.find(|e| e.title.contains("防震减灾")).unwrap().uid
}

/// An office whose year was sent back with a note about its talk and one about the whole.
fn sent_back(desk: &Desk) -> (Office, Office, PathBuf) {
    let mut office = desk.office("湖滨街道办事处");
    let pack = desk.pack(&mut office, "湖滨");
    let mut district = desk.district();
    take(&mut district, &pack).unwrap();
    let submission = district.submissions(None).remove(0);
    let out = desk.path("退回湖滨.kepuup");
    let notes = [
        NoteWish {
            about: Some(talk(&district)),
            field: "参加人次".into(),
            text: "人次与签到表不符".into(),
        },
        NoteWish {
            text: "缺少总结".into(),
            ..NoteWish::default()
        },
    ];
    district.send_back(&submission, &notes, &out).unwrap();
    (office, district, out)
}

fn take_all(office: &mut Office, paths: &[PathBuf], bad: Bad) -> Result<usize, String> {
    let mut arrived = merge::arrive(paths, &[], &Progress::default()).unwrap();
    let done = office.take_packs(&mut arrived, &Decisions::default(), bad);
    done.map(|d| d.records)
        .map_err(|e| kepu_ledger::app::words::advice(&e).to_string())
}

#[test]
fn what_was_sent_back_is_a_list_to_work_off_and_the_next_submission_tells() {
    let desk = Desk::new();
    let (mut office, mut district, back) = sent_back(&desk);
    let row = district.received(&year()).remove(0);
    assert_eq!((row.standing, row.notes), (Standing::Returned, (2, 2)));

    let done = take(&mut office, &back).unwrap();
    assert_eq!(done.label, "收到南湖区科协退回意见 2 条");
    let notes = office.open_notes();
    assert_eq!(notes.len(), 2);
    let about = notes.iter().find(|n| !n.about.is_empty()).unwrap();
    assert_eq!(
        about.line(),
        "科普活动 2025-05-12 防震减灾讲座 · 参加人次：人次与签到表不符"
    );
    assert_eq!(about.target(), Some((Table::Event, talk(&office))));
    assert_eq!(office.home(year()).notes.len(), 2);

    // Open notes are asked about before the next pack goes up.
    let bare = PackWishes::of(year());
    let said = told(office.submission(&bare, &desk.path("x.kepuup")));
    assert!(said.contains("退回的意见还没有办结"), "{said}");

    // One is ticked; by undo it is open again, and ticked once more it stays so over night.
    office.tick(&[about.uid], true).unwrap();
    assert_eq!(office.open_notes().len(), 1);
    assert_eq!(office.undo_label(), Some("办结退回意见 人次与签到表不符"));
    office.undo().unwrap();
    assert_eq!(office.open_notes().len(), 2);
    office.redo().unwrap();
    let file = office.path().to_owned();
    drop(office);
    let mut office = Office::open(&file, NOW).unwrap();
    assert_eq!(office.open_notes().len(), 1);

    // The district learns from the next pack which notes were dealt with, without a conflict.
    let again = desk.pack(&mut office, "再报");
    take(&mut district, &again).unwrap();
    let told: Vec<(bool, &str)> = district
        .ledger()
        .return_notes
        .values()
        .map(|n| (n.is_open(), n.text.as_str()))
        .collect();
    assert_eq!(told, [(false, "人次与签到表不符"), (true, "缺少总结")]);
    // And its own list does not ask the district to act on them.
    assert!(district.open_notes().is_empty());
    assert!(
        district
            .contradictions(None)
            .iter()
            .all(|c| c.register != Register::Returns)
    );
}

#[test]
fn a_note_that_was_answered_stays_so_when_the_return_comes_twice() {
    let desk = Desk::new();
    let (mut office, _, back) = sent_back(&desk);
    take(&mut office, &back).unwrap();
    let note = office.open_notes()[0].uid;
    office.tick(&[note], true).unwrap();
    let before = content(&office);
    assert_eq!(take(&mut office, &back).unwrap().records, 0);
    assert_eq!(content(&office), before);
}

#[test]
fn the_second_laptop_learns_what_was_ticked_on_the_first() {
    let desk = Desk::new();
    let (office, _, back) = sent_back(&desk);
    let here = office.path().to_owned();
    drop(office);
    let there = desk.path("第二台.kepu");
    std::fs::copy(&here, &there).unwrap();
    let mut first = Office::open(&here, NOW).unwrap();
    let mut second = Office::open(&there, NOW).unwrap();
    take(&mut first, &back).unwrap();
    take(&mut second, &back).unwrap();
    let note = first.open_notes()[0].uid;
    first.tick(&[note], true).unwrap();
    let pack = desk.pack(&mut first, "第一台");
    take(&mut second, &pack).unwrap();
    assert_eq!(second.open_notes().len(), 1);
    assert!(!second.ledger().return_notes[&note].is_open());
}

#[test]
fn a_record_that_is_wrong_can_go_though_a_note_is_about_it() {
    let desk = Desk::new();
    let (mut office, _, back) = sent_back(&desk);
    take(&mut office, &back).unwrap();
    let event = talk(&office);
    save(&mut office, Command::Delete(Register::Events, vec![event]));
    let note = office
        .open_notes()
        .into_iter()
        .find(|n| !n.about.is_empty())
        .unwrap();
    assert!(note.line().contains("防震减灾讲座"), "{}", note.line());
    // The pack that follows names nothing that is not there.
    let pack = desk.pack(&mut office, "删后");
    let mut district = desk.empty("又一个区", "区");
    let read = merge::open(&pack).unwrap();
    let preview = district.preview_pack(&read, &Decisions::default()).unwrap();
    assert!(
        preview.remarks.iter().all(|r| !r.contains("不在包里")),
        "{:?}",
        preview.remarks
    );
    take(&mut district, &pack).unwrap();
}

#[test]
fn a_return_for_another_office_of_an_unknown_submission_or_damaged_is_refused_by_name() {
    let desk = Desk::new();
    let (mut office, mut district, back) = sent_back(&desk);
    let mut hill = desk.office("岳山街道办事处");
    let before = content(&hill);
    let said = told(take(&mut hill, &back));
    assert!(said.contains("退给“湖滨街道办事处”的意见"), "{said}");
    assert_eq!(content(&hill), before);
    // The district itself takes none in.
    assert!(told(take(&mut district, &back)).contains("不是本单位的"));
    // The office took its submission back: nobody here knows what the note is about.
    office.undo().unwrap();
    let said = told(take(&mut office, &back));
    assert!(
        said.contains("“2025年（第1次）”，本台账里没有这次上报"),
        "{said}"
    );
    office.redo().unwrap();
    let mut bytes = std::fs::read(&back).unwrap();
    let place = bytes.windows(11).position(|w| w == b"return_note").unwrap();
    bytes[place + 20] ^= 0xFF;
    let broken = desk.path("坏.kepuup");
    std::fs::write(&broken, bytes).unwrap();
    let said = told(take(&mut office, &broken));
    assert!(said.contains("坏.kepuup"), "{said}");
    assert!(office.open_notes().is_empty());
    take(&mut office, &back).unwrap();
}

#[test]
fn a_return_holds_nothing_but_notes() {
    let desk = Desk::new();
    let (.., back) = sent_back(&desk);
    let names: Vec<String> = inside(&back).into_iter().map(|(n, _)| n).collect();
    assert_eq!(
        names,
        ["manifest.json", "figures.json", "tables/return_note.jsonl"]
    );
    // A return with an event in it is no return.
    let pack = merge::open(&back).unwrap();
    let mut load = kepu_ledger::exchange::pack::Load {
        manifest: pack.manifest.clone(),
        records: pack.records.clone(),
        figures: Vec::new(),
        enclosed: Vec::new(),
        reports: Vec::new(),
    };
    let mut smuggled = event("夹带的活动", 3, 1);
    smuggled.uid = Uid::fresh();
    smuggled.office = pack.manifest.office.uid;
    load.records
        .push(kepu_ledger::model::AnyRecord::Event(smuggled));
    let path = desk.path("夹带.kepuup");
    let file = std::fs::File::create(&path).unwrap();
    kepu_ledger::exchange::pack::write(load, None, file, &mut |_, _| true).unwrap();
    let said = told(merge::open(&path));
    assert!(said.contains("不能接收的记录"), "{said}");
}

#[test]
fn several_packs_are_one_step_and_one_undo() {
    let desk = Desk::new();
    let mut lake = desk.office("湖滨街道办事处");
    let first = desk.pack(&mut lake, "湖滨1");
    save(&mut lake, Command::SaveEvent(event("补登的讲座", 9, 1)));
    let gone = talk(&lake);
    save(&mut lake, Command::Delete(Register::Events, vec![gone]));
    let second = desk.pack(&mut lake, "湖滨2");
    let hill = desk.pack(&mut desk.office("岳山街道办事处"), "岳山");

    let mut one_by_one = desk.empty("区一", "区");
    for pack in [&first, &second, &hill] {
        take(&mut one_by_one, pack).unwrap();
    }
    // Dropped in whatever order, the older one is taken before the newer.
    let mut district = desk.empty("区二", "区");
    let before = content(&district);
    let steps = district.history(100).unwrap().len();
    take_all(&mut district, &[hill, second, first], Bad::Refuse).unwrap();
    assert_eq!(content(&district), content(&one_by_one));
    assert_eq!(district.history(100).unwrap().len(), steps + 1);
    let mut said = titles(&district);
    said.sort();
    assert_eq!(said, ["补登的讲座", "防震减灾讲座"]);
    district.undo().unwrap();
    assert_eq!(content(&district), before);
    district.redo().unwrap();
    assert_eq!(content(&district), content(&one_by_one));
}

#[test]
fn one_bad_pack_keeps_all_out_or_is_skipped_and_named() {
    let desk = Desk::new();
    let lake = desk.pack(&mut desk.office("湖滨街道办事处"), "湖滨");
    let bad = desk.path("坏.kepuup");
    std::fs::write(&bad, b"PK").unwrap();
    let mut district = desk.district();
    let before = content(&district);
    let said = take_all(&mut district, &[lake.clone(), bad.clone()], Bad::Refuse).unwrap_err();
    assert!(said.contains("“坏.kepuup”不是上报包"), "{said}");
    assert_eq!(content(&district), before);
    let arrived = merge::arrive(&[lake.clone(), bad.clone()], &[], &Progress::default()).unwrap();
    let judged = district.preview_packs(&arrived, &Decisions::default());
    assert!(judged[0].preview.is_ok());
    let named = judged[1].preview.as_ref().unwrap_err();
    assert!(named.what.contains("坏.kepuup"));
    take_all(&mut district, &[bad, lake], Bad::Skip).unwrap();
    assert_eq!(titles(&district), ["防震减灾讲座"]);
}

#[test]
fn a_reading_that_was_stopped_takes_nothing() {
    let desk = Desk::new();
    let pack = desk.pack(&mut desk.office("湖滨街道办事处"), "湖滨");
    let stopped = Progress::default();
    stopped.stop();
    let said = told(merge::arrive(&[pack], &[], &stopped));
    assert!(said.contains("已取消"), "{said}");
    let mut office = desk.office("岳山街道办事处");
    let prepared = office.prepare_submission(&wishes()).unwrap();
    let out = desk.path("停.kepuup");
    let said = told(kepu_ledger::app::submit::write_submission(
        prepared, &out, &stopped,
    ));
    assert!(said.contains("已取消"), "{said}");
    assert!(!out.exists() && office.submissions(None).is_empty());
    // The number was not used up.
    let (_, made) = desk.pack_with(&mut office, "再来", &wishes());
    assert_eq!(made.submission.title, "2025年（第1次）");
}

#[test]
fn papers_travel_with_the_photos_and_what_a_system_runs_does_not() {
    let desk = Desk::new();
    let mut office = desk.office("湖滨街道办事处");
    let files = [("通知.pdf", "%PDF-1.4 通知"), ("安装.exe", "MZ")];
    let picked = files.iter().map(|(name, text)| {
        std::fs::write(desk.path(name), text).unwrap();
        attach::pick(&desk.path(name))
    });
    let event = talk(&office);
    office
        .attach(Register::Events, event, picked.collect())
        .unwrap();
    let wishes = PackWishes {
        photos: true,
        ..wishes()
    };
    let (pack, made) = desk.pack_with(&mut office, "带附件", &wishes);
    assert_eq!(made.photos, 1);
    assert_eq!(made.remarks, ["1 份附件的种类不能装入，只报了登记"]);
    let names: Vec<String> = inside(&pack).into_iter().map(|(n, _)| n).collect();
    assert!(
        names
            .iter()
            .any(|n| n.starts_with("files/") && n.contains(".pdf"))
    );
    let mut district = desk.district();
    take(&mut district, &pack).unwrap();
    let mut all = district.ledger().attachments.values();
    let paper = all.find(|a| a.extension == "pdf").unwrap().clone();
    let here = std::fs::read(district.attachment_path(&paper)).unwrap();
    assert_eq!(here, "%PDF-1.4 通知".as_bytes());
}

#[test]
fn a_record_that_names_what_is_nowhere_is_told_with_its_count() {
    let desk = Desk::new();
    let pack = desk.pack(&mut desk.office("湖滨街道办事处"), "湖滨");
    let read = merge::open(&pack).unwrap();
    let mut load = kepu_ledger::exchange::pack::Load {
        manifest: read.manifest.clone(),
        records: read.records.clone(),
        figures: read.figures.clone(),
        enclosed: Vec::new(),
        reports: Vec::new(),
    };
    // As if another program had left the people out.
    load.records.retain(|r| !matches!(r.table(), Table::Person));
    let path = desk.path("缺人.kepuup");
    let file = std::fs::File::create(&path).unwrap();
    kepu_ledger::exchange::pack::write(load, None, file, &mut |_, _| true).unwrap();
    let district = desk.district();
    let preview = district
        .preview_pack(&merge::open(&path).unwrap(), &Decisions::default())
        .unwrap();
    let said = preview
        .remarks
        .iter()
        .find(|r| r.contains("既不在包里，也不在本台账里"));
    assert_eq!(
        said.unwrap(),
        "科技志愿者 1 条、参与 1 条所指的记录既不在包里，也不在本台账里"
    );
}

#[test]
fn the_way_back_goes_by_command() {
    let desk = Desk::new();
    drop(desk.office("湖滨街道办事处"));
    drop(desk.office("岳山街道办事处"));
    drop(desk.district());
    let (lake, district) = ("湖滨街道办事处.kepu", "南湖区科协.kepu");
    std::fs::create_dir(desk.path("收件")).unwrap();
    let pack = |file: &str, out: &str| {
        let done = run(
            &desk,
            &[
                "pack",
                file,
                "--year",
                "2025",
                "--note",
                "情况属实",
                "--out",
                out,
            ],
        );
        assert!(done.0, "{}", done.1);
        done.1.split("校验码 ").nth(1).unwrap()[..12].to_owned()
    };
    let code = pack(lake, "收件/湖滨.kepuup");
    let expect = ["--expect", "湖滨街道办事处,岳山街道办事处,城东街道办事处"];
    let (done, said) = run(&desk, &[&["submissions", district][..], &expect].concat());
    assert!(done && said.contains("应报单位 3 个"), "{said}");
    pack("岳山街道办事处.kepu", "收件/岳山.kepuup");
    let (done, said) = run(&desk, &["merge", district, "收件"]);
    assert!(
        done && said.contains("并入 2 份：") && said.contains("一次撤销可全部退回"),
        "{said}"
    );
    let (done, said) = run(
        &desk,
        &["submissions", district, "--missing", "--year", "2025"],
    );
    assert!(done, "{said}");
    assert_eq!(said, "城东街道办事处\n2025年：应报 3 个单位，未报 1 个。\n");
    let (_, said) = run(&desk, &["list", district, "events", "--json"]);
    let rows: serde_json::Value = serde_json::from_str(&said).unwrap();
    let rows = rows["records"].as_array().or(rows.as_array()).unwrap();
    let id = rows
        .iter()
        .find(|r| r.to_string().contains("湖滨"))
        .and_then(|r| r["uid"].as_str().or(r["id"].as_str()))
        .unwrap_or_else(|| panic!("{said}"))
        .to_owned();
    let about = format!("{id}=请核对人次");
    let back = [
        "return",
        district,
        "--submission",
        &code,
        "--note",
        "缺少总结",
        "--about",
        &about,
        "--out",
        "退回.kepuup",
    ];
    let (done, said) = run(&desk, &back);
    assert!(
        done && said.contains("退给湖滨街道办事处，2025年（第1次），意见 2 条"),
        "{said}"
    );
    let (done, said) = run(&desk, &["merge", "岳山街道办事处.kepu", "退回.kepuup"]);
    assert!(!done && said.contains("退给“湖滨街道办事处”"), "{said}");
    let (done, said) = run(&desk, &["merge", lake, "退回.kepuup"]);
    assert!(
        done && said.contains("整份上报“2025年（第1次）”：缺少总结"),
        "{said}"
    );
    let (_, said) = run(&desk, &["list", lake, "returns"]);
    assert!(said.contains("请核对人次"), "{said}");
    let (done, said) = run(
        &desk,
        &[
            "return",
            district,
            "--submission",
            "000000000000",
            "--note",
            "x",
            "--out",
            "y.kepuup",
        ],
    );
    assert!(
        !done && said.contains("没有校验码为 000000000000 的上报"),
        "{said}"
    );
    let (done, said) = run(
        &desk,
        &[
            "submissions",
            lake,
            "--corrections",
            &code,
            "--out",
            "更正.xlsx",
        ],
    );
    assert!(done && desk.path("更正.xlsx").is_file(), "{said}");
}

#[test]
fn a_note_says_which_record_and_field_it_means() {
    let whole = ReturnNote {
        submission: "2025年（第1次）".into(),
        text: "缺少\n总结".into(),
        ..ReturnNote::default()
    };
    assert_eq!(whole.line(), "整份上报“2025年（第1次）”：缺少 总结");
}
