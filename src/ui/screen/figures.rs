//! 全部指标: every figure with numerator, denominator, target, last year, others to compare with, and where it comes from.

use crate::app::Register;
use crate::app::desk::Overview;
use crate::ui::action::Action;
use crate::ui::screen::home::short;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::year::year_ui;
use egui::Ui;
use egui_material_icons::icons;

/// Draw the screen.
pub fn figures_ui(ui: &mut Ui, overview: Option<&Overview>, year: &mut i16) -> Vec<Action> {
    let mut actions = Vec::new();
    ui.horizontal(|ui| {
        ui.heading("全部指标");
        year_ui(ui, year);
        if button::tool(ui, icons::ICON_EDIT, "录入公布数和目标").clicked() {
            actions.push(Action::New(Register::Indicators));
        }
    });
    let Some(overview) = overview.filter(|o| o.year == *year) else {
        ui.label(theme::weak("正在统计…"));
        return actions;
    };
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            for one in &overview.figures {
                let figure = &one.figure;
                let frame = egui::Frame::new().inner_margin(egui::Margin::symmetric(4, 5));
                frame.show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    ui.horizontal_wrapped(|ui| {
                        ui.label(theme::strong(&figure.name, 15.0));
                        let value = figure.value.map_or_else(|| "—".to_owned(), short);
                        ui.label(
                            theme::strong(format!("{value} {}", figure.unit), 15.0)
                                .color(theme::now().accent),
                        );
                        if let (Some(n), Some(d)) = (figure.numerator, figure.denominator) {
                            ui.label(theme::weak(format!("= {} ÷ {}", short(n), short(d))));
                        }
                        if let Some(target) = figure.target {
                            ui.label(theme::weak(format!("目标 {}", short(target))));
                            let reached = figure.value.is_some_and(|v| v >= target);
                            let (word, ink, ground) = if reached {
                                ("已达标", theme::now().good, theme::now().good_soft)
                            } else {
                                ("未达标", theme::now().bad, theme::now().bad_soft)
                            };
                            button::badge(ui, word, ink, ground);
                        }
                        if let Some(before) = one.before {
                            ui.label(theme::weak(format!("上年 {}", short(before))));
                        }
                        for (who, value) in &one.others {
                            ui.label(theme::weak(format!("{who} {}", short(*value))));
                        }
                    });
                    ui.add(
                        egui::Label::new(
                            theme::weak(format!("口径：{}", figure.source)).size(13.0),
                        )
                        .wrap(),
                    );
                });
            }
        });
    actions
}
