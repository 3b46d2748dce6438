//! Fields that both sides changed: both values side by side, and a person says which stands.

use crate::app::merge::Conflict;
use crate::app::merge::Decisions;
use crate::app::merge::FieldConflict;
use crate::app::merge::Preview;
use crate::app::merge::Side;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::Label;
use egui::RichText;
use egui::Ui;
use egui::Vec2;

/// What is to be decided, and what was.
#[derive(Default)]
pub(super) struct Conflicts {
    all: Vec<Conflict>,
    pub decisions: Decisions,
}

impl Conflicts {
    pub(super) fn of<'p>(previews: impl Iterator<Item = &'p Preview>) -> Self {
        Self {
            all: previews.flat_map(|p| p.plan.conflicts.clone()).collect(),
            decisions: Decisions::default(),
        }
    }

    /// The same after the packs were judged again: an answer stays where the question is the same.
    pub(super) fn again<'p>(&self, previews: impl Iterator<Item = &'p Preview>) -> Self {
        let mut again = Self::of(previews);
        for conflict in &again.all {
            let before = self.all.iter().filter(|c| c.uid == conflict.uid);
            let before: Vec<&FieldConflict> = before.flat_map(|c| &c.fields).collect();
            for field in conflict.fields.iter().filter(|f| before.contains(f)) {
                if let Some(side) = self.decisions.of(conflict.uid, &field.key) {
                    let place = (conflict.uid, field.key.clone());
                    again.decisions.picks.insert(place, side);
                }
            }
        }
        again
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Fields that wait.
    pub(super) fn undecided(&self) -> usize {
        let fields = self
            .all
            .iter()
            .flat_map(|c| c.fields.iter().map(|f| (c.uid, &f.key)));
        fields
            .filter(|(uid, key)| self.decisions.of(*uid, key).is_none())
            .count()
    }

    pub(super) fn ui(&mut self, ui: &mut Ui) {
        let count: usize = self.all.iter().map(|c| c.fields.len()).sum();
        ui.horizontal(|ui| {
            let text = format!("两边都改过 {count} 处，请选用哪一边");
            button::section(ui, &text);
            for (side, text) in [(Side::Mine, "全部用本机"), (Side::Theirs, "全部用包里")]
            {
                let on = self.decisions.all == Some(side) && self.decisions.picks.is_empty();
                if button::choice(ui, on, text).clicked() {
                    self.decisions.all = Some(side);
                    self.decisions.picks.clear();
                }
            }
        });
        for conflict in &self.all {
            for field in &conflict.fields {
                field_ui(ui, conflict, field, &mut self.decisions);
            }
        }
        ui.add_space(6.0);
    }
}

fn field_ui(ui: &mut Ui, conflict: &Conflict, field: &FieldConflict, decisions: &mut Decisions) {
    let now = decisions.of(conflict.uid, &field.key);
    ui.horizontal(|ui| {
        let room = (ui.available_width() - 24.0) / 3.0;
        // The field first: a long title is cut at its end.
        let what = format!("{} · {} {}", field.label, conflict.kind, conflict.title);
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        ui.allocate_ui_with_layout(Vec2::new(room, 28.0), layout, |ui| {
            ui.set_width(room);
            ui.add(Label::new(RichText::new(what.as_str()).size(14.0)).truncate())
                .on_hover_text(what);
        });
        for (side, word, value) in [
            (Side::Mine, "本机", &field.mine),
            (Side::Theirs, "包里", &field.theirs),
        ] {
            let value = if value.is_empty() { "（空）" } else { value };
            let text = RichText::new(format!("{word}：{value}")).color(theme::INK);
            let stroke = egui::Stroke::new(1.0, theme::FIELD_LINE);
            let face = egui::Button::selectable(now == Some(side), text).truncate();
            let layout = egui::Layout::top_down_justified(egui::Align::Min);
            let response = ui
                .allocate_ui_with_layout(Vec2::new(room - 8.0, 28.0), layout, |ui| {
                    ui.set_width(room - 8.0);
                    ui.add(face.stroke(stroke))
                })
                .inner;
            if response.on_hover_text(value).clicked() {
                let place = (conflict.uid, field.key.clone());
                decisions.picks.insert(place, side);
            }
        }
    });
}
