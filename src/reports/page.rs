//! Finished pages: items at fixed positions. The printer's file and the window paint the very same.

use super::fonts::Role;
use super::outline::Source;
use super::unit::Mm;
use super::unit::Pt;

/// A finished page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Width of the paper.
    pub width: Mm,
    /// Height of the paper.
    pub height: Mm,
    /// What stands on it.
    pub items: Vec<Item>,
    /// Places that lead to records.
    pub links: Vec<Link>,
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
}

/// A place on a page and the records behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Left, top, width, height.
    pub rect: (Mm, Mm, Mm, Mm),
    /// The records.
    pub source: Source,
}

impl Page {
    /// An empty page.
    pub fn new(width: Mm, height: Mm) -> Self {
        Self {
            width,
            height,
            items: Vec::new(),
            links: Vec::new(),
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
                spacing: 0.0,
                turned: false,
            }));
        }
    }

    /// A line.
    pub fn line(&mut self, from: (Mm, Mm), to: (Mm, Mm), width: Mm) {
        self.items.push(Item::Line { from, to, width });
    }

    /// The same page turned onto upright paper, its head at the left edge. On odd pages that is 订口, on even ones 切口.
    #[must_use]
    pub fn turned(self) -> Self {
        let Self {
            width,
            height,
            items,
            links,
        } = self;
        let at = |(x, y): (Mm, Mm)| (y, width - x);
        let items = items
            .into_iter()
            .map(|item| match item {
                Item::Text(text) => {
                    let (x, y) = at((text.x, text.y));
                    Item::Text(Text {
                        x,
                        y,
                        turned: true,
                        ..text
                    })
                }
                Item::Line { from, to, width } => Item::Line {
                    from: at(from),
                    to: at(to),
                    width,
                },
            })
            .collect();
        let links = links
            .into_iter()
            .map(|link| {
                let (x, y, w, h) = link.rect;
                Link {
                    rect: (y, width - x - w, h, w),
                    source: link.source,
                }
            })
            .collect();
        Self {
            width: height,
            height: width,
            items,
            links,
        }
    }

    /// The text of the page in reading order, a line a baseline: for goldens and for comparing with the PDF.
    pub fn plain_text(&self) -> String {
        let mut texts: Vec<&Text> = self
            .items
            .iter()
            .filter_map(|i| match i {
                Item::Text(t) => Some(t),
                Item::Line { .. } => None,
            })
            .collect();
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
