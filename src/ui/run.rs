//! Opening the window on this computer, or saying in one sentence why there is none.

use super::Desktop;
use super::files;
use super::files::Native;
use super::fonts;
use super::theme;
use crate::app::Clock;
use crate::app::crash;
use crate::app::desk::Begin;
use crate::app::instance;
use crate::app::log;
use crate::app::recent::Recents;
use crate::app::typeface;
use crate::app::typeface::Computer;
use crate::os::Window;
use std::path::PathBuf;
use std::process::ExitCode;

impl eframe::App for Desktop {
    fn raw_input_hook(&mut self, _: &egui::Context, raw: &mut egui::RawInput) {
        self.before_input(raw);
    }

    fn logic(&mut self, ctx: &egui::Context, _: &mut eframe::Frame) {
        self.take(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        self.draw(ui);
    }
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
    let begin = file.map(Begin::Open);
    let viewport = egui::ViewportBuilder::default()
        .with_title("科普台账")
        .with_app_id("kepu-ledger")
        .with_inner_size([1366.0, 740.0])
        .with_min_inner_size([1000.0, 600.0]);
    let options = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Glow,
        ..eframe::NativeOptions::default()
    };
    // What a frame can't catch ends the window, not without a word.
    let opened = crash::guard(move || run(options, begin));
    match opened {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            tracing::error!(%error, "no window");
            no_window("没能打开窗口（缺少图形驱动）")
        }
        Err(crash::Crashed { .. }) => {
            files::last_word("程序出了意外的问题，必须关闭。已保存的内容都在，请再打开一次。");
            ExitCode::FAILURE
        }
    }
}

fn run(options: eframe::NativeOptions, begin: Option<Begin>) -> eframe::Result {
    eframe::run_native(
        "kepu-ledger",
        options,
        Box::new(move |creation| {
            let ctx = &creation.egui_ctx;
            fonts::install(ctx);
            theme::install(ctx);
            follow_fonts(ctx.clone());
            let window = Window::of(creation);
            let files = Box::new(Native::over(window));
            let mut desktop = Desktop::new(begin, files, Clock::Computer, ctx);
            desktop.live_in(window);
            if let Some(report) = log::folder().and_then(|folder| crash::untold(&folder)) {
                desktop.tell_of(report);
            }
            Ok(Box::new(desktop))
        }),
    )
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
