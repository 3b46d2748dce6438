//! Pages become a PDF file. This folder alone names printpdf and lopdf: `paint` says what stands on a page, `finish` what the
//! file says about itself and what printpdf leaves open.
//!
//! Fonts are cut to the characters of the document before printpdf sees them: it searches character tables linearly,
//! and a table of some hundred entries instead of sixteen thousand makes it four times as fast (platform.md P).

mod finish;
mod paint;

use super::PaperError;
use super::fonts::Fonts;
use super::fonts::MISSING;
use super::page::Item;
use super::page::Page;
use super::page::Text;
use jiff::civil::DateTime;
use paint::Painter;
use printpdf::FontId;
use printpdf::Mm;
use printpdf::OffsetDateTime;
use printpdf::ParsedFont;
use printpdf::PdfDocument;
use printpdf::PdfPage;
use printpdf::PdfSaveOptions;
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
    let painter = Painter {
        fonts,
        ids: cut_fonts(pages, fonts, &mut doc)?,
        photos: paint::photos(pages, &mut doc),
    };
    for page in pages {
        let ops = painter.ops_of(page);
        doc.pages
            .push(PdfPage::new(Mm(page.width), Mm(page.height), ops));
    }
    let mut warnings = Vec::new();
    let mut file = printpdf::to_lopdf_doc(&doc, &PdfSaveOptions::default(), &mut warnings);
    // The operators are in the objects now; a long ledger has no memory to spare for both.
    drop(doc);
    for warning in &warnings {
        tracing::debug!(?warning, "pdf");
    }
    finish::mend(&mut file, meta);
    finish::bookmarks(&mut file, pages);
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
        let whole = parsed(&file.bytes, file.index).ok_or_else(|| fault("unreadable"))?;
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
        let font = parsed(&cut.bytes, 0).ok_or_else(|| fault("cut font unreadable"))?;
        ids.insert(n, doc.add_font(&font));
    }
    Ok(ids)
}

fn parsed(bytes: &[u8], index: u32) -> Option<ParsedFont> {
    ParsedFont::from_bytes(bytes, index as usize, &mut Vec::new())
}

/// Whether a font can be cut to a character and put into a file: asked of fonts that come from elsewhere, before a
/// report depends on them. A file that makes the reader panic is a broken font, not a broken program.
pub fn can_embed(bytes: &[u8], index: u32, c: char) -> bool {
    std::panic::catch_unwind(|| {
        let whole = parsed(bytes, index)?;
        let glyph = whole.lookup_glyph_index(u32::from(c)).filter(|g| *g != 0)?;
        let cut = subset_font(&whole, &BTreeMap::from([(glyph, c.to_string())])).ok()?;
        parsed(&cut.bytes, 0)
    })
    .ok()
    .flatten()
    .is_some()
}

fn texts(page: &Page) -> impl Iterator<Item = &Text> {
    page.items.iter().filter_map(Item::text)
}
