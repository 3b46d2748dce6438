//! 备份与恢复: every copy that can be found, what each holds, putting one back, and the second place.

use crate::app::copies::CopyLine;
use crate::app::copies::Password;
use crate::app::copies::SHORTEST;
use crate::app::copies::is_sealed;
use crate::app::desk::Ask;
use crate::app::desk::Begin;
use crate::app::desk::CopiesAsk;
use crate::app::desk::CopiesTold;
use crate::app::desk::Snapshot;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::system::share;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::RichText;
use egui::Ui;
use egui_material_icons::icons;
use std::path::PathBuf;

/// 备份与恢复 between frames.
#[derive(Debug, Default)]
pub struct CopiesScreen {
    lines: Vec<CopyLine>,
    second: Option<PathBuf>,
    asked: Option<(u64, Option<String>)>,
    progress: Option<(usize, usize)>,
    chosen: Option<CopyLine>,
    /// For the second place.
    password: String,
    /// For the copy that is put back.
    opening: String,
}

impl CopiesScreen {
    /// How far the work is that runs, 0 to 1.
    pub fn share(&self) -> Option<f32> {
        self.progress.map(share)
    }

    /// Take what was told; a sentence to say.
    pub fn take(&mut self, told: CopiesTold) -> Option<String> {
        match told {
            CopiesTold::List(lines, second) => (self.lines, self.second) = (lines, second),
            CopiesTold::Progress(done, of) => self.progress = Some((done, of)),
            CopiesTold::Made(made) => {
                self.progress = None;
                return Some(made.unwrap_or_else(|advice| advice.to_string()));
            }
        }
        None
    }

    /// A second place was chosen.
    pub fn away(&mut self, folder: PathBuf) -> Action {
        self.progress = Some((0, 1));
        let typed = std::mem::take(&mut self.password);
        let password = (!typed.trim().is_empty()).then(|| Password::new(&typed));
        Action::Ask(Ask::Copies(CopiesAsk::Away(folder, password)))
    }
}

/// Draw 备份与恢复.
pub fn copies_ui(ui: &mut Ui, screen: &mut CopiesScreen, state: &Snapshot) -> Vec<Action> {
    let mut actions = Vec::new();
    let now = (state.revision, state.copied.clone());
    if screen.asked.as_ref() != Some(&now) {
        screen.asked = Some(now);
        actions.push(Action::Ask(Ask::Copies(CopiesAsk::List)));
    }
    ui.heading("备份与恢复");
    ui.label(
        theme::weak("启动、导入前和每半小时自动备份：今天的都留，另留 7 天、4 周、12 个月各一份")
            .size(13.0),
    );
    ui.horizontal(|ui| {
        if button::primary(ui, icons::ICON_BACKUP, "立即备份").clicked() {
            actions.push(Action::Ask(Ask::BackUp));
        }
    });
    second_ui(ui, screen, state, &mut actions);
    button::section(ui, "已有的备份");
    if screen.lines.is_empty() {
        ui.label("还没有备份");
    }
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            for line in &screen.lines {
                ui.horizontal(|ui| {
                    let moment = line.at.strftime("%Y-%m-%d %H:%M").to_string();
                    let face = egui::Button::new("恢复…");
                    let clicked = ui
                        .add(face)
                        .accessible_name(format!("恢复 {moment}"))
                        .clicked();
                    ui.label(&moment);
                    ui.label(theme::weak(&line.why));
                    if line.is_away {
                        button::badge(ui, "第二处", theme::now().good, theme::now().good_soft);
                    }
                    ui.label(theme::weak(&line.counts).size(13.0));
                    if clicked {
                        screen.chosen = Some(line.clone());
                    }
                });
            }
        });
    if let Some(line) = screen.chosen.clone() {
        ask_ui(ui, screen, &line, state, &mut actions);
    }
    actions
}

fn second_ui(ui: &mut Ui, screen: &mut CopiesScreen, state: &Snapshot, actions: &mut Vec<Action>) {
    button::section(ui, "第二处备份");
    let text = match &screen.second {
        Some(folder) => format!("放在 {}，连同照片和文件，只补新增的", folder.display()),
        None => "放一份到优盘或共享盘，这台电脑坏了也能恢复，连同照片和文件".to_owned(),
    };
    ui.add(egui::Label::new(theme::weak(text)).wrap());
    password_ui(ui, "密码（可不填，填了就加密）", &mut screen.password);
    let typed = screen.password.trim().chars().count();
    let is_short = typed > 0 && typed < SHORTEST;
    if is_short {
        let text = format!("密码至少 {SHORTEST} 位；忘了密码，这些备份谁也打不开");
        ui.label(RichText::new(text).color(theme::now().warn));
    }
    ui.horizontal(|ui| {
        let idle = screen.progress.is_none() && state.writable && !is_short;
        if let Some(folder) = screen.second.clone() {
            let again = ui
                .add_enabled_ui(idle, |ui| button::tool(ui, icons::ICON_USB, "备份到第二处"))
                .inner;
            if again.clicked() {
                actions.push(screen.away(folder));
            }
        }
        let choose = ui
            .add_enabled_ui(idle, |ui| {
                button::tool(ui, icons::ICON_FOLDER_OPEN, "选择第二处…")
            })
            .inner;
        if choose.clicked() {
            actions.push(Action::Pick(Purpose::SecondPlace));
        }
    });
    if let Some((done, of)) = screen.progress {
        let share = done as f32 / of.max(1) as f32;
        ui.add(egui::ProgressBar::new(share).text(format!("正在复制并核对附件 {done}/{of}")));
    }
}

fn password_ui(ui: &mut Ui, caption: &str, typed: &mut String) {
    ui.horizontal(|ui| {
        let label = ui.label(theme::weak(caption));
        let edit = egui::TextEdit::singleline(typed)
            .password(true)
            .desired_width(200.0)
            .margin(egui::Margin::symmetric(8, 5));
        ui.add(edit).labelled_by(label.id);
    });
}

// What will not be there any more is said before it goes.
fn ask_ui(
    ui: &Ui,
    screen: &mut CopiesScreen,
    line: &CopyLine,
    state: &Snapshot,
    actions: &mut Vec<Action>,
) {
    let modal = egui::Modal::new(egui::Id::unique("restore")).show(ui.ctx(), |ui| {
        ui.set_width(440.0);
        let moment = line.at.strftime("%Y-%m-%d %H:%M");
        ui.label(theme::strong(format!("恢复到 {moment}？"), 17.0));
        let text = if line.steps_since == 0 {
            "这份备份之后没有改动过，恢复后内容相同。".to_owned()
        } else {
            format!(
                "这之后的 {} 步操作不在这份备份里：{}{}。",
                line.steps_since,
                line.since.join("、"),
                if line.steps_since > line.since.len() {
                    "等"
                } else {
                    ""
                }
            )
        };
        ui.label(text);
        ui.label(theme::weak("现在的文件不会删除，会改名保留在旁边。"));
        if is_sealed(&line.path) {
            password_ui(ui, "这份备份的密码", &mut screen.opening);
        }
        ui.add_space(8.0);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui
                .button(RichText::new("恢复这份备份").color(theme::now().bad))
                .clicked()
            {
                actions.push(Action::Begin(Begin::RestoreFrom(
                    line.path.clone(),
                    state.path.clone(),
                    is_sealed(&line.path).then(|| Password::new(&screen.opening)),
                )));
                screen.opening.clear();
                screen.chosen = None;
            }
            if ui.button("取消").clicked() {
                screen.chosen = None;
            }
        });
    });
    if modal.should_close() {
        screen.chosen = None;
    }
}
