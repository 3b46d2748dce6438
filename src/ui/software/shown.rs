//! A painted window and what it shows: events in, a frame run, its pixels onto the screen.

use super::canvas::Area;
use super::canvas::Canvas;
use super::repaint::Repainter;
use super::window::Unpainted;
use crate::os;
use crate::ui::Desktop;
use egui::FullOutput;
use egui::LogicOutput;
use egui::RawInput;
use egui::ViewportBuilder;
use egui::ViewportCommand;
use egui::ViewportEvent;
use egui::ViewportId;
use egui::ViewportInfo;
use egui_winit::ActionRequested;
use egui_winit::accesskit_winit;
use std::num::NonZeroU32;
use std::sync::Arc;
use winit::event::WindowEvent;
use winit::event_loop::ActiveEventLoop;
use winit::event_loop::EventLoopProxy;
use winit::event_loop::OwnedDisplayHandle;
use winit::window::Window;

/// Longest side of the atlas of glyphs.
const TEXTURE_SIDE: usize = 8192;

/// Makes what a window shows.
pub(crate) type Make = Box<dyn FnOnce(&egui::Context, Option<os::Window>) -> Desktop>;

/// A window and what it shows.
pub(super) struct Shown {
    // Before the window: it draws on it.
    surface: softbuffer::Surface<OwnedDisplayHandle, Arc<Window>>,
    state: egui_winit::State,
    window: Arc<Window>,
    desktop: Desktop,
    info: ViewportInfo,
    waiting: RawInput,
    repainter: Repainter,
    is_visible: bool,
}

// Where the screen fails nobody was asked.
impl Drop for Shown {
    fn drop(&mut self) {
        self.desktop.keep_at_the_end();
    }
}

impl Shown {
    /// Open a window, not seen before its first frame.
    pub(super) fn open<T: From<accesskit_winit::Event> + Send>(
        ctx: &egui::Context,
        events: &ActiveEventLoop,
        builder: ViewportBuilder,
        proxy: EventLoopProxy<T>,
        make: Make,
    ) -> Result<Self, Unpainted> {
        // Hidden until it has been painted; screen readers must come before it shows, too.
        let builder = within_screen(builder, events).with_visible(false);
        let window = Arc::new(egui_winit::create_window(ctx, events, &builder)?);
        let mut state = egui_winit::State::new(
            ctx.clone(),
            ViewportId::ROOT,
            &window,
            Some(window.scale_factor() as f32),
            window.theme(),
            Some(TEXTURE_SIDE),
        );
        state.init_accesskit(events, &window, proxy);
        let screen = softbuffer::Context::new(events.owned_display_handle())?;
        let surface = softbuffer::Surface::new(&screen, Arc::clone(&window))?;
        let mut info = ViewportInfo::default();
        egui_winit::update_viewport_info(&mut info, ctx, &window, true);
        Ok(Self {
            surface,
            state,
            desktop: make(ctx, os::Window::of(&*window)),
            window,
            info,
            waiting: RawInput::default(),
            repainter: Repainter::default(),
            is_visible: false,
        })
    }

    /// The screen no longer shows what was painted.
    pub(super) fn lose(&mut self) {
        self.repainter.forget();
    }

    /// Take an event; whether it wants a frame.
    pub(super) fn take_event(&mut self, event: &WindowEvent) -> bool {
        let mut wants = false;
        match event {
            WindowEvent::CloseRequested => {
                self.info.events.push(ViewportEvent::Close);
                wants = true;
            }
            WindowEvent::Occluded(is_occluded) => {
                self.info.occluded = Some(*is_occluded);
                self.lose();
                wants = !is_occluded;
            }
            WindowEvent::Focused(_) | WindowEvent::ScaleFactorChanged { .. } => self.lose(),
            _ => {}
        }
        self.state.on_window_event(&self.window, event).repaint || wants
    }

    /// Take a movement of the mouse itself; whether it wants a frame.
    pub(super) fn take_motion(&mut self, delta: (f64, f64)) -> bool {
        self.state.on_mouse_motion(delta)
    }

    /// Take what a screen reader says; whether it wants a frame.
    pub(super) fn take_reader(
        &mut self,
        ctx: &egui::Context,
        event: accesskit_winit::WindowEvent,
    ) -> bool {
        match event {
            accesskit_winit::WindowEvent::InitialTreeRequested => ctx.enable_accesskit(),
            accesskit_winit::WindowEvent::ActionRequested(request) => {
                self.state.on_accesskit_action_request(request);
            }
            accesskit_winit::WindowEvent::AccessibilityDeactivated => {
                ctx.disable_accesskit();
                return false;
            }
        }
        true
    }

    /// Whether nothing of it is seen.
    pub(super) fn is_hidden(&self) -> bool {
        let size = self.window.inner_size();
        self.info.visible() == Some(false) || size.width == 0 || size.height == 0
    }

    /// Run and paint a frame; whether the window closes with it.
    pub(super) fn frame(
        &mut self,
        ctx: &egui::Context,
        events: &ActiveEventLoop,
        time: f64,
    ) -> Result<bool, Unpainted> {
        egui_winit::update_viewport_info(&mut self.info, ctx, &self.window, false);
        let mut raw = std::mem::take(&mut self.waiting);
        raw.append(self.state.take_egui_input(&self.window));
        raw.time = Some(time);
        raw.viewports.insert(ViewportId::ROOT, self.info.clone());
        self.desktop.before_input(&mut raw);
        self.info.events.clear();
        let asked_to_close = raw.viewport().close_requested();
        let commands = if self.is_hidden() {
            let LogicOutput {
                platform_output,
                mut viewport_commands,
            } = ctx.run_logic(&raw, |ctx| self.desktop.take(ctx));
            // No pass took the input: it is for the next frame that is seen.
            self.waiting = raw;
            self.state.handle_platform_output_with_event_loop(
                &self.window,
                events,
                platform_output,
            );
            viewport_commands.remove(&ViewportId::ROOT)
        } else {
            let desktop = &mut self.desktop;
            let output = ctx.run_ui(raw, |ui| {
                desktop.take(&ui.ctx().clone());
                desktop.draw(ui);
            });
            self.show(ctx, events, output)?
        };
        let commands = commands.unwrap_or_default();
        let stays = commands.contains(&ViewportCommand::CancelClose);
        let mut wishes = Vec::new();
        egui_winit::process_viewport_commands(
            ctx,
            &mut self.info,
            commands,
            &self.window,
            &mut wishes,
        );
        for wish in wishes {
            self.grant(&wish);
        }
        Ok(asked_to_close && !stays)
    }

    fn show(
        &mut self,
        ctx: &egui::Context,
        events: &ActiveEventLoop,
        output: FullOutput,
    ) -> Result<Option<Vec<ViewportCommand>>, Unpainted> {
        let FullOutput {
            platform_output,
            mut textures_delta,
            shapes,
            pixels_per_point,
            mut viewport_output,
        } = output;
        self.state
            .handle_platform_output_with_event_loop(&self.window, events, platform_output);
        self.repainter.take_textures(&mut textures_delta);
        let frame = ctx.tessellate(shapes, pixels_per_point);
        let size = self.window.inner_size();
        if let (Some(width), Some(height)) =
            (NonZeroU32::new(size.width), NonZeroU32::new(size.height))
        {
            self.surface.resize(width, height)?;
            let mut pixels = self.surface.buffer_mut()?;
            let age = pixels.age();
            let mut canvas = Canvas::new(&mut pixels, size.width as usize);
            let changed = self
                .repainter
                .repaint(&mut canvas, frame, pixels_per_point, age);
            if let Some(part) = part(changed) {
                pixels.present_with_damage(&[part])?;
            }
        }
        if !self.is_visible {
            self.is_visible = true;
            self.window.set_visible(true);
        }
        let root = viewport_output.remove(&ViewportId::ROOT);
        Ok(root.map(|root| root.commands))
    }

    // Cut, copy and paste asked for by menus come as input of the next frame.
    fn grant(&mut self, wish: &ActionRequested) {
        let event = match wish {
            ActionRequested::Cut => Some(egui::Event::Cut),
            ActionRequested::Copy => Some(egui::Event::Copy),
            ActionRequested::Paste => {
                let text = self.state.clipboard_text().unwrap_or_default();
                (!text.is_empty()).then(|| egui::Event::Paste(text.replace("\r\n", "\n")))
            }
            // Nothing here asks for pictures of the window.
            ActionRequested::Screenshot(_) | ActionRequested::PaintWhileHidden => None,
        };
        self.state.egui_input_mut().events.extend(event);
    }
}

fn part(area: Area) -> Option<softbuffer::Rect> {
    Some(softbuffer::Rect {
        x: area.left.try_into().ok()?,
        y: area.top.try_into().ok()?,
        width: u32::try_from(area.right - area.left)
            .ok()?
            .try_into()
            .ok()?,
        height: u32::try_from(area.bottom - area.top)
            .ok()?
            .try_into()
            .ok()?,
    })
}

// A window larger than every screen does not appear on Windows.
fn within_screen(builder: ViewportBuilder, events: &ActiveEventLoop) -> ViewportBuilder {
    let sizes = events.available_monitors().map(|monitor| {
        let size = monitor.size().to_logical::<f32>(monitor.scale_factor());
        egui::vec2(size.width, size.height)
    });
    let largest = sizes.fold(egui::Vec2::ZERO, egui::Vec2::max);
    match builder.inner_size {
        Some(wanted) if largest != egui::Vec2::ZERO => builder.with_inner_size(wanted.min(largest)),
        _ => builder,
    }
}
