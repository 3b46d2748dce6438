//! 报表: choose report, period, scope and masking; look at the very pages that print; save PDF or workbook, or print.

use crate::app::Contradiction;
use crate::app::desk::Ask;
use crate::app::desk::Snapshot;
use crate::app::paper;
use crate::app::paper::Kind;
use crate::app::paper::Laid;
use crate::app::paper::Mask;
use crate::app::paper::Paper;
use crate::app::paper::Request;
use crate::app::words::Advice;
use crate::model::Period;
use crate::model::Uid;
use crate::model::day::Month;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::screen::text::TextEditor;
use crate::ui::theme;
use crate::ui::widget::button;
use crate::ui::widget::page_preview::empty_ui;
use crate::ui::widget::page_preview::page_ui;
use egui::Frame;
use egui::Margin;
use egui::Panel;
use egui::RichText;
use egui::Ui;
use egui_material_icons::icons;
use std::path::Path;
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    Year,
    Half(i8),
    Quarter(i8),
    Month(i8),
}

/// Reports on screen.
pub struct ReportsScreen {
    kind: Kind,
    /// The year reports are about.
    pub year: i16,
    span: Span,
    community: Option<Uid>,
    event: Option<Uid>,
    mask: Mask,
    paper: Option<Paper>,
    zoom: f32,
    asked: Option<(Request, u64)>,
    laid: Option<Arc<(Laid, Vec<Contradiction>)>>,
    trouble: Option<Advice>,
    pages: usize,
    behind: Vec<Uid>,
    /// The text of a text report being edited.
    pub text: TextEditor,
}

impl ReportsScreen {
    /// Begin with a year.
    pub fn new(year: i16) -> Self {
        Self {
            kind: Kind::EventLedger,
            year,
            span: Span::Year,
            community: None,
            event: None,
            mask: Mask::Submit,
            paper: None,
            zoom: 1.0,
            asked: None,
            laid: None,
            trouble: None,
            pages: 0,
            behind: Vec::new(),
            text: TextEditor::default(),
        }
    }

    /// Pages came.
    pub fn take(&mut self, laid: Result<Box<(Laid, Vec<Contradiction>)>, Advice>) {
        match laid {
            Ok(laid) => {
                self.trouble = None;
                self.laid = Some(Arc::new(*laid));
            }
            Err(trouble) => self.trouble = Some(trouble),
        }
    }

    /// So many pages are laid out.
    pub fn progress(&mut self, pages: usize) {
        self.pages = pages;
    }

    fn request(&self) -> Option<Request> {
        let period = match self.span {
            Span::Year => Period::year(self.year),
            Span::Half(half) => Period::half(self.year, half),
            Span::Quarter(quarter) => Period::quarter(self.year, quarter),
            Span::Month(month) => Period::month(Month {
                year: self.year,
                month,
            }),
        }?;
        let event = self
            .event
            .filter(|_| matches!(self.kind, Kind::EventRecord | Kind::SigningSheet));
        Some(Request {
            community: self.community,
            event,
            mask: self.mask,
            paper: self.paper,
            ..Request::of(self.kind, period)
        })
    }

    /// Write the report where the clerk said. Returns what to say.
    pub fn save(&self, path: &Path) -> String {
        let Some(laid) = &self.laid else {
            return "报表还没有排好，请稍候再保存".into();
        };
        let workbook = path
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("xlsx"));
        let bytes = if workbook {
            paper::workbook(&laid.0.report)
        } else {
            paper::pdf(&laid.0)
        };
        match bytes.and_then(|b| paper::save(&b, path)) {
            Ok(()) => format!("已保存 {}", path.display()),
            Err(error) => crate::app::words::advice(&error).to_string(),
        }
    }

    fn print(&self) -> Action {
        let Some(laid) = &self.laid else {
            return Action::Say("报表还没有排好，请稍候".into());
        };
        let path = std::env::temp_dir().join(paper::file_name(&laid.0.report, "pdf"));
        let made = paper::pdf(&laid.0).and_then(|b| paper::save(&b, &path));
        if let Err(error) = made {
            return Action::Say(crate::app::words::advice(&error).to_string());
        }
        match opener::open(&path) {
            Ok(()) => Action::Say("已在阅读器中打开，请在那里打印".into()),
            Err(_) => Action::Say(format!("没有能打开 PDF 的程序。文件在 {}", path.display())),
        }
    }
}

/// Draw the reports.
pub fn reports_ui(ui: &mut Ui, screen: &mut ReportsScreen, state: &Snapshot) -> Vec<Action> {
    let mut actions = Vec::new();
    if let Some(request) = screen.request() {
        let now = (request, state.revision);
        if screen.asked.as_ref() != Some(&now) {
            actions.push(Action::Ask(Ask::Lay(Box::new(now.0.clone()))));
            screen.laid = None;
            screen.pages = 0;
            screen.behind.clear();
            screen.asked = Some(now);
        }
    }
    Panel::left("report_choice")
        .exact_size(286.0)
        .resizable(false)
        .frame(
            Frame::new()
                .fill(theme::PAPER)
                .inner_margin(Margin::symmetric(14, 10)),
        )
        .show(ui, |ui| {
            egui::ScrollArea::vertical()
                .auto_shrink(false)
                .show(ui, |ui| choice_ui(ui, screen, state, &mut actions));
        });
    egui::CentralPanel::default()
        .frame(Frame::new().fill(theme::DESK))
        .show(ui, |ui| pages_ui(ui, screen));
    actions
}

fn choice_ui(ui: &mut Ui, screen: &mut ReportsScreen, state: &Snapshot, actions: &mut Vec<Action>) {
    ui.heading("报表");
    if let Ok(catalogue) = paper::catalogue() {
        for kind in Kind::ALL {
            let entry = catalogue.entry(kind);
            let text = format!("{} {}", entry.id, entry.title);
            let line = egui::Button::selectable(screen.kind == kind, text)
                .truncate()
                .min_size(egui::Vec2::new(ui.available_width(), 28.0));
            if ui.add(line).on_hover_text(&entry.about).clicked() {
                screen.kind = kind;
                screen.paper = None;
            }
        }
    }
    button::section(ui, "期间");
    ui.horizontal(|ui| {
        if ui.button("‹").accessible_name("上一年").clicked() {
            screen.year -= 1;
        }
        ui.label(theme::strong(format!("{} 年", screen.year), 15.0));
        if ui.button("›").accessible_name("下一年").clicked() {
            screen.year += 1;
        }
        if button::choice(ui, screen.span == Span::Year, "全年").clicked() {
            screen.span = Span::Year;
        }
    });
    spans_ui(ui, screen);
    button::section(ui, "范围");
    let name = state.directory.community_name(screen.community);
    ui.menu_button(
        if name.is_empty() {
            "全部社区".to_owned()
        } else {
            name
        },
        |ui| {
            if ui.button("全部社区").clicked() {
                screen.community = None;
            }
            for community in &state.directory.communities {
                if ui.button(&community.name).clicked() {
                    screen.community = Some(community.uid);
                }
            }
        },
    );
    if matches!(screen.kind, Kind::EventRecord | Kind::SigningSheet) {
        event_ui(ui, screen, state);
    }
    button::section(ui, "版本");
    ui.horizontal(|ui| {
        for mask in Mask::ALL {
            if button::choice(ui, screen.mask == mask, mask.label()).clicked() {
                screen.mask = mask;
            }
        }
    });
    button::section(ui, "纸张");
    let now = screen.paper.or_else(|| {
        paper::catalogue()
            .ok()
            .map(|c| c.entry(screen.kind).paper())
    });
    ui.horizontal_wrapped(|ui| {
        for way in Paper::ALL {
            if button::choice(ui, now == Some(way), way.label()).clicked() {
                screen.paper = Some(way);
            }
        }
    });
    ui.add_space(8.0);
    out_ui(ui, screen, actions);
    odd_ui(ui, screen, state, actions);
}

fn spans_ui(ui: &mut Ui, screen: &mut ReportsScreen) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for (span, text) in [(Span::Half(1), "上半年"), (Span::Half(2), "下半年")] {
            if button::choice(ui, screen.span == span, text).clicked() {
                screen.span = span;
            }
        }
        for quarter in 1..=4 {
            if button::choice(
                ui,
                screen.span == Span::Quarter(quarter),
                &format!("{quarter}季度"),
            )
            .clicked()
            {
                screen.span = Span::Quarter(quarter);
            }
        }
        let text = if let Span::Month(month) = screen.span {
            format!("{month} 月")
        } else {
            "某月".into()
        };
        ui.menu_button(text, |ui| {
            for month in 1..=12 {
                if ui.button(format!("{month} 月")).clicked() {
                    screen.span = Span::Month(month);
                }
            }
        });
    });
}

fn event_ui(ui: &mut Ui, screen: &mut ReportsScreen, state: &Snapshot) {
    let name = screen
        .event
        .and_then(|e| state.ledger.events.get(&e))
        .map_or_else(|| "全部活动".to_owned(), |e| e.title.clone());
    ui.menu_button(name, |ui| {
        egui::ScrollArea::vertical()
            .max_height(360.0)
            .show(ui, |ui| {
                if ui.button("全部活动").clicked() {
                    screen.event = None;
                }
                let events = screen
                    .request()
                    .map(|r| state.ledger.events_in(&r.period))
                    .unwrap_or_default();
                for event in events.iter().take(400) {
                    let day = event.day().map(|d| d.to_string()).unwrap_or_default();
                    if ui.button(format!("{day} {}", event.title)).clicked() {
                        screen.event = Some(event.uid);
                    }
                }
            });
    });
}

fn out_ui(ui: &mut Ui, screen: &ReportsScreen, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        let ready = screen.laid.is_some();
        ui.add_enabled_ui(ready, |ui| {
            if button::primary(ui, icons::ICON_PRINT, "打印").clicked() {
                actions.push(screen.print());
            }
            for (extension, text, icon) in [
                ("pdf", "存为 PDF…", icons::ICON_PICTURE_AS_PDF),
                ("xlsx", "存为表格…", icons::ICON_TABLE_VIEW),
            ] {
                if button::tool(ui, icon, text).clicked()
                    && let Some(laid) = &screen.laid
                {
                    actions.push(Action::Pick(Purpose::SaveReport(paper::file_name(
                        &laid.0.report,
                        extension,
                    ))));
                }
            }
        });
    });
}

fn odd_ui(ui: &mut Ui, screen: &ReportsScreen, state: &Snapshot, actions: &mut Vec<Action>) {
    let Some(laid) = &screen.laid else { return };
    if !laid.0.undrawable.is_empty() {
        button::section(ui, "打不出的字");
        for u in laid.0.undrawable.iter().take(5) {
            ui.add(
                egui::Label::new(
                    RichText::new(format!(
                        "“{}”里的“{}”没有字体，会印作〓",
                        u.text, u.character
                    ))
                    .color(theme::BAD)
                    .size(13.0),
                )
                .wrap(),
            );
        }
    }
    let missing = paper::fonts().substituted();
    if missing.contains(&paper::Role::FangSong) {
        ui.label(theme::weak("没有仿宋字体，用宋体代替").size(13.0));
    }
    if !screen.behind.is_empty() {
        button::section(ui, &format!("这个数来自 {} 条记录", screen.behind.len()));
        for uid in screen.behind.iter().take(30) {
            let found = state
                .ledger
                .events
                .get(uid)
                .map(|e| (crate::app::Register::Events, e.title.clone()));
            let found = found.or_else(|| {
                state
                    .ledger
                    .volunteer_entry(*uid)
                    .map(|e| (crate::app::Register::Volunteers, e.person.name))
            });
            let found = found.or_else(|| {
                state
                    .ledger
                    .officer_entry(*uid)
                    .map(|e| (crate::app::Register::Officers, e.person.name))
            });
            if let Some((register, title)) = found
                && ui
                    .add(egui::Button::new(title).truncate().frame(false))
                    .clicked()
            {
                actions.push(Action::Open(register, *uid));
            }
        }
    }
    button::section(ui, &format!("打印前核对（{} 处）", laid.1.len()));
    for odd in laid.1.iter().take(20) {
        let text = RichText::new(format!("{}：{}", odd.title, odd.what)).size(13.0);
        if ui
            .add(egui::Label::new(text).wrap().sense(egui::Sense::click()))
            .clicked()
        {
            actions.push(Action::Open(odd.register, odd.id));
        }
    }
    if laid.1.len() > 20 {
        ui.label(theme::weak(format!("另有 {} 处", laid.1.len() - 20)).size(13.0));
    }
}

fn pages_ui(ui: &mut Ui, screen: &mut ReportsScreen) {
    if let Some(trouble) = &screen.trouble {
        empty_ui(ui, &format!("{}。{}。", trouble.what, trouble.next));
        return;
    }
    let Some(laid) = screen.laid.clone() else {
        empty_ui(ui, &format!("正在排版…（{} 页）", screen.pages));
        return;
    };
    Frame::new()
        .fill(theme::SIDE)
        .inner_margin(Margin::symmetric(12, 5))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.label(format!("共 {} 页", laid.0.pages.len()));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if ui.button("＋").accessible_name("放大").clicked() {
                        screen.zoom = (screen.zoom * 1.2).min(3.0);
                    }
                    ui.label(format!("{:.0}%", screen.zoom * 100.0));
                    if ui.button("－").accessible_name("缩小").clicked() {
                        screen.zoom = (screen.zoom / 1.2).max(0.4);
                    }
                });
            });
        });
    let full = ui.available_width() - 40.0;
    let heights: Vec<f32> = laid
        .0
        .pages
        .iter()
        .map(|p| (p.height / p.width) * full * screen.zoom)
        .collect();
    egui::ScrollArea::both()
        .auto_shrink(false)
        .show_viewport(ui, |ui, view| {
            // Only pages in view are drawn, so four hundred cost what two cost.
            let mut y = 10.0;
            let total: f32 = heights.iter().map(|h| h + 14.0).sum();
            ui.set_min_size(egui::Vec2::new(full * screen.zoom + 30.0, total + 20.0));
            let origin = ui.min_rect().min;
            for (page, height) in laid.0.pages.iter().zip(&heights) {
                if y + height >= view.min.y && y <= view.max.y {
                    let rect = egui::Rect::from_min_size(
                        origin + egui::Vec2::new(15.0, y),
                        egui::Vec2::new(full * screen.zoom, *height),
                    );
                    let mut place = ui.new_child(egui::UiBuilder::new().max_rect(rect));
                    if let Some(records) = page_ui(&mut place, page, full * screen.zoom) {
                        screen.behind = records.to_vec();
                    }
                }
                y += height + 14.0;
            }
        });
}
