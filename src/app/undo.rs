//! Taking steps back and doing them again. Both are written as steps of their own and read from the history,
//! so they survive a restart.

use super::Office;
use super::error::AppError;
use super::history::moment;
use super::write::Done;
use crate::model::Change;
use crate::model::Table;
use crate::model::Uid;
use crate::store::Store;
use crate::store::history::Step;
use crate::store::history::StepKind;
use std::collections::BTreeSet;

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

    /// Take one step back, whenever it was, as long as its records are as it left them.
    ///
    /// # Errors
    /// `Request` that says what stands in the way; nothing was changed then.
    pub fn take_back(&mut self, id: i64) -> Result<Done, AppError> {
        let refuse = |what: &str| Err(AppError::Request(what.into()));
        let step = self.store.step(id)?;
        if step.kind != StepKind::Do {
            return refuse("撤销和重做不能再撤销，请用“重做”或找到原来那一步");
        }
        if step.records == 0 {
            return refuse("这一步没有改动记录，不用撤销");
        }
        // What came through a rescue in part can't be taken back in part.
        if id <= self.store.rescued()?.map_or(0, |r| r.step) {
            return refuse("这一步在抢救之前，不能撤销");
        }
        if self.store.is_undone(id)? {
            return refuse("这一步已经撤销过了");
        }
        let changes = self.store.changes(id)?;
        if changes
            .iter()
            .any(|c| c.before.is_none() && c.after.is_none())
        {
            return refuse("这一步的内容已清理，不能撤销");
        }
        if changes
            .iter()
            .any(|c| c.table == Table::Office && c.before.is_none())
        {
            return refuse("新建单位不能撤销");
        }
        let later = self.in_the_way(id, &changes)?;
        if !later.is_empty() {
            return Err(AppError::Request(format!(
                "这一步之后又改过同样的记录，要先撤销：{}",
                later.join("；")
            )));
        }
        let changes: Vec<Change> = changes.into_iter().rev().map(Change::reversed).collect();
        let records = changes.len();
        self.write(&step.label, StepKind::Undo, Some(id), changes)?;
        Ok(Done {
            label: format!("已撤销：{}", step.label),
            focus: None,
            records,
        })
    }

    // Later steps that changed what this one left, or made records that need what it made.
    fn in_the_way(&self, id: i64, changes: &[Change]) -> Result<Vec<String>, AppError> {
        let own: BTreeSet<Uid> = changes.iter().map(|c| c.uid).collect();
        let mut later = BTreeSet::new();
        for change in changes {
            if self.ledger.get(change.table, change.uid) != change.after {
                let steps = self.store.steps_of(change.uid)?;
                later.extend(steps.into_iter().filter(|s| *s > id));
            }
            if change.before.is_none() {
                for (table, uid, step) in self.store.speaks_of(change.uid, id)? {
                    let needs = self.ledger.get(table, uid).is_some_and(|r| {
                        let text = change.uid.to_string();
                        r.json().is_ok_and(|json| json.contains(&text))
                    });
                    if needs && !own.contains(&uid) {
                        later.insert(step);
                    }
                }
            }
        }
        let mut told = Vec::new();
        for step in later.into_iter().take(5) {
            let step = self.store.step(step)?;
            let at = moment(&step.at).strftime("%m-%d %H:%M");
            told.push(format!("{at} {}{}", step.prefix(), step.label));
        }
        Ok(told)
    }
}
