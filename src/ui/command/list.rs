//! Everything the palette offers: the commands of the table that would do something here, every screen, 新增 for every
//! register, every report, how the window looks.

use super::Place;
use super::TABLE;
use crate::app::Register;
use crate::app::desk::Snapshot;
use crate::app::manual::manual;
use crate::app::paper;
use crate::app::paper::Kind;
use crate::app::window::LETTERS;
use crate::app::window::Look;
use crate::model::Uid;
use crate::ui::Desktop;
use crate::ui::screen::AREAS;
use crate::ui::screen::Screen;

/// What choosing a line does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum Does {
    Order(super::Order),
    Go(Screen),
    New(Register),
    Report(Kind),
    Look(Look),
    Letters(u16),
    Section(usize),
    Record(Register, Uid),
}

/// A line of the palette.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// What kind of thing it is, in a word.
    pub(super) sort: &'static str,
    pub(super) title: String,
    /// Other words it is found by.
    pub(super) also: String,
    pub(super) keys: String,
    pub(super) does: Does,
}

fn item(sort: &'static str, title: impl Into<String>, does: Does) -> Item {
    Item {
        sort,
        title: title.into(),
        also: String::new(),
        keys: String::new(),
        does,
    }
}

/// What is offered on the screen that is open.
pub(super) fn offered(desktop: &Desktop, state: &Snapshot) -> Vec<Item> {
    let mut items = Vec::new();
    // What the screen itself can do stands before what the window can do anywhere.
    for near in [true, false] {
        for row in TABLE.iter().filter(|r| (r.place != Place::Window) == near) {
            let Some(order) = row.order else { continue };
            if order == super::Order::Palette || !desktop.can(order, state) {
                continue;
            }
            let title = match order {
                super::Order::Undo => told(row.does, state.undo.as_deref()),
                super::Order::Redo => told(row.does, state.redo.as_deref()),
                _ => row.does.to_owned(),
            };
            items.push(Item {
                also: row.also.to_owned(),
                keys: row.keys.to_owned(),
                ..item("操作", title, Does::Order(order))
            });
        }
    }
    for (n, area) in AREAS.iter().enumerate() {
        for (m, screen) in area.screens.iter().enumerate() {
            let has_key = n < 9 && m == 0;
            items.push(Item {
                also: area.label.to_owned(),
                keys: if has_key {
                    format!("Ctrl+{}", n + 1)
                } else {
                    String::new()
                },
                ..item("页面", screen.label(), Does::Go(*screen))
            });
        }
    }
    for register in Register::ALL {
        items.push(Item {
            also: "录入".to_owned(),
            ..item(
                "登记",
                format!("新增{}", register.label()),
                Does::New(*register),
            )
        });
    }
    if let Ok(catalogue) = paper::catalogue() {
        for kind in Kind::ALL {
            let entry = catalogue.entry(kind);
            let title = format!("{} {}", entry.id, entry.title);
            items.push(Item {
                also: entry.about.clone(),
                ..item("报表", title, Does::Report(kind))
            });
        }
    }
    for (n, section) in manual().sections.iter().enumerate() {
        items.push(Item {
            also: format!("说明书 {}", section.chapter),
            ..item("帮助", section.title.as_str(), Does::Section(n))
        });
    }
    let now = desktop.settings.appearance.now();
    for look in Look::ALL.into_iter().filter(|l| *l != now.look) {
        let title = format!("改为{}", look.label());
        items.push(Item {
            also: "颜色 外观".to_owned(),
            ..item("外观", title, Does::Look(look))
        });
    }
    for letters in LETTERS.into_iter().filter(|l| *l != now.letters) {
        let title = format!("字号 {letters}%");
        items.push(Item {
            also: "大小 放大 外观".to_owned(),
            ..item("外观", title, Does::Letters(letters))
        });
    }
    items
}

fn told(verb: &str, step: Option<&str>) -> String {
    step.map_or_else(|| verb.to_owned(), |step| format!("{verb}：{step}"))
}
