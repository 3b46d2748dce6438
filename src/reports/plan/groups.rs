//! R14 重点人群覆盖情况表: the plan's five key groups, each with its events. Groups overlap and are never summed.

use crate::model::Uid;
use crate::model::events::Event;
use crate::model::number::hours;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::events::Served;
use crate::reports::events::events_of;
use crate::reports::events::without_day_note;
use crate::reports::outline::Cell;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::rows::figure;
use crate::reports::rows::plot;
use crate::reports::rows::put;
use crate::reports::rows::row;
use std::sync::Arc;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let events = events_of(material, request);
    let served = Served::of(material, request.team);
    let lists = &material.book.lists;
    // A subgroup counts with the group it is part of.
    let belongs = |event: &Event, group: &str| {
        event
            .groups
            .iter()
            .any(|g| g == group || lists.part_of("audience", g) == Some(group))
    };
    let key_groups: Vec<String> = material
        .book
        .plan_of(request.period.to.year())
        .groups()
        .iter()
        .map(|g| g.audience.clone())
        .filter(|a| !a.is_empty())
        .collect();
    let rows = key_groups.iter().map(|group| {
        let held: Vec<&Arc<Event>> = events.iter().filter(|e| belongs(e, group)).collect();
        let uids: Vec<Uid> = held.iter().map(|e| e.uid).collect();
        let sum = |of: fn(&Event) -> Option<u32>| -> u64 {
            held.iter().filter_map(|e| of(e)).map(u64::from).sum()
        };
        // Heads entered for the group itself are closer than the whole event's.
        let own: u64 = held
            .iter()
            .flat_map(|e| &e.group_counts)
            .filter(|c| c.group == *group)
            .map(|c| u64::from(c.count))
            .sum();
        let minutes: u32 = held.iter().map(|e| served.at(e).1).sum();
        let best = held.iter().max_by_key(|e| (e.attendance, e.uid));
        row(vec![
            group.clone().into(),
            figure(held.len(), &uids),
            figure(sum(|e| e.attendance), &uids),
            // Nothing entered is not nobody.
            if own > 0 {
                own.to_string()
            } else {
                String::new()
            }
            .into(),
            hours(minutes).into(),
            sum(|e| e.materials).to_string().into(),
            best.map_or_else(Cell::default, |e| figure(&e.title, &[e.uid])),
        ])
    });
    let rows: Vec<_> = rows.collect();
    let plot = plot(("各重点人群活动场次", "场"), &rows, 1, None);
    let columns = vec![
        Column::tight("重点人群"),
        Column::number("场次"),
        Column::number("活动参加人次"),
        Column::number("其中本人群人次"),
        Column::number("志愿时长"),
        Column::number("资料（份）"),
        Column::text("代表活动", 2.0),
    ];
    put(report, columns, rows);
    report.blocks.push(plot);
    report.notes.extend([
        "一场活动面向几类人群时，各类都计入，因此各行不相加；细分人群计入所属人群。".into(),
        "“其中本人群人次”为活动中分人群登记的数；代表活动为参加人次最多的一场；时长单位为小时。"
            .to_owned(),
    ]);
    report.notes.extend(without_day_note(material));
}
