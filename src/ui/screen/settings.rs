//! 设置与备份: the office, the plan, copies, and what was done when.

use crate::app::command::Command;
use crate::app::desk::Ask;
use crate::app::desk::Snapshot;
use crate::app::desk::Step;
use crate::model::directory::Directory;
use crate::model::field::Form as _;
use crate::model::office::Office;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::TextEdit;
use egui::Ui;
use egui_material_icons::icons;

/// Settings on screen.
#[derive(Debug, Default)]
pub struct SettingsScreen {
    typed: Vec<String>,
    seen: u64,
    /// The newest steps.
    pub steps: Vec<Step>,
    why: String,
}

/// Draw the settings.
pub fn settings_ui(ui: &mut Ui, screen: &mut SettingsScreen, state: &Snapshot) -> Vec<Action> {
    let mut actions = Vec::new();
    let office = state.ledger.office();
    if screen.seen != state.revision {
        screen.seen = state.revision;
        screen.typed = shown(&office, &state.directory);
        actions.push(Action::Ask(Ask::History));
    }
    ui.heading("设置与备份");
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.columns(2, |columns| {
                if let [left, right] = columns {
                    office_ui(left, screen, &office, state, &mut actions);
                    copies_ui(left, state, &mut actions);
                    plan_ui(left, state, &mut actions);
                    history_ui(right, screen);
                }
            });
        });
    actions
}

fn shown(office: &Office, directory: &Directory) -> Vec<String> {
    Office::fields()
        .iter()
        .map(|f| (f.show)(office, directory))
        .collect()
}

fn office_ui(
    ui: &mut Ui,
    screen: &mut SettingsScreen,
    office: &Office,
    state: &Snapshot,
    actions: &mut Vec<Action>,
) {
    button::section(ui, "本单位");
    for (field, typed) in Office::fields().iter().zip(&mut screen.typed) {
        ui.horizontal(|ui| {
            let label = ui.add_sized(
                [theme::CAPTION, 30.0],
                egui::Label::new(theme::weak(field.label)),
            );
            ui.add(
                TextEdit::singleline(typed)
                    .margin(egui::Margin::symmetric(8, 5))
                    .desired_width(f32::INFINITY)
                    .return_key(None),
            )
            .labelled_by(label.id);
        });
    }
    let dirty = screen.typed != shown(office, &state.directory);
    if ui
        .add_enabled_ui(dirty && state.writable, |ui| {
            button::primary(ui, icons::ICON_SAVE, "保存单位信息")
        })
        .inner
        .clicked()
    {
        let mut changed = office.clone();
        let read = Office::fields()
            .iter()
            .zip(&screen.typed)
            .try_for_each(|(f, typed)| (f.read)(&mut changed, typed, &state.directory));
        match read {
            Ok(()) => {
                screen.why.clear();
                actions.push(Action::Ask(Ask::Run(
                    Box::new(Command::SaveOffice(changed)),
                    String::new(),
                )));
            }
            Err(why) => screen.why = why,
        }
    }
    if !screen.why.is_empty() {
        ui.label(egui::RichText::new(&screen.why).color(theme::BAD));
    }
}

fn copies_ui(ui: &mut Ui, state: &Snapshot, actions: &mut Vec<Action>) {
    button::section(ui, "文件与备份");
    ui.add(egui::Label::new(theme::weak(state.path.display().to_string())).wrap());
    let copied = state.copied.clone().map_or_else(
        || "还没有备份".to_owned(),
        |at| format!("最近备份：{at}，已核对"),
    );
    ui.label(copied);
    ui.label(
        theme::weak("启动、导入前和每半小时自动备份，放在数据文件旁边的“备份”文件夹").size(13.0),
    );
    ui.horizontal(|ui| {
        if button::tool(ui, icons::ICON_BACKUP, "立即备份").clicked() {
            actions.push(Action::Ask(Ask::BackUp));
        }
        if button::tool(ui, icons::ICON_FOLDER_OPEN, "打开其他台账…").clicked() {
            actions.push(Action::Pick(Purpose::OpenFile));
        }
    });
}

fn plan_ui(ui: &mut Ui, state: &Snapshot, actions: &mut Vec<Action>) {
    let plan = &state.directory.book.plan;
    button::section(ui, "规划");
    ui.add(
        egui::Label::new(format!(
            "{}{}",
            plan.title,
            if plan.draft { "（草案）" } else { "" }
        ))
        .wrap(),
    );
    ui.label(theme::weak(format!(
        "{}—{} 年，{} 组 {} 项措施",
        plan.first_year,
        plan.last_year,
        plan.groups().len(),
        plan.measures().count()
    )));
    if button::tool(ui, icons::ICON_UPLOAD_FILE, "载入新规划…").clicked() {
        actions.push(Action::Pick(Purpose::Plan));
    }
}

fn history_ui(ui: &mut Ui, screen: &SettingsScreen) {
    button::section(ui, "操作记录");
    ui.label(theme::weak("只增不改，最近 200 步").size(13.0));
    for step in &screen.steps {
        ui.horizontal(|ui| {
            ui.label(theme::weak(local(&step.at)).size(13.0));
            ui.add(egui::Label::new(format!("{}{}", step.prefix(), step.label)).truncate());
        });
    }
}

// The history is kept in UTC; the clerk lives by the clock on the wall.
fn local(at: &str) -> String {
    at.parse::<jiff::Timestamp>().map_or_else(
        |_| at.to_owned(),
        |t| {
            jiff::tz::TimeZone::system()
                .to_datetime(t)
                .strftime("%m-%d %H:%M")
                .to_string()
        },
    )
}
