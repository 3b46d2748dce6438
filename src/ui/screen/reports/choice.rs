//! The left side: the list of reports, and under it days, scope, masking and paper of the chosen one.

use super::ReportsScreen;
use super::catalogue;
use super::scope;
use super::span;
use crate::app::paper;
use crate::app::paper::Mask;
use crate::app::paper::Paper;
use crate::ui::action::Action;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::Frame;
use egui::Margin;
use egui::Panel;
use egui::Ui;
use egui::Vec2;

pub(super) fn choice_ui(
    ui: &mut Ui,
    screen: &mut ReportsScreen,
    scene: &Scene<'_>,
    actions: &mut Vec<Action>,
) {
    // On a low screen, or with large letters, both halves scroll rather than one squeezing the other out.
    let most = ui.available_height() * 0.6;
    // As high as its lines: a panel that is left to find its height keeps the little that its scrolled content began with.
    let measured = ui.make_persistent_id("height of report_range");
    let height = ui.data(|d| d.get_temp::<f32>(measured)).unwrap_or(most);
    let inner = Panel::bottom("report_range")
        .exact_size(height.min(most))
        .frame(Frame::new().fill(theme::now().paper).inner_margin(Margin {
            right: 2,
            ..Margin::ZERO
        }))
        .show(ui, |ui| {
            egui::ScrollArea::vertical()
                .id_salt("report_range")
                .auto_shrink([false, true])
                .show(ui, |ui| range_ui(ui, screen, scene, actions))
                .content_size
                .y
        });
    // A little more than the lines, so that no bar stands beside what is seen whole.
    let wanted = inner.inner + 4.0;
    if (wanted - height).abs() > 0.5 {
        ui.data_mut(|d| d.insert_temp(measured, wanted));
        ui.ctx().request_repaint();
    }
    egui::CentralPanel::default()
        .frame(Frame::new().fill(theme::now().paper))
        .show(ui, |ui| catalogue::list_ui(ui, screen, scene.composing));
}

fn range_ui(ui: &mut Ui, screen: &mut ReportsScreen, scene: &Scene<'_>, actions: &mut Vec<Action>) {
    ui.add_space(2.0);
    ui.spacing_mut().item_spacing.y = 4.0;
    // So that the widest row fits: a row that does not would push the choosers over the edge.
    ui.spacing_mut().button_padding = Vec2::new(8.0, 3.0);
    button::section(ui, "期间和范围");
    span::span_ui(ui, &mut screen.span);
    let about = (screen.kind, screen.span.period());
    let now = (scene.state, scene.composing);
    scope::scope_ui(ui, &mut screen.scope, about, now, actions);
    ui.separator();
    mask_ui(ui, screen);
    paper_ui(ui, screen);
}

fn mask_ui(ui: &mut Ui, screen: &mut ReportsScreen) {
    ui.horizontal(|ui| {
        for mask in Mask::ALL {
            if button::choice(ui, screen.mask == mask, mask.label()).clicked() {
                screen.mask = mask;
            }
        }
    });
}

fn paper_ui(ui: &mut Ui, screen: &mut ReportsScreen) {
    let usual = || {
        paper::catalogue()
            .ok()
            .map(|c| c.entry(screen.kind).paper())
    };
    let now = screen.paper.or_else(usual);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for way in Paper::ALL {
            if button::choice(ui, now == Some(way), way.label()).clicked() {
                screen.paper = Some(way);
            }
        }
    });
}
