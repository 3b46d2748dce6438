//! Behind an entry of the yearly statistics: what the indicator means, what the ledger counts for it, and which records.

use crate::app::Register;
use crate::model::Ledger;
use crate::model::Uid;
use crate::model::assess::form::Mark;
use crate::model::tally::stat::StatFigure;
use crate::model::tally::stat::figure_of;
use crate::model::tally::stat::written;
use crate::ui::action::Action;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::link::link_ui;
use egui::Ui;

/// Records listed; the report leads to all of them.
const MOST: usize = 200;

/// Draw the indicator of a saved entry.
pub fn counted_ui(ui: &mut Ui, uid: Uid, scene: &Scene<'_>) -> Vec<Action> {
    let mut actions = Vec::new();
    let ledger = &scene.state.ledger;
    let Some(entry) = ledger.stat_entries.get(&uid) else {
        return actions;
    };
    let year = entry.year.and_then(|y| i16::try_from(y).ok());
    let book = &scene.state.directory.book;
    let figure = year.and_then(|y| figure_of(ledger, book, y, scene.today, &entry.code));
    let Some(figure) = figure else {
        ui.label(theme::weak(
            "这一年的统计表里没有这个代码，只作为自己添加的一行打印",
        ));
        return actions;
    };
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            meaning_ui(ui, &figure);
            button::section(ui, "计入的记录");
            if figure.members.is_empty() {
                ui.label(theme::weak("没有记录"));
            }
            for uid in figure.members.iter().take(MOST) {
                record_ui(ui, ledger, *uid, &mut actions);
            }
            if figure.members.len() > MOST {
                ui.label(theme::weak(format!(
                    "共 {} 条，这里列出 {MOST} 条，其余见报表",
                    figure.members.len()
                )));
            }
        });
    actions
}

fn meaning_ui(ui: &mut Ui, figure: &StatFigure) {
    let row = &figure.row;
    ui.label(theme::strong(format!("{}（{}）", row.name, row.unit), 16.0));
    ui.add(egui::Label::new(format!("口径：{}", row.definition)).wrap());
    if row.mark == Mark::GK {
        ui.label(theme::weak("这一项没有见到出处，请对照下发的表核对"));
    }
    match figure.computed {
        Some(value) => ui.label(format!(
            "台账算得 {}，上年 {}",
            written(value, row.decimals),
            figure.last_text()
        )),
        None => ui.label(format!(
            "台账算不出，要自己填报；上年 {}",
            figure.last_text()
        )),
    };
}

fn record_ui(ui: &mut Ui, ledger: &Ledger, uid: Uid, actions: &mut Vec<Action>) {
    let found = Register::ALL
        .iter()
        .find(|r| ledger.get(r.table(), uid).is_some());
    if let Some(register) = found {
        // A role is called by the name of its person.
        let person = ledger
            .volunteer_entry(uid)
            .map(|v| v.person.name)
            .or_else(|| ledger.officer_entry(uid).map(|o| o.person.name))
            .or_else(|| {
                let expert = ledger.experts.get(&uid)?;
                Some(ledger.people.get(&expert.person?)?.name.clone())
            });
        let name = person.unwrap_or_else(|| ledger.label(register.table(), uid));
        let text = format!("{}：{name}", register.label());
        link_ui(ui, &text, *register, uid, actions);
    }
}
