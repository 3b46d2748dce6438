//! The caption of a field: at the right, beside what it names, so that captions of any length end in one line; the head of a
//! row, at the left.

use crate::ui::theme;
use egui::Align;
use egui::Id;
use egui::Label;
use egui::Layout;
use egui::Ui;
use egui::Vec2;

/// Draw a caption of the usual width; what it labels names it by the id.
pub fn caption_ui(ui: &mut Ui, text: &str) -> Id {
    wide_caption_ui(ui, text, theme::CAPTION)
}

/// Draw the text a row begins with, at the left of a width, so that what follows stands in one line.
pub fn row_head_ui(ui: &mut Ui, text: &str, width: f32) {
    let place = Vec2::new(width, 22.0);
    ui.allocate_ui_with_layout(place, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(width);
        ui.add(Label::new(text).truncate());
    });
}

/// Draw a caption of a width.
pub fn wide_caption_ui(ui: &mut Ui, text: &str, width: f32) -> Id {
    let place = Vec2::new(width, ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(place, Layout::right_to_left(Align::Center), |ui| {
        ui.set_min_width(width);
        ui.add(Label::new(theme::weak(text).size(14.0)).truncate())
            .id
    })
    .inner
}
