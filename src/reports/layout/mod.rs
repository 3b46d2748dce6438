//! Content becomes pages. Each step is a function of its input: content, fonts, nothing else.

mod booklet;
mod contents;
mod document;
mod flow;
mod form;
mod imprint;
mod letterhead;
pub mod line;
mod photos;
mod plot;
mod prose;
mod sheet;
mod sign;
mod table;
mod title;

use super::PaperError;
use super::fonts::Fonts;
use super::outline::Block;
use super::outline::Letter;
use super::outline::Paper;
use super::outline::Report;
use super::outline::letter::Contents;
use super::page::Bookmark;
use super::page::Page;
use super::unit::Mm;
use imprint::Placed;
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
    let mut pages = if let Some(letter) = &report.letter {
        lay_out_document(report, letter, fonts, progress)?
    } else {
        let (mut pages, _) = lay_out_sheets(report, None, report.paper, fonts, progress)?;
        let count = pages.len();
        for (n, page) in pages.iter_mut().enumerate() {
            sheet::number(page, n + 1, count, fonts);
        }
        pages
    };
    for (n, page) in pages.iter_mut().enumerate() {
        sheet::stamp(page, n + 1, &report.foot, fonts);
    }
    if report.booklet {
        pages = booklet::sheets(pages);
    }
    Ok(pages)
}

// Body, 附件 on their own paper, 版记; numbers run on through all of them.
fn lay_out_document(
    report: &Report,
    letter: &Letter,
    fonts: &Fonts,
    progress: Progress<'_>,
) -> Result<Vec<Page>, PaperError> {
    let (mut pages, mut y) = document::lay_out(report, letter, fonts);
    if !progress(pages.len()) {
        return Err(PaperError::Cancelled);
    }
    for (n, annex) in report.annexes.iter().enumerate() {
        let mark = if report.annexes.len() == 1 {
            "附件".to_owned()
        } else {
            format!("附件{}", n + 1)
        };
        // Bound with the text, a lying table is turned onto upright paper (GB/T 9704-2012 clause 8).
        let paper = match annex.paper {
            Paper::Portrait => Paper::Portrait,
            Paper::Landscape | Paper::Turned => Paper::Turned,
        };
        let before = pages.len();
        let (more, reached) = lay_out_sheets(annex, Some(&mark), paper, fonts, &mut |count| {
            progress(before + count)
        })?;
        pages.extend(more);
        y = reached;
    }
    let mut numbered = pages.len();
    if let Some(imprint) = &letter.imprint
        && imprint::place(imprint, &mut pages, y, fonts) == Placed::Below
    {
        numbered = pages.len();
    }
    let count = pages.len();
    for (n, page) in pages.iter_mut().take(numbered).enumerate() {
        sheet::number(page, n + 1, count, fonts);
    }
    if letter.contents == Contents::Listed {
        let mut front = contents::pages(&pages, fonts);
        front.append(&mut pages);
        return Ok(front);
    }
    Ok(pages)
}

// The pages of a sheet without numbers, and the height reached on the last.
fn lay_out_sheets(
    report: &Report,
    annex: Option<&str>,
    paper: Paper,
    fonts: &Fonts,
    progress: Progress<'_>,
) -> Result<(Vec<Page>, Mm), PaperError> {
    let mut sheets = Sheets::new(Frame::of(paper), fonts);
    if let Some(mark) = annex {
        sheets.annex_mark(mark);
    }
    let level = if annex.is_some() { 2 } else { 1 };
    let heading = [annex.unwrap_or_default(), &report.title].join(" ");
    let top = sheets.y;
    sheets.page().bookmarks.push(Bookmark {
        level,
        title: heading.trim().to_owned(),
        y: top,
    });
    let advance = if annex.is_some() {
        prose::LINE
    } else {
        sheet::TITLE_LINE
    };
    sheets.head(
        &report.title,
        &report.left_line,
        &report.right_line,
        advance,
    );
    for block in &report.blocks {
        match block {
            Block::Table(table) => table::lay_out(table, &mut sheets, report, progress)?,
            Block::Form(rows) => form::lay_out(rows, &mut sheets, report),
            Block::NewPage(title) => {
                sheets.sign(report);
                sheets.turn_page();
                let top = sheets.y;
                sheets.page().bookmarks.push(Bookmark {
                    level: level + 1,
                    title: title.clone(),
                    y: top,
                });
                sheets.head(title, &report.left_line, &report.right_line, advance);
            }
            Block::Photos(photos) => photos::lay_out(photos, &mut sheets, report),
            Block::Plot(plot) => {
                let foot = sheets.foot_height(report);
                plot::lay_out(plot, foot, &mut sheets);
            }
            Block::Lines(lines) => sheets.lines(lines),
            Block::Notes(notes) => sheets.notes(notes, report),
        }
        if !progress(sheets.count()) {
            return Err(PaperError::Cancelled);
        }
    }
    sheets.foot(report);
    let y = sheets.y;
    let pages = sheets.finish();
    if paper == Paper::Turned {
        return Ok((
            pages.into_iter().map(Page::turned).collect(),
            Frame::of(Paper::Portrait).bottom(),
        ));
    }
    Ok((pages, y))
}
