//! 先做这几步: what a new ledger needs before its first report, told from what the ledger holds. Whether they are shown is
//! kept in the file, for it is about this ledger and not about this computer.

use super::AppError;
use super::Office;
use crate::model::Ledger;
use serde::Deserialize;
use serde::Serialize;

/// Where it lies in the file.
const KEY: &str = "first_steps";
/// With so many events, and a report that went out, nobody is new any more. The events alone say nothing: old sheets bring
/// hundreds in the first minute.
const KNOWN: usize = 20;

/// What the file knows of the first steps beside its records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FirstSteps {
    /// Whether they are shown.
    pub shown: Shown,
    /// Whether a report was ever printed or saved.
    pub printed: bool,
}

/// Whether the steps are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// While the ledger is new and something is open.
    #[default]
    WhileNew,
    /// The clerk called for them.
    Called,
    /// The clerk sent them away.
    Never,
}

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// 核对单位信息.
    Office,
    /// 登记社区和人口, by hand or from sheets.
    Communities,
    /// 看指标: there are records to count.
    Figures,
    /// 打印第一份报表.
    Report,
}

impl Step {
    /// All, in their order.
    pub const ALL: [Self; 4] = [Self::Office, Self::Communities, Self::Figures, Self::Report];
}

impl FirstSteps {
    /// Whether the ledger shows that a step is done.
    pub fn is_done(self, step: Step, ledger: &Ledger) -> bool {
        match step {
            Step::Office => {
                let office = ledger.office();
                [office.head, office.clerk, office.phone]
                    .iter()
                    .all(|named| !named.trim().is_empty())
            }
            Step::Communities => !ledger.communities.is_empty() && !ledger.populations.is_empty(),
            Step::Figures => !ledger.events.is_empty() || !ledger.officers.is_empty(),
            Step::Report => self.printed,
        }
    }

    /// Whether the steps are shown beside this ledger.
    pub fn are_shown(self, ledger: &Ledger) -> bool {
        match self.shown {
            Shown::Called => true,
            Shown::Never => false,
            Shown::WhileNew => {
                let knows_the_way = self.printed && ledger.events.len() >= KNOWN;
                let is_open = |step: &Step| !self.is_done(*step, ledger);
                !knows_the_way && Step::ALL.iter().any(is_open)
            }
        }
    }
}

impl Office {
    /// What the file knows of the first steps.
    pub fn first_steps(&self) -> FirstSteps {
        self.store.setting(KEY).ok().flatten().unwrap_or_default()
    }

    /// Keep it.
    ///
    /// # Errors
    /// What the file says.
    pub fn keep_first_steps(&self, steps: FirstSteps) -> Result<(), AppError> {
        Ok(self.store.set(KEY, &steps)?)
    }
}
