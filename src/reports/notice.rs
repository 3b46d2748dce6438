//! The head of a 公示: what is shown, for which days, whom to tell. The office signs as a whole; nobody's sign-off of the
//! inside stands on what hangs on the board.

use super::Material;
use super::outline::Block;
use super::outline::Report;
use super::rows::long_day;
use crate::model::notice;
use crate::model::notice::Notice;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// How long something is shown when the clerk does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    /// Working days.
    WorkingDays(u32),
    /// Days.
    Days(i64),
}

/// First and last day of a 公示.
pub(super) fn days(wanted: &Notice, length: Length, today: Date) -> (Date, Date) {
    let from = wanted.from.unwrap_or(today);
    let last = match length {
        Length::WorkingDays(days) => notice::last_of(from, days),
        Length::Days(days) => from.saturating_add((days - 1).days()),
    };
    (from, wanted.to.unwrap_or(last))
}

/// Put the opening words above the list, and the office under it.
pub(super) fn opening(
    report: &mut Report,
    material: &Material<'_>,
    wanted: &Notice,
    length: Length,
    what: &str,
) {
    let office = material.ledger.office();
    let (from, to) = days(wanted, length, material.today);
    let span = match length {
        Length::WorkingDays(_) => format!("{} 个工作日", notice::working_days(from, to)),
        Length::Days(_) => format!("{} 天", (to - from).get_days() + 1),
    };
    let own = |said: &str, other: &str| {
        if said.is_empty() {
            other.to_owned()
        } else {
            said.to_owned()
        }
    };
    let blank = |text: String| {
        if text.is_empty() {
            "＿＿＿＿＿＿".to_owned()
        } else {
            text
        }
    };
    report.blocks.push(Block::Lines(vec![
        format!("　　{what}"),
        format!(
            "　　公示时间：{}至{}（{span}）。",
            long_day(from),
            long_day(to)
        ),
        "　　公示期内对名单有不同意见的，请向本单位反映，我们会核实并答复。".into(),
        format!(
            "　　联系人：{}，联系电话：{}。",
            blank(own(&wanted.contact, &office.clerk)),
            blank(own(&wanted.phone, &office.phone))
        ),
    ]));
    report.signers = vec![("公示单位".into(), office.name)];
    report.date_label = "公示日期".into();
    report.date_line = long_day(from);
    report.left_line.clear();
    report.right_line.clear();
}
