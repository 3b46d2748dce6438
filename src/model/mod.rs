//! Facts: what an office records, and what makes a record right.
//! Knows no clock, no file, no SQL and no window; every other layer may look in here.

pub mod change;
pub mod contact;
pub mod day;
pub mod directory;
pub mod events;
pub mod field;
pub mod id;
pub mod ledger;
pub mod number;
pub mod office;
pub mod people;
pub mod period;
pub mod plan;
pub mod problem;
pub mod search;
pub mod secret;
pub mod tally;
pub mod text;

pub use change::AnyRecord;
pub use change::Change;
pub use change::Record;
pub use change::Table;
pub use directory::Directory;
pub use id::Uid;
pub use ledger::Ledger;
pub use period::Period;
