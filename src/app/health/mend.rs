//! What can be done about a finding: one step that can be taken back, or the way to where it is done.

use super::links::loose;
use crate::app::Command;
use crate::app::Done;
use crate::app::Office;
use crate::app::error::AppError;
use crate::store::Store;
use crate::store::backup;
use crate::store::key::FileKey;

/// A mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mend {
    /// Clear references that lead nowhere.
    ClearLinks,
    /// Put records back as their history has them.
    ByHistory,
    /// Put a copy back.
    Restore,
    /// Make a copy now.
    BackUp,
}

impl Mend {
    /// What its button says.
    pub fn label(self) -> &'static str {
        match self {
            Self::ClearLinks => "清空这些引用",
            Self::ByHistory => "按操作记录改正",
            Self::Restore => "去恢复备份",
            Self::BackUp => "立即备份",
        }
    }

    /// The command that does the same without a window.
    pub fn command(self) -> &'static str {
        match self {
            Self::ClearLinks => "check 台账.kepu --mend links",
            Self::ByHistory => "check 台账.kepu --mend history",
            Self::Restore => "restore 备份.kepu --to 台账.kepu",
            Self::BackUp => "backup 台账.kepu",
        }
    }
}

impl Office {
    /// Clear references that lead nowhere; records that can't stand without go to 回收站. One step, to be taken back.
    ///
    /// # Errors
    /// What the file says; nothing was changed then.
    pub fn clear_links(&mut self) -> Result<Done, AppError> {
        let (mut records, mut gone) = (Vec::new(), Vec::new());
        for one in loose(&self.ledger) {
            match one.cleared {
                Some(cleared) => records.push(cleared),
                None => gone.push((one.record.table(), one.record.uid())),
            }
        }
        let label = format!("清空找不到的引用 {} 条", records.len() + gone.len());
        self.run(Command::Merge {
            label,
            records,
            gone,
        })
    }

    /// Put records back as their own history has them. One step, to be taken back.
    ///
    /// # Errors
    /// What the file says; nothing was changed then.
    pub fn mend_by_history(&mut self) -> Result<Done, AppError> {
        let unlike = self.store.unlike_history()?;
        let (records, gone) = (unlike.records, unlike.gone);
        let label = format!("按操作记录改正 {} 条", records.len() + gone.len());
        self.run(Command::Merge {
            label,
            records,
            gone,
        })
    }
}

/// The newest copy whose hash holds, opened for reading.
pub(super) fn newest_copy(file: &std::path::Path, key: Option<FileKey>) -> Option<Store> {
    let copy = backup::newest_verified(file)?;
    Store::open_copy_with(&copy, key).ok()
}
