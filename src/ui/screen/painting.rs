//! 窗口绘制, a part of 设置: whether the graphics card paints the window on this computer.

use crate::app::window::Paint;
use crate::app::window::PaintChoice;
use crate::app::words;
use crate::ui::action::Action;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::Label;
use egui::RichText;
use egui::Ui;

/// The choice, and why the last one was not kept.
#[derive(Debug, Default)]
pub struct Painting {
    choice: PaintChoice,
    refused: String,
}

impl Painting {
    /// With the choice that is in force.
    pub fn of(choice: PaintChoice) -> Self {
        Self {
            choice,
            refused: String::new(),
        }
    }

    /// Keep another choice.
    pub fn choose(&mut self, paint: Paint) {
        self.refused.clear();
        if let Err(error) = self.choice.choose(paint) {
            tracing::warn!(%error, "choice of the window not kept");
            self.refused = words::advice(&error).to_string();
        }
    }
}

/// Draw the part.
pub fn painting_ui(ui: &mut Ui, painting: &Painting, actions: &mut Vec<Action>) {
    button::section(ui, "窗口绘制");
    ui.horizontal_wrapped(|ui| {
        for paint in Paint::ALL {
            let on = painting.choice.paint() == paint;
            if button::choice(ui, on, paint.label()).clicked() && !on {
                actions.push(Action::Paint(paint));
            }
        }
    });
    let hint = "只管这台电脑，下次打开程序时起作用；窗口花屏或闪烁时选“不用显卡”";
    ui.add(Label::new(theme::weak(hint).size(13.0)).wrap());
    if !painting.refused.is_empty() {
        ui.add(Label::new(RichText::new(&painting.refused).color(theme::BAD)).wrap());
    }
}
