//! The red head of a document: mark, number, who approved it, the rule (GB/T 9704-2012 7.2).

use super::document::WIDTH;
use super::flow::FlowLine;
use super::flow::Stick;
use super::prose::LINE;
use super::prose::PITCH;
use crate::reports::fonts::Fonts;
use crate::reports::fonts::Role;
use crate::reports::fonts::canonical;
use crate::reports::outline::letter::Letterhead;
use crate::reports::page::Ink;
use crate::reports::page::Item;
use crate::reports::page::Text;
use crate::reports::unit::Mm;
use crate::reports::unit::Pt;
use crate::reports::unit::SIZE_3;
use crate::reports::unit::mm;

/// The top of the red head stands this far under the top of the 版心 (7.2.4).
const HEAD_DOWN: Mm = 35.0;
/// The red rule stands this far under the number (7.2.7).
const RULE_DOWN: Mm = 4.0;
/// The mark is smaller than the state organ's 22 mm (7.2.4: 小标宋, 醒目美观庄重).
const MARK_MOST: Pt = 60.0;

/// The lines of the head, down to two blank lines under its rule.
pub(super) fn letterhead(head: &Letterhead, fonts: &Fonts, lines: &mut Vec<FlowLine>) {
    let mark = canonical(&head.mark);
    let natural = fonts.width(Role::Title, 1.0, &mark).max(0.01);
    let size = (WIDTH * 0.97 / natural).min(MARK_MOST);
    // The top of the characters is what the standard measures from: their ink, which begins under the top of the type.
    let (low, high) = fonts.ink(Role::Title, &mark);
    lines.push(FlowLine {
        height: HEAD_DOWN + mm(size) * (high - low),
        items: vec![Item::Text(Text {
            x: (WIDTH - natural * size) / 2.0,
            y: HEAD_DOWN + mm(size) * high,
            size,
            role: Role::Title,
            text: mark,
            ink: Ink::Red,
            ..Text::default()
        })],
        stick: Stick::ToNext,
        ..FlowLine::default()
    });
    lines.push(FlowLine::blank(LINE * 2.0, Stick::ToNext));
    let number = canonical(&head.number);
    let role = Role::FangSong;
    let text = |x: Mm, role: Role, text: String| {
        Item::Text(Text {
            x,
            y: mm(SIZE_3) * 0.88,
            size: SIZE_3,
            role,
            text,
            ..Text::default()
        })
    };
    let items = if head.approver.is_empty() {
        let x = (WIDTH - fonts.width(role, SIZE_3, &number)) / 2.0;
        vec![text(x, role, number)]
    } else {
        // What goes up: number one character in at the left, who approved it one character in at the right (7.2.5, 7.2.6).
        let approver = canonical(&head.approver);
        let label = "签发人：";
        let name_x = WIDTH - PITCH - fonts.width(Role::Kai, SIZE_3, &approver);
        let label_x = name_x - fonts.width(role, SIZE_3, label);
        vec![
            text(PITCH, role, number),
            text(label_x, role, label.into()),
            text(name_x, Role::Kai, approver),
        ]
    };
    lines.push(FlowLine {
        height: mm(SIZE_3),
        items,
        stick: Stick::ToNext,
        ..FlowLine::default()
    });
    lines.push(FlowLine {
        height: RULE_DOWN,
        items: vec![Item::Line {
            from: (0.0, RULE_DOWN),
            to: (WIDTH, RULE_DOWN),
            width: 0.6,
            ink: Ink::Red,
        }],
        stick: Stick::ToNext,
        ..FlowLine::default()
    });
    lines.push(FlowLine::blank(LINE * 2.0, Stick::ToNext));
}
