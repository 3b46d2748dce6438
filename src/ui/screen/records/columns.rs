//! 栏目 of a register's table: which fields are shown, in which order and how wide, kept on this computer.

use super::Outcome;
use super::Records;
use crate::app::Registered;
use crate::app::tables::TableChoice;
use crate::app::tables::TableColumn;
use crate::model::field::Field;
use crate::model::field::Kind;
use crate::ui::action::Action;
use crate::ui::theme;
use crate::ui::widget::record_table::Head;
use egui::Button;
use egui::PopupCloseBehavior;
use egui::RichText;
use egui::Ui;
use egui::Vec2;
use egui::containers::menu::MenuButton;
use egui::containers::menu::MenuConfig;
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons;

/// Width of a column whose field has none of its own.
const USUAL: f32 = 120.0;

/// The heads of a table with the places of their fields.
pub(super) fn heads<F: Registered>(choice: &TableChoice) -> Vec<(usize, Head)> {
    let place = |key: &str| F::fields().iter().position(|f| f.key == key);
    let chosen: Vec<(usize, Head)> = choice
        .columns
        .iter()
        .filter_map(|column| {
            let place = place(&column.field)?;
            let field = F::fields().get(place)?;
            can_stand(field).then(|| (place, head(field, column.width)))
        })
        .collect();
    if !chosen.is_empty() {
        return chosen;
    }
    // A file from another version may name only fields that are gone.
    let own = F::fields().iter().enumerate();
    own.filter(|(_, f)| f.column > 0.0)
        .map(|(place, f)| (place, head(f, f.column)))
        .collect()
}

fn can_stand<F>(field: &Field<F>) -> bool {
    field.kind != Kind::Hidden
}

fn head<F>(field: &Field<F>, width: f32) -> Head {
    Head {
        key: field.key,
        label: field.label.to_owned(),
        width,
        right: matches!(
            field.kind,
            Kind::Number | Kind::Money | Kind::Hours | Kind::Decimal
        ),
    }
}

/// What is wanted of a column.
#[derive(Clone, Copy)]
enum Wish {
    Show(&'static str),
    Hide(usize),
    Up(usize),
    Down(usize),
    Own,
}

impl<F: Registered> Records<F> {
    /// Have the table stand as this computer keeps it.
    pub fn dress(&mut self, choice: TableChoice) {
        let stood = self.heads.get(self.grid.column).map(|(_, h)| h.key);
        self.heads = heads::<F>(&choice);
        self.table = choice;
        // The cursor goes with its column; a block would cover others.
        self.grid.unmark();
        let place = self.heads.iter().position(|(_, h)| Some(h.key) == stood);
        self.grid.column = place.unwrap_or(0);
    }

    /// Whether the widths are the clerk's own.
    pub(super) fn is_dressed(&self) -> bool {
        !self.table.columns.is_empty()
    }

    /// The button 栏目 and what opens under it.
    pub(super) fn columns_ui(&mut self, ui: &mut Ui, outcome: &mut Outcome) {
        let face = Button::new((icons::ICON_VIEW_COLUMN.outlined(), "栏目"));
        let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        let (opened, wish) = MenuButton::from_button(face)
            .config(config)
            .ui(ui, |ui| self.list_of_columns_ui(ui));
        opened
            .on_hover_text("选择显示哪些栏目，调整先后；宽度在表头上拖动")
            .accessible_name("栏目");
        if let Some(wish) = wish.and_then(|inner| inner.inner) {
            self.change_columns(wish);
            outcome.actions.push(self.kept_table());
        }
    }

    fn list_of_columns_ui(&self, ui: &mut Ui) -> Option<Wish> {
        let mut wish = None;
        // A menu's own look leaves boxes without their frame: what is not ticked would look like a heading.
        ui.reset_style();
        ui.set_width(250.0);
        ui.horizontal(|ui| {
            ui.label(theme::weak("打勾的显示").size(13.0));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui
                    .add_enabled(self.is_dressed(), Button::new("恢复默认"))
                    .clicked()
                {
                    wish = Some(Wish::Own);
                }
            });
        });
        egui::ScrollArea::vertical()
            .max_height(380.0)
            .show(ui, |ui| {
                let last = self.heads.len().saturating_sub(1);
                for (at, (_, head)) in self.heads.iter().enumerate() {
                    ui.horizontal(|ui| {
                        let mut on = true;
                        // A table without columns would be none.
                        let only = last == 0;
                        ui.add_enabled_ui(!only, |ui| {
                            if ui.checkbox(&mut on, &head.label).changed() {
                                wish = Some(Wish::Hide(at));
                            }
                        });
                        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                            let down = format!("下移{}", head.label);
                            if step_ui(ui, icons::ICON_ARROW_DOWNWARD, &down, at < last) {
                                wish = Some(Wish::Down(at));
                            }
                            let up = format!("上移{}", head.label);
                            if step_ui(ui, icons::ICON_ARROW_UPWARD, &up, at > 0) {
                                wish = Some(Wish::Up(at));
                            }
                        });
                    });
                }
                ui.separator();
                let shown = |key: &str| self.heads.iter().any(|(_, h)| h.key == key);
                let others = F::fields().iter();
                for field in others.filter(|f| can_stand(f) && !shown(f.key)) {
                    let mut on = false;
                    if ui.checkbox(&mut on, field.label).changed() {
                        wish = Some(Wish::Show(field.key));
                    }
                }
            });
        wish
    }

    fn change_columns(&mut self, wish: Wish) {
        let last = self.heads.len().saturating_sub(1);
        match wish {
            Wish::Show(key) => {
                let place = F::fields().iter().position(|f| f.key == key);
                if let Some((place, field)) = place.zip(F::field(key)) {
                    let width = if field.column > 0.0 {
                        field.column
                    } else {
                        USUAL
                    };
                    self.heads.push((place, head(field, width)));
                }
            }
            Wish::Hide(at) if at <= last => drop(self.heads.remove(at)),
            Wish::Up(at) if (1..=last).contains(&at) => self.heads.swap(at, at - 1),
            Wish::Down(at) if at < last => self.heads.swap(at, at + 1),
            Wish::Own => return self.dress_by(Vec::new()),
            Wish::Hide(_) | Wish::Up(_) | Wish::Down(_) => {}
        }
        let columns = self.heads.iter().map(|(_, h)| (h.key, h.width));
        self.dress_by(columns.collect());
    }

    /// Columns drawn wider or narrower. What found no room stays behind them as it was.
    pub(super) fn widen(&mut self, widths: &[(&'static str, f32)]) {
        let mut columns: Vec<(&'static str, f32)> =
            self.heads.iter().map(|(_, h)| (h.key, h.width)).collect();
        for (key, width) in &mut columns {
            if let Some((_, wider)) = widths.iter().find(|(k, _)| k == key) {
                *width = *wider;
            }
        }
        self.dress_by(columns);
    }

    fn dress_by(&mut self, columns: Vec<(&'static str, f32)>) {
        let columns = columns.into_iter().map(|(field, width)| TableColumn {
            field: field.to_owned(),
            width,
        });
        let filters = std::mem::take(&mut self.table.filters);
        self.dress(TableChoice {
            columns: columns.collect(),
            filters,
        });
    }

    /// The wish to keep how the table stands.
    pub(super) fn kept_table(&self) -> Action {
        Action::KeepTable(F::REGISTER, Box::new(self.table.clone()))
    }
}

fn step_ui(ui: &mut Ui, icon: MaterialIcon, name: &str, on: bool) -> bool {
    let face = RichText::new(icon.codepoint)
        .family(theme::icons())
        .size(16.0);
    let button = Button::new(face).min_size(Vec2::splat(26.0));
    ui.add_enabled(on, button)
        .on_hover_text(name)
        .accessible_name(name)
        .clicked()
}
