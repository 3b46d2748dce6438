//! Packs as they arrive: a file, several, or a folder of them. Reading needs no office, so that a window can do it on a
//! thread of its own.

use crate::app::error::AppError;
use crate::app::progress::Progress;
use crate::exchange::pack;
use crate::exchange::pack::Caps;
use crate::exchange::pack::Pack;
use crate::exchange::pack::PackError;
use crate::exchange::pack::Password;
use crate::store::migrate;
use std::path::Path;
use std::path::PathBuf;

/// Extension of packs.
pub const EXTENSION: &str = "kepuup";

/// Most packs of one folder: a district has tens of offices.
const MOST: usize = 500;

/// A pack that was read, or why it could not be.
#[derive(Debug)]
pub struct Arrived {
    /// Where it lies.
    pub path: PathBuf,
    /// Its content.
    pub pack: Result<Pack, AppError>,
}

/// Read a pack.
///
/// # Errors
/// What is wrong with it, with the name of the file inside; `AppError::Pack(PackError::NeedsPassword, _)` when it is locked
/// ([`needs_password`] tells), then [`open_locked`] opens it.
pub fn open(path: &Path) -> Result<Pack, AppError> {
    open_with(path, Caps::default())
}

/// Read a pack that may be locked.
///
/// # Errors
/// As [`open`], and `WrongPassword`.
pub fn open_locked(path: &Path, password: Option<&Password>) -> Result<Pack, AppError> {
    read(path, password, Caps::default(), &mut |_, _| true)
}

/// Whether an error asks for a password, or for another one.
pub fn needs_password(error: &AppError) -> bool {
    let locked = |e: &PackError| matches!(e, PackError::NeedsPassword | PackError::WrongPassword);
    matches!(error, AppError::Pack(e, _) if locked(e))
}

/// Read a pack under other caps.
///
/// # Errors
/// As [`open`].
pub fn open_with(path: &Path, caps: Caps) -> Result<Pack, AppError> {
    read(path, None, caps, &mut |_, _| true)
}

fn read(
    path: &Path,
    password: Option<&Password>,
    caps: Caps,
    step: pack::Progress<'_>,
) -> Result<Pack, AppError> {
    Pack::open(path, password, migrate::NEWEST, caps, step).map_err(|error| match error {
        PackError::Cancelled => AppError::Cancelled,
        other => AppError::Pack(other, path.to_owned()),
    })
}

// Each password is tried on a locked one, for offices have their own.
fn unlock(path: &Path, passwords: &[Password], step: pack::Progress<'_>) -> Result<Pack, AppError> {
    let mut opened = read(path, None, Caps::default(), step);
    for password in passwords {
        match &opened {
            Err(error) if needs_password(error) => {
                opened = read(path, Some(password), Caps::default(), step);
            }
            _ => break,
        }
    }
    opened
}

/// Read packs and folders of packs. They come in the order in which they can be taken in: by office, older before newer,
/// what was sent back last; those that can't be read stand at the end. Locked ones are tried with the passwords.
///
/// # Errors
/// `Cancelled`; `Request` when there is no pack at all.
pub fn arrive(
    paths: &[PathBuf],
    passwords: &[Password],
    progress: &Progress,
) -> Result<Vec<Arrived>, AppError> {
    // Each pack is one part of the whole, whatever its size.
    const PART: u64 = 1_000;
    let files = files(paths)?;
    let of = files.len() as u64;
    let mut arrived = Vec::new();
    for (at, path) in (0u64..).zip(files) {
        let mut step = |done: u64, total: u64| {
            let share = done.saturating_mul(PART) / total.max(1);
            progress.step(at * PART + share.min(PART), of * PART)
        };
        match unlock(&path, passwords, &mut step) {
            Err(AppError::Cancelled) => return Err(AppError::Cancelled),
            pack => arrived.push(Arrived { path, pack }),
        }
    }
    arrived.sort_by_key(|a| match &a.pack {
        Ok(pack) => {
            let m = &pack.manifest;
            (false, m.returned.is_some(), m.office.uid, m.sequence)
        }
        Err(_) => (true, false, crate::model::Uid::default(), 0),
    });
    Ok(arrived)
}

fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, AppError> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let disk = |source| AppError::Write {
            source,
            path: path.clone(),
        };
        let mut inside = Vec::new();
        for entry in std::fs::read_dir(path).map_err(disk)? {
            let file = entry.map_err(disk)?.path();
            let ours = file
                .extension()
                .is_some_and(|e| e.eq_ignore_ascii_case(EXTENSION));
            if ours && file.is_file() {
                inside.push(file);
            }
        }
        inside.sort();
        files.append(&mut inside);
    }
    // The same file dropped twice is one.
    let mut seen = std::collections::BTreeSet::new();
    files.retain(|f| seen.insert(f.clone()));
    match files.len() {
        0 => Err(AppError::Request(
            "这里没有上报包，上报包的文件名以 .kepuup 结尾".into(),
        )),
        n if n > MOST => Err(AppError::Request(format!(
            "一次最多收 {MOST} 份上报包，这里有 {n} 份"
        ))),
        _ => Ok(files),
    }
}
