//! A table of records: only visible rows are drawn, heads sort and are drawn wider by their edges. As a list its rows are
//! chosen; as a sheet it has a cursor in a cell, marked cells and a first column that stays while the others slide by.

use crate::app::tables::NARROWEST;
use crate::app::tables::WIDEST;
use crate::ui::theme;
use egui::Align;
use egui::CursorIcon;
use egui::Key;
use egui::Layout;
use egui::Modifiers;
use egui::Rect;
use egui::RichText;
use egui::Sense;
use egui::Ui;
use egui::Vec2;
use egui_extras::Column;
use egui_extras::TableBuilder;

/// A column of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// Field key, told when the head is clicked.
    pub key: &'static str,
    /// Its label.
    pub label: String,
    /// Width in points; the widest takes what is left.
    pub width: f32,
    /// Numbers stand at the right.
    pub right: bool,
}

/// What the clerk did.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// Chose a row of a list.
    Choose(usize),
    /// Clicked a cell of a sheet: row and place of the head; whether twice.
    Cell(usize, usize, bool),
    /// Clicked a head.
    Sort(&'static str),
    /// Drew the edge of a head: the shown columns with their widths, and whether the edge was let go.
    Widths(Vec<(&'static str, f32)>, bool),
}

/// How the table stands.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'s> {
    /// Rows.
    pub count: usize,
    /// The chosen row.
    pub chosen: Option<usize>,
    /// Row to bring into view.
    pub scroll_to: Option<usize>,
    /// Key of the column it is sorted by, and whether largest first.
    pub sorted: (&'s str, bool),
}

/// What a sheet has beyond a list.
#[derive(Clone, Copy)]
pub struct Sheet<'s> {
    /// Place of the cursor's head.
    pub column: usize,
    /// Place of the head that stands second, after the first column.
    pub first: usize,
    /// Widths are the clerk's own: nothing is stretched.
    pub fixed: bool,
    /// Whether a cell is marked, by row and place of the head.
    pub marked: &'s dyn Fn(usize, usize) -> bool,
}

/// What came of drawing.
#[derive(Debug, Default)]
pub struct Drawn {
    /// What the clerk did.
    pub deed: Option<Deed>,
    /// Places of the heads that found room.
    pub shown: Vec<usize>,
    /// Where the cursor's cell is, when it is in view.
    pub cursor: Option<Rect>,
}

/// Draw the table as a list; `cell` gives the text of a row and column.
pub fn record_table_ui(
    ui: &mut Ui,
    name: &str,
    heads: &[Head],
    standing: Standing<'_>,
    cell: impl FnMut(usize, usize) -> String,
) -> Option<Deed> {
    let walked = arrows(ui, standing.count, standing.chosen).map(Deed::Choose);
    walked.or(table_ui(ui, name, heads, standing, None, cell).deed)
}

/// Draw the table as a sheet; `cell` gives the text of a row and the place of a head.
pub fn sheet_ui(
    ui: &mut Ui,
    name: &str,
    heads: &[Head],
    standing: Standing<'_>,
    sheet: Sheet<'_>,
    cell: impl FnMut(usize, usize) -> String,
) -> Drawn {
    table_ui(ui, name, heads, standing, Some(sheet), cell)
}

/// Space between columns.
const BETWEEN: f32 = 10.0;
/// Room at the right for the bar that scrolls.
const BAR: f32 = 12.0;

fn table_ui(
    ui: &mut Ui,
    name: &str,
    heads: &[Head],
    standing: Standing<'_>,
    sheet: Option<Sheet<'_>>,
    mut cell: impl FnMut(usize, usize) -> String,
) -> Drawn {
    let columns = fitting(heads, ui.available_width(), sheet);
    let mut drawn = Drawn {
        shown: columns.iter().map(|(place, _)| *place).collect(),
        ..Drawn::default()
    };
    let mut at = None;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(BETWEEN, 0.0);
        let top = ui.available_rect_before_wrap();
        ui.painter().rect_filled(
            Rect::from_min_size(top.min, Vec2::new(top.width(), theme::ROW)),
            3,
            theme::now().head,
        );
        let mut table = TableBuilder::new(ui)
            .id_salt(name)
            .striped(true)
            .auto_shrink(false)
            .min_scrolled_height(0.0)
            .sense(Sense::click())
            .cell_layout(Layout::left_to_right(Align::Center));
        for (_, width) in &columns {
            table = table.column(Column::exact(*width));
        }
        if let Some(row) = standing.scroll_to {
            table = table.scroll_to_row(row, None);
        }
        table
            .header(theme::ROW, |mut row| {
                for (place, _) in &columns {
                    let Some(head) = heads.get(*place) else {
                        continue;
                    };
                    row.col(|ui| {
                        let deed = head_ui(ui, head, standing.sorted, &columns, heads);
                        drawn.deed = drawn.deed.take().or(deed);
                    });
                }
            })
            .body(|body| {
                body.rows(theme::ROW, standing.count, |mut row| {
                    let n = row.index();
                    let chosen = standing.chosen == Some(n);
                    row.set_selected(chosen && sheet.is_none());
                    for (place, _) in &columns {
                        let right = heads.get(*place).is_some_and(|h| h.right);
                        let cursor = chosen && sheet.is_some_and(|s| s.column == *place);
                        let marked = sheet.is_some_and(|s| (s.marked)(n, *place));
                        let (_, response) = row.col(|ui| {
                            if marked || (chosen && sheet.is_some()) {
                                ground(ui);
                            }
                            if cursor {
                                at = Some(whole(ui));
                            }
                            let text = RichText::new(cell(n, *place))
                                .size(14.5)
                                .color(theme::now().ink);
                            let label = egui::Label::new(text).truncate();
                            if right {
                                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                                    ui.add(label)
                                });
                            } else {
                                ui.add(label);
                            }
                        });
                        if sheet.is_some() && (response.clicked() || response.double_clicked()) {
                            let twice = response.double_clicked();
                            drawn.deed = Some(Deed::Cell(n, *place, twice));
                        }
                    }
                    if sheet.is_none() && row.response().clicked() {
                        drawn.deed = Some(Deed::Choose(n));
                    }
                });
            });
        if let Some(at) = at {
            frame(ui, at);
        }
    });
    drawn.cursor = at.map(|(place, _)| place);
    drawn
}

// Cells of a row meet without a gap, so that what is marked stands together: the place of a cell, and what of it is seen.
fn whole(ui: &Ui) -> (Rect, Rect) {
    let gap = Vec2::new(BETWEEN / 2.0, 0.0);
    (ui.max_rect().expand2(gap), ui.clip_rect().expand2(gap))
}

fn ground(ui: &Ui) {
    let (place, seen) = whole(ui);
    let mut painter = ui.painter().clone();
    painter.set_clip_rect(seen);
    painter.rect_filled(place, 0, theme::now().accent_soft);
}

// A frame and not only a colour says where the cursor is. After all cells, for the grounds of its neighbours would cover it.
fn frame(ui: &Ui, (place, seen): (Rect, Rect)) {
    let mut painter = ui.painter().clone();
    painter.set_clip_rect(seen);
    painter.rect_stroke(
        place.shrink(1.0),
        1,
        egui::Stroke::new(2.0, theme::now().accent),
        egui::StrokeKind::Inside,
    );
}

fn head_ui(
    ui: &mut Ui,
    head: &Head,
    sorted: (&str, bool),
    columns: &[(usize, f32)],
    heads: &[Head],
) -> Option<Deed> {
    let mark = match (sorted.0 == head.key, sorted.1) {
        (true, true) => " ↓",
        (true, false) => " ↑",
        (false, _) => "",
    };
    let label = egui::Label::new(theme::strong(format!("{}{mark}", head.label), 14.0))
        .sense(Sense::click())
        .truncate();
    let mut deed = ui.add(label).clicked().then_some(Deed::Sort(head.key));
    let place = ui.max_rect();
    let edge = Rect::from_min_max(place.right_top() - Vec2::new(6.0, 0.0), place.max);
    let line = egui::Stroke::new(1.0, theme::now().line);
    ui.painter()
        .vline(place.right() - 1.0, place.y_range().shrink(7.0), line);
    let drawn = ui
        .interact(edge, ui.scope_id().with(("edge", head.key)), Sense::drag())
        .on_hover_and_drag_cursor(CursorIcon::ResizeColumn);
    if drawn.dragged() || drawn.drag_stopped() {
        let pointer = ui.input(|i| i.pointer.latest_pos()).map(|p| p.x);
        let to = pointer.filter(|_| !drawn.drag_started());
        let widths = columns.iter().filter_map(|(at, width)| {
            let shown = heads.get(*at)?;
            let width = match to {
                Some(to) if shown.key == head.key => to - place.left(),
                _ => *width,
            };
            Some((shown.key, width.clamp(NARROWEST, WIDEST)))
        });
        deed = Some(Deed::Widths(widths.collect(), drawn.drag_stopped()));
    }
    deed
}

// Which columns are shown, and how wide. They stand in the order of what matters: the first stays, the others begin where
// the sheet was slid to, and those that find no room at the right are reached by sliding. While widths are the register's
// own the widest shown takes what is left, and shrinks to two thirds before a column gives way.
fn fitting(heads: &[Head], room: f32, sheet: Option<Sheet<'_>>) -> Vec<(usize, f32)> {
    let fixed = sheet.is_some_and(|s| s.fixed);
    let first = sheet.map_or(1, |s| s.first.max(1));
    let widest = heads.iter().map(|h| h.width).fold(0.0, f32::max);
    let least = |head: &Head| {
        if !fixed && head.width >= widest {
            head.width * 0.66
        } else {
            head.width
        }
    };
    let room = room - BAR;
    let mut used = 0.0;
    let mut shown: Vec<(usize, f32)> = Vec::new();
    for (place, head) in heads.iter().enumerate() {
        if place > 0 && place < first {
            continue;
        }
        used += BETWEEN + least(head);
        if used > room && !shown.is_empty() {
            break;
        }
        shown.push((place, head.width));
    }
    if fixed {
        return shown;
    }
    let taken: f32 = shown.iter().map(|(_, width)| width + BETWEEN).sum();
    let mut by_width: Vec<&mut (usize, f32)> = shown.iter_mut().collect();
    by_width.sort_by(|a, b| b.1.total_cmp(&a.1));
    if let Some((_, width)) = by_width.first_mut() {
        *width = (*width + room - taken).max(NARROWEST);
    }
    shown
}

/// Arrow keys walk the rows of a table while nothing is being typed: the row they lead to.
pub fn arrows(ui: &Ui, count: usize, chosen: Option<usize>) -> Option<usize> {
    if count == 0 || ui.ctx().text_edit_focused() {
        return None;
    }
    let now = chosen.unwrap_or(0);
    let last = count - 1;
    let hit = |key| ui.ctx().input_mut(|i| i.consume_key(Modifiers::NONE, key));
    if hit(Key::ArrowDown) {
        Some(chosen.map_or(0, |_| (now + 1).min(last)))
    } else if hit(Key::ArrowUp) {
        Some(now.saturating_sub(1))
    } else if hit(Key::PageDown) {
        Some((now + 15).min(last))
    } else if hit(Key::PageUp) {
        Some(now.saturating_sub(15))
    } else if hit(Key::Home) {
        Some(0)
    } else if hit(Key::End) {
        Some(last)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(widths: &[f32]) -> Vec<Head> {
        let head = |width: &f32| Head {
            key: "x",
            label: String::new(),
            width: *width,
            right: false,
        };
        widths.iter().map(head).collect()
    }

    fn sheet(first: usize) -> Sheet<'static> {
        Sheet {
            column: 0,
            first,
            fixed: true,
            marked: &|_, _| false,
        }
    }

    #[test]
    fn the_first_column_stays_while_the_others_slide_by() {
        let heads = heads(&[100.0, 80.0, 80.0, 80.0, 80.0]);
        let places = |first| -> Vec<usize> {
            let shown = fitting(&heads, 310.0, Some(sheet(first)));
            shown.iter().map(|(place, _)| *place).collect()
        };
        assert_eq!(places(1), [0, 1, 2]);
        assert_eq!(places(3), [0, 3, 4]);
    }

    #[test]
    fn a_list_fills_its_room_and_leaves_out_what_finds_none() {
        let heads = heads(&[300.0, 80.0, 80.0]);
        let shown = fitting(&heads, 412.0, None);
        assert_eq!(shown, [(0, 210.0), (1, 80.0), (2, 80.0)]);
        let shown = fitting(&heads, 320.0, None);
        assert_eq!(shown, [(0, 208.0), (1, 80.0)]);
    }
}
