//! Buttons, badges and section headings.

use crate::ui::theme;
use egui::Response;
use egui::Ui;
use egui::Vec2;
use egui_material_icons::MaterialIcon;

/// The button of a screen's main deed.
pub fn primary(ui: &mut Ui, icon: MaterialIcon, text: &str) -> Response {
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for (widget, fill) in [
            (&mut widgets.inactive, theme::now().accent),
            (&mut widgets.hovered, theme::now().accent_lit),
            (&mut widgets.active, theme::now().accent_lit),
        ] {
            widget.fg_stroke.color = theme::now().on_accent;
            widget.bg_stroke = egui::Stroke::NONE;
            widget.weak_bg_fill = fill;
        }
        tool(ui, icon, text)
    })
    .inner
}

/// A button of a toolbar.
pub fn tool(ui: &mut Ui, icon: MaterialIcon, text: &str) -> Response {
    ui.add(egui::Button::new((icon.outlined(), text)).min_size(Vec2::new(0.0, theme::TOOL)))
        .accessible_name(text)
}

/// One of several ways, the chosen one marked.
pub fn choice(ui: &mut Ui, on: bool, text: &str) -> Response {
    ui.add(egui::Button::selectable(on, text).min_size(Vec2::new(52.0, 28.0)))
}

/// A heading with a bar of the accent.
pub fn section(ui: &mut Ui, text: &str) {
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        let (bar, _) = ui.allocate_exact_size(Vec2::new(4.0, 16.0), egui::Sense::hover());
        ui.painter().rect_filled(bar, 1, theme::now().accent);
        ui.label(theme::strong(text, 15.0));
    });
}

/// A small word on a soft ground.
pub fn badge(ui: &mut Ui, text: &str, ink: egui::Color32, ground: egui::Color32) {
    egui::Frame::new()
        .fill(ground)
        .corner_radius(3)
        .inner_margin(egui::Margin::symmetric(6, 1))
        .show(ui, |ui| {
            // As high as its word, not as what can be clicked.
            ui.spacing_mut().interact_size.y = 0.0;
            ui.label(egui::RichText::new(text).color(ink).size(13.0));
        });
}
