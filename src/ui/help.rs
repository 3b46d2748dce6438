//! F1: the manual in the window, open at what the screen is about. Sections at the left, text at the right, one field finds
//! words or 拼音首字母 in them; page keys scroll, Esc closes. It prints by the way every report prints.

use super::Desktop;
use super::action::Action;
use super::files::Purpose;
use super::screen::Screen;
use super::screen::first;
use super::theme;
use super::widget::button;
use crate::app::desk::Ask;
use crate::app::desk::Snapshot;
use crate::app::manual::manual;
use crate::app::outfile::Way;
use crate::model::Uid;
use crate::model::manual::Section;
use crate::model::search::Index;
use egui::Key;
use egui::Label;
use egui::Modifiers;
use egui::ScrollArea;
use egui::TextEdit;
use egui::Ui;
use egui::Vec2;
use egui_material_icons::icons;
use std::path::PathBuf;

/// How far an arrow and a page key scroll, in points.
const STEP: f32 = 60.0;
const PAGE: f32 = 420.0;
/// Width of the list of sections.
const LIST: f32 = 232.0;
/// Widest the text is read with ease.
const TEXT: f32 = 700.0;
/// Narrower than this the sections leave the whole width to the text.
const NARROW: f32 = 640.0;

/// The manual in the window.
#[derive(Default)]
pub(super) struct Help {
    open: bool,
    at: usize,
    words: String,
    index: Index,
    /// The section is to be brought to the top.
    follow: bool,
    focus: bool,
}

impl Help {
    /// Open it at a section.
    pub(super) fn open(&mut self, at: usize) {
        if self.index.is_empty() {
            for (n, section) in manual().sections.iter().enumerate() {
                let text = format!(
                    "{}\n{}\n{}",
                    section.chapter,
                    section.title,
                    section.lines.join("\n")
                );
                self.index.put(key(n), &text);
            }
        }
        self.open = true;
        self.at = at;
        self.words.clear();
        self.follow = true;
        self.focus = true;
    }

    /// Open it at what a screen is about.
    pub(super) fn open_about(&mut self, screen: Screen) {
        let area = screen.area().map_or("", |a| a.label);
        let usual = match screen {
            Screen::Register(_) => "科普活动",
            _ => "工作台",
        };
        let at = manual().about(&[screen.label(), area, usual]);
        self.open(at.unwrap_or_default());
    }

    /// Whether it stands over the window.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// Close it.
    pub(super) fn close(&mut self) {
        self.open = false;
    }

    // The sections the words are found in.
    fn shown(&self) -> Vec<(usize, &'static Section)> {
        let found = self.index.find(&self.words);
        let sections = manual().sections.iter().enumerate();
        sections.filter(|(n, _)| found.contains(&key(*n))).collect()
    }
}

fn key(n: usize) -> Uid {
    Uid::invented(0, n as u64)
}

/// Draw the manual when it is open.
pub(super) fn help_ui(ctx: &egui::Context, desktop: &mut Desktop, state: &Snapshot) -> Vec<Action> {
    let mut actions = Vec::new();
    let help = &mut desktop.help;
    let scroll = if desktop.composing {
        Scroll::default()
    } else {
        scrolled(ctx, help)
    };
    let mut close = false;
    let mut keys = false;
    let room = ctx.content_rect().size() - Vec2::new(48.0, 64.0);
    let modal = egui::Modal::new(egui::Id::unique("help")).show(ctx, |ui| {
        ui.set_width(room.x.min(LIST + TEXT + 60.0));
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::strong("说明书", 18.0));
            let edit = TextEdit::singleline(&mut help.words)
                .hint_text("文字或拼音首字母")
                .margin(egui::Margin::symmetric(8, 5))
                .desired_width(190.0);
            let field = ui.add(edit).accessible_name("在说明书里查找");
            if std::mem::take(&mut help.focus) {
                field.request_focus();
            }
            if button::tool(ui, icons::ICON_PRINT, "打印说明书").clicked() {
                actions.push(Action::Ask(Ask::Manual(Way::Print)));
            }
            if button::tool(ui, icons::ICON_PICTURE_AS_PDF, "存为 PDF…").clicked() {
                actions.push(save());
            }
            if state.writable && ui.button("先做这几步").clicked() {
                actions.push(Action::Go(Screen::Home));
                actions.push(first::call(state.first_steps));
                close = true;
            }
            keys = ui.button("快捷键").clicked();
            close |= ui.button("关闭").clicked();
        });
        ui.separator();
        let shown = help.shown();
        let high = room.y - 60.0;
        if shown.is_empty() {
            ui.label(theme::weak("没有找到，换个词或拼音首字母"));
            return;
        }
        if ui.available_width() < NARROW {
            text_ui(ui, help, &shown, &scroll, high);
            return;
        }
        ui.horizontal_top(|ui| {
            ui.vertical(|ui| {
                ui.set_width(LIST);
                list_ui(ui, help, &shown, high);
            });
            ui.separator();
            ui.vertical(|ui| text_ui(ui, help, &shown, &scroll, high));
        });
    });
    if close || keys || modal.should_close() {
        help.close();
    }
    if keys {
        desktop.shortcuts = true;
    }
    actions
}

/// Where the manual is to be saved is asked for.
pub(super) fn save() -> Action {
    Action::Pick(Purpose::SaveManual(PathBuf::from("科普台账使用说明书.pdf")))
}

/// How far the keys of this frame scroll, in points; an end of the text when they go there.
#[derive(Debug, Default)]
struct Scroll {
    by: f32,
}

fn scrolled(ctx: &egui::Context, help: &Help) -> Scroll {
    let hit = |key| ctx.input_mut(|i| i.consume_key(Modifiers::NONE, key));
    let mut by = 0.0;
    for (key, step) in [
        (Key::ArrowDown, STEP),
        (Key::ArrowUp, -STEP),
        (Key::PageDown, PAGE),
        (Key::PageUp, -PAGE),
    ] {
        if hit(key) {
            by += step;
        }
    }
    // In words these are the caret's.
    if help.words.is_empty() {
        for (key, step) in [(Key::End, 1e6), (Key::Home, -1e6)] {
            if hit(key) {
                by += step;
            }
        }
    }
    Scroll { by }
}

fn list_ui(ui: &mut Ui, help: &mut Help, shown: &[(usize, &'static Section)], high: f32) {
    ScrollArea::vertical()
        .id_salt("help_list")
        .max_height(high)
        .min_scrolled_height(high)
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let mut chapter = "";
            for (n, section) in shown {
                if section.chapter != chapter {
                    chapter = &section.chapter;
                    ui.add_space(5.0);
                    ui.label(theme::strong(chapter, 15.0));
                }
                let face = egui::Button::selectable(help.at == *n, &section.title)
                    .truncate()
                    .min_size(Vec2::new(ui.available_width(), 28.0));
                if ui.add(face).clicked() {
                    help.at = *n;
                    help.follow = true;
                }
            }
        });
}

fn text_ui(
    ui: &mut Ui,
    help: &mut Help,
    shown: &[(usize, &'static Section)],
    scroll: &Scroll,
    high: f32,
) {
    ScrollArea::vertical()
        .id_salt("help_text")
        .max_height(high)
        .min_scrolled_height(high)
        .auto_shrink(false)
        .show(ui, |ui| {
            if scroll.by != 0.0 {
                ui.scroll_with_delta(Vec2::new(0.0, -scroll.by));
            }
            let mut chapter = "";
            for (n, section) in shown {
                if section.chapter != chapter {
                    chapter = &section.chapter;
                    ui.add_space(8.0);
                    ui.label(theme::strong(chapter, 18.0));
                }
                ui.add_space(4.0);
                let head = ui.label(theme::strong(&section.title, 16.0));
                if help.at == *n && std::mem::take(&mut help.follow) {
                    head.scroll_to_me(Some(egui::Align::TOP));
                }
                for line in &section.lines {
                    line_ui(ui, line);
                }
            }
            // So that the last section can stand at the top too.
            ui.add_space(high * 0.6);
        });
}

// A step hangs under its number.
fn line_ui(ui: &mut Ui, line: &str) {
    let step = line
        .split_once(". ")
        .filter(|(number, _)| number.parse::<u8>().is_ok());
    match step {
        Some((number, rest)) => {
            ui.horizontal_top(|ui| {
                ui.add_space(10.0);
                ui.label(format!("{number}."));
                ui.add(Label::new(rest).wrap());
            });
        }
        None => {
            ui.add(Label::new(line).wrap());
        }
    }
}
