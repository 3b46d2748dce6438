//! Notes the district sent back, as a list to work off: each leads to its record and is ticked.

use crate::app::Register;
use crate::app::desk::Ask;
use crate::app::desk::PackAsk;
use crate::model::Ledger;
use crate::model::papers::ReturnNote;
use crate::ui::action::Action;
use crate::ui::screen::Screen;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::link::clicked;
use egui::Frame;
use egui::Label;
use egui::RichText;
use egui::Ui;

/// Draw a note with its tick.
pub fn note_ui(ui: &mut Ui, note: &ReturnNote, ledger: &Ledger, actions: &mut Vec<Action>) {
    let tick = ui
        .small_button("已办")
        .on_hover_text("记下今天办结；可以撤销，办理情况在“退回意见”里写");
    if tick.clicked() {
        actions.push(Action::Ask(Ask::Packs(PackAsk::Tick(vec![note.uid], true))));
    }
    let label = Label::new(RichText::new(note.line()).size(14.0)).truncate();
    if clicked(ui, label) {
        actions.push(open(note, ledger));
    }
}

/// Notes listed on 工作台; the rest is in the register.
const MOST: usize = 6;

/// Draw the list to work off, if there is anything on it.
pub fn todo_list_ui(ui: &mut Ui, notes: &[ReturnNote], ledger: &Ledger, actions: &mut Vec<Action>) {
    if notes.is_empty() {
        return;
    }
    Frame::new()
        .fill(theme::now().warn_soft)
        .corner_radius(6)
        .inner_margin(10)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            button::section(ui, &format!("退回意见待办（{} 条）", notes.len()));
            for note in notes.iter().take(MOST) {
                ui.horizontal(|ui| note_ui(ui, note, ledger, actions));
            }
            if notes.len() > MOST {
                let text = format!("另有 {} 条，都在“退回意见”里", notes.len() - MOST);
                if clicked(ui, Label::new(theme::weak(text).size(13.0))) {
                    actions.push(Action::Go(Screen::Register(Register::Returns)));
                }
            }
        });
    ui.add_space(4.0);
}

/// To the record a note is about; to the note itself when it is about the whole, or the record is gone.
pub fn open(note: &ReturnNote, ledger: &Ledger) -> Action {
    let there = note.target().and_then(|(table, uid)| {
        let register = Register::of(table)?;
        ledger.get(table, uid).map(|_| Action::Open(register, uid))
    });
    there.unwrap_or(Action::Open(Register::Returns, note.uid))
}

/// How many notes this office still has to act on.
pub fn notes_open(ledger: &Ledger) -> usize {
    let notes = ledger.return_notes.values();
    notes
        .filter(|n| n.is_open() && n.office == ledger.home)
        .count()
}
