//! A pack in three steps: what it is made of, taken from the ledger at one moment; the file, which needs no office and may
//! take its time; what is kept of it.

use super::PackWishes;
use super::SEQUENCE;
use super::Submitted;
use super::load::cover_of;
use super::load::refused;
use super::load::submission_of;
use super::load::write_file;
use super::place::Placed;
use crate::app::Command;
use crate::app::Office;
use crate::app::error::AppError;
use crate::app::paper;
use crate::app::paper::Kind;
use crate::app::paper::Report;
use crate::app::paper::Request;
use crate::app::place;
use crate::app::progress::Progress;
use crate::exchange::pack;
use crate::exchange::pack::Load;
use crate::exchange::pack::Password;
use crate::model::Record as _;
use crate::model::office as unit;
use crate::model::papers::Submission;
use crate::reports::PaperError;
use crate::reports::cover;
use crate::reports::cover::Cover;
use crate::reports::pdf::Meta;
use std::path::Path;

/// What a pack is made of. Writing it needs no office.
#[derive(Debug)]
pub struct Prepared {
    load: Load,
    cover: Cover,
    office: unit::Office,
    reports: Vec<(Kind, Report, Meta)>,
    meta: Meta,
    password: Option<Password>,
    remarks: Vec<String>,
}

/// A pack on the disk that nobody knows of yet.
#[derive(Debug)]
pub struct Written {
    file: Placed,
    submission: Submission,
    enclosed: usize,
    remarks: Vec<String>,
}

impl Office {
    /// Take what a pack is made of from the ledger. Doubts get the 说明 of the wishes first.
    ///
    /// # Errors
    /// `Audit` with what is to be mended or explained first, or what the file says.
    pub fn prepare_submission(&mut self, wishes: &PackWishes) -> Result<Prepared, AppError> {
        if wishes
            .password
            .as_ref()
            .is_some_and(|p| !p.is_long_enough())
        {
            let what = format!("密码太短，至少要 {} 个字符", pack::SHORTEST);
            return Err(AppError::Request(what));
        }
        self.explain(wishes)?;
        let last = self.submissions(Some(self.ledger.home)).pop();
        // Never used twice, not even after a submission was taken back: the district may have it.
        let told = self.store.setting::<u32>(SEQUENCE)?.unwrap_or(0);
        let sequence = told.max(last.as_ref().and_then(|s| s.sequence).unwrap_or(0)) + 1;
        let mut remarks = Vec::new();
        let mut records = self.records_to_send(&wishes.period, wishes.personal)?;
        records.sort_by_key(|r| (r.table(), r.uid()));
        let enclosed = if wishes.photos {
            self.enclosed(&records, &mut remarks)
        } else {
            Vec::new()
        };
        let mut reports = Vec::new();
        for kind in &wishes.reports {
            let report = self.report(&Request::of(*kind, wishes.period.clone()))?;
            let meta = self.meta(&report);
            reports.push((*kind, report, meta));
        }
        let (previous, before) = last.map(|s| (s.hash, s.check_code)).unwrap_or_default();
        let load = Load {
            manifest: self.manifest(wishes, sequence, previous),
            figures: self.frozen(&wishes.period),
            reports: Vec::new(),
            records,
            enclosed,
        };
        Ok(Prepared {
            cover: cover_of(wishes, &load, before)?,
            office: self.ledger.office(),
            meta: self.meta(&Report::default()),
            password: wishes.password.clone(),
            load,
            reports,
            remarks,
        })
    }

    /// Keep what went up; from now on the pack counts.
    ///
    /// # Errors
    /// `Request` when another pack was made meanwhile, or what the file says. The pack is removed then, and
    /// what lay in its place before is back: a pack that nobody knows of must not go up.
    pub fn keep_submission(&mut self, written: Written) -> Result<Submitted, AppError> {
        let Written {
            file,
            submission,
            enclosed,
            mut remarks,
        } = written;
        self.note_submission(&submission)?;
        let bytes = std::fs::metadata(file.path()).map_or(0, |m| m.len());
        remarks.extend(place::pull_remark(file.path()));
        file.keep();
        Ok(Submitted {
            bytes,
            photos: enclosed,
            submission,
            remarks,
        })
    }

    fn note_submission(&mut self, submission: &Submission) -> Result<(), AppError> {
        let told = self.store.setting::<u32>(SEQUENCE)?.unwrap_or(0);
        if submission.sequence.unwrap_or(0) <= told {
            let what = "生成期间又生成了另一份上报包，这一份没有留下";
            return Err(AppError::Request(what.into()));
        }
        self.store.set(SEQUENCE, &submission.sequence)?;
        let label = format!("上报 {}", submission.title);
        let records = vec![submission.clone().wrap()];
        self.run(Command::TakeIn { label, records }).map(|_| ())
    }
}

/// Write a pack; it is read back before its name stands.
///
/// # Errors
/// `Cancelled`, or what the disk says; no file is left then.
pub fn write_submission(
    prepared: Prepared,
    out: &Path,
    progress: &Progress,
) -> Result<Written, AppError> {
    let Prepared {
        mut load,
        mut cover,
        office,
        reports,
        meta,
        password,
        remarks,
    } = prepared;
    // Known before paper is made, so that it can stand on it.
    let seal = pack::seal_of(&load, &mut |done, total| progress.step(done, 3 * total));
    let seal = seal.map_err(|error| refused(error, out))?;
    cover.check_code = pack::head(&seal);
    let foot = cover::foot(&cover.check_code);
    let cover = cover::cover(&office, &cover);
    let meta = Meta {
        title: cover.title.clone(),
        ..meta
    };
    let bytes = paper_of(cover, meta, progress)?;
    load.reports.push((pack::COVER.to_owned(), bytes));
    for (kind, mut report, meta) in reports {
        report.foot.clone_from(&foot);
        let workbook = paper::workbook(&report)?;
        let bytes = paper_of(report, meta, progress)?;
        load.reports.push((format!("{}.pdf", kind.id()), bytes));
        load.reports.push((format!("{}.xlsx", kind.id()), workbook));
    }
    let (figures, records) = (load.figures.clone(), load.records.clone());
    let enclosed = load.enclosed.len();
    let (manifest, hash, file) = write_file(load, password.as_ref(), out, progress)?;
    Ok(Written {
        submission: submission_of(&manifest, &hash, &figures, &records)?,
        file,
        enclosed,
        remarks,
    })
}

fn paper_of(report: Report, meta: Meta, progress: &Progress) -> Result<Vec<u8>, AppError> {
    let laid = paper::lay_out(report, meta, &mut |_| progress.is_wanted());
    let laid = laid.map_err(|error| match error {
        AppError::Paper(PaperError::Cancelled) => AppError::Cancelled,
        other => other,
    })?;
    paper::pdf(&laid)
}
