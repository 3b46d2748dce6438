//! The manual on paper: set like any text of the office, headings by how their lines begin; two pages on a sheet, for it is
//! held in the hand.

use super::outline::Letter;
use super::outline::Report;
use super::outline::letter::paragraphs;
use crate::model::manual::Manual;

/// The content of the manual.
pub fn report(manual: &Manual) -> Report {
    Report {
        title: "科普台账使用说明书".into(),
        letter: Some(Letter {
            paragraphs: paragraphs(&manual.text()),
            ..Letter::default()
        }),
        booklet: true,
        ..Report::default()
    }
}
