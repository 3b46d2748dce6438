//! What fields look names up in: the office's communities and teams, the choice lists, the calendar and the plan.

use super::id::Uid;
use super::ledger::Ledger;
use super::plan::Calendar;
use super::plan::Lists;
use super::plan::Plan;
use std::sync::Arc;

/// The lists that come with the program, perhaps changed by the office.
#[derive(Debug, Clone)]
pub struct Book {
    /// The plan in force.
    pub plan: Arc<Plan>,
    /// Choice lists.
    pub lists: Arc<Lists>,
    /// Theme days.
    pub calendar: Arc<Calendar>,
}

/// A name with the record it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The record.
    pub uid: Uid,
    /// Its name.
    pub name: String,
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
}

impl Directory {
    /// The directory of a ledger.
    pub fn new(ledger: &Ledger, book: &Book, year: i16) -> Self {
        let mut communities: Vec<(String, Named)> = ledger
            .communities
            .values()
            .map(|c| {
                (
                    c.code.clone(),
                    Named {
                        uid: c.uid,
                        name: c.name.clone(),
                    },
                )
            })
            .collect();
        communities.sort_by(|a, b| (&a.0, a.1.uid).cmp(&(&b.0, b.1.uid)));
        Self {
            communities: communities.into_iter().map(|(_, named)| named).collect(),
            teams: ledger
                .teams
                .values()
                .map(|t| Named {
                    uid: t.uid,
                    name: t.name.clone(),
                })
                .collect(),
            book: book.clone(),
            year,
        }
    }

    /// Name of a community, empty when none is given or it is gone.
    pub fn community_name(&self, uid: Option<Uid>) -> String {
        name_of(&self.communities, uid)
    }

    /// Name of a team, empty when none is given or it is gone.
    pub fn team_name(&self, uid: Option<Uid>) -> String {
        name_of(&self.teams, uid)
    }

    /// The community of this name; 社区, 村 and 居委会 at the end may be missing or differ.
    ///
    /// # Errors
    /// One short Chinese sentence when there is none.
    pub fn community(&self, typed: &str) -> Result<Option<Uid>, String> {
        let wanted = stem(typed);
        if wanted.is_empty() {
            return Ok(None);
        }
        self.communities
            .iter()
            .find(|c| stem(&c.name) == wanted)
            .map(|c| Some(c.uid))
            .ok_or_else(|| format!("没有“{}”这个社区，请先登记", typed.trim()))
    }

    /// The community whose full name stands in a text such as a place or title; the longest wins.
    pub fn community_in(&self, text: &str) -> Option<Uid> {
        self.communities
            .iter()
            .filter(|c| !c.name.is_empty() && text.contains(&c.name))
            .max_by_key(|c| c.name.chars().count())
            .map(|c| c.uid)
    }

    /// The team of this name.
    ///
    /// # Errors
    /// One short Chinese sentence when there is none.
    pub fn team(&self, typed: &str) -> Result<Option<Uid>, String> {
        let wanted = super::text::normal(typed);
        if wanted.is_empty() {
            return Ok(None);
        }
        self.teams
            .iter()
            .find(|t| super::text::normal(&t.name) == wanted)
            .map(|t| Some(t.uid))
            .ok_or_else(|| format!("没有“{}”这支服务队，请先登记", typed.trim()))
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
