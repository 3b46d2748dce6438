//! A pack in its place, where another file may have lain: that one stands aside until the new one is kept.

use crate::app::error::AppError;
use crate::store::StoreError;
use crate::store::rename::rename;
use std::path::Path;
use std::path::PathBuf;

/// A file that got its name. Dropped without [`Placed::keep`] it goes again, and what lay there before is back: a pack that
/// nobody knows of must not go up, and the one before it may be the only copy.
#[derive(Debug)]
pub(super) struct Placed {
    out: PathBuf,
    before: Option<PathBuf>,
    kept: bool,
}

impl Placed {
    /// Give a finished file its name.
    pub(super) fn put(half: &Path, out: &Path) -> Result<Self, AppError> {
        let disk = |error| match error {
            StoreError::Io { source, .. } => AppError::Write {
                source,
                path: out.to_owned(),
            },
            other => AppError::Store(other),
        };
        let before = out.is_file().then(|| aside(out));
        if let Some(before) = &before
            && std::fs::hard_link(out, before).is_err()
        {
            // Sticks know no second name for a file: there the place is empty for a moment.
            rename(out, before).map_err(disk)?;
        }
        if let Err(error) = rename(half, out) {
            if let Some(before) = &before {
                rename(before, out).map_err(disk)?;
            }
            return Err(disk(error));
        }
        Ok(Self {
            out: out.to_owned(),
            before,
            kept: false,
        })
    }

    /// Where it lies.
    pub(super) fn path(&self) -> &Path {
        &self.out
    }

    /// It counts from now on; what lay there before is replaced.
    pub(super) fn keep(mut self) {
        self.kept = true;
        // What an interrupted run left aside was to be replaced by a new pack just as well.
        for aside in (1..=MOST_ASIDE).map(|n| named_aside(&self.out, n)) {
            if std::fs::remove_file(&aside).is_err() {
                break;
            }
        }
    }
}

impl Drop for Placed {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        std::fs::remove_file(&self.out).ok();
        if let Some(before) = &self.before
            && let Err(error) = rename(before, &self.out)
        {
            // It is not lost: it lies beside its place.
            tracing::error!(%error, "the file from before could not be put back");
        }
    }
}

const MOST_ASIDE: u32 = 10_000;

fn named_aside(out: &Path, n: u32) -> PathBuf {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(format!(".原来{n}"));
    out.with_file_name(name)
}

// A free name: what an interrupted run left aside is somebody's file, too.
fn aside(out: &Path) -> PathBuf {
    let names = (1..=MOST_ASIDE).map(|n| named_aside(out, n));
    let mut free = names.filter(|path| !path.exists());
    free.next().unwrap_or_else(|| named_aside(out, 0))
}
