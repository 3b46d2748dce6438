//! Attachments brought from one place to another by their hashes: what is there already is not copied again, what is copied
//! is read back, and what is not what its hash says is never brought along.

use super::ledger_of;
use crate::app::error::AppError;
use crate::model::Ledger;
use crate::store::backup;
use crate::store::files;
use crate::store::key::FileKey;
use std::path::Path;
use std::path::PathBuf;

/// How attachments fared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    /// Copied and read back.
    pub new: usize,
    /// There already.
    pub there: usize,
    /// Names of those that no source has as they were.
    pub missing: Vec<String>,
}

/// Bring the attachments of a copy to where a ledger looks for them, from every folder of attachments beside the copy or
/// beside its folder.
///
/// # Errors
/// What the disk says.
pub fn bring_attachments(
    copy: &Path,
    target: &Path,
    key: Option<FileKey>,
) -> Result<Carried, AppError> {
    // A copy of an older program has come up to the present where it was put; an encrypted one is asked for its password later.
    let Ok(ledger) = ledger_of(target, key) else {
        return Ok(Carried::default());
    };
    let to = files::folder_of(target);
    let mut sources = Vec::new();
    let around = [copy.parent(), copy.parent().and_then(Path::parent)];
    for folder in around.into_iter().flatten() {
        let inside = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let inside = inside.map(|e| e.path());
        sources.extend(
            inside.filter(|p| p.is_dir() && p.extension().is_some_and(|e| e == "附件") && *p != to),
        );
    }
    sources.sort();
    carry(&ledger, &sources, &to, &mut |_, _| true)
}

/// Bring the attachments of a ledger from the first of these folders that has each.
pub(super) fn carry(
    ledger: &Ledger,
    from: &[PathBuf],
    to: &Path,
    wanted: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Carried, AppError> {
    let mut carried = Carried::default();
    let all = ledger.attachments.len();
    for (n, attachment) in ledger.attachments.values().enumerate() {
        if !wanted(n, all) {
            return Err(AppError::Cancelled);
        }
        let name = attachment.stored_name();
        let is_it = |path: &Path| backup::sha256_of(path).is_ok_and(|h| h == attachment.hash);
        let place = to.join(&name);
        if is_it(&place) {
            carried.there += 1;
            continue;
        }
        let bytes = from
            .iter()
            .filter_map(|folder| std::fs::read(folder.join(&name)).ok())
            .find(|bytes| files::hash(bytes) == attachment.hash);
        let Some(bytes) = bytes else {
            carried.missing.push(attachment.name.clone());
            continue;
        };
        files::keep(to, &name, &bytes)?;
        if !is_it(&place) {
            return Err(crate::store::StoreError::BadCopy {
                detail: "attachment reads back otherwise".into(),
                path: place,
            }
            .into());
        }
        carried.new += 1;
    }
    wanted(all, all);
    Ok(carried)
}
