//! A cell being edited in the table. It is the form's own field, typed in another place: what stands in it is the record's
//! draft, is checked as the form is, and survives whatever the form survives.

use super::Outcome;
use super::Records;
use super::Scene;
use crate::app::Draft;
use crate::app::Registered;
use crate::app::desk::Ask;
use crate::model::Uid;
use crate::model::problem::Severity;
use crate::ui::action::Action;
use crate::ui::widget::form;
use egui::Id;
use egui::Key;
use egui::Modifiers;
use egui::Ui;

/// A cell that is edited.
#[derive(Debug)]
pub(super) struct Editing {
    /// The record.
    pub uid: Uid,
    /// Place of the field.
    pub place: usize,
    /// What stood there.
    pub before: String,
    /// The field has not had the focus yet.
    pub fresh: bool,
    /// Where to go once an earlier cell of the record is written.
    then: Option<Way>,
    /// The item of the list that is marked.
    pub at: Option<usize>,
    /// Counts the cells that were edited.
    turn: u64,
    /// Its row was in view.
    pub seen: bool,
    /// Pinyin opened it. Given up, it leaves nothing behind, not an empty cell.
    pub by_pinyin: bool,
}

/// Where the cursor goes after a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Stay,
    Down,
    Up,
    Right,
    Left,
    /// Nowhere: what was typed is given up.
    Back,
}

/// A cell on its way to the file: the record and its text as a draft, should it be refused.
#[derive(Debug, Clone)]
pub(super) struct Writing {
    pub uid: Uid,
    pub text: String,
    /// Key of the draft.
    pub draft: String,
}

impl Editing {
    /// Save it with the next frame, and stay where it is.
    pub(super) fn leave_soon(&mut self) {
        self.then = Some(Way::Stay);
    }

    /// The field of the cell. Each time another one: what a field remembers, like the texts Ctrl+Z goes back to, belongs to
    /// one cell and to no other.
    pub(super) fn id(&self) -> Id {
        Id::unique(("cell of the table", self.turn))
    }
}

impl<F: Registered> Records<F> {
    /// Edit the cursor's cell, with what stands there or with what was typed.
    pub(super) fn begin_cell(
        &mut self,
        typed: Option<String>,
        scene: &Scene<'_>,
        outcome: &mut Outcome,
    ) {
        let (Some(uid), Some((place, _))) = (self.chosen, self.heads.get(self.grid.column)) else {
            return;
        };
        let place = *place;
        if self.draft.as_ref().is_none_or(|d| d.uid() != uid) {
            self.open(uid, scene);
        }
        let Some(draft) = &mut self.draft else { return };
        let refusal = if !scene.state.writable {
            Some("台账现在只能看，不能修改")
        } else if draft.is_dirty() {
            Some("这一条在右边改过还没有保存，请先保存或还原")
        } else if Draft::<F>::is_personal(place)
            && !scene.personal
            && draft.typed.get(place).is_some_and(|t| !t.is_empty())
        {
            Some("证件号和电话遮住了，请先点“显示证件号和电话”再改")
        } else {
            None
        };
        if let Some(text) = refusal {
            outcome.actions.push(Action::Say(text.to_owned()));
            return;
        }
        let Some(stands) = draft.typed.get_mut(place) else {
            return;
        };
        let before = stands.clone();
        if let Some(typed) = typed {
            *stands = typed;
        }
        self.problems.clear();
        self.grid.unmark();
        self.grid.follow = true;
        self.scroll = true;
        self.cells += 1;
        self.editing = Some(Editing {
            turn: self.cells,
            seen: false,
            by_pinyin: false,
            uid,
            place,
            before,
            fresh: true,
            then: None,
            at: None,
        });
    }

    /// Leave the cell as it was.
    pub(super) fn give_up_cell(&mut self) {
        let Some(editing) = self.editing.take() else {
            return;
        };
        if let Some(draft) = self.draft.as_mut().filter(|d| d.uid() == editing.uid)
            && let Some(stands) = draft.typed.get_mut(editing.place)
        {
            stands.clone_from(&editing.before);
        }
        self.problems.clear();
    }

    /// Save what stands in the cell, if nothing stops it, and go on. Whether the cell is done with.
    pub(super) fn leave_cell(
        &mut self,
        way: Way,
        scene: &Scene<'_>,
        outcome: &mut Outcome,
    ) -> bool {
        let Some(editing) = &mut self.editing else {
            return true;
        };
        let Some(draft) = self.draft.as_mut().filter(|d| d.uid() == editing.uid) else {
            self.editing = None;
            return true;
        };
        // What is being written comes back as the record; to save over it before would undo it.
        if self.writing.iter().any(|w| w.uid == editing.uid) {
            editing.then = Some(way);
            return false;
        }
        editing.then = None;
        if editing.by_pinyin
            && let Some(typed) = draft.typed.get_mut(editing.place)
            && typed.is_empty()
        {
            typed.clone_from(&editing.before);
        }
        let field = F::fields().get(editing.place);
        if let (Some(field), Some(typed)) = (field, draft.typed.get_mut(editing.place)) {
            let options = form::options(field.kind, &scene.state.directory);
            form::complete(typed, &options);
        }
        draft.spell_days(scene.today);
        if draft.is_dirty() {
            let directory = &scene.state.directory;
            let problems = draft.problems(directory);
            let read = draft.read(directory).ok();
            let stops = problems.iter().any(|p| p.severity == Severity::Error);
            self.problems = problems;
            let Some(record) = read.filter(|_| !stops) else {
                return false;
            };
            let text = draft.text();
            let settled = Draft::of(record.clone(), directory);
            let (uid, key) = (editing.uid, self.key());
            // As a draft first: a refusal, or a plug that is pulled, must not lose it.
            let keep = Ask::KeepDraft(key.clone(), text.clone());
            outcome.actions.push(Action::Ask(keep));
            let run = Ask::Run(Box::new(record.save()), key.clone());
            outcome.actions.push(Action::Ask(run));
            self.writing.push(Writing {
                uid,
                text,
                draft: key,
            });
            self.draft = Some(settled);
            self.kept.clear();
        }
        self.editing = None;
        let (row, column) = (self.row().unwrap_or(0), self.grid.column);
        let last = self.rows.len().saturating_sub(1);
        let to = match way {
            Way::Stay | Way::Back => return true,
            Way::Down => ((row + 1).min(last), column),
            Way::Up => (row.saturating_sub(1), column),
            Way::Right => (row, column + 1),
            Way::Left => (row, column.saturating_sub(1)),
        };
        self.step_to(to, scene, outcome);
        true
    }

    /// A change was written while a cell is edited: the rest of the record is as it is now.
    pub(super) fn rebase_cell(&mut self, scene: &Scene<'_>) {
        let (Some(editing), Some(draft)) = (&mut self.editing, &mut self.draft) else {
            return;
        };
        let Some(entry) = F::one(&scene.state.ledger, editing.uid, scene.today) else {
            return;
        };
        let typed = draft.typed.get(editing.place).cloned();
        *draft = Draft::of(entry, &scene.state.directory);
        if let (Some(typed), Some(stands)) = (typed, draft.typed.get_mut(editing.place)) {
            editing.before.clone_from(stands);
            *stands = typed;
        }
    }

    /// A cell was refused after all: its record is shown with what was typed.
    pub(super) fn come_back(&mut self, scene: &Scene<'_>) {
        if let Some(writing) = self.refused.take() {
            self.give_up_cell();
            let problems = std::mem::take(&mut self.problems);
            self.open(writing.uid, scene);
            self.problems = problems;
            if let Some(draft) = &mut self.draft {
                draft.recall(&writing.text);
            }
        }
    }

    /// Draw the cell that is edited, over the table.
    pub(super) fn cell_ui(&mut self, ui: &Ui, scene: &Scene<'_>, outcome: &mut Outcome) {
        let Some((uid, place, waits)) = self.editing.as_ref().map(|e| (e.uid, e.place, e.then))
        else {
            return;
        };
        if self.chosen != Some(uid) || self.draft.as_ref().is_none_or(|d| d.uid() != uid) {
            self.editing = None;
            return;
        }
        let on_its_way = self.writing.iter().any(|w| w.uid == uid);
        if let Some(way) = waits.filter(|_| !on_its_way) {
            self.leave_cell(way, scene, outcome);
            return;
        }
        let (Some(rect), Some(field)) = (self.grid.rect, F::fields().get(place)) else {
            ui.ctx().request_repaint();
            return;
        };
        let items = self.items(field, place, scene);
        if !scene.composing
            && let Some(way) = self.cell_keys(ui, &items)
        {
            match way {
                Way::Back => self.give_up_cell(),
                way => _ = self.leave_cell(way, scene, outcome),
            }
            // A cell that is refused is drawn on: a field that is not drawn loses the focus.
            if self.editing.as_ref().is_none_or(|e| e.uid != uid) {
                return;
            }
        }
        let left = self.cell_area_ui(ui, rect, field, place, &items, scene);
        if left && self.editing.as_ref().is_some_and(|e| !e.fresh) {
            // Text that can't be saved stays in the form beside, where it is seen.
            if !self.leave_cell(Way::Stay, scene, outcome)
                && self.editing.as_ref().is_some_and(|e| e.then.is_none())
            {
                self.editing = None;
            }
        }
    }

    // Where to go, when a key says so.
    fn cell_keys(&mut self, ui: &Ui, items: &[(String, String)]) -> Option<Way> {
        let hit = |held, key| ui.ctx().input_mut(|i| i.consume_key(held, key));
        if hit(Modifiers::NONE, Key::Escape) {
            return Some(Way::Back);
        }
        let editing = self.editing.as_mut()?;
        if !items.is_empty() {
            if hit(Modifiers::NONE, Key::ArrowDown) {
                let next = editing.at.map_or(0, |at| at + 1);
                editing.at = Some(next.min(items.len() - 1));
            }
            if hit(Modifiers::NONE, Key::ArrowUp) {
                editing.at = editing.at.and_then(|at| at.checked_sub(1));
            }
        }
        let way = [
            (Modifiers::SHIFT, Key::Tab, Way::Left),
            (Modifiers::SHIFT, Key::Enter, Way::Up),
            (Modifiers::NONE, Key::Tab, Way::Right),
            (Modifiers::NONE, Key::Enter, Way::Down),
        ]
        .into_iter()
        .find(|(held, key, _)| hit(*held, *key))
        .map(|(_, _, way)| way)?;
        let chosen = editing
            .at
            .and_then(|at| items.get(at))
            .map(|(value, _)| value.clone());
        if let Some(chosen) = chosen {
            self.take_item(&chosen);
        }
        Some(way)
    }
}
