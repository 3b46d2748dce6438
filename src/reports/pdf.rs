//! Pages become a PDF file. The only file that names printpdf and lopdf.
//!
//! Fonts are cut to the characters of the document before printpdf sees them: it searches character tables linearly,
//! and a table of some hundred entries instead of sixteen thousand makes it four times as fast (platform.md P).

use super::PaperError;
use super::fonts::Fonts;
use super::fonts::MISSING;
use super::fonts::Role;
use super::page::Item;
use super::page::Page;
use super::page::Text;
use super::unit::pt;
use jiff::civil::DateTime;
use lopdf::Object;
use lopdf::StringFormat;
use printpdf::FontId;
use printpdf::Line;
use printpdf::LinePoint;
use printpdf::Mm;
use printpdf::OffsetDateTime;
use printpdf::Op;
use printpdf::ParsedFont;
use printpdf::PdfDocument;
use printpdf::PdfFontHandle;
use printpdf::PdfPage;
use printpdf::PdfSaveOptions;
use printpdf::Point;
use printpdf::Pt;
use printpdf::TextItem;
use printpdf::TextMatrix;
use printpdf::subset_font;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What the file says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// Title shown by viewers.
    pub title: String,
    /// The office.
    pub author: String,
    /// When it was made.
    pub created: DateTime,
}

/// Write pages as a PDF.
///
/// # Errors
/// `Font` when a font can't be read or cut, `Pdf` when the file can't be put together.
pub fn write(pages: &[Page], fonts: &Fonts, meta: &Meta) -> Result<Vec<u8>, PaperError> {
    let mut doc = PdfDocument::new(&meta.title);
    doc.metadata.info.author.clone_from(&meta.author);
    doc.metadata.info.creator = "科普台账".into();
    doc.metadata.info.producer = concat!("kepu-ledger ", env!("CARGO_PKG_VERSION")).into();
    let seconds = jiff::tz::TimeZone::UTC
        .to_timestamp(meta.created)
        .map_or(0, jiff::Timestamp::as_second);
    if let Ok(moment) = OffsetDateTime::from_unix_timestamp(seconds) {
        doc.metadata.info.creation_date = moment;
        doc.metadata.info.modification_date = moment;
    }
    let ids = cut_fonts(pages, fonts, &mut doc)?;
    for page in pages {
        let ops = ops_of(page, fonts, &ids);
        doc.pages
            .push(PdfPage::new(Mm(page.width), Mm(page.height), ops));
    }
    let mut warnings = Vec::new();
    let mut file = printpdf::to_lopdf_doc(&doc, &PdfSaveOptions::default(), &mut warnings);
    for warning in &warnings {
        tracing::debug!(?warning, "pdf");
    }
    mend(&mut file, meta);
    file.compress();
    let mut bytes = Vec::new();
    file.save_to(&mut bytes)
        .map_err(|e| PaperError::Pdf(e.to_string()))?;
    Ok(bytes)
}

// One pass over the characters of the document, then each font that draws any of them, cut to those.
fn cut_fonts(
    pages: &[Page],
    fonts: &Fonts,
    doc: &mut PdfDocument,
) -> Result<BTreeMap<usize, FontId>, PaperError> {
    let mut used: BTreeMap<usize, BTreeSet<char>> = BTreeMap::new();
    for text in pages.iter().flat_map(texts) {
        for c in text.text.chars() {
            let glyph = fonts.glyph(text.role, c);
            used.entry(glyph.font)
                .or_default()
                .insert(if glyph.missing { MISSING } else { c });
        }
    }
    let mut ids = BTreeMap::new();
    for (n, chars) in used {
        let Some(file) = fonts.files().get(n) else {
            continue;
        };
        let fault = |what: &str| PaperError::Font(format!("{}: {what}", file.name));
        let whole = ParsedFont::from_bytes(&file.bytes, 0, &mut Vec::new())
            .ok_or_else(|| fault("unreadable"))?;
        let glyphs: BTreeMap<u16, String> = chars
            .iter()
            .filter_map(|c| {
                whole
                    .lookup_glyph_index(u32::from(*c))
                    .filter(|g| *g != 0)
                    .map(|g| (g, c.to_string()))
            })
            .collect();
        let cut = subset_font(&whole, &glyphs).map_err(|e| fault(&e))?;
        let font = ParsedFont::from_bytes(&cut.bytes, 0, &mut Vec::new())
            .ok_or_else(|| fault("cut font unreadable"))?;
        ids.insert(n, doc.add_font(&font));
    }
    Ok(ids)
}

fn texts(page: &Page) -> impl Iterator<Item = &Text> {
    page.items.iter().filter_map(|i| match i {
        Item::Text(t) => Some(t),
        Item::Line { .. } => None,
    })
}

fn ops_of(page: &Page, fonts: &Fonts, ids: &BTreeMap<usize, FontId>) -> Vec<Op> {
    let mut ops = Vec::with_capacity(page.items.len() * 5);
    let mut thickness = 0.0;
    for item in &page.items {
        match item {
            Item::Text(text) => write_text(&mut ops, text, page, fonts, ids),
            Item::Line { from, to, width } => {
                if (thickness - width).abs() > 0.001 {
                    thickness = *width;
                    ops.push(Op::SetOutlineThickness { pt: Pt(pt(*width)) });
                }
                let point = |(x, y): (f32, f32)| LinePoint {
                    p: place(x, y, page),
                    bezier: false,
                };
                ops.push(Op::DrawLine {
                    line: Line {
                        points: vec![point(*from), point(*to)],
                        is_closed: false,
                    },
                });
            }
        }
    }
    ops
}

fn place(x: f32, y: f32, page: &Page) -> Point {
    Point {
        x: Pt(pt(x)),
        y: Pt(pt(page.height - y)),
    }
}

// A line of text may need several fonts: one run of operators for each stretch of one font.
fn write_text(
    ops: &mut Vec<Op>,
    text: &Text,
    page: &Page,
    fonts: &Fonts,
    ids: &BTreeMap<usize, FontId>,
) {
    let at = place(text.x, text.y, page);
    ops.push(Op::StartTextSection);
    if text.turned {
        ops.push(Op::SetTextMatrix {
            matrix: TextMatrix::TranslateRotate(at.x, at.y, 90.0),
        });
    } else {
        ops.push(Op::SetTextCursor { pos: at });
    }
    if text.spacing != 0.0 {
        ops.push(Op::SetCharacterSpacing {
            multiplier: text.spacing,
        });
    }
    let mut run = String::new();
    let mut font = None;
    let flush = |ops: &mut Vec<Op>, font: Option<usize>, run: &mut String| {
        if let Some(id) = font.and_then(|n| ids.get(&n))
            && !run.is_empty()
        {
            ops.push(Op::SetFont {
                font: PdfFontHandle::External(id.clone()),
                size: Pt(text.size),
            });
            ops.push(Op::ShowText {
                items: vec![TextItem::Text(std::mem::take(run))],
            });
        }
    };
    for c in text.text.chars() {
        let glyph = fonts.glyph(text.role, c);
        if font != Some(glyph.font) {
            flush(ops, font, &mut run);
            font = Some(glyph.font);
        }
        run.push(if glyph.missing { MISSING } else { c });
    }
    flush(ops, font, &mut run);
    if text.spacing != 0.0 {
        ops.push(Op::SetCharacterSpacing { multiplier: 0.0 });
    }
    ops.push(Op::EndTextSection);
}

// What printpdf leaves wrong or open (platform.md, defect 4).
fn mend(file: &mut lopdf::Document, meta: &Meta) {
    if let Ok(info) = file.trailer.get(b"Info").and_then(Object::as_reference)
        && let Ok(info) = file.get_object_mut(info).and_then(Object::as_dict_mut)
    {
        info.remove(b"GTS_PDFXVersion");
        info.remove(b"Identifier");
    }
    if let Ok(catalog) = file.catalog_mut() {
        catalog.set("Lang", Object::string_literal("zh-CN"));
        catalog.remove(b"PageMode");
        catalog.set(
            "ViewerPreferences",
            lopdf::dictionary! { "DisplayDocTitle" => true },
        );
    }
    file.version = "1.7".into();
    let mut hash = <sha2::Sha256 as sha2::Digest>::new();
    sha2::Digest::update(&mut hash, meta.title.as_bytes());
    sha2::Digest::update(&mut hash, meta.created.to_string().as_bytes());
    let digest = sha2::Digest::finalize(hash);
    let id = Object::String(
        digest.iter().take(16).copied().collect(),
        StringFormat::Hexadecimal,
    );
    file.trailer.set("ID", vec![id.clone(), id]);
}

/// The roles that draw table text, for the check before printing.
pub const TABLE_ROLE: Role = Role::Hei;
