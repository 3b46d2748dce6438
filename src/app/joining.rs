//! What is written when people come to be volunteers, change their team, or take part in an event.

use super::error::AppError;
use super::write::Wish;
use super::write::given;
use super::write::refuse;
use crate::model::Ledger;
use crate::model::Record as _;
use crate::model::Table;
use crate::model::Uid;
use crate::model::directory::Directory;
use crate::model::events::Attendance;
use crate::model::people::Membership;
use crate::model::people::Volunteer;
use crate::model::people::VolunteerEntry;
use jiff::civil::Date;

pub(super) fn volunteer(
    ledger: &Ledger,
    mut entry: VolunteerEntry,
    directory: &Directory,
    today: Date,
) -> Result<(Vec<Wish>, Option<Uid>), AppError> {
    refuse(&entry, directory)?;
    given(&mut entry.person.uid);
    entry.volunteer.person = entry.person.uid;
    let uid = given(&mut entry.volunteer.uid);
    let mut wishes = team_change(ledger, &entry.volunteer, today);
    wishes.push(Wish::Put(entry.person.wrap()));
    wishes.push(Wish::Put(entry.volunteer.wrap()));
    Ok((wishes, Some(uid)))
}

pub(super) fn attendance(ledger: &Ledger, event: Uid, rows: Vec<Attendance>) -> Vec<Wish> {
    let gone = ledger
        .attendance
        .values()
        .filter(|a| a.event == event && !rows.iter().any(|r| r.uid == a.uid));
    let mut wishes: Vec<Wish> = gone.map(|a| Wish::Drop(Table::Attendance, a.uid)).collect();
    wishes.extend(
        rows.into_iter()
            .map(|row| Wish::Put(Attendance { event, ..row }.wrap())),
    );
    wishes
}

// Another team in the volunteer's form is an end and a beginning in the book of members, so that nobody types it twice.
fn team_change(ledger: &Ledger, volunteer: &Volunteer, today: Date) -> Vec<Wish> {
    let before = ledger.volunteers.get(&volunteer.uid);
    let old = before.and_then(|v| v.team);
    if old == volunteer.team {
        return Vec::new();
    }
    let open = ledger.memberships.values().filter(|m| {
        m.person == Some(volunteer.person) && m.team == old && old.is_some() && m.to.is_none()
    });
    let mut wishes: Vec<Wish> = open
        .map(|m| {
            let ended = Membership {
                to: Some(today),
                ..Membership::clone(m)
            };
            Wish::Put(ended.wrap())
        })
        .collect();
    let known = ledger
        .memberships
        .values()
        .any(|m| m.person == Some(volunteer.person) && m.team == volunteer.team && m.to.is_none());
    if volunteer.team.is_some() && !known {
        // Who is entered with a team joined it when they were registered; who changes joins today.
        let from = if before.is_none() {
            volunteer.registered_on
        } else {
            Some(today)
        };
        let begun = Membership {
            person: Some(volunteer.person),
            team: volunteer.team,
            duty: volunteer.duty.clone(),
            from,
            ..Membership::default()
        };
        wishes.push(Wish::Put(begun.wrap()));
    }
    wishes
}
