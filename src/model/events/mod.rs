//! What took place and who took part.

pub mod attendance;
pub mod event;
mod event_fields;

pub use attendance::Attendance;
pub use event::Event;
pub use event::State;
