//! Handing over: a whole copy of the file, its photos and the 交接清单, written beside its place, read back, then named. The
//! plain copy it is made from lies among the office's own copies, never on the stick.

use super::EXTENSION;
use super::Note;
use super::remember;
use crate::app::Office;
use crate::app::cipher;
use crate::app::error::AppError;
use crate::app::paper;
use crate::app::paper::Kind;
use crate::app::paper::Request;
use crate::app::place;
use crate::exchange::handover;
use crate::exchange::handover::Handover;
use crate::exchange::handover::Load;
use crate::exchange::handover::Manifest;
use crate::exchange::handover::stored_hash;
use crate::exchange::pack::PackError;
use crate::model::Period;
use crate::store::backup;
use crate::store::files;
use crate::store::migrate;
use crate::store::rename::rename;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

/// A handover that needs the office no more: what is left is reading and writing files.
#[derive(Debug)]
pub struct Prepared {
    load: Load,
    ledger: Passing,
    out: PathBuf,
    remarks: Vec<String>,
}

/// A handover that was written.
#[derive(Debug, Clone)]
pub struct HandedOver {
    /// The file.
    pub path: PathBuf,
    /// What stands first in it.
    pub manifest: Manifest,
    /// Bytes of the file.
    pub bytes: u64,
    /// Photos and files in it.
    pub files: usize,
    /// Whether it lies on a disk that can be pulled out now.
    pub on_stick: bool,
    /// What could not go along, in sentences.
    pub remarks: Vec<String>,
}

impl Office {
    /// Copy the file and lay out the list; the long work is left to [`Prepared::write`].
    ///
    /// # Errors
    /// What the copy, the list or the disk says; nothing stays then.
    pub fn prepare_handover(&self, to: &str, out: &Path) -> Result<Prepared, AppError> {
        let to = crate::model::text::one_line(to);
        let mut remarks = Vec::new();
        let files = self.files_to_hand(&mut remarks)?;
        let list = self.handover_list(&to)?;
        let ledger = self.passing_copy()?;
        let key = self.key_to_hand(&mut remarks)?;
        let unit = self.ledger.office();
        let counts = self.store.counts()?.into_iter();
        let manifest = Manifest {
            handover: handover::FORMAT,
            program: concat!("kepu-ledger ", env!("CARGO_PKG_VERSION")).into(),
            schema: migrate::NEWEST,
            office: unit.uid,
            name: unit.name,
            stem: self
                .path()
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            day: self.clock.today(),
            from: self.who(),
            to,
            counts: counts
                .map(|(table, rows)| (table.to_owned(), rows))
                .collect::<BTreeMap<_, _>>(),
            files: Vec::new(),
        };
        // Only now: what the copy holds was counted, and the successor needs no such note.
        if self.is_writable() {
            self.store.set(HALF, &half_of(out).to_string_lossy())?;
        }
        Ok(Prepared {
            load: Load {
                manifest,
                ledger: ledger.0.clone(),
                key,
                list,
                files,
            },
            ledger,
            out: out.to_owned(),
            remarks,
        })
    }

    /// Remember that the office was handed over. Where that fails the file stands all the same, and a remark says so.
    pub fn note_handover(&self, done: &mut HandedOver) {
        if !self.is_writable() {
            return;
        }
        let noted = remember(&self.store, Note::of(&done.manifest))
            .and_then(|()| self.store.set(HALF, &None::<PathBuf>));
        if let Err(error) = noted {
            tracing::error!(%error, "handover not noted");
            let text = "交接文件已做好，可以使用；但没能在本台账里记下这次交接";
            done.remarks.push(text.into());
        }
    }

    // Without its key file the ledger opens with the printed code only.
    fn key_to_hand(&self, remarks: &mut Vec<String>) -> Result<Option<Vec<u8>>, AppError> {
        if !self.is_encrypted() {
            return Ok(None);
        }
        let path = cipher::key_file(self.path());
        match std::fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                remarks.push("钥匙文件不在，接收时要用恢复码".into());
                Ok(None)
            }
            Err(source) => Err(AppError::Write { source, path }),
        }
    }

    // A copy among the office's own, where the same eyes see it as the file itself.
    fn passing_copy(&self) -> Result<Passing, AppError> {
        let folder = backup::folder_of(self.path());
        std::fs::create_dir_all(&folder).map_err(|source| AppError::Write {
            source,
            path: folder.clone(),
        })?;
        let name = format!("{PASSING}{}{UNFINISHED}", crate::model::Uid::fresh());
        let copy = Passing(folder.join(name));
        backup::copy_to(&self.store, &copy.0)?;
        Ok(copy)
    }

    /// Remove what a handover left that was cut off: its working copy, and its unfinished file where it can be reached.
    pub(in crate::app) fn sweep_handovers(&self) {
        let entries = std::fs::read_dir(backup::folder_of(self.path()));
        for entry in entries.into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            // With the journal SQLite may have left beside it.
            if name.starts_with(PASSING) && name.contains(UNFINISHED) {
                drop(Passing(entry.path()));
            }
        }
        let ours = format!(".{EXTENSION}{UNFINISHED}");
        match self.store.setting::<Option<PathBuf>>(HALF) {
            Ok(Some(Some(half))) if half.to_string_lossy().ends_with(&ours) => drop(Passing(half)),
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "unfinished handover not known"),
        }
    }

    // 交接清单 as it goes into the file.
    fn handover_list(&self, to: &str) -> Result<Vec<u8>, AppError> {
        let period = Period::year(self.clock.today().year()).ok_or(AppError::NotFound)?;
        let mut report = self.report(&Request::of(Kind::Handover, period))?;
        for (label, name) in &mut report.signers {
            if label == "接交人" {
                to.clone_into(name);
            }
        }
        let meta = self.meta(&report);
        let laid = paper::lay_out(report, meta, &mut |_| true)?;
        paper::pdf(&laid)
    }

    // Everything of our naming beside the ledger, files of deleted records too: undo may want them.
    fn files_to_hand(&self, remarks: &mut Vec<String>) -> Result<Vec<(String, PathBuf)>, AppError> {
        let folder = files::folder_of(self.path());
        let (found, strange) = walk(&folder).map_err(|source| AppError::Write {
            source,
            path: folder,
        })?;
        if strange > 0 {
            remarks.push(format!("附件文件夹里有 {strange} 个不认识的文件，没有装入"));
        }
        let names: BTreeSet<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        let attachments = self.ledger.attachments.values();
        let gone = attachments
            .filter(|a| !names.contains(a.stored_name().as_str()))
            .count();
        if gone > 0 {
            remarks.push(format!("{gone} 份附件的文件不在，没有装入"));
        }
        Ok(found)
    }
}

type Found = (Vec<(String, PathBuf)>, usize);

fn walk(folder: &Path) -> std::io::Result<Found> {
    let (mut found, mut strange) = (Vec::new(), 0);
    if !folder.is_dir() {
        return Ok((found, strange));
    }
    for group in std::fs::read_dir(folder)? {
        let group = group?.path();
        if !group.is_dir() {
            strange += 1;
            continue;
        }
        let head = group
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        for file in std::fs::read_dir(&group)? {
            let path = file?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let stored = format!("{head}/{name}");
            if path.is_file() && stored_hash(&stored).is_some() {
                found.push((stored, path));
            } else {
                strange += 1;
            }
        }
    }
    Ok((found, strange))
}

impl Prepared {
    /// Write the file beside its place, read it back as the successor will, then name it.
    ///
    /// # Errors
    /// What the disk says; nothing stays then.
    pub fn write(self, progress: &mut dyn FnMut(usize, usize)) -> Result<HandedOver, AppError> {
        let out = self.out.clone();
        // What was written so far is of no use to anybody, however it ends.
        let half = Passing(half_of(&out));
        let mut done = self.write_half(&half.0, progress)?;
        rename(&half.0, &out)?;
        done.bytes = std::fs::metadata(&out).map_or(0, |m| m.len());
        Ok(done)
    }

    fn write_half(
        self,
        half: &Path,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<HandedOver, AppError> {
        let Self {
            load,
            ledger: _ledger,
            out,
            mut remarks,
        } = self;
        let disk = |source| AppError::Write {
            source,
            path: out.clone(),
        };
        let refused = |error: PackError| match error {
            PackError::Io(source) => disk(source),
            other => AppError::Handover(other, out.clone()),
        };
        let file = std::fs::File::create(half).map_err(disk)?;
        let kept = file.try_clone().map_err(disk)?;
        let (manifest, damaged) =
            handover::write(load, std::io::BufWriter::new(file), progress).map_err(refused)?;
        kept.sync_all().map_err(disk)?;
        drop(kept);
        let mut back = Handover::open(half, migrate::NEWEST).map_err(refused)?;
        if back.manifest != manifest {
            return Err(refused(PackError::Changed {
                inside: String::new(),
            }));
        }
        back.unpack(|_| Ok(std::io::sink()), |_| Ok(()), &mut |_, _| {})
            .map_err(refused)?;
        if !damaged.is_empty() {
            remarks.push(format!("{} 份附件的文件已损坏，没有装入", damaged.len()));
        }
        Ok(HandedOver {
            files: manifest.files.len().saturating_sub(2),
            path: out.clone(),
            bytes: 0,
            manifest,
            on_stick: place::is_removable(&out),
            remarks,
        })
    }
}

const PASSING: &str = "交接用副本 ";
const UNFINISHED: &str = ".未完成";

/// Setting that keeps where the unfinished file of a handover lies, in case the window closes over it.
const HALF: &str = "handover_half";

fn half_of(out: &Path) -> PathBuf {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(UNFINISHED);
    out.with_file_name(name)
}

/// A file that is gone when nobody needs it any more.
#[derive(Debug)]
struct Passing(PathBuf);

impl Drop for Passing {
    fn drop(&mut self) {
        match std::fs::remove_file(&self.0) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                tracing::warn!(%error, path = ?self.0, "left over from a handover");
            }
            _ => {}
        }
    }
}
