//! Two upright pages side by side on one lying sheet, drawn smaller so that they fit: half the paper for what is read and
//! kept at hand, as the manual is.

use crate::reports::page::Goal;
use crate::reports::page::Item;
use crate::reports::page::Link;
use crate::reports::page::Page;
use crate::reports::page::Rect;
use crate::reports::unit::Mm;

/// The pages, two on a sheet.
pub(super) fn sheets(pages: Vec<Page>) -> Vec<Page> {
    let mut sheets: Vec<Page> = Vec::new();
    for (n, page) in pages.into_iter().enumerate() {
        if n % 2 == 0 {
            sheets.push(Page::new(page.height, page.width));
        }
        if let Some(sheet) = sheets.last_mut() {
            let half = sheet.width / 2.0;
            let place = Place {
                scale: half / page.width,
                left: if n % 2 == 0 { 0.0 } else { half },
            };
            place.put(page, sheet);
        }
    }
    sheets
}

struct Place {
    scale: f32,
    left: Mm,
}

impl Place {
    fn at(&self, (x, y): (Mm, Mm)) -> (Mm, Mm) {
        (self.left + x * self.scale, y * self.scale)
    }

    fn area(&self, (x, y, w, h): Rect) -> Rect {
        let (x, y) = self.at((x, y));
        (x, y, w * self.scale, h * self.scale)
    }

    fn put(&self, page: Page, sheet: &mut Page) {
        let scale = self.scale;
        let smaller = |item: Item| {
            let mut item = item.moved(|at| self.at(at), |rect| self.area(rect));
            match &mut item {
                Item::Text(text) => {
                    text.size *= scale;
                    text.spacing *= scale;
                }
                Item::Line { width, .. } => *width *= scale,
                Item::Bar { .. } | Item::Photo { .. } => {}
            }
            item
        };
        sheet.items.extend(page.items.into_iter().map(smaller));
        sheet.links.extend(page.links.into_iter().map(|link| Link {
            rect: self.area(link.rect),
            goal: match link.goal {
                Goal::Page(n) => Goal::Page(n / 2),
                goal @ Goal::Records(_) => goal,
            },
        }));
        let bookmarks = page.bookmarks.into_iter().map(|mut bookmark| {
            bookmark.y *= scale;
            bookmark
        });
        sheet.bookmarks.extend(bookmarks);
        let changed = page.changed.into_iter().map(|rect| self.area(rect));
        sheet.changed.extend(changed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::fonts::Role;
    use crate::reports::page::Text;

    #[test]
    fn three_upright_pages_stand_on_two_lying_sheets() {
        let page = || {
            let mut page = Page::new(210.0, 297.0);
            page.text(28.0, 100.0, 16.0, Role::Hei, "科普");
            page
        };
        let sheets = sheets(vec![page(), page(), page()]);
        assert_eq!(sheets.len(), 2);
        let sheet = &sheets[0];
        assert_eq!((sheet.width, sheet.height), (297.0, 210.0));
        let texts: Vec<&Text> = sheet.items.iter().filter_map(Item::text).collect();
        assert_eq!(texts.len(), 2);
        let near = |a: f32, b: f32| (a - b).abs() < 0.01;
        assert!(near(texts[0].x, 28.0 * 297.0 / 420.0));
        assert!(near(texts[1].x - texts[0].x, 148.5));
        assert!(near(texts[1].size, 16.0 * 297.0 / 420.0));
        assert_eq!(sheets[1].items.len(), 1);
    }
}
