//! What is data and not code: the plan with its measures and targets, choice lists, theme days, headings of sheets.
//! All of it is read from TOML texts in assets/ or from what the office loaded in their place.

mod calendar;
mod headings;
mod lists;
mod measures;
mod rules;
pub mod work;

pub use calendar::Calendar;
pub use calendar::ThemeDay;
pub use headings::Headings;
pub use lists::Lists;
pub use measures::Duty;
pub use measures::Group;
pub use measures::Measure;
pub use measures::Plan;
pub use measures::Target;
pub use rules::Qualifier;
pub use rules::RuleBook;
pub use rules::Star;
pub use work::Task;
pub use work::ThemeYear;
pub use work::WorkItem;

/// A data file that can't be used, in English for the log; the detail names the place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Not TOML, or a key of the wrong kind.
    #[error("unreadable: {0}")]
    Unreadable(String),
    /// Readable, but it makes no sense.
    #[error("{0}")]
    Senseless(String),
}

impl From<toml::de::Error> for PlanError {
    fn from(error: toml::de::Error) -> Self {
        Self::Unreadable(error.message().to_owned())
    }
}
