//! The field of the cell that is edited, drawn over the table: the text, what is wrong with it, and what its list offers.

use super::Records;
use super::Scene;
use crate::app::Registered;
use crate::model::field::Field;
use crate::model::field::Kind;
use crate::model::problem::Problem;
use crate::model::problem::Severity;
use crate::ui::theme;
use crate::ui::widget::form;
use egui::EventFilter;
use egui::Id;
use egui::Key;
use egui::KeyboardShortcut;
use egui::Modifiers;
use egui::RichText;
use egui::TextEdit;
use egui::Ui;

/// Items a list shows.
const MOST_ITEMS: usize = 8;
/// A narrow column does not make a narrow field.
const LEAST_WIDTH: f32 = 190.0;

impl<F: Registered> Records<F> {
    pub(super) fn take_item(&mut self, item: &str) {
        let (Some(editing), Some(draft)) = (&self.editing, &mut self.draft) else {
            return;
        };
        let Some(stands) = draft.typed.get_mut(editing.place) else {
            return;
        };
        let field = F::fields().get(editing.place);
        let several = field.is_some_and(|f| matches!(f.kind, Kind::Choices(_) | Kind::Measures));
        // Of several the one being typed is the last.
        match stands.rfind('、').filter(|_| several) {
            Some(at) => stands.replace_range(at + '、'.len_utf8().., item),
            None => item.clone_into(stands),
        }
    }

    // What the field's list offers for what stands there.
    pub(super) fn items(
        &self,
        field: &Field<F>,
        place: usize,
        scene: &Scene<'_>,
    ) -> Vec<(String, String)> {
        if scene.composing {
            return Vec::new();
        }
        let (Some(editing), Some(draft)) = (&self.editing, &self.draft) else {
            return Vec::new();
        };
        let stands = draft.typed.get(place).map_or("", String::as_str);
        let options = form::options(field.kind, &scene.state.directory);
        // What stood there is no wish for it alone.
        let words = if stands == editing.before { "" } else { stands };
        let words = words.rsplit('、').next().unwrap_or_default();
        let mut items = form::matching(&options, words);
        items.truncate(MOST_ITEMS);
        items
    }

    // Whether the field was left.
    pub(super) fn cell_area_ui(
        &mut self,
        ui: &Ui,
        rect: egui::Rect,
        field: &Field<F>,
        place: usize,
        items: &[(String, String)],
        scene: &Scene<'_>,
    ) -> bool {
        let (Some(editing), Some(draft)) = (&mut self.editing, &mut self.draft) else {
            return false;
        };
        let Some(typed) = draft.typed.get_mut(place) else {
            return false;
        };
        let id = editing.id();
        let problems = &self.problems;
        let mut picked = None;
        let mut left = false;
        let area = egui::Area::new(Id::unique("cell"))
            .order(egui::Order::Foreground)
            .fixed_pos(rect.min)
            .show(ui.ctx(), |ui| {
                egui::Frame::popup(ui.style())
                    .inner_margin(1)
                    .show(ui, |ui| {
                        let width = rect.width().max(LEAST_WIDTH);
                        ui.set_width(width);
                        let edit = if field.kind == Kind::Lines {
                            TextEdit::multiline(typed)
                                .desired_rows(3)
                                .return_key(KeyboardShortcut::new(Modifiers::ALT, Key::Enter))
                        } else {
                            TextEdit::singleline(typed).return_key(None)
                        };
                        let edit = edit
                            .id(id)
                            .event_filter(EventFilter {
                                tab: true,
                                escape: true,
                                horizontal_arrows: true,
                                vertical_arrows: true,
                            })
                            .desired_width(width - 12.0);
                        let response = ui.add(edit).accessible_name(format!("格：{}", field.label));
                        if response.changed() {
                            editing.at = None;
                        }
                        if std::mem::take(&mut editing.fresh) {
                            response.request_focus();
                        } else {
                            left = !response.has_focus();
                        }
                        problems_ui(ui, problems, field.key, scene.personal);
                        picked = items_ui(ui, items, editing.at);
                    });
            });
        if let Some(picked) = picked {
            self.take_item(&picked);
            if let Some(editing) = &mut self.editing {
                editing.fresh = true;
            }
            return false;
        }
        // A press into the list takes the focus from the field for a moment.
        let pointer = ui.input(|i| i.pointer.latest_pos());
        if left && pointer.is_some_and(|p| area.response.rect.contains(p)) {
            if let Some(editing) = &mut self.editing {
                editing.fresh = true;
            }
            return false;
        }
        left
    }
}

fn problems_ui(ui: &mut Ui, problems: &[Problem], key: &str, personal: bool) {
    let stops = problems.iter().filter(|p| p.severity == Severity::Error);
    for problem in stops {
        let said = problem.said(personal);
        let text = if problem.field == key || problem.field.is_empty() {
            said.to_owned()
        } else {
            format!("这一条别处还有：{said}")
        };
        let text = RichText::new(text).color(theme::now().bad).size(13.0);
        ui.add(egui::Label::new(text).wrap());
    }
}

fn items_ui(ui: &mut Ui, items: &[(String, String)], at: Option<usize>) -> Option<String> {
    let mut picked = None;
    for (n, (value, label)) in items.iter().enumerate() {
        let face = egui::Button::selectable(at == Some(n), label)
            .truncate()
            .sense(egui::Sense::CLICK)
            .min_size(egui::Vec2::new(ui.available_width(), 24.0));
        if ui.add(face).clicked() {
            picked = Some(value.clone());
        }
    }
    picked
}
