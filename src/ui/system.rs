//! What the window and the system tell each other beside frames: how far long work is, and that the clerk's session ends.

use super::Desktop;
use super::screen::appearance::Appearance;
use crate::app::crash;
use crate::app::window::WindowChoice;
use crate::os;
use crate::os::Window;
use std::time::Duration;

/// Longest wait for the last drafts when a session ends; Windows asks for no more than five seconds.
const LAST: Duration = Duration::from_secs(3);

/// The window as the system knows it, and what its button in the taskbar shows.
#[derive(Debug, Default)]
pub(super) struct Standing {
    window: Option<Window>,
    shown: Option<f32>,
    kept: bool,
}

impl Desktop {
    /// The window this is drawn in. Without one there is no taskbar to tell and no session that ends.
    pub fn live_in(&mut self, window: Option<Window>) {
        if let Some(window) = window {
            window.watch_session();
        }
        self.standing.window = window;
    }

    /// How this computer has the window look.
    pub fn looks_by(&mut self, choice: WindowChoice) {
        self.settings.appearance = Appearance::of(choice);
    }

    /// How far the work is that runs, 0 to 1; none while nothing takes long.
    pub fn at_work(&self) -> Option<f32> {
        self.import
            .share()
            .or_else(|| self.submission.share())
            .or_else(|| self.health.share())
            .or_else(|| self.copies.share())
            .or_else(|| self.handover.share())
    }

    // Told only when it changes by a part that can be seen.
    pub(super) fn tell_taskbar(&mut self) {
        let Some(window) = self.standing.window else {
            return;
        };
        let share = self.at_work().map(|s| (s * 100.0).round() / 100.0);
        if share != self.standing.shown {
            self.standing.shown = share;
            window.show_progress(share);
        }
    }

    pub(super) fn watch_session(&mut self) {
        let ends = os::session_is_ending();
        if ends && !self.standing.kept {
            self.session_ends();
        }
        self.standing.kept = ends;
    }

    /// The session ends: keep what was typed and wait until it is on the disk. The one place where a frame waits, for
    /// there may be no other.
    pub fn session_ends(&mut self) {
        for action in self.keep_all() {
            if let super::Action::Ask(ask) = action {
                self.ask(ask);
            }
        }
        let settled = self.desk.as_ref().is_none_or(|desk| desk.settle(LAST));
        if !settled {
            tracing::warn!("the session ended before the drafts were kept");
        }
    }
}

impl Desktop {
    /// However a window ends, what was typed in it is kept.
    pub(super) fn keep_at_the_end(&mut self) {
        if crash::guard(|| self.session_ends()).is_err() {
            tracing::error!("what was typed last may not be kept");
        }
    }
}

/// A share of counted work.
pub(super) fn share((done, of): (usize, usize)) -> f32 {
    (done as f64 / of.max(1) as f64) as f32
}
