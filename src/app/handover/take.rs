//! Taking over: everything is unpacked and checked in a folder beside its place, and only then renamed. Nothing that is there
//! is replaced, and what is refused leaves nothing behind.

use super::Note;
use super::remember;
use crate::app::cipher;
use crate::app::cipher::Unlock;
use crate::app::error::AppError;
use crate::app::outfile::safe_stem;
use crate::exchange::handover::Handover;
use crate::exchange::handover::Manifest;
use crate::exchange::handover::Piece;
use crate::exchange::pack::PackError;
use crate::model::Uid;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::backup;
use crate::store::files;
use crate::store::key::FileKey;
use crate::store::migrate;
use crate::store::rename::rename;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufWriter;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;

/// A handover that was taken over.
#[derive(Debug, Clone)]
pub struct TakenOver {
    /// The ledger.
    pub file: PathBuf,
    /// 交接清单 beside it, to be printed.
    pub list: Option<PathBuf>,
    /// What stood first in the handover.
    pub manifest: Manifest,
    /// Photos and files that came.
    pub files: usize,
    /// What to look at, in sentences.
    pub remarks: Vec<String>,
}

/// Take a handover over into a folder, or as a file of this name.
///
/// # Errors
/// `Handover` with what is wrong with it, `Exists` when something of that name is there, or what the disk says. Nothing is
/// left behind then.
pub fn take_over(
    pack: &Path,
    to: &Path,
    unlock: Option<&Unlock>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<TakenOver, AppError> {
    let refused = |error: PackError| AppError::Handover(error, pack.to_owned());
    let mut handover = Handover::open(pack, migrate::NEWEST).map_err(refused)?;
    let target = target(to, &handover.manifest);
    Room::sweep(&target);
    for path in [
        target.clone(),
        files::folder_of(&target),
        backup::folder_of(&target),
    ] {
        // A link that leads nowhere is something, too.
        if path.symlink_metadata().is_ok() {
            return Err(StoreError::Exists { path }.into());
        }
    }
    let room = Room::beside(&target)?;
    unpack(&mut handover, &room, progress).map_err(|error| match error {
        PackError::Io(source) => AppError::Write {
            source,
            path: target.clone(),
        },
        other => refused(other),
    })?;
    let manifest = handover.manifest;
    let wrong = |error: StoreError| match error {
        StoreError::Io { .. }
        | StoreError::Full { .. }
        | StoreError::WrongKey { .. }
        | StoreError::NoCipher { .. } => AppError::Store(error),
        error => {
            tracing::error!(%error, "ledger in handover refused");
            refused(PackError::Changed {
                inside: "ledger.kepu".into(),
            })
        }
    };
    let mut remarks = Vec::new();
    let key = match (cipher::is_encrypted(&room.ledger()), unlock) {
        (false, _) => None,
        (true, Some(unlock)) => Some(cipher::key_of(&room.ledger(), unlock)?),
        (true, None) => {
            return Err(StoreError::Encrypted {
                path: pack.to_owned(),
            }
            .into());
        }
    };
    check(&room, key, &manifest, &mut remarks).map_err(wrong)?;
    room.place(&target)?;
    let list = keep_list(&room, &target);
    Ok(TakenOver {
        files: manifest
            .files
            .iter()
            .filter(|f| f.path.starts_with("files/"))
            .count(),
        file: target,
        list,
        manifest,
        remarks,
    })
}

fn target(to: &Path, manifest: &Manifest) -> PathBuf {
    let is_file = to
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("kepu"));
    if is_file && !to.is_dir() {
        return to.to_owned();
    }
    // The name inside may be anybody's: only what every system takes for a name goes on.
    to.join(format!("{}.kepu", safe_stem(&manifest.stem)))
}

/// A folder beside the place, gone with everything in it when this is dropped.
struct Room {
    folder: PathBuf,
    /// The folder around, when it was made for this.
    made: Option<PathBuf>,
}

const ROOM: &str = "接收中 ";

impl Room {
    // What a taking over left that was cut off: the room, and what it had begun to put in its place before the ledger.
    fn sweep(target: &Path) {
        for entry in std::fs::read_dir(around(target))
            .into_iter()
            .flatten()
            .flatten()
        {
            let is_room = entry.file_name().to_string_lossy().starts_with(ROOM);
            if !is_room || !entry.path().is_dir() {
                continue;
            }
            let room = Self {
                folder: entry.path(),
                made: None,
            };
            let placing = std::fs::read_to_string(room.placing()).unwrap_or_default();
            let ours = target
                .file_name()
                .is_some_and(|n| n.to_string_lossy() == placing);
            if ours && room.ledger().is_file() && !target.exists() {
                std::fs::remove_dir_all(files::folder_of(target)).ok();
                std::fs::remove_file(cipher::key_file(target)).ok();
            }
        }
    }

    fn placing(&self) -> PathBuf {
        self.folder.join("放到")
    }

    fn beside(target: &Path) -> Result<Self, AppError> {
        let around = around(target);
        let room = Self {
            folder: around.join(format!("{ROOM}{}", Uid::fresh())),
            made: (!around.exists()).then(|| around.clone()),
        };
        std::fs::create_dir_all(room.files()).map_err(|source| AppError::Write {
            source,
            path: around,
        })?;
        Ok(room)
    }

    fn ledger(&self) -> PathBuf {
        self.folder.join("ledger.kepu")
    }

    fn files(&self) -> PathBuf {
        self.folder.join("files")
    }

    fn list(&self) -> PathBuf {
        self.folder.join("list.pdf")
    }

    // The ledger last: as long as it is not there, nothing is.
    fn place(&self, target: &Path) -> Result<(), AppError> {
        let beside = files::folder_of(target);
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        // So that the next run knows what of this one stands outside.
        files::write(name.as_bytes(), &self.placing()).map_err(|source| AppError::Write {
            source,
            path: target.to_owned(),
        })?;
        let any = std::fs::read_dir(self.files()).is_ok_and(|mut d| d.next().is_some());
        if any {
            rename(&self.files(), &beside)?;
        }
        let key = cipher::key_file(&self.ledger());
        if key.is_file() {
            rename(&key, &cipher::key_file(target))?;
        }
        rename(&self.ledger(), target).inspect_err(|_| {
            // Back into the room, which goes as a whole.
            if any {
                rename(&beside, &self.files()).ok();
            }
        })?;
        Ok(())
    }
}

fn around(target: &Path) -> PathBuf {
    match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
        if let Some(around) = &self.made {
            // Only when nothing came to lie in it.
            std::fs::remove_dir(around).ok();
        }
    }
}

fn unpack(
    handover: &mut Handover,
    room: &Room,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<(), PackError> {
    handover.unpack(
        |piece| {
            let path = match piece {
                Piece::Ledger => room.ledger(),
                Piece::Key => cipher::key_file(&room.ledger()),
                Piece::List => room.list(),
                Piece::File(stored) => room.files().join(stored),
            };
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            Ok(BufWriter::new(File::create_new(path)?))
        },
        |mut out| {
            out.flush()?;
            out.get_ref().sync_all()
        },
        progress,
    )
}

// What an opening asks of a file, what a stranger's file must not have, and whether everything came.
fn check(
    room: &Room,
    key: Option<FileKey>,
    manifest: &Manifest,
    remarks: &mut Vec<String>,
) -> Result<(), StoreError> {
    let path = room.ledger();
    Store::open_copy_with(&path, key)?.check_shape()?;
    let damaged = |detail: &str| StoreError::Damaged {
        detail: detail.to_owned(),
        path: path.clone(),
    };
    // A file of an older program is brought up here; the handover itself is the copy from before.
    let store = Store::open_with(&path, key, |_| Ok(()))?;
    let counts: BTreeMap<&str, i64> = store.counts()?.into_iter().collect();
    let all_came = manifest
        .counts
        .iter()
        .all(|(table, rows)| counts.get(table.as_str()) == Some(rows));
    if !all_came || manifest.counts.is_empty() {
        return Err(damaged("rows differ from the manifest"));
    }
    let ledger = store.load()?;
    if ledger.home != manifest.office || !ledger.offices.contains_key(&ledger.home) {
        return Err(damaged("another office than the manifest says"));
    }
    let findings = store.examine()?;
    if !findings.is_sound() {
        return Err(damaged("examination"));
    }
    let missing = ledger
        .attachments
        .values()
        .filter(|a| !room.files().join(a.stored_name()).is_file())
        .count();
    if missing > 0 {
        remarks.push(format!("{missing} 份附件的文件没有随来，请向移交人索取"));
    }
    remember(&store, Note::of(manifest))
}

// Only a convenience: the list can be printed from the ledger at any time.
fn keep_list(room: &Room, target: &Path) -> Option<PathBuf> {
    let stem = target.file_stem()?.to_string_lossy();
    let place = target.with_file_name(format!("{stem} 交接清单.pdf"));
    if place.exists() || !room.list().is_file() {
        return None;
    }
    rename(&room.list(), &place).ok()?;
    Some(place)
}
