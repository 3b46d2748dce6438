//! Copies beyond the file's own folder: the second place (a stick, a share), what a list of copies tells, and putting one
//! back with its attachments. When copies are made is `safety`, how is `store::backup`.

mod bring;
mod sealed;
mod totals;

pub use crate::exchange::pack::Password;
pub use crate::exchange::pack::SHORTEST;
pub use bring::Carried;
pub use bring::bring_attachments;
pub(super) use totals::write_totals;

use super::Office;
use super::cipher;
use super::cipher::Unlock;
use super::clock::Clock;
use super::error::AppError;
use crate::model::Ledger;
use crate::store::Store;
use crate::store::backup;
use crate::store::backup::Copy;
use crate::store::files;
use crate::store::key::FileKey;
use crate::store::restore;
use jiff::civil::Date;
use jiff::civil::DateTime;
use serde::Deserialize;
use serde::Serialize;
use std::fmt::Write as _;
use std::path::Path;
use std::path::PathBuf;

/// Setting that keeps the second place.
const SECOND: &str = "second_place";
/// What a copy under a password ends with.
const AGE: &str = "age";
/// Days without a copy there after which the clerk is reminded.
pub const DAYS: i32 = 7;
/// Steps that are named when a copy is put back.
const NAMED: usize = 5;

/// Where copies go beside the file's own folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Second {
    /// The folder.
    pub folder: PathBuf,
    /// The newest copy there.
    pub at: Option<DateTime>,
}

/// A copy as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyLine {
    /// The copy.
    pub path: PathBuf,
    /// When it was made.
    pub at: DateTime,
    /// Why.
    pub why: String,
    /// Whether it lies in the second place.
    pub is_away: bool,
    /// How many records of the main tables it holds.
    pub counts: String,
    /// Steps that are not in it.
    pub steps_since: usize,
    /// The newest of them.
    pub since: Vec<String>,
}

/// A copy in the second place, before its attachments are there.
#[derive(Debug)]
pub struct Away {
    file: PathBuf,
    folder: PathBuf,
    path: PathBuf,
    at: DateTime,
    ledger: Ledger,
    today: Date,
    /// For a copy under a password: the plain one it is made from, and the password.
    sealed: Option<(Copy, Password)>,
}

/// What lies in the second place now.
#[derive(Debug, Clone)]
pub struct Done {
    /// The copy.
    pub path: PathBuf,
    /// The folder.
    pub folder: PathBuf,
    /// When.
    pub at: DateTime,
    /// Its attachments.
    pub carried: Carried,
}

impl Done {
    /// What the clerk is told.
    pub fn in_short(&self) -> String {
        let Carried {
            new,
            there,
            missing,
            ..
        } = &self.carried;
        let mut text = format!(
            "已备份到 {}，附件新增 {new} 份、原有 {there} 份，都已读回核对",
            self.folder.display()
        );
        if !missing.is_empty() {
            let gone = missing.len();
            write!(text, "；有 {gone} 份附件本机已不在或已损坏").ok();
        }
        if super::place::is_removable(&self.folder) {
            text += "。可以安全拔出";
        }
        text
    }
}

impl Away {
    /// Bring the attachments there, only those that are not there yet, and read everything back.
    ///
    /// # Errors
    /// What the disk says, `Cancelled` when `wanted` stops it.
    pub fn finish(self, wanted: &mut dyn FnMut(usize, usize) -> bool) -> Result<Done, AppError> {
        let from = files::folder_of(&self.file);
        let to = self.folder.join(from.file_name().unwrap_or_default());
        if let Some((copy, password)) = &self.sealed {
            let path = sealed::seal_copy(&self.path, copy, &self.folder, password)?;
            backup::thin(&self.folder, self.today)?;
            let moment = self.at.strftime("%Y-%m-%d %H%M%S").to_string();
            return Ok(Done {
                carried: sealed::carry_sealed(&self.ledger, &from, &to, &moment, password, wanted)?,
                path,
                folder: self.folder,
                at: self.at,
            });
        }
        let carried = bring::carry(&self.ledger, &[from], &to, wanted)?;
        let copy = backup::list(&self.folder)
            .into_iter()
            .find(|c| self.folder.join(&c.name) == self.path);
        if let Some(copy) = copy {
            backup::verify(&self.folder, &copy)?;
        }
        Ok(Done {
            path: self.path,
            folder: self.folder,
            at: self.at,
            carried,
        })
    }
}

impl Office {
    /// The second place, if one was chosen.
    pub fn second_place(&self) -> Option<Second> {
        self.store.setting(SECOND).ok().flatten()
    }

    /// Make a copy in a second place; [`Away::finish`] brings the attachments.
    ///
    /// # Errors
    /// What the copy fails on, `Request` for a password that is too short.
    pub fn copy_away(&self, folder: &Path, password: Option<Password>) -> Result<Away, AppError> {
        if password.as_ref().is_some_and(|p| !p.is_long_enough()) {
            return Err(AppError::Request(format!("密码至少 {SHORTEST} 位")));
        }
        let usual = self.copies_folder();
        // Nothing plain goes there, not even for a moment.
        let place = if password.is_some() { &usual } else { folder };
        let path = self.back_up(Some(place), "第二处")?;
        let copy = backup::list(place)
            .into_iter()
            .find(|c| place.join(&c.name) == path);
        if password.is_none() {
            backup::thin(folder, self.clock.today())?;
        }
        Ok(Away {
            sealed: copy.zip(password),
            today: self.clock.today(),
            file: self.path().to_owned(),
            folder: folder.to_owned(),
            path,
            at: self.clock.now(),
            ledger: self.ledger.clone(),
        })
    }

    /// Remember the second place and its newest copy.
    ///
    /// # Errors
    /// What the file says.
    pub fn note_away(&self, done: &Done) -> Result<(), AppError> {
        let second = Second {
            folder: done.folder.clone(),
            at: Some(done.at),
        };
        Ok(self.store.set(SECOND, &second)?)
    }

    /// What to remind the clerk of: a week without a copy outside this disk.
    pub fn second_is_due(&self) -> Option<String> {
        let today = self.clock.today();
        let days = |from: jiff::civil::Date| (today - from).get_days();
        let Some(second) = self.second_place() else {
            let first = self.copies().last().map(|c| c.at.date());
            let text = "还没有在优盘或共享盘上放第二份备份，这台电脑坏了就没有了";
            return (first.map_or(0, days) >= DAYS).then(|| text.to_owned());
        };
        let waited = second.at.map_or(i32::MAX, |at| days(at.date()));
        (waited >= DAYS).then(|| {
            let folder = second.folder.display();
            format!("第二处备份已有 {waited} 天没有更新，请接上 {folder} 再备份")
        })
    }

    /// Every copy of this file that can be found, newest first.
    pub fn copy_lines(&self) -> Vec<CopyLine> {
        let steps = self.history(1000).unwrap_or_default();
        let second = self.second_place().map(|s| s.folder);
        let here = self.copies_folder();
        let mut lines = Vec::new();
        let places = std::iter::once((here.clone(), false))
            .chain(second.filter(|f| *f != here).map(|f| (f, true)));
        for (folder, is_away) in places {
            for copy in backup::list(&folder) {
                let since = steps.iter().filter(|s| s.id > copy.step);
                lines.push(CopyLine {
                    path: folder.join(&copy.name),
                    at: copy.at,
                    counts: counts(&copy),
                    why: copy.why,
                    is_away,
                    steps_since: since.clone().count(),
                    since: since
                        .take(NAMED)
                        .map(|s| format!("{}{}", s.prefix(), s.label))
                        .collect(),
                });
            }
        }
        lines.sort_by(|a, b| (b.at, a.steps_since).cmp(&(a.at, b.steps_since)));
        lines
    }
}

// What a clerk remembers a day by.
fn counts(copy: &Copy) -> String {
    let of = |table: &str| copy.rows.get(table).copied();
    let parts = [
        ("event", "活动"),
        ("volunteer", "志愿者"),
        ("officer", "信息员"),
    ];
    let parts = parts
        .into_iter()
        .filter_map(|(table, label)| Some(format!("{label} {}", of(table)?)));
    parts.collect::<Vec<_>>().join("，")
}

/// Put a copy back as a file, with its attachments from wherever they lie beside it. Returns where the file that stood there
/// was kept, and how the attachments fared.
///
/// # Errors
/// What is wrong with the copy, or what the disk says; nothing is replaced then.
pub fn put_back(
    copy: &Path,
    target: &Path,
    password: Option<&Password>,
    unlock: Option<&Unlock>,
    clock: Clock,
) -> Result<(Option<PathBuf>, Carried), AppError> {
    if let Some(folder) = target.parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|source| AppError::Write {
            source,
            path: folder.to_owned(),
        })?;
    }
    if is_sealed(copy) {
        let opened = sealed::open_copy(copy, target, password)?;
        let kept = restore::restore(&opened.0, target, None, clock.now())?;
        let (to, ledger) = (files::folder_of(target), ledger_of(target, None)?);
        let carried = match password {
            Some(password) => sealed::bring_sealed(copy, &ledger, &to, password)?,
            None => Carried::default(),
        };
        return Ok((kept, carried));
    }
    let key = match unlock.filter(|_| cipher::is_encrypted(copy)) {
        Some(unlock) => Some(cipher::key_of(copy, unlock)?),
        None => None,
    };
    let kept = restore::restore(copy, target, key, clock.now())?;
    cipher::bring_key(copy, target)?;
    let carried = bring_attachments(copy, target, key)?;
    Ok((kept, carried))
}

/// Whether a copy lies under a password.
pub fn is_sealed(copy: &Path) -> bool {
    copy.extension().is_some_and(|e| e == AGE)
}

/// The ledger of a copy, for whom it is only to be looked at.
pub(super) fn ledger_of(path: &Path, key: Option<FileKey>) -> Result<Ledger, AppError> {
    Ok(Store::open_copy_with(path, key)?.load()?)
}
