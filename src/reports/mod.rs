//! From records to paper in three plain steps: content (`outline`), pages (`layout`), paint (`pdf`, or the window).
//! The catalogue of reports is data; each report's content is a file in the folder of its group.

pub mod blank;
pub mod catalogue;
pub mod cover;
pub mod csv;
mod district;
mod events;
mod evidence;
pub mod fonts;
pub mod handover;
pub mod layout;
pub mod manual;
mod notice;
pub mod outline;
pub mod page;
pub mod pdf;
mod people;
mod places;
mod plan;
pub mod recovery;
mod rows;
mod service;
pub mod sheet;
pub mod tailor;
pub mod texts;
pub mod unit;

pub use catalogue::Catalogue;
pub use catalogue::Kind;
pub use outline::Paper;
pub use outline::Report;
pub use page::Page;

use crate::model::Ledger;
use crate::model::Period;
use crate::model::Uid;
use crate::model::directory::Book;
use crate::model::directory::Directory;
use crate::model::notice::Notice;
use crate::model::papers::Attachment;
use crate::model::papers::Document;
use crate::model::secret::Mask;
use jiff::civil::Date;
use outline::Picture;
use std::sync::Arc;

/// Why a page could not be made. English for the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// The clerk stopped it.
    #[error("cancelled")]
    Cancelled,
    /// The columns can't stand side by side on this paper.
    #[error("columns too wide for the paper")]
    TooWide,
    /// A font.
    #[error("font {0}")]
    Font(String),
    /// The PDF writer.
    #[error("pdf: {0}")]
    Pdf(String),
    /// The workbook writer.
    #[error("sheet: {0}")]
    Sheet(String),
    /// The catalogue in assets.
    #[error("catalogue: {0}")]
    Catalogue(String),
    /// The template of a text.
    #[error("template: {0}")]
    Template(String),
}

/// What a report is to say.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Which report.
    pub kind: Kind,
    /// For which days.
    pub period: Period,
    /// As the paper of this office, in a ledger that holds several; all of them together when not said.
    pub office: Option<Uid>,
    /// Only this community.
    pub community: Option<Uid>,
    /// Only this team.
    pub team: Option<Uid>,
    /// Only this event.
    pub event: Option<Uid>,
    /// Only this person (the person, not the role).
    pub person: Option<Uid>,
    /// What a 公示 says beside its list.
    pub notice: Notice,
    /// The text of a text report as it stands in the window; the newest saved one of the period, else a new draft, when
    /// not given.
    pub document: Option<Box<Document>>,
    /// Only events of this theme day.
    pub theme_day: Option<String>,
    /// How personal data is treated.
    pub mask: Mask,
    /// How the paper lies; the catalogue's way when not said.
    pub paper: Option<Paper>,
}

impl Request {
    /// A report of a period, all of the office, 上报版.
    pub fn of(kind: Kind, period: Period) -> Self {
        Self {
            kind,
            period,
            office: None,
            community: None,
            team: None,
            event: None,
            person: None,
            notice: Notice::default(),
            document: None,
            theme_day: None,
            mask: Mask::default(),
            paper: None,
        }
    }
}

/// Everything content is made of.
#[derive(Debug, Clone, Copy)]
pub struct Material<'m> {
    /// The records.
    pub ledger: &'m Ledger,
    /// The lists.
    pub book: &'m Book,
    /// Names.
    pub directory: &'m Directory,
    /// The catalogue.
    pub catalogue: &'m Catalogue,
    /// The day that is printed.
    pub today: Date,
    /// Where photos come from.
    pub pictures: &'m dyn Pictures,
    /// What stands around the records; gathered for 交接清单 only.
    pub around: Option<&'m handover::Around>,
}

/// Where the photos of records come from: the files beside the ledger, or none.
pub trait Pictures: std::fmt::Debug {
    /// The photo of an attachment; none when its file is gone or is no photo.
    fn find(&self, attachment: &Attachment) -> Option<Arc<Picture>>;
}

/// The content of a report.
pub fn make(material: &Material<'_>, request: &Request) -> Report {
    let Material {
        ledger,
        directory,
        catalogue,
        today,
        ..
    } = *material;
    let office = ledger.office();
    let adjustment = material.book.adjustments.get(request.kind.id());
    let entry = catalogue.entry(request.kind).adjusted(adjustment);
    let honoured = request.kind.scope();
    let scope = [
        directory.community_name(request.community.filter(|_| honoured.community)),
        directory.team_name(request.team.filter(|_| honoured.team)),
        request
            .theme_day
            .clone()
            .filter(|_| honoured.theme_day)
            .unwrap_or_default(),
    ];
    let scope: Vec<String> = scope.into_iter().filter(|s| !s.is_empty()).collect();
    let mut left = format!("填报单位：{}", office.name);
    if !scope.is_empty() {
        left = format!("{left}（{}）", scope.join("、"));
    }
    let signers = entry.signers.iter().map(|label| {
        let name = match label.as_str() {
            "填表人" | "记录人" => &office.clerk,
            "审核人" => &office.reviewer,
            "单位负责人" | "负责人" => &office.head,
            "电话" | "联系电话" => &office.phone,
            _ => "",
        };
        (label.clone(), name.to_owned())
    });
    let mut report = Report {
        title: entry.title.clone(),
        left_line: left,
        right_line: request.period.label.clone(),
        paper: request.paper.unwrap_or(entry.paper()),
        signers: signers.collect(),
        date_line: rows::long_day(today),
        sealed: entry.sealed,
        each_page: entry.each_page,
        ..Report::default()
    };
    if request.mask == Mask::Public {
        // What is published carries no sign-off of the inside, only the office and the day.
        report
            .notes
            .push("公示版：姓名按本人同意情况显示，不含证件号、电话和出生日期。".into());
    }
    fill(&mut report, material, request);
    district::by_office(&mut report, material, request, fill);
    if let Some(adjustment) = adjustment {
        tailor::apply(&mut report, adjustment);
    }
    if request.mask == Mask::Public {
        // The office publishes, not the clerk: places to sign stay, names don't.
        for (_, name) in &mut report.signers {
            name.clear();
        }
    }
    report
}

// The content of a report, of all records at hand.
fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    match request.kind {
        Kind::EventLedger => events::ledger::fill(report, material, request),
        Kind::EventRecord => events::record::fill(report, material, request),
        Kind::VolunteerRoster => people::volunteers::fill(report, material, request),
        Kind::OfficerRoster => people::officers::fill(report, material, request),
        Kind::OfficerTargets => people::targets::fill(report, material, request),
        Kind::SigningSheet => events::signing::fill(report, material, request),
        Kind::TeamList => service::teams::fill(report, material, request),
        Kind::ServiceSums => service::sums::fill(report, material, request),
        Kind::KeyGroups => plan::groups::fill(report, material, request),
        Kind::TaskProgress => plan::tasks::fill(report, material, request),
        Kind::Funds => places::funds::fill(report, material, request),
        Kind::VenueList => places::venues::fill(report, material, request),
        Kind::OrderLedger => service::orders::fill(report, material, request),
        Kind::Assessment => plan::criteria::fill(report, material, request, "考核"),
        Kind::CreationSheet => plan::criteria::fill(report, material, request, "创建"),
        Kind::Candidates => service::candidates::fill(report, material, request),
        Kind::Archive => places::archive::fill(report, material, request),
        Kind::Communities => places::communities::fill(report, material, request),
        Kind::Summary | Kind::WorkPlan | Kind::ThemeSummary | Kind::Bulletin => {
            texts::fill(report, material, request);
        }
        Kind::Certificates => service::certificates::fill(report, material, request),
        Kind::CertificateBook => service::book::fill(report, material, request),
        Kind::Statistics => plan::statistics::fill(report, material, request),
        Kind::Handover => handover::fill(report, material),
    }
}
