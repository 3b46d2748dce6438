//! 规划任务: measures × quarters. A cell says done, planned or nothing in words and colour; a row opens to its units, records
//! and what is missing.

use crate::app::Command;
use crate::app::Register;
use crate::app::desk::Ask;
use crate::app::desk::Overview;
use crate::model::Record as _;
use crate::model::Table;
use crate::model::Uid;
use crate::model::plan::Duty;
use crate::model::plan::WorkItem;
use crate::model::tally::matrix::Quarter;
use crate::model::tally::matrix::Row;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::link::link_ui;
use crate::ui::widget::year::year_ui;
use egui::RichText;
use egui::Ui;
use egui::Vec2;
use egui_material_icons::icons;

/// What the matrix remembers.
#[derive(Debug, Default)]
pub struct MatrixScreen {
    /// Number of the measure that is open.
    open: Option<String>,
    /// Measures that are 不涉及 are shown too.
    all: bool,
}

/// Draw the matrix.
pub fn matrix_ui(
    ui: &mut Ui,
    screen: &mut MatrixScreen,
    overview: Option<&Overview>,
    scene: &Scene<'_>,
    year: &mut i16,
) -> Vec<Action> {
    let mut actions = Vec::new();
    ui.horizontal(|ui| {
        ui.heading("措施进度");
        year_ui(ui, year);
        ui.checkbox(&mut screen.all, "显示不涉及的措施");
        if button::tool(ui, icons::ICON_CONTENT_COPY, "复制去年计划").clicked() {
            actions.extend(copy_last_year(scene, *year));
        }
        if button::tool(ui, icons::ICON_FOLDER_OPEN, "载入新规划…").clicked() {
            actions.push(Action::Pick(Purpose::Plan));
        }
    });
    let Some(overview) = overview.filter(|o| o.year == *year) else {
        ui.label(theme::weak("正在统计…"));
        return actions;
    };
    let done = overview.matrix.iter().filter(|r| r.is_done()).count();
    ui.label(theme::weak(format!(
        "{}：{} 项措施，本年已开展 {done} 项",
        overview.plan,
        overview.matrix.len()
    )));
    heads_ui(ui);
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            let mut group = "";
            for row in &overview.matrix {
                if row.duty == Duty::Elsewhere && !screen.all {
                    continue;
                }
                if row.group != group {
                    group = &row.group;
                    button::section(ui, &format!("{}　{}", row.kind, row.group));
                }
                row_ui(ui, screen, row);
                if screen.open.as_ref() == Some(&row.number) {
                    detail_ui(ui, row, scene, &mut actions);
                }
            }
        });
    actions
}

fn title_width(ui: &Ui) -> f32 {
    (ui.available_width() - 4.0 * 84.0 - 84.0).max(200.0)
}

fn heads_ui(ui: &mut Ui) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.add_space(title_width(ui) + 6.0);
        ui.add_sized(
            [56.0, 20.0],
            egui::Label::new(theme::weak("职责").size(13.0)),
        );
        for quarter in ["一季度", "二季度", "三季度", "四季度"] {
            ui.add_sized(
                [78.0, 20.0],
                egui::Label::new(theme::weak(quarter).size(13.0)),
            );
        }
    });
}

fn row_ui(ui: &mut Ui, screen: &mut MatrixScreen, row: &Row) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let width = title_width(ui);
        let open = screen.open.as_ref() == Some(&row.number);
        let text = RichText::new(format!("{}  {}", row.number, row.title));
        let text = if open {
            text.color(theme::now().accent)
        } else {
            text
        };
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        let response = ui
            .allocate_ui_with_layout(Vec2::new(width, 26.0), layout, |ui| {
                ui.set_min_width(width);
                let face = egui::Button::new(text).truncate().frame(false);
                ui.add(face).on_hover_cursor(egui::CursorIcon::PointingHand)
            })
            .inner;
        if response.clicked() {
            screen.open = (!open).then(|| row.number.clone());
        }
        let duty = match row.duty {
            Duty::Applies => RichText::new("适用").color(theme::now().accent),
            other => theme::weak(other.label()),
        };
        ui.add_sized([56.0, 24.0], egui::Label::new(duty.size(13.5)));
        for (n, quarter) in row.quarters.iter().enumerate() {
            cell_ui(ui, row, n + 1, quarter);
        }
    });
}

fn cell_ui(ui: &mut Ui, row: &Row, number: usize, quarter: &Quarter) {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(78.0, 24.0), egui::Sense::hover());
    let (text, ink, ground) = match (quarter.done.len(), quarter.planned.len()) {
        (0, 0) => ("—".to_owned(), theme::now().ink_weak, theme::now().paper),
        (0, planned) => (
            format!("计划 {planned}"),
            theme::now().warn,
            theme::now().warn_soft,
        ),
        (done, _) => (
            format!("开展 {done}"),
            theme::now().good,
            theme::now().good_soft,
        ),
    };
    let label = format!("{} 第{number}季度 {text}", row.number);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &label));
    let painter = ui.painter();
    painter.rect_filled(rect, 3, ground);
    painter.text(
        rect.center(),
        egui::Align2::CENTER_CENTER,
        text,
        egui::FontId::proportional(13.0),
        ink,
    );
}

fn detail_ui(ui: &mut Ui, row: &Row, scene: &Scene<'_>, actions: &mut Vec<Action>) {
    let frame = egui::Frame::new()
        .fill(theme::now().side)
        .corner_radius(5)
        .inner_margin(10);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 4.0;
        let line = |ui: &mut Ui, text: String| {
            ui.add(egui::Label::new(RichText::new(text).size(14.0)).wrap());
        };
        line(ui, format!("记录什么：{}", row.what));
        if row.lead.is_empty() {
            line(ui, "责任单位：原文没有写".into());
        } else {
            let etc = if row.open_ended { "等单位" } else { "" };
            line(ui, format!("牵头（按本组）：{}", row.lead.join("、")));
            line(
                ui,
                format!("参加（按本组）：{}{etc}", row.members.join("、")),
            );
        }
        let reason = if row.reason.is_empty() {
            String::new()
        } else {
            format!("，{}", row.reason)
        };
        let owner = if row.owner.is_empty() {
            "未填"
        } else {
            &row.owner
        };
        line(
            ui,
            format!("本单位职责：{}{reason}；责任人：{owner}", row.duty.label()),
        );
        line(
            ui,
            format!("经费：支出 {} 元，活动上写的 {} 元", row.spent, row.cost),
        );
        let missing = row.missing();
        if !missing.is_empty() {
            ui.label(
                RichText::new(format!("还缺：{}", missing.join("、")))
                    .color(theme::now().warn)
                    .size(14.0),
            );
        }
        ui.horizontal_wrapped(|ui| {
            if ui.button("改分工").clicked() {
                let task = scene
                    .state
                    .ledger
                    .tasks
                    .values()
                    .find(|t| t.measures.contains(&row.number));
                match task {
                    Some(task) => actions.push(Action::Open(Register::Tasks, task.uid)),
                    None => actions.push(new_task(row)),
                }
            }
            if ui.button("加一项计划").clicked() {
                actions.push(Action::New(Register::WorkItems));
            }
            if ui.button("登记活动").clicked() {
                actions.push(Action::New(Register::Events));
            }
        });
        let mut shown = 0;
        for (table, uid) in &row.records {
            let Some(register) = Register::of(*table) else {
                continue;
            };
            if shown == 40 {
                ui.label(theme::weak(format!(
                    "另有 {} 条",
                    row.records.len() - shown
                )));
                break;
            }
            shown += 1;
            record_ui(ui, scene, *table, register, *uid, actions);
        }
    });
}

fn record_ui(
    ui: &mut Ui,
    scene: &Scene<'_>,
    table: Table,
    register: Register,
    uid: Uid,
    actions: &mut Vec<Action>,
) {
    ui.horizontal(|ui| {
        ui.add_sized(
            [84.0, 20.0],
            egui::Label::new(theme::weak(register.label()).size(13.0)),
        );
        let text = scene.state.ledger.label(table, uid);
        link_ui(ui, &text, register, uid, actions);
    });
}

// The office's word on a measure begins from the plan's hint.
fn new_task(row: &Row) -> Action {
    let task = crate::model::plan::Task {
        measures: vec![row.number.clone()],
        duty: row.duty.label().to_owned(),
        reason: row.reason.clone(),
        ..Default::default()
    };
    Action::NewFrom(Box::new(task.wrap()))
}

// Last year's lines a year later, open again; lines that stand there already are not doubled.
fn copy_last_year(scene: &Scene<'_>, year: i16) -> Vec<Action> {
    let items = &scene.state.ledger.work_items;
    let there = |title: &str| {
        items
            .values()
            .any(|w| w.title == title && w.month.is_some_and(|m| m.year == year))
    };
    let records: Vec<_> = items
        .values()
        .filter(|w| w.month.is_some_and(|m| m.year == year - 1) && !there(&w.title))
        .map(|w| {
            let mut item = WorkItem::clone(w);
            item.uid = Uid::default();
            item.event = None;
            item.state = "未开始".into();
            if let Some(month) = &mut item.month {
                month.year = year;
            }
            item.wrap()
        })
        .collect();
    if records.is_empty() {
        return vec![Action::Say(format!("{} 年没有可以复制的计划", year - 1))];
    }
    let label = format!("复制 {} 年计划 {} 条", year - 1, records.len());
    vec![Action::Ask(Ask::Run(
        Box::new(Command::TakeIn { label, records }),
        String::new(),
    ))]
}
