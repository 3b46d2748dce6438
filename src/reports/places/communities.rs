//! R23 社区科普工作完成情况一览表, for meetings: communities in the order of the office, never ranked (减负).

use crate::model::Uid;
use crate::model::events::Event;
use crate::model::number::hours;
use crate::model::tally;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::district::OFFICES;
use crate::reports::district::note;
use crate::reports::district::parts_of;
use crate::reports::events::Served;
use crate::reports::events::events_of;
use crate::reports::events::without_day_note;
use crate::reports::outline::Cell;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::rows::figure;
use crate::reports::rows::percent;
use crate::reports::rows::plot;
use crate::reports::rows::put;
use crate::reports::rows::row;
use crate::reports::rows::total;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let events = events_of(material, request);
    let served = Served::of(material, request.team);
    let mut held: BTreeMap<Option<Uid>, Vec<&Arc<Event>>> = BTreeMap::new();
    for event in &events {
        held.entry(event.community).or_default().push(event);
    }
    let mut staffing = tally::staffing(material.ledger, material.book, &request.period);
    staffing.retain(|s| request.community.is_none() || s.community == request.community);
    let of = |events: &[&Arc<Event>]| -> [Cell; 3] {
        let uids: Vec<Uid> = events.iter().map(|e| e.uid).collect();
        let heads = events.iter().filter_map(|e| e.attendance);
        let minutes: u32 = events.iter().map(|e| served.at(e).1).sum();
        [
            figure(events.len(), &uids),
            figure(heads.map(u64::from).sum::<u64>(), &uids),
            hours(minutes).into(),
        ]
    };
    let staffed = |s: &tally::Staffing| -> [Cell; 4] {
        [
            s.needed.to_string().into(),
            figure(s.present(), &s.officers),
            percent(tally::ratio(f64::from(s.present()), f64::from(s.needed))),
            figure(s.reach, &s.officers),
        ]
    };
    let line = |name: &str, events: &[&Arc<Event>], s: &tally::Staffing| -> Vec<Cell> {
        let mut cells = vec![name.into()];
        cells.extend(of(events));
        cells.extend(staffed(s));
        cells
    };
    let parts = parts_of(material, request);
    if !parts.is_empty() && report.title.starts_with("社区") {
        report.title = report.title.replacen("社区", OFFICES, 1);
    }
    let none = Vec::new();
    let mut rows: Vec<_> = if parts.is_empty() {
        let rows = staffing.iter().map(|s| {
            // Officers of no community stand in the last row; events of none are told below.
            let events = s.community.and_then(|c| held.get(&Some(c)));
            row(line(&s.name, events.unwrap_or(&none), s))
        });
        rows.collect()
    } else {
        let rows = parts.iter().map(|part| {
            let own = part.ledger.events.clone();
            let events: Vec<&Arc<Event>> =
                events.iter().filter(|e| own.contains_key(&e.uid)).collect();
            let staffing = tally::staffing(&part.ledger, material.book, &request.period);
            let sum = tally::total(&staffing, &request.period);
            row(line(&part.name, &events, &sum))
        });
        rows.collect()
    };
    // An event without a community has its subdistrict all the same.
    let placed: Vec<&Arc<Event>> = events
        .iter()
        .filter(|e| e.community.is_some() || !parts.is_empty())
        .collect();
    let (what, each) = if parts.is_empty() {
        ("社区（村）", "社区")
    } else {
        (OFFICES, OFFICES)
    };
    let sums = tally::total(&staffing, &request.period);
    rows.push(total(line("合计", &placed, &sums)));
    let columns = vec![
        Column::text(what, 1.6),
        Column::number("活动场次"),
        Column::number("参加人次"),
        Column::number("志愿时长"),
        Column::number("应配").under("信息员"),
        Column::number("实配").under("信息员"),
        Column::number("完成率").under("信息员"),
        Column::number("传播量"),
    ];
    let plot = plot((&format!("各{what}活动场次"), "场"), &rows, 1, None);
    put(report, columns, rows);
    report.blocks.push(plot);
    let placeless = events.len() - placed.len();
    if placeless > 0 {
        report
            .notes
            .push(format!("另有 {placeless} 场活动没有填社区，未列入。"));
    }
    report.notes.push(format!(
        "按{each}代码排列，不排名次；时长单位为小时；信息员为 {} 在任，应配按规划的人口比例逐社区进位。",
        request.period.to
    ));
    report
        .notes
        .extend((!parts.is_empty()).then(|| note(&parts)));
    report.notes.extend(without_day_note(material));
}
