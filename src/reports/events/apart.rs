//! The records of each event apart, gathered in one pass: a book of ten thousand events asks each of them for its people,
//! photos and papers, and would otherwise look through all records each time.

use crate::model::Ledger;
use crate::model::Uid;
use crate::model::events::Attendance;
use crate::model::events::Event;
use crate::model::ledger::Rows;
use crate::model::papers::Attachment;
use crate::model::papers::Paper;
use crate::model::papers::Post;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What belongs to events, by event; and the events of each day.
#[derive(Default)]
pub(super) struct Apart {
    attendance: BTreeMap<Uid, Rows<Attendance>>,
    attachments: BTreeMap<Uid, Rows<Attachment>>,
    papers: BTreeMap<Uid, Rows<Paper>>,
    posts: BTreeMap<Uid, Rows<Post>>,
    of_day: BTreeMap<Option<Date>, Rows<Event>>,
}

impl Apart {
    /// Gather.
    pub(super) fn of(ledger: &Ledger) -> Self {
        let mut apart = Self::default();
        for (uid, row) in &ledger.attendance {
            let rows = apart.attendance.entry(row.event).or_default();
            rows.insert(*uid, Arc::clone(row));
        }
        for (uid, row) in &ledger.attachments {
            if let Some(owner) = row.owner {
                let rows = apart.attachments.entry(owner).or_default();
                rows.insert(*uid, Arc::clone(row));
            }
        }
        for (uid, row) in &ledger.papers {
            if let Some(event) = row.event {
                let rows = apart.papers.entry(event).or_default();
                rows.insert(*uid, Arc::clone(row));
            }
        }
        for (uid, row) in &ledger.posts {
            if let Some(event) = row.event {
                let rows = apart.posts.entry(event).or_default();
                rows.insert(*uid, Arc::clone(row));
            }
        }
        for (uid, row) in &ledger.events {
            let rows = apart.of_day.entry(row.day()).or_default();
            rows.insert(*uid, Arc::clone(row));
        }
        apart
    }

    /// A ledger that holds of these only what belongs to one event, and the events of its day.
    pub(super) fn ledger(&mut self, whole: &Ledger, event: &Event) -> Ledger {
        Ledger {
            attendance: self.attendance.remove(&event.uid).unwrap_or_default(),
            attachments: self.attachments.remove(&event.uid).unwrap_or_default(),
            papers: self.papers.remove(&event.uid).unwrap_or_default(),
            posts: self.posts.remove(&event.uid).unwrap_or_default(),
            events: self.of_day.get(&event.day()).cloned().unwrap_or_default(),
            ..whole.clone()
        }
    }
}
