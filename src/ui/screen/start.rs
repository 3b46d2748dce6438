//! First start: one small screen asks for the office, opens a file, or fills an office with invented data.

use crate::app::NewOffice;
use crate::app::SampleSize;
use crate::app::cipher::Unlock;
use crate::app::desk::Begin;
use crate::app::desk::NotOpened;
use crate::app::paths;
use crate::app::recent::Recent;
use crate::app::words::Advice;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::recent_list::recent_ui;
use egui::RichText;
use egui::TextEdit;
use egui::Ui;
use egui_material_icons::icons;
use std::path::Path;
use std::path::PathBuf;

/// What was typed on the first screen. Not to be printed: there may be a password in it.
#[derive(Default)]
pub struct StartScreen {
    name: String,
    clerk: String,
    focused: bool,
    /// What was asked for last, to be asked for again with a password.
    pub begun: Option<Begin>,
    /// That it wants its password, and what was wrong with the one that was typed.
    pub locked: Option<Advice>,
    password: String,
    /// Why the last file could not be opened.
    pub trouble: Option<Box<NotOpened>>,
}

/// Draw the first screen.
pub fn start_ui(
    ui: &mut Ui,
    screen: &mut StartScreen,
    recent: &[Recent],
    year: i16,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let height = 460.0 + 50.0 * recent.len() as f32;
    let top = (ui.available_height() - height).max(20.0) / 2.0;
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.add_space(top);
            ui.vertical_centered(|ui| first_ui(ui, screen, recent, year, &mut actions));
        });
    actions
}

fn first_ui(
    ui: &mut Ui,
    screen: &mut StartScreen,
    recent: &[Recent],
    year: i16,
    actions: &mut Vec<Action>,
) {
    ui.set_max_width(476.0);
    ui.label(theme::strong("科普台账", 30.0).color(theme::now().accent));
    ui.label(theme::weak("活动、志愿者、信息员，录一次，报表都有"));
    ui.add_space(14.0);
    if let Some(refused) = paths::portable_trouble() {
        ui.label(RichText::new(refused).color(theme::now().warn));
        ui.add_space(8.0);
    }
    if let Some(trouble) = &screen.trouble {
        trouble_ui(ui, trouble, actions);
        ui.add_space(8.0);
    }
    if let Some(locked) = screen.locked.clone() {
        locked_ui(ui, screen, &locked, actions);
        ui.add_space(8.0);
        recent_ui(ui, recent, None, actions);
        return;
    }
    let name = field_ui(ui, "单位名称", "如 湖滨街道办事处", &mut screen.name);
    if !std::mem::replace(&mut screen.focused, true) {
        name.request_focus();
    }
    let clerk = field_ui(ui, "填表人", "您的姓名，可以以后再填", &mut screen.clerk);
    ui.add_space(6.0);
    let ready = !screen.name.trim().is_empty();
    let file = free_file(&paths::default_folder(), screen.name.trim());
    let mut enter = ui.input(|i| i.key_pressed(egui::Key::Enter));
    // Enter walks on once, for the name of who fills it in stands on every report; again it begins.
    if enter && name.has_focus() && screen.clerk.trim().is_empty() {
        clerk.request_focus();
        enter = false;
    }
    let make = ui
        .add_enabled_ui(ready, |ui| button::primary(ui, icons::ICON_ADD, "新建台账"))
        .inner;
    if ready {
        ui.label(theme::weak(format!("将保存为 {}", file.display())).size(13.0));
    }
    if ready && (make.clicked() || enter) {
        actions.push(Action::Begin(Begin::New(file, new_office(screen), None)));
    }
    ui.add_space(12.0);
    ui.separator();
    ui.horizontal(|ui| {
        if button::tool(ui, icons::ICON_FOLDER_OPEN, "打开已有台账…").clicked() {
            actions.push(Action::Pick(Purpose::OpenFile));
        }
        if button::tool(ui, icons::ICON_HANDSHAKE, "接收交接文件…").clicked() {
            actions.push(Action::Pick(Purpose::TakeOver));
        }
        if button::tool(ui, icons::ICON_SCIENCE, "用示例数据试一试").clicked() {
            let file = free_file(&paths::default_folder(), "示例");
            let office = NewOffice {
                name: "示例街道办事处".into(),
                clerk: "示例".into(),
                ..NewOffice::default()
            };
            actions.push(Action::Begin(Begin::New(
                file,
                office,
                Some(SampleSize::of_year(year - 1)),
            )));
        }
    });
    ui.add_space(8.0);
    recent_ui(ui, recent, None, actions);
}

// A file under a password: nothing else is asked until it opens, or another one is chosen.
fn locked_ui(ui: &mut Ui, screen: &mut StartScreen, locked: &Advice, actions: &mut Vec<Action>) {
    ui.label(locked.to_string());
    ui.add_space(6.0);
    let typed = ui
        .horizontal(|ui| {
            let label = ui.add_sized([110.0, 30.0], egui::Label::new(theme::weak("密码或恢复码")));
            let edit = TextEdit::singleline(&mut screen.password)
                .password(true)
                .margin(egui::Margin::symmetric(8, 6))
                .desired_width(f32::INFINITY)
                .return_key(None);
            ui.add(edit).labelled_by(label.id)
        })
        .inner;
    if !std::mem::replace(&mut screen.focused, true) {
        typed.request_focus();
    }
    ui.add_space(6.0);
    let ready = !screen.password.trim().is_empty();
    let enter = ui.input(|i| i.key_pressed(egui::Key::Enter));
    let open = ui
        .add_enabled_ui(ready, |ui| {
            button::primary(ui, icons::ICON_LOCK_OPEN, "打开台账")
        })
        .inner;
    if ready && (open.clicked() || enter) {
        let typed = std::mem::take(&mut screen.password);
        screen.focused = false;
        actions.push(Action::Unlock(Unlock::read(&typed)));
    }
    ui.add_space(12.0);
    if button::tool(ui, icons::ICON_FOLDER_OPEN, "打开其他台账…").clicked() {
        actions.push(Action::Pick(Purpose::OpenFile));
    }
    if button::tool(ui, icons::ICON_ADD, "新建台账…").clicked() {
        screen.locked = None;
        screen.focused = false;
    }
}

// Why the last file was not opened, and every way on from there.
fn trouble_ui(ui: &mut Ui, trouble: &NotOpened, actions: &mut Vec<Action>) {
    egui::Frame::new()
        .fill(theme::now().bad_soft)
        .corner_radius(4)
        .inner_margin(10)
        .show(ui, |ui| {
            ui.label(RichText::new(trouble.advice.to_string()).color(theme::now().bad));
        });
    ui.horizontal_wrapped(|ui| {
        if let Some(file) = &trouble.restore
            && button::tool(ui, icons::ICON_RESTORE, "从最近的备份恢复").clicked()
        {
            actions.push(Action::Begin(Begin::Restore(file.clone())));
        }
        if let Some(file) = &trouble.rescue
            && button::tool(ui, icons::ICON_HEALING, "抢救能读出的内容")
                .on_hover_text("写成一个新文件，损坏的文件不改动")
                .clicked()
        {
            actions.push(Action::Begin(Begin::Rescue(file.clone())));
        }
        if let Some(file) = &trouble.read_copy
            && button::tool(ui, icons::ICON_VISIBILITY, "以只读方式打开最近的备份").clicked()
        {
            actions.push(Action::Begin(Begin::ReadCopy(file.clone())));
        }
    });
}

fn new_office(screen: &StartScreen) -> NewOffice {
    NewOffice {
        name: screen.name.trim().into(),
        clerk: screen.clerk.trim().into(),
        ..NewOffice::default()
    }
}

fn field_ui(ui: &mut Ui, caption: &str, hint: &str, text: &mut String) -> egui::Response {
    ui.horizontal(|ui| {
        let label = ui.add_sized([80.0, 30.0], egui::Label::new(theme::weak(caption)));
        let edit = TextEdit::singleline(text)
            .hint_text(hint)
            .margin(egui::Margin::symmetric(8, 6))
            .desired_width(f32::INFINITY)
            .return_key(None);
        ui.add(edit).labelled_by(label.id)
    })
    .inner
}

// A name that Windows takes and that no file has yet.
fn free_file(folder: &Path, name: &str) -> PathBuf {
    let clean: String = name
        .chars()
        .filter(|c| !c.is_control() && !"<>:\"/\\|?*.".contains(*c))
        .take(40)
        .collect();
    std::iter::once(format!("{clean}.kepu"))
        .chain((2..10_000).map(|n| format!("{clean} ({n}).kepu")))
        .map(|n| folder.join(n))
        .find(|p| !p.exists())
        .unwrap_or_else(|| folder.join("台账.kepu"))
}
