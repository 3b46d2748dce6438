//! The password of the file, in 设置: putting it on, printing the 恢复码, changing it, taking it off.

use crate::app::cipher::CAN_ENCRYPT;
use crate::app::cipher::NOT_HIDDEN;
use crate::app::cipher::Unlock;
use crate::app::desk::Ask;
use crate::app::desk::CipherAsk;
use crate::app::desk::CipherTold;
use crate::app::desk::Snapshot;
use crate::app::submit::Password;
use crate::ui::action::Action;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::RichText;
use egui::TextEdit;
use egui::Ui;
use egui_material_icons::icons;

/// What was typed and how it ended.
#[derive(Default)]
pub struct PasswordPanel {
    old: String,
    new: String,
    again: String,
    busy: bool,
    said: String,
    /// Whether taking it off was asked for and is to be confirmed.
    removing: bool,
    /// The code that must be printed before anything else goes on.
    pub code: Option<(String, usize)>,
    printed: bool,
}

impl PasswordPanel {
    /// Take an answer. What to open, if it is the sheet for the printer.
    pub fn take(&mut self, told: CipherTold) -> Option<Action> {
        self.busy = false;
        self.said = match told {
            CipherTold::Set(code, plain) => {
                self.forget();
                self.code = Some((code, plain));
                self.printed = false;
                "台账已加密码".into()
            }
            CipherTold::Removed => {
                self.forget();
                "已去掉密码，谁都可以打开这个文件".into()
            }
            CipherTold::Changed => {
                self.forget();
                "已换密码，恢复码不变".into()
            }
            CipherTold::Deleted(count) => format!("已删除 {count} 份没有密码的旧备份"),
            CipherTold::Refused(advice) => advice.to_string(),
            CipherTold::Sheet(path) => {
                self.printed = true;
                return Some(Action::Print(path));
            }
        };
        None
    }

    /// What was waited for does not come any more.
    pub fn refused(&mut self) {
        self.busy = false;
    }

    // What was typed does not stay in memory longer than it is needed.
    fn forget(&mut self) {
        self.old.clear();
        self.new.clear();
        self.again.clear();
        self.removing = false;
    }
}

/// Draw the section in 设置.
pub fn password_ui(
    ui: &mut Ui,
    panel: &mut PasswordPanel,
    state: &Snapshot,
    actions: &mut Vec<Action>,
) {
    button::section(ui, "文件密码");
    if !CAN_ENCRYPT {
        ui.label(
            theme::weak("这个程序是开发用的，不能给台账加密码。请用正式发布的安装版。").size(13.0),
        );
        return;
    }
    if panel.busy {
        ui.horizontal(|ui| {
            ui.spinner();
            ui.label("正在重写并核对台账…");
        });
        return;
    }
    if state.encrypted {
        ui.label("打开这个台账要输入密码或恢复码");
        hidden_ui(ui, "原密码或恢复码", &mut panel.old);
        new_ui(ui, panel);
        ui.horizontal(|ui| {
            let ready = !panel.old.trim().is_empty() && panel.fault().is_none();
            let change = ui.add_enabled_ui(ready, |ui| button::tool(ui, icons::ICON_KEY, "换密码"));
            if change.inner.clicked() {
                panel.busy = true;
                let ask = CipherAsk::Change(Unlock::read(&panel.old), Password::new(&panel.new));
                actions.push(Action::Ask(Ask::Cipher(ask)));
            }
            remove_ui(ui, panel, actions);
        });
        if state.plain_copies > 0 {
            let text = format!("还有 {} 份没有密码的旧备份", state.plain_copies);
            ui.label(RichText::new(text).color(theme::now().warn));
            if button::tool(ui, icons::ICON_DELETE, "删除没有密码的旧备份").clicked() {
                actions.push(Action::Ask(Ask::Cipher(CipherAsk::DeletePlainCopies)));
            }
        }
    } else {
        ui.label(theme::weak("加了密码，没有密码或恢复码就打不开台账和以后的备份。").size(13.0));
        ui.add(egui::Label::new(theme::weak(format!("{NOT_HIDDEN}。")).size(13.0)).wrap());
        new_ui(ui, panel);
        let ready = panel.fault().is_none() && state.writable;
        let set = ui.add_enabled_ui(ready, |ui| button::tool(ui, icons::ICON_LOCK, "加密码"));
        if set.inner.clicked() {
            panel.busy = true;
            let ask = CipherAsk::Set(Password::new(&panel.new));
            actions.push(Action::Ask(Ask::Cipher(ask)));
        }
    }
    if !panel.said.is_empty() {
        ui.add(egui::Label::new(&panel.said).wrap());
    }
}

impl PasswordPanel {
    fn fault(&self) -> Option<&'static str> {
        if !Password::new(&self.new).is_long_enough() {
            return Some("密码至少 8 个字符");
        }
        (self.new != self.again).then_some("两次输入的密码不一样")
    }
}

fn new_ui(ui: &mut Ui, panel: &mut PasswordPanel) {
    hidden_ui(ui, "新密码", &mut panel.new);
    hidden_ui(ui, "再输入一次", &mut panel.again);
    if !panel.new.is_empty()
        && let Some(fault) = panel.fault()
    {
        ui.label(theme::weak(fault).size(13.0));
    }
}

fn hidden_ui(ui: &mut Ui, caption: &str, text: &mut String) {
    ui.horizontal(|ui| {
        let label = ui.add_sized([110.0, 30.0], egui::Label::new(theme::weak(caption)));
        let edit = TextEdit::singleline(text)
            .password(true)
            .margin(egui::Margin::symmetric(8, 5))
            .desired_width(200.0);
        ui.add(edit).labelled_by(label.id);
    });
}

fn remove_ui(ui: &mut Ui, panel: &mut PasswordPanel, actions: &mut Vec<Action>) {
    if !panel.removing {
        panel.removing = button::tool(ui, icons::ICON_LOCK_OPEN, "去掉密码…").clicked();
        return;
    }
    ui.label("去掉后谁都能打开，确定吗？");
    if ui.button("确定去掉").clicked() {
        panel.busy = true;
        actions.push(Action::Ask(Ask::Cipher(CipherAsk::Remove)));
    }
    if ui.button("不去掉").clicked() {
        panel.removing = false;
    }
}

/// Draw the 恢复码 over the window until it was printed or written down.
pub fn code_ui(ctx: &egui::Context, panel: &mut PasswordPanel) -> Vec<Action> {
    let mut actions = Vec::new();
    let Some((code, plain)) = panel.code.clone() else {
        return actions;
    };
    egui::Modal::new(egui::Id::unique("recovery code")).show(ctx, |ui| {
        ui.set_width(520.0);
        ui.label(theme::strong("请现在打印或抄下恢复码", 18.0));
        ui.label("忘了密码、换人、换电脑，都要靠它。它只在这里显示这一次。");
        ui.add_space(8.0);
        ui.label(theme::strong(&code, 20.0).monospace());
        ui.add_space(8.0);
        ui.label(theme::weak(
            "没有密码也没有恢复码，谁也打不开台账。请装进信封，放进单位保险柜。",
        ));
        if plain > 0 {
            let text =
                format!("还有 {plain} 份没有密码的旧备份，确认新备份可用后，可在设置里删除。");
            ui.label(RichText::new(text).color(theme::now().warn));
        }
        ui.horizontal(|ui| {
            if button::primary(ui, icons::ICON_PRINT, "打印恢复码").clicked() {
                actions.push(Action::Ask(Ask::Cipher(CipherAsk::Sheet(code.clone()))));
            }
            let text = if panel.printed {
                "已放进保险柜"
            } else {
                "已抄下来"
            };
            if ui.button(text).clicked() {
                panel.code = None;
                actions.push(Action::Ask(Ask::Cipher(CipherAsk::ForgetSheet)));
            }
        });
    });
    actions
}
