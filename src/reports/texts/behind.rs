//! The records behind the figures of a period, for those that texts state: what a click on one lists.

use crate::model::Ledger;
use crate::model::Period;
use crate::model::Table;
use crate::model::Uid;
use crate::model::tally;

/// The records a figure of the period was counted from.
pub(super) fn records_of(id: &str, ledger: &Ledger, period: &Period) -> Vec<Uid> {
    let in_time = |day: Option<jiff::civil::Date>| day.is_some_and(|d| period.contains(d));
    let table = match id {
        "posts" | "posts_adopted" => Table::Post,
        "honours" => Table::Honour,
        "orders" => Table::ServiceOrder,
        "venues" => Table::Venue,
        "visitors" => Table::VenueLog,
        "experts" => Table::Expert,
        "volunteers" => Table::Volunteer,
        "income_yuan" | "expense_yuan" | "money_per_head" => Table::Money,
        "volunteer_hours" | "emergency_events" | "village_events" | "people_trained" => {
            Table::Event
        }
        _ => return Vec::new(),
    };
    match table {
        Table::Post => ledger
            .posts
            .values()
            .filter(|p| in_time(p.day) && (id == "posts" || !p.adopted_by.is_empty()))
            .map(|p| p.uid)
            .collect(),
        Table::Honour => ledger
            .honours
            .values()
            .filter(|h| in_time(h.day))
            .map(|h| h.uid)
            .collect(),
        Table::ServiceOrder => ledger
            .orders
            .values()
            .filter(|o| in_time(o.asked_on))
            .map(|o| o.uid)
            .collect(),
        Table::Venue => ledger
            .venues
            .values()
            .filter(|v| v.state != "停用")
            .map(|v| v.uid)
            .collect(),
        Table::VenueLog => ledger
            .venue_logs
            .values()
            .filter(|l| in_time(l.day) && l.visitors.is_some())
            .map(|l| l.uid)
            .collect(),
        Table::Expert => ledger
            .experts
            .values()
            .filter(|e| e.left_on.is_none_or(|d| d > period.to))
            .map(|e| e.uid)
            .collect(),
        Table::Volunteer => ledger.volunteers.keys().copied().collect(),
        Table::Money => ledger
            .money
            .values()
            .filter(|m| in_time(m.day) && m.is_income() == (id == "income_yuan"))
            .map(|m| m.uid)
            .collect(),
        _ => ledger
            .events_in(period)
            .iter()
            .filter(|e| match id {
                "emergency_events" => tally::emergency::is_emergency(e),
                "people_trained" => tally::is_skill_training(e),
                "village_events" => e
                    .community
                    .and_then(|c| ledger.communities.get(&c))
                    .is_some_and(|c| c.kind == "村"),
                _ => true,
            })
            .map(|e| e.uid)
            .collect(),
    }
}
