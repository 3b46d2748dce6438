//! A document in the sense of GB/T 9704-2012: body, and what stands before and after it. Says nothing of millimetres.

use super::Photo;
use super::Source;

/// What a document carries around its title.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Letter {
    /// Red head, when the office prints it itself (7.2).
    pub head: Option<Letterhead>,
    /// 主送机关, without its colon; empty prints none (7.3.2).
    pub addressee: String,
    /// The body (7.3.3).
    pub paragraphs: Vec<Paragraph>,
    /// 署名 and 成文日期 (7.3.5).
    pub signature: Option<Signature>,
    /// 附注, without its brackets (7.3.6).
    pub note: String,
    /// 版记 (7.4).
    pub imprint: Option<Imprint>,
    /// Whether pages of 目录 stand in front.
    pub contents: Contents,
    /// Photos under the text, for a bulletin.
    pub photos: Vec<Photo>,
    /// Figures that changed since the text was drafted.
    pub drift: Vec<Drift>,
}

/// A figure of a text that the ledger knows otherwise by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// What it counts.
    pub name: String,
    /// What the text says.
    pub said: String,
    /// What the ledger says; empty when it has no such figure any more.
    pub now: String,
}

/// Whether a list of headings stands in front of a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Contents {
    /// None.
    #[default]
    Absent,
    /// Headings with their pages.
    Listed,
}

/// The red head.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Letterhead {
    /// 发文机关标志.
    pub mark: String,
    /// 发文字号.
    pub number: String,
    /// 签发人, for what goes up; empty centres the number (7.2.6).
    pub approver: String,
}

/// Who signs a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    /// 发文机关署名.
    pub office: String,
    /// 成文日期 in full, without leading zeros.
    pub date: String,
    /// Whether a seal will be set on it.
    pub seal: Seal,
}

/// Whether a document is sealed; its place is left empty either way (7.3.5.1, 7.3.5.2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Seal {
    /// A red seal goes over name and date.
    #[default]
    Set,
    /// None is used.
    Unused,
}

/// 版记 at the foot of the last page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Imprint {
    /// 抄送机关, without the label; empty prints no such line.
    pub copied_to: String,
    /// 印发机关.
    pub issuer: String,
    /// 印发日期 in full.
    pub date: String,
}

/// A paragraph of the body.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Paragraph {
    /// Whether it is a heading, and which.
    pub level: Level,
    /// Its text in one line, its number included.
    pub text: String,
    /// Figures in it.
    pub marks: Vec<Mark>,
}

/// Level of a heading (GB/T 9704-2012 7.3.3).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 一、 in 黑体.
    First,
    /// （一） in 楷体.
    Second,
    /// 1. in 仿宋.
    Third,
    /// （1） in 仿宋.
    Fourth,
    /// No heading.
    #[default]
    Body,
}

/// A figure in a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// First character of it.
    pub from: usize,
    /// Character after it.
    pub to: usize,
    /// The records it was counted from.
    pub source: Source,
    /// Whether the ledger says the same today.
    pub state: MarkState,
}

/// Whether a figure of a text still holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MarkState {
    /// The ledger says the same.
    #[default]
    Holds,
    /// The ledger has another figure now.
    Changed,
}

const NUMERALS: &str = "一二三四五六七八九十百";

impl Level {
    /// The level a line begins with: 一、 （一） 1. （1）; brackets and dots of either width.
    pub fn of(line: &str) -> Self {
        let line = line.trim_start();
        let (bracketed, rest) = match line.strip_prefix(['（', '(']) {
            Some(rest) => (true, rest),
            None => (false, line),
        };
        let numerals = rest.chars().take_while(|c| NUMERALS.contains(*c)).count();
        let digits = rest.chars().take_while(char::is_ascii_digit).count();
        let after = |n: usize| rest.chars().nth(n);
        match (bracketed, numerals, digits) {
            (false, 1..=4, _) if after(numerals) == Some('、') => Self::First,
            (true, 1..=4, _) if matches!(after(numerals), Some('）' | ')')) => Self::Second,
            (true, 0, 1..=2) if matches!(after(digits), Some('）' | ')')) => Self::Fourth,
            (false, 0, 1..=2) => match after(digits) {
                Some('．' | '、') => Self::Third,
                // 1.5 is a number, 1. and 1.开展 are headings.
                Some('.') if !after(digits + 1).is_some_and(|c| c.is_ascii_digit()) => Self::Third,
                _ => Self::Body,
            },
            _ => Self::Body,
        }
    }
}

/// Paragraphs of a plain text: a line each, empty lines left out, levels by how lines begin.
pub fn paragraphs(text: &str) -> Vec<Paragraph> {
    text.lines()
        .map(|line| line.trim_matches([' ', '\u{3000}', '\t', '\r']))
        .filter(|line| !line.is_empty())
        .map(|line| Paragraph {
            level: Level::of(line),
            text: line.to_owned(),
            marks: Vec::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_by_how_they_begin() {
        for (line, level) in [
            ("一、主要做法", Level::First),
            ("十二、下一步打算", Level::First),
            ("（一）青少年", Level::Second),
            ("(二)农民", Level::Second),
            ("1. 科技节", Level::Third),
            ("2．开展讲座", Level::Third),
            ("（1）人员", Level::Fourth),
            ("1.5万人次参加", Level::Body),
            ("2025年开展活动", Level::Body),
            ("一年来，全街道", Level::Body),
            ("（试行）", Level::Body),
        ] {
            assert_eq!(Level::of(line), level, "{line}");
        }
    }
}
