//! The editor of a text report: plain text beside its pages. What is typed shows on the pages when the typing rests; a text
//! the clerk leaves is saved, so that nothing typed is lost.

use crate::app::Command;
use crate::app::Draft;
use crate::app::Registered as _;
use crate::app::desk::Ask;
use crate::app::desk::Snapshot;
use crate::app::paper::Request;
use crate::app::paper::text_length;
use crate::model::Record as _;
use crate::model::field::Form as _;
use crate::model::papers::Document;
use crate::ui::action::Action;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::form;
use egui::Margin;
use egui::RichText;
use egui::TextEdit;
use egui::Ui;
use egui_material_icons::icons;

/// Seconds the typing rests before the pages follow.
const REST: f64 = 0.4;
/// Seconds it rests before it is kept against a crash.
const KEEP: f64 = 1.0;

/// A text being edited.
#[derive(Default)]
pub struct TextEditor {
    draft: Option<Draft<Document>>,
    /// What the pages show.
    shown: Option<Document>,
    /// What is kept against a crash.
    kept: String,
    seen: String,
    changed_at: f64,
    details: bool,
    /// Asked whether a new draft may stand in place of the text.
    asks_fresh: bool,
}

/// What the editor is drawn with.
pub struct Around<'a> {
    /// The state of the office.
    pub state: &'a Snapshot,
    /// The report as it was asked for, without the text being edited.
    pub request: &'a Request,
    /// What the report says the clerk should know.
    pub remarks: &'a [String],
    /// Whether figures changed since the text was drafted.
    pub has_drift: bool,
    /// Most characters.
    pub limit: Option<usize>,
    /// Pinyin is being composed.
    pub composing: bool,
    /// The moment of the frame.
    pub now: f64,
}

impl TextEditor {
    /// The text of the report came: saved or drafted. What was typed meanwhile stays.
    pub fn take(&mut self, document: &Document, state: &Snapshot) {
        let typed = self
            .draft
            .as_ref()
            .filter(|d| d.is_dirty() && same_place(d, document))
            .map(|d| d.typed.clone());
        let mut draft = Draft::of(document.clone(), &state.directory);
        if let Some(typed) = typed {
            draft.typed = typed;
        }
        self.shown = draft.read(&state.directory).ok();
        self.draft = Some(draft);
    }

    /// A text drafted anew or brought up to date: it stands in the editor and is not saved.
    pub fn put(&mut self, document: &Document, state: &Snapshot) {
        let Some(draft) = &mut self.draft else {
            return;
        };
        for (field, typed) in Document::fields().iter().zip(&mut draft.typed) {
            if matches!(field.key, "title" | "text" | "figures") {
                *typed = (field.show)(document, &state.directory);
            }
        }
    }

    /// Whether something typed is not saved.
    pub fn is_dirty(&self) -> bool {
        self.draft.as_ref().is_some_and(Draft::is_dirty)
    }

    /// The text as typed, when it is not the saved one; for the pages.
    pub fn edited(&self) -> Option<Box<Document>> {
        self.shown
            .as_ref()
            .filter(|_| self.is_dirty())
            .map(|d| Box::new(d.clone()))
    }

    /// The clerk turns to something else: what was typed is saved.
    pub fn leave(&mut self, state: &Snapshot) -> Option<Action> {
        let saved = self.is_dirty().then(|| self.save(state)).flatten();
        *self = Self::default();
        saved
    }

    /// What was typed and not saved, as a draft of 文稿: the last thing before the window closes.
    pub fn keep(&self) -> Option<Action> {
        let draft = self.draft.as_ref().filter(|d| d.is_dirty())?;
        Some(Action::Ask(Ask::KeepDraft(key(draft), draft.text())))
    }

    /// Save the text.
    pub fn save(&mut self, state: &Snapshot) -> Option<Action> {
        let draft = self.draft.as_ref()?;
        let document = draft.read(&state.directory).ok()?;
        let key = key(draft);
        Some(Action::Ask(Ask::Run(
            Box::new(Command::Save(Box::new(document.wrap()))),
            key,
        )))
    }
}

fn key(draft: &Draft<Document>) -> String {
    format!("{}/{}", Document::REGISTER.key(), draft.uid())
}

// The same text, or the one that was new a moment ago and has its identity now.
fn same_place(draft: &Draft<Document>, document: &Document) -> bool {
    draft.uid() == document.uid || draft.uid().is_nil()
}

/// Draw the editor.
pub fn text_ui(ui: &mut Ui, editor: &mut TextEditor, around: &Around<'_>) -> Vec<Action> {
    let mut actions = Vec::new();
    buttons_ui(ui, editor, around, &mut actions);
    for remark in around.remarks {
        ui.add(egui::Label::new(RichText::new(remark).color(theme::WARN).size(13.0)).wrap());
    }
    let look = form::Look {
        directory: &around.state.directory,
        problems: &[],
        personal: true,
        focus_first: false,
        composing: around.composing,
    };
    let Some(draft) = &mut editor.draft else {
        ui.label(theme::weak("正在起草…"));
        return actions;
    };
    if let Some(title) = place_of("title").and_then(|n| draft.typed.get_mut(n)) {
        let edit = TextEdit::singleline(title)
            .margin(Margin::symmetric(10, 6))
            .desired_width(f32::INFINITY)
            .hint_text("标题");
        ui.add(edit).accessible_name("标题");
    }
    ui.horizontal(|ui| {
        let details = if editor.details {
            "收起公文要素"
        } else {
            "公文要素…"
        };
        let details = ui.button(details);
        if details
            .on_hover_text("文号、主送、签发人、红头、目录、版记、附表")
            .clicked()
        {
            editor.details = !editor.details;
        }
        if let Some(document) = &editor.shown {
            length_ui(ui, &document.text, around.limit);
        }
    });
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            if editor.details {
                form::part_ui(ui, draft, look, &|key| {
                    !matches!(
                        key,
                        "title" | "text" | "kind" | "from" | "to" | "event" | "theme_day"
                    )
                });
            }
            if let Some(text) = place_of("text").and_then(|n| draft.typed.get_mut(n)) {
                let edit = TextEdit::multiline(text)
                    .margin(Margin::symmetric(10, 8))
                    .desired_width(f32::INFINITY)
                    .desired_rows(24)
                    .hint_text("一、 （一） 1. （1） 开头的行自动成为各级标题");
                ui.add(edit).accessible_name("正文");
            }
        });
    follow(editor, around, &mut actions);
    actions
}

fn buttons_ui(
    ui: &mut Ui,
    editor: &mut TextEditor,
    around: &Around<'_>,
    actions: &mut Vec<Action>,
) {
    let is_new = editor.draft.as_ref().is_some_and(|d| d.uid().is_nil());
    ui.horizontal_wrapped(|ui| {
        let can_save = around.state.writable && (is_new || editor.is_dirty());
        let save = ui.add_enabled_ui(can_save, |ui| {
            button::primary(ui, icons::ICON_SAVE, "保存文稿")
        });
        if save.inner.on_hover_text("Ctrl+S").clicked() {
            actions.extend(editor.save(around.state));
        }
        let request = Request {
            document: editor.shown.clone().map(Box::new),
            ..around.request.clone()
        };
        if around.has_drift && button::tool(ui, icons::ICON_SYNC, "数字改为现在的").clicked()
        {
            actions.push(Action::Ask(Ask::RenewText(Box::new(request))));
        }
        if editor.asks_fresh {
            ui.label(theme::weak("用新草稿代替现在的正文？"));
            if ui.button("代替").clicked() {
                editor.asks_fresh = false;
                actions.push(Action::Ask(Ask::DraftText(Box::new(
                    around.request.clone(),
                ))));
            }
            if ui.button("不了").clicked() {
                editor.asks_fresh = false;
            }
        } else if button::tool(ui, icons::ICON_REFRESH, "重新起草…").clicked() {
            editor.asks_fresh = true;
        }
    });
}

fn place_of(key: &str) -> Option<usize> {
    Document::fields().iter().position(|f| f.key == key)
}

fn length_ui(ui: &mut Ui, text: &str, limit: Option<usize>) {
    let length = text_length(text);
    let said = match limit {
        Some(limit) => format!("{length} / {limit} 字"),
        None => format!("{length} 字"),
    };
    let over = limit.is_some_and(|limit| length > limit);
    let ink = if over { theme::BAD } else { theme::INK_WEAK };
    ui.label(RichText::new(said).color(ink));
}

// The pages follow when the typing rests; a little later it is kept against a crash.
fn follow(editor: &mut TextEditor, around: &Around<'_>, actions: &mut Vec<Action>) {
    let Some(draft) = &editor.draft else { return };
    let text = draft.text();
    if text != editor.seen || around.composing {
        editor.seen = text;
        editor.changed_at = around.now;
        return;
    }
    let rested = around.now - editor.changed_at;
    if rested > REST
        && let Ok(document) = draft.read(&around.state.directory)
        && editor.shown.as_ref() != Some(&document)
    {
        editor.shown = Some(document);
    }
    if rested > KEEP && draft.is_dirty() && editor.kept != text && around.state.writable {
        editor.kept.clone_from(&text);
        actions.push(Action::Ask(Ask::KeepDraft(key(draft), text)));
    }
}
