//! Taking in packs: what they would do is shown first and written as one step, however many they are. A district takes in
//! the packs of its offices, an office those of its own second laptop and what the district sent back. What one side left
//! as both last knew it yields to what the other side changed; where both changed, a person decides.

mod arrive;
mod base;
mod batch;
mod plan;
mod trial;
mod weigh;

pub use arrive::Arrived;
pub use arrive::arrive;
pub use arrive::needs_password;
pub use arrive::open;
pub use arrive::open_locked;
pub use arrive::open_with;
pub use batch::Bad;
pub use batch::Judged;
pub use plan::Conflict;
pub use plan::FieldConflict;
pub use plan::Plan;
pub use plan::Tally;

use super::submit::FigureChange;
pub use crate::exchange::pack::Password;
use crate::model::Uid;
use crate::model::papers::ReturnNote;
use crate::model::papers::Submission;
use std::collections::BTreeMap;

/// Whose word counts in a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What stands in this file.
    Mine,
    /// What stands in the pack.
    Theirs,
}

/// What a person decided: one side for all, and another for single fields (the empty key stands for the whole record).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// For whatever was not picked.
    pub all: Option<Side>,
    /// Record and field.
    pub picks: BTreeMap<(Uid, String), Side>,
}

impl Decisions {
    /// The side of a field, if it was decided.
    pub fn of(&self, uid: Uid, key: &str) -> Option<Side> {
        self.picks.get(&(uid, key.to_owned())).copied().or(self.all)
    }
}

/// What taking in a pack would do. Nothing is written for it.
#[derive(Debug, Clone)]
pub struct Preview {
    /// What will be kept of the pack: office, period, sequence, 校验码. Of a return: the submission that comes back.
    pub submission: Submission,
    /// Who sent it back, when it is a return.
    pub returned_by: Option<String>,
    /// The notes of a return.
    pub notes: Vec<ReturnNote>,
    /// The office's name as the pack says it.
    pub office: String,
    /// What wrote it.
    pub program: String,
    /// Whether this very pack was taken in before.
    pub known: bool,
    /// What becomes of its records.
    pub plan: Plan,
    /// Figures that differ from the office's last submission.
    pub figures: Vec<FigureChange>,
    /// Photos in it.
    pub photos: usize,
    /// Other attachments in it.
    pub files: usize,
    /// Reports in it.
    pub reports: Vec<String>,
    /// What a person should know, in sentences.
    pub remarks: Vec<String>,
}

impl Preview {
    /// Whether taking it in would change nothing.
    pub fn is_idle(&self) -> bool {
        self.known && self.plan.puts.is_empty() && self.plan.gone.is_empty()
    }

    /// What the undo menu says of it alone.
    pub fn label(&self) -> String {
        match &self.returned_by {
            Some(by) => format!("收到{by}退回意见 {} 条", self.notes.len()),
            None => format!("并入 {} {}", self.office, self.submission.title),
        }
    }
}
