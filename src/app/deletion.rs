//! What goes with a record that is deleted, and what keeps it from going.

use super::error::AppError;
use super::register::Register;
use super::register::pointing_at;
use super::write::Wish;
use crate::model::Ledger;
use crate::model::Table;
use crate::model::Uid;

/// What deleting these records comes to.
///
/// # Errors
/// `StillUsed` when other records need one of them.
pub(super) fn deletion(
    ledger: &Ledger,
    register: Register,
    uids: &[Uid],
) -> Result<Vec<Wish>, AppError> {
    let mut wishes = Vec::new();
    for uid in uids {
        still_used(ledger, register, *uid)?;
        wishes.push(Wish::Drop(register.table(), *uid));
        // What has no life without it goes along.
        let person = match register {
            Register::Events => {
                let who = ledger.attendance.values().filter(|a| a.event == *uid);
                wishes.extend(who.map(|a| Wish::Drop(Table::Attendance, a.uid)));
                None
            }
            Register::Communities => {
                let counts = ledger.populations.values().filter(|p| p.community == *uid);
                wishes.extend(counts.map(|p| Wish::Drop(Table::Population, p.uid)));
                None
            }
            Register::Officers => {
                let months = ledger.reach.values().filter(|r| r.officer == *uid);
                wishes.extend(months.map(|r| Wish::Drop(Table::Reach, r.uid)));
                ledger.officers.get(uid).map(|o| o.person)
            }
            Register::Volunteers => ledger.volunteers.get(uid).map(|v| v.person),
            Register::Experts => ledger.experts.get(uid).and_then(|e| e.person),
            Register::Creations => {
                let rows = ledger
                    .assessments
                    .values()
                    .filter(|a| a.creation == Some(*uid));
                wishes.extend(rows.map(|a| Wish::Drop(Table::AssessmentItem, a.uid)));
                None
            }
            _ => None,
        };
        if let Some(person) = person.filter(|p| !is_wanted(ledger, *p, *uid)) {
            wishes.push(Wish::Drop(Table::Person, person));
        }
        let files = ledger
            .attachments
            .values()
            .filter(|a| a.owner == Some(*uid));
        wishes.extend(files.map(|a| Wish::Drop(Table::Attachment, a.uid)));
    }
    Ok(wishes)
}

// A record that others need is not taken away under them.
fn still_used(ledger: &Ledger, register: Register, uid: Uid) -> Result<(), AppError> {
    let mut users: Vec<(&'static str, usize)> = pointing_at(ledger, uid)
        .into_iter()
        .map(|(table, count)| (table.label(), count))
        .collect();
    let mut add = |what, count| users.push((what, count));
    match register {
        Register::Communities => {
            let people = ledger.people.values().filter(|p| p.community == Some(uid));
            add("人员", people.count());
            let events = ledger.events.values().filter(|e| e.community == Some(uid));
            add("科普活动", events.count());
        }
        Register::Teams => {
            let members = ledger.volunteers.values().filter(|v| v.team == Some(uid));
            add("科技志愿者", members.count());
        }
        Register::Incidents | Register::Venues => {
            let events = ledger
                .events
                .values()
                .filter(|e| e.incident == Some(uid) || e.venue == Some(uid));
            add("科普活动", events.count());
        }
        _ => {}
    }
    users.retain(|(_, count)| *count > 0);
    if users.is_empty() {
        return Ok(());
    }
    let told: Vec<String> = users
        .iter()
        .map(|(what, count)| format!("{what} {count} 条"))
        .collect();
    Err(AppError::StillUsed(format!(
        "还有{}用到它",
        told.join("、")
    )))
}

// A person stays while another role, an attendance or a record of theirs is left.
fn is_wanted(ledger: &Ledger, person: Uid, role: Uid) -> bool {
    ledger
        .volunteers
        .values()
        .any(|v| v.person == person && v.uid != role)
        || ledger
            .officers
            .values()
            .any(|o| o.person == person && o.uid != role)
        || ledger
            .experts
            .values()
            .any(|e| e.person == Some(person) && e.uid != role)
        || ledger.attendance.values().any(|a| a.person == person)
        || !pointing_at(ledger, person).is_empty()
}
