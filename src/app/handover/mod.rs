//! 换人交接: everything of the office in one file for the successor's laptop (`give`), and taken over there in one step
//! (`take`). What a 交接清单 says beside the records stands in `around`.

mod around;
mod give;
mod take;

pub use give::HandedOver;
pub use give::Prepared;
pub use take::TakenOver;
pub use take::take_over;

use crate::exchange::handover::Manifest;
use crate::store::Store;
use crate::store::StoreError;
use serde::Deserialize;
use serde::Serialize;

/// The extension of a handover.
pub const EXTENSION: &str = "kepuall";

/// Setting that keeps the handovers a file went through.
const NOTES: &str = "handovers";

/// One handover as it is remembered on both sides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    /// The day.
    pub day: String,
    /// Who handed over.
    pub from: String,
    /// Who took over; may be empty.
    pub to: String,
}

impl Note {
    fn of(manifest: &Manifest) -> Self {
        Self {
            day: manifest.day.to_string(),
            from: manifest.from.clone(),
            to: manifest.to.clone(),
        }
    }
}

fn notes(store: &Store) -> Result<Vec<Note>, StoreError> {
    Ok(store.setting(NOTES)?.unwrap_or_default())
}

fn remember(store: &Store, note: Note) -> Result<(), StoreError> {
    let mut all = notes(store)?;
    all.push(note);
    store.set(NOTES, &all)
}
