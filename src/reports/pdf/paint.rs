//! A page as drawing operators: text in runs of one font, rules, bars, photos as they are, places to click.

use crate::reports::fonts::Fonts;
use crate::reports::fonts::MISSING;
use crate::reports::outline::Picture;
use crate::reports::page::Goal;
use crate::reports::page::Ink;
use crate::reports::page::Item;
use crate::reports::page::Page;
use crate::reports::page::Rect;
use crate::reports::page::Text;
use crate::reports::unit::pt;
use printpdf::Actions;
use printpdf::BorderArray;
use printpdf::Color;
use printpdf::CurTransMat;
use printpdf::Destination;
use printpdf::DictItem;
use printpdf::ExternalStream;
use printpdf::ExternalXObject;
use printpdf::FontId;
use printpdf::Greyscale;
use printpdf::Line;
use printpdf::LinePoint;
use printpdf::LinkAnnotation;
use printpdf::Op;
use printpdf::PaintMode;
use printpdf::PdfDocument;
use printpdf::PdfFontHandle;
use printpdf::Point;
use printpdf::Pt;
use printpdf::Rgb;
use printpdf::TextItem;
use printpdf::TextMatrix;
use printpdf::XObjectId;
use printpdf::XObjectTransform;
use std::collections::BTreeMap;

/// What pages are painted with.
pub(super) struct Painter<'f> {
    pub fonts: &'f Fonts,
    /// Cut fonts by their place among the fonts.
    pub ids: BTreeMap<usize, FontId>,
    /// Photos by their hash.
    pub photos: BTreeMap<String, XObjectId>,
}

/// What the operators so far have set, so that it is not set again.
struct Pen {
    thickness: f32,
    stroke: Ink,
    fill: Ink,
    /// A text section is open.
    writes: bool,
    font: Option<(usize, f32)>,
    spacing: f32,
}

/// Each photo of the document once, its JPEG bytes unchanged.
pub(super) fn photos(pages: &[Page], doc: &mut PdfDocument) -> BTreeMap<String, XObjectId> {
    let mut ids = BTreeMap::new();
    for item in pages.iter().flat_map(|p| &p.items) {
        if let Item::Photo { picture, .. } = item {
            ids.entry(picture.hash.clone())
                .or_insert_with(|| doc.add_xobject(&jpeg(picture)));
        }
    }
    ids
}

fn jpeg(picture: &Picture) -> ExternalXObject {
    let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
    let dict = [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(picture.width.into())),
        ("Height", DictItem::Int(picture.height.into())),
        ("ColorSpace", name("DeviceRGB")),
        ("BitsPerComponent", DictItem::Int(8)),
        ("Filter", name("DCTDecode")),
    ];
    ExternalXObject {
        stream: ExternalStream {
            dict: dict.into_iter().map(|(k, v)| (k.to_owned(), v)).collect(),
            content: picture.jpeg.to_vec(),
            compress: false,
        },
        width: None,
        height: None,
        dpi: None,
    }
}

fn colour(ink: Ink) -> Color {
    let grey = |percent| {
        Color::Greyscale(Greyscale {
            percent,
            icc_profile: None,
        })
    };
    match ink {
        Ink::Black => grey(0.0),
        Ink::Grey => grey(0.45),
        Ink::Pale => grey(0.8),
        Ink::Red => Color::Rgb(Rgb {
            r: 0.85,
            g: 0.0,
            b: 0.0,
            icc_profile: None,
        }),
    }
}

fn place(x: f32, y: f32, page: &Page) -> Point {
    Point {
        x: Pt(pt(x)),
        y: Pt(pt(page.height - y)),
    }
}

fn area((x, y, w, h): Rect, page: &Page) -> printpdf::Rect {
    printpdf::Rect {
        x: Pt(pt(x)),
        y: Pt(pt(page.height - y - h)),
        width: Pt(pt(w)),
        height: Pt(pt(h)),
        mode: Some(PaintMode::Fill),
        winding_order: None,
    }
}

impl Painter<'_> {
    /// The operators of a page.
    pub(super) fn ops_of(&self, page: &Page) -> Vec<Op> {
        let mut ops = Vec::with_capacity(page.items.len() * 3);
        let mut pen = Pen {
            thickness: 0.0,
            stroke: Ink::Black,
            fill: Ink::Black,
            writes: false,
            font: None,
            spacing: 0.0,
        };
        for item in &page.items {
            if item.text().is_none() {
                end_text(&mut ops, &mut pen);
            }
            match item {
                Item::Text(text) => {
                    fill(&mut ops, &mut pen, text.ink);
                    self.write_text(&mut ops, &mut pen, text, page);
                }
                Item::Line {
                    from,
                    to,
                    width,
                    ink,
                } => {
                    if (pen.thickness - width).abs() > 0.001 {
                        pen.thickness = *width;
                        ops.push(Op::SetOutlineThickness { pt: Pt(pt(*width)) });
                    }
                    if pen.stroke != *ink {
                        pen.stroke = *ink;
                        ops.push(Op::SetOutlineColor { col: colour(*ink) });
                    }
                    let point = |(x, y): (f32, f32)| LinePoint {
                        p: place(x, y, page),
                        bezier: false,
                    };
                    ops.push(Op::DrawLine {
                        line: Line {
                            points: vec![point(*from), point(*to)],
                            is_closed: false,
                        },
                    });
                }
                Item::Bar { rect, ink } => {
                    fill(&mut ops, &mut pen, *ink);
                    ops.push(Op::DrawRectangle {
                        rectangle: area(*rect, page),
                    });
                }
                Item::Photo {
                    rect,
                    picture,
                    turned,
                } => self.draw_photo(&mut ops, *rect, picture, *turned, page),
            }
        }
        end_text(&mut ops, &mut pen);
        for link in &page.links {
            if let Goal::Page(target) = link.goal {
                ops.push(Op::LinkAnnotation {
                    link: LinkAnnotation::new(
                        area(link.rect, page),
                        Actions::Goto(Destination::Xyz {
                            page: target + 1,
                            left: None,
                            top: None,
                            zoom: None,
                        }),
                        Some(BorderArray::Solid([0.0, 0.0, 0.0])),
                        None,
                        None,
                    ),
                });
            }
        }
        ops
    }

    fn draw_photo(
        &self,
        ops: &mut Vec<Op>,
        rect: Rect,
        picture: &Picture,
        turned: bool,
        page: &Page,
    ) {
        let Some(id) = self.photos.get(&picture.hash) else {
            return;
        };
        let (x, y, w, h) = rect;
        let (x, y, w, h) = (pt(x), pt(page.height - y - h), pt(w), pt(h));
        // The unit square of a photo is stretched over its place; on its side it turns by a quarter first.
        let matrix = if turned {
            [0.0, h, -w, 0.0, x + w, y]
        } else {
            [w, 0.0, 0.0, h, x, y]
        };
        ops.push(Op::SaveGraphicsState);
        ops.push(Op::SetTransformationMatrix {
            matrix: CurTransMat::Raw(matrix),
        });
        ops.push(Op::UseXobject {
            id: id.clone(),
            transform: XObjectTransform {
                no_auto_scale: true,
                ..XObjectTransform::default()
            },
        });
        ops.push(Op::RestoreGraphicsState);
    }

    // A line of text may need several fonts: one run for each stretch of one font. Neighbouring lines share a text section,
    // and what is set already is not set again: a ledger of ten thousand rows has 170,000 of them.
    fn write_text(&self, ops: &mut Vec<Op>, pen: &mut Pen, text: &Text, page: &Page) {
        if !pen.writes {
            pen.writes = true;
            ops.push(Op::StartTextSection);
        }
        let at = place(text.x, text.y, page);
        let matrix = if text.turned {
            TextMatrix::TranslateRotate(at.x, at.y, 90.0)
        } else {
            TextMatrix::Translate(at.x, at.y)
        };
        ops.push(Op::SetTextMatrix { matrix });
        if (pen.spacing - text.spacing).abs() > f32::EPSILON {
            pen.spacing = text.spacing;
            ops.push(Op::SetCharacterSpacing {
                multiplier: text.spacing,
            });
        }
        let mut run = String::new();
        let mut font = None;
        for c in text.text.chars() {
            let glyph = self.fonts.glyph(text.role, c);
            if font != Some(glyph.font) {
                self.show(ops, pen, (font, text.size), &mut run);
                font = Some(glyph.font);
            }
            run.push(if glyph.missing { MISSING } else { c });
        }
        self.show(ops, pen, (font, text.size), &mut run);
    }

    fn show(
        &self,
        ops: &mut Vec<Op>,
        pen: &mut Pen,
        (font, size): (Option<usize>, f32),
        run: &mut String,
    ) {
        let Some((n, id)) = font.and_then(|n| Some((n, self.ids.get(&n)?))) else {
            return;
        };
        if run.is_empty() {
            return;
        }
        let same = pen
            .font
            .is_some_and(|(before, was)| before == n && (was - size).abs() < f32::EPSILON);
        if !same {
            pen.font = Some((n, size));
            ops.push(Op::SetFont {
                font: PdfFontHandle::External(id.clone()),
                size: Pt(size),
            });
        }
        ops.push(Op::ShowText {
            items: vec![TextItem::Text(std::mem::take(run))],
        });
    }
}

// Rules and photos are drawn outside of text sections.
fn end_text(ops: &mut Vec<Op>, pen: &mut Pen) {
    if pen.writes {
        pen.writes = false;
        ops.push(Op::EndTextSection);
    }
}

fn fill(ops: &mut Vec<Op>, pen: &mut Pen, ink: Ink) {
    if pen.fill != ink {
        pen.fill = ink;
        ops.push(Op::SetFillColor { col: colour(ink) });
    }
}
