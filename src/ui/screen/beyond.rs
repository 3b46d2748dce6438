//! What stands beside the form of a venue, an expert and an order: the year in the venue, what the expert gave, how long
//! each step of the order took.

use crate::app::Register;
use crate::model::Table;
use crate::model::Uid;
use crate::ui::action::Action;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::link::link_ui;
use egui::Ui;
use std::collections::BTreeMap;

/// Openings, changes and visitors of a venue by year, with the lines of its book.
pub fn venue_ui(ui: &mut Ui, uid: Uid, scene: &Scene<'_>) -> Vec<Action> {
    let mut actions = Vec::new();
    let ledger = &scene.state.ledger;
    let logs = ledger.venue_logs.values().filter(|l| l.venue == Some(uid));
    let mut logs: Vec<_> = logs.collect();
    logs.sort_by_key(|l| (std::cmp::Reverse(l.day), l.uid));
    let mut years: BTreeMap<i16, (u32, u32, u64)> = BTreeMap::new();
    for log in &logs {
        let Some(day) = log.day else { continue };
        let year = years.entry(day.year()).or_default();
        year.0 += u32::from(log.kind == "更换内容");
        year.1 += u32::from(log.kind == "开放" || log.kind == "参观");
        year.2 += log.visitors.map_or(0, u64::from);
    }
    let wanted = ledger.venues.get(&uid).and_then(|v| v.changes_wanted);
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            for (year, (changes, openings, visitors)) in years.iter().rev() {
                let of = wanted.map(|w| format!("/{w}")).unwrap_or_default();
                ui.label(theme::strong(
                    format!(
                        "{year} 年：更换 {changes}{of} 次，开放参观 {openings} 次，{visitors} 人次"
                    ),
                    15.0,
                ));
            }
            button::section(ui, "日志");
            if logs.is_empty() {
                ui.label(theme::weak(
                    "还没有日志，在“阵地日志”里登记开放、更换和参观",
                ));
            }
            for log in logs {
                let day = log.day.map(|d| d.to_string()).unwrap_or_default();
                let heads = log
                    .visitors
                    .map(|v| format!("　{v} 人次"))
                    .unwrap_or_default();
                link_ui(
                    ui,
                    &format!("{day} {} {}{heads}", log.kind, log.content),
                    Register::VenueLogs,
                    log.uid,
                    &mut actions,
                );
            }
            button::section(ui, "在这里办的活动");
            let events = ledger.events.values().filter(|e| e.venue == Some(uid));
            for event in events {
                link_ui(
                    ui,
                    &ledger.label(Table::Event, event.uid),
                    Register::Events,
                    event.uid,
                    &mut actions,
                );
            }
        });
    actions
}

/// Events an expert spoke at: named among the speakers, or entered as taking part.
pub fn expert_ui(ui: &mut Ui, uid: Uid, scene: &Scene<'_>) -> Vec<Action> {
    let mut actions = Vec::new();
    let ledger = &scene.state.ledger;
    let person = ledger.experts.get(&uid).and_then(|e| e.person);
    let Some(person) = person.and_then(|p| ledger.people.get(&p)) else {
        return actions;
    };
    let entered: std::collections::BTreeSet<Uid> = ledger
        .attendance
        .values()
        .filter(|a| a.person == person.uid)
        .map(|a| a.event)
        .collect();
    let named = |speakers: &str| !person.name.is_empty() && speakers.contains(&person.name);
    let mut events: Vec<_> = ledger
        .events
        .values()
        .filter(|e| e.counts() && (named(&e.speakers) || entered.contains(&e.uid)))
        .collect();
    events.sort_by_key(|e| (std::cmp::Reverse(e.day()), e.uid));
    let heads: u64 = events
        .iter()
        .filter_map(|e| e.attendance)
        .map(u64::from)
        .sum();
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.label(theme::strong(
                format!("{} 场，{heads} 人次", events.len()),
                15.0,
            ));
            ui.label(theme::weak("活动的“主讲人”里写了姓名，或登记为参与人员的").size(13.0));
            for event in events {
                link_ui(
                    ui,
                    &ledger.label(Table::Event, event.uid),
                    Register::Events,
                    event.uid,
                    &mut actions,
                );
            }
        });
    actions
}

/// The steps of an order with the days each took, and what it was sent back for.
pub fn order_ui(ui: &mut Ui, uid: Uid, scene: &Scene<'_>) -> Vec<Action> {
    let Some(order) = scene.state.ledger.orders.get(&uid) else {
        return Vec::new();
    };
    let limit = i64::from(scene.state.directory.book.rules.order_days);
    for (stage, days) in order.passed() {
        ui.horizontal(|ui| {
            ui.label(format!("{}：{days} 天", stage.label()));
            if days > limit {
                button::badge(ui, "超期", theme::now().bad, theme::now().bad_soft);
            }
        });
    }
    let stage = order.stage();
    if let Some(days) = order.waiting(scene.today).filter(|_| stage.is_open()) {
        ui.horizontal(|ui| {
            ui.label(theme::strong(
                format!("现在{}，已等 {days} 天", stage.label()),
                15.0,
            ));
            if days > limit {
                button::badge(ui, "超期", theme::now().bad, theme::now().bad_soft);
            }
        });
    }
    button::section(ui, "退回记录");
    if order.refusals.is_empty() {
        ui.label(theme::weak("没有退回过"));
    }
    for refusal in &order.refusals {
        ui.add(egui::Label::new(refusal).wrap());
    }
    Vec::new()
}
