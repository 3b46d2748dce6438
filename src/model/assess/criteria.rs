//! Criteria tables as data: what a creation or an assessment asks, row by row, and which rows the ledger can compute.

use crate::model::plan::PlanError;
use serde::Deserialize;
use serde::Serialize;

/// All criteria sheets.
#[derive(Debug, Clone, Default)]
pub struct CriteriaBook {
    sheets: Vec<CriteriaSheet>,
}

#[derive(Debug, Deserialize)]
struct File {
    sheet: Vec<CriteriaSheet>,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriteriaSheet {
    /// What it is called; records name it by this.
    pub title: String,
    /// 创建 or 考核.
    pub kind: String,
    /// Where it comes from.
    #[serde(default)]
    pub source: String,
    /// Its rows.
    #[serde(rename = "row")]
    pub rows: Vec<Criterion>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Running number.
    pub number: String,
    /// 考核项目: the heading several rows stand under; empty when the table has none.
    #[serde(default)]
    pub item: String,
    /// What is asked.
    pub what: String,
    /// What proves it.
    #[serde(default)]
    pub evidence: String,
    /// Points, 0 when the table gives none.
    #[serde(default)]
    pub points: f64,
    /// What the ledger counts for it; `None` for a person's judgement.
    #[serde(default)]
    pub counts: Option<Measured>,
    /// How much of it is wanted.
    #[serde(default)]
    pub wanted: f64,
}

/// What the ledger can count for a community (or the whole office) in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// Events held.
    Events,
    /// Events with a theme day or campaign.
    ThemedEvents,
    /// Lectures, trainings and consultations.
    Lectures,
    /// Events for 青少年.
    YouthEvents,
    /// Events of the science weeks and months.
    MajorEvents,
    /// Attendance by population, in percent.
    ParticipationRate,
    /// Money spent by population, in yuan.
    MoneyPerHead,
    /// Metres of galleries.
    GalleryMetres,
    /// Changes of galleries and columns.
    GalleryChanges,
    /// Opening hours of activity rooms in a week.
    RoomHours,
    /// Books by a hundred people.
    BooksPerHundred,
    /// Members of the leading group.
    GroupMembers,
    /// Plans, summaries and rules among the papers.
    Papers,
    /// Meetings among the papers.
    Meetings,
    /// 科普信息 posted.
    Posts,
    /// 科普信息 adopted by a higher level.
    PostsAdopted,
    /// Volunteers on the register.
    Volunteers,
    /// Information officers on the register.
    Officers,
    /// Honours received.
    Honours,
    /// Communities with a platform built in, in percent.
    PlatformCoverage,
}

impl CriteriaBook {
    /// Read criteria sheets from their TOML text.
    ///
    /// # Errors
    /// `Unreadable`, or `Senseless` when a title or a row stands twice or a sheet has no row.
    pub fn read(text: &str) -> Result<Self, PlanError> {
        let file: File = toml::from_str(text)?;
        for (n, sheet) in file.sheet.iter().enumerate() {
            let before = file.sheet.get(..n).unwrap_or_default();
            if sheet.rows.is_empty() || before.iter().any(|s| s.title == sheet.title) {
                return Err(PlanError::Senseless(format!("sheet {}", sheet.title)));
            }
            for (r, row) in sheet.rows.iter().enumerate() {
                let above = sheet.rows.get(..r).unwrap_or_default();
                if above.iter().any(|o| o.number == row.number) {
                    return Err(PlanError::Senseless(format!(
                        "row {} twice in {}",
                        row.number, sheet.title
                    )));
                }
            }
        }
        Ok(Self { sheets: file.sheet })
    }

    /// All sheets.
    pub fn sheets(&self) -> &[CriteriaSheet] {
        &self.sheets
    }

    /// The sheet of this title.
    pub fn sheet(&self, title: &str) -> Option<&CriteriaSheet> {
        self.sheets.iter().find(|s| s.title == title)
    }
}
