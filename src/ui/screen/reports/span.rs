//! The days a report is about: a year, a half, a quarter, a month, or any days.

use crate::model::Period;
use crate::model::day;
use crate::model::day::Month;
use crate::ui::theme;
use crate::ui::widget::button;
use egui::TextEdit;
use egui::Ui;
use jiff::civil::Date;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Year,
    Half(i8),
    Quarter(i8),
    Month(i8),
    Days,
}

/// What the clerk chose.
#[derive(Debug)]
pub(in crate::ui::screen) struct Span {
    /// The year of all but free days.
    pub year: i16,
    part: Part,
    from: String,
    to: String,
}

impl Span {
    /// A whole year.
    pub(in crate::ui::screen) fn of(year: i16) -> Self {
        Self {
            year,
            part: Part::Year,
            from: String::new(),
            to: String::new(),
        }
    }

    /// A period as it is chosen here.
    pub(in crate::ui::screen) fn about(period: &Period) -> Self {
        let year = period.from.year();
        let parts = [Part::Year]
            .into_iter()
            .chain((1..=2).map(Part::Half))
            .chain((1..=4).map(Part::Quarter))
            .chain((1..=12).map(Part::Month));
        for part in parts {
            let span = Self {
                part,
                ..Self::of(year)
            };
            let days = span.period().map(|p| (p.from, p.to));
            if days == Some((period.from, period.to)) {
                return span;
            }
        }
        Self {
            part: Part::Days,
            from: period.from.to_string(),
            to: period.to.to_string(),
            ..Self::of(year)
        }
    }

    /// The days, when they can be read.
    pub(in crate::ui::screen) fn period(&self) -> Option<Period> {
        match self.part {
            Part::Year => Period::year(self.year),
            Part::Half(half) => Period::half(self.year, half),
            Part::Quarter(quarter) => Period::quarter(self.year, quarter),
            Part::Month(month) => Period::month(Month {
                year: self.year,
                month,
            }),
            Part::Days => {
                let (from, to) = (self.read(&self.from)?, self.read(&self.to)?);
                Period::days(from, to)
            }
        }
    }

    fn read(&self, typed: &str) -> Option<Date> {
        day::read_day(typed, Some(self.year)).ok().flatten()
    }

    // What is wrong with the days typed; none while one of them is still empty.
    fn fault(&self) -> Option<&'static str> {
        if self.from.trim().is_empty() || self.to.trim().is_empty() {
            return None;
        }
        match (self.read(&self.from), self.read(&self.to)) {
            (Some(from), Some(to)) if from > to => Some("起始日期在截止日期之后"),
            (Some(_), Some(_)) => None,
            _ => Some("日期读不出来，如 2025-3-5 或 3.5"),
        }
    }

    fn begin_days(&mut self) {
        if self.part == Part::Days {
            return;
        }
        // Begin with what was looked at, so that only one end has to be changed.
        if let Some(period) = self.period() {
            self.from = period.from.to_string();
            self.to = period.to.to_string();
        }
        self.part = Part::Days;
    }
}

/// Draw it and take clicks.
pub(in crate::ui::screen) fn span_ui(ui: &mut Ui, span: &mut Span) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        if ui.button("‹").accessible_name("上一年").clicked() {
            span.year -= 1;
        }
        ui.label(theme::strong(format!("{} 年", span.year), 15.0));
        if ui.button("›").accessible_name("下一年").clicked() {
            span.year += 1;
        }
        choose(ui, span, Part::Year, "全年");
        if button::choice(ui, span.part == Part::Days, "起止日期").clicked() {
            span.begin_days();
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        choose(ui, span, Part::Half(1), "上半年");
        choose(ui, span, Part::Half(2), "下半年");
        let text = match span.part {
            Part::Month(month) => format!("{month} 月"),
            _ => "某月".into(),
        };
        let on = matches!(span.part, Part::Month(_));
        let arrow = egui_material_icons::icons::ICON_ARROW_DROP_DOWN.outlined();
        let face = egui::Button::selectable(on, (text.clone(), arrow))
            .min_size(egui::Vec2::new(52.0, 28.0));
        let menu = egui::containers::menu::MenuButton::from_button(face).ui(ui, |ui| {
            for month in 1..=12 {
                if ui.button(format!("{month} 月")).clicked() {
                    span.part = Part::Month(month);
                }
            }
        });
        menu.0.accessible_name(text);
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for quarter in 1..=4 {
            choose(ui, span, Part::Quarter(quarter), &format!("{quarter}季度"));
        }
    });
    if span.part == Part::Days {
        days_ui(ui, span);
    }
}

fn choose(ui: &mut Ui, span: &mut Span, part: Part, text: &str) {
    if button::choice(ui, span.part == part, text).clicked() {
        span.part = part;
    }
}

fn days_ui(ui: &mut Ui, span: &mut Span) {
    ui.horizontal(|ui| {
        for (label, typed) in [("从", &mut span.from), ("到", &mut span.to)] {
            let caption = ui.label(theme::weak(label).size(14.0));
            let edit = TextEdit::singleline(typed)
                .margin(egui::Margin::symmetric(6, 4))
                .desired_width(88.0);
            ui.add(edit).labelled_by(caption.id);
        }
    });
    if let Some(fault) = span.fault() {
        ui.label(
            egui::RichText::new(fault)
                .color(theme::now().bad)
                .size(13.0),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_chosen_as_what_it_is() {
        for (period, part) in [
            (Period::year(2025), Part::Year),
            (Period::half(2025, 2), Part::Half(2)),
            (Period::quarter(2025, 3), Part::Quarter(3)),
        ] {
            assert_eq!(Span::about(&period.unwrap()).part, part);
        }
        let days = Period::days(jiff::civil::date(2025, 3, 5), jiff::civil::date(2025, 4, 6));
        let days = days.unwrap();
        assert_eq!(Span::about(&days).period(), Some(days));
    }

    #[test]
    fn any_days_are_read_as_clerks_write_them() {
        let mut span = Span::of(2025);
        span.part = Part::Quarter(3);
        span.begin_days();
        assert_eq!(
            (span.from.as_str(), span.to.as_str()),
            ("2025-07-01", "2025-09-30")
        );
        span.from = "3.5".into();
        span.to = "2025年4月6日".into();
        let period = span.period().unwrap();
        assert_eq!(period.label, "2025年3月5日至2025年4月6日");
        span.to = "2025-1-1".into();
        assert_eq!(span.period(), None);
        assert_eq!(span.fault(), Some("起始日期在截止日期之后"));
        span.to = "没有".into();
        assert!(span.fault().is_some());
        span.to.clear();
        assert_eq!(span.fault(), None);
    }
}
