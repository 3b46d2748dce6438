//! What a clerk would feel, in numbers: opening, searching, importing, printing, the first frame.
//! `cargo bench`; sizes stand in the names. Goals: product.md section 8 of the design papers, 16 ms for a search.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a bench that panics has failed, which is its job"
)]

use criterion::BatchSize;
use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::Clock;
use kepu_ledger::app::NewOffice;
use kepu_ledger::app::Office;
use kepu_ledger::app::Register;
use kepu_ledger::app::SampleSize;
use kepu_ledger::app::Wanted;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::app::import::BadRows;
use kepu_ledger::app::import::ImportRequest;
use kepu_ledger::app::import::Source;
use kepu_ledger::app::paper;
use kepu_ledger::app::paper::Kind;
use kepu_ledger::app::paper::Request;
use kepu_ledger::model::Period;
use kepu_ledger::ui::Desktop;
use kepu_ledger::ui::files::Files;
use kepu_ledger::ui::files::Purpose;
use kepu_ledger::ui::fonts;
use kepu_ledger::ui::theme;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

fn office(file: &Path, events: u32, people: u32) -> Office {
    let new = NewOffice {
        name: "湖滨街道办事处".into(),
        ..NewOffice::default()
    };
    let mut office = Office::create(file, &new, Clock::Computer).unwrap();
    office
        .invent(SampleSize {
            year: 2025,
            events,
            volunteers: people,
            officers: 0,
            seed: 1,
        })
        .unwrap();
    office
}

fn large_office(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("十万.kepu");
    drop(office(&file, 100_000, 100_000));
    let mut group = c.benchmark_group("100,000 events and 100,000 people");
    group.sample_size(10);
    group.bench_function("open the file", |b| {
        b.iter(|| black_box(Office::open(&file, Clock::Computer).unwrap()));
    });
    group.bench_function("build the search index", |b| {
        // The file is open once at a time, so each opening is closed before the next.
        b.iter_custom(|count| {
            let mut spent = Duration::ZERO;
            for _ in 0..count {
                let mut office = Office::open(&file, Clock::Computer).unwrap();
                let begun = Instant::now();
                office.warm_up();
                spent += begun.elapsed();
            }
            spent
        });
    });
    let mut office = Office::open(&file, Clock::Computer).unwrap();
    office.warm_up();
    for (name, words) in [
        ("search by words", "垃圾分类 社区"),
        ("search by initials", "wxm"),
        ("search by digits", "2238"),
    ] {
        group.bench_function(name, |b| {
            b.iter(|| black_box(office.find_anywhere(words, 6)));
        });
    }
    let wanted = Wanted {
        words: "消防".into(),
        ..Wanted::default()
    };
    group.bench_function("list of events by word, sorted by day", |b| {
        b.iter(|| black_box(office.rows(Register::Events, &wanted)));
    });
    let period = Period::year(2025).unwrap();
    group.bench_function("compute the workbench, off the frame", |b| {
        b.iter(|| black_box(office.home(period.clone())));
    });
    group.bench_function(
        "compute matrix, stars, funds and figures, off the frame",
        |b| {
            b.iter(|| black_box(office.overview(2025)));
        },
    );
    group.finish();
}

fn event_rows(rows: u32) -> String {
    let mut text = String::from(
        "活动名称,活动时间,活动地点,活动形式,服务对象,参加人数,发放资料（份）,经费（元）,主办单位,备注\n",
    );
    for n in 0..rows {
        let (month, day) = (n % 12 + 1, n % 28 + 1);
        writeln!(text, "第{n}场科普讲座,2025.{month}.{day},党群服务中心,讲座,老年人,{},{},{}.5,湖滨街道办事处,", n % 300, n % 500, n % 900).unwrap();
    }
    text
}

fn people_rows(rows: u32) -> String {
    let mut text = String::from(
        "姓名,性别,联系电话,政治面貌,文化程度,工作单位,专业特长,所属服务队,注册时间,备注\n",
    );
    for n in 0..rows {
        let phone = 13_800_000_000_u64 + u64::from(n);
        let team = n % 40;
        writeln!(
            text,
            "李{n},女,{phone},群众,本科,第{}小学,急救,第{team}服务队,2025.3.{},",
            n % 90,
            n % 28 + 1
        )
        .unwrap();
    }
    text
}

fn sheet(file: &str, text: &str) -> Vec<Source> {
    let mut cells = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let row = line
            .split(',')
            .map(|t| kepu_ledger::exchange::sheet::Cell::Text(t.into()))
            .collect();
        cells.push(kepu_ledger::exchange::sheet::Row {
            number: n as u32 + 1,
            cells: row,
            ..Default::default()
        });
    }
    let sheet = kepu_ledger::exchange::sheet::Sheet {
        name: "2025".into(),
        rows: cells,
        ..Default::default()
    };
    let workbook = kepu_ledger::exchange::sheet::Workbook {
        sheets: vec![sheet],
        warnings: Vec::new(),
    };
    vec![Source {
        file: file.into(),
        workbook,
    }]
}

fn import(c: &mut Criterion) {
    let events = sheet("台账.csv", &event_rows(50_000));
    let people = sheet("志愿者.csv", &people_rows(50_000));
    let request = ImportRequest::default();
    let mut group = c.benchmark_group("50,000 rows of a sheet");
    group.sample_size(10);
    let empty = || {
        let folder = tempfile::tempdir().unwrap();
        let office = office(&folder.path().join("空.kepu"), 0, 0);
        (folder, office)
    };
    for (what, sources) in [("events", &events), ("volunteers", &people)] {
        group.bench_function(format!("preview of {what}"), |b| {
            b.iter_batched(
                empty,
                |(folder, o)| (o.plan_import(&request, sources).unwrap(), folder, o),
                BatchSize::PerIteration,
            );
        });
        group.bench_function(format!("write {what} as one step"), |b| {
            let planned = || {
                let (folder, office) = empty();
                let plan = office.plan_import(&request, sources).unwrap();
                (folder, office, plan)
            };
            b.iter_batched(
                planned,
                |(folder, mut o, p)| (o.take_in(&p, BadRows::Stop).unwrap(), folder, o),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn print(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder.path().join("一万.kepu"), 10_000, 0);
    let request = Request::of(Kind::EventLedger, Period::year(2025).unwrap());
    // The first use reads the fonts; a clerk pays for that once a day.
    paper::fonts().width(paper::Role::Hei, 10.0, "字");
    let mut group = c.benchmark_group("R3 of 10,000 rows");
    group.sample_size(10);
    let lay = || {
        let report = office.report(&request).unwrap();
        let meta = office.meta(&report);
        paper::lay_out(report, meta, &mut |_| true).unwrap()
    };
    group.bench_function("content and pages", |b| b.iter(|| black_box(lay())));
    group.bench_function("from records to the bytes of the PDF", |b| {
        b.iter(|| black_box(paper::pdf(&lay()).unwrap()));
    });
    group.finish();
}

struct NoFiles;
impl Files for NoFiles {
    fn ask(&mut self, _: &egui::Context, _: Purpose) {}
    fn take(&mut self) -> Option<(Purpose, Vec<PathBuf>)> {
        None
    }
}

fn frames(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("湖滨.kepu");
    drop(office(&file, 100_000, 10_000));
    let window = || {
        let file = file.clone();
        Harness::builder()
            .with_size([1366.0, 768.0])
            .with_context_setup(|ctx| {
                fonts::install(ctx);
                theme::install(ctx);
            })
            .build_ui_state(
                move |ui, desktop: &mut Option<Desktop>| {
                    let ctx = ui.ctx().clone();
                    let begin = Some(Begin::Open(file.clone()));
                    let desktop = desktop.get_or_insert_with(|| {
                        Desktop::new(begin, Box::new(NoFiles), Clock::Computer, &ctx)
                    });
                    desktop.take(&ctx);
                    desktop.draw(ui);
                },
                None,
            )
    };
    let mut group = c.benchmark_group("window, 1366×768, 100,000 events, 10,000 people");
    group.sample_size(20);
    group.bench_function("first frame, without a display", |b| {
        b.iter_with_large_drop(window);
    });
    let mut open = window();
    // Opened, indexed and counted meanwhile.
    for _ in 0..800 {
        open.step();
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    group.bench_function("a frame of the workbench", |b| b.iter(|| open.step()));
    open.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Num2);
    for _ in 0..50 {
        open.step();
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    group.bench_function("a frame of the list of events while walking down", |b| {
        b.iter(|| {
            open.key_press(egui::Key::ArrowDown);
            open.step();
        });
    });
    open.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Num9);
    for _ in 0..400 {
        open.step();
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    open.get_by_label_contains("1.3 第1季度 开展");
    group.bench_function("a frame of the matrix", |b| b.iter(|| open.step()));
    group.finish();
}

criterion_group!(benches, large_office, import, print, frames);
criterion_main!(benches);
