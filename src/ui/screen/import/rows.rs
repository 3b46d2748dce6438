//! The rows of the import: outcome, name, and what there is to say. Only visible rows are drawn.

use super::ImportScreen;
use crate::app::import::FieldChange;
use crate::app::import::ImportPlan;
use crate::app::import::Outcome;
use crate::app::import::PlannedRow;
use crate::app::import::Preview;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::record_table::arrows;
use egui::RichText;
use egui::Sense;
use egui::Ui;
use egui_extras::Column;
use egui_extras::TableBuilder;

/// The rows that are shown, the chosen one marked.
pub(super) fn rows_ui(ui: &mut Ui, preview: &Preview, screen: &mut ImportScreen) {
    let place = |n: usize| screen.shown.iter().position(|s| *s == n);
    let chosen = screen.chosen.and_then(place);
    let by_keys = arrows(ui, screen.shown.len(), chosen);
    let looked_for = screen.scroll_to.take().and_then(place);
    let scroll_to = by_keys.or(looked_for);
    let clicked = table_ui(ui, &preview.plan, &screen.shown, chosen, scroll_to);
    let to = clicked.or(by_keys);
    if let Some(n) = to.and_then(|at| screen.shown.get(at).copied())
        && screen.chosen != Some(n)
    {
        screen.chosen = Some(n);
        screen.typed.clear();
    }
}

/// The rows of a plan at these places; the one that was clicked.
pub(super) fn table_ui(
    ui: &mut Ui,
    plan: &ImportPlan,
    shown: &[usize],
    chosen: Option<usize>,
    scroll_to: Option<usize>,
) -> Option<usize> {
    let mut clicked = None;
    let heads = ["表格", "行", "结果", "名称", "说明"];
    // Where the rows are narrow, so are their sheets and names: why a row is doubtful must be seen.
    let part = (ui.available_width() / 760.0).min(1.0);
    let mut table = TableBuilder::new(ui)
        .id_salt("import")
        .min_scrolled_height(0.0)
        .striped(true)
        .resizable(true)
        .auto_shrink(false)
        .sense(Sense::click())
        .cell_layout(egui::Layout::left_to_right(egui::Align::Center))
        .column(Column::initial(150.0 * part).clip(true))
        .column(Column::initial(52.0))
        .column(Column::initial(80.0))
        .column(Column::initial(200.0 * part).clip(true))
        .column(Column::remainder().clip(true));
    if let Some(row) = scroll_to {
        table = table.scroll_to_row(row, None);
    }
    table
        .header(theme::ROW, |mut row| {
            for head in heads {
                row.col(|ui| drop(ui.label(theme::strong(head, 14.0))));
            }
        })
        .body(|body| {
            body.rows(theme::ROW, shown.len(), |mut row| {
                let at = row.index();
                let Some(planned) = shown.get(at).and_then(|n| plan.rows.get(*n)) else {
                    return;
                };
                row.set_selected(chosen == Some(at));
                row.col(|ui| {
                    let name = theme::weak(sheet_of(planned)).size(14.0);
                    drop(ui.add(egui::Label::new(name).truncate()));
                });
                row.col(|ui| drop(ui.label(planned.row.to_string())));
                row.col(|ui| outcome_ui(ui, planned));
                row.col(|ui| drop(ui.add(egui::Label::new(&planned.title).truncate())));
                row.col(|ui| {
                    let text = said_of(planned);
                    ui.add(egui::Label::new(RichText::new(&text).size(14.0)).truncate())
                        .on_hover_text(text);
                });
                if row.response().clicked() {
                    clicked = Some(at);
                }
            });
        });
    clicked
}

fn sheet_of(planned: &PlannedRow) -> String {
    if planned.sheet.is_empty() {
        planned.file.clone()
    } else {
        format!("{} · {}", planned.sheet, planned.file)
    }
}

fn outcome_ui(ui: &mut Ui, planned: &PlannedRow) {
    let (ink, ground) = match planned.outcome {
        _ if planned.left_out => (theme::now().ink_weak, theme::now().head),
        Outcome::New => (theme::now().good, theme::now().good_soft),
        Outcome::Changed => (theme::now().accent, theme::now().accent_soft),
        Outcome::Same => (theme::now().ink_weak, theme::now().head),
        Outcome::Doubtful => (theme::now().warn, theme::now().warn_soft),
        Outcome::Refused => (theme::now().bad, theme::now().bad_soft),
    };
    let word = if planned.left_out {
        "已排除"
    } else {
        planned.outcome.label()
    };
    button::badge(ui, word, ink, ground);
}

/// What there is to say of a row: its doubts, and what would change.
fn said_of(planned: &PlannedRow) -> String {
    let problems = planned.problems.iter();
    let changes = planned.changes.iter();
    let said: Vec<String> = problems
        .map(|p| format!("{}：{}", p.cell, p.what))
        .chain(changes.map(|c| told_of(c, false)))
        .collect();
    said.join("；")
}

/// Old → new; personal values are masked until the clerk asks for them.
pub(super) fn told_of(change: &FieldChange, personal: bool) -> String {
    let (old, new) = if personal {
        (change.old.clone(), change.new.clone())
    } else {
        change.masked()
    };
    format!("{}：{old} → {new}", change.field)
}
