//! 传播量: a year grid of officers by months, filled like a spreadsheet and pasted from one.

use crate::app::block::cells_of;
use crate::app::command::Command;
use crate::app::command::ReachCell;
use crate::app::desk::Ask;
use crate::model::Uid;
use crate::model::day::Month;
use crate::model::number::read_count;
use crate::ui::action::Action;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::page_preview::empty_ui;
use egui::Event;
use egui::Key;
use egui::Modifiers;
use egui::Sense;
use egui::TextEdit;
use egui::Ui;
use egui::Vec2;
use egui_extras::Column;
use egui_extras::TableBuilder;
use egui_material_icons::icons;
use std::collections::BTreeMap;

/// The grid on screen.
#[derive(Debug, Default)]
pub struct ReachScreen {
    /// The year shown.
    pub year: i16,
    /// Cells typed and not saved yet.
    typed: BTreeMap<(Uid, i8), String>,
    at: Option<(usize, i8)>,
    known: (u64, i16),
    rows: Vec<(Uid, String, String)>,
    shares: BTreeMap<(Uid, i8), u32>,
}

impl ReachScreen {
    /// Begin with a year.
    pub fn new(year: i16) -> Self {
        Self {
            year,
            ..Self::default()
        }
    }

    /// Whether cells are typed and not saved.
    pub fn is_dirty(&self) -> bool {
        !self.typed.is_empty()
    }

    /// Forget what was typed: it was saved.
    pub fn saved(&mut self) {
        self.typed.clear();
    }

    /// The change that saves what was typed, or what is wrong with it.
    pub fn save(&self) -> Option<Action> {
        let mut cells = Vec::new();
        for ((officer, month), text) in &self.typed {
            match read_count(text) {
                Ok(counted) => cells.push(ReachCell {
                    officer: *officer,
                    month: Month {
                        year: self.year,
                        month: *month,
                    },
                    shares: counted.map(|c| c.count),
                }),
                Err(why) => {
                    return Some(Action::Say(format!(
                        "{month} 月的“{text}”{why}，还没有保存"
                    )));
                }
            }
        }
        (!cells.is_empty())
            .then(|| Action::Ask(Ask::Run(Box::new(Command::SaveReach(cells)), String::new())))
    }

    fn renew(&mut self, scene: &Scene<'_>) {
        let now = (scene.state.revision, self.year);
        if self.known == now {
            return;
        }
        self.known = now;
        let ledger = &scene.state.ledger;
        let serving = ledger
            .officers
            .values()
            .filter_map(|o| Some((o.uid, ledger.people.get(&o.person)?)));
        let mut rows: Vec<(Uid, String, String)> = serving
            .map(|(uid, p)| {
                (
                    uid,
                    p.name.clone(),
                    scene.state.directory.community_name(p.community),
                )
            })
            .collect();
        rows.sort_by(|a, b| (&a.2, a.0).cmp(&(&b.2, b.0)));
        self.rows = rows;
        self.shares = ledger
            .reach
            .values()
            .filter(|r| r.month.year == self.year)
            .map(|r| ((r.officer, r.month.month), r.shares))
            .collect();
    }

    fn text(&self, uid: Uid, month: i8) -> String {
        let typed = self.typed.get(&(uid, month)).cloned();
        typed.unwrap_or_else(|| {
            self.shares
                .get(&(uid, month))
                .map(ToString::to_string)
                .unwrap_or_default()
        })
    }

    fn put(&mut self, uid: Uid, month: i8, text: &str) {
        let saved = self
            .shares
            .get(&(uid, month))
            .map(ToString::to_string)
            .unwrap_or_default();
        if text.trim() == saved {
            self.typed.remove(&(uid, month));
        } else {
            self.typed.insert((uid, month), text.trim().to_owned());
        }
    }

    /// A block from a spreadsheet: rows by line breaks, cells by tabs.
    fn paste(&mut self, block: &str) {
        let Some((row, month)) = self.at else { return };
        for (r, line) in cells_of(block).iter().enumerate() {
            let Some(uid) = self.rows.get(row + r).map(|x| x.0) else {
                break;
            };
            for (c, text) in line.iter().enumerate() {
                let month = month + c as i8;
                if month <= 12 {
                    self.put(uid, month, text);
                }
            }
        }
    }
}

/// Draw the grid.
pub fn reach_ui(ui: &mut Ui, screen: &mut ReachScreen, scene: &Scene<'_>) -> Vec<Action> {
    let mut actions = Vec::new();
    screen.renew(scene);
    ui.horizontal(|ui| {
        ui.heading("传播量");
        ui.add_space(8.0);
        if ui
            .add_enabled(screen.typed.is_empty(), egui::Button::new("‹"))
            .accessible_name("上一年")
            .clicked()
        {
            screen.year -= 1;
        }
        ui.label(theme::strong(format!("{} 年", screen.year), 16.0));
        if ui
            .add_enabled(screen.typed.is_empty(), egui::Button::new("›"))
            .accessible_name("下一年")
            .clicked()
        {
            screen.year += 1;
        }
        let dirty = screen.is_dirty();
        if ui
            .add_enabled_ui(dirty, |ui| button::primary(ui, icons::ICON_SAVE, "保存"))
            .inner
            .clicked()
        {
            actions.extend(screen.save());
        }
        if ui
            .add_enabled_ui(dirty, |ui| button::tool(ui, icons::ICON_UNDO, "还原"))
            .inner
            .clicked()
        {
            screen.typed.clear();
        }
        if dirty {
            button::badge(
                ui,
                &format!("{} 格未保存", screen.typed.len()),
                theme::now().warn,
                theme::now().warn_soft,
            );
        }
    });
    ui.label(theme::weak("数字从科普中国后台抄录；空白是未报，0 是没有传播。方向键或 Enter 换格，可从表格软件整块粘贴").size(13.0));
    if screen.rows.is_empty() {
        empty_ui(ui, "还没有科普信息员，先登记或导入花名册");
        return actions;
    }
    keys(ui, screen);
    table_ui(ui, screen);
    actions
}

// Pasting a block and walking with Enter and arrows, as in a spreadsheet.
fn keys(ui: &Ui, screen: &mut ReachScreen) {
    // Taken from the field that has the focus: it would paste the whole block into its one cell.
    let block = ui.input_mut(|i| {
        let is_block = |e: &Event| matches!(e, Event::Paste(text) if text.contains(['\t', '\n']));
        let at = i.events.iter().position(is_block)?;
        Some(i.events.remove(at))
    });
    if let Some(Event::Paste(block)) = block {
        screen.paste(&block);
    }
    let Some((row, month)) = screen.at else {
        return;
    };
    let last = screen.rows.len() - 1;
    let hit = |key| ui.ctx().input_mut(|i| i.consume_key(Modifiers::NONE, key));
    let to = if hit(Key::Enter) || hit(Key::ArrowDown) {
        (row + 1).min(last)
    } else if hit(Key::ArrowUp) {
        row.saturating_sub(1)
    } else {
        return;
    };
    screen.at = Some((to, month));
    ui.ctx().memory_mut(|m| m.request_focus(cell_id(to, month)));
}

fn cell_id(row: usize, month: i8) -> egui::Id {
    egui::Id::unique(("reach", row, month))
}

fn table_ui(ui: &mut Ui, screen: &mut ReachScreen) {
    ui.spacing_mut().item_spacing = Vec2::new(4.0, 0.0);
    let month_width =
        ((ui.available_width() - 100.0 - 120.0 - 70.0 - 60.0) / 12.0).clamp(38.0, 64.0);
    let mut table = TableBuilder::new(ui)
        .id_salt("reach")
        .striped(true)
        .auto_shrink(false)
        .sense(Sense::hover())
        .cell_layout(egui::Layout::left_to_right(egui::Align::Center));
    table = table
        .column(Column::exact(88.0))
        .column(Column::exact(116.0));
    for _ in 1..=12 {
        table = table.column(Column::exact(month_width));
    }
    table = table.column(Column::remainder().at_least(56.0));
    table
        .header(theme::ROW, |mut row| {
            for head in ["姓名", "社区"] {
                row.col(|ui| drop(ui.label(theme::strong(head, 14.0))));
            }
            for month in 1..=12 {
                row.col(|ui| drop(ui.label(theme::strong(format!("{month}月"), 14.0))));
            }
            row.col(|ui| drop(ui.label(theme::strong("合计", 14.0))));
        })
        .body(|body| {
            body.rows(theme::ROW, screen.rows.len(), |mut row| {
                let n = row.index();
                let Some((uid, name, community)) = screen.rows.get(n).cloned() else {
                    return;
                };
                row.col(|ui| drop(ui.add(egui::Label::new(&name).truncate())));
                row.col(|ui| drop(ui.add(egui::Label::new(theme::weak(&community)).truncate())));
                let mut sum = 0;
                for month in 1..=12 {
                    let mut text = screen.text(uid, month);
                    sum += text.parse::<u32>().unwrap_or(0);
                    row.col(|ui| {
                        let edit = TextEdit::singleline(&mut text)
                            .id(cell_id(n, month))
                            .desired_width(month_width - 12.0)
                            .align(egui::Align2::RIGHT_CENTER)
                            .return_key(None);
                        let response = ui.add(edit).accessible_name(format!("{name} {month}月"));
                        if response.gained_focus() || response.has_focus() {
                            screen.at = Some((n, month));
                        }
                        if response.changed() && !text.contains('\n') {
                            screen.put(uid, month, &text);
                        }
                    });
                }
                row.col(|ui| {
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                        ui.label(sum.to_string())
                    });
                });
            });
        });
}
