//! Every colour, size and text style. Nothing else in the window names a colour.

use crate::app::paper::Ink;
use egui::Color32;
use egui::CornerRadius;
use egui::FontFamily;
use egui::FontId;
use egui::Margin;
use egui::Stroke;
use egui::TextStyle;
use egui::Vec2;

/// The one accent.
pub const ACCENT: Color32 = Color32::from_rgb(0x1B, 0x5E, 0x9E);
/// Accent under the pointer.
pub const ACCENT_LIT: Color32 = Color32::from_rgb(0x27, 0x70, 0xB8);
/// Accent as a soft ground: selected rows.
pub const ACCENT_SOFT: Color32 = Color32::from_rgb(0xDD, 0xEA, 0xF7);
/// Text.
pub const INK: Color32 = Color32::from_rgb(0x1E, 0x28, 0x36);
/// Captions and remarks.
pub const INK_WEAK: Color32 = Color32::from_rgb(0x55, 0x62, 0x74);
/// Rules and frames.
pub const LINE: Color32 = Color32::from_rgb(0xD3, 0xDA, 0xE3);
/// Frames of fields.
pub const FIELD_LINE: Color32 = Color32::from_rgb(0xB4, 0xBE, 0xCC);
/// Ground of navigation, top and status.
pub const SIDE: Color32 = Color32::from_rgb(0xF0, 0xF3, 0xF8);
/// Ground of heads of tables.
pub const HEAD: Color32 = Color32::from_rgb(0xE8, 0xEE, 0xF5);
/// Ground of every other row.
pub const STRIPE: Color32 = Color32::from_rgb(0xF7, 0xF9, 0xFC);
/// Pages and panels.
pub const PAPER: Color32 = Color32::WHITE;
/// What stops: problems.
pub const BAD: Color32 = Color32::from_rgb(0xB4, 0x26, 0x26);
/// Soft ground of problems.
pub const BAD_SOFT: Color32 = Color32::from_rgb(0xFB, 0xE8, 0xE7);
/// What is done.
pub const GOOD: Color32 = Color32::from_rgb(0x1C, 0x74, 0x46);
/// Soft ground of what is done.
pub const GOOD_SOFT: Color32 = Color32::from_rgb(0xE2, 0xF2, 0xE9);
/// What asks for a look.
pub const WARN: Color32 = Color32::from_rgb(0x8A, 0x52, 0x00);
/// Soft ground of what asks for a look.
pub const WARN_SOFT: Color32 = Color32::from_rgb(0xFB, 0xF0, 0xDC);
/// Behind pages of the preview.
pub const DESK: Color32 = Color32::from_rgb(0xC9, 0xD0, 0xD9);

/// Hits of a search on a page.
pub const MARK: Color32 = Color32::from_rgb(0xFF, 0xEC, 0x99);
/// The hit that is looked at.
pub const MARK_STRONG: Color32 = Color32::from_rgb(0xFF, 0xB9, 0x4D);

/// The colours of paper on screen.
pub fn ink(ink: Ink) -> Color32 {
    match ink {
        Ink::Black => INK,
        Ink::Red => Color32::from_rgb(0xD9, 0, 0),
        Ink::Grey => Color32::from_gray(0x73),
        Ink::Pale => Color32::from_gray(0xCC),
    }
}

/// Height of a row of a table, in points.
pub const ROW: f32 = 32.0;
/// Height of buttons of a toolbar.
pub const TOOL: f32 = 34.0;
/// Width of captions in a form.
pub const CAPTION: f32 = 96.0;

/// The bold family.
pub fn bold() -> FontFamily {
    FontFamily::Name("bold".into())
}

/// The family of icons.
pub fn icons() -> FontFamily {
    FontFamily::Name(egui_material_icons::FONT_FAMILY.into())
}

/// Bold text of a size.
pub fn strong(text: impl Into<String>, size: f32) -> egui::RichText {
    egui::RichText::new(text)
        .family(bold())
        .size(size)
        .color(INK)
}

/// A caption or remark.
pub fn weak(text: impl Into<String>) -> egui::RichText {
    egui::RichText::new(text).color(INK_WEAK)
}

/// Put the look in force.
pub fn install(ctx: &egui::Context) {
    ctx.set_theme(egui::Theme::Light);
    ctx.options_mut(|o| {
        // A clerk who slips to Ctrl+Q must not lose the window.
        o.quit_shortcuts.clear();
        o.zoom_with_keyboard = false;
        o.reduce_texture_memory = true;
    });
    ctx.all_styles_mut(style);
}

fn style(s: &mut egui::Style) {
    s.text_styles = [
        (TextStyle::Small, FontId::proportional(13.0)),
        (TextStyle::Body, FontId::proportional(15.0)),
        (TextStyle::Button, FontId::proportional(15.0)),
        (TextStyle::Heading, FontId::new(20.0, bold())),
        (TextStyle::Monospace, FontId::monospace(14.0)),
    ]
    .into();
    // Nothing moves by itself: calm, and nothing to repaint over remote desktops.
    s.animation_time = 0.0;
    s.scroll_animation = egui::style::ScrollAnimation::none();
    s.spacing.item_spacing = Vec2::new(8.0, 7.0);
    s.spacing.button_padding = Vec2::new(12.0, 5.0);
    s.spacing.interact_size = Vec2::new(40.0, 30.0);
    s.spacing.menu_margin = Margin::same(6);
    s.spacing.scroll = egui::style::ScrollStyle {
        bar_width: 11.0,
        floating_width: 11.0,
        floating_allocated_width: 12.0,
        handle_min_length: 36.0,
        foreground_color: true,
        dormant_handle_opacity: 0.28,
        active_handle_opacity: 0.4,
        interact_handle_opacity: 0.6,
        ..egui::style::ScrollStyle::floating()
    };
    s.interaction.selectable_labels = false;
    s.interaction.tooltip_delay = 0.4;
    let v = &mut s.visuals;
    v.panel_fill = PAPER;
    v.window_fill = PAPER;
    v.window_stroke = Stroke::new(1.0, LINE);
    v.window_corner_radius = CornerRadius::same(6);
    v.menu_corner_radius = CornerRadius::same(4);
    v.faint_bg_color = STRIPE;
    v.extreme_bg_color = PAPER;
    v.hyperlink_color = ACCENT;
    v.error_fg_color = BAD;
    v.warn_fg_color = WARN;
    v.selection.bg_fill = ACCENT_SOFT;
    v.selection.stroke = Stroke::new(1.0, INK);
    v.text_cursor.blink = false;
    v.text_cursor.stroke = Stroke::new(1.5, INK);
    v.striped = true;
    let w = &mut v.widgets;
    let states = [
        (&mut w.noninteractive, PAPER, LINE),
        (&mut w.inactive, PAPER, FIELD_LINE),
        (&mut w.hovered, STRIPE, ACCENT),
        (&mut w.active, ACCENT_SOFT, ACCENT),
        (&mut w.open, STRIPE, ACCENT),
    ];
    for (widget, fill, line) in states {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::new(1.0, line);
        widget.fg_stroke = Stroke::new(1.0, INK);
        widget.corner_radius = CornerRadius::same(4);
        widget.expansion = 0.0;
    }
}
