//! What is typed into a form and not saved yet: kept in the file under a key, set aside when another record takes the form,
//! gone on with later.

use super::Outcome;
use super::Records;
use super::Scene;
use crate::app::Draft;
use crate::app::Registered;
use crate::app::desk::Ask;
use crate::ui::action::Action;

impl<F: Registered> Records<F> {
    // Another record takes the form: what was typed is kept as a draft and comes back with its own. What was given up is no
    // draft any more.
    pub(super) fn set_aside(&mut self) {
        let kept = std::mem::take(&mut self.kept);
        if let Some(Action::Ask(ask)) = self.keep() {
            self.aside.push(ask);
        } else if self.draft.is_some() && !kept.is_empty() {
            self.aside.push(Ask::KeepDraft(self.key(), String::new()));
        }
    }

    /// Go on with what was typed and not saved: of a record, or of one that was never saved.
    pub fn resume(&mut self, draft: &str, scene: &Scene<'_>) {
        let Some(uid) = draft.rsplit('/').next().and_then(|t| t.parse().ok()) else {
            return;
        };
        if F::one(&scene.state.ledger, uid, scene.today).is_some() {
            self.beyond = 0;
            self.open(uid, scene);
        } else {
            self.blank(uid, scene);
            self.recall(scene);
        }
    }

    /// Whether the form holds text that is not saved.
    pub fn is_dirty(&self) -> bool {
        self.draft.as_ref().is_some_and(Draft::is_dirty)
    }

    /// Keeps what was typed in the file, for a window that closes before the typing has rested.
    pub fn keep(&self) -> Option<Action> {
        let draft = self.draft.as_ref().filter(|d| d.is_dirty())?;
        Some(Action::Ask(Ask::KeepDraft(self.key(), draft.text())))
    }

    pub(super) fn key(&self) -> String {
        let uid = self.draft.as_ref().map(Draft::uid).unwrap_or_default();
        let uid = if uid.is_nil() { self.fresh } else { uid };
        format!("{}/{uid}", F::REGISTER.key())
    }

    pub(super) fn recall(&mut self, scene: &Scene<'_>) {
        let key = self.key();
        let kept = scene.state.drafts.iter().find(|(k, _)| *k == key);
        if let (Some(draft), Some((_, text))) = (&mut self.draft, kept) {
            draft.recall(text);
            self.kept.clone_from(text);
        }
    }

    // What was typed is kept in the file once the typing rests for a second, so that a crash loses no more than that.
    pub(super) fn keep_draft(&mut self, scene: &Scene<'_>, outcome: &mut Outcome) {
        let Some(draft) = &self.draft else { return };
        let text = draft.text();
        if text == self.kept || scene.composing || !scene.state.writable {
            self.still_since = scene.now;
        } else if scene.now - self.still_since > 1.0 {
            self.kept.clone_from(&text);
            outcome
                .actions
                .push(Action::Ask(Ask::KeepDraft(self.key(), text)));
        }
    }
}
