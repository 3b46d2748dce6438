//! Characters no font can draw: where they stand on the pages, and in which record, so that the clerk can correct the
//! name before it prints as 〓.

use super::Office;
use super::paper::Laid;
use super::register::Register;
use super::register::Visit;
use super::view::Registered;
use crate::model::Ledger;
use crate::model::Uid;
use crate::model::directory::Directory;
use crate::model::field::Kind;
use crate::reports::Page;
use crate::reports::fonts::Fonts;
use crate::reports::fonts::MISSING;
use crate::reports::fonts::canonical;
use crate::reports::fonts::is_private;
use crate::reports::page::Goal;
use crate::reports::page::Item;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A character no font can draw, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undrawable {
    /// The character.
    pub character: char,
    /// The line it stands in.
    pub text: String,
    /// The record that holds it: register, identity, title. None for what stands in no record, like a note.
    pub record: Option<(Register, Uid, String)>,
}

impl std::fmt::Display for Undrawable {
    /// Where it stands and what will happen: a sentence without its full stop.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let c = self.character;
        // One that means something in one office only shows as a box everywhere else.
        let shown = |text: &str| {
            text.chars()
                .map(|c| if is_private(c) { MISSING } else { c })
                .collect::<String>()
        };
        match &self.record {
            Some((register, _, title)) => {
                write!(f, "{}“{}”里的", register.label(), shown(title))?;
            }
            None => write!(f, "“{}”里的", shown(&self.text))?,
        }
        let code = u32::from(c);
        if is_private(c) {
            write!(f, "自造字（U+{code:04X}）没有字体能显示，会印作〓")
        } else {
            write!(f, "“{c}”（U+{code:04X}）没有字体能显示，会印作〓")
        }
    }
}

/// What can't be drawn on these pages, each character once a line.
pub(super) fn on(pages: &[Page], fonts: &Fonts) -> Vec<Undrawable> {
    let mut found: Vec<Undrawable> = Vec::new();
    for text in pages.iter().flat_map(|p| &p.items).filter_map(Item::text) {
        for character in fonts.missing(text.role, &text.text) {
            let known = |u: &Undrawable| u.character == character && u.text == text.text;
            if !found.iter().any(known) {
                found.push(Undrawable {
                    character,
                    text: text.text.clone(),
                    record: None,
                });
            }
        }
    }
    found
}

/// The records of a moment, to look characters up in on another thread.
pub(super) struct Records {
    ledger: Ledger,
    directory: Directory,
    today: Date,
}

impl Records {
    pub(super) fn of(office: &Office) -> Self {
        Self {
            ledger: office.ledger().clone(),
            directory: office.directory().clone(),
            today: office.clock().today(),
        }
    }

    /// Name the records the characters stand in. Looks at records only when there are such characters.
    pub(super) fn name(&self, laid: &mut Laid) {
        if laid.undrawable.is_empty() {
            return;
        }
        let characters = laid.undrawable.iter().map(|u| u.character).collect();
        let holders = self.holders(&characters);
        let goals = laid.pages.iter().flat_map(|p| &p.links).map(|l| &l.goal);
        let on_paper: BTreeSet<Uid> = goals
            .filter_map(|goal| match goal {
                Goal::Records(records) => Some(records.iter().copied()),
                Goal::Page(_) => None,
            })
            .flatten()
            .collect();
        let mut named: Vec<Undrawable> = Vec::new();
        for undrawable in &laid.undrawable {
            for one in named_by(undrawable, &holders, &on_paper) {
                let same = |n: &Undrawable| {
                    n.character == one.character && n.record.is_some() && n.record == one.record
                };
                if !named.iter().any(same) {
                    named.push(one);
                }
            }
        }
        laid.undrawable = named;
    }

    fn holders(&self, characters: &BTreeSet<char>) -> Vec<Holder> {
        let mut found = Vec::new();
        for register in Register::ALL {
            register.visit(Seek {
                records: self,
                characters,
                found: &mut found,
            });
        }
        found
    }
}

impl Office {
    /// Name the records that hold what can't be drawn.
    pub fn name_undrawable(&self, laid: &mut Laid) {
        // The state is cloned only when it is needed; its records are shared then.
        if !laid.undrawable.is_empty() {
            Records::of(self).name(laid);
        }
    }
}

/// A field of a record that holds one of the characters.
struct Holder {
    register: Register,
    uid: Uid,
    title: String,
    text: String,
}

struct Seek<'s> {
    records: &'s Records,
    characters: &'s BTreeSet<char>,
    found: &'s mut Vec<Holder>,
}

impl Visit for Seek<'_> {
    type Out = ();

    fn visit<F: Registered>(self) {
        // A name of another record is that record's to correct.
        let own = F::fields()
            .iter()
            .filter(|f| !matches!(f.kind, Kind::Link(_) | Kind::Community | Kind::Team));
        let own: Vec<_> = own.collect();
        for (uid, entry) in F::all(&self.records.ledger, self.records.today) {
            for field in &own {
                let text = canonical(&(field.show)(&entry, &self.records.directory));
                if text.chars().any(|c| self.characters.contains(&c)) {
                    self.found.push(Holder {
                        register: F::REGISTER,
                        uid,
                        title: entry.title(),
                        text,
                    });
                }
            }
        }
    }
}

// The records that hold the character, those first whose words stand in the line; what is not on the paper only when
// nothing on it fits, for not every line leads to its record.
fn named_by(
    undrawable: &Undrawable,
    holders: &[Holder],
    on_paper: &BTreeSet<Uid>,
) -> Vec<Undrawable> {
    let line = undrawable.text.trim();
    let fits = |h: &Holder| h.text.contains(line) || line.contains(h.text.trim());
    let having: Vec<&Holder> = holders
        .iter()
        .filter(|h| h.text.contains(undrawable.character))
        .collect();
    let rank = |h: &Holder| (fits(h), on_paper.contains(&h.uid));
    let Some(best) = having.iter().map(|h| rank(h)).max() else {
        return vec![undrawable.clone()];
    };
    having
        .into_iter()
        .filter(|h| rank(h) == best)
        .map(|h| Undrawable {
            record: Some((h.register, h.uid, h.title.clone())),
            ..undrawable.clone()
        })
        .collect()
}
