//! What a block of cells comes to, as the clerk sees it before anything is written.

use super::Scene;
use super::block::Dialog;
use crate::app::Registered;
use crate::app::block::BlockPlan;
use crate::app::block::MOST_TOLD;
use crate::app::block::Refusal;
use crate::model::field::Field;
use crate::model::field::Kind;
use crate::model::field::Need;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::form;
use crate::ui::widget::pick_list::pick_list_ui;
use egui::Key;
use egui::RichText;
use egui::TextEdit;
use egui::Ui;
use egui_material_icons::icons;

/// Draw the proposal: whether it is to be written, or given up.
pub(super) fn dialog_ui<F: Registered>(
    ui: &mut Ui,
    dialog: &mut Dialog,
    scene: &Scene<'_>,
) -> Option<bool> {
    ui.set_width(560.0);
    let title = if dialog.choosing {
        format!("一起修改 {} 条", dialog.wish.rows.len())
    } else {
        let rows = dialog.wish.cells.len().max(dialog.wish.rows.len());
        let columns = dialog.wish.keys.len();
        format!("{} {rows} 行 {columns} 栏", dialog.wish.verb)
    };
    ui.label(theme::strong(title, 17.0));
    let mut enter = !scene.composing
        && !egui::Popup::is_any_open(ui.ctx())
        && ui.input(|i| i.key_pressed(Key::Enter) && i.modifiers.is_none());
    if dialog.choosing {
        enter &= value_ui::<F>(ui, dialog, scene);
    } else {
        enter &= ui.memory(|m| m.focused().is_none());

        let labels = dialog.wish.keys.iter();
        let labels = labels.map(|key| F::field(key).map_or("", |f| f.label));
        let labels: Vec<&str> = labels.collect();
        ui.add(egui::Label::new(theme::weak(format!("栏目：{}", labels.join("、")))).wrap());
    }
    if dialog.longer > 0 && !dialog.choosing {
        let text = format!("表格行数不够，多出的 {} 行作为新记录添加", dialog.longer);
        ui.checkbox(&mut dialog.wish.add, text);
    }
    ui.add_space(4.0);
    let mut can = false;
    match &dialog.plan {
        None if !dialog.is_said() => drop(ui.label(theme::weak("请填写改成什么"))),
        None => drop(ui.label(theme::weak("正在核对…"))),
        Some(plan) => {
            can = plan.command.is_some();
            plan_ui(ui, plan);
        }
    }
    ui.add_space(8.0);
    let mut answer = None;
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        ui.add_enabled_ui(can, |ui| {
            let write = button::primary(ui, icons::ICON_SAVE, "写入");
            if write.on_hover_text("Enter").clicked() || enter && can {
                answer = Some(true);
            }
        });
        if ui.button("取消").clicked() {
            answer = Some(false);
        }
    });
    answer
}

// The field and its new value; whether Enter there writes it: what was meant by its initials is shown first.
fn value_ui<F: Registered>(ui: &mut Ui, dialog: &mut Dialog, scene: &Scene<'_>) -> bool {
    let can_change = |f: &&Field<F>| f.kind != Kind::Hidden;
    let items: Vec<(String, String)> = F::fields()
        .iter()
        .filter(can_change)
        .map(|f| (f.key.to_owned(), f.label.to_owned()))
        .collect();
    let now = dialog.wish.keys.first().and_then(|key| F::field(key));
    ui.horizontal(|ui| {
        ui.add_sized([60.0, 28.0], egui::Label::new(theme::weak("栏目")));
        let label = now.map_or("", |f| f.label);
        let (picked, combo) = pick_list_ui(ui, "field of all", label, 220.0, &items);
        combo.accessible_name("栏目");
        if let Some(field) = picked.and_then(|key| F::field(&key)) {
            dialog.wish.keys = vec![field.key];
        }
    });
    let Some(field) = now else { return false };
    if dialog.clear {
        dialog.wish.cells = vec![vec![String::new()]];
    }
    let Some(typed) = dialog
        .wish
        .cells
        .first_mut()
        .and_then(|row| row.first_mut())
    else {
        return false;
    };
    let entered = ui.input(|i| i.key_pressed(Key::Enter));
    let mut settled = true;
    ui.horizontal(|ui| {
        let caption = ui
            .add_sized([60.0, 28.0], egui::Label::new(theme::weak("改成")))
            .id;
        let edit = TextEdit::singleline(typed)
            .return_key(None)
            .margin(egui::Margin::symmetric(8, 5))
            .desired_width(220.0);
        let response = ui.add_enabled(!dialog.clear, edit).labelled_by(caption);
        if !std::mem::replace(&mut dialog.focused, true) {
            response.request_focus();
        }
        let options = form::options(field.kind, &scene.state.directory);
        if (response.lost_focus() || entered) && !scene.composing {
            let before = typed.clone();
            form::complete(typed, &options);
            settled = *typed == before;
        }
        if !options.is_empty() {
            let (picked, combo) = pick_list_ui(ui, "value of all", "从列表选", 150.0, &options);
            combo.accessible_name("从列表选");
            if let Some(picked) = picked {
                *typed = picked;
            }
        }
    });
    if field.need == Need::Optional {
        ui.checkbox(&mut dialog.clear, "清空这一栏");
    }
    settled
}

fn plan_ui(ui: &mut Ui, plan: &BlockPlan) {
    let mut said = Vec::new();
    if plan.records > 0 {
        said.push(format!("修改 {} 条", plan.records));
    }
    if plan.fresh > 0 {
        said.push(format!("新增 {} 条", plan.fresh));
    }
    if plan.cells > 0 {
        said.push(format!("共 {} 格有变化", plan.cells));
    }
    if plan.same > 0 {
        said.push(format!("{} 行没有变化", plan.same));
    }
    if plan.over > 0 {
        said.push(format!("多出的 {} 行不写", plan.over));
    }
    if plan.refused > 0 {
        said.push(format!("{} 行不能写入", plan.refused));
    }
    if said.is_empty() {
        said.push("没有要写的内容".to_owned());
    }
    ui.label(theme::strong(said.join("，"), 15.0));
    if plan.serials > 0 {
        let text = format!("有 {} 格日期存成了数字，已按日期读出", plan.serials);
        ui.label(theme::weak(text).size(13.0));
    }
    if plan.doubts > 0 {
        let text = format!(
            "有 {} 条可以写入，但有存疑的地方，写入后逐条看右边的提示",
            plan.doubts
        );
        ui.label(RichText::new(text).color(theme::now().warn).size(13.0));
    }
    if plan.refusals.is_empty() {
        return;
    }
    let rest = if plan.command.is_some() {
        "不能写入的行原样不动，其余照写："
    } else {
        "没有能写入的行，请改好再试："
    };
    ui.label(theme::weak(rest).size(13.0));
    egui::ScrollArea::vertical()
        .max_height(240.0)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for refusal in &plan.refusals {
                let text = RichText::new(told(refusal)).color(theme::now().bad);
                ui.add(egui::Label::new(text.size(14.0)).wrap());
            }
            if plan.refusals.len() >= MOST_TOLD {
                ui.label(theme::weak("还有更多，改好这些再粘贴一次").size(13.0));
            }
        });
}

fn told(refusal: &Refusal) -> String {
    let Refusal {
        row,
        title,
        column,
        why,
    } = refusal;
    let whom = if title.is_empty() {
        "新记录".to_owned()
    } else {
        format!("“{title}”")
    };
    if column.is_empty() {
        format!("第 {row} 行{whom}：{why}")
    } else {
        format!("第 {row} 行{whom}的{column}：{why}")
    }
}
