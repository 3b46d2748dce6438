//! What becomes of each record of a pack against what stands in the file: three-way, with the digests of the last
//! submission that held the record as what both sides knew.

use super::Decisions;
use super::Side;
use super::plan::Conflict;
use super::plan::FieldConflict;
use super::plan::Plan;
use super::trial::Trial;
use crate::app::error::AppError;
use crate::app::submit::differing;
use crate::app::submit::field_label;
use crate::app::submit::fields_of;
use crate::app::submit::masked;
use crate::app::submit::word;
use crate::exchange::pack::Pack;
use crate::exchange::pack::digest;
use crate::model::AnyRecord;
use crate::model::Table;
use crate::model::Uid;
use crate::model::papers::Submission;
use serde_json::Map;
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What both sides knew of a record: its digest in the newest submission that held it.
struct Base {
    digest: String,
    personal: bool,
    sequence: Option<u32>,
}

impl Base {
    fn is(&self, record: &AnyRecord) -> Result<bool, AppError> {
        let seen = if self.personal {
            record.clone()
        } else {
            masked(record)?
        };
        Ok(digest(&seen) == self.digest)
    }
}

fn bases(seen: &[Submission]) -> BTreeMap<Uid, Base> {
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

impl Trial<'_> {
    pub(super) fn plan(
        &self,
        pack: &Pack,
        seen: &[Submission],
        known: bool,
        decisions: &Decisions,
    ) -> Result<Plan, AppError> {
        let own = pack.manifest.office.uid == self.ledger.home;
        let bases = bases(seen);
        let mut plan = Plan::default();
        for record in &pack.records {
            self.weigh(
                &mut plan,
                pack,
                record,
                bases.get(&record.uid()),
                own,
                decisions,
            )?;
        }
        if !known {
            self.taken_back(&mut plan, pack, seen, decisions)?;
        }
        Ok(plan)
    }

    fn weigh(
        &self,
        plan: &mut Plan,
        pack: &Pack,
        theirs: &AnyRecord,
        base: Option<&Base>,
        own: bool,
        decisions: &Decisions,
    ) -> Result<(), AppError> {
        let (table, uid) = (theirs.table(), theirs.uid());
        let Some(mine) = self.ledger.get(table, uid) else {
            return weigh_missing(plan, theirs, base.filter(|_| own), decisions);
        };
        if mine.clone().marks_mut().1 != theirs.clone().marks_mut().1 {
            let what = format!(
                "包里的{}“{}”在本台账里属于别的单位，没有并入",
                table.label(),
                mine.title()
            );
            return Err(AppError::Request(what));
        }
        let seen = if pack.manifest.personal {
            mine.clone()
        } else {
            masked(&mine)?
        };
        if seen == *theirs {
            plan.tally(table).same += 1;
            return Ok(());
        }
        // Another period's newer pack has spoken of it already.
        let newer = base.is_some_and(|b| b.sequence > Some(pack.manifest.sequence));
        if newer && !own {
            plan.tally(table).kept += 1;
            return Ok(());
        }
        let (untouched, stale) = match base {
            Some(base) => (base.is(&mine)?, base.is(theirs)?),
            None => as_given(&mine, theirs),
        };
        let both = Both {
            mine: fields_of(&mine),
            seen: fields_of(&seen),
            theirs: fields_of(theirs),
        };
        if untouched {
            plan.tally(table).changed += 1;
            plan.puts.push(both.joined(table, |_| Side::Theirs)?);
        } else if stale {
            plan.tally(table).kept += 1;
        } else {
            let old = match base {
                Some(b) => self
                    .version(table, uid, &b.digest, b.personal)?
                    .map(|r| fields_of(&r)),
                None => None,
            };
            self.both_changed(plan, &mine, &both, old.as_ref(), decisions)?;
        }
        Ok(())
    }

    fn both_changed(
        &self,
        plan: &mut Plan,
        mine: &AnyRecord,
        both: &Both,
        old: Option<&Map<String, Value>>,
        decisions: &Decisions,
    ) -> Result<(), AppError> {
        let (table, uid) = (mine.table(), mine.uid());
        let mut fields = Vec::new();
        let mut sides: BTreeMap<String, Side> = BTreeMap::new();
        for key in differing(&both.seen, &both.theirs) {
            let was = old.map(|o| o.get(&key));
            let side = match was {
                Some(was) if was == both.seen.get(&key) => Some(Side::Theirs),
                Some(was) if was == both.theirs.get(&key) => Some(Side::Mine),
                _ => None,
            };
            if side.is_none() {
                fields.push(FieldConflict {
                    label: field_label(table, &key),
                    mine: word(&self.ledger, both.seen.get(&key)),
                    theirs: word(&self.ledger, both.theirs.get(&key)),
                    key: key.clone(),
                });
            }
            let side = side
                .or_else(|| decisions.of(uid, &key))
                .unwrap_or(Side::Mine);
            sides.insert(key, side);
        }
        let joined = both.joined(table, |key| sides.get(key).copied().unwrap_or(Side::Mine))?;
        if fields.is_empty() {
            plan.tally(table).changed += 1;
        } else {
            plan.tally(table).conflicts += 1;
            plan.conflicts.push(Conflict {
                kind: table.label(),
                uid,
                title: self.ledger.label(table, uid),
                fields,
            });
        }
        plan.puts.push(both.joined(table, |_| Side::Theirs)?);
        plan.puts.push(joined);
        Ok(())
    }

    // What the last pack of these days held and this one does not: the office took it back, unless another period's pack
    // still holds it.
    fn taken_back(
        &self,
        plan: &mut Plan,
        pack: &Pack,
        seen: &[Submission],
        decisions: &Decisions,
    ) -> Result<(), AppError> {
        let period = &pack.manifest.period;
        let Some(last) = seen.iter().rev().find(|s| s.is_about(period)) else {
            return Ok(());
        };
        let mut held: BTreeSet<Uid> = pack.records.iter().map(AnyRecord::uid).collect();
        let mut days = BTreeSet::from([(Some(period.from), Some(period.to))]);
        for other in seen.iter().rev() {
            if days.insert((other.from, other.to)) {
                held.extend(other.digests().into_keys());
            }
        }
        for (uid, (table, digest)) in last.digests() {
            let Some(mine) = self.ledger.get(table, uid).filter(|_| !held.contains(&uid)) else {
                continue;
            };
            let base = Base {
                digest,
                personal: last.personal,
                sequence: last.sequence,
            };
            if base.is(&mine)? {
                plan.tally(table).gone += 1;
                plan.gone.push((table, uid));
            } else {
                plan.whole(&mine, "有修改", "已删除");
                if decisions.of(uid, "") == Some(Side::Theirs) {
                    plan.gone.push((table, uid));
                }
            }
        }
        Ok(())
    }
}

// A note that no submission has held yet is known to both sides as the district gave it: who wrote an answer has the word.
fn as_given(mine: &AnyRecord, theirs: &AnyRecord) -> (bool, bool) {
    match (mine, theirs) {
        (AnyRecord::ReturnNote(mine), AnyRecord::ReturnNote(theirs)) => {
            (*mine == mine.as_given(), *theirs == theirs.as_given())
        }
        _ => (false, false),
    }
}

// Not there: new, unless this file knew it and took it away.
fn weigh_missing(
    plan: &mut Plan,
    theirs: &AnyRecord,
    base: Option<&Base>,
    decisions: &Decisions,
) -> Result<(), AppError> {
    match base {
        None => {
            plan.tally(theirs.table()).new += 1;
            plan.puts.push(theirs.clone());
        }
        Some(base) if base.is(theirs)? => plan.tally(theirs.table()).kept += 1,
        Some(_) => {
            plan.whole(theirs, "已删除", "有修改");
            if decisions.of(theirs.uid(), "") == Some(Side::Theirs) {
                plan.puts.push(theirs.clone());
            }
        }
    }
    Ok(())
}

/// A record on both sides, and mine as the pack would show it.
struct Both {
    mine: Map<String, Value>,
    seen: Map<String, Value>,
    theirs: Map<String, Value>,
}

impl Both {
    // Fields that say the same keep what stands here, numbers that were masked in the pack among them.
    fn joined(&self, table: Table, side: impl Fn(&str) -> Side) -> Result<AnyRecord, AppError> {
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
