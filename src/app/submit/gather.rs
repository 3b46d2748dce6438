//! Which records of the office a period is made of: what happened in it, the registers as they stand, and whatever those
//! refer to, so that a pack never points at something it does not hold.

use crate::model::AnyRecord;
use crate::model::Ledger;
use crate::model::Period;
use crate::model::Table;
use crate::model::Uid;
use crate::model::kinds::each_plain;
use crate::model::record::Rules;
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::str::FromStr as _;

/// Records of a period.
#[derive(Debug, Default)]
pub(in crate::app) struct Gathered {
    /// All of them by identity.
    pub records: BTreeMap<Uid, AnyRecord>,
    /// Those that have a day or month in the period, and what belongs to them.
    pub dated: BTreeSet<Uid>,
}

/// What decides whether a record belongs to a period.
enum Place {
    /// It has a day or month in it, or not.
    Day(bool),
    /// It stands in a register that has no days.
    Register,
    /// It belongs to another record.
    With(Option<Uid>),
    /// It comes along when something names it.
    Named,
    /// It never goes up.
    Never,
}

macro_rules! days {
    ($($variant:ident: $record:ident, $rows:ident, $key:literal;)*) => {
        fn place(record: &AnyRecord, period: &Period) -> Place {
            let by_day = |day: Option<jiff::civil::Date>| {
                day.map_or(Place::Register, |d| Place::Day(period.contains(d)))
            };
            if let AnyRecord::Explanation(e) = record {
                return Place::With(e.about);
            }
            match record {
                AnyRecord::Event(e) => Place::Day(e.day().is_some_and(|d| period.contains(d))),
                AnyRecord::Reach(r) => Place::Day(period.contains_month(r.month)),
                AnyRecord::Attendance(a) => Place::With(Some(a.event)),
                AnyRecord::Attachment(a) => Place::With(a.owner),
                AnyRecord::AssessmentItem(a) => Place::With(a.creation),
                AnyRecord::Person(_) => Place::Named,
                AnyRecord::Submission(_) | AnyRecord::Collection(_) => Place::Never,
                AnyRecord::Office(_) | AnyRecord::Community(_) | AnyRecord::Population(_) | AnyRecord::Team(_)
                | AnyRecord::Volunteer(_) | AnyRecord::Officer(_) | AnyRecord::Expert(_) => Place::Register,
                $(AnyRecord::$record(r) => by_day(Rules::day(r)),)*
            }
        }
    };
}
each_plain!(days);

/// Gather the records of an office for a period.
pub(in crate::app) fn gather(ledger: &Ledger, office: Uid, period: &Period) -> Gathered {
    let all: BTreeMap<Uid, AnyRecord> = ledger
        .records_of(office)
        .into_iter()
        .map(|r| (r.uid(), r))
        .collect();
    let mut chosen: BTreeSet<Uid> = BTreeSet::new();
    let mut dated: BTreeSet<Uid> = BTreeSet::new();
    let mut with: Vec<(Uid, Uid)> = Vec::new();
    for (uid, record) in &all {
        match place(record, period) {
            Place::Day(true) => {
                chosen.insert(*uid);
                dated.insert(*uid);
            }
            Place::Register => {
                chosen.insert(*uid);
            }
            Place::With(owner) => with.extend(owner.map(|owner| (*uid, owner))),
            Place::Day(false) | Place::Named | Place::Never => {}
        }
    }
    let mut waiting: Vec<Uid> = chosen.iter().copied().collect();
    loop {
        follow(&all, waiting, &mut chosen);
        // An explanation may be about a record that came along, a photo may belong to an explanation.
        let joined: Vec<(Uid, Uid)> = with
            .iter()
            .filter(|(uid, owner)| joins(&all, &chosen, *uid, *owner, &dated))
            .copied()
            .collect();
        for (uid, owner) in &joined {
            chosen.insert(*uid);
            if dated.contains(owner) {
                dated.insert(*uid);
            }
        }
        waiting = joined.into_iter().map(|(uid, _)| uid).collect();
        if waiting.is_empty() {
            break;
        }
    }
    let records = all
        .into_iter()
        .filter(|(uid, _)| chosen.contains(uid))
        .collect();
    Gathered { records, dated }
}

// An event of another period that came along as a name brings no list of who was there and no photos.
fn joins(
    all: &BTreeMap<Uid, AnyRecord>,
    chosen: &BTreeSet<Uid>,
    uid: Uid,
    owner: Uid,
    dated: &BTreeSet<Uid>,
) -> bool {
    let of_event = matches!(all.get(&owner), Some(AnyRecord::Event(_)));
    !chosen.contains(&uid) && chosen.contains(&owner) && (!of_event || dated.contains(&owner))
}

// Whatever a record names by its identity comes along.
fn follow(all: &BTreeMap<Uid, AnyRecord>, mut waiting: Vec<Uid>, chosen: &mut BTreeSet<Uid>) {
    while let Some(uid) = waiting.pop() {
        // What a note is about need not be of this period, nor be there any more.
        let follows = all.get(&uid).filter(|r| r.table() != Table::ReturnNote);
        let json = follows.and_then(|r| r.json().ok()).unwrap_or_default();
        let mut links = Vec::new();
        links_in(&serde_json::from_str(&json).unwrap_or_default(), &mut links);
        for link in links {
            let known = all
                .get(&link)
                .is_some_and(|r| !matches!(r.table(), Table::Submission | Table::Collection));
            if known && chosen.insert(link) {
                waiting.push(link);
            }
        }
    }
}

/// Identities that a record names, its own among them.
pub(in crate::app) fn links_in(value: &Value, found: &mut Vec<Uid>) {
    match value {
        Value::String(text) if text.len() == 36 => found.extend(Uid::from_str(text)),
        Value::Array(items) => items.iter().for_each(|i| links_in(i, found)),
        Value::Object(fields) => fields.values().for_each(|f| links_in(f, found)),
        _ => {}
    }
}
