//! One page a register, whatever its form type: the window speaks to all of them in the same words.

use super::action::Action;
use super::screen::records::More;
use super::screen::records::Outcome;
use super::screen::records::Records;
use super::screen::records::Scene;
use super::screen::records::become_event;
use crate::app::Register;
use crate::app::Registered;
use crate::app::Remembered;
use crate::app::Visit;
use crate::app::Wanted;
use crate::app::block::BlockPlan;
use crate::app::tables::TableChoice;
use crate::app::tables::Tables;
use crate::model::Uid;
use crate::model::problem::Problem;
use egui::Ui;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A register on screen, its form type forgotten.
pub(super) trait Page {
    fn take_rows(&mut self, wanted: &Wanted, rows: Arc<Vec<Uid>>);
    fn take_remembered(&mut self, remembered: Arc<Remembered>);
    fn open(&mut self, uid: Uid, scene: &Scene<'_>);
    fn saved(&mut self, draft: &str, focus: Option<Uid>, scene: &Scene<'_>);
    fn refused(&mut self, draft: Option<&str>, problems: &[Problem]);
    fn chosen(&self) -> Option<Uid>;
    fn begin(&mut self, scene: &Scene<'_>);
    fn resume(&mut self, draft: &str, scene: &Scene<'_>);
    fn copy(&mut self, uid: Uid, scene: &Scene<'_>);
    fn become_event(&self, scene: &Scene<'_>) -> Option<[Action; 2]>;
    fn search(&mut self);
    fn save(&mut self, scene: &Scene<'_>) -> Option<Action>;
    fn is_dirty(&self) -> bool;
    fn keep(&self) -> Option<Action>;
    fn forget(&mut self, gone: &[Uid]);
    fn dress(&mut self, choice: TableChoice);
    fn take_plan(&mut self, turn: u64, plan: BlockPlan);
    fn filter(&mut self, key: &str, text: &str);
    fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, more: Vec<More<'_>>) -> Outcome;
}

impl<F: Registered> Page for Records<F> {
    fn take_rows(&mut self, wanted: &Wanted, rows: Arc<Vec<Uid>>) {
        Self::take_rows(self, wanted, rows);
    }
    fn take_remembered(&mut self, remembered: Arc<Remembered>) {
        Self::take_remembered(self, remembered);
    }
    fn open(&mut self, uid: Uid, scene: &Scene<'_>) {
        Self::open(self, uid, scene);
    }
    fn saved(&mut self, draft: &str, focus: Option<Uid>, scene: &Scene<'_>) {
        Self::saved(self, draft, focus, scene);
    }
    fn refused(&mut self, draft: Option<&str>, problems: &[Problem]) {
        Self::refused(self, draft, problems);
    }
    fn chosen(&self) -> Option<Uid> {
        Self::chosen(self)
    }
    fn begin(&mut self, scene: &Scene<'_>) {
        Self::begin(self, scene);
    }
    fn resume(&mut self, draft: &str, scene: &Scene<'_>) {
        Self::resume(self, draft, scene);
    }
    fn copy(&mut self, uid: Uid, scene: &Scene<'_>) {
        Self::copy(self, uid, scene);
    }
    fn become_event(&self, scene: &Scene<'_>) -> Option<[Action; 2]> {
        let uid = Self::chosen(self).filter(|_| !Self::is_dirty(self))?;
        become_event::<F>(uid, scene)
    }
    fn search(&mut self) {
        Self::search(self);
    }
    fn save(&mut self, scene: &Scene<'_>) -> Option<Action> {
        Self::save(self, scene)
    }
    fn is_dirty(&self) -> bool {
        Self::is_dirty(self)
    }
    fn keep(&self) -> Option<Action> {
        Self::keep(self)
    }
    fn forget(&mut self, gone: &[Uid]) {
        Self::forget(self, gone);
    }
    fn take_plan(&mut self, turn: u64, plan: BlockPlan) {
        Self::take_plan(self, turn, plan);
    }
    fn dress(&mut self, choice: TableChoice) {
        Self::dress(self, choice);
    }
    fn filter(&mut self, key: &str, text: &str) {
        self.wanted = Wanted::default();
        self.wanted.filters.push((key.to_owned(), text.to_owned()));
    }
    fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, more: Vec<More<'_>>) -> Outcome {
        Self::ui(self, ui, scene, more)
    }
}

/// All registers on screen.
pub(super) struct Pages {
    pages: BTreeMap<Register, Box<dyn Page>>,
}

impl Default for Pages {
    fn default() -> Self {
        struct Make;
        impl Visit for Make {
            type Out = Box<dyn Page>;
            fn visit<F: Registered>(self) -> Box<dyn Page> {
                Box::new(Records::<F>::default())
            }
        }
        let pages = Register::ALL.iter().map(|r| (*r, r.visit(Make)));
        Self {
            pages: pages.collect(),
        }
    }
}

impl Pages {
    /// One register's page.
    pub(super) fn get(&mut self, register: Register) -> Option<&mut Box<dyn Page>> {
        self.pages.get_mut(&register)
    }

    /// Have the tables stand as this computer keeps them.
    pub(super) fn dress(&mut self, tables: &Tables) {
        for (register, page) in &mut self.pages {
            page.dress(tables.of(*register));
        }
    }

    /// All pages.
    pub(super) fn all(&mut self) -> impl Iterator<Item = &mut Box<dyn Page>> {
        self.pages.values_mut()
    }

    /// Whether any form holds text that is not saved.
    pub(super) fn is_dirty(&self) -> bool {
        self.pages.values().any(|p| p.is_dirty())
    }

    /// What was typed and not saved, as drafts.
    pub(super) fn keep(&self) -> Vec<Action> {
        self.pages.values().filter_map(|p| p.keep()).collect()
    }
}
