//! Textures as egui hands them over: the atlas of glyphs, and pictures.

use super::canvas::pixel;
use egui::ImageData;
use egui::TextureFilter;
use egui::TextureId;
use egui::TexturesDelta;
use egui::epaint::ImageDelta;
use std::collections::HashMap;
use std::collections::HashSet;

/// A texture.
#[derive(Debug)]
pub(super) struct Texture {
    width: usize,
    height: usize,
    texels: Vec<u32>,
    smooth: bool,
}

impl Texture {
    fn new(delta: &ImageDelta) -> Self {
        let ImageData::Color(image) = &delta.image;
        let [width, height] = image.size;
        Self {
            width,
            height,
            texels: image.pixels.iter().map(|c| pixel(*c)).collect(),
            smooth: delta.options.magnification == TextureFilter::Linear,
        }
    }

    // Whether a texel changed that was not blank.
    fn patch(&mut self, [left, top]: [usize; 2], delta: &ImageDelta) -> bool {
        let ImageData::Color(image) = &delta.image;
        let mut drawn_over = false;
        for (row, fresh) in image.pixels.chunks(image.width().max(1)).enumerate() {
            let start = (top + row) * self.width + left;
            let held = self.texels.get_mut(start..start + fresh.len());
            for (texel, new) in held.unwrap_or_default().iter_mut().zip(fresh) {
                let new = pixel(*new);
                drawn_over |= *texel != 0 && *texel != new;
                *texel = new;
            }
        }
        drawn_over
    }

    /// Size in texels.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// A part of a row; empty beyond the texture.
    pub(super) fn row(&self, y: i32, from: i32, to: i32) -> &[u32] {
        let start = y as usize * self.width;
        let part = start + from as usize..start + to as usize;
        self.texels.get(part).unwrap_or_default()
    }

    fn texel(&self, x: i32, y: i32) -> [f32; 4] {
        let x = x.clamp(0, self.width as i32 - 1) as usize;
        let y = y.clamp(0, self.height as i32 - 1) as usize;
        let texel = self.texels.get(y * self.width + x).copied();
        texel.unwrap_or_default().to_be_bytes().map(f32::from)
    }

    /// The colour at a place, 0 to 255: alpha, red, green, blue. Beyond its edge a texture goes on as it ends.
    pub(super) fn at(&self, u: f32, v: f32) -> [f32; 4] {
        let (x, y) = (u * self.width as f32, v * self.height as f32);
        if !self.smooth {
            return self.texel(x.floor() as i32, y.floor() as i32);
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (right_share, lower_share) = (x - left, y - top);
        let (left, top) = (left as i32, top as i32);
        let row = |y| mixed(self.texel(left, y), self.texel(left + 1, y), right_share);
        mixed(row(top), row(top + 1), lower_share)
    }
}

fn mixed(one: [f32; 4], other: [f32; 4], share: f32) -> [f32; 4] {
    let [a, r, g, b] = one;
    let [other_a, other_r, other_g, other_b] = other;
    [
        a + (other_a - a) * share,
        r + (other_r - r) * share,
        g + (other_g - g) * share,
        b + (other_b - b) * share,
    ]
}

/// All textures of a window.
#[derive(Debug, Default)]
pub(super) struct Textures {
    held: HashMap<TextureId, Texture>,
    freed: HashSet<TextureId>,
}

impl Textures {
    /// Take in what changed; whether something that was painted before may look different now. Glyphs that join the
    /// atlas go where nothing was, so that typing does not repaint the window.
    pub(super) fn take(&mut self, delta: &mut TexturesDelta) -> bool {
        // Freed textures still serve the frame they come with.
        self.held.retain(|id, _| !self.freed.contains(id));
        self.freed.clear();
        let mut changed = false;
        #[expect(
            clippy::iter_over_hash_type,
            reason = "each texture is taken for itself"
        )]
        for (id, parts) in delta.set.drain() {
            for part in &parts {
                match (part.pos, self.held.get_mut(&id)) {
                    (Some(at), Some(texture)) => {
                        let drawn_over = texture.patch(at, part);
                        changed |= drawn_over || id != TextureId::default();
                    }
                    (Some(_), None) => tracing::error!("a part of a texture that is not there"),
                    (None, _) => {
                        changed |= self.held.insert(id, Texture::new(part)).is_some();
                    }
                }
            }
        }
        self.freed.extend(delta.free.drain());
        changed
    }

    pub(super) fn get(&self, id: TextureId) -> Option<&Texture> {
        self.held.get(&id)
    }
}
