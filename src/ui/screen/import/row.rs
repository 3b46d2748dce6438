//! One row of the import, cell by cell: what stands there, what is wrong with it, and a field to put it right. Namesakes are
//! decided here, and a row is left out here.

use super::ImportScreen;
use super::rows::told_of;
use crate::app::Register;
use crate::app::exposure::is_personal;
use crate::app::import::Identity;
use crate::app::import::PlannedRow;
use crate::app::import::Preview;
use crate::app::import::RowSpot;
use crate::app::import::SeenTable;
use crate::app::import::cell_name;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::Frame;
use egui::Key;
use egui::Label;
use egui::Margin;
use egui::RichText;
use egui::ScrollArea;
use egui::TextEdit;
use egui::Ui;
use egui_material_icons::icons;

/// Draw the row that is looked at; whether the import is to be planned again.
pub(super) fn row_ui(
    ui: &mut Ui,
    preview: &Preview,
    planned: &PlannedRow,
    screen: &mut ImportScreen,
    personal: bool,
) -> bool {
    let mut replan = false;
    ui.horizontal(|ui| {
        let back = ui.button(icons::ICON_ARROW_BACK.codepoint);
        if back
            .accessible_name("回到各表")
            .on_hover_text("回到各表的说明")
            .clicked()
        {
            screen.chosen = None;
        }
        let name = format!("第 {} 行 {}", planned.row, planned.title);
        ui.add(Label::new(theme::strong(name, 16.0)).truncate());
    });
    ScrollArea::vertical()
        .id_salt("import_cells")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            replan |= namesakes_ui(ui, planned, screen);
            replan |= leave_out_ui(ui, planned, screen);
            let tables = preview.plan.tables.iter();
            let table = tables
                .filter(|t| t.file == planned.file && t.sheet == planned.sheet)
                .filter(|t| t.column == planned.column)
                .rfind(|t| t.heading_row < planned.row);
            if let Some(table) = table {
                replan |= cells_ui(ui, preview, planned, table, screen, personal);
            }
        });
    replan
}

fn spot_of(planned: &PlannedRow) -> RowSpot {
    RowSpot {
        file: planned.file.clone(),
        sheet: planned.sheet.clone(),
        row: planned.row,
        column: planned.column,
    }
}

fn leave_out_ui(ui: &mut Ui, planned: &PlannedRow, screen: &mut ImportScreen) -> bool {
    let mut out = planned.left_out;
    if !ui.checkbox(&mut out, "这一行不导入").changed() {
        return false;
    }
    let spot = spot_of(planned);
    if out {
        screen.said.left_out.insert(spot);
    } else {
        screen.said.left_out.remove(&spot);
    }
    true
}

// 重名: the program never decides who is who.
fn namesakes_ui(ui: &mut Ui, planned: &PlannedRow, screen: &mut ImportScreen) -> bool {
    let spot = spot_of(planned);
    let decided = screen.said.people.get(&spot).cloned();
    if planned.namesakes.is_empty() && decided.is_none() {
        return false;
    }
    let mut said = None;
    Frame::new()
        .fill(theme::now().warn_soft)
        .corner_radius(4)
        .inner_margin(8)
        .show(ui, |ui| {
            if decided.is_some() {
                let what = match &decided {
                    Some(Identity::Another) => "已定为另一人",
                    _ => "已定为同一人",
                };
                ui.label(RichText::new(what).color(theme::now().warn));
                if button::tool(ui, icons::ICON_UNDO, "重新决定").clicked() {
                    said = Some(None);
                }
                return;
            }
            ui.label(RichText::new("本社区已有同名的人。是同一个人吗？").color(theme::now().warn));
            for namesake in &planned.namesakes {
                let text = format!("同一人：{}", namesake.text);
                if ui.button(text).clicked() {
                    said = Some(Some(Identity::Same(namesake.whom.clone())));
                }
            }
            if ui.button("另一个人").clicked() {
                said = Some(Some(Identity::Another));
            }
        });
    match said {
        None => return false,
        Some(None) => drop(screen.said.people.remove(&spot)),
        Some(Some(identity)) => drop(screen.said.people.insert(spot, identity)),
    }
    true
}

fn cells_ui(
    ui: &mut Ui,
    preview: &Preview,
    planned: &PlannedRow,
    table: &SeenTable,
    screen: &mut ImportScreen,
    personal: bool,
) -> bool {
    let spot = spot_of(planned);
    let mut replan = false;
    // What the program did not take, or took in another sense, stands first.
    let troubled = |place: usize| {
        let name = cell_name(planned.row, place);
        planned.problems.iter().any(|p| p.cell == name)
    };
    let mut columns: Vec<_> = table.columns.iter().collect();
    columns.sort_by_key(|c| (!troubled(c.place), c.field.is_none(), c.place));
    let register = Register::read(planned.register);
    let is_hidden = |key: &str| register.is_some_and(|r| is_personal(r, key));
    for column in columns {
        let place = column.place;
        let fix = screen.said.cells.get(&(spot.clone(), place));
        let now = fix.cloned().unwrap_or_else(|| preview.cell(&spot, place));
        let key = column.field.as_deref().unwrap_or_default();
        let hidden = !personal && is_hidden(key) && !now.is_empty();
        let was_fixed = fix.is_some();
        ui.horizontal(|ui| {
            let caption = if column.field.is_some() {
                RichText::new(&column.heading).color(theme::now().ink_weak)
            } else {
                RichText::new(&column.heading).color(theme::now().line)
            };
            let caption = ui.add_sized([112.0, 28.0], Label::new(caption).truncate());
            let typed = screen.typed.get(&place).cloned();
            let mut text = typed.unwrap_or_else(|| now.clone());
            if hidden && !screen.typed.contains_key(&place) {
                // 点“显示证件电话”之后才看得到原来的号码；改写不用看。
                text = String::new();
            }
            let edit = TextEdit::singleline(&mut text)
                .desired_width(if was_fixed { 190.0 } else { 226.0 })
                .hint_text(if hidden { "已隐藏" } else { "" })
                .margin(Margin::symmetric(6, 4));
            let edited = ui
                .add_enabled(column.field.is_some() && !planned.left_out, edit)
                .labelled_by(caption.id);
            if edited.changed() {
                screen.typed.insert(place, text.clone());
            }
            let leaves = edited.lost_focus();
            let gives_up = leaves && ui.input(|i| i.key_pressed(Key::Escape));
            if leaves
                && let Some(typed) = screen.typed.remove(&place)
                && !gives_up
                && typed != now
            {
                screen.said.cells.insert((spot.clone(), place), typed);
                replan = true;
            }
            if was_fixed
                && ui
                    .button(icons::ICON_UNDO.codepoint)
                    .accessible_name(format!("恢复 {}", column.heading))
                    .on_hover_text("恢复表格里原来的内容")
                    .clicked()
            {
                screen.said.cells.remove(&(spot.clone(), place));
                screen.typed.remove(&place);
                replan = true;
            }
        });
        let name = cell_name(planned.row, place);
        for problem in planned.problems.iter().filter(|p| p.cell == name) {
            ui.add(
                Label::new(
                    RichText::new(&problem.what)
                        .color(theme::now().warn)
                        .size(13.0),
                )
                .wrap(),
            );
        }
    }
    for change in &planned.changes {
        let text = told_of(change, personal);
        ui.add(Label::new(theme::weak(text).size(13.0)).wrap());
    }
    replan
}
