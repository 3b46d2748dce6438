//! 没有填完的表单 on 工作台: what was typed and not saved, to be gone on with.

use crate::app::Register;
use crate::app::desk::Snapshot;
use crate::app::draft;
use crate::ui::action::Action;
use crate::ui::screen::Screen;
use crate::ui::screen::text::DRAFTS;
use crate::ui::widget::button;
use egui::Ui;

/// What was typed and not saved, each by what it begins with.
pub(super) fn drafts_ui(ui: &mut Ui, state: &Snapshot, actions: &mut Vec<Action>) {
    if state.drafts.is_empty() {
        return;
    }
    button::section(ui, "没有填完的表单");
    for (key, text) in &state.drafts {
        let mut parts = key.split('/');
        let (begun, goal) = if key.starts_with(DRAFTS) {
            let report = parts.nth(1).unwrap_or_default();
            (format!("{report} 的正文"), Action::Go(Screen::Reports))
        } else {
            let Some(register) = parts.next().and_then(Register::read) else {
                continue;
            };
            let said = draft::begins_with(register, text);
            let goal = Action::Resume(register, key.clone());
            (format!("{}  {said}", register.label()), goal)
        };
        ui.horizontal(|ui| {
            let resume = ui.button("继续填写");
            let name = format!("继续填写 {begun}");
            if resume.accessible_name(name).clicked() {
                actions.push(goal);
            }
            ui.add(egui::Label::new(begun).truncate());
        });
    }
    ui.add_space(6.0);
}
