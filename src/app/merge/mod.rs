//! Taking in a pack: what it would do is shown first and written as one step. A district takes in the packs of its offices,
//! an office those of its own second laptop. What one side left as both last knew it yields to what the other side changed;
//! where both changed, a person decides.

mod plan;
mod weigh;

pub use plan::Conflict;
pub use plan::FieldConflict;
pub use plan::Plan;
pub use plan::Tally;

use super::Command;
use super::Done;
use super::Office;
use super::error::AppError;
use super::submit::FigureChange;
use super::submit::figure_changes;
use super::submit::submission_of;
use crate::exchange::pack::Caps;
use crate::exchange::pack::Pack;
use crate::exchange::pack::PackError;
pub use crate::exchange::pack::Password;
use crate::model::AnyRecord;
use crate::model::Record as _;
use crate::model::Uid;
use crate::model::papers::Submission;
use crate::store::files;
use crate::store::migrate;
use std::collections::BTreeMap;
use std::path::Path;

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
    /// What will be kept of the pack: office, period, sequence, 校验码.
    pub submission: Submission,
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
    /// Reports in it.
    pub reports: Vec<String>,
    /// What a person should know, in sentences.
    pub remarks: Vec<String>,
}

/// Read a pack. Needs no office, so that a window can do it on a thread of its own.
///
/// # Errors
/// What is wrong with it, with the name of the file inside; `AppError::Pack(PackError::NeedsPassword, _)` when it is locked
/// ([`needs_password`] tells), then [`open_locked`] opens it.
pub fn open(path: &Path) -> Result<Pack, AppError> {
    open_with(path, Caps::default())
}

/// Read a pack that may be locked.
///
/// # Errors
/// As [`open`], and `WrongPassword`.
pub fn open_locked(path: &Path, password: Option<&Password>) -> Result<Pack, AppError> {
    Pack::open(path, password, migrate::NEWEST, Caps::default())
        .map_err(|e| AppError::Pack(e, path.to_owned()))
}

/// Whether an error asks for a password, or for another one.
pub fn needs_password(error: &AppError) -> bool {
    let locked = |e: &PackError| matches!(e, PackError::NeedsPassword | PackError::WrongPassword);
    matches!(error, AppError::Pack(e, _) if locked(e))
}

/// Read a pack under other caps.
///
/// # Errors
/// As [`open`].
pub fn open_with(path: &Path, caps: Caps) -> Result<Pack, AppError> {
    Pack::open(path, None, migrate::NEWEST, caps).map_err(|e| AppError::Pack(e, path.to_owned()))
}

impl Office {
    /// What taking in a pack would do; nothing is written.
    ///
    /// # Errors
    /// `Request` for a pack of another office, or one that is older than what is there.
    pub fn preview_pack(&self, pack: &Pack, decisions: &Decisions) -> Result<Preview, AppError> {
        let manifest = &pack.manifest;
        let sender = &manifest.office;
        let own = sender.uid == self.ledger.home;
        if !own && self.ledger.office().kind != "区" {
            let what = format!("这是“{}”的上报包，不是本单位的，没有并入", sender.name);
            return Err(AppError::Request(what));
        }
        let submission = submission_of(manifest, &pack.hash, &pack.figures, &pack.records)?;
        let seen = self.submissions(Some(sender.uid));
        let known = seen.iter().any(|s| s.hash == pack.hash);
        let same_days: Vec<&Submission> = seen
            .iter()
            .filter(|s| s.is_about(&manifest.period))
            .collect();
        if !own {
            refuse_older(&submission, &same_days, &seen)?;
        }
        let mut remarks = Vec::new();
        let told = manifest.previous.is_empty() || seen.iter().any(|s| s.hash == manifest.previous);
        if !told && !seen.is_empty() {
            remarks.push("中间有一次上报没有收到".into());
        }
        if manifest.plan.key != self.book.plan.key {
            remarks.push(format!("对方用的规划是“{}”", manifest.plan.title));
        }
        if !manifest.personal {
            remarks.push("身份证号和电话没有随包上报".into());
        }
        let last = same_days.iter().rev().find(|s| s.hash != pack.hash);
        let figures = last.map(|s| figure_changes(&s.frozen(), &pack.figures));
        Ok(Preview {
            office: sender.name.clone(),
            program: manifest.program.clone(),
            plan: self.plan_merge(pack, &seen, known, decisions)?,
            figures: figures.unwrap_or_default(),
            photos: pack.photos.len(),
            reports: pack.reports.clone(),
            submission,
            known,
            remarks,
        })
    }

    /// Take in a pack as one step that one undo takes back. A copy of the file is made before.
    ///
    /// # Errors
    /// As [`Office::preview_pack`]; `Conflicts` when something is undecided; what the disk says. Nothing is written then.
    pub fn take_pack(
        &mut self,
        pack: &mut Pack,
        path: &Path,
        decisions: &Decisions,
    ) -> Result<Done, AppError> {
        let preview = self.preview_pack(pack, decisions)?;
        let open = preview.plan.undecided(decisions);
        if open > 0 {
            return Err(AppError::Conflicts(open));
        }
        let label = format!("并入 {} {}", preview.office, preview.submission.title);
        let mut records = preview.plan.puts;
        let gone = preview.plan.gone;
        if !preview.known {
            records.push(preview.submission.wrap());
        }
        self.keep_photos(pack, path)?;
        if records.is_empty() && gone.is_empty() {
            return Ok(Done {
                label,
                focus: None,
                records: 0,
            });
        }
        self.back_up_if_changed("并入前")?;
        self.run(Command::Merge {
            label,
            records,
            gone,
        })
    }

    // Photos stand beside the file before the records that name them are written.
    fn keep_photos(&self, pack: &mut Pack, path: &Path) -> Result<(), AppError> {
        let folder = files::folder_of(self.path());
        let attachments: Vec<_> = pack
            .records
            .iter()
            .filter_map(|r| match r {
                AnyRecord::Attachment(a) if a.extension == "jpg" => {
                    Some((a.hash.clone(), a.stored_name()))
                }
                _ => None,
            })
            .filter(|(hash, _)| pack.photos.contains(hash))
            .collect();
        for (hash, name) in attachments {
            if folder.join(&name).is_file() {
                continue;
            }
            let bytes = pack
                .photo(&hash)
                .map_err(|e: PackError| AppError::Pack(e, path.to_owned()))?;
            files::keep(&folder, &name, &bytes)?;
        }
        Ok(())
    }
}

// A pack that comes after a newer one of the same days would undo it.
fn refuse_older(
    pack: &Submission,
    same_days: &[&Submission],
    seen: &[Submission],
) -> Result<(), AppError> {
    if let Some(newer) = same_days.iter().find(|s| s.sequence > pack.sequence) {
        let what = format!("已有更新的“{}”，这一份是旧的，没有并入", newer.title);
        return Err(AppError::Request(what));
    }
    let twin = seen
        .iter()
        .find(|s| s.sequence == pack.sequence && s.hash != pack.hash);
    if let Some(twin) = twin {
        let what = format!("已有同一序号的“{}”，内容却不同，没有并入", twin.title);
        return Err(AppError::Request(what));
    }
    Ok(())
}
