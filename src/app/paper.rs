//! Reports for the clerk: content from the ledger, pages for the window, files for the printer and the spreadsheet.

use super::AppError;
use super::Contradiction;
use super::Office;
use super::register::Register;
use super::undrawable;
use crate::assets;
use crate::exchange::picture;
use crate::model::Uid;
use crate::model::directory::Book;
use crate::model::directory::Directory;
use crate::model::notice::working_days;
use crate::model::papers::Attachment;
use crate::model::papers::Document;
use crate::reports;
use crate::reports::Catalogue;
use crate::reports::Material;
use crate::reports::Pictures;
use crate::reports::layout;
use crate::reports::pdf::Meta;
use crate::store::files;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::OnceLock;

pub use super::outfile::file_name;
pub use super::typeface::fonts;
pub use super::undrawable::Undrawable;
pub use crate::model::notice::Notice;
pub use crate::model::secret::Mask;
pub use crate::reports::Kind;
pub use crate::reports::Page;
pub use crate::reports::Paper;
pub use crate::reports::Report;
pub use crate::reports::Request;
pub use crate::reports::fonts::FontFile;
pub use crate::reports::fonts::Fonts;
pub use crate::reports::fonts::MISSING;
pub use crate::reports::fonts::Origin;
pub use crate::reports::fonts::Role;
pub use crate::reports::fonts::Substitution;
pub use crate::reports::outline::Picture;
pub use crate::reports::page::Goal;
pub use crate::reports::page::Ink;
pub use crate::reports::page::Item;
pub use crate::reports::page::Link;
pub use crate::reports::page::Text;
pub use crate::reports::texts::length as text_length;

/// The catalogue of reports.
///
/// # Errors
/// When the built-in catalogue can't be read.
pub fn catalogue() -> Result<Catalogue, AppError> {
    // Asked for in frames: read once.
    static READ: OnceLock<Catalogue> = OnceLock::new();
    if let Some(catalogue) = READ.get() {
        return Ok(catalogue.clone());
    }
    let templates = assets::TEMPLATES
        .iter()
        .map(|(id, text)| (*id, (*text).to_owned()));
    let catalogue = Catalogue::read(assets::REPORTS)?.with_templates(templates);
    Ok(READ.get_or_init(|| catalogue).clone())
}

/// A report laid out.
#[derive(Debug, Clone)]
pub struct Laid {
    /// Its content.
    pub report: Report,
    /// Its pages.
    pub pages: Vec<Page>,
    /// The fonts they were laid out for.
    pub fonts: Arc<Fonts>,
    /// What stands in for the fonts these pages want.
    pub stand_ins: Vec<Substitution>,
    /// Characters that would print as 〓.
    pub undrawable: Vec<Undrawable>,
    /// What the PDF says about itself.
    pub meta: Meta,
}

impl Office {
    /// The content of a report.
    ///
    /// # Errors
    /// When the catalogue can't be read, or what was chosen is not there any more.
    pub fn report(&self, request: &Request) -> Result<Report, AppError> {
        if request
            .event
            .is_some_and(|e| !self.ledger.events.contains_key(&e))
            || request
                .person
                .is_some_and(|p| !self.ledger.people.contains_key(&p))
        {
            return Err(AppError::NotFound);
        }
        let Some(office) = request.office else {
            if request.kind == Kind::Handover {
                let around = self.around()?;
                return self.with_material(|material| {
                    let material = Material {
                        around: Some(&around),
                        ..*material
                    };
                    Ok(reports::make(&material, request))
                });
            }
            return self.with_material(|material| Ok(reports::make(material, request)));
        };
        // One office of a district's ledger prints as if it had a file of its own.
        let ledger = self.ledger.only(office);
        let directory = Directory::new(&ledger, &self.book, self.clock.today().year());
        self.with_material(|material| {
            let material = Material {
                ledger: &ledger,
                directory: &directory,
                ..*material
            };
            Ok(reports::make(&material, request))
        })
    }

    /// The office of this name in the ledger.
    ///
    /// # Errors
    /// `Request` when there is none.
    pub fn office_named(&self, name: &str) -> Result<Uid, AppError> {
        let wanted = crate::model::text::normal(name);
        let mut offices = self.ledger.offices.values();
        let found = offices.find(|o| crate::model::text::normal(&o.name) == wanted);
        found
            .map(|o| o.uid)
            .ok_or_else(|| AppError::Request(format!("没有“{name}”这个单位的数据")))
    }

    /// The content of a report as the program has it, whatever the office changed.
    pub(super) fn report_as_built_in(&self, request: &Request) -> Result<Report, AppError> {
        let book = Book {
            adjustments: Arc::default(),
            ..self.book.clone()
        };
        self.with_material(|material| {
            let material = Material {
                book: &book,
                ..*material
            };
            Ok(reports::make(&material, request))
        })
    }

    /// A first draft of a text report, not saved.
    ///
    /// # Errors
    /// When the template can't be filled.
    pub fn draft_text(&self, request: &Request) -> Result<Document, AppError> {
        self.with_material(|material| Ok(reports::texts::drafted(material, request)?))
    }

    /// A text with every figure as the ledger has it now, not saved.
    ///
    /// # Errors
    /// When the catalogue can't be read.
    pub fn renew_text(&self, request: &Request, document: &Document) -> Result<Document, AppError> {
        self.with_material(|material| Ok(reports::texts::renewed(material, request, document)))
    }

    pub(super) fn with_material<T>(
        &self,
        work: impl FnOnce(&Material<'_>) -> Result<T, AppError>,
    ) -> Result<T, AppError> {
        let catalogue = catalogue()?;
        let album = Album {
            folder: files::folder_of(self.file()),
        };
        work(&Material {
            ledger: &self.ledger,
            book: &self.book,
            directory: &self.directory,
            catalogue: &catalogue,
            today: self.clock.today(),
            pictures: &album,
            around: None,
        })
    }

    /// What a file made now says about itself.
    pub fn meta(&self, report: &Report) -> Meta {
        Meta {
            title: report.title.clone(),
            author: self.ledger.office().name,
            created: self.clock.now(),
        }
    }

    /// Things to look at before a report is printed: contradictions of the records in it.
    pub fn before_printing(&self, request: &Request) -> Vec<Contradiction> {
        let mut found = self.contradictions(Some(&request.period));
        let about_events = matches!(
            request.kind,
            Kind::EventLedger
                | Kind::EventRecord
                | Kind::KeyGroups
                | Kind::ServiceSums
                | Kind::Communities
        );
        found.retain(|c| match request.kind {
            _ if about_events => {
                c.register == Register::Events && request.event.is_none_or(|e| e == c.id)
            }
            Kind::VolunteerRoster | Kind::Candidates | Kind::TeamList | Kind::Certificates => {
                c.register == Register::Volunteers
            }
            Kind::CertificateBook => c.register == Register::Certificates,
            Kind::OfficerRoster | Kind::OfficerTargets => c.register == Register::Officers,
            Kind::OrderLedger => c.register == Register::Orders,
            Kind::Funds => matches!(c.register, Register::Money | Register::Budgets),
            Kind::VenueList => matches!(c.register, Register::Venues | Register::VenueLogs),
            Kind::Archive => c.register == Register::Papers,
            Kind::SigningSheet | Kind::Handover => false,
            // These look at everything that names a measure or a row.
            _ => true,
        });
        found.extend(self.short_notice(request));
        found
    }

    // A 公示 shorter than the office's own rule: the number was found for one province only, so it is a doubt, no refusal.
    fn short_notice(&self, request: &Request) -> Option<Contradiction> {
        let least = self.book.rules.notice_days;
        let (from, to) = (request.notice.from?, request.notice.to?);
        let days = working_days(from, to);
        let shown = request.kind == Kind::Candidates && request.mask == Mask::Public;
        (shown && days < least).then(|| Contradiction {
            register: Register::Volunteers,
            id: Uid::default(),
            title: "公示时间".into(),
            what: format!("{from} 至 {to} 只有 {days} 个工作日，一般不少于 {least} 个"),
            level: super::checks::DOUBT,
            explanation: String::new(),
        })
    }

    /// The register and title of a record a figure leads to.
    pub fn locate(&self, uid: Uid) -> Option<(Register, String)> {
        Register::ALL
            .iter()
            .find(|r| self.ledger.get(r.table(), uid).is_some())
            .map(|r| (*r, self.title_of(*r, uid)))
    }
}

/// The photos beside a ledger.
#[derive(Debug)]
struct Album {
    folder: PathBuf,
}

impl Pictures for Album {
    fn find(&self, attachment: &Attachment) -> Option<Arc<Picture>> {
        let bytes = std::fs::read(self.folder.join(attachment.stored_name())).ok()?;
        // Kept photos are JPEG from mark to mark; what was cut short must not reach the printer as half a picture.
        if !bytes.starts_with(&[0xFF, 0xD8]) || !bytes.ends_with(&[0xFF, 0xD9]) {
            return None;
        }
        Some(Arc::new(Picture {
            hash: attachment.hash.clone(),
            width: attachment.width?,
            height: attachment.height?,
            small: OnceLock::new(),
            jpeg: bytes.into(),
        }))
    }
}

/// The photos of pages, each once by its hash.
pub fn pictures(pages: &[Page]) -> Vec<Arc<Picture>> {
    let mut seen = BTreeSet::new();
    let items = pages.iter().flat_map(|p| &p.items);
    items
        .filter_map(|item| match item {
            Item::Photo { picture, .. } => Some(picture),
            _ => None,
        })
        .filter(|picture| seen.insert(picture.hash.clone()))
        .cloned()
        .collect()
}

/// Make a photo's small copy for the screen. Slow: not for the office thread, not for a frame.
pub fn develop(picture: &Picture) {
    picture.small.get_or_init(|| {
        let small = picture::small(&picture.jpeg)?;
        Some((small.width(), small.height(), small.into_raw().into()))
    });
}

/// Lay a report out. Needs no office, so that it runs on a thread of its own.
///
/// # Errors
/// `Cancelled`, or a table that can't stand on the paper.
pub fn lay_out(
    report: Report,
    meta: Meta,
    progress: layout::Progress<'_>,
) -> Result<Laid, AppError> {
    lay_out_in(fonts(), report, meta, progress)
}

/// Lay a report out in given fonts.
///
/// # Errors
/// `Cancelled`, or a table that can't stand on the paper.
pub fn lay_out_in(
    fonts: Arc<Fonts>,
    report: Report,
    meta: Meta,
    progress: layout::Progress<'_>,
) -> Result<Laid, AppError> {
    let pages = layout::lay_out(&report, &fonts, progress)?;
    Ok(Laid {
        undrawable: undrawable::on(&pages, &fonts),
        stand_ins: stand_ins(&pages, &fonts),
        report,
        pages,
        fonts,
        meta,
    })
}

fn stand_ins(pages: &[Page], fonts: &Fonts) -> Vec<Substitution> {
    let texts = pages.iter().flat_map(|p| &p.items).filter_map(Item::text);
    let used: BTreeSet<Role> = texts.map(|t| t.role).collect();
    let mut all = fonts.substituted();
    all.retain(|s| used.contains(&s.role));
    all
}

/// The bytes of a laid-out report as PDF.
///
/// # Errors
/// When a font or the file can't be put together.
pub fn pdf(laid: &Laid) -> Result<Vec<u8>, AppError> {
    Ok(reports::pdf::write(&laid.pages, &laid.fonts, &laid.meta)?)
}

/// The bytes of a report as a workbook.
///
/// # Errors
/// When the writer refuses.
pub fn workbook(report: &Report) -> Result<Vec<u8>, AppError> {
    Ok(reports::sheet::write(report)?)
}

/// Write a result beside its place and rename it, so that a half file never carries the name.
///
/// # Errors
/// `Write` with the path; a file that stood there is untouched then.
pub fn save(bytes: &[u8], path: &Path) -> Result<(), AppError> {
    crate::store::files::write(bytes, path).map_err(|source| AppError::Write {
        source,
        path: path.to_owned(),
    })
}
