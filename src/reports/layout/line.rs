//! Breaking text into lines: where Unicode allows it, with the rule for quotation marks between Chinese characters
//! that the standard rule misses. Closing marks never begin a line, opening ones never end it (避头尾).

use crate::reports::fonts::Fonts;
use crate::reports::fonts::Role;
use crate::reports::unit::Mm;
use crate::reports::unit::Pt;
use icu_segmenter::LineSegmenter;

/// Lines of `text` no wider than `limit`. A line break in the text stays one.
pub fn break_lines(fonts: &Fonts, role: Role, size: Pt, limit: Mm, text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        if fonts.width(role, size, paragraph) <= limit {
            lines.push(paragraph.to_owned());
        } else {
            wrap(fonts, role, size, limit, paragraph, &mut lines);
        }
    }
    lines
}

fn wrap(fonts: &Fonts, role: Role, size: Pt, limit: Mm, text: &str, lines: &mut Vec<String>) {
    let mut line = String::new();
    let mut width = 0.0;
    for piece in pieces(text) {
        let piece_width = fonts.width(role, size, piece);
        // A space at the end of a line takes no room.
        let needed = fonts.width(role, size, piece.trim_end());
        if !line.is_empty() && width + needed > limit + 0.01 {
            lines.push(line.trim_end().to_owned());
            line.clear();
            width = 0.0;
        }
        if line.is_empty() && needed > limit {
            // Longer than a whole line, like a web address: cut where it is full.
            for c in piece.chars() {
                let w = fonts.width(role, size, c.encode_utf8(&mut [0; 4]));
                if !line.is_empty() && width + w > limit + 0.01 {
                    lines.push(std::mem::take(&mut line));
                    width = 0.0;
                }
                line.push(c);
                width += w;
            }
            continue;
        }
        line.push_str(piece);
        width += piece_width;
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
}

/// The pieces between which a line may break.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    let segmenter = LineSegmenter::new_for_non_complex_scripts(
        icu_segmenter::options::LineBreakOptions::default(),
    );
    let mut cuts: Vec<usize> = segmenter.segment_str(text).collect();
    cuts.extend(quote_cuts(text));
    cuts.sort_unstable();
    cuts.dedup();
    let starts = cuts.iter();
    starts
        .clone()
        .zip(starts.skip(1))
        .filter_map(|(from, to)| text.get(*from..*to))
        .filter(|p| !p.is_empty())
        .collect()
}

// Unicode glues quotation marks to both neighbours because Western text uses them without direction.
fn quote_cuts(text: &str) -> Vec<usize> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let wide = |c: char| c as u32 >= 0x2E80;
    let pairs = chars.iter().zip(chars.iter().skip(1));
    pairs
        .filter(|((_, a), (_, b))| {
            (matches!(b, '“' | '‘') && wide(*a) && !"（《〔【「『".contains(*a))
                || (matches!(a, '”' | '’')
                    && wide(*b)
                    && !"，。、；：！？）》〕】」』％".contains(*b))
        })
        .map(|(_, (at, _))| *at)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> String {
        pieces(text).join("|")
    }

    #[test]
    fn a_comma_never_begins_a_line_and_a_bracket_never_ends_one() {
        assert_eq!(joined("志愿者，活动"), "志|愿|者，|活|动");
        assert_eq!(joined("湖滨（盖章）"), "湖|滨|（盖|章）");
        assert_eq!(joined("增长98.5％。"), "增|长|98.5％。");
        assert_eq!(joined("称“科普”者"), "称|“科|普”|者");
    }
}
