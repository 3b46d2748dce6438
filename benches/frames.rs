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

use criterion::Criterion;
use egui::Event;
use egui::Key;
use egui::Modifiers;
use egui::Rect;
use egui::ViewportId;
use egui::pos2;
use kepu_ledger::app::Clock;
use kepu_ledger::app::NewOffice;
use kepu_ledger::app::Office;
use kepu_ledger::app::SampleSize;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::ui::Desktop;
use kepu_ledger::ui::files::Files;
use kepu_ledger::ui::files::Purpose;
use kepu_ledger::ui::fonts;
use kepu_ledger::ui::software::Canvas;
use kepu_ledger::ui::software::Repainter;
use kepu_ledger::ui::theme;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

const SCREENS: [(usize, usize, f32); 3] = [(1366, 768, 1.0), (1920, 1080, 1.25), (3840, 2160, 2.0)];

struct NoFiles;
impl Files for NoFiles {
    fn ask(&mut self, _: &egui::Context, _: Purpose) {}
    fn take(&mut self) -> Option<(Purpose, Vec<PathBuf>)> {
        None
    }
}

/// A window without a screen.
struct Window {
    ctx: egui::Context,
    desktop: Desktop,
    repainter: Repainter,
    pixels: Vec<u32>,
    width: usize,
    scale: f32,
    time: f64,
    fresh: bool,
}

/// How long the parts of a frame took.
struct Spent {
    content: Duration,
    triangles: Duration,
    pixels: Duration,
}

impl Window {
    fn open(file: &Path, (width, height, scale): (usize, usize, f32)) -> Self {
        let ctx = egui::Context::default();
        fonts::install(&ctx);
        theme::install(&ctx);
        let begin = Some(Begin::Open(file.to_owned()));
        let desktop = Desktop::new(begin, Box::new(NoFiles), Clock::Computer, &ctx);
        let mut window = Self {
            ctx,
            desktop,
            repainter: Repainter::default(),
            pixels: vec![0; width * height],
            width,
            scale,
            time: 0.0,
            fresh: true,
        };
        window.wait(800);
        window.press(Key::Num2, Modifiers::COMMAND);
        window.wait(50);
        window
    }

    // The office thread opens, indexes and counts meanwhile.
    fn wait(&mut self, frames: usize) {
        for _ in 0..frames {
            self.frame(Vec::new());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn press(&mut self, key: Key, modifiers: Modifiers) {
        self.frame(vec![key_down(key, modifiers)]);
    }

    fn frame(&mut self, events: Vec<Event>) -> Spent {
        self.time += 0.05;
        let height = self.pixels.len() / self.width;
        let size = egui::vec2(self.width as f32, height as f32) / self.scale;
        let mut raw = egui::RawInput {
            screen_rect: Some(Rect::from_min_size(egui::Pos2::ZERO, size)),
            time: Some(self.time),
            focused: true,
            events,
            ..egui::RawInput::default()
        };
        let root = raw.viewports.get_mut(&ViewportId::ROOT).unwrap();
        root.native_pixels_per_point = Some(self.scale);
        let begun = Instant::now();
        self.desktop.before_input(&mut raw);
        let desktop = &mut self.desktop;
        let mut output = self.ctx.run_ui(raw, |ui| {
            desktop.take(&ui.ctx().clone());
            desktop.draw(ui);
        });
        let content = begun.elapsed();
        let frame = self.ctx.tessellate(output.shapes, self.scale);
        let triangles = begun.elapsed();
        self.repainter.take_textures(&mut output.textures_delta);
        let age = u8::from(!std::mem::take(&mut self.fresh));
        let mut canvas = Canvas::new(&mut self.pixels, self.width);
        self.repainter.repaint(&mut canvas, frame, self.scale, age);
        Spent {
            content,
            triangles: triangles.saturating_sub(content),
            pixels: begun.elapsed().saturating_sub(triangles),
        }
    }

    fn whole(&mut self, _: usize) -> Spent {
        self.repainter.forget();
        self.frame(Vec::new())
    }

    fn wheel(&mut self, turn: usize) -> Spent {
        let height = self.pixels.len() / self.width;
        let over = pos2(
            self.width as f32 * 0.4 / self.scale,
            height as f32 * 0.7 / self.scale,
        );
        // Down for a while, then up again.
        let lines = if (turn / 200).is_multiple_of(2) {
            -3.0
        } else {
            3.0
        };
        self.frame(vec![
            Event::PointerMoved(over),
            Event::MouseWheel {
                unit: egui::MouseWheelUnit::Line,
                delta: egui::vec2(0.0, lines),
                modifiers: Modifiers::NONE,
                phase: egui::TouchPhase::Move,
                source: egui::MouseWheelSource::Wheel,
            },
        ])
    }

    /// Keys need a form that takes them.
    fn get_ready(&mut self, kind: &str) {
        if kind == "key" {
            self.press(Key::N, Modifiers::COMMAND);
            self.wait(20);
        }
    }

    // Han characters, most of them new to the atlas, taken back by turns so that the field shows what is typed.
    fn key(&mut self, turn: usize) -> Spent {
        let event = if turn.is_multiple_of(2) {
            let typed = char::from_u32(0x4E00 + turn as u32 * 5).unwrap_or('字');
            Event::Text(typed.into())
        } else {
            key_down(Key::Backspace, Modifiers::NONE)
        };
        self.frame(vec![event])
    }
}

fn key_down(key: Key, modifiers: Modifiers) -> Event {
    Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers,
    }
}

fn office(file: &Path) {
    let new = NewOffice {
        name: "湖滨街道办事处".into(),
        ..NewOffice::default()
    };
    let mut office = Office::create(file, &new, Clock::Computer).unwrap();
    office
        .invent(SampleSize {
            year: 2025,
            events: 100_000,
            volunteers: 10_000,
            officers: 0,
            seed: 1,
        })
        .unwrap();
}

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
            let of = |s: &Spent| s.content + s.triangles + s.pixels;
            all.sort_by_key(of);
            let line = |s: &Spent| {
                let ms = |d: Duration| d.as_secs_f64() * 1e3;
                format!(
                    "{:6.2} ms (content {:.2}, triangles {:.2}, pixels {:.2})",
                    ms(of(s)),
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
    office(&file);
    if std::env::args().any(|a| a == "plain") {
        plain(&file);
    } else {
        measured(&file);
    }
}
