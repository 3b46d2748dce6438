//! A finished page drawn on screen: the same items at the same places as in the PDF.

use crate::app::paper::Goal;
use crate::app::paper::Item;
use crate::app::paper::Page;
use crate::ui::fonts::family;
use crate::ui::theme;
use egui::Align2;
use egui::FontId;
use egui::Pos2;
use egui::Rect;
use egui::Sense;
use egui::Stroke;
use egui::Ui;
use egui::Vec2;
use std::sync::Arc;

/// Draw a page `width` points wide; returns the records behind a figure that was clicked.
pub fn page_ui(ui: &mut Ui, page: &Page, width: f32) -> Option<Arc<[crate::model::Uid]>> {
    let scale = width / page.width;
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(width, page.height * scale), Sense::click());
    if !ui.is_rect_visible(rect) {
        return None;
    }
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 0, theme::PAPER);
    let at = |x: f32, y: f32| Pos2::new(rect.left() + x * scale, rect.top() + y * scale);
    let pointer = response.hover_pos();
    let under =
        |r: (f32, f32, f32, f32)| Rect::from_min_size(at(r.0, r.1), Vec2::new(r.2, r.3) * scale);
    let hovered = pointer.and_then(|p| page.links.iter().find(|l| under(l.rect).contains(p)));
    if let Some(link) = hovered {
        painter.rect_filled(under(link.rect), 0, theme::ACCENT_SOFT);
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    for item in &page.items {
        match item {
            Item::Line {
                from,
                to,
                width,
                ink,
            } => {
                // Thinner than a pixel would vanish at small zooms.
                let stroke = Stroke::new((width * scale).max(0.6), theme::ink(*ink));
                painter.line_segment([at(from.0, from.1), at(to.0, to.1)], stroke);
            }
            Item::Bar { rect, ink } => {
                painter.rect_filled(under(*rect), 0, theme::ink(*ink));
            }
            Item::Photo { rect, .. } => {
                painter.rect_filled(under(*rect), 0, theme::LINE);
            }
            Item::Text(text) => {
                let size = text.size * 25.4 / 72.0 * scale;
                let font = FontId::new(size, family(text.role));
                let galley = painter.layout_no_wrap(text.text.clone(), font, theme::INK);
                let rise = galley
                    .rows
                    .first()
                    .map_or(size, |row| row.glyphs.first().map_or(size, |g| g.pos.y));
                let base = at(text.x, text.y);
                if text.turned {
                    let shape = egui::epaint::TextShape::new(
                        Pos2::new(base.x - rise, base.y),
                        galley,
                        theme::INK,
                    )
                    .with_angle(-std::f32::consts::FRAC_PI_2);
                    painter.add(shape);
                } else {
                    painter.galley(Pos2::new(base.x, base.y - rise), galley, theme::INK);
                }
            }
        }
    }
    painter.rect_stroke(
        rect,
        0,
        Stroke::new(1.0, theme::LINE),
        egui::StrokeKind::Inside,
    );
    if response.clicked() {
        hovered.and_then(|l| match &l.goal {
            Goal::Records(records) => Some(Arc::clone(records)),
            Goal::Page(_) => None,
        })
    } else {
        None
    }
}

/// Draw a remark in the middle of an empty place.
pub fn empty_ui(ui: &mut Ui, text: &str) {
    let rect = ui.available_rect_before_wrap();
    ui.painter().text(
        rect.center(),
        Align2::CENTER_CENTER,
        text,
        FontId::proportional(16.0),
        theme::INK_WEAK,
    );
}
