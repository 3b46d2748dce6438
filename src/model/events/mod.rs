//! What took place and who took part.

pub mod attendance;
pub mod contest;
pub mod event;
mod event_fields;
pub mod incident;
pub mod training;

pub use attendance::Attendance;
pub use contest::Contest;
pub use contest::ContestEntry;
pub use contest::Work;
pub use event::Event;
pub use event::State;
pub use incident::Incident;
pub use training::Training;
