//! Fields that both sides changed: both values side by side, and a person says which stands.

use crate::app::exposure::masked_field;
use crate::app::merge::Decisions;
use crate::app::merge::FieldConflict;
use crate::app::merge::Preview;
use crate::app::merge::Side;
use crate::model::Uid;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::Label;
use egui::RichText;
use egui::ScrollArea;
use egui::Ui;
use egui::Vec2;

/// What is to be decided, and what was.
#[derive(Default)]
pub(super) struct Conflicts {
    all: Vec<Line>,
    pub decisions: Decisions,
}

/// One field: its record, what is said of it, its values as they are and as they are shown to everybody.
struct Line {
    uid: Uid,
    what: String,
    field: FieldConflict,
    masked: FieldConflict,
}

/// Lines that are seen at a time; more are scrolled to.
const MOST: f32 = 8.0;
const LINE: f32 = 32.0;

impl Conflicts {
    pub(super) fn of<'p>(previews: impl Iterator<Item = &'p Preview>) -> Self {
        let all = previews.flat_map(|p| &p.plan.conflicts).flat_map(|c| {
            c.fields.iter().map(|field| Line {
                uid: c.uid,
                // The field first: a long title is cut at its end.
                what: format!("{} · {} {}", field.label, c.kind, c.title),
                field: field.clone(),
                masked: masked_field(c, field),
            })
        });
        Self {
            all: all.collect(),
            decisions: Decisions::default(),
        }
    }

    /// The same after the packs were judged again: an answer stays where the question is the same.
    pub(super) fn again<'p>(&self, previews: impl Iterator<Item = &'p Preview>) -> Self {
        let mut again = Self::of(previews);
        for line in &again.all {
            let asked = |l: &&Line| l.uid == line.uid && l.field == line.field;
            let before = self.all.iter().find(asked);
            if before.is_some()
                && let Some(side) = self.decisions.of(line.uid, &line.field.key)
            {
                let place = (line.uid, line.field.key.clone());
                again.decisions.picks.insert(place, side);
            }
        }
        again
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Fields that wait.
    pub(super) fn undecided(&self) -> usize {
        let lines = self.all.iter();
        lines
            .filter(|l| self.decisions.of(l.uid, &l.field.key).is_none())
            .count()
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, personal: bool) {
        let count = self.all.len();
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
        let Self { all, decisions } = self;
        ScrollArea::vertical()
            .id_salt("conflicts")
            .max_height(MOST * LINE)
            .show_rows(ui, LINE, all.len(), |ui, shown| {
                for line in all.get(shown).unwrap_or_default() {
                    line_ui(ui, line, personal, decisions);
                }
            });
        ui.add_space(6.0);
    }
}

fn line_ui(ui: &mut Ui, line: &Line, personal: bool, decisions: &mut Decisions) {
    let Line { uid, what, .. } = line;
    let field = if personal { &line.field } else { &line.masked };
    let now = decisions.of(*uid, &field.key);
    ui.horizontal(|ui| {
        ui.set_height(LINE);
        let room = (ui.available_width() - 24.0) / 3.0;
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
            let text = RichText::new(format!("{word}：{value}")).color(theme::now().ink);
            let stroke = egui::Stroke::new(1.0, theme::now().field_line);
            let face = egui::Button::selectable(now == Some(side), text).truncate();
            let layout = egui::Layout::top_down_justified(egui::Align::Min);
            let response = ui
                .allocate_ui_with_layout(Vec2::new(room - 8.0, 28.0), layout, |ui| {
                    ui.set_width(room - 8.0);
                    ui.add(face.stroke(stroke))
                })
                .inner;
            if response.on_hover_text(value).clicked() {
                let place = (*uid, field.key.clone());
                decisions.picks.insert(place, side);
            }
        }
    });
}
