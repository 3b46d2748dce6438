//! The fonts of paper by role, the width of every character, and which font draws it when the first one can't.
//! Where the files come from is decided in `app/typeface`.

use super::unit::Mm;
use super::unit::mm;
use serde::Deserialize;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::PoisonError;
use std::sync::RwLock;
use ttf_parser::Face as Parsed;
use unicode_normalization::UnicodeNormalization as _;

/// What a font is for (GB/T 9704-2012 5.2.2, 7.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 黑体: tables and headings of the first level.
    Hei,
    /// 黑体 bold: heads of tables.
    HeiBold,
    /// 宋体: page numbers.
    Song,
    /// 小标宋: titles.
    Title,
    /// 楷体.
    Kai,
    /// 仿宋: the body of documents.
    FangSong,
    /// 生僻字: no text is set in it; it stands behind the others.
    Rare,
}

impl Role {
    /// All roles in the order of the screen.
    pub const ALL: [Self; 7] = [
        Self::Title,
        Self::FangSong,
        Self::Kai,
        Self::Hei,
        Self::HeiBold,
        Self::Song,
        Self::Rare,
    ];

    /// What the clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Hei => "黑体",
            Self::HeiBold => "黑体加粗",
            Self::Song => "宋体",
            Self::Title => "小标宋",
            Self::Kai => "楷体",
            Self::FangSong => "仿宋",
            Self::Rare => "生僻字",
        }
    }

    /// The font offices set it in; empty where none is customary.
    pub fn wanted(self) -> &'static str {
        match self {
            Self::Hei => "系统黑体",
            Self::HeiBold => "系统黑体加粗",
            Self::Song => "系统宋体",
            Self::Title => "方正小标宋",
            Self::Kai => "系统楷体",
            Self::FangSong => "系统仿宋",
            Self::Rare => "",
        }
    }

    // The nearest style first; what is not named here comes after, so that nothing any font can draw is lost.
    fn stand_ins(self) -> &'static [Self] {
        match self {
            Self::Hei => &[Self::Song, Self::Rare],
            Self::HeiBold => &[Self::Hei, Self::Song, Self::Rare],
            Self::Song => &[Self::Hei, Self::Rare],
            Self::Title | Self::Kai | Self::FangSong => &[Self::Song, Self::Hei, Self::Rare],
            Self::Rare => &[Self::Song, Self::Hei],
        }
    }
}

/// Where a font file comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// It comes with the program.
    BuiltIn,
    /// It was found on this computer.
    Installed(PathBuf),
    /// The clerk pointed at it.
    Pointed(PathBuf),
}

impl Origin {
    /// What the screen calls it.
    pub fn label(&self) -> &'static str {
        match self {
            Self::BuiltIn => "内置",
            Self::Installed(_) => "本机",
            Self::Pointed(_) => "指定",
        }
    }
}

/// A font file with its role.
#[derive(Debug, Clone)]
pub struct FontFile {
    /// What it is for.
    pub role: Role,
    /// What the font calls itself.
    pub name: String,
    /// The file.
    pub bytes: Cow<'static, [u8]>,
    /// Which face of the file: a .ttc holds several.
    pub index: u32,
    /// Where it comes from.
    pub origin: Origin,
}

/// How a character is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Place of the font in [`Fonts::files`].
    pub font: usize,
    /// Width in units of the size.
    pub advance: f32,
    /// No font has it: 〓 stands in its place.
    pub missing: bool,
}

/// A role that is set in another font than the one offices want.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Substitution {
    /// The role.
    pub role: Role,
    /// Where the font that stands in comes from, in a word.
    pub origin: &'static str,
    /// What it calls itself.
    pub used: String,
}

impl std::fmt::Display for Substitution {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { role, origin, used } = self;
        let (label, wanted) = (role.label(), role.wanted());
        write!(f, "{label}：用{origin}的{used}代替{wanted}")
    }
}

/// All fonts at hand.
#[derive(Debug)]
pub struct Fonts {
    files: Vec<FontFile>,
    glyphs: RwLock<HashMap<(Role, char), Glyph>>,
}

/// Drawn where no font has the character.
pub const MISSING: char = '〓';

/// Marks that take a whole place in Chinese text. Fonts drawn for Western text too have some of them narrow.
const FULL_WIDTH: &str = "“”‘’—…·〔〕";
/// Narrower than this is not a whole place.
const FULL: f32 = 0.9;

impl Fonts {
    /// Fonts; of one role the first is the one it is set in.
    pub fn new(files: Vec<FontFile>) -> Self {
        Self {
            files,
            glyphs: RwLock::default(),
        }
    }

    /// The font files.
    pub fn files(&self) -> &[FontFile] {
        &self.files
    }

    /// The fonts a role's characters are looked for in, by their place in [`Fonts::files`].
    pub fn chain(&self, role: Role) -> Vec<usize> {
        let mut chain = Vec::new();
        let order = std::iter::once(role)
            .chain(role.stand_ins().iter().copied())
            .chain(Role::ALL);
        for role in order {
            for (n, file) in self.files.iter().enumerate() {
                if file.role == role && !chain.contains(&n) {
                    chain.push(n);
                }
            }
        }
        chain
    }

    /// The font a role is set in.
    pub fn main(&self, role: Role) -> Option<&FontFile> {
        self.chain(role).first().and_then(|n| self.files.get(*n))
    }

    /// Roles that are not set in the font offices want, and what stands in.
    pub fn substituted(&self) -> Vec<Substitution> {
        let roles = Role::ALL.into_iter().filter(|r| !r.wanted().is_empty());
        roles
            .filter_map(|role| {
                let main = self.main(role)?;
                let stands_in = main.role != role || main.origin == Origin::BuiltIn;
                stands_in.then(|| Substitution {
                    role,
                    origin: main.origin.label(),
                    used: main.name.clone(),
                })
            })
            .collect()
    }

    /// How a character is drawn in a role.
    pub fn glyph(&self, role: Role, c: char) -> Glyph {
        let known = self
            .glyphs
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&(role, c))
            .copied();
        known.unwrap_or_else(|| {
            let glyph = self.look_up(role, c);
            self.glyphs
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .insert((role, c), glyph);
            glyph
        })
    }

    fn look_up(&self, role: Role, c: char) -> Glyph {
        let chain = self.chain(role);
        let draw = |c: char| {
            // What a font has in the private area means something in that font only, unless the clerk chose it for that.
            let may = |n: &usize| {
                !is_private(c)
                    || self
                        .files
                        .get(*n)
                        .is_some_and(|f| matches!(f.origin, Origin::Pointed(_)))
            };
            let mut able = chain
                .iter()
                .filter(|n| may(n))
                .filter_map(|n| Some((*n, self.advance(*n, c)?)));
            let first = able.next()?;
            if first.1 < FULL && FULL_WIDTH.contains(c) {
                return able.find(|(_, advance)| *advance >= FULL).or(Some(first));
            }
            Some(first)
        };
        if let Some((font, advance)) = draw(c) {
            Glyph {
                font,
                advance,
                missing: false,
            }
        } else {
            let (font, advance) = draw(MISSING).unwrap_or((0, 1.0));
            Glyph {
                font,
                advance,
                missing: !c.is_control(),
            }
        }
    }

    fn advance(&self, font: usize, c: char) -> Option<f32> {
        let file = self.files.get(font)?;
        let face = Parsed::parse(&file.bytes, file.index).ok()?;
        let glyph = face.glyph_index(c).filter(|g| g.0 != 0)?;
        Some(f32::from(face.glyph_hor_advance(glyph)?) / f32::from(face.units_per_em()))
    }

    /// Lowest and highest ink of a text's characters, in units of the size, from the baseline up; what is measured from the
    /// edge of a character needs it, for a square of type is not filled to its edges.
    pub fn ink(&self, role: Role, text: &str) -> (f32, f32) {
        let mut span: Option<(f32, f32)> = None;
        for c in text.chars() {
            let glyph = self.glyph(role, c);
            let Some(face) = self
                .files
                .get(glyph.font)
                .and_then(|f| Parsed::parse(&f.bytes, f.index).ok())
            else {
                continue;
            };
            let place = face.glyph_index(if glyph.missing { MISSING } else { c });
            let Some(area) = place.and_then(|g| face.glyph_bounding_box(g)) else {
                continue;
            };
            let unit = f32::from(face.units_per_em());
            let (low, high) = (f32::from(area.y_min) / unit, f32::from(area.y_max) / unit);
            span = Some(span.map_or((low, high), |(a, b)| (a.min(low), b.max(high))));
        }
        // A text without ink, like a space, is taken for a whole square of type.
        span.unwrap_or((-0.12, 0.88))
    }

    /// Width of a text.
    pub fn width(&self, role: Role, size: f32, text: &str) -> Mm {
        mm(text
            .chars()
            .map(|c| self.glyph(role, c).advance)
            .sum::<f32>()
            * size)
    }

    /// Characters of a text that no font can draw.
    pub fn missing(&self, role: Role, text: &str) -> Vec<char> {
        text.chars()
            .filter(|c| self.glyph(role, *c).missing)
            .collect()
    }
}

/// Whether a character has no meaning but the one some office gave it (造字).
pub fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}')
}

/// The text as it is drawn: pasted radicals and compatibility forms become the characters they look like, because one
/// of them would make every such character of the file copy wrongly (platform.md, defect 1). Nothing else changes.
pub fn canonical(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\u{2F00}'..='\u{2FD5}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => {
                c.nfkc().next()
            }
            '\u{A0}' => Some(' '),
            '\u{2011}' => Some('-'),
            '\n' | '\t' => Some(c),
            // Marks without ink, pasted from web pages: they would print as 〓.
            '\u{AD}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2060}'..='\u{2064}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{E0100}'..='\u{E01EF}' => None,
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_radical_becomes_the_character() {
        assert_eq!(canonical("⼈民（⾦）％"), "人民（金）％");
    }
}
