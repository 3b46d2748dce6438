//! Handing over: a whole copy of the file, its photos and the 交接清单, written beside its place, read back, then named.

use super::Note;
use super::remember;
use crate::app::Office;
use crate::app::error::AppError;
use crate::app::paper;
use crate::app::paper::Kind;
use crate::app::paper::Request;
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
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

/// A handover that needs the office no more: what is left is reading and writing files.
#[derive(Debug)]
pub struct Prepared {
    load: Load,
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
        let ledger = beside(out, ".账本.未完成");
        // Left over from one that was cut off.
        std::fs::remove_file(&ledger).ok();
        backup::copy_to(&self.store, &ledger)?;
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
        Ok(Prepared {
            load: Load {
                manifest,
                ledger,
                list,
                files,
            },
            out: out.to_owned(),
            remarks,
        })
    }

    /// Remember that the office was handed over.
    ///
    /// # Errors
    /// What the file says.
    pub fn note_handover(&self, done: &HandedOver) -> Result<(), AppError> {
        if self.is_writable() {
            remember(&self.store, Note::of(&done.manifest))?;
        }
        Ok(())
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
        let half = beside(&out, ".未完成");
        let ledger = self.load.ledger.clone();
        let done = self.write_half(&half, progress).and_then(|mut done| {
            backup::rename(&half, &out)?;
            done.bytes = std::fs::metadata(&out).map_or(0, |m| m.len());
            Ok(done)
        });
        std::fs::remove_file(&ledger).ok();
        if done.is_err() {
            // What was written so far is of no use to anybody.
            std::fs::remove_file(&half).ok();
        }
        done
    }

    fn write_half(
        self,
        half: &Path,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<HandedOver, AppError> {
        let Self {
            load,
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
            remarks,
        })
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}
