//! 收到的上报: what each office of a district has sent up for a period, and which of those that should have not.

use super::figure_changes;
use super::submissions_in;
use crate::app::Office;
use crate::app::error::AppError;
use crate::model::Period;
use crate::model::Uid;
use crate::model::papers::Submission;
use crate::model::text;
use serde::Serialize;

/// How an office stands with its submission of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing came.
    Missing,
    /// It came.
    There,
    /// It was sent back, and notes are open.
    Returned,
    /// It was sent back, and every note is dealt with.
    Mended,
}

impl Standing {
    /// What the screen calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Missing => "未报",
            Self::There => "已报",
            Self::Returned => "已退回",
            Self::Mended => "已办结",
        }
    }
}

/// What differs between an office's newest submission of a period and the one before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Differences {
    /// Figures that are others now.
    pub figures: usize,
    /// Records that were not there.
    pub new: usize,
    /// Records that say something else.
    pub changed: usize,
    /// Records that are gone.
    pub gone: usize,
}

/// An office and its newest submission of a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// The office, when anything of it was ever taken in.
    pub office: Option<Uid>,
    /// Its name.
    pub name: String,
    /// How it stands.
    pub standing: Standing,
    /// The newest submission.
    pub submission: Option<Submission>,
    /// Records in it.
    pub records: u64,
    /// Against the one before; none when it is the first.
    pub differences: Option<Differences>,
    /// Notes on it, open and all.
    pub notes: (usize, usize),
}

impl Office {
    /// What came for a period: offices that ever sent something and those that are expected, by name.
    pub fn received(&self, period: &Period) -> Vec<Received> {
        let home = self.ledger.home;
        let offices = self.ledger.offices.values().filter(|o| o.uid != home);
        let mut rows: Vec<Received> = offices
            .map(|o| self.received_of(o.uid, &o.name, period))
            .collect();
        for name in self.expected_offices() {
            let wanted = text::normal(&name);
            if !rows.iter().any(|r| text::normal(&r.name) == wanted) {
                rows.push(Received {
                    office: None,
                    name,
                    standing: Standing::Missing,
                    submission: None,
                    records: 0,
                    differences: None,
                    notes: (0, 0),
                });
            }
        }
        rows.sort_by(|a, b| a.name.cmp(&b.name));
        rows
    }

    fn received_of(&self, office: Uid, name: &str, period: &Period) -> Received {
        let mut sent = submissions_in(&self.ledger, Some(office));
        sent.retain(|s| s.is_about(period));
        let submission = sent.pop();
        let mine = |hash: &str| {
            let all = self.ledger.return_notes.values();
            let notes: Vec<bool> = all
                .filter(|n| n.office == office && n.hash == hash)
                .map(|n| n.is_open())
                .collect();
            (notes.iter().filter(|open| **open).count(), notes.len())
        };
        let notes = submission.as_ref().map(|s| mine(&s.hash));
        let notes = notes.unwrap_or_default();
        let standing = match (&submission, notes) {
            (None, _) => Standing::Missing,
            (Some(_), (_, 0)) => Standing::There,
            (Some(_), (0, _)) => Standing::Mended,
            (Some(_), _) => Standing::Returned,
        };
        Received {
            office: Some(office),
            name: name.to_owned(),
            standing,
            records: submission
                .as_ref()
                .map_or(0, |s| s.counted().values().sum()),
            differences: submission
                .as_ref()
                .zip(sent.last())
                .map(|(now, before)| differences(before, now)),
            submission,
            notes,
        }
    }

    /// Names of the offices that should send something up, as the district keeps them.
    pub fn expected_offices(&self) -> Vec<String> {
        let kept = self.store.setting::<Vec<String>>(EXPECTED);
        kept.ok().flatten().unwrap_or_default()
    }

    /// Keep the names of the offices that should send something up. Empty and double ones are left out.
    ///
    /// # Errors
    /// What the file says.
    pub fn expect_offices(&mut self, names: &[String]) -> Result<(), AppError> {
        let mut kept: Vec<String> = Vec::new();
        for name in names.iter().map(|n| text::one_line(n)) {
            let normal = text::normal(&name);
            if !name.is_empty() && !kept.iter().any(|k| text::normal(k) == normal) {
                kept.push(name);
            }
        }
        self.store.set(EXPECTED, &kept)?;
        self.revision += 1;
        Ok(())
    }
}

/// What differs between two submissions of the same days.
pub fn differences(before: &Submission, now: &Submission) -> Differences {
    let (old, new) = (before.digests(), now.digests());
    let fresh = new.keys().filter(|uid| !old.contains_key(uid)).count();
    let gone = old.keys().filter(|uid| !new.contains_key(uid)).count();
    // One with and one without personal numbers have other digests for the same people.
    let changed = if before.personal == now.personal {
        let differing = |(uid, (_, digest)): &(&Uid, &(crate::model::Table, String))| {
            old.get(uid).is_some_and(|(_, was)| was != digest)
        };
        new.iter().filter(differing).count()
    } else {
        0
    };
    Differences {
        figures: figure_changes(&before.frozen(), &now.frozen()).len(),
        new: fresh,
        changed,
        gone,
    }
}

/// Setting with the names of offices that should send something up.
const EXPECTED: &str = "expected_offices";
