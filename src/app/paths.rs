//! Where things lie on this computer: ledgers, settings, the log, what is only for a moment. In the user's own folders, or
//! beside the program when a marker there says that it is carried about (便携).

use super::place;
use crate::os;
use std::path::Path;
use std::path::PathBuf;
use std::sync::LazyLock;

/// Files beside the program that make it keep everything there.
const MARKERS: [&str; 2] = ["便携.txt", "portable.txt"];
/// The folder beside the program that everything lies in then.
const DATA: &str = "数据";
/// What our folders are called among other programs'.
const NAME: &str = "kepu-ledger";

/// Where this program keeps its things.
#[derive(Debug, PartialEq, Eq)]
enum Home {
    /// In the user's own folders.
    User,
    /// In a folder beside the program.
    Beside(PathBuf),
    /// It should lie beside the program, but nothing can be written there; in the user's own folders instead.
    Refused,
}

static HOME: LazyLock<Home> = LazyLock::new(|| {
    // Not canonical: on Windows that is another way of writing, which neither the shell nor the clerk's own paths share.
    let program = std::env::current_exe().and_then(std::path::absolute);
    let folder = program.ok().and_then(|p| p.parent().map(Path::to_owned));
    folder.map_or(Home::User, |f| home_beside(&f))
});

// A folder that can be made is not yet one that can be written to: on a locked stick it may have been there before.
fn home_beside(program: &Path) -> Home {
    if !MARKERS.iter().any(|m| program.join(m).is_file()) {
        return Home::User;
    }
    let data = program.join(DATA);
    let trial = data.join(format!("试写 {}", std::process::id()));
    let written = std::fs::create_dir_all(&data)
        .and_then(|()| std::fs::write(&trial, b""))
        .and_then(|()| std::fs::remove_file(&trial));
    match written {
        Ok(()) => Home::Beside(data),
        Err(_) => Home::Refused,
    }
}

// The one place that decides: a folder of 数据, or what stands for it in the user's own folders.
fn own(beside: &str, usual: impl FnOnce() -> Option<PathBuf>) -> Option<PathBuf> {
    match &*HOME {
        Home::Beside(data) => Some(data.join(beside)),
        Home::User | Home::Refused => usual(),
    }
}

fn dirs() -> Option<directories::ProjectDirs> {
    directories::ProjectDirs::from("", "", NAME)
}

/// What to say when the program is carried about and nothing can be written where it lies.
pub fn portable_trouble() -> Option<&'static str> {
    (*HOME == Home::Refused)
        .then_some("程序所在的位置不能写入，没有用便携方式。设置和台账放在这台电脑的用户文件夹里。")
}

/// The folder that is carried about with the program, when it is.
pub fn carried() -> Option<&'static Path> {
    match &*HOME {
        Home::Beside(data) => data.parent(),
        Home::User | Home::Refused => None,
    }
}

/// Where new ledgers lie.
pub fn default_folder() -> PathBuf {
    own("台账", || Some(local_folder())).unwrap_or_else(local_folder)
}

/// 文档/科普台账, or a folder of that name in the user's profile when 文档 lies in a sync folder, which renames
/// open files (decisions.md 10, safety.md F09). On a disk of this computer, also when the program is carried about.
pub fn local_folder() -> PathBuf {
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

/// The folder of this computer's settings.
pub(super) fn settings() -> Option<PathBuf> {
    own("设置", || dirs().map(|d| d.config_dir().to_owned()))
}

/// The file that keeps this computer's choice of fonts.
pub fn font_choice() -> Option<PathBuf> {
    settings().map(|folder| folder.join("fonts.toml"))
}

/// The folder of the log and of crash reports.
pub fn log_folder() -> Option<PathBuf> {
    own("日志", || dirs().map(|d| d.data_local_dir().join("log")))
}

/// A folder for what is needed only for a moment, and is nobody else's: it is full of names.
///
/// # Errors
/// When it can't be made, or somebody else has made it.
pub(super) fn temporary(folder: &str) -> std::io::Result<PathBuf> {
    let among_others = || {
        let user = os::user();
        Some(std::env::temp_dir().join(format!("{NAME}-{}", user.replace('\\', "-"))))
    };
    let base = own("临时", among_others).ok_or(std::io::ErrorKind::NotFound)?;
    // A stick knows no owners; whoever holds it can read it anyway.
    if carried().is_none() {
        os::private_folder(&base)?;
    }
    let place = base.join(folder);
    std::fs::create_dir_all(&place)?;
    Ok(place)
}

/// The folder that programs of this user meet in: on this computer, whatever is carried about, for a stick can't hold it.
///
/// # Errors
/// As [`temporary`].
pub(super) fn meeting_place() -> std::io::Result<PathBuf> {
    /// What an address may be long: 108 bytes with the file's own name.
    const MOST: usize = 60;
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(|r| PathBuf::from(r).join(NAME));
    let temporary = |base: PathBuf| base.join(format!("{NAME}-{}", os::user()));
    let short = |p: &PathBuf| p.as_os_str().len() <= MOST;
    let place = runtime
        .filter(|r| short(r) && r.parent().is_some_and(Path::is_dir))
        .or_else(|| Some(temporary(std::env::temp_dir())).filter(short))
        .unwrap_or_else(|| temporary(PathBuf::from("/tmp")));
    os::private_folder(&place)?;
    Ok(place)
}

/// The file that keeps how this computer paints the window.
pub fn window_choice() -> Option<PathBuf> {
    settings().map(|folder| folder.join("window.toml"))
}

/// The file that keeps how this computer's tables stand.
pub(super) fn table_choice() -> Option<PathBuf> {
    settings().map(|folder| folder.join("tables.toml"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_keeps_everything_beside_the_program() {
        for marker in MARKERS {
            let program = tempfile::tempdir().unwrap();
            assert_eq!(home_beside(program.path()), Home::User);
            std::fs::write(program.path().join(marker), "").unwrap();
            let data = program.path().join(DATA);
            assert_eq!(home_beside(program.path()), Home::Beside(data.clone()));
            assert_eq!(std::fs::read_dir(data).unwrap().count(), 0);
        }
    }

    #[test]
    fn where_nothing_can_be_written_the_users_folders_serve() {
        let program = tempfile::tempdir().unwrap();
        std::fs::write(program.path().join(MARKERS[0]), "").unwrap();
        // A file where the folder would be refuses everybody, also who may write anywhere.
        std::fs::write(program.path().join(DATA), "").unwrap();
        assert_eq!(home_beside(program.path()), Home::Refused);
    }
}
