//! What a screen of packs says last: done, with the file, or why not. And how far long work is.

use crate::app::progress::Progress;
use crate::app::words::Advice;
use crate::ui::action::Action;
use crate::ui::theme;
use egui::Frame;
use egui::Margin;
use egui::RichText;
use egui::Ui;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// What was said last.
#[derive(Debug, Clone)]
pub(super) struct Said {
    /// Sentences, one a line.
    pub lines: Vec<String>,
    /// The file that was written.
    pub file: Option<PathBuf>,
    /// Whether it is a refusal.
    pub bad: bool,
}

impl Said {
    pub(super) fn bad(advice: &Advice) -> Self {
        Self {
            lines: vec![advice.to_string()],
            file: None,
            bad: true,
        }
    }
}

/// Draw it; it goes when it is closed.
pub(super) fn said_ui(ui: &mut Ui, said: &mut Option<Said>, actions: &mut Vec<Action>) {
    let Some(now) = said else { return };
    let (ground, ink) = if now.bad {
        (theme::now().bad_soft, theme::now().bad)
    } else {
        (theme::now().good_soft, theme::now().good)
    };
    let mut close = false;
    Frame::new()
        .fill(ground)
        .corner_radius(4)
        .inner_margin(Margin::symmetric(10, 6))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            for line in &now.lines {
                ui.add(egui::Label::new(RichText::new(line).color(ink)).wrap());
            }
            ui.horizontal(|ui| {
                if let Some(file) = &now.file
                    && ui.button("打开所在文件夹").clicked()
                {
                    actions.push(Action::ShowInFolder(file.clone()));
                }
                close = ui.button("知道了").clicked();
            });
        });
    if close {
        *said = None;
    }
}

/// Draw how far it is, with the way to stop it.
pub(super) fn progress_ui(ui: &mut Ui, what: &str, progress: &Arc<Progress>) {
    ui.horizontal(|ui| {
        ui.spinner();
        ui.label(what);
        if progress.is_wanted() {
            if ui.button("取消").clicked() {
                progress.stop();
            }
        } else {
            ui.label(theme::weak("正在停下…"));
        }
    });
    // Under the button, which must not move away from the pointer when the bar comes.
    let share = progress.share().unwrap_or(0.0);
    let bar = egui::ProgressBar::new(share).desired_width(280.0);
    ui.add(bar.show_percentage());
    ui.ctx().request_repaint_after(Duration::from_millis(100));
}
