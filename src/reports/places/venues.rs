//! R17 科普阵地设施一览表.

use crate::model::Uid;
use crate::model::number::decimal;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::rows::day;
use crate::reports::rows::figure;
use crate::reports::rows::put;
use crate::reports::rows::row;
use crate::reports::rows::total;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let ledger = material.ledger;
    let mut venues: Vec<_> = ledger
        .venues
        .values()
        .filter(|v| v.state != "停用" && v.opened_on.is_none_or(|d| d <= request.period.to))
        .filter(|v| request.community.is_none() || v.community == request.community)
        .collect();
    venues.sort_by(|a, b| (&a.kind, &a.name, a.uid).cmp(&(&b.kind, &b.name, b.uid)));
    let rows = venues.iter().enumerate().map(|(n, venue)| {
        let logs = ledger.venue_logs.values().filter(|l| {
            l.venue == Some(venue.uid) && l.day.is_some_and(|d| request.period.contains(d))
        });
        let logs: Vec<_> = logs.collect();
        let changes: Vec<Uid> = logs
            .iter()
            .filter(|l| l.kind == "更换内容")
            .map(|l| l.uid)
            .collect();
        let visits: Vec<Uid> = logs
            .iter()
            .filter(|l| l.visitors.is_some())
            .map(|l| l.uid)
            .collect();
        let visitors: u64 = logs.iter().filter_map(|l| l.visitors).map(u64::from).sum();
        let size = match (venue.area, venue.length) {
            (Some(area), _) => format!("{}㎡", decimal(area)),
            (None, Some(length)) => format!("{}m", decimal(length)),
            (None, None) => String::new(),
        };
        row(vec![
            (n + 1).to_string().into(),
            figure(&venue.name, &[venue.uid]),
            venue.kind.clone().into(),
            material.directory.community_name(venue.community).into(),
            venue.address.clone().into(),
            size.into(),
            day(venue.opened_on),
            figure(changes.len(), &changes),
            venue.weekly_hours.map(decimal).unwrap_or_default().into(),
            figure(visitors, &visits),
            venue.grade.clone().into(),
            venue.keeper.clone().into(),
        ])
    });
    let mut rows: Vec<_> = rows.collect();
    let sum = |visitors: &dyn Fn(&crate::model::place::VenueLog) -> u64| -> u64 {
        let logs = ledger.venue_logs.values();
        logs.filter(|l| l.day.is_some_and(|d| request.period.contains(d)))
            .filter(|l| venues.iter().any(|v| l.venue == Some(v.uid)))
            .map(|l| visitors(l))
            .sum()
    };
    let mut cells = vec![crate::reports::outline::Cell::default(); 12];
    for (place, text) in [
        (0, "合计".to_owned()),
        (1, format!("{} 处", venues.len())),
        (7, sum(&|l| u64::from(l.kind == "更换内容")).to_string()),
        (9, sum(&|l| l.visitors.map_or(0, u64::from)).to_string()),
    ] {
        if let Some(cell) = cells.get_mut(place) {
            cell.text = text;
        }
    }
    rows.push(total(cells));
    let columns = vec![
        Column::tight("序号"),
        Column::text("名称", 1.6),
        Column::text("类型", 1.0),
        Column::text("社区", 0.9),
        Column::text("地址", 1.2),
        Column::tight("面积或长度"),
        Column::tight("建成"),
        Column::number("更换（期）"),
        Column::number("周开放（小时）"),
        Column::number("参观人次"),
        Column::tight("级别"),
        Column::tight("负责人"),
    ];
    put(report, columns, rows);
    report.notes.push(format!(
        "{}底在用的阵地；更换期数和参观人次按{}阵地日志统计。",
        request.period.to, request.period.label
    ));
}
