//! The office and its communities in the file.

mod community;
mod population;
mod unit;
