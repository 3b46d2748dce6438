//! What the clerk sees. [`Desktop`] holds a handle to the office thread and the state of the screens; it draws, sends
//! asks and takes what is told. No SQL, no file and no waiting in a frame.

mod action;
mod attach;
mod begin;
mod command;
mod deed;
mod dialogs;
mod draw;
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
use crate::app::desk::Ask;
use crate::app::desk::Begin;
use crate::app::desk::Desk;
use crate::app::desk::Home;
use crate::app::desk::Overview;
use crate::app::desk::Snapshot;
use crate::app::recent::Recent;
use crate::app::tables::Tables;
use crate::model::Uid;
use action::Action;
use command::palette::Palette;
use dialogs::Deleting;
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
    deleting: Option<Deleting>,
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
