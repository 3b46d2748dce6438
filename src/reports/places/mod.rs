//! Reports about places, money and papers.

pub(super) mod archive;
pub(super) mod funds;
pub(super) mod venues;
