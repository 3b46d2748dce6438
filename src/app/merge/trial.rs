//! Packs tried one after another on a snapshot of the ledger: each is judged against what the ones before it would leave,
//! and nothing is written.

use super::Decisions;
use super::Preview;
use super::plan::Plan;
use crate::app::Office;
use crate::app::error::AppError;
use crate::app::submit::figure_changes;
use crate::app::submit::links_in;
use crate::app::submit::masked;
use crate::app::submit::submission_of;
use crate::app::submit::submissions_in;
use crate::exchange::pack::Pack;
use crate::exchange::pack::Returned;
use crate::exchange::pack::digest;
use crate::model::AnyRecord;
use crate::model::Ledger;
use crate::model::Record as _;
use crate::model::Table;
use crate::model::Uid;
use crate::model::district::DISTRICT;
use crate::model::papers::ReturnNote;
use crate::model::papers::Submission;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The ledger as it would be.
pub(super) struct Trial<'o> {
    pub(super) office: &'o Office,
    pub(super) ledger: Ledger,
    /// Forms of records that packs of this trial brought, oldest first: what the history does not have yet.
    earlier: BTreeMap<Uid, Vec<AnyRecord>>,
}

impl<'o> Trial<'o> {
    pub(super) fn of(office: &'o Office) -> Self {
        Self {
            office,
            ledger: office.ledger.clone(),
            earlier: BTreeMap::new(),
        }
    }

    /// What taking in a pack would do.
    pub(super) fn preview(&self, pack: &Pack, decisions: &Decisions) -> Result<Preview, AppError> {
        if let Some(returned) = &pack.manifest.returned {
            return self.preview_return(pack, returned);
        }
        let manifest = &pack.manifest;
        let sender = &manifest.office;
        let own = sender.uid == self.ledger.home;
        if !own && self.ledger.office().kind != DISTRICT {
            let what = format!("这是“{}”的上报包，不是本单位的，没有并入", sender.name);
            return Err(AppError::Request(what));
        }
        let submission = submission_of(manifest, &pack.hash, &pack.figures, &pack.records)?;
        let seen = submissions_in(&self.ledger, Some(sender.uid));
        let known = seen.iter().any(|s| s.hash == pack.hash);
        let same_days: Vec<&Submission> = seen
            .iter()
            .filter(|s| s.is_about(&manifest.period))
            .collect();
        if !own {
            refuse_older(&submission, &same_days, &seen)?;
        }
        let last = same_days.iter().rev().find(|s| s.hash != pack.hash);
        let figures = last.map(|s| figure_changes(&s.frozen(), &pack.figures));
        Ok(Preview {
            office: sender.name.clone(),
            program: manifest.program.clone(),
            returned_by: None,
            notes: Vec::new(),
            plan: self.plan(pack, &seen, known, decisions)?,
            figures: figures.unwrap_or_default(),
            photos: pack.photos.len(),
            files: pack.files.len(),
            reports: pack.reports.clone(),
            remarks: self.remarks(pack, &seen),
            submission,
            known,
        })
    }

    /// Go on as if it had been taken in.
    pub(super) fn take(&mut self, preview: &Preview) {
        for record in &preview.plan.puts {
            let forms = self.earlier.entry(record.uid()).or_default();
            forms.push(record.clone());
            self.ledger.put(record.clone());
        }
        for (table, uid) in &preview.plan.gone {
            self.ledger.remove(*table, *uid);
        }
        if preview.returned_by.is_none() {
            self.ledger.put(preview.submission.clone().wrap());
        }
    }

    /// A record as it was when it had this digest.
    pub(super) fn version(
        &self,
        table: Table,
        uid: Uid,
        was: &str,
        personal: bool,
    ) -> Result<Option<AnyRecord>, AppError> {
        for record in self.earlier.get(&uid).into_iter().flatten().rev() {
            let seen = if personal {
                record.clone()
            } else {
                masked(record)?
            };
            if digest(&seen) == was {
                return Ok(Some(seen));
            }
        }
        self.office.version(table, uid, was, personal)
    }

    // What a person should know, in sentences.
    fn remarks(&self, pack: &Pack, seen: &[Submission]) -> Vec<String> {
        let manifest = &pack.manifest;
        let mut remarks = Vec::new();
        let told = manifest.previous.is_empty() || seen.iter().any(|s| s.hash == manifest.previous);
        if !told && !seen.is_empty() {
            remarks.push("中间有一次上报没有收到".into());
        }
        if manifest.plan.key != self.office.book.plan.key {
            remarks.push(format!("对方用的规划是“{}”", manifest.plan.title));
        }
        if !manifest.personal {
            remarks.push("身份证号和电话没有随包上报".into());
        }
        remarks.extend(self.broken_links(pack));
        remarks
    }

    // Records that name another one which is neither in the pack nor here.
    fn broken_links(&self, pack: &Pack) -> Option<String> {
        let held: BTreeSet<Uid> = pack.records.iter().map(AnyRecord::uid).collect();
        let here = |uid: Uid| {
            let mut tables = Table::ALL.iter();
            tables.any(|t| self.ledger.get(*t, uid).is_some())
        };
        let mut broken: BTreeMap<Table, usize> = BTreeMap::new();
        for record in &pack.records {
            // What a note is about may be gone by now.
            if record.table() == Table::ReturnNote {
                continue;
            }
            let json = record.json().unwrap_or_default();
            let mut links = Vec::new();
            links_in(&serde_json::from_str(&json).unwrap_or_default(), &mut links);
            if links
                .into_iter()
                .any(|uid| !uid.is_nil() && !held.contains(&uid) && !here(uid))
            {
                *broken.entry(record.table()).or_default() += 1;
            }
        }
        let told: Vec<String> = broken
            .iter()
            .map(|(table, count)| format!("{} {count} 条", table.label()))
            .collect();
        (!told.is_empty())
            .then(|| format!("{}所指的记录既不在包里，也不在本台账里", told.join("、")))
    }

    fn preview_return(&self, pack: &Pack, returned: &Returned) -> Result<Preview, AppError> {
        let manifest = &pack.manifest;
        if manifest.office.uid != self.ledger.home {
            let what = format!(
                "这是退给“{}”的意见，不是本单位的，没有收下",
                manifest.office.name
            );
            return Err(AppError::Request(what));
        }
        let seen = submissions_in(&self.ledger, Some(self.ledger.home));
        let submission = seen.into_iter().find(|s| s.hash == returned.hash);
        let Some(submission) = submission else {
            let what = format!(
                "退回的是“{}（第{}次）”，本台账里没有这次上报，没有收下",
                manifest.period.label, manifest.sequence
            );
            return Err(AppError::Request(what));
        };
        let mut plan = Plan::default();
        let mut notes = Vec::new();
        for record in &pack.records {
            let AnyRecord::ReturnNote(note) = record else {
                continue;
            };
            // What the office made of a note stands; a note that was taken away by undo comes again.
            if self.ledger.return_notes.contains_key(&note.uid) {
                plan.tally(Table::ReturnNote).kept += 1;
            } else {
                plan.tally(Table::ReturnNote).new += 1;
                plan.puts.push(note.as_given().wrap());
            }
            notes.push(ReturnNote::clone(note));
        }
        Ok(Preview {
            office: manifest.office.name.clone(),
            program: manifest.program.clone(),
            returned_by: Some(returned.by.name.clone()),
            known: plan.puts.is_empty(),
            notes,
            plan,
            figures: Vec::new(),
            photos: 0,
            files: 0,
            reports: Vec::new(),
            remarks: Vec::new(),
            submission,
        })
    }
}

// A pack that comes after a newer one of the same days would undo it.
fn refuse_older(
    pack: &Submission,
    same_days: &[&Submission],
    seen: &[Submission],
) -> Result<(), AppError> {
    if let Some(newer) = same_days.iter().find(|s| s.sequence > pack.sequence) {
        let what = format!("已有更新的“{}”，这一份是旧的，没有并入", newer.title);
        return Err(AppError::Request(what));
    }
    let twin = seen
        .iter()
        .find(|s| s.sequence == pack.sequence && s.hash != pack.hash);
    if let Some(twin) = twin {
        let what = format!("已有同一序号的“{}”，内容却不同，没有并入", twin.title);
        return Err(AppError::Request(what));
    }
    Ok(())
}
