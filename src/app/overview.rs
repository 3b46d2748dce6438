//! What the computed screens show for a year: matrix, stars, funds, all figures. Made on the office thread, painted as it is.

use super::Office;
use crate::model::Period;
use crate::model::tally;
use crate::model::tally::Figure;
use crate::model::tally::funds::Funds;
use crate::model::tally::matrix::Row;
use crate::model::tally::stars::Standing;
use crate::model::tally::stars::TeamStanding;

/// One figure with the year before and what is to compare it with.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The figure of the year.
    pub figure: Figure,
    /// The year before.
    pub before: Option<f64>,
    /// Whose value, and the value: 全区, 全市, 全省, 全国.
    pub others: Vec<(&'static str, f64)>,
}

/// The computed screens of a year.
#[derive(Debug, Clone, Default)]
pub struct Overview {
    /// The year.
    pub year: i16,
    /// Measures × quarters.
    pub matrix: Vec<Row>,
    /// Volunteers by hours.
    pub standings: Vec<Standing>,
    /// Teams.
    pub teams: Vec<TeamStanding>,
    /// Money.
    pub funds: Funds,
    /// Figures.
    pub figures: Vec<Compared>,
    /// Title of the plan in force.
    pub plan: String,
}

impl Office {
    /// The computed screens of a year.
    pub fn overview(&self, year: i16) -> Overview {
        let (ledger, book) = (&self.ledger, &self.book);
        let Some(period) = Period::year(year) else {
            return Overview::default();
        };
        let before = Period::year(year - 1)
            .map(|p| self.figures(&p))
            .unwrap_or_default();
        let figures = self.figures(&period).into_iter().map(|figure| {
            let indicator = tally::indicator(ledger, &figure.name, year);
            let others = indicator.into_iter().flat_map(|i| {
                [
                    ("全区", i.district),
                    ("全市", i.city),
                    ("全省", i.province),
                    ("全国", i.nation),
                ]
                .into_iter()
                .filter_map(|(who, value)| Some((who, value?)))
                .collect::<Vec<_>>()
            });
            Compared {
                before: before
                    .iter()
                    .find(|f| f.id == figure.id)
                    .and_then(|f| f.value),
                others: others.collect(),
                figure,
            }
        });
        Overview {
            year,
            matrix: tally::matrix::matrix(ledger, book, year),
            standings: tally::stars::standings(ledger, book, &period),
            teams: tally::stars::teams(ledger, book, &period),
            funds: tally::funds::funds(ledger, book, year),
            figures: figures.collect(),
            plan: {
                let plan = book.plan_of(year);
                let draft = if plan.draft { "（草案）" } else { "" };
                format!("{}{draft}", plan.title)
            },
        }
    }
}
