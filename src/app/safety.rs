//! When copies are made: at start when something changed, before upgrades, imports, merges and restores,
//! and every half hour of work with changes. How they are made is `store::backup`.

use super::Office;
use super::error::AppError;
use crate::store::backup;
use crate::store::backup::Copy;
use std::path::Path;
use std::path::PathBuf;

/// Minutes of work with changes after which a copy is made.
pub const MINUTES_BETWEEN: i64 = 30;

impl Office {
    /// The folder where copies of this file lie.
    pub fn copies_folder(&self) -> PathBuf {
        backup::folder_of(self.file())
    }

    /// Copies beside the file, newest first.
    pub fn copies(&self) -> Vec<Copy> {
        backup::list(&self.copies_folder())
    }

    /// Make a copy now, into the usual folder or another one.
    ///
    /// # Errors
    /// What the copy fails on; the file is untouched.
    pub fn back_up(&self, folder: Option<&Path>, why: &str) -> Result<PathBuf, AppError> {
        let usual = self.copies_folder();
        let folder = folder.unwrap_or(&usual);
        let copy = backup::make(&self.store, folder, self.clock.now(), why)?;
        tracing::info!(step = copy.step, why, "copy made");
        let place = folder.join(copy.name);
        self.hand_key_to(&place)?;
        // The copy is good without its page.
        if let Err(error) = super::copies::write_totals(self, &place, why) {
            tracing::warn!(%error, "no page of totals");
        }
        Ok(place)
    }

    /// Make a copy if anything changed since the newest one, then thin old ones.
    /// Returns whether one was made.
    pub fn back_up_if_changed(&self, why: &str) -> Result<bool, AppError> {
        let newest = self.copies().first().map_or(0, |c| c.step);
        if self.store.newest_step()? == newest {
            return Ok(false);
        }
        self.back_up(None, why)?;
        backup::thin(&self.copies_folder(), self.clock.today())?;
        Ok(true)
    }

    /// Whether half an hour of work lies uncopied.
    pub fn copy_is_due(&self) -> bool {
        let Ok(step) = self.store.newest_step() else {
            return false;
        };
        match self.copies().first() {
            Some(copy) => {
                // A span would count days apart, which have no fixed number of minutes.
                let waited = self.clock.now().duration_since(copy.at).as_mins();
                // A copy that seems to come from the future is from before the clock was put right.
                copy.step != step && waited.abs() >= MINUTES_BETWEEN
            }
            None => step > 0,
        }
    }
}
