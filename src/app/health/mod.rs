//! 数据体检: the full examination of a file and what lies around it, in plain sentences with counts, each with its mend
//! where there is one. What needs the open file is quick and done on the office thread; the long part is [`Prepared::look`].

mod links;
mod look;
mod mend;

pub use mend::Mend;

use super::Office;
use super::error::AppError;
use super::register::Register;
use crate::model::Ledger;
use crate::model::Table;
use crate::model::Uid;
use crate::store::check::Findings;
use crate::store::key::FileKey;
use jiff::civil::DateTime;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Setting that keeps when the last full examination was made.
const LAST: &str = "health";
/// Days between two of them.
const DAYS: i64 = 7;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// As it should be.
    Good,
    /// Wants a look.
    Look,
    /// Data is lost or in danger.
    Bad,
}

/// A record or file a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// What the list says.
    pub text: String,
    /// Where the record is shown, when it has a register.
    pub record: Option<(Register, Uid)>,
}

/// One thing that was looked at.
#[derive(Debug, Clone)]
pub struct Finding {
    /// A short word for machines: integrity, links, attachments…
    pub key: &'static str,
    /// How bad.
    pub level: Level,
    /// The sentence, with its counts.
    pub text: String,
    /// How many things are wrong.
    pub count: usize,
    /// Which, as far as they fit a list.
    pub details: Vec<Detail>,
    /// What can be done about it.
    pub mend: Option<Mend>,
}

/// A whole examination.
#[derive(Debug, Clone)]
pub struct Health {
    /// When it was made.
    pub at: DateTime,
    /// What was looked at, worst first.
    pub findings: Vec<Finding>,
}

impl Health {
    /// Things that are lost or in danger.
    pub fn bad(&self) -> usize {
        self.of(Level::Bad)
    }

    /// Things that want a look.
    pub fn to_look_at(&self) -> usize {
        self.of(Level::Look)
    }

    fn of(&self, level: Level) -> usize {
        self.findings.iter().filter(|f| f.level == level).count()
    }

    /// The sentence over all of it.
    pub fn in_short(&self) -> String {
        match (self.bad(), self.to_look_at()) {
            (0, 0) => "体检完成，一切完好".into(),
            (0, look) => format!("体检完成，数据完好，有 {look} 项可以看一看"),
            (bad, _) => format!("体检发现 {bad} 项问题，请到“数据体检”处理"),
        }
    }
}

/// What a file remembers of its last examination.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Last {
    /// When.
    pub at: Option<DateTime>,
    /// Things that were lost or in danger.
    pub bad: usize,
}

/// What the open file was asked; the rest needs it no more.
#[derive(Debug)]
pub struct Prepared {
    at: DateTime,
    file: PathBuf,
    key: Option<FileKey>,
    ledger: Ledger,
    marks: BTreeMap<(Table, Uid), (i64, String)>,
    findings: Findings,
    shape_is_ours: bool,
    is_unclean: bool,
    faults: usize,
    doubts: usize,
    cuts: usize,
}

impl Office {
    /// Whether the full examination is due: a week after the last one, or when the program did not end as it should.
    pub fn health_is_due(&self) -> bool {
        let last: Option<Last> = self.store.setting(LAST).unwrap_or_default();
        let at = last.and_then(|l| l.at);
        let now = self.clock.now();
        // A moment that lies ahead was written by a clock that was wrong.
        let is_fresh = at.is_some_and(|at| {
            at <= now
                && (now - at)
                    .total((jiff::Unit::Day, now))
                    .is_ok_and(|d| d < DAYS as f64)
        });
        self.store.ended_uncleanly() || !is_fresh
    }

    /// Ask the open file what only it can say. A copy is made first when something changed, for the long part reads that.
    ///
    /// # Errors
    /// Only when the examination itself can't be made.
    pub fn prepare_health(&self) -> Result<Prepared, AppError> {
        if self.is_writable()
            && let Err(error) = self.back_up_if_changed("体检前")
        {
            tracing::error!(%error, "no copy before the examination");
        }
        let odd = self.contradictions(None);
        let open = |level: &str| {
            let odd = odd.iter().filter(|c| c.explanation.is_empty());
            odd.filter(|c| c.level == level).count()
        };
        Ok(Prepared {
            at: self.clock.now(),
            file: self.file().to_owned(),
            key: self.store.key(),
            ledger: self.ledger.clone(),
            marks: self.store.marks()?,
            findings: self.store.examine()?,
            shape_is_ours: self.store.check_shape().is_ok(),
            is_unclean: self.store.ended_uncleanly(),
            faults: open(super::checks::FAULT),
            doubts: open(super::checks::DOUBT),
            cuts: self.store.rescued()?.map_or(0, |r| r.cuts.len()),
        })
    }

    /// Remember that a full examination was made.
    ///
    /// # Errors
    /// What the file says.
    pub fn note_health(&self, health: &Health) -> Result<(), AppError> {
        if self.is_writable() {
            let last = Last {
                at: Some(health.at),
                bad: health.bad(),
            };
            self.store.set(LAST, &last)?;
        }
        Ok(())
    }

    /// The last full examination, if there was one.
    pub fn last_health(&self) -> Last {
        self.store.setting(LAST).ok().flatten().unwrap_or_default()
    }

    /// Everything at once, for the command line.
    ///
    /// # Errors
    /// Only when the examination itself can't be made.
    pub fn health(&self) -> Result<Health, AppError> {
        let health = self.prepare_health()?.look(&mut |_, _| true);
        let health = health.ok_or(AppError::Cancelled)?;
        self.note_health(&health)?;
        Ok(health)
    }
}
