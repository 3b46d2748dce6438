//! People and their roles in the file.

mod officer;
mod person;
mod reach;
mod team;
mod volunteer;
