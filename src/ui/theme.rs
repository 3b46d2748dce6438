//! Every colour, size and text style. Nothing else in the window names a colour.

use crate::app::paper::Ink;
use crate::app::window::Choice;
use crate::app::window::Look;
use egui::Color32;
use egui::CornerRadius;
use egui::FontFamily;
use egui::FontId;
use egui::Margin;
use egui::Stroke;
use egui::TextStyle;
use egui::Vec2;
use std::cell::Cell;

/// The colours of a look, by what they are for.
#[derive(Debug)]
pub struct Palette {
    /// The one accent.
    pub accent: Color32,
    /// Accent under the pointer.
    pub accent_lit: Color32,
    /// Accent as a soft ground: selected rows.
    pub accent_soft: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Text.
    pub ink: Color32,
    /// Captions and remarks.
    pub ink_weak: Color32,
    /// Rules and frames.
    pub line: Color32,
    /// Frames of fields.
    pub field_line: Color32,
    /// Ground of navigation, top and status.
    pub side: Color32,
    /// Ground of heads of tables.
    pub head: Color32,
    /// Ground of every other row.
    pub stripe: Color32,
    /// Pages and panels.
    pub paper: Color32,
    /// What stops: problems.
    pub bad: Color32,
    /// Soft ground of problems.
    pub bad_soft: Color32,
    /// What is done.
    pub good: Color32,
    /// Soft ground of what is done.
    pub good_soft: Color32,
    /// What asks for a look.
    pub warn: Color32,
    /// Soft ground of what asks for a look.
    pub warn_soft: Color32,
    /// Behind pages of the preview.
    pub desk: Color32,
}

/// The calm look of the day.
pub const LIGHT: Palette = Palette {
    accent: Color32::from_rgb(0x1B, 0x5E, 0x9E),
    accent_lit: Color32::from_rgb(0x27, 0x70, 0xB8),
    accent_soft: Color32::from_rgb(0xDD, 0xEA, 0xF7),
    on_accent: Color32::WHITE,
    ink: Color32::from_rgb(0x1E, 0x28, 0x36),
    ink_weak: Color32::from_rgb(0x55, 0x62, 0x74),
    line: Color32::from_rgb(0xD3, 0xDA, 0xE3),
    field_line: Color32::from_rgb(0x8A, 0x95, 0xA5),
    side: Color32::from_rgb(0xF0, 0xF3, 0xF8),
    head: Color32::from_rgb(0xE8, 0xEE, 0xF5),
    stripe: Color32::from_rgb(0xF7, 0xF9, 0xFC),
    paper: Color32::WHITE,
    bad: Color32::from_rgb(0xB4, 0x26, 0x26),
    bad_soft: Color32::from_rgb(0xFB, 0xE8, 0xE7),
    good: Color32::from_rgb(0x1C, 0x74, 0x46),
    good_soft: Color32::from_rgb(0xE2, 0xF2, 0xE9),
    warn: Color32::from_rgb(0x8A, 0x52, 0x00),
    warn_soft: Color32::from_rgb(0xFB, 0xF0, 0xDC),
    desk: Color32::from_rgb(0xC9, 0xD0, 0xD9),
};

/// The look for dim rooms and tired eyes. Pages of the preview stay white: the preview is the print.
pub const DARK: Palette = Palette {
    accent: Color32::from_rgb(0x7F, 0xB6, 0xEA),
    accent_lit: Color32::from_rgb(0x9C, 0xC8, 0xF2),
    accent_soft: Color32::from_rgb(0x24, 0x41, 0x5E),
    on_accent: Color32::from_rgb(0x0E, 0x1B, 0x29),
    ink: Color32::from_rgb(0xE3, 0xE8, 0xEF),
    ink_weak: Color32::from_rgb(0xA4, 0xAF, 0xBD),
    line: Color32::from_rgb(0x3A, 0x45, 0x52),
    field_line: Color32::from_rgb(0x73, 0x80, 0x91),
    side: Color32::from_rgb(0x17, 0x1D, 0x25),
    head: Color32::from_rgb(0x2A, 0x33, 0x3F),
    stripe: Color32::from_rgb(0x22, 0x2A, 0x34),
    paper: Color32::from_rgb(0x1E, 0x25, 0x2E),
    bad: Color32::from_rgb(0xF2, 0x94, 0x8C),
    bad_soft: Color32::from_rgb(0x4A, 0x2A, 0x2A),
    good: Color32::from_rgb(0x84, 0xCF, 0xA4),
    good_soft: Color32::from_rgb(0x22, 0x3F, 0x31),
    warn: Color32::from_rgb(0xE9, 0xBC, 0x74),
    warn_soft: Color32::from_rgb(0x45, 0x37, 0x1F),
    desk: Color32::from_rgb(0x11, 0x16, 0x1C),
};

/// Hits of a search on a page, which is white in every look.
pub const MARK: Color32 = Color32::from_rgb(0xFF, 0xEC, 0x99);
/// The hit that is looked at.
pub const MARK_STRONG: Color32 = Color32::from_rgb(0xFF, 0xB9, 0x4D);

thread_local! {
    // A window is drawn by one thread, and every text of it in the same look.
    static NOW: Cell<&'static Palette> = const { Cell::new(&LIGHT) };
}

/// The colours in force.
pub fn now() -> &'static Palette {
    NOW.get()
}

/// The colours of paper on screen.
pub fn ink(ink: Ink) -> Color32 {
    match ink {
        Ink::Black => LIGHT.ink,
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
        .color(now().ink)
}

/// A caption or remark.
pub fn weak(text: impl Into<String>) -> egui::RichText {
    egui::RichText::new(text).color(now().ink_weak)
}

/// The ground of a card: a group of things that belong together.
pub fn card() -> egui::Frame {
    egui::Frame::new()
        .fill(now().paper)
        .stroke(Stroke::new(1.0, now().line))
        .corner_radius(6)
        .inner_margin(12)
}

/// Put a choice of this computer in force.
pub fn wear(ctx: &egui::Context, choice: Choice) {
    let (palette, theme) = match choice.look {
        Look::Light => (&LIGHT, egui::Theme::Light),
        Look::Dark => (&DARK, egui::Theme::Dark),
    };
    NOW.set(palette);
    if ctx.theme() != theme {
        ctx.set_theme(theme);
    }
    ctx.set_zoom_factor(f32::from(choice.letters) / 100.0);
}

/// Prepare a window for both looks.
pub fn install(ctx: &egui::Context) {
    ctx.set_theme(egui::Theme::Light);
    ctx.options_mut(|o| {
        // A clerk who slips to Ctrl+Q must not lose the window.
        o.quit_shortcuts.clear();
        o.zoom_with_keyboard = false;
        o.reduce_texture_memory = true;
    });
    ctx.style_mut_of(egui::Theme::Light, |s| style(s, &LIGHT));
    ctx.style_mut_of(egui::Theme::Dark, |s| style(s, &DARK));
}

fn style(s: &mut egui::Style, p: &Palette) {
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
    v.panel_fill = p.paper;
    v.window_fill = p.paper;
    v.window_stroke = Stroke::new(1.0, p.line);
    v.window_corner_radius = CornerRadius::same(6);
    v.menu_corner_radius = CornerRadius::same(4);
    v.faint_bg_color = p.stripe;
    v.extreme_bg_color = p.paper;
    v.hyperlink_color = p.accent;
    v.error_fg_color = p.bad;
    v.warn_fg_color = p.warn;
    v.selection.bg_fill = p.accent_soft;
    // Chosen text and tabs, and the frame of the field that has the focus.
    v.selection.stroke = Stroke::new(1.5, p.accent);
    v.text_cursor.blink = false;
    v.text_cursor.stroke = Stroke::new(1.5, p.ink);
    v.striped = true;
    let w = &mut v.widgets;
    let states = [
        (&mut w.noninteractive, p.paper, p.line),
        (&mut w.inactive, p.paper, p.field_line),
        (&mut w.hovered, p.stripe, p.accent),
        (&mut w.active, p.accent_soft, p.accent),
        (&mut w.open, p.stripe, p.accent),
    ];
    for (widget, fill, line) in states {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::new(1.0, line);
        widget.fg_stroke = Stroke::new(1.0, p.ink);
        widget.corner_radius = CornerRadius::same(4);
        widget.expansion = 0.0;
    }
    // Who walks by keyboard must see at a glance where the focus is.
    w.active.bg_stroke = Stroke::new(2.0, p.accent);
}

#[cfg(test)]
mod tests {
    use super::*;

    // Relative luminance and contrast as WCAG 2.1 defines them.
    fn luminance(colour: Color32) -> f64 {
        let part = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(colour.r()) + 0.7152 * part(colour.g()) + 0.0722 * part(colour.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read_on_every_ground_of_both_looks() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 1e-9);
        for (name, p) in [("light", &LIGHT), ("dark", &DARK)] {
            let grounds = [p.paper, p.side, p.head, p.stripe, p.accent_soft];
            let mut pairs: Vec<(Color32, Color32, f64)> = Vec::new();
            for ground in grounds {
                pairs.extend([(p.ink, ground, 7.0), (p.ink_weak, ground, 4.5)]);
            }
            for ground in [p.paper, p.side, p.stripe, p.accent_soft] {
                pairs.push((p.accent, ground, 4.5));
            }
            for (ink, soft) in [
                (p.bad, p.bad_soft),
                (p.good, p.good_soft),
                (p.warn, p.warn_soft),
            ] {
                pairs.extend([(ink, soft, 4.5), (ink, p.paper, 4.5), (ink, p.stripe, 4.5)]);
            }
            pairs.extend([
                (p.on_accent, p.accent, 4.5),
                (p.on_accent, p.accent_lit, 4.5),
                // What is no text: frames of fields, the ring of the focus.
                (p.field_line, p.paper, 3.0),
                (p.accent, p.head, 3.0),
            ]);
            for (n, (a, b, least)) in pairs.into_iter().enumerate() {
                let found = contrast(a, b);
                assert!(
                    found >= least,
                    "{name} pair {n}: {a:?} on {b:?} is {found:.2}"
                );
            }
        }
    }
}
