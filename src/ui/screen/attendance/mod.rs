//! 参与人员 of an event: who was there, as what, for how long. Several names at once, by text or 拼音首字母.

use crate::app::command::Command;
use crate::app::desk::Ask;
use crate::model::Uid;
use crate::model::events::Attendance;
use crate::model::events::attendance::VOLUNTEER_ROLE;
use crate::model::number;
use crate::model::search::Index;
use crate::ui::action::Action;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::TextEdit;
use egui::Ui;
use egui_material_icons::icons;

/// What is being typed under an event.
#[derive(Debug)]
pub struct AttendanceEditor {
    event: Uid,
    names: String,
    hours: String,
    /// Names nobody on record has.
    unknown: Vec<String>,
    index: Option<(u64, Index)>,
}

impl Default for AttendanceEditor {
    fn default() -> Self {
        Self {
            event: Uid::default(),
            names: String::new(),
            hours: "2".into(),
            unknown: Vec::new(),
            index: None,
        }
    }
}

impl AttendanceEditor {
    /// Draw who took part in an event, with a line to add more.
    pub fn ui(&mut self, ui: &mut Ui, event: Uid, scene: &Scene<'_>) -> Vec<Action> {
        if self.event != event {
            self.event = event;
            self.names.clear();
            self.unknown.clear();
        }
        let ledger = &scene.state.ledger;
        let rows: Vec<Attendance> = ledger
            .attendance
            .values()
            .filter(|a| a.event == event)
            .map(|a| Attendance::clone(a))
            .collect();
        let mut actions = Vec::new();
        let minutes: u32 = rows.iter().map(|r| r.minutes).sum();
        button::section(
            ui,
            &format!(
                "参与人员（{} 人，{} 小时）",
                rows.len(),
                number::hours(minutes)
            ),
        );
        for row in &rows {
            ui.horizontal(|ui| {
                let name = ledger
                    .people
                    .get(&row.person)
                    .map(|p| p.name.clone())
                    .unwrap_or_default();
                ui.add_sized([90.0, 24.0], egui::Label::new(&name).truncate());
                ui.label(
                    theme::weak(format!("{}，{} 小时", row.role, number::hours(row.minutes)))
                        .size(14.0),
                );
                if ui
                    .small_button("移除")
                    .accessible_name(format!("移除{name}"))
                    .clicked()
                {
                    let rest = rows.iter().filter(|r| r.uid != row.uid).cloned().collect();
                    actions.push(save(event, rest));
                }
            });
        }
        self.line_ui(ui, scene, rows, &mut actions);
        actions
    }

    fn line_ui(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        mut rows: Vec<Attendance>,
        actions: &mut Vec<Action>,
    ) {
        ui.horizontal(|ui| {
            let label = ui.label(theme::weak("添加志愿者"));
            let margin = egui::Margin::symmetric(8, 5);
            let room = (ui.available_width() - 170.0).max(90.0);
            let edit = TextEdit::singleline(&mut self.names)
                .hint_text("姓名或拼音首字母，可粘贴几个")
                .margin(margin)
                .desired_width(room);
            let typed = ui.add(edit).labelled_by(label.id);
            let hours = ui
                .add(
                    TextEdit::singleline(&mut self.hours)
                        .margin(margin)
                        .desired_width(36.0),
                )
                .accessible_name("服务小时");
            ui.label(theme::weak("小时"));
            let entered = (typed.lost_focus() || hours.lost_focus())
                && ui.input(|i| i.key_pressed(egui::Key::Enter));
            let add = button::tool(ui, icons::ICON_PERSON_ADD, "添加").clicked() || entered;
            if !add || scene.composing || self.names.trim().is_empty() {
                return;
            }
            let minutes = match number::read_minutes(&self.hours) {
                Ok(minutes) => minutes.unwrap_or(0),
                Err(why) => return actions.push(Action::Say(format!("服务时长{why}，没有添加"))),
            };
            let found = self.find(scene);
            for person in found {
                if !rows.iter().any(|r| r.person == person) {
                    rows.push(Attendance {
                        person,
                        role: VOLUNTEER_ROLE.into(),
                        minutes,
                        event: self.event,
                        ..Attendance::default()
                    });
                }
            }
            actions.push(save(self.event, rows));
        });
        if !self.unknown.is_empty() {
            let text = format!(
                "志愿者里没有：{}。请先登记，或换个写法",
                self.unknown.join("、")
            );
            ui.add(
                egui::Label::new(
                    egui::RichText::new(text)
                        .color(theme::now().warn)
                        .size(13.0),
                )
                .wrap(),
            );
        }
    }

    // Each name by itself: the whole name first, then initials; a name that fits several people stays for the clerk.
    fn find(&mut self, scene: &Scene<'_>) -> Vec<Uid> {
        let ledger = &scene.state.ledger;
        if self
            .index
            .as_ref()
            .is_none_or(|(revision, _)| *revision != scene.state.revision)
        {
            let mut index = Index::default();
            for volunteer in ledger.volunteers.values() {
                if let Some(person) = ledger.people.get(&volunteer.person) {
                    index.put(person.uid, &person.name);
                }
            }
            self.index = Some((scene.state.revision, index));
        }
        let Some((_, index)) = &self.index else {
            return Vec::new();
        };
        let mut people = Vec::new();
        let mut unknown = Vec::new();
        let typed = std::mem::take(&mut self.names);
        for name in typed
            .split([' ', '、', '，', ',', '\t', '\n', ';', '；'])
            .filter(|n| !n.trim().is_empty())
        {
            let hits = index.find(name);
            let exact: Vec<Uid> = hits
                .iter()
                .copied()
                .filter(|uid| ledger.people.get(uid).is_some_and(|p| p.name == name))
                .collect();
            match (exact.as_slice(), hits.as_slice()) {
                ([one], _) | ([], [one]) => people.push(*one),
                ([], []) => unknown.push(name.to_owned()),
                _ => unknown.push(format!("{name}（不止一人）")),
            }
        }
        self.unknown = unknown;
        people
    }
}

fn save(event: Uid, rows: Vec<Attendance>) -> Action {
    Action::Ask(Ask::Run(
        Box::new(Command::SaveAttendance { event, rows }),
        String::new(),
    ))
}
