//! 先做这几步, a card of 工作台: the way from a new ledger to the first report. Each step says whether it is done and has the
//! button that goes there; it can be sent away and called again.

use super::Screen;
use crate::app::Register;
use crate::app::desk::Ask;
use crate::app::desk::Snapshot;
use crate::app::first::FirstSteps;
use crate::app::first::Shown;
use crate::app::first::Step;
use crate::app::paper::Kind;
use crate::ui::action::Action;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::FontId;
use egui::Label;
use egui::RichText;
use egui::Ui;
use egui_material_icons::icons;

/// Draw the card, where it is wanted.
pub fn first_steps_ui(ui: &mut Ui, state: &Snapshot, actions: &mut Vec<Action>) {
    let steps = state.first_steps;
    if !state.writable || !steps.are_shown(&state.ledger) {
        return;
    }
    egui::Frame::new()
        .stroke(egui::Stroke::new(1.0, theme::now().line))
        .fill(theme::now().stripe)
        .corner_radius(6)
        .inner_margin(12)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                ui.label(theme::strong("先做这几步", 16.0));
                ui.label(theme::weak("做完打勾，随时可以从“帮助”里再打开").size(13.0));
                if ui.small_button("不再显示").clicked() {
                    actions.push(shown(steps, Shown::Never));
                }
            });
            for (n, step) in Step::ALL.into_iter().enumerate() {
                let done = steps.is_done(step, &state.ledger);
                step_ui(ui, n + 1, step, done, actions);
            }
        });
    ui.add_space(8.0);
}

/// What calls the steps again.
pub fn call(steps: FirstSteps) -> Action {
    shown(steps, Shown::Called)
}

fn shown(steps: FirstSteps, shown: Shown) -> Action {
    Action::Ask(Ask::FirstSteps(FirstSteps { shown, ..steps }))
}

fn step_ui(ui: &mut Ui, number: usize, step: Step, done: bool, actions: &mut Vec<Action>) {
    let (title, about) = match step {
        Step::Office => ("核对单位信息", "单位负责人、填表人、联系电话，报表上要用"),
        Step::Communities => ("登记社区和人口", "或把原来的表格拖进窗口"),
        Step::Figures => ("看指标", "有了活动和信息员，指标自动算出来"),
        Step::Report => ("打印第一份报表", "右边看到的就是打印出来的样子"),
    };
    ui.horizontal_wrapped(|ui| {
        let now = theme::now();
        let (icon, word, ink, ground) = if done {
            let icon = icons::ICON_CHECK_BOX;
            (icon, "已完成", now.good, now.good_soft)
        } else {
            let icon = icons::ICON_CHECK_BOX_OUTLINE_BLANK;
            (icon, "还没做", now.ink_weak, now.head)
        };
        let tick = RichText::new(icon.codepoint).font(FontId::new(18.0, theme::icons()));
        ui.label(tick.color(ink));
        button::badge(ui, word, ink, ground);
        ui.label(theme::strong(format!("{number}. {title}"), 15.0));
        ui.add(Label::new(theme::weak(about).size(14.0)).wrap());
        for (text, action) in ways(step) {
            if ui.button(text).clicked() {
                actions.push(action);
            }
        }
    });
}

fn ways(step: Step) -> Vec<(&'static str, Action)> {
    match step {
        Step::Office => vec![("去核对", Action::Go(Screen::Settings))],
        Step::Communities => vec![
            ("去登记", Action::New(Register::Communities)),
            ("去导入", Action::Go(Screen::Import)),
        ],
        Step::Figures => vec![("去看指标", Action::Go(Screen::Figures))],
        Step::Report => vec![("去打印", Action::ShowReport(Kind::EventLedger))],
    }
}
