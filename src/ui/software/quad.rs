//! Upright rectangles of one colour, which most of a window is made of: grounds are filled, and glyphs, whose texels lie
//! on pixels, are copied row by row. Both give the very pixels their two triangles would.

use super::canvas::Area;
use super::canvas::Canvas;
use super::canvas::faded;
use super::canvas::over;
use super::canvas::pixel;
use super::canvas::tinted;
use super::texture::Texture;
use super::triangle::Place;
use super::triangle::covered;
use super::triangle::fill;
use super::triangle::flat;
use egui::Pos2;
use egui::epaint::Vertex;
use egui::pos2;

/// How far off a pixel a texel may lie, in pixels, to count as on it.
const OFF: f32 = 1.0 / 32.0;

/// An upright rectangle by its corners.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quad<'v> {
    top_left: &'v Vertex,
    bottom_right: &'v Vertex,
}

impl<'v> Quad<'v> {
    /// What four corners are, if it is a rectangle: left and right at the top, left and right at the bottom.
    pub(super) fn of([a, b, c, d]: [&'v Vertex; 4]) -> Option<Self> {
        let one_colour = a.color == b.color && b.color == c.color && c.color == d.color;
        let is_upright = |of: fn(&Vertex) -> Pos2| {
            let (first, last) = (of(a), of(d));
            of(b) == pos2(last.x, first.y) && of(c) == pos2(first.x, last.y)
        };
        let upright = is_upright(|v| v.pos) && is_upright(|v| v.uv);
        (one_colour && upright).then_some(Self {
            top_left: a,
            bottom_right: d,
        })
    }

    /// Paint it as far as it lies within `clip`; whether that was possible without its triangles.
    pub(super) fn paint(
        self,
        canvas: &mut Canvas<'_>,
        texture: &Texture,
        clip: Area,
        scale: f32,
    ) -> bool {
        let corners = [self.top_left, self.bottom_right];
        let area = covered(corners.map(|v| Place::of(v, scale))).meet(clip);
        if area.is_empty() {
            return true;
        }
        if self.top_left.uv == self.bottom_right.uv {
            let colour = flat(texture, self.top_left);
            for y in area.top..area.bottom {
                fill(canvas.row(y, area.left, area.right), colour);
            }
            return true;
        }
        let Some((right, down)) = self.texels_from_pixels(texture, scale) else {
            return false;
        };
        let [r, g, b, a] = self.top_left.color.to_array();
        if r > a || g > a || b > a {
            return false;
        }
        let colour = pixel(self.top_left.color);
        for y in area.top..area.bottom {
            let texels = texture.row(y + down, area.left + right, area.right + right);
            let row = canvas.row(y, area.left, area.right);
            for (below, texel) in row.iter_mut().zip(texels) {
                print(below, colour, *texel);
            }
        }
        true
    }

    // How far right and down of each pixel its texel lies, if each has one of its own.
    fn texels_from_pixels(self, texture: &Texture, scale: f32) -> Option<(i32, i32)> {
        let (width, height) = texture.size();
        let along = |from: f32, to: f32, texel_from: f32, texel_to: f32, texels: usize| {
            let (from, to) = (from * scale, to * scale);
            let (first, last) = (texel_from * texels as f32, texel_to * texels as f32);
            let is_on = |place: f32| (place - place.round()).abs() < OFF;
            let each_its_own = is_on(from) && is_on(to) && is_on(first) && is_on(last);
            let (pixels, texels) = ((to - from).round() as i32, (last - first).round() as i32);
            let as_many = pixels == texels && texels > 0;
            (each_its_own && as_many).then(|| (first.round() - from.round()) as i32)
        };
        let (a, d) = (self.top_left, self.bottom_right);
        let right = along(a.pos.x, d.pos.x, a.uv.x, d.uv.x, width)?;
        let down = along(a.pos.y, d.pos.y, a.uv.y, d.uv.y, height)?;
        Some((right, down))
    }
}

/// Lay a texel in a colour over a pixel.
fn print(below: &mut u32, colour: u32, texel: u32) {
    if texel == 0 {
        return;
    }
    let cover = texel >> 24;
    // Glyphs are white, so that their texels hold the same number four times.
    let ink = if texel == cover * 0x0101_0101 {
        faded(colour, cover)
    } else {
        tinted(colour, texel)
    };
    *below = over(*below, ink);
}
