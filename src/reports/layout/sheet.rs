//! The sheets being filled: frame of the page, title, foot with sign-off and notes, page numbers.

use super::line::break_lines;
use super::prose::LINE;
use crate::reports::fonts::Fonts;
use crate::reports::fonts::Role;
use crate::reports::fonts::canonical;
use crate::reports::outline::Paper;
use crate::reports::outline::Report;
use crate::reports::page::Page;
use crate::reports::unit::Mm;
use crate::reports::unit::Pt;
use crate::reports::unit::SIZE_2;
use crate::reports::unit::SIZE_3;
use crate::reports::unit::SIZE_4;
use crate::reports::unit::SIZE_5;
use crate::reports::unit::SIZE_S4;
use crate::reports::unit::mm;

/// Height of a line of a sheet's title.
pub(super) const TITLE_LINE: Mm = 11.0;

/// The place of content on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub page_width: Mm,
    pub page_height: Mm,
    pub left: Mm,
    pub top: Mm,
    pub width: Mm,
    pub height: Mm,
}

impl Frame {
    /// Upright: 版心 156×225 mm with 天头 37 and 订口 28 (GB/T 9704-2012 5.2.1). Lying: the standard gives none for single
    /// sheets; 20 mm at the binding edge (the top, where sheets are clipped) and 15 at the sides leave 267×170 mm.
    /// Turned: the upright 版心 lying, 225×156 mm, so that it sits where a document's text sits.
    pub(super) fn of(paper: Paper) -> Self {
        match paper {
            Paper::Portrait => Self {
                page_width: 210.0,
                page_height: 297.0,
                left: 28.0,
                top: 37.0,
                width: 156.0,
                height: 225.0,
            },
            Paper::Landscape => Self {
                page_width: 297.0,
                page_height: 210.0,
                left: 15.0,
                top: 20.0,
                width: 267.0,
                height: 170.0,
            },
            Paper::Turned => Self {
                page_width: 297.0,
                page_height: 210.0,
                left: 35.0,
                top: 28.0,
                width: 225.0,
                height: 156.0,
            },
        }
    }

    pub(super) fn bottom(&self) -> Mm {
        self.top + self.height
    }

    pub(super) fn right(&self) -> Mm {
        self.left + self.width
    }
}

/// Advance of a line of notes.
const NOTE: Mm = 5.0;

/// Pages with a pen on the last of them.
pub(super) struct Sheets<'f> {
    pub frame: Frame,
    pub fonts: &'f Fonts,
    /// Height reached on the last page.
    pub y: Mm,
    pages: Vec<Page>,
}

impl<'f> Sheets<'f> {
    pub(super) fn new(frame: Frame, fonts: &'f Fonts) -> Self {
        let mut sheets = Self {
            frame,
            fonts,
            y: frame.top,
            pages: Vec::new(),
        };
        sheets.turn_page();
        sheets
    }

    pub(super) fn turn_page(&mut self) {
        self.pages
            .push(Page::new(self.frame.page_width, self.frame.page_height));
        self.y = self.frame.top;
    }

    pub(super) fn count(&self) -> usize {
        self.pages.len()
    }

    /// The page under the pen.
    pub(super) fn page(&mut self) -> &mut Page {
        if self.pages.is_empty() {
            self.turn_page();
        }
        let last = self.pages.len() - 1;
        // There is one: it was just made sure.
        #[expect(clippy::indexing_slicing, reason = "never empty, see above")]
        &mut self.pages[last]
    }

    pub(super) fn finish(self) -> Vec<Page> {
        self.pages
    }

    pub(super) fn room(&self) -> Mm {
        self.frame.bottom() - self.y
    }

    /// Text of some lines set in the middle.
    fn centred(&mut self, size: f32, role: Role, text: &str, advance: Mm) {
        let (left, width, fonts) = (self.frame.left, self.frame.width, self.fonts);
        for line in balanced(fonts, role, size, width, text) {
            let x = left + (width - fonts.width(role, size, &line)) / 2.0;
            let y = self.y + mm(size) * 0.88 + (advance - mm(size)) / 2.0;
            self.page().text(x, y, size, role, line);
            self.y += advance;
        }
    }

    /// Title and the line under it; the title of an 附件 stands on the grid of the document.
    pub(super) fn head(&mut self, title: &str, left_line: &str, right_line: &str, advance: Mm) {
        let title = crate::reports::fonts::canonical(title);
        self.centred(SIZE_2, Role::Title, &title, advance);
        if left_line.is_empty() && right_line.is_empty() {
            self.y += 3.0;
            return;
        }
        let (left, right) = (self.frame.left, self.frame.right());
        let size = SIZE_5;
        let y = self.y + 5.0;
        let tail = right - self.fonts.width(Role::Hei, size, right_line);
        let (a, b) = (left_line.to_owned(), right_line.to_owned());
        self.page().text(left, y, size, Role::Hei, a);
        self.page().text(tail, y, size, Role::Hei, b);
        self.y += 7.0;
    }

    /// 附件1 in 三号黑体 on the first line; the title follows on the third (GB/T 9704-2012 7.3.7).
    pub(super) fn annex_mark(&mut self, mark: &str) {
        let (left, y) = (self.frame.left, self.y);
        let base = y + (LINE - mm(SIZE_3)) / 2.0 + mm(SIZE_3) * 0.88;
        self.page().text(left, base, SIZE_3, Role::Hei, mark);
        self.y += LINE * 2.0;
    }

    /// Plain lines in the size of small text.
    pub(super) fn lines(&mut self, lines: &[String]) {
        let size = SIZE_S4;
        let advance = mm(size) * 1.6;
        for text in lines {
            let text = crate::reports::fonts::canonical(text);
            for line in break_lines(self.fonts, Role::Song, size, self.frame.width, &text) {
                if self.room() < advance {
                    self.turn_page();
                }
                let (left, y) = (self.frame.left, self.y + advance * 0.72);
                self.page().text(left, y, size, Role::Song, line);
                self.y += advance;
            }
        }
    }

    /// Height the foot will take.
    pub(super) fn foot_height(&self, report: &Report) -> Mm {
        let notes: usize = report.notes.iter().map(|n| self.note_lines(n).len()).sum();
        let gap = if notes > 0 { 2.0 } else { 0.0 };
        notes as Mm * NOTE + gap + self.sign_height(report)
    }

    /// Height the line of those who sign will take.
    fn sign_height(&self, report: &Report) -> Mm {
        match self.sign_lines(report).len() {
            0 => 0.0,
            lines => 2.0 + lines as Mm * 7.0,
        }
    }

    /// Height to be left at the foot of a page a table goes on from.
    pub(super) fn kept(&self, report: &Report) -> Mm {
        if report.each_page {
            self.sign_height(report)
        } else {
            0.0
        }
    }

    /// Go on to another page; where each page is signed, this one is.
    pub(super) fn go_on(&mut self, report: &Report) {
        if report.each_page {
            self.sign(report);
        }
        self.turn_page();
    }

    /// Notes under what stands on the page.
    pub(super) fn notes(&mut self, notes: &[String], report: &Report) {
        let left = self.frame.left;
        self.y += 2.0;
        for note in notes {
            for line in self.note_lines(note) {
                if self.room() < NOTE + self.kept(report) {
                    self.go_on(report);
                }
                let y = self.y + 4.0;
                self.page().text(left, y, 9.0, Role::Hei, line);
                self.y += NOTE;
            }
        }
    }

    fn note_lines(&self, note: &str) -> Vec<String> {
        break_lines(self.fonts, Role::Hei, 9.0, self.frame.width, note)
    }

    /// Notes and the sign-off under the last block.
    pub(super) fn foot(&mut self, report: &Report) {
        if self.room() < self.foot_height(report) {
            self.turn_page();
        }
        let left = self.frame.left;
        if !report.notes.is_empty() {
            self.y += 2.0;
        }
        for note in &report.notes {
            for line in self.note_lines(note) {
                let y = self.y + 4.0;
                self.page().text(left, y, 9.0, Role::Hei, line);
                self.y += NOTE;
            }
        }
        self.sign(report);
    }

    /// The line of those who sign; a report of several forms signs each of them.
    pub(super) fn sign(&mut self, report: &Report) {
        let lines = self.sign_lines(report);
        if lines.is_empty() {
            return;
        }
        let (left, width) = (self.frame.left, self.frame.width);
        for places in lines {
            let y = self.y + 7.0;
            // Evenly spread; names written by hand need the room between.
            let used: Mm = places.iter().map(|(_, w)| w).sum();
            let gap = (width - used) / (places.len() as Mm - 1.0).max(1.0);
            let mut x = left;
            for (place, w) in places {
                self.page().text(x, y, SIZE_5, Role::Hei, place);
                x += w + gap.max(2.0);
            }
            self.y += 7.0;
        }
        self.y += 2.0;
    }

    // What stands on the sign-off with its widths; two lines where one has no room for a hand between.
    fn sign_lines(&self, report: &Report) -> Vec<Vec<(String, Mm)>> {
        if report.signers.is_empty() {
            return Vec::new();
        }
        let mut places: Vec<String> = report
            .signers
            .iter()
            .map(|(label, name)| format!("{label}：{name}"))
            .collect();
        if !report.date_line.is_empty() {
            places.push(report.dated());
        }
        if report.sealed {
            places.push("（盖章）".into());
        }
        let places: Vec<(String, Mm)> = places
            .into_iter()
            .map(|place| {
                let width = self.fonts.width(Role::Hei, SIZE_5, &place);
                (place, width)
            })
            .collect();
        let used: Mm = places.iter().map(|(_, w)| w).sum();
        let gaps = places.len().saturating_sub(1) as Mm * 2.0;
        if used + gaps <= self.frame.width || places.len() < 4 {
            return vec![places];
        }
        let half = places.len() - 2;
        let (first, second) = places.split_at_checked(half).unwrap_or((&places, &[]));
        vec![first.to_vec(), second.to_vec()]
    }
}

/// Lines of a title of about the same length, so that no last line holds two characters.
fn balanced(fonts: &Fonts, role: Role, size: f32, width: Mm, text: &str) -> Vec<String> {
    let lines = break_lines(fonts, role, size, width, text);
    if lines.len() < 2 {
        return lines;
    }
    let even = fonts.width(role, size, text) / lines.len() as Mm * 1.12;
    let better = break_lines(fonts, role, size, even.min(width), text);
    if better.len() == lines.len() {
        better
    } else {
        lines
    }
}

/// `— 1 —` in 四号 half-width 宋体, 7 mm under the 版心, odd pages at the right, even ones at the left, one character in
/// (GB/T 9704-2012 7.5). Lying sheets say the count too, because they are handed out loose.
pub(super) fn number(page: &mut Page, n: usize, count: usize, fonts: &Fonts) {
    let lying = page.width > page.height;
    let text = if lying {
        format!("— {n} / {count} —")
    } else {
        format!("— {n} —")
    };
    let frame = Frame::of(if lying {
        Paper::Landscape
    } else {
        Paper::Portrait
    });
    let width = fonts.width(Role::Song, SIZE_4, &text);
    let inset = mm(SIZE_4);
    let x = if n % 2 == 1 {
        frame.right() - inset - width
    } else {
        frame.left + inset
    };
    let under = if lying { 6.0 } else { 7.0 };
    // 一字线上距版心下边缘 7 mm: the ink of the dash, not the square it stands in.
    let (_, dash) = fonts.ink(Role::Song, "—");
    page.text(
        x,
        frame.bottom() + under + mm(SIZE_4) * dash,
        SIZE_4,
        Role::Song,
        text,
    );
}

/// What stands at the foot of a page on the side that its number leaves free.
pub(super) fn stamp(page: &mut Page, n: usize, foot: &str, fonts: &Fonts) {
    if foot.is_empty() {
        return;
    }
    let frame = Frame::of(if page.width > page.height {
        Paper::Landscape
    } else {
        Paper::Portrait
    });
    let text = canonical(foot);
    let x = if n % 2 == 1 {
        frame.left
    } else {
        frame.right() - fonts.width(Role::Hei, FOOT, &text)
    };
    page.text(x, frame.bottom() + 6.0 + mm(FOOT), FOOT, Role::Hei, text);
}

/// 小五: smaller than anything that is read, large enough to be compared.
const FOOT: Pt = 9.0;
