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
use egui::ComboBox;
use egui::Label;
use egui::ScrollArea;
use egui::Ui;
use egui_material_icons::icons;

/// Words of a choice that takes nothing in.
const NOWHERE: &str = "不导入";

/// One line a table with a button to its columns; whether the import is to be planned again.
pub(super) fn tables_ui(ui: &mut Ui, preview: &Preview, screen: &mut ImportScreen) -> bool {
    let tables = &preview.plan.tables;
    ScrollArea::vertical()
        .id_salt("import_tables")
        .max_height(96.0)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for (n, table) in tables.iter().enumerate() {
                ui.horizontal(|ui| {
                    let on = screen.columns == Some(n);
                    let adjust = ui.selectable_label(on, "表头对应…");
                    if adjust
                        .accessible_name(format!("表头对应 {} {}", table.file, table.sheet))
                        .clicked()
                    {
                        screen.columns = (!on).then_some(n);
                    }
                    ui.add(Label::new(said_of(table)).truncate());
                });
            }
        });
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
        return egui::RichText::new(what).color(theme::WARN);
    };
    let unknown = table.columns.iter().filter(|c| c.field.is_none()).count();
    let mut text = format!(
        "{name}：{}，{} 行，{} 列",
        register.label(),
        table.rows,
        table.columns.len()
    );
    if unknown > 0 {
        text += &format!("，其中 {unknown} 列不导入");
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
        ComboBox::from_id_salt("import_register")
            .width(200.0)
            .height(360.0)
            .selected_text(now)
            .show_ui(ui, |ui| {
                let mut chosen = shape.register.clone();
                ui.selectable_value(&mut chosen, String::new(), NOWHERE);
                for register in Register::ALL {
                    ui.selectable_value(&mut chosen, register.key().into(), register.label());
                }
                if chosen != shape.register {
                    // Fields of another register mean nothing here.
                    shape.fields.clear();
                    shape.register = chosen;
                }
            })
            .response
            .labelled_by(label.id);
    });
    if shape.register.is_empty() {
        ui.label(theme::weak("选了是哪种表，才能对应各列"));
        return;
    }
    let fields = fields_of(&shape.register);
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
    let mut chosen = now.clone();
    let combo = ComboBox::from_id_salt(("import_field", place))
        .width(180.0)
        .height(360.0)
        .selected_text(label(&now))
        .show_ui(ui, |ui| {
            ui.selectable_value(&mut chosen, String::new(), NOWHERE);
            for (key, label) in fields {
                ui.selectable_value(&mut chosen, key.clone(), label);
            }
        });
    combo.response.accessible_name(format!("“{heading}”导入到"));
    if chosen != now {
        // One column a field: the one that was given it before gives it up.
        shape
            .fields
            .retain(|_, field| *field != chosen || chosen.is_empty());
        shape.fields.insert(key, chosen);
    }
}
