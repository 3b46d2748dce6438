//! 换人交接, in 设置: for whom and where; and the welcome of whoever took over.

use crate::app::command::Command;
use crate::app::desk::Ask;
use crate::app::desk::HandoverAsk;
use crate::app::desk::Snapshot;
use crate::app::handover::HandedOver;
use crate::app::handover::TakenOver;
use crate::app::paper::Kind;
use crate::app::words::Advice;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::system::share;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::TextEdit;
use egui::Ui;
use egui_material_icons::icons;
use std::path::Path;
use std::path::PathBuf;

/// 换人交接 between frames.
#[derive(Debug, Default)]
pub struct HandoverPanel {
    to: String,
    /// Files done of how many, while it goes on.
    pub progress: Option<(usize, usize)>,
    /// How it ended.
    pub given: Option<Result<Box<HandedOver>, Advice>>,
    /// What was taken over just now, and the name that is asked for.
    pub welcome: Option<(Box<TakenOver>, String)>,
}

impl HandoverPanel {
    /// How far the work is that runs, 0 to 1.
    pub fn share(&self) -> Option<f32> {
        self.progress.map(share)
    }

    /// A place was chosen.
    pub fn give(&mut self, path: PathBuf) -> Action {
        self.given = None;
        self.progress = Some((0, 1));
        Action::Ask(Ask::Handover(HandoverAsk::Give(self.to.clone(), path)))
    }

    /// It was taken over: whoever works from here on is asked for.
    pub fn greet(&mut self, taken: Box<TakenOver>) {
        let name = taken.manifest.to.clone();
        self.progress = None;
        self.welcome = Some((taken, name));
    }
}

/// Draw the section in 设置.
pub fn handover_ui(
    ui: &mut Ui,
    panel: &mut HandoverPanel,
    state: &Snapshot,
    actions: &mut Vec<Action>,
) {
    button::section(ui, "换人交接");
    ui.label(
        theme::weak("把记录、照片、设置、号码、草稿和操作记录做成一个文件，交给接手的人")
            .size(13.0),
    );
    ui.horizontal_wrapped(|ui| {
        let label = ui.label(theme::weak("接交人"));
        ui.add(
            TextEdit::singleline(&mut panel.to)
                .desired_width(120.0)
                .margin(egui::Margin::symmetric(8, 5)),
        )
        .labelled_by(label.id);
        let idle = panel.progress.is_none();
        let give = ui
            .add_enabled_ui(idle, |ui| {
                button::tool(ui, icons::ICON_HANDSHAKE, "办理交接…")
            })
            .inner;
        if give.clicked() {
            let name = state.path.file_stem().unwrap_or_default().to_string_lossy();
            let name = PathBuf::from(format!("{name}交接.kepuall"));
            actions.push(Action::Pick(Purpose::SaveHandover(name)));
        }
        if button::tool(ui, icons::ICON_PRINT, "打印交接清单").clicked() {
            actions.push(Action::ShowReport(Kind::Handover));
        }
    });
    if let Some((done, of)) = panel.progress {
        let share = done as f32 / of.max(1) as f32;
        ui.add(egui::ProgressBar::new(share).text(format!("正在装入并核对 {done}/{of}")));
    }
    match &panel.given {
        Some(Ok(done)) => {
            let text = format!(
                "已做好交接文件，附件 {} 份，已读回核对{}：{}",
                done.files,
                if done.on_stick {
                    "，可以安全拔出"
                } else {
                    ""
                },
                done.path.display()
            );
            ui.add(egui::Label::new(egui::RichText::new(text).color(theme::now().good)).wrap());
            for remark in &done.remarks {
                ui.add(
                    egui::Label::new(egui::RichText::new(remark).color(theme::now().warn)).wrap(),
                );
            }
            ui.label(theme::weak("里面有全部个人信息，请当面交接，不要用网盘或群发送").size(13.0));
            if button::tool(ui, icons::ICON_FOLDER_OPEN, "打开所在文件夹").clicked() {
                actions.push(Action::ShowInFolder(done.path.clone()));
            }
        }
        Some(Err(advice)) => {
            let text = egui::RichText::new(advice.to_string()).color(theme::now().bad);
            ui.add(egui::Label::new(text).wrap());
        }
        None => {}
    }
}

/// Draw the welcome over the window. Actions, and whether it goes.
pub fn welcome_ui(
    ctx: &egui::Context,
    taken: &TakenOver,
    name: &mut String,
    state: &Snapshot,
) -> (Vec<Action>, bool) {
    let (mut actions, mut goes) = (Vec::new(), false);
    let modal = egui::Modal::new(egui::Id::unique("welcome")).show(ctx, |ui| {
        ui.set_width(460.0);
        ui.label(theme::strong("已接收全部内容", 18.0));
        let m = &taken.manifest;
        ui.label(format!("{}，{} 由 {} 移交", m.name, m.day, m.from));
        let counts = state.ledger.counts().into_iter().filter(|(_, n)| *n > 0);
        let counts: Vec<String> = counts.map(|(t, n)| format!("{} {n}", t.label())).collect();
        ui.add(egui::Label::new(theme::weak(counts.join("，")).size(13.0)).wrap());
        ui.label(format!("附件 {} 份，已逐个核对", taken.files));
        for remark in &taken.remarks {
            ui.add(egui::Label::new(egui::RichText::new(remark).color(theme::now().warn)).wrap());
        }
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            let label = ui.label(theme::weak("您的姓名（填表人）"));
            ui.add(TextEdit::singleline(name).desired_width(160.0))
                .labelled_by(label.id);
        });
        ui.horizontal(|ui| {
            if button::primary(ui, icons::ICON_CHECK, "开始工作").clicked() {
                actions.extend(rename(name, state));
                goes = true;
            }
            if let Some(list) = &taken.list {
                list_ui(ui, list, &mut actions);
            }
        });
    });
    (actions, goes || modal.should_close())
}

fn list_ui(ui: &mut Ui, list: &Path, actions: &mut Vec<Action>) {
    if button::tool(ui, icons::ICON_PRINT, "打开交接清单").clicked() {
        actions.push(Action::OpenFile(list.to_owned()));
    }
}

fn rename(name: &str, state: &Snapshot) -> Option<Action> {
    let name = crate::model::text::one_line(name);
    let mut office = state.ledger.office();
    if name.is_empty() || name == office.clerk || !state.writable {
        return None;
    }
    office.clerk = name;
    let command = Box::new(Command::SaveOffice(office));
    Some(Action::Ask(Ask::Run(command, String::new())))
}
