//! Lines of text that lead somewhere when they are clicked.

use crate::app::Register;
use crate::model::Uid;
use crate::ui::action::Action;
use egui::Label;
use egui::RichText;
use egui::Ui;

/// Draw a label that can be clicked; whether it was.
pub fn clicked(ui: &mut Ui, label: Label) -> bool {
    ui.add(label.sense(egui::Sense::click()))
        .on_hover_cursor(egui::CursorIcon::PointingHand)
        .clicked()
}

/// Draw a line that opens a record, and take the click.
pub fn link_ui(ui: &mut Ui, text: &str, register: Register, uid: Uid, actions: &mut Vec<Action>) {
    if clicked(ui, Label::new(RichText::new(text).size(14.0)).wrap()) {
        actions.push(Action::Open(register, uid));
    }
}
