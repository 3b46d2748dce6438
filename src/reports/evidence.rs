//! Evidence by its number: papers by 档号, events by 佐证编号, with the files attached to each. What R15, R19 and R20 name by
//! number, R22 lists.

use super::Material;
use super::outline::Column;
use super::outline::TableRow;
use super::rows::day;
use super::rows::figure;
use super::rows::row;
use crate::model::Table;
use crate::model::Uid;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// One thing that proves something.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// 档号 or 佐证编号; empty while it has none.
    pub number: String,
    /// 题名.
    pub title: String,
    /// 类别.
    pub kind: String,
    /// 文号.
    pub mark: String,
    /// Its day.
    pub day: Option<Date>,
    /// Files attached.
    pub files: usize,
    /// Where it is kept.
    pub kept: String,
    /// The community it is of, where it carries one.
    pub community: Option<Uid>,
    /// The record.
    pub record: Uid,
}

/// All papers, and the events that have a number or files, by number.
pub(super) fn items(material: &Material<'_>) -> Vec<Item> {
    let ledger = material.ledger;
    let mut files: BTreeMap<Uid, usize> = BTreeMap::new();
    for owner in ledger.attachments.values().filter_map(|a| a.owner) {
        *files.entry(owner).or_default() += 1;
    }
    let count = |uid: &Uid| files.get(uid).copied().unwrap_or(0);
    let papers = ledger.papers.values().map(|p| Item {
        number: p.archive_no.clone(),
        title: p.title.clone(),
        kind: p.kind.clone(),
        mark: p.number.clone(),
        day: p.day,
        files: count(&p.uid),
        kept: p.kept.clone(),
        community: p.event.and_then(|e| ledger.events.get(&e)?.community),
        record: p.uid,
    });
    let events = ledger
        .events
        .values()
        .filter(|e| e.counts() && (!e.evidence_no.is_empty() || count(&e.uid) > 0));
    let events = events.map(|e| Item {
        number: e.evidence_no.clone(),
        title: e.title.clone(),
        kind: "活动佐证".into(),
        mark: String::new(),
        day: e.day(),
        files: count(&e.uid),
        kept: String::new(),
        community: e.community,
        record: e.uid,
    });
    let mut items: Vec<Item> = papers.chain(events).collect();
    items.sort_by(|a, b| (&a.number, a.day, a.record).cmp(&(&b.number, b.day, b.record)));
    items
}

/// The columns of a list of evidence. 页数 is written by hand when it is handed over: nobody counts pages into a ledger.
pub(super) fn columns() -> Vec<Column> {
    vec![
        Column::tight("序号"),
        Column::tight("档号"),
        Column::text("题名", 2.4),
        Column::tight("类别"),
        Column::text("文号", 1.0),
        Column::tight("日期"),
        Column::number("页数"),
        Column::number("文件数"),
        Column::text("存放处", 0.9),
    ]
}

/// The rows of a list of evidence.
pub(super) fn rows(items: &[Item]) -> Vec<TableRow> {
    let rows = items.iter().enumerate().map(|(n, item)| {
        row(vec![
            (n + 1).to_string().into(),
            item.number.clone().into(),
            figure(&item.title, &[item.record]),
            item.kind.clone().into(),
            item.mark.clone().into(),
            day(item.day),
            "".into(),
            item.files.to_string().into(),
            item.kept.clone().into(),
        ])
    });
    rows.collect()
}

/// The numbers under which records can be found, each once, in order.
pub(super) fn numbers(material: &Material<'_>, records: &[(Table, Uid)]) -> Vec<String> {
    let ledger = material.ledger;
    let mut numbers: Vec<String> = records
        .iter()
        .filter_map(|(table, uid)| match table {
            Table::Event => ledger.events.get(uid).map(|e| e.evidence_no.clone()),
            Table::Paper => ledger.papers.get(uid).map(|p| p.archive_no.clone()),
            Table::Training => ledger.trainings.get(uid).map(|t| t.evidence_no.clone()),
            Table::Money => ledger.money.get(uid).map(|m| m.voucher.clone()),
            _ => None,
        })
        .filter(|n| !n.is_empty())
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// A handful of numbers for a cell; the list of evidence (R22) has them all.
pub(super) fn handful(numbers: &[String], most: usize) -> String {
    let shown: Vec<&str> = numbers.iter().take(most).map(String::as_str).collect();
    let text = shown.join("、");
    if numbers.len() > most {
        format!("{text} 等 {} 件", numbers.len())
    } else {
        text
    }
}
