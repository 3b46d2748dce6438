//! 外观, a part of 设置: light or dark, the size of letters, and whether the graphics card paints the window.

use crate::app::window::Choice;
use crate::app::window::LETTERS;
use crate::app::window::Look;
use crate::app::window::Paint;
use crate::app::window::WindowChoice;
use crate::app::words;
use crate::ui::action::Action;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::Label;
use egui::RichText;
use egui::Ui;

/// The choice, and why the last one was not kept.
#[derive(Debug, Default)]
pub struct Appearance {
    kept: WindowChoice,
    refused: String,
}

impl Appearance {
    /// With the choice that is in force.
    pub fn of(kept: WindowChoice) -> Self {
        Self {
            kept,
            refused: String::new(),
        }
    }

    /// What is in force.
    pub fn now(&self) -> Choice {
        self.kept.now()
    }

    /// Keep another choice.
    pub fn choose(&mut self, choice: Choice) {
        self.refused.clear();
        if let Err(error) = self.kept.choose(choice) {
            tracing::warn!(%error, "choice of the window not kept");
            self.refused = words::advice(&error).to_string();
        }
    }
}

/// Draw the part.
pub fn appearance_ui(ui: &mut Ui, appearance: &Appearance, actions: &mut Vec<Action>) {
    button::section(ui, "外观");
    let now = appearance.now();
    let looks = Look::ALL.map(|look| (look.label().to_owned(), Choice { look, ..now }));
    line_ui(ui, "颜色", now, &looks, actions);
    let letters = LETTERS.map(|letters| (format!("{letters}%"), Choice { letters, ..now }));
    line_ui(ui, "字号", now, &letters, actions);
    let paints = Paint::ALL.map(|paint| (paint.label().to_owned(), Choice { paint, ..now }));
    line_ui(ui, "窗口绘制", now, &paints, actions);
    let hint = "只管这台电脑。窗口花屏或闪烁时选“不用显卡”，下次打开程序时起作用";
    ui.add(Label::new(theme::weak(hint).size(13.0)).wrap());
    if !appearance.refused.is_empty() {
        ui.add(Label::new(RichText::new(&appearance.refused).color(theme::now().bad)).wrap());
    }
}

fn line_ui(
    ui: &mut Ui,
    caption: &str,
    now: Choice,
    ways: &[(String, Choice)],
    actions: &mut Vec<Action>,
) {
    ui.horizontal(|ui| {
        ui.add_sized([72.0, 28.0], Label::new(theme::weak(caption)));
        for (label, choice) in ways {
            let on = *choice == now;
            if button::choice(ui, on, label).clicked() && !on {
                actions.push(Action::Appear(*choice));
            }
        }
    });
}
