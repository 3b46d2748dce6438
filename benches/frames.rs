//! Frames of the window painted without a graphics card, on a ledger of 100,000 events: a whole repaint, a turn of the wheel, a
//! key. `cargo bench --bench frames -- plain` prints the middle one and the slowest but ten of 1,000 frames each; the goal is
//! 16 ms at 1366×768 and at 1920×1080 and 125 % (decisions.md 24).
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench that panics has failed, which is its job"
)]

#[expect(
    dead_code,
    reason = "shared with what is felt, which needs other parts"
)]
mod window;

use criterion::Criterion;
use std::path::Path;
use std::time::Duration;
use window::Spent;
use window::Window;
use window::office;

const SCREENS: [(usize, usize, f32); 3] = [(1366, 768, 1.0), (1920, 1080, 1.25), (3840, 2160, 2.0)];

type Kind = (&'static str, fn(&mut Window, usize) -> Spent);
const KINDS: [Kind; 3] = [
    ("whole repaint", Window::whole),
    ("turn of the wheel", Window::wheel),
    ("key", Window::key),
];

fn plain(file: &Path) {
    for screen in SCREENS {
        let mut window = Window::open(file, screen);
        let (width, height, scale) = screen;
        for (name, kind) in KINDS {
            window.get_ready(name);
            let mut all: Vec<Spent> = (0..1000).map(|n| kind(&mut window, n)).collect();
            all.sort_by_key(Spent::whole);
            let line = |s: &Spent| {
                let ms = |d: Duration| d.as_secs_f64() * 1e3;
                format!(
                    "{:6.2} ms (content {:.2}, triangles {:.2}, pixels {:.2})",
                    ms(s.whole()),
                    ms(s.content),
                    ms(s.triangles),
                    ms(s.pixels)
                )
            };
            println!(
                "{width}×{height} {:3.0} % {name:18} p50 {}  p99 {}",
                scale * 100.0,
                line(&all[500]),
                line(&all[990])
            );
        }
    }
}

fn measured(file: &Path) {
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("painted frames, 100,000 events, 10,000 people");
    group.sample_size(20);
    for screen in SCREENS {
        let mut window = Window::open(file, screen);
        let (width, height, scale) = screen;
        for (name, kind) in KINDS {
            window.get_ready(name);
            let mut turn = 0;
            let title = format!("{name}, {width}×{height} at {:.0} %", scale * 100.0);
            group.bench_function(title, |b| {
                b.iter(|| {
                    turn += 1;
                    kind(&mut window, turn)
                });
            });
        }
    }
    group.finish();
    criterion.final_summary();
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("十万.kepu");
    office(&file, 100_000, 10_000);
    if std::env::args().any(|a| a == "plain") {
        plain(&file);
    } else {
        measured(&file);
    }
}
