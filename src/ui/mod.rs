//! What the clerk sees. [`Desktop`] holds a handle to the office thread and the state of the screens; it draws, sends
//! asks and takes what is told. No SQL, no file and no waiting in a frame.

mod action;
mod attach;
mod begin;
mod command;
mod deed;
mod dropped;
pub mod files;
pub mod fonts;
mod help;
mod keys;
mod mishap;
mod pages;
pub mod recent;
mod register;
mod run;
pub mod screen;
mod shell;
mod shown;
pub mod software;
mod system;
mod take;
pub mod theme;
mod toast;
mod widget;

pub use run::open_window;

use crate::app::Clock;
use crate::app::Hit;
use crate::app::Register;
use crate::app::crash;
use crate::app::desk::Ask;
use crate::app::desk::Begin;
use crate::app::desk::Desk;
use crate::app::desk::Home;
use crate::app::desk::Overview;
use crate::app::desk::Snapshot;
use crate::app::recent::Recent;
use crate::app::tables::Tables;
use crate::model::Period;
use crate::model::Uid;
use action::Action;
use command::palette::Palette;
use command::palette::palette_ui;
use files::Files;
use help::Help;
use mishap::Mishap;
use pages::Pages;
use recent::Remember;
use screen::Screen;
use screen::adjust::AdjustScreen;
use screen::assess::MarkingEditor;
use screen::attendance::AttendanceEditor;
use screen::board::BoardScreen;
use screen::certify::Certify;
use screen::collect::CollectScreen;
use screen::copies::CopiesScreen;
use screen::handover::HandoverPanel;
use screen::health::HealthScreen;
use screen::import::ImportScreen;
use screen::lock::LockScreen;
use screen::matrix::MatrixScreen;
use screen::password::PasswordPanel;
use screen::past::PastScreen;
use screen::reach::ReachScreen;
use screen::records::Outcome;
use screen::records::Scene;
use screen::reports::ReportsScreen;
use screen::settings::SettingsScreen;
use screen::start::StartScreen;
use screen::submission::SubmissionScreen;
use screen::trash::TrashScreen;
use std::path::PathBuf;
use std::sync::Arc;

/// A short notice that leaves by itself.
struct Toast {
    text: String,
    until: f64,
}

/// The window.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that is open or wanted"
)]
pub struct Desktop {
    desk: Option<Desk>,
    opening: bool,
    state: Option<Arc<Snapshot>>,
    clock: Clock,
    files: Box<dyn Files>,
    screen: Screen,
    start: StartScreen,
    home: Option<Box<Home>>,
    home_asked: Option<(i16, u64)>,
    year: i16,
    pages: Pages,
    tables: Tables,
    attendance: AttendanceEditor,
    marking: MarkingEditor,
    certify: Certify,
    board: BoardScreen,
    matrix: MatrixScreen,
    overview: Option<Arc<Overview>>,
    overview_asked: Option<(i16, u64)>,
    reach: ReachScreen,
    import: ImportScreen,
    collect: CollectScreen,
    handover: HandoverPanel,
    password: PasswordPanel,
    reports: ReportsScreen,
    submission: SubmissionScreen,
    adjust: AdjustScreen,
    settings: SettingsScreen,
    health: HealthScreen,
    copies: CopiesScreen,
    past: PastScreen,
    lock: LockScreen,
    trash: TrashScreen,
    words: String,
    words_asked: String,
    hits: Vec<Hit>,
    mishap: Mishap,
    focus_find: bool,
    toasts: Vec<Toast>,
    deleting: Option<(Register, Vec<Uid>)>,
    doubtful: Option<attach::Doubtful>,
    help: Help,
    shortcuts: bool,
    palette: Palette,
    personal: bool,
    shown: shown::Shown,
    standing: system::Standing,
    composing: bool,
    /// Input that waits for the next frame.
    held: Vec<egui::Event>,
    in_line: bool,
    leaving: bool,
    /// What to begin with, once the clerk has said that what was typed may go.
    switching: Option<Begin>,
    /// The ledger that the forms belong to.
    forms_of: Option<PathBuf>,
    /// The ledgers opened last.
    recent: Vec<Recent>,
    /// Where a look at a record began, to go back to.
    back: Option<Screen>,
    /// A record to show once it is written.
    open_soon: Option<(Register, Uid)>,
}

impl Desktop {
    /// A window that begins with a file, or with the first screen.
    pub fn new(
        begin: Option<Begin>,
        files: Box<dyn Files>,
        clock: Clock,
        ctx: &egui::Context,
    ) -> Self {
        let year = clock.today().year();
        let mut desktop = Self {
            desk: None,
            opening: false,
            state: None,
            clock,
            files,
            screen: Screen::Home,
            start: StartScreen::default(),
            home: None,
            home_asked: None,
            year,
            pages: Pages::default(),
            tables: Tables::default(),
            attendance: AttendanceEditor::default(),
            marking: MarkingEditor::default(),
            certify: Certify::default(),
            board: BoardScreen::default(),
            matrix: MatrixScreen::default(),
            overview: None,
            overview_asked: None,
            reach: ReachScreen::new(year),
            import: ImportScreen::default(),
            collect: CollectScreen::default(),
            handover: HandoverPanel::default(),
            password: PasswordPanel::default(),
            reports: ReportsScreen::new(year),
            submission: SubmissionScreen::new(year),
            adjust: AdjustScreen::default(),
            settings: SettingsScreen::default(),
            health: HealthScreen::default(),
            copies: CopiesScreen::default(),
            past: PastScreen::default(),
            lock: LockScreen::default(),
            trash: TrashScreen::default(),
            words: String::new(),
            words_asked: String::new(),
            hits: Vec::new(),
            mishap: Mishap::default(),
            focus_find: false,
            toasts: Vec::new(),
            deleting: None,
            doubtful: None,
            help: Help::default(),
            shortcuts: false,
            palette: Palette::default(),
            personal: false,
            shown: shown::Shown::default(),
            standing: system::Standing::default(),
            composing: false,
            held: Vec::new(),
            in_line: false,
            leaving: false,
            switching: None,
            forms_of: None,
            recent: Vec::new(),
            back: None,
            open_soon: None,
        };
        desktop.files.remember(ctx, Remember::Look);
        if let Some(begin) = begin {
            desktop.begin(begin, ctx);
        }
        desktop
    }

    fn ask(&self, ask: Ask) {
        if let Some(desk) = &self.desk {
            desk.ask(ask);
        }
    }

    fn say(&mut self, text: impl Into<String>, now: f64) {
        let text = text.into();
        // Long sentences stay long enough to be read.
        let seconds = 3.5 + text.chars().count() as f64 * 0.09;
        self.toasts.retain(|t| t.text != text);
        self.toasts.push(Toast {
            text,
            until: now + seconds,
        });
    }

    /// Follow the composition of an input method, and turn Enter into Tab in fields of one line.
    pub fn before_input(&mut self, raw: &mut egui::RawInput) {
        keys::before_input(raw, &mut self.composing, &mut self.held, self.in_line);
    }

    fn scene<'s>(&self, state: &'s Snapshot, now: f64) -> Scene<'s> {
        scene_of(self.clock, self.composing, self.personal, state, now)
    }

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
        actions.extend(shell::dialogs_ui(&ctx, self, &state));
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
                let inner =
                    egui::CentralPanel::default()
                        .frame(frame)
                        .show(ui, |ui| match self.screen {
                            Screen::Reach => screen::reach::reach_ui(ui, &mut self.reach, &scene),
                            Screen::Import => screen::import::import_ui(
                                ui,
                                &mut self.import,
                                state,
                                self.personal,
                            ),
                            Screen::Collect => {
                                screen::collect::collect_ui(ui, &mut self.collect, &scene)
                            }
                            Screen::Adjust => {
                                screen::adjust::adjust_ui(ui, &mut self.adjust, state)
                            }
                            Screen::Settings => screen::settings::settings_ui(
                                ui,
                                &mut self.settings,
                                &mut self.handover,
                                &mut self.password,
                                &mut self.lock,
                                &self.recent,
                                state,
                            ),
                            Screen::Health => {
                                screen::health::health_ui(ui, &mut self.health, state)
                            }
                            Screen::Copies => {
                                screen::copies::copies_ui(ui, &mut self.copies, state)
                            }
                            Screen::Past => {
                                screen::past::past_ui(ui, &mut self.past, state, self.personal)
                            }
                            Screen::Trash => screen::trash::trash_ui(ui, &mut self.trash, state),
                            Screen::Submission => {
                                screen::submission::submission_ui(ui, &mut self.submission, &scene)
                            }
                            Screen::Board => screen::board::board_ui(ui, &mut self.board, &scene),
                            Screen::Stars => screen::stars::stars_ui(
                                ui,
                                self.overview.as_deref(),
                                &mut self.year,
                            ),
                            Screen::Matrix => screen::matrix::matrix_ui(
                                ui,
                                &mut self.matrix,
                                self.overview.as_deref(),
                                &scene,
                                &mut self.year,
                            ),
                            Screen::Funds => screen::funds::funds_ui(
                                ui,
                                self.overview.as_deref(),
                                &mut self.year,
                            ),
                            Screen::Figures => screen::figures::figures_ui(
                                ui,
                                self.overview.as_deref(),
                                &mut self.year,
                            ),
                            _ => screen::home::home_ui(
                                ui,
                                self.home.as_deref(),
                                state,
                                &mut self.year,
                            ),
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

// Beside `Desktop`, for the pages are borrowed while the scene is used.
#[expect(
    clippy::fn_params_excessive_bools,
    reason = "they are two switches of the window, named alike on both sides"
)]
fn scene_of(
    clock: Clock,
    composing: bool,
    personal: bool,
    state: &Snapshot,
    now: f64,
) -> Scene<'_> {
    Scene {
        state,
        today: clock.today(),
        composing,
        personal,
        now,
    }
}
