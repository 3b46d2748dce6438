//! What follows a text: reports of the catalogue by their number, the table of a plan's events, the table and the photos of
//! a theme.

use super::facts;
use crate::model::Period;
use crate::model::Uid;
use crate::model::events::Event;
use crate::model::papers::Attachment;
use crate::model::papers::Document;
use crate::model::secret::Mask;
use crate::reports::Kind;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::events::is_for_minors;
use crate::reports::outline::Block;
use crate::reports::outline::Cell;
use crate::reports::outline::Column;
use crate::reports::outline::Paper;
use crate::reports::outline::Photo;
use crate::reports::outline::PhotoLayout;
use crate::reports::outline::Photos;
use crate::reports::outline::Report;
use crate::reports::rows::figure;
use crate::reports::rows::put;
use crate::reports::rows::row;
use crate::reports::rows::total;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most photos of a theme.
const MOST_PHOTOS: usize = 8;

/// The 附件 of a text in the order in which it names them; names the program does not know are left out with a remark by
/// the caller's list.
pub(super) fn annexes(
    material: &Material<'_>,
    request: &Request,
    document: &Document,
    period: &Period,
) -> Vec<Report> {
    let events = || facts::events_of(material, period, &document.theme_day, document.event);
    document
        .annexes
        .iter()
        .filter_map(|name| match name.as_str() {
            "重点活动表" => Some(planned(material, period)),
            "数据表" => Some(held(material, &events())),
            "照片" => {
                let photos = photos(material, &events(), MOST_PHOTOS, request.mask);
                (!photos.is_empty()).then(|| album(photos))
            }
            name => {
                // A text is no 附件 of another.
                let kind = Kind::read(name).filter(|k| !k.is_text())?;
                let mut report = crate::reports::make(
                    material,
                    &Request {
                        kind,
                        period: period.clone(),
                        document: None,
                        paper: None,
                        // A text is the whole office's, and so are its tables.
                        community: None,
                        team: None,
                        event: None,
                        person: None,
                        ..request.clone()
                    },
                );
                report.title = format!("{}{}", period.label, report.title);
                Some(report)
            }
        })
        .collect()
}

fn sheet(title: String, material: &Material<'_>, paper: Paper) -> Report {
    Report {
        title,
        left_line: format!("填报单位：{}", material.ledger.office().name),
        paper,
        ..Report::default()
    }
}

/// 重点活动表 of the year's plan.
fn planned(material: &Material<'_>, period: &Period) -> Report {
    let year = period.to.year();
    let mut report = sheet(format!("{year}年科普重点活动表"), material, Paper::Turned);
    let items = material.ledger.work_items.values();
    let mut items: Vec<_> = items.filter(|w| facts::is_planned(w, year)).collect();
    items.sort_by_key(|w| (w.month, w.uid));
    let audience = |measures: &[String]| {
        let plan = material.book.plan_of(year);
        let mut groups: Vec<String> = measures
            .iter()
            .filter_map(|m| plan.measure(m))
            .map(|(g, _)| g.audience.clone())
            .filter(|a| !a.is_empty())
            .collect();
        groups.dedup();
        groups.join("、")
    };
    let rows = items.iter().enumerate().map(|(n, w)| {
        row(vec![
            (n + 1).to_string().into(),
            w.month
                .map(|m| format!("{}月", m.month))
                .unwrap_or_default()
                .into(),
            Cell::figure(&w.title, [w.uid]),
            w.theme_day.clone().into(),
            w.form.clone().into(),
            audience(&w.measures).into(),
            material.directory.community_name(w.community).into(),
            w.owner.clone().into(),
            w.measures.join("、").into(),
            w.remark.clone().into(),
        ])
    });
    let rows = rows.collect();
    let columns = vec![
        Column::tight("序号"),
        Column::tight("月份"),
        Column::text("活动内容", 2.6),
        Column::text("主题日", 1.4),
        Column::text("形式", 0.9),
        Column::text("对象", 1.0),
        Column::text("地点", 1.1),
        Column::text("责任人", 0.8),
        Column::text("对应措施", 0.9),
        Column::text("备注（经费）", 1.2),
    ];
    put(&mut report, columns, rows);
    report
}

/// 数据表 of a theme's events.
fn held(material: &Material<'_>, events: &[Arc<Event>]) -> Report {
    let mut report = sheet("活动数据表".into(), material, Paper::Turned);
    let online = |e: &Event| e.online_attendance.unwrap_or(0);
    let onsite = |e: &Event| e.attendance.unwrap_or(0).saturating_sub(online(e));
    let count = |n: u32, e: &Event| {
        // Nothing entered is not nobody.
        if e.attendance.is_none() {
            Cell::default()
        } else {
            figure(n, &[e.uid])
        }
    };
    let mut rows: Vec<_> = events
        .iter()
        .enumerate()
        .map(|(n, e)| {
            row(vec![
                (n + 1).to_string().into(),
                Cell::figure(&e.title, [e.uid]),
                e.day().map(|d| d.to_string()).unwrap_or_default().into(),
                e.place.clone().into(),
                e.host.clone().into(),
                e.form.clone().into(),
                count(online(e), e),
                count(onsite(e), e),
                material.ledger.office().clerk.clone().into(),
            ])
        })
        .collect();
    let all: Vec<Uid> = events.iter().map(|e| e.uid).collect();
    let sum = |of: &dyn Fn(&Event) -> u32| -> u64 { events.iter().map(|e| u64::from(of(e))).sum() };
    rows.push(total(vec![
        "合计".into(),
        figure(format!("{} 场", events.len()), &all),
        "".into(),
        "".into(),
        "".into(),
        "".into(),
        figure(sum(&online), &all),
        figure(sum(&onsite), &all),
        "".into(),
    ]));
    let columns = vec![
        Column::tight("序号"),
        Column::text("活动名称", 2.6),
        Column::tight("时间"),
        Column::text("地点", 1.7),
        Column::text("主办单位", 1.5),
        Column::text("形式", 0.9),
        Column::number("线上人次"),
        Column::number("线下人次"),
        Column::tight("联系人"),
    ];
    put(&mut report, columns, rows);
    report
}

fn album(photos: Vec<Photo>) -> Report {
    Report {
        title: "活动照片".into(),
        blocks: vec![Block::Photos(Photos {
            layout: if photos.len() > 2 {
                PhotoLayout::Four
            } else {
                PhotoLayout::Two
            },
            photos,
        })],
        ..Report::default()
    }
}

/// Photos of some events, the events in order; none of events for minors alone when the text is published (个人信息保护法
/// art. 31: data of those under fourteen).
pub(super) fn photos(
    material: &Material<'_>,
    events: &[Arc<Event>],
    most: usize,
    mask: Mask,
) -> Vec<Photo> {
    let mut owned: BTreeMap<Uid, Vec<&Arc<Attachment>>> = BTreeMap::new();
    for attachment in material.ledger.attachments.values() {
        if let Some(owner) = attachment.owner.filter(|_| attachment.kind == "照片") {
            owned.entry(owner).or_default().push(attachment);
        }
    }
    let mut photos = Vec::new();
    for event in events
        .iter()
        .filter(|e| mask != Mask::Public || !is_for_minors(e, material))
    {
        // Two of each event, so that one does not fill the pages.
        for attachment in owned
            .remove(&event.uid)
            .unwrap_or_default()
            .into_iter()
            .take(2)
        {
            if photos.len() == most {
                return photos;
            }
            let day = event.day().map(super::in_full).unwrap_or_default();
            let what = if attachment.caption.is_empty() {
                &event.title
            } else {
                &attachment.caption
            };
            photos.push(Photo {
                picture: material.pictures.find(attachment),
                caption: [day.as_str(), &event.place, what].join(" "),
                source: Some([event.uid].into()),
            });
        }
    }
    photos
}
