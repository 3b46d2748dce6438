//! The list of reports: by areas of work, searchable by 拼音首字母, walked by arrow keys, what was printed last on top.

use super::ReportsScreen;
use crate::app::paper;
use crate::app::paper::Kind;
use crate::model::Uid;
use crate::model::search::Index;
use crate::ui::theme;
use egui::Key;
use egui::Modifiers;
use egui::ScrollArea;
use egui::TextEdit;
use egui::Ui;
use egui::Vec2;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The areas of work in the order of the list.
const AREAS: [&str; 6] = [
    "公文",
    "活动",
    "志愿者",
    "信息员",
    "规划与考核",
    "阵地经费资料",
];

/// How many of the last used stand on top.
const RECENT: usize = 3;

fn area(kind: Kind) -> &'static str {
    match kind {
        Kind::Summary | Kind::WorkPlan | Kind::ThemeSummary | Kind::Bulletin => "公文",
        Kind::EventLedger | Kind::EventRecord | Kind::SigningSheet | Kind::KeyGroups => "活动",
        Kind::OfficerRoster | Kind::OfficerTargets => "信息员",
        Kind::Statistics
        | Kind::TaskProgress
        | Kind::Assessment
        | Kind::CreationSheet
        | Kind::Communities => "规划与考核",
        Kind::Funds | Kind::VenueList | Kind::Archive | Kind::Handover => "阵地经费资料",
        // Rosters, teams, hours, orders and certificates are the volunteers'.
        _ => "志愿者",
    }
}

struct Line {
    title: String,
    about: String,
}

/// The list between frames.
#[derive(Default)]
pub(super) struct List {
    words: String,
    recent: Vec<Kind>,
    lines: BTreeMap<Kind, Line>,
    index: Index,
    /// The chosen report was walked to and may be out of sight.
    follow: bool,
}

impl List {
    /// A report was printed or saved.
    pub(super) fn used(&mut self, kind: Kind) {
        self.recent.retain(|k| *k != kind);
        self.recent.insert(0, kind);
        self.recent.truncate(RECENT);
    }

    fn fill(&mut self) {
        let Ok(catalogue) = paper::catalogue() else {
            return;
        };
        self.follow = true;
        for kind in Kind::ALL {
            let entry = catalogue.entry(kind);
            let title = format!("{} {}", entry.id, entry.title);
            self.index.put(key(kind), &title);
            let about = entry.about.clone();
            self.lines.insert(kind, Line { title, about });
        }
    }

    // Groups with their reports, as the words narrow them.
    fn groups(&self) -> Vec<(&'static str, Vec<Kind>)> {
        let found: BTreeSet<Uid> = self.index.find(&self.words).into_iter().collect();
        let fits = |kind: &Kind| self.words.trim().is_empty() || found.contains(&key(*kind));
        let mut groups = Vec::new();
        if self.words.trim().is_empty() && !self.recent.is_empty() {
            groups.push(("最近用过", self.recent.clone()));
        }
        for name in AREAS {
            let kinds = Kind::ALL.into_iter();
            let kinds: Vec<Kind> = kinds.filter(|k| area(*k) == name).filter(fits).collect();
            if !kinds.is_empty() {
                groups.push((name, kinds));
            }
        }
        groups
    }

    // The reports in the order of the list, each once.
    fn order(&self) -> Vec<Kind> {
        let groups = self.groups().into_iter();
        let groups = groups.filter(|(name, _)| *name != "最近用过");
        groups.flat_map(|(_, kinds)| kinds).collect()
    }
}

fn key(kind: Kind) -> Uid {
    Uid::invented(0, kind as u64)
}

/// Go up or down the list.
pub(super) fn walk(screen: &mut ReportsScreen, down: bool) {
    let order = screen.list.order();
    let at = order.iter().position(|k| *k == screen.kind);
    let to = match (at, down) {
        (None, _) => 0,
        (Some(at), true) => at + 1,
        (Some(at), false) => at.saturating_sub(1),
    };
    if let Some(kind) = order.get(to) {
        screen.choose(*kind);
        screen.list.follow = true;
    }
}

/// Draw the list and take clicks.
pub(super) fn list_ui(ui: &mut Ui, screen: &mut ReportsScreen, composing: bool) {
    if screen.list.lines.is_empty() {
        screen.list.fill();
    }
    let field = egui::Id::unique("find_report");
    if !composing && ui.memory(|m| m.has_focus(field)) {
        // While one types, arrows walk the list and Enter takes its first line.
        let hit = |key| ui.ctx().input_mut(|i| i.consume_key(Modifiers::NONE, key));
        let (down, up, enter) = (hit(Key::ArrowDown), hit(Key::ArrowUp), hit(Key::Enter));
        if down || up {
            walk(screen, down);
        }
        if enter && !screen.list.words.trim().is_empty() {
            let order = screen.list.order();
            if !order.contains(&screen.kind)
                && let Some(first) = order.first()
            {
                screen.choose(*first);
            }
            screen.list.words.clear();
            screen.list.follow = true;
            ui.memory_mut(|m| m.surrender_focus(field));
        }
    }
    let edit = TextEdit::singleline(&mut screen.list.words)
        .id(field)
        .hint_text("编号、名称或拼音首字母")
        .margin(egui::Margin::symmetric(8, 5))
        .desired_width(f32::INFINITY);
    ui.add(edit).accessible_name("查找报表");
    ScrollArea::vertical()
        .id_salt("report_list")
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.spacing_mut().button_padding.y = 2.0;
            let groups = screen.list.groups();
            if groups.is_empty() {
                ui.label(theme::weak("没有这样的报表"));
            }
            for (name, kinds) in groups {
                ui.add_space(3.0);
                ui.label(theme::weak(name).size(13.0));
                for kind in kinds {
                    line_ui(ui, screen, kind, name);
                }
            }
        });
}

fn line_ui(ui: &mut Ui, screen: &mut ReportsScreen, kind: Kind, group: &str) {
    let Some(line) = screen.list.lines.get(&kind) else {
        return;
    };
    let on = screen.kind == kind;
    let face = egui::Button::selectable(on, &line.title)
        .truncate()
        .min_size(Vec2::new(ui.available_width(), 26.0));
    let response = ui.add(face).on_hover_text(&line.about);
    if on && group == area(kind) && std::mem::take(&mut screen.list.follow) {
        response.scroll_to_me(None);
    }
    if response.clicked() {
        screen.choose(kind);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_report_stands_once_in_an_area() {
        let mut list = List::default();
        list.fill();
        let mut order = list.order();
        assert_eq!(order.len(), Kind::ALL.len());
        order.sort();
        order.dedup();
        assert_eq!(order.len(), Kind::ALL.len());
    }

    #[test]
    fn initials_and_numbers_find_a_report() {
        let mut list = List::default();
        list.fill();
        for words in ["kpxxyhmc", "R8", "信息员花名"] {
            list.words = words.into();
            assert_eq!(list.order(), [Kind::OfficerRoster], "{words}");
        }
        list.words = "没有".into();
        assert!(list.groups().is_empty());
    }

    #[test]
    fn what_was_used_last_stands_on_top() {
        let mut list = List::default();
        list.fill();
        for kind in [Kind::Funds, Kind::EventLedger, Kind::Funds] {
            list.used(kind);
        }
        assert_eq!(
            list.groups()[0],
            ("最近用过", vec![Kind::Funds, Kind::EventLedger])
        );
    }
}
