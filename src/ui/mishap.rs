//! A panic while a frame was drawn, and the report of one from before: one sentence over the window, and back to work.

use super::Desktop;
use super::action::Action;
use super::screen::Screen;
use super::theme;
use super::widget::button;
use crate::app::crash;
use egui_material_icons::icons;
use std::path::PathBuf;

/// What went wrong in the window.
#[derive(Debug, Default)]
pub(super) struct Mishap {
    /// How often, close together.
    count: u32,
    /// When it was last, in the window's seconds.
    last: f64,
    /// What is to be told.
    told: Option<Told>,
}

#[derive(Debug, Clone)]
enum Told {
    /// A frame could not be drawn just now.
    Now,
    /// The program ended by itself before; its report.
    Before(PathBuf),
}

/// A window that fails this often in a row can't be drawn at all.
const MOST: u32 = 4;

impl Mishap {
    fn before(report: PathBuf) -> Self {
        Self {
            told: Some(Told::Before(report)),
            ..Self::default()
        }
    }

    /// Whether there is no use in drawing on.
    pub(super) fn is_final(&self) -> bool {
        self.count >= MOST
    }
}

impl Desktop {
    /// Tell the clerk of the report an earlier run left.
    pub fn tell_of(&mut self, report: PathBuf) {
        self.mishap = Mishap::before(report);
    }

    /// Back to where drawing is known to work, with everything typed kept as drafts.
    pub(super) fn after_mishap(&mut self, now: f64, ctx: &egui::Context) {
        let again = now - self.mishap.last < crash::AGAIN.as_secs_f64();
        self.mishap.count = if again { self.mishap.count + 1 } else { 1 };
        self.mishap.last = now;
        self.mishap.told = Some(Told::Now);
        let kept = crash::guard(|| self.keep_all()).unwrap_or_default();
        for action in kept {
            if let Action::Ask(ask) = action {
                self.ask(ask);
            }
        }
        self.screen = Screen::Home;
        self.deleting = None;
        self.help.close();
        self.shortcuts = false;
        self.palette.close();
        ctx.request_repaint();
    }
}

/// Say it over the window.
pub(super) fn mishap_ui(ctx: &egui::Context, mishap: &mut Mishap) -> Vec<Action> {
    let mut actions = Vec::new();
    let Some(told) = mishap.told.clone() else {
        return actions;
    };
    let mut goes = false;
    let modal = egui::Modal::new(egui::Id::unique("mishap")).show(ctx, |ui| {
        ui.set_width(460.0);
        ui.label(theme::strong("程序出了问题", 18.0));
        match &told {
            Told::Now => {
                ui.label("刚才的页面没能显示，已回到工作台。");
                ui.label("已保存的内容都在，没保存的已存为草稿。");
            }
            Told::Before(report) => {
                ui.label("上次程序意外关闭了，已保存的内容都在。");
                ui.label("没保存的草稿打开那一页就能接着填。错误报告里没有台账的内容，可以发给维护的人。");
                if button::tool(ui, icons::ICON_FOLDER_OPEN, "打开错误报告所在文件夹").clicked() {
                    actions.push(Action::ShowInFolder(report.clone()));
                }
            }
        }
        ui.add_space(8.0);
        goes = button::primary(ui, icons::ICON_CHECK, "继续工作").clicked();
    });
    if goes || modal.should_close() {
        mishap.told = None;
    }
    actions
}

/// All that is drawn when nothing else can be.
pub(super) fn final_ui(ui: &mut egui::Ui) {
    egui::CentralPanel::default().show(ui, |ui| {
        ui.add_space(120.0);
        ui.vertical_centered(|ui| {
            ui.label("程序一再出错，显示不了这个页面。已保存的内容都在，没保存的已存为草稿。");
            ui.label("请关闭程序再打开。");
            if ui.button("关闭程序").clicked() {
                ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
            }
        });
    });
}
