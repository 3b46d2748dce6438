//! Files for a record, as they come from the dialog or are dropped: photos of identity cards are asked about first.

use super::Desktop;
use crate::app::Register;
use crate::app::desk::Ask;
use crate::model::Uid;
use std::path::PathBuf;

/// What is said when a name speaks of an identity card.
pub(super) const ASKED: &str =
    "身份证照片不要存进台账，号码填在人员表单里就够了。确实不是身份证照片，再附上。";

/// Which record files are for, and what they prove where the clerk said so.
pub(super) type Owner = (Register, Uid, Option<&'static str>);

/// Files that wait for an answer.
pub(super) type Doubtful = (Owner, Vec<PathBuf>);

impl Desktop {
    /// Attach files, or ask first.
    pub(super) fn attach(&mut self, owner: Owner, files: Vec<PathBuf>) {
        let is_card = |p: &PathBuf| {
            p.file_name()
                .is_some_and(|n| n.to_string_lossy().contains("身份证"))
        };
        if files.iter().any(is_card) {
            self.doubtful = Some((owner, files));
        } else {
            self.ask_to_attach(owner, files);
        }
    }

    fn ask_to_attach(&self, (register, uid, kind): Owner, files: Vec<PathBuf>) {
        self.ask(Ask::Attach(register, uid, files, kind));
    }

    /// The clerk answered: attach all the same, or not.
    pub(super) fn answer_doubtful(&mut self, attach: bool) {
        if let Some((owner, files)) = self.doubtful.take()
            && attach
        {
            self.ask_to_attach(owner, files);
        }
    }
}
