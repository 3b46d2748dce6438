//! What the commands of the table do, whether a key or the palette asked for them.

use super::Order;
use super::list::Does;
use crate::app::Register;
use crate::app::desk::Ask;
use crate::app::desk::Snapshot;
use crate::app::outfile::Way;
use crate::app::window::Choice;
use crate::ui::Desktop;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::help;
use crate::ui::scene_of;
use crate::ui::screen::Screen;
use crate::ui::screen::first;
use crate::ui::screen::reports::Wish;

impl Desktop {
    /// Whether a command would do something on this screen.
    pub(in crate::ui) fn can(&self, order: Order, state: &Snapshot) -> bool {
        match order {
            Order::Undo => state.undo.is_some(),
            Order::Redo => state.redo.is_some(),
            Order::FirstSteps => state.writable,
            Order::Back => self.back.is_some(),
            Order::Save => matches!(
                self.screen,
                Screen::Register(_) | Screen::Reach | Screen::Reports | Screen::Adjust
            ),
            Order::Find => matches!(self.screen, Screen::Register(_) | Screen::Reports),
            Order::Copy => matches!(self.screen, Screen::Register(_)),
            Order::BecomeEvent => matches!(
                self.screen,
                Screen::Register(Register::WorkItems | Register::Orders)
            ),
            Order::ExportTable => matches!(self.screen, Screen::Register(_)),
            Order::Print | Order::SavePdf | Order::SaveSheet => {
                self.screen == Screen::Reports && self.reports.is_ready()
            }
            _ => true,
        }
    }

    /// Carry out a command of the table.
    pub(in crate::ui) fn order(
        &mut self,
        order: Order,
        now: f64,
        ctx: &egui::Context,
        state: &Snapshot,
    ) -> Vec<Action> {
        let mut actions = Vec::new();
        match order {
            Order::Palette => self.palette.open(ctx.memory(egui::Memory::focused)),
            Order::Help => self.help.open_about(self.screen),
            Order::FirstSteps => {
                actions.push(Action::Go(Screen::Home));
                actions.push(first::call(state.first_steps));
            }
            Order::PrintManual => actions.push(Action::Ask(Ask::Manual(Way::Print))),
            Order::SaveManual => actions.push(help::save()),
            Order::Shortcuts => self.shortcuts = true,
            Order::Undo => actions.push(Action::Ask(Ask::Undo)),
            Order::Redo => actions.push(Action::Ask(Ask::Redo)),
            Order::Lock => actions.push(Action::Lock),
            Order::Back => actions.push(Action::Back),
            Order::FindRecords => self.focus_find = true,
            Order::BackUp => actions.push(Action::Ask(Ask::BackUp)),
            Order::Sheets => {
                actions.push(Action::Go(Screen::Import));
                actions.push(Action::Pick(Purpose::Sheets));
            }
            Order::Packs => {
                actions.push(Action::Go(Screen::Submission));
                actions.push(Action::Pick(Purpose::Packs));
            }
            Order::OpenLedger => actions.push(Action::Pick(Purpose::OpenFile)),
            Order::Print => actions.extend(self.reports.put_out_as(Wish::Print)),
            Order::SavePdf => actions.extend(self.reports.put_out_as(Wish::Pdf)),
            Order::SaveSheet => actions.extend(self.reports.put_out_as(Wish::Sheet)),
            Order::ExportTable => {
                if let Screen::Register(register) = self.screen {
                    actions.push(Action::Pick(Purpose::SaveTable(register)));
                }
            }
            Order::Copy => actions.extend(self.copy(now, state)),
            Order::New => actions.push(Action::New(self.register_to_fill())),
            Order::Save => actions.extend(self.save(now, state)),
            Order::Find if self.screen == Screen::Reports => self.reports.search(),
            Order::Find => {
                if let Screen::Register(register) = self.screen
                    && let Some(page) = self.pages.get(register)
                {
                    page.search();
                }
            }
            Order::BecomeEvent => {
                let scene = scene_of(self.clock, self.composing, self.personal, state, now);
                if let Screen::Register(register) = self.screen
                    && let Some(page) = self.pages.get(register)
                {
                    actions.extend(page.become_event(&scene).into_iter().flatten());
                }
            }
        }
        actions
    }

    // What 新增 begins on screens that hold no list.
    fn register_to_fill(&self) -> Register {
        match self.screen {
            Screen::Register(register) => register,
            Screen::Board => Register::Orders,
            Screen::Matrix => Register::WorkItems,
            _ => Register::Events,
        }
    }

    fn copy(&mut self, now: f64, state: &Snapshot) -> Option<Action> {
        let scene = scene_of(self.clock, self.composing, self.personal, state, now);
        let Screen::Register(register) = self.screen else {
            return None;
        };
        let page = self.pages.get(register)?;
        let Some(uid) = page.chosen() else {
            return Some(Action::Say("请先在列表里选要复制的一条".into()));
        };
        page.copy(uid, &scene);
        None
    }

    fn save(&mut self, now: f64, state: &Snapshot) -> Option<Action> {
        let scene = scene_of(self.clock, self.composing, self.personal, state, now);
        match self.screen {
            Screen::Register(register) => self.pages.get(register)?.save(&scene),
            Screen::Reach => self.reach.save(),
            Screen::Reports => self.reports.text.save(state),
            Screen::Adjust => self.adjust.save(),
            _ => None,
        }
    }

    /// Carry out what was chosen in the palette.
    pub(in crate::ui) fn choose(
        &mut self,
        does: Does,
        now: f64,
        ctx: &egui::Context,
        state: &Snapshot,
    ) -> Vec<Action> {
        let look_of = |change: &dyn Fn(Choice) -> Choice| {
            vec![Action::Appear(change(self.settings.appearance.now()))]
        };
        match does {
            Does::Order(order) => self.order(order, now, ctx, state),
            Does::Go(screen) => vec![Action::Go(screen)],
            Does::New(register) => vec![Action::New(register)],
            Does::Report(kind) => vec![Action::ShowReport(kind)],
            Does::Look(look) => look_of(&|now| Choice { look, ..now }),
            Does::Letters(letters) => look_of(&|now| Choice { letters, ..now }),
            Does::Section(at) => {
                self.help.open(at);
                Vec::new()
            }
            Does::Record(register, uid) => vec![Action::Open(register, uid)],
        }
    }
}
