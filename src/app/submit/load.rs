//! What goes along with the records of a pack, the file on the disk, and what is kept of it.

use super::PackWishes;
use super::place::Placed;
use crate::app::Office;
use crate::app::error::AppError;
use crate::app::paper;
use crate::app::progress::Progress;
use crate::exchange::pack;
use crate::exchange::pack::Enclosed;
use crate::exchange::pack::Load;
use crate::exchange::pack::Manifest;
use crate::exchange::pack::PackError;
use crate::model::AnyRecord;
use crate::model::Table;
use crate::model::Uid;
use crate::model::papers::Submission;
use crate::model::papers::submission::Digests;
use crate::model::papers::submission::FrozenFigure;
use crate::reports::cover::Cover;
use crate::store::migrate;
use std::collections::BTreeMap;
use std::path::Path;

impl Office {
    // Photos and files that lie beside the ledger; what does not travel, or is gone, is told.
    pub(super) fn enclosed(
        &self,
        records: &[AnyRecord],
        remarks: &mut Vec<String>,
    ) -> Vec<Enclosed> {
        let mut enclosed = Vec::new();
        let (mut gone, mut other) = (0, 0);
        for record in records {
            let AnyRecord::Attachment(attachment) = record else {
                continue;
            };
            let path = self.attachment_path(attachment);
            if !pack::travels(&attachment.extension) {
                other += 1;
            } else if path.is_file() {
                enclosed.push(Enclosed {
                    hash: attachment.hash.clone(),
                    extension: attachment.extension.clone(),
                    path,
                });
            } else {
                gone += 1;
            }
        }
        enclosed.sort();
        enclosed.dedup();
        if gone > 0 {
            remarks.push(format!("{gone} 份照片或附件的文件不在，没有装入"));
        }
        if other > 0 {
            remarks.push(format!("{other} 份附件的种类不能装入，只报了登记"));
        }
        enclosed
    }
}

/// 上报封面 of a load, all but its 校验码, which is known when everything is hashed.
pub(super) fn cover_of(
    wishes: &PackWishes,
    load: &Load,
    previous: String,
) -> Result<Cover, AppError> {
    let mut counts: BTreeMap<Table, u64> = BTreeMap::new();
    for record in &load.records {
        *counts.entry(record.table()).or_default() += 1;
    }
    let catalogue = paper::catalogue()?;
    let named = |kind: &paper::Kind| {
        let entry = catalogue.entry(*kind);
        format!("{} {}", entry.id, entry.title)
    };
    let photos = load.enclosed.iter().filter(|e| e.extension == "jpg");
    let photos = photos.count();
    Ok(Cover {
        addressee: load.manifest.addressee.clone(),
        period: wishes.period.clone(),
        sequence: load.manifest.sequence,
        day: load.manifest.day,
        check_code: String::new(),
        previous,
        counts: counts.into_iter().collect(),
        photos,
        files: load.enclosed.len() - photos,
        reports: wishes.reports.iter().map(named).collect(),
        personal: wishes.personal,
        figures: load.figures.clone(),
    })
}

/// What is kept of a pack; the same on every side.
pub(in crate::app) fn submission_of(
    manifest: &Manifest,
    hash: &str,
    figures: &[FrozenFigure],
    records: &[AnyRecord],
) -> Result<Submission, AppError> {
    let data = |e: serde_json::Error| AppError::Data(e.to_string());
    let mut digests = Digests::new();
    for record in records {
        let table = digests.entry(record.table().name().to_owned()).or_default();
        table.insert(record.uid(), pack::digest(record));
    }
    Ok(Submission {
        uid: Uid::of_hash(hash),
        office: manifest.office.uid,
        title: format!("{}（第{}次）", manifest.period.label, manifest.sequence),
        from: Some(manifest.period.from),
        to: Some(manifest.period.to),
        sequence: Some(manifest.sequence),
        day: Some(manifest.day),
        addressee: manifest.addressee.clone(),
        check_code: manifest.check_code(hash),
        hash: hash.to_owned(),
        previous: manifest.previous.clone(),
        personal: manifest.personal,
        counts: serde_json::to_string(&manifest.counts).map_err(data)?,
        figures: serde_json::to_string(figures).map_err(data)?,
        records: serde_json::to_string(&digests).map_err(data)?,
    })
}

/// A pack that could not be written there.
pub(super) fn refused(error: PackError, out: &Path) -> AppError {
    match error {
        PackError::Io(source) => AppError::Write {
            source,
            path: out.to_owned(),
        },
        PackError::Cancelled => AppError::Cancelled,
        other => AppError::Pack(other, out.to_owned()),
    }
}

// Written beside its place, read back as the district will, then named.
pub(super) fn write_file(
    load: Load,
    password: Option<&pack::Password>,
    out: &Path,
    progress: &Progress,
) -> Result<(Manifest, String, Placed), AppError> {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".未完成");
    let half = out.with_file_name(name);
    let disk = |source| AppError::Write {
        source,
        path: out.to_owned(),
    };
    let refused = |error| refused(error, out);
    let made = (|| {
        let file = std::fs::File::create(&half).map_err(disk)?;
        let kept = file.try_clone().map_err(disk)?;
        let out_of = std::io::BufWriter::new(file);
        // A third of the way was the seal.
        let (manifest, hash) = pack::write(load, password, out_of, &mut |done, total| {
            progress.step(total / 2 + done, total + total / 2)
        })
        .map_err(refused)?;
        kept.sync_all().map_err(disk)?;
        let back = pack::Pack::open(
            &half,
            password,
            migrate::NEWEST,
            pack::Caps::default(),
            &mut |_, _| progress.is_wanted(),
        )
        .map_err(refused)?;
        if back.hash != hash {
            return Err(refused(PackError::Changed {
                inside: out.display().to_string(),
            }));
        }
        // Open files can't be renamed everywhere.
        drop((back, kept));
        Ok((manifest, hash, Placed::put(&half, out)?))
    })();
    if made.is_err() {
        // What was written so far is of no use to anybody.
        std::fs::remove_file(&half).ok();
    }
    made
}
