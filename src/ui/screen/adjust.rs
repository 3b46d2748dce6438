//! 栏目与签字: what this office changes in a report. What is typed stays while the clerk looks at another report.

use crate::app::adjust::Adjusting;
use crate::app::adjust::Adjustment;
use crate::app::adjust::ColumnChoice;
use crate::app::adjust::Signer;
use crate::app::desk::Ask;
use crate::app::desk::Snapshot;
use crate::app::paper;
use crate::app::paper::Kind;
use crate::app::paper::Paper;
use crate::app::words::Advice;
use crate::ui::action::Action;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::Key;
use egui::Modifiers;
use egui::Panel;
use egui::TextEdit;
use egui::Ui;
use egui::Vec2;
use egui_material_icons::icons;
use std::collections::BTreeMap;

/// A report being adjusted: what the office thread said, and what the form holds now.
#[derive(Debug)]
struct Open {
    told: Adjusting,
    form: Adjustment,
}

impl Open {
    fn is_dirty(&self) -> bool {
        self.form.clone().tidy().as_ref() != Ok(&self.told.now)
    }
}

/// The panel on screen.
#[derive(Debug)]
pub struct AdjustScreen {
    kind: Kind,
    asked: Option<(Kind, u64)>,
    open: BTreeMap<Kind, Open>,
    trouble: Option<Advice>,
}

impl Default for AdjustScreen {
    fn default() -> Self {
        Self {
            kind: Kind::EventLedger,
            asked: None,
            open: BTreeMap::new(),
            trouble: None,
        }
    }
}

impl AdjustScreen {
    /// A report's changes came. What was typed and not saved stays.
    pub fn take(&mut self, told: Result<Box<Adjusting>, Advice>) {
        match told {
            Ok(told) => {
                self.trouble = None;
                let form = match self.open.remove(&told.kind) {
                    Some(open) if open.is_dirty() => open.form,
                    _ => told.now.clone(),
                };
                self.open.insert(told.kind, Open { told: *told, form });
            }
            Err(trouble) => self.trouble = Some(trouble),
        }
    }

    /// Whether something was typed and not saved.
    pub fn is_dirty(&self) -> bool {
        self.open.values().any(Open::is_dirty)
    }

    /// Save the report that is shown, when it was changed.
    pub fn save(&self) -> Option<Action> {
        let open = self.open.get(&self.kind).filter(|o| o.is_dirty())?;
        let form = Some(open.form.clone());
        Some(Action::Ask(Ask::SetReport(self.kind, Box::new(form))))
    }
}

/// Draw the panel.
pub fn adjust_ui(ui: &mut Ui, screen: &mut AdjustScreen, state: &Snapshot) -> Vec<Action> {
    let mut actions = Vec::new();
    let wanted = (screen.kind, state.revision);
    if screen.asked != Some(wanted) {
        screen.asked = Some(wanted);
        actions.push(Action::Ask(Ask::Adjusting(screen.kind)));
    }
    ui.heading("栏目与签字");
    ui.label(theme::weak(
        "只改印出来的样子，记录和合计不变。保存在本单位的数据文件里，“撤销”不管它，可以恢复默认",
    ));
    let left = (ui.available_width() * 0.38).min(360.0);
    Panel::left("kinds")
        .exact_size(left)
        .resizable(false)
        .frame(egui::Frame::new())
        .show(ui, |ui| kinds_ui(ui, screen, state));
    egui::CentralPanel::default()
        .frame(egui::Frame::new().inner_margin(egui::Margin {
            left: 14,
            ..egui::Margin::ZERO
        }))
        .show(ui, |ui| form_ui(ui, screen, state, &mut actions));
    actions
}

fn kinds_ui(ui: &mut Ui, screen: &mut AdjustScreen, state: &Snapshot) {
    let Ok(catalogue) = paper::catalogue() else {
        return;
    };
    let own = &state.directory.book.adjustments;
    egui::ScrollArea::vertical()
        .id_salt("kinds")
        .auto_shrink(false)
        .show(ui, |ui| {
            for kind in Kind::ALL {
                let entry = catalogue.entry(kind).adjusted(own.get(kind.id()));
                let mark = match screen.open.get(&kind) {
                    Some(open) if open.is_dirty() => "（未保存）",
                    _ if own.contains_key(kind.id()) => "（已调整）",
                    _ => "",
                };
                let text = format!("{} {}{mark}", entry.id, entry.title);
                let line = egui::Button::selectable(screen.kind == kind, text)
                    .truncate()
                    .min_size(Vec2::new(ui.available_width(), 28.0));
                if ui.add(line).on_hover_text(&entry.about).clicked() {
                    screen.kind = kind;
                }
            }
        });
}

fn form_ui(ui: &mut Ui, screen: &mut AdjustScreen, state: &Snapshot, actions: &mut Vec<Action>) {
    if let Some(trouble) = &screen.trouble {
        ui.label(egui::RichText::new(trouble.to_string()).color(theme::now().bad));
    }
    let kind = screen.kind;
    let Some(open) = screen.open.get(&kind) else {
        ui.label(theme::weak("正在读取栏目…"));
        return;
    };
    let fault = open.form.clone().tidy().err();
    if let Some(why) = &fault {
        ui.label(egui::RichText::new(why).color(theme::now().bad));
    }
    let dirty = open.is_dirty();
    let changed = open.told.now != open.told.built_in || dirty;
    ui.horizontal(|ui| {
        let can = dirty && fault.is_none() && state.writable;
        let save = ui.add_enabled_ui(can, |ui| {
            button::primary(ui, icons::ICON_SAVE, "保存栏目与签字")
        });
        if save.inner.clicked() {
            actions.extend(screen.save());
        }
        let back = ui.add_enabled(changed && state.writable, egui::Button::new("恢复默认"));
        if back.clicked() {
            screen.open.remove(&kind);
            screen.asked = None;
            actions.push(Action::Ask(Ask::SetReport(kind, Box::new(None))));
        }
    });
    let Some(open) = screen.open.get_mut(&kind) else {
        return;
    };
    egui::ScrollArea::vertical()
        .id_salt("form")
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.add_enabled_ui(state.writable, |ui| {
                let form = &mut open.form;
                looks_ui(ui, form);
                signers_ui(ui, form.signers.get_or_insert_default());
                columns_ui(ui, form.columns.get_or_insert_default());
                notes_ui(ui, form);
            });
        });
}

fn looks_ui(ui: &mut Ui, form: &mut Adjustment) {
    button::section(ui, "标题与纸张");
    ui.horizontal(|ui| {
        let caption = ui.label(theme::weak("标题"));
        ui.add(
            TextEdit::singleline(form.title.get_or_insert_default())
                .desired_width(f32::INFINITY)
                .margin(egui::Margin::symmetric(8, 5)),
        )
        .labelled_by(caption.id);
    });
    ui.horizontal_wrapped(|ui| {
        for (way, word) in Paper::ALL
            .into_iter()
            .zip(["portrait", "landscape", "turned"])
        {
            let on = form.paper.as_deref() == Some(word);
            if button::choice(ui, on, way.label()).clicked() {
                form.paper = Some(word.into());
            }
        }
        ui.checkbox(form.sealed.get_or_insert_default(), "留盖章处");
    });
}

fn signers_ui(ui: &mut Ui, signers: &mut Vec<Signer>) {
    button::section(ui, "签字人");
    ui.label(theme::weak("姓名不填时，填表人、审核人、负责人取本单位登记的姓名").size(13.0));
    let mut gone = None;
    for (n, signer) in signers.iter_mut().enumerate() {
        ui.horizontal(|ui| {
            let place = n + 1;
            ui.add(
                TextEdit::singleline(&mut signer.label)
                    .desired_width(130.0)
                    .margin(egui::Margin::symmetric(8, 5)),
            )
            .accessible_name(format!("第{place}个签字人的称呼"));
            ui.add(
                TextEdit::singleline(&mut signer.name)
                    .desired_width(130.0)
                    .hint_text("姓名")
                    .margin(egui::Margin::symmetric(8, 5)),
            )
            .accessible_name(format!("第{place}个签字人的姓名"));
            let face = ui.button("移去");
            if face
                .accessible_name(format!("移去第{place}个签字人"))
                .clicked()
            {
                gone = Some(n);
            }
        });
    }
    if let Some(n) = gone {
        signers.remove(n);
    }
    let more = ui.horizontal(|ui| ui.button("增加签字人")).inner;
    if more.clicked() {
        signers.push(Signer::default());
    }
}

fn columns_ui(ui: &mut Ui, columns: &mut [ColumnChoice]) {
    button::section(ui, "栏目");
    if columns.is_empty() {
        ui.label(theme::weak("这张报表没有可调整的栏目"));
        return;
    }
    ui.label(theme::weak("打勾的印出来；Alt+↑ Alt+↓ 移动光标所在的一栏").size(13.0));
    let last = columns.len() - 1;
    let mut swap = None;
    for (n, column) in columns.iter_mut().enumerate() {
        let key = column.key.clone();
        // Identified by its name, not its place, so that the cursor goes with it when it moves.
        let focused = ui
            .push_id(&key, |ui| {
                ui.horizontal(|ui| {
                    let room = ui.available_width();
                    let place = Vec2::new((room * 0.36).min(190.0), 30.0);
                    let left = egui::Layout::left_to_right(egui::Align::Center);
                    let shown = ui
                        .allocate_ui_with_layout(place, left, |ui| {
                            ui.set_min_width(place.x);
                            ui.checkbox(&mut column.shown, &key)
                        })
                        .inner;
                    let edit = TextEdit::singleline(&mut column.head)
                        .desired_width((room - place.x - 130.0).clamp(60.0, 200.0))
                        .hint_text("改名为")
                        .margin(egui::Margin::symmetric(8, 5));
                    let head = ui.add(edit).accessible_name(format!("{key} 改名为"));
                    let step = |ui: &mut Ui, can: bool, sign: &str, word: &str| {
                        ui.add_enabled(can, egui::Button::new(sign).min_size(Vec2::new(32.0, 28.0)))
                            .accessible_name(format!("{word} {key}"))
                    };
                    let up = step(ui, n > 0, "↑", "上移");
                    let down = step(ui, n < last, "↓", "下移");
                    if up.clicked() {
                        swap = Some((n, n.saturating_sub(1)));
                    }
                    if down.clicked() {
                        swap = Some((n, n + 1));
                    }
                    [shown, head, up, down]
                        .iter()
                        .any(egui::Response::has_focus)
                })
                .inner
            })
            .inner;
        let pressed =
            |ui: &Ui, key| focused && ui.input_mut(|i| i.consume_key(Modifiers::ALT, key));
        if n > 0 && pressed(ui, Key::ArrowUp) {
            swap = Some((n, n - 1));
        }
        if n < last && pressed(ui, Key::ArrowDown) {
            swap = Some((n, n + 1));
        }
    }
    if let Some((a, b)) = swap
        && a.max(b) <= last
    {
        columns.swap(a, b);
    }
}

fn notes_ui(ui: &mut Ui, form: &mut Adjustment) {
    button::section(ui, "本单位附注");
    let caption = ui.label(theme::weak("印在口径说明后面，一行一条").size(13.0));
    let mut text = form.notes.clone().unwrap_or_default().join("\n");
    let edit = TextEdit::multiline(&mut text)
        .desired_rows(2)
        .desired_width(f32::INFINITY);
    if ui.add(edit).labelled_by(caption.id).changed() {
        form.notes = Some(text.split('\n').map(str::to_owned).collect());
    }
}
