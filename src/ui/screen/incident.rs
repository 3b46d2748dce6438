//! The answer to an incident: how soon, by what, who was reached, and what lies ready.

use crate::app::Register;
use crate::model::Table;
use crate::model::Uid;
use crate::model::tally::emergency;
use crate::ui::action::Action;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::link::link_ui;
use egui::Ui;

/// Draw the answer to a saved incident.
pub fn response_ui(ui: &mut Ui, uid: Uid, scene: &Scene<'_>) -> Vec<Action> {
    let mut actions = Vec::new();
    let days = scene.state.directory.book.rules.incident_days;
    let ledger = &scene.state.ledger;
    let response = emergency::response(ledger, uid, days);
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            match response.first_after {
                Some(0) => ui.label(theme::strong("当天就有了第一次应急科普", 16.0)),
                Some(after) => ui.label(theme::strong(
                    format!("第一次应急科普在 {after} 天后"),
                    16.0,
                )),
                None => {
                    ui.label(theme::strong("还没有应急科普记录", 16.0).color(theme::now().warn))
                }
            };
            ui.label(format!(
                "{days} 天内：活动参加 {} 人次，信息阅读 {} 次，涉及 {} 个社区",
                response.reached, response.readers, response.communities
            ));
            ui.label(theme::weak(
                "在活动或信息里填“应对的突发事件”，就会算到这里",
            ));
            button::section(ui, "应对记录");
            for (_, table, uid) in &response.answers {
                record_ui(ui, scene, *table, *uid, &mut actions);
            }
            button::section(ui, "可用的资料");
            if response.material.is_empty() {
                ui.label(theme::weak("资源里没有这些应急主题的资料"));
            }
            for uid in &response.material {
                record_ui(ui, scene, Table::Stock, *uid, &mut actions);
            }
        });
    actions
}

fn record_ui(ui: &mut Ui, scene: &Scene<'_>, table: Table, uid: Uid, actions: &mut Vec<Action>) {
    if let Some(register) = Register::of(table) {
        let text = format!(
            "{}：{}",
            register.label(),
            scene.state.ledger.label(table, uid)
        );
        link_ui(ui, &text, register, uid, actions);
    }
}
