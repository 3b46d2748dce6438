//! The bar over the pages: out they go, which page, how large, search, and what the right side shows.

use super::ReportsScreen;
use super::out;
use super::out::Wish;
use super::side::Tab;
use super::spread::Zoom;
use crate::app::desk::Proof;
use crate::ui::action::Action;
use crate::ui::screen::records::Scene;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::Align;
use egui::Key;
use egui::Layout;
use egui::RichText;
use egui::TextEdit;
use egui::Ui;
use egui_material_icons::icons;
use std::sync::Arc;

pub(super) fn tools_ui(
    ui: &mut Ui,
    screen: &mut ReportsScreen,
    scene: &Scene<'_>,
    actions: &mut Vec<Action>,
) {
    let proof = screen.proof.clone();
    // In a narrow window, or with large letters, what the right side shows is chosen in a line of its own.
    let beside = ui.available_width() > BESIDE;
    ui.horizontal_wrapped(|ui| {
        out_ui(ui, screen, actions);
        if beside {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                sides_ui(ui, screen, proof.as_deref(), beside);
            });
        }
    });
    if !beside {
        ui.horizontal_wrapped(|ui| sides_ui(ui, screen, proof.as_deref(), beside));
    }
    if let Some(proof) = proof {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            page_ui(ui, screen, proof.laid.pages.len());
            ui.separator();
            zoom_ui(ui, screen);
            ui.separator();
            find_ui(ui, screen, &proof, scene.composing);
        });
    }
    out::said_ui(ui, &mut screen.out, actions);
}

/// Room in which the ways out and the choice of the right side stand in one line, in points.
const BESIDE: f32 = 640.0;

fn out_ui(ui: &mut Ui, screen: &mut ReportsScreen, actions: &mut Vec<Action>) {
    let ready = screen.proof.is_some() && !screen.out.is_working();
    ui.add_enabled_ui(ready, |ui| {
        if button::primary(ui, icons::ICON_PRINT, "打印")
            .on_hover_text("Ctrl+P")
            .clicked()
        {
            actions.extend(out::wish(screen, Wish::Print));
        }
        for (wish, text, icon) in [
            (Wish::Pdf, "存为 PDF…", icons::ICON_PICTURE_AS_PDF),
            (Wish::Sheet, "存为表格…", icons::ICON_TABLE_VIEW),
        ] {
            if button::tool(ui, icon, text).clicked() {
                actions.extend(out::wish(screen, wish));
            }
        }
    });
    if screen.out.is_working() {
        ui.label(theme::weak("正在生成…"));
    }
}

// From right to left where they stand at the right edge.
fn sides_ui(ui: &mut Ui, screen: &mut ReportsScreen, proof: Option<&Proof>, from_the_right: bool) {
    let mut tabs = [
        (Tab::Contents, "页面目录".to_owned(), theme::now().ink),
        (Tab::Records, "数字来源".to_owned(), theme::now().ink),
        checks_word(proof),
    ];
    if !from_the_right {
        tabs.reverse();
    }
    for (tab, text, ink) in tabs {
        let on = screen.side.shows(tab);
        let face = egui::Button::selectable(on, RichText::new(text).color(ink))
            .min_size(egui::Vec2::new(52.0, theme::TOOL - 4.0));
        if ui.add(face).clicked() {
            if on {
                screen.side.close();
            } else {
                screen.side.open(tab);
            }
        }
    }
}

fn checks_word(proof: Option<&Proof>) -> (Tab, String, egui::Color32) {
    let name = "打印前核对";
    let Some(proof) = proof else {
        return (Tab::Checks, name.into(), theme::now().ink);
    };
    let count = proof.to_check();
    let ink = match (proof.faults, count) {
        (0, 0) => theme::now().good,
        (0, _) => theme::now().warn,
        _ => theme::now().bad,
    };
    (Tab::Checks, format!("{name} {count}"), ink)
}

fn page_ui(ui: &mut Ui, screen: &mut ReportsScreen, count: usize) {
    let view = &mut screen.view;
    if ui.button("‹").accessible_name("上一页").clicked() {
        view.turn(-1, count);
    }
    ui.label("第");
    let field = egui::Id::unique("page_number");
    let typing = ui.memory(|m| m.has_focus(field));
    if !typing {
        view.typed = (view.current + 1).to_string();
    }
    let edit = TextEdit::singleline(&mut view.typed)
        .id(field)
        .align(egui::Align2::CENTER_CENTER)
        .margin(egui::Margin::symmetric(4, 4))
        .desired_width(38.0);
    let response = ui.add(edit).accessible_name("页码");
    if response.gained_focus() {
        view.typed.clear();
    }
    if response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter)) {
        let digits = view.typed.trim();
        if let Ok(number) = digits.parse::<usize>() {
            view.show(number.clamp(1, count.max(1)) - 1, 0.0);
        }
    }
    ui.label(format!("/ {count} 页"));
    if ui.button("›").accessible_name("下一页").clicked() {
        view.turn(1, count);
    }
}

fn zoom_ui(ui: &mut Ui, screen: &mut ReportsScreen) {
    let view = &mut screen.view;
    if ui
        .button("－")
        .accessible_name("缩小")
        .on_hover_text("Ctrl+减号，或按住 Ctrl 滚轮")
        .clicked()
    {
        view.grow(1.0 / 1.2);
    }
    ui.add_sized(
        [44.0, 24.0],
        egui::Label::new(format!("{:.0}%", view.percent())),
    );
    if ui
        .button("＋")
        .accessible_name("放大")
        .on_hover_text("Ctrl+加号，或按住 Ctrl 滚轮")
        .clicked()
    {
        view.grow(1.2);
    }
    for (zoom, text) in [(Zoom::Width, "适合宽度"), (Zoom::Whole, "整页")] {
        if button::choice(ui, view.zoom == zoom, text).clicked() {
            view.zoom = zoom;
        }
    }
    if button::choice(ui, view.double, "双页").clicked() {
        view.double = !view.double;
    }
}

fn find_ui(ui: &mut Ui, screen: &mut ReportsScreen, proof: &Arc<Proof>, composing: bool) {
    if !screen.search.open {
        if button::choice(ui, false, "查找")
            .on_hover_text("Ctrl+F")
            .clicked()
        {
            screen.search.begin();
        }
        return;
    }
    let edit = TextEdit::singleline(&mut screen.search.words)
        .hint_text("在报表里查找")
        .margin(egui::Margin::symmetric(6, 4))
        .desired_width((ui.available_width() - 150.0).clamp(80.0, 180.0));
    let response = ui.add(edit).accessible_name("在报表里查找");
    if std::mem::take(&mut screen.search.focus) {
        response.request_focus();
    }
    let entered = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
    let mut moved = false;
    if !composing {
        let pages = &proof.laid.pages;
        moved = screen.search.follow(pages, screen.view.current);
    }
    if entered && !composing {
        screen.search.step(ui.input(|i| i.modifiers.shift));
        moved = true;
        response.request_focus();
    }
    let count = screen.search.hits.len();
    if !screen.search.words.trim().is_empty() {
        ui.label(theme::weak(match count {
            0 => "没有".to_owned(),
            _ => format!("{} / {count} 处", screen.search.at + 1),
        }));
    }
    for (text, name, back) in [("↑", "上一处", true), ("↓", "下一处", false)] {
        if count > 0 && ui.small_button(text).accessible_name(name).clicked() {
            screen.search.step(back);
            moved = true;
        }
    }
    if ui.small_button("×").accessible_name("关闭查找").clicked() {
        screen.search.close();
        return;
    }
    if moved && let Some((page, y)) = screen.search.place() {
        screen.view.show(page, y);
    }
}
