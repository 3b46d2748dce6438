//! What the window does for its screens: each [`Action`] carried out after the frame.

use super::Desktop;
use super::action::Action;
use super::dialogs::Deleting;
use super::pages::Page;
use super::scene_of;
use super::screen::Screen;
use super::screen::records::Scene;
use crate::app::Register;
use crate::app::command::Command;
use crate::app::desk::Ask;
use crate::app::first::FirstSteps;
use crate::model::Uid;

impl Desktop {
    pub(super) fn carry_out(&mut self, action: Action, ctx: &egui::Context) {
        let now = ctx.input(|i| i.time);
        match action {
            Action::Go(screen) => {
                self.screen = screen;
                self.back = None;
            }
            Action::ShowReport(kind) => {
                self.screen = Screen::Reports;
                self.back = None;
                self.reports.choose(kind);
            }
            Action::Back => self.screen = self.back.take().unwrap_or(self.screen),
            Action::Open(register, uid) => {
                // From lists of what to mend the way leads back to them.
                if matches!(self.screen, Screen::Reports | Screen::Submission) {
                    self.back = Some(self.screen);
                }
                self.show_page(register, now, |page, scene| page.open(uid, scene));
            }
            Action::Resume(register, draft) => {
                self.show_page(register, now, |page, scene| page.resume(&draft, scene));
            }
            Action::Ask(ask) => self.ask(ask),
            Action::CancelImport => {
                if let Some(desk) = &self.desk {
                    desk.cancel_import();
                }
            }
            Action::Pick(purpose) => self.files.ask(ctx, purpose),
            Action::OpenFile(path) => {
                if !self.files.open(&path) {
                    let text = format!("没有能打开它的程序。文件在 {}。", path.display());
                    self.say(text, now);
                }
            }
            Action::Print(path) => {
                let text = if self.files.print(&path) {
                    "已交给电脑上的 PDF 程序打印".to_owned()
                } else if self.files.open(&path) {
                    "已打开，请在打开的窗口里打印".to_owned()
                } else {
                    format!("没有能打印它的程序。文件在 {}。", path.display())
                };
                self.say(text, now);
            }
            Action::ShowInFolder(path) => {
                let folder = path.parent().unwrap_or(&path);
                if !self.files.open(folder) {
                    self.say(format!("没能打开文件夹。文件在 {}。", path.display()), now);
                }
            }
            Action::Begin(begin) => self.begin(begin, ctx),
            Action::Remember(wish) => self.files.remember(ctx, wish),
            Action::Unlock(unlock) => {
                if let Some(begin) = self.start.begun.clone() {
                    self.begin_with(begin, Some(unlock), ctx);
                }
            }
            Action::Say(text) => self.say(text, now),
            Action::AskDelete(register, uids) => {
                let state = self.state.as_deref();
                self.deleting = state.map(|state| Deleting::of(state, register, uids));
            }
            Action::Lock => self.lock_now(ctx),
            Action::ShowPast(register, uid) => {
                let title = self.title_of(register, uid).unwrap_or_default();
                self.past.of_record(uid, title);
                self.screen = Screen::Past;
                self.back = Some(Screen::Register(register));
            }
            Action::Appear(choice) => self.settings.appearance.choose(choice),
            Action::KeepTable(register, choice) => self.keep_table(register, *choice, now),
            Action::ShowPersonal(on) => self.show_personal(on),
            Action::OpenSoon(register, uid) => self.open_soon = Some((register, uid)),
            Action::New(register) => {
                let Some(state) = self.state.clone() else {
                    return;
                };
                let scene = scene_of(self.clock, self.composing, self.personal, &state, now);
                self.screen = Screen::Register(register);
                if let Some(page) = self.pages.get(register) {
                    page.begin(&scene);
                }
            }
            Action::CopyFrom(register, uid) => {
                let Some(state) = self.state.clone() else {
                    return;
                };
                let scene = scene_of(self.clock, self.composing, self.personal, &state, now);
                self.screen = Screen::Register(register);
                if let Some(page) = self.pages.get(register) {
                    page.copy(uid, &scene);
                }
            }
            Action::NewFrom(mut record) => {
                let uid = Uid::fresh();
                *record.marks_mut().0 = uid;
                self.open_soon = Register::of(record.table()).map(|r| (r, uid));
                self.ask(Ask::Run(Box::new(Command::Save(record)), String::new()));
            }
            Action::Filter(register, key, text) => {
                self.screen = Screen::Register(register);
                if let Some(page) = self.pages.get(register) {
                    page.filter(key, &text);
                }
            }
        }
        ctx.request_repaint();
    }

    pub(super) fn delete(&mut self) -> Option<Action> {
        let Deleting { register, uids, .. } = self.deleting.take()?;
        if let Some(page) = self.pages.get(register) {
            page.forget(&uids);
        }
        Some(Action::Ask(Ask::Run(
            Box::new(Command::Delete(register, uids)),
            String::new(),
        )))
    }

    fn show_page(
        &mut self,
        register: Register,
        now: f64,
        show: impl FnOnce(&mut dyn Page, &Scene<'_>),
    ) {
        let Some(state) = self.state.clone() else {
            return;
        };
        let scene = scene_of(self.clock, self.composing, self.personal, &state, now);
        self.screen = Screen::Register(register);
        if let Some(page) = self.pages.get(register) {
            show(page.as_mut(), &scene);
        }
    }

    /// Everything typed and not saved, as drafts: the last thing before the window closes.
    pub(super) fn keep_all(&self) -> Vec<Action> {
        let mut kept = self.pages.keep();
        kept.extend(self.reports.text.keep());
        kept
    }

    /// Lock the window; what was typed is kept as drafts, for whoever pulls the plug meanwhile.
    pub(super) fn lock_now(&mut self, ctx: &egui::Context) {
        let Some(state) = self.state.clone() else {
            return;
        };
        if self.lock.lock(&state) {
            self.locked(ctx);
        } else {
            let text = "还没有设锁屏密码，请在“设置与备份”里设";
            self.say(text, ctx.input(|i| i.time));
        }
    }

    /// What goes with locking.
    pub(super) fn locked(&mut self, ctx: &egui::Context) {
        self.hide_personal();
        for action in self.keep_all() {
            self.carry_out(action, ctx);
        }
    }

    /// The first report went out: 先做这几步 knows of it.
    pub(super) fn note_printed(&self) {
        let steps = self
            .state
            .as_ref()
            .filter(|s| s.writable)
            .map(|s| s.first_steps);
        if let Some(steps) = steps.filter(|s| !s.printed) {
            self.ask(Ask::FirstSteps(FirstSteps {
                printed: true,
                ..steps
            }));
        }
    }

    /// Whether something stands over the window that keys belong to.
    pub(super) fn is_covered(&self) -> bool {
        self.deleting.is_some() || self.help.is_open() || self.shortcuts || self.palette.is_open()
    }

    pub(super) fn is_dirty(&self) -> bool {
        self.pages.is_dirty()
            || self.reach.is_dirty()
            || self.adjust.is_dirty()
            || self.reports.text.is_dirty()
    }
}
