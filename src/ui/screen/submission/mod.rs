//! 上报汇总: an office makes packs, sees what it sent and takes in its second laptop's and what the district sent back; a
//! district sees what came, takes packs in and sends them back.

mod audit;
mod back;
mod conflicts;
mod judged;
mod list;
mod make;
pub mod notes;
mod received;
mod said;
mod take;

use crate::app::desk::PackTold;
use crate::model::district::DISTRICT;
use crate::ui::action::Action;
use crate::ui::files::Purpose;
use crate::ui::screen::records::Scene;
use crate::ui::widget::button;
use egui::Ui;
use std::path::PathBuf;

/// The parts of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Make,
    Sent,
    Received,
    Take,
}

impl Tab {
    fn label(self) -> &'static str {
        match self {
            Self::Make => "生成上报包",
            Self::Sent => "上报记录",
            Self::Received => "收到的上报",
            Self::Take => "收包",
        }
    }
}

/// What the screen remembers.
pub struct SubmissionScreen {
    tab: Option<Tab>,
    make: make::Make,
    sent: list::Sent,
    received: received::ReceivedList,
    take: take::Taking,
    back: Option<back::Back>,
}

impl SubmissionScreen {
    /// How far making or reading packs is, 0 to 1.
    pub fn share(&self) -> Option<f32> {
        let runs = self.make.working.as_ref().or(self.take.reading.as_ref())?;
        Some(runs.share().unwrap_or(0.0))
    }

    /// The screen, about a year.
    pub fn new(year: i16) -> Self {
        Self {
            tab: None,
            make: make::Make::new(year),
            sent: list::Sent::default(),
            received: received::ReceivedList::new(year),
            take: take::Taking::default(),
            back: None,
        }
    }

    /// Read these packs and folders.
    pub fn begin(&mut self, paths: Vec<PathBuf>) -> Action {
        self.tab = Some(Tab::Take);
        self.back = None;
        self.take.begin(paths)
    }

    /// The clerk picked files in a dialog.
    pub fn picked(&mut self, purpose: &Purpose, paths: Vec<PathBuf>) -> Option<Action> {
        let first = paths.first().cloned()?;
        match purpose {
            Purpose::Packs | Purpose::PackFolder => Some(self.begin(paths)),
            Purpose::SavePack(_) => self.make.save(as_pack(first)),
            Purpose::SaveReturn(_) => Some(self.back.as_ref()?.save(as_pack(first))),
            Purpose::SaveCorrections(_) => self.sent.save(first),
            _ => None,
        }
    }

    /// A change was written; what was typed for it is kept now.
    pub fn done(&mut self, label: &str) {
        self.make.explained(label);
        self.received.listed(label);
    }

    /// A change was refused: what was typed for it stays.
    pub fn refused(&mut self) {
        self.make.refused();
    }

    /// The office thread told something.
    pub fn told(&mut self, told: PackTold) -> Option<Action> {
        match told {
            PackTold::Audit(period, odd) => self.make.audited(&period, odd),
            PackTold::Made(path, made) => self.make.made(path, made),
            PackTold::Judged(judged) => self.take.judged(judged),
            PackTold::JudgedAnew(arrival) => self.take.judged_anew(arrival),
            PackTold::Taken(taken) => {
                if let Some(period) = self.take.period().filter(|_| taken.is_ok()) {
                    self.received.look_at(&period);
                }
                self.take.taken(taken);
            }
            PackTold::Received(period, rows, expected) => {
                self.received.take(&period, rows, &expected);
            }
            PackTold::Corrections(uid, told) => self.sent.corrections(uid, told),
            PackTold::PutOut(way, written) => return self.sent.put_out(&way, written),
            PackTold::SentBack(path, sent) => {
                if let Some(said) = self.back.as_mut().and_then(|b| b.sent(path, sent)) {
                    self.received.said = Some(said);
                    self.back = None;
                }
            }
        }
        None
    }
}

// A name typed without its end still becomes a pack.
fn as_pack(path: PathBuf) -> PathBuf {
    let ours = path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("kepuup"));
    if ours {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".kepuup");
    name.into()
}

/// Draw the screen.
pub fn submission_ui(ui: &mut Ui, screen: &mut SubmissionScreen, scene: &Scene<'_>) -> Vec<Action> {
    let mut actions = Vec::new();
    let district = scene.state.ledger.office().kind == DISTRICT;
    if district && let Some(back) = &mut screen.back {
        if back.ui(ui, scene, &mut actions) {
            screen.back = None;
        }
        return actions;
    }
    let tabs: &[Tab] = if district {
        &[Tab::Received, Tab::Take]
    } else {
        &[Tab::Make, Tab::Sent, Tab::Take]
    };
    let first = tabs.first().copied().unwrap_or(Tab::Take);
    let now = screen.tab.filter(|t| tabs.contains(t)).unwrap_or(first);
    ui.horizontal(|ui| {
        for tab in tabs {
            if button::choice(ui, now == *tab, tab.label()).clicked() {
                screen.tab = Some(*tab);
            }
        }
    });
    ui.separator();
    match now {
        Tab::Make => screen.make.ui(ui, scene, &mut actions),
        Tab::Sent => screen.sent.ui(ui, scene, &mut actions),
        Tab::Take => screen.take.ui(ui, scene, &mut actions),
        Tab::Received => {
            screen.back = screen.received.ui(ui, scene, &mut actions);
        }
    }
    actions
}
