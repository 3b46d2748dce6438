//! What 工作台 shows: targets, gaps, what is due, what is coming, what wants a second look.

use super::Contradiction;
use super::Office;
use super::Register;
use super::words::Advice;
use crate::model::Period;
use crate::model::Uid;
use crate::model::papers::ReturnNote;
use crate::model::plan::Duty;
use crate::model::plan::ThemeYear;
use crate::model::tally;
use crate::model::tally::Figure;
use crate::model::tally::Staffing;
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A record that wants something done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Where it stands.
    pub register: Register,
    /// Which one.
    pub uid: Uid,
    /// What is due, with its day.
    pub what: String,
    /// Days until; negative when the day has passed.
    pub days: i64,
}

/// A theme day that is coming.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    /// Its name.
    pub name: String,
    /// First day.
    pub from: Date,
    /// Days until; 0 while it goes on.
    pub days: i64,
    /// The year's own theme, when the office entered one.
    pub theme: String,
    /// An event of this day in an earlier year, to be copied.
    pub last: Option<(Uid, String)>,
}

/// What 工作台 shows.
#[derive(Debug, Clone)]
pub struct Home {
    /// What is odd about the computer's clock.
    pub clock: Option<Advice>,
    /// The period.
    pub period: Period,
    /// Figures against targets.
    pub figures: Vec<Figure>,
    /// Officers by community.
    pub staffing: Vec<Staffing>,
    /// What the district sent back and nobody has dealt with yet.
    pub notes: Vec<ReturnNote>,
    /// Records to look at.
    pub odd: Vec<Contradiction>,
    /// Numbers, titles and what is missing of 适用 measures nothing was done for.
    pub idle: Vec<(String, String)>,
    /// Theme days coming.
    pub coming: Vec<Coming>,
    /// What is due or overdue, the oldest first.
    pub due: Vec<Due>,
    /// Events and attendance of each month.
    pub months: [(u32, u64); 12],
    /// Events by audience group, most first.
    pub groups: Vec<(String, u32)>,
    /// Events by community, most first.
    pub communities: Vec<(String, u32)>,
}

impl Office {
    /// 工作台 of a period.
    pub fn home(&self, period: Period) -> Home {
        let events = self.ledger.events_in(&period);
        let mut months = [(0, 0); 12];
        let mut groups: BTreeMap<&str, u32> = BTreeMap::new();
        let mut communities: BTreeMap<String, u32> = BTreeMap::new();
        for event in &events {
            let month = event
                .day()
                .map_or(0, |d| usize::from(d.month().unsigned_abs() - 1));
            if let Some(month) = months.get_mut(month) {
                month.0 += 1;
                month.1 += event.attendance.map_or(0, u64::from);
            }
            for group in &event.groups {
                *groups.entry(group).or_default() += 1;
            }
            let name = self.directory.community_name(event.community);
            let name = if name.is_empty() {
                "未填社区".into()
            } else {
                name
            };
            *communities.entry(name).or_default() += 1;
        }
        let matrix = tally::matrix::matrix(&self.ledger, &self.book, period.to.year());
        let idle = matrix
            .into_iter()
            .filter(|r| r.duty == Duty::Applies && !r.is_done());
        let mut odd = self.contradictions(None);
        // Notes have a list of their own.
        odd.retain(|o| o.register != Register::Returns);
        Home {
            clock: self.clock_doubt().unwrap_or_default(),
            notes: self.open_notes(),
            figures: self.figures(&period),
            staffing: tally::staffing(&self.ledger, &self.book, &period),
            odd,
            idle: idle.map(|r| (r.number, r.title)).collect(),
            coming: self.coming(),
            due: self.due(),
            months,
            groups: most_first(groups.into_iter().map(|(n, c)| (n.to_owned(), c))),
            communities: most_first(communities.into_iter()),
            period,
        }
    }

    /// Theme days of the next days: the program's calendar with what the office entered for this year over it.
    pub fn coming(&self) -> Vec<Coming> {
        let today = self.clock.today();
        let ahead = i64::from(self.book.rules.coming_days);
        let mut found: BTreeMap<String, (Date, String)> = BTreeMap::new();
        for (day, from, _) in self.book.calendar.coming(today, ahead) {
            found.insert(day.name.clone(), (from, String::new()));
        }
        let own: Vec<&std::sync::Arc<ThemeYear>> = self.ledger.theme_years.values().collect();
        for entry in own {
            let (Some(from), to) = (entry.from, entry.to.or(entry.from)) else {
                continue;
            };
            let last = today.checked_add(ahead.days()).unwrap_or(today);
            // A day the office dated itself stands there and nowhere else in that year.
            if found
                .get(&entry.name)
                .is_some_and(|(d, _)| d.year() == from.year())
            {
                found.remove(&entry.name);
            }
            if from <= last && to.is_some_and(|to| to >= today) {
                found.insert(entry.name.clone(), (from, entry.theme.clone()));
            }
        }
        let mut coming: Vec<Coming> = found
            .into_iter()
            .map(|(name, (from, theme))| {
                let before = self.ledger.events.values().filter(|e| {
                    e.theme_day == name && e.day().is_some_and(|d| d.year() < from.year())
                });
                let last = before.max_by_key(|e| (e.day(), e.attendance));
                Coming {
                    days: i64::from((from - today).get_days()).max(0),
                    last: last.map(|e| {
                        (
                            e.uid,
                            format!("{}年：{}", e.day().map_or(0, Date::year), e.title),
                        )
                    }),
                    name,
                    from,
                    theme,
                }
            })
            .collect();
        coming.sort_by(|a, b| (a.from, &a.name).cmp(&(b.from, &b.name)));
        coming
    }

    /// Everything with a day to keep: orders, loans, agreements, insurance, inspections, work of this month, titles.
    pub fn due(&self) -> Vec<Due> {
        let today = self.clock.today();
        let ahead = 30;
        let mut due = Vec::new();
        let mut add = |register, uid, day: Option<Date>, within: i64, what: String| {
            let Some(day) = day else { return };
            let days = i64::from((day - today).get_days());
            if days <= within {
                due.push(Due {
                    register,
                    uid,
                    what,
                    days,
                });
            }
        };
        let ledger = &self.ledger;
        let wait = i64::from(self.book.rules.order_days);
        for order in ledger.orders.values().filter(|o| o.stage().is_open()) {
            let last = order.since().and_then(|d| d.checked_add(wait.days()).ok());
            let stage = order.stage().label();
            add(
                Register::Orders,
                order.uid,
                last,
                0,
                format!("订单{stage}：{}", order.title),
            );
        }
        for loan in ledger.loans.values().filter(|l| l.returned_on.is_none()) {
            let name = loan
                .stock
                .map(|s| ledger.label(crate::model::Table::Stock, s));
            add(
                Register::Loans,
                loan.uid,
                loan.due_on,
                3,
                format!("应还：{}（{}）", name.unwrap_or_default(), loan.borrower),
            );
        }
        for item in ledger
            .work_items
            .values()
            .filter(|w| w.is_open() && w.event.is_none())
        {
            let end = item.month.and_then(crate::model::day::Month::first);
            let end = end.and_then(|d| d.last_of_month().into());
            add(
                Register::WorkItems,
                item.uid,
                end,
                31,
                format!("计划：{}", item.title),
            );
        }
        for finding in ledger
            .inspections
            .values()
            .filter(|i| i.closed_on.is_none())
        {
            add(
                Register::Inspections,
                finding.uid,
                finding.due_on,
                7,
                format!("整改：{}", finding.title),
            );
        }
        for partner in ledger.partners.values() {
            add(
                Register::Partners,
                partner.uid,
                partner.agreed_until,
                ahead,
                format!("协议到期：{}", partner.name),
            );
        }
        for venue in ledger.venues.values().filter(|v| v.state != "停用") {
            add(
                Register::Venues,
                venue.uid,
                venue.grade_until,
                ahead,
                format!("基地命名到期：{}", venue.name),
            );
        }
        for volunteer in ledger.volunteers.values().filter(|v| v.left_on.is_none()) {
            let name = ledger.label(crate::model::Table::Person, volunteer.person);
            add(
                Register::Volunteers,
                volunteer.uid,
                volunteer.insured_until,
                ahead,
                format!("保险到期：{name}"),
            );
        }
        due.sort_by(|a, b| (a.days, &a.what).cmp(&(b.days, &b.what)));
        due
    }
}

fn most_first(counts: impl Iterator<Item = (String, u32)>) -> Vec<(String, u32)> {
    let mut counts: Vec<(String, u32)> = counts.collect();
    counts.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    counts
}
