//! 署名 and 成文日期, with the place of a seal or without (GB/T 9704-2012 7.3.5).

use super::document::WIDTH;
use super::document::baseline;
use super::flow::FlowLine;
use super::flow::Stick;
use super::prose::LINE;
use super::prose::PITCH;
use crate::reports::fonts::Fonts;
use crate::reports::fonts::Role;
use crate::reports::fonts::canonical;
use crate::reports::outline::letter::Seal;
use crate::reports::outline::letter::Signature;
use crate::reports::page::Item;
use crate::reports::page::Text;
use crate::reports::unit::Mm;
use crate::reports::unit::SIZE_3;

/// The lines of the sign-off; each stays with the next.
pub(super) fn sign(signature: &Signature, fonts: &Fonts, lines: &mut Vec<FlowLine>) {
    let role = Role::FangSong;
    let wide = |text: &str| fonts.width(role, SIZE_3, text);
    let office = canonical(&signature.office);
    let (name, day) = (wide(&office), wide(&signature.date));
    let (blank, name_x, day_x, below) = match signature.seal {
        Seal::Set => {
            // The date ends four characters in; the name stands centred over it. A name too long for that keeps to the
            // edge and the date moves under its middle. Two blank lines let the top of the seal come within one line of
            // the text, and its foot needs a line below the date.
            let day_x = WIDTH - PITCH * 4.0 - day;
            let name_x = (day_x + (day - name) / 2.0).min(WIDTH - name);
            let day_x = if name_x + name >= WIDTH - 0.01 {
                name_x + (name - day) / 2.0
            } else {
                day_x
            };
            (2.0, name_x, day_x, 1.0)
        }
        Seal::Unused => {
            // The name ends two characters in, the date begins two characters after it does; a longer date keeps the two
            // characters and the name moves.
            let name_x = WIDTH - PITCH * 2.0 - name;
            let day_x = name_x + PITCH * 2.0;
            let over = (day_x + day) - (WIDTH - PITCH * 2.0);
            let back = over.max(0.0);
            (1.0, name_x - back, day_x - back, 0.0)
        }
    };
    lines.push(FlowLine::blank(LINE * blank, Stick::ToNext));
    let line = |x: Mm, text: String, stick| FlowLine {
        height: LINE,
        items: vec![Item::Text(Text {
            x,
            y: baseline(SIZE_3),
            size: SIZE_3,
            role,
            text,
            ..Text::default()
        })],
        stick,
        ..FlowLine::default()
    };
    lines.push(line(name_x, office, Stick::ToNext));
    let last = if below > 0.0 {
        Stick::ToNext
    } else {
        Stick::Loose
    };
    lines.push(line(day_x, signature.date.clone(), last));
    if below > 0.0 {
        lines.push(FlowLine::blank(LINE * below, Stick::Loose));
    }
}
