//! Photos and files of a record; for an event also the light of its six kinds of evidence.

use crate::app::Command;
use crate::app::Register;
use crate::app::attach::attachment_path;
use crate::app::desk::Ask;
use crate::model::Uid;
use crate::model::papers::Attachment;
use crate::model::tally::evidence;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::Ui;
use egui_material_icons::icons;

/// Draw the files of a saved record.
pub fn evidence_ui(ui: &mut Ui, register: Register, uid: Uid, scene: &Scene<'_>) -> Vec<Action> {
    let mut actions = Vec::new();
    let ledger = &scene.state.ledger;
    if register == Register::Events {
        light_ui(ui, uid, scene);
    }
    if scene.state.writable
        && button::primary(ui, icons::ICON_ATTACH_FILE, "附上照片或文件").clicked()
    {
        actions.push(Action::Pick(Purpose::Attach(register, uid, None)));
    }
    ui.label(
        theme::weak("照片会转正、缩小并去掉拍摄位置；也可以直接拖到窗口里。不要存身份证照片")
            .size(13.0),
    );
    let mut files: Vec<_> = ledger
        .attachments
        .values()
        .filter(|a| a.owner == Some(uid))
        .collect();
    files.sort_by(|a, b| (&a.kind, a.uid).cmp(&(&b.kind, b.uid)));
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            for file in files {
                file_ui(ui, file, scene, &mut actions);
            }
        });
    actions
}

fn light_ui(ui: &mut Ui, uid: Uid, scene: &Scene<'_>) {
    let light = evidence::of_event(&scene.state.ledger, &scene.state.directory.book, uid);
    ui.horizontal_wrapped(|ui| {
        for (what, there) in light.lamps() {
            let (word, ink, ground) = if there {
                (
                    format!("有{what}"),
                    theme::now().good,
                    theme::now().good_soft,
                )
            } else {
                (
                    format!("缺{what}"),
                    theme::now().warn,
                    theme::now().warn_soft,
                )
            };
            button::badge(ui, &word, ink, ground);
        }
    });
    ui.label(theme::weak("附件按类别计，资料和传播里对应本活动的也算").size(13.0));
}

fn file_ui(ui: &mut Ui, file: &Attachment, scene: &Scene<'_>, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.add_sized(
            [48.0, 22.0],
            egui::Label::new(theme::weak(&file.kind).size(13.0)),
        );
        let path = attachment_path(&scene.state.path, file);
        let width = (ui.available_width() - 150.0).max(80.0);
        let name = egui::Label::new(&file.name).truncate();
        ui.add_sized([width, 22.0], name);
        if ui.button("打开").clicked() {
            let said = match opener::open(&path) {
                Ok(()) => None,
                Err(_) => Some("没能打开这份文件。请检查附件文件夹是否和数据文件放在一起。"),
            };
            actions.extend(said.map(|s| Action::Say(s.to_owned())));
        }
        if scene.state.writable {
            ui.menu_button("类别", |ui| {
                for kind in scene.state.directory.book.lists.names("evidence_kind") {
                    if ui.button(&kind).clicked() {
                        let changed = Attachment {
                            kind,
                            ..file.clone()
                        };
                        actions.push(Action::Ask(Ask::Run(
                            Box::new(Command::Save(Box::new(crate::model::Record::wrap(changed)))),
                            String::new(),
                        )));
                    }
                }
            });
            if ui.button("移除").clicked() {
                actions.push(Action::Ask(Ask::Run(
                    Box::new(Command::Detach(file.uid)),
                    String::new(),
                )));
            }
        }
    });
}
