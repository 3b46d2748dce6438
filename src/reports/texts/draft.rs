//! First drafts: a template filled with the facts of the period. The only file that names the template engine.

use super::anchor;
use super::anchor::Anchor;
use super::context::context;
use super::facts::Facts;
use crate::model::Period;
use crate::model::Uid;
use crate::model::events::Event;
use crate::reports::Kind;
use crate::reports::Material;
use crate::reports::PaperError;
use minijinja::Environment;
use minijinja::value::Serde;
use std::sync::Arc;

/// What a draft is about.
pub(super) struct Subject<'s> {
    pub kind: Kind,
    pub period: &'s Period,
    pub theme_day: &'s str,
    pub event: Option<Uid>,
}

/// Title, text and figures of a first draft.
///
/// # Errors
/// `Template` when the template can't be filled.
pub(super) fn draft(
    material: &Material<'_>,
    subject: &Subject<'_>,
    facts: &Facts,
    events: &[Arc<Event>],
) -> Result<(String, String, Vec<Anchor>), PaperError> {
    let mut engine = Environment::new();
    engine.add_filter("chinese", chinese);
    let template = material.catalogue.template(subject.kind);
    let context = context(material, subject, facts, events);
    let filled = engine
        .render_str(template, Serde(&context))
        .map_err(|e| PaperError::Template(e.to_string()))?;
    let (all, anchors) = anchor::taken(&filled);
    // The first line of a template is its title.
    let (title, text) = all.split_once('\n').unwrap_or((&all, ""));
    Ok((
        title.trim_start_matches(['#', ' ']).to_owned(),
        text.to_owned(),
        anchors,
    ))
}

/// 一 to 九十九, for the numbers of headings.
fn chinese(number: u32) -> String {
    let digit = |n: u32| {
        "零一二三四五六七八九"
            .chars()
            .nth(n as usize)
            .unwrap_or_default()
    };
    match number {
        0..=9 => digit(number).to_string(),
        10..=99 => {
            let tens = number / 10;
            let mut text = String::new();
            if tens > 1 {
                text.push(digit(tens));
            }
            text.push('十');
            if !number.is_multiple_of(10) {
                text.push(digit(number % 10));
            }
            text
        }
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_count_in_chinese() {
        let said: Vec<String> = [1, 9, 10, 11, 20, 25].into_iter().map(chinese).collect();
        assert_eq!(said, ["一", "九", "十", "十一", "二十", "二十五"]);
    }
}
