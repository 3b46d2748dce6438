//! A document set by GB/T 9704-2012: red head, title, 主送, body, 附件说明, sign-off, 附注, then 附件 on their own paper and
//! 版记 at the foot of the last page.

use super::flow::FlowLine;
use super::flow::Stick;
use super::flow::paginate;
use super::letterhead::letterhead;
use super::prose;
use super::prose::LINE;
use super::prose::PITCH;
use super::prose::ProseLine;
use super::prose::Shape;
use super::prose::Styled;
use super::prose::styled;
use super::sign::sign;
use super::title;
use crate::reports::fonts::Fonts;
use crate::reports::fonts::Role;
use crate::reports::fonts::canonical;
use crate::reports::outline::Letter;
use crate::reports::outline::Report;
use crate::reports::outline::letter::Level;
use crate::reports::outline::letter::MarkState;
use crate::reports::outline::letter::Paragraph;
use crate::reports::page::Goal;
use crate::reports::page::Ink;
use crate::reports::page::Item;
use crate::reports::page::Link;
use crate::reports::page::Page;
use crate::reports::page::Text;
use crate::reports::unit::Mm;
use crate::reports::unit::Pt;
use crate::reports::unit::SIZE_2;
use crate::reports::unit::SIZE_3;
use crate::reports::unit::SIZE_5;
use crate::reports::unit::mm;
use std::sync::Arc;

/// 版心.
pub(super) const WIDTH: Mm = 156.0;
/// Photos under a bulletin are at most so large.
const PHOTO_WIDTH: Mm = 120.0;
const PHOTO_HEIGHT: Mm = 80.0;

/// The pages of a document without its 附件, and the height reached on the last.
pub(super) fn lay_out(report: &Report, letter: &Letter, fonts: &Fonts) -> (Vec<Page>, Mm) {
    let mut lines = Vec::new();
    if let Some(head) = &letter.head {
        letterhead(head, fonts, &mut lines);
    }
    title_lines(&report.title, fonts, &mut lines);
    lines.push(FlowLine::blank(LINE, Stick::ToNext));
    if !letter.addressee.is_empty() {
        let text = format!("{}：", canonical(&letter.addressee));
        let shape = body_shape(0.0, 0.0);
        for line in prose::set(fonts, &styled(&text, Role::FangSong), &shape) {
            lines.push(FlowLine {
                stick: Stick::ToNext,
                ..text_line(&line, SIZE_3)
            });
        }
    }
    for paragraph in &letter.paragraphs {
        paragraph_lines(paragraph, fonts, &mut lines);
    }
    photo_lines(letter, fonts, &mut lines);
    // The sign-off keeps two lines of text by it, so that no page holds seal and date alone.
    let body = lines.len();
    annex_note(report, fonts, &mut lines);
    if let Some(signature) = &letter.signature {
        sign(signature, fonts, &mut lines);
    }
    if lines.len() > body {
        for line in lines.iter_mut().take(body).rev().take(2) {
            line.stick = Stick::ToNext;
        }
    }
    if !letter.note.is_empty() {
        if let Some(last) = lines.last_mut() {
            last.stick = Stick::ToNext;
        }
        let text = format!("（{}）", canonical(&letter.note));
        let shape = body_shape(PITCH * 2.0, 0.0);
        for line in prose::set(fonts, &styled(&text, Role::FangSong), &shape) {
            lines.push(text_line(&line, SIZE_3));
        }
    }
    paginate(lines)
}

fn body_shape(first: Mm, rest: Mm) -> Shape {
    Shape {
        size: SIZE_3,
        width: WIDTH,
        first,
        rest,
    }
}

/// Distance of the baseline from the top of a line of the grid.
pub(super) fn baseline(size: Pt) -> Mm {
    (LINE - mm(size)) / 2.0 + mm(size) * 0.88
}

fn text_line(line: &ProseLine, size: Pt) -> FlowLine {
    let items = line.runs.iter().map(|run| {
        Item::Text(Text {
            x: run.x,
            y: baseline(size),
            size,
            role: run.role,
            text: run.text.clone(),
            spacing: run.spacing,
            ..Text::default()
        })
    });
    FlowLine {
        height: LINE,
        items: items.collect(),
        ..FlowLine::default()
    }
}

fn centred(text: &str, size: Pt, role: Role, ink: Ink, fonts: &Fonts) -> Item {
    Item::Text(Text {
        x: (WIDTH - fonts.width(role, size, text)) / 2.0,
        y: baseline(size),
        size,
        role,
        text: text.to_owned(),
        ink,
        ..Text::default()
    })
}

fn title_lines(title: &str, fonts: &Fonts, lines: &mut Vec<FlowLine>) {
    let title = canonical(title);
    let mut bookmark = Some((1, title.replace('\n', "")));
    for line in title::lines(fonts, Role::Title, SIZE_2, WIDTH, &title) {
        lines.push(FlowLine {
            height: LINE,
            items: vec![centred(&line, SIZE_2, Role::Title, Ink::Black, fonts)],
            bookmark: bookmark.take(),
            stick: Stick::ToNext,
            ..FlowLine::default()
        });
    }
}

/// The roles of a paragraph's characters: a heading that goes on after its first sentence goes on as text.
fn roles(paragraph: &Paragraph) -> Styled {
    let role = match paragraph.level {
        Level::First => Role::Hei,
        Level::Second => Role::Kai,
        Level::Third | Level::Fourth | Level::Body => Role::FangSong,
    };
    let text = canonical(&paragraph.text);
    let end = text
        .chars()
        .position(|c| c == '。')
        .map_or(usize::MAX, |n| n + 1);
    text.chars()
        .enumerate()
        .map(|(n, c)| (c, if n < end { role } else { Role::FangSong }))
        .collect()
}

fn paragraph_lines(paragraph: &Paragraph, fonts: &Fonts, lines: &mut Vec<FlowLine>) {
    let chars = roles(paragraph);
    let set = prose::set(fonts, &chars, &body_shape(PITCH * 2.0, 0.0));
    let count = set.len();
    // A heading of its own stays with its text; one that goes on into text is text.
    let is_heading = paragraph.level != Level::Body && !paragraph.text.contains('。');
    for (n, line) in set.iter().enumerate() {
        let sticks = is_heading || (count > 1 && (n == 0 || n + 2 == count));
        let mut flow = FlowLine {
            stick: if sticks { Stick::ToNext } else { Stick::Loose },
            ..text_line(line, SIZE_3)
        };
        for mark in &paragraph.marks {
            let from = mark.from.saturating_sub(line.from);
            let to = mark.to.saturating_sub(line.from).min(line.edges.len() - 1);
            if mark.to <= line.from || from >= to {
                continue;
            }
            let (Some(left), Some(right)) = (line.edges.get(from), line.edges.get(to)) else {
                continue;
            };
            let rect = (
                *left,
                baseline(SIZE_3) - mm(SIZE_3) * 0.95,
                right - left,
                mm(SIZE_3) * 1.1,
            );
            if let Some(records) = &mark.source {
                flow.links.push(Link {
                    rect,
                    goal: Goal::Records(Arc::clone(records)),
                });
            }
            if mark.state == MarkState::Changed {
                flow.changed.push(rect);
            }
        }
        if n == 0 {
            flow.bookmark = bookmark(paragraph);
        }
        lines.push(flow);
    }
}

/// The heading of a paragraph, for the list of headings: its first sentence, without what follows.
pub(super) fn bookmark(paragraph: &Paragraph) -> Option<(u8, String)> {
    let level = match paragraph.level {
        Level::First => 2,
        Level::Second => 3,
        Level::Third | Level::Fourth | Level::Body => return None,
    };
    let sentence = paragraph.text.split('。').next().unwrap_or_default();
    Some((level, canonical(sentence)))
}

// Photos under a bulletin's text, each with its caption on the same page.
fn photo_lines(letter: &Letter, fonts: &Fonts, lines: &mut Vec<FlowLine>) {
    for photo in &letter.photos {
        let Some(picture) = &photo.picture else {
            // A photo that is gone is said where it would stand.
            let said = format!(
                "（照片文件不在附件文件夹里：{}）",
                canonical(&photo.caption)
            );
            let role = Role::Song;
            for line in super::line::break_lines(fonts, role, SIZE_5, WIDTH, &said) {
                lines.push(FlowLine {
                    height: mm(SIZE_5) * 1.6,
                    items: vec![Item::Text(Text {
                        y: mm(SIZE_5) * 1.2,
                        size: SIZE_5,
                        role,
                        text: line,
                        ..Text::default()
                    })],
                    ..FlowLine::default()
                });
            }
            continue;
        };
        let ratio = picture.width as Mm / picture.height.max(1) as Mm;
        let height = (PHOTO_WIDTH / ratio).min(PHOTO_HEIGHT);
        let width = height * ratio;
        let rect = ((WIDTH - width) / 2.0, 2.0, width, height);
        lines.push(FlowLine {
            height: height + 3.0,
            items: vec![Item::Photo {
                rect,
                picture: Arc::clone(picture),
                turned: false,
            }],
            stick: Stick::ToNext,
            ..FlowLine::default()
        });
        let caption = canonical(&photo.caption);
        let role = Role::Song;
        for line in super::line::break_lines(fonts, role, SIZE_5, WIDTH, &caption) {
            lines.push(FlowLine {
                height: mm(SIZE_5) * 1.6,
                items: vec![Item::Text(Text {
                    x: (WIDTH - fonts.width(role, SIZE_5, &line)) / 2.0,
                    y: mm(SIZE_5) * 1.2,
                    size: SIZE_5,
                    role,
                    text: line,
                    ..Text::default()
                })],
                ..FlowLine::default()
            });
        }
    }
}

// 附件：1. … : two characters in, one blank line below the text, no mark at the end, hanging under the name (7.3.4).
fn annex_note(report: &Report, fonts: &Fonts, lines: &mut Vec<FlowLine>) {
    let count = report.annexes.len();
    if count == 0 {
        return;
    }
    lines.push(FlowLine::blank(LINE, Stick::ToNext));
    for (n, annex) in report.annexes.iter().enumerate() {
        let label = match (count, n) {
            (1, _) => "附件：".to_owned(),
            (_, 0) => "附件：1. ".to_owned(),
            _ => format!("{}. ", n + 1),
        };
        let role = Role::FangSong;
        let label_width = |text: &str| -> Mm {
            text.chars()
                .map(|c| {
                    if c.is_ascii() {
                        mm(fonts.glyph(role, c).advance * SIZE_3)
                    } else {
                        PITCH
                    }
                })
                .sum()
        };
        let first = PITCH * 2.0
            + if n == 0 {
                0.0
            } else {
                label_width("附件：")
            };
        let rest = first + label_width(&label);
        let text = [label, canonical(&annex.title)].concat();
        for line in prose::set(fonts, &styled(&text, role), &body_shape(first, rest)) {
            lines.push(FlowLine {
                stick: Stick::ToNext,
                ..text_line(&line, SIZE_3)
            });
        }
    }
}
