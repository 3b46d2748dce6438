//! What the clerk sees. [`Desktop`] holds a handle to the office thread and the state of the screens; it draws, sends
//! asks and takes what is told. No SQL, no file and no waiting in a frame.

mod action;
pub mod files;
pub mod fonts;
mod keys;
mod run;
pub mod screen;
mod shell;
pub mod theme;
mod widget;

pub use run::open_window;

use crate::app::Clock;
use crate::app::Hit;
use crate::app::Register;
use crate::app::command::Command;
use crate::app::desk::Ask;
use crate::app::desk::Begin;
use crate::app::desk::Desk;
use crate::app::desk::Home;
use crate::app::desk::Snapshot;
use crate::app::desk::Told;
use crate::app::desk::Wake;
use crate::app::paths;
use crate::model::Period;
use crate::model::Uid;
use crate::model::events::Event;
use crate::model::office::community::CommunityEntry;
use crate::model::people::OfficerEntry;
use crate::model::people::Team;
use crate::model::people::VolunteerEntry;
use action::Action;
use files::Files;
use files::Purpose;
use screen::Screen;
use screen::attendance::AttendanceEditor;
use screen::import::ImportScreen;
use screen::reach::ReachScreen;
use screen::records::Outcome;
use screen::records::Records;
use screen::records::Scene;
use screen::reports::ReportsScreen;
use screen::settings::SettingsScreen;
use screen::start::StartScreen;
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
    events: Records<Event>,
    attendance: AttendanceEditor,
    volunteers: Records<VolunteerEntry>,
    officers: Records<OfficerEntry>,
    communities: Records<CommunityEntry>,
    teams: Records<Team>,
    reach: ReachScreen,
    import: ImportScreen,
    reports: ReportsScreen,
    settings: SettingsScreen,
    words: String,
    words_asked: String,
    hits: Vec<Hit>,
    focus_find: bool,
    toasts: Vec<Toast>,
    deleting: Option<(Register, Vec<Uid>)>,
    help: bool,
    personal: bool,
    composing: bool,
    in_line: bool,
    leaving: bool,
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
            events: Records::default(),
            attendance: AttendanceEditor::default(),
            volunteers: Records::default(),
            officers: Records::default(),
            communities: Records::default(),
            teams: Records::default(),
            reach: ReachScreen::new(year),
            import: ImportScreen::default(),
            reports: ReportsScreen::new(year),
            settings: SettingsScreen::default(),
            words: String::new(),
            words_asked: String::new(),
            hits: Vec::new(),
            focus_find: false,
            toasts: Vec::new(),
            deleting: None,
            help: false,
            personal: false,
            composing: false,
            in_line: false,
            leaving: false,
        };
        if let Some(begin) = begin {
            desktop.begin(begin, ctx);
        }
        desktop
    }

    fn begin(&mut self, begin: Begin, ctx: &egui::Context) {
        let woken = ctx.clone();
        let wake: Wake = Arc::new(move || woken.request_repaint());
        // The file that was open is let go first: it may be the same one.
        self.desk = None;
        self.state = None;
        self.home = None;
        self.home_asked = None;
        self.opening = true;
        match Desk::start(begin, self.clock, wake) {
            Ok(desk) => self.desk = Some(desk),
            Err(error) => tracing::error!(%error, "no office thread"),
        }
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
        keys::before_input(raw, &mut self.composing, self.in_line);
    }

    /// Take what the office thread and the dialogs told. Runs even when the window is hidden.
    pub fn take(&mut self, ctx: &egui::Context) {
        let now = ctx.input(|i| i.time);
        let told = self.desk.as_ref().map(Desk::take).unwrap_or_default();
        for one in told {
            self.take_one(one, now);
        }
        if let Some((purpose, paths)) = self.files.take() {
            self.take_files(&purpose, paths, ctx, now);
        }
        let dropped: Vec<PathBuf> = ctx.input(|i| {
            i.raw
                .dropped_files
                .iter()
                .map(|f| f.path().to_path_buf())
                .collect()
        });
        if !dropped.is_empty() {
            self.take_dropped(dropped, ctx);
        }
        self.toasts.retain(|t| t.until > now);
        if !self.toasts.is_empty() {
            ctx.request_repaint_after(std::time::Duration::from_millis(500));
        }
    }

    fn take_dropped(&mut self, files: Vec<PathBuf>, ctx: &egui::Context) {
        let is_ledger = |p: &PathBuf| {
            p.extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("kepu"))
        };
        if let Some(file) = files.iter().find(|f| is_ledger(f)) {
            self.begin(Begin::Open(file.clone()), ctx);
        } else if self.state.is_some() {
            self.screen = Screen::Import;
            let action = self.import.begin(files);
            self.carry_out(action, ctx);
        }
    }

    fn take_files(
        &mut self,
        purpose: &Purpose,
        paths: Vec<PathBuf>,
        ctx: &egui::Context,
        now: f64,
    ) {
        let Some(first) = paths.first().cloned() else {
            return;
        };
        match purpose {
            Purpose::OpenFile => self.begin(Begin::Open(first), ctx),
            Purpose::Sheets => {
                let action = self.import.begin(paths);
                self.carry_out(action, ctx);
            }
            Purpose::SaveReport(_) => {
                let said = self.reports.save(&first);
                self.say(said, now);
            }
            Purpose::Plan => match std::fs::read_to_string(&first) {
                Ok(text) => self.ask(Ask::LoadPlan(text)),
                Err(_) => self.say("没能读取这份规划，请检查文件是否还在", now),
            },
        }
    }

    fn take_one(&mut self, told: Told, now: f64) {
        match told {
            Told::NotOpened(advice, copies) => {
                self.start.copies = copies;
                self.opening = false;
                self.desk = None;
                self.state = None;
                self.start.trouble = Some(advice);
            }
            Told::State(state) => {
                if self.opening {
                    self.opening = false;
                    self.start.trouble = None;
                    paths::remember(&state.path);
                    // What is on record says which year the clerk works on.
                    self.year = state.ledger.newest_year().unwrap_or(self.year);
                    self.reach.year = self.year;
                    self.reports.year = self.year;
                }
                self.state = Some(Arc::from(state));
            }
            Told::Done(done) => self.done(&done, now),
            Told::Refused(advice, problems) => {
                self.events.refused(&problems);
                self.volunteers.refused(&problems);
                self.officers.refused(&problems);
                self.communities.refused(&problems);
                self.teams.refused(&problems);
                self.say(advice.to_string(), now);
            }
            Told::Rows(register, wanted, rows) => match register {
                Register::Events => self.events.take_rows(&wanted, rows),
                Register::Volunteers => self.volunteers.take_rows(&wanted, rows),
                Register::Officers => self.officers.take_rows(&wanted, rows),
                Register::Communities => self.communities.take_rows(&wanted, rows),
                Register::Teams => self.teams.take_rows(&wanted, rows),
            },
            Told::Hits(words, hits) => {
                if words == self.words {
                    self.hits = hits;
                }
            }
            Told::Home(home) => self.home = Some(home),
            Told::Preview(preview) => self.import.take(preview),
            Told::Laid(laid) => self.reports.take(laid),
            Told::Pages(pages) => self.reports.progress(pages),
            Told::BackedUp(Ok(path)) => self.say(format!("已备份并核对：{}", path.display()), now),
            Told::BackedUp(Err(advice)) => self.say(advice.to_string(), now),
            Told::History(steps) => self.settings.steps = steps,
        }
    }

    fn done(&mut self, done: &crate::app::Done, now: f64) {
        let text = match (done.records, done.label.starts_with('已')) {
            (0, _) => "没有变化，不用保存".to_owned(),
            (_, true) => done.label.clone(),
            (_, false) => format!("已保存：{}", done.label),
        };
        self.say(text, now);
        if done.label.starts_with("导入") {
            self.import.done();
            self.screen = Screen::Home;
            self.year = self
                .state
                .as_ref()
                .and_then(|s| s.ledger.newest_year())
                .unwrap_or(self.year);
            self.reach.year = self.year;
            self.reports.year = self.year;
        }
        if done.label.starts_with("填写传播量") {
            self.reach.saved();
        }
        let Some(state) = self.state.clone() else {
            return;
        };
        let scene = self.scene(&state, now);
        self.events.saved(done.focus, &scene);
        self.volunteers.saved(done.focus, &scene);
        self.officers.saved(done.focus, &scene);
        self.communities.saved(done.focus, &scene);
        self.teams.saved(done.focus, &scene);
    }

    fn scene<'s>(&self, state: &'s Snapshot, now: f64) -> Scene<'s> {
        Scene {
            state,
            today: self.clock.today(),
            composing: self.composing,
            personal: self.personal,
            now,
        }
    }

    /// Draw a frame.
    pub fn draw(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        self.in_line = false;
        let Some(state) = self.state.clone() else {
            let actions = self.first_ui(ui);
            for action in actions {
                self.carry_out(action, &ctx);
            }
            return;
        };
        let mut actions = keys::pressed(self, &ctx, &state);
        actions.extend(shell::shell_ui(ui, self, &state));
        actions.extend(self.screen_ui(ui, &state));
        shell::toasts_ui(&ctx, &self.toasts);
        actions.extend(shell::dialogs_ui(&ctx, self));
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
                widget::page_preview::empty_ui(ui, "正在打开台账…");
            } else {
                actions = screen::start::start_ui(ui, &mut self.start, self.clock.today().year());
            }
        });
        actions
    }

    fn screen_ui(&mut self, ui: &mut egui::Ui, state: &Snapshot) -> Vec<Action> {
        let now = ui.input(|i| i.time);
        let scene = self.scene(state, now);
        let outcome = match self.screen {
            Screen::Register(Register::Events) => {
                let (events, attendance) = (&mut self.events, &mut self.attendance);
                events.ui(
                    ui,
                    &scene,
                    Some(("参与人员", &mut |ui, uid| {
                        attendance.ui(ui, uid, &scene)
                    })),
                )
            }
            Screen::Register(Register::Volunteers) => self.volunteers.ui(ui, &scene, None),
            Screen::Register(Register::Officers) => self.officers.ui(ui, &scene, None),
            Screen::Register(Register::Communities) => self.communities.ui(ui, &scene, None),
            Screen::Register(Register::Teams) => self.teams.ui(ui, &scene, None),
            Screen::Reports => Outcome {
                actions: screen::reports::reports_ui(ui, &mut self.reports, state),
                in_line: false,
            },
            Screen::Home | Screen::Reach | Screen::Import | Screen::Settings => {
                let frame = egui::Frame::new()
                    .fill(theme::PAPER)
                    .inner_margin(egui::Margin::symmetric(18, 12));
                let inner =
                    egui::CentralPanel::default()
                        .frame(frame)
                        .show(ui, |ui| match self.screen {
                            Screen::Reach => screen::reach::reach_ui(ui, &mut self.reach, &scene),
                            Screen::Import => {
                                screen::import::import_ui(ui, &mut self.import, state.writable)
                            }
                            Screen::Settings => {
                                screen::settings::settings_ui(ui, &mut self.settings, state)
                            }
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
        self.in_line = outcome.in_line;
        let mut actions = outcome.actions;
        let wanted = (self.year, state.revision);
        if self.screen == Screen::Home
            && self.home_asked != Some(wanted)
            && let Some(period) = Period::year(self.year)
        {
            self.home_asked = Some(wanted);
            actions.push(Action::Ask(Ask::Home(period)));
        }
        if self.words != self.words_asked && !self.composing {
            self.words_asked.clone_from(&self.words);
            actions.push(Action::Ask(Ask::Find(self.words.clone())));
        }
        actions
    }

    /// Everything typed and not saved, as drafts: the last thing before the window closes.
    fn keep_all(&self) -> Vec<Action> {
        let kept = [
            self.events.keep(),
            self.volunteers.keep(),
            self.officers.keep(),
            self.communities.keep(),
            self.teams.keep(),
        ];
        kept.into_iter().flatten().collect()
    }

    fn is_dirty(&self) -> bool {
        let forms = [
            self.events.is_dirty(),
            self.volunteers.is_dirty(),
            self.officers.is_dirty(),
            self.communities.is_dirty(),
            self.teams.is_dirty(),
        ];
        forms.contains(&true) || self.reach.is_dirty()
    }

    fn carry_out(&mut self, action: Action, ctx: &egui::Context) {
        let now = ctx.input(|i| i.time);
        match action {
            Action::Go(screen) => self.screen = screen,
            Action::Open(register, uid) => {
                let Some(state) = self.state.clone() else {
                    return;
                };
                let scene = self.scene(&state, now);
                self.screen = Screen::Register(register);
                match register {
                    Register::Events => self.events.open(uid, &scene),
                    Register::Volunteers => self.volunteers.open(uid, &scene),
                    Register::Officers => self.officers.open(uid, &scene),
                    Register::Communities => self.communities.open(uid, &scene),
                    Register::Teams => self.teams.open(uid, &scene),
                }
            }
            Action::Ask(ask) => self.ask(ask),
            Action::Pick(purpose) => self.files.ask(ctx, purpose),
            Action::Begin(begin) => self.begin(begin, ctx),
            Action::Say(text) => self.say(text, now),
            Action::AskDelete(register, uids) => self.deleting = Some((register, uids)),
            Action::ShowPersonal(on) => self.personal = on,
        }
        ctx.request_repaint();
    }

    fn delete(&mut self) -> Option<Action> {
        let (register, uids) = self.deleting.take()?;
        match register {
            Register::Events => self.events.draft = None,
            Register::Volunteers => self.volunteers.draft = None,
            Register::Officers => self.officers.draft = None,
            Register::Communities => self.communities.draft = None,
            Register::Teams => self.teams.draft = None,
        }
        Some(Action::Ask(Ask::Run(
            Box::new(Command::Delete(register, uids)),
            String::new(),
        )))
    }
}
