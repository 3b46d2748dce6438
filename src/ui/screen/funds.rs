//! 经费汇总: budget, income by source, expense by purpose, per head, this year beside the last.

use crate::app::Register;
use crate::app::desk::Overview;
use crate::model::number::Fen;
use crate::model::tally::funds::Funds;
use crate::model::tally::funds::Line;
use crate::ui::action::Action;
use crate::ui::screen::home::short;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::year::year_ui;
use egui::Ui;

/// Draw the screen.
pub fn funds_ui(ui: &mut Ui, overview: Option<&Overview>, year: &mut i16) -> Vec<Action> {
    let mut actions = Vec::new();
    ui.horizontal(|ui| {
        ui.heading("经费汇总");
        year_ui(ui, year);
    });
    let Some(overview) = overview.filter(|o| o.year == *year) else {
        ui.label(theme::weak("正在统计…"));
        return actions;
    };
    let funds = &overview.funds;
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            button::section(ui, "预算");
            ui.label(format!(
                "申请 {} 元，批复 {} 元（上年 {} 元，{}），到位 {} 元，已支出 {} 元",
                funds.requested,
                funds.approved,
                funds.approved_before,
                change(funds.approved, funds.approved_before),
                funds.paid,
                Funds::total(&funds.expense)
            ));
            table_ui(ui, "收入来源", &funds.income, "source", &mut actions);
            table_ui(ui, "支出用途", &funds.expense, "purpose", &mut actions);
            button::section(ui, "人均");
            let days = funds.people_as_of.join("、");
            match funds.per_head() {
                Some(yuan) => ui.label(format!(
                    "人均科普经费 {} 元 = 支出 {} 元 ÷ {} 人（人口时点 {days}）",
                    short(yuan),
                    Funds::total(&funds.expense),
                    funds.people
                )),
                None => ui.label(theme::weak(
                    "还没有人口数，算不出人均；请在“社区与人口”里登记",
                )),
            };
            if let Some(yuan) = funds.per_attendance() {
                ui.label(format!(
                    "每参加人次 {} 元 = 支出 ÷ {} 人次",
                    short(yuan),
                    funds.attendance
                ));
            }
            if funds.unbooked.0 > 0 {
                ui.label(theme::weak(format!(
                    "活动上写了经费、收支里没有对应支出的共 {} 元，请核对是否漏记",
                    funds.unbooked
                )));
            }
        });
    actions
}

fn table_ui(
    ui: &mut Ui,
    title: &str,
    lines: &[Line],
    field: &'static str,
    actions: &mut Vec<Action>,
) {
    button::section(ui, title);
    if lines.is_empty() {
        ui.label(theme::weak("没有记录"));
        return;
    }
    egui::Grid::new(title)
        .num_columns(4)
        .striped(true)
        .spacing([24.0, 6.0])
        .show(ui, |ui| {
            for head in ["项目", "本年（元）", "上年（元）", "增减"] {
                ui.label(theme::weak(head));
            }
            ui.end_row();
            for line in lines {
                if ui.link(&line.name).clicked() {
                    let text = if line.name == "未填" {
                        String::new()
                    } else {
                        line.name.clone()
                    };
                    actions.push(Action::Filter(Register::Money, field, text));
                }
                row(ui, line.now, line.before);
            }
            ui.label(theme::strong("合计", 15.0));
            row(ui, Funds::total(lines), Funds::total_before(lines));
        });
}

fn row(ui: &mut Ui, now: Fen, before: Fen) {
    for amount in [now, before] {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(amount.to_string());
        });
    }
    ui.label(theme::weak(change(now, before)));
    ui.end_row();
}

fn change(now: Fen, before: Fen) -> String {
    if before.0 == 0 {
        return "上年没有".into();
    }
    let share = (now.0 - before.0) as f64 * 100.0 / before.0 as f64;
    if share >= 0.0 {
        format!("增 {}%", short(share))
    } else {
        format!("减 {}%", short(-share))
    }
}
