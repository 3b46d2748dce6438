//! Events and who took part, in the file.

mod attendance;
mod event;
