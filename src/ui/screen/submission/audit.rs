//! 全审 on screen: errors are opened and mended, doubts take a 说明 each or one for all. What is explained becomes a record and
//! travels.

use super::make::Make;
use super::notes;
use crate::app::Command;
use crate::app::Contradiction;
use crate::app::Register;
use crate::app::checks::FAULT;
use crate::app::desk::Ask;
use crate::model::Period;
use crate::model::Record as _;
use crate::model::assess::Explanation;
use crate::ui::action::Action;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::link::clicked;
use egui::Label;
use egui::RichText;
use egui::ScrollArea;
use egui::TextEdit;
use egui::Ui;

/// How the label of a step begins that keeps 说明.
const EXPLAINED: &str = "说明";

impl Make {
    pub(super) fn is_open(&self, c: &Contradiction) -> bool {
        let typed = self.typed.get(&(c.id, c.what.clone()));
        c.explanation.is_empty() && typed.is_none_or(|t| t.trim().is_empty())
    }

    // What was typed becomes records, so that it travels and need not be typed again.
    pub(super) fn explain(&mut self, scene: &Scene<'_>) -> Option<Action> {
        // Twice would be two records of the same.
        if !self.saving.is_empty() {
            return None;
        }
        let typed = self.typed.iter().map(|(k, text)| (k.clone(), text.clone()));
        self.saving = typed.filter(|(_, text)| !text.trim().is_empty()).collect();
        let records: Vec<_> = self
            .saving
            .clone()
            .into_iter()
            .map(|((about, what), text)| {
                Explanation {
                    about: Some(about),
                    what,
                    text: text.trim().to_owned(),
                    day: Some(scene.today),
                    ..Explanation::default()
                }
                .wrap()
            })
            .collect();
        let label = format!("{EXPLAINED} {} 处核实事项", records.len());
        let command = Command::TakeIn { label, records };
        let some = !matches!(&command, Command::TakeIn { records, .. } if records.is_empty());
        some.then(|| Action::Ask(Ask::Run(Box::new(command), String::new())))
    }

    /// They are kept; what was typed on meanwhile is not.
    pub(super) fn explained(&mut self, label: &str) {
        if label.starts_with(EXPLAINED) {
            let kept = std::mem::take(&mut self.saving);
            self.typed
                .retain(|place, text| kept.get(place) != Some(text));
        }
    }

    /// They are not, and can be sent again.
    pub(super) fn refused(&mut self) {
        self.saving.clear();
    }

    pub(super) fn audit_ui(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        period: Option<&Period>,
        actions: &mut Vec<Action>,
    ) {
        let audited = self.audit.take();
        let Some((about, odd)) = audited.filter(|(p, _)| Some(p) == period) else {
            ui.label(theme::weak("正在全审…"));
            return;
        };
        let faults = odd.iter().filter(|c| c.level == FAULT).count();
        let told = odd.iter().filter(|c| !c.explanation.is_empty()).count();
        let doubts = odd.len() - faults;
        let text = format!(
            "全审（{}）：错误 {faults} 处，核实 {doubts} 处，已说明 {told} 处",
            about.label
        );
        button::section(ui, &text);
        if odd.is_empty() {
            ui.label(RichText::new("没有发现问题，可以上报").color(theme::now().good));
        } else {
            self.for_all_ui(ui, scene, &odd, actions);
            ScrollArea::vertical()
                .id_salt("audit")
                .auto_shrink(false)
                .show_rows(ui, 32.0, odd.len(), |ui, shown| {
                    for finding in odd.get(shown).unwrap_or_default() {
                        ui.horizontal(|ui| {
                            ui.set_height(32.0);
                            self.finding_ui(ui, finding, scene, actions);
                        });
                    }
                });
        }
        self.audit = Some((about, odd));
    }

    fn for_all_ui(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        odd: &[Contradiction],
        actions: &mut Vec<Action>,
    ) {
        let open: Vec<&Contradiction> = odd
            .iter()
            .filter(|c| c.level != FAULT && self.is_open(c))
            .collect();
        let typed = self.typed.values().any(|t| !t.trim().is_empty());
        if open.is_empty() && !typed {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            if !open.is_empty() {
                let edit = TextEdit::singleline(&mut self.for_all)
                    .hint_text("同一句说明，如 经核对情况属实")
                    .margin(egui::Margin::symmetric(8, 5))
                    .desired_width(ui.available_width().min(300.0) - 18.0);
                ui.add(edit).accessible_name("同一句说明");
                let some = !self.for_all.trim().is_empty();
                let face = egui::Button::new(format!("用于其余 {} 处", open.len()));
                if ui.add_enabled(some, face).clicked() {
                    for c in open {
                        let place = (c.id, c.what.clone());
                        self.typed.insert(place, self.for_all.trim().to_owned());
                    }
                    self.for_all.clear();
                }
            }
            if typed && ui.button("保存说明").clicked() {
                actions.extend(self.explain(scene));
            }
        });
    }

    fn finding_ui(
        &mut self,
        ui: &mut Ui,
        c: &Contradiction,
        scene: &Scene<'_>,
        actions: &mut Vec<Action>,
    ) {
        let (ink, ground) = match (c.level, c.explanation.is_empty()) {
            (FAULT, _) => (theme::now().bad, theme::now().bad_soft),
            (_, true) => (theme::now().warn, theme::now().warn_soft),
            (_, false) => (theme::now().good, theme::now().good_soft),
        };
        button::badge(ui, c.level, ink, ground);
        let ledger = &scene.state.ledger;
        if c.register == Register::Returns
            && let Some(note) = ledger.return_notes.get(&c.id)
        {
            let room = ui.available_width() * 0.62;
            sized(ui, room, |ui| notes::note_ui(ui, note, ledger, actions));
        } else {
            let room = ui.available_width() * 0.62;
            let text = format!("{} {}：{}", c.register.label(), c.title, c.what);
            sized(ui, room, |ui| {
                let label = Label::new(RichText::new(text.as_str()).size(14.0)).truncate();
                if clicked(ui, label) {
                    actions.push(Action::Open(c.register, c.id));
                }
            });
        }
        if c.level == FAULT {
            if ui.small_button("去改正").clicked() {
                actions.push(Action::Open(c.register, c.id));
            }
        } else if c.explanation.is_empty() {
            let typed = self.typed.entry((c.id, c.what.clone())).or_default();
            let edit = TextEdit::singleline(typed)
                .hint_text("说明")
                .margin(egui::Margin::symmetric(6, 3))
                .desired_width((ui.available_width() - 16.0).max(60.0));
            ui.add(edit).accessible_name(format!("说明 {}", c.title));
        } else {
            ui.add(Label::new(theme::weak(format!("已说明：{}", c.explanation))).truncate());
        }
    }
}

fn sized(ui: &mut Ui, width: f32, draw: impl FnOnce(&mut Ui)) {
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.allocate_ui_with_layout(egui::Vec2::new(width, 28.0), layout, |ui| {
        ui.set_width(width);
        draw(ui);
    });
}
