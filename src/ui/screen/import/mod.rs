//! 导入表格: choose or drop sheets, see what each row means and why, put right what is wrong on the spot, take in what is
//! right as one step.

mod columns;
mod row;
mod rows;

use crate::app::desk::Ask;
use crate::app::desk::Snapshot;
use crate::app::import::ImportPlan;
use crate::app::import::ImportRequest;
use crate::app::import::Outcome;
use crate::app::import::PlannedRow;
use crate::app::import::Preview;
use crate::app::import::Said;
use crate::app::import::Source;
use crate::app::import::Stage;
use crate::app::import::TakingIn;
use crate::app::words::Advice;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::system::share;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::page_preview::empty_ui;
use egui::RichText;
use egui::Ui;
use egui_material_icons::icons;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// The import on screen.
#[derive(Debug, Default)]
pub struct ImportScreen {
    files: Vec<PathBuf>,
    /// What stands in the field of the year: what was taken, or what the clerk types.
    year: String,
    /// The year the clerk chose. A sheet that names its own year keeps it until then.
    year_by_hand: Option<i16>,
    said: Said,
    preview: Option<Box<Preview>>,
    trouble: Option<Advice>,
    stage: Option<Stage>,
    /// Rows that are shown: by outcome and words.
    only: Only,
    words: String,
    shown: Vec<usize>,
    shown_for: Option<(Only, String)>,
    /// The row that is looked at.
    chosen: Option<usize>,
    scroll_to: Option<usize>,
    /// What was typed into its cells, by place, and not taken over yet.
    typed: BTreeMap<usize, String>,
    /// The table whose columns are put right.
    columns: Option<usize>,
}

/// Which rows are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Only {
    /// All of them.
    #[default]
    All,
    /// Those of one outcome.
    Outcome(Outcome),
    /// Those someone else may be meant by (重名).
    Namesakes,
    /// Those the clerk left out.
    LeftOut,
}

impl Only {
    fn holds(self, row: &PlannedRow) -> bool {
        match self {
            Self::All => true,
            Self::Outcome(outcome) => row.outcome == outcome && !row.left_out,
            Self::Namesakes => !row.namesakes.is_empty(),
            Self::LeftOut => row.left_out,
        }
    }
}

impl ImportScreen {
    /// Read these sheets.
    pub fn begin(&mut self, files: Vec<PathBuf>) -> Action {
        *self = Self {
            files,
            ..Self::default()
        };
        self.read()
    }

    fn request(&self) -> ImportRequest {
        ImportRequest {
            files: self.files.clone(),
            register: None,
            year: self.year_by_hand,
            said: self.said.clone(),
        }
    }

    fn read(&mut self) -> Action {
        self.preview = None;
        self.trouble = None;
        self.stage = Some(Stage::Reading(0, self.files.len()));
        Action::Ask(Ask::Preview(self.request()))
    }

    // What was read stays; only what it means is asked again.
    fn replan(&mut self) -> Action {
        let Some(preview) = &self.preview else {
            return self.read();
        };
        let sources: Arc<Vec<Source>> = Arc::clone(&preview.sources);
        self.stage = Some(Stage::Planning(0, preview.plan.rows.len()));
        Action::Ask(Ask::Replan(self.request(), sources))
    }

    /// How far reading, planning or writing is, 0 to 1.
    pub fn share(&self) -> Option<f32> {
        self.stage.map(|stage| share(stage.count()))
    }

    /// How far it is.
    pub fn progress(&mut self, stage: Stage) {
        if self.stage.is_some() {
            self.stage = Some(stage);
        }
    }

    /// The preview came.
    pub fn take(&mut self, preview: Result<Box<Preview>, Advice>) {
        self.stage = None;
        match preview {
            Ok(preview) => {
                self.year = preview.plan.year.map(|y| y.to_string()).unwrap_or_default();
                self.trouble = None;
                self.shown_for = None;
                self.typed.clear();
                self.chosen = self.chosen.filter(|n| *n < preview.plan.rows.len());
                self.columns = self.columns.filter(|n| *n < preview.plan.tables.len());
                self.preview = Some(preview);
            }
            Err(trouble) => self.trouble = Some(trouble),
        }
    }

    /// The records changed since it was planned.
    pub fn planned_too_long(&mut self) -> Action {
        self.replan()
    }

    /// The rows were taken in.
    pub fn done(&mut self) {
        *self = Self::default();
    }

    /// They were not.
    pub fn refused(&mut self) {
        self.stage = None;
    }

    fn stop(&mut self) -> Action {
        self.stage = None;
        Action::CancelImport
    }

    // Filters and words are followed when they change, not in each frame.
    fn follow(&mut self) {
        let Some(preview) = &self.preview else {
            return;
        };
        let wanted = (self.only, self.words.trim().to_owned());
        if self.shown_for.as_ref() == Some(&wanted) {
            return;
        }
        let rows = &preview.plan.rows;
        let found = if wanted.1.is_empty() {
            (0..rows.len()).collect()
        } else {
            preview.search.find(&wanted.1)
        };
        let holds = |n: &usize| rows.get(*n).is_some_and(|r| self.only.holds(r));
        self.shown = found.into_iter().filter(holds).collect();
        self.shown_for = Some(wanted);
        self.scroll_to = self.chosen.filter(|n| self.shown.contains(n));
    }
}

/// Draw the import.
pub fn import_ui(
    ui: &mut Ui,
    screen: &mut ImportScreen,
    state: &Snapshot,
    personal: bool,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let writable = state.writable;
    // What was planned on older records is planned again.
    let older = |p: &Preview| p.revision != state.revision;
    if screen.stage.is_none() && screen.preview.as_deref().is_some_and(older) {
        actions.push(screen.replan());
    }
    ui.heading("导入表格");
    if screen.preview.is_none() {
        ui.label(theme::weak(
            "支持 xlsx、xls、et、ods、csv。先看结果，确认后才写入；导入可以一步撤销",
        ));
    }
    let idle = screen.stage.is_none();
    let mut whole = None;
    ui.horizontal(|ui| {
        actions.extend(files_ui(ui, screen));
        if let Some(preview) = screen.preview.take() {
            ui.add_enabled_ui(idle, |ui| whole = accept_ui(ui, &preview, screen, writable));
            screen.preview = Some(preview);
        }
    });
    if let Some(stage) = screen.stage {
        let stopped = ui.horizontal(|ui| {
            ui.add(
                egui::ProgressBar::new(share(stage.count()))
                    .desired_width(260.0)
                    .desired_height(18.0),
            );
            ui.label(said_of(stage));
            button::tool(ui, icons::ICON_CLOSE, "停止").clicked()
        });
        if stopped.inner {
            actions.push(screen.stop());
        }
        // What is planned again stays in sight meanwhile.
        if screen.preview.is_none() {
            return actions;
        }
    }
    if let Some(trouble) = &screen.trouble {
        egui::Frame::new()
            .fill(theme::now().bad_soft)
            .corner_radius(4)
            .inner_margin(10)
            .show(ui, |ui| {
                ui.label(
                    RichText::new(format!("{}。{}。", trouble.what, trouble.next))
                        .color(theme::now().bad),
                );
            });
    }
    let Some(preview) = screen.preview.take() else {
        if screen.trouble.is_none() {
            empty_ui(ui, "把表格拖到这里，或点“选择表格…”，可以一次选几份");
        }
        return actions;
    };
    summary_ui(ui, &preview, screen);
    screen.preview = Some(preview);
    screen.follow();
    let Some(preview) = screen.preview.take() else {
        return actions;
    };
    let mut asked = side_ui(ui, &preview, screen, personal);
    rows::rows_ui(ui, &preview, screen);
    asked |= columns::columns_window(ui, &preview, screen);
    if whole == Some(Whole::TakeIn) {
        screen.stage = Some(Stage::Writing(0, preview.plan.rows.len()));
        actions.push(Action::Ask(Ask::TakeIn(Box::new(TakingIn {
            plan: Arc::clone(&preview.plan),
            revision: preview.revision,
            said: screen.said.clone(),
        }))));
    }
    screen.preview = Some(preview);
    if asked || whole == Some(Whole::Replan) {
        actions.push(screen.replan());
    }
    actions
}

// At the right: the row that is looked at, else the tables and what there is to say about them.
fn side_ui(ui: &mut Ui, preview: &Preview, screen: &mut ImportScreen, personal: bool) -> bool {
    let mut replan = false;
    // With large letters the rows keep more than half of the room.
    let wide = (ui.available_width() * 0.42).min(400.0);
    egui::Panel::right("import_side")
        .exact_size(wide)
        .frame(
            egui::Frame::new()
                .fill(theme::now().paper)
                .inner_margin(egui::Margin {
                    left: 12,
                    right: 0,
                    top: 4,
                    bottom: 0,
                }),
        )
        .show(ui, |ui| {
            if let Some(planned) = screen.chosen.and_then(|n| preview.plan.rows.get(n)) {
                replan = row::row_ui(ui, preview, planned, screen, personal);
                return;
            }
            egui::ScrollArea::vertical()
                .id_salt("import_tables")
                .auto_shrink([false, false])
                .show(ui, |ui| {
                    button::section(ui, "各表");
                    columns::tables_ui(ui, preview, screen);
                    if !preview.plan.remarks.is_empty() {
                        button::section(ui, "说明");
                    }
                    for remark in &preview.plan.remarks {
                        ui.add(egui::Label::new(theme::weak(remark).size(13.5)).wrap());
                    }
                });
        });
    replan
}

/// Draw what each row of a plan means, to be looked through; nothing is put right here.
pub(super) fn preview_ui(ui: &mut Ui, plan: &ImportPlan, only: &mut Option<Outcome>) {
    ui.horizontal(|ui| {
        let all = format!("全部 {}", plan.rows.len());
        if button::choice(ui, only.is_none(), &all).clicked() {
            *only = None;
        }
        for outcome in Outcome::ALL {
            let text = format!("{} {}", outcome.label(), plan.count(outcome));
            if button::choice(ui, *only == Some(outcome), &text).clicked() {
                *only = Some(outcome);
            }
        }
    });
    for remark in &plan.remarks {
        ui.add(egui::Label::new(theme::weak(remark).size(13.0)).wrap());
    }
    let rows = plan.rows.iter().enumerate();
    let shown: Vec<usize> = rows
        .filter(|(_, r)| only.is_none_or(|o| o == r.outcome))
        .map(|(n, _)| n)
        .collect();
    rows::table_ui(ui, plan, &shown, None, None);
}

fn files_ui(ui: &mut Ui, screen: &mut ImportScreen) -> Option<Action> {
    let mut action = None;
    let pick = if screen.preview.is_some() {
        button::tool(ui, icons::ICON_UPLOAD_FILE, "选择表格…")
    } else {
        button::primary(ui, icons::ICON_UPLOAD_FILE, "选择表格…")
    };
    if pick.clicked() {
        action = Some(Action::Pick(Purpose::Sheets));
    }
    if !screen.files.is_empty() {
        let label = ui.label(theme::weak("没有写年份的按"));
        let edit = egui::TextEdit::singleline(&mut screen.year)
            .desired_width(56.0)
            .margin(egui::Margin::symmetric(8, 5));
        let edited = ui.add(edit).labelled_by(label.id);
        ui.label(theme::weak("年"));
        let planned = screen.preview.as_ref().and_then(|p| p.plan.year);
        let another = planned.map(|y| y.to_string()).as_deref() != Some(screen.year.trim());
        if edited.lost_focus() && screen.preview.is_some() && another {
            let typed = screen.year.trim().parse().ok();
            screen.year_by_hand = typed.filter(|y| (1900..2200).contains(y));
            action = Some(screen.replan());
        }
    }
    action
}

fn said_of(stage: Stage) -> String {
    match stage {
        Stage::Reading(done, all) => format!("正在读取第 {} 份，共 {all} 份", (done + 1).min(all)),
        Stage::Planning(done, all) => format!("正在核对，{done} / {all} 行"),
        Stage::Writing(done, all) => format!("正在写入，{done} / {all} 条"),
    }
}

fn summary_ui(ui: &mut Ui, preview: &Preview, screen: &mut ImportScreen) {
    let plan = &preview.plan;
    let mut chips = vec![(Only::All, format!("全部 {}", plan.rows.len()))];
    chips.extend(Outcome::ALL.map(|o| {
        let text = format!("{} {}", o.label(), plan.count(o));
        (Only::Outcome(o), text)
    }));
    for (only, name) in [(Only::Namesakes, "重名待定"), (Only::LeftOut, "已排除")] {
        let count = plan.rows.iter().filter(|r| only.holds(r)).count();
        if count > 0 {
            chips.push((only, format!("{name} {count}")));
        }
    }
    ui.horizontal(|ui| {
        for (only, text) in chips {
            if button::choice(ui, screen.only == only, &text).clicked() {
                screen.only = only;
            }
        }
        let edit = egui::TextEdit::singleline(&mut screen.words)
            .hint_text("查找名称、说明，可用拼音首字母")
            .desired_width(230.0)
            .margin(egui::Margin::symmetric(8, 5));
        ui.add(edit).accessible_name("在导入结果里查找");
    });
}

/// What the clerk wants done with the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whole {
    TakeIn,
    Replan,
}

fn accept_ui(
    ui: &mut Ui,
    preview: &Preview,
    screen: &mut ImportScreen,
    writable: bool,
) -> Option<Whole> {
    let plan = &preview.plan;
    let refused = plan.count(Outcome::Refused);
    let written = |r: &&PlannedRow| r.outcome != Outcome::Refused && !r.records.is_empty();
    let count = plan.rows.iter().filter(written).count();
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
    if plan.count(Outcome::Doubtful) > 0 {
        ui.label(theme::weak("存疑的格留空，记作“待核实”"))
            .on_hover_text(
                "存疑的行照常导入；存疑的格留空，原来的字记作“待核实”，以后在记录里补上",
            );
    }
    let said = &screen.said;
    let fixed = said.cells.len() + said.left_out.len() + said.people.len();
    if fixed > 0 {
        ui.label(theme::weak(format!("已改动 {fixed} 处")));
        if button::tool(ui, icons::ICON_UNDO, "全部恢复").clicked() {
            screen.said = Said {
                shapes: std::mem::take(&mut screen.said.shapes),
                ..Said::default()
            };
            return Some(Whole::Replan);
        }
    }
    take.clicked().then_some(Whole::TakeIn)
}
