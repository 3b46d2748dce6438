//! 数据体检: what was looked at, in plain sentences, each with its mend beside it.

use super::Screen;
use crate::app::desk::Ask;
use crate::app::desk::HealthAsk;
use crate::app::desk::HealthTold;
use crate::app::desk::Snapshot;
use crate::app::health::Finding;
use crate::app::health::Health;
use crate::app::health::Last;
use crate::app::health::Level;
use crate::app::health::Mend;
use crate::ui::action::Action;
use crate::ui::system::share;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::RichText;
use egui::Ui;
use egui_material_icons::icons;

/// 数据体检 between frames.
#[derive(Debug, Default)]
pub struct HealthScreen {
    last: Last,
    progress: Option<(usize, usize)>,
    made: Option<Box<Health>>,
    asked: bool,
}

impl HealthScreen {
    /// How far the work is that runs, 0 to 1.
    pub fn share(&self) -> Option<f32> {
        self.progress.map(share)
    }

    /// Take what was told; a sentence to say when the clerk should know.
    pub fn take(&mut self, told: HealthTold) -> Option<String> {
        match told {
            HealthTold::Last(last) => self.last = last,
            HealthTold::Progress(done, of) => self.progress = Some((done, of)),
            HealthTold::Made(health) => {
                self.progress = None;
                self.last.at = Some(health.at);
                self.last.bad = health.bad();
                // One nobody asked for speaks only when something is wrong.
                let wanted = std::mem::take(&mut self.asked) || health.bad() > 0;
                let said = wanted.then(|| health.in_short());
                self.made = Some(health);
                return said;
            }
        }
        None
    }

    /// Things that are lost or in danger, by the last examination.
    pub fn bad(&self) -> usize {
        self.last.bad
    }
}

/// Draw 数据体检.
pub fn health_ui(ui: &mut Ui, screen: &mut HealthScreen, state: &Snapshot) -> Vec<Action> {
    let mut actions = Vec::new();
    ui.heading("数据体检");
    ui.label(
        theme::weak(
            "核对数据文件、操作记录、附件、备份和每条记录。每周和没有正常关闭之后自动做一次",
        )
        .size(13.0),
    );
    ui.horizontal(|ui| {
        let idle = screen.progress.is_none();
        let begin = ui
            .add_enabled_ui(idle, |ui| {
                button::primary(ui, icons::ICON_HEALTH_AND_SAFETY, "开始体检")
            })
            .inner;
        if begin.clicked() {
            screen.asked = true;
            screen.progress = Some((0, 1));
            actions.push(Action::Ask(Ask::Health(HealthAsk::Begin)));
        }
        let last = match screen.last.at {
            Some(at) => format!("上次体检：{}", at.strftime("%Y-%m-%d %H:%M")),
            None => "还没有体检过".to_owned(),
        };
        ui.label(theme::weak(last));
    });
    if let Some((done, of)) = screen.progress {
        let share = done as f32 / of.max(1) as f32;
        ui.add(egui::ProgressBar::new(share).text(format!("正在核对 {done}/{of}")));
    }
    ui.add_space(6.0);
    let Some(health) = &screen.made else {
        return actions;
    };
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            for finding in &health.findings {
                finding_ui(ui, finding, state.writable, &mut actions);
            }
        });
    actions
}

fn finding_ui(ui: &mut Ui, finding: &Finding, may_write: bool, actions: &mut Vec<Action>) {
    let (icon, ink) = match finding.level {
        Level::Good => (icons::ICON_CHECK_CIRCLE, theme::now().good),
        Level::Look => (icons::ICON_INFO, theme::now().warn),
        Level::Bad => (icons::ICON_ERROR, theme::now().bad),
    };
    ui.horizontal_wrapped(|ui| {
        ui.label(egui::RichText::from(icon.outlined()).color(ink));
        ui.label(RichText::new(&finding.text).color(ink));
        if let Some(mend) = finding.mend
            && ui
                .add_enabled(
                    may_write || mend == Mend::Restore,
                    egui::Button::new(mend.label()),
                )
                .clicked()
        {
            actions.push(match mend {
                Mend::Restore => Action::Go(Screen::Copies),
                _ => Action::Ask(Ask::Health(HealthAsk::Mend(mend))),
            });
        }
    });
    for detail in &finding.details {
        ui.horizontal(|ui| {
            ui.add_space(26.0);
            ui.add(egui::Label::new(theme::weak(&detail.text).size(13.0)).truncate());
            if let Some((register, uid)) = detail.record
                && ui.small_button("查看").clicked()
            {
                actions.push(Action::Open(register, uid));
            }
        });
    }
    let more = finding.count.saturating_sub(finding.details.len());
    if more > 0 && !finding.details.is_empty() {
        ui.label(theme::weak(format!("等，另有 {more} 条")).size(13.0));
    }
}
