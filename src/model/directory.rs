//! What fields look names up in: the office's communities and teams, the choice lists, the calendar and the plan.

use super::adjustment::Adjustments;
use super::assess::CriteriaBook;
use super::assess::FormBook;
use super::change::Table;
use super::district;
use super::id::Uid;
use super::ledger::Ledger;
use super::plan::Calendar;
use super::plan::Lists;
use super::plan::Plan;
use super::plan::RuleBook;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The lists that come with the program, perhaps changed by the office.
#[derive(Debug, Clone)]
pub struct Book {
    /// The plan in force.
    pub plan: Arc<Plan>,
    /// Other plans the office has had: the years of an old one stay readable.
    pub others: Vec<Arc<Plan>>,
    /// Choice lists.
    pub lists: Arc<Lists>,
    /// Theme days.
    pub calendar: Arc<Calendar>,
    /// Criteria of creations and assessments.
    pub criteria: Arc<CriteriaBook>,
    /// Editions of the yearly statistics form.
    pub forms: Arc<FormBook>,
    /// What the office may set: hours, stars, days an order may wait.
    pub rules: Arc<RuleBook>,
    /// What the office changed in reports.
    pub adjustments: Arc<Adjustments>,
}

impl Book {
    /// The plan of a year: the one in force when it covers it, else one that does, else the one in force.
    pub fn plan_of(&self, year: i16) -> &Arc<Plan> {
        let covers = |p: &&Arc<Plan>| (p.first_year..=p.last_year).contains(&year);
        std::iter::once(&self.plan)
            .chain(&self.others)
            .find(covers)
            .unwrap_or(&self.plan)
    }

    /// Whether any plan the office has had holds a measure of this number.
    pub fn knows_measure(&self, number: &str) -> bool {
        std::iter::once(&self.plan)
            .chain(&self.others)
            .any(|p| p.measure(number).is_some())
    }
}

/// A name with the record it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The record.
    pub uid: Uid,
    /// Its name, with its office where another office has one of the same name: 湖滨街道·东风社区.
    pub name: String,
    /// Its name alone.
    pub bare: String,
    /// Whose it is.
    pub office: Uid,
    /// What its clear name, then its bare name is known by; made once, since a sheet looks up thousands of names.
    keys: [String; 2],
}

impl Named {
    /// A name that nothing else bears.
    pub fn alone(uid: Uid, name: String) -> Self {
        Self {
            uid,
            bare: name.clone(),
            keys: [name.clone(), name.clone()],
            office: Uid::default(),
            name,
        }
    }
}

/// Everything a field needs beside its record. Made anew when communities or teams change.
#[derive(Debug, Clone)]
pub struct Directory {
    /// Communities in the order of their codes and names.
    pub communities: Vec<Named>,
    /// Service teams.
    pub teams: Vec<Named>,
    /// The lists.
    pub book: Book,
    /// Year taken for days typed without one.
    pub year: i16,
    /// All records, for links from one to another.
    pub ledger: Ledger,
}

impl Directory {
    /// The directory of a ledger.
    pub fn new(ledger: &Ledger, book: &Book, year: i16) -> Self {
        let (places, teams) = (
            district::community_names(ledger),
            district::team_names(ledger),
        );
        let named = |names: &BTreeMap<Uid, String>,
                     key: fn(&str) -> String,
                     (uid, office): (Uid, Uid),
                     bare: &str| {
            let name = names.get(&uid).map_or(bare, String::as_str);
            Named {
                uid,
                keys: [key(name), key(bare)],
                name: name.to_owned(),
                bare: bare.to_owned(),
                office,
            }
        };
        let mut communities: Vec<(String, Named)> = ledger
            .communities
            .values()
            .map(|c| {
                (
                    c.code.clone(),
                    named(&places, stem, (c.uid, c.office), &c.name),
                )
            })
            .collect();
        communities.sort_by(|a, b| (&a.0, a.1.uid).cmp(&(&b.0, b.1.uid)));
        Self {
            communities: communities.into_iter().map(|(_, named)| named).collect(),
            teams: ledger
                .teams
                .values()
                .map(|t| named(&teams, super::text::normal, (t.uid, t.office), &t.name))
                .collect(),
            book: book.clone(),
            year,
            ledger: ledger.clone(),
        }
    }

    /// Whether two records are kept by the same office; one that was not saved yet is this file's own. A district's ledger
    /// holds several, and what must be there once is there once in each.
    pub fn same_office(&self, a: Uid, b: Uid) -> bool {
        let owner = |office: Uid| {
            if office.is_nil() {
                self.ledger.home
            } else {
                office
            }
        };
        owner(a) == owner(b)
    }

    /// The record of a table that is meant by its name, as links show it.
    ///
    /// # Errors
    /// One short Chinese sentence when there is none, or more than one.
    pub fn linked(&self, table: Table, typed: &str) -> Result<Option<Uid>, String> {
        let typed = super::text::one_line(typed);
        if typed.is_empty() {
            return Ok(None);
        }
        let named = self.ledger.labels(table);
        let exact: Vec<Uid> = named
            .iter()
            .filter(|(_, name)| *name == typed)
            .map(|(uid, _)| *uid)
            .collect();
        let wanted = super::text::normal(&typed);
        let found = if exact.is_empty() {
            // A link to an event shows its day; its title alone is enough when there is one of it.
            let holds = |name: &str| {
                let name = super::text::normal(name);
                name == wanted
                    || name
                        .split_once(' ')
                        .is_some_and(|(_, title)| title == wanted)
            };
            named
                .iter()
                .filter(|(_, name)| holds(name))
                .map(|(uid, _)| *uid)
                .collect()
        } else {
            exact
        };
        match found.as_slice() {
            [one] => Ok(Some(*one)),
            [] => Err(format!("没有“{typed}”这条{}记录，请先登记", table.label())),
            more => Err(format!(
                "有 {} 条同名的{}记录，请先改名区分",
                more.len(),
                table.label()
            )),
        }
    }

    /// Measures of the plan by number.
    ///
    /// # Errors
    /// One short Chinese sentence for the first number the plan does not have.
    pub fn measures(&self, typed: &str) -> Result<Vec<String>, String> {
        let mut numbers: Vec<String> = Vec::new();
        for part in typed
            .split(['、', '，', ',', ';', '；', ' '])
            .map(str::trim)
            .filter(|p| !p.is_empty())
        {
            if !self.book.knows_measure(part) {
                return Err(format!("规划中没有第 {part} 项措施"));
            }
            if !numbers.iter().any(|n| n == part) {
                numbers.push(part.to_owned());
            }
        }
        Ok(numbers)
    }

    /// The code of the statistics form that is meant by a code in any case, or by a name; else what was typed, for rows
    /// the office adds and for editions still to come.
    pub fn stat_code(&self, typed: &str) -> String {
        let typed = super::text::one_line(typed);
        let meant = self.book.forms.meant(self.year, &typed);
        meant.map_or_else(|| typed.to_ascii_uppercase(), |row| row.code.clone())
    }

    /// Name of a community, empty when none is given or it is gone.
    pub fn community_name(&self, uid: Option<Uid>) -> String {
        name_of(&self.communities, uid)
    }

    /// Name of a team, empty when none is given or it is gone.
    pub fn team_name(&self, uid: Option<Uid>) -> String {
        name_of(&self.teams, uid)
    }

    /// The community of this name; 社区, 村 and 居委会 at the end may be missing or differ. Where several offices have one of
    /// this name, this file's own office is meant, else the name says which: 湖滨街道·东风社区.
    ///
    /// # Errors
    /// One short Chinese sentence when there is none, or when several could be meant.
    pub fn community(&self, typed: &str) -> Result<Option<Uid>, String> {
        let wanted = stem(typed);
        if wanted.is_empty() {
            return Ok(None);
        }
        match self.meant(&self.communities, &wanted) {
            Meant::One(uid) => Ok(Some(uid)),
            Meant::Several(example) => Err(several(typed, &example, "社区")),
            Meant::None => Err(format!("没有“{}”这个社区，请先登记", typed.trim())),
        }
    }

    // By the name that is clear; else by the bare name, where the file's own office goes before others.
    fn meant(&self, all: &[Named], wanted: &str) -> Meant {
        let is = |n: &Named, which: usize| n.keys.get(which).is_some_and(|k| k == wanted);
        if let Some(one) = all.iter().find(|n| is(n, 0)) {
            return Meant::One(one.uid);
        }
        let bare: Vec<&Named> = all.iter().filter(|n| is(n, 1)).collect();
        let own = bare
            .iter()
            .find(|n| self.same_office(n.office, self.ledger.home));
        match (own, bare.as_slice()) {
            (Some(own), _) => Meant::One(own.uid),
            (None, []) => Meant::None,
            (None, [one]) => Meant::One(one.uid),
            (None, [first, ..]) => Meant::Several(first.name.clone()),
        }
    }

    /// The community whose full name stands in a text such as a place or title; the longest wins. Where several offices
    /// have one of this name, only that of `office` can be meant.
    pub fn community_in(&self, text: &str, office: Uid) -> Option<Uid> {
        let named = |c: &&Named| !c.bare.is_empty() && text.contains(&c.bare);
        let own = |c: &&Named| self.same_office(c.office, office);
        self.communities
            .iter()
            .filter(named)
            .filter(|c| c.name == c.bare || own(c))
            .max_by_key(|c| (c.bare.chars().count(), own(c)))
            .map(|c| c.uid)
    }

    /// Whether any team bears this name, clear or not.
    pub fn knows_team(&self, typed: &str) -> bool {
        let wanted = super::text::normal(typed);
        self.teams.iter().any(|t| t.keys.contains(&wanted))
    }

    /// The team of this name; of several offices' teams as with [`Self::community`].
    ///
    /// # Errors
    /// One short Chinese sentence when there is none, or when several could be meant.
    pub fn team(&self, typed: &str) -> Result<Option<Uid>, String> {
        let wanted = super::text::normal(typed);
        if wanted.is_empty() {
            return Ok(None);
        }
        match self.meant(&self.teams, &wanted) {
            Meant::One(uid) => Ok(Some(uid)),
            Meant::Several(example) => Err(several(typed, &example, "服务队")),
            Meant::None => Err(format!("没有“{}”这支服务队，请先登记", typed.trim())),
        }
    }

    /// One item of a choice list by name, code or alias. Lists that are open take any other text as it is.
    ///
    /// # Errors
    /// One short Chinese sentence when a closed list has no such item.
    pub fn choice(&self, list: &str, typed: &str) -> Result<String, String> {
        let typed = super::text::one_line(typed);
        if typed.is_empty() {
            return Ok(typed);
        }
        match self.book.lists.canonical(list, &typed) {
            Some(name) => Ok(name.to_owned()),
            None if self.book.lists.is_open(list) => Ok(typed),
            None => Err(format!("可选：{}", self.book.lists.names(list).join("、"))),
        }
    }

    /// Several items parted by 、，, or spaces.
    ///
    /// # Errors
    /// That of [`Self::choice`] for the first item not in the list.
    pub fn choices(&self, list: &str, typed: &str) -> Result<Vec<String>, String> {
        let mut found: Vec<String> = Vec::new();
        // A whole cell may be one item whose name holds a separator.
        if let Some(name) = self.book.lists.canonical(list, typed) {
            return Ok(vec![name.to_owned()]);
        }
        for part in typed
            .split(['、', '，', ',', ';', '；', '/', '\n'])
            .filter(|p| !p.trim().is_empty())
        {
            let name = self.choice(list, part)?;
            if !found.contains(&name) {
                found.push(name);
            }
        }
        Ok(found)
    }
}

/// What a typed name stands for.
enum Meant {
    /// Nothing.
    None,
    /// This record.
    One(Uid),
    /// Records of several offices; the clear name of one of them.
    Several(String),
}

fn several(typed: &str, example: &str, what: &str) -> String {
    format!(
        "有几个街道都有“{}”这个{what}，请写明街道，如“{example}”",
        typed.trim()
    )
}

fn name_of(names: &[Named], uid: Option<Uid>) -> String {
    uid.and_then(|uid| names.iter().find(|n| n.uid == uid))
        .map(|n| n.name.clone())
        .unwrap_or_default()
}

fn stem(name: &str) -> String {
    let plain = super::text::normal(name);
    let plain = ["居民委员会", "村民委员会", "居委会", "村委会"]
        .iter()
        .find_map(|s| plain.strip_suffix(s))
        .unwrap_or(&plain);
    let short = ["社区", "村"]
        .iter()
        .find_map(|s| plain.strip_suffix(s))
        .unwrap_or(plain);
    short.to_owned()
}
