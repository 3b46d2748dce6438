//! 退回: the district sends a submission back with notes, each about the whole of it or about a record. The notes stay in the
//! district's ledger as well, and the office's answer comes with its next submission.

use super::load::write_file;
use crate::app::Command;
use crate::app::Office;
use crate::app::error::AppError;
use crate::app::progress::Progress;
use crate::exchange::pack::Load;
use crate::exchange::pack::Manifest;
use crate::exchange::pack::Returned;
use crate::exchange::pack::Sender;
use crate::model::Record as _;
use crate::model::Uid;
use crate::model::district::DISTRICT;
use crate::model::papers::ReturnNote;
use crate::model::papers::Submission;
use std::path::Path;

/// A note as the district writes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoteWish {
    /// The record it is about; none for the whole submission.
    pub about: Option<Uid>,
    /// What the form calls the field it is about; empty for the whole record.
    pub field: String,
    /// What is to be done.
    pub text: String,
}

/// What was sent back.
#[derive(Debug, Clone)]
pub struct SentBack {
    /// To whom.
    pub office: String,
    /// Which submission.
    pub submission: Submission,
    /// The notes as they went.
    pub notes: Vec<ReturnNote>,
}

impl Office {
    /// Write a return for the office of a submission, and keep its notes here.
    ///
    /// # Errors
    /// `Request` when this is no district, when nothing was written, or when a record is not of that office; what the disk
    /// says. Nothing is kept then, and what lay in its place before is there again.
    pub fn send_back(
        &mut self,
        submission: &Submission,
        wishes: &[NoteWish],
        out: &Path,
    ) -> Result<SentBack, AppError> {
        let refuse = |what: &str| AppError::Request(what.to_owned());
        let home = self.ledger.office();
        if home.kind != DISTRICT {
            return Err(refuse("只有区一级的台账能退回上报"));
        }
        let period = submission.period().ok_or(AppError::NotFound)?;
        let office = self
            .ledger
            .offices
            .get(&submission.office)
            .filter(|o| o.uid != home.uid);
        let Some(office) = office.map(|o| sender(o)) else {
            return Err(refuse("这不是别的单位的上报，不用退回"));
        };
        let notes = self.notes(submission, wishes)?;
        if notes.is_empty() {
            return Err(refuse("还没有写退回意见"));
        }
        let manifest = Manifest {
            office: office.clone(),
            period,
            sequence: submission.sequence.unwrap_or(0),
            previous: String::new(),
            addressee: office.name.clone(),
            personal: true,
            returned: Some(Returned {
                hash: submission.hash.clone(),
                by: sender(&home),
            }),
            ..self.blank_manifest()
        };
        let load = Load {
            manifest,
            records: notes.iter().map(|n| n.clone().wrap()).collect(),
            figures: Vec::new(),
            enclosed: Vec::new(),
            reports: Vec::new(),
        };
        let (_, _, file) = write_file(load, None, out, &Progress::default())?;
        self.run(Command::TakeIn {
            label: format!("退回 {} {}", office.name, submission.title),
            records: notes.iter().map(|n| n.clone().wrap()).collect(),
        })?;
        file.keep();
        Ok(SentBack {
            office: office.name,
            submission: submission.clone(),
            notes,
        })
    }

    fn notes(
        &self,
        submission: &Submission,
        wishes: &[NoteWish],
    ) -> Result<Vec<ReturnNote>, AppError> {
        let mut notes = Vec::new();
        for wish in wishes.iter().filter(|w| !w.text.trim().is_empty()) {
            let mut note = ReturnNote {
                uid: Uid::fresh(),
                office: submission.office,
                text: wish.text.trim().to_owned(),
                field: wish.field.trim().to_owned(),
                submission: submission.title.clone(),
                hash: submission.hash.clone(),
                given_by: self.ledger.office().name,
                given_on: Some(self.clock.today()),
                ..ReturnNote::default()
            };
            if let Some(uid) = wish.about {
                let foreign =
                    || AppError::Request(format!("{} 没有编号为 {uid} 的记录", submission.title));
                let (register, title) = self.locate(uid).ok_or_else(foreign)?;
                let record = self.ledger.get(register.table(), uid);
                let mut record = record.ok_or_else(foreign)?;
                if *record.marks_mut().1 != submission.office {
                    return Err(foreign());
                }
                note.about = uid.to_string();
                register.table().name().clone_into(&mut note.about_table);
                note.subject = format!("{} {title}", register.label());
            }
            notes.push(note);
        }
        Ok(notes)
    }

    /// Notes the office still has to act on, the oldest first.
    pub fn open_notes(&self) -> Vec<ReturnNote> {
        let home = self.ledger.home;
        let all = self.ledger.return_notes.values();
        let mut open: Vec<ReturnNote> = all
            .filter(|n| n.office == home && n.is_open())
            .map(|n| ReturnNote::clone(n))
            .collect();
        open.sort_by_key(|n| (n.given_on, n.uid));
        open
    }

    /// Tick notes as dealt with today, or take the ticks back.
    ///
    /// # Errors
    /// What the file says.
    pub fn tick(&mut self, notes: &[Uid], done: bool) -> Result<crate::app::Done, AppError> {
        let records = notes.iter().filter_map(|uid| {
            let note = self.ledger.return_notes.get(uid)?;
            let ticked = ReturnNote {
                done_on: done.then(|| self.clock.today()),
                ..ReturnNote::clone(note)
            };
            Some(ticked.wrap())
        });
        let verb = if done { "办结" } else { "重新打开" };
        let label = match notes {
            [one] => {
                let title = self.ledger.label(crate::model::Table::ReturnNote, *one);
                format!("{verb}退回意见 {title}")
            }
            several => format!("{verb}退回意见 {} 条", several.len()),
        };
        self.run(Command::TakeIn {
            label,
            records: records.collect(),
        })
    }
}

fn sender(office: &crate::model::office::Office) -> Sender {
    Sender {
        uid: office.uid,
        name: office.name.clone(),
        kind: office.kind.clone(),
    }
}
