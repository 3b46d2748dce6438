//! Keys of the report screen beside those in the table of commands. Those with Ctrl work always, the others while nothing is being typed.

use super::ReportsScreen;
use super::catalogue;
use super::spread::Zoom;
use egui::Key;
use egui::Modifiers;
use egui::Popup;
use egui::Ui;

pub(super) fn pressed(ui: &Ui, screen: &mut ReportsScreen) {
    let hit = |modifiers, key| ui.ctx().input_mut(|i| i.consume_key(modifiers, key));
    let command = Modifiers::COMMAND;
    if hit(command, Key::Plus) || hit(command, Key::Equals) {
        screen.view.grow(1.2);
    }
    if hit(command, Key::Minus) {
        screen.view.grow(1.0 / 1.2);
    }
    if hit(command, Key::Num0) {
        screen.view.zoom = Zoom::Width;
    }
    if screen.search.open && hit(Modifiers::NONE, Key::Escape) {
        screen.search.close();
    }
    if ui.ctx().text_edit_focused() || Popup::is_any_open(ui.ctx()) {
        return;
    }
    let none = Modifiers::NONE;
    let count = screen.proof.as_ref().map_or(0, |p| p.laid.pages.len());
    if hit(none, Key::PageDown) {
        screen.view.turn(1, count);
    }
    if hit(none, Key::PageUp) {
        screen.view.turn(-1, count);
    }
    if hit(none, Key::Home) {
        screen.view.show(0, 0.0);
    }
    if hit(none, Key::End) {
        screen.view.show(count.saturating_sub(1), 0.0);
    }
    let (down, up) = (hit(none, Key::ArrowDown), hit(none, Key::ArrowUp));
    if down || up {
        catalogue::walk(screen, down);
    }
}
