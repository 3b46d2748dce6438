//! A line of text that opens a record.

use crate::app::Register;
use crate::model::Uid;
use crate::ui::action::Action;
use egui::RichText;
use egui::Ui;

/// Draw it and take the click.
pub fn link_ui(ui: &mut Ui, text: &str, register: Register, uid: Uid, actions: &mut Vec<Action>) {
    let label = egui::Label::new(RichText::new(text).size(14.0))
        .wrap()
        .sense(egui::Sense::click());
    if ui
        .add(label)
        .on_hover_cursor(egui::CursorIcon::PointingHand)
        .clicked()
    {
        actions.push(Action::Open(register, uid));
    }
}
