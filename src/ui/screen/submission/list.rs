//! 上报记录: what went up, and for each what changed since: 更正说明, on the screen, for the printer, as a file.

use super::said::Said;
use super::said::said_ui;
use crate::app::desk::Ask;
use crate::app::desk::PackAsk;
use crate::app::outfile;
use crate::app::outfile::Way;
use crate::app::submit::Corrections;
use crate::app::words::Advice;
use crate::model::Uid;
use crate::model::number::decimal;
use crate::model::papers::Submission;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::page_preview::empty_ui;
use crate::ui::widget::record_table::Deed;
use crate::ui::widget::record_table::Head;
use crate::ui::widget::record_table::Standing;
use crate::ui::widget::record_table::record_table_ui;
use egui::Label;
use egui::RichText;
use egui::ScrollArea;
use egui::Ui;
use egui::Vec2;
use egui_material_icons::icons;
use std::path::PathBuf;
use std::sync::Arc;

/// Corrections and their lines as they are and as they are shown to everybody: what, and from what to what.
struct Told {
    figures: usize,
    records: usize,
    lines: Vec<(String, String)>,
    masked: Vec<(String, String)>,
}

impl Told {
    fn of(told: Corrections) -> Self {
        Self {
            figures: told.figures.len(),
            records: told.records.len(),
            lines: lines_of(&told),
            masked: lines_of(&told.masked()),
        }
    }
}

fn lines_of(told: &Corrections) -> Vec<(String, String)> {
    let figures = told.figures.iter().map(|f| {
        let word = |v: Option<f64>| v.map_or_else(|| "无".into(), decimal);
        let change = format!("{} → {} {}", word(f.before), word(f.after), f.unit);
        (format!("指标　{}", f.name), change)
    });
    let records = told.records.iter().map(|r| {
        let fields = r
            .fields
            .iter()
            .map(|f| format!("{}：“{}” → “{}”", f.label, f.before, f.after));
        let fields: Vec<String> = fields.collect();
        (
            format!("{}　{} {}", r.what, r.kind, r.title),
            fields.join("；"),
        )
    });
    figures.chain(records).collect()
}

/// What the part remembers.
#[derive(Default)]
pub(super) struct Sent {
    /// Submissions of this state of the ledger, newest first.
    rows: Option<(u64, Vec<Arc<Submission>>)>,
    chosen: Option<Uid>,
    asked: Option<(Uid, u64)>,
    told: Option<(Uid, Told)>,
    said: Option<Said>,
}

impl Sent {
    pub(super) fn corrections(&mut self, uid: Uid, told: Result<Corrections, Advice>) {
        match told {
            Ok(told) => self.told = Some((uid, Told::of(told))),
            Err(advice) => self.said = Some(Said::bad(&advice)),
        }
    }

    /// Write the 更正说明 there.
    pub(super) fn save(&self, path: PathBuf) -> Option<Action> {
        Some(put_out(self.chosen?, Way::File(path)))
    }

    pub(super) fn put_out(
        &mut self,
        way: &Way,
        written: Result<PathBuf, Advice>,
    ) -> Option<Action> {
        match (way, written) {
            (_, Err(advice)) => {
                self.said = Some(Said::bad(&advice));
                None
            }
            (Way::Print, Ok(path)) => Some(Action::Print(path)),
            (Way::File(_), Ok(path)) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                self.said = Some(Said {
                    lines: vec![format!("已保存更正说明“{name}”")],
                    file: Some(path.clone()),
                    bad: false,
                });
                None
            }
        }
    }

    fn fill(&mut self, scene: &Scene<'_>) -> Vec<Arc<Submission>> {
        let revision = scene.state.revision;
        if self.rows.as_ref().is_none_or(|(r, _)| *r != revision) {
            let ledger = &scene.state.ledger;
            let all = ledger.submissions.values();
            let mut rows: Vec<Arc<Submission>> =
                all.filter(|s| s.office == ledger.home).cloned().collect();
            rows.sort_by_key(|s| std::cmp::Reverse((s.sequence, s.day)));
            self.rows = Some((revision, rows));
        }
        self.rows
            .as_ref()
            .map(|(_, r)| r.clone())
            .unwrap_or_default()
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, actions: &mut Vec<Action>) {
        said_ui(ui, &mut self.said, actions);
        let rows = self.fill(scene);
        if rows.is_empty() {
            return empty_ui(ui, "还没有上报过。在“生成上报包”里生成第一份");
        }
        let chosen = self
            .chosen
            .and_then(|uid| rows.iter().position(|s| s.uid == uid))
            .unwrap_or(0);
        let height = (rows.len() as f32 + 1.5).min(7.0) * theme::ROW;
        ui.allocate_ui(Vec2::new(ui.available_width(), height), |ui| {
            if let Some(Deed::Choose(n)) = table_ui(ui, &rows, chosen) {
                self.chosen = rows.get(n).map(|s| s.uid);
            }
        });
        let Some(submission) = rows.get(chosen) else {
            return;
        };
        self.chosen = Some(submission.uid);
        let wanted = (submission.uid, scene.state.revision);
        if self.asked != Some(wanted) {
            self.asked = Some(wanted);
            let ask = PackAsk::Corrections(submission.uid);
            actions.push(Action::Ask(Ask::Packs(ask)));
        }
        ui.add_space(6.0);
        self.corrections_ui(ui, submission, scene.personal, actions);
    }

    fn corrections_ui(
        &self,
        ui: &mut Ui,
        submission: &Submission,
        personal: bool,
        actions: &mut Vec<Action>,
    ) {
        let told = self.told.as_ref().filter(|(u, _)| *u == submission.uid);
        let Some((_, told)) = told else {
            ui.label(theme::weak("正在对比…"));
            return;
        };
        let nothing = told.figures + told.records == 0;
        ui.horizontal(|ui| {
            let text = format!(
                "{} 上报以来的更正：指标 {} 项，记录 {} 条",
                submission.title, told.figures, told.records
            );
            button::section(ui, &text);
            ui.add_enabled_ui(!nothing, |ui| {
                if button::tool(ui, icons::ICON_PRINT, "打印更正说明").clicked() {
                    actions.push(put_out(submission.uid, Way::Print));
                }
                if button::tool(ui, icons::ICON_SAVE, "保存更正说明…").clicked() {
                    let words = format!("更正说明 {}", submission.title);
                    let name = outfile::named(&words, "pdf");
                    actions.push(Action::Pick(Purpose::SaveCorrections(name)));
                }
            });
        });
        if nothing {
            ui.label(theme::weak("上报以后没有改动，不用更正"));
            return;
        }
        let lines = if personal { &told.lines } else { &told.masked };
        ScrollArea::vertical()
            .id_salt("corrections")
            .auto_shrink(false)
            .show_rows(ui, 26.0, lines.len(), |ui, shown| {
                for (what, change) in lines.get(shown).unwrap_or_default() {
                    ui.horizontal(|ui| {
                        ui.set_height(26.0);
                        let room = ui.available_width() * 0.42;
                        let layout = egui::Layout::left_to_right(egui::Align::Center);
                        ui.allocate_ui_with_layout(Vec2::new(room, 24.0), layout, |ui| {
                            ui.set_width(room);
                            ui.add(Label::new(RichText::new(what).size(14.0)).truncate());
                        });
                        let text = theme::weak(change).size(14.0);
                        ui.add(Label::new(text).truncate()).on_hover_text(change);
                    });
                }
            });
    }
}

fn put_out(uid: Uid, way: Way) -> Action {
    Action::Ask(Ask::Packs(PackAsk::PutOut(uid, way)))
}

fn table_ui(ui: &mut Ui, rows: &[Arc<Submission>], chosen: usize) -> Option<Deed> {
    let head = |label: &str, width, right| Head {
        key: "",
        label: label.into(),
        width,
        right,
    };
    let heads = [
        head("上报日期", 100.0, false),
        head("期间", 240.0, false),
        head("序号", 56.0, true),
        head("报送单位", 200.0, false),
        head("记录", 80.0, true),
        head("校验码", 130.0, false),
        head("证件和电话", 90.0, false),
    ];
    let standing = Standing {
        count: rows.len(),
        chosen: Some(chosen),
        scroll_to: None,
        sorted: ("none", false),
    };
    record_table_ui(ui, "sent", &heads, standing, |n, column| {
        let Some(s) = rows.get(n) else {
            return String::new();
        };
        match column {
            0 => s.day.map(|d| d.to_string()).unwrap_or_default(),
            1 => s.period().map(|p| p.label).unwrap_or_default(),
            2 => s.sequence.map(|n| n.to_string()).unwrap_or_default(),
            3 => s.addressee.clone(),
            4 => s.counted().values().sum::<u64>().to_string(),
            5 => s.check_code.clone(),
            _ => if s.personal { "带上" } else { "未带" }.to_owned(),
        }
    })
}
