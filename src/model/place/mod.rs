//! Places and things: venues and what happens in them, stock and loans, tours, partners, platforms.

pub mod partner;
pub mod stock;
pub mod venue;

pub use partner::Connection;
pub use partner::Partner;
pub use stock::Loan;
pub use stock::Stock;
pub use venue::Tour;
pub use venue::Venue;
pub use venue::VenueLog;
