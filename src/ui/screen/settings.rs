//! 设置与备份: the office, the plan, copies.

use crate::app::command::Command;
use crate::app::desk::Ask;
use crate::app::desk::Snapshot;
use crate::app::recent::Recent;
use crate::app::words::Advice;
use crate::model::directory::Directory;
use crate::model::field::Form as _;
use crate::model::office::Office;
use crate::model::plan::RuleBook;
use crate::model::service::NumberPattern;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::screen::appearance::Appearance;
use crate::ui::screen::appearance::appearance_ui;
use crate::ui::screen::handover::HandoverPanel;
use crate::ui::screen::handover::handover_ui;
use crate::ui::screen::lock::LockScreen;
use crate::ui::screen::lock::lock_ui;
use crate::ui::screen::password::PasswordPanel;
use crate::ui::screen::password::password_ui;
use crate::ui::screen::typeface::typeface_ui;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::caption::caption_ui;
use crate::ui::widget::caption::wide_caption_ui;
use crate::ui::widget::recent_list::recent_ui;
use egui::TextEdit;
use egui::Ui;
use egui_material_icons::icons;

/// Settings on screen.
#[derive(Debug, Default)]
pub struct SettingsScreen {
    typed: Vec<String>,
    seen: u64,
    why: String,
    rules: Option<RuleBook>,
    /// Why the font file chosen last was not taken.
    pub font_refused: Option<Advice>,
    /// What paints the window.
    pub appearance: Appearance,
}

/// Draw the settings.
pub fn settings_ui(
    ui: &mut Ui,
    screen: &mut SettingsScreen,
    handover: &mut HandoverPanel,
    password: &mut PasswordPanel,
    lock: &mut LockScreen,
    recent: &[Recent],
    state: &Snapshot,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let office = state.ledger.office();
    if screen.seen != state.revision {
        screen.seen = state.revision;
        screen.typed = shown(&office, &state.directory);
        screen.rules = Some(RuleBook::clone(&state.directory.book.rules));
    }
    ui.heading("设置与备份");
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.columns(2, |columns| {
                if let [left, right] = columns {
                    office_ui(left, screen, &office, state, &mut actions);
                    copies_ui(left, state, &mut actions);
                    typeface_ui(left, screen.font_refused.as_ref(), &mut actions);
                    appearance_ui(left, &screen.appearance, &mut actions);
                    plan_ui(left, state, &mut actions);
                    rules_ui(left, screen, state, &mut actions);
                    handover_ui(right, handover, state, &mut actions);
                    password_ui(right, password, state, &mut actions);
                    lock_ui(right, lock, state, &mut actions);
                    others_ui(right, recent, state, &mut actions);
                }
            });
        });
    actions
}

/// Width of the captions of rules, in points: the longest says what is counted and in what.
const RULE: f32 = 236.0;

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
            let caption = caption_ui(ui, field.label);
            ui.add(
                TextEdit::singleline(typed)
                    .margin(egui::Margin::symmetric(8, 5))
                    .desired_width(f32::INFINITY)
                    .return_key(None),
            )
            .labelled_by(caption);
        });
    }
    let dirty = screen.typed != shown(office, &state.directory);
    let save = ui.horizontal(|ui| {
        ui.add_space(theme::CAPTION + ui.spacing().item_spacing.x);
        ui.add_enabled_ui(dirty && state.writable, |ui| {
            button::primary(ui, icons::ICON_SAVE, "保存单位信息")
        })
        .inner
    });
    if save.inner.clicked() {
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
        ui.label(egui::RichText::new(&screen.why).color(theme::now().bad));
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
    });
}

// The way to another ledger; what was typed in this one is kept.
fn others_ui(ui: &mut Ui, recent: &[Recent], state: &Snapshot, actions: &mut Vec<Action>) {
    button::section(ui, "其他台账");
    ui.horizontal(|ui| {
        if button::tool(ui, icons::ICON_FOLDER_OPEN, "打开其他台账…").clicked() {
            actions.push(Action::Pick(Purpose::OpenFile));
        }
        if button::tool(ui, icons::ICON_MOVE_TO_INBOX, "接收交接文件…").clicked() {
            actions.push(Action::Pick(Purpose::TakeOver));
        }
    });
    recent_ui(ui, recent, Some(&state.path), actions);
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
    ui.horizontal(|ui| {
        if button::tool(ui, icons::ICON_UPLOAD_FILE, "载入新规划…").clicked() {
            actions.push(Action::Pick(Purpose::Plan));
        }
    });
}

// How hours are counted, who gets a star, how long things may wait: the office's own numbers.
fn rules_ui(ui: &mut Ui, screen: &mut SettingsScreen, state: &Snapshot, actions: &mut Vec<Action>) {
    let Some(rules) = &mut screen.rules else {
        return;
    };
    button::section(ui, "计时、星级与期限");
    let number = |ui: &mut Ui, label: &str, value: &mut u32, most: u32| {
        ui.horizontal(|ui| {
            let caption = wide_caption_ui(ui, label, RULE);
            ui.add(egui::DragValue::new(value).range(0..=most))
                .labelled_by(caption);
        });
    };
    number(ui, "服务时长取整到（分钟）", &mut rules.unit_minutes, 240);
    rules.unit_minutes = rules.unit_minutes.max(1);
    number(
        ui,
        "每人每日最多计（分钟，0 为不限）",
        &mut rules.daily_cap_minutes,
        1440,
    );
    number(ui, "订单每一步最多等（天）", &mut rules.order_days, 365);
    number(ui, "突发事件后统计（天）", &mut rules.incident_days, 90);
    number(ui, "活动佐证照片（张）", &mut rules.photos, 30);
    number(ui, "提前提醒主题日（天）", &mut rules.coming_days, 120);
    number(
        ui,
        "统计数增减多少要说明（%）",
        &mut rules.stat_change,
        1000,
    );
    number(ui, "服务队应有（人）", &mut rules.team_members, 10_000);
    number(ui, "推荐公示不少于（工作日）", &mut rules.notice_days, 60);
    number(ui, "服务证明公示（天）", &mut rules.certificate_days, 60);
    number(ui, "回收站保留（天）", &mut rules.trash_days, 3650);
    number(ui, "离开的人保留（年）", &mut rules.keep_years, 50);
    let numbered = ui
        .horizontal(|ui| {
            let caption = wide_caption_ui(ui, "证明编号的样子", RULE);
            ui.add(egui::TextEdit::singleline(&mut rules.certificate_number).desired_width(180.0))
                .labelled_by(caption);
            let pattern = NumberPattern::read(&rules.certificate_number);
            match &pattern {
                Some(p) => ui.label(theme::weak(format!("如 {}", p.number(2026, 1)))),
                None => ui.label(
                    egui::RichText::new("要有一处 {serial} 或 {serial:4}").color(theme::now().bad),
                ),
            };
            pattern.is_some()
        })
        .inner;
    for star in &mut rules.stars {
        number(
            ui,
            &format!("{}（小时）", star.name),
            &mut star.hours,
            100_000,
        );
    }
    for one in &mut rules.qualifiers {
        ui.label(theme::weak(format!("{}　{}", one.name, one.source)).size(13.0));
        number(ui, "活动（次）", &mut one.events, 10_000);
        number(ui, "时长（小时）", &mut one.hours, 100_000);
        if one.who == "队伍" {
            number(ui, "队员（人）", &mut one.members, 10_000);
            number(ui, "人均时长（小时）", &mut one.hours_each, 10_000);
        }
    }
    let rising = rules
        .stars
        .windows(2)
        .all(|p| p.first().map(|s| s.hours) < p.last().map(|s| s.hours));
    if !rising {
        ui.label(egui::RichText::new("星级的小时数应逐级增加").color(theme::now().bad));
    }
    ui.horizontal(|ui| {
        let changed = *rules != *state.directory.book.rules;
        let face = egui::Button::new("保存这些规则");
        if ui
            .add_enabled(changed && rising && numbered && state.writable, face)
            .clicked()
        {
            actions.push(Action::Ask(Ask::SetRules(Box::new(Some(rules.clone())))));
        }
        if ui.button("恢复默认规则").clicked() {
            actions.push(Action::Ask(Ask::SetRules(Box::new(None))));
        }
    });
}
