//! How much room a disk lacks, where that can be known: said to the clerk instead of only "full" (safety.md F04).

use std::io::Error;
use std::io::ErrorKind;
use std::path::Path;

/// The disk is full, and so many bytes more would have been enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("disk full, {missing} bytes are missing")]
pub struct Short {
    /// Bytes.
    pub missing: u64,
}

/// A failure to write `needed` bytes near a path: when the disk is full, it says how much is missing. What was written so far
/// must be gone by then, for it counts as free.
#[must_use]
pub fn counted(error: Error, needed: u64, near: &Path) -> Error {
    if error.kind() != ErrorKind::StorageFull {
        return error;
    }
    match missing(needed, near) {
        Some(missing) => Error::new(ErrorKind::StorageFull, Short { missing }),
        None => error,
    }
}

/// What a failure says is missing.
pub fn missing_of(error: &Error) -> Option<u64> {
    let short = error.get_ref()?.downcast_ref::<Short>()?;
    Some(short.missing)
}

/// How many bytes are missing for `needed` near a path. None when that can't be known, or there is room after all.
pub fn missing(needed: u64, near: &Path) -> Option<u64> {
    let folder = near.ancestors().find(|p| p.is_dir())?;
    let free = fs4::available_space(folder).ok()?;
    needed.checked_sub(free).filter(|missing| *missing > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_what_is_needed_less_what_is_free() {
        let folder = tempfile::tempdir().unwrap();
        let error = || Error::from(ErrorKind::StorageFull);
        let told = counted(error(), u64::MAX, &folder.path().join("a/b.pdf"));
        assert_eq!(told.kind(), ErrorKind::StorageFull);
        assert!(missing_of(&told).unwrap() > u64::MAX / 2);
        // There is room by now, or it was another failure: nothing is made up.
        assert_eq!(missing_of(&counted(error(), 1, folder.path())), None);
        let other = counted(Error::from(ErrorKind::NotFound), u64::MAX, folder.path());
        assert_eq!(other.kind(), ErrorKind::NotFound);
    }
}
