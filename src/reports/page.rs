//! Finished pages: items at fixed positions. The printer's file and the window paint the very same.

use super::fonts::Role;
use super::outline::Picture;
use super::outline::Source;
use super::unit::Mm;
use super::unit::Pt;
use crate::model::Uid;
use std::sync::Arc;

/// Left, top, width, height.
pub type Rect = (Mm, Mm, Mm, Mm);

/// The few colours of paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Ink {
    /// Text and rules.
    #[default]
    Black,
    /// The head of a document and its rule (GB/T 9704-2012 7.2.4, 7.2.7).
    Red,
    /// Bars of plots.
    Grey,
    /// Bars beside them.
    Pale,
}

/// A finished page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Width of the paper.
    pub width: Mm,
    /// Height of the paper.
    pub height: Mm,
    /// What stands on it.
    pub items: Vec<Item>,
    /// Places that lead to records or to another page.
    pub links: Vec<Link>,
    /// Headings a viewer lists beside the pages.
    pub bookmarks: Vec<Bookmark>,
    /// Figures the ledger knows otherwise by now: the window points them out, the printer doesn't.
    pub changed: Vec<Rect>,
}

/// A heading in the list beside the pages.
#[derive(Debug, Clone, PartialEq)]
pub struct Bookmark {
    /// 1 for the title, 2 for a heading under it, and so on.
    pub level: u8,
    /// What it says.
    pub title: String,
    /// Height of its line on the page.
    pub y: Mm,
}

/// One thing on a page; positions count from the top left corner.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// One line of text.
    Text(Text),
    /// A straight line.
    Line {
        /// Beginning.
        from: (Mm, Mm),
        /// End.
        to: (Mm, Mm),
        /// Thickness.
        width: Mm,
        /// Colour.
        ink: Ink,
    },
    /// A filled rectangle.
    Bar {
        /// Where.
        rect: Rect,
        /// Colour.
        ink: Ink,
    },
    /// A photo.
    Photo {
        /// Where.
        rect: Rect,
        /// Its bytes.
        picture: Arc<Picture>,
        /// Lies on its side: content turned on an upright page.
        turned: bool,
    },
}

/// One line of text of one role and size.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// Left end of the baseline.
    pub x: Mm,
    /// Height of the baseline.
    pub y: Mm,
    /// Size of type.
    pub size: Pt,
    /// Role of the font.
    pub role: Role,
    /// The characters.
    pub text: String,
    /// Added after each character; negative draws them together.
    pub spacing: Pt,
    /// Reads upwards instead of to the right: content turned on an upright page.
    pub turned: bool,
    /// Colour.
    pub ink: Ink,
}

impl Default for Text {
    fn default() -> Self {
        Self {
            x: 0.0,
            y: 0.0,
            size: super::unit::SIZE_5,
            role: Role::Hei,
            text: String::new(),
            spacing: 0.0,
            turned: false,
            ink: Ink::Black,
        }
    }
}

/// A place on a page and where it leads.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Where.
    pub rect: Rect,
    /// What stands behind it.
    pub goal: Goal,
}

/// What a place on a page leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum Goal {
    /// The records a figure was counted from.
    Records(Arc<[Uid]>),
    /// Another page, counted from 0.
    Page(usize),
}

impl Item {
    /// The same thing elsewhere: points and areas by what they become.
    #[must_use]
    pub fn moved(self, at: impl Fn((Mm, Mm)) -> (Mm, Mm), area: impl Fn(Rect) -> Rect) -> Self {
        match self {
            Self::Text(text) => {
                let (x, y) = at((text.x, text.y));
                Self::Text(Text { x, y, ..text })
            }
            Self::Line {
                from,
                to,
                width,
                ink,
            } => Self::Line {
                from: at(from),
                to: at(to),
                width,
                ink,
            },
            Self::Bar { rect, ink } => Self::Bar {
                rect: area(rect),
                ink,
            },
            Self::Photo {
                rect,
                picture,
                turned,
            } => Self::Photo {
                rect: area(rect),
                picture,
                turned,
            },
        }
    }

    /// The item as a line of text, if it is one.
    pub fn text(&self) -> Option<&Text> {
        match self {
            Self::Text(text) => Some(text),
            Self::Line { .. } | Self::Bar { .. } | Self::Photo { .. } => None,
        }
    }
}

impl Page {
    /// An empty page.
    pub fn new(width: Mm, height: Mm) -> Self {
        Self {
            width,
            height,
            items: Vec::new(),
            links: Vec::new(),
            bookmarks: Vec::new(),
            changed: Vec::new(),
        }
    }

    /// A place that leads to the records behind it, when there are any.
    pub fn lead(&mut self, rect: Rect, source: &Source) {
        if let Some(records) = source {
            self.links.push(Link {
                rect,
                goal: Goal::Records(Arc::clone(records)),
            });
        }
    }

    /// Text with its left end at `x`.
    pub fn text(&mut self, x: Mm, y: Mm, size: Pt, role: Role, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.items.push(Item::Text(Text {
                x,
                y,
                size,
                role,
                text,
                ..Text::default()
            }));
        }
    }

    /// A line.
    pub fn line(&mut self, from: (Mm, Mm), to: (Mm, Mm), width: Mm) {
        self.items.push(Item::Line {
            from,
            to,
            width,
            ink: Ink::Black,
        });
    }

    /// The same page turned onto upright paper, its head at the left edge. On odd pages that is 订口, on even ones 切口.
    #[must_use]
    pub fn turned(self) -> Self {
        let Self {
            width,
            height,
            items,
            links,
            bookmarks,
            changed,
        } = self;
        let at = |(x, y): (Mm, Mm)| (y, width - x);
        let area = |(x, y, w, h): Rect| (y, width - x - w, h, w);
        let items = items
            .into_iter()
            .map(|item| {
                let mut item = item.moved(at, area);
                if let Item::Text(Text { turned, .. }) | Item::Photo { turned, .. } = &mut item {
                    *turned = true;
                }
                item
            })
            .collect();
        let links = links
            .into_iter()
            .map(|link| Link {
                rect: area(link.rect),
                goal: link.goal,
            })
            .collect();
        Self {
            width: height,
            height: width,
            items,
            links,
            // A turned page has no height a viewer could jump to but its own top.
            bookmarks: bookmarks
                .into_iter()
                .map(|b| Bookmark { y: 0.0, ..b })
                .collect(),
            changed: changed.into_iter().map(area).collect(),
        }
    }

    /// The text of the page in reading order, a line a baseline: for goldens and for comparing with the PDF.
    pub fn plain_text(&self) -> String {
        let mut texts: Vec<&Text> = self.items.iter().filter_map(Item::text).collect();
        let key = |t: &Text| {
            if t.turned {
                ((t.x * 10.0) as i64, (-t.y * 10.0) as i64)
            } else {
                ((t.y * 10.0) as i64, (t.x * 10.0) as i64)
            }
        };
        texts.sort_by_key(|t| key(t));
        let mut out = String::new();
        let mut before = None;
        for text in texts {
            let (line, _) = key(text);
            match before {
                Some(last) if last == line => out.push(' '),
                Some(_) => out.push('\n'),
                None => {}
            }
            before = Some(line);
            out.push_str(&text.text);
        }
        out
    }
}
