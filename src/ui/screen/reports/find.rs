//! Search in the pages: what is found is what stands on the paper, also where a line breaks in the middle of a word.

use crate::app::paper;
use crate::app::paper::Item;
use crate::app::paper::Page;
use crate::app::paper::Text;

/// Left, top, width, height in millimetres.
type Place = (f32, f32, f32, f32);

/// A hit: its page, and its places there, one a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hit {
    pub page: usize,
    pub places: Vec<Place>,
}

/// The search between frames.
#[derive(Debug, Default)]
pub(super) struct Search {
    pub open: bool,
    /// The caret goes into the field in the next frame.
    pub focus: bool,
    pub words: String,
    done: String,
    pub hits: Vec<Hit>,
    /// The hit that is looked at.
    pub at: usize,
}

impl Search {
    /// Open it, or go back to its field.
    pub(super) fn begin(&mut self) {
        self.open = true;
        self.focus = true;
    }

    /// Close it; nothing is marked any more.
    pub(super) fn close(&mut self) {
        *self = Self::default();
    }

    /// Other pages are looked at.
    pub(super) fn renew(&mut self, pages: &[Page]) {
        self.hits = find(pages, &self.words);
        self.done.clone_from(&self.words);
        self.at = self.at.min(self.hits.len().saturating_sub(1));
    }

    /// Other words may have been typed; whether they were.
    pub(super) fn follow(&mut self, pages: &[Page], current: usize) -> bool {
        if self.done == self.words {
            return false;
        }
        self.renew(pages);
        // The first hit from where one looks on.
        let ahead = self.hits.iter().position(|h| h.page >= current);
        self.at = ahead.unwrap_or(0);
        true
    }

    /// On to the next hit, or back.
    pub(super) fn step(&mut self, back: bool) {
        let count = self.hits.len();
        if count > 0 {
            self.at = (self.at + if back { count - 1 } else { 1 }) % count;
        }
    }

    /// Page and height of the hit that is looked at.
    pub(super) fn place(&self) -> Option<(usize, f32)> {
        let hit = self.hits.get(self.at)?;
        let place = hit.places.first()?;
        // A little of what stands above it stays in sight.
        Some((hit.page, (place.1 - 30.0).max(0.0)))
    }

    /// Places of the hits on a page.
    pub(super) fn marks_on(&self, page: usize) -> Vec<Place> {
        let hits = self.hits.iter().filter(|h| h.page == page);
        hits.flat_map(|h| h.places.iter().copied()).collect()
    }

    /// The place of the hit that is looked at, when it is on this page.
    pub(super) fn mark_on(&self, page: usize) -> Option<Place> {
        let hit = self.hits.get(self.at).filter(|h| h.page == page)?;
        hit.places.first().copied()
    }
}

/// All places of the words in the pages.
pub(super) fn find(pages: &[Page], words: &str) -> Vec<Hit> {
    let wanted: Vec<char> = words.trim().chars().map(plain).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut hits = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let texts: Vec<&Text> = page.items.iter().filter_map(Item::text).collect();
        let letters = letters(&texts);
        let mut from = 0;
        while let Some(window) = letters.get(from..from + wanted.len()) {
            let same = window.iter().map(|l| l.sign).eq(wanted.iter().copied());
            if same {
                hits.push(Hit {
                    page: number,
                    places: places(&texts, window),
                });
            }
            from += if same { wanted.len() } else { 1 };
        }
    }
    hits
}

/// A character of a page: of which text, at which place in it.
struct Letter {
    text: usize,
    at: usize,
    sign: char,
}

// All characters of a page one after another; a break stands between texts that are not two lines of one paragraph.
fn letters(texts: &[&Text]) -> Vec<Letter> {
    let mut all = Vec::new();
    let mut before: Option<&Text> = None;
    for (n, text) in texts.iter().enumerate() {
        if before.is_some_and(|b| !goes_on(b, text)) {
            all.push(Letter {
                text: n,
                at: 0,
                sign: '\0',
            });
        }
        for (at, c) in text.text.chars().enumerate() {
            all.push(Letter {
                text: n,
                at,
                sign: plain(c),
            });
        }
        before = Some(text);
    }
    all
}

// Whether a text is the next line of the one before it: same type, one line further down, about the same left edge.
fn goes_on(before: &Text, text: &Text) -> bool {
    let size = millimetres(text.size);
    let (down, across) = if text.turned {
        (text.x - before.x, text.y - before.y)
    } else {
        (text.y - before.y, text.x - before.x)
    };
    before.role == text.role
        && before.turned == text.turned
        && (before.size - text.size).abs() < 0.1
        && down > size * 0.9
        && down < size * 2.2
        && across.abs() < size * 2.5
}

fn places(texts: &[&Text], window: &[Letter]) -> Vec<Place> {
    let mut places = Vec::new();
    let runs = window.chunk_by(|a, b| a.text == b.text);
    for run in runs {
        if let (Some(first), Some(last)) = (run.first(), run.last())
            && let Some(text) = texts.get(first.text)
        {
            places.push(place(text, first.at, last.at + 1));
        }
    }
    places
}

fn place(text: &Text, from: usize, to: usize) -> Place {
    let wide = |count: usize| {
        let part: String = text.text.chars().take(count).collect();
        let spaces = millimetres(text.spacing) * count as f32;
        paper::fonts().width(text.role, text.size, &part) + spaces
    };
    let (start, end) = (wide(from), wide(to));
    let size = millimetres(text.size);
    let (rise, high) = (size * 0.9, size * 1.15);
    if text.turned {
        (text.x - rise, text.y - end, high, end - start)
    } else {
        (text.x + start, text.y - rise, end - start, high)
    }
}

fn millimetres(points: f32) -> f32 {
    points * 25.4 / 72.0
}

// Full width and half width, large and small are the same to who searches.
fn plain(c: char) -> char {
    let c = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    };
    c.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::paper::Role;

    fn page(lines: &[(f32, f32, &str)]) -> Page {
        let mut page = Page::new(210.0, 297.0);
        for (x, y, words) in lines {
            page.text(*x, *y, 16.0, Role::Song, *words);
        }
        page
    }

    #[test]
    fn words_are_found_where_they_stand() {
        let pages = [
            page(&[(20.0, 30.0, "科普活动ＡＢ")]),
            page(&[(20.0, 30.0, "无"), (20.0, 60.0, "活动，活动")]),
        ];
        let hits = find(&pages, "活动");
        let found: Vec<usize> = hits.iter().map(|h| h.page).collect();
        assert_eq!(found, [0, 1, 1]);
        // After two characters of 16 points.
        let (x, _, wide, _) = hits[0].places[0];
        assert!((x - 20.0 - 2.0 * millimetres(16.0)).abs() < 0.2, "{x}");
        assert!((wide - 2.0 * millimetres(16.0)).abs() < 0.2, "{wide}");
        assert_eq!(find(&pages, "ab").len(), 1);
        assert!(find(&pages, " ").is_empty());
    }

    #[test]
    fn a_word_broken_by_the_end_of_a_line_is_found_and_cells_are_not_joined() {
        let pages = [page(&[
            (20.0, 30.0, "推动科"),
            (20.0, 40.0, "普工作"),
            (80.0, 40.0, "王小"),
            (120.0, 40.0, "明"),
        ])];
        let hits = find(&pages, "科普工作");
        assert_eq!(hits.len(), 1);
        assert_eq!(hits[0].places.len(), 2);
        assert!(find(&pages, "王小明").is_empty());
    }

    #[test]
    fn turned_text_is_marked_upwards() {
        let mut turned = page(&[(20.0, 30.0, "科普活动")]);
        turned = turned.turned();
        let (x, y, wide, high) = find(&[turned.clone()], "活动")[0].places[0];
        let text = turned.items[0].text().unwrap();
        assert!(x < text.x && x + wide > text.x);
        assert!(y + high < text.y && high > wide);
    }

    #[test]
    fn stepping_goes_around() {
        let pages = [page(&[(20.0, 30.0, "一一一")])];
        let mut search = Search {
            words: "一".into(),
            ..Search::default()
        };
        assert!(search.follow(&pages, 0));
        search.step(true);
        assert_eq!((search.at, search.hits.len()), (2, 3));
        search.step(false);
        assert_eq!(search.at, 0);
    }
}
