//! Taking steps back and doing them again. Both are written as steps of their own and read from the history,
//! so they survive a restart.

use super::Office;
use super::error::AppError;
use super::write::Done;
use crate::model::Change;
use crate::store::Store;
use crate::store::history::Step;
use crate::store::history::StepKind;

/// Which steps can be taken back or done again; ends are the next ones.
#[derive(Debug, Default)]
pub(super) struct Stacks {
    undo: Vec<(i64, String)>,
    redo: Vec<(i64, String)>,
}

impl Stacks {
    /// The stacks as the file's history leaves them; what 清理 emptied and what lies before a rescue is in none.
    pub(super) fn from_store(store: &Store) -> Result<Self, AppError> {
        let mut steps = store.steps(200)?;
        let emptied = store.emptied_steps()?;
        // What was done before a rescue may have come through in part; part of a step is not taken back.
        let rescued = store.rescued()?.map_or(0, |r| r.step);
        steps.retain(|s| s.id > rescued);
        steps.retain(|s| !emptied.contains(&s.target.unwrap_or(s.id)) && !emptied.contains(&s.id));
        Ok(Self::from_history(&steps))
    }

    /// Rebuild the stacks from the history, newest step first as the store lists them.
    fn from_history(steps: &[Step]) -> Self {
        let mut stacks = Self::default();
        for step in steps.iter().rev() {
            stacks.note(step.id, step.kind, step.target, &step.label);
        }
        stacks
    }

    /// Follow one step.
    pub(super) fn note(&mut self, step: i64, kind: StepKind, target: Option<i64>, label: &str) {
        let target = target.unwrap_or(step);
        match kind {
            StepKind::Do => {
                self.undo.push((step, label.to_owned()));
                self.redo.clear();
            }
            StepKind::Undo => {
                self.undo.retain(|(id, _)| *id != target);
                self.redo.push((target, label.to_owned()));
            }
            StepKind::Redo => {
                self.redo.retain(|(id, _)| *id != target);
                self.undo.push((target, label.to_owned()));
            }
        }
    }
}

impl Office {
    /// What would be taken back next: 删除科普活动 3 条.
    pub fn undo_label(&self) -> Option<&str> {
        self.stacks.undo.last().map(|(_, label)| label.as_str())
    }

    /// What would be done again next.
    pub fn redo_label(&self) -> Option<&str> {
        self.stacks.redo.last().map(|(_, label)| label.as_str())
    }

    /// Take the last step back.
    ///
    /// # Errors
    /// `NothingToUndo`, or what the file says; nothing was changed then.
    pub fn undo(&mut self) -> Result<Done, AppError> {
        let (step, label) = self
            .stacks
            .undo
            .last()
            .cloned()
            .ok_or(AppError::NothingToUndo)?;
        let changes: Vec<Change> = self
            .store
            .changes(step)?
            .into_iter()
            .rev()
            .map(Change::reversed)
            .collect();
        let records = changes.len();
        self.write(&label, StepKind::Undo, Some(step), changes)?;
        Ok(Done {
            label: format!("已撤销：{label}"),
            focus: None,
            records,
        })
    }

    /// Do the step again that was taken back last.
    ///
    /// # Errors
    /// `NothingToRedo`, or what the file says; nothing was changed then.
    pub fn redo(&mut self) -> Result<Done, AppError> {
        let (step, label) = self
            .stacks
            .redo
            .last()
            .cloned()
            .ok_or(AppError::NothingToRedo)?;
        let changes = self.store.changes(step)?;
        let records = changes.len();
        self.write(&label, StepKind::Redo, Some(step), changes)?;
        Ok(Done {
            label: format!("已重做：{label}"),
            focus: None,
            records,
        })
    }
}
