//! Photos on pages of their own: two or four to a page, as large as their place allows, captions under them.

use super::line::break_lines;
use super::sheet::Sheets;
use crate::reports::fonts::Role;
use crate::reports::fonts::canonical;
use crate::reports::outline::Photo;
use crate::reports::outline::PhotoLayout;
use crate::reports::outline::Photos;
use crate::reports::outline::Report;
use crate::reports::page::Item;
use crate::reports::unit::Mm;
use crate::reports::unit::SIZE_5;
use crate::reports::unit::mm;
use std::sync::Arc;

/// Between photos.
const GAP: Mm = 6.0;
/// Between a photo and its caption.
const UNDER: Mm = 1.5;
/// Lines a caption may take.
const CAPTION_LINES: usize = 2;
/// Height of a line of a caption.
const CAPTION_LINE: Mm = 5.2;

/// Lay photos out under the pen, then on as many pages as they need. Each page keeps room for notes and sign-off, so that
/// these never stand on a page alone.
pub(super) fn lay_out(photos: &Photos, sheets: &mut Sheets<'_>, report: &Report) {
    let foot = sheets.foot_height(report);
    let (across, down) = match photos.layout {
        PhotoLayout::Two => (1, 2),
        PhotoLayout::Four => (2, 2),
    };
    for (n, group) in photos.photos.chunks(across * down).enumerate() {
        if n > 0 {
            sheets.turn_page();
        }
        let (left, top) = (sheets.frame.left, sheets.y + 2.0);
        let width = (sheets.frame.width - GAP * (across - 1) as Mm) / across as Mm;
        let height = (sheets.frame.bottom() - foot - top - GAP * (down - 1) as Mm) / down as Mm;
        for (k, photo) in group.iter().enumerate() {
            let x = left + (k % across) as Mm * (width + GAP);
            let y = top + (k / across) as Mm * (height + GAP);
            draw(photo, (x, y, width, height), sheets);
        }
        let rows = group.len().div_ceil(across) as Mm;
        sheets.y = top + rows * (height + GAP) - GAP;
    }
}

fn draw(photo: &Photo, (x, y, width, height): (Mm, Mm, Mm, Mm), sheets: &mut Sheets<'_>) {
    let room = height - UNDER - CAPTION_LINE * CAPTION_LINES as Mm;
    let fonts = sheets.fonts;
    let bottom = if let Some(picture) = &photo.picture {
        let ratio = picture.width as Mm / (picture.height.max(1)) as Mm;
        let (w, h) = if width / ratio <= room {
            (width, width / ratio)
        } else {
            (room * ratio, room)
        };
        let rect = (x + (width - w) / 2.0, y + (room - h) / 2.0, w, h);
        sheets.page().items.push(Item::Photo {
            rect,
            picture: Arc::clone(picture),
            turned: false,
        });
        sheets.page().lead(rect, &photo.source);
        rect.1 + h
    } else {
        // The frame of what is missing says so; an empty place would pass for a layout fault.
        for (from, to) in [
            ((x, y), (x + width, y)),
            ((x, y + room), (x + width, y + room)),
            ((x, y), (x, y + room)),
            ((x + width, y), (x + width, y + room)),
        ] {
            sheets.page().line(from, to, 0.18);
        }
        let text = "照片文件不在附件文件夹里";
        let at = x + (width - fonts.width(Role::Hei, SIZE_5, text)) / 2.0;
        sheets
            .page()
            .text(at, y + room / 2.0, SIZE_5, Role::Hei, text);
        y + room
    };
    let lines = break_lines(fonts, Role::Hei, SIZE_5, width, &canonical(&photo.caption));
    for (k, line) in lines.iter().take(CAPTION_LINES).enumerate() {
        let at = x + (width - fonts.width(Role::Hei, SIZE_5, line)) / 2.0;
        let base = bottom + UNDER + mm(SIZE_5) + CAPTION_LINE * k as Mm;
        sheets
            .page()
            .text(at, base, SIZE_5, Role::Hei, line.clone());
    }
}
