//! The SQLite file: opening it safely, its tables, its history, its copies.
//! The only layer that names rusqlite. It stores what it is given and checks no rules of the office.

pub mod backup;
mod certificate;
pub mod check;
pub mod error;
mod events;
pub mod files;
pub mod header;
pub mod history;
pub mod key;
pub mod leftover;
pub mod migrate;
mod office;
pub mod open;
pub mod past;
mod people;
mod purge;
mod recrypt;
pub mod rename;
pub mod restore;
pub mod room;
pub mod salvage;
pub mod seal;
mod setting;
mod shape;
mod table;
mod values;
mod versions;

pub use error::StoreError;
pub use open::Access;
pub use open::Store;

/// What the store answers.
pub type Result<T> = std::result::Result<T, StoreError>;
