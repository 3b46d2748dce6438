//! 写退回意见: the district chooses records of the office, writes what is to be done, and a return is written for it.

use super::said::Said;
use super::said::said_ui;
use crate::app::Register;
use crate::app::Registered;
use crate::app::Visit;
use crate::app::desk::Ask;
use crate::app::desk::PackAsk;
use crate::app::outfile;
use crate::app::submit::NoteWish;
use crate::app::submit::SentBack;
use crate::app::words::Advice;
use crate::model::Ledger;
use crate::model::Uid;
use crate::model::field::Kind;
use crate::model::papers::Submission;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::Label;
use egui::RichText;
use egui::ScrollArea;
use egui::TextEdit;
use egui::Ui;
use egui_material_icons::icons;
use std::path::PathBuf;

/// Records found that are listed.
const MOST: usize = 200;

struct Note {
    uid: Uid,
    register: Register,
    title: String,
    field: String,
    text: String,
}

/// Identities and titles of a register's records, and of which state of the ledger.
type Found = ((Register, u64), Vec<(Uid, String)>);

/// A return in the making.
pub(super) struct Back {
    submission: Uid,
    title: String,
    office: Uid,
    name: String,
    whole: String,
    notes: Vec<Note>,
    register: Register,
    words: String,
    /// Records of the office in the register, of this state of the ledger.
    found: Option<Found>,
    /// Those of them with the words, and which words.
    hits: Option<(String, Vec<(Uid, String)>)>,
    said: Option<Said>,
}

struct TitlesOf<'l>(&'l Ledger, Uid, jiff::civil::Date);

impl Visit for TitlesOf<'_> {
    type Out = Vec<(Uid, String)>;
    fn visit<F: Registered>(self) -> Self::Out {
        let Self(ledger, office, today) = self;
        let table = F::REGISTER.table();
        let mine = |uid: &Uid| {
            let record = ledger.get(table, *uid);
            record.is_some_and(|mut r| *r.marks_mut().1 == office)
        };
        let all = F::all(ledger, today).into_iter();
        let mut titles: Vec<(Uid, String)> = all
            .filter(|(uid, _)| mine(uid))
            .map(|(uid, entry)| {
                let day = entry.day().map(|d| format!("{d} ")).unwrap_or_default();
                (uid, format!("{day}{}", entry.title()))
            })
            .collect();
        titles.sort_by(|a, b| b.1.cmp(&a.1));
        titles
    }
}

struct Labels;

impl Visit for Labels {
    type Out = Vec<&'static str>;
    fn visit<F: Registered>(self) -> Self::Out {
        let fields = F::fields().iter().filter(|f| f.kind != Kind::Hidden);
        fields.map(|f| f.label).collect()
    }
}

impl Back {
    pub(super) fn of(submission: &Submission, name: &str) -> Self {
        Self {
            submission: submission.uid,
            title: submission.title.clone(),
            office: submission.office,
            name: name.to_owned(),
            whole: String::new(),
            notes: Vec::new(),
            register: Register::Events,
            words: String::new(),
            found: None,
            hits: None,
            said: None,
        }
    }

    /// Write it there.
    pub(super) fn save(&self, path: PathBuf) -> Action {
        let send = PackAsk::SendBack(self.submission, self.wishes(), path);
        Action::Ask(Ask::Packs(send))
    }

    /// It was written, and what is to be said of it; none when it was not.
    pub(super) fn sent(
        &mut self,
        path: PathBuf,
        sent: Result<Box<SentBack>, Advice>,
    ) -> Option<Said> {
        match sent {
            Ok(sent) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let text = format!(
                    "已生成退回包“{name}”，意见 {} 条。请把它发给{}。",
                    sent.notes.len(),
                    sent.office
                );
                Some(Said {
                    lines: vec![text],
                    file: Some(path),
                    bad: false,
                })
            }
            Err(advice) => {
                self.said = Some(Said::bad(&advice));
                None
            }
        }
    }

    fn wishes(&self) -> Vec<NoteWish> {
        let whole = NoteWish {
            text: self.whole.clone(),
            ..NoteWish::default()
        };
        let notes = self.notes.iter().map(|n| NoteWish {
            about: Some(n.uid),
            field: n.field.clone(),
            text: n.text.clone(),
        });
        let mut wishes: Vec<NoteWish> = std::iter::once(whole).chain(notes).collect();
        wishes.retain(|w| !w.text.trim().is_empty());
        wishes
    }

    /// Draw it; whether the clerk is done with it.
    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, actions: &mut Vec<Action>) -> bool {
        let mut close = false;
        ui.horizontal(|ui| {
            ui.heading(format!("退回 {} {}", self.name, self.title));
            ui.add_space(10.0);
            let wishes = self.wishes().len();
            let make = ui
                .add_enabled_ui(wishes > 0 && scene.state.writable, |ui| {
                    button::primary(ui, icons::ICON_REPLY, "生成退回包…")
                })
                .inner;
            if make.clicked() {
                let words = format!("退回 {} {}", self.name, self.title);
                let name = outfile::named(&words, "kepuup");
                actions.push(Action::Pick(Purpose::SaveReturn(name)));
            }
            close = button::tool(ui, icons::ICON_ARROW_BACK, "不退了").clicked();
            ui.label(theme::weak(format!("已写 {wishes} 条意见")));
        });
        said_ui(ui, &mut self.said, actions);
        ui.horizontal_top(|ui| {
            let half = ui.available_width() * 0.4;
            ui.vertical(|ui| {
                ui.set_width(half);
                self.find_ui(ui, scene);
            });
            ui.separator();
            ui.vertical(|ui| {
                ui.set_width(ui.available_width());
                self.notes_ui(ui);
            });
        });
        close
    }

    fn find_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        button::section(ui, "这个单位的记录");
        ui.horizontal(|ui| {
            egui::ComboBox::from_id_salt("back_register")
                .selected_text(self.register.label())
                .height(420.0)
                .show_ui(ui, |ui| {
                    for register in Register::ALL.iter().filter(|r| **r != Register::Returns) {
                        ui.selectable_value(&mut self.register, *register, register.label());
                    }
                });
            let edit = TextEdit::singleline(&mut self.words)
                .hint_text("查找名称或日期")
                .margin(egui::Margin::symmetric(8, 5))
                .desired_width(ui.available_width() - 12.0);
            ui.add(edit).accessible_name("查找名称或日期");
        });
        let wanted = (self.register, scene.state.revision);
        if self.found.as_ref().is_none_or(|(w, _)| *w != wanted) {
            let titles = TitlesOf(&scene.state.ledger, self.office, scene.today);
            self.found = Some((wanted, self.register.visit(titles)));
            self.hits = None;
        }
        let words = self.words.trim();
        if self.hits.as_ref().is_none_or(|(w, _)| w != words) {
            let found = self.found.iter().flat_map(|(_, found)| found);
            let hits = found
                .filter(|(_, title)| words.is_empty() || title.contains(words))
                .take(MOST)
                .cloned();
            self.hits = Some((words.to_owned(), hits.collect()));
        }
        let Some((_, hits)) = &self.hits else {
            return;
        };
        if hits.is_empty() {
            ui.label(theme::weak("没有这样的记录"));
            return;
        }
        let mut chosen: Option<(Uid, String)> = None;
        ScrollArea::vertical()
            .id_salt("back_found")
            .auto_shrink(false)
            .show_rows(ui, 28.0, hits.len(), |ui, shown| {
                for (uid, title) in hits.get(shown).unwrap_or_default() {
                    ui.horizontal(|ui| {
                        ui.set_height(28.0);
                        let there = self.notes.iter().any(|n| n.uid == *uid);
                        let face = egui::Button::new("写意见").small();
                        let face = ui.add_enabled(!there, face);
                        if face.accessible_name(format!("写意见 {title}")).clicked() {
                            chosen = Some((*uid, title.clone()));
                        }
                        ui.add(Label::new(RichText::new(title).size(14.0)).truncate());
                    });
                }
            });
        if let Some((uid, title)) = chosen {
            self.notes.push(Note {
                uid,
                register: self.register,
                title,
                field: String::new(),
                text: String::new(),
            });
        }
    }

    fn notes_ui(&mut self, ui: &mut Ui) {
        button::section(ui, "对整份上报的意见");
        let edit = TextEdit::multiline(&mut self.whole)
            .hint_text("没有可以不写")
            .desired_rows(2)
            .desired_width(ui.available_width() - 12.0);
        ui.add(edit).accessible_name("对整份上报的意见");
        button::section(ui, "对记录的意见");
        if self.notes.is_empty() {
            ui.label(theme::weak("在左边找到记录，点“写意见”"));
        }
        let mut drop_at = None;
        ScrollArea::vertical()
            .id_salt("back_notes")
            .auto_shrink(false)
            .show(ui, |ui| {
                for (n, note) in self.notes.iter_mut().enumerate() {
                    if note_ui(ui, n, note) {
                        drop_at = Some(n);
                    }
                }
            });
        if let Some(n) = drop_at {
            self.notes.remove(n);
        }
    }
}

// Whether it is to be taken off.
fn note_ui(ui: &mut Ui, n: usize, note: &mut Note) -> bool {
    let mut off = false;
    ui.horizontal(|ui| {
        off = ui
            .small_button("×")
            .accessible_name(format!("去掉 {}", note.title))
            .clicked();
        let text = format!("{} {}", note.register.label(), note.title);
        egui::ComboBox::from_id_salt(("back_field", n))
            .selected_text(if note.field.is_empty() {
                "整条记录"
            } else {
                &note.field
            })
            .height(360.0)
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut note.field, String::new(), "整条记录");
                for label in note.register.visit(Labels) {
                    ui.selectable_value(&mut note.field, label.to_owned(), label);
                }
            });
        ui.add(Label::new(RichText::new(text).size(14.0)).truncate());
    });
    let edit = TextEdit::singleline(&mut note.text)
        .hint_text("要改什么，如 人次与签到表不符，请核对")
        .margin(egui::Margin::symmetric(8, 5))
        .desired_width(ui.available_width() - 12.0);
    ui.add(edit).accessible_name(format!("意见 {}", note.title));
    off
}
