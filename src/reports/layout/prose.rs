//! Paragraphs of a document on the grid of GB/T 9704-2012 5.2.3: 28 characters a line, each 156/28 mm wide; lines with
//! letters, digits or a mark that was pulled down are spread to the full width; a closing mark may hang past it.

use super::line::pieces;
use crate::reports::fonts::Fonts;
use crate::reports::fonts::Role;
use crate::reports::unit::Mm;
use crate::reports::unit::Pt;
use crate::reports::unit::mm;
use crate::reports::unit::pt;

/// Width of a character's place: 版心 156 mm in 28 places, 15.79 pt.
pub(super) const PITCH: Mm = 156.0 / 28.0;
/// Height of a line's place: 版心 225 mm in 22 lines, 28.99 pt.
pub(super) const LINE: Mm = 225.0 / 22.0;
/// Marks that may hang past the end of a line.
const HANGING: &str = "，。、；：！？";
/// A line is spread by at most this much a character; a line that needs more ends early.
const MOST_SPREAD: Mm = 1.9;

/// A text whose characters know their role.
pub(super) type Styled = Vec<(char, Role)>;

/// Characters of one role.
pub(super) fn styled(text: &str, role: Role) -> Styled {
    text.chars().map(|c| (c, role)).collect()
}

/// The place of a paragraph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub size: Pt,
    /// Width of a whole line.
    pub width: Mm,
    /// Room before the first line.
    pub first: Mm,
    /// Room before the others.
    pub rest: Mm,
}

/// Characters that stand beside each other in one font at one distance.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    /// Left end, from the left edge of the paragraph.
    pub x: Mm,
    pub role: Role,
    pub text: String,
    /// Added after each character.
    pub spacing: Pt,
}

/// A line of a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ProseLine {
    pub runs: Vec<Run>,
    /// Its first character in the paragraph.
    pub from: usize,
    /// Left end of each of its characters and the right end of the last.
    pub edges: Vec<Mm>,
}

/// Whether a character takes a place of the grid.
fn is_wide(c: char) -> bool {
    c as u32 >= 0x2E80 || "“”‘’—…·×〔〕℃％".contains(c)
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// Where it is full: it is spread to the edge.
    Full,
    /// With its paragraph.
    Last,
}

/// Set a paragraph in lines.
pub(super) fn set(fonts: &Fonts, chars: &Styled, shape: &Shape) -> Vec<ProseLine> {
    let text: String = chars.iter().map(|(c, _)| *c).collect();
    let step = |(c, role): (char, Role)| step(fonts, shape.size, c, role);
    let mut lines = Vec::new();
    let mut line: Vec<(char, Role)> = Vec::new();
    let mut from = 0;
    let mut width = 0.0;
    let mut at = 0;
    let indent = |lines: &[ProseLine]| {
        if lines.is_empty() {
            shape.first
        } else {
            shape.rest
        }
    };
    let room = |lines: &[ProseLine]| shape.width - indent(lines);
    for piece in pieces(&text) {
        let count = piece.chars().count();
        let own: &[(char, Role)] = chars.get(at..at + count).unwrap_or_default();
        at += count;
        let needed: Mm = own
            .iter()
            .take(piece.trim_end().chars().count())
            .map(|c| step(*c))
            .sum();
        let hangs = own
            .last()
            .is_some_and(|(c, _)| HANGING.contains(*c) && count > 1);
        let last = own.last().map_or(0.0, |c| step(*c));
        let limit = room(&lines);
        let fits = width + needed <= limit + 0.01;
        let fits_hanging = hangs && width + needed - last <= limit + 0.01;
        if !line.is_empty() && !fits && !fits_hanging {
            let done = std::mem::take(&mut line);
            let taken = done.len();
            lines.push(finish(
                fonts,
                &done,
                (from, indent(&lines)),
                shape,
                Ending::Full,
            ));
            from += taken;
            width = 0.0;
        }
        for c in own {
            let w = step(*c);
            // Longer than a whole line, like a web address: cut where it is full.
            let limit = room(&lines);
            if !line.is_empty() && needed > limit && width + w > limit + 0.01 {
                let done = std::mem::take(&mut line);
                let taken = done.len();
                lines.push(finish(
                    fonts,
                    &done,
                    (from, indent(&lines)),
                    shape,
                    Ending::Full,
                ));
                from += taken;
                width = 0.0;
            }
            line.push(*c);
            width += w;
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(finish(
            fonts,
            &line,
            (from, indent(&lines)),
            shape,
            Ending::Last,
        ));
    }
    lines
}

/// Room a character takes before lines are spread.
fn step(fonts: &Fonts, size: Pt, c: char, role: Role) -> Mm {
    let natural = mm(fonts.glyph(role, c).advance * size);
    // On the grid a full-width character has its own place; in other sizes places grow with the size.
    if is_wide(c) && natural > mm(size) * 0.9 {
        natural * PITCH / mm(crate::reports::unit::SIZE_3)
    } else {
        natural
    }
}

// Positions of a line's characters: spread when it is full, as they come when it is the last.
fn finish(
    fonts: &Fonts,
    line: &[(char, Role)],
    (from, indent): (usize, Mm),
    shape: &Shape,
    ending: Ending,
) -> ProseLine {
    let visible = line
        .iter()
        .rposition(|(c, _)| *c != ' ')
        .map_or(0, |n| n + 1);
    let shown = line.get(..visible).unwrap_or_default();
    let steps: Vec<Mm> = shown
        .iter()
        .map(|(c, role)| step(fonts, shape.size, *c, *role))
        .collect();
    let natural: Mm = steps.iter().sum();
    let limit = shape.width - indent;
    // What hangs past the edge is not counted.
    let hanging = match (shown.last(), steps.last()) {
        (Some((c, _)), Some(w)) if HANGING.contains(*c) && natural > limit + 0.01 => *w,
        _ => 0.0,
    };
    let counted = if hanging > 0.0 {
        shown.len().saturating_sub(1)
    } else {
        shown.len()
    };
    let opens = |n: usize| {
        let wide = |n: usize| shown.get(n).is_some_and(|(c, _)| is_wide(*c));
        n + 1 < counted && (wide(n) || wide(n + 1))
    };
    let gaps = (0..shown.len()).filter(|n| opens(*n)).count();
    let slack = limit - (natural - hanging);
    let spread =
        if ending == Ending::Full && gaps > 0 && slack > 0.0 && slack / gaps as Mm <= MOST_SPREAD {
            slack / gaps as Mm
        } else {
            0.0
        };
    let mut runs: Vec<Run> = Vec::new();
    let mut edges = Vec::with_capacity(shown.len() + 1);
    let mut x = indent;
    let mut before = None;
    for (n, ((c, role), w)) in shown.iter().zip(&steps).enumerate() {
        let taken = w + if opens(n) { spread } else { 0.0 };
        // Letters and digits keep together; the gap after them is where the next run begins.
        let spacing = if is_wide(*c) {
            pt(taken) - fonts.glyph(*role, *c).advance * shape.size
        } else {
            0.0
        };
        let key = (*role, (spacing * 1000.0).round() as i32);
        match runs.last_mut() {
            Some(run) if before == Some(key) => run.text.push(*c),
            _ => runs.push(Run {
                x,
                role: *role,
                text: c.to_string(),
                spacing: if spacing.abs() < 0.0005 { 0.0 } else { spacing },
            }),
        }
        before = Some(key);
        edges.push(x);
        x += taken;
    }
    edges.push(x);
    ProseLine { runs, from, edges }
}
