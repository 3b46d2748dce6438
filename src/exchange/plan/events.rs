//! Rows of events: matched by title, day and place; the community stands in the place or title.

use super::FieldChange;
use super::Found;
use super::Outcome;
use super::Planned;
use super::Work;
use crate::exchange::rows;
use crate::exchange::rows::CellProblem;
use crate::exchange::rows::RowRead;
use crate::exchange::sheet::cell_name;
use crate::model::Ledger;
use crate::model::Record as _;
use crate::model::Uid;
use crate::model::directory::Directory;
use crate::model::events::Event;
use crate::model::field::Form;
use crate::model::text::normal;
use std::collections::BTreeMap;
use std::collections::VecDeque;

type Key = (String, String, String);

/// Events on record by title, day and place. Two alike are told apart by their order, so that the same sheet
/// read again finds each of them once.
#[derive(Debug, Default)]
pub(super) struct Known {
    waiting: BTreeMap<Key, VecDeque<Uid>>,
    /// Rows of this import by the same key and community, to name a row that stands twice.
    rows: BTreeMap<(Key, Option<Uid>), u32>,
}

impl Known {
    pub(super) fn of(ledger: &Ledger) -> Self {
        let mut known = Self::default();
        for event in ledger.events.values() {
            known
                .waiting
                .entry(key(event))
                .or_default()
                .push_back(event.uid);
        }
        known
    }

    // Every community has its 科技活动周 on the square: what is known to be of another community is another event.
    fn take(
        &mut self,
        key: &Key,
        community: Option<Uid>,
        ledger: &Ledger,
    ) -> Option<std::sync::Arc<Event>> {
        let waiting = self.waiting.get_mut(key)?;
        let of = |uid: &Uid| ledger.events.get(uid).map(|e| e.community);
        let same = waiting.iter().position(|u| of(u) == Some(community));
        let either = || {
            let open = |u: &Uid| community.is_none() || of(u) == Some(None);
            waiting.iter().position(open)
        };
        let at = same.or_else(either)?;
        ledger.events.get(&waiting.remove(at)?).cloned()
    }
}

fn key(event: &Event) -> Key {
    let day = match event.day() {
        Some(day) => day.to_string(),
        // Without a day the original words tell events apart.
        None => event
            .pending
            .iter()
            .find(|p| p.field == "start")
            .map(|p| p.text.clone())
            .unwrap_or_default(),
    };
    (normal(&event.title), day, normal(&event.place))
}

pub(super) fn plan(
    work: &mut Work<'_>,
    found: &Found<'_>,
    directory: &Directory,
    known: &mut Known,
) {
    for row in &found.table.rows {
        if work.stopped() {
            return;
        }
        let mut read: RowRead<Event> = rows::read(row, &found.table, directory);
        read.entry.pending = std::mem::take(&mut read.pending);
        let rows_own = read.entry.pending.clone();
        if read.entry.title.is_empty() {
            let cell = found.cell_of("title", row.number);
            let planned = Planned::refused("", cell, "没有活动名称");
            work.push(found, row.number, planned);
            continue;
        }
        if read.entry.community.is_none() {
            read.entry.community = directory
                .community_in(&read.entry.place, read.entry.office)
                .or_else(|| directory.community_in(&read.entry.title, read.entry.office));
        }
        let key = key(&read.entry);
        let mut doubts = std::mem::take(&mut read.doubts);
        let community = read.entry.community;
        let old = known.take(&key, community, &work.ledger);
        if let Some(other) = known.rows.insert((key, community), row.number) {
            doubts.push(CellProblem {
                cell: cell_name(row.number, 0),
                what: format!("与第 {other} 行的名称、时间、地点都相同，请核对是否重复"),
            });
        }
        let mut changes = Vec::new();
        let event = match &old {
            Some(old) => merged(old, &read.entry, &found.table, directory, &mut changes),
            None => Event {
                uid: Uid::fresh(),
                ..read.entry
            },
        };
        let (title, about) = (event.title.clone(), event.uid);
        let record = event.wrap();
        let differs = work.differs(&record);
        let news = Work::is_news(&rows_own, old.as_ref().map_or(&[], |e| &e.pending));
        let outcome = match (old.is_some(), differs, doubts.is_empty()) {
            (true, false, _) if !news => Outcome::Same,
            (true, false, true) => Outcome::Same,
            (_, _, false) => Outcome::Doubtful,
            (true, true, true) => Outcome::Changed,
            (false, _, true) => Outcome::New,
        };
        let records = if differs { vec![record] } else { Vec::new() };
        let problems = doubts.into_iter().chain(read.notes).collect();
        work.push(
            found,
            row.number,
            Planned {
                outcome,
                title,
                problems,
                changes,
                namesakes: Vec::new(),
                about,
                records,
            },
        );
    }
}

/// The event on record with the sheet's filled cells laid over it; empty cells erase nothing.
fn merged(
    old: &Event,
    new: &Event,
    table: &crate::exchange::table::Table<'_>,
    directory: &Directory,
    changes: &mut Vec<FieldChange>,
) -> Event {
    let mut event = old.clone();
    for column in &table.columns {
        let Some(field) = Event::field(&column.field) else {
            continue;
        };
        let (before, after) = (
            (field.show)(&event, directory),
            (field.show)(new, directory),
        );
        if after.is_empty()
            || after == before
            || old.pending.iter().any(|p| p.field == field.key)
                && before.is_empty()
                && after.is_empty()
        {
            continue;
        }
        // The text was shown by the same field, so it reads back.
        if (field.read)(&mut event, &after, directory).is_ok() {
            changes.push(FieldChange::of(field, before, after));
        }
    }
    event.community = event.community.or(new.community);
    for pending in &new.pending {
        let filled =
            Event::field(&pending.field).is_some_and(|f| !(f.show)(&event, directory).is_empty());
        if !filled && !event.pending.contains(pending) {
            event.pending.push(pending.clone());
        }
    }
    event
}
