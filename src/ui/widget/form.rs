//! Draws the fields of a record as a form: caption, editor, problem under the field. Enter walks to the next field.
//! Lists are typed by name, alias or 拼音首字母, or chosen from the menu beside the field.

use crate::app::Draft;
use crate::app::Registered;
use crate::app::Remembered;
use crate::model::directory::Directory;
use crate::model::field::Exposure;
use crate::model::field::Field;
use crate::model::field::Kind;
use crate::model::field::Need;
use crate::model::problem::Problem;
use crate::model::problem::Severity;
use crate::model::search::Index;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::entry;
use egui::Align;
use egui::Id;
use egui::Layout;
use egui::Margin;
use egui::RichText;
use egui::TextEdit;
use egui::Ui;
use egui::Vec2;
use jiff::civil::Date;

/// What came of drawing a form.
#[derive(Debug, Default)]
pub struct Drawn {
    /// Something was typed.
    pub changed: bool,
    /// A field of one line has the focus: Enter goes on to the next.
    pub in_line: bool,
}

/// How a form is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Look<'l> {
    /// Names and lists.
    pub directory: &'l Directory,
    /// Problems to show under their fields.
    pub problems: &'l [Problem],
    /// Personal numbers are readable.
    pub personal: bool,
    /// Put the focus into the first field.
    pub focus_first: bool,
    /// Key of a field that is to have the focus; empty for none.
    pub focus: &'l str,
    /// Pinyin is being composed: nothing is looked up meanwhile.
    pub composing: bool,
    /// Days said from today on are understood by it.
    pub today: Date,
    /// What earlier records held, where that is offered.
    pub remembered: Option<&'l Remembered>,
}

/// Draw the form of a draft.
pub fn form_ui<F: Registered>(ui: &mut Ui, draft: &mut Draft<F>, look: Look<'_>) -> Drawn {
    part_ui(ui, draft, look, &|_| true)
}

/// Draw those fields of a draft whose keys are wanted.
pub fn part_ui<F: Registered>(
    ui: &mut Ui,
    draft: &mut Draft<F>,
    look: Look<'_>,
    wanted: &dyn Fn(&str) -> bool,
) -> Drawn {
    let mut drawn = Drawn::default();
    let mut section = "";
    for (place, field) in F::fields().iter().enumerate() {
        if field.kind == Kind::Hidden || !wanted(field.key) {
            continue;
        }
        if field.section != section {
            section = field.section;
            button::section(ui, section);
        }
        let Some(typed) = draft.typed.get_mut(place) else {
            continue;
        };
        let look = Look {
            focus_first: place == 0 && look.focus_first,
            ..look
        };
        row_ui(ui, (field, place), typed, look, &mut drawn);
        for problem in look.problems.iter().filter(|p| p.field == field.key) {
            let ink = if problem.severity == Severity::Error {
                theme::now().bad
            } else {
                theme::now().warn
            };
            ui.horizontal(|ui| {
                ui.add_space(theme::CAPTION + 8.0);
                ui.add(
                    egui::Label::new(
                        RichText::new(problem.said(look.personal))
                            .color(ink)
                            .size(13.0),
                    )
                    .wrap(),
                );
            });
        }
    }
    for problem in look.problems.iter().filter(|p| p.field.is_empty()) {
        ui.add(
            egui::Label::new(
                RichText::new(problem.said(look.personal))
                    .color(theme::now().warn)
                    .size(13.0),
            )
            .wrap(),
        );
    }
    drawn
}

fn row_ui<F>(
    ui: &mut Ui,
    (field, place): (&Field<F>, usize),
    typed: &mut String,
    look: Look<'_>,
    drawn: &mut Drawn,
) {
    let hidden = field.exposure == Exposure::Personal && !look.personal;
    ui.horizontal(|ui| {
        let caption = ui
            .allocate_ui_with_layout(
                Vec2::new(theme::CAPTION, 30.0),
                Layout::right_to_left(Align::Center),
                |ui| {
                    ui.set_min_width(theme::CAPTION);
                    ui.spacing_mut().item_spacing.x = 1.0;
                    let (shown, size) = caption(field.label);
                    let label = ui.add(egui::Label::new(theme::weak(shown).size(size)).truncate());
                    label.widget_info(|| {
                        egui::WidgetInfo::labeled(egui::Role::Label, true, field.label)
                    });
                    if field.need == Need::Required {
                        ui.label(RichText::new("*").color(theme::now().bad));
                    }
                    label.id
                },
            )
            .inner;
        if hidden && !typed.is_empty() {
            ui.label(masked(field.kind, typed));
            return;
        }
        editor_ui(ui, field, typed, (caption, place), look, drawn);
    });
}

// A long caption stands smaller, its unit below it, rather than being cut off.
fn caption(label: &str) -> (String, f32) {
    let long = label.chars().count() > 6;
    match label.split_once('（').filter(|_| long) {
        Some((name, unit)) => (format!("{name}\n（{unit}"), 12.5),
        None if long => (label.to_owned(), 12.5),
        None => (label.to_owned(), 14.0),
    }
}

fn editor_ui<F>(
    ui: &mut Ui,
    field: &Field<F>,
    typed: &mut String,
    (caption, place): (Id, usize),
    look: Look<'_>,
    drawn: &mut Drawn,
) {
    let margin = Margin::symmetric(8, 5);
    match field.kind {
        Kind::Lines => {
            let edit = TextEdit::multiline(typed)
                .margin(margin)
                .desired_width(f32::INFINITY)
                .desired_rows(3);
            let response = ui.add(edit).labelled_by(caption);
            if look.focus == field.key {
                response.request_focus();
            }
            come_into_view(&response);
            drawn.changed |= response.changed();
        }
        Kind::YesNo => {
            let mut on = typed == "是";
            let label = if on { "是" } else { "否" };
            if ui.checkbox(&mut on, label).labelled_by(caption).changed() {
                if on { "是" } else { "否" }.clone_into(typed);
                drawn.changed = true;
            }
        }
        _ => {
            let options = options(field.kind, look.directory);
            let (response, changed) =
                entry::entry_ui(ui, field, typed, (caption, place), &options, &look);
            if look.focus_first || look.focus == field.key {
                response.request_focus();
            }
            come_into_view(&response);
            drawn.changed |= changed;
            drawn.in_line |= response.has_focus();
            if !options.is_empty() {
                menu_ui(ui, field, typed, &options, drawn);
            }
        }
    }
}

// Who walks by the keyboard sees where they are.
fn come_into_view(response: &egui::Response) {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
}

fn menu_ui<F>(
    ui: &mut Ui,
    field: &Field<F>,
    typed: &mut String,
    options: &[(String, String)],
    drawn: &mut Drawn,
) {
    let several = matches!(field.kind, Kind::Choices(_) | Kind::Measures);
    let arrow = RichText::new(egui_material_icons::icons::ICON_ARROW_DROP_DOWN.codepoint)
        .family(theme::icons())
        .size(18.0);
    let name = format!("选择{}", field.label);
    // Not a stop on the way of Tab and Enter: the list is reached by typing, the menu is for the pointer.
    let face = egui::Button::new(arrow).sense(egui::Sense::CLICK);
    let (opened, _) = egui::containers::menu::MenuButton::from_button(face).ui(ui, |ui| {
        egui::ScrollArea::vertical()
            .max_height(320.0)
            .show(ui, |ui| {
                for (value, label) in options {
                    if ui.button(label).clicked() {
                        if several && !typed.trim().is_empty() {
                            if !typed.split('、').any(|t| t == value) {
                                typed.push('、');
                                typed.push_str(value);
                            }
                        } else {
                            typed.clone_from(value);
                        }
                        drawn.changed = true;
                    }
                }
            });
    });
    opened.accessible_name(name);
}

/// Values of a field's list with the labels of the menu.
pub fn options(kind: Kind, directory: &Directory) -> Vec<(String, String)> {
    let same = |names: Vec<String>| names.into_iter().map(|n| (n.clone(), n)).collect();
    match kind {
        Kind::Choice(list) | Kind::Choices(list) => same(directory.book.lists.names(list)),
        Kind::ThemeDay => same(directory.book.calendar.names()),
        Kind::Community => same(
            directory
                .communities
                .iter()
                .map(|c| c.name.clone())
                .collect(),
        ),
        Kind::Team => same(directory.teams.iter().map(|t| t.name.clone()).collect()),
        Kind::Measures => directory
            .book
            .plan
            .measures()
            .map(|(_, m)| (m.number.clone(), format!("{} {}", m.number, m.title)))
            .collect(),
        Kind::StatCode => directory
            .book
            .forms
            .of(directory.year)
            .into_iter()
            .flat_map(crate::model::assess::StatForm::rows)
            .map(|r| {
                (
                    r.code.clone(),
                    format!("{} {}（{}）", r.code, r.name, r.unit),
                )
            })
            .collect(),
        // The newest ones; older ones are typed by name.
        Kind::Link(table) => {
            let mut names = directory.ledger.newest(table, MOST_LINKS);
            names.retain(|n| !n.is_empty());
            same(names)
        }
        _ => Vec::new(),
    }
}

/// Records a link offers.
const MOST_LINKS: usize = 60;

/// `jz` becomes 讲座 when the field is left: the first item of the list with these initials.
pub fn complete(typed: &mut String, options: &[(String, String)]) -> bool {
    let plain = typed.trim();
    if plain.len() < 2 || !plain.bytes().all(|b| b.is_ascii_alphabetic()) {
        return false;
    }
    let mut index = Index::default();
    for (n, (value, _)) in options.iter().enumerate() {
        index.put(crate::model::Uid::invented(0, n as u64), value);
    }
    let found = index.find(plain).first().copied();
    let value = found.and_then(|uid| {
        options
            .iter()
            .enumerate()
            .find(|(n, _)| crate::model::Uid::invented(0, *n as u64) == uid)
    });
    let Some((_, (value, _))) = value else {
        return false;
    };
    typed.clone_from(value);
    true
}

/// Items of a list that hold some words or 拼音首字母, in the order of the list.
pub fn matching(options: &[(String, String)], words: &str) -> Vec<(String, String)> {
    if words.trim().is_empty() {
        return options.to_vec();
    }
    let mut index = Index::default();
    let uid = |n: usize| crate::model::Uid::invented(0, n as u64);
    for (n, (_, label)) in options.iter().enumerate() {
        index.put(uid(n), label);
    }
    let found = index.find(words.trim());
    let hits = options.iter().enumerate();
    hits.filter(|(n, _)| found.contains(&uid(*n)))
        .map(|(_, option)| option.clone())
        .collect()
}

fn masked(kind: Kind, text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (head, tail) = match kind {
        Kind::IdNumber => (6, 4),
        Kind::Phone => (3, 4),
        _ => (0, 0),
    };
    let hidden = chars.len().saturating_sub(head + tail);
    chars
        .iter()
        .enumerate()
        .map(|(n, c)| {
            if n >= head && n < head + hidden {
                '*'
            } else {
                *c
            }
        })
        .collect()
}

/// The text of a list cell, masked when it is personal.
pub fn cell_text<F>(field: &Field<F>, entry: &F, directory: &Directory, personal: bool) -> String {
    let text = (field.show)(entry, directory);
    if field.exposure == Exposure::Personal && !personal {
        masked(field.kind, &text)
    } else if field.kind == Kind::When {
        begins(&text).to_owned()
    } else {
        text.replace('\n', " ")
    }
}

// A list shows when something begins, rather than half of its span; the form shows all of it.
fn begins(when: &str) -> &str {
    let Some((day, hours)) = when.split_once(' ') else {
        return when;
    };
    let begin = hours.split('-').next().unwrap_or_default();
    when.get(..day.len() + 1 + begin.len()).unwrap_or(when)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_shows_when_something_begins() {
        assert_eq!(begins("2026-12-24 08:00-10:00"), "2026-12-24 08:00");
        assert_eq!(begins("2026-12-24"), "2026-12-24");
        assert_eq!(begins(""), "");
    }

    #[test]
    fn initials_become_the_item_when_the_field_is_left() {
        let options: Vec<(String, String)> = ["讲座", "展览", "竞赛"]
            .iter()
            .map(|o| ((*o).to_owned(), (*o).to_owned()))
            .collect();
        let mut typed = "zl".to_owned();
        assert!(complete(&mut typed, &options));
        assert_eq!(typed, "展览");
        let mut typed = "讲".to_owned();
        assert!(!complete(&mut typed, &options));
    }

    #[test]
    fn personal_numbers_are_masked_in_the_middle() {
        assert_eq!(masked(Kind::Phone, "15000002238"), "150****2238");
        assert_eq!(
            masked(Kind::IdNumber, "11010519491231002X"),
            "110105********002X"
        );
    }
}
