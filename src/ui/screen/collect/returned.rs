//! Returned files as they would be taken in: the files, what they change, and their rows as the import shows them.

use crate::app::collect::Back;
use crate::app::collect::CollectPlan;
use crate::app::desk::Ask;
use crate::app::desk::CollectAsk;
use crate::app::import::Outcome;
use crate::ui::action::Action;
use crate::ui::screen::import::preview_ui;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::Label;
use egui::RichText;
use egui::ScrollArea;
use egui::Ui;
use egui_material_icons::icons;

/// Returned files on screen.
#[derive(Debug)]
pub(super) struct Returned {
    plan: Box<CollectPlan>,
    outcome: Option<Outcome>,
    /// Asked to be taken in, not yet answered.
    pub writing: bool,
    /// What is said of the files, and whether with personal values.
    lines: Option<(bool, Vec<Line>)>,
}

#[derive(Debug)]
enum Line {
    Plain(String),
    Weak(String),
    Warn(String),
    Bad(String),
}

const LINE: f32 = 20.0;

impl Returned {
    pub(super) fn of(plan: Box<CollectPlan>) -> Self {
        Self {
            plan,
            outcome: None,
            writing: false,
            lines: None,
        }
    }

    /// Draw it; whether it stays on screen.
    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, actions: &mut Vec<Action>) -> bool {
        let mut keep = true;
        let plan = &self.plan;
        let refused = plan.import.count(Outcome::Refused);
        ui.horizontal(|ui| {
            let text = match refused + plan.trouble.len() {
                0 => format!("收进 {} 份", plan.returns.len()),
                _ => format!(
                    "收进 {} 份，跳过 {refused} 行、{} 个文件",
                    plan.returns.len(),
                    plan.trouble.len()
                ),
            };
            let ready = scene.state.writable && !plan.returns.is_empty() && !self.writing;
            let take = ui
                .add_enabled_ui(ready, |ui| button::primary(ui, icons::ICON_CHECK, &text))
                .inner;
            if take.clicked() {
                self.writing = true;
                let ask = CollectAsk::TakeIn(plan.clone());
                actions.push(Action::Ask(Ask::Collect(ask)));
            }
            if self.writing {
                ui.spinner();
                ui.label("正在收进…");
            } else {
                keep = !ui.button("不收了").clicked();
            }
        });
        let stale = |(personal, _): &(bool, _)| *personal != scene.personal;
        if self.lines.as_ref().is_none_or(stale) {
            self.lines = Some((scene.personal, lines_of(plan, scene.personal)));
        }
        if let Some((_, lines)) = &self.lines {
            ScrollArea::vertical()
                .id_salt("returns")
                .max_height(150.0)
                .show_rows(ui, LINE, lines.len(), |ui, shown| {
                    for line in lines.get(shown).unwrap_or_default() {
                        line_ui(ui, line);
                    }
                });
        }
        preview_ui(ui, &plan.import, &mut self.outcome);
        keep
    }
}

fn lines_of(plan: &CollectPlan, personal: bool) -> Vec<Line> {
    let trouble = plan.trouble.iter();
    let mut lines: Vec<Line> = trouble
        .map(|t| Line::Bad(format!("{}：{}", t.file, t.why)))
        .collect();
    for back in &plan.returns {
        lines.push(Line::Plain(head_of(back)));
        for row in &back.changed {
            lines.extend(row.shown(personal).into_iter().map(|c| {
                Line::Weak(format!(
                    "　　{} {}：{} → {}",
                    row.title, c.field, c.old, c.new
                ))
            }));
        }
        lines.extend(back.vanished.iter().map(|gone| {
            Line::Warn(format!(
                "　　{}：上次有，这次没有了，记录不删除",
                gone.title
            ))
        }));
    }
    lines
}

fn head_of(back: &Back) -> String {
    let again = if back.again { "，再次交回" } else { "" };
    let who = if back.name.is_empty() {
        &back.file
    } else {
        &back.name
    };
    format!(
        "{who}　{} 行　{}{again}　{}",
        back.kept.rows,
        back.origin.label(),
        back.file
    )
}

// One row high whatever it says; what is cut off is read by resting on it.
fn line_ui(ui: &mut Ui, line: &Line) {
    let (text, face) = match line {
        Line::Plain(text) => (text, RichText::new(text)),
        Line::Weak(text) => (text, theme::weak(text).size(13.0)),
        Line::Warn(text) => (
            text,
            RichText::new(text).color(theme::now().warn).size(13.0),
        ),
        Line::Bad(text) => (text, RichText::new(text).color(theme::now().bad)),
    };
    ui.horizontal(|ui| {
        ui.set_height(LINE);
        ui.add(Label::new(face).truncate())
            .on_hover_text(text.as_str());
    });
}
