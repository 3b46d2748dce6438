//! People and what they are for the office: volunteers, information officers, teams.

pub mod expert;
pub mod matching;
pub mod membership;
pub mod officer;
pub mod person;
pub mod reach;
pub mod team;
pub mod volunteer;

pub use expert::Expert;
pub use expert::ExpertEntry;
pub use membership::Credit;
pub use membership::Membership;
pub use officer::Officer;
pub use officer::OfficerEntry;
pub use person::Pending;
pub use person::Person;
pub use reach::Reach;
pub use team::Team;
pub use volunteer::Volunteer;
pub use volunteer::VolunteerEntry;
