//! The palette of Ctrl+K: one field over all commands by Chinese words or 拼音首字母, the records that fit below them. Arrows
//! walk, Enter does it, Esc leaves everything as it was.

use super::list::Does;
use super::list::Item;
use super::list::offered;
use crate::app::Hit;
use crate::app::desk::Ask;
use crate::app::desk::Snapshot;
use crate::model::Uid;
use crate::model::search::Index;
use crate::model::search::begins_with;
use crate::model::text;
use crate::ui::Desktop;
use crate::ui::action::Action;
use crate::ui::theme;
use egui::Align2;
use egui::Key;
use egui::Modifiers;
use egui::ScrollArea;
use egui::Sense;
use egui::TextEdit;
use egui::Ui;
use egui::Vec2;

/// How many commands that were used stand on top.
const RECENT: usize = 6;
/// Lines a page key walks.
const PAGE: usize = 10;
const WIDTH: f32 = 620.0;
const HIGH: f32 = 440.0;

/// The palette between frames.
#[derive(Default)]
pub(in crate::ui) struct Palette {
    open: bool,
    words: String,
    /// The words the lines were found for; none before the first time.
    found_for: Option<String>,
    items: Vec<Item>,
    index: Index,
    lines: Vec<Line>,
    at: usize,
    follow: bool,
    hits: Vec<Hit>,
    recent: Vec<Does>,
    /// What had the keyboard before.
    before: Option<egui::Id>,
    /// Frames until it has it again: what lies under a dialog is not given the keyboard while egui knows of the dialog.
    wait: u8,
}

#[derive(Debug, Clone)]
struct Line {
    sort: String,
    title: String,
    keys: String,
    does: Does,
}

impl Palette {
    /// Open it; the keyboard goes back to where it was when nothing is chosen.
    pub(in crate::ui) fn open(&mut self, before: Option<egui::Id>) {
        *self = Self {
            open: true,
            before,
            recent: std::mem::take(&mut self.recent),
            ..Self::default()
        };
    }

    /// Whether it stands over the window.
    pub(in crate::ui) fn is_open(&self) -> bool {
        self.open
    }

    /// Close it.
    pub(in crate::ui) fn close(&mut self) {
        self.open = false;
    }

    /// Records for these words came.
    pub(in crate::ui) fn take(&mut self, words: &str, hits: &[Hit]) {
        if self.open && self.found_for.as_deref() == Some(words) {
            hits.clone_into(&mut self.hits);
            self.list();
        }
    }

    fn fill(&mut self, items: Vec<Item>) {
        for (n, item) in items.iter().enumerate() {
            let text = format!("{} {}\n{}", item.sort, item.title, item.also);
            self.index.put(Uid::invented(0, n as u64), &text);
        }
        self.items = items;
    }

    fn used(&mut self, does: Does) {
        if !matches!(does, Does::Record(..)) {
            self.recent.retain(|d| *d != does);
            self.recent.insert(0, does);
            self.recent.truncate(RECENT);
        }
    }

    // Commands in the order of how near they come to the words; those used last first while there are none. Then records.
    fn list(&mut self) {
        let words = text::normal(self.words.trim());
        let found = self.index.find(&self.words);
        let place = |n: usize| Uid::invented(0, n as u64);
        let mut items: Vec<(usize, &Item)> = self
            .items
            .iter()
            .enumerate()
            .filter(|(n, _)| found.contains(&place(*n)))
            .map(|(n, item)| (self.rank(item, &words, n), item))
            .collect();
        items.sort_by_key(|(rank, _)| *rank);
        let commands = items.into_iter().map(|(_, item)| Line {
            sort: item.sort.to_owned(),
            title: item.title.clone(),
            keys: item.keys.clone(),
            does: item.does,
        });
        let records = self.hits.iter().map(|hit| Line {
            sort: hit.register.label().to_owned(),
            title: hit.title.clone(),
            keys: String::new(),
            does: Does::Record(hit.register, hit.uid),
        });
        self.lines = commands.chain(records).collect();
        self.at = self.at.min(self.lines.len().saturating_sub(1));
    }

    fn rank(&self, item: &Item, words: &str, n: usize) -> usize {
        if words.is_empty() {
            let used = self.recent.iter().position(|d| *d == item.does);
            return used.unwrap_or(RECENT + n);
        }
        let title = text::normal(&item.title);
        // R3 科普活动台账 is called by its number and by its name.
        let name = item
            .title
            .split_once(' ')
            .filter(|_| matches!(item.does, Does::Report(_)));
        if begins_with(&title, words) || name.is_some_and(|(_, name)| begins_with(name, words)) {
            0
        } else {
            // What only fits by its other words comes last.
            1 + usize::from(!title.contains(words) && text::normal(&item.also).contains(words))
        }
    }

    fn walk(&mut self, down: usize, up: usize) {
        let last = self.lines.len().saturating_sub(1);
        if down + up > 0 {
            self.at = (self.at + down).saturating_sub(up).min(last);
            self.follow = true;
        }
    }
}

/// Draw the palette when it is open, and carry out what was chosen.
pub(in crate::ui) fn palette_ui(
    ctx: &egui::Context,
    desktop: &mut Desktop,
    state: &Snapshot,
) -> Vec<Action> {
    let mut actions = Vec::new();
    if !desktop.palette.open {
        give_back(ctx, &mut desktop.palette);
        return actions;
    }
    if desktop.palette.items.is_empty() {
        let items = offered(desktop, state);
        desktop.palette.fill(items);
    }
    let composing = desktop.composing;
    let palette = &mut desktop.palette;
    let mut chosen = None;
    if !composing {
        let hit = |key| usize::from(ctx.input_mut(|i| i.consume_key(Modifiers::NONE, key)));
        let down = hit(Key::ArrowDown) + hit(Key::PageDown) * PAGE;
        let up = hit(Key::ArrowUp) + hit(Key::PageUp) * PAGE;
        palette.walk(down, up);
        let typing = ctx.input(|i| i.events.iter().any(|e| matches!(e, egui::Event::Text(_))));
        let known = palette.found_for.as_ref() == Some(&palette.words);
        // Letters of this frame are not in the field yet: Enter would carry out the line of the words before.
        if known && !typing && hit(Key::Enter) > 0 {
            chosen = palette.lines.get(palette.at).map(|l| l.does);
        }
        if palette.found_for.as_ref() != Some(&palette.words) {
            palette.found_for = Some(palette.words.clone());
            palette.hits.clear();
            palette.at = 0;
            palette.follow = true;
            palette.list();
            actions.push(Action::Ask(Ask::Find(palette.words.clone())));
        }
    }
    let id = egui::Id::unique("palette");
    let area = egui::Modal::default_area(id).anchor(Align2::CENTER_TOP, Vec2::new(0.0, 56.0));
    let modal = egui::Modal::new(id).area(area).show(ctx, |ui| {
        ui.set_width(WIDTH.min(ctx.content_rect().width() - 60.0));
        if let Some(does) = list_ui(ui, palette) {
            chosen = Some(does);
        }
    });
    if let Some(does) = chosen {
        palette.used(does);
        palette.close();
        palette.before = None;
        let now = ctx.input(|i| i.time);
        actions.extend(desktop.choose(does, now, ctx, state));
    } else if modal.should_close() && !composing {
        palette.close();
        palette.wait = 2;
        ctx.request_repaint();
    }
    actions
}

fn give_back(ctx: &egui::Context, palette: &mut Palette) {
    if palette.before.is_none() {
        return;
    }
    palette.wait = palette.wait.saturating_sub(1);
    ctx.request_repaint();
    if palette.wait == 0
        && let Some(before) = palette.before.take()
    {
        ctx.memory_mut(|m| m.request_focus(before));
    }
}

fn list_ui(ui: &mut Ui, palette: &mut Palette) -> Option<Does> {
    let edit = TextEdit::singleline(&mut palette.words)
        .hint_text("命令、页面、报表、记录：文字或拼音首字母")
        .margin(egui::Margin::symmetric(10, 7))
        .desired_width(f32::INFINITY);
    let field = ui.add(edit).accessible_name("找命令和记录");
    // Nothing else in here is typed into: the keyboard stays with the words.
    if !field.has_focus() {
        field.request_focus();
    }
    let mut chosen = None;
    let high = HIGH.min(ui.ctx().content_rect().height() - 190.0);
    ScrollArea::vertical()
        .id_salt("palette_lines")
        .max_height(high)
        .min_scrolled_height(high)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            if palette.lines.is_empty() {
                ui.label(theme::weak("没有找到，换个词或拼音首字母"));
            }
            for (n, line) in palette.lines.iter().enumerate() {
                let on = n == palette.at;
                let response = line_ui(ui, line, on);
                if on && palette.follow {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    chosen = Some(line.does);
                }
            }
        });
    palette.follow = false;
    ui.separator();
    ui.label(theme::weak("↑ ↓ 选择，Enter 打开，Esc 关闭").size(13.0));
    chosen
}

fn line_ui(ui: &mut Ui, line: &Line, on: bool) -> egui::Response {
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), 30.0), Sense::click());
    let name = format!("{} {}", line.sort, line.title);
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, on, name.as_str())
    });
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_selected(on));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let now = theme::now();
    let painter = ui.painter();
    if on || response.hovered() {
        let fill = if on { now.accent_soft } else { now.stripe };
        painter.rect_filled(rect, 4, fill);
    }
    if on {
        // A bar beside the colour says which line Enter takes.
        let bar = egui::Rect::from_min_size(
            rect.min + Vec2::new(0.0, 6.0),
            Vec2::new(3.0, rect.height() - 12.0),
        );
        painter.rect_filled(bar, 1, now.accent);
    }
    let mut inner = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(rect.shrink2(Vec2::new(10.0, 0.0)))
            .layout(egui::Layout::left_to_right(egui::Align::Center)),
    );
    let text = |text: &str, size: f32, ink| egui::RichText::new(text).size(size).color(ink);
    inner.allocate_ui_with_layout(
        Vec2::new(104.0, rect.height()),
        egui::Layout::left_to_right(egui::Align::Center),
        |ui| {
            ui.set_min_width(104.0);
            ui.add(egui::Label::new(text(&line.sort, 13.0, now.ink_weak)).truncate());
        },
    );
    inner.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        if !line.keys.is_empty() {
            ui.label(text(&line.keys, 13.0, now.ink_weak));
        }
        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.add(egui::Label::new(text(&line.title, 15.0, now.ink)).truncate());
        });
    });
    response
}
