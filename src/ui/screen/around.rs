//! The banner over every screen about the file itself: read-only, a copy, on a stick, in a sync folder, two versions.

use super::Screen;
use crate::app::desk::Begin;
use crate::app::desk::Snapshot;
use crate::app::paths;
use crate::app::place::Place;
use crate::ui::action::Action;
use crate::ui::theme;
use egui::RichText;
use egui::Ui;

/// Draw what there is to say; nothing when all is well.
pub fn around_ui(ui: &mut Ui, state: &Snapshot, screen: Screen, actions: &mut Vec<Action>) {
    let around = &state.around;
    let line = |ui: &mut Ui, text: &str, button: Option<&str>| {
        let mut clicked = false;
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(text).color(theme::now().warn));
            clicked = button.is_some_and(|b| ui.button(b).clicked());
        });
        clicked
    };
    let bring = || Action::Begin(Begin::BringIn(state.path.clone(), paths::local_folder()));
    if let Some(moment) = &around.copy_of {
        let text = format!("这是 {moment} 的备份，只能查看和打印；原文件正在别处使用");
        line(ui, &text, None);
    } else if let Some(advice) = around.place.advice() {
        let verb = if around.place == Place::Network {
            "复制到本机并打开"
        } else {
            "移到本机并打开"
        };
        if line(ui, &advice, Some(verb)) {
            actions.push(bring());
        }
    } else if !state.writable
        && line(
            ui,
            "这份文件是只读的：可以查看和打印，不能修改",
            Some("另存为可写副本"),
        )
    {
        actions.push(bring());
    }
    if !around.conflicts.is_empty() {
        let text = format!(
            "旁边还有一份“{}”，可能是同步时分出来的。请核对两份里哪份是新的，再删掉一份",
            around.conflicts.join("”“")
        );
        line(ui, &text, None);
    }
    // A reminder belongs where the day begins.
    if let Some(second) = &around.second
        && screen == Screen::Home
        && line(ui, second, Some("去备份"))
    {
        actions.push(Action::Go(Screen::Copies));
    }
}
