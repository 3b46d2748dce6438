//! The window painted by the graphics card: eframe with glow. The only file that names eframe.

use super::Fault;
use crate::app::crash;
use crate::app::crash::Crashed;
use crate::app::log;
use crate::os::Window;
use crate::ui::Desktop;
use std::cell::Cell;
use std::rc::Rc;

/// The window's content, and whether it is at work just now: a panic then is its own, any other the painting's.
struct OnCard {
    desktop: Desktop,
    at_work: Rc<Cell<bool>>,
}

impl OnCard {
    fn work(&mut self, work: impl FnOnce(&mut Desktop)) {
        self.at_work.set(true);
        work(&mut self.desktop);
        self.at_work.set(false);
    }
}

// Where the card fails nobody was asked.
impl Drop for OnCard {
    fn drop(&mut self) {
        self.desktop.keep_at_the_end();
    }
}

impl eframe::App for OnCard {
    fn raw_input_hook(&mut self, _: &egui::Context, raw: &mut egui::RawInput) {
        self.work(|desktop| desktop.before_input(raw));
    }

    fn logic(&mut self, ctx: &egui::Context, _: &mut eframe::Frame) {
        self.work(|desktop| desktop.take(ctx));
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        self.work(|desktop| desktop.draw(ui));
    }
}

/// Open a window and stay until it closes. The ledger is free again when this returns.
pub(super) fn run(
    viewport: egui::ViewportBuilder,
    make: impl FnOnce(&egui::Context, Option<Window>) -> Desktop,
) -> Result<(), Fault> {
    let options = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Glow,
        ..eframe::NativeOptions::default()
    };
    let (at_work, was_open) = (Rc::new(Cell::new(false)), Rc::new(Cell::new(false)));
    let (working, opened) = (Rc::clone(&at_work), Rc::clone(&was_open));
    let ran = crash::guard(|| {
        eframe::run_native(
            "kepu-ledger",
            options,
            Box::new(move |creation| {
                working.set(true);
                let desktop = make(&creation.egui_ctx, Window::of(creation));
                working.set(false);
                opened.set(true);
                Ok(Box::new(OnCard {
                    desktop,
                    at_work: working,
                }))
            }),
        )
    });
    match ran {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(error)) => tracing::error!(%error, "no window by the graphics card"),
        Err(Crashed { .. }) if at_work.get() => return Err(Fault::Ours),
        Err(Crashed { .. }) => {
            tracing::error!("painting by the graphics card panicked");
            // That the card was no use is no mishap to tell of at every start.
            if !was_open.get() {
                log::folder().and_then(|folder| crash::untold(&folder));
            }
        }
    }
    Err(if was_open.get() {
        Fault::Lost
    } else {
        Fault::Refused
    })
}
