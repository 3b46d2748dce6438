//! A register: table left, form right, for any kind of record. Nothing here knows what an event or a person is.

use crate::app::Draft;
use crate::app::Register;
use crate::app::Registered;
use crate::app::Wanted;
use crate::app::desk::Ask;
use crate::app::desk::Snapshot;
use crate::model::Uid;
use crate::model::field::Kind;
use crate::model::problem::Problem;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::screen::Screen;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::form;
use crate::ui::widget::page_preview::empty_ui;
use crate::ui::widget::record_table::Deed;
use crate::ui::widget::record_table::Head;
use crate::ui::widget::record_table::Standing;
use crate::ui::widget::record_table::record_table_ui;
use egui::Frame;
use egui::Margin;
use egui::Panel;
use egui::RichText;
use egui::TextEdit;
use egui::Ui;
use egui_material_icons::icons;
use jiff::civil::Date;
use std::sync::Arc;

/// A register on screen.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing to do in the next frame"
)]
pub struct Records<F: Registered> {
    /// What the list shows.
    pub wanted: Wanted,
    asked: Option<(Wanted, u64)>,
    rows: Arc<Vec<Uid>>,
    chosen: Option<Uid>,
    /// The form, when one is open.
    pub draft: Option<Draft<F>>,
    problems: Vec<Problem>,
    kept: String,
    still_since: f64,
    scroll: bool,
    focus_first: bool,
    focus_search: bool,
    saving: bool,
    /// The tab beyond the fields that is shown; 0 shows the fields.
    beyond: usize,
    heads: Vec<(usize, Head)>,
}

impl<F: Registered> Default for Records<F> {
    fn default() -> Self {
        let fields = F::fields()
            .iter()
            .enumerate()
            .filter(|(_, f)| f.column > 0.0);
        let heads = fields.map(|(place, f)| {
            let right = matches!(
                f.kind,
                Kind::Number | Kind::Money | Kind::Hours | Kind::Decimal
            );
            (
                place,
                Head {
                    key: f.key,
                    label: f.label.to_owned(),
                    width: f.column,
                    right,
                },
            )
        });
        Self {
            wanted: Wanted::default(),
            asked: None,
            rows: Arc::default(),
            chosen: None,
            draft: None,
            problems: Vec::new(),
            kept: String::new(),
            still_since: 0.0,
            scroll: false,
            focus_first: false,
            focus_search: false,
            saving: false,
            beyond: 0,
            heads: heads.collect(),
        }
    }
}

/// What a screen is drawn with.
#[derive(Clone, Copy)]
pub struct Scene<'s> {
    /// The office.
    pub state: &'s Snapshot,
    /// Today.
    pub today: Date,
    /// Pinyin is being composed.
    pub composing: bool,
    /// Personal numbers are readable.
    pub personal: bool,
    /// Seconds since the window opened.
    pub now: f64,
}

/// What belongs to a saved record beyond its fields: the word on its tab, and what draws it.
pub type More<'m> = (&'static str, &'m mut dyn FnMut(&mut Ui, Uid) -> Vec<Action>);

/// What came of drawing.
#[derive(Default)]
pub struct Outcome {
    /// What is wanted.
    pub actions: Vec<Action>,
    /// A field of one line has the focus.
    pub in_line: bool,
}

impl<F: Registered> Records<F> {
    /// Rows came from the office thread.
    pub fn take_rows(&mut self, wanted: &Wanted, rows: Arc<Vec<Uid>>) {
        if *wanted == self.wanted {
            self.rows = rows;
        }
    }

    /// Show a record.
    pub fn open(&mut self, uid: Uid, scene: &Scene<'_>) {
        self.chosen = Some(uid);
        self.scroll = true;
        self.problems.clear();
        self.draft = F::one(&scene.state.ledger, uid, scene.today)
            .map(|entry| Draft::of(entry, &scene.state.directory));
        self.recall(scene);
    }

    /// A change was written: the form shows what was saved.
    pub fn saved(&mut self, focus: Option<Uid>, scene: &Scene<'_>) {
        if std::mem::take(&mut self.saving) {
            self.kept.clear();
            self.problems.clear();
            if let Some(uid) = focus {
                self.draft = None;
                self.open(uid, scene);
            }
        } else if let Some(uid) = self.chosen
            && !self.draft.as_ref().is_some_and(Draft::is_dirty)
        {
            // An undo or an import may have changed what the form shows.
            let scroll = self.scroll;
            self.open(uid, scene);
            self.scroll = scroll;
        }
    }

    /// A change was refused: the form keeps its text and says why.
    pub fn refused(&mut self, problems: &[Problem]) {
        if std::mem::take(&mut self.saving) {
            self.problems = problems.to_vec();
        }
    }

    /// Begin a new record.
    pub fn begin(&mut self, scene: &Scene<'_>) {
        self.chosen = None;
        self.problems.clear();
        self.draft = Some(Draft::of(F::default(), &scene.state.directory));
        self.focus_first = true;
        self.beyond = 0;
        self.recall(scene);
    }

    /// The saved record the form shows.
    pub fn chosen(&self) -> Option<Uid> {
        self.chosen
    }

    /// Begin a new record as a copy of one.
    pub fn copy(&mut self, uid: Uid, scene: &Scene<'_>) {
        if let Some(entry) = F::one(&scene.state.ledger, uid, scene.today) {
            self.draft = Some(Draft::copy(&entry, &scene.state.directory));
            self.chosen = None;
            self.focus_first = true;
            self.problems.clear();
            self.beyond = 0;
        }
    }

    /// Move the focus into the search box.
    pub fn search(&mut self) {
        self.focus_search = true;
    }

    /// Save the form, if nothing stops it.
    pub fn save(&mut self, scene: &Scene<'_>) -> Option<Action> {
        let draft = self.draft.as_ref().filter(|d| d.is_dirty())?;
        if scene.composing || self.saving {
            return None;
        }
        match draft.read(&scene.state.directory) {
            Ok(record) => {
                self.saving = true;
                Some(Action::Ask(Ask::Run(Box::new(record.save()), self.key())))
            }
            Err(problems) => {
                self.problems = problems;
                Some(Action::Say("还有填得不对的地方，见红字".into()))
            }
        }
    }

    /// Whether the form holds text that is not saved.
    pub fn is_dirty(&self) -> bool {
        self.draft.as_ref().is_some_and(Draft::is_dirty)
    }

    /// Keeps what was typed in the file, for a window that closes before the typing has rested.
    pub fn keep(&self) -> Option<Action> {
        let draft = self.draft.as_ref().filter(|d| d.is_dirty())?;
        Some(Action::Ask(Ask::KeepDraft(self.key(), draft.text())))
    }

    fn key(&self) -> String {
        let uid = self.draft.as_ref().map(Draft::uid).unwrap_or_default();
        format!("{}/{uid}", F::REGISTER.key())
    }

    fn recall(&mut self, scene: &Scene<'_>) {
        let key = self.key();
        let kept = scene.state.drafts.iter().find(|(k, _)| *k == key);
        if let (Some(draft), Some((_, text))) = (&mut self.draft, kept) {
            draft.recall(text);
            self.kept.clone_from(text);
        }
    }

    /// Draw the register; `more` draws what belongs to a saved record beyond its fields.
    pub fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, more: Vec<More<'_>>) -> Outcome {
        let mut outcome = Outcome::default();
        let now = (self.wanted.clone(), scene.state.revision);
        // Nothing is looked up while pinyin is being composed: the letters are not what is meant.
        if self.asked.as_ref() != Some(&now) && !scene.composing {
            outcome
                .actions
                .push(Action::Ask(Ask::Rows(F::REGISTER, self.wanted.clone())));
            self.asked = Some(now);
        }
        self.keep_draft(scene, &mut outcome);
        let wide = (ui.available_width() * 0.36).clamp(380.0, 480.0);
        Panel::right(F::REGISTER.key())
            .exact_size(wide)
            .frame(
                Frame::new()
                    .fill(theme::PAPER)
                    .inner_margin(Margin::symmetric(14, 10)),
            )
            .show(ui, |ui| self.form_ui(ui, scene, &mut outcome, more));
        egui::CentralPanel::default()
            .frame(Frame::new().fill(theme::PAPER).inner_margin(Margin {
                left: 16,
                right: 12,
                top: 10,
                bottom: 6,
            }))
            .show(ui, |ui| self.list_ui(ui, scene, &mut outcome));
        outcome
    }

    // What was typed is kept in the file once the typing rests for a second, so that a crash loses no more than that.
    fn keep_draft(&mut self, scene: &Scene<'_>, outcome: &mut Outcome) {
        let Some(draft) = &self.draft else { return };
        let text = draft.text();
        if text == self.kept || scene.composing || !scene.state.writable {
            self.still_since = scene.now;
        } else if scene.now - self.still_since > 1.0 {
            self.kept.clone_from(&text);
            outcome
                .actions
                .push(Action::Ask(Ask::KeepDraft(self.key(), text)));
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, outcome: &mut Outcome) {
        ui.horizontal(|ui| {
            ui.heading(F::REGISTER.label());
            ui.label(theme::weak(format!("{} 条", self.rows.len())));
        });
        ui.horizontal(|ui| {
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
            let width = ui.available_width().clamp(120.0, 300.0);
            let edit = TextEdit::singleline(&mut self.wanted.words)
                .hint_text("查找：文字或拼音首字母")
                .margin(Margin::symmetric(8, 6))
                .desired_width(width - 20.0);
            let response = ui.add(edit);
            if std::mem::take(&mut self.focus_search) {
                response.request_focus();
            }
            if response.has_focus() && ui.input(|i| i.key_pressed(egui::Key::Escape)) {
                self.wanted.words.clear();
            }
        });
        self.filter_ui(ui, scene);
        if self.rows.is_empty() {
            let text = if self.wanted.words.is_empty() && self.wanted.filters.is_empty() {
                "还没有记录，按 Ctrl+N 新增，或导入原来的表格"
            } else {
                "没有找到，换个词或去掉筛选"
            };
            empty_ui(ui, text);
            return;
        }
        let chosen = self
            .chosen
            .and_then(|uid| self.rows.iter().position(|r| *r == uid));
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
        let deed = record_table_ui(ui, F::REGISTER.key(), &heads, standing, |n, column| {
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
        });
        match deed {
            Some(Deed::Choose(n)) => {
                if let Some(uid) = self.rows.get(n).copied() {
                    self.leave_to(uid, scene, outcome);
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
            None => {}
        }
    }

    // Another row is opened at once: what was typed is kept as a draft and comes back with its record.
    fn leave_to(&mut self, uid: Uid, scene: &Scene<'_>, outcome: &mut Outcome) {
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
            self.kept.clear();
            self.open(uid, scene);
        }
    }

    fn filter_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
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
                    RichText::new(text).color(theme::ACCENT)
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
        });
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one form from its title to its buttons, in the order of the screen"
    )]
    fn form_ui(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        outcome: &mut Outcome,
        more: Vec<More<'_>>,
    ) {
        let Some(draft) = &mut self.draft else {
            empty_ui(ui, "在左边选一条，或按 Ctrl+N 新增");
            return;
        };
        let (new, dirty, uid) = (draft.uid().is_nil(), draft.is_dirty(), draft.uid());
        let mut copy = false;
        let mut save = false;
        Panel::bottom("form_buttons")
            .frame(Frame::new().inner_margin(Margin {
                left: 0,
                right: 0,
                top: 8,
                bottom: 0,
            }))
            .show(ui, |ui| {
                ui.horizontal(|ui| {
                    save = ui
                        .add_enabled_ui(dirty && scene.state.writable, |ui| {
                            button::primary(ui, icons::ICON_SAVE, "保存")
                        })
                        .inner
                        .on_hover_text("Ctrl+S")
                        .clicked();
                    if ui
                        .add_enabled_ui(dirty, |ui| button::tool(ui, icons::ICON_UNDO, "还原"))
                        .inner
                        .clicked()
                    {
                        draft.revert();
                        self.problems.clear();
                    }
                    if !new
                        && !dirty
                        && let Some(actions) = become_event::<F>(uid, scene)
                        && button::tool(ui, icons::ICON_EVENT, "形成活动")
                            .on_hover_text("Ctrl+E")
                            .clicked()
                    {
                        outcome.actions.extend(actions);
                    }
                    if !new {
                        copy = button::tool(ui, icons::ICON_CONTENT_COPY, "复制为新").clicked();
                        if button::tool(ui, icons::ICON_DELETE, "删除…").clicked() {
                            outcome
                                .actions
                                .push(Action::AskDelete(F::REGISTER, vec![uid]));
                        }
                    }
                });
            });
        ui.horizontal(|ui| {
            let title = if new {
                format!("新增{}", F::NAME)
            } else {
                F::one(&scene.state.ledger, uid, scene.today)
                    .map(|e| e.title())
                    .unwrap_or_default()
            };
            if dirty {
                button::badge(ui, "未保存", theme::WARN, theme::WARN_SOFT);
            }
            ui.add(egui::Label::new(theme::strong(title, 17.0)).truncate());
        });
        if !new {
            ui.horizontal(|ui| {
                let labels = std::iter::once("内容").chain(more.iter().map(|(label, _)| *label));
                for (n, label) in labels.enumerate() {
                    if button::choice(ui, self.beyond == n, label).clicked() {
                        self.beyond = n;
                    }
                }
            });
            let beyond = self.beyond.checked_sub(1);
            if let Some((_, draw)) = beyond.and_then(|n| more.into_iter().nth(n)) {
                outcome.actions.extend(draw(ui, uid));
                return;
            }
        }
        let has_personal = (0..F::fields().len()).any(Draft::<F>::is_personal);
        if has_personal && !new {
            let text = if scene.personal {
                "遮住证件号和电话"
            } else {
                "显示证件号和电话"
            };
            if ui.small_button(text).clicked() {
                outcome.actions.push(Action::ShowPersonal(!scene.personal));
            }
        }
        let focus_first = std::mem::take(&mut self.focus_first);
        let look = form::Look {
            directory: &scene.state.directory,
            problems: &self.problems,
            personal: scene.personal || new,
            focus_first,
            composing: scene.composing,
        };
        let drawn = egui::ScrollArea::vertical()
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 5.0;
                form::form_ui(ui, draft, look)
            });
        outcome.in_line = drawn.inner.in_line;
        if drawn.inner.changed && !scene.composing {
            self.problems = draft.problems(&scene.state.directory);
            // Before the first save a form is not scolded for what is still to come.
            if new {
                self.problems.retain(|p| {
                    !p.what.starts_with("请填写") && !p.what.starts_with("没有活动时间")
                });
            }
        } else if !dirty && !new && self.problems.is_empty() {
            self.problems = draft.problems(&scene.state.directory);
        }
        if copy {
            self.copy(uid, scene);
        }
        if save {
            outcome.actions.extend(self.save(scene));
        }
    }
}

/// What makes the event a saved record becomes and opens it, where it becomes one.
pub fn become_event<F: Registered>(uid: Uid, scene: &Scene<'_>) -> Option<[Action; 2]> {
    let entry = F::one(&scene.state.ledger, uid, scene.today)?;
    let (event, command) = entry.become_event(&scene.state.directory, scene.today)?;
    Some([
        Action::Ask(Ask::Run(Box::new(command), String::new())),
        Action::OpenSoon(Register::Events, event),
    ])
}
