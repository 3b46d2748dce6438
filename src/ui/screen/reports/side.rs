//! The right side: what to look at before printing, what a figure was counted from, the pages by number and heading.

use super::ReportsScreen;
use crate::app::Register;
use crate::app::behind::Behind;
use crate::app::checks::FAULT;
use crate::app::desk::Proof;
use crate::model::Uid;
use crate::ui::action::Action;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::fonts_note::fonts_note_ui;
use crate::ui::widget::fonts_note::undrawable_ui;
use crate::ui::widget::link;
use egui::FontId;
use egui::Label;
use egui::RichText;
use egui::ScrollArea;
use egui::TextEdit;
use egui::Ui;
use egui::Vec2;
use std::sync::Arc;

/// What it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Checks,
    Records,
    Contents,
}

/// A line of the list of pages.
#[derive(Debug, PartialEq)]
struct Line {
    page: usize,
    y: f32,
    level: u8,
    text: String,
}

/// The right side between frames.
#[derive(Debug, Default)]
pub(super) struct Side {
    tab: Option<Tab>,
    lines: Vec<Line>,
    asked: Option<Arc<[Uid]>>,
    behind: Option<Behind>,
    words: String,
    shown: Vec<usize>,
    shown_for: Option<String>,
}

/// Most contradictions that are listed; more than that are mended in the registers.
const MOST_ODD: usize = 200;

impl Side {
    pub(super) fn is_open(&self) -> bool {
        self.tab.is_some()
    }

    pub(super) fn shows(&self, tab: Tab) -> bool {
        self.tab == Some(tab)
    }

    pub(super) fn open(&mut self, tab: Tab) {
        self.tab = Some(tab);
    }

    pub(super) fn close(&mut self) {
        self.tab = None;
    }

    /// Another report.
    pub(super) fn forget(&mut self) {
        self.asked = None;
        self.behind = None;
    }

    /// Other pages.
    pub(super) fn renew(&mut self, proof: &Proof) {
        self.lines.clear();
        for (page, sheet) in proof.laid.pages.iter().enumerate() {
            if sheet.bookmarks.is_empty() {
                self.lines.push(Line {
                    page,
                    y: 0.0,
                    level: 1,
                    text: String::new(),
                });
            }
            for mark in &sheet.bookmarks {
                self.lines.push(Line {
                    page,
                    y: (mark.y - 12.0).max(0.0),
                    level: mark.level,
                    text: mark.title.clone(),
                });
            }
        }
    }

    /// The records whose look is on, to look them up anew after a change.
    pub(super) fn asked(&self) -> Option<Arc<[Uid]>> {
        self.asked.clone()
    }

    /// A figure was clicked; its records are being looked up.
    pub(super) fn ask(&mut self, records: Arc<[Uid]>) {
        self.asked = Some(records);
        self.behind = None;
        self.words.clear();
        self.shown_for = None;
        self.open(Tab::Records);
    }

    /// They came.
    pub(super) fn take(&mut self, records: &Arc<[Uid]>, behind: Behind) {
        if self.asked.as_ref() == Some(records) {
            self.behind = Some(behind);
            self.shown_for = None;
        }
    }
}

pub(super) fn side_ui(
    ui: &mut Ui,
    screen: &mut ReportsScreen,
    scene: &Scene<'_>,
    actions: &mut Vec<Action>,
) {
    match screen.side.tab {
        Some(Tab::Checks) => checks_ui(ui, screen.proof.as_deref(), actions),
        Some(Tab::Records) => records_ui(ui, &mut screen.side, scene.composing, actions),
        Some(Tab::Contents) => contents_ui(ui, screen),
        None => {}
    }
}

fn checks_ui(ui: &mut Ui, proof: Option<&Proof>, actions: &mut Vec<Action>) {
    let Some(proof) = proof else {
        ui.label(theme::weak("正在排版…"));
        return;
    };
    let (faults, doubts) = (proof.faults, proof.doubts);
    button::section(ui, "打印前核对");
    ui.horizontal_wrapped(|ui| {
        for (count, what, ink, ground) in [
            (faults, "错误", theme::now().bad, theme::now().bad_soft),
            (doubts, "核实", theme::now().warn, theme::now().warn_soft),
            (
                proof.laid.undrawable.len(),
                "打不出的字",
                theme::now().bad,
                theme::now().bad_soft,
            ),
        ] {
            if count > 0 {
                button::badge(ui, &format!("{what} {count}"), ink, ground);
            }
        }
        let explained = proof.odd.len() - faults - doubts;
        if explained > 0 {
            button::badge(
                ui,
                &format!("已说明 {explained}"),
                theme::now().good,
                theme::now().good_soft,
            );
        }
    });
    if proof.odd.is_empty() && proof.laid.undrawable.is_empty() {
        ui.label(RichText::new("没有发现矛盾，可以打印").color(theme::now().good));
    }
    ScrollArea::vertical()
        .id_salt("report_checks")
        .auto_shrink(false)
        .show(ui, |ui| {
            undrawable_ui(ui, &proof.laid, actions);
            odd_ui(ui, proof, actions);
            fonts_note_ui(ui, &proof.laid);
        });
}

fn odd_ui(ui: &mut Ui, proof: &Proof, actions: &mut Vec<Action>) {
    let odd = &proof.odd;
    for one in odd.iter().take(MOST_ODD) {
        let ink = match (one.explanation.is_empty(), one.level == FAULT) {
            (true, true) => theme::now().bad,
            (true, false) => theme::now().ink,
            (false, _) => theme::now().ink_weak,
        };
        let mut text = format!("{}：{}", one.title, one.what);
        if !one.explanation.is_empty() {
            text = format!("{text}（已说明：{}）", one.explanation);
        }
        let label = Label::new(RichText::new(text).color(ink).size(14.0)).wrap();
        if one.id == Uid::default() {
            // What is no matter of one record leads nowhere.
            ui.add(label);
        } else if link::clicked(ui, label) {
            actions.push(Action::Open(one.register, one.id));
        }
    }
    if odd.len() > MOST_ODD {
        ui.label(theme::weak(format!("另有 {} 处", odd.len() - MOST_ODD)).size(13.0));
    }
}

fn records_ui(ui: &mut Ui, side: &mut Side, composing: bool, actions: &mut Vec<Action>) {
    button::section(ui, "数字来源");
    if side.asked.is_none() {
        let text = "单击报表上的数字或姓名，这里列出它来自哪些记录。";
        ui.add(Label::new(theme::weak(text)).wrap());
        return;
    }
    let Some(behind) = &side.behind else {
        ui.label(theme::weak("正在查找…"));
        return;
    };
    ui.label(theme::strong(
        format!("来自 {} 条记录", behind.hits.len()),
        15.0,
    ));
    if behind.gone > 0 {
        ui.label(theme::weak(format!("另有 {} 条已删除", behind.gone)).size(13.0));
    }
    if behind.hits.len() > 8 {
        let edit = TextEdit::singleline(&mut side.words)
            .hint_text("查找：名称或拼音首字母")
            .margin(egui::Margin::symmetric(8, 5))
            .desired_width(f32::INFINITY);
        ui.add(edit).accessible_name("在这些记录里查找");
    }
    if !composing && side.shown_for.as_ref() != Some(&side.words) {
        side.shown = behind.find(&side.words);
        side.shown_for = Some(side.words.clone());
    }
    if side.shown.is_empty() && !side.words.trim().is_empty() {
        ui.label(theme::weak("没有找到"));
    }
    let high = 62.0;
    ScrollArea::vertical()
        .id_salt("report_records")
        .auto_shrink(false)
        .show_rows(ui, high, side.shown.len(), |ui, rows| {
            for place in rows.filter_map(|row| side.shown.get(row)) {
                if let Some(hit) = behind.hits.get(*place) {
                    record_ui(ui, (hit.register, hit.uid), &hit.title, high, actions);
                }
            }
        });
}

// The title, and under it where it stands; one place to click.
fn record_ui(
    ui: &mut Ui,
    (register, uid): (Register, Uid),
    title: &str,
    high: f32,
    actions: &mut Vec<Action>,
) {
    let mut job = egui::text::LayoutJob::default();
    let part = |size, colour| egui::TextFormat::simple(FontId::proportional(size), colour);
    job.append(&cut(title), 0.0, part(14.5, theme::now().ink));
    job.append("\n", 0.0, part(4.0, theme::now().ink));
    job.append(register.label(), 0.0, part(12.5, theme::now().ink_weak));
    let size = Vec2::new(ui.available_width(), high);
    let face = egui::Button::selectable(false, job).wrap().min_size(size);
    if ui.add(face).accessible_name(title).clicked() {
        actions.push(Action::Open(register, uid));
    }
}

// So much of a title that it stands in two lines.
fn cut(title: &str) -> String {
    let mut room = 28.0;
    let mut cut = String::new();
    for c in title.chars() {
        room -= if c.is_ascii() { 0.55 } else { 1.0 };
        if room < 0.0 {
            cut.push('…');
            break;
        }
        cut.push(c);
    }
    cut
}

fn contents_ui(ui: &mut Ui, screen: &mut ReportsScreen) {
    button::section(ui, "页面目录");
    let (side, view) = (&screen.side, &mut screen.view);
    let high = 26.0;
    let here = side.lines.iter().position(|l| l.page == view.current);
    ScrollArea::vertical()
        .id_salt("report_contents")
        .auto_shrink(false)
        .show_rows(ui, high, side.lines.len(), |ui, rows| {
            ui.spacing_mut().button_padding = Vec2::new(6.0, 2.0);
            for (row, line) in rows.filter_map(|row| Some((row, side.lines.get(row)?))) {
                let number = line.page + 1;
                let text = if line.text.is_empty() {
                    format!("第 {number} 页")
                } else {
                    let space = "　".repeat(usize::from(line.level.saturating_sub(1).min(3)));
                    format!("{number}{space} {}", line.text)
                };
                let face = egui::Button::selectable(here == Some(row), text)
                    .truncate()
                    .min_size(Vec2::new(ui.available_width(), high));
                if ui.add(face).clicked() {
                    view.show(line.page, line.y);
                }
            }
        });
}
