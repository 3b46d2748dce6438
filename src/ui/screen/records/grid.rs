//! Where the clerk stands in a register's table: the cell of the cursor, the rows and cells that are marked, what slid by at
//! the left, and the keys that move all of it.

use super::Outcome;
use super::Records;
use super::Scene;
use crate::app::Registered;
use crate::model::Uid;
use crate::ui::widget::record_table::arrows;
use egui::Event;
use egui::ImeEvent;
use egui::Key;
use egui::Modifiers;
use egui::Rect;
use egui::Ui;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// The cursor of a table and what is marked. The row of the cursor is the record of the form.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// Place of the cursor's head.
    pub column: usize,
    /// Place of the head that stands after the first column.
    pub first: usize,
    /// Heads that found room.
    pub shown: Vec<usize>,
    /// The cursor moved: its column comes into view.
    pub follow: bool,
    /// Where the cursor's cell was drawn.
    pub rect: Option<Rect>,
    /// Corners of the marked block, none while only the cursor's cell counts.
    corners: Option<[(Uid, usize); 2]>,
    /// Rows marked one by one, instead of a block.
    single: BTreeSet<Uid>,
}

/// Marked cells by their places in the table.
#[derive(Debug, Clone)]
pub(super) struct Marked {
    rows: RangeInclusive<usize>,
    columns: RangeInclusive<usize>,
}

impl Grid {
    /// Whether rows were picked one by one.
    pub(super) fn has_picked(&self) -> bool {
        !self.single.is_empty()
    }

    /// Nothing is marked any more.
    pub(super) fn unmark(&mut self) {
        self.corners = None;
        self.single.clear();
    }

    /// Slide so that the cursor's column is among those that found room; whether that takes another frame.
    pub(super) fn bring_into_view(&mut self) -> bool {
        let first = self.first.max(1);
        if !std::mem::take(&mut self.follow)
            || self.column == 0
            || self.shown.contains(&self.column)
        {
            return false;
        }
        self.first = if self.column < first {
            self.column
        } else {
            // One by one, for columns are of different widths.
            first + 1
        };
        self.follow = true;
        true
    }
}

/// What the keys of a frame ask of the table.
enum Press {
    To(usize),
    Extend(isize, isize),
    Column(isize),
    All,
    Type(String),
    Compose,
    Edit,
    Copy,
    Paste(String),
    Fill,
    Clear,
}

impl<F: Registered> Records<F> {
    /// Place of the cursor's row.
    pub(super) fn row(&self) -> Option<usize> {
        self.place_of(self.chosen?)
    }

    fn place_of(&self, uid: Uid) -> Option<usize> {
        self.rows.iter().position(|r| *r == uid)
    }

    /// The marked block, by its places.
    pub(super) fn marked(&self) -> Option<Marked> {
        let [(from, left), (to, right)] = self.grid.corners?;
        let (from, to) = (self.place_of(from)?, self.place_of(to)?);
        Some(Marked {
            rows: from.min(to)..=from.max(to),
            columns: left.min(right)..=left.max(right),
        })
    }

    /// Whether a cell is marked.
    pub(super) fn is_marked(&self, marked: Option<&Marked>, row: usize, column: usize) -> bool {
        let single = !self.grid.single.is_empty()
            && self
                .rows
                .get(row)
                .is_some_and(|uid| self.grid.single.contains(uid));
        single || marked.is_some_and(|m| m.rows.contains(&row) && m.columns.contains(&column))
    }

    /// How many rows are marked; none while only the cursor's counts.
    pub(super) fn marked_count(&self) -> usize {
        if self.grid.single.is_empty() {
            self.marked()
                .map_or(0, |m| m.rows.end() - m.rows.start() + 1)
        } else {
            self.grid.single.len()
        }
    }

    /// The records that are marked, or the cursor's, in the order of the table.
    pub(super) fn marked_rows(&self) -> Vec<Uid> {
        if !self.grid.single.is_empty() {
            let single = &self.grid.single;
            let rows = self.rows.iter().copied();
            return rows.filter(|uid| single.contains(uid)).collect();
        }
        match self.marked() {
            Some(m) => self.rows.get(m.rows).unwrap_or_default().to_vec(),
            None => self.chosen.into_iter().collect(),
        }
    }

    /// Fields of the marked columns: all that are shown when rows were marked one by one.
    pub(super) fn marked_keys(&self) -> Vec<&'static str> {
        let columns = if self.grid.single.is_empty() {
            self.marked()
                .map_or(self.grid.column..=self.grid.column, |m| m.columns)
        } else {
            0..=self.heads.len().saturating_sub(1)
        };
        let heads = self.heads.get(columns).unwrap_or_default();
        heads.iter().map(|(_, h)| h.key).collect()
    }

    /// Other rows came, or the same in another order. A block would cover what nobody marked; rows that are gone are marked
    /// no more.
    pub(super) fn marks_after(&mut self) {
        self.grid.corners = None;
        if !self.grid.single.is_empty() {
            let there: BTreeSet<Uid> = self.rows.iter().copied().collect();
            self.grid.single.retain(|uid| there.contains(uid));
        }
    }

    /// A cell was clicked.
    pub(super) fn click(
        &mut self,
        ui: &Ui,
        at: (usize, usize),
        scene: &Scene<'_>,
        outcome: &mut Outcome,
    ) {
        let Some(uid) = self.rows.get(at.0).copied() else {
            return;
        };
        let held = ui.input(|i| i.modifiers);
        if held.shift {
            let from = self.chosen.map_or((uid, at.1), |c| (c, self.grid.column));
            self.grid.single.clear();
            self.grid.corners = Some([from, (uid, at.1)]);
        } else if held.command {
            if self.grid.single.is_empty() {
                self.grid.single = self.marked_rows().into_iter().collect();
                self.grid.corners = None;
            }
            if !self.grid.single.remove(&uid) {
                self.grid.single.insert(uid);
            }
        } else {
            self.grid.unmark();
            self.step_to(at, scene, outcome);
        }
    }

    /// Put the cursor into a cell.
    pub(super) fn step_to(
        &mut self,
        (row, column): (usize, usize),
        scene: &Scene<'_>,
        outcome: &mut Outcome,
    ) {
        self.grid.column = column.min(self.heads.len().saturating_sub(1));
        self.grid.follow = true;
        if let Some(uid) = self.rows.get(row).copied() {
            self.leave_to(uid, scene, outcome);
        }
    }

    /// What the keys ask of the table while nothing else listens to them.
    pub(super) fn grid_keys(&mut self, ui: &Ui, scene: &Scene<'_>, outcome: &mut Outcome) {
        let busy = ui.ctx().text_edit_focused()
            || egui::Popup::is_any_open(ui.ctx())
            || ui.ctx().memory(|m| m.top_modal_layer().is_some())
            || self.editing.is_some();
        if busy || self.rows.is_empty() {
            return;
        }
        // A button that the clerk walked to has Enter and the letters to itself.
        let alone = ui.ctx().memory(|m| m.focused().is_none());
        if alone && self.chosen.is_some() {
            self.invite_pinyin(ui);
        }
        let presses = presses(ui, self.rows.len(), self.row(), scene, alone);
        for press in presses {
            self.press(ui, press, scene, outcome);
        }
    }

    fn press(&mut self, ui: &Ui, press: Press, scene: &Scene<'_>, outcome: &mut Outcome) {
        match press {
            Press::To(row) => {
                self.grid.unmark();
                self.step_to((row, self.grid.column), scene, outcome);
            }
            Press::Column(by) => {
                self.grid.unmark();
                let last = self.heads.len().saturating_sub(1);
                self.grid.column = self.grid.column.saturating_add_signed(by).min(last);
                self.grid.follow = true;
            }
            Press::Extend(down, right) => self.extend(down, right),
            Press::All => {
                if let (Some(first), Some(last)) = (self.rows.first(), self.rows.last()) {
                    let end = self.heads.len().saturating_sub(1);
                    self.grid.corners = Some([(*first, 0), (*last, end)]);
                    self.grid.single.clear();
                }
            }
            Press::Type(text) => self.begin_cell(Some(text), scene, outcome),
            Press::Compose => {
                self.begin_cell(Some(String::new()), scene, outcome);
                // In this frame, so that the field takes the pinyin from its first letter on.
                if let Some(editing) = &mut self.editing {
                    editing.by_pinyin = true;
                    ui.ctx().memory_mut(|m| m.request_focus(editing.id()));
                }
            }
            Press::Edit => self.begin_cell(None, scene, outcome),
            Press::Copy => self.copy_cells(scene, outcome),
            Press::Paste(text) => self.paste(&text, scene, outcome),
            Press::Fill => self.fill_down(scene, outcome),
            Press::Clear => self.clear_cells(scene, outcome),
        }
    }

    fn extend(&mut self, down: isize, right: isize) {
        let Some(uid) = self.chosen else { return };
        let here = (uid, self.grid.column);
        let [from, (to, column)] = self.grid.corners.unwrap_or([here, here]);
        let row = self.place_of(to).unwrap_or(0).saturating_add_signed(down);
        let last = self.heads.len().saturating_sub(1);
        let to = self.rows.get(row).copied().unwrap_or(to);
        let column = column.saturating_add_signed(right).min(last);
        self.grid.corners = Some([from, (to, column)]);
        self.grid.single.clear();
    }

    // Input methods compose only where a text field has the focus. The cursor's cell is as good as one: its first letter
    // may be pinyin.
    fn invite_pinyin(&self, ui: &Ui) {
        let Some(rect) = self.grid.rect else { return };
        ui.ctx().output_mut(|o| {
            if o.ime.is_none() {
                o.ime = Some(egui::output::IMEOutput {
                    purpose: egui::IMEPurpose::Normal,
                    rect,
                    cursor_rect: rect,
                    should_interrupt_composition: false,
                });
            }
        });
    }
}

fn presses(
    ui: &Ui,
    count: usize,
    row: Option<usize>,
    scene: &Scene<'_>,
    alone: bool,
) -> Vec<Press> {
    let mut presses = Vec::new();
    let ctx = ui.ctx();
    if scene.composing {
        let begun =
            |e: &Event| matches!(e, Event::Ime(ImeEvent::Preedit { text, .. }) if !text.is_empty());
        if alone && row.is_some() && ctx.input(|i| i.events.iter().any(begun)) {
            presses.push(Press::Compose);
        }
        return presses;
    }
    let hit = |held, key| ctx.input_mut(|i| i.consume_key(held, key));
    // A key held down comes several times in a slow frame.
    let times = |held, key| ctx.input_mut(|i| i.count_and_consume_key(held, key));
    for (key, down, right) in [
        (Key::ArrowDown, 1, 0),
        (Key::ArrowUp, -1, 0),
        (Key::ArrowRight, 0, 1),
        (Key::ArrowLeft, 0, -1),
    ] {
        for _ in 0..times(Modifiers::SHIFT, key) {
            presses.push(Press::Extend(down, right));
        }
    }
    if let Some(to) = arrows(ui, count, row) {
        presses.push(Press::To(to));
    }
    if hit(Modifiers::COMMAND, Key::A) {
        presses.push(Press::All);
    }
    if row.is_none() {
        return presses;
    }
    if hit(Modifiers::COMMAND, Key::D) {
        presses.push(Press::Fill);
    }
    ctx.input(|i| {
        for event in &i.events {
            match event {
                Event::Copy => presses.push(Press::Copy),
                Event::Paste(text) => presses.push(Press::Paste(text.clone())),
                _ => {}
            }
        }
    });
    if !alone {
        return presses;
    }
    for (key, right) in [(Key::ArrowRight, 1), (Key::ArrowLeft, -1)] {
        for _ in 0..times(Modifiers::NONE, key) {
            presses.push(Press::Column(right));
        }
    }
    if hit(Modifiers::NONE, Key::Delete) {
        presses.push(Press::Clear);
    }
    if hit(Modifiers::NONE, Key::F2) || hit(Modifiers::NONE, Key::Enter) {
        presses.push(Press::Edit);
    } else {
        let typed: String = ctx.input(|i| {
            let texts = i.events.iter().filter_map(|e| match e {
                Event::Text(text) => Some(text.as_str()),
                _ => None,
            });
            texts.collect()
        });
        if !typed.trim().is_empty() {
            presses.push(Press::Type(typed));
            ctx.input_mut(|i| i.events.retain(|e| !matches!(e, Event::Text(_))));
        }
    }
    presses
}
