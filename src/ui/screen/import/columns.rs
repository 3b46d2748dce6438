//! 表头对应: which register a sheet was taken for and which field each column goes to, to be put right by the clerk. What is
//! put right is remembered for the next sheet with the same headings.

use super::ImportScreen;
use crate::app::Register;
use crate::app::import::Preview;
use crate::app::import::SeenTable;
use crate::app::import::Shape;
use crate::app::import::fields_of;
use crate::app::import::same_heading;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::pick_list::pick_list_ui;
use egui::Label;
use egui::ScrollArea;
use egui::Ui;
use egui_material_icons::icons;

/// Words of a choice that takes nothing in.
const NOWHERE: &str = "不导入";

/// The tables, each with a button to its columns.
pub(super) fn tables_ui(ui: &mut Ui, preview: &Preview, screen: &mut ImportScreen) {
    for (n, table) in preview.plan.tables.iter().enumerate() {
        ui.add(Label::new(said_of(table)).wrap());
        let adjust = ui.button("表头对应…");
        if adjust
            .accessible_name(format!("表头对应 {} {}", table.file, table.sheet))
            .clicked()
        {
            screen.columns = Some(n);
        }
        ui.add_space(6.0);
    }
}

/// The columns of one table, when they are looked at; whether the import is to be planned again.
pub(super) fn columns_window(ui: &Ui, preview: &Preview, screen: &mut ImportScreen) -> bool {
    let tables = &preview.plan.tables;
    let Some(table) = screen.columns.and_then(|n| tables.get(n)) else {
        return false;
    };
    let mut shape = shape_of(screen, table);
    let before = shape.clone();
    let mut open = true;
    egui::Window::new(format!("表头对应：{} {}", table.file, table.sheet))
        .id(egui::Id::unique("import_columns"))
        .collapsible(false)
        .resizable(false)
        .default_width(620.0)
        .anchor(egui::Align2::CENTER_CENTER, [0.0, 0.0])
        .show(ui.ctx(), |ui| {
            columns_ui(ui, table, &mut shape);
            ui.horizontal(|ui| {
                let closed = button::primary(ui, icons::ICON_CHECK, "完成").clicked();
                let escaped = ui.input(|i| i.key_pressed(egui::Key::Escape));
                open = !(closed || escaped);
                ui.label(theme::weak("导入后记住；下次同样表头的表格自动照此对应"));
            });
        });
    if !open {
        screen.columns = None;
    }
    if shape == before {
        return false;
    }
    screen.said.shapes.retain(|s| s.headings != shape.headings);
    screen.said.shapes.push(shape);
    true
}

fn said_of(table: &SeenTable) -> egui::RichText {
    let name = if table.sheet.is_empty() {
        table.file.clone()
    } else {
        format!("{} · {}", table.file, table.sheet)
    };
    let Some(register) = table.register.and_then(Register::read) else {
        let what = format!("{name}：没认出是哪种表，没有导入");
        return egui::RichText::new(what).color(theme::now().warn);
    };
    let unknown = table
        .columns
        .iter()
        .filter(|c| c.field.is_none() && !c.ignored)
        .count();
    let mut text = format!(
        "{name}：{}，{} 行，{} 列",
        register.label(),
        table.rows,
        table.columns.len()
    );
    if unknown > 0 {
        text = format!("{text}，其中 {unknown} 列不导入");
    }
    if table.corrected {
        text += "，按你定过的表头";
    }
    theme::weak(text)
}

// What was said of these headings so far, else what the program made of them.
fn shape_of(screen: &ImportScreen, table: &SeenTable) -> Shape {
    let said = screen.said.shapes.iter().rev();
    let known = said.clone().find(|s| s.headings == table.shape);
    known.cloned().unwrap_or_else(|| Shape {
        headings: table.shape.clone(),
        register: table.register.unwrap_or_default().to_owned(),
        fields: std::collections::BTreeMap::new(),
    })
}

fn columns_ui(ui: &mut Ui, table: &SeenTable, shape: &mut Shape) {
    ui.horizontal(|ui| {
        let label = ui.label("这张表是");
        let now = Register::read(&shape.register).map_or(NOWHERE, Register::label);
        let registers = Register::ALL.iter().map(|r| (r.key(), r.label()));
        let items: Vec<(String, String)> = std::iter::once(("", NOWHERE))
            .chain(registers)
            .map(|(key, label)| (key.to_owned(), label.to_owned()))
            .collect();
        let (picked, list) = pick_list_ui(ui, "import_register", now, 200.0, &items);
        list.labelled_by(label.id);
        if let Some(picked) = picked.filter(|p| *p != shape.register) {
            // Fields of another register mean nothing here.
            shape.fields.clear();
            shape.register = picked;
        }
    });
    if shape.register.is_empty() {
        ui.label(theme::weak("选了是哪种表，才能对应各列"));
        return;
    }
    let mut fields = vec![(String::new(), NOWHERE.to_owned())];
    fields.extend(fields_of(&shape.register));
    ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
        egui::Grid::new("import_columns_grid")
            .num_columns(3)
            .spacing([14.0, 6.0])
            .show(ui, |ui| {
                for head in ["表头", "第一个内容", "导入到"] {
                    ui.label(theme::strong(head, 14.0));
                }
                ui.end_row();
                for column in &table.columns {
                    ui.add_sized([170.0, 26.0], Label::new(&column.heading).truncate());
                    ui.add_sized(
                        [190.0, 26.0],
                        Label::new(theme::weak(&column.sample)).truncate(),
                    );
                    field_ui(
                        ui,
                        column.place,
                        &column.heading,
                        column.field.as_deref(),
                        &fields,
                        shape,
                    );
                    ui.end_row();
                }
            });
    });
}

fn field_ui(
    ui: &mut Ui,
    place: usize,
    heading: &str,
    planned: Option<&str>,
    fields: &[(String, String)],
    shape: &mut Shape,
) {
    let key = same_heading(heading);
    let now = match shape.fields.get(&key) {
        Some(said) => said.clone(),
        None => planned.unwrap_or_default().to_owned(),
    };
    let label = |key: &str| {
        let field = fields.iter().find(|(k, _)| k == key);
        field
            .map_or(NOWHERE, |(_, label)| label.as_str())
            .to_owned()
    };
    let (picked, list) = pick_list_ui(ui, ("import_field", place), &label(&now), 180.0, fields);
    list.accessible_name(format!("“{heading}”导入到"));
    if let Some(chosen) = picked.filter(|p| *p != now) {
        // One column a field: the one that was given it before gives it up.
        shape
            .fields
            .retain(|_, field| *field != chosen || chosen.is_empty());
        shape.fields.insert(key, chosen);
    }
}
