//! 收到的上报: a district's offices for a period: who sent what, how it differs from before, who is missing; the way to
//! send back. The list of offices that should send something up is edited here.

use super::back::Back;
use super::said::Said;
use super::said::said_ui;
use crate::app::desk::Ask;
use crate::app::desk::LISTED;
use crate::app::desk::PackAsk;
use crate::app::submit::Received;
use crate::app::submit::Standing;
use crate::model::Period;
use crate::ui::action::Action;
use crate::ui::screen::records::Scene;
use crate::ui::screen::reports::span::Span;
use crate::ui::screen::reports::span::span_ui;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::page_preview::empty_ui;
use egui::Label;
use egui::RichText;
use egui::ScrollArea;
use egui::TextEdit;
use egui::Ui;
use egui_extras::Column;
use egui_extras::TableBuilder;

/// Width of the left side.
const LEFT: f32 = 316.0;

/// What the part remembers.
pub(super) struct ReceivedList {
    span: Span,
    asked: Option<(Period, u64)>,
    told: Option<(Period, Vec<Received>)>,
    /// Names as they are kept, and as they are typed.
    kept: String,
    typed: String,
    /// As it was sent to be kept.
    sent: Option<String>,
    pub said: Option<Said>,
}

impl ReceivedList {
    pub(super) fn new(year: i16) -> Self {
        Self {
            span: Span::of(year),
            asked: None,
            told: None,
            kept: String::new(),
            typed: String::new(),
            sent: None,
            said: None,
        }
    }

    /// Look at what was just taken in.
    pub(super) fn look_at(&mut self, period: &Period) {
        self.span = Span::about(period);
    }

    /// The list is kept: from now on what is kept is shown, unless something else was typed meanwhile.
    pub(super) fn listed(&mut self, label: &str) {
        if label == LISTED && self.sent.take().as_ref() == Some(&self.typed) {
            self.kept.clone_from(&self.typed);
        }
    }

    pub(super) fn take(&mut self, period: &Period, rows: Vec<Received>, expected: &[String]) {
        self.told = Some((period.clone(), rows));
        let names = expected.join("\n");
        // What is being typed is not overwritten.
        if self.typed == self.kept {
            self.typed.clone_from(&names);
        }
        self.kept = names;
    }

    /// Draw it; a return that the clerk wants to write.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        actions: &mut Vec<Action>,
    ) -> Option<Back> {
        let period = self.span.period();
        if let Some(period) = &period {
            let wanted = (period.clone(), scene.state.revision);
            if self.asked.as_ref() != Some(&wanted) {
                self.asked = Some(wanted);
                actions.push(Action::Ask(Ask::Packs(PackAsk::Received(period.clone()))));
            }
        }
        let mut back = None;
        ui.horizontal_top(|ui| {
            ui.vertical(|ui| {
                ui.set_width(LEFT);
                self.left_ui(ui, scene, actions);
            });
            ui.separator();
            ui.vertical(|ui| {
                ui.set_width(ui.available_width());
                said_ui(ui, &mut self.said, actions);
                let told = self.told.as_ref();
                match told.filter(|(p, _)| Some(p) == period.as_ref()) {
                    Some((period, rows)) => back = table_ui(ui, period, rows),
                    None => drop(ui.label(theme::weak("正在汇总…"))),
                }
            });
        });
        back
    }

    fn left_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, actions: &mut Vec<Action>) {
        button::section(ui, "哪段时间的上报");
        ui.scope(|ui| {
            ui.spacing_mut().button_padding = egui::Vec2::new(8.0, 3.0);
            span_ui(ui, &mut self.span);
        });
        button::section(ui, "应报单位（每行一个）");
        ScrollArea::vertical()
            .id_salt("expected")
            .max_height((ui.available_height() - 76.0).max(80.0))
            .show(ui, |ui| {
                let edit = TextEdit::multiline(&mut self.typed)
                    .hint_text("如 湖滨街道办事处\n岳山街道办事处")
                    .desired_rows(10)
                    .desired_width(LEFT - 24.0);
                ui.add(edit).accessible_name("应报单位");
            });
        let changed = self.typed.trim() != self.kept.trim() && scene.state.writable;
        let face = egui::Button::new("保存名单");
        if ui.add_enabled(changed, face).clicked() {
            let names = self.typed.lines().map(str::to_owned).collect();
            self.sent = Some(self.typed.clone());
            actions.push(Action::Ask(Ask::Packs(PackAsk::Expect(names))));
        }
        ui.add(
            Label::new(
                theme::weak("报过的单位自动列出；没报过的写在这里，才能看出谁没报").size(13.0),
            )
            .wrap(),
        );
    }
}

fn table_ui(ui: &mut Ui, period: &Period, rows: &[Received]) -> Option<Back> {
    if rows.is_empty() {
        empty_ui(ui, "还没有单位。把上报包拖到窗口里，或在左边写下应报单位");
        return None;
    }
    let missing: Vec<&str> = rows
        .iter()
        .filter(|r| r.submission.is_none())
        .map(|r| r.name.as_str())
        .collect();
    button::section(
        ui,
        &format!(
            "{}：应报 {} 个单位，已报 {} 个，未报 {} 个",
            period.label,
            rows.len(),
            rows.len() - missing.len(),
            missing.len()
        ),
    );
    let mut back = None;
    let heads = [
        "单位",
        "状态",
        "上报日期",
        "序号",
        "记录",
        "与上次相比",
        "退回意见",
        "",
    ];
    ui.spacing_mut().item_spacing.x = 8.0;
    TableBuilder::new(ui)
        .id_salt("received")
        .striped(true)
        .auto_shrink(false)
        .cell_layout(egui::Layout::left_to_right(egui::Align::Center))
        .column(Column::remainder().at_least(130.0).clip(true))
        .column(Column::exact(60.0))
        .column(Column::exact(86.0))
        .column(Column::exact(38.0))
        .column(Column::exact(54.0))
        .column(Column::exact(196.0))
        .column(Column::exact(92.0))
        .column(Column::exact(78.0))
        .header(theme::ROW, |mut row| {
            for head in heads {
                row.col(|ui| drop(ui.label(theme::strong(head, 14.0))));
            }
        })
        .body(|body| {
            body.rows(theme::ROW, rows.len(), |mut row| {
                let Some(one) = rows.get(row.index()) else {
                    return;
                };
                row.col(|ui| {
                    let code = one.submission.as_ref().map(|s| s.check_code.as_str());
                    let more = format!("{}　校验码 {}", one.name, code.unwrap_or("无"));
                    ui.add(Label::new(&one.name).truncate()).on_hover_text(more);
                });
                row.col(|ui| standing_ui(ui, one.standing));
                for text in texts(one) {
                    row.col(|ui| {
                        let label = Label::new(RichText::new(text.as_str()).size(14.0));
                        ui.add(label.truncate()).on_hover_text(text);
                    });
                }
                row.col(|ui| {
                    if let Some(submission) = &one.submission
                        && ui
                            .small_button("退回…")
                            .accessible_name(format!("退回 {}", one.name))
                            .clicked()
                    {
                        back = Some(Back::of(submission, &one.name));
                    }
                });
            });
        });
    back
}

fn texts(one: &Received) -> [String; 5] {
    let Some(s) = &one.submission else {
        return Default::default();
    };
    let differences = one.differences.map(|d| {
        format!(
            "指标 {}，新增 {}，改 {}，撤 {}",
            d.figures, d.new, d.changed, d.gone
        )
    });
    let notes = match one.notes {
        (_, 0) => String::new(),
        (0, all) => format!("{all} 条都已办"),
        (open, all) => format!("{all} 条，{open} 未办"),
    };
    [
        s.day.map(|d| d.to_string()).unwrap_or_default(),
        s.sequence.map(|n| n.to_string()).unwrap_or_default(),
        one.records.to_string(),
        differences.unwrap_or_else(|| "第一次".into()),
        notes,
    ]
}

fn standing_ui(ui: &mut Ui, standing: Standing) {
    let (ink, ground) = match standing {
        Standing::Missing => (theme::now().bad, theme::now().bad_soft),
        Standing::There => (theme::now().good, theme::now().good_soft),
        Standing::Returned => (theme::now().warn, theme::now().warn_soft),
        Standing::Mended => (theme::now().accent, theme::now().accent_soft),
    };
    button::badge(ui, standing.label(), ink, ground);
}
