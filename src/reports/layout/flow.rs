//! Lines of a document flow over pages: a heading stays with what follows it, no paragraph leaves one line alone at the
//! foot or the head of a page, the sign-off never stands without text.

use super::sheet::Frame;
use crate::reports::outline::Paper;
use crate::reports::page::Bookmark;
use crate::reports::page::Item;
use crate::reports::page::Link;
use crate::reports::page::Page;
use crate::reports::page::Rect;
use crate::reports::unit::Mm;

/// Whether a page may end under a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Stick {
    /// It may.
    #[default]
    Loose,
    /// What follows stays on the same page.
    ToNext,
}

/// A line on its way to a page; positions count from the left edge of the 版心 and the top of the line.
#[derive(Debug, Clone, Default)]
pub(super) struct FlowLine {
    pub height: Mm,
    pub items: Vec<Item>,
    pub links: Vec<Link>,
    /// Figures that the ledger knows otherwise now.
    pub changed: Vec<Rect>,
    pub bookmark: Option<(u8, String)>,
    pub stick: Stick,
}

impl FlowLine {
    /// Empty lines.
    pub(super) fn blank(height: Mm, stick: Stick) -> Self {
        Self {
            height,
            stick,
            ..Self::default()
        }
    }
}

/// Pages of lines, and the height reached on the last.
pub(super) fn paginate(lines: Vec<FlowLine>) -> (Vec<Page>, Mm) {
    let frame = Frame::of(Paper::Portrait);
    let breaks = breaks(&lines, frame.height);
    let mut pages = Vec::new();
    let mut y = frame.top;
    for (n, line) in lines.into_iter().enumerate() {
        if pages.is_empty() || breaks.contains(&n) {
            pages.push(Page::new(frame.page_width, frame.page_height));
            y = frame.top;
        }
        if let Some(page) = pages.last_mut() {
            place(line, page, (frame.left, y), &mut y);
        }
    }
    (pages, y)
}

fn place(line: FlowLine, page: &mut Page, (left, top): (Mm, Mm), y: &mut Mm) {
    let moved = |(x, y): (Mm, Mm)| (x + left, y + top);
    let area = |(x, y, w, h): Rect| (x + left, y + top, w, h);
    page.items
        .extend(line.items.into_iter().map(|item| match item {
            Item::Text(mut text) => {
                (text.x, text.y) = moved((text.x, text.y));
                Item::Text(text)
            }
            Item::Line {
                from,
                to,
                width,
                ink,
            } => Item::Line {
                from: moved(from),
                to: moved(to),
                width,
                ink,
            },
            Item::Bar { rect, ink } => Item::Bar {
                rect: area(rect),
                ink,
            },
            Item::Photo {
                rect,
                picture,
                turned,
            } => Item::Photo {
                rect: area(rect),
                picture,
                turned,
            },
        }));
    page.links.extend(line.links.into_iter().map(|l| Link {
        rect: area(l.rect),
        goal: l.goal,
    }));
    page.changed.extend(line.changed.into_iter().map(area));
    if let Some((level, title)) = line.bookmark {
        page.bookmarks.push(Bookmark {
            level,
            title,
            y: top,
        });
    }
    *y += line.height;
}

/// The lines that begin a page.
fn breaks(lines: &[FlowLine], room: Mm) -> Vec<usize> {
    let mut breaks = Vec::new();
    let mut start = 0;
    let mut used = 0.0;
    let mut n = 0;
    while let Some(line) = lines.get(n) {
        if used + line.height > room + 0.05 && n > start {
            let mut cut = n;
            while cut > start && lines.get(cut - 1).is_some_and(|l| l.stick == Stick::ToNext) {
                cut -= 1;
            }
            // A block longer than a page has to break somewhere.
            let cut = if cut > start { cut } else { n };
            breaks.push(cut);
            start = cut;
            n = cut;
            used = 0.0;
            continue;
        }
        used += line.height;
        n += 1;
    }
    breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(sticks: &str) -> Vec<FlowLine> {
        sticks
            .chars()
            .map(|c| {
                FlowLine::blank(
                    10.0,
                    if c == '+' {
                        Stick::ToNext
                    } else {
                        Stick::Loose
                    },
                )
            })
            .collect()
    }

    #[test]
    fn what_sticks_moves_to_the_next_page_together() {
        assert_eq!(breaks(&lines("....."), 30.0), [3]);
        assert_eq!(breaks(&lines(".++.."), 30.0), [1, 4]);
        assert_eq!(breaks(&lines("+++++"), 30.0), [3]);
    }
}
