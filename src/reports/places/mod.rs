//! Reports about places, communities, money and papers.

pub(super) mod archive;
pub(super) mod communities;
pub(super) mod funds;
pub(super) mod venues;
