//! Today and now. The one place that asks the computer; tests and invented data hand in a fixed moment.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Where the time comes from.
#[derive(Debug, Clone, Copy, Default)]
pub enum Clock {
    /// The computer's clock and zone.
    #[default]
    Computer,
    /// Always this moment.
    Fixed(DateTime),
}

impl Clock {
    /// Now, as a wall clock shows it.
    pub fn now(self) -> DateTime {
        match self {
            Self::Computer => TimeZone::system().to_datetime(Timestamp::now()),
            Self::Fixed(moment) => moment,
        }
    }

    /// Today.
    pub fn today(self) -> Date {
        self.now().date()
    }

    /// Now in UTC as RFC 3339 with seconds, for the history.
    pub fn stamp(self) -> String {
        let moment = match self {
            Self::Computer => Timestamp::now(),
            Self::Fixed(moment) => TimeZone::UTC
                .to_timestamp(moment)
                .unwrap_or(Timestamp::UNIX_EPOCH),
        };
        moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}
