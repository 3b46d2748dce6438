//! Content becomes pages. Each step is a function of its input: content, fonts, nothing else.

mod form;
pub mod line;
mod sheet;
mod table;

use super::PaperError;
use super::fonts::Fonts;
use super::outline::Block;
use super::outline::Paper;
use super::outline::Report;
use super::page::Page;
use sheet::Frame;
use sheet::Sheets;

/// Told after each page how many there are; answering `false` stops the work.
pub type Progress<'p> = &'p mut dyn FnMut(usize) -> bool;

/// Lay a report out.
///
/// # Errors
/// `Cancelled` when progress said so, `TooWide` when the columns can't stand side by side.
pub fn lay_out(
    report: &Report,
    fonts: &Fonts,
    progress: Progress<'_>,
) -> Result<Vec<Page>, PaperError> {
    let frame = Frame::of(report.paper);
    let mut sheets = Sheets::new(frame, fonts);
    sheets.head(&report.title, &report.left_line, &report.right_line);
    for block in &report.blocks {
        match block {
            Block::Table(table) => table::lay_out(table, &mut sheets, report, progress)?,
            Block::Form(rows) => form::lay_out(rows, &mut sheets),
            Block::NewPage(title) => {
                sheets.sign(report);
                sheets.turn_page();
                sheets.head(title, &report.left_line, &report.right_line);
            }
        }
        if !progress(sheets.count()) {
            return Err(PaperError::Cancelled);
        }
    }
    sheets.foot(report);
    let mut pages = sheets.finish();
    if report.paper == Paper::Turned {
        pages = pages.into_iter().map(Page::turned).collect();
    }
    let count = pages.len();
    for (n, page) in pages.iter_mut().enumerate() {
        sheet::number(page, n + 1, count, report.paper, fonts);
    }
    Ok(pages)
}
