//! 公文字体, a part of 设置: which font each role of paper is set in on this computer, and pointing at others.

use crate::app::desk::Ask;
use crate::app::paper::Origin;
use crate::app::paper::Role;
use crate::app::typeface;
use crate::app::typeface::Prefer;
use crate::app::typeface::Typefaces;
use crate::app::typeface::Wish;
use crate::app::words::Advice;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::fonts;
use crate::ui::fonts::PaperFonts;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::Label;
use egui::RichText;
use egui::Ui;

/// Draw the part. `refused` is why the last file was not taken.
pub fn typeface_ui(ui: &mut Ui, refused: Option<&Advice>, actions: &mut Vec<Action>) {
    button::section(ui, "公文字体");
    let Some(now) = typeface::chosen() else {
        ui.label(theme::weak("正在查看本机的字体…"));
        return;
    };
    if fonts::paper_fonts(ui.ctx()).is_none() {
        fonts::install_paper(ui.ctx());
        ui.ctx().request_repaint();
    }
    ui.label(theme::weak("只管这台电脑的打印和预览；指定了文件的，用指定的").size(13.0));
    ui.horizontal_wrapped(|ui| {
        for prefer in Prefer::ALL {
            let on = now.choice.prefer == prefer;
            if button::choice(ui, on, prefer.label()).clicked() && !on {
                actions.push(Action::Ask(Ask::Fonts(Wish::Prefer(prefer))));
            }
        }
    });
    for role in Role::ALL {
        role_ui(ui, role, &now, actions);
    }
    if let Some(advice) = refused {
        ui.add(Label::new(RichText::new(advice.to_string()).color(theme::now().bad)).wrap());
    }
    for one in &now.refused {
        let text = format!("{}：{}", one.role.label(), one.advice());
        ui.add(Label::new(RichText::new(text).color(theme::now().warn).size(13.0)).wrap());
    }
}

fn role_ui(ui: &mut Ui, role: Role, now: &Typefaces, actions: &mut Vec<Action>) {
    let label = role.label();
    ui.horizontal(|ui| {
        ui.add_sized([theme::CAPTION, 30.0], Label::new(theme::weak(label)));
        let choose = ui.button("选择字体文件…");
        if choose
            .accessible_name(format!("选择{label}字体文件"))
            .clicked()
        {
            actions.push(Action::Pick(Purpose::Font(role)));
        }
        if now.choice.pointed.contains_key(&role) {
            let restore = ui.button("恢复");
            if restore
                .accessible_name(format!("恢复{label}字体"))
                .clicked()
            {
                actions.push(Action::Ask(Ask::Fonts(Wish::Restore(role))));
            }
        }
        let serving = fonts::paper_fonts(ui.ctx());
        ui.add(Label::new(said(role, now, serving.as_deref())).wrap());
    });
}

// The name of the font, set in it.
fn said(role: Role, now: &Typefaces, serving: Option<&PaperFonts>) -> RichText {
    let Some(main) = now.fonts.main(role) else {
        return theme::weak("没有字体");
    };
    if main.role != role {
        let instead = if role == Role::Rare {
            "没有，生僻字由其他字体补"
        } else {
            "没有，由其他字体补"
        };
        return theme::weak(instead);
    }
    let from = match &main.origin {
        Origin::Pointed(path) => path.file_name().unwrap_or_default().to_string_lossy(),
        Origin::Installed(_) | Origin::BuiltIn => main.origin.label().into(),
    };
    let text = RichText::new(format!("{}（{from}）", main.name)).size(15.0);
    match serving {
        Some(fonts) => text.family(fonts.role(role)),
        None => text,
    }
}
