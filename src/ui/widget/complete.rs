//! A line of text with a list below it while one types: text or 拼音首字母 narrow it, ↑↓ choose, Enter and Tab take, Esc
//! closes it and leaves the text alone. What is offered comes from the caller; nothing is looked up while pinyin is composed.

use super::form;
use crate::ui::theme;
use egui::Button;
use egui::EventFilter;
use egui::Id;
use egui::Key;
use egui::LayerId;
use egui::Margin;
use egui::Modifiers;
use egui::Popup;
use egui::PopupCloseBehavior;
use egui::PopupKind;
use egui::RectAlign;
use egui::Response;
use egui::Role;
use egui::ScrollArea;
use egui::Sense;
use egui::SurrenderFocusOn;
use egui::TextEdit;
use egui::Ui;
use egui::WidgetInfo;
use egui::text::CCursor;
use egui::text::CCursorRange;
use egui::text_edit::TextEditState;

/// Rows the list shows at most; more are reached by typing more.
const MOST: usize = 60;

/// Where the offered values come from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A list that holds all the field can take: the first hit is taken without ↓.
    List,
    /// What was typed before: taken only when chosen, for the clerk may mean a new one.
    Earlier,
}

/// What a line offers.
pub struct Offers<'o> {
    /// Values with their labels for some words; all of them for none.
    pub find: &'o dyn Fn(&str) -> Vec<(String, String)>,
    /// Where they come from.
    pub from: Origin,
    /// Several stand in the field, parted by `、`: the last one is completed.
    pub several: bool,
}

/// How the line stands in the form.
pub struct Line<'l> {
    /// Its identity.
    pub id: Id,
    /// The label that names it.
    pub caption: Id,
    /// What stands in it while it is empty.
    pub hint: String,
    /// Width of its text.
    pub width: f32,
    /// Pinyin is being composed.
    pub composing: bool,
    /// What it offers; none for a plain line.
    pub offers: Option<Offers<'l>>,
}

#[derive(Clone, Default)]
struct Opened {
    items: Vec<(String, String)>,
    chosen: Option<usize>,
    open: bool,
    shown: bool,
}

/// Draw the line; whether its text changed.
pub fn line_ui(ui: &mut Ui, typed: &mut String, line: &Line<'_>) -> (Response, bool) {
    let at = line.id.with("offers");
    let mut opened: Opened = ui.data(|d| d.get_temp(at)).unwrap_or_default();
    let live = line.offers.as_ref().filter(|_| !line.composing);
    let mut changed = false;
    let mut moved = false;
    let focused = ui.memory(|m| m.has_focus(line.id));
    if let Some(offers) = live.filter(|_| focused) {
        (changed, moved) = keys(ui, typed, offers, &mut opened, line.id);
    }
    let response = edit_ui(ui, typed, line, &opened);
    if let Some(offers) = live {
        if response.changed() {
            changed = true;
            opened.look(typed, offers);
        }
        if opened.open && response.has_focus() {
            if let Some(value) = list_ui(&response, &mut opened, moved) {
                take(typed, &value, offers.several);
                cursor_to_end(ui, line.id, typed);
                opened.open = false;
                changed = true;
            }
        } else if !response.has_focus() {
            opened.open = false;
        }
        if response.lost_focus() && offers.from == Origin::List {
            changed |= settle(typed, offers);
        }
    } else {
        changed |= response.changed();
        opened.open = false;
    }
    opened.shown = opened.open;
    ui.data_mut(|d| d.insert_temp(at, opened));
    (response, changed)
}

// The keys of the list, before the line sees them: whether the text changed, and whether another row was chosen.
fn keys(
    ui: &Ui,
    typed: &mut String,
    offers: &Offers<'_>,
    opened: &mut Opened,
    id: Id,
) -> (bool, bool) {
    let hit = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
    let rows = opened.items.len();
    if !opened.open {
        if hit(Key::ArrowDown) {
            opened.items = (offers.find)(part(typed, offers.several));
            if opened.items.is_empty() {
                opened.items = (offers.find)("");
            }
            opened.items.truncate(MOST);
            opened.open = !opened.items.is_empty();
            opened.chosen = opened.open.then_some(0);
        }
        return (false, false);
    }
    let (down, up) = (hit(Key::ArrowDown), hit(Key::ArrowUp));
    if down {
        opened.chosen = Some(opened.chosen.map_or(0, |n| (n + 1) % rows.max(1)));
    } else if up {
        opened.chosen = Some(
            opened
                .chosen
                .map_or(rows.saturating_sub(1), |n| (n + rows - 1) % rows.max(1)),
        );
    }
    if hit(Key::Escape) {
        opened.open = false;
        return (false, false);
    }
    let chosen = opened.chosen.and_then(|n| opened.items.get(n)).cloned();
    // Enter mostly comes as Tab (see keys.rs), which walks on; of several more may follow, so the focus stays for the next.
    let entered = if stays(offers, opened) {
        hit(Key::Tab)
    } else {
        ui.input(|i| i.key_pressed(Key::Tab) && i.modifiers.is_none())
    } || chosen.is_some() && hit(Key::Enter);
    if let Some((value, _)) = chosen.filter(|_| entered) {
        take(typed, &value, offers.several);
        cursor_to_end(ui, id, typed);
        opened.open = false;
        return (true, false);
    }
    (false, down || up)
}

fn stays(offers: &Offers<'_>, opened: &Opened) -> bool {
    offers.several && offers.from == Origin::List && opened.open && opened.chosen.is_some()
}

fn edit_ui(ui: &mut Ui, typed: &mut String, line: &Line<'_>, opened: &Opened) -> Response {
    let tab = line.offers.as_ref().is_some_and(|o| stays(o, opened));
    let edit = TextEdit::singleline(typed)
        .id(line.id)
        .return_key(None)
        .margin(Margin::symmetric(8, 5))
        .desired_width(line.width)
        .hint_text(line.hint.clone())
        .event_filter(EventFilter {
            tab,
            escape: opened.open,
            horizontal_arrows: true,
            vertical_arrows: true,
        });
    // A press into the list is no wish to leave the line.
    let layer = LayerId::new(PopupKind::Popup.order(), list_id(line.id));
    let pointer = ui.ctx().pointer_interact_pos();
    let over = opened.shown && pointer.and_then(|p| ui.ctx().layer_id_at(p)) == Some(layer);
    let before = ui.ctx().options(|o| o.input_options.surrender_focus_on);
    if over {
        ui.ctx()
            .options_mut(|o| o.input_options.surrender_focus_on = SurrenderFocusOn::Never);
    }
    let response = ui.add(edit).labelled_by(line.caption);
    ui.ctx()
        .options_mut(|o| o.input_options.surrender_focus_on = before);
    response
}

fn list_id(id: Id) -> Id {
    id.with("offered")
}

// The value that was clicked.
fn list_ui(line: &Response, opened: &mut Opened, moved: bool) -> Option<String> {
    let drawn = Popup::from_response(line)
        .id(list_id(line.id))
        .kind(PopupKind::Popup)
        .open(true)
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .align(RectAlign::BOTTOM_START)
        .align_alternatives(&[RectAlign::TOP_START])
        .gap(2.0)
        .width(line.rect.width())
        .show(|ui| {
            let mut clicked = None;
            ScrollArea::vertical()
                .max_height(theme::TOOL * 8.0)
                .show(ui, |ui| {
                    for (n, (value, label)) in opened.items.iter().enumerate() {
                        let on = opened.chosen == Some(n);
                        let row = ui.add(
                            Button::selectable(on, label.as_str())
                                .sense(Sense::CLICK)
                                .min_size(egui::vec2(ui.available_width(), 0.0)),
                        );
                        row.widget_info(|| {
                            WidgetInfo::selected(Role::ListBoxOption, true, on, label.as_str())
                        });
                        if on && moved {
                            row.scroll_to_me(None);
                        }
                        if row.clicked() {
                            clicked = Some(value.clone());
                        }
                    }
                });
            clicked
        });
    drawn.and_then(|d| d.inner)
}

impl Opened {
    // Another letter was typed.
    fn look(&mut self, typed: &mut String, offers: &Offers<'_>) {
        if offers.from == Origin::List && offers.several && typed.ends_with('、') {
            settle(typed, offers);
        }
        let words = part(typed, offers.several);
        self.items = if words.is_empty() {
            Vec::new()
        } else {
            (offers.find)(words)
        };
        // What begins so is meant before what only holds it.
        self.items
            .sort_by_key(|(value, _)| !value.starts_with(words));
        self.items.truncate(MOST);
        let exact = self.items.iter().any(|(value, _)| value == words);
        let letters = words.len() > 1 && words.bytes().all(|b| b.is_ascii_lowercase());
        self.chosen = (!exact && (offers.from == Origin::List || letters)).then_some(0);
        // One that stands there in full has nothing more to offer.
        self.open = !(self.items.is_empty() || exact && self.items.len() == 1);
    }
}

// The value being typed.
fn part(typed: &str, several: bool) -> &str {
    let last = typed.rsplit('、').next().filter(|_| several);
    last.unwrap_or(typed).trim()
}

fn take(typed: &mut String, value: &str, several: bool) {
    match typed.rfind('、').filter(|_| several) {
        Some(at) => typed.replace_range(at + '、'.len_utf8().., value),
        None => value.clone_into(typed),
    }
}

// Initials left in the field become what they stand for: `jz、zl` 讲座、展览.
fn settle(typed: &mut String, offers: &Offers<'_>) -> bool {
    let all = (offers.find)("");
    let whole = |text: &str| {
        let mut text = text.to_owned();
        form::complete(&mut text, &all);
        text
    };
    let settled = if offers.several {
        let parts: Vec<String> = typed.split('、').map(whole).collect();
        parts.join("、")
    } else {
        whole(typed)
    };
    let changed = settled != *typed;
    *typed = settled;
    changed
}

pub(super) fn cursor_to_end(ui: &Ui, id: Id, typed: &str) {
    let end = CCursor::new(typed.chars().count());
    mark(ui, id, CCursorRange::one(end));
}

pub(super) fn select_all(ui: &Ui, id: Id, typed: &str) {
    let end = CCursor::new(typed.chars().count());
    mark(ui, id, CCursorRange::two(CCursor::new(0), end));
}

fn mark(ui: &Ui, id: Id, range: CCursorRange) {
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    state.cursor.set_char_range(Some(range));
    state.store(ui.ctx(), id);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(words: &str) -> Vec<(String, String)> {
        let all: Vec<(String, String)> = ["讲座", "科普讲座", "展览", "竞赛"]
            .iter()
            .map(|o| ((*o).to_owned(), (*o).to_owned()))
            .collect();
        form::matching(&all, words)
    }

    fn looked(typed: &str, from: Origin) -> (Vec<String>, Option<usize>, bool) {
        let offers = Offers {
            find: &forms,
            from,
            several: true,
        };
        let mut opened = Opened::default();
        opened.look(&mut typed.to_owned(), &offers);
        let items = opened.items.into_iter().map(|(value, _)| value);
        (items.collect(), opened.chosen, opened.open)
    }

    #[test]
    fn the_last_of_several_is_looked_for_and_what_begins_so_stands_first() {
        let both = vec!["讲座".to_owned(), "科普讲座".to_owned()];
        assert_eq!(
            looked("展览、讲", Origin::List),
            (both.clone(), Some(0), true)
        );
        // A new text is not replaced by an earlier one unless the clerk chooses it.
        assert_eq!(looked("讲", Origin::Earlier), (both.clone(), None, true));
        assert_eq!(looked("jz", Origin::Earlier), (both, Some(0), true));
        assert!(!looked("展览", Origin::List).2);
        assert!(!looked("展览、", Origin::List).2);
    }

    #[test]
    fn initials_of_several_become_their_items() {
        let offers = Offers {
            find: &forms,
            from: Origin::List,
            several: true,
        };
        let mut typed = "zl、js".to_owned();
        assert!(settle(&mut typed, &offers));
        assert_eq!(typed, "展览、竞赛");
    }
}
