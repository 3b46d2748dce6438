//! The ledgers opened last as buttons: one click opens, what is gone can only be taken from the list.

use crate::app::desk::Begin;
use crate::app::recent::Recent;
use crate::ui::action::Action;
use crate::ui::recent::Remember;
use crate::ui::theme;
use egui::TextFormat;
use egui::Ui;
use egui::Vec2;
use egui::text::LayoutJob;
use egui_material_icons::icons;
use std::path::Path;

/// Widest text of a folder, in halves of a Chinese character.
const WIDEST: usize = 50;

/// Draw the list, without the ledger that is open.
pub fn recent_ui(ui: &mut Ui, list: &[Recent], open: Option<&Path>, actions: &mut Vec<Action>) {
    let open = open.and_then(|path| std::path::absolute(path).ok());
    let listed: Vec<&Recent> = list
        .iter()
        .filter(|r| Some(&r.file) != open.as_ref())
        .collect();
    if listed.is_empty() {
        return;
    }
    ui.label(theme::weak("最近打开"));
    for recent in listed {
        ui.horizontal(|ui| {
            let size = Vec2::new(ui.available_width() - 38.0, 46.0);
            // What grows behind it keeps the words at the left.
            let line = egui::Button::new((words(recent), egui::Atom::grow())).min_size(size);
            let line = ui.add_enabled(!recent.gone, line);
            let path = recent.file.display().to_string();
            let line = line.on_hover_text(&path).on_disabled_hover_text(&path);
            if line.clicked() {
                actions.push(Action::Begin(Begin::Open(recent.file.clone())));
            }
            let remove = egui::Button::new(icons::ICON_CLOSE.outlined()).frame(false);
            let name = format!("从列表移除 {}", stem(recent));
            let remove = ui
                .add(remove)
                .accessible_name(&name)
                .on_hover_text("只从列表移除，文件不动");
            if remove.clicked() {
                actions.push(Action::Remember(Remember::Forget(recent.file.clone())));
            }
        });
    }
}

fn stem(recent: &Recent) -> String {
    let stem = recent.file.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

fn words(recent: &Recent) -> LayoutJob {
    let format = |size: f32, family, color| TextFormat {
        font_id: egui::FontId::new(size, family),
        color,
        ..TextFormat::default()
    };
    let ink = if recent.gone {
        theme::now().ink_weak
    } else {
        theme::now().ink
    };
    let mut job = LayoutJob::default();
    job.append(&stem(recent), 0.0, format(15.0, theme::bold(), ink));
    let weak = || format(13.0, egui::FontFamily::Proportional, theme::now().ink_weak);
    if let Some(day) = recent.opened {
        let text = format!("　上次打开 {}", day.strftime("%Y年%-m月%-d日"));
        job.append(&text, 0.0, weak());
    }
    if recent.gone {
        let color = theme::now().bad;
        job.append(
            "　找不到",
            0.0,
            format(13.0, egui::FontFamily::Proportional, color),
        );
    }
    let folder = recent.file.parent().unwrap_or(Path::new(""));
    let folder = ending(&folder.display().to_string(), WIDEST);
    job.append(&format!("\n{folder}"), 0.0, weak());
    job
}

// The end of a path says more than its beginning.
fn ending(text: &str, widest: usize) -> String {
    let width = |c: char| if c.is_ascii() { 1 } else { 2 };
    if text.chars().map(width).sum::<usize>() <= widest {
        return text.to_owned();
    }
    let mut left = widest;
    let mut kept: Vec<char> = text
        .chars()
        .rev()
        .take_while(|c| {
            let fits = left >= width(*c);
            left = left.saturating_sub(width(*c));
            fits
        })
        .collect();
    kept.push('…');
    kept.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::ending;

    #[test]
    fn a_long_folder_shows_its_end() {
        assert_eq!(ending("/文档/科普台账", 50), "/文档/科普台账");
        assert_eq!(ending("/home/李晓梅/文档/科普台账", 9), "…/科普台账");
        assert_eq!(ending("", 10), "");
    }
}
