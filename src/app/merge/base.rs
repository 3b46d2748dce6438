//! What both sides of a merge knew of a record before, and how both forms are held against it: the digests of earlier
//! submissions are all that is kept, and those may have been masked.

use super::Side;
use crate::app::error::AppError;
use crate::app::submit::differing;
use crate::app::submit::fields_of;
use crate::app::submit::masked;
use crate::exchange::pack::Pack;
use crate::exchange::pack::digest;
use crate::model::AnyRecord;
use crate::model::Table;
use crate::model::Uid;
use crate::model::papers::Submission;
use serde_json::Map;
use serde_json::Value;
use std::collections::BTreeMap;

/// What both sides knew of a record: its digest in the newest submission that held it.
pub(super) struct Base {
    pub(super) digest: String,
    pub(super) personal: bool,
    pub(super) sequence: Option<u32>,
}

impl Base {
    pub(super) fn is(&self, record: &AnyRecord) -> Result<bool, AppError> {
        let seen = if self.personal {
            record.clone()
        } else {
            masked(record)?
        };
        Ok(digest(&seen) == self.digest)
    }
}

// What the office's other file had taken in when it made a pack: the one before it and all that stand before that. What this
// file sent up since is its own work and no common ground; where the line breaks, nothing is known to both.
pub(super) fn knew(pack: &Pack, seen: &[Submission], known: bool) -> Vec<Submission> {
    let mut hash = if known {
        &pack.hash
    } else {
        &pack.manifest.previous
    };
    let mut line: Vec<Submission> = Vec::new();
    // Nobody's pack leads into a circle, but it may say so.
    while line.len() < seen.len() {
        let Some(one) = seen.iter().find(|s| s.hash == *hash) else {
            break;
        };
        line.push(one.clone());
        hash = &one.previous;
    }
    line.reverse();
    line
}

pub(super) fn bases(seen: &[Submission]) -> BTreeMap<Uid, Base> {
    let mut bases = BTreeMap::new();
    // Oldest first, so that the newest word stays.
    for submission in seen {
        for (uid, (_, digest)) in submission.digests() {
            let (personal, sequence) = (submission.personal, submission.sequence);
            bases.insert(
                uid,
                Base {
                    digest,
                    personal,
                    sequence,
                },
            );
        }
    }
    bases
}

/// Both sides as what was last known to both can be held against: masked, when that was or the pack is.
pub(super) struct Shows {
    pub(super) masked: bool,
    // The pack has numbers, and what was last known had none: it can't say who wrote one.
    blind: bool,
    pub(super) mine: Map<String, Value>,
    pub(super) theirs: Map<String, Value>,
}

impl Shows {
    pub(super) fn of(
        pack: &Pack,
        base: Option<&Base>,
        mine: &AnyRecord,
        theirs: &AnyRecord,
    ) -> Result<Self, AppError> {
        let bare = base.is_some_and(|b| !b.personal);
        let hidden = bare || !pack.manifest.personal;
        let fields = |record: &AnyRecord| -> Result<_, AppError> {
            Ok(fields_of(&if hidden {
                masked(record)?
            } else {
                record.clone()
            }))
        };
        Ok(Self {
            masked: hidden,
            blind: bare && pack.manifest.personal,
            mine: fields(mine)?,
            theirs: fields(theirs)?,
        })
    }

    // Whether a field that differs is one whose difference was masked away.
    pub(super) fn hide(&self, key: &str) -> bool {
        self.blind && (key == "pending" || self.mine.get(key) == self.theirs.get(key))
    }

    pub(super) fn hides(&self, both: &Both) -> bool {
        let differing = differing(&both.seen, &both.theirs);
        differing.iter().any(|key| self.hide(key))
    }
}

pub(super) fn is_empty(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Array(items)) => items.is_empty(),
        Some(Value::Object(fields)) => fields.is_empty(),
        Some(_) => false,
    }
}

/// A record on both sides, and mine as the pack would show it.
pub(super) struct Both {
    pub(super) mine: Map<String, Value>,
    pub(super) seen: Map<String, Value>,
    pub(super) theirs: Map<String, Value>,
}

impl Both {
    // Fields that say the same keep what stands here, numbers that were masked in the pack among them.
    pub(super) fn joined(
        &self,
        table: Table,
        side: impl Fn(&str) -> Side,
    ) -> Result<AnyRecord, AppError> {
        let mut joined = self.mine.clone();
        for key in differing(&self.seen, &self.theirs) {
            if side(&key) == Side::Theirs {
                joined.insert(
                    key.clone(),
                    self.theirs.get(&key).cloned().unwrap_or_default(),
                );
            }
        }
        let json = Value::Object(joined).to_string();
        table
            .read_json(&json)
            .map_err(|e| AppError::Data(e.to_string()))
    }
}
