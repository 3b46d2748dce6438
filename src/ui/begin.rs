//! Beginning with a ledger. What was typed is kept as drafts in the one that is let go, and nothing of it reaches the next.

use super::Desktop;
use super::action::Action;
use super::pages::Pages;
use super::screen::adjust::AdjustScreen;
use super::screen::assess::MarkingEditor;
use super::screen::attendance::AttendanceEditor;
use super::screen::board::BoardScreen;
use super::screen::certify::Certify;
use super::screen::collect::CollectScreen;
use super::screen::copies::CopiesScreen;
use super::screen::handover::HandoverPanel;
use super::screen::health::HealthScreen;
use super::screen::import::ImportScreen;
use super::screen::lock::LockScreen;
use super::screen::matrix::MatrixScreen;
use super::screen::password::PasswordPanel;
use super::screen::past::PastScreen;
use super::screen::reach::ReachScreen;
use super::screen::submission::SubmissionScreen;
use super::screen::trash::TrashScreen;
use crate::app::cipher::Unlock;
use crate::app::desk::Begin;
use crate::app::desk::Desk;
use crate::app::desk::Wake;
use std::sync::Arc;
use std::sync::mpsc::Sender;

impl Desktop {
    /// Begin with a ledger, after asking when something typed can't be kept as a draft.
    pub(super) fn begin(&mut self, begin: Begin, ctx: &egui::Context) {
        if self.state.is_some() && self.would_lose().is_some() {
            self.switching = Some(begin);
        } else {
            self.begin_with(begin, None, ctx);
        }
    }

    /// The clerk answered: begin all the same, or stay.
    pub(super) fn answer_switching(&mut self, goes: bool, ctx: &egui::Context) {
        if let Some(begin) = self.switching.take()
            && goes
        {
            self.begin_with(begin, None, ctx);
        }
    }

    /// What is typed and can't be kept as a draft, in one sentence.
    pub(super) fn would_lose(&self) -> Option<&'static str> {
        if self.reach.is_dirty() {
            Some("传播量里没保存的格子会丢失，其余内容会存为草稿。")
        } else if self.adjust.is_dirty() {
            Some("“栏目与签字”里没保存的改动会丢失，其余内容会存为草稿。")
        } else {
            None
        }
    }

    pub(super) fn begin_with(&mut self, begin: Begin, unlock: Option<Unlock>, ctx: &egui::Context) {
        self.leave_forms(&begin);
        self.start.begun = Some(begin.clone());
        self.start.locked = None;
        self.password = PasswordPanel::default();
        let woken = ctx.clone();
        let wake: Wake = Arc::new(move || woken.request_repaint());
        // The file that was open is let go first: it may be the same one.
        self.desk = None;
        self.state = None;
        self.hide_personal();
        self.home = None;
        self.home_asked = None;
        self.adjust = AdjustScreen::default();
        self.past = PastScreen::default();
        self.lock = LockScreen::default();
        self.trash = TrashScreen::default();
        // What was planned on another ledger's records must not be written into this one.
        self.import = ImportScreen::default();
        self.submission = SubmissionScreen::new(self.year);
        self.collect = CollectScreen::default();
        self.handover = HandoverPanel::default();
        self.health = HealthScreen::default();
        self.copies = CopiesScreen::default();
        self.opening = true;
        match Desk::start(begin, unlock, self.clock, wake) {
            Ok(desk) => self.desk = Some(desk),
            Err(error) => tracing::error!(%error, "no office thread"),
        }
    }

    // A form that is open belongs to the ledger it was opened in. Its text is kept there; only where the office thread has
    // died it can't be, and then it stays on the screen for the same ledger.
    fn leave_forms(&mut self, next: &Begin) {
        for action in self.keep_all() {
            if let Action::Ask(ask) = action {
                self.ask(ask);
            }
        }
        let is_same = next.file().is_some() && next.file() == self.forms_of.as_deref();
        if self.desk.is_none() && is_same {
            return;
        }
        self.pages = Pages::default();
        self.pages.dress(&self.tables);
        self.attendance = AttendanceEditor::default();
        self.marking = MarkingEditor::default();
        self.certify = Certify::default();
        self.board = BoardScreen::default();
        self.matrix = MatrixScreen::default();
        self.reach = ReachScreen::new(self.year);
        self.overview = None;
        self.overview_asked = None;
        self.words.clear();
        self.words_asked.clear();
        self.hits.clear();
        self.deleting = None;
        self.doubtful = None;
        self.open_soon = None;
    }
}

/// A second start wants this window in front.
pub(super) fn come_to_front(came: &Sender<()>, ctx: &egui::Context) {
    ctx.send_viewport_cmd(egui::ViewportCommand::Minimized(false));
    ctx.send_viewport_cmd(egui::ViewportCommand::Focus);
    // Where the system lets nobody push forward, at least its place in the task bar calls.
    ctx.send_viewport_cmd(egui::ViewportCommand::RequestUserAttention(
        egui::UserAttentionType::Informational,
    ));
    ctx.request_repaint();
    // It may have waited long enough and gone.
    came.send(()).ok();
}
