//! Short notices at the foot of the window.

use super::Toast;
use super::theme;
use egui::Align2;
use egui::Frame;
use egui::Margin;
use egui::RichText;
use egui::Vec2;

/// Short notices at the foot of the window.
pub(super) fn toasts_ui(ctx: &egui::Context, toasts: &[Toast]) {
    if toasts.is_empty() {
        return;
    }
    egui::Area::new(egui::Id::unique("toasts"))
        .anchor(Align2::CENTER_BOTTOM, Vec2::new(0.0, -44.0))
        .order(egui::Order::Foreground)
        .interactable(false)
        .show(ctx, |ui| {
            // The newest are what one waits for; more would cover the table.
            for toast in toasts.iter().rev().take(2).rev() {
                Frame::new()
                    .fill(theme::now().ink)
                    .corner_radius(5)
                    .inner_margin(Margin::symmetric(16, 9))
                    .show(ui, |ui| {
                        ui.set_max_width(720.0);
                        ui.label(RichText::new(&toast.text).color(theme::now().paper));
                    });
            }
        });
}
