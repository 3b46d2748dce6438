//! The log of this program: daily files, fourteen kept, in English, without names, numbers or phones.
//! What a panic leaves is in `crash`.

use std::path::Path;
use std::path::PathBuf;
use tracing_appender::rolling;

/// Where the log lies on this computer.
pub fn folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "kepu-ledger")
        .map(|dirs| dirs.data_local_dir().join("log"))
}

/// Start the log. Without a place for it the program runs all the same.
pub fn start(folder: &Path) {
    if std::fs::create_dir_all(folder).is_err() {
        return;
    }
    let appender = rolling::Builder::new()
        .rotation(rolling::Rotation::DAILY)
        .filename_prefix("kepu")
        .filename_suffix("log")
        .max_log_files(14)
        .build(folder);
    let Ok(appender) = appender else { return };
    // A log that is started twice keeps its first start.
    tracing_subscriber::fmt()
        .with_writer(std::sync::Mutex::new(appender))
        .with_ansi(false)
        .try_init()
        .ok();
}
