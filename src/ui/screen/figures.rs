//! 全部指标: every figure with numerator, denominator, target, last year, others to compare with, and where it comes from.

use crate::app::Register;
use crate::app::desk::Overview;
use crate::app::overview::Compared;
use crate::ui::action::Action;
use crate::ui::screen::home::short;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::year::year_ui;
use egui::Align;
use egui::Label;
use egui::Layout;
use egui::Ui;
use egui::Vec2;
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
            for (n, line) in overview.figures.iter().enumerate() {
                let fill = if n % 2 == 0 {
                    theme::now().stripe
                } else {
                    theme::now().paper
                };
                egui::Frame::new()
                    .fill(fill)
                    .inner_margin(egui::Margin::symmetric(8, 6))
                    .show(ui, |ui| line_ui(ui, line));
            }
        });
    actions
}

// Name and source at the left, the number and what it is measured against in columns at the right.
fn line_ui(ui: &mut Ui, line: &Compared) {
    let figure = &line.figure;
    let of = match (figure.numerator, figure.denominator) {
        (Some(n), Some(d)) => format!("{} ÷ {}", short(n), short(d)),
        _ => String::new(),
    };
    let before = line.before.map(|b| ("上年", b));
    let others = line.others.iter().map(|(who, v)| (*who, *v));
    let compared: Vec<String> = before
        .into_iter()
        .chain(others)
        .map(|(who, v)| format!("{who} {}", short(v)))
        .collect();
    let compared = compared.join("　");
    // Without the room for all columns the two least ones stand with the source.
    let wide = ui.available_width() > NUMBERS + 240.0;
    let (room, source) = if wide {
        (NUMBERS, format!("口径：{}", figure.source))
    } else {
        let parts = [
            format!("口径：{}", figure.source),
            of.clone(),
            compared.clone(),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        (LEAST, parts.join("；"))
    };
    ui.horizontal(|ui| {
        ui.vertical(|ui| {
            ui.set_width((ui.available_width() - room).max(160.0));
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.label(theme::strong(&figure.name, 15.0));
            ui.add(Label::new(theme::weak(source).size(13.0)).wrap());
        });
        let value = figure.value.map_or_else(|| "—".to_owned(), short);
        column_ui(ui, 118.0, |ui| {
            ui.label(theme::weak(figure.unit));
            ui.label(theme::strong(value, 17.0).color(theme::now().accent));
        });
        if wide {
            column_ui(ui, 116.0, |ui| {
                ui.label(theme::weak(of).size(14.0));
            });
        }
        column_ui(ui, 150.0, |ui| {
            if let Some(target) = figure.target {
                let reached = figure.value.is_some_and(|v| v >= target);
                let (word, ink, ground) = if reached {
                    ("已达标", theme::now().good, theme::now().good_soft)
                } else {
                    ("未达标", theme::now().bad, theme::now().bad_soft)
                };
                button::badge(ui, word, ink, ground);
                ui.label(theme::weak(format!("目标 {}", short(target))).size(14.0));
            }
        });
        if wide {
            column_ui(ui, 150.0, |ui| {
                ui.add(Label::new(theme::weak(compared).size(14.0)).wrap());
            });
        }
    });
}

/// Room of the columns at the right, in points.
const NUMBERS: f32 = 118.0 + 116.0 + 150.0 + 150.0 + 4.0 * 8.0;
/// Room of those that always stand there.
const LEAST: f32 = 118.0 + 150.0 + 2.0 * 8.0;

fn column_ui(ui: &mut Ui, width: f32, draw: impl FnOnce(&mut Ui)) {
    let place = Vec2::new(width, ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(place, Layout::right_to_left(Align::Center), |ui| {
        ui.set_min_width(width);
        draw(ui);
    });
}
