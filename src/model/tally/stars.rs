//! Hours, stars and 谁够条件: each with its arithmetic, so that nobody has to believe a total.

use crate::model::Ledger;
use crate::model::Period;
use crate::model::Uid;
use crate::model::directory::Book;
use crate::model::events::attendance::VOLUNTEER_ROLE;
use crate::model::number::hours;
use crate::model::plan::Qualifier;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What one volunteer has done.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The volunteer's role.
    pub volunteer: Uid,
    /// Name.
    pub name: String,
    /// Minutes that count up to the period's end.
    pub minutes: u32,
    /// Minutes of the year that count.
    pub year_minutes: u32,
    /// Activities of the year.
    pub year_events: u32,
    /// Present star.
    pub star: String,
    /// The next star and the hours to it.
    pub next: String,
    /// Qualifiers met, by name.
    pub met: Vec<String>,
    /// For each qualifier of persons: how the numbers stand against it.
    pub sums: Vec<String>,
}

/// What one team has done in the year.
#[derive(Debug, Clone, PartialEq)]
pub struct TeamStanding {
    /// The team.
    pub team: Uid,
    /// Its name.
    pub name: String,
    /// Members at the year's end.
    pub members: u32,
    /// Events its members served at.
    pub events: u32,
    /// Minutes of its members.
    pub minutes: u32,
    /// Qualifiers met, by name.
    pub met: Vec<String>,
    /// For each qualifier of teams: how the numbers stand against it.
    pub sums: Vec<String>,
}

/// Minutes and events of one person by day. Activities without a day count by themselves.
type Days = BTreeMap<Option<Date>, (u32, Vec<Uid>)>;

// Minutes that count, by person and day, after the rounding unit and the daily cap of the office's rules; of one person
// where one is asked for, which a frame may do.
fn by_day(ledger: &Ledger, book: &Book, only: Option<Uid>) -> BTreeMap<Uid, Days> {
    let mut served: BTreeMap<Uid, Days> = BTreeMap::new();
    let rows = ledger.attendance.values();
    for row in rows.filter(|a| only.is_none_or(|o| o == a.person) && a.role == VOLUNTEER_ROLE) {
        let Some(event) = ledger.events.get(&row.event).filter(|e| e.counts()) else {
            continue;
        };
        let days = served.entry(row.person).or_default();
        let day = days.entry(event.day()).or_default();
        day.0 += row.minutes;
        day.1.push(row.event);
    }
    for (minutes, _) in served.values_mut().flat_map(BTreeMap::values_mut) {
        *minutes = book.rules.counted(*minutes);
    }
    served
}

/// Minutes of one person that count, in all time.
pub fn counted_minutes(ledger: &Ledger, book: &Book, person: Uid) -> u32 {
    by_day(ledger, book, Some(person))
        .get(&person)
        .map_or(0, |days| days.values().map(|d| d.0).sum())
}

/// All volunteers by hours of the year, most first.
pub fn standings(ledger: &Ledger, book: &Book, period: &Period) -> Vec<Standing> {
    let served = by_day(ledger, book, None);
    let wanted: Vec<&Qualifier> = qualifiers(book, "个人");
    let mut all: Vec<Standing> = ledger
        .volunteers
        .values()
        .filter_map(|volunteer| {
            let person = ledger.people.get(&volunteer.person)?;
            let days = served.get(&volunteer.person);
            // Stars are reached by the period's end, not by what came after it.
            let so_far = days
                .into_iter()
                .flatten()
                .filter(|(day, _)| day.is_none_or(|d| d <= period.to));
            let minutes = so_far.map(|(_, v)| v.0).sum();
            let of_year: Vec<&(u32, Vec<Uid>)> = days
                .into_iter()
                .flatten()
                .filter(|(day, _)| day.is_some_and(|d| period.contains(d)))
                .map(|(_, v)| v)
                .collect();
            let year_minutes = of_year.iter().map(|v| v.0).sum();
            let year_events =
                u32::try_from(of_year.iter().map(|v| v.1.len()).sum::<usize>()).ok()?;
            let next = book.rules.next_star(minutes).map_or_else(
                || "已是最高星级".to_owned(),
                |s| format!("距{}还差 {} 小时", s.name, hours(s.hours * 60 - minutes)),
            );
            let sums = wanted.iter().map(|q| {
                format!(
                    "{}：活动 {year_events}/{} 次，时长 {}/{} 小时",
                    q.name,
                    q.events,
                    hours(year_minutes),
                    q.hours
                )
            });
            let met = wanted
                .iter()
                .filter(|q| year_events >= q.events && year_minutes >= q.hours * 60)
                .map(|q| q.name.clone());
            Some(Standing {
                volunteer: volunteer.uid,
                name: person.name.clone(),
                minutes,
                year_minutes,
                year_events,
                star: book
                    .rules
                    .star(minutes)
                    .map(|s| s.name.clone())
                    .unwrap_or_default(),
                next,
                met: met.collect(),
                sums: sums.collect(),
            })
        })
        .collect();
    all.sort_by(|a, b| {
        (b.year_minutes, b.minutes, &a.name).cmp(&(a.year_minutes, a.minutes, &b.name))
    });
    all
}

/// All teams in the year.
pub fn teams(ledger: &Ledger, book: &Book, period: &Period) -> Vec<TeamStanding> {
    let served = by_day(ledger, book, None);
    let wanted = qualifiers(book, "队伍");
    ledger
        .teams
        .values()
        .filter(|t| t.founded.is_none_or(|d| d <= period.to))
        .map(|team| {
            let members: Vec<Uid> = ledger
                .volunteers
                .values()
                .filter(|v| v.team == Some(team.uid) && v.left_on.is_none_or(|d| d > period.to))
                .filter(|v| v.registered_on.is_none_or(|d| d <= period.to))
                .map(|v| v.person)
                .collect();
            let mut events: std::collections::BTreeSet<Uid> = std::collections::BTreeSet::new();
            let mut minutes = 0;
            for person in &members {
                for (day, (counted, at)) in served.get(person).into_iter().flatten() {
                    if day.is_some_and(|d| period.contains(d)) {
                        minutes += counted;
                        events.extend(at);
                    }
                }
            }
            let heads = u32::try_from(members.len()).unwrap_or(u32::MAX);
            let events = u32::try_from(events.len()).unwrap_or(u32::MAX);
            let each = minutes.checked_div(heads).unwrap_or(0);
            let sums = wanted.iter().map(|q| {
                format!(
                    "{}：队员 {heads}/{} 人，活动 {events}/{} 次，总时长 {}/{} 小时，人均 {}/{} 小时",
                    q.name,
                    q.members,
                    q.events,
                    hours(minutes),
                    q.hours,
                    hours(each),
                    q.hours_each
                )
            });
            let met = wanted.iter().filter(|q| {
                heads >= q.members
                    && events >= q.events
                    && minutes >= q.hours * 60
                    && each >= q.hours_each * 60
            });
            TeamStanding {
                team: team.uid,
                name: team.name.clone(),
                members: heads,
                events,
                minutes,
                met: met.map(|q| q.name.clone()).collect(),
                sums: sums.collect(),
            }
        })
        .collect()
}

fn qualifiers<'b>(book: &'b Book, who: &str) -> Vec<&'b Qualifier> {
    book.rules
        .qualifiers
        .iter()
        .filter(|q| q.who == who)
        .collect()
}
