//! A district takes in twelve offices of 500 events and 250 photos each: `cargo bench --bench district`. No statistics of
//! many runs: one merge is what a district waits for. Goals (issue 5): preview within 3 s, apply within 10 s.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench that panics has failed"
)]

use jiff::civil::DateTime;
use kepu_ledger::app::Clock;
use kepu_ledger::app::Command;
use kepu_ledger::app::NewOffice;
use kepu_ledger::app::Office;
use kepu_ledger::app::SampleSize;
use kepu_ledger::app::merge;
use kepu_ledger::app::merge::Bad;
use kepu_ledger::app::merge::Decisions;
use kepu_ledger::app::paper::Kind;
use kepu_ledger::app::paper::Request;
use kepu_ledger::app::progress::Progress;
use kepu_ledger::app::submit::PackWishes;
use kepu_ledger::model::Period;
use kepu_ledger::model::Record as _;
use kepu_ledger::model::papers::Attachment;
use kepu_ledger::store::files;
use std::path::Path;
use std::path::PathBuf;
use std::time::Instant;

const OFFICES: u64 = 12;
const EVENTS: u32 = 500;
const PHOTOS: u64 = 250;
const NOW: Clock = Clock::Fixed(DateTime::constant(2026, 11, 24, 9, 0, 0, 0));

fn office(folder: &Path, name: &str, kind: &str) -> Office {
    let new = NewOffice {
        name: name.into(),
        kind: kind.into(),
        ..NewOffice::default()
    };
    Office::create(&folder.join(format!("{name}.kepu")), &new, NOW).unwrap()
}

/// A photo of some 100 KB: noise, which no two photos share.
fn photo(seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut noise = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 24) as u8
    };
    let picture =
        image::RgbImage::from_fn(290, 220, |_, _| image::Rgb([noise(), noise(), noise()]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 82);
    encoder.encode_image(&picture).unwrap();
    bytes.into_inner()
}

fn fill(office: &mut Office, seed: u64) -> u64 {
    let size = SampleSize {
        year: 2025,
        events: EVENTS,
        volunteers: 200,
        officers: 150,
        seed,
    };
    office.invent(size).unwrap();
    let events: Vec<_> = office.ledger().events.keys().copied().collect();
    let mut records = Vec::new();
    let mut total = 0;
    for n in 0..PHOTOS {
        let bytes = photo(seed * 10_000 + n);
        total += bytes.len() as u64;
        let attachment = Attachment {
            name: format!("{n}.jpg"),
            kind: "照片".into(),
            owner: events.get(n as usize % events.len()).copied(),
            owner_table: "event".into(),
            hash: files::hash(&bytes),
            extension: "jpg".into(),
            bytes: u32::try_from(bytes.len()).ok(),
            width: Some(290),
            height: Some(220),
            ..Attachment::default()
        };
        let folder = files::folder_of(office.path());
        files::keep(&folder, &attachment.stored_name(), &bytes).unwrap();
        records.push(attachment.wrap());
    }
    let label = "附件".into();
    office.run(Command::TakeIn { label, records }).unwrap();
    total
}

fn main() {
    let folder = tempfile::TempDir::new().unwrap();
    let begun = Instant::now();
    let mut packs: Vec<PathBuf> = Vec::new();
    let mut bytes = 0;
    let mut longest = 0.0_f64;
    for seed in 1..=OFFICES {
        let name = format!("第{seed}街道办事处");
        let mut one = office(folder.path(), &name, "街道办事处");
        bytes += fill(&mut one, seed);
        let path = folder.path().join(format!("{name}.kepuup"));
        let wishes = PackWishes {
            photos: true,
            note: "属实".into(),
            ..PackWishes::of(Period::year(2025).unwrap())
        };
        let start = Instant::now();
        one.submission(&wishes, &path).unwrap();
        longest = longest.max(start.elapsed().as_secs_f64());
        packs.push(path);
    }
    println!(
        "made in {:.1} s: {} packs, photos {} MB, one pack in {longest:.2} s",
        begun.elapsed().as_secs_f64(),
        packs.len(),
        bytes >> 20
    );
    let mut district = office(folder.path(), "南湖区科协", "区");
    let begun = Instant::now();
    let arrived = merge::arrive(&packs, &[], &Progress::default()).unwrap();
    let judged = district.preview_packs(&arrived, &Decisions::default());
    assert!(judged.iter().all(|j| j.preview.is_ok()));
    drop((arrived, judged));
    println!(
        "preview of all: {:.2} s (goal 3)",
        begun.elapsed().as_secs_f64()
    );
    let begun = Instant::now();
    let mut arrived = merge::arrive(&packs, &[], &Progress::default()).unwrap();
    let read = begun.elapsed().as_secs_f64();
    let done = district
        .take_packs(&mut arrived, &Decisions::default(), Bad::Refuse)
        .unwrap();
    println!(
        "apply of all: {:.2} s (goal 10), reading {read:.2} s of it, {} records",
        begun.elapsed().as_secs_f64(),
        done.records
    );
    let begun = Instant::now();
    let arrived = merge::arrive(&packs, &[], &Progress::default()).unwrap();
    let judged = district.preview_packs(&arrived, &Decisions::default());
    assert!(judged.iter().all(|j| j.preview.as_ref().unwrap().known));
    println!(
        "preview of all again: {:.2} s (goal 3)",
        begun.elapsed().as_secs_f64()
    );
    for kind in [
        Kind::EventLedger,
        Kind::OfficerTargets,
        Kind::Statistics,
        Kind::Communities,
    ] {
        let begun = Instant::now();
        district
            .report(&Request::of(kind, Period::year(2025).unwrap()))
            .unwrap();
        println!(
            "content of {}: {:.2} s",
            kind.id(),
            begun.elapsed().as_secs_f64()
        );
    }
}
