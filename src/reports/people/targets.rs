//! R9 科普信息员配备及传播量完成情况表: what the plan asks of each community against what is there.

use crate::model::Uid;
use crate::model::district::Subdistrict;
use crate::model::tally;
use crate::model::tally::Staffing;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::district::OFFICES;
use crate::reports::district::note;
use crate::reports::district::once;
use crate::reports::district::parts_of;
use crate::reports::outline::Block;
use crate::reports::outline::Cell;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::outline::RowKind;
use crate::reports::outline::Table;
use crate::reports::outline::TableRow;
use crate::reports::rows::plot;
use std::sync::Arc;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let mut staffing = tally::staffing(material.ledger, material.book, &request.period);
    staffing.retain(|s| request.community.is_none() || s.community == request.community);
    let total = tally::total(&staffing, &request.period);
    let (people, days) = tally::population(&staffing);
    let of_plan = |id: &str| material.book.plan.target(id).map_or(0.0, |t| t.value);
    let (share, yearly) = (of_plan("officers_per_100"), of_plan("reach_per_officer"));
    let target = yearly * f64::from(request.period.months) / 12.0;
    let parts = parts_of(material, request);
    let mut rows: Vec<TableRow> = if parts.is_empty() {
        let counted = |s: &Staffing| s.population.as_ref().map(|p| p.count);
        let rows = staffing
            .iter()
            .map(|s| row(s, counted(s), target, RowKind::Normal));
        rows.collect()
    } else {
        let rows = parts
            .iter()
            .map(|p| of_office(p, material, request, target));
        rows.collect()
    };
    rows.push(row(&total, Some(people), target, RowKind::Total));
    let what = if parts.is_empty() {
        "社区（村）"
    } else {
        OFFICES
    };
    let columns = vec![
        Column::text(what, 1.6),
        Column::number("人口数").under("人口"),
        Column::tight("口径").under("人口"),
        Column::tight("时点").under("人口"),
        Column::number("应配").under("配备（人）"),
        Column::number("实配").under("配备（人）"),
        Column::number("完成率").under("配备（人）"),
        Column::number("缺额").under("配备（人）"),
        Column::number("总量").under("传播量（次）"),
        Column::number("人均").under("传播量（次）"),
        Column::number("目标").under("传播量（次）"),
        Column::number("完成率").under("传播量（次）"),
        Column::number("月活率"),
    ];
    let gaps = format!("各{what}实配（深色）与应配（浅色）信息员");
    let plot = plot((&gaps, "人"), &rows, 5, Some(4));
    report.blocks.push(Block::Table(Table { columns, rows }));
    report.blocks.push(plot);
    let bases: std::collections::BTreeSet<&str> = staffing
        .iter()
        .filter_map(|s| s.population.as_ref())
        .map(|p| p.basis.as_str())
        .filter(|b| !b.is_empty())
        .collect();
    let basis = if bases.is_empty() {
        "人口".to_owned()
    } else {
        bases.into_iter().collect::<Vec<_>>().join("、")
    };
    let day = if days.is_empty() {
        "未登记".to_owned()
    } else {
        days.join("、")
    };
    report
        .notes
        .extend((!parts.is_empty()).then(|| note(&parts)));
    report.notes.extend([
        format!(
            "人口数为{basis}，时点 {day}；应配 = 人口数 × {}%，逐社区进位，合计为各行之和。",
            trimmed(share)
        ),
        format!(
            "实配为 {} 在任信息员；人均 = 传播总量 ÷ 实配；目标按全年 {} 次折算为 {} 个月。",
            request.period.to,
            trimmed(yearly),
            request.period.months
        ),
        "月活率 = 有传播的人月 ÷ 全部人月；未报的月份不按 0 计入传播量。".into(),
    ]);
}

// A subdistrict in a line: the sum of its communities, with every basis and day their people were counted by.
fn of_office(
    part: &Subdistrict,
    material: &Material<'_>,
    request: &Request,
    target: f64,
) -> TableRow {
    let staffing = tally::staffing(&part.ledger, material.book, &request.period);
    let (people, days) = tally::population(&staffing);
    let sum = Staffing {
        name: part.name.clone(),
        ..tally::total(&staffing, &request.period)
    };
    let mut made = row(&sum, Some(people), target, RowKind::Normal);
    let counted = staffing.iter().filter_map(|s| s.population.as_ref());
    let basis = once(counted.map(|p| p.basis.as_str()));
    for (place, text) in [(2, basis), (3, days.join("、"))] {
        if let Some(cell) = made.cells.get_mut(place) {
            cell.text = text;
        }
    }
    made
}

fn row(s: &Staffing, population: Option<u32>, target: f64, kind: RowKind) -> TableRow {
    let officers: Arc<[Uid]> = s.officers.iter().copied().collect();
    let figure = |text: String| Cell {
        text,
        source: Some(Arc::clone(&officers)),
    };
    let percent =
        |rate: Option<f64>| rate.map_or_else(|| "—".into(), |r| format!("{:.1}%", r * 100.0));
    let each = s.reach_each();
    let counted = s.population.as_ref();
    let basis = counted.map(|p| p.basis.clone()).unwrap_or_default();
    let as_of = counted.map(|p| p.as_of.to_string()).unwrap_or_default();
    let cells = vec![
        s.name.clone().into(),
        population
            .map_or_else(|| "未登记".into(), |p| p.to_string())
            .into(),
        basis.into(),
        as_of.into(),
        s.needed.to_string().into(),
        figure(s.present().to_string()),
        percent(tally::ratio(f64::from(s.present()), f64::from(s.needed))).into(),
        s.missing().to_string().into(),
        figure(s.reach.to_string()),
        each.map_or_else(|| "—".into(), |e| format!("{e:.1}"))
            .into(),
        trimmed(target).into(),
        percent(each.and_then(|e| tally::ratio(e, target))).into(),
        percent(s.active_rate()).into(),
    ];
    TableRow { cells, kind }
}

fn trimmed(number: f64) -> String {
    if number.fract().abs() < 1e-9 {
        format!("{number:.0}")
    } else {
        format!("{number:.1}")
    }
}
