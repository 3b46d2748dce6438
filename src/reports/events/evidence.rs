//! What proves an event, as reports print it: its 佐证编号, its photos with captions, its signing sheet.

use crate::model::Ledger;
use crate::model::Uid;
use crate::model::events::Event;
use crate::model::papers::Attachment;
use crate::model::secret::Mask;
use crate::reports::Material;
use crate::reports::outline::Photo;
use crate::reports::outline::PhotoLayout;
use crate::reports::outline::Photos;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Photos a record carries (domain.md, R4: 照片 2–4).
const MOST_PHOTOS: usize = 4;
/// The group whose pictures are not published (domain.md 8: photos of minors are treated as sensitive).
const MINORS: &str = "青少年";

/// Archive numbers of papers by the event they belong to.
pub(super) fn archive_numbers(ledger: &Ledger) -> BTreeMap<Uid, Vec<String>> {
    let mut numbers: BTreeMap<Uid, Vec<String>> = BTreeMap::new();
    for paper in ledger.papers.values().filter(|p| !p.archive_no.is_empty()) {
        if let Some(event) = paper.event {
            numbers
                .entry(event)
                .or_default()
                .push(paper.archive_no.clone());
        }
    }
    for of_event in numbers.values_mut() {
        of_event.sort_unstable();
        of_event.dedup();
    }
    numbers
}

/// 佐证编号 of an event: the one typed, else the archive numbers of its papers.
pub(super) fn number(event: &Event, archived: &BTreeMap<Uid, Vec<String>>) -> String {
    if !event.evidence_no.is_empty() {
        return event.evidence_no.clone();
    }
    archived
        .get(&event.uid)
        .map(|n| n.join("、"))
        .unwrap_or_default()
}

/// 活动编号 for names of photos: the 佐证编号 typed, else the day, with a place among the events of that day.
pub(super) fn event_number(event: &Event, ledger: &Ledger) -> String {
    if !event.evidence_no.is_empty() {
        return event.evidence_no.clone();
    }
    let Some(day) = event.day() else {
        return String::new();
    };
    let earlier = ledger
        .events
        .values()
        .filter(|e| e.day() == Some(day) && e.uid < event.uid)
        .count();
    let day = day.strftime("%Y%m%d");
    if earlier == 0 {
        day.to_string()
    } else {
        format!("{day}-{}", earlier + 1)
    }
}

/// Photos of an event, oldest first.
pub(super) fn photos_of(ledger: &Ledger, event: Uid) -> Vec<Arc<Attachment>> {
    let mut photos: Vec<_> = ledger
        .attachments
        .values()
        .filter(|a| a.owner == Some(event) && a.kind == "照片")
        .cloned()
        .collect();
    photos.sort_by_key(|a| (a.taken_on, a.uid));
    photos
}

/// Whether only minors took part.
pub(in crate::reports) fn is_for_minors(event: &Event, material: &Material<'_>) -> bool {
    let lists = &material.book.lists;
    let is_minor = |g: &String| g == MINORS || lists.part_of("audience", g) == Some(MINORS);
    !event.groups.is_empty() && event.groups.iter().all(is_minor)
}

/// The photos of a record on pages of their own, and what to say of those that are not there.
pub(super) fn photo_pages(
    event: &Event,
    material: &Material<'_>,
    mask: Mask,
) -> (Option<Photos>, Option<String>) {
    let kept = photos_of(material.ledger, event.uid);
    if kept.is_empty() {
        return (None, None);
    }
    if mask == Mask::Public && is_for_minors(event, material) {
        let note = format!("“{}”的对象为青少年，公示版不印照片。", event.title);
        return (None, Some(note));
    }
    let number = event_number(event, material.ledger);
    let photos: Vec<Photo> = kept
        .iter()
        .take(MOST_PHOTOS)
        .enumerate()
        .map(|(n, a)| Photo {
            picture: material.pictures.find(a),
            caption: format!("{number}-{:02} {}", n + 1, caption(a, event))
                .trim_start_matches('-')
                .to_owned(),
            source: Some([a.uid].as_slice().into()),
        })
        .collect();
    let note = (kept.len() > MOST_PHOTOS).then(|| {
        format!(
            "“{}”共有照片 {} 张，印前 {MOST_PHOTOS} 张。",
            event.title,
            kept.len()
        )
    });
    let layout = if photos.len() > 2 {
        PhotoLayout::Four
    } else {
        PhotoLayout::Two
    };
    (Some(Photos { layout, photos }), note)
}

// What the office wrote under a photo, else 时间 地点 内容 of the event.
fn caption(photo: &Attachment, event: &Event) -> String {
    if !photo.caption.is_empty() {
        return photo.caption.clone();
    }
    let day = photo.taken_on.or_else(|| event.day());
    let parts = [
        day.map(|d| d.to_string()).unwrap_or_default(),
        event.place.clone(),
        event.title.clone(),
    ];
    let said: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|p| !p.is_empty())
        .collect();
    said.join(" ")
}

/// What stands behind 附 签到表: people entered one by one, and sheets that are attached.
pub(super) fn signed(event: &Event, ledger: &Ledger) -> String {
    let people = ledger
        .attendance
        .values()
        .filter(|a| a.event == event.uid)
        .count();
    let sheets = ledger
        .attachments
        .values()
        .filter(|a| a.owner == Some(event.uid) && a.kind == "签到")
        .count();
    match (people, sheets) {
        (0, 0) => "未附".into(),
        (0, n) => format!("附签到表 {n} 份"),
        (n, 0) => format!("逐人登记 {n} 人"),
        (n, m) => format!("逐人登记 {n} 人，附签到表 {m} 份"),
    }
}
