//! Triangles into pixels. Corners lie on a grid of 1/256 of a pixel and a pixel belongs to the triangle that covers its
//! middle; of two triangles with a common edge exactly one has the pixels on it, so that no pixel is blended twice.
//! What a pixel gets depends on the pixel alone, never on where painting began: a part of a window painted anew is what it
//! was within the whole.

use super::canvas::Area;
use super::canvas::Canvas;
use super::canvas::over;
use super::canvas::over_bright;
use super::texture::Texture;
use egui::Pos2;
use egui::epaint::Vertex;

/// Parts of a pixel.
const PARTS: i64 = 256;
/// From a pixel's edge to its middle.
const MIDDLE: i64 = PARTS / 2;
/// No corner lies further out, in pixels: products of two places must not run over.
const FAR: f32 = 1_000_000.0;

/// A place on the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    x: i64,
    y: i64,
}

impl Place {
    pub(super) fn of(vertex: &Vertex, scale: f32) -> Self {
        let grid = |points: f32| ((points * scale).clamp(-FAR, FAR) * PARTS as f32).round() as i64;
        Self {
            x: grid(vertex.pos.x),
            y: grid(vertex.pos.y),
        }
    }
}

/// First pixel with its middle at or beyond a place of the grid.
fn first_from(place: i64) -> i32 {
    (place + PARTS - 1 - MIDDLE).div_euclid(PARTS) as i32
}

/// The pixels whose middle lies within the bounds of some corners.
pub(super) fn covered<const N: usize>(corners: [Place; N]) -> Area {
    let bounds = |of: fn(&Place) -> i64| {
        let places = corners.iter().map(of);
        let (least, most) = (places.clone().min(), places.max());
        (
            first_from(least.unwrap_or_default()),
            first_from(most.unwrap_or_default()),
        )
    };
    let (left, right) = bounds(|p| p.x);
    let (top, bottom) = bounds(|p| p.y);
    Area {
        left,
        top,
        right,
        bottom,
    }
}

/// An edge with the triangle on its right.
#[derive(Debug, Clone, Copy)]
struct Edge {
    from: Place,
    dx: i64,
    dy: i64,
    /// Edges at the top and on the left have the pixels on them.
    bias: i64,
}

impl Edge {
    fn new(from: Place, to: Place) -> Self {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let has_its_pixels = (dy == 0 && dx > 0) || dy < 0;
        Self {
            from,
            dx,
            dy,
            bias: if has_its_pixels { 0 } else { -1 },
        }
    }

    /// How far inside the middle of a pixel lies, in the triangle's own measure.
    fn inside(&self, x: i32, y: i32) -> i64 {
        let at_x = i64::from(x) * PARTS + MIDDLE;
        let at_y = i64::from(y) * PARTS + MIDDLE;
        self.dx * (at_y - self.from.y) - self.dy * (at_x - self.from.x)
    }

    /// What [`Edge::inside`] grows by from a pixel to the next.
    fn step(&self) -> i64 {
        -self.dy * PARTS
    }

    /// Narrow a stretch of a row to the pixels inside.
    fn narrow(&self, y: i32, left: &mut i64, right: &mut i64) {
        let at_zero = self.inside(0, y) + self.bias;
        let step = self.step();
        match step {
            0 if at_zero < 0 => *right = *left,
            0 => {}
            1.. => *left = (*left).max(-at_zero.div_euclid(step)),
            _ => *right = (*right).min(at_zero.div_euclid(-step) + 1),
        }
    }
}

/// Alpha, red, green, blue, 0 to 255.
type Channels = [f32; 4];

fn channels(vertex: &Vertex) -> Channels {
    let [r, g, b, a] = vertex.color.to_array();
    [a, r, g, b].map(f32::from)
}

fn times(one: Channels, other: Channels) -> Channels {
    let [a, r, g, b] = one;
    let [a2, r2, g2, b2] = other;
    [a * a2, r * r2, g * g2, b * b2].map(|c| c / 255.0)
}

fn rounded(channels: Channels) -> u32 {
    u32::from_be_bytes(channels.map(|c| (c + 0.5) as u8))
}

/// Lay a pixel over another, whichever kind of light it is.
fn lay(below: &mut u32, above: u32) {
    let [a, r, g, b] = above.to_be_bytes();
    if a == 255 {
        *below = above;
    } else if r > a || g > a || b > a {
        *below = over_bright(*below, above);
    } else {
        *below = over(*below, above);
    }
}

/// The colour of a triangle or rectangle of one colour and one texel.
pub(super) fn flat(texture: &Texture, vertex: &Vertex) -> u32 {
    let texel = texture.at(vertex.uv.x, vertex.uv.y);
    rounded(times(channels(vertex), texel))
}

/// Fill a stretch of a row with a colour.
pub(super) fn fill(row: &mut [u32], colour: u32) {
    let [a, r, g, b] = colour.to_be_bytes();
    if a == 255 {
        row.fill(colour);
    } else if r > a || g > a || b > a {
        for below in row {
            *below = over_bright(*below, colour);
        }
    } else if colour != 0 {
        for below in row {
            *below = over(*below, colour);
        }
    }
}

/// Paint a triangle as far as it lies within `clip`.
pub(super) fn triangle(
    canvas: &mut Canvas<'_>,
    texture: &Texture,
    clip: Area,
    corners: [&Vertex; 3],
    scale: f32,
) {
    let [a, mut b, mut c] = corners;
    let [pa, mut pb, mut pc] = corners.map(|v| Place::of(v, scale));
    let mut size = (pb.x - pa.x) * (pc.y - pa.y) - (pb.y - pa.y) * (pc.x - pa.x);
    if size == 0 {
        return;
    }
    if size < 0 {
        (b, c, pb, pc, size) = (c, b, pc, pb, -size);
    }
    let area = covered([pa, pb, pc]).meet(clip);
    if area.is_empty() {
        return;
    }
    // Each edge stands opposite the corner it weighs.
    let edges = [Edge::new(pb, pc), Edge::new(pc, pa), Edge::new(pa, pb)];
    let ink = Ink::of(texture, [a, b, c]);
    let whole = 1.0 / size as f32;
    let [first, second, _] = &edges;
    for y in area.top..area.bottom {
        let (mut left, mut right) = (i64::from(area.left), i64::from(area.right));
        for edge in &edges {
            edge.narrow(y, &mut left, &mut right);
        }
        if left >= right {
            continue;
        }
        let (left, right) = (left as i32, right as i32);
        let row = canvas.row(y, left, right);
        if let Ink::Flat(colour) = ink {
            fill(row, colour);
            continue;
        }
        let (mut weight_a, mut weight_b) = (first.inside(left, y), second.inside(left, y));
        for below in row {
            let (of_a, of_b) = (weight_a as f32 * whole, weight_b as f32 * whole);
            let colour = ink.mixed([of_a, of_b, 1.0 - of_a - of_b], texture);
            lay(below, rounded(colour));
            weight_a += first.step();
            weight_b += second.step();
        }
    }
}

/// What a triangle is painted with.
enum Ink {
    /// One colour.
    Flat(u32),
    /// A colour for each corner.
    Shaded([Channels; 3]),
    /// A colour and a place in the texture for each corner.
    Textured([Channels; 3], [Pos2; 3]),
}

impl Ink {
    fn of(texture: &Texture, corners: [&Vertex; 3]) -> Self {
        let [a, b, c] = corners;
        if a.uv == b.uv && b.uv == c.uv {
            if a.color == b.color && b.color == c.color {
                return Self::Flat(flat(texture, a));
            }
            let texel = texture.at(a.uv.x, a.uv.y);
            return Self::Shaded(corners.map(|v| times(channels(v), texel)));
        }
        Self::Textured(corners.map(channels), corners.map(|v| v.uv))
    }

    fn mixed(&self, weights: [f32; 3], texture: &Texture) -> Channels {
        match self {
            Self::Flat(colour) => colour.to_be_bytes().map(f32::from),
            Self::Shaded(colours) => weighed(colours, weights),
            Self::Textured(colours, places) => {
                let [first, second, third] = places;
                let [of_a, of_b, of_c] = weights;
                let across = first.x * of_a + second.x * of_b + third.x * of_c;
                let down = first.y * of_a + second.y * of_b + third.y * of_c;
                times(weighed(colours, weights), texture.at(across, down))
            }
        }
    }
}

fn weighed(colours: &[Channels; 3], [of_a, of_b, of_c]: [f32; 3]) -> Channels {
    let [a, b, c] = colours;
    let [a0, a1, a2, a3] = a;
    let [b0, b1, b2, b3] = b;
    let [c0, c1, c2, c3] = c;
    [
        a0 * of_a + b0 * of_b + c0 * of_c,
        a1 * of_a + b1 * of_b + c1 * of_c,
        a2 * of_a + b2 * of_b + c2 * of_c,
        a3 * of_a + b3 * of_b + c3 * of_c,
    ]
}
