//! Facts: what an office records, and what makes a record right.
//! Knows no clock, no file, no SQL and no window; every other layer may look in here.

pub mod adjustment;
pub mod assess;
pub mod capital;
pub mod change;
pub mod contact;
pub mod day;
pub mod directory;
pub mod district;
pub mod events;
pub mod field;
pub mod id;
pub mod kinds;
pub mod ledger;
pub mod manual;
pub mod money;
pub mod notice;
pub mod number;
mod numeral;
pub mod office;
pub mod papers;
pub mod people;
pub mod period;
pub mod place;
pub mod plan;
pub mod problem;
pub mod record;
pub mod recovery;
pub mod relative;
pub mod search;
pub mod secret;
pub mod service;
pub mod tally;
pub mod text;
pub mod value;

pub use change::AnyRecord;
pub use change::Change;
pub use change::Record;
pub use change::Table;
pub use directory::Directory;
pub use id::Uid;
pub use ledger::Ledger;
pub use period::Period;
