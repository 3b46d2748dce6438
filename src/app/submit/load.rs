//! What goes along with the records of a pack, the file on the disk, and what is kept of it.

use super::PackWishes;
use crate::app::Office;
use crate::app::error::AppError;
use crate::app::paper;
use crate::app::paper::Request;
use crate::exchange::pack;
use crate::exchange::pack::Load;
use crate::exchange::pack::Manifest;
use crate::exchange::pack::PackError;
use crate::exchange::pack::Photo;
use crate::model::AnyRecord;
use crate::model::Table;
use crate::model::Uid;
use crate::model::papers::Submission;
use crate::model::papers::submission::Digests;
use crate::model::papers::submission::FrozenFigure;
use crate::reports::Report;
use crate::reports::cover;
use crate::store::migrate;
use std::collections::BTreeMap;
use std::path::Path;

impl Office {
    // Photos that lie beside the ledger; what is no photo, or is gone, is told.
    pub(super) fn photos_of(&self, records: &[AnyRecord], remarks: &mut Vec<String>) -> Vec<Photo> {
        let mut photos = Vec::new();
        let (mut gone, mut other) = (0, 0);
        for record in records {
            let AnyRecord::Attachment(attachment) = record else {
                continue;
            };
            let path = self.attachment_path(attachment);
            match attachment.extension.as_str() {
                "jpg" if path.is_file() => photos.push(Photo {
                    hash: attachment.hash.clone(),
                    path,
                }),
                "jpg" => gone += 1,
                _ => other += 1,
            }
        }
        if gone > 0 {
            remarks.push(format!("{gone} 张照片的文件不在，没有装入"));
        }
        if other > 0 {
            remarks.push(format!("{other} 份不是照片的附件没有装入，只报了登记"));
        }
        photos
    }

    // The cover and the reports that were asked for, each with the 校验码 at the foot of its pages.
    pub(super) fn reports_to_send(
        &self,
        wishes: &PackWishes,
        load: &Load,
        check_code: &str,
        previous: String,
    ) -> Result<Vec<(String, Vec<u8>)>, AppError> {
        let cover = self.cover(wishes, load, check_code, previous)?;
        let meta = self.meta(&cover);
        let laid = paper::lay_out(cover, meta, &mut |_| true)?;
        let mut files = vec![(pack::COVER.to_owned(), paper::pdf(&laid)?)];
        for kind in &wishes.reports {
            let mut report = self.report(&Request::of(*kind, wishes.period.clone()))?;
            report.foot = cover::foot(check_code);
            let workbook = paper::workbook(&report)?;
            let meta = self.meta(&report);
            let laid = paper::lay_out(report, meta, &mut |_| true)?;
            files.push((format!("{}.pdf", kind.id()), paper::pdf(&laid)?));
            files.push((format!("{}.xlsx", kind.id()), workbook));
        }
        Ok(files)
    }
}

impl Office {
    fn cover(
        &self,
        wishes: &PackWishes,
        load: &Load,
        check_code: &str,
        previous: String,
    ) -> Result<Report, AppError> {
        let mut counts: BTreeMap<Table, u64> = BTreeMap::new();
        for record in &load.records {
            *counts.entry(record.table()).or_default() += 1;
        }
        let catalogue = paper::catalogue()?;
        let named = |kind: &paper::Kind| {
            let entry = catalogue.entry(*kind);
            format!("{} {}", entry.id, entry.title)
        };
        let said = cover::Cover {
            addressee: load.manifest.addressee.clone(),
            period: wishes.period.clone(),
            sequence: load.manifest.sequence,
            day: load.manifest.day,
            check_code: check_code.to_owned(),
            previous,
            counts: counts.into_iter().collect(),
            photos: load.photos.len(),
            reports: wishes.reports.iter().map(named).collect(),
            personal: wishes.personal,
            figures: load.figures.clone(),
        };
        self.with_material(|material| Ok(cover::cover(material, &said)))
    }
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

// Written beside its place, read back as the district will, then named.
pub(super) fn write_file(
    load: Load,
    password: Option<&pack::Password>,
    out: &Path,
) -> Result<(Manifest, String), AppError> {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".未完成");
    let half = out.with_file_name(name);
    let disk = |source| AppError::Write {
        source,
        path: out.to_owned(),
    };
    let refused = |error: PackError| match error {
        PackError::Io(source) => AppError::Write {
            source,
            path: out.to_owned(),
        },
        other => AppError::Pack(other, out.to_owned()),
    };
    let made = (|| {
        let file = std::fs::File::create(&half).map_err(disk)?;
        let kept = file.try_clone().map_err(disk)?;
        let (manifest, hash) =
            pack::write(load, password, std::io::BufWriter::new(file)).map_err(refused)?;
        kept.sync_all().map_err(disk)?;
        let back = pack::Pack::open(&half, password, migrate::NEWEST, pack::Caps::default())
            .map_err(refused)?;
        if back.hash != hash {
            return Err(refused(PackError::Changed {
                inside: out.display().to_string(),
            }));
        }
        std::fs::rename(&half, out).map_err(disk)?;
        Ok((manifest, hash))
    })();
    if made.is_err() {
        // What was written so far is of no use to anybody.
        std::fs::remove_file(&half).ok();
    }
    made
}
