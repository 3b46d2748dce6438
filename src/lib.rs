//! 科普台账 (`kepu-ledger`): an offline ledger of science-popularisation work for subdistrict offices.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "a test that panics has failed, which is its job"
    )
)]

pub mod app;
pub mod assets;
pub mod cli;
pub mod exchange;
pub mod model;
pub mod reports;
pub mod store;
pub mod ui;

/// Counts memory, so that the worker that reads foreign files can be given a ceiling (safety.md D7).
#[global_allocator]
pub static ALLOCATOR: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);
