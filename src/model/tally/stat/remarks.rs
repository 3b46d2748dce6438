//! What must be said under a table of the statistics: what was left out and why, what was entered over the ledger.

use super::Amount;
use super::Counter;
use super::Origin;
use super::StatFigure;
use super::written;
use crate::model::assess::count::Counts;
use crate::model::assess::form::StatTable;

pub(super) fn remarks(now: &Counter<'_>, table: &StatTable, figures: &[StatFigure]) -> Vec<String> {
    let mut said = Vec::new();
    let counts = |fits: fn(&Counts) -> bool| {
        let rows = figures.iter().filter_map(|f| f.row.counts.as_ref());
        rows.into_iter().any(fits)
    };
    let end = now.period.to;
    if counts(|c| matches!(c, Counts::People(_))) {
        said.push(format!("人数为 {end} 在册数。"));
        let blank = now.unregistered();
        if blank > 0 {
            said.push(format!(
                "另有 {blank} 名科技志愿者没有注册号和注册日期，未计入注册志愿者。"
            ));
        }
    }
    if counts(|c| matches!(c, Counts::Venues(_))) {
        said.push(format!(
            "场地为 {end} 已启用且未停用的，没有启用日期的按已启用计；参观人次和开放天数为全年数。"
        ));
    }
    if counts(|c| matches!(c, Counts::Money(_))) {
        let (income, expense, unbooked) = now.sums();
        said.push(format!(
            "全年收入 {income} 元、支出 {expense} 元，先相加后取整，因此分项之和可能与合计差 1。"
        ));
        if unbooked.0 > 0 {
            said.push(format!(
                "另有 {unbooked} 元只写在活动里，没有登记为支出，未计入。"
            ));
        }
    }
    if counts(|c| matches!(c, Counts::Events(_))) {
        let blank = now.without_attendance();
        if blank > 0 {
            said.push(format!("有 {blank} 场活动没有填参加人次，人次按 0 计。"));
        }
        let undated = now.ledger.events_without_day();
        if undated > 0 {
            said.push(format!("另有 {undated} 项活动无日期，未计入。"));
        }
    }
    let unknown = figures.iter().any(|f| {
        f.last == Amount::Open
            && f.computed.is_some()
            && !matches!(f.row.counts, Some(Counts::Partners(_)))
    });
    if unknown {
        said.push(format!(
            "上年数写“未填”的，台账里没有 {} 年及以前的记录；可按上年报表补填。",
            end.year() - 1
        ));
    }
    said.extend(entered(figures));
    said.extend(table.notes.iter().cloned());
    said
}

// Every figure that did not come from the ledger, with its source.
fn entered(figures: &[StatFigure]) -> Vec<String> {
    let mut said = Vec::new();
    let mut plain = Vec::new();
    for figure in figures.iter().filter(|f| f.origin == Origin::Entered) {
        let code = &figure.row.code;
        let source = figure.entry.as_ref().map_or("", |e| e.source.trim());
        let source = if source.is_empty() {
            String::new()
        } else {
            format!("（{source}）")
        };
        match figure.overruled() {
            Some(computed) => said.push(format!(
                "{code} 按填报数{source}，台账算得 {}。",
                written(computed, figure.row.decimals)
            )),
            None => plain.push(format!("{code}{source}")),
        }
    }
    if !plain.is_empty() {
        said.push(format!("单位填报的数：{}。", plain.join("、")));
    }
    let open = figures.iter().filter(|f| f.origin == Origin::Missing);
    let open: Vec<&str> = open.map(|f| f.row.code.as_str()).collect();
    if !open.is_empty() {
        said.push(format!(
            "还有 {} 项待填：{}；没有的请在统计填报中勾“没有这项”。",
            open.len(),
            open.join("、")
        ));
    }
    said
}
