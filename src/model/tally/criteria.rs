//! What the ledger counts for a row of a criteria sheet, with the records it counted.

use super::ratio;
use crate::model::Ledger;
use crate::model::Period;
use crate::model::Uid;
use crate::model::assess::Creation;
use crate::model::assess::Criterion;
use crate::model::assess::Measured;
use crate::model::change::Table;
use crate::model::directory::Book;
use crate::model::events::Event;
use crate::model::kinds as k;
use std::sync::Arc;

/// A number with the records it came from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Count {
    /// The number; `None` when it can't be known (no population).
    pub value: Option<f64>,
    /// The records counted.
    pub records: Vec<(Table, Uid)>,
}

impl Count {
    fn of(records: Vec<(Table, Uid)>) -> Self {
        Self {
            value: Some(records.len() as f64),
            records,
        }
    }
}

/// How a row stands.
#[derive(Debug, Clone, PartialEq)]
pub struct RowStanding {
    /// The row.
    pub row: Criterion,
    /// What the ledger counts; `None` for a person's judgement.
    pub count: Option<Count>,
    /// What the ledger says: met or not; `None` when it can't say.
    pub met: Option<bool>,
    /// Points by the ledger: full when met, else in proportion (the county table deducts pro rata).
    pub points: Option<f64>,
}

/// All rows of a creation's sheet.
pub fn rows(ledger: &Ledger, book: &Book, creation: &Creation) -> Vec<RowStanding> {
    let year = creation.year.and_then(|y| i16::try_from(y).ok());
    let (Some(sheet), Some(period)) = (
        book.criteria.sheet(&creation.sheet),
        year.and_then(Period::year),
    ) else {
        return Vec::new();
    };
    sheet
        .rows
        .iter()
        .map(|row| {
            let count = row
                .counts
                .map(|what| measured(ledger, what, creation.community, &period));
            let value = count.as_ref().and_then(|c| c.value);
            let share = value
                .filter(|_| row.wanted > 0.0)
                .map(|v| (v / row.wanted).min(1.0));
            RowStanding {
                row: row.clone(),
                count,
                met: value.map(|v| v >= row.wanted),
                points: share.map(|s| (s * row.points * 100.0).round() / 100.0),
            }
        })
        .collect()
}

/// One number for a community, or for the whole office, in a period.
#[expect(
    clippy::too_many_lines,
    reason = "a catalogue of numbers is as long as its entries"
)]
pub fn measured(ledger: &Ledger, what: Measured, community: Option<Uid>, period: &Period) -> Count {
    let here = |place: Option<Uid>| community.is_none() || place == community;
    let in_time = |day: Option<jiff::civil::Date>| day.is_some_and(|d| period.contains(d));
    let events = |fits: fn(&Event) -> bool| {
        let found = ledger.events_in(period);
        let found: Vec<Arc<Event>> = found
            .into_iter()
            .filter(|e| here(e.community) && fits(e))
            .collect();
        Count::of(found.iter().map(|e| (Table::Event, e.uid)).collect())
    };
    let people = || -> u32 {
        let counted = ledger.communities.keys().filter(|c| here(Some(**c)));
        counted
            .filter_map(|c| ledger.population_at(*c, period.to))
            .map(|p| p.count)
            .sum()
    };
    macro_rules! list {
        ($rows:ident, $table:ident, $fits:expr) => {
            Count::of(
                ledger
                    .$rows
                    .values()
                    .filter(|r| $fits(r))
                    .map(|r| (Table::$table, r.uid))
                    .collect(),
            )
        };
    }
    let per = |value: f64, records: Vec<(Table, Uid)>, of: u32, times: f64| Count {
        value: ratio(value * times, f64::from(of)),
        records,
    };
    match what {
        Measured::Events => events(|_| true),
        Measured::ThemedEvents => {
            events(|e| !e.theme_day.is_empty() || !e.theme.is_empty() || !e.campaigns.is_empty())
        }
        Measured::Lectures => events(|e| {
            ["讲座", "培训", "咨询", "宣讲", "义诊"]
                .iter()
                .any(|f| e.form.contains(f))
        }),
        Measured::YouthEvents => events(|e| e.groups.iter().any(|g| g == "青少年")),
        Measured::MajorEvents => events(|e| {
            ["科技活动周", "全国科普日", "全国科普月"]
                .iter()
                .any(|d| e.theme_day.contains(d) || e.campaigns.iter().any(|c| c.contains(d)))
        }),
        Measured::ParticipationRate => {
            let held = events(|_| true);
            let heads: f64 = held
                .records
                .iter()
                .filter_map(|(_, uid)| ledger.events.get(uid)?.attendance)
                .map(f64::from)
                .sum();
            per(heads, held.records, people(), 100.0)
        }
        Measured::MoneyPerHead => {
            let at = |m: &k::Money| {
                let place = m.event.and_then(|e| ledger.events.get(&e)?.community);
                !m.is_income() && in_time(m.day) && here(place)
            };
            let spent = list!(money, Money, |m: &Arc<k::Money>| at(m));
            let yuan: f64 = spent
                .records
                .iter()
                .filter_map(|(_, uid)| ledger.money.get(uid)?.amount)
                .map(crate::model::number::Fen::yuan)
                .sum();
            per(yuan, spent.records, people(), 1.0)
        }
        Measured::GalleryMetres => {
            let found = list!(venues, Venue, |v: &Arc<k::Venue>| here(v.community)
                && v.length.is_some()
                && v.state != "停用");
            let metres = found
                .records
                .iter()
                .filter_map(|(_, u)| ledger.venues.get(u)?.length);
            Count {
                value: Some(metres.sum()),
                ..found.clone()
            }
        }
        Measured::GalleryChanges => list!(venue_logs, VenueLog, |l: &Arc<k::VenueLog>| {
            let place = l.venue.and_then(|v| ledger.venues.get(&v)?.community);
            l.kind == "更换内容" && in_time(l.day) && here(place)
        }),
        Measured::RoomHours => {
            let found = list!(venues, Venue, |v: &Arc<k::Venue>| here(v.community)
                && v.weekly_hours.is_some()
                && v.state != "停用");
            let hours = found
                .records
                .iter()
                .filter_map(|(_, u)| ledger.venues.get(u)?.weekly_hours);
            Count {
                value: Some(hours.fold(0.0, f64::max)),
                ..found.clone()
            }
        }
        Measured::BooksPerHundred => {
            let found = list!(stock, Stock, |s: &Arc<k::Stock>| s.kind == "图书"
                && here(s.community));
            let books: f64 = found
                .records
                .iter()
                .filter_map(|(_, u)| ledger.stock.get(u)?.count)
                .map(f64::from)
                .sum();
            per(books, found.records, people(), 100.0)
        }
        Measured::GroupMembers => list!(group_members, GroupMember, |m: &Arc<k::GroupMember>| m
            .from
            .is_none_or(|d| d <= period.to)
            && m.to.is_none_or(|d| d > period.to)),
        Measured::Papers => list!(papers, Paper, |p: &Arc<k::Paper>| in_time(p.day)
            && ["计划", "总结", "制度", "方案"].contains(&p.kind.as_str())),
        Measured::Meetings => {
            list!(papers, Paper, |p: &Arc<k::Paper>| in_time(p.day)
                && p.kind == "会议纪要")
        }
        Measured::Posts => {
            list!(posts, Post, |p: &Arc<k::Post>| in_time(p.day)
                && p.kind == "科普信息")
        }
        Measured::PostsAdopted => {
            list!(posts, Post, |p: &Arc<k::Post>| in_time(p.day)
                && !p.adopted_by.is_empty())
        }
        Measured::Volunteers => list!(volunteers, Volunteer, |v: &Arc<k::Volunteer>| here(
            ledger.people.get(&v.person).and_then(|p| p.community)
        ) && v
            .left_on
            .is_none_or(|d| d > period.to)),
        Measured::Officers => list!(officers, Officer, |o: &Arc<k::Officer>| here(
            ledger.people.get(&o.person).and_then(|p| p.community)
        ) && o
            .serves_on(period.to)),
        Measured::Honours => {
            list!(honours, Honour, |h: &Arc<k::Honour>| in_time(h.day)
                && here(h.community))
        }
        Measured::PlatformCoverage => coverage(ledger, community, period),
    }
}

/// Communities with at least one platform built in by the period's end, in percent (plan line 87: 全覆盖).
fn coverage(ledger: &Ledger, community: Option<Uid>, period: &Period) -> Count {
    let wanted: Vec<Uid> = ledger
        .communities
        .keys()
        .filter(|c| community.is_none() || Some(**c) == community)
        .copied()
        .collect();
    let reached: std::collections::BTreeSet<Uid> = ledger
        .connections
        .values()
        .filter(|c| c.since.is_none_or(|d| d <= period.to))
        .filter_map(|c| c.community)
        .filter(|c| wanted.contains(c))
        .collect();
    let found = ledger.connections.values();
    Count {
        value: ratio(reached.len() as f64 * 100.0, wanted.len() as f64),
        records: found
            .filter(|c| c.community.is_some_and(|c| reached.contains(&c)))
            .map(|c| (Table::Connection, c.uid))
            .collect(),
    }
}
