//! A year with an arrow to each side.

use crate::ui::theme;
use egui::Ui;

/// Draw it and take clicks.
pub fn year_ui(ui: &mut Ui, year: &mut i16) {
    if ui.button("‹").accessible_name("上一年").clicked() {
        *year -= 1;
    }
    ui.label(theme::strong(format!("{year} 年"), 16.0));
    if ui.button("›").accessible_name("下一年").clicked() {
        *year += 1;
    }
}
