//! Titles of a document: broken where a word ends, in lines that narrow or widen evenly (GB/T 9704-2012 7.3.1: 回行时词意
//! 完整，排列对称，长短适宜，使用梯形或菱形).

use crate::reports::fonts::Fonts;
use crate::reports::fonts::Role;
use crate::reports::unit::Mm;
use crate::reports::unit::Pt;
use icu_segmenter::WordSegmenter;

/// Words a line of a title does not begin with.
const NOT_FIRST: &[&str] = &[
    "的", "和", "与", "及", "、", "”", "》", "）", "年", "月", "日", "号",
];
/// Words a line of a title does not end with.
const NOT_LAST: &[&str] = &["关于", "对", "在", "“", "《", "（", "第"];

/// Most lines that are weighed against each other: the ways to cut a title multiply with each line, and one of more lines
/// than this is no title any more.
const MOST_WEIGHED: usize = 4;

/// The lines of a title; a line break in it is kept.
pub(super) fn lines(fonts: &Fonts, role: Role, size: Pt, width: Mm, title: &str) -> Vec<String> {
    title
        .lines()
        .flat_map(|part| split(fonts, role, size, width, part.trim()))
        .collect()
}

fn split(fonts: &Fonts, role: Role, size: Pt, width: Mm, title: &str) -> Vec<String> {
    let whole = fonts.width(role, size, title);
    if whole <= width {
        return vec![title.to_owned()];
    }
    let words = words(title);
    let least = (whole / width).ceil() as usize;
    // One more line than needed, where words leave no other way.
    for count in (least..=least + 1).filter(|n| *n <= MOST_WEIGHED) {
        let found = best(&words, count, width, &|text| fonts.width(role, size, text));
        if let Some(lines) = found {
            return lines;
        }
    }
    super::line::break_lines(fonts, role, size, width, title)
}

/// Words, with what may not begin or end a line joined to its neighbour.
fn words(title: &str) -> Vec<String> {
    let segmenter =
        WordSegmenter::new_dictionary(icu_segmenter::options::WordBreakInvariantOptions::default());
    let cuts: Vec<usize> = segmenter.segment_str(title).collect();
    let mut words: Vec<String> = Vec::new();
    for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
        let word = title.get(*from..*to).unwrap_or_default();
        let first = word.chars().next().unwrap_or(' ');
        match words.last_mut() {
            Some(last)
                if NOT_FIRST.contains(&word)
                    || "，。；：！？”’》）〕】、".contains(first)
                    || NOT_LAST.iter().any(|w| last.ends_with(w))
                    // A number and what it counts, the two ends of a span.
                    || last.ends_with(|c: char| c.is_ascii_digit() || "—－-".contains(c))
                    || "—－-".contains(first)
                    // Single characters are rarely words of a title of their own.
                    || (last.chars().count() == 1 && word.chars().count() == 1) =>
            {
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// The split into so many lines whose lengths differ least, a longer line above a shorter one preferred.
fn best(
    words: &[String],
    count: usize,
    width: Mm,
    measure: &dyn Fn(&str) -> Mm,
) -> Option<Vec<String>> {
    let mut found: Option<(Mm, Vec<String>)> = None;
    let mut cuts: Vec<usize> = Vec::new();
    try_cuts(words, count, 0, &mut cuts, &mut |lines| {
        let widths: Vec<Mm> = lines.iter().map(|l| measure(l)).collect();
        if widths.iter().any(|w| *w > width) {
            return;
        }
        let mean = widths.iter().sum::<Mm>() / widths.len() as Mm;
        let uneven: Mm = widths.iter().map(|w| (w - mean).abs()).sum();
        // A narrow line above a wide one is the worse trapezium.
        let rising = widths
            .iter()
            .zip(widths.iter().skip(1))
            .filter(|(a, b)| a < b)
            .count();
        let cost = uneven + rising as Mm * 2.0;
        if found.as_ref().is_none_or(|(least, _)| cost < *least) {
            found = Some((cost, lines));
        }
    });
    found.map(|(_, lines)| lines)
}

fn try_cuts(
    words: &[String],
    count: usize,
    from: usize,
    cuts: &mut Vec<usize>,
    take: &mut dyn FnMut(Vec<String>),
) {
    if count == 1 {
        let mut lines = Vec::new();
        let mut start = 0;
        for cut in cuts.iter().copied().chain([words.len()]) {
            lines.push(words.get(start..cut).unwrap_or_default().concat());
            start = cut;
        }
        take(lines);
        return;
    }
    for cut in from + 1..words.len() {
        cuts.push(cut);
        try_cuts(words, count - 1, cut, cuts, take);
        cuts.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(title: &str, count: usize, most: Mm) -> Vec<String> {
        best(&words(title), count, most, &|t| t.chars().count() as Mm).unwrap()
    }

    #[test]
    fn a_title_breaks_where_a_word_ends_and_the_upper_line_is_not_the_shorter() {
        assert_eq!(
            split("湖滨街道办事处2025年全民科学素质工作总结", 2, 20.0),
            ["湖滨街道办事处2025年", "全民科学素质工作总结"]
        );
        assert_eq!(
            split("关于印发《湖滨街道科普工作管理办法》的通知", 2, 16.0).concat(),
            "关于印发《湖滨街道科普工作管理办法》的通知"
        );
    }
}
