//! What egui wants on screen, painted into pixels: tessellated triangles, each within its clip.

use super::canvas::Area;
use super::canvas::Canvas;
use super::canvas::pixel;
use super::quad::Quad;
use super::texture::Texture;
use super::texture::Textures;
use super::triangle::triangle;
use crate::ui::theme;
use egui::ClippedPrimitive;
use egui::Mesh;
use egui::TexturesDelta;
use egui::epaint::Primitive;
use egui::epaint::Vertex;

/// Areas of so many pixels are painted by several threads; below, starting them costs more than it saves.
const LARGE: usize = 300_000;
/// More threads than this wait for memory.
const MOST_THREADS: usize = 4;

/// Paints frames.
#[derive(Debug)]
pub struct Painter {
    textures: Textures,
    threads: usize,
}

impl Default for Painter {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            textures: Textures::default(),
            threads: cores.min(MOST_THREADS),
        }
    }
}

impl Painter {
    /// Take in new and changed textures; whether something painted before may look different now.
    pub fn take_textures(&mut self, delta: &mut TexturesDelta) -> bool {
        self.textures.take(delta)
    }

    /// Paint an area anew, as if all of the frame were.
    pub fn paint(
        &self,
        canvas: &mut Canvas<'_>,
        frame: &[ClippedPrimitive],
        scale: f32,
        area: Area,
    ) {
        let area = area.meet(canvas.area());
        if area.is_empty() {
            return;
        }
        if self.threads < 2 || area.pixels() < LARGE {
            self.paint_here(canvas, frame, scale, area);
            return;
        }
        let all_went = std::thread::scope(|scope| {
            let mut mine = None;
            let mut all_went = true;
            for mut band in canvas.bands(area, self.threads) {
                if mine.is_none() {
                    mine = Some(band);
                    continue;
                }
                let work = move || self.paint_here(&mut band, frame, scale, area);
                let thread = std::thread::Builder::new().name("paint".into());
                all_went &= thread.spawn_scoped(scope, work).is_ok();
            }
            if let Some(mut band) = mine {
                self.paint_here(&mut band, frame, scale, area);
            }
            all_went
        });
        // A computer out of threads paints alone.
        if !all_went {
            self.paint_here(canvas, frame, scale, area);
        }
    }

    fn paint_here(
        &self,
        canvas: &mut Canvas<'_>,
        frame: &[ClippedPrimitive],
        scale: f32,
        area: Area,
    ) {
        let area = area.meet(canvas.area());
        canvas.clear(area, pixel(theme::now().paper));
        for one in frame {
            let Primitive::Mesh(mesh) = &one.primitive else {
                continue;
            };
            let clip = Area::clip(one.clip_rect, scale).meet(area);
            if let Some(texture) = self.textures.get(mesh.texture_id)
                && !clip.is_empty()
            {
                paint_mesh(canvas, texture, clip, mesh, scale);
            }
        }
    }
}

fn paint_mesh(canvas: &mut Canvas<'_>, texture: &Texture, clip: Area, mesh: &Mesh, scale: f32) {
    let corner = |n: u32| mesh.vertices.get(n as usize);
    let mut rest = mesh.indices.as_slice();
    loop {
        if let [a, b, c, c2, b2, d, behind @ ..] = rest
            && (b, c) == (b2, c2)
            && let (Some(a), Some(b), Some(c), Some(d)) =
                (corner(*a), corner(*b), corner(*c), corner(*d))
            && let Some(quad) = Quad::of([a, b, c, d])
            && quad.paint(canvas, texture, clip, scale)
        {
            rest = behind;
            continue;
        }
        let [a, b, c, behind @ ..] = rest else {
            return;
        };
        if let (Some(a), Some(b), Some(c)) = (corner(*a), corner(*b), corner(*c))
            && !is_beside([a, b, c], clip, scale)
        {
            triangle(canvas, texture, clip, [a, b, c], scale);
        }
        rest = behind;
    }
}

// A quick look, without the grid: most triangles of a window lie outside of what is painted anew.
fn is_beside(corners: [&Vertex; 3], clip: Area, scale: f32) -> bool {
    let [a, b, c] = corners.map(|v| v.pos);
    let beyond = |least: f32, most: f32, from: i32, to: i32| {
        most * scale < from as f32 || least * scale > to as f32
    };
    beyond(
        a.x.min(b.x).min(c.x),
        a.x.max(b.x).max(c.x),
        clip.left,
        clip.right,
    ) || beyond(
        a.y.min(b.y).min(c.y),
        a.y.max(b.y).max(c.y),
        clip.top,
        clip.bottom,
    )
}
