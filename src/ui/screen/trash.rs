//! 回收站 and 清理: what was deleted comes back, or goes for good with its account.

use crate::app::desk::Ask;
use crate::app::desk::PastAsk;
use crate::app::desk::PastTold;
use crate::app::desk::Snapshot;
use crate::app::purge::Purging;
use crate::app::trash::Thrown;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::Label;
use egui::RichText;
use egui::Ui;
use egui_material_icons::icons;
use std::path::PathBuf;

/// Most lines shown of each list; the account holds all.
const MOST: usize = 300;

/// What lies there and what would go.
#[derive(Debug, Default)]
pub struct TrashScreen {
    asked: Option<u64>,
    thrown: Vec<Thrown>,
    plan: Purging,
    busy: bool,
    said: String,
}

impl TrashScreen {
    /// Take an answer. What to open, if it is an account.
    pub fn take(&mut self, told: PastTold) -> Option<Action> {
        self.busy = false;
        match told {
            PastTold::Trash(thrown, plan) => {
                self.thrown = thrown;
                self.plan = plan;
            }
            PastTold::Purged(done, path) => {
                self.said = format!(
                    "已删去 {} 条记录、{} 个附件文件，还有 {} 份备份里仍有这些内容（清单里写明是哪些）",
                    done.records,
                    done.files,
                    done.copies.len()
                );
                return Some(Action::OpenFile(path));
            }
            PastTold::Refused(advice) => self.said = advice.to_string(),
            PastTold::List(_) | PastTold::Opened(_) | PastTold::Saved(_) | PastTold::Printed(_) => {
            }
        }
        None
    }

    /// Remove for good, with the account at this place.
    pub fn purge(&mut self, path: PathBuf) -> Action {
        self.busy = true;
        let plan = Box::new(self.plan.clone());
        Action::Ask(Ask::Past(PastAsk::Purge(plan, path)))
    }

    /// What was waited for does not come any more.
    pub fn refused(&mut self) {
        self.busy = false;
    }
}

/// Draw the screen.
pub fn trash_ui(ui: &mut Ui, screen: &mut TrashScreen, state: &Snapshot) -> Vec<Action> {
    let mut actions = Vec::new();
    if screen.asked != Some(state.revision) {
        screen.asked = Some(state.revision);
        actions.push(Action::Ask(Ask::Past(PastAsk::Trash)));
    }
    let rules = &state.directory.book.rules;
    ui.heading("回收站");
    ui.label(theme::weak(format!(
        "删除的记录都在这里，随时可以恢复；{} 天后可以清理",
        rules.trash_days
    )));
    if !screen.said.is_empty() {
        ui.add(Label::new(RichText::new(&screen.said).color(theme::now().warn)).wrap());
    }
    ui.columns(2, |columns| {
        if let [left, right] = columns {
            list_ui(left, screen, state, &mut actions);
            purge_ui(right, screen, state, &mut actions);
        }
    });
    actions
}

fn list_ui(ui: &mut Ui, screen: &TrashScreen, state: &Snapshot, actions: &mut Vec<Action>) {
    button::section(ui, &format!("已删除 {} 条", screen.thrown.len()));
    egui::ScrollArea::vertical()
        .id_salt("thrown")
        .auto_shrink(false)
        .show(ui, |ui| {
            for one in screen.thrown.iter().take(MOST) {
                ui.horizontal(|ui| {
                    let name = format!("恢复 {}", one.title);
                    let face = egui::Button::new("恢复");
                    if ui
                        .add_enabled(state.writable, face)
                        .accessible_name(name)
                        .clicked()
                    {
                        actions.push(Action::Ask(Ask::Past(PastAsk::Restore(one.uid))));
                    }
                    let text = format!(
                        "{} {}　{} 天前，{}",
                        one.table.label(),
                        one.title,
                        one.days,
                        one.who
                    );
                    ui.add(Label::new(text).truncate());
                });
            }
        });
}

fn purge_ui(ui: &mut Ui, screen: &TrashScreen, state: &Snapshot, actions: &mut Vec<Action>) {
    let plan = &screen.plan;
    button::section(ui, "清理");
    let rules = &state.directory.book.rules;
    ui.add(
        Label::new(format!(
            "离开 {} 年以上、此后没有任何记录的人，和删除满 {} 天的记录。期限在“设置与备份”里改",
            rules.keep_years, rules.trash_days
        ))
        .wrap(),
    );
    ui.add(
        Label::new(
            RichText::new("清理后不能恢复，也不能撤销，会先做一张清单。备份和优盘里的不会跟着删")
                .color(theme::now().warn),
        )
        .wrap(),
    );
    if screen.busy {
        ui.horizontal(|ui| {
            ui.spinner();
            ui.label("正在清理…");
        });
        return;
    }
    let can = !plan.leaving.is_empty() && state.writable;
    let go = ui.add_enabled_ui(can, |ui| {
        button::tool(
            ui,
            icons::ICON_DELETE_FOREVER,
            &format!("清理这 {} 条…", plan.leaving.len()),
        )
    });
    if go.inner.clicked() {
        actions.push(Action::Pick(Purpose::SavePurge));
    }
    egui::ScrollArea::vertical()
        .id_salt("leaving")
        .auto_shrink(false)
        .show(ui, |ui| {
            for one in plan.leaving.iter().take(MOST) {
                let text = format!("{} {}　{}", one.kind, one.name, one.why);
                ui.add(Label::new(text).truncate());
            }
            for (name, why) in plan.kept.iter().take(MOST) {
                ui.add(Label::new(theme::weak(format!("保留 {name}：{why}"))).truncate());
            }
        });
}
