//! The PDF of every report, examined by other programs: what they read is what was laid out, what it says of itself is true,
//! it stays small, photos pass through untouched.
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
use kepu_ledger::app::Command;
use kepu_ledger::app::Register;
use kepu_ledger::app::SampleSize;
use kepu_ledger::app::attach;
use kepu_ledger::app::paper;
use kepu_ledger::app::paper::Kind;
use kepu_ledger::app::paper::Laid;
use kepu_ledger::app::paper::Paper;
use kepu_ledger::app::paper::Request;
use kepu_ledger::model::Period;
use kepu_ledger::model::Uid;
use kepu_ledger::model::events::Event;
use kepu_ledger::model::papers::Attachment;
use kepu_ledger::reports::Report;
use kepu_ledger::reports::layout;
use kepu_ledger::reports::outline::Letter;
use kepu_ledger::reports::outline::letter;
use kepu_ledger::reports::outline::letter::Contents;
use kepu_ledger::reports::pdf;
use std::path::Path;
use std::path::PathBuf;

/// The office of the samples with rare names in it and an event with photos.
struct Fair {
    room: Room,
    event: Uid,
    photos: Vec<PathBuf>,
}

fn fair() -> Fair {
    let mut room = Room::new();
    let size = SampleSize {
        events: 40,
        volunteers: 25,
        officers: 15,
        ..SampleSize::of_year(2025)
    };
    room.office().invent(size).unwrap();
    let mut rare = common::volunteer("𠮷䶮");
    rare.person.employer = "䶮山小学".into();
    room.save(Command::SaveVolunteer(rare));
    let event = room.save(Command::SaveEvent(Event {
        place: "䶮𠮷广场".into(),
        speakers: "𠮷老师".into(),
        attendance: Some(60),
        groups: vec!["青少年".into(), "老年人".into()],
        ..event("科普讲座", 3, 5)
    }));
    let pictures: Vec<PathBuf> = (0..3_u8)
        .map(|n| {
            let path = room.folder.path().join(format!("现场{n}.png"));
            picture(n).save(&path).unwrap();
            path
        })
        .collect();
    let picked = pictures.iter().map(|p| attach::pick(p)).collect();
    room.office()
        .attach(Register::Events, event, picked)
        .unwrap();
    let kept: Vec<Attachment> = room
        .office()
        .ledger()
        .attachments
        .values()
        .filter(|a| a.owner == Some(event))
        .map(|a| Attachment::clone(a))
        .collect();
    let photos = kept
        .iter()
        .map(|a| room.office().attachment_path(a))
        .collect();
    Fair {
        room,
        event,
        photos,
    }
}

fn picture(seed: u8) -> image::RgbImage {
    image::RgbImage::from_fn(640, 480, |x, y| {
        image::Rgb([(x / 3) as u8 ^ seed, (y / 2) as u8, seed.wrapping_mul(80)])
    })
}

fn year(kind: Kind) -> Request {
    Request::of(kind, Period::year(2025).unwrap())
}

fn laid(room: &mut Room, request: &Request) -> Laid {
    let report = room.office().report(request).unwrap();
    let meta = room.office().meta(&report);
    paper::lay_out(report, meta, &mut |_| true).unwrap()
}

fn written(room: &mut Room, request: &Request) -> (Laid, PathBuf) {
    let laid = laid(room, request);
    let path = room
        .folder
        .path()
        .join(format!("{}.pdf", request.kind.id()));
    std::fs::write(&path, paper::pdf(&laid).unwrap()).unwrap();
    (laid, path)
}

/// What another program says of a file.
fn run(tool: &str, before: &[&str], path: &Path, after: &[&str]) -> String {
    let out = std::process::Command::new(tool)
        .args(before)
        .arg(path)
        .args(after)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    // Debian's mupdf says of itself that it was built without colour management.
    let wrong =
        String::from_utf8_lossy(&out.stderr).replace("warning: ICC support is not available\n", "");
    assert!(out.status.success(), "{tool}: {said}{wrong}");
    assert_eq!(wrong, "", "{tool} warns");
    said
}

fn sorted(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    chars.sort_unstable();
    chars.into_iter().collect()
}

fn assert_same_text(what: &str, found: &str, laid: &Laid) {
    let pages: Vec<&str> = found.split('\u{C}').collect();
    assert!(pages.len() >= laid.pages.len(), "{what}: pages are missing");
    for (n, page) in laid.pages.iter().enumerate() {
        assert_eq!(
            sorted(pages[n]),
            sorted(&page.plain_text()),
            "{what} page {}",
            n + 1
        );
    }
}

#[test]
#[ignore = "needs qpdf"]
fn qpdf_finds_nothing_to_complain_of_in_any_report() {
    let mut fair = fair();
    for kind in Kind::ALL {
        let (_, path) = written(&mut fair.room, &year(kind));
        let said = run("qpdf", &["--check"], &path, &[]);
        assert!(
            said.contains("No syntax or stream encoding errors"),
            "{said}"
        );
    }
}

#[test]
#[ignore = "needs poppler's pdftotext"]
fn poppler_reads_every_report_as_it_was_laid_out() {
    let mut fair = fair();
    for kind in Kind::ALL {
        let (laid, path) = written(&mut fair.room, &year(kind));
        assert!(laid.undrawable.is_empty(), "{:?}", laid.undrawable);
        for way in ["-raw", "-layout"] {
            let found = run("pdftotext", &[way, "-enc", "UTF-8"], &path, &["-"]);
            assert_same_text(&format!("{} {way}", kind.id()), &found, &laid);
        }
    }
    let (_, path) = written(&mut fair.room, &year(Kind::VolunteerRoster));
    let found = run("pdftotext", &["-raw"], &path, &["-"]);
    assert!(found.contains("𠮷䶮") && found.contains("䶮山小学"));
}

#[test]
#[ignore = "needs mupdf's mutool"]
fn mupdf_reads_every_report_as_it_was_laid_out() {
    let mut fair = fair();
    for kind in Kind::ALL {
        let (laid, path) = written(&mut fair.room, &year(kind));
        let found = run("mutool", &["draw", "-q", "-F", "txt"], &path, &[]);
        assert_same_text(kind.id(), &found, &laid);
    }
}

#[test]
#[ignore = "needs poppler's pdffonts"]
fn every_font_is_inside_cut_and_readable() {
    let mut fair = fair();
    for kind in Kind::ALL {
        let (_, path) = written(&mut fair.room, &year(kind));
        let said = run("pdffonts", &[], &path, &[]);
        let fonts: Vec<&str> = said.lines().skip(2).collect();
        assert!(!fonts.is_empty(), "{}", kind.id());
        for font in fonts {
            assert!(font.contains(" yes yes yes "), "{} {font}", kind.id());
        }
    }
}

#[test]
#[ignore = "needs poppler's pdfinfo"]
fn a_file_says_whose_it_is_and_when_it_was_made() {
    let mut fair = fair();
    for kind in Kind::ALL {
        let (laid, path) = written(&mut fair.room, &year(kind));
        let said = run("pdfinfo", &["-isodates"], &path, &[]);
        let line = |key: &str| {
            let found = said.lines().find_map(|l| l.strip_prefix(key));
            found.map(|l| l.trim().to_owned()).unwrap_or_default()
        };
        assert_eq!(line("Title:"), laid.report.title);
        assert_eq!(line("Author:"), "湖滨街道办事处");
        let now = NOW.now();
        for key in ["CreationDate:", "ModDate:"] {
            assert!(
                line(key).starts_with(&now.strftime("%Y-%m-%dT%H:%M:%S").to_string()),
                "{} {key} {}",
                kind.id(),
                line(key)
            );
        }
        let count: usize = line("Pages:").parse().unwrap();
        assert_eq!(count, laid.pages.len());
    }
}

#[test]
#[ignore = "needs poppler's pdfinfo"]
fn pages_are_a4_upright_or_lying_to_the_point() {
    let mut fair = fair();
    for (way, size) in [
        (Paper::Portrait, "595.276 x 841.89 pts"),
        (Paper::Landscape, "841.89 x 595.276 pts"),
        (Paper::Turned, "595.276 x 841.89 pts"),
    ] {
        let request = Request {
            paper: Some(way),
            ..year(Kind::TeamList)
        };
        let (_, path) = written(&mut fair.room, &request);
        let said = run("pdfinfo", &["-f", "1", "-l", "-1"], &path, &[]);
        let sizes: Vec<&str> = said
            .lines()
            .filter(|l| l.starts_with("Page") && l.contains(" size:"))
            .collect();
        assert!(!sizes.is_empty());
        for line in sizes {
            assert!(line.contains(size), "{way:?}: {line}");
        }
    }
}

#[test]
#[ignore = "needs poppler's pdfimages"]
fn photos_stand_in_the_file_as_they_are_kept() {
    let mut fair = fair();
    let request = Request {
        event: Some(fair.event),
        ..year(Kind::EventRecord)
    };
    let (laid, path) = written(&mut fair.room, &request);
    assert_eq!(laid.pages.len(), 2, "a form and a page of photos");
    assert!(
        laid.pages[1]
            .plain_text()
            .contains("-01 2025-03-05 䶮𠮷广场")
    );
    let root = fair.room.folder.path().join("photo");
    run("pdfimages", &["-all"], &path, &[root.to_str().unwrap()]);
    let mut found: Vec<Vec<u8>> = (0..3)
        .map(|n| std::fs::read(format!("{}-00{n}.jpg", root.display())).unwrap())
        .collect();
    let mut kept: Vec<Vec<u8>> = fair
        .photos
        .iter()
        .map(|p| std::fs::read(p).unwrap())
        .collect();
    found.sort();
    kept.sort();
    assert!(found == kept, "photos were changed on their way");
}

#[test]
fn a_page_without_photos_stays_small() {
    let mut fair = fair();
    for kind in Kind::ALL.into_iter().filter(|k| *k != Kind::EventRecord) {
        let mut laid = laid(&mut fair.room, &year(kind));
        let photos = |p: &kepu_ledger::reports::Page| {
            p.items
                .iter()
                .any(|i| matches!(i, paper::Item::Photo { .. }))
        };
        laid.pages.retain(|p| !photos(p));
        laid.pages.truncate(1);
        let size = paper::pdf(&laid).unwrap().len();
        assert!(size < 100_000, "{}: {size} bytes", kind.id());
    }
}

fn document() -> (Vec<kepu_ledger::reports::Page>, Report) {
    let text = format!(
        "一、基本情况\n{0}\n（一）青少年\n{0}\n（二）老年人\n{0}\n二、主要做法\n{0}",
        "科普工作面向全体居民。".repeat(70)
    );
    let report = Report {
        title: "科普工作总结".into(),
        letter: Some(Letter {
            paragraphs: letter::paragraphs(&text),
            contents: Contents::Listed,
            ..Letter::default()
        }),
        annexes: vec![Report {
            title: "活动台账".into(),
            ..Report::default()
        }],
        ..Report::default()
    };
    let pages = layout::lay_out(&report, &paper::fonts(), &mut |_| true).unwrap();
    (pages, report)
}

#[test]
#[ignore = "needs qpdf"]
fn headings_hang_under_each_other_and_the_list_leads_to_them() {
    let (pages, report) = document();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("总结.pdf");
    let meta = pdf::Meta {
        title: report.title,
        author: "湖滨街道办事处".into(),
        created: NOW.now(),
    };
    std::fs::write(&path, pdf::write(&pages, &paper::fonts(), &meta).unwrap()).unwrap();
    let json = run("qpdf", &["--json"], &path, &[]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let mut found = Vec::new();
    walk(&json["outlines"], 1, &mut found);
    let laid: Vec<(u8, String, u64)> = pages
        .iter()
        .enumerate()
        .flat_map(|(n, p)| {
            p.bookmarks
                .iter()
                .map(move |b| (b.level, b.title.clone(), n as u64 + 1))
        })
        .collect();
    assert_eq!(found, laid);
    assert!(laid.len() > 5 && laid.iter().any(|(level, ..)| *level == 3));
    // 目录: each of its links goes to the page its heading is on.
    let objects = &json["qpdf"][1];
    let first = json["pages"][0]["object"].as_str().unwrap();
    let page_of = |reference: &str| {
        let list = json["pages"].as_array().unwrap();
        list.iter()
            .position(|p| p["object"] == reference)
            .map(|n| n as u64 + 1)
    };
    let resolve = |value: &serde_json::Value| match value.as_str() {
        Some(text) if text.ends_with(" R") => objects[format!("obj:{text}")]["value"].clone(),
        _ => value.clone(),
    };
    let page = &objects[format!("obj:{first}")]["value"];
    let links = resolve(&page["/Annots"]);
    let goals: Vec<Option<u64>> = links
        .as_array()
        .unwrap()
        .iter()
        .map(|l| {
            let link = resolve(l);
            let action = resolve(&link["/A"]);
            let dest = resolve(&action["/D"]);
            page_of(dest[0].as_str().unwrap_or_default())
        })
        .collect();
    let wanted: Vec<Option<u64>> = laid
        .iter()
        .filter(|(level, ..)| *level > 1)
        .map(|(_, _, page)| Some(*page))
        .collect();
    assert_eq!(goals, wanted);
}

fn walk(outlines: &serde_json::Value, level: u8, found: &mut Vec<(u8, String, u64)>) {
    for one in outlines.as_array().into_iter().flatten() {
        let title = one["title"].as_str().unwrap().to_owned();
        let page = one["destpageposfrom1"].as_u64().unwrap_or(0);
        found.push((level, title, page));
        walk(&one["kids"], level + 1, found);
    }
}
