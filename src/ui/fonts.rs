//! The fonts of the window. Labels are set in the bundled ones, so that none depends on the computer; the system's stand
//! behind them for characters that only names hold. Paper is painted in the very files it is printed in, changing fonts
//! where the printer's file changes them, so that the preview is the print.

use super::theme;
use crate::app::paper;
use crate::app::paper::Fonts;
use crate::app::paper::MISSING;
use crate::app::paper::Role;
use crate::app::paper::Text;
use crate::app::typeface;
use crate::assets;
use egui::FontData;
use egui::FontDefinitions;
use egui::FontFamily;
use egui::Id;
use std::sync::Arc;

/// Install the fonts.
pub fn install(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::empty();
    let files: [(&str, &'static [u8]); 3] = [
        ("hei", assets::FONT_HEI),
        ("hei-bold", assets::FONT_HEI_BOLD),
        ("rare", assets::FONT_RARE),
    ];
    for (name, bytes) in files {
        fonts
            .font_data
            .insert(name.into(), Arc::new(FontData::from_static(bytes)));
    }
    let families: [(FontFamily, &[&str]); 3] = [
        (FontFamily::Proportional, &["hei", "rare"]),
        (FontFamily::Monospace, &["hei", "rare"]),
        (theme::bold(), &["hei-bold", "hei", "rare"]),
    ];
    for (family, names) in families {
        fonts
            .families
            .insert(family, names.iter().map(|n| (*n).to_owned()).collect());
    }
    ctx.set_fonts(fonts);
    // Those of paper are gone with what stood before.
    ctx.data_mut(|d| d.remove::<Arc<PaperFonts>>(Id::NULL));
    egui_material_icons::initialize(ctx);
}

/// The fonts of paper as the window knows them.
#[derive(Debug)]
pub struct PaperFonts {
    fonts: Arc<Fonts>,
    /// A family for each file, in the order of the files.
    families: Vec<FontFamily>,
    /// The change of fonts they came with.
    turn: u64,
}

/// A stretch of a line of paper that one font draws.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// The font.
    pub family: FontFamily,
    /// What it draws.
    pub text: String,
    /// From the beginning of the line, in points of paper.
    pub from: f32,
}

/// The bytes of a font, shared with the printer.
struct Shared(Arc<Fonts>, usize);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        self.0.files().get(self.1).map_or(&[], |f| &f.bytes)
    }
}

const MARK: &str = "paper";

impl PaperFonts {
    /// The family that paints a role as far as its own font goes, then those that stand behind it.
    pub fn role(&self, role: Role) -> FontFamily {
        FontFamily::Name(format!("{MARK} {} {}", self.turn, role.label()).into())
    }

    /// A line as the printer's file draws it: each character in the font that prints it, 〓 where none does.
    pub fn stretches(&self, line: &Text) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut font = None;
        let mut at = 0.0;
        for c in line.text.chars() {
            let glyph = self.fonts.glyph(line.role, c);
            if font != Some(glyph.font) {
                font = Some(glyph.font);
                let family = self.families.get(glyph.font).cloned();
                stretches.push(Stretch {
                    family: family.unwrap_or(FontFamily::Proportional),
                    text: String::new(),
                    from: at,
                });
            }
            if let Some(stretch) = stretches.last_mut() {
                stretch.text.push(if glyph.missing { MISSING } else { c });
            }
            at += glyph.advance * line.size + line.spacing;
        }
        stretches
    }
}

/// Install the fonts of paper that are in force. Asked for when the first pages are there, because then the fonts have
/// been read, and when they have changed; they serve from the next frame on.
pub fn install_paper(ctx: &egui::Context) {
    let turn = typeface::turn();
    if held(ctx).is_some_and(|p| p.turn == turn) {
        return;
    }
    let fonts = paper::fonts();
    let mut definitions = ctx.fonts(|f| f.definitions().clone());
    definitions
        .font_data
        .retain(|name, _| !name.starts_with(MARK));
    definitions
        .families
        .retain(|family, _| !family.to_string().starts_with(MARK));
    let name = |n: usize| format!("{MARK} {turn} {n}");
    let count = fonts.files().len();
    let held = PaperFonts {
        families: (0..count)
            .map(|n| FontFamily::Name(name(n).into()))
            .collect(),
        fonts: Arc::clone(&fonts),
        turn,
    };
    for role in Role::ALL {
        let chain = fonts.chain(role).into_iter().map(name);
        definitions
            .families
            .insert(held.role(role), chain.collect());
    }
    for (n, (file, family)) in fonts.files().iter().zip(&held.families).enumerate() {
        let data = FontData::from_blob(Arc::new(Shared(Arc::clone(&fonts), n)), file.index);
        definitions.font_data.insert(name(n), Arc::new(data));
        definitions.families.insert(family.clone(), vec![name(n)]);
    }
    ctx.set_fonts(definitions);
    ctx.data_mut(|d| d.insert_temp(Id::NULL, Arc::new(held)));
}

fn held(ctx: &egui::Context) -> Option<Arc<PaperFonts>> {
    ctx.data(|d| d.get_temp(Id::NULL))
}

/// The fonts of paper, when those in force serve by now.
pub fn paper_fonts(ctx: &egui::Context) -> Option<Arc<PaperFonts>> {
    let held = held(ctx).filter(|p| p.turn == typeface::turn())?;
    let first = held.role(Role::Title);
    let serves = ctx.fonts(|f| f.definitions().families.contains_key(&first));
    serves.then_some(held)
}
