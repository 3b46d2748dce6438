//! Ruled forms of labels and values, like the record of one event.

use super::line::break_lines;
use super::sheet::Sheets;
use crate::reports::fonts::Role;
use crate::reports::fonts::canonical;
use crate::reports::outline::FormRow;
use crate::reports::unit::Mm;
use crate::reports::unit::SIZE_S4;
use crate::reports::unit::mm;

const LABEL: Mm = 25.0;
const PAD: Mm = 1.6;
const THIN: Mm = 0.18;
const THICK: Mm = 0.35;

/// Lay form rows out under the pen; a row never splits, long texts begin a new page when they must.
pub(super) fn lay_out(rows: &[FormRow], sheets: &mut Sheets<'_>) {
    let (left, width) = (sheets.frame.left, sheets.frame.width);
    let line = mm(SIZE_S4) * 1.5;
    let mut top = sheets.y;
    for row in rows {
        let part = width / row.pairs.len().max(1) as Mm;
        let cells: Vec<(Vec<String>, Vec<String>)> = row
            .pairs
            .iter()
            .map(|(label, value)| {
                let text = canonical(value);
                (
                    break_lines(
                        sheets.fonts,
                        Role::HeiBold,
                        SIZE_S4,
                        LABEL - PAD * 2.0,
                        label,
                    ),
                    break_lines(
                        sheets.fonts,
                        Role::Hei,
                        SIZE_S4,
                        part - LABEL - PAD * 2.0,
                        &text,
                    ),
                )
            })
            .collect();
        let most = cells
            .iter()
            .map(|(l, v)| l.len().max(v.len()))
            .max()
            .unwrap_or(1)
            .max(row.least_lines as usize);
        let height = (most as Mm * line + PAD * 2.0).min(sheets.frame.height);
        if sheets.room() < height && sheets.y > top {
            frame(sheets, top);
            sheets.turn_page();
            top = sheets.y;
        }
        let y = sheets.y;
        for (n, (label, value)) in cells.iter().enumerate() {
            let x = left + part * n as Mm;
            let start = |lines: usize| y + (height - lines as Mm * line) / 2.0;
            for (k, text) in label.iter().enumerate() {
                let at = x + (LABEL - sheets.fonts.width(Role::HeiBold, SIZE_S4, text)) / 2.0;
                let base = start(label.len()) + line * k as Mm + baseline(line);
                sheets
                    .page()
                    .text(at, base, SIZE_S4, Role::HeiBold, text.clone());
            }
            // Long texts begin at the top, short ones stand in the middle of their row.
            let first = if row.least_lines > 1 {
                y + PAD
            } else {
                start(value.len())
            };
            for (k, text) in value.iter().enumerate() {
                let base = first + line * k as Mm + baseline(line);
                sheets
                    .page()
                    .text(x + LABEL + PAD, base, SIZE_S4, Role::Hei, text.clone());
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
    frame(sheets, top);
}

fn baseline(line: Mm) -> Mm {
    (line - mm(SIZE_S4)) / 2.0 + mm(SIZE_S4) * 0.88
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
