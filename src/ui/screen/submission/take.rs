//! 收包: packs dropped or picked, what each would do before anything is written, one step for all of them.

use super::conflicts::Conflicts;
use super::judged::detail_ui;
use super::judged::list_ui;
use super::said::Said;
use super::said::progress_ui;
use super::said::said_ui;
use crate::app::Done;
use crate::app::desk::Arrival;
use crate::app::desk::Ask;
use crate::app::desk::PackAsk;
use crate::app::merge::Judged;
use crate::app::merge::Password;
use crate::app::merge::Preview;
use crate::app::progress::Progress;
use crate::app::words::Advice;
use crate::model::Period;
use crate::model::district::DISTRICT;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::page_preview::empty_ui;
use egui::RichText;
use egui::ScrollArea;
use egui::Ui;
use egui::Vec2;
use egui_material_icons::icons;
use std::path::PathBuf;
use std::sync::Arc;

/// Packs on their way in.
#[derive(Default)]
pub(super) struct Taking {
    /// What is read, and the passwords of locked ones so far.
    paths: Vec<PathBuf>,
    passwords: Vec<Password>,
    password: String,
    pub(super) reading: Option<Arc<Progress>>,
    arrived: Option<Arrival>,
    chosen: usize,
    conflicts: Conflicts,
    writing: bool,
    said: Option<Said>,
}

impl Taking {
    /// Read these packs and folders.
    pub(super) fn begin(&mut self, paths: Vec<PathBuf>) -> Action {
        self.read(paths, Vec::new())
    }

    fn read(&mut self, paths: Vec<PathBuf>, passwords: Vec<Password>) -> Action {
        // One that is still reading is of no interest any more.
        if let Some(old) = &self.reading {
            old.stop();
        }
        let progress = Arc::new(Progress::default());
        *self = Self {
            paths: paths.clone(),
            passwords: passwords.clone(),
            reading: Some(Arc::clone(&progress)),
            ..Self::default()
        };
        Action::Ask(Ask::Packs(PackAsk::Read(paths, passwords, progress)))
    }

    // Locked packs wait for the password that the office told another way.
    fn password_ui(&mut self, ui: &mut Ui, locked: usize) -> Option<Action> {
        let mut open = false;
        ui.horizontal(|ui| {
            let text = match self.passwords.len() {
                0 => format!("有 {locked} 份加了密码"),
                _ => format!("还有 {locked} 份打不开，密码不对"),
            };
            let label = ui.label(RichText::new(format!("{text}，密码")).color(theme::now().warn));
            let edit = egui::TextEdit::singleline(&mut self.password)
                .password(true)
                .margin(egui::Margin::symmetric(8, 5))
                .desired_width(180.0);
            let edited = ui.add(edit).labelled_by(label.id);
            let enter = edited.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
            let some = !self.password.trim().is_empty();
            let face = ui.add_enabled(some, egui::Button::new("打开"));
            open = some && (enter || face.clicked());
        });
        if !open {
            return None;
        }
        let mut passwords = std::mem::take(&mut self.passwords);
        passwords.push(Password::new(&self.password));
        let paths = std::mem::take(&mut self.paths);
        Some(self.read(paths, passwords))
    }

    pub(super) fn judged(&mut self, judged: Result<Arrival, Advice>) {
        self.reading = None;
        match judged {
            Ok(arrived) => {
                self.conflicts = Conflicts::of(good(&arrived.judged));
                self.arrived = Some(arrived);
                self.chosen = 0;
            }
            Err(advice) => self.said = Some(Said::bad(&advice)),
        }
    }

    /// The ledger changed since they were judged, or an answer raised a question: nothing was written.
    pub(super) fn judged_anew(&mut self, arrival: Arrival) {
        self.writing = false;
        self.conflicts = self.conflicts.again(good(&arrival.judged));
        self.arrived = Some(arrival);
        self.said = Some(Said {
            lines: vec!["台账刚有改动，已重新核对，还没有写入。请再看一遍，再点并入。".into()],
            file: None,
            bad: true,
        });
    }

    /// The period of the first pack that can be taken in.
    pub(super) fn period(&self) -> Option<Period> {
        let mut good = good(&self.arrived.as_ref()?.judged);
        good.next()?.submission.period()
    }

    pub(super) fn taken(&mut self, taken: Result<Done, Advice>) {
        self.writing = false;
        match taken {
            Ok(done) => {
                let text = match done.records {
                    0 => "没有需要写入的变化".to_owned(),
                    n => format!("{}，写入 {n} 条，按 Ctrl+Z 可以一步撤销", done.label),
                };
                *self = Self::default();
                self.said = Some(Said {
                    lines: vec![text],
                    file: None,
                    bad: false,
                });
            }
            Err(advice) => self.said = Some(Said::bad(&advice)),
        }
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, actions: &mut Vec<Action>) {
        ui.horizontal(|ui| {
            if button::tool(ui, icons::ICON_MOVE_TO_INBOX, "选择上报包…").clicked() {
                actions.push(Action::Pick(Purpose::Packs));
            }
            if button::tool(ui, icons::ICON_FOLDER_OPEN, "选择文件夹…").clicked() {
                actions.push(Action::Pick(Purpose::PackFolder));
            }
            self.accept_ui(ui, scene, actions);
        });
        said_ui(ui, &mut self.said, actions);
        if let Some(progress) = &self.reading {
            return progress_ui(ui, "正在读取和核对上报包", progress);
        }
        let locked = self
            .arrived
            .as_ref()
            .map_or(0, |a| a.judged.iter().filter(|j| j.locked).count());
        if locked > 0
            && let Some(action) = self.password_ui(ui, locked)
        {
            actions.push(action);
            return;
        }
        let Some(Arrival { judged, .. }) = &self.arrived else {
            if self.said.is_none() {
                let text = if scene.state.ledger.office().kind == DISTRICT {
                    "把各单位的上报包拖到这里，可以一次几份，也可以拖文件夹"
                } else {
                    "把本单位另一台电脑的上报包，或区里退回的包拖到这里"
                };
                empty_ui(ui, text);
            }
            return;
        };
        let height = (judged.len() as f32).clamp(1.0, 7.0) * (theme::ROW + 8.0) + 34.0;
        ui.allocate_ui(Vec2::new(ui.available_width(), height), |ui| {
            list_ui(ui, judged, &mut self.chosen);
        });
        ui.separator();
        let open = !self.conflicts.is_empty();
        let one = judged.get(self.chosen);
        ScrollArea::vertical()
            .id_salt("judged")
            .auto_shrink(false)
            .show(ui, |ui| {
                if open {
                    self.conflicts.ui(ui, scene.personal);
                }
                if let Some(one) = one {
                    detail_ui(ui, one);
                }
            });
    }

    fn accept_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, actions: &mut Vec<Action>) {
        let Some(arrival) = &self.arrived else {
            return;
        };
        let good: Vec<&Preview> = good(&arrival.judged).collect();
        let bad = arrival.judged.len() - good.len();
        let fresh = good.iter().filter(|p| !p.is_idle()).count();
        let text = match (bad, fresh) {
            (_, 0) => "没有要写入的变化".to_owned(),
            (0, n) => format!("并入 {n} 份"),
            (bad, n) => format!("跳过 {bad} 份，并入其余 {n} 份"),
        };
        let left = self.conflicts.undecided();
        let can = scene.state.writable && fresh > 0 && left == 0 && !self.writing;
        let take = ui
            .add_enabled_ui(can, |ui| button::primary(ui, icons::ICON_CHECK, &text))
            .inner;
        if take.clicked() {
            let decisions = self.conflicts.decisions.clone();
            let take = PackAsk::Take(Arc::clone(&arrival.held), arrival.revision, decisions);
            actions.push(Action::Ask(Ask::Packs(take)));
            self.writing = true;
        }
        if self.writing {
            ui.spinner();
            ui.label("正在写入…");
        } else if left > 0 {
            ui.label(
                RichText::new(format!("还有 {left} 处要决定用哪一边")).color(theme::now().warn),
            );
        } else if fresh > 0 {
            ui.label(theme::weak("还没有写入。几份包算一步，可以一次撤销"));
        }
        if ui.button("不收了").clicked() {
            *self = Self::default();
        }
    }
}

// Those that can be taken in.
fn good(judged: &[Judged]) -> impl Iterator<Item = &Preview> {
    judged.iter().filter_map(|j| j.preview.as_ref().ok())
}
