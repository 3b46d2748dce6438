//! What a register held before, for those who type the next record: values of its repeating fields, the ones in use now
//! first, and the record entered last. Counted on a thread of its own; the window only looks things up.

use super::register::Register;
use super::register::Visit;
use super::view::Registered;
use crate::model::Ledger;
use crate::model::Uid;
use crate::model::directory::Directory;
use crate::model::field::Again;
use crate::model::field::Exposure;
use crate::model::field::Field;
use crate::model::field::Kind;
use crate::model::search::Index;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::collections::HashMap;

/// Values a field offers at most.
const MOST: usize = 500;
/// How many of the newest records say what is in use now; one use there counts as much as this many older ones.
const RECENT: usize = 200;
const WEIGHT: u32 = 5;

/// What one field offers.
#[derive(Debug, Default)]
pub struct Offered {
    values: Vec<String>,
    uids: Vec<Uid>,
    index: Index,
}

/// What a register remembers.
#[derive(Debug, Default)]
pub struct Remembered {
    offered: BTreeMap<&'static str, Offered>,
    last: Vec<String>,
}

impl Offered {
    fn of(values: Vec<String>) -> Self {
        let mut index = Index::default();
        // Invented identities stand in the order of their counter.
        let uids: Vec<Uid> = (0..values.len() as u64)
            .map(|n| Uid::invented(0, n))
            .collect();
        for (uid, value) in uids.iter().zip(&values) {
            index.put(*uid, value);
        }
        Self {
            values,
            uids,
            index,
        }
    }

    /// Values in which some words or initials stand, the likeliest first.
    pub fn find(&self, words: &str, most: usize) -> Vec<String> {
        if words.is_empty() {
            return self.values.iter().take(most).cloned().collect();
        }
        let found = self.index.find(words);
        let places = found.iter().filter_map(|u| self.uids.binary_search(u).ok());
        places
            .filter_map(|n| self.values.get(n))
            .take(most)
            .cloned()
            .collect()
    }
}

impl Remembered {
    /// What a register of an office remembers.
    pub fn of(register: Register, ledger: &Ledger, directory: &Directory, today: Date) -> Self {
        register.visit(Look {
            register,
            ledger,
            directory,
            today,
        })
    }

    /// What a field offers.
    pub fn offered(&self, key: &str) -> Option<&Offered> {
        self.offered.get(key)
    }

    /// What the record entered last holds in the field of this place; empty where nothing is carried over.
    pub fn last(&self, place: usize) -> &str {
        self.last.get(place).map_or("", String::as_str)
    }
}

#[derive(Default)]
struct Used {
    weight: u32,
    latest: usize,
}

struct Look<'l> {
    register: Register,
    ledger: &'l Ledger,
    directory: &'l Directory,
    today: Date,
}

impl Visit for Look<'_> {
    type Out = Remembered;

    fn visit<F: Registered>(self) -> Remembered {
        let (directory, ledger) = (self.directory, self.ledger);
        let fields: Vec<&Field<F>> = F::fields()
            .iter()
            .filter(|f| f.kind == Kind::Line && f.again != Again::Never)
            .filter(|f| f.exposure == Exposure::Open)
            .collect();
        let mut used: Vec<HashMap<String, Used>> = Vec::new();
        used.resize_with(fields.len(), HashMap::new);
        let uids = ledger.uids(self.register.table());
        let recent = uids.len().saturating_sub(RECENT);
        let mut last = None;
        for (n, uid) in uids.into_iter().enumerate() {
            let Some(entry) = F::one(ledger, uid, self.today) else {
                continue;
            };
            for (field, used) in fields.iter().zip(&mut used) {
                let text = (field.show)(&entry, directory);
                for value in text.split('、').map(str::trim).filter(|v| !v.is_empty()) {
                    let used = used.entry(value.to_owned()).or_default();
                    used.weight += if n >= recent { WEIGHT } else { 1 };
                    used.latest = n;
                }
            }
            last = Some(entry);
        }
        let mut offered: BTreeMap<&'static str, Offered> = fields
            .iter()
            .zip(used)
            .map(|(field, used)| (field.key, Offered::of(in_order(used))))
            .collect();
        for field in F::fields() {
            if let Kind::Link(table) = field.kind {
                let labels = ledger.labels(table).into_iter().rev();
                let names = labels.map(|(_, label)| label).filter(|l| !l.is_empty());
                offered.insert(field.key, Offered::of(names.collect()));
            }
        }
        let carried = |f: &Field<F>, entry: &F| {
            if f.again == Again::Carried && f.exposure == Exposure::Open {
                (f.show)(entry, directory)
            } else {
                String::new()
            }
        };
        let last = last.map(|entry| F::fields().iter().map(|f| carried(f, &entry)).collect());
        Remembered {
            offered,
            last: last.unwrap_or_default(),
        }
    }
}

fn in_order(used: HashMap<String, Used>) -> Vec<String> {
    // By name last, so that equal ones stand in the same order every time.
    let mut values: Vec<(String, Used)> = used.into_iter().collect();
    values.sort_by(|(a, x), (b, y)| (y.weight, y.latest, a).cmp(&(x.weight, x.latest, b)));
    values.truncate(MOST);
    values.into_iter().map(|(value, _)| value).collect()
}
