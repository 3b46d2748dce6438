//! 规划任务: what was done and planned for each measure, quarter by quarter, and what is missing. Duties come from the plan's
//! groups; what the office says of a measure (Task) goes before the plan's hint.

use crate::model::Ledger;
use crate::model::Uid;
use crate::model::change::Table;
use crate::model::directory::Book;
use crate::model::events::State;
use crate::model::number::Fen;
use crate::model::period::Period;
use crate::model::plan::Duty;
use crate::model::record::Rules;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What stands in one quarter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quarter {
    /// Records of things done.
    pub done: Vec<(Table, Uid)>,
    /// Records of things planned.
    pub planned: Vec<(Table, Uid)>,
}

/// One measure in one year.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Number: `3.2`.
    pub number: String,
    /// Title.
    pub title: String,
    /// Group title.
    pub group: String,
    /// 提升行动, 重点工程 or 组织实施.
    pub kind: String,
    /// What an office records for it.
    pub what: String,
    /// Units that lead, inherited from the group.
    pub lead: Vec<String>,
    /// Units that take part, inherited from the group.
    pub members: Vec<String>,
    /// The group's list of units ends in 等单位.
    pub open_ended: bool,
    /// This office's duty.
    pub duty: Duty,
    /// Why, when it is not 适用.
    pub reason: String,
    /// Who is responsible in the office.
    pub owner: String,
    /// Quarters one to four.
    pub quarters: [Quarter; 4],
    /// Everything of the year that names the measure, dated or not.
    pub records: Vec<(Table, Uid)>,
    /// Money spent for it in the year, events' cost apart.
    pub spent: Fen,
    /// Cost written on its events.
    pub cost: Fen,
}

impl Row {
    /// Whether anything was done.
    pub fn is_done(&self) -> bool {
        self.quarters.iter().any(|q| !q.done.is_empty())
    }

    /// Whether anything is planned.
    pub fn is_planned(&self) -> bool {
        self.quarters.iter().any(|q| !q.planned.is_empty())
    }

    /// How many of its records stand in a table.
    pub fn count(&self, table: Table) -> usize {
        self.records.iter().filter(|(t, _)| *t == table).count()
    }

    /// What a year of this measure still wants, in the clerk's words; nothing for 不涉及.
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if self.duty == Duty::Elsewhere {
            return missing;
        }
        if !self.is_done() {
            missing.push(if self.is_planned() {
                "已计划，未开展"
            } else {
                "没有开展"
            });
        }
        if self.duty == Duty::Applies {
            if self.owner.is_empty() {
                missing.push("没有责任人");
            }
            if self.is_done() && self.count(Table::Paper) == 0 {
                missing.push("没有资料");
            }
        }
        missing
    }
}

/// Something that names measures.
struct Entry<'l> {
    table: Table,
    uid: Uid,
    day: Option<Date>,
    measures: &'l [String],
    /// Done, planned, or only filed.
    weight: Weight,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    Done,
    Planned,
    /// Counts as done for 组织实施 only: papers and money prove that measure.
    Filed,
}

fn entries(ledger: &Ledger) -> Vec<Entry<'_>> {
    let mut all = Vec::new();
    // The day a record belongs to is its own; orders count when they are done, places and partners from their beginning.
    macro_rules! take {
        ($rows:ident, $table:ident, $weight:ident) => {
            take!($rows, $table, $weight, |r| Rules::day(&**r));
        };
        ($rows:ident, $table:ident, $weight:ident, |$record:ident| $day:expr) => {
            for $record in ledger.$rows.values().filter(|r| !r.measures.is_empty()) {
                all.push(Entry {
                    table: Table::$table,
                    uid: $record.uid,
                    day: $day,
                    measures: &$record.measures,
                    weight: Weight::$weight,
                });
            }
        };
    }
    let events = ledger.events.values().filter(|e| !e.measures.is_empty());
    for event in events.filter(|e| e.state != State::Cancelled) {
        all.push(Entry {
            table: Table::Event,
            uid: event.uid,
            day: event.day(),
            measures: &event.measures,
            weight: if event.counts() {
                Weight::Done
            } else {
                Weight::Planned
            },
        });
    }
    for item in ledger
        .work_items
        .values()
        .filter(|w| w.state != crate::model::plan::work::DROPPED)
    {
        let done = item.state == crate::model::plan::work::DONE && item.event.is_none();
        all.push(Entry {
            table: Table::WorkItem,
            uid: item.uid,
            day: Rules::day(&**item),
            measures: &item.measures,
            weight: if done { Weight::Done } else { Weight::Planned },
        });
    }
    take!(trainings, Training, Done);
    take!(contests, Contest, Done);
    take!(works, Work, Done);
    take!(tours, Tour, Done);
    take!(posts, Post, Done);
    take!(orders, ServiceOrder, Done, |r| r.done_on);
    take!(incidents, Incident, Filed);
    take!(honours, Honour, Filed);
    take!(inspections, Inspection, Filed);
    take!(papers, Paper, Filed);
    take!(money, Money, Filed);
    take!(partners, Partner, Filed, |r| r.agreed_on);
    take!(venues, Venue, Filed, |r| r.opened_on);
    all
}

/// All measures of the plan in a year, in the plan's order.
pub fn matrix(ledger: &Ledger, book: &Book, year: i16) -> Vec<Row> {
    Period::year(year).map_or_else(Vec::new, |period| matrix_in(ledger, book, &period, None))
}

/// Whether a record carries a community and it is another one; what carries none belongs to the whole office.
fn is_elsewhere(ledger: &Ledger, table: Table, uid: &Uid, community: Uid) -> bool {
    let place = match table {
        Table::Event => ledger.events.get(uid).map(|r| r.community),
        Table::WorkItem => ledger.work_items.get(uid).map(|r| r.community),
        Table::ServiceOrder => ledger.orders.get(uid).map(|r| r.community),
        Table::Tour => ledger.tours.get(uid).map(|r| r.community),
        Table::Post => ledger.posts.get(uid).map(|r| r.community),
        Table::Venue => ledger.venues.get(uid).map(|r| r.community),
        Table::Honour => ledger.honours.get(uid).map(|r| r.community),
        Table::Inspection => ledger.inspections.get(uid).map(|r| r.community),
        _ => None,
    };
    place.is_some_and(|p| p != Some(community))
}

/// All measures of the plan of a period's last year with what falls into the period; of one community, where records carry
/// one. What has no day counts in every period, as it does in every year.
pub fn matrix_in(
    ledger: &Ledger,
    book: &Book,
    period: &Period,
    community: Option<Uid>,
) -> Vec<Row> {
    let year = period.to.year();
    let mut rows: Vec<Row> = book
        .plan_of(year)
        .groups()
        .iter()
        .flat_map(|g| g.measures.iter().map(move |m| (g, m)))
        .map(|(g, m)| {
            let task = ledger
                .tasks
                .values()
                .find(|t| t.measures.contains(&m.number));
            let duty = task.and_then(|t| Duty::read(&t.duty)).unwrap_or(m.duty);
            let own = task.map(|t| t.reason.clone()).filter(|r| !r.is_empty());
            Row {
                number: m.number.clone(),
                title: m.title.clone(),
                group: g.title.clone(),
                kind: g.kind.clone(),
                what: m.what.clone(),
                lead: g.lead.clone(),
                members: g.members.clone(),
                open_ended: g.open_ended,
                duty,
                reason: own.unwrap_or_else(|| m.reason.clone()),
                owner: task.map(|t| t.owner.clone()).unwrap_or_default(),
                quarters: Default::default(),
                records: Vec::new(),
                spent: Fen(0),
                cost: Fen(0),
            }
        })
        .collect();
    let place: BTreeMap<String, usize> = rows
        .iter()
        .enumerate()
        .map(|(n, r)| (r.number.clone(), n))
        .collect();
    for entry in entries(ledger) {
        // What has no day is shown with its measure whatever the year; only days fill quarters.
        if entry.day.is_some_and(|d| !period.contains(d)) {
            continue;
        }
        if community.is_some_and(|c| is_elsewhere(ledger, entry.table, &entry.uid, c)) {
            continue;
        }
        for number in entry.measures {
            let Some(row) = place.get(number).and_then(|n| rows.get_mut(*n)) else {
                continue;
            };
            row.records.push((entry.table, entry.uid));
            match entry.table {
                Table::Money => {
                    let money = ledger.money.get(&entry.uid);
                    let amount = money.filter(|m| !m.is_income()).and_then(|m| m.amount);
                    row.spent.0 += amount.map_or(0, |a| a.0);
                }
                Table::Event => {
                    let cost = ledger.events.get(&entry.uid).and_then(|e| e.cost);
                    row.cost.0 += cost.map_or(0, |c| c.0);
                }
                _ => {}
            }
            let Some(day) = entry.day else { continue };
            let quarter = usize::from(day.month().unsigned_abs().saturating_sub(1) / 3);
            let Some(quarter) = row.quarters.get_mut(quarter) else {
                continue;
            };
            let filed_is_done = row.kind == "组织实施";
            match entry.weight {
                Weight::Planned => quarter.planned.push((entry.table, entry.uid)),
                Weight::Filed if !filed_is_done => {}
                Weight::Done | Weight::Filed => quarter.done.push((entry.table, entry.uid)),
            }
        }
    }
    rows
}
