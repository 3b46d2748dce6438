//! Today and now. The one place that asks the computer; tests and invented data hand in a fixed moment.

use super::Office;
use super::error::AppError;
use super::words::Advice;
use jiff::SignedDuration;
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
        self.moment().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    fn moment(self) -> Timestamp {
        match self {
            Self::Computer => Timestamp::now(),
            Self::Fixed(moment) => TimeZone::UTC
                .to_timestamp(moment)
                .unwrap_or(Timestamp::UNIX_EPOCH),
        }
    }

    // As the wall clock showed it at another moment.
    fn shown(self, moment: Timestamp) -> String {
        let zone = match self {
            Self::Computer => TimeZone::system(),
            Self::Fixed(_) => TimeZone::UTC,
        };
        let wall = zone.to_datetime(moment);
        wall.strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// What is odd about this clock, seen from the moment of the newest step. Moments are compared in UTC, so that neither
    /// another zone nor summer time is an oddity.
    pub fn doubt(self, newest: Option<&str>) -> Option<Advice> {
        let now = self.moment();
        let newest = newest.and_then(|at| at.parse::<Timestamp>().ok());
        let what = match newest {
            Some(newest) if now.duration_until(newest) > LEAST_BACK => format!(
                "电脑时间是 {}，比上一次操作（{}）还早",
                self.shown(now),
                self.shown(newest)
            ),
            Some(newest) if newest.duration_until(now) > LONG_AHEAD => format!(
                "电脑时间是 {}，上一次操作是 {}，隔了一年多",
                self.shown(now),
                self.shown(newest)
            ),
            _ if self.today().year() < FIRST_YEAR => format!("电脑时间是 {}", self.shown(now)),
            _ => return None,
        };
        Some(Advice {
            what,
            next: "请核对电脑的日期和时间，记录仍按先后顺序保存".into(),
        })
    }
}

/// The program was not there before this year.
const FIRST_YEAR: i16 = 2026;
/// Computers put their clocks right by a little now and then.
const LEAST_BACK: SignedDuration = SignedDuration::from_mins(5);
const LONG_AHEAD: SignedDuration = SignedDuration::from_hours(400 * 24);

impl Office {
    /// What is odd about the computer's clock, in the clerk's words.
    ///
    /// # Errors
    /// What the file says.
    pub fn clock_doubt(&self) -> Result<Option<Advice>, AppError> {
        let newest = self.history(1)?.pop();
        Ok(self
            .clock
            .doubt(newest.as_ref().map(|step| step.at.as_str())))
    }
}
