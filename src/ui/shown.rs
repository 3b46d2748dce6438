//! Personal numbers in the window: shown when the look is written down, masked again after some minutes or when the screen
//! is left.

use super::Desktop;
use super::action::Action;
use super::screen::Screen;
use crate::app::Register;
use crate::app::Registered;
use crate::app::Visit;
use crate::app::desk::Ask;
use crate::app::desk::Snapshot;
use crate::model::Uid;

/// How long personal numbers stay readable.
const SECONDS: f64 = 300.0;

/// Whether personal numbers are readable, where and until when.
#[derive(Debug, Default)]
pub(super) struct Shown {
    screen: Option<Screen>,
    until: f64,
    wanted: Option<Screen>,
}

/// The button that asks for personal numbers, or hides them.
pub(super) fn shown_button(ui: &mut egui::Ui, personal: bool, high: f32) -> Option<Action> {
    let text = if personal {
        "遮住证件号和电话"
    } else {
        "显示证件号和电话"
    };
    let pressed = ui
        .add(egui::Button::new(text).min_size(egui::Vec2::new(0.0, high)))
        .on_hover_text("每次显示都记入操作记录，五分钟后或离开本页自动遮住");
    pressed.clicked().then_some(Action::ShowPersonal(!personal))
}

/// The title of a record, whatever its register.
struct Title<'s>(&'s Snapshot, Uid, jiff::civil::Date);

impl Visit for Title<'_> {
    type Out = Option<String>;
    fn visit<F: Registered>(self) -> Self::Out {
        let Self(state, uid, today) = self;
        Some(F::one(&state.ledger, uid, today)?.title())
    }
}

impl Desktop {
    /// Ask for personal numbers of what is on the screen, or hide them at once.
    pub(super) fn show_personal(&mut self, on: bool) {
        self.shown.wanted = on.then_some(self.screen);
        if on {
            let what = self.looked_at();
            self.ask(Ask::Look(what));
        } else {
            self.hide_personal();
        }
    }

    // The list stands open beside the form, so both are named.
    fn looked_at(&mut self) -> String {
        let list = self.screen.label();
        let Screen::Register(register) = self.screen else {
            return list.to_owned();
        };
        match self.chosen_title(register) {
            Some(title) => format!("{list}（{title}）"),
            None => list.to_owned(),
        }
    }

    fn chosen_title(&mut self, register: Register) -> Option<String> {
        let uid = self.pages.get(register)?.chosen()?;
        self.title_of(register, uid)
    }

    pub(super) fn title_of(&self, register: Register, uid: Uid) -> Option<String> {
        let state = self.state.clone()?;
        register.visit(Title(&state, uid, self.clock.today()))
    }

    /// The look is on record: numbers are readable now, if the clerk is still there.
    pub(super) fn looked(&mut self, now: f64) {
        if self.shown.wanted.take() == Some(self.screen) {
            self.shown.screen = Some(self.screen);
            self.shown.until = now + SECONDS;
            self.personal = true;
        }
    }

    /// Mask again when it is time or the screen is another.
    pub(super) fn mask_again(&mut self, now: f64, ctx: &egui::Context) {
        if !self.personal {
            return;
        }
        if now >= self.shown.until || self.shown.screen != Some(self.screen) {
            self.hide_personal();
        } else {
            let left = std::time::Duration::try_from_secs_f64(self.shown.until - now);
            ctx.request_repaint_after(left.unwrap_or_default());
        }
    }

    /// Mask now.
    pub(super) fn hide_personal(&mut self) {
        self.personal = false;
        self.shown = Shown::default();
    }
}
