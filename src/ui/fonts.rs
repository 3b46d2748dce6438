//! The fonts of the window: the bundled ones, so that no label depends on the computer; the system's stand behind them
//! for characters that only names hold.

use super::theme;
use crate::app::paper::Role;
use crate::assets;
use egui::FontData;
use egui::FontDefinitions;
use egui::FontFamily;
use std::sync::Arc;

/// Install the fonts.
pub fn install(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::empty();
    let files: [(&str, &'static [u8]); 6] = [
        ("hei", assets::FONT_HEI),
        ("hei-bold", assets::FONT_HEI_BOLD),
        ("song", assets::FONT_SONG),
        ("title", assets::FONT_TITLE),
        ("kai", assets::FONT_KAI),
        ("rare", assets::FONT_RARE),
    ];
    for (name, bytes) in files {
        fonts
            .font_data
            .insert(name.into(), Arc::new(FontData::from_static(bytes)));
    }
    let families: [(FontFamily, &[&str]); 6] = [
        (FontFamily::Proportional, &["hei", "rare"]),
        (FontFamily::Monospace, &["hei", "rare"]),
        (theme::bold(), &["hei-bold", "hei", "rare"]),
        (family(Role::Song), &["song", "hei", "rare"]),
        (family(Role::Title), &["title", "hei", "rare"]),
        (family(Role::Kai), &["kai", "hei", "rare"]),
    ];
    for (family, names) in families {
        fonts
            .families
            .insert(family, names.iter().map(|n| (*n).to_owned()).collect());
    }
    ctx.set_fonts(fonts);
    egui_material_icons::initialize(ctx);
}

/// The family that paints a role of paper, so that the preview is the print.
pub fn family(role: Role) -> FontFamily {
    match role {
        Role::Hei => FontFamily::Proportional,
        Role::HeiBold => theme::bold(),
        Role::Song | Role::FangSong => FontFamily::Name("song".into()),
        Role::Title => FontFamily::Name("title".into()),
        Role::Kai => FontFamily::Name("kai".into()),
    }
}
