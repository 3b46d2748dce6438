//! A district's ledger holds the records of several offices. Here they are told apart: each office's part, and names that
//! stay clear where two offices have a 东风社区.

use super::id::Uid;
use super::ledger::Ledger;
use super::office::Office;
use super::text::normal;
use std::collections::BTreeMap;

/// 单位类型 of a district.
pub const DISTRICT: &str = "区";

/// One office's part of a district's ledger.
#[derive(Debug, Clone)]
pub struct Subdistrict {
    /// The office.
    pub uid: Uid,
    /// Its name as tables and headings have it: 湖滨街道.
    pub name: String,
    /// Its records, as if it had a file of its own.
    pub ledger: Ledger,
}

/// The offices of a district's ledger in the order of codes and names, the district's own records last when there are any.
/// Empty in the ledger of one office, and in a district's that has taken in nobody yet.
pub fn subdistricts(ledger: &Ledger) -> Vec<Subdistrict> {
    if ledger.office().kind != DISTRICT || ledger.offices.len() < 2 {
        return Vec::new();
    }
    let mut parts = ledger.by_office();
    let mut offices: Vec<&Office> = ledger.offices.values().map(|o| &**o).collect();
    offices.sort_by(|a, b| {
        let rank = |o: &Office| o.uid == ledger.home;
        (rank(a), &a.code, &a.name, a.uid).cmp(&(rank(b), &b.code, &b.name, b.uid))
    });
    let found = offices.into_iter().filter_map(|office| {
        let part = parts.remove(&office.uid)?;
        let records: usize = part.counts().iter().map(|(_, n)| n).sum();
        // The district's own record of itself is no work of its own.
        (office.uid != ledger.home || records > 1).then(|| Subdistrict {
            uid: office.uid,
            name: short_name(&office.name).to_owned(),
            ledger: part,
        })
    });
    found.collect()
}

/// 湖滨街道办事处 is 湖滨街道 in tables.
pub fn short_name(name: &str) -> &str {
    name.strip_suffix("办事处")
        .filter(|n| !n.is_empty())
        .unwrap_or(name)
}

/// Names by record, each as it is said where it is clear: 东风社区, or 湖滨街道·东风社区 where another office has one too.
pub fn clear_names<'n>(
    ledger: &Ledger,
    named: impl Iterator<Item = (Uid, Uid, &'n str)>,
) -> BTreeMap<Uid, String> {
    let named: Vec<_> = named.collect();
    let mut owners: BTreeMap<String, Vec<Uid>> = BTreeMap::new();
    if ledger.offices.len() > 1 {
        for (_, office, name) in &named {
            let offices = owners.entry(normal(name)).or_default();
            // What was not saved yet is this file's own.
            let office = if office.is_nil() {
                ledger.home
            } else {
                *office
            };
            if !offices.contains(&office) {
                offices.push(office);
            }
        }
    }
    named
        .into_iter()
        .map(|(uid, office, name)| {
            let twins = owners.get(&normal(name)).map_or(0, Vec::len);
            let owner = ledger.offices.get(&office).filter(|_| twins > 1);
            let clear = owner.map_or_else(
                || name.to_owned(),
                |o| format!("{}·{name}", short_name(&o.name)),
            );
            (uid, clear)
        })
        .collect()
}

/// Names of communities as [`clear_names`] has them.
pub fn community_names(ledger: &Ledger) -> BTreeMap<Uid, String> {
    let communities = ledger.communities.values();
    clear_names(
        ledger,
        communities.map(|c| (c.uid, c.office, c.name.as_str())),
    )
}

/// Names of teams as [`clear_names`] has them.
pub fn team_names(ledger: &Ledger) -> BTreeMap<Uid, String> {
    let teams = ledger.teams.values();
    clear_names(ledger, teams.map(|t| (t.uid, t.office, t.name.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subdistrict_is_called_by_its_place_not_by_its_office() {
        assert_eq!(short_name("湖滨街道办事处"), "湖滨街道");
        assert_eq!(short_name("岳麓山景区管理处"), "岳麓山景区管理处");
        assert_eq!(short_name("办事处"), "办事处");
    }
}
