//! The left side of a register: tools, filters and the table.

use super::Outcome;
use super::Records;
use super::Scene;
use super::cell::Way;
use crate::app::Draft;
use crate::app::Registered;
use crate::app::desk::Ask;
use crate::model::Uid;
use crate::model::field::Kind;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::screen::Screen;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::form;
use crate::ui::widget::page_preview::empty_ui;
use crate::ui::widget::record_table::Deed;
use crate::ui::widget::record_table::Head;
use crate::ui::widget::record_table::Sheet;
use crate::ui::widget::record_table::Standing;
use crate::ui::widget::record_table::sheet_ui;
use egui::Margin;
use egui::RichText;
use egui::TextEdit;
use egui::Ui;
use egui_material_icons::icons;
use std::sync::Arc;

impl<F: Registered> Records<F> {
    pub(super) fn list_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, outcome: &mut Outcome) {
        ui.horizontal(|ui| {
            ui.heading(F::REGISTER.label());
            ui.label(theme::weak(format!("{} 条", self.rows.len())));
            self.slide_ui(ui);
        });
        self.tools_ui(ui, scene, outcome);
        self.filter_ui(ui, scene, outcome);
        if self.rows.is_empty() {
            let text = if self.wanted.words.is_empty() && self.wanted.filters.is_empty() {
                "还没有记录，按 Ctrl+N 新增，或导入原来的表格"
            } else {
                "没有找到，换个词或去掉筛选"
            };
            empty_ui(ui, text);
            return;
        }
        self.marked_ui(ui, scene, outcome);
        self.grid_keys(ui, scene, outcome);
        self.table_ui(ui, scene, outcome);
        self.cell_ui(ui, scene, outcome);
    }

    fn table_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, outcome: &mut Outcome) {
        let chosen = self.row();
        let scroll_to = if std::mem::take(&mut self.scroll) {
            chosen
        } else {
            None
        };
        let heads: Vec<Head> = self.heads.iter().map(|(_, h)| h.clone()).collect();
        let standing = Standing {
            count: self.rows.len(),
            chosen,
            scroll_to,
            sorted: (&self.wanted.sort, self.wanted.descending),
        };
        let (rows, places) = (Arc::clone(&self.rows), &self.heads);
        // A row is looked up once for all its cells.
        let mut last: Option<(usize, Option<F>)> = None;
        let marked = self.marked();
        let sheet = Sheet {
            column: self.grid.column,
            first: self.grid.first,
            fixed: self.is_dressed(),
            marked: &|row, column| self.is_marked(marked.as_ref(), row, column),
        };
        let drawn = sheet_ui(
            ui,
            F::REGISTER.key(),
            &heads,
            standing,
            sheet,
            |n, column| {
                if last.as_ref().is_none_or(|(at, _)| *at != n) {
                    let entry = rows
                        .get(n)
                        .and_then(|uid| F::one(&scene.state.ledger, *uid, scene.today));
                    last = Some((n, entry));
                }
                let entry = last.as_ref().and_then(|(_, e)| e.as_ref());
                let field = places
                    .get(column)
                    .and_then(|(place, _)| F::fields().get(*place));
                match (entry, field) {
                    (Some(entry), Some(field)) => {
                        form::cell_text(field, entry, &scene.state.directory, scene.personal)
                    }
                    _ => String::new(),
                }
            },
        );
        self.grid.shown = drawn.shown;
        self.grid.rect = drawn.cursor.or(self.grid.rect);
        if let Some(editing) = &mut self.editing {
            let was_seen = std::mem::replace(&mut editing.seen, drawn.cursor.is_some());
            // Its row was scrolled away: the cell is left as by a click elsewhere, and does not hang over other rows.
            if was_seen && drawn.cursor.is_none() && !self.leave_cell(Way::Stay, scene, outcome) {
                self.editing = None;
            }
        }
        if self.grid.bring_into_view() {
            ui.ctx().request_repaint();
        }
        self.do_in_table(ui, drawn.deed, scene, outcome);
    }

    fn do_in_table(
        &mut self,
        ui: &Ui,
        deed: Option<Deed>,
        scene: &Scene<'_>,
        outcome: &mut Outcome,
    ) {
        match deed {
            Some(Deed::Cell(row, column, twice)) => {
                // Who clicks elsewhere is done with the cell; what can't be saved stays a draft of its record.
                if !self.leave_cell(Way::Stay, scene, outcome) {
                    self.editing = None;
                }
                self.click(ui, (row, column), scene, outcome);
                if twice {
                    self.begin_cell(None, scene, outcome);
                }
            }
            Some(Deed::Widths(widths, done)) => {
                self.widen(&widths);
                if done {
                    outcome.actions.push(self.kept_table());
                }
            }
            Some(Deed::Sort(key)) => {
                if self.wanted.sort == key {
                    self.wanted.descending = !self.wanted.descending;
                } else {
                    key.clone_into(&mut self.wanted.sort);
                    self.wanted.descending = false;
                }
            }
            Some(Deed::Choose(_)) | None => {}
        }
    }

    // Columns that found no room are reached by these, and by walking there.
    fn slide_ui(&mut self, ui: &mut Ui) {
        let (shown, all) = (self.grid.shown.len(), self.heads.len());
        if shown == 0 || shown >= all {
            return;
        }
        let first = self.grid.first.max(1);
        let last = self.grid.shown.last().copied().unwrap_or(0);
        ui.add_space(8.0);
        let left = ui.add_enabled(first > 1, egui::Button::new("‹"));
        if left.accessible_name("向左看栏目").clicked() {
            self.grid.first = first - 1;
        }
        let right = ui.add_enabled(last + 1 < all, egui::Button::new("›"));
        if right.accessible_name("向右看栏目").clicked() {
            self.grid.first = first + 1;
        }
        let text = format!("还有 {} 栏没显示", all - shown);
        ui.label(theme::weak(text).size(13.0));
    }

    fn tools_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, outcome: &mut Outcome) {
        ui.horizontal_wrapped(|ui| {
            let new = button::primary(ui, icons::ICON_ADD, "新增");
            if new.on_hover_text("Ctrl+N").clicked() {
                self.begin(scene);
            }
            if button::tool(ui, icons::ICON_UPLOAD_FILE, "导入").clicked() {
                outcome.actions.push(Action::Go(Screen::Import));
            }
            if button::tool(ui, icons::ICON_DOWNLOAD, "导出").clicked() {
                outcome
                    .actions
                    .push(Action::Pick(Purpose::SaveTable(F::REGISTER)));
            }
            if button::tool(ui, icons::ICON_PRINT, "报表").clicked() {
                outcome.actions.push(Action::Go(Screen::Reports));
            }
            self.columns_ui(ui, outcome);
            let width = ui.available_width().clamp(120.0, 300.0);
            let edit = TextEdit::singleline(&mut self.wanted.words)
                .hint_text("查找：文字或拼音首字母")
                .margin(Margin::symmetric(8, 6))
                .desired_width(width - 20.0);
            let response = ui.add(edit).accessible_name("在本表查找");
            if std::mem::take(&mut self.focus_search) {
                response.request_focus();
            }
            if response.has_focus() && ui.input(|i| i.key_pressed(egui::Key::Escape)) {
                self.wanted.words.clear();
            }
        });
    }

    // Another row is opened at once: what was typed is kept as a draft and comes back with its record.
    pub(super) fn leave_to(&mut self, uid: Uid, scene: &Scene<'_>, outcome: &mut Outcome) {
        if self.is_dirty() && self.chosen != Some(uid) {
            let text = self.draft.as_ref().map(Draft::text).unwrap_or_default();
            outcome
                .actions
                .push(Action::Ask(Ask::KeepDraft(self.key(), text)));
            outcome
                .actions
                .push(Action::Say("上一条没有保存，已存为草稿".into()));
        }
        if self.chosen != Some(uid) || self.draft.is_none() {
            self.open(uid, scene);
        }
    }

    pub(super) fn filter_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, outcome: &mut Outcome) {
        let fields = F::fields().iter().filter(|f| f.column > 0.0);
        let lists: Vec<(&str, &str, Vec<String>)> = fields
            .filter_map(|f| {
                let book = &scene.state.directory.book;
                let names = match f.kind {
                    Kind::Choice(list) | Kind::Choices(list) => book.lists.names(list),
                    Kind::Community => scene
                        .state
                        .directory
                        .communities
                        .iter()
                        .map(|c| c.name.clone())
                        .collect(),
                    Kind::Team => scene
                        .state
                        .directory
                        .teams
                        .iter()
                        .map(|t| t.name.clone())
                        .collect(),
                    Kind::ThemeDay => book.calendar.names(),
                    _ => return None,
                };
                (names.len() > 1).then_some((f.key, f.label, names))
            })
            .collect();
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::weak("筛选"));
            for (key, label, names) in lists {
                let now = self
                    .wanted
                    .filters
                    .iter()
                    .find(|(k, _)| k == key)
                    .map(|(_, v)| v.clone());
                let text = now.clone().unwrap_or_else(|| label.to_owned());
                let text = if now.is_some() {
                    RichText::new(text).color(theme::now().accent)
                } else {
                    RichText::new(text)
                };
                let opened = ui.menu_button(text, |ui| {
                    egui::ScrollArea::vertical()
                        .max_height(320.0)
                        .show(ui, |ui| {
                            if ui.button("全部").clicked() {
                                self.wanted.filters.retain(|(k, _)| k != key);
                            }
                            for name in names {
                                if ui.button(&name).clicked() {
                                    self.wanted.filters.retain(|(k, _)| k != key);
                                    self.wanted.filters.push((key.to_owned(), name));
                                }
                            }
                        });
                });
                opened.response.accessible_name(format!("按{label}筛选"));
            }
            if !self.wanted.filters.is_empty() && ui.button("清除筛选").clicked() {
                self.wanted.filters.clear();
            }
            self.named_filters_ui(ui, scene.composing, outcome);
        });
    }
}
