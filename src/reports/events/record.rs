//! R4 科普活动记录表: one event on a page with its photos on the next, or all of the period one after another.

use super::apart::Apart;
use super::events_of;
use super::evidence;
use super::volunteers_at;
use super::without_day_note;
use crate::model::events::Event;
use crate::model::number::hours;
use crate::model::secret::Mask;
use crate::model::tally;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Block;
use crate::reports::outline::FormRow;
use crate::reports::outline::Report;
use jiff::civil::Date;

/// What the page of photos is headed with.
const PHOTOS: &str = "活动照片";

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
        let blank = rows(&Event::default(), String::new(), material, request.mask);
        report.blocks.push(Block::Form(blank));
        report
            .notes
            .push("本期没有已开展的活动，此为空白表。".into());
        return;
    }
    let archived = evidence::archive_numbers(material.ledger);
    let mut apart = Apart::of(material.ledger);
    for (n, event) in events.iter().enumerate() {
        let own = apart.ledger(material.ledger, event);
        let material = &Material {
            ledger: &own,
            ..*material
        };
        if n > 0 {
            report.blocks.push(Block::NewPage(report.title.clone()));
        }
        let number = evidence::number(event, &archived);
        report
            .blocks
            .push(Block::Form(rows(event, number, material, request.mask)));
        let (photos, note) = evidence::photo_pages(event, material, request.mask);
        if let Some(photos) = photos {
            let title = format!("{}{PHOTOS}", event.title);
            report.blocks.push(Block::NewPage(title));
            report.blocks.push(Block::Photos(photos));
        }
        report.notes.extend(note);
    }
    if request.event.is_none() {
        report.notes.extend(without_day_note(material));
    }
}

fn joined(parts: impl IntoIterator<Item = String>, with: &str) -> String {
    let said: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    said.join(with)
}

fn counted(number: Option<u32>, unit: &str) -> String {
    number.map(|n| format!("{n} {unit}")).unwrap_or_default()
}

fn attendance(event: &Event) -> String {
    let mut text = counted(event.attendance, "人次");
    if let Some(online) = event.online_attendance {
        text = format!("{text}（其中线上 {online}）");
    }
    if !event.attendance_note.is_empty() {
        text = format!("{text}（原记“{}”）", event.attendance_note);
    }
    text
}

// 青少年, 老年, 其他: the last is what is left when both others are known. Further groups overlap with these and are named
// after them, never summed (decisions.md 2).
fn parts(event: &Event) -> String {
    if event.group_counts.is_empty() {
        return String::new();
    }
    let of = |name: &str| {
        let found = event.group_counts.iter().find(|g| g.group == name);
        found.map(|g| g.count)
    };
    let (young, old) = (of("青少年"), of("老年人"));
    let other = match (event.attendance, young, old) {
        (Some(all), Some(young), Some(old)) => all.checked_sub(young.saturating_add(old)),
        _ => None,
    };
    let said = |n: Option<u32>| n.map_or("—".to_owned(), |n| n.to_string());
    let line = format!(
        "青少年 {}，老年人 {}，其他 {}",
        said(young),
        said(old),
        said(other)
    );
    let more = event
        .group_counts
        .iter()
        .filter(|g| g.group != "青少年" && g.group != "老年人")
        .map(|g| format!("{} {}", g.group, g.count));
    let more = joined(more, "、");
    if more.is_empty() {
        line
    } else {
        format!("{line}（另记：{more}）")
    }
}

fn shown(event: &Event, material: &Material<'_>) -> String {
    let screens = material
        .ledger
        .posts
        .values()
        .filter(|p| p.event == Some(event.uid) && p.kind == "电子屏")
        .map(|p| p.times.unwrap_or(1))
        .fold(0, u32::saturating_add);
    joined(
        [
            counted(event.materials, "份资料"),
            counted(event.boards, "块展板"),
            counted(event.banners, "条横幅"),
            counted((screens > 0).then_some(screens), "次电子屏"),
        ],
        "，",
    )
}

// What was typed, and posts that name the event.
fn media(event: &Event, material: &Material<'_>) -> String {
    let told = material
        .ledger
        .posts
        .values()
        .filter(|p| p.event == Some(event.uid) && p.kind != "电子屏")
        .map(|p| joined([p.platform.clone(), format!("《{}》", p.title)], ""));
    joined([event.media.clone()].into_iter().chain(told), "；")
}

// In the office's own file what is missing, so that it is fetched; outside what there is.
fn complete(event: &Event, material: &Material<'_>, mask: Mask) -> String {
    if event.title.is_empty() {
        return String::new();
    }
    let light = tally::evidence::of_event(material.ledger, material.book, event.uid);
    let of = |wanted: bool| {
        let lamps = light.lamps().into_iter();
        joined(
            lamps
                .filter(|(_, there)| *there == wanted)
                .map(|(what, _)| what),
            "、",
        )
    };
    match (mask, of(true), of(false)) {
        (Mask::Archive, _, missing) if missing.is_empty() => "六样齐全".into(),
        (Mask::Archive, _, missing) => format!("缺：{missing}"),
        // How many photos the office wants of itself is nobody else's.
        (_, there, _) => joined(
            there
                .split('、')
                .map(|what| what.split(' ').next().unwrap_or_default().to_owned()),
            "、",
        ),
    }
}

fn rows(event: &Event, evidence_no: String, material: &Material<'_>, mask: Mask) -> Vec<FormRow> {
    let (people, minutes) = volunteers_at(material, event);
    let cost = event.cost.map(|c| format!("{c} 元")).unwrap_or_default();
    let volunteers = if people > 0 {
        format!("{people} 人，{} 小时", hours(minutes))
    } else {
        String::new()
    };
    let photos = evidence::photos_of(material.ledger, event.uid).len() as u32;
    let signed = if event.title.is_empty() {
        String::new()
    } else {
        evidence::signed(event, material.ledger)
    };
    let (measures, leads) = measures(event, material);
    let when = event.when.map(|w| w.to_string()).unwrap_or_default();
    let form = joined([event.form.clone(), event.mode.clone()], "，");
    let community = material.directory.community_name(event.community);
    vec![
        FormRow::of([("活动名称", event.title.clone())]),
        FormRow::of([
            ("主题日", event.theme_day.clone()),
            ("活动主题", event.theme.clone()),
        ]),
        FormRow::of([("活动时间", when), ("活动形式", form)]),
        FormRow::of([("活动地点", event.place.clone()), ("所在社区", community)]),
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
            ("参加人次", attendance(event)),
        ]),
        FormRow::of([("其中", parts(event))]),
        FormRow::of([
            ("志愿者", volunteers),
            (
                "经费及来源",
                joined([cost, event.fund_source.clone()], "，"),
            ),
        ]),
        FormRow::of([("资料展板等", shown(event, material))]),
        FormRow::of([("规划归口", measures)]),
        FormRow::of([("责任部门", leads)]),
        FormRow::of([("内容摘要", event.summary.clone())]).high(5),
        FormRow::of([("活动成效", event.effect.clone())]).high(4),
        FormRow::of([("信息报道", media(event, material))]),
        FormRow::of([
            ("佐证编号", evidence_no),
            ("照片", counted((photos > 0).then_some(photos), "张")),
        ]),
        FormRow::of([
            ("签到表", signed),
            ("佐证材料", complete(event, material, mask)),
        ]),
        // What the clerk noted is for the inside.
        FormRow::of([(
            "备注",
            if mask == Mask::Public {
                String::new()
            } else {
                event.remark.clone()
            },
        )]),
    ]
}

// Measures the event serves, and the units that lead them.
fn measures(event: &Event, material: &Material<'_>) -> (String, String) {
    let mut titles = Vec::new();
    let mut leads: Vec<String> = Vec::new();
    let plan = material.book.plan_of(event.day().map_or(0, Date::year));
    for number in &event.measures {
        if let Some((group, measure)) = plan.measure(number) {
            titles.push(format!("{} {}", measure.number, measure.title));
            for lead in &group.lead {
                if !leads.contains(lead) {
                    leads.push(lead.clone());
                }
            }
        }
    }
    (titles.join("；"), leads.join("、"))
}
