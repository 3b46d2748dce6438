//! What volunteers served, line by line, and of which type: for certificates and for the statistics of service.

use crate::model::Ledger;
use crate::model::Period;
use crate::model::Uid;
use crate::model::directory::Book;
use crate::model::events::Event;
use crate::model::events::attendance::VOLUNTEER_ROLE;
use crate::model::service::ServiceLine;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Service lines of a period by person, each person's in order of day. The lines of a day together come to what counts of
/// that day by the office's rounding and cap, so that a certificate's lines add up to its total.
pub fn lines(
    ledger: &Ledger,
    book: &Book,
    period: &Period,
    only: Option<Uid>,
) -> BTreeMap<Uid, Vec<ServiceLine>> {
    let types = Types::new(ledger, book);
    let mut served: BTreeMap<Uid, BTreeMap<Date, Vec<ServiceLine>>> = BTreeMap::new();
    let rows = ledger.attendance.values();
    for row in rows.filter(|a| a.role == VOLUNTEER_ROLE && only.is_none_or(|o| o == a.person)) {
        let Some(event) = ledger.events.get(&row.event).filter(|e| e.counts()) else {
            continue;
        };
        let Some(day) = event.day().filter(|d| period.contains(*d)) else {
            continue;
        };
        let kind = types.of(event);
        let days = served.entry(row.person).or_default();
        days.entry(day).or_default().push(ServiceLine {
            day: Some(day),
            event: event.uid,
            title: event.title.clone(),
            content: kind.unwrap_or(&event.form).to_owned(),
            minutes: row.minutes,
        });
    }
    let counted = |mut lines: Vec<ServiceLine>| {
        let mut left = book.rules.counted(lines.iter().map(|l| l.minutes).sum());
        for line in &mut lines {
            line.minutes = line.minutes.min(left);
            left -= line.minutes;
        }
        lines
    };
    served
        .into_iter()
        .map(|(person, days)| (person, days.into_values().flat_map(counted).collect()))
        .collect()
}

/// Which service type an event is: its own word, else that of the order it came from, else what its form stands for.
pub struct Types<'l> {
    orders: BTreeMap<Uid, &'l str>,
    book: &'l Book,
}

impl<'l> Types<'l> {
    /// Ready to tell the types of a ledger's events.
    pub fn new(ledger: &'l Ledger, book: &'l Book) -> Self {
        let named = ledger.orders.values().filter(|o| !o.service.is_empty());
        Self {
            orders: named
                .filter_map(|o| Some((o.event?, o.service.as_str())))
                .collect(),
            book,
        }
    }

    /// The type of an event; none when nothing tells it.
    pub fn of<'t>(&'t self, event: &'t Event) -> Option<&'t str> {
        if !event.service_type.is_empty() {
            return Some(&event.service_type);
        }
        let ordered = self.orders.get(&event.uid).copied();
        ordered.or_else(|| self.book.lists.service_of(&event.form))
    }
}

/// Whose service is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Whose {
    /// Only this person.
    pub person: Option<Uid>,
    /// Only people of this community.
    pub community: Option<Uid>,
    /// Only members of this team.
    pub team: Option<Uid>,
}

/// People with counted service in a period and their lines, in the order in which they were entered.
pub fn people(
    ledger: &Ledger,
    book: &Book,
    period: &Period,
    whose: Whose,
) -> Vec<(Uid, Vec<ServiceLine>)> {
    let teams: BTreeMap<Uid, Option<Uid>> = ledger
        .volunteers
        .values()
        .map(|v| (v.person, v.team))
        .collect();
    let fits = |person: &Uid| {
        let place = ledger.people.get(person).and_then(|p| p.community);
        (whose.community.is_none() || place == whose.community)
            && (whose.team.is_none() || teams.get(person).copied().flatten() == whose.team)
    };
    lines(ledger, book, period, whose.person)
        .into_iter()
        .filter(|(person, lines)| {
            ledger.people.contains_key(person)
                && fits(person)
                && lines.iter().any(|l| l.minutes > 0)
        })
        .collect()
}

/// Minutes of lines together.
pub fn minutes(lines: &[ServiceLine]) -> u32 {
    lines.iter().map(|l| l.minutes).sum()
}
