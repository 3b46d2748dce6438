//! Notes the district sent back, as a list to work off: each leads to its record and is ticked.

use crate::app::Register;
use crate::app::desk::Ask;
use crate::app::desk::PackAsk;
use crate::model::Ledger;
use crate::model::papers::ReturnNote;
use crate::ui::action::Action;
use crate::ui::widget::link::clicked;
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
