//! The office itself and the communities it looks after.

pub mod community;
pub mod group_member;
pub mod unit;

pub use community::Community;
pub use community::Population;
pub use group_member::GroupMember;
pub use unit::Office;
