//! Every file that is compiled into the program. The only place that spells a path into assets/ or fonts/.

/// The plan of the seed document.
pub const PLAN_NANHU: &str = include_str!("../assets/plan/nanhu-2022-2025.toml");
/// Choice lists of events, people and places.
pub const LISTS: [&str; 2] = [include_str!("../assets/lists/events.toml"), include_str!("../assets/lists/people.toml")];
/// Theme days.
pub const CALENDAR: &str = include_str!("../assets/lists/calendar.toml");
/// Headings of spreadsheets.
pub const HEADINGS: &str = include_str!("../assets/headings.toml");
