//! Figures in a text: where they stand, what they said when the text was drafted, and what the ledger says now.
//!
//! A clerk edits plain text, so a figure is found again by the words around it. A figure whose words were rewritten is
//! the clerk's own from then on and is not followed any more.

use super::facts::Facts;
use crate::reports::outline::letter::Drift;
use crate::reports::outline::letter::Mark;
use crate::reports::outline::letter::MarkState;
use crate::reports::outline::letter::Paragraph;
use serde::Deserialize;
use serde::Serialize;

/// Signs around a figure while a template is filled in; private characters that no record holds.
pub(super) const OPEN: char = '\u{10FFF0}';
pub(super) const MIDDLE: char = '\u{10FFF1}';
pub(super) const CLOSE: char = '\u{10FFF2}';

/// Characters looked at before and after a figure.
const BEFORE: usize = 6;
const AFTER: usize = 3;

/// A figure of a text as it was drafted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Anchor {
    /// Key of the fact.
    pub key: String,
    /// As it was written.
    pub said: String,
    /// The characters before it in its line.
    pub before: String,
    /// The characters after it in its line.
    pub after: String,
}

/// A figure with its signs, for a template.
pub(super) fn signed(key: &str, said: &str) -> String {
    format!("{OPEN}{key}{MIDDLE}{said}{CLOSE}")
}

/// A line without the signs, and its anchors.
fn plain(line: &str) -> (String, Vec<Anchor>) {
    let mut plain = String::new();
    // Key, beginning and end in characters of the plain line.
    let mut found: Vec<(String, usize, usize)> = Vec::new();
    let mut rest = line;
    while let Some((text, signed)) = rest.split_once(OPEN) {
        plain.push_str(text);
        let (inner, after) = signed.split_once(CLOSE).unwrap_or((signed, ""));
        let (key, said) = inner.split_once(MIDDLE).unwrap_or(("", inner));
        let from = plain.chars().count();
        plain.push_str(said);
        found.push((key.to_owned(), from, plain.chars().count()));
        rest = after;
    }
    plain.push_str(rest);
    let chars: Vec<char> = plain.chars().collect();
    let part = |from: usize, to: usize| -> String {
        let to = to.min(chars.len());
        chars.get(from..to).unwrap_or_default().iter().collect()
    };
    let anchors = found.into_iter().map(|(key, from, to)| Anchor {
        key,
        said: part(from, to),
        before: part(from.saturating_sub(BEFORE), from),
        after: part(to, to + AFTER),
    });
    let anchors = anchors.collect();
    (plain, anchors)
}

/// The text of a filled template without the signs and without the empty lines its branches leave, and its anchors.
pub(super) fn taken(filled: &str) -> (String, Vec<Anchor>) {
    let lines = filled.lines().map(str::trim).filter(|l| !l.is_empty());
    let (lines, anchors): (Vec<String>, Vec<Vec<Anchor>>) = lines.map(plain).unzip();
    (lines.join("\n"), anchors.concat())
}

/// Where an anchor stands in a line from a place on, in characters.
fn find(line: &[char], anchor: &Anchor, from: usize) -> Option<(usize, usize)> {
    let before: Vec<char> = anchor.before.chars().collect();
    let said: Vec<char> = anchor.said.chars().collect();
    let after: Vec<char> = anchor.after.chars().collect();
    let matches = |at: usize, wanted: &[char]| {
        line.get(at..at + wanted.len())
            .is_some_and(|part| part == wanted)
    };
    let mut weak = None;
    for at in from..line.len() {
        if !matches(at, &said) {
            continue;
        }
        let end = at + said.len();
        let left = at >= before.len() && matches(at - before.len(), &before);
        let right = matches(end, &after);
        if left && right {
            return Some((at, end));
        }
        // Words on one side are enough when no place has both, but a longer number is another number.
        let inside_number = line
            .get(end)
            .is_some_and(|c| c.is_ascii_digit() || *c == '.')
            || at > 0
                && line
                    .get(at - 1)
                    .is_some_and(|c| c.is_ascii_digit() || *c == '.');
        if (left && !before.is_empty() || right && !after.is_empty()) && !inside_number {
            weak.get_or_insert((at, end));
        }
    }
    weak
}

/// An anchor with its place: the paragraph, and the characters in it.
struct Place<'a> {
    anchor: &'a Anchor,
    paragraph: usize,
    from: usize,
    to: usize,
}

// Anchors stand in the order of the text; each is looked for after the one before, then from the beginning.
fn places<'a>(paragraphs: &[Paragraph], anchors: &'a [Anchor]) -> Vec<Place<'a>> {
    let lines: Vec<Vec<char>> = paragraphs
        .iter()
        .map(|p| p.text.chars().collect())
        .collect();
    let mut found: Vec<Place<'a>> = Vec::new();
    let mut reached = (0, 0);
    for anchor in anchors {
        let later =
            (reached.0..lines.len()).map(|n| (n, if n == reached.0 { reached.1 } else { 0 }));
        let earlier = (0..=reached.0.min(lines.len().saturating_sub(1))).map(|n| (n, 0));
        let taken = |n: usize, from: usize, found: &[Place<'a>]| {
            found.iter().any(|p| p.paragraph == n && p.from == from)
        };
        let place = later.chain(earlier).find_map(|(n, start)| {
            let (from, to) = find(lines.get(n)?, anchor, start)?;
            (!taken(n, from, &found)).then_some((n, from, to))
        });
        if let Some((paragraph, from, to)) = place {
            reached = (paragraph, to);
            found.push(Place {
                anchor,
                paragraph,
                from,
                to,
            });
        }
    }
    found
}

/// Put the figures into the paragraphs they stand in; what changed since is returned.
pub(super) fn mark(paragraphs: &mut [Paragraph], anchors: &[Anchor], facts: &Facts) -> Vec<Drift> {
    let mut drift = Vec::new();
    let marks: Vec<(usize, Mark)> = places(paragraphs, anchors)
        .into_iter()
        .map(|place| {
            let fact = facts.get(&place.anchor.key);
            let now = fact.map(|f| f.said.clone());
            let state = if now.as_ref() == Some(&place.anchor.said) {
                MarkState::Holds
            } else {
                drift.push(Drift {
                    name: fact.map_or_else(|| place.anchor.before.clone(), |f| f.name.clone()),
                    said: place.anchor.said.clone(),
                    now: now.unwrap_or_default(),
                });
                MarkState::Changed
            };
            let records = fact.map(|f| f.records.clone()).unwrap_or_default();
            let mark = Mark {
                from: place.from,
                to: place.to,
                source: (!records.is_empty()).then(|| records.into()),
                state,
            };
            (place.paragraph, mark)
        })
        .collect();
    for (n, mark) in marks {
        if let Some(paragraph) = paragraphs.get_mut(n) {
            paragraph.marks.push(mark);
        }
    }
    drift
}

/// The text with every figure as the ledger has it now, and its anchors anew. A figure the ledger no longer has stays.
pub(super) fn renewed(text: &str, anchors: &[Anchor], facts: &Facts) -> (String, Vec<Anchor>) {
    let paragraphs: Vec<Paragraph> = text
        .lines()
        .map(|line| Paragraph {
            text: line.to_owned(),
            ..Paragraph::default()
        })
        .collect();
    let mut by_line: Vec<Vec<Place<'_>>> = paragraphs.iter().map(|_| Vec::new()).collect();
    for place in places(&paragraphs, anchors) {
        if let Some(line) = by_line.get_mut(place.paragraph) {
            line.push(place);
        }
    }
    let mut lines = Vec::new();
    let mut anchors = Vec::new();
    for (paragraph, mut line) in paragraphs.iter().zip(by_line) {
        line.sort_by_key(|p| p.from);
        let chars: Vec<char> = paragraph.text.chars().collect();
        let mut filled = String::new();
        let mut at = 0;
        for place in line {
            filled.extend(chars.get(at..place.from).unwrap_or_default());
            let said = facts
                .get(&place.anchor.key)
                .map_or(&place.anchor.said, |f| &f.said);
            filled.push_str(&signed(&place.anchor.key, said));
            at = place.to;
        }
        filled.extend(chars.get(at..).unwrap_or_default());
        // The clerk's empty lines and indents stay.
        let (text, found) = plain(&filled);
        lines.push(text);
        anchors.extend(found);
    }
    (lines.join("\n"), anchors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::outline::letter::paragraphs;

    fn drafted() -> (String, Vec<Anchor>) {
        let filled = format!(
            "一、概况\n全年开展活动{}场，参加{}人次。",
            signed("events", "12"),
            signed("attendance", "1250")
        );
        taken(&filled)
    }

    fn facts(events: f64, attendance: f64) -> Facts {
        let mut facts = Facts::default();
        facts.note("events", "活动场次", events, Vec::new());
        facts.note("attendance", "参加人次", attendance, Vec::new());
        facts
    }

    #[test]
    fn a_figure_is_found_again_after_the_sentence_was_reworked() {
        let (text, anchors) = drafted();
        assert_eq!(text, "一、概况\n全年开展活动12场，参加1250人次。");
        let edited = text
            .replace("全年", "2025年12月前，全街道")
            .replace("。", "，反响良好。");
        let mut paragraphs = paragraphs(&edited);
        let drift = mark(&mut paragraphs, &anchors, &facts(13.0, 1250.0));
        assert_eq!(drift.len(), 1);
        assert_eq!(
            (drift[0].said.as_str(), drift[0].now.as_str()),
            ("12", "13")
        );
        let marked: Vec<String> = paragraphs[1]
            .marks
            .iter()
            .map(|m| {
                paragraphs[1]
                    .text
                    .chars()
                    .skip(m.from)
                    .take(m.to - m.from)
                    .collect()
            })
            .collect();
        assert_eq!(marked, ["12", "1250"]);
        // The twelfth month is no figure of the ledger.
        assert!(paragraphs[1].marks[0].from > 10);
    }

    #[test]
    fn what_the_clerk_wrote_over_is_followed_no_more() {
        let (text, anchors) = drafted();
        let edited = text.replace("12场", "十余场");
        let mut paragraphs = paragraphs(&edited);
        assert!(mark(&mut paragraphs, &anchors, &facts(13.0, 1250.0)).is_empty());
        assert_eq!(paragraphs[1].marks.len(), 1);
    }

    #[test]
    fn figures_are_renewed_in_place_and_hold_then() {
        let (text, anchors) = drafted();
        let text = text.replace('\n', "\n\n　　");
        let now = facts(13.0, 1300.0);
        let (text, anchors) = renewed(&text, &anchors, &now);
        assert_eq!(text, "一、概况\n\n　　全年开展活动13场，参加1300人次。");
        let mut paragraphs = paragraphs(&text);
        assert!(mark(&mut paragraphs, &anchors, &now).is_empty());
    }
}
