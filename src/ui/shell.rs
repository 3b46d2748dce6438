//! The frame around every screen: top bar with search over everything, navigation, status line, notices.

use super::Desktop;
use super::action::Action;
use super::screen::AREAS;
use super::screen::Screen;
use super::screen::around::around_ui;
use super::screen::submission::notes::notes_open;
use super::shown::shown_button;
use super::theme;
use super::widget::button;
use crate::app::desk::Ask;
use crate::app::desk::Snapshot;
use egui::Align2;
use egui::Frame;
use egui::Margin;
use egui::Panel;
use egui::Sense;
use egui::TextEdit;
use egui::Ui;
use egui::Vec2;
use egui_material_icons::icons;

/// Top bar, navigation and status line.
pub(super) fn shell_ui(ui: &mut Ui, desktop: &mut Desktop, state: &Snapshot) -> Vec<Action> {
    let mut actions = Vec::new();
    Panel::top("top")
        .frame(
            Frame::new()
                .fill(theme::now().side)
                .inner_margin(Margin::symmetric(12, 6)),
        )
        .show(ui, |ui| top_ui(ui, desktop, state, &mut actions));
    Panel::bottom("status")
        .frame(
            Frame::new()
                .fill(theme::now().side)
                .inner_margin(Margin::symmetric(12, 4)),
        )
        .show(ui, |ui| status_ui(ui, state));
    Panel::left("navigation")
        .exact_size(172.0)
        .resizable(false)
        .frame(
            Frame::new()
                .fill(theme::now().side)
                .inner_margin(Margin::symmetric(8, 10)),
        )
        .show(ui, |ui| {
            // On a low screen, or with large letters, it is longer than the window. A thin bar, which takes no room from the
            // labels and their numbers.
            let scroll = &mut ui.spacing_mut().scroll;
            (scroll.bar_width, scroll.floating_width) = (6.0, 6.0);
            scroll.floating_allocated_width = 0.0;
            egui::ScrollArea::vertical()
                .auto_shrink(false)
                .show(ui, |ui| navigation_ui(ui, desktop, state, &mut actions));
        });
    tabs_ui(ui, desktop, state, &mut actions);
    actions
}

/// Room of the buttons at the right of the top bar, in points.
const BUTTONS: f32 = 470.0;

fn top_ui(ui: &mut Ui, desktop: &mut Desktop, state: &Snapshot, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.label(theme::strong("科普台账", 18.0).color(theme::now().accent));
        ui.label(theme::weak(state.ledger.office().name));
        if let Some(back) = desktop.back {
            let text = format!("返回{}", back.label());
            if button::tool(ui, icons::ICON_ARROW_BACK, &text).clicked() {
                actions.push(Action::Back);
            }
        } else {
            ui.add_space(12.0);
        }
        let edit = TextEdit::singleline(&mut desktop.words)
            .hint_text("查找全部记录：姓名、活动、电话、拼音首字母")
            .margin(Margin::symmetric(8, 5))
            .desired_width((ui.available_width() - BUTTONS).clamp(100.0, 300.0));
        let response = ui.add(edit).accessible_name("查找全部记录");
        if std::mem::take(&mut desktop.focus_find) {
            response.request_focus();
        }
        let open = !desktop.words.trim().is_empty() && !desktop.hits.is_empty();
        if open {
            hits_ui(ui, desktop, &response, actions);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if button::tool(ui, icons::ICON_HELP, "帮助").clicked() {
                desktop.help.open_about(desktop.screen);
            }
            // Screens without a form that show numbers of people too.
            if matches!(
                desktop.screen,
                Screen::Import | Screen::Collect | Screen::Submission
            ) {
                actions.extend(shown_button(ui, desktop.personal, theme::TOOL));
            }
            let redo = ui
                .add_enabled_ui(state.redo.is_some(), |ui| {
                    button::tool(ui, icons::ICON_REDO, "重做")
                })
                .inner;
            if redo
                .on_hover_text(state.redo.clone().unwrap_or_default())
                .clicked()
            {
                actions.push(Action::Ask(Ask::Redo));
            }
            let undo = ui
                .add_enabled_ui(state.undo.is_some(), |ui| {
                    button::tool(ui, icons::ICON_UNDO, "撤销")
                })
                .inner;
            if undo
                .on_hover_text(state.undo.clone().unwrap_or_default())
                .clicked()
            {
                actions.push(Action::Ask(Ask::Undo));
            }
        });
    });
    around_ui(ui, state, desktop.screen, actions);
}

fn hits_ui(ui: &Ui, desktop: &mut Desktop, under: &egui::Response, actions: &mut Vec<Action>) {
    let place = under.rect.left_bottom() + Vec2::new(0.0, 4.0);
    let mut chosen = None;
    egui::Area::new(egui::Id::unique("hits"))
        .order(egui::Order::Foreground)
        .fixed_pos(place)
        .show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_width(420.0);
                for hit in &desktop.hits {
                    ui.horizontal(|ui| {
                        ui.add_sized(
                            [96.0, 24.0],
                            egui::Label::new(theme::weak(hit.register.label()).size(13.0)),
                        );
                        if ui
                            .add(egui::Button::new(&hit.title).truncate().frame(false))
                            .clicked()
                        {
                            chosen = Some((hit.register, hit.uid));
                        }
                    });
                }
            });
        });
    let first = desktop.hits.first().map(|h| (h.register, h.uid));
    if under.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter)) {
        chosen = chosen.or(first);
    }
    if let Some((register, uid)) = chosen {
        desktop.words.clear();
        desktop.hits.clear();
        actions.push(Action::Open(register, uid));
    }
}

fn navigation_ui(ui: &mut Ui, desktop: &Desktop, state: &Snapshot, actions: &mut Vec<Action>) {
    ui.spacing_mut().item_spacing.y = 2.0;
    for area in &AREAS {
        let Some(screen) = area.screens.first().copied() else {
            continue;
        };
        let on = area.screens.contains(&desktop.screen);
        let (rect, response) =
            ui.allocate_exact_size(Vec2::new(ui.available_width(), 36.0), Sense::click());
        let label = area.label;
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Tab, true, on, label));
        let painter = ui.painter();
        if on {
            painter.rect_filled(rect, 4, theme::now().paper);
            painter.rect_filled(
                egui::Rect::from_min_size(rect.min + Vec2::new(0.0, 8.0), Vec2::new(3.0, 20.0)),
                1,
                theme::now().accent,
            );
        } else if response.hovered() || response.has_focus() {
            painter.rect_filled(rect, 4, theme::now().head);
        }
        // The screen may have been reached by a key or a click elsewhere.
        let last = egui::Id::unique("screen in the navigation");
        let came = on && ui.data(|d| d.get_temp::<&str>(last)) != Some(label);
        if came {
            ui.data_mut(|d| d.insert_temp(last, label));
        }
        if response.gained_focus() || came {
            response.scroll_to_me(None);
        }
        if response.has_focus() {
            painter.rect_stroke(
                rect,
                4,
                egui::Stroke::new(2.0, theme::now().accent),
                egui::StrokeKind::Inside,
            );
        }
        let ink = if on {
            theme::now().accent
        } else {
            theme::now().ink
        };
        let icon = egui::FontId::new(19.0, theme::icons());
        painter.text(
            rect.left_center() + Vec2::new(12.0, 0.0),
            Align2::LEFT_CENTER,
            area.icon.codepoint,
            icon,
            ink,
        );
        let font = if on {
            egui::FontId::new(15.0, theme::bold())
        } else {
            egui::FontId::proportional(15.0)
        };
        painter.text(
            rect.left_center() + Vec2::new(40.0, 0.0),
            Align2::LEFT_CENTER,
            label,
            font,
            ink,
        );
        if let Some(count) = count(screen, desktop, state) {
            painter.text(
                rect.right_center() - Vec2::new(8.0, 0.0),
                Align2::RIGHT_CENTER,
                count,
                egui::FontId::proportional(13.0),
                theme::now().ink_weak,
            );
        }
        if response.clicked() {
            actions.push(Action::Go(screen));
        }
    }
}

// What needs attention: odd records on 工作台, open orders; registers say how many they hold.
fn count(screen: Screen, desktop: &Desktop, state: &Snapshot) -> Option<String> {
    let number = match screen {
        Screen::Home => {
            let odd = &desktop.home.as_ref()?.odd;
            odd.iter().filter(|o| o.explanation.is_empty()).count()
        }
        Screen::Settings | Screen::Health => desktop.health.bad(),
        Screen::Submission => notes_open(&state.ledger),
        Screen::Board => state
            .ledger
            .orders
            .values()
            .filter(|o| o.stage().is_open())
            .count(),
        Screen::Register(register) => state.ledger.count(register.table()),
        _ => return None,
    };
    (number > 0).then(|| number.to_string())
}

/// The screens of the area that is open, as tabs; nothing where there is only one.
fn tabs_ui(ui: &mut Ui, desktop: &Desktop, state: &Snapshot, actions: &mut Vec<Action>) {
    let Some(area) = desktop.screen.area().filter(|a| a.screens.len() > 1) else {
        return;
    };
    let frame = Frame::new().fill(theme::now().paper).inner_margin(Margin {
        left: 16,
        right: 12,
        top: 8,
        bottom: 0,
    });
    Panel::top("tabs").frame(frame).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            for screen in area.screens {
                let on = desktop.screen == *screen;
                let label = screen.label();
                let text = match count(*screen, desktop, state) {
                    Some(count) => format!("{label} {count}"),
                    None => label.to_owned(),
                };
                let face = egui::Button::selectable(on, text).min_size(Vec2::new(52.0, 28.0));
                let response = ui.add(face);
                response.widget_info(|| {
                    egui::WidgetInfo::selected(egui::Role::RadioButton, true, on, label)
                });
                if response.clicked() {
                    actions.push(Action::Go(*screen));
                }
            }
        });
    });
}

fn status_ui(ui: &mut Ui, state: &Snapshot) {
    ui.style_mut().override_font_id = Some(egui::FontId::proportional(13.0));
    ui.visuals_mut().override_text_color = Some(theme::now().ink_weak);
    egui::Sides::new().show(
        ui,
        |ui| ui.label(state.path.display().to_string()),
        |ui| {
            ui.label("F1 帮助");
            ui.separator();
            let clerk = state.ledger.office().clerk;
            ui.label(if clerk.is_empty() {
                "填表人未填".to_owned()
            } else {
                format!("填表人：{clerk}")
            });
            ui.separator();
            ui.label(
                state
                    .copied
                    .clone()
                    .map_or_else(|| "还没有备份".to_owned(), |at| format!("最近备份 {at}")),
            );
        },
    );
}
