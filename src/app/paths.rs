//! Where things lie on this computer: the default folder of files, and the file that was open last.

use super::place;
use std::path::Path;
use std::path::PathBuf;

/// 文档/科普台账, or a folder of that name in the user's profile when 文档 lies in a sync folder, which renames
/// open files (decisions.md 10, safety.md F09).
pub fn default_folder() -> PathBuf {
    let dirs = directories::UserDirs::new();
    let home = dirs
        .as_ref()
        .map_or_else(|| PathBuf::from("."), |d| d.home_dir().to_owned());
    let documents = dirs
        .as_ref()
        .and_then(|d| d.document_dir())
        .map_or_else(|| home.clone(), Path::to_owned);
    let base = match place::look(&documents.join("湖滨.kepu")) {
        place::Place::Here => documents,
        _ => home,
    };
    base.join("科普台账")
}

/// Where this computer's settings lie.
fn settings(file: &str) -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "kepu-ledger").map(|d| d.config_dir().join(file))
}

fn remembered() -> Option<PathBuf> {
    settings("last.txt")
}

/// The file that keeps this computer's choice of fonts.
pub fn font_choice() -> Option<PathBuf> {
    settings("fonts.toml")
}

/// The folders this computer keeps fonts in: those of everybody, then the user's own.
pub fn font_folders() -> Vec<PathBuf> {
    let own = directories::UserDirs::new().and_then(|d| d.font_dir().map(Path::to_owned));
    if cfg!(windows) {
        let below = |variable: &str, rest: &str| {
            std::env::var_os(variable).map(|base| PathBuf::from(base).join(rest))
        };
        [
            below("SystemRoot", "Fonts"),
            below("LOCALAPPDATA", "Microsoft\\Windows\\Fonts"),
        ]
        .into_iter()
        .flatten()
        .collect()
    } else {
        ["/usr/share/fonts", "/usr/local/share/fonts"]
            .into_iter()
            .map(PathBuf::from)
            .chain(own)
            .collect()
    }
}

/// The file that was open last. Where it is gone, opening it says so and offers its copies (safety.md F16).
pub fn last_file() -> Option<PathBuf> {
    let text = std::fs::read_to_string(remembered()?).ok()?;
    Some(PathBuf::from(text.trim())).filter(|p| !p.as_os_str().is_empty())
}

/// Remember the open file for the next start.
pub fn remember(file: &Path) {
    let Some(place) = remembered() else { return };
    let written = place
        .parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::write(&place, file.to_string_lossy().as_bytes()));
    if let Err(error) = written {
        tracing::warn!(%error, "could not remember the open file");
    }
}
