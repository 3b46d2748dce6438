//! Reports about the plan: who was reached, what was done for each measure, how the office stands against criteria.

pub(super) mod criteria;
pub(super) mod groups;
pub(super) mod statistics;
pub(super) mod tasks;
