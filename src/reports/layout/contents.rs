//! 目录 in front of a document: headings with their pages, each a link to it. Its own pages carry no number.

use super::prose::LINE;
use super::prose::PITCH;
use super::sheet::Frame;
use crate::reports::fonts::Fonts;
use crate::reports::fonts::Role;
use crate::reports::outline::Paper;
use crate::reports::page::Goal;
use crate::reports::page::Link;
use crate::reports::page::Page;
use crate::reports::unit::Mm;
use crate::reports::unit::SIZE_2;
use crate::reports::unit::SIZE_3;
use crate::reports::unit::mm;

/// Lines of headings on a page: the first carries the title and a blank line.
const FIRST: usize = 20;
const LATER: usize = 22;

/// A line of the list: how deep, what it says, the page it is on, counted from 0.
type Entry = (u8, String, usize);

/// Pages of 目录 for the pages of a document; empty when it has no headings.
pub(super) fn pages(document: &[Page], fonts: &Fonts) -> Vec<Page> {
    let entries: Vec<Entry> = document
        .iter()
        .enumerate()
        .flat_map(|(n, page)| {
            page.bookmarks
                .iter()
                .filter(|b| b.level > 1)
                .map(move |b| (b.level, b.title.clone(), n))
        })
        .collect();
    if entries.is_empty() {
        return Vec::new();
    }
    let count = if entries.len() <= FIRST {
        1
    } else {
        1 + (entries.len() - FIRST).div_ceil(LATER)
    };
    let frame = Frame::of(Paper::Portrait);
    let mut pages: Vec<Page> = Vec::new();
    let mut left = entries.as_slice();
    for n in 0..count {
        let mut page = Page::new(frame.page_width, frame.page_height);
        let mut y = frame.top;
        if n == 0 {
            let title = "目　录";
            let x = frame.left + (frame.width - fonts.width(Role::Title, SIZE_2, title)) / 2.0;
            page.text(x, y + base(SIZE_2), SIZE_2, Role::Title, title);
            y += LINE * 2.0;
        }
        let (now, later) = left.split_at(left.len().min(if n == 0 { FIRST } else { LATER }));
        for entry in now {
            draw(entry, count, (&frame, y), &mut page, fonts);
            y += LINE;
        }
        left = later;
        pages.push(page);
    }
    pages
}

fn base(size: f32) -> Mm {
    (LINE - mm(size)) / 2.0 + mm(size) * 0.88
}

fn draw(
    (level, title, target): &Entry,
    before: usize,
    (frame, y): (&Frame, Mm),
    page: &mut Page,
    fonts: &Fonts,
) {
    let x = frame.left + PITCH * f32::from(level.saturating_sub(2)) * 2.0;
    let role = if *level == 2 {
        Role::Hei
    } else {
        Role::FangSong
    };
    let number = (target + 1).to_string();
    let number_x = frame.right() - fonts.width(Role::Song, SIZE_3, &number);
    let dot = fonts.width(Role::Song, SIZE_3, "…");
    let room = number_x - x - dot * 2.0;
    let mut text = title.clone();
    while fonts.width(role, SIZE_3, &text) > room && text.chars().count() > 1 {
        text.pop();
    }
    if text != *title {
        text.pop();
        text.push('…');
    }
    let end = x + fonts.width(role, SIZE_3, &text);
    page.text(x, y + base(SIZE_3), SIZE_3, role, text);
    let dots = ((number_x - end - dot * 0.5) / dot).floor().max(0.0) as usize;
    // Dots stand under each other from line to line.
    let dots_x = number_x - dot * (dots as Mm + 0.25);
    page.text(
        dots_x,
        y + base(SIZE_3),
        SIZE_3,
        Role::Song,
        "…".repeat(dots),
    );
    page.text(number_x, y + base(SIZE_3), SIZE_3, Role::Song, number);
    page.links.push(Link {
        rect: (x, y, frame.right() - x, LINE),
        goal: Goal::Page(target + before),
    });
}
