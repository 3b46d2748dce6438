//! The office itself and the communities it looks after.

pub mod community;
pub mod unit;

pub use community::Community;
pub use community::Population;
pub use unit::Office;
