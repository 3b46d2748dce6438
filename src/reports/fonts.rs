//! The fonts of paper by role, the width of every character, and which font draws it when the first one can't.

use super::unit::Mm;
use super::unit::mm;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::PoisonError;
use std::sync::RwLock;
use ttf_parser::Face as Parsed;
use unicode_normalization::UnicodeNormalization as _;

/// What a font is for (GB/T 9704-2012 5.2.2, 7.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
}

/// A font file with its role.
#[derive(Debug)]
pub struct FontFile {
    /// What it is for.
    pub role: Role,
    /// Name for messages.
    pub name: &'static str,
    /// The file.
    pub bytes: Cow<'static, [u8]>,
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

/// All fonts at hand.
#[derive(Debug)]
pub struct Fonts {
    files: Vec<FontFile>,
    glyphs: RwLock<HashMap<(Role, char), Glyph>>,
}

/// Drawn where no font has the character.
pub const MISSING: char = '〓';

impl Fonts {
    /// Fonts in the order in which they stand in for each other.
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

    /// Roles that have no font of their own; another stands in.
    pub fn substituted(&self) -> Vec<Role> {
        let all = [
            Role::Hei,
            Role::HeiBold,
            Role::Song,
            Role::Title,
            Role::Kai,
            Role::FangSong,
        ];
        all.into_iter()
            .filter(|role| !self.files.iter().any(|f| f.role == *role))
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
        let own = self.files.iter().position(|f| f.role == role);
        let others = (0..self.files.len()).filter(|n| Some(*n) != own);
        let chain: Vec<usize> = own.into_iter().chain(others).collect();
        let draw = |c: char| {
            chain
                .iter()
                .find_map(|n| self.advance(*n, c).map(|advance| (*n, advance)))
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
        let face = Parsed::parse(&self.files.get(font)?.bytes, 0).ok()?;
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
                .and_then(|f| Parsed::parse(&f.bytes, 0).ok())
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
