//! What only the system knows, asked in its own way. The only place where unsafe may stand; everything else here is plain.

#[cfg(not(windows))]
mod linux;
#[cfg(windows)]
mod windows;

#[cfg(not(windows))]
use linux as system;
#[cfg(windows)]
use windows as system;

use std::path::Path;

/// A disk as the system describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Volume {
    /// What the system calls its kind: ext4, nfs, remote…
    pub kind: String,
    /// Whether it can be pulled out.
    pub is_removable: bool,
}

/// The disk a path lies on.
pub fn volume(path: &Path) -> Volume {
    system::volume(path)
}

/// The name of this computer; empty when the system does not tell.
pub fn computer() -> String {
    system::computer()
}
