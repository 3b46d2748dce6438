//! The catalogue of reports: titles, paper and sign-off are data in `assets/reports.toml`.

use super::PaperError;
use super::outline::Paper;
use crate::model::adjustment::Adjustment;
use crate::model::adjustment::Signer;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The reports of the catalogue (domain.md, R1-R24, the number book of R11, and 交接清单).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// R1 科普工作总结.
    Summary,
    /// R2 年度科普工作计划.
    WorkPlan,
    /// R3 科普活动台账.
    EventLedger,
    /// R4 科普活动记录表.
    EventRecord,
    /// R5 活动签到表.
    SigningSheet,
    /// R6 科技志愿者花名册.
    VolunteerRoster,
    /// R7 科技志愿服务队一览表.
    TeamList,
    /// R8 科普信息员花名册.
    OfficerRoster,
    /// R9 科普信息员配备及传播量完成情况表.
    OfficerTargets,
    /// R10 科技志愿服务统计表.
    ServiceSums,
    /// R11 志愿服务记录证明.
    Certificates,
    /// R11B 证明登记簿: the number book of R11, a lying table with sign-offs of its own, which is why it is no other paper of R11.
    CertificateBook,
    /// R12 年度科普统计调查表.
    Statistics,
    /// R13 主题活动总结.
    ThemeSummary,
    /// R14 重点人群覆盖情况表.
    KeyGroups,
    /// R15 重点任务落实情况表.
    TaskProgress,
    /// R16 科普经费收支情况表.
    Funds,
    /// R17 科普阵地设施一览表.
    VenueList,
    /// R18 志愿服务点单派单台账.
    OrderLedger,
    /// R19 目标管理考核自评表.
    Assessment,
    /// R20 科普示范创建自评与佐证目录.
    CreationSheet,
    /// R21 星级和典型推荐人选汇总表.
    Candidates,
    /// R22 佐证材料目录.
    Archive,
    /// R23 社区科普工作完成情况一览表.
    Communities,
    /// R24 科普简报.
    Bulletin,
    /// JJ 交接清单: beside the catalogue, for the day the post changes hands.
    Handover,
}

impl Kind {
    /// All reports in the order of the catalogue.
    pub const ALL: [Self; 26] = [
        Self::Summary,
        Self::WorkPlan,
        Self::EventLedger,
        Self::EventRecord,
        Self::SigningSheet,
        Self::VolunteerRoster,
        Self::TeamList,
        Self::OfficerRoster,
        Self::OfficerTargets,
        Self::ServiceSums,
        Self::Certificates,
        Self::CertificateBook,
        Self::Statistics,
        Self::ThemeSummary,
        Self::KeyGroups,
        Self::TaskProgress,
        Self::Funds,
        Self::VenueList,
        Self::OrderLedger,
        Self::Assessment,
        Self::CreationSheet,
        Self::Candidates,
        Self::Archive,
        Self::Communities,
        Self::Bulletin,
        Self::Handover,
    ];

    /// Its number: R3.
    pub fn id(self) -> &'static str {
        match self {
            Self::Summary => "R1",
            Self::WorkPlan => "R2",
            Self::EventLedger => "R3",
            Self::EventRecord => "R4",
            Self::SigningSheet => "R5",
            Self::VolunteerRoster => "R6",
            Self::TeamList => "R7",
            Self::OfficerRoster => "R8",
            Self::OfficerTargets => "R9",
            Self::ServiceSums => "R10",
            Self::Certificates => "R11",
            Self::CertificateBook => "R11B",
            Self::Statistics => "R12",
            Self::ThemeSummary => "R13",
            Self::KeyGroups => "R14",
            Self::TaskProgress => "R15",
            Self::Funds => "R16",
            Self::VenueList => "R17",
            Self::OrderLedger => "R18",
            Self::Assessment => "R19",
            Self::CreationSheet => "R20",
            Self::Candidates => "R21",
            Self::Archive => "R22",
            Self::Communities => "R23",
            Self::Bulletin => "R24",
            Self::Handover => "JJ",
        }
    }

    /// Whether it is a text that is drafted and edited, not a table.
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Self::Summary | Self::WorkPlan | Self::ThemeSummary | Self::Bulletin
        )
    }

    /// By what a report can be narrowed beside its period.
    pub fn scope(self) -> Scope {
        let (community, team, theme_day) = match self {
            Self::EventLedger
            | Self::EventRecord
            | Self::ServiceSums
            | Self::KeyGroups
            | Self::Communities => (true, true, true),
            Self::VolunteerRoster
            | Self::Certificates
            | Self::CertificateBook
            | Self::OrderLedger
            | Self::Candidates => (true, true, false),
            Self::OfficerRoster
            | Self::OfficerTargets
            | Self::TaskProgress
            | Self::VenueList
            | Self::Assessment
            | Self::CreationSheet
            | Self::Archive => (true, false, false),
            Self::TeamList => (false, true, false),
            Self::ThemeSummary => (false, false, true),
            // These are the whole office's.
            Self::SigningSheet
            | Self::Funds
            | Self::Summary
            | Self::WorkPlan
            | Self::Statistics
            | Self::Bulletin
            | Self::Handover => (false, false, false),
        };
        Scope {
            community,
            team,
            theme_day,
        }
    }

    /// The report of this number.
    pub fn read(id: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|k| k.id().eq_ignore_ascii_case(id.trim()))
    }
}

/// What a report can be narrowed to. A heading names only what was narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// One community: its records carry one.
    pub community: bool,
    /// One team.
    pub team: bool,
    /// One theme day.
    pub theme_day: bool,
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
    /// Most characters of a text (中共中央《整治形式主义为基层减负若干规定》: 地方文件 5,000, 专项 4,000); none for tables.
    #[serde(default)]
    pub limit: Option<usize>,
    /// Reports that follow a text as 附件.
    #[serde(default)]
    pub annexes: Vec<String>,
    /// 类别 of the texts of this report among 文稿; empty for tables.
    #[serde(default)]
    pub document_kind: String,
    /// Whether every page is signed and sealed, not the last alone.
    #[serde(default)]
    pub each_page: bool,
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

    /// The entry as the office wants it.
    #[must_use]
    pub fn adjusted(mut self, adjustment: Option<&Adjustment>) -> Self {
        let Some(adjustment) = adjustment else {
            return self;
        };
        if let Some(title) = &adjustment.title {
            self.title.clone_from(title);
        }
        if let Some(paper) = &adjustment.paper {
            self.paper.clone_from(paper);
        }
        if let Some(sealed) = adjustment.sealed {
            self.sealed = sealed;
        }
        if let Some(signers) = &adjustment.signers {
            self.signers = signers.iter().map(|s| s.label.clone()).collect();
        }
        self
    }

    /// What an office would say to change nothing, columns apart: what its panel begins with.
    pub fn as_adjustment(&self) -> Adjustment {
        let signer = |label: &String| Signer {
            label: label.clone(),
            name: String::new(),
        };
        Adjustment {
            title: Some(self.title.clone()),
            sealed: Some(self.sealed),
            paper: Some(self.paper.clone()),
            notes: None,
            signers: Some(self.signers.iter().map(signer).collect()),
            columns: None,
        }
    }
}

/// The catalogue.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Catalogue {
    #[serde(rename = "report")]
    entries: Vec<Entry>,
    /// Templates of texts by the number of the report.
    #[serde(skip)]
    templates: BTreeMap<String, String>,
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

    /// The same catalogue with templates of texts, by the number of the report.
    #[must_use]
    pub fn with_templates<'t>(
        mut self,
        templates: impl Iterator<Item = (&'t str, String)>,
    ) -> Self {
        self.templates = templates.map(|(id, text)| (id.to_owned(), text)).collect();
        self
    }

    /// The template of a text report; empty for tables.
    pub fn template(&self, kind: Kind) -> &str {
        self.templates.get(kind.id()).map_or("", String::as_str)
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
                limit: None,
                annexes: Vec::new(),
                document_kind: String::new(),
                each_page: false,
            })
    }
}
