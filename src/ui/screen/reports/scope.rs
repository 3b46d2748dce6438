//! Whom or what a report is about: community, team, event, volunteer, theme day, each where the report knows the word.

use crate::app::Register;
use crate::app::behind::Choosing;
use crate::app::behind::Offer;
use crate::app::desk::Ask;
use crate::app::desk::Snapshot;
use crate::app::paper::Kind;
use crate::app::paper::Request;
use crate::model::Period;
use crate::model::Uid;
use crate::model::search::Index;
use crate::ui::action::Action;
use crate::ui::widget::chooser::Choice;
use crate::ui::widget::chooser::Chooser;
use crate::ui::widget::chooser::Chosen;
use crate::ui::widget::chooser::Look;
use crate::ui::widget::chooser::chooser_ui;
use egui::Ui;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Something a report can be narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Narrow {
    Event,
    Person,
    ThemeDay,
    Community,
    Team,
}

impl Narrow {
    const ALL: [Self; 5] = [
        Self::Event,
        Self::Person,
        Self::ThemeDay,
        Self::Community,
        Self::Team,
    ];

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Event => ("活动", "全部活动"),
            Self::Person => ("志愿者", "全部志愿者"),
            Self::ThemeDay => ("主题日", "全部主题日"),
            Self::Community => ("社区", "全部社区"),
            Self::Team => ("服务队", "全部服务队"),
        }
    }

    // Theme days are a list of the calendar, not a register.
    fn register(self) -> Option<Register> {
        match self {
            Self::Event => Some(Register::Events),
            Self::Person => Some(Register::Volunteers),
            Self::ThemeDay => None,
            Self::Community => Some(Register::Communities),
            Self::Team => Some(Register::Teams),
        }
    }
}

/// What a report looks at; a chooser for anything else would change nothing.
pub(super) fn narrows(kind: Kind) -> Vec<Narrow> {
    let scope = kind.scope();
    let of_event = matches!(
        kind,
        Kind::EventRecord | Kind::SigningSheet | Kind::Bulletin
    );
    [
        (Narrow::Event, of_event),
        (Narrow::Person, kind == Kind::Certificates),
        (Narrow::ThemeDay, scope.theme_day),
        (Narrow::Community, scope.community),
        (Narrow::Team, scope.team),
    ]
    .into_iter()
    .filter_map(|(narrow, looked_at)| looked_at.then_some(narrow))
    .collect()
}

/// What was chosen, and the choosers.
#[derive(Debug, Default)]
pub(super) struct Scope {
    chosen: BTreeMap<Narrow, Choice>,
    choosers: BTreeMap<Narrow, Chooser>,
}

impl Scope {
    /// Put what was chosen into a request.
    pub(super) fn narrow(&self, request: &mut Request) {
        for narrow in narrows(request.kind) {
            let Some(choice) = self.chosen.get(&narrow) else {
                continue;
            };
            match narrow {
                Narrow::Event => request.event = Some(choice.uid),
                Narrow::Person => request.person = Some(choice.uid),
                Narrow::ThemeDay => request.theme_day = Some(choice.label.clone()),
                Narrow::Community => request.community = Some(choice.uid),
                Narrow::Team => request.team = Some(choice.uid),
            }
        }
    }

    /// A list for a chooser came.
    pub(super) fn take(&mut self, choosing: &Choosing, offer: Offer) {
        let one = Narrow::ALL
            .into_iter()
            .find(|n| n.register() == Some(choosing.register));
        if let Some(chooser) = one.and_then(|n| self.choosers.get_mut(&n))
            && chooser.waits_for(&choosing.words)
        {
            let choices = offer.hits.into_iter().map(|hit| Choice {
                uid: hit.uid,
                label: hit.title,
            });
            chooser.offer(choices.collect(), offer.more);
        }
    }
}

/// Draw the choosers of a report.
pub(super) fn scope_ui(
    ui: &mut Ui,
    scope: &mut Scope,
    (kind, period): (Kind, Option<Period>),
    (state, composing): (&Snapshot, bool),
    actions: &mut Vec<Action>,
) {
    let narrows = narrows(kind);
    let whole = ui.available_width();
    // Two stand side by side; of an odd number the first, chosen most often, has a line of its own.
    let (full, half) = narrows.split_at(narrows.len() % 2);
    for line in full.chunks(1).chain(half.chunks(2)) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let count = line.len() as f32;
            let width = (whole - 4.0 * (count - 1.0)) / count;
            for one in line {
                narrow_ui(
                    ui,
                    scope,
                    (*one, width),
                    period.as_ref(),
                    (state, composing),
                    actions,
                );
            }
        });
    }
}

fn narrow_ui(
    ui: &mut Ui,
    scope: &mut Scope,
    (narrow, width): (Narrow, f32),
    period: Option<&Period>,
    (state, composing): (&Snapshot, bool),
    actions: &mut Vec<Action>,
) {
    let (name, all) = narrow.words();
    let chooser = scope.choosers.entry(narrow).or_default();
    let look = Look {
        name,
        all,
        now: scope.chosen.get(&narrow).map(|c| c.label.as_str()),
        width,
        composing,
    };
    match chooser_ui(ui, chooser, look) {
        Some(Chosen::All) => {
            scope.chosen.remove(&narrow);
        }
        Some(Chosen::One(mut choice)) => {
            if narrow == Narrow::Person {
                // A certificate is a person's; the list is of their roles.
                let volunteer = state.ledger.volunteers.get(&choice.uid);
                choice.uid = volunteer.map_or(choice.uid, |v| v.person);
            }
            scope.chosen.insert(narrow, choice);
        }
        Some(Chosen::Look(words)) => match narrow.register() {
            Some(register) => actions.push(Action::Ask(Ask::Choose(Choosing {
                register,
                words,
                period: period.filter(|_| narrow == Narrow::Event).cloned(),
            }))),
            None => chooser.offer(theme_days(state, &words), 0),
        },
        None => {}
    }
}

fn theme_days(state: &Snapshot, words: &str) -> Vec<Choice> {
    let names = state.directory.book.calendar.names();
    let mut index = Index::default();
    let choices: Vec<Choice> = names
        .into_iter()
        .enumerate()
        .map(|(n, label)| Choice {
            uid: Uid::invented(0, n as u64),
            label,
        })
        .collect();
    for choice in &choices {
        index.put(choice.uid, &choice.label);
    }
    let found: BTreeSet<Uid> = index.find(words).into_iter().collect();
    choices
        .into_iter()
        .filter(|c| found.contains(&c.uid))
        .collect()
}
