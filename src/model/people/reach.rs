//! Reach 传播量: how often an officer passed content on in a month, copied from the platform, never computed.

use crate::model::day::Month;
use crate::model::id::Uid;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;

/// One officer's shares in one month. No record means not reported, which is not zero (decisions.md 3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reach {
    /// Identity.
    pub uid: Uid,
    /// The office that keeps it.
    pub office: Uid,
    /// Whose (the role, not the person).
    pub officer: Uid,
    /// Which month.
    pub month: Month,
    /// Shares counted by the platform.
    pub shares: u32,
    /// Where the figure was copied from.
    pub source: String,
    /// Day of the snapshot.
    pub as_of: Option<Date>,
}

impl Default for Reach {
    fn default() -> Self {
        Self {
            uid: Uid::default(),
            office: Uid::default(),
            officer: Uid::default(),
            month: Month { year: 0, month: 1 },
            shares: 0,
            source: String::new(),
            as_of: None,
        }
    }
}
