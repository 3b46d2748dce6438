//! A finished page drawn on screen: the same items at the same places as in the PDF, and what only a screen can show:
//! figures that changed, hits of the search, places that lead somewhere.

use crate::app::paper::Goal;
use crate::app::paper::Item;
use crate::app::paper::Link;
use crate::app::paper::Page;
use crate::app::paper::Picture;
use crate::app::paper::Text;
use crate::ui::fonts::PaperFonts;
use crate::ui::fonts::Stretch;
use crate::ui::theme;
use egui::Align2;
use egui::Color32;
use egui::FontId;
use egui::Pos2;
use egui::Rect;
use egui::Sense;
use egui::Stroke;
use egui::Ui;
use egui::Vec2;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Left, top, width, height in millimetres.
type Place = (f32, f32, f32, f32);

/// What is drawn beside the page itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extra<'e> {
    /// Its number, for those who hear the page instead of seeing it.
    pub number: usize,
    /// Hits of the search.
    pub marks: &'e [Place],
    /// The hit that is looked at.
    pub mark: Option<Place>,
}

/// Textures of the photos of a report, each made once, when it is first in sight.
#[derive(Default)]
pub struct Shelf {
    pictures: BTreeMap<String, Arc<Picture>>,
    textures: BTreeMap<String, egui::TextureHandle>,
}

impl Shelf {
    /// Hold the photos of another report; textures of photos that stay are kept.
    pub fn hold(&mut self, pictures: Vec<Arc<Picture>>) {
        self.pictures = pictures.into_iter().map(|p| (p.hash.clone(), p)).collect();
        self.textures
            .retain(|hash, _| self.pictures.contains_key(hash));
    }

    fn texture(&mut self, ctx: &egui::Context, hash: &str) -> Option<&egui::TextureHandle> {
        if !self.textures.contains_key(hash) {
            let (width, height, pixels) = self.pictures.get(hash)?.small.get()?.as_ref()?;
            let image = egui::ColorImage::from_rgb([*width as usize, *height as usize], pixels);
            let texture = ctx.load_texture(hash, image, egui::TextureOptions::LINEAR);
            self.textures.insert(hash.to_owned(), texture);
        }
        self.textures.get(hash)
    }
}

/// Draw a page at `scale` points a millimetre into a place; returns where a click leads.
pub fn page_ui(
    ui: &mut Ui,
    page: &Page,
    (rect, scale): (Rect, f32),
    fonts: &PaperFonts,
    extra: Extra<'_>,
    shelf: &mut Shelf,
) -> Option<Goal> {
    let response = ui.interact(
        rect,
        ui.scope_id().with(("page", extra.number)),
        Sense::hover(),
    );
    response.widget_info(|| {
        let text = format!("第 {} 页\n{}", extra.number, page.plain_text());
        egui::WidgetInfo::labeled(egui::Role::Document, true, text)
    });
    let sheet = Sheet {
        painter: ui.painter_at(rect),
        rect,
        scale,
    };
    sheet.painter.rect_filled(rect, 0, theme::LIGHT.paper);
    for place in &page.changed {
        sheet.fill(*place, theme::LIGHT.warn_soft);
    }
    for mark in extra.marks {
        sheet.fill(*mark, theme::MARK);
    }
    if let Some(mark) = extra.mark {
        sheet.fill(mark, theme::MARK_STRONG);
    }
    let goal = links_ui(ui, page, &sheet, extra.number);
    for item in &page.items {
        match item {
            Item::Line {
                from,
                to,
                width,
                ink,
            } => {
                // Thinner than a pixel would vanish at small zooms.
                let stroke = Stroke::new((width * scale).max(0.6), theme::ink(*ink));
                let ends = [sheet.at(from.0, from.1), sheet.at(to.0, to.1)];
                sheet.painter.line_segment(ends, stroke);
            }
            Item::Bar { rect, ink } => sheet.fill(*rect, theme::ink(*ink)),
            Item::Photo {
                rect,
                picture,
                turned,
            } => match shelf.texture(ui.ctx(), &picture.hash) {
                Some(texture) => sheet.photo(*rect, texture.id(), *turned),
                None => sheet.fill(*rect, theme::LIGHT.line),
            },
            Item::Text(text) => {
                for stretch in fonts.stretches(text) {
                    sheet.text(text, stretch);
                }
            }
        }
    }
    let line = Stroke::new(1.0, theme::LIGHT.line);
    let painter = ui.painter();
    painter.rect_stroke(rect, 0, line, egui::StrokeKind::Outside);
    goal
}

// Each place that leads somewhere, with the words on it as its name. They are no stops for Tab: there are hundreds.
fn links_ui(ui: &Ui, page: &Page, sheet: &Sheet, number: usize) -> Option<Goal> {
    let mut goal = None;
    for (n, link) in page.links.iter().enumerate() {
        let rect = sheet.area(link.rect);
        if !ui.is_rect_visible(rect) {
            continue;
        }
        let id = ui.scope_id().with(("link", number, n));
        let response = ui
            .interact(rect, id, Sense::CLICK)
            .on_hover_cursor(egui::CursorIcon::PointingHand);
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Link, true, words_on(page, link))
        });
        if response.hovered() {
            sheet.painter.rect_filled(rect, 0, theme::LIGHT.accent_soft);
        }
        if response.clicked() {
            goal = Some(link.goal.clone());
        }
    }
    goal
}

fn words_on(page: &Page, link: &Link) -> String {
    let (x, y, w, h) = link.rect;
    let inside = |t: &&Text| t.x >= x - 0.1 && t.x <= x + w && t.y >= y && t.y <= y + h + 0.1;
    let texts = page.items.iter().filter_map(Item::text).filter(inside);
    texts.map(|t| t.text.as_str()).collect()
}

/// Type size in points of the screen.
fn type_size(text: &Text, scale: f32) -> f32 {
    text.size * 25.4 / 72.0 * scale
}

// What the window lays out for a stretch of a line: the same font, size and spacing as on paper, so that each character
// stands where it prints.
fn job(text: &Text, stretch: Stretch, scale: f32) -> egui::text::LayoutJob {
    let format = egui::TextFormat {
        font_id: FontId::new(type_size(text, scale), stretch.family),
        extra_letter_spacing: text.spacing * 25.4 / 72.0 * scale,
        color: theme::ink(text.ink),
        ..egui::TextFormat::default()
    };
    let mut job = egui::text::LayoutJob::single_section(stretch.text, format);
    job.wrap.max_width = f32::INFINITY;
    job.break_on_newline = false;
    job
}

/// A page's place on screen.
struct Sheet {
    painter: egui::Painter,
    rect: Rect,
    scale: f32,
}

impl Sheet {
    fn at(&self, x: f32, y: f32) -> Pos2 {
        Pos2::new(
            self.rect.left() + x * self.scale,
            self.rect.top() + y * self.scale,
        )
    }

    fn area(&self, (x, y, w, h): Place) -> Rect {
        Rect::from_min_size(self.at(x, y), Vec2::new(w, h) * self.scale)
    }

    fn fill(&self, place: Place, colour: Color32) {
        self.painter.rect_filled(self.area(place), 0, colour);
    }

    fn text(&self, text: &Text, stretch: Stretch) {
        let from = stretch.from * 25.4 / 72.0 * self.scale;
        let galley = self.painter.layout_job(job(text, stretch, self.scale));
        let size = type_size(text, self.scale);
        let rise = galley
            .rows
            .first()
            .map_or(size, |row| row.glyphs.first().map_or(size, |g| g.pos.y));
        let base = self.at(text.x, text.y);
        let ink = theme::ink(text.ink);
        if text.turned {
            let shape =
                egui::epaint::TextShape::new(Pos2::new(base.x - rise, base.y - from), galley, ink)
                    .with_angle(-std::f32::consts::FRAC_PI_2);
            self.painter.add(shape);
        } else {
            self.painter
                .galley(Pos2::new(base.x + from, base.y - rise), galley, ink);
        }
    }

    // A photo on its side has its top at the left edge of the page and reads upwards, as the PDF turns it.
    fn photo(&self, place: Place, texture: egui::TextureId, turned: bool) {
        let area = self.area(place);
        let mut mesh = egui::Mesh::with_texture(texture);
        let corners = [
            area.left_top(),
            area.right_top(),
            area.right_bottom(),
            area.left_bottom(),
        ];
        for (corner, (u, v)) in corners.into_iter().zip(photo_corners(turned)) {
            mesh.vertices.push(egui::epaint::Vertex {
                pos: corner,
                uv: Pos2::new(u, v),
                color: Color32::WHITE,
            });
        }
        mesh.add_triangle(0, 1, 2);
        mesh.add_triangle(0, 2, 3);
        self.painter.add(mesh);
    }
}

// The place in the photo that stands at the page's left top, right top, right bottom, left bottom.
fn photo_corners(turned: bool) -> [(f32, f32); 4] {
    let upright = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
    if turned {
        let [a, b, c, d] = upright;
        [b, c, d, a]
    } else {
        upright
    }
}

/// Draw a remark in the middle of an empty place.
pub fn empty_ui(ui: &mut Ui, text: &str) {
    let rect = ui.available_rect_before_wrap();
    let font = FontId::proportional(16.0);
    let galley = ui.painter().layout(
        text.to_owned(),
        font,
        theme::now().ink_weak,
        rect.width() - 40.0,
    );
    let place = Align2::CENTER_CENTER.anchor_size(rect.center(), galley.size());
    let response = ui.interact(place, ui.scope_id().with("remark"), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, text));
    ui.painter()
        .galley(place.min, galley, theme::now().ink_weak);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::paper;
    use crate::app::paper::Role;
    use crate::ui::fonts;

    // Half a pixel at either end: whole pixels are where characters are put on screen.
    fn measured(text: &Text, scale: f32, ctx: &egui::Context) -> (f32, Vec<f32>) {
        let mut places = Vec::new();
        let mut end = 0.0;
        for stretch in fonts::paper_fonts(ctx).unwrap().stretches(text) {
            let from = stretch.from * 25.4 / 72.0 * scale;
            let galley = ctx.fonts_mut(|f| f.layout_job(job(text, stretch, scale)));
            let glyphs = &galley.rows[0].glyphs;
            places.extend(glyphs.iter().map(|g| from + g.pos.x));
            end = glyphs.last().map_or(0.0, |g| from + g.max_x());
        }
        (end, places)
    }

    #[test]
    fn every_character_stands_where_it_prints_to_half_a_pixel() {
        let lines = [
            (
                "一是坚持党建引领，推动科普工作融入基层治理。",
                Role::FangSong,
            ),
            (
                "2025年开展科普活动128场，服务3.6万人次（其中线上1,204人次）",
                Role::FangSong,
            ),
            ("Science Week AVATAR Type To：“科普”……——％", Role::FangSong),
            ("（一）健全组织体系", Role::Kai),
            ("一、主要做法", Role::Hei),
            ("关于报送2025年度科普工作总结的报告", Role::Title),
            ("— 12 —", Role::Song),
            ("参加人次 合计 1,024 AV To 150****2238", Role::HeiBold),
        ];
        let mut harness = egui_kittest::Harness::builder()
            .with_pixels_per_point(1.0)
            .with_context_setup(fonts::install)
            .build_ui(|ui| fonts::install_paper(ui.ctx()));
        harness.run_steps(3);
        let ctx = harness.ctx.clone();
        for (words, role) in lines {
            for spacing in [0.0, -0.21, 0.6, 2.0] {
                for scale in [1.7, 3.1, 3.7795, 6.3] {
                    let text = Text {
                        size: 16.0,
                        role,
                        spacing,
                        text: words.into(),
                        ..Text::default()
                    };
                    let (end, places) = measured(&text, scale, &ctx);
                    let paper = paper::fonts();
                    let points = 25.4 / 72.0 * scale;
                    let mut at = 0.0;
                    for (c, place) in words.chars().zip(&places) {
                        // 汉字 are put on the nearest pixel; other signs on the pixel they begin in, and
                        // drawn there by quarters of a pixel further right.
                        let off = at - place;
                        assert!(
                            (-0.51..1.0).contains(&off),
                            "{c} of {words} in {role:?} at {spacing} and {scale}: {place} on screen, {at} on paper"
                        );
                        at += (paper.glyph(role, c).advance * text.size + spacing) * points;
                    }
                    let wide = paper.width(role, text.size, words) * scale
                        + spacing * points * (words.chars().count() - 1) as f32;
                    assert!((end - wide).abs() <= 1.01, "{words}: {end} against {wide}");
                }
            }
        }
    }

    #[test]
    fn a_photo_on_its_side_has_its_top_at_the_left() {
        // At the left edge, from top to bottom of the page: right top, then left top of the photo.
        let [left_top, _, _, left_bottom] = photo_corners(true);
        assert_eq!((left_top, left_bottom), ((1.0, 0.0), (0.0, 0.0)));
        assert_eq!(photo_corners(false)[0], (0.0, 0.0));
    }

    #[test]
    fn a_photo_becomes_a_texture_once_it_is_developed_and_goes_with_its_report() {
        let small = std::sync::OnceLock::new();
        let picture = Arc::new(Picture {
            hash: "ab".into(),
            jpeg: Arc::from([]),
            width: 4,
            height: 2,
            small,
        });
        let ctx = egui::Context::default();
        let mut shelf = Shelf::default();
        shelf.hold(vec![Arc::clone(&picture)]);
        assert!(shelf.texture(&ctx, "ab").is_none());
        let pixels: Arc<[u8]> = Arc::from([0; 24]);
        picture.small.set(Some((4, 2, pixels))).unwrap();
        let first = shelf.texture(&ctx, "ab").unwrap().id();
        assert_eq!(shelf.texture(&ctx, "ab").unwrap().id(), first);
        shelf.hold(Vec::new());
        assert!(shelf.texture(&ctx, "ab").is_none());
        assert!(ctx.tex_manager().read().meta(first).is_none());
    }

    #[test]
    fn a_figure_is_named_by_the_words_on_it() {
        let mut page = Page::new(210.0, 297.0);
        page.text(20.0, 30.0, 10.5, Role::Hei, "王小明");
        page.text(60.0, 30.0, 10.5, Role::Hei, "女");
        page.lead((19.0, 25.0, 30.0, 7.0), &Some(Arc::from([])));
        assert_eq!(words_on(&page, &page.links[0]), "王小明");
    }
}
