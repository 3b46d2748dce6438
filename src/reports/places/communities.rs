//! R23 社区科普工作完成情况一览表, for meetings: communities in the order of the office, never ranked (减负).

use crate::model::Uid;
use crate::model::events::Event;
use crate::model::number::hours;
use crate::model::tally;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::events::volunteers_at;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::rows::figure;
use crate::reports::rows::put;
use crate::reports::rows::row;
use std::sync::Arc;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let events = material.ledger.events_in(&request.period);
    let staffing = tally::staffing(material.ledger, material.book, &request.period);
    let wanted = staffing
        .iter()
        .filter(|s| request.community.is_none() || s.community == request.community);
    let rows = wanted.map(|s| {
        let held: Vec<&Arc<Event>> = events
            .iter()
            .filter(|e| e.community == s.community)
            .collect();
        let uids: Vec<Uid> = held.iter().map(|e| e.uid).collect();
        let heads: u64 = held
            .iter()
            .filter_map(|e| e.attendance)
            .map(u64::from)
            .sum();
        let minutes: u32 = held.iter().map(|e| volunteers_at(material, e).1).sum();
        let full = tally::ratio(f64::from(s.present()) * 100.0, f64::from(s.needed));
        row(vec![
            s.name.clone().into(),
            figure(held.len(), &uids),
            figure(heads, &uids),
            hours(minutes).into(),
            s.needed.to_string().into(),
            figure(s.present(), &s.officers),
            full.map_or_else(|| "—".into(), |f| format!("{f:.1}%"))
                .into(),
            figure(s.reach, &s.officers),
        ])
    });
    let rows = rows.collect();
    let columns = vec![
        Column::text("社区（村）", 1.6),
        Column::number("活动场次"),
        Column::number("参加人次"),
        Column::number("志愿时长"),
        Column::number("应配").under("信息员"),
        Column::number("实配").under("信息员"),
        Column::number("完成率").under("信息员"),
        Column::number("传播量"),
    ];
    put(report, columns, rows);
    let placeless = events.iter().filter(|e| e.community.is_none()).count();
    if placeless > 0 {
        report
            .notes
            .push(format!("另有 {placeless} 场活动没有填社区，未列入。"));
    }
    report
        .notes
        .push("按社区代码排列，不排名次；时长单位为小时。".into());
}
