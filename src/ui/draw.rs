//! A frame of the window: the first screen, the lock or the screens with their frame around, then what lies over them. What
//! was wished for while drawing is carried out at its end.

use super::Desktop;
use super::action::Action;
use super::command::palette::palette_ui;
use super::dialogs;
use super::keys;
use super::mishap;
use super::screen;
use super::screen::Screen;
use super::screen::records::Outcome;
use super::shell;
use super::theme;
use super::toast;
use super::widget;
use crate::app::crash;
use crate::app::desk::Ask;
use crate::app::desk::Snapshot;
use crate::model::Period;

impl Desktop {
    /// Draw a frame. A panic in it takes neither the window nor what was typed along.
    pub fn draw(&mut self, ui: &mut egui::Ui) {
        if self.mishap.is_final() {
            mishap::final_ui(ui);
            return;
        }
        let now = ui.input(|i| i.time);
        if crash::guard(|| self.draw_frame(ui)).is_err() {
            self.after_mishap(now, ui.ctx());
        }
        self.tell_taskbar();
        if !self.held.is_empty() {
            ui.ctx().request_repaint();
        }
    }

    fn draw_frame(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        theme::wear(&ctx, self.settings.appearance.now());
        self.in_line = false;
        let Some(state) = self.state.clone() else {
            let actions = self.first_ui(ui);
            self.hover_ui(&ctx);
            toast::toasts_ui(&ctx, &self.toasts);
            for action in actions {
                self.carry_out(action, &ctx);
            }
            return;
        };
        if self.lock.watch(&ctx, &state) {
            self.locked(&ctx);
        }
        if self.lock.is_locked() {
            for action in screen::lock::locked_ui(ui, &mut self.lock) {
                self.carry_out(action, &ctx);
            }
            return;
        }
        self.mask_again(ui.input(|i| i.time), &ctx);
        let mut actions = keys::pressed(self, &ctx, &state);
        actions.extend(shell::shell_ui(ui, self, &state));
        actions.extend(self.screen_ui(ui, &state));
        self.hover_ui(&ctx);
        toast::toasts_ui(&ctx, &self.toasts);
        actions.extend(dialogs::dialogs_ui(&ctx, self, &state));
        actions.extend(palette_ui(&ctx, self, &state));
        actions.extend(screen::password::code_ui(&ctx, &mut self.password));
        actions.extend(mishap::mishap_ui(&ctx, &mut self.mishap));
        for action in actions {
            self.carry_out(action, &ctx);
        }
        if ctx.input(|i| i.viewport().close_requested()) && self.is_dirty() && !self.leaving {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.leaving = true;
        }
    }

    fn first_ui(&mut self, ui: &mut egui::Ui) -> Vec<Action> {
        let mut actions = Vec::new();
        egui::CentralPanel::default().show(ui, |ui| {
            if self.opening {
                let text = match self.handover.progress {
                    Some((done, of)) => format!("正在接收并核对 {done}/{of}…"),
                    None => "正在打开台账…".to_owned(),
                };
                widget::page_preview::empty_ui(ui, &text);
            } else {
                let year = self.clock.today().year();
                actions = screen::start::start_ui(ui, &mut self.start, &self.recent, year);
            }
        });
        actions
    }

    fn screen_ui(&mut self, ui: &mut egui::Ui, state: &Snapshot) -> Vec<Action> {
        let now = ui.input(|i| i.time);
        let scene = self.scene(state, now);
        let outcome = match self.screen {
            Screen::Register(register) => self.register_ui(ui, register, &scene),
            Screen::Reports => Outcome {
                actions: screen::reports::reports_ui(ui, &mut self.reports, &scene),
                in_line: false,
            },
            _ => {
                let frame = egui::Frame::new()
                    .fill(theme::now().paper)
                    .inner_margin(egui::Margin::symmetric(18, 12));
                let inner = egui::CentralPanel::default().frame(frame).show(ui, |ui| {
                    ui.push_id(self.screen.label(), |ui| match self.screen {
                        Screen::Reach => screen::reach::reach_ui(ui, &mut self.reach, &scene),
                        Screen::Import => {
                            screen::import::import_ui(ui, &mut self.import, state, self.personal)
                        }
                        Screen::Collect => {
                            screen::collect::collect_ui(ui, &mut self.collect, &scene)
                        }
                        Screen::Adjust => screen::adjust::adjust_ui(ui, &mut self.adjust, state),
                        Screen::Settings => screen::settings::settings_ui(
                            ui,
                            &mut self.settings,
                            &mut self.handover,
                            &mut self.password,
                            &mut self.lock,
                            &self.recent,
                            state,
                        ),
                        Screen::Health => screen::health::health_ui(ui, &mut self.health, state),
                        Screen::Copies => screen::copies::copies_ui(ui, &mut self.copies, state),
                        Screen::Past => {
                            screen::past::past_ui(ui, &mut self.past, state, self.personal)
                        }
                        Screen::Trash => screen::trash::trash_ui(ui, &mut self.trash, state),
                        Screen::Submission => {
                            screen::submission::submission_ui(ui, &mut self.submission, &scene)
                        }
                        Screen::Board => screen::board::board_ui(ui, &mut self.board, &scene),
                        Screen::Stars => {
                            screen::stars::stars_ui(ui, self.overview.as_deref(), &mut self.year)
                        }
                        Screen::Matrix => screen::matrix::matrix_ui(
                            ui,
                            &mut self.matrix,
                            self.overview.as_deref(),
                            &scene,
                            &mut self.year,
                        ),
                        Screen::Funds => {
                            screen::funds::funds_ui(ui, self.overview.as_deref(), &mut self.year)
                        }
                        Screen::Figures => screen::figures::figures_ui(
                            ui,
                            self.overview.as_deref(),
                            &mut self.year,
                        ),
                        _ => screen::home::home_ui(ui, self.home.as_deref(), state, &mut self.year),
                    })
                    .inner
                });
                Outcome {
                    actions: inner.inner,
                    in_line: false,
                }
            }
        };
        // Over the form, Enter is not its own.
        self.in_line = outcome.in_line && !self.is_covered();
        let mut actions = outcome.actions;
        let wanted = (self.year, state.revision);
        if self.screen == Screen::Home
            && self.home_asked != Some(wanted)
            && let Some(period) = Period::year(self.year)
        {
            self.home_asked = Some(wanted);
            actions.push(Action::Ask(Ask::Home(period)));
        }
        let computed = matches!(
            self.screen,
            Screen::Stars | Screen::Matrix | Screen::Funds | Screen::Figures
        );
        if computed && self.overview_asked != Some(wanted) {
            self.overview_asked = Some(wanted);
            actions.push(Action::Ask(Ask::Overview(self.year)));
        }
        if self.words != self.words_asked && !self.composing {
            self.words_asked.clone_from(&self.words);
            actions.push(Action::Ask(Ask::Find(self.words.clone())));
        }
        actions
    }
}
