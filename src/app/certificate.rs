//! Issuing certificates of service: a number from the book for each volunteer with hours, all of a term in one step.
//! A number that was ever used is used for good: the file is asked, where what was taken back still lies.

use super::Command;
use super::Done;
use super::Office;
use super::error::AppError;
use crate::model::AnyRecord;
use crate::model::Change;
use crate::model::Period;
use crate::model::Record as _;
use crate::model::Uid;
use crate::model::problem::Problem;
use crate::model::service::Certificate;
use crate::model::service::NumberPattern;
use crate::model::service::certificate::VALID;
use crate::model::tally::service;
use crate::model::tally::service::Whose;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// What is to be certified.
#[derive(Debug, Clone, PartialEq)]
pub struct Issuing {
    /// The days of service.
    pub period: Period,
    /// Only this person; everybody with hours otherwise.
    pub person: Option<Uid>,
    /// Only people of this community.
    pub community: Option<Uid>,
    /// Only members of this team.
    pub team: Option<Uid>,
    /// What it is needed for: 入学, 评优…
    pub purpose: String,
    /// When it was applied for.
    pub applied_on: Option<Date>,
}

impl Issuing {
    /// For everybody with hours in a period.
    pub fn of(period: Period) -> Self {
        Self {
            period,
            person: None,
            community: None,
            team: None,
            purpose: String::new(),
            applied_on: None,
        }
    }
}

impl Office {
    /// Give each volunteer with hours a certificate with a number of its own, as one step. Who has one of the same days
    /// that still holds gets no second: to issue anew, the old one is marked 作废 first.
    ///
    /// # Errors
    /// `Request` when nobody is left to certify, or what the file says; no number is used then.
    pub fn issue(&mut self, wish: &Issuing) -> Result<Done, AppError> {
        let whose = Whose {
            person: wish.person,
            community: wish.community,
            team: wish.team,
        };
        let mut served = service::people(&self.ledger, &self.book, &wish.period, whose);
        if served.is_empty() {
            return Err(AppError::Request(format!(
                "{}没有登记志愿服务时长，没有可以出具的证明",
                wish.period.label
            )));
        }
        let holds = |person: Uid| {
            let certificates = self.ledger.certificates.values();
            let mut own = certificates.filter(|c| c.person == Some(person));
            own.any(|c| c.stands() && c.is_of(&wish.period))
        };
        served.retain(|(person, _)| !holds(*person));
        if served.is_empty() {
            return Err(AppError::Request(format!(
                "{}的证明已经出具过，重开要先把原证明的状态改为“作废”",
                wish.period.label
            )));
        }
        let used = self.store.certificate_numbers(self.ledger.home)?;
        let today = self.clock.today();
        let pattern = NumberPattern::of(&self.book.rules.certificate_number);
        let first = pattern.next(today.year(), used.iter().map(|(_, n)| n.as_str()));
        let office = self.ledger.office();
        let shown = i64::from(self.book.rules.certificate_days.max(1)) - 1;
        let mut records: Vec<AnyRecord> = Vec::new();
        for (serial, (person, lines)) in (first..).zip(served) {
            let services = serde_json::to_string(&lines)
                .map_err(|e| AppError::Data(format!("服务明细（{e}）")))?;
            let name = self.ledger.people.get(&person).map(|p| p.name.clone());
            let certificate = Certificate {
                uid: Uid::fresh(),
                number: pattern.number(today.year(), serial),
                person: Some(person),
                name: name.unwrap_or_default(),
                issued_on: Some(today),
                from: Some(wish.period.from),
                to: Some(wish.period.to),
                minutes: Some(service::minutes(&lines)),
                state: VALID.into(),
                applied_on: wish.applied_on.or(Some(today)),
                purpose: wish.purpose.clone(),
                handler: office.clerk.clone(),
                head: office.head.clone(),
                shown_from: Some(today),
                shown_to: today.checked_add(shown.days()).ok(),
                services,
                ..Certificate::default()
            };
            records.push(certificate.wrap());
        }
        let focus = match records.as_slice() {
            [one] => Some(one.uid()),
            _ => None,
        };
        let label = match records.as_slice() {
            [one] => format!("{ISSUED} {}", one.title()),
            more => format!("{ISSUED} {} 份", more.len()),
        };
        let done = self.run(Command::TakeIn { label, records })?;
        Ok(Done { focus, ..done })
    }

    /// Refuse a number that another certificate of this office bears or once bore.
    pub(super) fn refuse_used_numbers(&self, changes: &[Change]) -> Result<(), AppError> {
        let written: Vec<&Certificate> = changes
            .iter()
            .filter_map(|c| match &c.after {
                Some(AnyRecord::Certificate(certificate)) => Some(certificate),
                _ => None,
            })
            .collect();
        if written.is_empty() {
            return Ok(());
        }
        let used = self.store.certificate_numbers(self.ledger.home)?;
        let taken = |c: &Certificate| {
            c.office == self.ledger.home
                && (used.iter().any(|(uid, n)| *uid != c.uid && *n == c.number)
                    || written
                        .iter()
                        .any(|other| other.uid != c.uid && other.number == c.number))
        };
        match written.iter().find(|c| taken(c)) {
            None => Ok(()),
            Some(c) => Err(AppError::Problems(vec![Problem::error(
                "number",
                format!("证明编号 {} 已用过，撤回的也不能再用", c.number),
            )])),
        }
    }
}

/// What the history says of issued certificates; the window opens the new one by it.
pub const ISSUED: &str = "出具证明";
