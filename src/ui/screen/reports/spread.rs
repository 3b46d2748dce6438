//! Where pages lie in the preview: one under the other, or two side by side as in a bound document, where the first page
//! and all odd ones stand at the right. Numbers only; nothing is drawn here.

use crate::app::paper::Page;
use egui::Pos2;
use egui::Rect;
use egui::Vec2;

/// Between pages, and around them.
pub(super) const GAP: f32 = 14.0;
/// Points a millimetre has at its true size, when a point is 1/96 inch.
pub(super) const TRUE_SIZE: f32 = 96.0 / 25.4;
/// Least and most of the true size.
pub(super) const ZOOMS: (f32, f32) = (0.2, 5.0);

/// How large pages are shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Zoom {
    /// As wide as the place.
    Width,
    /// The whole page in sight.
    Whole,
    /// In parts of the true size.
    Of(f32),
}

/// Places of all pages, counted from the corner of the whole.
#[derive(Debug, Default)]
pub(super) struct Spread {
    pub places: Vec<Rect>,
    pub size: Vec2,
}

/// The row a page stands in, and its first page.
pub(super) fn row(page: usize, double: bool) -> usize {
    if double { page.div_ceil(2) } else { page }
}

/// The first page of a row.
pub(super) fn first_of(row: usize, double: bool) -> usize {
    if double {
        (row * 2).saturating_sub(1)
    } else {
        row
    }
}

fn largest(pages: &[Page]) -> Vec2 {
    pages.iter().fold(Vec2::new(1.0, 1.0), |most, page| {
        most.max(Vec2::new(page.width, page.height))
    })
}

/// Points a millimetre.
pub(super) fn scale(pages: &[Page], zoom: Zoom, double: bool, room: Vec2) -> f32 {
    let most = largest(pages);
    let across = if double { 2.0 } else { 1.0 };
    let wide = (room.x - GAP * (across + 1.0)) / (most.x * across);
    let high = (room.y - GAP * 2.0) / most.y;
    let scale = match zoom {
        Zoom::Width => wide,
        Zoom::Whole => wide.min(high),
        Zoom::Of(part) => part * TRUE_SIZE,
    };
    scale.clamp(ZOOMS.0 * TRUE_SIZE, ZOOMS.1 * TRUE_SIZE)
}

/// Lay the pages out in a place of this width.
pub(super) fn lay(pages: &[Page], double: bool, scale: f32, width: f32) -> Spread {
    let most = largest(pages).x * scale;
    let wide = if double { most * 2.0 + GAP } else { most } + GAP * 2.0;
    let size_x = wide.max(width);
    let middle = size_x / 2.0;
    let mut spread = Spread::default();
    let mut y = GAP;
    let mut row_high: f32 = 0.0;
    let mut before = 0;
    for (n, page) in pages.iter().enumerate() {
        let size = Vec2::new(page.width, page.height) * scale;
        let now = row(n, double);
        if now != before {
            y += row_high + GAP;
            row_high = 0.0;
            before = now;
        }
        let x = match (double, n % 2 == 0) {
            (false, _) => middle - size.x / 2.0,
            // The first page is number 1, an odd one.
            (true, true) => middle + GAP / 2.0,
            (true, false) => middle - GAP / 2.0 - size.x,
        };
        spread
            .places
            .push(Rect::from_min_size(Pos2::new(x, y), size));
        row_high = row_high.max(size.y);
    }
    spread.size = Vec2::new(size_x, y + row_high + GAP);
    spread
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(count: usize) -> Vec<Page> {
        (0..count).map(|_| Page::new(210.0, 297.0)).collect()
    }

    #[test]
    fn odd_pages_stand_at_the_right_of_the_spine() {
        let spread = lay(&pages(5), true, 1.0, 1000.0);
        let middle = spread.size.x / 2.0;
        let right: Vec<bool> = spread.places.iter().map(|p| p.left() > middle).collect();
        assert_eq!(right, [true, false, true, false, true]);
        // Pages 2 and 3 face each other; page 1 stands alone.
        assert!((spread.places[1].top() - spread.places[2].top()).abs() < 0.01);
        assert!(spread.places[0].bottom() < spread.places[1].top());
        assert_eq!(
            (row(2, true), first_of(1, true), first_of(0, true)),
            (1, 1, 0)
        );
    }

    #[test]
    fn the_whole_page_fits_and_the_width_is_filled() {
        let room = Vec2::new(900.0, 600.0);
        let whole = scale(&pages(3), Zoom::Whole, false, room);
        assert!((297.0 * whole - (600.0 - 2.0 * GAP)).abs() < 0.1);
        let wide = scale(&pages(3), Zoom::Width, false, room);
        assert!((210.0 * wide - (900.0 - 2.0 * GAP)).abs() < 0.1);
        let two = scale(&pages(3), Zoom::Width, true, room);
        assert!(2.0 * 210.0 * two + 3.0 * GAP <= 900.1);
    }

    #[test]
    fn pages_of_other_sizes_never_overlap() {
        let mut mixed = pages(4);
        mixed[1] = Page::new(297.0, 210.0);
        mixed[2] = Page::new(297.0, 210.0);
        for double in [false, true] {
            let spread = lay(&mixed, double, 2.0, 300.0);
            for (n, a) in spread.places.iter().enumerate() {
                assert!(a.left() >= 0.0 && a.right() <= spread.size.x, "{a:?}");
                for b in &spread.places[n + 1..] {
                    assert!(!a.shrink(0.1).intersects(*b), "{a:?} {b:?}");
                }
            }
        }
    }
}
