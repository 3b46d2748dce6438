//! Plots of bars as rules and rectangles: sharp at any size, countable in the PDF.

use super::sheet::Sheets;
use crate::reports::fonts::Role;
use crate::reports::outline::Plot;
use crate::reports::page::Ink;
use crate::reports::page::Item;
use crate::reports::page::Rect;
use crate::reports::unit::Mm;
use crate::reports::unit::Pt;
use crate::reports::unit::SIZE_5;

/// Height of the bars' field, and the least that still shows anything.
const FIELD: Mm = 42.0;
const LEAST_FIELD: Mm = 16.0;
/// Above it for the title, below it for the labels.
const TITLE: Mm = 9.0;
const LABELS: Mm = 8.0;
/// Labels.
const SMALL: Pt = 9.0;
const THIN: Mm = 0.18;

/// Lay a plot out under the pen; `foot` is what stands under it and shall stay on its page.
pub(super) fn lay_out(plot: &Plot, foot: Mm, sheets: &mut Sheets<'_>) {
    if plot.bars.is_empty() {
        return;
    }
    let field = (sheets.room() - foot - TITLE - LABELS).min(FIELD);
    let field = if field < LEAST_FIELD {
        sheets.turn_page();
        FIELD
    } else {
        field
    };
    let (left, width, fonts) = (sheets.frame.left, sheets.frame.width, sheets.fonts);
    let title = format!("{}（{}）", plot.title, plot.unit);
    let at = left + (width - fonts.width(Role::HeiBold, SIZE_5, &title)) / 2.0;
    let top = sheets.y;
    sheets
        .page()
        .text(at, top + 6.0, SIZE_5, Role::HeiBold, title);
    let floor = top + TITLE + field;
    let most = plot
        .bars
        .iter()
        .flat_map(|b| [Some(b.value), b.beside])
        .flatten()
        .fold(0.0_f64, f64::max);
    let scale = if most > 0.0 {
        (field - 5.0) / most as Mm
    } else {
        0.0
    };
    let step = width / plot.bars.len() as Mm;
    let bar = (step * 0.32).min(9.0);
    for (n, this) in plot.bars.iter().enumerate() {
        let middle = left + step * (n as Mm + 0.5);
        let tall = |value: f64| value as Mm * scale;
        let place = |x: Mm, value: f64| -> Rect { (x, floor - tall(value), bar, tall(value)) };
        let x = if this.beside.is_some() {
            middle - bar
        } else {
            middle - bar / 2.0
        };
        let rect = place(x, this.value);
        sheets.page().items.push(Item::Bar {
            rect,
            ink: Ink::Grey,
        });
        sheets.page().lead(rect, &this.source);
        if let Some(beside) = this.beside {
            sheets.page().items.push(Item::Bar {
                rect: place(middle, beside),
                ink: Ink::Pale,
            });
        }
        let said = crate::model::number::decimal(this.value);
        let w = fonts.width(Role::Hei, SMALL, &said);
        sheets.page().text(
            x + (bar - w) / 2.0,
            floor - tall(this.value) - 1.0,
            SMALL,
            Role::Hei,
            said,
        );
        let label = fitting(sheets, &this.label, step - 1.0);
        let w = fonts.width(Role::Hei, SMALL, &label);
        sheets
            .page()
            .text(middle - w / 2.0, floor + 4.5, SMALL, Role::Hei, label);
    }
    sheets
        .page()
        .line((left, floor), (left + width, floor), THIN);
    sheets.y = floor + LABELS;
}

// A label longer than its step would run into its neighbour's.
fn fitting(sheets: &Sheets<'_>, label: &str, width: Mm) -> String {
    let mut text = label.to_owned();
    while text.chars().count() > 1 && sheets.fonts.width(Role::Hei, SMALL, &text) > width {
        text.pop();
    }
    text
}
