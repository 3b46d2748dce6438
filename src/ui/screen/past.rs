//! 操作记录: what was done when by whom, newest first; a step opened shows its records and fields.

use crate::app::Register;
use crate::app::desk::Ask;
use crate::app::desk::PastAsk;
use crate::app::desk::PastTold;
use crate::app::desk::Snapshot;
use crate::app::history::Opened;
use crate::app::history::Past;
use crate::app::history::Sought;
use crate::app::history::Touched;
use crate::app::history::moment;
use crate::model::Uid;
use crate::model::day::read_day;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::shown::shown_button;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::Label;
use egui::RichText;
use egui::TextEdit;
use egui::Ui;
use egui_material_icons::icons;

/// Steps asked for at a time.
const PAGE: usize = 200;

/// What is looked for and what was found.
#[derive(Debug, Default)]
pub struct PastScreen {
    from: String,
    to: String,
    words: String,
    who: String,
    register: Option<Register>,
    /// A record whose steps alone are listed, with its name.
    record: Option<(Uid, String)>,
    most: usize,
    asked: Option<(Sought, usize, u64)>,
    past: Past,
    opened: Option<Opened>,
    said: String,
}

impl PastScreen {
    /// List the steps of one record alone.
    pub fn of_record(&mut self, uid: Uid, title: String) {
        *self = Self {
            record: Some((uid, title)),
            ..Self::default()
        };
    }

    /// What is looked for now; none while a day is half typed.
    fn sought(&self) -> Option<Sought> {
        let day = |text: &str| read_day(text, None).ok();
        Some(Sought {
            from: day(&self.from)?,
            to: day(&self.to)?,
            who: self.who.clone(),
            register: self.register,
            record: self.record.as_ref().map(|(uid, _)| *uid),
            words: self.words.clone(),
        })
    }

    /// The wish to write what is listed into a file.
    pub fn save(&self, path: std::path::PathBuf) -> Option<Action> {
        let sought = self.sought()?;
        Some(Action::Ask(Ask::Past(PastAsk::Save(sought, path))))
    }

    /// Take an answer.
    pub fn take(&mut self, told: PastTold) {
        match told {
            PastTold::List(past) => self.past = past,
            PastTold::Opened(opened) => self.opened = Some(opened),
            PastTold::Saved(path) => self.said = format!("已生成：{}", path.display()),
            PastTold::Refused(advice) => self.said = advice.to_string(),
            PastTold::Trash(..) | PastTold::Purged(..) | PastTold::Printed(_) => {}
        }
    }
}

/// Draw the screen.
pub fn past_ui(
    ui: &mut Ui,
    screen: &mut PastScreen,
    state: &Snapshot,
    personal: bool,
) -> Vec<Action> {
    let mut actions = Vec::new();
    ui.heading("操作记录");
    filter_ui(ui, screen, &mut actions);
    if screen.most == 0 {
        screen.most = PAGE;
    }
    if let Some(sought) = screen.sought() {
        let wanted = (sought, screen.most, state.revision);
        if screen.asked.as_ref() != Some(&wanted) {
            actions.push(Action::Ask(Ask::Past(PastAsk::List(
                wanted.0.clone(),
                wanted.1,
            ))));
            screen.asked = Some(wanted);
        }
    }
    if !screen.said.is_empty() {
        ui.add(Label::new(RichText::new(&screen.said).color(theme::now().warn)).wrap());
    }
    ui.columns(2, |columns| {
        if let [left, right] = columns {
            steps_ui(left, screen, &mut actions);
            step_ui(right, screen, state, personal, &mut actions);
        }
    });
    actions
}

fn filter_ui(ui: &mut Ui, screen: &mut PastScreen, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        for (label, text, width) in [
            ("从哪天", &mut screen.from, 96.0),
            ("到哪天", &mut screen.to, 96.0),
            ("找步骤", &mut screen.words, 150.0),
        ] {
            let caption = ui.label(theme::weak(label));
            ui.add(TextEdit::singleline(text).desired_width(width))
                .labelled_by(caption.id);
        }
        let all = "全部";
        let who = ui.label(theme::weak("谁做的")).id;
        egui::ComboBox::from_id_salt("who")
            .selected_text(if screen.who.is_empty() {
                all
            } else {
                &screen.who
            })
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut screen.who, String::new(), all);
                for who in &screen.past.people {
                    ui.selectable_value(&mut screen.who, who.clone(), who);
                }
            })
            .response
            .labelled_by(who);
        let register = ui.label(theme::weak("哪一种记录")).id;
        egui::ComboBox::from_id_salt("register")
            .selected_text(screen.register.map_or(all, Register::label))
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut screen.register, None, all);
                for register in Register::ALL {
                    ui.selectable_value(&mut screen.register, Some(*register), register.label());
                }
            })
            .response
            .labelled_by(register);
        if let Some((_, title)) = &screen.record {
            let text = format!("只看“{title}”，看全部");
            if ui.button(text).clicked() {
                screen.record = None;
            }
        }
        if button::tool(ui, icons::ICON_PRINT, "打印或导出…").clicked() {
            actions.push(Action::Pick(Purpose::SaveHistory));
        }
    });
}

fn steps_ui(ui: &mut Ui, screen: &mut PastScreen, actions: &mut Vec<Action>) {
    let past = &screen.past;
    ui.label(theme::weak(format!("只增不改，共 {} 步", past.all)).size(13.0));
    let chosen = screen.opened.as_ref().map(|o| o.step.id);
    let mut more = false;
    egui::ScrollArea::vertical()
        .id_salt("steps")
        .auto_shrink(false)
        .show(ui, |ui| {
            for step in &past.steps {
                let at = moment(&step.at).strftime("%m-%d %H:%M");
                let text = format!("{at}　{}　{}{}", step.who, step.prefix(), step.label);
                let face = egui::Button::selectable(chosen == Some(step.id), text).truncate();
                if ui.add(face).clicked() {
                    actions.push(Action::Ask(Ask::Past(PastAsk::Open(step.id))));
                    screen.said.clear();
                }
            }
            if past.all > past.steps.len() {
                more = ui.button("再往前 200 步").clicked();
            }
        });
    if more {
        screen.most += PAGE;
    }
}

fn step_ui(
    ui: &mut Ui,
    screen: &PastScreen,
    state: &Snapshot,
    personal: bool,
    actions: &mut Vec<Action>,
) {
    let Some(opened) = &screen.opened else {
        ui.label(theme::weak("在左边选一步，看它改了什么"));
        return;
    };
    let step = &opened.step;
    ui.label(theme::strong(
        format!("{}{}", step.prefix(), step.label),
        16.0,
    ));
    let at = moment(&step.at).strftime("%Y-%m-%d %H:%M");
    ui.label(theme::weak(format!(
        "第 {} 步，{at}，{}，{} 条记录",
        step.id, step.who, step.records
    )));
    ui.horizontal(|ui| {
        let can = state.writable && step.prefix().is_empty() && step.records > 0;
        let back = ui.add_enabled_ui(can, |ui| button::tool(ui, icons::ICON_UNDO, "撤销这一步"));
        if back.inner.clicked() {
            actions.push(Action::Ask(Ask::Past(PastAsk::TakeBack(step.id))));
        }
        if opened
            .records
            .iter()
            .any(|r| r.fields.iter().any(|f| f.masked != f.whole))
        {
            actions.extend(shown_button(ui, personal, 0.0));
        }
    });
    egui::ScrollArea::vertical()
        .id_salt("records")
        .auto_shrink(false)
        .show(ui, |ui| {
            for record in &opened.records {
                record_ui(ui, record, personal, actions);
            }
            let listed = i64::try_from(opened.records.len()).unwrap_or(i64::MAX);
            if listed < step.records {
                ui.label(theme::weak(format!("只列出前 {listed} 条")));
            }
        });
}

fn record_ui(ui: &mut Ui, record: &Touched, personal: bool, actions: &mut Vec<Action>) {
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.label(theme::strong(
            format!("{}{} {}", record.what, record.kind, record.title),
            14.0,
        ));
        if let Some((register, uid)) = record.open
            && ui.small_button("打开记录").clicked()
        {
            actions.push(Action::Open(register, uid));
        }
    });
    for field in &record.fields {
        let (old, new) = if personal {
            &field.whole
        } else {
            &field.masked
        };
        let text = if old.is_empty() {
            format!("{}：{new}", field.label)
        } else {
            format!("{}：{old} → {new}", field.label)
        };
        ui.add(Label::new(theme::weak(text).size(13.0)).wrap());
    }
}

/// The button of a person's form that prints everything the file holds about them.
pub fn person_button(ui: &mut Ui, register: Register, uid: Uid) -> Option<Action> {
    let is_person = matches!(
        register,
        Register::Volunteers | Register::Officers | Register::Experts
    );
    let pressed = is_person
        && ui
            .small_button("打印本人信息")
            .on_hover_text("本人要求查阅、复制时用，证件号和电话不遮")
            .clicked();
    pressed.then(|| Action::Ask(Ask::Past(PastAsk::Person(uid))))
}

/// The button of a record's form that lists its own steps.
pub fn own_steps_button(ui: &mut Ui, register: Register, uid: Uid) -> Option<Action> {
    let pressed = ui
        .small_button("修改经过")
        .accessible_name("此记录的修改经过")
        .clicked();
    pressed.then_some(Action::ShowPast(register, uid))
}
