//! What becomes of each record of a pack against what stands in the file: three-way, with what `base`
//! finds that both sides knew.

use super::Decisions;
use super::Side;
use super::base::Base;
use super::base::Both;
use super::base::Shows;
use super::base::bases;
use super::base::is_empty;
use super::base::knew;
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
use crate::model::AnyRecord;
use crate::model::Table;
use crate::model::Uid;
use crate::model::papers::Submission;
use serde_json::Map;
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

impl Trial<'_> {
    pub(super) fn plan(
        &self,
        pack: &Pack,
        seen: &[Submission],
        known: bool,
        decisions: &Decisions,
    ) -> Result<Plan, AppError> {
        let own = pack.manifest.office.uid == self.ledger.home;
        let common = if own {
            knew(pack, seen, known)
        } else {
            seen.to_vec()
        };
        let bases = bases(&common);
        let held: BTreeSet<Uid> = seen.iter().flat_map(|s| s.digests().into_keys()).collect();
        let mut plan = Plan::default();
        for record in &pack.records {
            let uid = record.uid();
            if self.ledger.get(record.table(), uid).is_some() {
                self.weigh(&mut plan, pack, record, bases.get(&uid), decisions)?;
            } else {
                let was_here = own && held.contains(&uid);
                weigh_missing(&mut plan, record, was_here, bases.get(&uid), decisions)?;
            }
        }
        if !known {
            self.taken_back(&mut plan, pack, &common, decisions)?;
        }
        Ok(plan)
    }

    fn weigh(
        &self,
        plan: &mut Plan,
        pack: &Pack,
        theirs: &AnyRecord,
        base: Option<&Base>,
        decisions: &Decisions,
    ) -> Result<(), AppError> {
        let (table, uid) = (theirs.table(), theirs.uid());
        let Some(mine) = self.ledger.get(table, uid) else {
            return Ok(());
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
        if newer && pack.manifest.office.uid != self.ledger.home {
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
        let shows = Shows::of(pack, base, &mine, theirs)?;
        if shows.hides(&both) {
            let old = self.old_of(table, uid, base, &shows)?;
            self.both_changed(plan, &mine, &both, &shows, old.as_ref(), decisions)?;
        } else if untouched {
            plan.tally(table).changed += 1;
            plan.puts.push(both.joined(table, |_| Side::Theirs)?);
        } else if stale {
            plan.tally(table).kept += 1;
        } else {
            let old = self.old_of(table, uid, base, &shows)?;
            self.both_changed(plan, &mine, &both, &shows, old.as_ref(), decisions)?;
        }
        Ok(())
    }

    // The fields as both sides last knew them.
    fn old_of(
        &self,
        table: Table,
        uid: Uid,
        base: Option<&Base>,
        shows: &Shows,
    ) -> Result<Option<Map<String, Value>>, AppError> {
        let Some(base) = base else {
            return Ok(None);
        };
        let Some(old) = self.version(table, uid, &base.digest, base.personal)? else {
            return Ok(None);
        };
        let old = if shows.masked { masked(&old)? } else { old };
        Ok(Some(fields_of(&old)))
    }

    fn both_changed(
        &self,
        plan: &mut Plan,
        mine: &AnyRecord,
        both: &Both,
        shows: &Shows,
        old: Option<&Map<String, Value>>,
        decisions: &Decisions,
    ) -> Result<(), AppError> {
        let (table, uid) = (mine.table(), mine.uid());
        let mut fields = Vec::new();
        let mut sides: BTreeMap<String, Side> = BTreeMap::new();
        for key in differing(&both.seen, &both.theirs) {
            let was = old.map(|o| o.get(&key));
            let side = match was {
                _ if shows.hide(&key) => is_empty(both.mine.get(&key)).then_some(Side::Theirs),
                Some(was) if was == shows.mine.get(&key) => Some(Side::Theirs),
                Some(was) if was == shows.theirs.get(&key) => Some(Side::Mine),
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

// Not there: new, unless this file had it and took it away.
fn weigh_missing(
    plan: &mut Plan,
    theirs: &AnyRecord,
    was_here: bool,
    base: Option<&Base>,
    decisions: &Decisions,
) -> Result<(), AppError> {
    match base {
        _ if !was_here => {
            plan.tally(theirs.table()).new += 1;
            plan.puts.push(theirs.clone());
        }
        Some(base) if base.is(theirs)? => plan.tally(theirs.table()).kept += 1,
        _ => {
            plan.whole(theirs, "已删除", "有修改");
            if decisions.of(theirs.uid(), "") == Some(Side::Theirs) {
                plan.puts.push(theirs.clone());
            }
        }
    }
    Ok(())
}
