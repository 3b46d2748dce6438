//! The screen lock: the window that shows nothing, and its section in 设置.

use crate::app::desk::Ask;
use crate::app::desk::LockAsk;
use crate::app::desk::LockTold;
use crate::app::desk::Snapshot;
use crate::app::lock::MINUTES;
use crate::app::submit::Password;
use crate::ui::action::Action;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::Key;
use egui::RichText;
use egui::TextEdit;
use egui::Ui;
use egui_material_icons::icons;

/// Said wherever the lock is: it must not be taken for more than it is.
pub const ONLY_SCREEN: &str = "此密码只锁界面，不加密文件";

/// Longest wait after a wrong password, in seconds.
const LONGEST: u32 = 30;

/// Whether the window is locked, and what is typed.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that is so or not at this moment"
)]
pub struct LockScreen {
    locked: bool,
    typed: String,
    again: String,
    busy: bool,
    wrong: u32,
    until: f64,
    said: String,
    touched: f64,
    /// Whether the file was looked at for a lock when it came.
    seen: bool,
    minutes: Option<u32>,
    focus: bool,
}

impl LockScreen {
    /// Whether nothing of the ledger may be shown.
    pub fn is_locked(&self) -> bool {
        self.locked
    }

    /// Lock now, if there is a lock to open again.
    pub fn lock(&mut self, state: &Snapshot) -> bool {
        if state.lock_minutes.is_none() {
            return false;
        }
        self.locked = true;
        self.focus = true;
        self.typed.clear();
        self.again.clear();
        self.said.clear();
        true
    }

    /// Follow the clerk's hands: a file with a lock opens locked, and an idle window locks itself.
    pub fn watch(&mut self, ctx: &egui::Context, state: &Snapshot) -> bool {
        let (now, touched) = ctx.input(|i| (i.time, !i.events.is_empty()));
        if touched || self.touched == 0.0 {
            self.touched = now;
        }
        if self.locked {
            return false;
        }
        if !self.seen {
            self.seen = true;
            return self.lock(state);
        }
        match state.lock_minutes {
            None | Some(0) => false,
            Some(minutes) => {
                let left = self.touched + f64::from(minutes) * 60.0 - now;
                if left <= 0.0 {
                    return self.lock(state);
                }
                let left = std::time::Duration::try_from_secs_f64(left);
                ctx.request_repaint_after(left.unwrap_or_default());
                false
            }
        }
    }

    /// Take an answer.
    pub fn take(&mut self, told: LockTold, now: f64) {
        self.busy = false;
        match told {
            LockTold::Changed(said) => {
                said.clone_into(&mut self.said);
                self.typed.clear();
                self.again.clear();
                self.minutes = None;
                // Who sets a lock has just shown that it is them.
                self.seen = true;
            }
            LockTold::Refused(advice) => self.said = advice.to_string(),
            LockTold::Tried(true) => {
                self.locked = false;
                self.wrong = 0;
                self.touched = now;
                self.typed.clear();
                self.said.clear();
            }
            LockTold::Tried(false) => {
                self.wrong += 1;
                // A little longer each time, never for good.
                let wait = (self.wrong * 2).min(LONGEST);
                self.until = now + f64::from(wait);
                self.typed.clear();
                self.focus = true;
                self.said = format!("密码不对，请等 {wait} 秒再试");
            }
        }
    }

    /// What was waited for does not come any more.
    pub fn refused(&mut self) {
        self.busy = false;
    }
}

/// Draw the locked window: a field for the password and nothing of the ledger.
pub fn locked_ui(ui: &mut Ui, screen: &mut LockScreen) -> Vec<Action> {
    let mut actions = Vec::new();
    let now = ui.input(|i| i.time);
    let waits = now < screen.until;
    if waits {
        let left = std::time::Duration::try_from_secs_f64(screen.until - now);
        ui.ctx().request_repaint_after(left.unwrap_or_default());
    }
    egui::CentralPanel::default().show(ui, |ui| {
        ui.vertical_centered(|ui| {
            ui.add_space(140.0);
            ui.label(theme::strong("科普台账已锁定", 22.0));
            ui.label(theme::weak("没保存的内容还在，正在做的事继续在做"));
            ui.add_space(12.0);
            let caption = ui.label("锁屏密码");
            let field = ui
                .add_enabled(
                    !waits && !screen.busy,
                    TextEdit::singleline(&mut screen.typed)
                        .password(true)
                        .desired_width(240.0),
                )
                .labelled_by(caption.id);
            if !waits && std::mem::take(&mut screen.focus) {
                field.request_focus();
            }
            let entered = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
            let ready = !waits && !screen.busy && !screen.typed.is_empty();
            let pressed = ui
                .add_enabled_ui(ready, |ui| {
                    button::primary(ui, icons::ICON_LOCK_OPEN, "解锁")
                })
                .inner
                .clicked();
            if ready && (entered || pressed) {
                screen.busy = true;
                let typed = Password::new(&std::mem::take(&mut screen.typed));
                actions.push(Action::Ask(Ask::Lock(LockAsk::Try(typed))));
            }
            if !screen.said.is_empty() {
                ui.label(RichText::new(&screen.said).color(theme::now().warn));
            }
            ui.add_space(16.0);
            ui.label(theme::weak(ONLY_SCREEN).size(13.0));
            ui.label(
                theme::weak(
                    "忘了密码：关闭程序，请会用命令的人运行 kepu-ledger unlock 和台账文件名，锁就去掉了，数据不受影响",
                )
                .size(13.0),
            );
        });
    });
    actions
}

/// Draw the section in 设置.
pub fn lock_ui(ui: &mut Ui, screen: &mut LockScreen, state: &Snapshot, actions: &mut Vec<Action>) {
    button::section(ui, "锁屏");
    ui.label(theme::weak("离开座位时按 Ctrl+L，别人看不到台账").size(13.0));
    ui.label(
        RichText::new(ONLY_SCREEN)
            .color(theme::now().warn)
            .size(13.0),
    );
    let set = state.lock_minutes;
    let mut minutes = screen.minutes.or(set).unwrap_or(5);
    let before = minutes;
    let word = |m: u32| {
        if m == 0 {
            "只用 Ctrl+L".to_owned()
        } else {
            format!("{m} 分钟")
        }
    };
    egui::ComboBox::from_label("多久没动自动锁")
        .selected_text(word(minutes))
        .show_ui(ui, |ui| {
            for m in MINUTES {
                ui.selectable_value(&mut minutes, m, word(m));
            }
        });
    if minutes != before {
        screen.minutes = Some(minutes);
        if set.is_some() {
            actions.push(Action::Ask(Ask::Lock(LockAsk::Minutes(minutes))));
        }
    }
    let typed_ui = |ui: &mut Ui, label: &str, text: &mut String| {
        ui.horizontal(|ui| {
            let caption = ui.label(theme::weak(label));
            ui.add(
                TextEdit::singleline(text)
                    .password(true)
                    .desired_width(180.0),
            )
            .labelled_by(caption.id);
        });
    };
    if set.is_some() {
        typed_ui(ui, "现在的锁屏密码", &mut screen.typed);
        ui.horizontal(|ui| {
            if button::tool(ui, icons::ICON_LOCK, "现在就锁").clicked() {
                actions.push(Action::Lock);
            }
            let ready = !screen.typed.is_empty() && !screen.busy;
            let off = ui.add_enabled_ui(ready, |ui| {
                button::tool(ui, icons::ICON_LOCK_OPEN, "去掉锁屏密码")
            });
            if off.inner.clicked() {
                screen.busy = true;
                let typed = Password::new(&screen.typed);
                actions.push(Action::Ask(Ask::Lock(LockAsk::Remove(typed))));
            }
        });
    } else {
        typed_ui(ui, "新的锁屏密码", &mut screen.typed);
        typed_ui(ui, "锁屏密码再输一遍", &mut screen.again);
        let same = screen.typed == screen.again;
        if !screen.again.is_empty() && !same {
            ui.label(RichText::new("两遍不一样").color(theme::now().bad));
        }
        let ready = !screen.typed.is_empty() && same && state.writable && !screen.busy;
        let on = ui.add_enabled_ui(ready, |ui| button::tool(ui, icons::ICON_LOCK, "设锁屏密码"));
        if on.inner.clicked() {
            screen.busy = true;
            let ask = LockAsk::Set(Password::new(&screen.typed), minutes);
            actions.push(Action::Ask(Ask::Lock(ask)));
        }
    }
    if !screen.said.is_empty() {
        ui.label(theme::weak(&screen.said));
    }
}
