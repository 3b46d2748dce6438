//! Packs as they were judged: one row each, and what the chosen one would do.

use crate::app::merge::Judged;
use crate::app::merge::Preview;
use crate::app::merge::Tally;
use crate::model::number::decimal;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::Label;
use egui::RichText;
use egui::ScrollArea;
use egui::Ui;
use egui::Vec2;

fn sum(preview: &Preview) -> Tally {
    let mut all = Tally::default();
    for t in preview.plan.tables.values() {
        all.new += t.new;
        all.changed += t.changed;
        all.same += t.same;
        all.kept += t.kept;
        all.gone += t.gone;
        all.conflicts += t.conflicts;
    }
    all
}

pub(super) fn list_ui(ui: &mut Ui, judged: &[Judged], chosen: &mut usize) {
    ui.label(theme::weak(format!("读到 {} 份，点一份看明细", judged.len())).size(13.0));
    ScrollArea::vertical()
        .id_salt("arrived")
        .auto_shrink(false)
        .show_rows(ui, theme::ROW, judged.len(), |ui, shown| {
            let first = shown.start;
            for (n, one) in judged.get(shown).unwrap_or_default().iter().enumerate() {
                ui.horizontal(|ui| {
                    ui.set_height(theme::ROW);
                    row_ui(ui, one, first + n, chosen);
                });
            }
        });
}

fn row_ui(ui: &mut Ui, one: &Judged, n: usize, chosen: &mut usize) {
    let file = one.path.file_name().unwrap_or_default().to_string_lossy();
    let (word, ink, ground, name, told) = match &one.preview {
        Err(advice) if one.locked => (
            "有密码",
            theme::now().warn,
            theme::now().warn_soft,
            file.into_owned(),
            advice.what.clone(),
        ),
        Err(advice) => (
            "不能收",
            theme::now().bad,
            theme::now().bad_soft,
            file.into_owned(),
            advice.to_string(),
        ),
        Ok(p) if p.returned_by.is_some() => (
            "退回",
            theme::now().warn,
            theme::now().warn_soft,
            format!(
                "{} {}",
                p.returned_by.as_deref().unwrap_or(""),
                p.submission.title
            ),
            format!("意见 {} 条", p.notes.len()),
        ),
        Ok(p) => {
            let t = sum(p);
            let (word, ink, ground) = if p.known {
                ("收过", theme::now().ink_weak, theme::now().head)
            } else if t.conflicts > 0 {
                ("有冲突", theme::now().warn, theme::now().warn_soft)
            } else {
                ("可以收", theme::now().good, theme::now().good_soft)
            };
            let mut told = format!(
                "新增 {}，修改 {}，相同 {}，保留 {}，撤回 {}，冲突 {}",
                t.new, t.changed, t.same, t.kept, t.gone, t.conflicts
            );
            if !p.figures.is_empty() {
                told = format!("{told}；与上次相比 {} 项指标不同", p.figures.len());
            }
            (
                word,
                ink,
                ground,
                format!("{} {}", p.office, p.submission.title),
                told,
            )
        }
    };
    button::badge(ui, word, ink, ground);
    let layout = egui::Layout::top_down_justified(egui::Align::Min);
    ui.allocate_ui_with_layout(Vec2::new(330.0, 28.0), layout, |ui| {
        ui.set_width(330.0);
        let face = egui::Button::selectable(*chosen == n, name).truncate();
        if ui.add(face).clicked() {
            *chosen = n;
        }
    });
    ui.add(Label::new(RichText::new(told.as_str()).size(14.0)).truncate())
        .on_hover_text(told);
}

pub(super) fn detail_ui(ui: &mut Ui, one: &Judged) {
    let p = match &one.preview {
        Ok(preview) => preview,
        Err(advice) => {
            ui.add(Label::new(RichText::new(advice.to_string()).color(theme::now().bad)).wrap());
            return;
        }
    };
    let file = one.path.file_name().unwrap_or_default().to_string_lossy();
    if p.returned_by.is_some() {
        let text = format!("退回意见（{}）", p.submission.title);
        button::section(ui, &text);
        for note in &p.notes {
            ui.add(Label::new(note.line()).wrap());
        }
        return;
    }
    let day = p.submission.day.map(|d| d.to_string()).unwrap_or_default();
    button::section(
        ui,
        &format!(
            "{} {}　校验码 {}",
            p.office, p.submission.title, p.submission.check_code
        ),
    );
    let mut facts = format!(
        "{file}，{day} 生成，照片 {} 张，附件 {} 份",
        p.photos, p.files
    );
    if !p.reports.is_empty() {
        facts = format!("{facts}，报表 {}", p.reports.join("、"));
    }
    ui.label(theme::weak(facts).size(13.0));
    for remark in &p.remarks {
        ui.label(RichText::new(remark).color(theme::now().warn).size(14.0));
    }
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| tallies_ui(ui, p));
        if !p.figures.is_empty() {
            ui.add_space(28.0);
            ui.vertical(|ui| figures_ui(ui, p));
        }
    });
}

fn tallies_ui(ui: &mut Ui, p: &Preview) {
    egui::Grid::new("tallies")
        .num_columns(7)
        .striped(true)
        .spacing([18.0, 4.0])
        .show(ui, |ui| {
            for head in ["种类", "新增", "修改", "相同", "保留", "撤回", "冲突"] {
                ui.label(theme::strong(head, 14.0));
            }
            ui.end_row();
            for (table, t) in &p.plan.tables {
                ui.label(table.label());
                for count in [t.new, t.changed, t.same, t.kept, t.gone, t.conflicts] {
                    let text = if count == 0 {
                        theme::weak("0")
                    } else {
                        RichText::new(count.to_string())
                    };
                    ui.label(text);
                }
                ui.end_row();
            }
        });
}

fn figures_ui(ui: &mut Ui, p: &Preview) {
    egui::Grid::new("figures")
        .num_columns(3)
        .striped(true)
        .spacing([18.0, 4.0])
        .show(ui, |ui| {
            for head in ["与上次相比", "上次", "这次"] {
                ui.label(theme::strong(head, 14.0));
            }
            ui.end_row();
            let word = |v: Option<f64>| v.map_or_else(|| "无".into(), decimal);
            for f in &p.figures {
                ui.label(format!("{}（{}）", f.name, f.unit));
                ui.label(word(f.before));
                ui.label(word(f.after));
                ui.end_row();
            }
        });
}
