//! Tables: widths by content, rows that grow, heads repeated on every page, the sum and the sign-off kept together.

use super::Progress;
use super::line::break_lines;
use super::sheet::Sheets;
use crate::reports::PaperError;
use crate::reports::fonts::Fonts;
use crate::reports::fonts::Role;
use crate::reports::fonts::canonical;
use crate::reports::outline::Align;
use crate::reports::outline::Column;
use crate::reports::outline::Fit;
use crate::reports::outline::Report;
use crate::reports::outline::RowKind;
use crate::reports::outline::Table;
use crate::reports::outline::TableRow;
use crate::reports::unit::Mm;
use crate::reports::unit::Pt;
use crate::reports::unit::mm;

/// Sizes tried from large to small: 五号, 9, 8, 小六.
const SIZES: [Pt; 4] = [10.5, 9.0, 8.0, 7.0];
/// Space between text and rule.
const PAD: Mm = 1.0;
/// Rules.
const THIN: Mm = 0.18;
const THICK: Mm = 0.35;
/// Rows looked at for widths; ledgers repeat themselves.
const LOOKED_AT: usize = 3000;

struct Grid {
    size: Pt,
    widths: Vec<Mm>,
    line: Mm,
}

/// Lay a table out under the pen.
pub(super) fn lay_out(
    table: &Table,
    sheets: &mut Sheets<'_>,
    report: &Report,
    progress: Progress<'_>,
) -> Result<(), PaperError> {
    let grid = grid(table, sheets.fonts, sheets.frame.width)?;
    let head = head(table, &grid, sheets.fonts);
    let mut top = sheets.y;
    draw_head(&head, &grid, sheets);
    let foot = sheets.foot_height(report);
    let last = table.rows.len().saturating_sub(1);
    // Where headings across the table stand on the page: no upright rule crosses them.
    let mut across: Vec<(Mm, Mm)> = Vec::new();
    for (n, row) in table.rows.iter().enumerate() {
        let (lines, height) = row_lines(row, table, &grid, sheets.fonts);
        // The last row, and the sum with the row before it, stay with the sign-off; a heading stays with its first row.
        let mut keep = if n == last { foot } else { sheets.kept(report) };
        if row.kind == RowKind::Group
            && let Some(next) = table.rows.get(n + 1)
        {
            keep += row_lines(next, table, &grid, sheets.fonts).1;
        }
        if sheets.room() < height + keep && sheets.y > top + head.height + 0.1 {
            rules(&grid, sheets, top, head.height, &across);
            across.clear();
            sheets.go_on(report);
            if !progress(sheets.count()) {
                return Err(PaperError::Cancelled);
            }
            top = sheets.y;
            draw_head(&head, &grid, sheets);
        }
        if row.kind == RowKind::Group {
            across.push((sheets.y, sheets.y + height));
        }
        draw_row(row, &lines, height, table, &grid, sheets);
    }
    rules(&grid, sheets, top, head.height, &across);
    Ok(())
}

/// The largest size at which hardly any row wraps more than twice.
fn grid(table: &Table, fonts: &Fonts, width: Mm) -> Result<Grid, PaperError> {
    let mut narrow = None;
    for size in SIZES {
        let Some(widths) = widths(table, fonts, size, width) else {
            continue;
        };
        let grid = Grid {
            size,
            widths,
            line: mm(size) * 1.35,
        };
        let sample = table.rows.len().min(200);
        let tall = table
            .rows
            .iter()
            .take(sample)
            .filter(|r| row_lines(r, table, &grid, fonts).1 > grid.line * 2.6 + PAD * 2.0)
            .count();
        if tall * 12 <= sample {
            return Ok(grid);
        }
        narrow.get_or_insert(grid);
    }
    narrow
        .or_else(|| squeezed(table, fonts, width))
        .ok_or(PaperError::TooWide)
}

// When columns can't have what they ask for at any size, each gives up the same part: long names an office gave its columns
// break in more lines, but the report is printed.
fn squeezed(table: &Table, fonts: &Fonts, width: Mm) -> Option<Grid> {
    let size = *SIZES.last()?;
    let least = mm(size) + PAD * 2.0 + 0.2;
    let room = width - least * table.columns.len() as Mm;
    let wishes: Vec<Mm> = table
        .columns
        .iter()
        .enumerate()
        .map(|(n, column)| {
            let natural = want(table, column, n, fonts, size).natural;
            (natural - least).clamp(0.01, mm(size) * 8.0)
        })
        .collect();
    let all: Mm = wishes.iter().sum();
    (room > 0.0).then(|| Grid {
        size,
        widths: wishes.iter().map(|w| least + w * room / all).collect(),
        line: mm(size) * 1.35,
    })
}

fn widths(table: &Table, fonts: &Fonts, size: Pt, width: Mm) -> Option<Vec<Mm>> {
    let wants: Vec<Want> = table
        .columns
        .iter()
        .enumerate()
        .map(|(n, column)| want(table, column, n, fonts, size))
        .collect();
    let used: Mm = wants
        .iter()
        .filter(|w| w.share == 0.0)
        .map(|w| w.natural)
        .sum();
    let mut left = width - used;
    // Columns that need less than their share get what they need; the others share what that leaves.
    let mut widths: Vec<Option<Mm>> = wants
        .iter()
        .map(|w| (w.share == 0.0).then_some(w.natural))
        .collect();
    loop {
        let open: f32 = wants
            .iter()
            .zip(&widths)
            .filter(|(_, w)| w.is_none())
            .map(|(want, _)| want.share)
            .sum();
        let done = wants
            .iter()
            .zip(widths.iter_mut())
            .find(|(want, w)| w.is_none() && want.natural <= left * want.share / open);
        let Some((want, place)) = done else {
            for (want, place) in wants
                .iter()
                .zip(widths.iter_mut())
                .filter(|(_, w)| w.is_none())
            {
                let given = left * want.share / open;
                if given < want.least {
                    return None;
                }
                *place = Some(given);
            }
            break;
        };
        *place = Some(want.natural);
        left -= want.natural;
    }
    let sum: Mm = widths.iter().flatten().sum();
    if sum > width + 0.01 {
        return None;
    }
    // What is left over widens every column alike.
    let more = (width - sum) / table.columns.len().max(1) as Mm;
    Some(
        widths
            .into_iter()
            .map(|w| w.unwrap_or(0.0) + more)
            .collect(),
    )
}

/// What a column asks for.
struct Want {
    /// Width at which nothing in it wraps.
    natural: Mm,
    /// Width it can't do without.
    least: Mm,
    /// Its share of what is left; 0 when it never wraps.
    share: f32,
}

fn want(table: &Table, column: &Column, n: usize, fonts: &Fonts, size: Pt) -> Want {
    // A head may stand in two lines.
    let head = fonts.width(Role::HeiBold, size, &column.head);
    let head = if column.head.chars().count() > 3 {
        head / 2.0 + mm(size) * 0.6
    } else {
        head
    };
    let least = head.max(mm(size) * 2.0) + PAD * 2.0 + 0.2;
    let rows = table.rows.iter().take(LOOKED_AT).chain(table.rows.last());
    let rows = rows.filter(|r| r.kind != RowKind::Group);
    let widest = rows
        .filter_map(|r| Some((role_of(r), r.cells.get(n)?)))
        .map(|(role, c)| {
            c.text
                .split('\n')
                .map(|line| fonts.width(role, size, line))
                .fold(0.0, f32::max)
        });
    let natural = (widest.fold(0.0, f32::max) + PAD * 2.0 + 0.2).max(least);
    match column.fit {
        Fit::Tight => Want {
            natural,
            least: natural,
            share: 0.0,
        },
        Fit::Share(share) => Want {
            natural,
            least: least.max(natural.min(mm(size) * 4.0)),
            share,
        },
    }
}

fn role_of(row: &TableRow) -> Role {
    match row.kind {
        RowKind::Total | RowKind::Group => Role::HeiBold,
        RowKind::Normal => Role::Hei,
    }
}

struct Head {
    height: Mm,
    /// Height of the line of common headings; 0 without any.
    upper: Mm,
    cells: Vec<HeadCell>,
}

struct HeadCell {
    lines: Vec<String>,
    x: Mm,
    width: Mm,
    /// Under a common heading.
    low: bool,
    /// Is one.
    common: bool,
}

fn head(table: &Table, grid: &Grid, fonts: &Fonts) -> Head {
    let grouped = table.columns.iter().any(|c| !c.group.is_empty());
    let upper = if grouped { grid.line + PAD * 2.0 } else { 0.0 };
    let mut cells = Vec::new();
    let mut x = 0.0;
    let mut before: Option<&Column> = None;
    for (n, (column, width)) in table.columns.iter().zip(&grid.widths).enumerate() {
        let lines = head_lines(fonts, grid.size, width - PAD * 2.0, &column.head);
        cells.push(HeadCell {
            lines,
            x,
            width: *width,
            low: !column.group.is_empty(),
            common: false,
        });
        if !column.group.is_empty() && before.is_none_or(|b| b.group != column.group) {
            let span: Mm = table
                .columns
                .iter()
                .zip(&grid.widths)
                .skip(n)
                .take_while(|(c, _)| c.group == column.group)
                .map(|(_, w)| w)
                .sum();
            cells.push(HeadCell {
                lines: vec![column.group.clone()],
                x,
                width: span,
                low: false,
                common: true,
            });
        }
        before = Some(column);
        x += width;
    }
    let most = cells
        .iter()
        .filter(|c| !c.common)
        .map(|c| c.lines.len() as Mm * grid.line + if c.low { upper } else { 0.0 })
        .fold(0.0, f32::max);
    Head {
        height: most + PAD * 2.0 + 0.6,
        upper,
        cells,
    }
}

// Heads of four characters in a narrow column read better as two and two than as three and one.
fn head_lines(fonts: &Fonts, size: Pt, width: Mm, head: &str) -> Vec<String> {
    let lines = break_lines(fonts, Role::HeiBold, size, width, head);
    if lines.len() != 2 {
        return lines;
    }
    let half = fonts.width(Role::HeiBold, size, head) / 2.0 + mm(size) * 0.55;
    let even = break_lines(fonts, Role::HeiBold, size, half.min(width), head);
    if even.len() == 2 { even } else { lines }
}

fn draw_head(head: &Head, grid: &Grid, sheets: &mut Sheets<'_>) {
    let (left, top, fonts) = (sheets.frame.left, sheets.y, sheets.fonts);
    let right = sheets.frame.left + grid.widths.iter().sum::<Mm>();
    for cell in &head.cells {
        let (y, height) = match (cell.common, cell.low) {
            (true, _) => (top, head.upper),
            (false, true) => (top + head.upper, head.height - head.upper),
            (false, false) => (top, head.height),
        };
        let block = cell.lines.len() as Mm * grid.line;
        for (n, line) in cell.lines.iter().enumerate() {
            let x =
                left + cell.x + (cell.width - fonts.width(Role::HeiBold, grid.size, line)) / 2.0;
            let base = y + (height - block) / 2.0 + grid.line * n as Mm + baseline(grid);
            sheets
                .page()
                .text(x, base, grid.size, Role::HeiBold, line.clone());
        }
        if cell.common {
            sheets.page().line(
                (left + cell.x, top + head.upper),
                (left + cell.x + cell.width, top + head.upper),
                THIN,
            );
        }
    }
    // Rules between columns under a common heading begin below it.
    let mut x = left;
    for (n, width) in grid.widths.iter().enumerate() {
        let under = head
            .cells
            .iter()
            .any(|c| c.common && x > left + c.x + 0.01 && x < left + c.x + c.width - 0.01);
        if n > 0 {
            sheets.page().line(
                (x, top + if under { head.upper } else { 0.0 }),
                (x, top + head.height),
                THIN,
            );
        }
        x += width;
    }
    sheets.page().line((left, top), (right, top), THICK);
    sheets
        .page()
        .line((left, top + head.height), (right, top + head.height), THIN);
    sheets.y += head.height;
}

/// Distance of the baseline from the top of its line.
fn baseline(grid: &Grid) -> Mm {
    (grid.line - mm(grid.size)) / 2.0 + mm(grid.size) * 0.88
}

fn row_lines(row: &TableRow, table: &Table, grid: &Grid, fonts: &Fonts) -> (Vec<Vec<String>>, Mm) {
    let role = role_of(row);
    if row.kind == RowKind::Group {
        let text = canonical(row.cells.first().map_or("", |c| c.text.as_str()));
        let room = grid.widths.iter().sum::<Mm>() - PAD * 2.0;
        let lines = break_lines(fonts, role, grid.size, room, &text);
        let height = lines.len().max(1) as Mm * grid.line + PAD * 1.6;
        return (vec![lines], height);
    }
    let lines: Vec<Vec<String>> = table
        .columns
        .iter()
        .zip(&grid.widths)
        .enumerate()
        .map(|(n, (_, width))| match row.cells.get(n) {
            Some(cell) if !cell.text.is_empty() => break_lines(
                fonts,
                role,
                grid.size,
                width - PAD * 2.0,
                &canonical(&cell.text),
            ),
            _ => Vec::new(),
        })
        .collect();
    let most = lines.iter().map(Vec::len).max().unwrap_or(1).max(1);
    (lines, most as Mm * grid.line + PAD * 1.6)
}

fn draw_row(
    row: &TableRow,
    lines: &[Vec<String>],
    height: Mm,
    table: &Table,
    grid: &Grid,
    sheets: &mut Sheets<'_>,
) {
    let (left, top, fonts) = (sheets.frame.left, sheets.y, sheets.fonts);
    let role = role_of(row);
    let mut x = left;
    for (n, (column, width)) in table.columns.iter().zip(&grid.widths).enumerate() {
        let Some(cell_lines) = lines.get(n) else {
            x += width;
            continue;
        };
        let align = match row.kind {
            RowKind::Group => Align::Left,
            RowKind::Normal | RowKind::Total => column.align,
        };
        let block = cell_lines.len() as Mm * grid.line;
        for (k, line) in cell_lines.iter().enumerate() {
            let w = fonts.width(role, grid.size, line);
            let at = match align {
                // Text of one line that a narrow column cuts stays at the left so that its rows line up.
                Align::Left => x + PAD,
                Align::Centre => x + (width - w) / 2.0,
                Align::Right => x + width - PAD - w,
            };
            let base = top + (height - block) / 2.0 + grid.line * k as Mm + baseline(grid);
            sheets.page().text(at, base, grid.size, role, line.clone());
        }
        if let Some(cell) = row.cells.get(n) {
            sheets.page().lead((x, top, *width, height), &cell.source);
        }
        x += width;
    }
    sheets.y += height;
    let (y, right) = (sheets.y, x);
    sheets.page().line((left, y), (right, y), THIN);
}

// Upright rules in one stroke a page, and the frame.
fn rules(grid: &Grid, sheets: &mut Sheets<'_>, top: Mm, head: Mm, across: &[(Mm, Mm)]) {
    let (left, bottom) = (sheets.frame.left, sheets.y);
    let right = left + grid.widths.iter().sum::<Mm>();
    let body = top + head;
    let mut x = left;
    for width in &grid.widths {
        if x > left {
            let mut from = body;
            for (above, below) in across {
                if *above > from + 0.01 {
                    sheets.page().line((x, from), (x, *above), THIN);
                }
                from = *below;
            }
            if bottom > from + 0.01 {
                sheets.page().line((x, from), (x, bottom), THIN);
            }
        }
        x += width;
    }
    sheets.page().line((left, top), (left, bottom), THICK);
    sheets.page().line((right, top), (right, bottom), THICK);
    sheets.page().line((left, bottom), (right, bottom), THICK);
}
