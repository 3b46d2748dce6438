//! How one looks at the pages: zoom, one or two side by side, which page, where on it.

use super::spread;
use super::spread::GAP;
use super::spread::Spread;
use super::spread::TRUE_SIZE;
use super::spread::ZOOMS;
use super::spread::Zoom;
use egui::Rect;

/// Where one stood, to stand there again when the pages grow or move.
#[derive(Debug, Clone, Copy)]
struct Stood {
    page: usize,
    /// Parts of its height that were scrolled past.
    part: f32,
    scale: f32,
    double: bool,
    offset: f32,
}

/// The look at the pages.
#[derive(Debug)]
pub(super) struct View {
    pub zoom: Zoom,
    pub double: bool,
    /// The page that is looked at, from 0.
    pub current: usize,
    /// What is typed into the page box.
    pub typed: String,
    goal: Option<(usize, f32)>,
    stood: Option<Stood>,
    scale: f32,
}

impl Default for View {
    fn default() -> Self {
        Self {
            zoom: Zoom::Width,
            double: false,
            current: 0,
            typed: String::new(),
            goal: None,
            stood: None,
            scale: TRUE_SIZE,
        }
    }
}

impl View {
    /// Look at another report from its beginning, as large as before.
    pub(super) fn begin(&mut self) {
        self.current = 0;
        self.goal = Some((0, 0.0));
        self.stood = None;
    }

    /// Show a page; `y` millimetres below its top.
    pub(super) fn show(&mut self, page: usize, y: f32) {
        self.current = page;
        self.goal = Some((page, y));
    }

    /// Go on by rows of pages, forwards or back.
    pub(super) fn turn(&mut self, rows: isize, count: usize) {
        let row = spread::row(self.current, self.double);
        let page = spread::first_of(row.saturating_add_signed(rows), self.double);
        self.show(page.min(count.saturating_sub(1)), 0.0);
    }

    /// Grow or shrink by a factor.
    pub(super) fn grow(&mut self, factor: f32) {
        let part = self.scale / TRUE_SIZE * factor;
        self.zoom = Zoom::Of(part.clamp(ZOOMS.0, ZOOMS.1));
    }

    /// In hundredths of the true size.
    pub(super) fn percent(&self) -> f32 {
        self.scale / TRUE_SIZE * 100.0
    }

    /// Where to scroll to in this frame, when not just on, in a place so many points high.
    pub(super) fn jump(&mut self, spread: &Spread, scale: f32, high: f32) -> Option<f32> {
        self.scale = scale;
        let y = self.wanted(spread)?;
        // Not past the end: the pages would swing back, which looks like scrolling.
        Some(y.min(spread.size.y - high).max(0.0))
    }

    fn wanted(&mut self, spread: &Spread) -> Option<f32> {
        let scale = self.scale;
        if let Some((page, y)) = self.goal.take() {
            let place = spread.places.get(page)?;
            self.stood = None;
            return Some(place.top() + y * scale - GAP / 2.0);
        }
        let stood = self.stood?;
        if (stood.scale - scale).abs() < 0.001 && stood.double == self.double {
            return None;
        }
        self.stood = None;
        let place = spread.places.get(stood.page)?;
        Some(place.top() + stood.part * place.height())
    }

    /// What is in sight after the frame.
    pub(super) fn look(&mut self, spread: &Spread, sight: Rect) {
        let top = sight.top();
        let scrolled = self.stood.is_some_and(|s| (s.offset - top).abs() > 0.5);
        if scrolled {
            // The page in the upper third is the one that is read; at the very end it is the last.
            let line = top + sight.height() * 0.35;
            let count = spread.places.len();
            let read = if sight.bottom() >= spread.size.y - 1.0 && top > 0.5 {
                count.saturating_sub(1)
            } else {
                let above = spread.places.iter().take_while(|p| p.top() <= line);
                above.count().saturating_sub(1)
            };
            if spread::row(read, self.double) != spread::row(self.current, self.double) {
                self.current = read;
            }
        }
        let page = spread.places.iter().position(|p| p.bottom() > top);
        let page = page.unwrap_or(0);
        if let Some(place) = spread.places.get(page) {
            self.stood = Some(Stood {
                page,
                part: (top - place.top()) / place.height().max(1.0),
                scale: self.scale,
                double: self.double,
                offset: top,
            });
        }
    }
}
