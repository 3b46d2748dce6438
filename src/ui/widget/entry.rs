//! One line of a form as it is typed: what it offers, the day it is understood as, what the record before it held.

use super::complete;
use super::complete::Line;
use super::complete::Offers;
use super::complete::Origin;
use super::form;
use super::form::Look;
use crate::app::draft::spelled;
use crate::model::day::Month;
use crate::model::day::read_when;
use crate::model::field::Exposure;
use crate::model::field::Field;
use crate::model::field::Kind;
use crate::model::relative;
use crate::ui::theme;
use egui::Id;
use egui::Key;
use egui::Modifiers;
use egui::Popup;
use egui::PopupCloseBehavior;
use egui::RectAlign;
use egui::Response;
use egui::Ui;
use jiff::civil::Date;

/// Values the list of earlier ones shows.
const MOST: usize = 60;

/// Draw the line; whether its text changed.
pub(super) fn entry_ui<F>(
    ui: &mut Ui,
    field: &Field<F>,
    typed: &mut String,
    (caption, place): (Id, usize),
    options: &[(String, String)],
    look: &Look<'_>,
) -> (Response, bool) {
    let width = if options.is_empty() {
        f32::INFINITY
    } else {
        ui.available_width() - 58.0
    };
    let last = look
        .remembered
        .filter(|_| field.exposure == Exposure::Open)
        .map_or("", |r| r.last(place));
    // By its key, not by its place on the screen: what comes and goes above must not take the focus away.
    let id = Id::unique(("form_line", std::any::type_name::<F>(), field.key));
    let mut changed = false;
    if !last.is_empty()
        && !look.composing
        && ui.memory(|m| m.has_focus(id))
        && ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Quote))
    {
        last.clone_into(typed);
        complete::cursor_to_end(ui, id, typed);
        changed = true;
    }
    let earlier = look.remembered.and_then(|r| r.offered(field.key));
    let same = |values: Vec<String>| values.into_iter().map(|v| (v.clone(), v)).collect();
    let find = |words: &str| match earlier {
        Some(earlier) => same(earlier.find(words, MOST)),
        None => form::matching(options, words),
    };
    let offers = (!options.is_empty() || earlier.is_some()).then(|| Offers {
        find: &find,
        from: if field.kind == Kind::Line {
            Origin::Earlier
        } else {
            Origin::List
        },
        several: matches!(field.kind, Kind::Line | Kind::Choices(_) | Kind::Measures),
    });
    let line = Line {
        id,
        caption,
        hint: hint(field.kind, last),
        width,
        composing: look.composing,
        offers,
    };
    let (response, typed_in) = complete::line_ui(ui, typed, &line);
    changed |= typed_in;
    // What is chosen from a list is chosen anew, not typed on behind what stands there.
    if response.gained_focus()
        && !typed.is_empty()
        && line.offers.as_ref().is_some_and(|o| !o.several)
        && !ui.input(|i| i.pointer.any_down() || i.pointer.any_released())
    {
        complete::select_all(ui, id, typed);
    }
    if response.has_focus() && !look.composing {
        if let Some(said) = understood(field.kind, typed, look.directory.year, look.today) {
            said_ui(&response, &said);
        }
    } else if response.lost_focus()
        && !look.composing
        && let Some(text) = spelled(field.kind, typed, look.today)
    {
        // 昨天 would be another day tomorrow.
        *typed = text;
        changed = true;
    }
    (response, changed)
}

fn hint(kind: Kind, last: &str) -> String {
    if !last.is_empty() {
        return format!("上一条：{last}");
    }
    let hint = match kind {
        Kind::When => "如 3.5 9:00-11:00、上周三",
        Kind::Day => "如 2025-3-5、昨天",
        Kind::Month => "如 2025-09、9月、上月",
        _ => "",
    };
    hint.to_owned()
}

/// The day, span or month that a text is understood as, for reading; none when it is none.
pub fn understood(kind: Kind, typed: &str, year: i16, today: Date) -> Option<String> {
    let text = spelled(kind, typed, today);
    let text = text.as_deref().unwrap_or(typed);
    let said = match kind {
        Kind::Day | Kind::When => {
            let mut when = read_when(text, Some(year)).ok()??.when;
            if kind == Kind::Day {
                when = crate::model::day::When::day(when.start);
            }
            relative::said_when(&when)
        }
        Kind::Month => {
            let bare = text.trim().trim_end_matches(['月', '份']);
            let month = match bare.parse::<i8>() {
                Ok(month) if (1..=12).contains(&month) => Month { year, month },
                _ => Month::read(text)?,
            };
            relative::said_month(month)
        }
        _ => return None,
    };
    Some(format!("= {said}"))
}

// Below the line and over what follows: nothing moves while one types.
fn said_ui(line: &Response, said: &str) {
    Popup::from_response(line)
        .id(line.id.with("understood"))
        .open(true)
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .align(RectAlign::BOTTOM_START)
        .align_alternatives(&[RectAlign::TOP_START])
        .gap(2.0)
        .interactable(false)
        .show(|ui| {
            ui.add(egui::Label::new(theme::strong(said, 14.0)).extend());
        });
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_was_understood_is_said_with_its_weekday() {
        let said = |kind, typed| understood(kind, typed, 2026, date(2026, 11, 24));
        assert_eq!(
            said(Kind::When, "上周三 9:00-11:00").as_deref(),
            Some("= 2026年11月18日 周三 09:00-11:00")
        );
        assert_eq!(
            said(Kind::Day, "5.12").as_deref(),
            Some("= 2026年5月12日 周二")
        );
        assert_eq!(said(Kind::Month, "上月").as_deref(), Some("= 2026年10月"));
        assert_eq!(said(Kind::Day, "待定"), None);
        assert_eq!(said(Kind::Line, "今天"), None);
    }
}
