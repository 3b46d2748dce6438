//! 导入表格: choose or drop sheets, see what each row means and why, take in what is right as one step.

use crate::app::desk::Ask;
use crate::app::import::BadRows;
use crate::app::import::ImportPlan as Plan;
use crate::app::import::ImportRequest;
use crate::app::import::Outcome;
use crate::app::words::Advice;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::page_preview::empty_ui;
use egui::RichText;
use egui::Ui;
use egui_extras::Column;
use egui_extras::TableBuilder;
use egui_material_icons::icons;
use std::path::PathBuf;

/// The import on screen.
#[derive(Debug, Default)]
pub struct ImportScreen {
    files: Vec<PathBuf>,
    year: String,
    plan: Option<Box<Plan>>,
    trouble: Option<Advice>,
    reading: bool,
    only: Option<Outcome>,
}

impl ImportScreen {
    /// Read these sheets.
    pub fn begin(&mut self, files: Vec<PathBuf>) -> Action {
        self.files = files;
        self.read()
    }

    fn read(&mut self) -> Action {
        self.plan = None;
        self.trouble = None;
        self.reading = true;
        self.only = None;
        Action::Ask(Ask::Preview(ImportRequest {
            files: self.files.clone(),
            register: None,
            year: self.year.trim().parse().ok(),
        }))
    }

    /// The preview came.
    pub fn take(&mut self, preview: Result<Box<Plan>, Advice>) {
        self.reading = false;
        match preview {
            Ok(plan) => {
                self.year = plan.year.map(|y| y.to_string()).unwrap_or_default();
                self.plan = Some(plan);
            }
            Err(trouble) => self.trouble = Some(trouble),
        }
    }

    /// The rows were taken in.
    pub fn done(&mut self) {
        *self = Self::default();
    }
}

/// Draw the import.
pub fn import_ui(ui: &mut Ui, screen: &mut ImportScreen, writable: bool) -> Vec<Action> {
    let mut actions = Vec::new();
    ui.heading("导入表格");
    ui.label(theme::weak(
        "支持 xlsx、xls、et、ods、csv。先看结果，确认后才写入；导入可以一步撤销",
    ));
    ui.horizontal(|ui| {
        if button::primary(ui, icons::ICON_UPLOAD_FILE, "选择表格…").clicked() {
            actions.push(Action::Pick(Purpose::Sheets));
        }
        if !screen.files.is_empty() {
            let label = ui.label(theme::weak("没有写年份的按"));
            let edit = egui::TextEdit::singleline(&mut screen.year)
                .desired_width(56.0)
                .margin(egui::Margin::symmetric(8, 5));
            let edited = ui.add(edit).labelled_by(label.id);
            ui.label(theme::weak("年"));
            if edited.lost_focus()
                && screen.plan.as_ref().is_some_and(|p| {
                    p.year.map(|y| y.to_string()).as_deref() != Some(screen.year.trim())
                })
            {
                actions.push(screen.read());
            }
        }
    });
    if screen.reading {
        ui.horizontal(|ui| {
            ui.spinner();
            ui.label("正在读取表格…");
        });
        return actions;
    }
    if let Some(trouble) = &screen.trouble {
        egui::Frame::new()
            .fill(theme::BAD_SOFT)
            .corner_radius(4)
            .inner_margin(10)
            .show(ui, |ui| {
                ui.label(
                    RichText::new(format!("{}。{}。", trouble.what, trouble.next))
                        .color(theme::BAD),
                );
            });
    }
    let Some(plan) = screen.plan.take() else {
        if screen.trouble.is_none() {
            empty_ui(ui, "把表格拖到这里，或点“选择表格…”，可以一次选几份");
        }
        return actions;
    };
    summary_ui(ui, &plan, &mut screen.only);
    actions.extend(accept_ui(ui, &plan, writable));
    for remark in &plan.remarks {
        ui.add(egui::Label::new(theme::weak(remark).size(13.0)).wrap());
    }
    rows_ui(ui, &plan, screen.only);
    screen.plan = Some(plan);
    actions
}

fn summary_ui(ui: &mut Ui, plan: &Plan, only: &mut Option<Outcome>) {
    ui.horizontal(|ui| {
        if button::choice(ui, only.is_none(), &format!("全部 {}", plan.rows.len())).clicked() {
            *only = None;
        }
        for outcome in Outcome::ALL {
            let text = format!("{} {}", outcome.label(), plan.count(outcome));
            if button::choice(ui, *only == Some(outcome), &text).clicked() {
                *only = Some(outcome);
            }
        }
    });
}

fn accept_ui(ui: &mut Ui, plan: &Plan, writable: bool) -> Option<Action> {
    let refused = plan.count(Outcome::Refused);
    let count = plan.rows.len() - refused - plan.count(Outcome::Same);
    let mut action = None;
    ui.horizontal(|ui| {
        let text = match (refused, count) {
            (_, 0) => "没有要写入的内容".to_owned(),
            (0, n) => format!("导入 {n} 行"),
            (bad, n) => format!("跳过 {bad} 行，导入其余 {n} 行"),
        };
        let take = ui
            .add_enabled_ui(writable && count > 0, |ui| {
                button::primary(ui, icons::ICON_CHECK, &text)
            })
            .inner;
        if take.clicked() {
            action = Some(Action::Ask(Ask::TakeIn(
                Box::new(plan.clone()),
                BadRows::Skip,
            )));
        }
        if plan.count(Outcome::Doubtful) > 0 {
            ui.label(theme::weak("存疑的行会导入，存疑的格留空并记作“待核实”"));
        }
    });
    action
}

fn rows_ui(ui: &mut Ui, plan: &Plan, only: Option<Outcome>) {
    let shown: Vec<usize> = plan
        .rows
        .iter()
        .enumerate()
        .filter(|(_, r)| only.is_none_or(|o| o == r.outcome))
        .map(|(n, _)| n)
        .collect();
    let heads = ["表格", "行", "结果", "名称", "说明"];
    TableBuilder::new(ui)
        .id_salt("import")
        .striped(true)
        .resizable(true)
        .auto_shrink(false)
        .cell_layout(egui::Layout::left_to_right(egui::Align::Center))
        .column(Column::initial(190.0).clip(true))
        .column(Column::initial(48.0))
        .column(Column::initial(80.0))
        .column(Column::initial(250.0).clip(true))
        .column(Column::remainder().clip(true))
        .header(theme::ROW, |mut row| {
            for head in heads {
                row.col(|ui| drop(ui.label(theme::strong(head, 14.0))));
            }
        })
        .body(|body| {
            body.rows(theme::ROW, shown.len(), |mut row| {
                let Some(planned) = shown.get(row.index()).and_then(|n| plan.rows.get(*n)) else {
                    return;
                };
                row.col(|ui| {
                    drop(
                        ui.add(egui::Label::new(theme::weak(&planned.file).size(14.0)).truncate()),
                    );
                });
                row.col(|ui| drop(ui.label(planned.row.to_string())));
                row.col(|ui| {
                    let (ink, ground) = match planned.outcome {
                        Outcome::New => (theme::GOOD, theme::GOOD_SOFT),
                        Outcome::Changed => (theme::ACCENT, theme::ACCENT_SOFT),
                        Outcome::Same => (theme::INK_WEAK, theme::HEAD),
                        Outcome::Doubtful => (theme::WARN, theme::WARN_SOFT),
                        Outcome::Refused => (theme::BAD, theme::BAD_SOFT),
                    };
                    button::badge(ui, planned.outcome.label(), ink, ground);
                });
                row.col(|ui| drop(ui.add(egui::Label::new(&planned.title).truncate())));
                row.col(|ui| {
                    let problems = planned
                        .problems
                        .iter()
                        .map(|p| format!("{}：{}", p.cell, p.what));
                    let changes = planned
                        .changes
                        .iter()
                        .map(|c| format!("{}：{} → {}", c.field, c.old, c.new));
                    let text = problems.chain(changes).collect::<Vec<_>>().join("；");
                    ui.add(egui::Label::new(RichText::new(&text).size(14.0)).truncate())
                        .on_hover_text(text);
                });
            });
        });
}
