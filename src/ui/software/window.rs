//! The painted window itself: winit's events to egui as eframe hands them over, egui's frames to the screen.

use super::shown::Make;
use super::shown::Shown;
use crate::os;
use egui::ViewportBuilder;
use egui_winit::accesskit_winit;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;
use thiserror::Error;
use winit::application::ApplicationHandler;
use winit::event::DeviceEvent;
use winit::event::DeviceId;
use winit::event::WindowEvent;
use winit::event_loop::ActiveEventLoop;
use winit::event_loop::ControlFlow;
use winit::event_loop::EventLoop;
use winit::event_loop::EventLoopProxy;
use winit::window::WindowId;

/// From a frame to the next at the earliest; there is no screen to wait for.
const PACE: Duration = Duration::from_millis(16);
/// The same over a line.
const REMOTE_PACE: Duration = Duration::from_millis(33);
/// The same while nothing is seen.
const HIDDEN_PACE: Duration = Duration::from_millis(100);

/// Why there is no painted window, or no longer.
#[derive(Debug, Error)]
pub(crate) enum Unpainted {
    /// No way to the system's windows.
    #[error("no event loop: {0}")]
    Loop(#[from] winit::error::EventLoopError),
    /// No window.
    #[error("no window: {0}")]
    Window(#[from] winit::error::OsError),
    /// No pixels on it.
    #[error("no pixels: {0}")]
    Pixels(#[from] softbuffer::SoftBufferError),
}

/// What comes to the loop from outside.
#[derive(Debug)]
enum Call {
    /// A frame is wanted at a moment; and the pass it was wanted in.
    Frame(Instant, u64),
    /// A screen reader.
    Reader(accesskit_winit::Event),
}

impl From<accesskit_winit::Event> for Call {
    fn from(event: accesskit_winit::Event) -> Self {
        Self::Reader(event)
    }
}

/// Open a window and stay until it closes.
pub(crate) fn run(builder: ViewportBuilder, make: Make) -> Result<(), Unpainted> {
    let events = EventLoop::<Call>::with_user_event().build()?;
    let ctx = egui::Context::default();
    if let Ok(passes) = 2.try_into() {
        ctx.options_mut(|o| o.max_passes = passes);
    }
    ctx.add_font_provider(Arc::new(
        egui_system_font_provider::SystemFontProvider::new(),
    ));
    let proxy = Mutex::new(events.create_proxy());
    ctx.set_request_repaint_callback(move |wish| {
        let Some(at) = Instant::now().checked_add(wish.delay) else {
            return;
        };
        let call = Call::Frame(at, wish.current_cumulative_pass_nr);
        let proxy = proxy.lock().unwrap_or_else(PoisonError::into_inner);
        // The loop is gone when the window has closed.
        proxy.send_event(call).ok();
    });
    let mut painted = Painted {
        ctx,
        builder,
        proxy: events.create_proxy(),
        make: Some(make),
        shown: None,
        fault: None,
        begun: Instant::now(),
        pace: if os::is_remote_session() {
            REMOTE_PACE
        } else {
            PACE
        },
        last: None,
        due: None,
    };
    events.run_app(&mut painted)?;
    painted.fault.map_or(Ok(()), Err)
}

/// The loop.
struct Painted {
    ctx: egui::Context,
    builder: ViewportBuilder,
    proxy: EventLoopProxy<Call>,
    make: Option<Make>,
    shown: Option<Shown>,
    fault: Option<Unpainted>,
    begun: Instant,
    pace: Duration,
    last: Option<Instant>,
    /// When the next frame is.
    due: Option<Instant>,
}

impl Painted {
    fn want(&mut self, at: Instant) {
        let pace = match &self.shown {
            Some(shown) if shown.is_hidden() => HIDDEN_PACE,
            _ => self.pace,
        };
        let at = self.last.map_or(at, |last| at.max(last + pace));
        self.due = Some(self.due.map_or(at, |due| due.min(at)));
    }

    fn frame(&mut self, events: &ActiveEventLoop) {
        let Some(shown) = &mut self.shown else {
            return;
        };
        self.due = None;
        self.last = Some(Instant::now());
        let time = self.begun.elapsed().as_secs_f64();
        let closes = shown
            .frame(&self.ctx, events, time)
            .unwrap_or_else(|fault| {
                self.fault = Some(fault);
                true
            });
        if closes {
            // The window goes while the loop still runs, as its system wants it, and the ledger with it.
            self.shown = None;
            self.ctx.on_exit();
            events.exit();
        }
    }
}

impl ApplicationHandler<Call> for Painted {
    fn resumed(&mut self, events: &ActiveEventLoop) {
        let Some(make) = self.make.take() else {
            return;
        };
        let builder = self.builder.clone();
        match Shown::open(&self.ctx, events, builder, self.proxy.clone(), make) {
            Ok(shown) => {
                self.shown = Some(shown);
                self.frame(events);
            }
            Err(fault) => {
                self.fault = Some(fault);
                events.exit();
            }
        }
    }

    fn user_event(&mut self, _: &ActiveEventLoop, call: Call) {
        match call {
            Call::Frame(at, pass) => {
                let now = self.ctx.cumulative_pass_nr();
                // What was wanted before the frame before is on screen.
                if now == pass || now == pass + 1 {
                    self.want(at);
                }
            }
            Call::Reader(event) => {
                let Some(shown) = &mut self.shown else {
                    return;
                };
                if shown.take_reader(&self.ctx, event.window_event) {
                    self.want(Instant::now());
                }
            }
        }
    }

    fn window_event(&mut self, events: &ActiveEventLoop, _: WindowId, event: WindowEvent) {
        let Some(shown) = &mut self.shown else {
            return;
        };
        match &event {
            // Frames are not painted through it, so it is the system that has lost what it showed; or a session ends, and
            // the frame that keeps what was typed must be painted before this returns.
            WindowEvent::RedrawRequested => {
                shown.lose();
                self.frame(events);
            }
            // While an edge is dragged Windows lets nothing else through.
            WindowEvent::Resized(size) if cfg!(windows) && size.width > 0 && size.height > 0 => {
                shown.take_event(&event);
                self.frame(events);
            }
            _ => {
                if shown.take_event(&event) {
                    self.want(Instant::now());
                }
            }
        }
    }

    fn device_event(&mut self, _: &ActiveEventLoop, _: DeviceId, event: DeviceEvent) {
        if let DeviceEvent::MouseMotion { delta } = event
            && let Some(shown) = &mut self.shown
            && shown.take_motion(delta)
        {
            self.want(Instant::now());
        }
    }

    fn about_to_wait(&mut self, events: &ActiveEventLoop) {
        if self.due.is_some_and(|due| due <= Instant::now()) {
            self.frame(events);
        }
        events.set_control_flow(self.due.map_or(ControlFlow::Wait, ControlFlow::WaitUntil));
    }
}
