//! What stands over every screen about the file itself: where it lies, whether it is a copy, what to remind of.

use crate::app::Office;
use crate::app::place;
use crate::app::place::Place;

/// What is known around the open file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    /// Where it lies.
    pub place: Place,
    /// The moment of the copy that is read in the file's stead.
    pub copy_of: Option<String>,
    /// Files beside it that look like the second of two versions.
    pub conflicts: Vec<String>,
    /// What to remind of about the second place.
    pub second: Option<String>,
}

impl Around {
    pub(super) fn of(office: &Office) -> Self {
        Self {
            place: place::look(office.path()),
            copy_of: office.copy_of().map(str::to_owned),
            conflicts: place::conflicts(office.path()),
            second: office
                .is_writable()
                .then(|| office.second_is_due())
                .flatten(),
        }
    }
}
