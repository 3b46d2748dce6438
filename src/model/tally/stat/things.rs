//! KP-002 to KP-004: venues, money, accounts and partners.

use super::Counter;
use super::Tally;
use crate::model::Uid;
use crate::model::assess::count::Direction;
use crate::model::assess::count::MoneyCount;
use crate::model::assess::count::PartnerCount;
use crate::model::assess::count::PostCount;
use crate::model::assess::count::PostMeasure;
use crate::model::assess::count::VenueCount;
use crate::model::assess::count::VenueMeasure;
use crate::model::number::Fen;
use crate::model::papers::Post;
use crate::model::place::Venue;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

const CLOSED: &str = "停用";
const OPENED: &str = "开放";
const ACCOUNT: &str = "账号";

impl Counter<'_> {
    pub(super) fn venues(&self, wanted: &VenueCount) -> Tally {
        let mut tally = Tally::default();
        for venue in self.ledger.venues.values() {
            if !self.fits_venue(venue, wanted) {
                continue;
            }
            let value = match wanted.measure {
                VenueMeasure::Count => 1.0,
                VenueMeasure::Area => venue.area.unwrap_or(0.0),
                VenueMeasure::Visitors => self.visitors(venue.uid),
                VenueMeasure::OpenDays => self.open_days(venue.uid),
            };
            tally.add(venue.uid, value);
        }
        tally
    }

    // As on 31 December: what was opened later is not there yet; a closing has no day, so the state of now decides.
    fn fits_venue(&self, venue: &Venue, wanted: &VenueCount) -> bool {
        let any = |list: &[String], word: &String| list.is_empty() || list.contains(word);
        venue.state != CLOSED
            && venue.opened_on.is_none_or(|d| d <= self.period.to)
            && any(&wanted.kinds, &venue.kind)
            && any(&wanted.grades, &venue.grade)
            && venue.length.unwrap_or(0.0) >= wanted.least_metres
            && wanted
                .rural
                .is_none_or(|rural| rural == self.is_rural(venue.community))
    }

    fn visitors(&self, venue: Uid) -> f64 {
        let logs =
            self.ledger.venue_logs.values().filter(|l| {
                l.venue == Some(venue) && l.day.is_some_and(|d| self.period.contains(d))
            });
        logs.filter_map(|l| l.visitors).map(f64::from).sum()
    }

    fn open_days(&self, venue: Uid) -> f64 {
        let logs = self.ledger.venue_logs.values();
        let logs = logs.filter(|l| l.venue == Some(venue) && l.kind == OPENED);
        let days: BTreeSet<_> = logs
            .filter_map(|l| l.day)
            .filter(|d| self.period.contains(*d))
            .collect();
        days.len() as f64
    }

    pub(super) fn money(&self, wanted: &MoneyCount) -> Tally {
        let mut sum = Fen::default();
        let mut members = Vec::new();
        for money in self.ledger.money.values() {
            let income = wanted.direction == Direction::Income;
            let (Some(day), Some(amount)) = (money.day, money.amount) else {
                continue;
            };
            let word = if income {
                &money.source
            } else {
                &money.purpose
            };
            let any = |list: &[String], word: &String| list.is_empty() || list.contains(word);
            let fits = money.is_income() == income
                && self.period.contains(day)
                && any(&wanted.sources, &money.source)
                && any(&wanted.purposes, &money.purpose)
                && !wanted.except.contains(word);
            if fits {
                sum.0 += amount.0;
                members.push(money.uid);
            }
        }
        Tally {
            // 万元, from whole fen, so that no cent is lost before rounding.
            value: sum.0 as f64 / 1_000_000.0,
            members,
        }
    }

    pub(super) fn posts(&self, wanted: &PostCount) -> Tally {
        let on_platform =
            |p: &&Arc<Post>| wanted.platforms.is_empty() || wanted.platforms.contains(&p.platform);
        let posts = self.ledger.posts.values().filter(on_platform);
        let mut tally = Tally::default();
        match wanted.measure {
            PostMeasure::Accounts | PostMeasure::Followers => {
                let mut newest: BTreeMap<&str, &Arc<Post>> = BTreeMap::new();
                for post in posts.filter(|p| p.kind == ACCOUNT) {
                    if post.day.is_some_and(|d| d > self.period.to) {
                        continue;
                    }
                    let known = newest.entry(&post.title).or_insert(post);
                    if (post.day, post.uid) > (known.day, known.uid) {
                        *known = post;
                    }
                }
                let counted = wanted.measure == PostMeasure::Accounts;
                for post in newest.into_values() {
                    let followers = f64::from(post.views.unwrap_or(0));
                    tally.add(post.uid, if counted { 1.0 } else { followers });
                }
            }
            PostMeasure::Posts | PostMeasure::Views => {
                let counted = wanted.measure == PostMeasure::Posts;
                for post in posts.filter(|p| p.kind != ACCOUNT) {
                    if post.day.is_some_and(|d| self.period.contains(d)) {
                        let views = f64::from(post.views.unwrap_or(0));
                        tally.add(post.uid, if counted { 1.0 } else { views });
                    }
                }
            }
        }
        tally
    }

    /// Openings carry no year: they are known for the year being filled only, and only while it is this or the last.
    pub(super) fn partners(&self, wanted: &PartnerCount) -> Option<Tally> {
        if !self.asked || self.period.to.year() < self.today.year() - 1 {
            return None;
        }
        let mut tally = Tally::default();
        for partner in self.ledger.partners.values() {
            let opened = partner.openings.unwrap_or(0) > 0 || partner.visitors.unwrap_or(0) > 0;
            let of_kind = wanted.kinds.is_empty() || wanted.kinds.contains(&partner.kind);
            if opened && of_kind {
                let visitors = f64::from(partner.visitors.unwrap_or(0));
                tally.add(partner.uid, if wanted.visitors { visitors } else { 1.0 });
            }
        }
        Some(tally)
    }

    /// Income and expense of the year to the cent, and costs on events that no expense names.
    pub(super) fn sums(&self) -> (Fen, Fen, Fen) {
        let funds =
            crate::model::tally::funds::funds(self.ledger, self.book, self.period.to.year());
        let total = crate::model::tally::funds::Funds::total;
        (total(&funds.income), total(&funds.expense), funds.unbooked)
    }
}
