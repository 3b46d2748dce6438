//! A file of this computer's settings: TOML, written whole or not at all. What is in each is its owner's matter.

use super::AppError;
use crate::store::files;
use serde::Serialize;
use std::path::Path;

/// Write a setting, making its folder.
pub(super) fn keep(path: &Path, setting: &impl Serialize) -> Result<(), AppError> {
    let fault = |source| AppError::Write {
        source,
        path: path.to_owned(),
    };
    let text = toml::to_string_pretty(setting).map_err(|e| AppError::Data(e.to_string()))?;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(fault)?;
    }
    files::write(text.as_bytes(), path).map_err(fault)
}
