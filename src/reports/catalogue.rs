//! The catalogue of reports: titles, paper and sign-off are data in `assets/reports.toml`.

use super::PaperError;
use super::outline::Paper;
use serde::Deserialize;

/// The reports of the catalogue (domain.md, R1-R24) that are built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// R3 科普活动台账.
    EventLedger,
    /// R4 科普活动记录表.
    EventRecord,
    /// R6 科技志愿者花名册.
    VolunteerRoster,
    /// R8 科普信息员花名册.
    OfficerRoster,
    /// R9 科普信息员配备及传播量完成情况表.
    OfficerTargets,
}

impl Kind {
    /// All reports in the order of the catalogue.
    pub const ALL: [Self; 5] = [
        Self::EventLedger,
        Self::EventRecord,
        Self::VolunteerRoster,
        Self::OfficerRoster,
        Self::OfficerTargets,
    ];

    /// Its number: R3.
    pub fn id(self) -> &'static str {
        match self {
            Self::EventLedger => "R3",
            Self::EventRecord => "R4",
            Self::VolunteerRoster => "R6",
            Self::OfficerRoster => "R8",
            Self::OfficerTargets => "R9",
        }
    }

    /// The report of this number.
    pub fn read(id: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|k| k.id().eq_ignore_ascii_case(id.trim()))
    }
}

/// What the catalogue says of a report.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Entry {
    /// Number: R3.
    pub id: String,
    /// Title.
    pub title: String,
    /// One sentence for the screen.
    pub about: String,
    paper: String,
    /// Who signs, in order.
    pub signers: Vec<String>,
    /// Whether a place is left for the seal.
    pub sealed: bool,
}

impl Entry {
    /// How its paper lies when nothing else is said.
    pub fn paper(&self) -> Paper {
        match self.paper.as_str() {
            "landscape" => Paper::Landscape,
            "turned" => Paper::Turned,
            _ => Paper::Portrait,
        }
    }
}

/// The catalogue.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Catalogue {
    /// Hours of service from which a volunteer has one, two, … stars (domain.md 4; local schemes differ).
    pub star_hours: Vec<u32>,
    #[serde(rename = "report")]
    entries: Vec<Entry>,
}

impl Catalogue {
    /// Read the catalogue from its TOML text.
    ///
    /// # Errors
    /// `Catalogue` when it is no TOML of this shape or a report that is built has no entry.
    pub fn read(text: &str) -> Result<Self, PaperError> {
        let mut catalogue: Self =
            toml::from_str(text).map_err(|e| PaperError::Catalogue(e.message().to_owned()))?;
        let mut entries = Vec::new();
        for kind in Kind::ALL {
            let entry = catalogue.entries.iter().find(|e| e.id == kind.id());
            entries.push(
                entry
                    .ok_or_else(|| PaperError::Catalogue(format!("no entry {}", kind.id())))?
                    .clone(),
            );
        }
        catalogue.entries = entries;
        Ok(catalogue)
    }

    /// The entry of a report.
    pub fn entry(&self, kind: Kind) -> Entry {
        // `read` made sure that there is one for each, in this order.
        self.entries
            .get(kind as usize)
            .cloned()
            .unwrap_or_else(|| Entry {
                id: kind.id().into(),
                title: kind.id().into(),
                about: String::new(),
                paper: "portrait".into(),
                signers: Vec::new(),
                sealed: false,
            })
    }

    /// Stars for hours of service: ★★ or nothing.
    pub fn stars(&self, minutes: u32) -> String {
        "★".repeat(
            self.star_hours
                .iter()
                .filter(|hours| minutes >= **hours * 60)
                .count(),
        )
    }
}
