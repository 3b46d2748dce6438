//! The one dialog that may stand over the window: questions before something goes, help, a handover that arrived.

use super::Desktop;
use super::action::Action;
use super::attach;
use super::command::shortcuts::shortcuts_ui;
use super::help;
use super::screen::handover::welcome_ui;
use super::theme;
use crate::app::Register;
use crate::app::desk::Snapshot;
use crate::model::Uid;
use egui::RichText;
use std::collections::BTreeSet;

/// The one dialog that may stand over the window.
pub(super) fn dialogs_ui(
    ctx: &egui::Context,
    desktop: &mut Desktop,
    state: &Snapshot,
) -> Vec<Action> {
    let mut actions = Vec::new();
    if let Some((taken, name)) = &mut desktop.handover.welcome {
        let (wanted, goes) = welcome_ui(ctx, taken, name, state);
        actions = wanted;
        if goes {
            desktop.handover.welcome = None;
        }
    } else if desktop.help.is_open() {
        actions = help::help_ui(ctx, desktop, state);
    } else if desktop.shortcuts {
        desktop.shortcuts = !shortcuts_ui(ctx);
    } else if desktop.doubtful.is_some() {
        if let Some(attach) = ask_ui(ctx, "文件名里有“身份证”", attach::ASKED, "仍然附上", false)
        {
            desktop.answer_doubtful(attach);
        }
    } else if let Some(deleting) = &desktop.deleting {
        match ask_ui(ctx, &deleting.title, &deleting.text, "删除", true) {
            Some(true) => actions.extend(desktop.delete()),
            Some(false) => desktop.deleting = None,
            None => {}
        }
    } else if desktop.leaving {
        let usual = "现在关闭，这些内容会存为草稿，下次打开可以继续填。";
        let lost = desktop.would_lose();
        let (text, harmless) = (lost.unwrap_or(usual), lost.is_none());
        match ask_ui(ctx, "还有没保存的内容", text, "关闭", harmless) {
            Some(true) => {
                actions.extend(desktop.keep_all());
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
            Some(false) => desktop.leaving = false,
            None => {}
        }
    } else if desktop.switching.is_some() {
        let text = desktop.would_lose().unwrap_or_default();
        if let Some(goes) = ask_ui(ctx, "还有没保存的内容", text, "不保存，换台账", false)
        {
            desktop.answer_switching(goes, ctx);
        }
    }
    actions
}

/// Records on their way to 回收站, once the clerk says so.
pub(super) struct Deleting {
    pub register: Register,
    pub uids: Vec<Uid>,
    title: String,
    text: String,
}

impl Deleting {
    /// What is asked about them, put together once: there may be very many.
    pub fn of(state: &Snapshot, register: Register, uids: Vec<Uid>) -> Self {
        Self {
            title: format!("删除{} {} 条？", register.label(), uids.len()),
            text: delete_text(state, register, &uids),
            register,
            uids,
        }
    }
}

// Which records go, and how they come back.
fn delete_text(state: &Snapshot, register: Register, uids: &[Uid]) -> String {
    let named = uids
        .iter()
        .take(3)
        .map(|uid| state.ledger.label(register.table(), *uid));
    let named: Vec<String> = named.filter(|name| !name.is_empty()).collect();
    let more = if uids.len() > 3 { "等" } else { "" };
    let named = if named.is_empty() {
        String::new()
    } else {
        format!("{}{more}。", named.join("、"))
    };
    let gone: BTreeSet<Uid> = uids.iter().copied().collect();
    let there = state.ledger.attendance.values();
    let people = match there.filter(|a| gone.contains(&a.event)).count() {
        0 => String::new(),
        count => format!("参与人员 {count} 人的记录一起删除。"),
    };
    format!("{named}{people}删错了可以“撤销”，也可以到“回收站”恢复。")
}

// Where nothing can be lost, Enter says yes.
fn ask_ui(
    ctx: &egui::Context,
    title: &str,
    text: &str,
    verb: &str,
    harmless: bool,
) -> Option<bool> {
    let mut answer = None;
    let free = ctx.memory(|m| m.focused().is_none());
    if harmless && free && ctx.input(|i| i.key_pressed(egui::Key::Enter)) {
        answer = Some(true);
    }
    let modal = egui::Modal::new(egui::Id::unique("ask")).show(ctx, |ui| {
        ui.set_width(380.0);
        ui.label(theme::strong(title, 17.0));
        ui.label(text);
        ui.add_space(8.0);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui
                .button(RichText::new(verb).color(theme::now().bad))
                .clicked()
            {
                answer = Some(true);
            }
            if ui.button("取消").clicked() {
                answer = Some(false);
            }
        });
    });
    if modal.should_close() {
        Some(false)
    } else {
        answer
    }
}
