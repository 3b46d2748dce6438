//! 上报: the records of a period go up in a pack, after 全审; what went up is kept with its figures, and what changed
//! afterwards can be told (更正说明).

mod corrections;
mod gather;
mod load;
mod mask;
mod verify;

pub use corrections::CorrectedField;
pub use corrections::Correction;
pub use corrections::Corrections;
pub use corrections::FigureChange;
pub(super) use corrections::differing;
pub(super) use corrections::field_label;
pub(super) use corrections::fields_of;
pub(super) use corrections::figure_changes;
pub(super) use gather::gather;
pub(super) use load::submission_of;
use load::write_file;
pub(super) use mask::masked;
pub use verify::Verified;

use super::Command;
use super::Contradiction;
use super::Office;
use super::checks::FAULT;
use super::error::AppError;
use super::paper::Kind;
use crate::exchange::pack;
use crate::exchange::pack::Load;
use crate::exchange::pack::Manifest;
pub use crate::exchange::pack::Password;
use crate::exchange::pack::PlanMark;
use crate::exchange::pack::Sender;
use crate::model::AnyRecord;
use crate::model::Period;
use crate::model::Record as _;
use crate::model::Uid;
use crate::model::assess::Explanation;
use crate::model::papers::Submission;
use crate::model::papers::submission::FrozenFigure;
use crate::store::migrate;
use std::path::Path;

/// What shall go up.
#[derive(Debug, Clone)]
pub struct PackWishes {
    /// Of which days.
    pub period: Period,
    /// To whom; empty takes the office's superior.
    pub addressee: String,
    /// Photos of evidence, too.
    pub photos: bool,
    /// Reports that go along, as PDF and workbook.
    pub reports: Vec<Kind>,
    /// Identity numbers and phones, too.
    pub personal: bool,
    /// What the file is locked with; none leaves it open.
    pub password: Option<Password>,
    /// 说明 for every doubt that has none yet; empty leaves them open.
    pub note: String,
}

impl PackWishes {
    /// A pack of a period with records only.
    pub fn of(period: Period) -> Self {
        Self {
            period,
            addressee: String::new(),
            photos: false,
            reports: Vec::new(),
            personal: false,
            password: None,
            note: String::new(),
        }
    }
}

/// A pack that was written.
#[derive(Debug, Clone)]
pub struct Submitted {
    /// What is kept of it.
    pub submission: Submission,
    /// Bytes of the file.
    pub bytes: u64,
    /// Photos that went along.
    pub photos: usize,
    /// What could not go along, in sentences.
    pub remarks: Vec<String>,
}

impl Office {
    /// 全审: what is odd in the records that a period's pack would hold. Faults block it, doubts want a 说明.
    pub fn audit(&self, period: &Period) -> Vec<Contradiction> {
        let gathered = gather(&self.ledger, self.ledger.home, period);
        let mut odd = self.contradictions(Some(period));
        odd.retain(|c| gathered.records.contains_key(&c.id));
        odd
    }

    /// Submissions of this office, or of another one in a district's ledger; oldest first.
    pub fn submissions(&self, office: Option<Uid>) -> Vec<Submission> {
        let all = self.ledger.submissions.values();
        let mut found: Vec<Submission> = all
            .filter(|s| office.is_none_or(|o| s.office == o))
            .map(|s| Submission::clone(s))
            .collect();
        found.sort_by(|a, b| (a.office, a.sequence, &a.hash).cmp(&(b.office, b.sequence, &b.hash)));
        found
    }

    /// Write a pack of a period and keep what went up. The file is read back before its name stands.
    ///
    /// # Errors
    /// `Audit` with what is to be mended or explained first, or what the disk says; nothing is kept then.
    pub fn submission(&mut self, wishes: &PackWishes, out: &Path) -> Result<Submitted, AppError> {
        if wishes
            .password
            .as_ref()
            .is_some_and(|p| !p.is_long_enough())
        {
            let what = format!("密码太短，至少要 {} 个字符", pack::SHORTEST);
            return Err(AppError::Request(what));
        }
        self.explain(wishes)?;
        let home = self.ledger.home;
        let last = self.submissions(Some(home)).pop();
        // Never used twice, not even after a submission was taken back: the district may have it.
        let told = self.store.setting::<u32>(SEQUENCE)?.unwrap_or(0);
        let sequence = told.max(last.as_ref().and_then(|s| s.sequence).unwrap_or(0)) + 1;
        let mut remarks = Vec::new();
        let mut records = self.records_to_send(&wishes.period, wishes.personal)?;
        records.sort_by_key(|r| (r.table(), r.uid()));
        let photos = if wishes.photos {
            self.photos_of(&records, &mut remarks)
        } else {
            Vec::new()
        };
        let (previous, before) = last.map(|s| (s.hash, s.check_code)).unwrap_or_default();
        let mut load = Load {
            manifest: self.manifest(wishes, sequence, previous),
            figures: self.frozen(&wishes.period),
            reports: Vec::new(),
            records: records.clone(),
            photos: photos.clone(),
        };
        // Known before paper is made, so that it can stand on it.
        let seal = pack::seal_of(&load).map_err(|e| AppError::Pack(e, out.to_owned()))?;
        load.reports = self.reports_to_send(wishes, &load, &pack::head(&seal), before)?;
        let figures = load.figures.clone();
        let (manifest, hash) = write_file(load, wishes.password.as_ref(), out)?;
        let submission = submission_of(&manifest, &hash, &figures, &records)?;
        self.store.set(SEQUENCE, &sequence)?;
        let label = format!("上报 {}", submission.title);
        let kept = self.run(Command::TakeIn {
            label,
            records: vec![submission.clone().wrap()],
        });
        if let Err(error) = kept {
            // A pack nobody knows of must not go up.
            std::fs::remove_file(out).ok();
            return Err(error);
        }
        Ok(Submitted {
            bytes: std::fs::metadata(out).map_or(0, |m| m.len()),
            photos: photos.len(),
            submission,
            remarks,
        })
    }

    // Doubts take the office's note; what is left open, or wrong, stops it.
    fn explain(&mut self, wishes: &PackWishes) -> Result<(), AppError> {
        let mut open: Vec<Contradiction> = self
            .audit(&wishes.period)
            .into_iter()
            .filter(|c| c.level == FAULT || c.explanation.is_empty())
            .collect();
        let note = wishes.note.trim();
        if open.iter().any(|c| c.level == FAULT) {
            open.retain(|c| c.level == FAULT);
            return Err(AppError::Audit(open));
        }
        if open.is_empty() {
            return Ok(());
        }
        if note.is_empty() {
            return Err(AppError::Audit(open));
        }
        let records = open.iter().map(|c| {
            let explanation = Explanation {
                about: Some(c.id),
                what: c.what.clone(),
                text: note.to_owned(),
                day: Some(self.clock.today()),
                ..Explanation::default()
            };
            explanation.wrap()
        });
        let command = Command::TakeIn {
            label: format!("说明 {} 处核实事项", open.len()),
            records: records.collect(),
        };
        self.run(command).map(|_| ())
    }

    fn records_to_send(&self, period: &Period, personal: bool) -> Result<Vec<AnyRecord>, AppError> {
        let gathered = gather(&self.ledger, self.ledger.home, period);
        let records = gathered.records.into_values();
        if personal {
            return Ok(records.collect());
        }
        records.map(|r| masked(&r)).collect()
    }

    fn manifest(&self, wishes: &PackWishes, sequence: u32, previous: String) -> Manifest {
        let unit = self.ledger.office();
        let addressee = if wishes.addressee.is_empty() {
            &unit.superior
        } else {
            &wishes.addressee
        };
        Manifest {
            format: pack::FORMAT,
            program: concat!("kepu-ledger ", env!("CARGO_PKG_VERSION")).into(),
            schema: migrate::NEWEST,
            seal: String::new(),
            plan: PlanMark {
                key: self.book.plan.key.clone(),
                title: self.book.plan.title.clone(),
            },
            addressee: addressee.clone(),
            office: Sender {
                uid: unit.uid,
                name: unit.name,
                kind: unit.kind,
            },
            period: wishes.period.clone(),
            sequence,
            previous,
            day: self.clock.today(),
            personal: wishes.personal,
            counts: std::collections::BTreeMap::new(),
            files: Vec::new(),
        }
    }

    /// The figures of a period as they go up.
    pub(super) fn frozen(&self, period: &Period) -> Vec<FrozenFigure> {
        let figures = self.figures(period).into_iter().map(|f| FrozenFigure {
            id: f.id.to_owned(),
            name: f.name,
            value: f.value,
            unit: f.unit.to_owned(),
        });
        figures.collect()
    }
}

/// Setting that counts packs, undo or not.
pub(super) const SEQUENCE: &str = "submission_sequence";
