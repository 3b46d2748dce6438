//! Days on the command line: a year, half, quarter, month or any span.

use crate::app::AppError;
use crate::app::Clock;
use crate::model::Period;
use crate::model::day;
use crate::model::day::Month;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Span {
    /// 年，如 2025；不写取今年
    #[arg(long, group = "period")]
    year: Option<i16>,
    /// 半年，如 2025-1
    #[arg(long, group = "period")]
    half: Option<String>,
    /// 季度，如 2025-3
    #[arg(long, group = "period")]
    quarter: Option<String>,
    /// 月，如 2025-09
    #[arg(long, group = "period")]
    month: Option<String>,
    /// 从哪天，与 --to 一起用
    #[arg(long, group = "period", requires = "to")]
    from: Option<String>,
    /// 到哪天
    #[arg(long, requires = "from")]
    to: Option<String>,
}

impl Span {
    /// Whether any was said.
    pub(super) fn is_given(&self) -> bool {
        let words = [&self.half, &self.quarter, &self.month, &self.from];
        self.year.is_some() || words.iter().any(|w| w.is_some())
    }

    /// The period that is meant; the current calendar year when nothing was said.
    pub(super) fn read(&self) -> Result<Period, AppError> {
        let unclear = || {
            AppError::Request(
                "期间写得不对，如 --half 2025-1、--quarter 2025-3、--month 2025-09".into(),
            )
        };
        let pair = |text: &str| {
            let (year, part) = text.split_once('-')?;
            Some((year.parse::<i16>().ok()?, part.parse::<i8>().ok()?))
        };
        if let (Some(from), Some(to)) = (&self.from, &self.to) {
            let read = |t: &str| day::read_day(t, None).ok().flatten().ok_or_else(unclear);
            return Period::days(read(from)?, read(to)?)
                .ok_or_else(|| AppError::Request("结束日期早于开始日期".into()));
        }
        let found = match (&self.half, &self.quarter, &self.month) {
            (Some(text), ..) => pair(text).and_then(|(y, h)| Period::half(y, h)),
            (_, Some(text), _) => pair(text).and_then(|(y, q)| Period::quarter(y, q)),
            (_, _, Some(text)) => Month::read(text).and_then(Period::month),
            _ => Period::year(self.year.unwrap_or_else(|| Clock::Computer.today().year())),
        };
        found.ok_or_else(unclear)
    }
}
