//! The fonts of the window: the bundled ones, so that no label depends on the computer; the system's stand behind them
//! for characters that only names hold.

use super::theme;
use crate::app::paper;
use crate::app::paper::Role;
use crate::assets;
use egui::FontData;
use egui::FontDefinitions;
use egui::FontFamily;
use std::sync::Arc;

/// Install the fonts.
pub fn install(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::empty();
    let files: [(&str, &'static [u8]); 3] = [
        ("hei", assets::FONT_HEI),
        ("hei-bold", assets::FONT_HEI_BOLD),
        ("rare", assets::FONT_RARE),
    ];
    for (name, bytes) in files {
        fonts
            .font_data
            .insert(name.into(), Arc::new(FontData::from_static(bytes)));
    }
    let families: [(FontFamily, &[&str]); 3] = [
        (FontFamily::Proportional, &["hei", "rare"]),
        (FontFamily::Monospace, &["hei", "rare"]),
        (theme::bold(), &["hei-bold", "hei", "rare"]),
    ];
    for (family, names) in families {
        fonts
            .families
            .insert(family, names.iter().map(|n| (*n).to_owned()).collect());
    }
    ctx.set_fonts(fonts);
    egui_material_icons::initialize(ctx);
}

/// Install the fonts of paper, in the order in which they stand in for each other there: the preview is the print.
/// Asked for when the first pages are there, because then the fonts have been read; they serve from the next frame on.
pub fn install_paper(ctx: &egui::Context) {
    if has_paper(ctx) {
        return;
    }
    let mut definitions = ctx.fonts(|f| f.definitions().clone());
    let files = paper::fonts().files();
    for (n, file) in files.iter().enumerate() {
        definitions
            .font_data
            .insert(name(n), Arc::new(FontData::from_static(&file.bytes)));
    }
    for role in ROLES {
        let own = files.iter().position(|f| f.role == role);
        let others = (0..files.len()).filter(|n| Some(*n) != own);
        let chain = own.into_iter().chain(others).map(name).collect();
        definitions.families.insert(family(role), chain);
    }
    ctx.set_fonts(definitions);
}

/// Whether the fonts of paper serve by now.
pub fn has_paper(ctx: &egui::Context) -> bool {
    let first = family(Role::Title);
    ctx.fonts(|f| f.definitions().families.contains_key(&first))
}

fn name(n: usize) -> String {
    format!("paper {n}")
}

const ROLES: [Role; 6] = [
    Role::Hei,
    Role::HeiBold,
    Role::Song,
    Role::Title,
    Role::Kai,
    Role::FangSong,
];

/// The family that paints a role of paper.
pub fn family(role: Role) -> FontFamily {
    let name = match role {
        Role::Hei => "paper hei",
        Role::HeiBold => "paper hei bold",
        Role::Song => "paper song",
        Role::Title => "paper title",
        Role::Kai => "paper kai",
        Role::FangSong => "paper fangsong",
    };
    FontFamily::Name(name.into())
}
