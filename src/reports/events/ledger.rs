//! R3 科普活动台账: every event of the period in a line, with sums.

use super::Served;
use super::events_of;
use super::evidence;
use super::without_day_note;
use crate::model::Uid;
use crate::model::events::Event;
use crate::model::number::Fen;
use crate::model::number::hours;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Block;
use crate::reports::outline::Cell;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::outline::RowKind;
use crate::reports::outline::Table;
use crate::reports::outline::TableRow;
use std::sync::Arc;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let events = events_of(material, request);
    let served = Served::of(material, None);
    let at_work = |e: &Event| served.at(e);
    let archived = evidence::archive_numbers(material.ledger);
    let mut rows: Vec<TableRow> = events
        .iter()
        .enumerate()
        .map(|(n, e)| row(n, e, at_work(e), evidence::number(e, &archived)))
        .collect();
    rows.push(sums(&events, &at_work));
    report.blocks.push(Block::Table(Table {
        columns: columns(),
        rows,
    }));
    report.notes.push(format!(
        "{}内已开展的活动 {} 场；参加人次为各活动人次之和，含线上，“约”“余”按所写数字计。",
        request.period.label,
        events.len()
    ));
    report.notes.extend(without_day_note(material));
}

fn columns() -> Vec<Column> {
    vec![
        Column::tight("序号"),
        Column::tight("日期"),
        Column::text("活动名称", 3.4),
        Column::text("主题日", 1.5),
        Column::text("地点", 2.1),
        Column::text("主办/承办", 2.0),
        Column::text("形式", 1.1),
        Column::text("线上线下", 0.9),
        Column::text("对象", 1.3),
        Column::number("参加人次"),
        Column::number("人数").under("志愿者"),
        Column::number("小时").under("志愿者"),
        Column::number("资料份数"),
        Column::number("经费（元）"),
        Column::text("主讲人", 1.0),
        Column::text("佐证编号", 1.5),
        Column::text("备注", 1.4),
    ]
}

fn row(n: usize, event: &Event, (people, minutes): (u32, u32), evidence_no: String) -> TableRow {
    let this = |text: String| Cell::figure(&text, [event.uid]);
    let or_blank = |number: Option<u32>| number.map(|v| v.to_string()).unwrap_or_default();
    let when = event.when.map(|w| {
        if w.end == w.start {
            w.start.to_string()
        } else {
            format!("{}\n至{}", w.start, w.end)
        }
    });
    let host = if event.organizer.is_empty() {
        event.host.clone()
    } else {
        format!("{}/{}", event.host, event.organizer)
    };
    let cells = vec![
        (n + 1).to_string().into(),
        when.unwrap_or_default().into(),
        this(event.title.clone()),
        event.theme_day.clone().into(),
        event.place.clone().into(),
        host.into(),
        event.form.clone().into(),
        event.mode.clone().into(),
        event.groups.join("、").into(),
        this(or_blank(event.attendance)),
        if people > 0 {
            people.to_string()
        } else {
            String::new()
        }
        .into(),
        if minutes > 0 {
            hours(minutes)
        } else {
            String::new()
        }
        .into(),
        or_blank(event.materials).into(),
        event.cost.map(|c| c.to_string()).unwrap_or_default().into(),
        event.speakers.clone().into(),
        evidence_no.into(),
        event.remark.clone().into(),
    ];
    TableRow {
        cells,
        ..TableRow::default()
    }
}

fn sums(events: &[Arc<Event>], at_work: &dyn Fn(&Event) -> (u32, u32)) -> TableRow {
    let all: Arc<[Uid]> = events.iter().map(|e| e.uid).collect();
    let figure = |text: String| Cell {
        text,
        source: Some(Arc::clone(&all)),
    };
    let sum = |of: fn(&Event) -> Option<u32>| -> u64 {
        events.iter().filter_map(|e| of(e)).map(u64::from).sum()
    };
    let people: u64 = events.iter().map(|e| u64::from(at_work(e).0)).sum();
    let minutes: u32 = events.iter().map(|e| at_work(e).1).sum();
    let cost: Fen = events.iter().filter_map(|e| e.cost).sum();
    let mut cells: Vec<Cell> = vec![Cell::default(); 17];
    for (place, cell) in [
        (0, "合计".into()),
        (2, figure(format!("{} 场", events.len()))),
        (9, figure(sum(|e| e.attendance).to_string())),
        (10, figure(people.to_string())),
        (11, figure(hours(minutes))),
        (12, figure(sum(|e| e.materials).to_string())),
        (13, figure(cost.to_string())),
    ] {
        if let Some(target) = cells.get_mut(place) {
            *target = cell;
        }
    }
    TableRow {
        cells,
        kind: RowKind::Total,
    }
}
