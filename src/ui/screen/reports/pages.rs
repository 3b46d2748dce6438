//! The middle: the pages themselves. Only pages in sight are drawn, so four hundred cost what two cost.

use super::ReportsScreen;
use super::spread;
use crate::app::desk::Ask;
use crate::app::desk::Proof;
use crate::app::paper::Goal;
use crate::ui::action::Action;
use crate::ui::fonts;
use crate::ui::widget::page_preview::Extra;
use crate::ui::widget::page_preview::empty_ui;
use crate::ui::widget::page_preview::page_ui;
use egui::ScrollArea;
use egui::Ui;
use egui::Vec2;
use std::sync::Arc;

/// Room the scroll bars take.
const BARS: f32 = 12.0;

pub(super) fn pages_ui(
    ui: &mut Ui,
    screen: &mut ReportsScreen,
    proof: &Proof,
    actions: &mut Vec<Action>,
) {
    let Some(fonts) = fonts::paper_fonts(ui.ctx()) else {
        // They were read when the pages were laid out; they serve from the next frame on.
        fonts::install_paper(ui.ctx());
        ui.ctx().request_repaint();
        empty_ui(ui, "正在排版…");
        return;
    };
    wheel(ui, screen);
    let pages = &proof.laid.pages;
    let room = ui.available_size() - Vec2::splat(BARS);
    let scale = spread::scale(pages, screen.view.zoom, screen.view.double, room);
    let spread = spread::lay(pages, screen.view.double, scale, room.x);
    let mut area = ScrollArea::both()
        .id_salt("report_pages")
        .auto_shrink(false);
    let said = screen.view.percent();
    if let Some(y) = screen.view.jump(&spread, scale, ui.available_height()) {
        area = area.vertical_scroll_offset(y);
    }
    // The tools above have said another size already.
    if (said - screen.view.percent()).abs() > 0.5 {
        ui.ctx().request_repaint();
    }
    let mut goal = None;
    let shown = area.show_viewport(ui, |ui, sight| {
        ui.set_min_size(spread.size);
        let origin = ui.min_rect().min.to_vec2();
        for (n, (page, place)) in pages.iter().zip(&spread.places).enumerate() {
            if place.bottom() < sight.top() || place.top() > sight.bottom() {
                continue;
            }
            let marks = screen.search.marks_on(n);
            let extra = Extra {
                number: n + 1,
                marks: &marks,
                mark: screen.search.mark_on(n),
            };
            let place = (place.translate(origin), scale);
            goal = page_ui(ui, page, place, &fonts, extra, &mut screen.shelf).or(goal.take());
        }
        sight
    });
    screen.view.look(&spread, shown.inner);
    match goal {
        Some(Goal::Page(page)) => screen.view.show(page, 0.0),
        Some(Goal::Records(records)) => {
            screen.side.ask(Arc::clone(&records));
            actions.push(Action::Ask(Ask::Behind(records)));
        }
        None => {}
    }
}

// The wheel with Ctrl, or two fingers: larger and smaller.
fn wheel(ui: &Ui, screen: &mut ReportsScreen) {
    if ui.rect_contains_pointer(ui.available_rect_before_wrap()) {
        let factor = ui.input(egui::InputState::zoom_delta);
        if (factor - 1.0).abs() > 0.001 {
            screen.view.grow(factor);
        }
    }
}
