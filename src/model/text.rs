//! One normal form of text for searching, matching and importing: full and half width, spaces, case,
//! and the private-use characters that old systems left in names.

/// Characters that old systems stored in a private-use area, with their real code points (domain.md 8).
const PRIVATE_USE: &[(char, char)] = &[
    ('\u{E863}', '\u{4DAE}'), // 䶮
    ('\u{E864}', '\u{4DAF}'),
    ('\u{E816}', '\u{20087}'),
    ('\u{E817}', '\u{20089}'),
    ('\u{E818}', '\u{200CC}'),
    ('\u{E831}', '\u{215D7}'),
    ('\u{E83B}', '\u{2298F}'),
    ('\u{E855}', '\u{241FE}'),
];

/// A text repaired on its way in, and whether anything had to be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repaired {
    /// The text with real code points.
    pub text: String,
    /// Whether a private-use character was replaced.
    pub changed: bool,
    /// Private-use characters nobody knows: they print as nothing on most machines.
    pub unknown: Vec<char>,
}

/// Replace private-use characters by the ones they stand for.
pub fn repair(text: &str) -> Repaired {
    let mut changed = false;
    let mut unknown = Vec::new();
    let text = text
        .chars()
        .map(|c| {
            if let Some((_, real)) = PRIVATE_USE.iter().find(|(old, _)| *old == c) {
                changed = true;
                *real
            } else {
                if ('\u{E000}'..='\u{F8FF}').contains(&c) {
                    unknown.push(c);
                }
                c
            }
        })
        .collect();
    Repaired {
        text,
        changed,
        unknown,
    }
}

/// Full-width letters, digits and signs become half-width; the ideographic space becomes a space.
pub fn half_width(text: &str) -> String {
    text.chars().map(half_width_char).collect()
}

fn half_width_char(c: char) -> char {
    match c {
        '\u{3000}' | '\u{A0}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// The form in which texts are compared and searched: half width, lower case, no spaces.
pub fn normal(text: &str) -> String {
    text.chars()
        .map(half_width_char)
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// One line as a clerk means it: spaces at the ends and line breaks inside go, inner runs of spaces shrink to one.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A person's name without the spaces that spreadsheets put between two characters to make columns even.
/// Latin names keep their single spaces.
pub fn person_name(text: &str) -> String {
    let line = one_line(&repair(text).text.replace('\u{3000}', " "));
    if line.chars().any(|c| c.is_ascii_alphabetic()) {
        line
    } else {
        line.replace(' ', "").replace(['•', '・'], "·")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stretched_by_a_wide_space_is_the_same_name() {
        assert_eq!(person_name("曹\u{3000}贞"), "曹贞");
        assert_eq!(person_name(" 买买提 • 吐尔逊 "), "买买提·吐尔逊");
        assert_eq!(person_name("John  Smith"), "John Smith");
    }

    #[test]
    fn the_private_use_character_of_old_systems_is_repaired() {
        let repaired = repair("王\u{E863}");
        assert_eq!((repaired.text.as_str(), repaired.changed), ("王䶮", true));
        assert_eq!(repair("王\u{E000}").unknown, ['\u{E000}']);
    }

    #[test]
    fn full_width_digits_compare_as_digits() {
        assert_eq!(normal("１７０ ０００Ｘ"), "170000x");
    }
}
