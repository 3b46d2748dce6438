//! 谁够条件: hours, stars and commendations with their arithmetic; and the story of one volunteer beside the form.

use crate::app::Register;
use crate::app::desk::Overview;
use crate::model::Uid;
use crate::model::number::hours;
use crate::model::tally::stars;
use crate::ui::action::Action;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::link::clicked;
use crate::ui::widget::link::link_ui;
use crate::ui::widget::year::year_ui;
use egui::RichText;
use egui::Ui;

/// Most lines shown; the export holds all.
const MOST: usize = 300;

/// Draw the screen.
pub fn stars_ui(ui: &mut Ui, overview: Option<&Overview>, year: &mut i16) -> Vec<Action> {
    let mut actions = Vec::new();
    ui.horizontal(|ui| {
        ui.heading("谁够条件");
        year_ui(ui, year);
        ui.label(theme::weak("时长取整、每日上限和星级可在“设置与备份”里改"));
    });
    let Some(overview) = overview.filter(|o| o.year == *year) else {
        ui.label(theme::weak("正在统计…"));
        return actions;
    };
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            let met = overview.teams.iter().filter(|t| !t.met.is_empty()).count();
            button::section(ui, &format!("服务队（{met} 支够条件）"));
            for team in &overview.teams {
                line_ui(
                    ui,
                    Register::Teams,
                    team.team,
                    &team.name,
                    &team.met,
                    &team.sums,
                    "",
                    &mut actions,
                );
            }
            let met = overview
                .standings
                .iter()
                .filter(|s| !s.met.is_empty())
                .count();
            button::section(ui, &format!("志愿者（{met} 人够条件）"));
            let served = overview.standings.iter().filter(|s| s.minutes > 0);
            for person in served.clone().take(MOST) {
                let star = format!(
                    "累计 {} 小时{}{}；{}",
                    hours(person.minutes),
                    if person.star.is_empty() { "" } else { "，" },
                    person.star,
                    person.next
                );
                line_ui(
                    ui,
                    Register::Volunteers,
                    person.volunteer,
                    &person.name,
                    &person.met,
                    &person.sums,
                    &star,
                    &mut actions,
                );
            }
            let count = served.count();
            if count == 0 {
                ui.label(theme::weak(
                    "还没有服务时长。在活动的“参与人员”里登记志愿者和小时数",
                ));
            } else if count > MOST {
                ui.label(theme::weak(format!("另有 {} 人，时长较少", count - MOST)));
            }
        });
    actions
}

#[expect(
    clippy::too_many_arguments,
    reason = "one line of two tables that differ in their words only"
)]
fn line_ui(
    ui: &mut Ui,
    register: Register,
    uid: Uid,
    name: &str,
    met: &[String],
    sums: &[String],
    more: &str,
    actions: &mut Vec<Action>,
) {
    ui.horizontal_wrapped(|ui| {
        let label = egui::Label::new(RichText::new(name).strong());
        if clicked(ui, label) {
            actions.push(Action::Open(register, uid));
        }
        if met.is_empty() {
            button::badge(ui, "未够", theme::now().ink_weak, theme::now().head);
        }
        for one in met {
            button::badge(
                ui,
                &format!("够：{one}"),
                theme::now().good,
                theme::now().good_soft,
            );
        }
        ui.label(theme::weak(sums.join("；")).size(13.0));
        if !more.is_empty() {
            ui.label(theme::weak(more).size(13.0));
        }
    });
}

/// What a volunteer has served, learned and been given: the five groups of 志愿服务条例 art. 19 beside the form.
pub fn story_ui(ui: &mut Ui, uid: Uid, scene: &Scene<'_>) -> Vec<Action> {
    let mut actions = Vec::new();
    let ledger = &scene.state.ledger;
    let Some(volunteer) = ledger.volunteers.get(&uid) else {
        return actions;
    };
    let book = &scene.state.directory.book;
    let minutes = stars::counted_minutes(ledger, book, volunteer.person);
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            let star = book
                .rules
                .star(minutes)
                .map_or("还没有星级", |s| s.name.as_str());
            ui.label(theme::strong(
                format!("累计 {} 小时，{star}", hours(minutes)),
                16.0,
            ));
            if let Some(next) = book.rules.next_star(minutes) {
                let left = next.hours * 60 - minutes;
                ui.label(theme::weak(format!(
                    "{}要 {} 小时：{} − {} = 还差 {} 小时",
                    next.name,
                    next.hours,
                    next.hours,
                    hours(minutes),
                    hours(left)
                )));
            }
            button::section(ui, "服务情况");
            let served = ledger
                .attendance
                .values()
                .filter(|a| a.person == volunteer.person);
            let mut served: Vec<_> = served.collect();
            served.sort_by_key(|a| {
                std::cmp::Reverse(ledger.events.get(&a.event).and_then(|e| e.day()))
            });
            if served.is_empty() {
                ui.label(theme::weak("还没有参加活动的记录"));
            }
            for row in served.iter().take(100) {
                let title = ledger.label(crate::model::Table::Event, row.event);
                let text = format!("{title}　{}　{} 小时", row.role, hours(row.minutes));
                link_ui(ui, &text, Register::Events, row.event, &mut actions);
            }
            button::section(ui, "培训、表彰、评价");
            let mut credits: Vec<_> = ledger
                .credits
                .values()
                .filter(|c| c.person == Some(volunteer.person))
                .collect();
            credits.sort_by_key(|c| std::cmp::Reverse(c.day));
            if credits.is_empty() {
                ui.label(theme::weak("还没有记录，在“培训表彰评价”里登记"));
            }
            for credit in credits {
                let day = credit.day.map(|d| d.to_string()).unwrap_or_default();
                let text = format!("{day} {} {} {}", credit.kind, credit.content, credit.by);
                link_ui(ui, &text, Register::Credits, credit.uid, &mut actions);
            }
            button::section(ui, "在队经历");
            let past = ledger
                .memberships
                .values()
                .filter(|m| m.person == Some(volunteer.person));
            for membership in past {
                let day = |d: Option<jiff::civil::Date>| d.map_or("…".into(), |d| d.to_string());
                let team = scene.state.directory.team_name(membership.team);
                let text = format!(
                    "{team} {} {} 至 {}",
                    membership.duty,
                    day(membership.from),
                    day(membership.to)
                );
                link_ui(
                    ui,
                    &text,
                    Register::Memberships,
                    membership.uid,
                    &mut actions,
                );
            }
        });
    actions
}
