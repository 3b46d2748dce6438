//! Reports about volunteer service: orders, teams, sums by type and place, who is proposed for commendation.

pub(super) mod book;
pub(super) mod candidates;
pub(super) mod certificates;
pub(super) mod orders;
pub(super) mod sums;
pub(super) mod teams;
