//! 工作台: targets against what is there, gaps by community, what is coming and what wants a look.

use crate::app::Register;
use crate::app::desk::Home;
use crate::app::desk::Snapshot;
use crate::model::Record as _;
use crate::model::assess::Explanation;
use crate::model::tally::Figure;
use crate::ui::action::Action;
use crate::ui::screen::Screen;
use crate::ui::screen::drafts::drafts_ui;
use crate::ui::screen::first::first_steps_ui;
use crate::ui::screen::submission::notes::todo_list_ui;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::caption::row_head_ui;
use crate::ui::widget::link::clicked;
use crate::ui::widget::plot::bars_ui;
use egui::RichText;
use egui::Ui;
use egui::Vec2;

/// Draw 工作台.
pub fn home_ui(ui: &mut Ui, home: Option<&Home>, state: &Snapshot, year: &mut i16) -> Vec<Action> {
    let mut actions = Vec::new();
    ui.horizontal(|ui| {
        ui.heading("工作台");
        ui.add_space(10.0);
        if ui.button("‹").accessible_name("上一年").clicked() {
            *year -= 1;
        }
        ui.label(theme::strong(format!("{year} 年"), 16.0));
        if ui.button("›").accessible_name("下一年").clicked() {
            *year += 1;
        }
    });
    if let Some(doubt) = home.and_then(|h| h.clock.as_ref()) {
        ui.label(RichText::new(doubt.to_string()).color(theme::now().bad));
    }
    if state.ledger.events.is_empty()
        && state.ledger.officers.is_empty()
        && state.ledger.volunteers.is_empty()
    {
        egui::ScrollArea::vertical()
            .auto_shrink(false)
            .show(ui, |ui| {
                first_steps_ui(ui, state, &mut actions);
                drafts_ui(ui, state, &mut actions);
                welcome_ui(ui, &mut actions);
            });
        return actions;
    }
    let Some(home) = home else {
        ui.label(theme::weak("正在统计…"));
        return actions;
    };
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            first_steps_ui(ui, state, &mut actions);
            drafts_ui(ui, state, &mut actions);
            todo_list_ui(ui, &home.notes, &state.ledger, &mut actions);
            cards_ui(ui, home);
            ui.add_space(4.0);
            plots_ui(ui, home);
            ui.columns(2, |columns| {
                if let [left, right] = columns {
                    gaps_ui(left, home, &mut actions);
                    todo_ui(right, home, &mut actions);
                }
            });
        });
    actions
}

fn welcome_ui(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.add_space(40.0);
    ui.vertical_centered(|ui| {
        ui.label(theme::strong("台账还是空的", 20.0));
        ui.label(theme::weak(
            "把原来的表格拖到窗口里，或点“导入表格”；也可以直接录入第一场活动",
        ));
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            ui.add_space((ui.available_width() - 270.0).max(0.0) / 2.0);
            if button::primary(ui, Screen::Import.icon(), "导入表格").clicked() {
                actions.push(Action::Go(Screen::Import));
            }
            if button::tool(ui, Screen::Register(Register::Events).icon(), "录入活动").clicked()
            {
                actions.push(Action::Go(Screen::Register(Register::Events)));
            }
        });
    });
}

fn cards_ui(ui: &mut Ui, home: &Home) {
    let shown = [
        "officers_per_100",
        "reach_per_officer",
        "events",
        "attendance",
        "volunteers",
        "people_trained",
    ];
    let figures: Vec<&Figure> = shown
        .iter()
        .filter_map(|id| home.figures.iter().find(|f| f.id == *id))
        .collect();
    let gap = 10.0;
    let width = (ui.available_width() - gap * 2.0) / 3.0;
    for row in figures.chunks(3) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for figure in row {
                card_ui(ui, figure, width);
            }
        });
    }
}

fn card_ui(ui: &mut Ui, figure: &Figure, width: f32) {
    let inner = theme::card().show(ui, |ui| {
        ui.vertical(|ui| {
            ui.set_width(width - 26.0);
            ui.set_height(104.0);
            ui.spacing_mut().item_spacing.y = 3.0;
            ui.label(theme::weak(&figure.name).size(14.0));
            ui.horizontal(|ui| {
                ui.label(theme::strong(
                    figure.value.map_or_else(|| "—".into(), short),
                    26.0,
                ));
                ui.label(theme::weak(figure.unit));
                if let (Some(value), Some(target)) = (figure.value, figure.target) {
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                        // The word says it too: colour alone would not.
                        let (word, ink, ground) = if value >= target {
                            ("已达标", theme::now().good, theme::now().good_soft)
                        } else {
                            ("未达标", theme::now().bad, theme::now().bad_soft)
                        };
                        button::badge(ui, word, ink, ground);
                    });
                }
            });
            if let Some(target) = figure.target {
                bar_ui(ui, figure.value.unwrap_or(0.0) / target.max(1e-9));
                ui.label(theme::weak(format!("目标 {}", short(target))).size(13.0));
            } else {
                let width = ui.available_width();
                ui.add(two_lines(&figure.source, width));
            }
        })
    });
    inner.response.on_hover_text(&figure.source);
}

// Cards of a row end at the same height; the whole text comes under the pointer.
fn two_lines(text: &str, width: f32) -> egui::Label {
    let format = egui::TextFormat::simple(egui::FontId::proportional(13.0), theme::now().ink_weak);
    let mut job = egui::text::LayoutJob::single_section(text.to_owned(), format);
    job.wrap = egui::text::TextWrapping {
        max_width: width,
        max_rows: 2,
        break_anywhere: false,
        overflow_character: Some('…'),
    };
    egui::Label::new(job)
}

fn bar_ui(ui: &mut Ui, share: f64) {
    let (rect, _) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), 8.0), egui::Sense::hover());
    ui.painter().rect_filled(rect, 4, theme::now().head);
    let mut done = rect;
    done.set_width(rect.width() * share.clamp(0.0, 1.0) as f32);
    ui.painter().rect_filled(
        done,
        4,
        if share >= 1.0 {
            theme::now().good
        } else {
            theme::now().accent
        },
    );
}

fn gaps_ui(ui: &mut Ui, home: &Home, actions: &mut Vec<Action>) {
    button::section(ui, "各社区信息员");
    if home.staffing.is_empty() {
        ui.label(theme::weak("还没有社区，请先登记社区和人口"));
        if ui.button("登记社区").clicked() {
            actions.push(Action::Go(Screen::Register(Register::Communities)));
        }
        return;
    }
    for row in &home.staffing {
        ui.horizontal(|ui| {
            row_head_ui(ui, &row.name, 112.0);
            let text = match (&row.population, row.missing()) {
                (None, _) if row.community.is_none() => format!("{} 名", row.present()),
                (None, _) => "未登记人口".into(),
                (Some(_), 0) => format!("{} / {}，已配齐", row.present(), row.needed),
                (Some(_), missing) => {
                    format!("{} / {}，还差 {missing} 名", row.present(), row.needed)
                }
            };
            let bar = (ui.available_width() - 172.0).max(40.0);
            ui.allocate_ui_with_layout(
                Vec2::new(bar, 22.0),
                egui::Layout::left_to_right(egui::Align::Center),
                |ui| {
                    ui.set_width(bar);
                    bar_ui(ui, f64::from(row.present()) / f64::from(row.needed.max(1)));
                },
            );
            ui.add(egui::Label::new(theme::weak(text).size(14.0)).truncate());
        });
    }
}

fn todo_ui(ui: &mut Ui, home: &Home, actions: &mut Vec<Action>) {
    due_ui(ui, home, actions);
    coming_ui(ui, home, actions);
    button::section(
        ui,
        &format!("本年还没有开展的措施（{} 项）", home.idle.len()),
    );
    for (number, title) in home.idle.iter().take(8) {
        let text = RichText::new(format!("{number} {title}")).size(14.0);
        let label = egui::Label::new(text).truncate();
        if clicked(ui, label) {
            actions.push(Action::Go(Screen::Matrix));
        }
    }
    if home.idle.len() > 8 {
        ui.label(theme::weak(format!("另有 {} 项", home.idle.len() - 8)).size(13.0));
    }
    let open: Vec<_> = home
        .odd
        .iter()
        .filter(|o| o.explanation.is_empty())
        .collect();
    let told = home.odd.len() - open.len();
    button::section(
        ui,
        &format!("待核实（{} 处，已说明 {told} 处）", open.len()),
    );
    for odd in open.iter().take(10) {
        ui.horizontal(|ui| {
            if ui
                .small_button("说明")
                .on_hover_text("写一句为什么，以后不再提醒")
                .clicked()
            {
                let explanation = Explanation {
                    what: odd.what.clone(),
                    about: Some(odd.id),
                    ..Explanation::default()
                };
                actions.push(Action::NewFrom(Box::new(explanation.wrap())));
            }
            let text = RichText::new(format!("{}：{}", odd.title, odd.what)).size(14.0);
            let label = egui::Label::new(text).truncate();
            if clicked(ui, label) {
                actions.push(Action::Open(odd.register, odd.id));
            }
        });
    }
    if open.len() > 10 {
        ui.label(theme::weak(format!("另有 {} 处，打印前还会列出", open.len() - 10)).size(13.0));
    }
}

fn due_ui(ui: &mut Ui, home: &Home, actions: &mut Vec<Action>) {
    button::section(ui, &format!("到期和超期（{} 项）", home.due.len()));
    if home.due.is_empty() {
        ui.label(theme::weak("没有到期的事"));
    }
    for due in home.due.iter().take(8) {
        ui.horizontal(|ui| {
            let (word, ink, ground) = match due.days {
                ..0 => (
                    format!("超 {} 天", -due.days),
                    theme::now().bad,
                    theme::now().bad_soft,
                ),
                0 => ("今天".to_owned(), theme::now().warn, theme::now().warn_soft),
                days => (
                    format!("还有 {days} 天"),
                    theme::now().ink_weak,
                    theme::now().head,
                ),
            };
            button::badge(ui, &word, ink, ground);
            let label = egui::Label::new(RichText::new(&due.what).size(14.0)).truncate();
            if clicked(ui, label) {
                actions.push(Action::Open(due.register, due.uid));
            }
        });
    }
    if home.due.len() > 8 {
        ui.label(theme::weak(format!("另有 {} 项", home.due.len() - 8)).size(13.0));
    }
}

fn coming_ui(ui: &mut Ui, home: &Home, actions: &mut Vec<Action>) {
    button::section(ui, "近期主题日");
    if home.coming.is_empty() {
        ui.label(theme::weak("近期没有主题日"));
    }
    for day in home.coming.iter().take(8) {
        ui.horizontal(|ui| {
            ui.label(&day.name);
            let when = match day.days {
                0 => "正在进行".to_owned(),
                days => format!("{} 起，还有 {days} 天", day.from),
            };
            ui.label(theme::weak(when).size(14.0));
            if let Some((uid, title)) = &day.last
                && ui.small_button("复制往年").on_hover_text(title).clicked()
            {
                actions.push(Action::CopyFrom(Register::Events, *uid));
            }
        });
        if !day.theme.is_empty() {
            ui.label(theme::weak(format!("主题：{}", day.theme)).size(13.0));
        }
    }
}

/// Bars of a plot of names.
const MOST_BARS: usize = 7;

// Months as bars with events, and the share of groups and communities; a bar says its numbers when pointed at.
fn plots_ui(ui: &mut Ui, home: &Home) {
    ui.columns(3, |columns| {
        if let [months, groups, places] = columns {
            button::section(months, "各月活动场次");
            let bars = home.months.iter().enumerate().map(|(n, (events, heads))| {
                (
                    (n + 1).to_string(),
                    f64::from(*events),
                    format!("{} 月：{events} 场，{heads} 人次", n + 1),
                )
            });
            bars_ui(months, "months", &bars.collect::<Vec<_>>(), false);
            let named = |list: &[(String, u32)]| -> Vec<(String, f64, String)> {
                // The last bar is for all others, so that nobody seems to be missing.
                let whole = list.len() <= MOST_BARS;
                let own = if whole { MOST_BARS } else { MOST_BARS - 1 };
                let bar = |n: &str, c: u32| (n.to_owned(), f64::from(c), format!("{n}：{c} 场"));
                let mut bars: Vec<_> = list.iter().take(own).map(|(n, c)| bar(n, *c)).collect();
                if !whole {
                    let rest = list.iter().skip(own);
                    let (count, sum) = rest.fold((0, 0), |(n, sum), (_, c)| (n + 1, sum + c));
                    bars.push(bar(&format!("其余 {count} 个"), sum));
                }
                bars
            };
            button::section(groups, "服务对象（场次，可重复）");
            bars_ui(groups, "groups", &named(&home.groups), true);
            button::section(places, "各社区活动场次");
            bars_ui(places, "places", &named(&home.communities), true);
        }
    });
}

/// A figure with at most two decimals, thousands parted.
pub fn short(number: f64) -> String {
    if number.fract().abs() > 1e-9 {
        let text = format!("{number:.2}");
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    let digits = format!("{number:.0}");
    let mut out = String::new();
    for (n, c) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    out
}
