//! R4 科普活动记录表: one event on a page, or all of the period one after another.

use super::events_of;
use super::volunteers_at;
use super::without_day_note;
use crate::model::events::Event;
use crate::model::number::hours;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Block;
use crate::reports::outline::FormRow;
use crate::reports::outline::Report;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let events = events_of(material, request);
    if let (Some(_), Some(event)) = (request.event, events.first())
        && let Some(when) = event.when
    {
        report.right_line = format!(
            "{}年{}月{}日",
            when.start.year(),
            when.start.month(),
            when.start.day()
        );
    }
    if events.is_empty() {
        report
            .blocks
            .push(Block::Form(rows(&Event::default(), material)));
        report
            .notes
            .push("本期没有已开展的活动，此为空白表。".into());
        return;
    }
    for (n, event) in events.iter().enumerate() {
        if n > 0 {
            report.blocks.push(Block::NewPage(report.title.clone()));
        }
        report.blocks.push(Block::Form(rows(event, material)));
    }
    if request.event.is_none() {
        report.notes.extend(without_day_note(material));
    }
}

fn rows(event: &Event, material: &Material<'_>) -> Vec<FormRow> {
    let (people, minutes) = volunteers_at(material, event);
    let unit =
        |number: Option<u32>, unit: &str| number.map(|n| format!("{n} {unit}")).unwrap_or_default();
    let joined = |parts: Vec<String>| {
        parts
            .into_iter()
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join("，")
    };
    let mut attendance = unit(event.attendance, "人次");
    if let Some(online) = event.online_attendance {
        attendance = format!("{attendance}（其中线上 {online}）");
    }
    if !event.attendance_note.is_empty() {
        attendance = format!("{attendance}（原记“{}”）", event.attendance_note);
    }
    let parts = event
        .group_counts
        .iter()
        .map(|g| format!("{} {} 人次", g.group, g.count))
        .collect::<Vec<_>>()
        .join("，");
    let spread = joined(vec![
        unit(event.materials, "份资料"),
        unit(event.boards, "块展板"),
        unit(event.banners, "条横幅"),
    ]);
    let cost = event.cost.map(|c| format!("{c} 元")).unwrap_or_default();
    let cost = joined(vec![cost, event.fund_source.clone()]);
    let volunteers = if people > 0 {
        format!("{people} 人，{} 小时", hours(minutes))
    } else {
        String::new()
    };
    vec![
        FormRow::of([("活动名称", event.title.clone())]),
        FormRow::of([
            ("主题日", event.theme_day.clone()),
            ("活动主题", event.theme.clone()),
        ]),
        FormRow::of([
            (
                "活动时间",
                event.when.map(|w| w.to_string()).unwrap_or_default(),
            ),
            (
                "活动形式",
                joined(vec![event.form.clone(), event.mode.clone()]),
            ),
        ]),
        FormRow::of([
            ("活动地点", event.place.clone()),
            (
                "所在社区",
                material.directory.community_name(event.community),
            ),
        ]),
        FormRow::of([
            ("主办单位", event.host.clone()),
            ("承办单位", event.organizer.clone()),
        ]),
        FormRow::of([
            ("协办单位", event.co_organizer.clone()),
            ("主讲人", event.speakers.clone()),
        ]),
        FormRow::of([
            ("服务对象", event.groups.join("、")),
            ("参加人次", attendance),
        ]),
        FormRow::of([("其中", parts), ("志愿者", volunteers)]),
        FormRow::of([("发放展示", spread), ("经费", cost)]),
        FormRow::of([("对应措施", measures(event, material))]),
        FormRow::of([("内容摘要", event.summary.clone())]).high(6),
        FormRow::of([("活动成效", event.effect.clone())]).high(4),
        FormRow::of([
            ("媒体报道", event.media.clone()),
            ("佐证编号", event.evidence_no.clone()),
        ]),
        FormRow::of([("备注", event.remark.clone())]),
    ]
}

fn measures(event: &Event, material: &Material<'_>) -> String {
    let titles = event
        .measures
        .iter()
        .filter_map(|n| material.book.plan.measure(n))
        .map(|(_, m)| format!("{} {}", m.number, m.title));
    titles.collect::<Vec<_>>().join("；")
}
