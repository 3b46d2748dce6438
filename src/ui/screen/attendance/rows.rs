//! Who is entered: one line each; those that are ticked change or go together.

use super::attend;
use crate::model::Uid;
use crate::model::events::Attendance;
use crate::model::number;
use crate::ui::action::Action;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::caption::row_head_ui;
use egui::TextEdit;
use egui::Ui;
use std::collections::BTreeSet;

/// The lines that are ticked, and the hours they shall have.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    people: BTreeSet<Uid>,
    hours: String,
}

impl Chosen {
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        event: Uid,
        rows: &[Attendance],
        scene: &Scene<'_>,
    ) -> Option<Action> {
        self.people.retain(|p| rows.iter().any(|r| r.person == *p));
        let mut action = None;
        if rows.len() > 1 && scene.state.writable {
            action = self.together_ui(ui, event, rows);
        }
        for row in rows {
            ui.horizontal(|ui| {
                let people = &scene.state.ledger.people;
                let name = people.get(&row.person).map(|p| p.name.clone());
                let name = name.unwrap_or_default();
                let mut on = self.people.contains(&row.person);
                if scene.state.writable
                    && ui
                        .checkbox(&mut on, "")
                        .accessible_name(format!("选中{name}"))
                        .changed()
                {
                    if on {
                        self.people.insert(row.person);
                    } else {
                        self.people.remove(&row.person);
                    }
                }
                row_head_ui(ui, &name, 90.0);
                let what = format!("{}，{} 小时", row.role, number::hours(row.minutes));
                ui.label(theme::weak(what).size(14.0));
                if scene.state.writable
                    && ui
                        .small_button("移除")
                        .accessible_name(format!("移除{name}"))
                        .clicked()
                {
                    let rest = rows.iter().filter(|r| r.uid != row.uid).cloned().collect();
                    action = Some(attend(event, rest, Vec::new()));
                }
            });
        }
        action
    }

    fn together_ui(&mut self, ui: &mut Ui, event: Uid, rows: &[Attendance]) -> Option<Action> {
        let mut action = None;
        ui.horizontal_wrapped(|ui| {
            let mut all = self.people.len() == rows.len();
            if ui.checkbox(&mut all, "全选").changed() {
                self.people = rows.iter().filter(|_| all).map(|r| r.person).collect();
            }
            if self.people.is_empty() {
                return;
            }
            ui.label(theme::weak(format!("已选 {} 人", self.people.len())));
            ui.add(
                TextEdit::singleline(&mut self.hours)
                    .margin(egui::Margin::symmetric(8, 5))
                    .hint_text("小时")
                    .desired_width(44.0),
            )
            .accessible_name("选中的人改为几小时");
            if ui.button("改时长").clicked() {
                action = Some(match number::read_minutes(&self.hours) {
                    Ok(Some(minutes)) => self.changed(event, rows, minutes),
                    Ok(None) => Action::Say("请先填小时数".into()),
                    Err(why) => Action::Say(format!("服务时长{why}，没有修改")),
                });
            }
            if ui.button("移除选中").clicked() {
                let kept = rows.iter().filter(|r| !self.people.contains(&r.person));
                action = Some(attend(event, kept.cloned().collect(), Vec::new()));
            }
        });
        action
    }

    fn changed(&self, event: Uid, rows: &[Attendance], minutes: u32) -> Action {
        let mut rows = rows.to_vec();
        for row in &mut rows {
            if self.people.contains(&row.person) {
                row.minutes = minutes;
            }
        }
        attend(event, rows, Vec::new())
    }
}
