//! 科普台账 (`kepu-ledger`): an offline ledger of science-popularisation work for subdistrict offices.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test that panics has failed, which is its job"))]

pub mod assets;
pub mod model;
pub mod store;
