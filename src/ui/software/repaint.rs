//! Frame after frame into the same pixels, painting only what differs from what they hold.

use super::canvas::Area;
use super::canvas::Canvas;
use super::damage::damage;
use super::painter::Painter;
use egui::ClippedPrimitive;
use egui::TexturesDelta;
use std::collections::VecDeque;

/// Screens swap no more buffers than this.
const BUFFERS: usize = 4;

/// Paints the frames of a window.
#[derive(Debug, Default)]
pub struct Repainter {
    painter: Painter,
    shown: Vec<ClippedPrimitive>,
    /// Width, height and scale of what is shown.
    form: (usize, usize, f32),
    /// What the last frames changed, the newest first.
    changes: VecDeque<Area>,
    stale: bool,
}

impl Repainter {
    /// Take in new and changed textures.
    pub fn take_textures(&mut self, delta: &mut TexturesDelta) {
        self.stale |= self.painter.take_textures(delta);
    }

    /// Have the next frame painted whole.
    pub fn forget(&mut self) {
        self.stale = true;
    }

    /// Paint a frame into pixels that hold the one `age` frames ago, or anything when `age` is 0. What changed since the
    /// last frame; nothing needs to be shown when that is empty.
    pub fn repaint(
        &mut self,
        canvas: &mut Canvas<'_>,
        frame: Vec<ClippedPrimitive>,
        scale: f32,
        age: u8,
    ) -> Area {
        let all = canvas.area();
        let form = (all.right as usize, all.bottom as usize, scale);
        let whole = std::mem::take(&mut self.stale) || form != self.form;
        let changed = if whole {
            all
        } else {
            Area::around(damage(&self.shown, &frame), scale).meet(all)
        };
        self.form = form;
        self.shown = frame;
        if changed.is_empty() {
            return Area::EMPTY;
        }
        if whole {
            self.changes.clear();
        }
        self.changes.push_front(changed);
        self.changes.truncate(BUFFERS);
        let age = usize::from(age);
        let missing = if age == 0 || age > self.changes.len() {
            all
        } else {
            let since = self.changes.iter().take(age);
            since.fold(Area::EMPTY, |sum, one| sum.join(*one))
        };
        self.painter.paint(canvas, &self.shown, scale, missing);
        if age == 0 { all } else { changed }
    }
}
