//! What stands on the pages of a PDF as mupdf draws it: characters with their baselines, rules with their thickness. Read from
//! `mutool trace`, so that layout is measured by another's eyes. Millimetres from the top left corner.
#![allow(dead_code, reason = "each test file uses its part")]

use std::path::Path;
use std::process::Command;

/// A character where it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    pub c: char,
    /// Left end of the baseline.
    pub x: f64,
    pub y: f64,
    /// Points.
    pub size: f64,
    /// Where the next character would begin, as the font has it.
    pub end: f64,
    pub font: String,
    pub red: bool,
    /// Reads upwards.
    pub turned: bool,
}

/// A stroked line.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    pub from: (f64, f64),
    pub to: (f64, f64),
    pub width: f64,
    pub red: bool,
}

/// A page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Traced {
    pub width: f64,
    pub height: f64,
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
}

impl Traced {
    /// Upright characters by baseline from top to bottom, each line from left to right.
    pub fn lines(&self) -> Vec<Vec<&Glyph>> {
        let mut upright: Vec<&Glyph> = self.glyphs.iter().filter(|g| !g.turned).collect();
        upright.sort_by(|a, b| a.y.total_cmp(&b.y));
        let mut lines: Vec<Vec<&Glyph>> = Vec::new();
        for glyph in upright {
            match lines.last_mut() {
                Some(line) if (line[0].y - glyph.y).abs() < 0.3 => line.push(glyph),
                _ => lines.push(vec![glyph]),
            }
        }
        for line in &mut lines {
            line.sort_by(|a, b| a.x.total_cmp(&b.x));
        }
        lines
    }

    /// The first line that holds a text.
    pub fn line(&self, text: &str) -> Vec<&Glyph> {
        let found = self.lines().into_iter().find(|l| said(l).contains(text));
        found.unwrap_or_else(|| panic!("no line {text}"))
    }
}

/// The characters of a line.
pub fn said(line: &[&Glyph]) -> String {
    line.iter().map(|g| g.c).collect()
}

fn mm(points: f64) -> f64 {
    points * 25.4 / 72.0
}

fn attribute<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    let key = format!(" {name}=\"");
    let from = line.find(&key)? + key.len();
    let rest = &line[from..];
    Some(&rest[..rest.find('"')?])
}

fn numbers(text: &str) -> Vec<f64> {
    text.split_whitespace()
        .map(|n| n.parse().unwrap())
        .collect()
}

fn character(text: &str) -> char {
    let named = match text {
        "&lt;" => '<',
        "&gt;" => '>',
        "&amp;" => '&',
        "&quot;" => '"',
        "&apos;" => '\'',
        _ => text.chars().next().unwrap(),
    };
    let number = text.strip_prefix("&#x").and_then(|t| t.strip_suffix(';'));
    let number = number.and_then(|t| u32::from_str_radix(t, 16).ok());
    number.and_then(char::from_u32).unwrap_or(named)
}

fn is_red(line: &str) -> bool {
    let color = numbers(attribute(line, "color").unwrap_or_default());
    matches!(color.as_slice(), [r, g, b] if *r > 0.5 && *g < 0.2 && *b < 0.2)
}

/// Trace a file.
pub fn trace(pdf: &Path) -> Vec<Traced> {
    let out = Command::new("mutool")
        .arg("trace")
        .arg(pdf)
        .output()
        .unwrap();
    assert!(out.status.success(), "mutool: {out:?}");
    let text = String::from_utf8(out.stdout).unwrap();
    let mut pages: Vec<Traced> = Vec::new();
    let (mut matrix, mut red) = ([1.0, 0.0, 0.0, 1.0, 0.0, 0.0], false);
    let (mut font, mut size, mut turned) = (String::new(), 0.0, false);
    let (mut stroke, mut pen) = (0.0, None);
    for line in text.lines() {
        let tag = line.trim_start();
        let at = |matrix: &[f64; 6], line: &str| {
            let value = |name| attribute(line, name).unwrap().parse::<f64>().unwrap();
            let (across, down) = (value("x"), value("y"));
            (
                mm(matrix[0] * across + matrix[2] * down + matrix[4]),
                mm(matrix[1] * across + matrix[3] * down + matrix[5]),
            )
        };
        if let Some(transform) = attribute(line, "transform") {
            matrix = numbers(transform).try_into().unwrap();
            red = is_red(line);
        }
        if tag.starts_with("<page ") {
            let found = numbers(attribute(line, "mediabox").unwrap());
            pages.push(Traced {
                width: mm(found[2] - found[0]),
                height: mm(found[3] - found[1]),
                ..Traced::default()
            });
        } else if tag.starts_with("<span ") {
            attribute(line, "font").unwrap().clone_into(&mut font);
            let trm = numbers(attribute(line, "trm").unwrap());
            let (dx, dy) = (
                matrix[0] * trm[0] + matrix[2] * trm[1],
                matrix[1] * trm[0] + matrix[3] * trm[1],
            );
            size = dx.hypot(dy);
            turned = dy.abs() > dx.abs();
        } else if tag.starts_with("<g ") {
            let (x, y) = at(&matrix, line);
            let c = attribute(line, "unicode").map_or('\u{FFFD}', character);
            let advance: f64 = attribute(line, "adv").unwrap().parse().unwrap();
            let glyph = Glyph {
                c,
                x,
                y,
                size,
                end: x + mm(advance * size),
                font: font.clone(),
                red,
                turned,
            };
            pages.last_mut().unwrap().glyphs.push(glyph);
        } else if tag.starts_with("<stroke_path ") {
            let width: f64 = attribute(line, "linewidth").unwrap().parse().unwrap();
            stroke = mm(width * matrix[0].hypot(matrix[1]));
            pen = None;
        } else if tag.starts_with("<moveto ") {
            pen = Some(at(&matrix, line));
        } else if tag.starts_with("<lineto ") {
            let to = at(&matrix, line);
            if let Some(from) = pen
                && stroke > 0.0
            {
                let rule = Rule {
                    from,
                    to,
                    width: stroke,
                    red,
                };
                pages.last_mut().unwrap().rules.push(rule);
            }
            pen = Some(to);
        } else if tag.starts_with("</stroke_path") || tag.starts_with("<fill_path ") {
            stroke = 0.0;
        }
    }
    pages
}
