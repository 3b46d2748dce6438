//! Ruled forms of labels and values, like the record of one event.

use super::line::break_lines;
use super::sheet::Sheets;
use crate::reports::fonts::Role;
use crate::reports::fonts::canonical;
use crate::reports::outline::FormRow;
use crate::reports::outline::Report;
use crate::reports::unit::Mm;
use crate::reports::unit::Pt;
use crate::reports::unit::SIZE_5;
use crate::reports::unit::SIZE_S4;
use crate::reports::unit::mm;

const LABEL: Mm = 25.0;
const PAD: Mm = 1.2;
const THIN: Mm = 0.18;
const THICK: Mm = 0.35;
/// Sizes tried from large to small, so that a form stays on its page: 小四, 五号, 9.
const SIZES: [Pt; 3] = [SIZE_S4, SIZE_5, 9.0];

/// Lines of a row's labels and values, and its height.
struct Set {
    cells: Vec<(Vec<String>, Vec<String>)>,
    height: Mm,
}

/// Lay form rows out under the pen with room for the sign-off; a row never splits, and only texts that fit at no size run
/// on to a new page.
pub(super) fn lay_out(rows: &[FormRow], sheets: &mut Sheets<'_>, report: &Report) {
    let room = sheets.room() - sheets.foot_height(report);
    let mut found = None;
    for size in SIZES {
        let all: Vec<Set> = rows.iter().map(|r| set(r, size, sheets)).collect();
        if all.iter().map(|s| s.height).sum::<Mm>() <= room {
            found = Some((size, all));
            break;
        }
    }
    let (size, all) = found.unwrap_or_else(|| {
        let all = rows.iter().map(|r| set(r, SIZE_S4, sheets)).collect();
        (SIZE_S4, all)
    });
    let mut top = sheets.y;
    for (row, set) in rows.iter().zip(&all) {
        if sheets.room() < set.height && sheets.y > top {
            frame(sheets, top);
            sheets.turn_page();
            top = sheets.y;
        }
        draw(row, set, size, sheets);
    }
    frame(sheets, top);
}

fn set(row: &FormRow, size: Pt, sheets: &Sheets<'_>) -> Set {
    let fonts = sheets.fonts;
    let part = sheets.frame.width / row.pairs.len().max(1) as Mm;
    let cells: Vec<(Vec<String>, Vec<String>)> = row
        .pairs
        .iter()
        .map(|(label, value)| {
            let text = canonical(value);
            (
                break_lines(fonts, Role::HeiBold, size, LABEL - PAD * 2.0, label),
                break_lines(fonts, Role::Hei, size, part - LABEL - PAD * 2.0, &text),
            )
        })
        .collect();
    let most = cells
        .iter()
        .map(|(l, v)| l.len().max(v.len()))
        .max()
        .unwrap_or(1)
        .max(row.least_lines as usize);
    let height = (most as Mm * line(size) + PAD * 2.0).min(sheets.frame.height);
    Set { cells, height }
}

fn draw(row: &FormRow, set: &Set, size: Pt, sheets: &mut Sheets<'_>) {
    let (left, width, fonts) = (sheets.frame.left, sheets.frame.width, sheets.fonts);
    let (line, height, y) = (line(size), set.height, sheets.y);
    let part = width / row.pairs.len().max(1) as Mm;
    let base = (line - mm(size)) / 2.0 + mm(size) * 0.88;
    for (n, (label, value)) in set.cells.iter().enumerate() {
        let x = left + part * n as Mm;
        let start = |lines: usize| y + (height - lines as Mm * line) / 2.0;
        for (k, text) in label.iter().enumerate() {
            let at = x + (LABEL - fonts.width(Role::HeiBold, size, text)) / 2.0;
            let base = start(label.len()) + line * k as Mm + base;
            sheets
                .page()
                .text(at, base, size, Role::HeiBold, text.clone());
        }
        // Long texts begin at the top, short ones stand in the middle of their row.
        let first = if row.least_lines > 1 {
            y + PAD
        } else {
            start(value.len())
        };
        for (k, text) in value.iter().enumerate() {
            let base = first + line * k as Mm + base;
            sheets
                .page()
                .text(x + LABEL + PAD, base, size, Role::Hei, text.clone());
        }
        if n > 0 {
            sheets.page().line((x, y), (x, y + height), THIN);
        }
        sheets
            .page()
            .line((x + LABEL, y), (x + LABEL, y + height), THIN);
    }
    sheets.y += height;
    let bottom = sheets.y;
    sheets
        .page()
        .line((left, bottom), (left + width, bottom), THIN);
}

/// Height of a line.
fn line(size: Pt) -> Mm {
    mm(size) * 1.5
}

fn frame(sheets: &mut Sheets<'_>, top: Mm) {
    let (left, right, bottom) = (sheets.frame.left, sheets.frame.right(), sheets.y);
    for (from, to) in [
        ((left, top), (right, top)),
        ((left, bottom), (right, bottom)),
        ((left, top), (left, bottom)),
        ((right, top), (right, bottom)),
    ] {
        sheets.page().line(from, to, THICK);
    }
}
