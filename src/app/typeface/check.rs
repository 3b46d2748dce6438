//! Whether a font file may and can be used on paper: its rights, its soundness, the characters it has.

use crate::reports::fonts::FontFile;
use crate::reports::fonts::Origin;
use crate::reports::fonts::Role;
use crate::reports::pdf;
use std::borrow::Cow;
use std::path::Path;
use std::sync::LazyLock;
use ttf_parser::Face;
use ttf_parser::Permissions;
use ttf_parser::cmap::Subtable;

/// Why a font is not used.
#[derive(Debug, thiserror::Error)]
pub enum FontFault {
    /// The file can't be read.
    #[error("unreadable: {0}")]
    Unreadable(#[source] std::io::Error),
    /// The file is no sound font.
    #[error("not a sound font")]
    Broken,
    /// Its maker forbids embedding, or cutting it to the characters used (OpenType OS/2 fsType, bits 1, 8 and 9).
    #[error("embedding forbidden")]
    Restricted,
    /// So many characters of GB/T 2312 level 1 are missing.
    #[error("{0} common characters missing")]
    Incomplete(usize),
}

/// The 3,755 characters of GB/T 2312-1980 level 1, rows 16 to 55.
static COMMON: LazyLock<Vec<char>> = LazyLock::new(|| {
    let rows = 0xB0..=0xD7_u8;
    let codes = rows.flat_map(|row| (0xA1..=0xFE_u8).map(move |cell| [row, cell]));
    codes
        .filter(|code| *code <= [0xD7, 0xF9])
        .filter_map(|code| {
            let (text, _, bad) = encoding_rs::GBK.decode(&code);
            text.chars().next().filter(|_| !bad)
        })
        .collect()
});

/// Read a font for a role.
///
/// # Errors
/// When it can't or may not be used.
pub(super) fn read(
    role: Role,
    path: &Path,
    index: u32,
    origin: Origin,
) -> Result<FontFile, FontFault> {
    let bytes = std::fs::read(path).map_err(FontFault::Unreadable)?;
    let name = check(role, &bytes, index)?;
    let stem = || {
        path.file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    Ok(FontFile {
        role,
        name: name.unwrap_or_else(stem),
        bytes: Cow::Owned(bytes),
        index,
        origin,
    })
}

// The font's own name, when it may be used.
fn check(role: Role, bytes: &[u8], index: u32) -> Result<Option<String>, FontFault> {
    let face = Face::parse(bytes, index).map_err(|_| FontFault::Broken)?;
    let may = face.permissions() != Some(Permissions::Restricted)
        && face.is_subsetting_allowed()
        && face.is_outline_embedding_allowed();
    if !may {
        return Err(FontFault::Restricted);
    }
    let has = |c: char| face.glyph_index(c).is_some_and(|g| g.0 != 0);
    let probe = if role == Role::Rare {
        // Fonts for rare characters need not have common ones; any character of theirs will do.
        first_character(&face).ok_or(FontFault::Broken)?
    } else {
        let missing = COMMON.iter().filter(|c| !has(**c)).count();
        if missing > 0 {
            return Err(FontFault::Incomplete(missing));
        }
        '中'
    };
    let drawn = face
        .glyph_index(probe)
        .is_some_and(|g| face.glyph_bounding_box(g).is_some());
    if !drawn || !pdf::can_embed(bytes, index, probe) {
        return Err(FontFault::Broken);
    }
    Ok(super::find::own_name(face.names()))
}

fn first_character(face: &Face<'_>) -> Option<char> {
    let table = face.tables().cmap?;
    let mut found = None;
    for subtable in table.subtables.into_iter().filter(Subtable::is_unicode) {
        subtable.codepoints(|code| {
            let c = char::from_u32(code).filter(|c| *c > '\u{3400}');
            let drawn = |c: &char| {
                face.glyph_index(*c)
                    .is_some_and(|g| face.glyph_bounding_box(g).is_some())
            };
            if found.is_none() {
                found = c.filter(drawn);
            }
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_characters_are_those_of_level_one() {
        assert_eq!(COMMON.len(), 3755);
        assert_eq!((COMMON[0], COMMON[3754]), ('啊', '座'));
    }
}
