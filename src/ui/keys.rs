//! Keys of the whole window, in one table, and what happens to keys before fields see them.

use super::Desktop;
use super::action::Action;
use super::screen::AREAS;
use super::screen::Screen;
use crate::app::Register;
use crate::app::desk::Ask;
use crate::app::desk::Snapshot;
use egui::Event;
use egui::ImeEvent;
use egui::Key;
use egui::KeyboardShortcut;
use egui::Modifiers;

/// Keys and what they do, as the help shows them.
pub(super) const TABLE: [(&str, &str); 16] = [
    ("Ctrl+N", "新增一条"),
    ("Ctrl+S", "保存"),
    ("Ctrl+E", "年度计划、订单形成活动"),
    ("Ctrl+F", "在本表、在报表里查找"),
    ("Ctrl+P", "打印报表"),
    ("Ctrl+加号、减号", "报表放大、缩小"),
    ("Alt+←", "从记录返回报表、上报汇总"),
    ("Ctrl+K", "在全部记录里查找"),
    ("Ctrl+Z", "撤销上一步操作"),
    ("Ctrl+Y", "重做"),
    ("Ctrl+L", "锁屏"),
    ("Enter、Tab", "到下一格"),
    ("↑ ↓", "在列表中上下移动"),
    ("Ctrl+1 … Ctrl+9", "切换左边的页面"),
    ("Esc", "关闭提示窗口"),
    ("F1", "帮助"),
];

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
    if desktop.deleting.is_some() || desktop.help || desktop.composing {
        return actions;
    }
    let hit = |modifiers, key| {
        ctx.input_mut(|i| i.consume_shortcut(&KeyboardShortcut::new(modifiers, key)))
    };
    let command = Modifiers::COMMAND;
    if hit(Modifiers::NONE, Key::F1) {
        desktop.help = true;
    }
    if hit(command, Key::L) {
        actions.push(Action::Lock);
    }
    if hit(command, Key::K) {
        desktop.focus_find = true;
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
        if hit(command, key) {
            actions.extend(area.screens.first().map(|s| Action::Go(*s)));
        }
    }
    if desktop.back.is_some() && hit(Modifiers::ALT, Key::ArrowLeft) {
        actions.push(Action::Back);
    }
    // While text is being typed, Ctrl+Z is the field's own.
    if !ctx.text_edit_focused() {
        if hit(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z) || hit(command, Key::Y) {
            actions.push(Action::Ask(Ask::Redo));
        }
        if hit(command, Key::Z) {
            actions.push(Action::Ask(Ask::Undo));
        }
    }
    let become_event = hit(command, Key::E);
    let (new, save, find) = (
        hit(command, Key::N),
        hit(command, Key::S),
        hit(command, Key::F),
    );
    let now = ctx.input(|i| i.time);
    let scene = super::scene_of(
        desktop.clock,
        desktop.composing,
        desktop.personal,
        state,
        now,
    );
    match desktop.screen {
        Screen::Register(register) => {
            if let Some(page) = desktop.pages.get(register) {
                if new {
                    page.begin(&scene);
                }
                if find {
                    page.search();
                }
                if save {
                    actions.extend(page.save(&scene));
                }
                if become_event {
                    actions.extend(page.become_event(&scene).into_iter().flatten());
                }
            }
        }
        Screen::Reports if find => desktop.reports.search(),
        Screen::Reach if save => actions.extend(desktop.reach.save()),
        Screen::Reports if save => actions.extend(desktop.reports.text.save(state)),
        Screen::Adjust if save => actions.extend(desktop.adjust.save()),
        _ if new => {
            let register = if desktop.screen == Screen::Board {
                Register::Orders
            } else if desktop.screen == Screen::Matrix {
                Register::WorkItems
            } else {
                Register::Events
            };
            actions.push(Action::Go(Screen::Register(register)));
            if let Some(page) = desktop.pages.get(register) {
                page.begin(&scene);
            }
        }
        _ => {}
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
