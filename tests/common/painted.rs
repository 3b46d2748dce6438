//! Pictures of the window, by the painter that paints it where there is no graphics card.

use super::Room;
use egui::FullOutput;
use egui::TexturesDelta;
use egui_kittest::TestRenderer;
use image::RgbaImage;
use kepu_ledger::app::SampleSize;
use kepu_ledger::ui::software::Area;
use kepu_ledger::ui::software::Canvas;
use kepu_ledger::ui::software::Painter;

/// An office whose screens have something on them; nobody has it open.
pub fn office_to_look_at() -> Room {
    let mut room = Room::new();
    let size = SampleSize {
        year: 2026,
        events: 60,
        volunteers: 80,
        officers: 20,
        seed: 3,
    };
    room.office().invent(size).unwrap();
    room.office = None;
    room
}

/// Draws what a test asks to see.
#[derive(Default)]
pub struct ByProcessor(Painter);

impl TestRenderer for ByProcessor {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        self.0.take_textures(delta);
    }

    fn render(&mut self, ctx: &egui::Context, output: &FullOutput) -> Result<RgbaImage, String> {
        let scale = output.pixels_per_point;
        let size = ctx.content_rect().size() * scale;
        let (width, height) = (size.x.round() as usize, size.y.round() as usize);
        let mut pixels = vec![0; width * height];
        let frame = ctx.tessellate(output.shapes.clone(), scale);
        let mut canvas = Canvas::new(&mut pixels, width);
        self.0
            .paint(&mut canvas, &frame, scale, Area::whole(width, height));
        Ok(picture(&pixels, width))
    }
}

/// Pixels as a picture.
pub fn picture(pixels: &[u32], width: usize) -> RgbaImage {
    let bytes = pixels.iter().flat_map(|p| {
        let [a, r, g, b] = p.to_be_bytes();
        [r, g, b, a]
    });
    let height = pixels.len() / width;
    RgbaImage::from_raw(width as u32, height as u32, bytes.collect()).unwrap()
}
