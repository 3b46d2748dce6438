//! Rows become figures: counted, added up, or as the office entered them, which stands over both.

use super::Amount;
use super::Counter;
use super::Origin;
use crate::model::Uid;
use crate::model::assess::form::StatRow;
use crate::model::assess::form::StatTable;
use std::collections::BTreeSet;

/// A row on its way to a figure.
#[derive(Debug, Clone)]
pub(super) struct Filled {
    pub(super) amount: Amount,
    pub(super) origin: Origin,
    pub(super) computed: Option<f64>,
    pub(super) members: Vec<Uid>,
}

impl Counter<'_> {
    // Rows the office adds to a table that leaves room for them.
    pub(super) fn added(&self, table: &StatTable) -> Vec<StatRow> {
        if table.own_rows.is_empty() {
            return Vec::new();
        }
        let own = self
            .entries
            .iter()
            .filter(|(code, _)| code.starts_with(&table.own_rows));
        own.filter(|(code, _)| table.rows.iter().all(|r| r.code != **code))
            .map(|(code, entry)| {
                let (name, unit) = name_and_unit(&entry.name);
                StatRow {
                    code: (*code).to_owned(),
                    name,
                    unit,
                    definition: entry.remark.clone(),
                    decimals: decimals_of(entry.value),
                    ..StatRow::default()
                }
            })
            .collect()
    }

    pub(super) fn fill(&self, rows: &[StatRow]) -> Vec<Filled> {
        let mut filled: Vec<Filled> = rows.iter().map(|row| self.one(row)).collect();
        for (n, row) in rows.iter().enumerate().filter(|(_, r)| !r.sum.is_empty()) {
            let parts: Vec<Filled> = rows
                .iter()
                .zip(&filled)
                .filter(|(r, _)| row.sum.contains(&r.code))
                .map(|(_, f)| f.clone())
                .collect();
            let sum = self.over(row, added_up(&parts));
            if let Some(place) = filled.get_mut(n) {
                *place = sum;
            }
        }
        without_parts(rows, &mut filled);
        filled
    }

    fn one(&self, row: &StatRow) -> Filled {
        let counted = row.counts.as_ref().and_then(|c| self.count(c));
        let filled = match counted {
            Some(tally) => Filled {
                amount: Amount::Known(tally.value),
                origin: Origin::Counted,
                computed: Some(tally.value),
                members: tally.members,
            },
            None => Filled {
                amount: Amount::Open,
                origin: Origin::Missing,
                computed: None,
                members: Vec::new(),
            },
        };
        self.over(row, filled)
    }

    // What was entered stands over what was counted.
    fn over(&self, row: &StatRow, counted: Filled) -> Filled {
        let entered = self.entries.get(row.code.as_str());
        let amount = match entered {
            Some(entry) if entry.absent => Amount::Absent,
            Some(entry) => entry.value.map_or(Amount::Open, Amount::Known),
            None => Amount::Open,
        };
        // An entry may hold nothing but a reason.
        if amount == Amount::Open {
            return counted;
        }
        Filled {
            amount,
            origin: Origin::Entered,
            ..counted
        }
    }
}

// What the office does not have has no parts either: the dash is entered once.
fn without_parts(rows: &[StatRow], filled: &mut [Filled]) {
    let mut absent: Option<u8> = None;
    for (row, filled) in rows.iter().zip(filled) {
        if absent.is_some_and(|level| row.level <= level) {
            absent = None;
        }
        if absent.is_some() && filled.amount == Amount::Open {
            filled.amount = Amount::Absent;
            filled.origin = Origin::Entered;
        } else if filled.amount == Amount::Absent && absent.is_none() {
            absent = Some(row.level);
        }
    }
}

// Parts the office does not have add nothing; parts nobody has entered leave the sum open.
fn added_up(parts: &[Filled]) -> Filled {
    let mut members: Vec<Uid> = Vec::new();
    let mut seen = BTreeSet::new();
    for uid in parts.iter().flat_map(|p| &p.members) {
        if seen.insert(*uid) {
            members.push(*uid);
        }
    }
    let known = parts.iter().filter_map(|p| p.amount.number());
    let sum: f64 = known.sum();
    let open = parts.iter().any(|p| p.amount == Amount::Open);
    let absent = parts.iter().all(|p| p.amount == Amount::Absent);
    let amount = match (open, absent) {
        (true, _) => Amount::Open,
        (_, true) => Amount::Absent,
        _ => Amount::Known(sum),
    };
    Filled {
        amount,
        origin: if open {
            Origin::Missing
        } else {
            Origin::Summed
        },
        computed: amount.number(),
        members,
    }
}

// 科学教师（人）: the unit stands behind the name, because an added row has no place for it.
fn name_and_unit(name: &str) -> (String, String) {
    let cut = name
        .strip_suffix(['）', ')'])
        .and_then(|rest| rest.rsplit_once(['（', '(']));
    match cut {
        Some((name, unit)) if !name.is_empty() && unit.chars().count() <= 4 => {
            (name.to_owned(), unit.to_owned())
        }
        _ => (name.to_owned(), "—".into()),
    }
}

fn decimals_of(value: Option<f64>) -> u8 {
    let text = value.map(crate::model::number::decimal).unwrap_or_default();
    let places = text.split_once('.').map_or(0, |(_, part)| part.len());
    u8::try_from(places).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_and_dash_and_unknown_add_up_as_they_should() {
        let part = |amount| Filled {
            amount,
            origin: Origin::Counted,
            computed: None,
            members: Vec::new(),
        };
        let sum = |parts: &[Amount]| {
            let parts: Vec<Filled> = parts.iter().map(|a| part(*a)).collect();
            added_up(&parts).amount
        };
        assert_eq!(
            sum(&[Amount::Known(2.0), Amount::Absent]),
            Amount::Known(2.0)
        );
        assert_eq!(sum(&[Amount::Absent, Amount::Absent]), Amount::Absent);
        assert_eq!(sum(&[Amount::Known(2.0), Amount::Open]), Amount::Open);
    }

    #[test]
    fn an_added_row_takes_its_unit_from_its_name() {
        assert_eq!(
            name_and_unit("小学科学教师（人）"),
            ("小学科学教师".into(), "人".into())
        );
        assert_eq!(name_and_unit("科学课程"), ("科学课程".into(), "—".into()));
    }
}
