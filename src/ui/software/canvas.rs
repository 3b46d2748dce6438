//! Pixels to paint on, and how a colour lies over another. A pixel is `0xAARRGGBB` with its colour multiplied by its alpha,
//! which is what screens of every system here take.

use egui::Color32;
use egui::Rect;

/// A rectangle of pixels; right and bottom are the first that no longer belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// First column.
    pub left: i32,
    /// First row.
    pub top: i32,
    /// Column after the last.
    pub right: i32,
    /// Row after the last.
    pub bottom: i32,
}

impl Area {
    /// Nothing.
    pub const EMPTY: Self = Self {
        left: 0,
        top: 0,
        right: 0,
        bottom: 0,
    };

    /// All of a picture.
    pub fn whole(width: usize, height: usize) -> Self {
        Self {
            right: width as i32,
            bottom: height as i32,
            ..Self::EMPTY
        }
    }

    /// Every pixel that a rectangle in points may touch.
    pub(super) fn around(points: Rect, scale: f32) -> Self {
        if points.is_negative() {
            return Self::EMPTY;
        }
        Self {
            left: (points.left() * scale).floor() as i32,
            top: (points.top() * scale).floor() as i32,
            right: (points.right() * scale).ceil() as i32,
            bottom: (points.bottom() * scale).ceil() as i32,
        }
    }

    /// The pixels that egui means by a clip rectangle in points.
    pub(super) fn clip(points: Rect, scale: f32) -> Self {
        Self {
            left: (points.left() * scale).round() as i32,
            top: (points.top() * scale).round() as i32,
            right: (points.right() * scale).round() as i32,
            bottom: (points.bottom() * scale).round() as i32,
        }
    }

    /// Whether it holds no pixel.
    pub fn is_empty(self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }

    /// What two areas have in common.
    pub fn meet(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    /// The smallest area that holds both.
    pub fn join(self, other: Self) -> Self {
        if self.is_empty() {
            return other;
        }
        if other.is_empty() {
            return self;
        }
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// How many pixels it holds.
    pub(super) fn pixels(self) -> usize {
        if self.is_empty() {
            return 0;
        }
        (self.right - self.left) as usize * (self.bottom - self.top) as usize
    }
}

/// Rows of pixels to paint on.
#[derive(Debug)]
pub struct Canvas<'p> {
    pixels: &'p mut [u32],
    width: usize,
    top: i32,
}

impl<'p> Canvas<'p> {
    /// A picture of a width; its height is what the pixels suffice for.
    pub fn new(pixels: &'p mut [u32], width: usize) -> Self {
        Self {
            pixels,
            width,
            top: 0,
        }
    }

    /// What can be painted on.
    pub fn area(&self) -> Area {
        let rows = self.pixels.len().checked_div(self.width).unwrap_or(0) as i32;
        Area {
            left: 0,
            top: self.top,
            right: self.width as i32,
            bottom: self.top + rows,
        }
    }

    /// A part of a row. The part must lie within [`Canvas::area`].
    pub(super) fn row(&mut self, y: i32, from: i32, to: i32) -> &mut [u32] {
        let start = (y - self.top) as usize * self.width;
        let part = start + from as usize..start + to as usize;
        self.pixels.get_mut(part).unwrap_or_default()
    }

    /// Fill an area.
    pub(super) fn clear(&mut self, area: Area, colour: u32) {
        for y in area.top..area.bottom {
            self.row(y, area.left, area.right).fill(colour);
        }
    }

    /// The rows that meet an area in so many bands, each to be painted on by itself.
    pub(super) fn bands(&mut self, area: Area, count: usize) -> Vec<Canvas<'_>> {
        let width = self.width;
        let skipped = (area.top - self.top) as usize * width;
        let taken = (area.bottom - area.top) as usize * width;
        let rows = (area.bottom - area.top) as usize;
        let each = rows.div_ceil(count.max(1)).max(1);
        let pixels = self
            .pixels
            .get_mut(skipped..skipped + taken)
            .unwrap_or_default();
        let bands = pixels.chunks_mut(each * width).enumerate();
        bands
            .map(|(n, pixels)| Canvas {
                pixels,
                width,
                top: area.top + (n * each) as i32,
            })
            .collect()
    }
}

/// A colour as a pixel.
pub fn pixel(colour: Color32) -> u32 {
    let [r, g, b, a] = colour.to_array();
    u32::from_be_bytes([a, r, g, b])
}

/// Two channels at once, in the low halves of both words, times a share of 255, rounded.
fn share(two: u32, of: u32) -> u32 {
    let times = two * of + 0x0080_0080;
    ((times + ((times >> 8) & 0x00FF_00FF)) >> 8) & 0x00FF_00FF
}

/// All channels of a pixel times a share of 255.
pub(super) fn faded(pixel: u32, of: u32) -> u32 {
    share(pixel & 0x00FF_00FF, of) | (share((pixel >> 8) & 0x00FF_00FF, of) << 8)
}

/// A pixel over another. No channel of the upper may exceed its alpha.
pub(super) fn over(below: u32, above: u32) -> u32 {
    above + faded(below, 255 - (above >> 24))
}

/// A pixel over another, where the upper may add light: channels beyond its alpha.
pub(super) fn over_bright(below: u32, above: u32) -> u32 {
    let below = faded(below, 255 - (above >> 24)).to_be_bytes();
    let [a, r, g, b] = above.to_be_bytes();
    let [below_a, below_r, below_g, below_b] = below;
    u32::from_be_bytes([
        a.saturating_add(below_a),
        r.saturating_add(below_r),
        g.saturating_add(below_g),
        b.saturating_add(below_b),
    ])
}

/// A pixel times a texel, channel by channel.
pub(super) fn tinted(pixel: u32, texel: u32) -> u32 {
    let [a, r, g, b] = pixel.to_be_bytes();
    let [texel_a, texel_r, texel_g, texel_b] = texel.to_be_bytes();
    let times = |one: u8, other: u8| share(u32::from(one), u32::from(other)) as u8;
    u32::from_be_bytes([
        times(a, texel_a),
        times(r, texel_r),
        times(g, texel_g),
        times(b, texel_b),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_over_another_is_what_arithmetic_says() {
        for alpha in [0_u32, 1, 77, 128, 254, 255] {
            for below in [0_u32, 1, 100, 255] {
                let above = faded(0xFF20_80FF, alpha);
                let seen = over(pixel(Color32::from_gray(below as u8)), above).to_be_bytes();
                let kept = f64::from(below) * f64::from(255 - alpha) / 255.0;
                for (channel, full) in [(1, 0x20), (2, 0x80), (3, 0xFF)] {
                    let wanted = f64::from(full * alpha) / 255.0 + kept;
                    assert!((f64::from(seen[channel]) - wanted).abs() <= 1.0);
                }
                assert_eq!(seen[0], 255);
            }
        }
    }

    #[test]
    fn light_beyond_its_alpha_never_runs_over() {
        assert_eq!(over_bright(0xFFF0_F0F0, 0x0040_4040), 0xFFFF_FFFF);
    }

    #[test]
    fn bands_hold_every_row_once() {
        let mut pixels = vec![0_u32; 10 * 7];
        let mut canvas = Canvas::new(&mut pixels, 10);
        let area = Area {
            left: 2,
            top: 1,
            right: 9,
            bottom: 6,
        };
        let mut seen = Vec::new();
        for mut band in canvas.bands(area, 3) {
            let rows = band.area();
            for y in rows.top..rows.bottom {
                seen.push(y);
                band.row(y, 0, 10).fill(y as u32);
            }
        }
        assert_eq!(seen, [1, 2, 3, 4, 5]);
        assert!(pixels[..10].iter().all(|p| *p == 0));
        assert!(pixels[50..60].iter().all(|p| *p == 5));
    }
}
