//! A criteria sheet being filled: what is asked, what the ledger counts, what the office says, and what proves it.

use crate::app::Command;
use crate::app::Register;
use crate::app::desk::Ask;
use crate::model::Record as _;
use crate::model::Uid;
use crate::model::assess::AssessmentItem;
use crate::model::number::decimal;
use crate::model::tally::criteria;
use crate::model::tally::criteria::Count;
use crate::model::tally::criteria::RowStanding;
use crate::ui::action::Action;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::link::link_ui;
use egui::RichText;
use egui::TextEdit;
use egui::Ui;
use std::collections::BTreeMap;

/// What is typed into a sheet and not saved yet.
#[derive(Debug, Default)]
pub struct MarkingEditor {
    creation: Uid,
    revision: u64,
    rows: Vec<RowStanding>,
    typed: BTreeMap<String, Typed>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Typed {
    met: String,
    score: String,
    evidence: String,
    remark: String,
}

impl MarkingEditor {
    /// Draw the sheet of a saved creation.
    pub fn ui(&mut self, ui: &mut Ui, uid: Uid, scene: &Scene<'_>) -> Vec<Action> {
        let mut actions = Vec::new();
        let ledger = &scene.state.ledger;
        let Some(creation) = ledger.creations.get(&uid) else {
            return actions;
        };
        if self.creation != uid || self.revision != scene.state.revision {
            // Counted anew only when something changed: a sheet counts the whole year.
            self.rows = criteria::rows(ledger, &scene.state.directory.book, creation);
            self.typed = begun(scene, uid, &self.rows);
            (self.creation, self.revision) = (uid, scene.state.revision);
        }
        if self.rows.is_empty() {
            ui.label(theme::weak("没有这张标准表，请在“内容”里选一张并填年度"));
            return actions;
        }
        let points: f64 = self.rows.iter().map(|r| r.row.points).sum();
        let scored: f64 = self
            .typed
            .values()
            .filter_map(|t| t.score.parse::<f64>().ok())
            .sum();
        let unmet = self.typed.values().filter(|t| t.met == "未达到").count();
        ui.label(theme::strong(
            format!(
                "自评 {} / {} 分，未达到 {unmet} 项",
                decimal(scored),
                decimal(points)
            ),
            16.0,
        ));
        ui.horizontal(|ui| {
            if ui.button("按台账填空项").clicked() {
                self.fill();
            }
            let changed = self.changes(scene, uid);
            let face = egui::Button::new(format!("保存 {} 项", changed.len()));
            if ui
                .add_enabled(!changed.is_empty() && scene.state.writable, face)
                .clicked()
            {
                let command = Command::TakeIn {
                    label: format!("填写考核表 {} 项", changed.len()),
                    records: changed.into_iter().map(AssessmentItem::wrap).collect(),
                };
                actions.push(Action::Ask(Ask::Run(Box::new(command), String::new())));
            }
        });
        egui::ScrollArea::vertical()
            .auto_shrink(false)
            .show(ui, |ui| {
                for row in &self.rows {
                    let typed = self.typed.entry(row.row.number.clone()).or_default();
                    row_ui(ui, row, typed, scene, &mut actions);
                }
            });
        actions
    }

    // What the ledger can say is taken where the office has said nothing yet.
    fn fill(&mut self) {
        for row in &self.rows {
            let typed = self.typed.entry(row.row.number.clone()).or_default();
            if let Some(met) = row.met.filter(|_| typed.met.is_empty()) {
                typed.met = if met { "已达到" } else { "未达到" }.into();
            }
            if let Some(points) = row.points.filter(|_| typed.score.is_empty()) {
                typed.score = decimal(points);
            }
        }
    }

    fn changes(&self, scene: &Scene<'_>, creation: Uid) -> Vec<AssessmentItem> {
        self.typed
            .iter()
            .filter_map(|(number, typed)| {
                let old = item_of(scene, creation, number);
                let mut item = old.clone().unwrap_or_else(|| AssessmentItem {
                    creation: Some(creation),
                    row: number.clone(),
                    ..AssessmentItem::default()
                });
                item.met.clone_from(&typed.met);
                item.score = typed.score.trim().parse().ok();
                item.evidence = typed
                    .evidence
                    .split(['、', '，', ' '])
                    .map(str::trim)
                    .filter(|e| !e.is_empty())
                    .map(str::to_owned)
                    .collect();
                typed.remark.trim().clone_into(&mut item.remark);
                let blank = old.is_none() && *typed == Typed::default();
                (!blank && old.as_ref() != Some(&item)).then_some(item)
            })
            .collect()
    }
}

fn item_of(scene: &Scene<'_>, creation: Uid, number: &str) -> Option<AssessmentItem> {
    let items = scene.state.ledger.assessments.values();
    items
        .filter(|i| i.creation == Some(creation) && i.row == number)
        .map(|i| AssessmentItem::clone(i))
        .next_back()
}

fn begun(scene: &Scene<'_>, creation: Uid, rows: &[RowStanding]) -> BTreeMap<String, Typed> {
    rows.iter()
        .map(|r| {
            let item = item_of(scene, creation, &r.row.number).unwrap_or_default();
            let typed = Typed {
                met: item.met,
                score: item.score.map(decimal).unwrap_or_default(),
                evidence: item.evidence.join("、"),
                remark: item.remark,
            };
            (r.row.number.clone(), typed)
        })
        .collect()
}

fn row_ui(
    ui: &mut Ui,
    row: &RowStanding,
    typed: &mut Typed,
    scene: &Scene<'_>,
    actions: &mut Vec<Action>,
) {
    let frame = egui::Frame::new().inner_margin(egui::Margin::symmetric(2, 6));
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        let title = format!(
            "{}. {}（{} 分）",
            row.row.number,
            row.row.what,
            decimal(row.row.points)
        );
        ui.add(egui::Label::new(RichText::new(title).size(14.5)).wrap());
        match &row.count {
            Some(count) => {
                ui.horizontal_wrapped(|ui| {
                    let value = count.value.map_or_else(
                        || "算不出（缺人口数）".into(),
                        |v| decimal((v * 100.0).round() / 100.0),
                    );
                    let said = match row.met {
                        Some(true) => "，台账显示已达到",
                        Some(false) => "，台账显示未达到",
                        None => "",
                    };
                    let text = format!("台账 {value}，要求 {}{said}", decimal(row.row.wanted));
                    ui.label(theme::weak(text).size(13.0));
                    if !count.records.is_empty() {
                        let label = format!("看 {} 条记录", count.records.len());
                        ui.menu_button(label, |ui| records_ui(ui, count, scene, actions));
                    }
                });
            }
            None => {
                ui.label(theme::weak(format!("由人判断；佐证：{}", row.row.evidence)).size(13.0));
            }
        }
        ui.horizontal(|ui| {
            let shown = if typed.met.is_empty() {
                "是否达到"
            } else {
                &typed.met
            }
            .to_owned();
            ui.menu_button(shown, |ui| {
                for name in scene.state.directory.book.lists.names("met") {
                    if ui.button(&name).clicked() {
                        typed.met = name;
                    }
                }
            });
            let field = |ui: &mut Ui, text: &mut String, hint: &str, width: f32| {
                let name = format!("第{}项{hint}", row.row.number);
                ui.add(
                    TextEdit::singleline(text)
                        .hint_text(hint)
                        .desired_width(width),
                )
                .accessible_name(name);
            };
            field(ui, &mut typed.score, "自评分", 66.0);
            field(ui, &mut typed.evidence, "佐证编号", 100.0);
            field(ui, &mut typed.remark, "说明", ui.available_width() - 8.0);
        });
    });
}

// What was counted, each line opening its record.
fn records_ui(ui: &mut Ui, count: &Count, scene: &Scene<'_>, actions: &mut Vec<Action>) {
    ui.set_max_width(420.0);
    egui::ScrollArea::vertical()
        .max_height(320.0)
        .show(ui, |ui| {
            for (table, uid) in &count.records {
                if let Some(register) = Register::of(*table) {
                    let text = scene.state.ledger.label(*table, *uid);
                    link_ui(ui, &text, register, *uid, actions);
                }
            }
        });
}
