//! The program's window without a screen, painted by the processor, for benches: frames that are timed, keys, and what stands
//! on it.

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

struct NoFiles;
impl Files for NoFiles {
    fn ask(&mut self, _: &egui::Context, _: Purpose) {}
    fn take(&mut self) -> Option<(Purpose, Vec<PathBuf>)> {
        None
    }
}

/// A window without a screen.
pub struct Window {
    ctx: egui::Context,
    desktop: Desktop,
    pub repainter: Repainter,
    pub pixels: Vec<u32>,
    pub width: usize,
    pub scale: f32,
    time: f64,
    fresh: bool,
    texts: Vec<String>,
    reading: bool,
}

/// How long the parts of a frame took.
pub struct Spent {
    pub content: Duration,
    pub triangles: Duration,
    pub pixels: Duration,
}

impl Window {
    pub fn open(file: &Path, (width, height, scale): (usize, usize, f32)) -> Self {
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
            texts: Vec::new(),
            reading: false,
        };
        window.wait(800);
        window.press(Key::Num2, Modifiers::COMMAND);
        window.wait(50);
        window
    }

    // The office thread opens, indexes and counts meanwhile.
    pub fn wait(&mut self, frames: usize) {
        for _ in 0..frames {
            self.frame(Vec::new());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn press(&mut self, key: Key, modifiers: Modifiers) {
        self.frame(vec![key_down(key, modifiers)]);
    }

    pub fn frame(&mut self, events: Vec<Event>) -> Spent {
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
        if self.reading {
            self.texts = output
                .shapes
                .iter()
                .filter_map(|s| text_of(&s.shape))
                .collect();
        }
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

    pub fn whole(&mut self, _: usize) -> Spent {
        self.repainter.forget();
        self.frame(Vec::new())
    }

    pub fn wheel(&mut self, turn: usize) -> Spent {
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
    pub fn get_ready(&mut self, kind: &str) {
        if kind == "key" {
            self.press(Key::N, Modifiers::COMMAND);
            self.wait(20);
        }
    }

    // Han characters, most of them new to the atlas, taken back by turns so that the field shows what is typed.
    pub fn key(&mut self, turn: usize) -> Spent {
        let event = if turn.is_multiple_of(2) {
            let typed = char::from_u32(0x4E00 + turn as u32 * 5).unwrap_or('字');
            Event::Text(typed.into())
        } else {
            key_down(Key::Backspace, Modifiers::NONE)
        };
        self.frame(vec![event])
    }

    /// What the last frame wrote, top to bottom as it was drawn.
    pub fn read(&mut self) -> &[String] {
        self.reading = true;
        self.frame(Vec::new());
        self.reading = false;
        &self.texts
    }
}

fn text_of(shape: &egui::Shape) -> Option<String> {
    match shape {
        egui::Shape::Text(text) => Some(text.galley.text().to_owned()),
        _ => None,
    }
}

impl Spent {
    /// All of it.
    pub fn whole(&self) -> Duration {
        self.content + self.triangles + self.pixels
    }
}

pub fn key_down(key: Key, modifiers: Modifiers) -> Event {
    Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers,
    }
}

pub fn office(file: &Path, events: u32, volunteers: u32) {
    let new = NewOffice {
        name: "湖滨街道办事处".into(),
        ..NewOffice::default()
    };
    let mut office = Office::create(file, &new, Clock::Computer).unwrap();
    office
        .invent(SampleSize {
            year: 2025,
            events,
            volunteers,
            officers: 0,
            seed: 1,
        })
        .unwrap();
}
