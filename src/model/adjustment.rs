//! What an office changes in a report: title, who signs, columns shown with their order and names, seal, paper, notes of
//! its own. The catalogue's way is data in assets; what is kept here lies in the office's file and travels with it.

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use std::collections::BTreeMap;

/// Changes by the number of the report: R3.
pub type Adjustments = BTreeMap<String, Adjustment>;

/// What an office changes in one report; what is not said stays as the catalogue has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Adjustment {
    /// Title of the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whether the place of the seal is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<bool>,
    /// How its paper lies when nothing else is asked: portrait, landscape or turned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    /// 附注 of the office, after those that say what the figures mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<Vec<String>>,
    /// Who signs, in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signers: Option<Vec<Signer>>,
    /// Columns in their order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<Vec<ColumnChoice>>,
}

/// One who signs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Signer {
    /// 填表人, 审核人….
    pub label: String,
    /// The name; empty takes the office's 填表人, 审核人 or 负责人 where the label says so.
    pub name: String,
}

/// One column of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnChoice {
    /// Its built-in heading, with the common heading above it: 志愿者/人数.
    #[serde(deserialize_with = "heading")]
    pub key: String,
    /// What it is called instead; empty keeps the built-in heading.
    #[serde(default)]
    pub head: String,
    /// Whether it is printed.
    #[serde(default = "yes")]
    pub shown: bool,
}

// Headings had half-width brackets once; what an office changed under such a one still holds.
fn heading<'de, D: Deserializer<'de>>(text: D) -> Result<String, D::Error> {
    Ok(String::deserialize(text)?
        .replace('(', "（")
        .replace(')', "）"))
}

fn yes() -> bool {
    true
}

/// Longest title and notes, in characters: two lines of 二号 and some lines of small type.
const LONGEST: usize = 80;
/// Longest heading of a column and label of a signer, in characters: more can't stand in a table of many columns.
const LONGEST_HEAD: usize = 16;
/// Most who sign: more don't stand side by side.
const MOST_SIGNERS: usize = 5;

impl Adjustment {
    /// Trimmed, with what says nothing left out; the first fault as a sentence for the clerk.
    ///
    /// # Errors
    /// What can't be printed so.
    pub fn tidy(mut self) -> Result<Self, String> {
        let long = |text: &str, most| text.chars().count() > most;
        self.title = self
            .title
            .map(|t| t.trim().to_owned())
            .filter(|t| !t.is_empty());
        if self.title.as_deref().is_some_and(|t| long(t, LONGEST)) {
            return Err(format!("标题超过 {LONGEST} 字"));
        }
        if let Some(paper) = &self.paper
            && !["portrait", "landscape", "turned"].contains(&paper.as_str())
        {
            return Err(format!(
                "没有“{paper}”这种纸张，可写 portrait、landscape、turned"
            ));
        }
        if let Some(notes) = &mut self.notes {
            for note in notes.iter_mut() {
                *note = note.trim().to_owned();
            }
            notes.retain(|n| !n.is_empty());
        }
        self.notes = self.notes.filter(|n| !n.is_empty());
        if let Some(signers) = &mut self.signers {
            for signer in signers.iter_mut() {
                signer.label = signer.label.trim().to_owned();
                signer.name = signer.name.trim().to_owned();
            }
            signers.retain(|s| !s.label.is_empty());
            if signers.len() > MOST_SIGNERS {
                return Err(format!("签字人最多 {MOST_SIGNERS} 个"));
            }
            if let Some(s) = signers
                .iter()
                .find(|s| long(&s.label, LONGEST_HEAD) || long(&s.name, LONGEST_HEAD))
            {
                return Err(format!("签字人“{}”超过 {LONGEST_HEAD} 字", s.label));
            }
        }
        if let Some(columns) = &mut self.columns {
            for column in columns.iter_mut() {
                column.head = column.head.trim().to_owned();
                // A heading typed as it stands is none.
                if column.head == column.key {
                    column.head.clear();
                }
            }
            if let Some(c) = columns.iter().find(|c| long(&c.head, LONGEST_HEAD)) {
                return Err(format!("栏目“{}”超过 {LONGEST_HEAD} 字", c.head));
            }
            if !columns.is_empty() && columns.iter().all(|c| !c.shown) {
                return Err("至少要留一栏".into());
            }
        }
        Ok(self)
    }
}
