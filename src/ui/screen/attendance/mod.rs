//! 参与人员 of an event: who was there, as what, for how long; several names at once, by text or 拼音首字母; the photo of the
//! sign-in sheet.

mod listed;
mod rows;

use crate::app::Register;
use crate::app::command::Command;
use crate::app::desk::Ask;
use crate::model::Uid;
use crate::model::events::Attendance;
use crate::model::events::attendance::VOLUNTEER_ROLE;
use crate::model::number;
use crate::model::people::VolunteerEntry;
use crate::model::people::matching::Fit;
use crate::model::people::matching::Names;
use crate::model::people::matching::read_names;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::TextEdit;
use egui::Ui;
use egui_material_icons::icons;
use listed::Listed;
use rows::Chosen;
use std::sync::Arc;

/// What is being typed under an event.
#[derive(Debug)]
pub struct AttendanceEditor {
    event: Uid,
    names: String,
    hours: String,
    /// Names that wait for a word of the clerk.
    listed: Option<Listed>,
    chosen: Chosen,
    known: Option<(u64, Arc<Names>)>,
    /// The revision whose names were asked for.
    asked: Option<u64>,
    /// The clerk wants those typed to come in, once the names are known.
    wanted: bool,
}

impl Default for AttendanceEditor {
    fn default() -> Self {
        Self {
            event: Uid::default(),
            names: String::new(),
            hours: "2".into(),
            listed: None,
            chosen: Chosen::default(),
            known: None,
            asked: None,
            wanted: false,
        }
    }
}

impl AttendanceEditor {
    /// Draw who took part in an event, with a line to add more.
    pub fn ui(&mut self, ui: &mut Ui, event: Uid, scene: &Scene<'_>) -> Vec<Action> {
        if self.event != event {
            let hours = std::mem::take(&mut self.hours);
            *self = Self {
                event,
                hours,
                known: self.known.take(),
                asked: self.asked,
                ..Self::default()
            };
        }
        let ledger = &scene.state.ledger;
        let rows: Vec<Attendance> = ledger
            .attendance
            .values()
            .filter(|a| a.event == event)
            .map(|a| Attendance::clone(a))
            .collect();
        let mut actions = Vec::new();
        let revision = scene.state.revision;
        if scene.state.writable && self.asked != Some(revision) {
            self.asked = Some(revision);
            actions.push(Action::Ask(Ask::Names));
        }
        let minutes: u32 = rows.iter().map(|r| r.minutes).sum();
        button::section(
            ui,
            &format!(
                "参与人员（{} 人，{} 小时）",
                rows.len(),
                number::hours(minutes)
            ),
        );
        if scene.state.writable {
            if self.listed.is_none() {
                self.line_ui(ui, scene, &rows, &mut actions);
            }
            if let Some(listed) = &mut self.listed {
                match listed.ui(ui, scene) {
                    listed::Answer::Open => {}
                    listed::Answer::Leave => {
                        // The names were pasted with care: they stand in the field again.
                        self.names = std::mem::take(&mut listed.typed);
                        self.listed = None;
                    }
                    listed::Answer::Take(more, newcomers) => {
                        self.listed = None;
                        let is_new = |m: &Attendance| !rows.iter().any(|r| r.person == m.person);
                        let more = more.into_iter().filter(is_new);
                        let all = rows.iter().cloned().chain(more).collect();
                        actions.push(attend(event, all, newcomers));
                    }
                }
                return actions;
            }
            actions.extend(sheet_ui(ui, event));
        }
        if rows.is_empty() {
            ui.label(theme::weak("还没有人。把名单粘贴到上面，一次加入"));
        }
        egui::ScrollArea::vertical()
            .auto_shrink(false)
            .show(ui, |ui| {
                actions.extend(self.chosen.ui(ui, event, &rows, scene));
            });
        actions
    }

    fn line_ui(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        rows: &[Attendance],
        actions: &mut Vec<Action>,
    ) {
        let margin = egui::Margin::symmetric(8, 5);
        let label = ui.label(theme::weak("添加志愿者"));
        // Of several lines, for a column of names comes with its line breaks.
        let edit = TextEdit::multiline(&mut self.names)
            .hint_text("姓名或拼音首字母；可从微信、表格粘贴整份名单")
            .margin(margin)
            .desired_rows(2)
            .desired_width(f32::INFINITY)
            .return_key(egui::KeyboardShortcut::new(
                egui::Modifiers::SHIFT,
                egui::Key::Enter,
            ));
        let typed = ui.add(edit).labelled_by(label.id);
        ui.horizontal(|ui| {
            ui.label(theme::weak("每人"));
            let hours = ui
                .add(
                    TextEdit::singleline(&mut self.hours)
                        .margin(margin)
                        .desired_width(36.0),
                )
                .accessible_name("服务小时");
            ui.label(theme::weak("小时"));
            let enter = ui.input(|i| i.key_pressed(egui::Key::Enter) && i.modifiers.is_none());
            let entered = enter && (typed.has_focus() || hours.lost_focus());
            let add = button::tool(ui, icons::ICON_PERSON_ADD, "添加").clicked() || entered;
            self.wanted |= add && !scene.composing && !self.names.trim().is_empty();
            if !self.wanted {
                return;
            }
            // Read off the frame, for an office may have very many; mostly they are here before anything is typed.
            let Some(known) = self.known_at(scene.state.revision) else {
                ui.label(theme::weak("正在查找…"));
                return;
            };
            self.wanted = false;
            let minutes = match number::read_minutes(&self.hours) {
                Ok(minutes) => minutes.unwrap_or(0),
                Err(why) => return actions.push(Action::Say(format!("服务时长{why}，没有添加"))),
            };
            actions.extend(self.look_up(&known, rows, minutes));
        });
    }

    /// The names of all volunteers came.
    pub fn take_names(&mut self, revision: u64, names: Arc<Names>) {
        self.known = Some((revision, names));
    }

    fn known_at(&self, revision: u64) -> Option<Arc<Names>> {
        let known = self.known.as_ref().filter(|(at, _)| *at == revision);
        known.map(|(_, names)| Arc::clone(names))
    }

    // Who is found beyond doubt comes in at once; anything else is shown first, and nothing written.
    fn look_up(&mut self, known: &Names, rows: &[Attendance], minutes: u32) -> Option<Action> {
        let names = read_names(&self.names);
        if names.is_empty() {
            return Some(Action::Say("没有读到姓名，请换个写法".into()));
        }
        let fits: Vec<(String, Fit)> = names
            .into_iter()
            .map(|n| (known.fit(&n), n))
            .map(|(f, n)| (n, f))
            .collect();
        let typed = std::mem::take(&mut self.names);
        let sure: Option<Vec<Uid>> = fits
            .iter()
            .map(|(_, fit)| match fit {
                Fit::One(uid) => Some(*uid),
                _ => None,
            })
            .collect();
        let Some(people) = sure else {
            self.listed = Some(Listed::new(self.event, fits, rows, &self.hours, typed));
            return None;
        };
        let more = people
            .into_iter()
            .filter(|p| !rows.iter().any(|r| r.person == *p))
            .map(|person| row(self.event, person, minutes));
        Some(attend(
            self.event,
            rows.iter().cloned().chain(more).collect(),
            Vec::new(),
        ))
    }
}

fn row(event: Uid, person: Uid, minutes: u32) -> Attendance {
    Attendance {
        person,
        role: VOLUNTEER_ROLE.into(),
        minutes,
        event,
        ..Attendance::default()
    }
}

// The photo of the sheet people signed lies with the other evidence; who looks for it looks here first.
fn sheet_ui(ui: &mut Ui, event: Uid) -> Option<Action> {
    let pressed = ui
        .horizontal_wrapped(|ui| {
            let pressed = button::tool(ui, icons::ICON_ADD_A_PHOTO, "附签到表照片…").clicked();
            ui.label(theme::weak("手机拍的照片也可以直接拖进来").size(13.0));
            pressed
        })
        .inner;
    pressed.then(|| Action::Pick(Purpose::Attach(Register::Events, event, Some(SIGN_IN))))
}

/// The kind of evidence a sign-in sheet is.
const SIGN_IN: &str = "签到";

fn attend(event: Uid, rows: Vec<Attendance>, newcomers: Vec<VolunteerEntry>) -> Action {
    let command = Command::Attend {
        event,
        rows,
        newcomers,
    };
    Action::Ask(Ask::Run(Box::new(command), String::new()))
}
