//! Filters of a register kept under a name on this computer: words, filters and order together.

use super::Outcome;
use super::Records;
use crate::app::Registered;
use crate::app::Wanted;
use crate::app::tables::NamedFilter;
use crate::ui::theme;
use egui::Key;
use egui::Modifiers;
use egui::PopupCloseBehavior;
use egui::TextEdit;
use egui::Ui;
use egui::containers::menu::MenuButton;
use egui::containers::menu::MenuConfig;

/// Names are no longer than a menu is wide.
const LONGEST: usize = 20;

impl<F: Registered> Records<F> {
    /// The buttons 保存筛选 and 已存筛选.
    pub(super) fn named_filters_ui(&mut self, ui: &mut Ui, composing: bool, outcome: &mut Outcome) {
        let config = || MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        let narrowed = !self.wanted.words.trim().is_empty() || !self.wanted.filters.is_empty();
        if narrowed {
            MenuButton::new("保存筛选").config(config()).ui(ui, |ui| {
                if self.name_ui(ui, composing) {
                    outcome.actions.push(self.kept_table());
                    ui.close();
                }
            });
        }
        if self.table.filters.is_empty() {
            return;
        }
        MenuButton::new("已存筛选").config(config()).ui(ui, |ui| {
            let (mut chosen, mut gone) = (None, None);
            for (n, filter) in self.table.filters.iter().enumerate() {
                ui.horizontal(|ui| {
                    let on = filter.wanted == self.wanted;
                    let face = egui::Button::selectable(on, &filter.name).truncate();
                    if ui.add_sized([180.0, 28.0], face).clicked() {
                        chosen = Some(filter.wanted.clone());
                    }
                    let name = format!("删除筛选{}", filter.name);
                    if ui.small_button("删除").accessible_name(name).clicked() {
                        gone = Some(n);
                    }
                });
            }
            if let Some(wanted) = chosen {
                self.wanted = wanted;
                ui.close();
            }
            if let Some(n) = gone {
                self.table.filters.remove(n);
                outcome.actions.push(self.kept_table());
            }
        });
    }

    // Whether a name was given and the filter is kept under it.
    fn name_ui(&mut self, ui: &mut Ui, composing: bool) -> bool {
        ui.label(theme::weak("给现在的查找、筛选和排序起个名字").size(13.0));
        let entered = !composing && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        let edit = TextEdit::singleline(&mut self.filter_name)
            .char_limit(LONGEST)
            .desired_width(200.0);
        let response = ui.add(edit).accessible_name("筛选的名称");
        if !response.has_focus() && self.filter_name.is_empty() {
            response.request_focus();
        }
        let name = self.filter_name.trim().to_owned();
        let known = self.table.filters.iter().any(|f| f.name == name);
        let verb = if known { "换掉原来的" } else { "保存" };
        let pressed = ui
            .add_enabled(!name.is_empty(), egui::Button::new(verb))
            .clicked();
        if name.is_empty() || !(pressed || entered) {
            return false;
        }
        let kept = NamedFilter {
            name: name.clone(),
            wanted: Wanted {
                words: without_numbers(&self.wanted.words),
                ..self.wanted.clone()
            },
        };
        match self.table.filters.iter_mut().find(|f| f.name == name) {
            Some(filter) => *filter = kept,
            None => self.table.filters.push(kept),
        }
        self.filter_name.clear();
        true
    }
}

// The name lies on this computer, outside the ledger: a telephone or identity number does not belong there.
fn without_numbers(words: &str) -> String {
    let long = |word: &&str| word.chars().filter(char::is_ascii_digit).count() < 7;
    words
        .split_whitespace()
        .filter(long)
        .collect::<Vec<_>>()
        .join(" ")
}
