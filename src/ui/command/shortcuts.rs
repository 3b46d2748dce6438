//! The table of keys: what can be pressed, by where it works, from the same lines the keys themselves are read from.

use super::Place;
use super::TABLE;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::Ui;

/// Draw the table over the window; whether it is to close.
pub(in crate::ui) fn shortcuts_ui(ctx: &egui::Context) -> bool {
    let mut close = false;
    let modal = egui::Modal::new(egui::Id::unique("shortcuts")).show(ctx, |ui| {
        ui.set_width(720.0_f32.min(ctx.content_rect().width() - 60.0));
        ui.label(theme::strong("快捷键", 18.0));
        let high = ctx.content_rect().height() - 160.0;
        egui::ScrollArea::vertical()
            .max_height(high)
            .min_scrolled_height(high)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                ui.columns(2, |columns| {
                    if let [left, right] = columns {
                        for (n, place) in Place::ALL.into_iter().enumerate() {
                            group_ui(if n < 2 { &mut *left } else { &mut *right }, place);
                        }
                    }
                });
            });
        ui.add_space(6.0);
        close = ui.button("关闭").clicked();
    });
    close || modal.should_close()
}

fn group_ui(ui: &mut Ui, place: Place) {
    button::section(ui, place.label());
    egui::Grid::new(place.label())
        .num_columns(2)
        .spacing([18.0, 5.0])
        .show(ui, |ui| {
            for row in TABLE
                .iter()
                .filter(|r| r.place == place && !r.keys.is_empty())
            {
                ui.label(theme::strong(row.keys, 14.0));
                ui.label(row.does);
                ui.end_row();
            }
        });
}
