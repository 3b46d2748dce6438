//! Files for a record, as they come from the dialog or are dropped: photos of identity cards are asked about first.

use super::Desktop;
use crate::app::Register;
use crate::app::desk::Ask;
use crate::model::Uid;
use std::path::PathBuf;

/// What is said when a name speaks of an identity card.
pub(super) const ASKED: &str =
    "身份证照片不要存进台账，号码填在人员表单里就够了。确实不是身份证照片，再附上。";

/// Files that wait for an answer.
pub(super) type Doubtful = (Register, Uid, Vec<PathBuf>);

impl Desktop {
    /// Attach files, or ask first.
    pub(super) fn attach(&mut self, register: Register, uid: Uid, files: Vec<PathBuf>) {
        let is_card = |p: &PathBuf| {
            p.file_name()
                .is_some_and(|n| n.to_string_lossy().contains("身份证"))
        };
        if files.iter().any(is_card) {
            self.doubtful = Some((register, uid, files));
        } else {
            self.ask(Ask::Attach(register, uid, files));
        }
    }

    /// The clerk answered: attach all the same, or not.
    pub(super) fn answer_doubtful(&mut self, attach: bool) {
        if let Some((register, uid, files)) = self.doubtful.take()
            && attach
        {
            self.ask(Ask::Attach(register, uid, files));
        }
    }
}
