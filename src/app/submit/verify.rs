//! Whether the ledger still holds what went up: record by record, and at home figure by figure.

use super::figure_changes;
use super::gather;
use super::masked;
use crate::app::Office;
use crate::app::error::AppError;
use crate::exchange::pack::digest;
use crate::model::papers::Submission;
use crate::reports::cover;

/// What differs from a submission.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verified {
    /// Records that say something else now.
    pub changed: usize,
    /// Records that were not there.
    pub new: usize,
    /// Records that are gone.
    pub gone: usize,
    /// Figures that differ. A district can't make an office's figures from what went up alone; there they are not compared.
    pub figures: usize,
}

impl Verified {
    /// Whether nothing differs.
    pub fn holds(&self) -> bool {
        *self == Self::default()
    }

    /// What differs in words, 、 between.
    pub fn words(&self) -> String {
        let parts = [
            (self.changed, "条记录改了"),
            (self.new, "条记录是后来的"),
            (self.gone, "条记录不在了"),
            (self.figures, "项指标变了"),
        ];
        let told = parts.iter().filter(|(n, _)| *n > 0);
        told.map(|(n, word)| format!("{n} {word}"))
            .collect::<Vec<_>>()
            .join("、")
    }
}

impl Office {
    /// The submission of this 校验码; the newest when two agree, which twelve digits hardly do.
    ///
    /// # Errors
    /// `Request` when there is none.
    pub fn submission_of_code(&self, code: &str) -> Result<Submission, AppError> {
        let wanted = code.trim().to_ascii_lowercase();
        let all = self.submissions(None);
        let found = all.into_iter().rev().find(|s| s.check_code == wanted);
        found.ok_or_else(|| AppError::Request(format!("没有校验码为 {code} 的上报")))
    }

    /// Compare what went up with what is there now.
    ///
    /// # Errors
    /// `NotFound` when its period can't be told.
    pub fn verify(&self, submission: &Submission) -> Result<Verified, AppError> {
        let period = submission.period().ok_or(AppError::NotFound)?;
        let now = gather(&self.ledger, submission.office, &period);
        let then = submission.digests();
        let mut found = Verified::default();
        for (uid, record) in &now.records {
            let Some((_, was)) = then.get(uid) else {
                found.new += 1;
                continue;
            };
            let seen = if submission.personal {
                digest(record)
            } else {
                digest(&masked(record)?)
            };
            found.changed += usize::from(seen != *was);
        }
        let gone = then.keys().filter(|uid| !now.records.contains_key(*uid));
        found.gone = gone.count();
        if submission.office == self.ledger.home {
            found.figures = figure_changes(&submission.frozen(), &self.frozen(&period)).len();
        }
        Ok(found)
    }

    /// What stands at the foot of paper that is printed for a submission: its 校验码 while the data are those that went up,
    /// else that they are not.
    ///
    /// # Errors
    /// As [`Office::verify`].
    pub fn foot_of(&self, submission: &Submission) -> Result<String, AppError> {
        let code = &submission.check_code;
        Ok(if self.verify(submission)?.holds() {
            cover::foot(code)
        } else {
            format!("上报（校验码 {code}）后数据有变动，本页不是上报时的数")
        })
    }
}
