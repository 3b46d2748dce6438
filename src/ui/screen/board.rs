//! Service orders as a board: one column a stage, each card with the days it has waited and the one step that comes next.

use crate::app::Register;
use crate::app::Registered as _;
use crate::app::desk::Ask;
use crate::model::Uid;
use crate::model::service::ServiceOrder;
use crate::model::service::Stage;
use crate::ui::action::Action;
use crate::ui::screen::Screen;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::link::clicked;
use egui::RichText;
use egui::Ui;
use egui_material_icons::icons;

/// What the board remembers.
#[derive(Debug, Default)]
pub struct BoardScreen {
    /// The order being sent back, with the reason typed so far.
    refusing: Option<(Uid, String)>,
    /// Rated orders and cancelled ones are shown too.
    closed: bool,
}

/// Draw the board.
pub fn board_ui(ui: &mut Ui, board: &mut BoardScreen, scene: &Scene<'_>) -> Vec<Action> {
    let mut actions = Vec::new();
    let ledger = &scene.state.ledger;
    ui.horizontal(|ui| {
        ui.heading("服务订单");
        let wait = scene.state.directory.book.rules.order_days;
        ui.label(theme::weak(format!("每一步等 {wait} 天以上标为超期")));
        if button::primary(ui, icons::ICON_ADD, "登记点单").clicked() {
            actions.push(Action::New(Register::Orders));
        }
        ui.checkbox(&mut board.closed, "显示已评单和已撤单");
    });
    if ledger.orders.is_empty() {
        ui.label(theme::weak(
            "还没有订单。群众打电话或上门提需求时，点“登记点单”记下来",
        ));
        return actions;
    }
    let stages: Vec<Stage> = Stage::ALL
        .into_iter()
        .filter(|s| s.is_open() || board.closed)
        .collect();
    let width = ((ui.available_width() - 12.0) / stages.len() as f32 - 8.0).max(150.0);
    egui::ScrollArea::both().auto_shrink(false).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            for stage in stages {
                let mut orders: Vec<_> = ledger
                    .orders
                    .values()
                    .filter(|o| o.stage() == stage)
                    .collect();
                orders.sort_by_key(|o| (o.since(), o.uid));
                ui.vertical(|ui| {
                    ui.set_width(width);
                    button::section(ui, &format!("{}（{}）", stage.label(), orders.len()));
                    // Closed ones are many; the table shows them all.
                    for order in orders.into_iter().rev().take(200) {
                        card_ui(ui, board, order, scene, &mut actions);
                    }
                });
            }
        });
    });
    refusal_ui(ui, board, scene, &mut actions);
    actions
}

fn card_ui(
    ui: &mut Ui,
    board: &mut BoardScreen,
    order: &ServiceOrder,
    scene: &Scene<'_>,
    actions: &mut Vec<Action>,
) {
    let limit = i64::from(scene.state.directory.book.rules.order_days);
    let waiting = order.waiting(scene.today);
    let late = order.stage().is_open() && waiting.is_some_and(|d| d > limit);
    let frame = egui::Frame::new()
        .stroke(egui::Stroke::new(
            1.0,
            if late {
                theme::now().bad
            } else {
                theme::now().line
            },
        ))
        .corner_radius(5)
        .inner_margin(8);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 3.0;
        let title = RichText::new(&order.title).strong();
        if clicked(ui, egui::Label::new(title).wrap()) {
            actions.push(Action::Open(Register::Orders, order.uid));
        }
        let names = &scene.state.directory;
        let line = [
            names.community_name(order.community),
            order.sent_to.clone(),
            names.team_name(order.team),
        ];
        let line: Vec<&str> = line
            .iter()
            .map(String::as_str)
            .filter(|t| !t.is_empty())
            .collect();
        ui.add(egui::Label::new(theme::weak(line.join(" · ")).size(13.0)).wrap());
        ui.horizontal_wrapped(|ui| {
            if let Some(days) = waiting.filter(|_| order.stage().is_open()) {
                ui.label(theme::weak(format!("已等 {days} 天")).size(13.0));
                if late {
                    button::badge(ui, "超期", theme::now().bad, theme::now().bad_soft);
                }
            }
            if let Some(stars) = order.stars {
                ui.label(theme::weak(format!("评分 {stars}")).size(13.0));
            }
        });
        ui.horizontal_wrapped(|ui| {
            if let Some(verb) = order.stage().next_verb().filter(|_| scene.state.writable) {
                // A step that asks for a word opens the form; the others are done at once.
                if ui.button(verb).clicked() {
                    let mut next = order.clone();
                    next.advance(scene.today);
                    actions.push(save(next));
                    if matches!(verb, "派单" | "接单" | "评单") {
                        actions.push(Action::Open(Register::Orders, order.uid));
                    }
                }
                let sent = matches!(order.stage(), Stage::Sent | Stage::Claimed | Stage::Taken);
                if sent && ui.button("退回").clicked() {
                    board.refusing = Some((order.uid, String::new()));
                }
            }
            let event = order.become_event(&scene.state.directory, scene.today);
            if let Some((uid, command)) = event
                && ui.button("形成活动").clicked()
            {
                actions.push(Action::Ask(Ask::Run(Box::new(command), String::new())));
                actions.push(Action::OpenSoon(Register::Events, uid));
            }
        });
        for refusal in &order.refusals {
            ui.add(egui::Label::new(theme::weak(format!("退回：{refusal}")).size(12.5)).wrap());
        }
    });
}

fn save(order: ServiceOrder) -> Action {
    Action::Ask(Ask::Run(Box::new(order.save()), String::new()))
}

fn refusal_ui(ui: &Ui, board: &mut BoardScreen, scene: &Scene<'_>, actions: &mut Vec<Action>) {
    let Some((uid, reason)) = &mut board.refusing else {
        return;
    };
    let mut answer = None;
    let modal = egui::Modal::new(egui::Id::unique("refusal")).show(ui.ctx(), |ui| {
        ui.set_width(380.0);
        ui.label(theme::strong("退回这张订单", 17.0));
        let caption = ui.label("退回原因，写一句就行：");
        let edit = ui
            .add(egui::TextEdit::singleline(reason).desired_width(f32::INFINITY))
            .labelled_by(caption.id);
        edit.request_focus();
        ui.horizontal(|ui| {
            if ui.button("确定退回").clicked() {
                answer = Some(true);
            }
            if ui.button("取消").clicked() {
                answer = Some(false);
            }
        });
    });
    if modal.should_close() {
        answer = Some(false);
    }
    match answer {
        Some(true) => {
            if let Some(order) = scene.state.ledger.orders.get(uid) {
                let mut next = ServiceOrder::clone(order);
                next.refuse(scene.today, reason.trim());
                actions.push(save(next));
                actions.push(Action::Go(Screen::Board));
            }
            board.refusing = None;
        }
        Some(false) => board.refusing = None,
        None => {}
    }
}
