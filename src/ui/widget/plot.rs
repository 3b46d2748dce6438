//! Bars with their names: few, still, and said aloud with their numbers.

use crate::ui::theme;
use egui::Ui;

/// Bars of label, value and what is said of each: upright for months, lying for names, which need the room.
pub fn bars_ui(ui: &mut Ui, name: &str, bars: &[(String, f64, String)], lying: bool) {
    let most = bars.iter().map(|(_, value, _)| *value).fold(1.0, f64::max);
    let labels: Vec<String> = bars.iter().map(|(label, ..)| label.clone()).collect();
    let said: Vec<String> = bars.iter().map(|(.., said)| said.clone()).collect();
    // The first name stands at the top.
    let at = move |n: usize| if lying { -(n as f64) } else { n as f64 };
    // The number stands at the end of its bar, so that nobody has to measure against an axis.
    let numbers = bars
        .iter()
        .enumerate()
        .filter(|(_, (_, value, _))| *value > 0.0);
    let numbers = numbers.map(|(n, (_, value, _))| {
        let (place, anchor) = if lying {
            ([*value, at(n)], egui::Align2::LEFT_CENTER)
        } else {
            ([at(n), *value], egui::Align2::CENTER_BOTTOM)
        };
        let text = egui::RichText::new(format!(" {value} "))
            .size(12.5)
            .color(theme::now().ink);
        egui_plot::Text::new("", place.into(), text).anchor(anchor)
    });
    let columns = bars
        .iter()
        .cloned()
        .enumerate()
        .map(|(n, (_, value, said))| {
            egui_plot::Bar::new(at(n), value)
                .width(0.6)
                .fill(theme::now().accent)
                .name(said)
        });
    let numbers = numbers.collect::<Vec<_>>();
    let chart = egui_plot::BarChart::new(name, columns.collect())
        .element_formatter(Box::new(|bar, _| bar.name.clone()));
    let count = labels.len();
    let marks = move |_: egui_plot::GridInput| -> Vec<egui_plot::GridMark> {
        (0..count)
            .map(|n| egui_plot::GridMark {
                value: at(n),
                step_size: 1.0,
            })
            .collect()
    };
    let name_of = move |mark: egui_plot::GridMark, _: &std::ops::RangeInclusive<f64>| {
        let label = labels.get(mark.value.abs().round() as usize);
        label
            .map(|l| l.chars().take(8).collect())
            .unwrap_or_default()
    };
    let plot = egui_plot::Plot::new(name.to_owned())
        .height(if lying {
            34.0 + 24.0 * count.max(3) as f32
        } else {
            150.0
        })
        .show_grid(false)
        .show_background(false)
        .show_axes([!lying, lying])
        .cursor_color(egui::Color32::TRANSPARENT)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false);
    let (plot, chart) = if lying {
        let axis = egui_plot::AxisHints::new_y()
            .label_spacing(egui::Rangef::new(4.0, 8.0))
            .tick_label_font(egui::FontId::proportional(12.0))
            .min_thickness(98.0)
            .formatter(name_of);
        // A single bar is no thicker than one of three.
        let plot = plot
            .include_y(at(count.max(3) - 1) - 0.4)
            .include_x(0.0)
            .include_x(most * 1.15)
            .y_grid_spacer(marks)
            .custom_y_axes(vec![axis]);
        (plot, chart.horizontal())
    } else {
        let axis = egui_plot::AxisHints::new_x()
            .label_spacing(egui::Rangef::new(4.0, 8.0))
            .tick_label_font(egui::FontId::proportional(12.0))
            .formatter(name_of);
        let plot = plot
            .include_y(0.0)
            .include_y(most * 1.2)
            .x_grid_spacer(marks)
            .custom_x_axes(vec![axis]);
        (plot, chart)
    };
    let response = plot
        .show(ui, |plot| {
            plot.bar_chart(chart);
            for number in numbers {
                plot.text(number);
            }
        })
        .response;
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, said.join("；")));
}
