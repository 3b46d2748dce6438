//! The painter that paints without a graphics card: what one triangle does, what a part painted anew looks like, how text
//! stands on pixels; and choosing it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that panics has failed, which is its job"
)]

mod common;

use common::Room;
use common::painted::office_to_look_at;
use common::painted::picture;
use common::window::Picks;
use common::window::Window;
use common::window::go;
use common::window::opened;
use common::window::settle;
use common::window::shown_in;
use common::window::wait_for;
use egui::ClippedPrimitive;
use egui::Color32;
use egui::Event;
use egui::FontId;
use egui::Key;
use egui::Mesh;
use egui::Modifiers;
use egui::Pos2;
use egui::Rect;
use egui::TextureId;
use egui::TexturesDelta;
use egui::epaint::ImageDelta;
use egui::epaint::Primitive;
use egui::epaint::Vertex;
use egui::pos2;
use egui_kittest::Harness;
use egui_kittest::TestRenderer;
use egui_kittest::kittest::Queryable as _;
use kepu_ledger::app::desk::Begin;
use kepu_ledger::app::window::Paint;
use kepu_ledger::app::window::WindowChoice;
use kepu_ledger::ui::fonts;
use kepu_ledger::ui::software::Area;
use kepu_ledger::ui::software::Canvas;
use kepu_ledger::ui::software::Painter;
use kepu_ledger::ui::software::Repainter;
use kepu_ledger::ui::software::pixel;
use kepu_ledger::ui::theme;
use std::cell::RefCell;
use std::rc::Rc;

const SIDE: usize = 64;

fn blank() -> Painter {
    let image = egui::ColorImage::filled([4, 4], Color32::WHITE);
    let mut delta = TexturesDelta::default();
    delta.push(
        TextureId::default(),
        ImageDelta::full(image, egui::TextureOptions::LINEAR),
    );
    let mut painter = Painter::default();
    painter.take_textures(&mut delta);
    painter
}

fn mesh(corners: &[(Pos2, Color32)], indices: &[u32], clip: Rect) -> ClippedPrimitive {
    let mut mesh = Mesh::default();
    let vertices = corners.iter().map(|(at, c)| Vertex::untextured(*at, *c));
    mesh.vertices.extend(vertices);
    mesh.indices.extend(indices);
    ClippedPrimitive {
        clip_rect: clip,
        primitive: Primitive::Mesh(mesh),
    }
}

fn painted(frame: &[ClippedPrimitive], area: Area) -> Vec<u32> {
    let mut pixels = vec![0; SIDE * SIDE];
    let mut canvas = Canvas::new(&mut pixels, SIDE);
    blank().paint(&mut canvas, frame, 1.0, area);
    pixels
}

fn whole() -> Area {
    Area::whole(SIDE, SIDE)
}

#[test]
fn two_triangles_with_a_common_edge_blend_no_pixel_twice() {
    let glass = Color32::from_rgba_unmultiplied(200, 30, 60, 128);
    let once = {
        let square = [pos2(0.0, 0.0), pos2(64.0, 0.0), pos2(64.0, 64.0)];
        painted(
            &[mesh(
                &square.map(|p| (p, glass)),
                &[0, 1, 2],
                Rect::EVERYTHING,
            )],
            whole(),
        )[SIDE - 1]
    };
    // A fan around a point between pixels, and around one on the middle of a pixel: every edge is shared.
    for (n, middle) in [pos2(31.3, 29.7), pos2(32.5, 32.5), pos2(32.0, 32.0)]
        .into_iter()
        .enumerate()
    {
        let mut corners = vec![(middle, glass)];
        for step in 0..24 {
            let turn = step as f32 / 24.0 * std::f32::consts::TAU;
            corners.push((
                pos2(32.0 + 28.0 * turn.cos(), 32.0 + 28.0 * turn.sin()),
                glass,
            ));
        }
        let indices: Vec<u32> = (1..=24).flat_map(|i| [0, i, i % 24 + 1]).collect();
        let seen = painted(&[mesh(&corners, &indices, Rect::EVERYTHING)], whole());
        let white = pixel(theme::now().paper);
        let wrong = seen.iter().filter(|p| **p != white && **p != once).count();
        assert_eq!(wrong, 0, "fan {n}");
        // And none within is left out.
        for y in 14..50 {
            for x in 14..50 {
                assert_eq!(seen[y * SIDE + x], once, "fan {n} at {x}, {y}");
            }
        }
    }
}

#[test]
fn a_rectangle_is_what_its_two_triangles_are() {
    let glass = Color32::from_rgba_unmultiplied(20, 130, 60, 100);
    for (left, top, right, bottom) in [
        (3.2, 4.5, 40.49, 50.51),
        (3.5, 3.5, 4.5, 60.5),
        (7.0, 7.0, 7.2, 9.0),
    ] {
        let corners = [
            (pos2(left, top), glass),
            (pos2(right, top), glass),
            (pos2(left, bottom), glass),
            (pos2(right, bottom), glass),
        ];
        // In this order it is known as a rectangle; in the other it is not.
        let known = painted(
            &[mesh(&corners, &[0, 1, 2, 2, 1, 3], Rect::EVERYTHING)],
            whole(),
        );
        let unknown = painted(
            &[mesh(&corners, &[0, 1, 2, 1, 3, 2], Rect::EVERYTHING)],
            whole(),
        );
        assert_eq!(known, unknown);
    }
}

#[test]
fn nothing_is_painted_outside_the_clip() {
    let corners = [
        pos2(-500.0, -500.0),
        pos2(900.0, -500.0),
        pos2(-500.0, 900.0),
    ]
    .map(|p| (p, Color32::BLACK));
    let clip = Rect::from_min_max(pos2(10.0, 20.0), pos2(30.0, 25.0));
    let seen = painted(&[mesh(&corners, &[0, 1, 2], clip)], whole());
    for y in 0..SIDE {
        for x in 0..SIDE {
            let inside = (10..30).contains(&x) && (20..25).contains(&y);
            let wanted = if inside {
                Color32::BLACK
            } else {
                theme::now().paper
            };
            assert_eq!(seen[y * SIDE + x], pixel(wanted), "{x}, {y}");
        }
    }
}

#[test]
fn corners_beyond_all_bounds_hurt_nothing() {
    let wild = [f32::NEG_INFINITY, f32::INFINITY, -1e30, 1e30, 0.0, 33.0];
    for a in wild {
        for b in wild {
            let corners =
                [pos2(a, b), pos2(b, 5.0), pos2(9.0, a), pos2(b, a)].map(|p| (p, Color32::BLACK));
            let clip = Rect::from_min_max(pos2(b, a), pos2(a, b));
            let indices = [0, 1, 2, 2, 1, 3, 0, 2, 1, 7, 8, 9];
            painted(&[mesh(&corners, &indices, Rect::EVERYTHING)], whole());
            painted(&[mesh(&corners, &indices, clip)], whole());
        }
    }
}

/// Text as egui sets it, painted at a scale.
fn text_at(scale: f32) -> (Vec<u32>, usize) {
    let ctx = egui::Context::default();
    fonts::install(&ctx);
    theme::install(&ctx);
    let mut painter = Painter::default();
    let (width, height) = ((200.0 * scale) as usize, (60.0 * scale) as usize);
    let mut pixels = vec![0; width * height];
    for _ in 0..3 {
        let mut raw = egui::RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, egui::vec2(200.0, 60.0))),
            ..egui::RawInput::default()
        };
        let root = raw.viewports.get_mut(&egui::ViewportId::ROOT).unwrap();
        root.native_pixels_per_point = Some(scale);
        let output = ctx.run_ui(raw, |ui| {
            // Off the pixels on purpose: the text has to find them itself.
            let at = pos2(10.37, 9.61);
            let font = FontId::new(20.0, theme::bold());
            ui.painter().text(
                at,
                egui::Align2::LEFT_TOP,
                "口日目田工",
                font,
                Color32::BLACK,
            );
        });
        let mut delta = output.textures_delta;
        painter.take_textures(&mut delta);
        let frame = ctx.tessellate(output.shapes, output.pixels_per_point);
        let mut canvas = Canvas::new(&mut pixels, width);
        painter.paint(&mut canvas, &frame, scale, Area::whole(width, height));
    }
    (pixels, width)
}

#[test]
fn text_stands_sharp_on_the_pixels_at_every_scale() {
    for scale in [1.0, 1.25, 1.5, 2.0] {
        let (pixels, width) = text_at(scale);
        let ink = pixels
            .iter()
            .filter(|p| **p != pixel(theme::now().paper))
            .count();
        let full = pixels.iter().filter(|p| **p & 0xFF < 8).count();
        assert!(ink > 300, "{ink} at {scale}");
        // Between pixels every edge would be smeared over two, and hardly a pixel be black.
        assert!(
            full * 3 > ink,
            "{full} of {ink} pixels are black at {scale}"
        );
        // The strokes of 口 stand upright: somewhere a column is black from top to bottom.
        let upright = (0..width).any(|x| {
            let column: Vec<u32> = pixels.iter().skip(x).step_by(width).copied().collect();
            let runs = column.split(|p| *p & 0xFF >= 40);
            runs.map(<[u32]>::len).max().unwrap_or(0) as f32 >= 9.0 * scale
        });
        assert!(upright, "no upright stroke at {scale}");
    }
}

/// The textures of a window, handed to painters that each need them.
#[derive(Clone, Default)]
struct Eyes(Rc<RefCell<Seen>>);

/// A window painted whole each time, and as windows are: anew where it changed, with one buffer and with two.
#[derive(Default)]
struct Seen {
    whole: Painter,
    one: Repainter,
    one_buffer: Vec<u32>,
    two: Repainter,
    two_buffers: [Vec<u32>; 2],
    turn: usize,
    frames: usize,
    /// Pixels that were painted anew, and all.
    spent: (usize, usize),
}

impl TestRenderer for Eyes {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let mut seen = self.0.borrow_mut();
        seen.one.take_textures(&mut delta.clone());
        seen.two.take_textures(&mut delta.clone());
        seen.whole.take_textures(delta);
    }

    fn render(
        &mut self,
        _: &egui::Context,
        _: &egui::FullOutput,
    ) -> Result<image::RgbaImage, String> {
        Err("looked at after each step instead".into())
    }
}

impl Eyes {
    fn look(&self, window: &Window, what: &str) {
        let output = window.output();
        let scale = output.pixels_per_point;
        let size = window.ctx.content_rect().size() * scale;
        let (width, height) = (size.x.round() as usize, size.y.round() as usize);
        let frame = window.ctx.tessellate(output.shapes.clone(), scale);
        let seen = &mut *self.0.borrow_mut();
        let mut all = vec![0; width * height];
        let mut canvas = Canvas::new(&mut all, width);
        seen.whole
            .paint(&mut canvas, &frame, scale, Area::whole(width, height));

        seen.one_buffer.resize(width * height, 0);
        let age = u8::from(seen.frames > 0);
        let mut canvas = Canvas::new(&mut seen.one_buffer, width);
        let changed = seen.one.repaint(&mut canvas, frame.clone(), scale, age);
        compare(&all, &seen.one_buffer, width, what);
        let count = |a: Area| (a.right - a.left) as usize * (a.bottom - a.top) as usize;
        seen.spent.0 += if changed.is_empty() {
            0
        } else {
            count(changed)
        };
        seen.spent.1 += all.len();

        let buffer = &mut seen.two_buffers[seen.turn];
        let age = if buffer.is_empty() { 0 } else { 2 };
        buffer.resize(width * height, 0);
        let mut canvas = Canvas::new(buffer, width);
        let changed = seen.two.repaint(&mut canvas, frame, scale, age);
        if changed.is_empty() {
            // Not shown: the other buffer, which is on screen, is right as it is.
            compare(&all, &seen.two_buffers[1 - seen.turn], width, what);
        } else {
            compare(&all, buffer, width, what);
            seen.turn = 1 - seen.turn;
        }
        seen.frames += 1;
    }
}

fn compare(wanted: &[u32], seen: &[u32], width: usize, what: &str) {
    let differs = |(n, (a, b)): (usize, (&u32, &u32))| (a != b).then_some(n);
    let wrong: Vec<usize> = wanted
        .iter()
        .zip(seen)
        .enumerate()
        .filter_map(differs)
        .collect();
    if let Some(first) = wrong.first() {
        picture(seen, width).save("target/seen.png").ok();
        picture(wanted, width).save("target/wanted.png").ok();
        panic!(
            "{what}: {} pixels differ, the first at {}, {}",
            wrong.len(),
            first % width,
            first / width
        );
    }
}

#[test]
fn painting_anew_only_what_changed_gives_the_whole_picture() {
    let room = office_to_look_at();
    for scale in [1.0, 1.25] {
        let eyes = Eyes::default();
        let builder = Harness::builder()
            .with_size([1010.0, 620.0])
            .with_pixels_per_point(scale)
            .renderer(eyes.clone());
        let mut window = shown_in(builder, Some(Begin::Open(room.file())), || {
            Box::<Picks>::default()
        });
        eyes.look(&window, "the first frame");
        wait_for(&mut window, "湖滨街道办事处");
        let step = |window: &mut Window, what: &str| {
            window.step();
            eyes.look(window, what);
        };
        for _ in 0..3 {
            step(&mut window, "工作台");
        }
        window.key_press_modifiers(Modifiers::COMMAND, Key::Num2);
        for _ in 0..4 {
            step(&mut window, "活动");
        }
        // Over the whole window, so that everything lights up and goes dark again, tooltips too.
        for n in 0..16 {
            let at = pos2(60.0 + 57.0 * n as f32, 40.0 + 35.0 * n as f32);
            window.event(Event::PointerMoved(at));
            step(&mut window, "under the pointer");
        }
        for n in 0..10 {
            window.event(Event::MouseWheel {
                unit: egui::MouseWheelUnit::Line,
                delta: egui::vec2(0.0, if n < 7 { -2.0 } else { 3.0 }),
                modifiers: Modifiers::NONE,
                phase: egui::TouchPhase::Move,
                source: egui::MouseWheelSource::Wheel,
            });
            step(&mut window, "scrolled");
        }
        window.key_press_modifiers(Modifiers::COMMAND, Key::N);
        for _ in 0..3 {
            step(&mut window, "新增");
        }
        // Characters that were never painted before, so that the atlas of glyphs grows.
        for typed in ["鬯", "鼙", "a", "氍毹", "彝", "龠"] {
            window.event(Event::Text(typed.into()));
            step(&mut window, "typed");
        }
        window.key_press(Key::Backspace);
        step(&mut window, "taken back");
        window.key_press(Key::F1);
        for _ in 0..3 {
            step(&mut window, "help");
        }
        window.key_press(Key::Escape);
        for _ in 0..2 {
            step(&mut window, "help gone");
        }
        for screen in ["科技志愿者", "工作台"] {
            go(&mut window, screen);
            step(&mut window, screen);
            step(&mut window, screen);
        }
        window.set_size(egui::vec2(1060.0, 640.0));
        for _ in 0..2 {
            step(&mut window, "another size");
        }
        let seen = eyes.0.borrow();
        let (anew, all) = seen.spent;
        println!(
            "{} frames, {:.1} % of the pixels",
            seen.frames,
            anew as f64 / all as f64 * 100.0
        );
        // A walk whose every frame is painted whole would prove nothing.
        assert!(anew * 2 < all, "{anew} of {all} pixels were painted anew");
    }
}

#[test]
fn a_clerk_has_the_next_window_painted_without_the_card() {
    let mut room = Room::new();
    let file = room.folder.path().join("settings/window.toml");
    let mut window = opened(&mut room);
    let choice = WindowChoice::in_file(Some(file.clone()));
    assert_eq!(choice.now().paint, Paint::Auto);
    window.state_mut().as_mut().unwrap().looks_by(choice);
    go(&mut window, "设置与备份");
    window.get_by_label("不用显卡").click_accesskit();
    settle(&mut window);
    assert_eq!(
        WindowChoice::in_file(Some(file.clone())).now().paint,
        Paint::Processor
    );
    // A file somebody spoilt is no reason to have no window.
    std::fs::write(&file, "paint = 7").unwrap();
    assert_eq!(WindowChoice::in_file(Some(file)).now().paint, Paint::Auto);
}
