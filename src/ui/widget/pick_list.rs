//! One of a few dozen, found by typing: a combo box whose list text or 拼音首字母 narrows, Enter takes the first.

use crate::model::Uid;
use crate::model::search::Index;
use egui::ComboBox;
use egui::Key;
use egui::PopupCloseBehavior;
use egui::Response;
use egui::ScrollArea;
use egui::TextEdit;
use egui::Ui;

/// Draw it; `items` are key and label. The key that was picked, and the box for its name.
pub fn pick_list_ui(
    ui: &mut Ui,
    salt: impl std::hash::Hash + std::fmt::Debug,
    now: &str,
    width: f32,
    items: &[(String, String)],
) -> (Option<String>, Response) {
    let words_at = ui.scope_id().with(("pick_list", &salt));
    let mut picked = None;
    let combo = ComboBox::from_id_salt(salt)
        .width(width)
        .height(380.0)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .selected_text(now)
        .show_ui(ui, |ui| {
            let mut words: String = ui.data_mut(|d| d.get_temp(words_at)).unwrap_or_default();
            let edit = TextEdit::singleline(&mut words)
                .hint_text("输入几个字或拼音首字母")
                .desired_width(width - 8.0);
            let edited = ui.add(edit).accessible_name("在列表里查找");
            let entered = edited.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
            if !edited.has_focus() && !entered {
                edited.request_focus();
            }
            let shown = narrowed(items, &words);
            if entered {
                picked = shown.first().map(|(key, _)| key.clone());
            }
            ScrollArea::vertical().max_height(300.0).show(ui, |ui| {
                for (key, label) in &shown {
                    if ui.selectable_label(label == now, label).clicked() {
                        picked = Some(key.clone());
                    }
                }
            });
            if picked.is_some() {
                words.clear();
                ui.close();
            }
            ui.data_mut(|d| d.insert_temp(words_at, words));
        });
    (picked, combo.response)
}

// A few dozen labels: made anew while the list is open, kept nowhere.
fn narrowed(items: &[(String, String)], words: &str) -> Vec<(String, String)> {
    if words.trim().is_empty() {
        return items.to_vec();
    }
    let mut index = Index::default();
    let named: Vec<(Uid, &(String, String))> =
        items.iter().map(|item| (Uid::fresh(), item)).collect();
    for (uid, (_, label)) in &named {
        index.put(*uid, label);
    }
    let found = index.find(words);
    let hit = named.into_iter().filter(|(uid, _)| found.contains(uid));
    hit.map(|(_, item)| item.clone()).collect()
}
