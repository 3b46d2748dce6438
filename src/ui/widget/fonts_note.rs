//! What to know of a report's fonts before it is printed: what stands in for the office's own, and which characters no
//! font can draw, with the records they stand in.

use super::button;
use super::link;
use crate::app::paper::Laid;
use crate::ui::action::Action;
use crate::ui::theme;
use egui::Label;
use egui::RichText;
use egui::Ui;

/// Longer lists are told by their number.
const MOST: usize = 20;

/// Draw what stands in for the fonts these pages want.
pub fn fonts_note_ui(ui: &mut Ui, laid: &Laid) {
    if laid.stand_ins.is_empty() {
        return;
    }
    button::section(ui, "代用字体");
    for one in &laid.stand_ins {
        ui.add(Label::new(theme::weak(one.to_string()).size(13.0)).wrap());
    }
    ui.add(Label::new(theme::weak("可在“设置与备份”里指定字体文件").size(13.0)).wrap());
}

/// Draw the characters no font can draw; a click opens the record.
pub fn undrawable_ui(ui: &mut Ui, laid: &Laid, actions: &mut Vec<Action>) {
    for one in laid.undrawable.iter().take(MOST) {
        let text = RichText::new(one.to_string())
            .color(theme::now().bad)
            .size(14.0);
        let label = Label::new(text).wrap();
        match &one.record {
            Some((register, uid, _)) => {
                if link::clicked(ui, label) {
                    actions.push(Action::Open(*register, *uid));
                }
            }
            None => drop(ui.add(label)),
        }
    }
    if let Some(more) = laid.undrawable.len().checked_sub(MOST).filter(|n| *n > 0) {
        ui.label(theme::weak(format!("另有 {more} 处")).size(13.0));
    }
}
