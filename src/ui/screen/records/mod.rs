//! A register: table left, form right, for any kind of record. Nothing here knows what an event or a person is.

mod block;
mod cell;
mod cell_field;
mod columns;
mod drafts;
mod filters;
mod grid;
mod list;
mod proposal;
mod side;

pub use side::become_event;

use crate::app::Draft;
use crate::app::Registered;
use crate::app::Remembered;
use crate::app::Wanted;
use crate::app::desk::Ask;
use crate::app::desk::Snapshot;
use crate::app::tables::TableChoice;
use crate::model::Uid;
use crate::model::problem::Problem;
use crate::ui::action::Action;
use crate::ui::theme;
use crate::ui::widget::record_table::Head;
use block::Dialog;
use cell::Editing;
use cell::Writing;
use egui::Frame;
use egui::Margin;
use egui::Panel;
use egui::Ui;
use grid::Grid;
use jiff::civil::Date;
use std::sync::Arc;

/// A register on screen.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing to do in the next frame"
)]
pub struct Records<F: Registered> {
    /// What the list shows.
    pub wanted: Wanted,
    asked: Option<(Wanted, u64)>,
    rows: Arc<Vec<Uid>>,
    chosen: Option<Uid>,
    /// The form, when one is open.
    pub draft: Option<Draft<F>>,
    problems: Vec<Problem>,
    kept: String,
    still_since: f64,
    scroll: bool,
    focus_first: bool,
    focus_search: bool,
    /// The draft of the form that is being saved.
    saving: Option<String>,
    /// The tab beyond the fields that is shown; 0 shows the fields.
    beyond: usize,
    heads: Vec<(usize, Head)>,
    /// How the table stands on this computer.
    table: TableChoice,
    grid: Grid,
    editing: Option<Editing>,
    /// Cells on their way to the file.
    writing: Vec<Writing>,
    /// A cell that was refused when it was written, to be shown again.
    refused: Option<Writing>,
    dialog: Option<Dialog>,
    /// Counts what was asked about blocks.
    turn: u64,
    filter_name: String,
    /// What the register remembers for the form, and the revision that was asked for.
    remembered: Option<Arc<Remembered>>,
    remembering: Option<u64>,
    /// Counts the cells that were edited.
    cells: u64,
    /// Drafts of forms that another record took over, to be kept.
    aside: Vec<Ask>,
    /// What the draft of a record that is not saved yet is kept under, each its own.
    fresh: Uid,
    /// What was refused is to be brought into view.
    to_wrong: bool,
}

impl<F: Registered> Default for Records<F> {
    fn default() -> Self {
        Self {
            wanted: Wanted::default(),
            asked: None,
            rows: Arc::default(),
            chosen: None,
            draft: None,
            problems: Vec::new(),
            kept: String::new(),
            still_since: 0.0,
            scroll: false,
            focus_first: false,
            focus_search: false,
            saving: None,
            beyond: 0,
            heads: columns::heads::<F>(&TableChoice::default()),
            table: TableChoice::default(),
            grid: Grid::default(),
            editing: None,
            writing: Vec::new(),
            refused: None,
            dialog: None,
            turn: 0,
            filter_name: String::new(),
            remembered: None,
            remembering: None,
            cells: 0,
            aside: Vec::new(),
            fresh: Uid::default(),
            to_wrong: false,
        }
    }
}

/// What a screen is drawn with.
#[derive(Clone, Copy)]
pub struct Scene<'s> {
    /// The office.
    pub state: &'s Snapshot,
    /// Today.
    pub today: Date,
    /// Pinyin is being composed.
    pub composing: bool,
    /// Personal numbers are readable.
    pub personal: bool,
    /// Seconds since the window opened.
    pub now: f64,
}

/// What belongs to a saved record beyond its fields: the word on its tab, and what draws it.
pub type More<'m> = (&'static str, &'m mut dyn FnMut(&mut Ui, Uid) -> Vec<Action>);

/// What came of drawing.
#[derive(Default)]
pub struct Outcome {
    /// What is wanted.
    pub actions: Vec<Action>,
    /// A field of one line has the focus.
    pub in_line: bool,
}

impl<F: Registered> Records<F> {
    /// Rows came from the office thread.
    pub fn take_rows(&mut self, wanted: &Wanted, rows: Arc<Vec<Uid>>) {
        if *wanted == self.wanted && self.rows != rows {
            self.rows = rows;
            self.marks_after();
        }
    }

    /// What the register remembers came from the office thread.
    pub fn take_remembered(&mut self, remembered: Arc<Remembered>) {
        self.remembered = Some(remembered);
    }

    // Asked for when somebody fills a form, once for each state of the records.
    fn remember(&mut self, scene: &Scene<'_>, outcome: &mut Outcome) {
        let filled = |d: &Draft<F>| d.uid().is_nil() || d.is_dirty();
        let revision = Some(scene.state.revision);
        if self.remembering != revision && self.draft.as_ref().is_some_and(filled) {
            self.remembering = revision;
            outcome
                .actions
                .push(Action::Ask(Ask::Remember(F::REGISTER)));
        }
    }

    /// Show a record.
    pub fn open(&mut self, uid: Uid, scene: &Scene<'_>) {
        self.set_aside();
        self.chosen = Some(uid);
        self.scroll = true;
        self.problems.clear();
        self.draft = F::one(&scene.state.ledger, uid, scene.today)
            .map(|entry| Draft::of(entry, &scene.state.directory));
        self.recall(scene);
    }

    /// A change was written, the one of this draft or another's: the form shows what was saved.
    pub fn saved(&mut self, draft: &str, focus: Option<Uid>, scene: &Scene<'_>) {
        self.writing.retain(|w| w.draft != draft);
        if self.saving.take_if(|key| key == draft).is_some() {
            self.kept.clear();
            self.problems.clear();
            if let Some(uid) = focus {
                self.draft = None;
                self.open(uid, scene);
            }
        } else if self.editing.is_some() {
            self.rebase_cell(scene);
        } else if let Some(uid) = self.chosen
            && !self.draft.as_ref().is_some_and(Draft::is_dirty)
        {
            // An undo or an import may have changed what the form shows.
            let scroll = self.scroll;
            self.open(uid, scene);
            self.scroll = scroll;
        }
    }

    /// A change was refused, the one of this draft or all that are on their way: the form keeps its text and says why.
    pub fn refused(&mut self, draft: Option<&str>, problems: &[Problem]) {
        let meant = |key: &str| draft.is_none_or(|draft| draft == key);
        let cell = self.writing.iter().position(|w| meant(&w.draft));
        if self.saving.take_if(|key| meant(key)).is_some() {
            self.problems = problems.to_vec();
            self.to_wrong = true;
        } else if let Some(at) = cell {
            self.problems = problems.to_vec();
            self.refused = Some(self.writing.remove(at));
        }
        if draft.is_none() {
            self.writing.clear();
        }
    }

    /// Begin a new record.
    pub fn begin(&mut self, scene: &Scene<'_>) {
        if self
            .draft
            .as_ref()
            .is_some_and(|d| d.uid().is_nil() && d.is_dirty())
        {
            // It is a new one already.
            self.focus_first = true;
            return;
        }
        self.blank(Uid::fresh(), scene);
    }

    fn blank(&mut self, fresh: Uid, scene: &Scene<'_>) {
        self.set_aside();
        self.editing = None;
        self.chosen = None;
        self.problems.clear();
        self.draft = Some(Draft::of(F::default(), &scene.state.directory));
        self.focus_first = true;
        self.beyond = 0;
        self.fresh = fresh;
    }

    /// The saved record the form shows.
    pub fn chosen(&self) -> Option<Uid> {
        self.chosen
    }

    /// Begin a new record as a copy of one.
    pub fn copy(&mut self, uid: Uid, scene: &Scene<'_>) {
        if let Some(entry) = F::one(&scene.state.ledger, uid, scene.today) {
            self.set_aside();
            self.fresh = Uid::fresh();
            self.draft = Some(Draft::copy(&entry, &scene.state.directory));
            self.chosen = None;
            self.focus_first = true;
            self.problems.clear();
            self.beyond = 0;
        }
    }

    /// The records are on their way out: nothing of them is shown or marked.
    pub fn forget(&mut self, gone: &[Uid]) {
        if self.draft.as_ref().is_some_and(|d| gone.contains(&d.uid())) {
            self.draft = None;
            self.editing = None;
        }
        self.grid.unmark();
    }

    /// Move the focus into the search box.
    pub fn search(&mut self) {
        self.focus_search = true;
    }

    /// Save the form, if nothing stops it.
    pub fn save(&mut self, scene: &Scene<'_>) -> Option<Action> {
        let draft = self.draft.as_mut().filter(|d| d.is_dirty())?;
        if scene.composing || self.saving.is_some() {
            return None;
        }
        // A cell that is edited is saved as it is left.
        if let Some(editing) = &mut self.editing {
            editing.leave_soon();
            return None;
        }
        draft.spell_days(scene.today);
        match draft.read(&scene.state.directory) {
            Ok(record) => {
                let key = self.key();
                self.saving = Some(key.clone());
                Some(Action::Ask(Ask::Run(Box::new(record.save()), key)))
            }
            Err(problems) => {
                self.problems = problems;
                self.to_wrong = true;
                Some(Action::Say("还有填得不对的地方，见红字".into()))
            }
        }
    }

    /// Draw the register; `more` draws what belongs to a saved record beyond its fields.
    pub fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, more: Vec<More<'_>>) -> Outcome {
        let mut outcome = Outcome::default();
        self.come_back(scene);
        outcome
            .actions
            .extend(self.aside.drain(..).map(Action::Ask));
        let now = (self.wanted.clone(), scene.state.revision);
        // Nothing is looked up while pinyin is being composed: the letters are not what is meant.
        if self.asked.as_ref() != Some(&now) && !scene.composing {
            outcome
                .actions
                .push(Action::Ask(Ask::Rows(F::REGISTER, self.wanted.clone())));
            self.asked = Some(now);
        }
        self.keep_draft(scene, &mut outcome);
        self.remember(scene, &mut outcome);
        // With large letters the table keeps half of the room.
        let room = ui.available_width();
        let wide = (room * 0.36).clamp(380.0, 480.0).min(room * 0.5);
        Panel::right(F::REGISTER.key())
            .exact_size(wide)
            .frame(
                Frame::new()
                    .fill(theme::now().paper)
                    .inner_margin(Margin::symmetric(14, 10)),
            )
            .show(ui, |ui| self.form_ui(ui, scene, &mut outcome, more));
        egui::CentralPanel::default()
            .frame(Frame::new().fill(theme::now().paper).inner_margin(Margin {
                left: 16,
                right: 12,
                top: 10,
                bottom: 6,
            }))
            .show(ui, |ui| self.list_ui(ui, scene, &mut outcome));
        self.block_ui(ui, scene, &mut outcome);
        outcome
    }
}
