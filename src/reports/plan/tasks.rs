//! R15 重点任务（五大行动·五项工程）落实情况表: each measure with what was done, its evidence and what is missing.

use crate::model::Table;
use crate::model::Uid;
use crate::model::plan::Duty;
use crate::model::tally::matrix;
use crate::model::tally::matrix::Row;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::rows::figure;
use crate::reports::rows::put;
use crate::reports::rows::row;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let year = request.period.to.year();
    let matrix = matrix::matrix(material.ledger, material.book, year);
    let rows = matrix.iter().filter(|r| r.duty != Duty::Elsewhere);
    let rows = rows.map(|r| {
        let uids: Vec<Uid> = r.records.iter().map(|(_, uid)| *uid).collect();
        row(vec![
            r.number.clone().into(),
            r.title.clone().into(),
            r.lead.join("、").into(),
            r.owner.clone().into(),
            figure(done(material, r), &uids),
            evidence(material, r).into(),
            r.missing().join("、").into(),
        ])
    });
    let rows = rows.collect();
    let columns = vec![
        Column::tight("编号"),
        Column::text("任务", 2.0),
        Column::text("牵头单位", 1.4),
        Column::tight("责任人"),
        Column::text("完成情况", 2.2),
        Column::text("佐证编号", 1.0),
        Column::text("存在问题", 1.2),
    ];
    put(report, columns, rows);
    report.notes.push(format!(
        "按 {year} 年全年统计，依据《{}》；牵头单位按任务所在组。不涉及本单位的任务不列。",
        material.book.plan_of(year).title
    ));
}

// 活动 4 场、120 人次；培训 1 期；资料 2 份: only what there is.
fn done(material: &Material<'_>, row: &Row) -> String {
    let ledger = material.ledger;
    let events = row.records.iter().filter(|(t, _)| *t == Table::Event);
    let held: Vec<_> = events
        .filter_map(|(_, uid)| ledger.events.get(uid))
        .filter(|e| e.counts())
        .collect();
    let heads: u64 = held
        .iter()
        .filter_map(|e| e.attendance)
        .map(u64::from)
        .sum();
    let mut said = Vec::new();
    if !held.is_empty() {
        said.push(format!("活动 {} 场、{heads} 人次", held.len()));
    }
    for (table, word) in [
        (Table::Training, "培训 {} 期"),
        (Table::Contest, "竞赛 {} 项"),
        (Table::Work, "作品 {} 件"),
        (Table::Tour, "巡展 {} 次"),
        (Table::ServiceOrder, "订单 {} 单"),
        (Table::Post, "信息 {} 条"),
        (Table::Partner, "协作单位 {} 家"),
        (Table::Venue, "阵地 {} 处"),
        (Table::Paper, "资料 {} 份"),
        (Table::Inspection, "检查 {} 次"),
        (Table::Honour, "荣誉 {} 项"),
    ] {
        let count = row.count(table);
        if count > 0 {
            said.push(word.replace("{}", &count.to_string()));
        }
    }
    if row.spent.0 > 0 {
        said.push(format!("支出 {} 元", row.spent));
    }
    said.join("；")
}

fn evidence(material: &Material<'_>, row: &Row) -> String {
    let ledger = material.ledger;
    let mut numbers: Vec<&str> = row
        .records
        .iter()
        .filter_map(|(table, uid)| match table {
            Table::Event => ledger.events.get(uid).map(|e| e.evidence_no.as_str()),
            Table::Paper => ledger.papers.get(uid).map(|p| p.archive_no.as_str()),
            Table::Training => ledger.trainings.get(uid).map(|t| t.evidence_no.as_str()),
            Table::Money => ledger.money.get(uid).map(|m| m.voucher.as_str()),
            _ => None,
        })
        .filter(|n| !n.is_empty())
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    // A cell holds a handful; the archive list (R22) has them all.
    let more = numbers.len().saturating_sub(3);
    numbers.truncate(3);
    let text = numbers.join("、");
    if more > 0 {
        format!("{text} 等")
    } else {
        text
    }
}
