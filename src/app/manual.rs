//! The manual of the program: read from its data once, put out as a PDF by the way every report goes.

use super::AppError;
use super::Clock;
use super::outfile;
use super::outfile::Way;
use super::paper;
use crate::assets;
use crate::model::manual::Manual;
use crate::reports;
use crate::reports::pdf::Meta;
use std::path::PathBuf;
use std::sync::OnceLock;

/// The manual.
pub fn manual() -> &'static Manual {
    // Shown in frames: read once.
    static READ: OnceLock<Manual> = OnceLock::new();
    READ.get_or_init(|| Manual::read(assets::MANUAL))
}

/// Put the manual out where it goes. Needs no office. Returns the file.
///
/// # Errors
/// `Write` with the path, or what the writer of PDF refuses.
pub fn put_out(clock: Clock, way: &Way) -> Result<PathBuf, AppError> {
    let report = reports::manual::report(manual());
    let meta = Meta {
        title: report.title.clone(),
        author: "科普台账".into(),
        created: clock.now(),
    };
    let laid = paper::lay_out(report, meta, &mut |_| true)?;
    outfile::write(&laid, way)
}
