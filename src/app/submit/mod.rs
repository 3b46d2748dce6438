//! 上报: the records of a period go up in a pack, after 全审; what went up is kept with its figures, and what changed
//! afterwards can be told (更正说明).

mod back;
mod corrections;
mod gather;
mod letter;
mod load;
mod make;
mod mask;
mod place;
mod received;
mod verify;

pub use back::NoteWish;
pub use back::SentBack;
pub use corrections::CorrectedField;
pub use corrections::Correction;
pub use corrections::Corrections;
pub use corrections::FigureChange;
pub(super) use corrections::differing;
pub(super) use corrections::field_label;
pub(super) use corrections::fields_of;
pub(super) use corrections::figure_changes;
pub(super) use corrections::word;
pub(super) use gather::gather;
pub(super) use gather::links_in;
pub(super) use load::submission_of;
pub use make::Prepared;
pub use make::Written;
pub use make::write_submission;
pub(super) use mask::covered;
pub(super) use mask::masked;
pub use received::Differences;
pub use received::Received;
pub use received::Standing;
pub use verify::Verified;

use super::Command;
use super::Contradiction;
use super::Office;
use super::checks::FAULT;
use super::error::AppError;
use super::paper::Kind;
use super::progress::Progress;
use crate::exchange::pack;
use crate::exchange::pack::Manifest;
pub use crate::exchange::pack::Password;
use crate::exchange::pack::PlanMark;
use crate::exchange::pack::Sender;
use crate::model::AnyRecord;
use crate::model::Ledger;
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
    /// Photos of evidence and other attachments, too.
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
    /// Photos and other attachments that went along.
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
        submissions_in(&self.ledger, office)
    }

    /// Write a pack of a period and keep what went up. The file is read back before its name stands.
    ///
    /// # Errors
    /// `Audit` with what is to be mended or explained first, or what the disk says; nothing is kept then.
    pub fn submission(&mut self, wishes: &PackWishes, out: &Path) -> Result<Submitted, AppError> {
        let prepared = self.prepare_submission(wishes)?;
        self.keep_submission(write_submission(prepared, out, &Progress::default())?)
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
            addressee: addressee.clone(),
            office: Sender {
                uid: unit.uid,
                name: unit.name,
                kind: unit.kind,
            },
            period: wishes.period.clone(),
            sequence,
            previous,
            personal: wishes.personal,
            ..self.blank_manifest()
        }
    }

    // What every manifest of this file and day says.
    fn blank_manifest(&self) -> Manifest {
        let today = self.clock.today();
        Manifest {
            format: pack::FORMAT,
            program: concat!("kepu-ledger ", env!("CARGO_PKG_VERSION")).into(),
            schema: migrate::NEWEST,
            seal: String::new(),
            plan: PlanMark {
                key: self.book.plan.key.clone(),
                title: self.book.plan.title.clone(),
            },
            office: Sender::default(),
            period: Period {
                from: today,
                to: today,
                label: String::new(),
                months: 0,
            },
            sequence: 0,
            previous: String::new(),
            day: today,
            addressee: String::new(),
            personal: false,
            returned: None,
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

/// Submissions in a ledger, oldest first.
pub(super) fn submissions_in(ledger: &Ledger, office: Option<Uid>) -> Vec<Submission> {
    let all = ledger.submissions.values();
    let mut found: Vec<Submission> = all
        .filter(|s| office.is_none_or(|o| s.office == o))
        .map(|s| Submission::clone(s))
        .collect();
    found.sort_by(|a, b| (a.office, a.sequence, &a.hash).cmp(&(b.office, b.sequence, &b.hash)));
    found
}

/// Setting that counts packs, undo or not.
pub(super) const SEQUENCE: &str = "submission_sequence";
