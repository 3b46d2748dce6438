//! The editor of a text report: plain text beside its pages. What is typed shows on the pages when the typing rests; a text
//! the clerk leaves is saved, so that nothing typed is lost.

use crate::app::Command;
use crate::app::Draft;
use crate::app::desk::Ask;
use crate::app::desk::Snapshot;
use crate::app::paper::Request;
use crate::app::paper::text_length;
use crate::model::Record as _;
use crate::model::Uid;
use crate::model::field::Form as _;
use crate::model::papers::Document;
use crate::model::problem::Severity;
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
    /// The report it belongs to, as a key of drafts.
    key: String,
    /// What the pages show.
    shown: Option<Document>,
    /// What is kept against a crash.
    kept: String,
    seen: String,
    changed_at: f64,
    /// State of the office the editor has looked at.
    revision: u64,
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
    /// Today.
    pub today: jiff::civil::Date,
    /// The moment of the frame.
    pub now: f64,
}

impl TextEditor {
    /// The text of a report came: saved or drafted. What was typed meanwhile, or kept before a crash, stays.
    pub fn take(&mut self, request: &Request, document: &Document, state: &Snapshot) {
        let mut document = document.clone();
        let before = self.draft.take();
        // A new text has its identity from the beginning, so that saving it twice writes one.
        if document.uid.is_nil() {
            document.uid = before.as_ref().map_or_else(Uid::fresh, Draft::uid);
        }
        self.key = key(request);
        let mut draft = Draft::of(document, &state.directory);
        match before.filter(Draft::is_dirty) {
            Some(before) => draft.typed = before.typed,
            None => {
                if let Some((_, kept)) = state.drafts.iter().find(|(k, _)| *k == self.key) {
                    draft.recall(kept);
                }
            }
        }
        self.shown = draft.read(&state.directory).ok();
        self.draft = Some(draft);
    }

    /// A text drafted anew or brought up to date: it stands in the editor and is not saved. False when the text was
    /// changed since it was asked for.
    pub fn put(&mut self, asked: &Request, document: &Document, state: &Snapshot) -> bool {
        let Some(draft) = &mut self.draft else {
            return true;
        };
        let now = draft.read(&state.directory).ok();
        let began_from = asked.document.as_deref();
        if began_from.is_some_and(|from| now.as_ref() != Some(from)) {
            return false;
        }
        for (field, typed) in Document::fields().iter().zip(&mut draft.typed) {
            if matches!(field.key, "title" | "text" | "figures") {
                *typed = (field.show)(document, &state.directory);
            }
        }
        true
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

    /// Look whether the office has the text as it stands here by now.
    pub fn settle(&mut self, state: &Snapshot) {
        if self.revision == state.revision {
            return;
        }
        self.revision = state.revision;
        let Some(draft) = &mut self.draft else { return };
        if let Some(saved) = state.ledger.documents.get(&draft.uid()) {
            let saved = Draft::of(Document::clone(saved), &state.directory);
            if saved.typed == draft.typed {
                *draft = saved;
            }
        }
    }

    /// The clerk turns to something else: what was typed is kept, then saved. What can't be saved stays kept and stands here
    /// again when the clerk comes back to the report.
    pub fn leave(&mut self, state: &Snapshot) -> Vec<Action> {
        let mut actions = Vec::new();
        if self.is_dirty() {
            actions.extend(self.keep());
            match self.save(state) {
                Some(save) => actions.push(save),
                None => actions.push(Action::Say(
                    "正文还没有保存，已留作草稿。回到这份报表可以接着改。".into(),
                )),
            }
        }
        *self = Self::default();
        actions
    }

    /// What was typed and not saved, as a draft: the last thing before the window closes.
    pub fn keep(&self) -> Option<Action> {
        let draft = self.draft.as_ref().filter(|d| d.is_dirty())?;
        Some(Action::Ask(Ask::KeepDraft(self.key.clone(), draft.text())))
    }

    /// Save the text; nothing when a field can't be read.
    pub fn save(&mut self, state: &Snapshot) -> Option<Action> {
        let draft = self.draft.as_ref().filter(|_| state.writable)?;
        let document = draft.read(&state.directory).ok()?;
        Some(Action::Ask(Ask::Run(
            Box::new(Command::Save(Box::new(document.wrap()))),
            self.key.clone(),
        )))
    }
}

/// Drafts of texts are known by the report they belong to.
pub const DRAFTS: &str = "text/";

fn key(request: &Request) -> String {
    let event = request.event.map(|e| e.to_string()).unwrap_or_default();
    format!(
        "{DRAFTS}{}/{}/{}/{event}/{}",
        request.kind.id(),
        request.period.from,
        request.period.to,
        request.theme_day.clone().unwrap_or_default()
    )
}

/// Draw the editor.
pub fn text_ui(ui: &mut Ui, editor: &mut TextEditor, around: &Around<'_>) -> Vec<Action> {
    let mut actions = Vec::new();
    buttons_ui(ui, editor, around, &mut actions);
    for remark in around.remarks {
        ui.add(egui::Label::new(RichText::new(remark).color(theme::now().warn).size(13.0)).wrap());
    }
    let directory = &around.state.directory;
    let draft = editor.draft.as_ref();
    let problems = draft.map(|d| d.problems(directory)).unwrap_or_default();
    if !editor.details && problems.iter().any(|p| p.severity == Severity::Error) {
        // What stops saving stands under its field; show the fields.
        editor.details = true;
    }
    let look = form::Look {
        directory,
        problems: &problems,
        personal: true,
        focus_first: false,
        focus: "",
        composing: around.composing,
        today: around.today,
        remembered: None,
    };
    let Some(draft) = &mut editor.draft else {
        ui.label(theme::weak("正在起草…"));
        return actions;
    };
    if let Some(title) = place_of("title").and_then(|n| draft.typed.get_mut(n)) {
        let edit = TextEdit::singleline(title)
            .margin(Margin::symmetric(10, 6))
            .desired_width(f32::INFINITY)
            .interactive(around.state.writable)
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
                    .interactive(around.state.writable)
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
    let is_new = editor
        .draft
        .as_ref()
        .is_some_and(|d| !around.state.ledger.documents.contains_key(&d.uid()));
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
    let ink = if over {
        theme::now().bad
    } else {
        theme::now().ink_weak
    };
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
        actions.push(Action::Ask(Ask::KeepDraft(editor.key.clone(), text)));
    }
}
