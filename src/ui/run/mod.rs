//! Opening the window on this computer: by the graphics card where that works, painted where not, and a sentence where
//! there can be none.

mod card;
mod restart;

use super::Desktop;
use super::files;
use super::files::Native;
use super::fonts;
use super::software;
use super::theme;
use crate::app::Clock;
use crate::app::crash;
use crate::app::crash::Crashed;
use crate::app::desk::Begin;
use crate::app::instance;
use crate::app::log;
use crate::app::recent::Recents;
use crate::app::tables::Tables;
use crate::app::typeface;
use crate::app::typeface::Computer;
use crate::app::window::Paint;
use crate::app::window::WindowChoice;
use crate::assets;
use crate::os;
use crate::os::Window;
use restart::Reason;
use std::path::PathBuf;
use std::process::ExitCode;

/// Why the card's window ended otherwise than by closing.
enum Fault {
    /// It never opened.
    Refused,
    /// It was open; its painting failed.
    Lost,
    /// Our own work panicked.
    Ours,
}

/// Open the window and stay until it closes.
pub fn open_window(file: Option<PathBuf>) -> ExitCode {
    let file = file.or_else(|| Recents::this().last());
    if file.as_deref().is_some_and(instance::bring_to_front) {
        return ExitCode::SUCCESS;
    }
    if cfg!(target_os = "linux")
        && std::env::var_os("DISPLAY").is_none()
        && std::env::var_os("WAYLAND_DISPLAY").is_none()
    {
        return no_window("这里没有图形界面");
    }
    let choice = WindowChoice::of_this_computer();
    let without_card = match choice.now().paint {
        Paint::Auto => os::is_remote_session(),
        Paint::Card => false,
        Paint::Processor => true,
    };
    let reason = Reason::of_this_program();
    if without_card || reason.is_some() {
        return open_painted(file, choice, reason);
    }
    let begin = file.clone().map(Begin::Open);
    match card::run(viewport(), |ctx, window| set_up(ctx, window, begin, choice)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Fault::Ours) => {
            files::last_word(GOING);
            ExitCode::FAILURE
        }
        Err(Fault::Refused) => open_anew(file, Reason::Refused),
        // Another file may have been opened since.
        Err(Fault::Lost) => open_anew(Recents::this().last().or(file), Reason::Lost),
    }
}

const REOPENED: &str = "显卡出了问题，窗口已重新打开。没保存的内容在工作台的“没有填完的表单”里。";
/// Opening the file takes so long that the notice must not run out with it, in the window's seconds.
const REOPENED_AT: f64 = 5.0;
const GOING: &str = "程序出了意外的问题，必须关闭。已保存的内容都在，请再打开一次。";

fn open_anew(file: Option<PathBuf>, reason: Reason) -> ExitCode {
    restart::painted(file, reason).unwrap_or_else(|error| {
        tracing::error!(%error, "not started anew");
        nowhere_to_open()
    })
}

fn open_painted(file: Option<PathBuf>, choice: WindowChoice, reason: Option<Reason>) -> ExitCode {
    let begin = file.map(Begin::Open);
    // What a frame can't catch ends the window, not without a word.
    let ran = crash::guard(|| {
        software::run(
            viewport(),
            Box::new(move |ctx, window| {
                let mut desktop = set_up(ctx, window, begin, choice);
                if reason == Some(Reason::Lost) {
                    desktop.say(REOPENED, REOPENED_AT);
                }
                desktop
            }),
        )
    });
    match ran {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            tracing::error!(%error, "no painted window");
            nowhere_to_open()
        }
        Err(Crashed { .. }) => {
            files::last_word(GOING);
            ExitCode::FAILURE
        }
    }
}

fn nowhere_to_open() -> ExitCode {
    let code = no_window("没能打开窗口");
    files::last_word("没能打开窗口。请注销后重新登录这台电脑，再打开一次。");
    code
}

fn viewport() -> egui::ViewportBuilder {
    egui::ViewportBuilder::default()
        .with_title("科普台账")
        .with_app_id("kepu-ledger")
        .with_inner_size([1366.0, 740.0])
        // A screen of 1920×1080 at 200 % has no more room than this.
        .with_min_inner_size([800.0, 480.0])
        .with_icon(icon())
}

// Without one of its own the title bar shows egui's.
fn icon() -> egui::IconData {
    let pixels = image::load_from_memory(assets::ICON).map(image::DynamicImage::into_rgba8);
    let pixels = pixels.unwrap_or_else(|error| {
        tracing::error!(%error, "no icon");
        image::RgbaImage::default()
    });
    egui::IconData {
        width: pixels.width(),
        height: pixels.height(),
        rgba: pixels.into_raw(),
    }
}

// What both windows show, and how it looks.
fn set_up(
    ctx: &egui::Context,
    window: Option<Window>,
    begin: Option<Begin>,
    choice: WindowChoice,
) -> Desktop {
    fonts::install(ctx);
    theme::install(ctx);
    follow_fonts(ctx.clone());
    let files = Box::new(Native::over(window));
    let mut desktop = Desktop::new(begin, files, Clock::Computer, ctx);
    desktop.live_in(window);
    desktop.looks_by(choice);
    desktop.tables_as(Tables::of_this_computer());
    if let Some(report) = log::folder().and_then(|folder| crash::untold(&folder)) {
        desktop.tell_of(report);
    }
    desktop
}

// Looking through a computer's fonts takes longer than a window may; it opens with the bundled ones and follows.
fn follow_fonts(ctx: egui::Context) {
    let thread = std::thread::Builder::new()
        .name("fonts".into())
        .spawn(move || {
            typeface::follow(Computer::this());
            ctx.request_repaint();
        });
    if let Err(error) = thread {
        tracing::error!(%error, "no thread for fonts");
    }
}

#[expect(
    clippy::print_stderr,
    reason = "without a window this is the only place left to say it"
)]
fn no_window(why: &str) -> ExitCode {
    eprintln!(
        "{why}；不用窗口也能做全部工作，命令见 kepu-ledger --help，例如 kepu-ledger import 台账.kepu 表格.xlsx。"
    );
    ExitCode::FAILURE
}
