//! A table of records: only visible rows are drawn, heads sort, rows are chosen by click and arrow keys.

use crate::ui::theme;
use egui::Align;
use egui::Key;
use egui::Layout;
use egui::Modifiers;
use egui::RichText;
use egui::Sense;
use egui::Ui;
use egui::Vec2;
use egui_extras::Column;
use egui_extras::TableBuilder;

/// A column of the table.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Chose a row.
    Choose(usize),
    /// Clicked a head.
    Sort(&'static str),
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

/// Draw the table; `cell` gives the text of a row and column.
pub fn record_table_ui(
    ui: &mut Ui,
    name: &str,
    heads: &[Head],
    standing: Standing<'_>,
    mut cell: impl FnMut(usize, usize) -> String,
) -> Option<Deed> {
    let mut deed = arrows(ui, standing.count, standing.chosen).map(Deed::Choose);
    let heads = fitting(heads, ui.available_width());
    let widest = heads.iter().map(|h| h.width).fold(0.0, f32::max);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(10.0, 0.0);
        let top = ui.available_rect_before_wrap();
        ui.painter().rect_filled(
            egui::Rect::from_min_size(top.min, Vec2::new(top.width(), theme::ROW)),
            3,
            theme::now().head,
        );
        let mut table = TableBuilder::new(ui)
            .id_salt(name)
            .striped(true)
            .resizable(true)
            .auto_shrink(false)
            .sense(Sense::click())
            .cell_layout(Layout::left_to_right(Align::Center));
        let mut stretched = false;
        for head in heads {
            // One column takes what is left, so that nothing is cut off at the right.
            let stretch = !stretched && (head.width - widest).abs() < 0.1;
            stretched |= stretch;
            table = table.column(if stretch {
                Column::remainder().at_least(120.0).clip(true)
            } else {
                Column::initial(head.width).at_least(36.0).clip(true)
            });
        }
        if let Some(row) = standing.scroll_to {
            table = table.scroll_to_row(row, None);
        }
        table
            .header(theme::ROW, |mut row| {
                for head in heads {
                    row.col(|ui| {
                        let (key, descending) = standing.sorted;
                        let mark = match (key == head.key, descending) {
                            (true, true) => " ↓",
                            (true, false) => " ↑",
                            (false, _) => "",
                        };
                        let label =
                            egui::Label::new(theme::strong(format!("{}{mark}", head.label), 14.0))
                                .sense(Sense::click())
                                .truncate();
                        if ui.add(label).clicked() {
                            deed = Some(Deed::Sort(head.key));
                        }
                    });
                }
            })
            .body(|body| {
                body.rows(theme::ROW, standing.count, |mut row| {
                    let n = row.index();
                    row.set_selected(standing.chosen == Some(n));
                    for (place, head) in heads.iter().enumerate() {
                        row.col(|ui| {
                            let text = RichText::new(cell(n, place))
                                .size(14.5)
                                .color(theme::now().ink);
                            if head.right {
                                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                                    ui.add(egui::Label::new(text).truncate())
                                });
                            } else {
                                ui.add(egui::Label::new(text).truncate());
                            }
                        });
                    }
                    if row.response().clicked() {
                        deed = Some(Deed::Choose(n));
                    }
                });
            });
    });
    deed
}

// Columns stand in the order of what matters; those that find no room at the right are left to the form. The widest
// may shrink to two thirds before a column gives way.
fn fitting(heads: &[Head], room: f32) -> &[Head] {
    let widest = heads.iter().map(|h| h.width).fold(0.0, f32::max);
    let mut used = 12.0;
    let count = heads
        .iter()
        .take_while(|head| {
            used += 10.0
                + if head.width >= widest {
                    head.width * 0.66
                } else {
                    head.width
                };
            used <= room
        })
        .count();
    heads.get(..count.max(1)).unwrap_or(heads)
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
