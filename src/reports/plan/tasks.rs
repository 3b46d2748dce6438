//! R15 重点任务（五大行动·五项工程）落实情况表: each measure with what was done, its evidence and what is missing.

use crate::model::Table;
use crate::model::Uid;
use crate::model::plan::Duty;
use crate::model::tally::matrix;
use crate::model::tally::matrix::Row;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::evidence;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::rows::figure;
use crate::reports::rows::put;
use crate::reports::rows::row;

/// Deeds and evidence numbers a cell holds.
const MOST: usize = 3;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let (ledger, book) = (material.ledger, material.book);
    let matrix = matrix::matrix_in(ledger, book, &request.period, request.community);
    let rows = matrix.iter().filter(|r| r.duty != Duty::Elsewhere);
    let rows = rows.map(|r| {
        let uids: Vec<Uid> = r.records.iter().map(|(_, uid)| *uid).collect();
        let numbers = evidence::numbers(material, &r.records);
        row(vec![
            r.number.clone().into(),
            r.title.clone().into(),
            r.lead.join("、").into(),
            r.owner.clone().into(),
            deeds(material, r).into(),
            figure(done(material, r), &uids),
            evidence::handful(&numbers, MOST).into(),
            r.missing().join("、").into(),
        ])
    });
    let rows = rows.collect();
    let columns = vec![
        Column::tight("编号"),
        Column::text("任务", 1.8),
        Column::text("牵头单位", 1.2).under("责任单位"),
        Column::tight("责任人").under("责任单位"),
        Column::text("具体举措", 2.0),
        Column::text("完成情况", 1.9),
        Column::text("佐证编号", 1.0),
        Column::text("存在问题", 1.1),
    ];
    put(report, columns, rows);
    report.notes.push(format!(
        "按{}统计，没有日期的记录也计入，依据《{}》；牵头单位按任务所在组。不涉及本单位的任务不列。",
        request.period.label,
        book.plan_of(request.period.to.year()).title
    ));
    report.notes.push(format!(
        "具体举措为已开展的前 {MOST} 项；佐证编号列前 {MOST} 件，全部见佐证材料目录。"
    ));
}

// What was done by name; what is only planned says so.
fn deeds(material: &Material<'_>, row: &Row) -> String {
    let ledger = material.ledger;
    let named = |records: Vec<(Table, Uid)>| {
        let mut titles: Vec<String> = records
            .iter()
            .filter_map(|(table, uid)| match table {
                Table::Event => ledger.events.get(uid).map(|e| e.title.clone()),
                Table::Paper | Table::Money | Table::Attachment => None,
                _ => ledger.get(*table, *uid).map(|r| r.title()),
            })
            .collect();
        titles.dedup();
        let more = titles.len() > MOST;
        titles.truncate(MOST);
        let text = titles.join("；");
        if more { format!("{text} 等") } else { text }
    };
    let all = |of: fn(&matrix::Quarter) -> &Vec<(Table, Uid)>| {
        row.quarters.iter().flat_map(of).copied().collect()
    };
    let done = named(all(|q| &q.done));
    if !done.is_empty() {
        return done;
    }
    let planned = named(all(|q| &q.planned));
    if planned.is_empty() {
        planned
    } else {
        format!("计划：{planned}")
    }
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
