//! Spreadsheets in and out. A foreign file is read by a child process (`worker`) into plain cells (`sheet`);
//! `table` finds the tables in them, `rows` turns rows into records, `plan` decides what each row means.
//! Packs (`pack`) carry records from one ledger to another; a handover (`handover`) carries a whole ledger.

pub mod handover;
mod heading;
pub mod keyfile;
pub mod pack;
pub mod picture;
pub mod plan;
mod read;
pub mod returned;
mod rows;
pub mod sealed;
pub mod sheet;
mod table;
pub mod worker;

pub use plan::ImportPlan;
pub use plan::Outcome;
pub use plan::PlannedRow;
pub use rows::day_of_serial;
pub use worker::Content;
pub use worker::ForeignError;
