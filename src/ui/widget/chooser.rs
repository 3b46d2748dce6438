//! One of many, found by typing: a button that says what is chosen, and under it a list that text or 拼音首字母 narrows.
//! The list is handed in, so that a hundred thousand names are looked through elsewhere and no frame waits.

use crate::model::Uid;
use crate::ui::theme;
use egui::Key;
use egui::Modifiers;
use egui::Popup;
use egui::PopupCloseBehavior;
use egui::ScrollArea;
use egui::TextEdit;
use egui::Ui;
use egui::Vec2;
use egui_material_icons::icons;

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Which one.
    pub uid: Uid,
    /// What the list says.
    pub label: String,
}

/// What the clerk did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// Typed: a list for these words is wanted, handed in by [`Chooser::offer`].
    Look(String),
    /// All of them.
    All,
    /// One.
    One(Choice),
}

/// A chooser between frames.
#[derive(Debug, Default)]
pub struct Chooser {
    open: bool,
    words: String,
    asked: Option<String>,
    choices: Vec<Choice>,
    /// The words the choices were found by.
    offered: Option<String>,
    /// Enter was pressed before they came: the first of them is meant.
    taking: bool,
    more: usize,
    /// The marked line; 0 is 全部.
    at: usize,
}

/// How a chooser is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Look<'l> {
    /// What is chosen: 活动.
    pub name: &'l str,
    /// What stands there when none is chosen: 全部活动.
    pub all: &'l str,
    /// The chosen one.
    pub now: Option<&'l str>,
    /// Its width in points.
    pub width: f32,
    /// Pinyin is being composed: nothing is looked up meanwhile.
    pub composing: bool,
}

impl Chooser {
    /// Whether a list for these words is waited for.
    pub fn waits_for(&self, words: &str) -> bool {
        self.open && self.asked.as_deref() == Some(words)
    }

    /// Take the list for the words typed.
    pub fn offer(&mut self, choices: Vec<Choice>, more: usize) {
        self.choices = choices;
        self.offered.clone_from(&self.asked);
        self.more = more;
        // With words typed the first hit is what Enter takes.
        self.at = usize::from(!self.words.trim().is_empty() && !self.choices.is_empty());
    }

    fn close(&mut self) {
        *self = Self::default();
    }
}

/// Height of a line of the list.
const LINE: f32 = 28.0;

/// Draw it, and the list when it is open.
pub fn chooser_ui(ui: &mut Ui, chooser: &mut Chooser, look: Look<'_>) -> Option<Chosen> {
    let said = look.now.unwrap_or(look.all);
    let arrow = egui::RichText::new(icons::ICON_ARROW_DROP_DOWN.codepoint)
        .family(theme::icons())
        .size(18.0);
    let face = egui::Button::new(said)
        .truncate()
        .right_text(arrow)
        .min_size(Vec2::new(look.width - 2.0, LINE));
    // A text at the right of a button draws it as wide as there is room.
    let button = ui
        .scope(|ui| {
            ui.set_max_width(look.width - 2.0);
            ui.add(face)
        })
        .inner
        .accessible_name(format!("{}：{said}", look.name));
    if button.clicked() {
        let open = !chooser.open;
        chooser.close();
        chooser.open = open;
    }
    if !chooser.open {
        return None;
    }
    let mut chosen = None;
    let mut open = true;
    Popup::from_response(&button)
        .open_bool(&mut open)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .width(button.rect.width().max(300.0))
        .show(|ui| chosen = list_ui(ui, chooser, look));
    let done = matches!(chosen, Some(Chosen::All | Chosen::One(_)));
    if !open || done {
        chooser.close();
    }
    if done {
        button.request_focus();
    }
    chosen
}

fn list_ui(ui: &mut Ui, chooser: &mut Chooser, look: Look<'_>) -> Option<Chosen> {
    ui.set_width(button_width(ui));
    let first = chooser.asked.is_none();
    // Before the field sees them: there they would move the caret.
    let hit = |key| ui.ctx().input_mut(|i| i.consume_key(Modifiers::NONE, key));
    let (up, down, enter) = if look.composing {
        (false, false, false)
    } else {
        (hit(Key::ArrowUp), hit(Key::ArrowDown), hit(Key::Enter))
    };
    let edit = TextEdit::singleline(&mut chooser.words)
        .hint_text("输入名称或拼音首字母")
        .margin(egui::Margin::symmetric(8, 5))
        .desired_width(f32::INFINITY);
    let typed = ui.add(edit).accessible_name(format!("查找{}", look.name));
    if first {
        typed.request_focus();
    }
    let lines = chooser.choices.len() + 1;
    if down {
        chooser.at = (chooser.at + 1).min(lines - 1);
    }
    if up {
        chooser.at = chooser.at.saturating_sub(1);
    }
    if enter {
        chooser.taking = true;
    } else if typed.changed() {
        chooser.taking = false;
    }
    let came = chooser.offered.as_deref() == Some(chooser.words.as_str());
    // What was not found is not everything.
    let any = chooser.words.trim().is_empty() || !chooser.choices.is_empty();
    let mut taken = (chooser.taking && came && any).then_some(chooser.at);
    let area = ScrollArea::vertical()
        .max_height(320.0)
        .auto_shrink([false, true]);
    let space = ui.spacing().item_spacing.y;
    let area = if up || down {
        area.vertical_scroll_offset(((chooser.at as f32 - 4.0) * (LINE + space)).max(0.0))
    } else {
        area
    };
    area.show_rows(ui, LINE, lines, |ui, rows| {
        for line in rows {
            let label = match line.checked_sub(1) {
                None => look.all,
                Some(n) => chooser.choices.get(n).map_or("", |c| c.label.as_str()),
            };
            let face = egui::Button::selectable(line == chooser.at, label)
                .truncate()
                .min_size(Vec2::new(ui.available_width(), LINE));
            if ui.add(face).clicked() {
                taken = Some(line);
            }
        }
    });
    if chooser.choices.is_empty() && !chooser.words.trim().is_empty() {
        ui.label(theme::weak("没有找到，换个词试试").size(13.0));
    } else if chooser.more > 0 {
        ui.label(theme::weak(format!("另有 {} 项，请输入名称", chooser.more)).size(13.0));
    }
    if let Some(line) = taken {
        return match line.checked_sub(1) {
            None => Some(Chosen::All),
            Some(n) => chooser.choices.get(n).cloned().map(Chosen::One),
        };
    }
    let new = chooser.asked.as_deref() != Some(chooser.words.as_str());
    if new && !look.composing {
        chooser.asked = Some(chooser.words.clone());
        return Some(Chosen::Look(chooser.words.clone()));
    }
    None
}

fn button_width(ui: &Ui) -> f32 {
    ui.available_width().clamp(260.0, 420.0)
}
