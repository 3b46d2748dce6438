//! Keys of the whole window, from the table of commands, and what happens to keys before fields see them.

use super::Desktop;
use super::action::Action;
use super::command::Order;
use super::command::TABLE;
use super::screen::AREAS;
use crate::app::desk::Snapshot;
use egui::Event;
use egui::ImeEvent;
use egui::Key;
use egui::KeyboardShortcut;
use egui::Modifiers;

/// Follow composition (platform.md E.2: the pinyin stands in the text meanwhile), and walk on with Enter. What `held` takes
/// comes in the next frame.
pub(super) fn before_input(
    raw: &mut egui::RawInput,
    composing: &mut bool,
    held: &mut Vec<Event>,
    in_line: bool,
) {
    raw.events.splice(0..0, held.drain(..));
    if *composing {
        leave_composition(&mut raw.events, held);
    }
    if in_line && !*composing {
        for event in &mut raw.events {
            if let Event::Key { key, modifiers, .. } = event
                && *key == Key::Enter
                && modifiers.is_none()
            {
                *key = Key::Tab;
            }
        }
    }
    for event in &raw.events {
        match event {
            Event::Ime(ImeEvent::Preedit { text, .. }) => *composing = !text.is_empty(),
            Event::Ime(ImeEvent::Commit(_)) => *composing = false,
            _ => {}
        }
    }
}

// A click into another field in the middle of a word would leave its pinyin behind as if it had been typed. The field drops
// it first, while it still has the focus; the click follows a frame later.
fn leave_composition(events: &mut Vec<Event>, held: &mut Vec<Event>) {
    let press = events
        .iter()
        .position(|e| matches!(e, Event::PointerButton { pressed: true, .. }));
    if let Some(press) = press {
        held.extend(events.drain(press..));
        events.push(Event::Ime(ImeEvent::Preedit {
            text: String::new(),
            active_range_chars: None,
        }));
    }
}

/// What the keys of this frame ask for.
pub(super) fn pressed(desktop: &mut Desktop, ctx: &egui::Context, state: &Snapshot) -> Vec<Action> {
    let mut actions = Vec::new();
    // A dialog of a screen has the keys to itself, too.
    let asked = ctx.memory(|m| m.top_modal_layer().is_some());
    if desktop.is_covered() || desktop.composing || asked {
        return actions;
    }
    let hit = |shortcut: &KeyboardShortcut| ctx.input_mut(|i| i.consume_shortcut(shortcut));
    let now = ctx.input(|i| i.time);
    for row in TABLE {
        let Some(order) = row.order else { continue };
        // While text is being typed, Ctrl+Z is the field's own.
        let typed = matches!(order, Order::Undo | Order::Redo) && ctx.text_edit_focused();
        if typed || !desktop.can(order, state) {
            continue;
        }
        if row.shortcuts().any(|s| hit(&s)) {
            actions.extend(desktop.order(order, now, ctx, state));
        }
    }
    let digits = [
        Key::Num1,
        Key::Num2,
        Key::Num3,
        Key::Num4,
        Key::Num5,
        Key::Num6,
        Key::Num7,
        Key::Num8,
        Key::Num9,
    ];
    for (key, area) in digits.into_iter().zip(&AREAS) {
        if hit(&KeyboardShortcut::new(Modifiers::COMMAND, key)) {
            actions.extend(area.screens.first().map(|s| Action::Go(*s)));
        }
    }
    actions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press() -> Event {
        Event::PointerButton {
            pos: egui::Pos2::ZERO,
            button: egui::PointerButton::Primary,
            pressed: true,
            modifiers: Modifiers::NONE,
        }
    }

    fn preedit(text: &str) -> Event {
        Event::Ime(ImeEvent::Preedit {
            text: text.into(),
            active_range_chars: None,
        })
    }

    #[test]
    fn a_click_in_the_middle_of_a_word_drops_its_pinyin_first() {
        let (mut composing, mut held) = (false, Vec::new());
        let mut frame = |events: Vec<Event>| {
            let mut raw = egui::RawInput {
                events,
                ..egui::RawInput::default()
            };
            before_input(&mut raw, &mut composing, &mut held, true);
            (raw.events, composing, held.len())
        };
        assert_eq!(frame(vec![preedit("shi")]), (vec![preedit("shi")], true, 0));
        assert_eq!(frame(vec![press()]), (vec![preedit("")], false, 1));
        assert_eq!(frame(Vec::new()), (vec![press()], false, 0));
        // Without a composition a click comes at once.
        assert_eq!(frame(vec![press()]), (vec![press()], false, 0));
    }

    #[test]
    fn enter_walks_on_but_not_in_the_middle_of_a_word() {
        let enter = |key| Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        };
        let (mut composing, mut held) = (true, Vec::new());
        let mut raw = egui::RawInput {
            events: vec![enter(Key::Enter)],
            ..egui::RawInput::default()
        };
        before_input(&mut raw, &mut composing, &mut held, true);
        assert_eq!(raw.events, vec![enter(Key::Enter)]);
        composing = false;
        before_input(&mut raw, &mut composing, &mut held, true);
        assert_eq!(raw.events, vec![enter(Key::Tab)]);
    }
}
