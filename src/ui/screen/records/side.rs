//! The right side of a register: the form of one record, its tabs and its buttons.

use super::More;
use super::Outcome;
use super::Records;
use super::Scene;
use crate::app::Draft;
use crate::app::Register;
use crate::app::Registered;
use crate::app::desk::Ask;
use crate::model::Uid;
use crate::model::field::Again;
use crate::model::problem::Severity;
use crate::ui::action::Action;
use crate::ui::screen::past::own_steps_button;
use crate::ui::screen::past::person_button;
use crate::ui::shown::shown_button;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::form;
use crate::ui::widget::page_preview::empty_ui;
use egui::Frame;
use egui::Margin;
use egui::Panel;
use egui::Ui;
use egui_material_icons::icons;

impl<F: Registered> Records<F> {
    #[expect(
        clippy::too_many_lines,
        reason = "one form from its title to its buttons, in the order of the screen"
    )]
    pub(super) fn form_ui(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        outcome: &mut Outcome,
        more: Vec<More<'_>>,
    ) {
        let Some(draft) = &mut self.draft else {
            empty_ui(ui, "在左边选一条，或按 Ctrl+N 新增");
            return;
        };
        let (new, dirty, uid) = (draft.uid().is_nil(), draft.is_dirty(), draft.uid());
        let mut copy = false;
        let mut save = false;
        Panel::bottom("form_buttons")
            .frame(Frame::new().inner_margin(Margin {
                left: 0,
                right: 0,
                top: 8,
                bottom: 0,
            }))
            .show(ui, |ui| {
                ui.horizontal_wrapped(|ui| {
                    save = ui
                        .add_enabled_ui(dirty && scene.state.writable, |ui| {
                            button::primary(ui, icons::ICON_SAVE, "保存")
                        })
                        .inner
                        .on_hover_text("Ctrl+S")
                        .clicked();
                    if ui
                        .add_enabled_ui(dirty, |ui| button::tool(ui, icons::ICON_UNDO, "还原"))
                        .inner
                        .clicked()
                    {
                        draft.revert();
                        self.problems.clear();
                    }
                    if !new
                        && !dirty
                        && let Some(actions) = become_event::<F>(uid, scene)
                        && button::tool(ui, icons::ICON_EVENT, "形成活动")
                            .on_hover_text("Ctrl+E")
                            .clicked()
                    {
                        outcome.actions.extend(actions);
                    }
                    if !new {
                        copy = button::tool(ui, icons::ICON_CONTENT_COPY, "复制为新")
                            .on_hover_text("Ctrl+Shift+N")
                            .clicked();
                        if button::tool(ui, icons::ICON_DELETE, "删除…").clicked() {
                            outcome
                                .actions
                                .push(Action::AskDelete(F::REGISTER, vec![uid]));
                        }
                    }
                });
            });
        ui.horizontal(|ui| {
            let title = if new {
                format!("新增{}", F::NAME)
            } else {
                F::one(&scene.state.ledger, uid, scene.today)
                    .map(|e| e.title())
                    .unwrap_or_default()
            };
            if dirty {
                button::badge(ui, "未保存", theme::now().warn, theme::now().warn_soft);
            }
            ui.add(egui::Label::new(theme::strong(title, 17.0)).truncate());
        });
        if !new {
            ui.horizontal(|ui| {
                let labels = std::iter::once("内容").chain(more.iter().map(|(label, _)| *label));
                for (n, label) in labels.enumerate() {
                    if button::choice(ui, self.beyond == n, label).clicked() {
                        self.beyond = n;
                    }
                }
            });
            let beyond = self.beyond.checked_sub(1);
            if let Some((_, draw)) = beyond.and_then(|n| more.into_iter().nth(n)) {
                // On a low screen, or with large letters, all of it scrolls together.
                let low = ui.available_height() < LOW;
                let actions = if low {
                    egui::ScrollArea::vertical()
                        .id_salt("beyond")
                        .auto_shrink(false)
                        .min_scrolled_height(0.0)
                        .show(ui, |ui| draw(ui, uid))
                        .inner
                } else {
                    draw(ui, uid)
                };
                outcome.actions.extend(actions);
                return;
            }
        }
        let has_personal = (0..F::fields().len()).any(Draft::<F>::is_personal);
        if !new {
            ui.horizontal_wrapped(|ui| {
                if has_personal {
                    outcome
                        .actions
                        .extend(shown_button(ui, scene.personal, 0.0));
                }
                let own = own_steps_button(ui, F::REGISTER, uid);
                outcome.actions.extend(own);
                outcome.actions.extend(person_button(ui, F::REGISTER, uid));
            });
        }
        if new && has_before::<F>(scene) {
            let last = self.remembered.as_deref().filter(|r| draft.can_carry(r));
            let carry = ui
                .add_enabled_ui(last.is_some() && scene.state.writable, |ui| {
                    button::tool(ui, icons::ICON_PLAYLIST_ADD, "沿用上一条")
                })
                .inner
                .on_hover_text("把还空着的地点、单位、社区等按上一条填好。只填一格用 Ctrl+'");
            if let Some(last) = last.filter(|_| carry.clicked()) {
                let filled = draft.carry(last);
                let said = format!("已按上一条填好 {filled} 格，请核对");
                outcome.actions.push(Action::Say(said));
            }
        }
        let focus_first = std::mem::take(&mut self.focus_first);
        let to_wrong = std::mem::take(&mut self.to_wrong);
        let mut problems = self.problems.iter().filter(|_| to_wrong);
        let wrong = problems.find(|p| p.severity == Severity::Error && !p.field.is_empty());
        let look = form::Look {
            directory: &scene.state.directory,
            problems: &self.problems,
            focus: wrong.map_or("", |p| p.field),
            personal: scene.personal || new,
            focus_first,
            composing: scene.composing,
            today: scene.today,
            remembered: self.remembered.as_deref(),
        };
        let drawn = egui::ScrollArea::vertical()
            .auto_shrink(false)
            .min_scrolled_height(0.0)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 5.0;
                form::form_ui(ui, draft, look)
            });
        outcome.in_line = drawn.inner.in_line;
        if drawn.inner.changed && !scene.composing {
            let mut meant = draft.clone();
            meant.spell_days(scene.today);
            self.problems = meant.problems(&scene.state.directory);
            // Before the first save a form is not scolded for what is still to come.
            if new {
                self.problems.retain(|p| {
                    !p.what.starts_with("请填写") && !p.what.starts_with("没有活动时间")
                });
            }
        } else if !dirty && !new && self.problems.is_empty() {
            self.problems = draft.problems(&scene.state.directory);
        }
        if copy {
            self.copy(uid, scene);
        }
        if save {
            outcome.actions.extend(self.save(scene));
        }
    }
}

/// What lies beyond the fields has no room of its own to scroll in below this height.
const LOW: f32 = 360.0;

// Whether there is a record before a new one, of which something may be taken over.
fn has_before<F: Registered>(scene: &Scene<'_>) -> bool {
    scene.state.ledger.count(F::REGISTER.table()) > 0
        && F::fields().iter().any(|f| f.again == Again::Carried)
}

/// What makes the event a saved record becomes and opens it, where it becomes one.
pub fn become_event<F: Registered>(uid: Uid, scene: &Scene<'_>) -> Option<[Action; 2]> {
    let entry = F::one(&scene.state.ledger, uid, scene.today)?;
    let (event, command) = entry.become_event(&scene.state.directory, scene.today)?;
    Some([
        Action::Ask(Ask::Run(Box::new(command), String::new())),
        Action::OpenSoon(Register::Events, event),
    ])
}
