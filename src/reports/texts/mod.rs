//! R1, R2, R13, R24: texts that go up. The saved text of the period, or a first draft with true figures; set as a document
//! with its tables and photos as 附件. Figures lead to their records, and say when they no longer hold.

mod anchor;
mod annex;
mod behind;
mod context;
mod draft;
mod facts;

use super::Kind;
use super::Material;
use super::PaperError;
use super::Request;
use super::fonts::canonical;
use super::outline::Letter;
use super::outline::Report;
use super::outline::letter::Contents;
use super::outline::letter::Drift;
use super::outline::letter::Imprint;
use super::outline::letter::Letterhead;
use super::outline::letter::Seal;
use super::outline::letter::Signature;
use super::outline::letter::paragraphs;
use crate::model::Period;
use crate::model::events::Event;
use crate::model::papers::Document;
use anchor::Anchor;
use draft::Subject;
use facts::Facts;
use jiff::civil::Date;
use std::sync::Arc;

/// A day as documents write it: no leading zeros.
fn in_full(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// The period a text is about: its own days, else those asked for.
fn period_of(document: &Document, asked: &Period) -> Period {
    match (document.from, document.to) {
        (Some(from), Some(to)) if (from, to) != (asked.from, asked.to) => {
            Period::spanning(from, to).unwrap_or_else(|| asked.clone())
        }
        _ => asked.clone(),
    }
}

/// The newest saved text of this report for what was asked.
fn saved(material: &Material<'_>, request: &Request) -> Option<Document> {
    let kind = material.catalogue.entry(request.kind).document_kind;
    let documents = material.ledger.documents.values();
    documents
        .filter(|d| d.kind == kind)
        .filter(|d| d.from == Some(request.period.from) && d.to == Some(request.period.to))
        .filter(|d| d.event == request.event)
        .filter(|d| d.theme_day == request.theme_day.clone().unwrap_or_default())
        .max_by_key(|d| d.uid)
        .map(|d| Document::clone(d))
}

struct Ground {
    facts: Facts,
    events: Vec<Arc<Event>>,
    period: Period,
}

fn ground(material: &Material<'_>, document: &Document, asked: &Period) -> Ground {
    let period = period_of(document, asked);
    let is_plan = document.kind == material.catalogue.entry(Kind::WorkPlan).document_kind;
    // A plan stands on what the year before has shown.
    let told = Some(period.to.year() - 1)
        .filter(|_| is_plan)
        .and_then(Period::year)
        .unwrap_or_else(|| period.clone());
    let events = facts::events_of(material, &told, &document.theme_day, document.event);
    Ground {
        facts: facts::facts(material, &told, &events),
        events,
        period,
    }
}

/// A first draft of a text report.
///
/// # Errors
/// `Template` when the template can't be filled.
pub fn drafted(material: &Material<'_>, request: &Request) -> Result<Document, PaperError> {
    let entry = material.catalogue.entry(request.kind);
    let office = material.ledger.office();
    let goes_up = request.kind != Kind::Bulletin;
    let mut document = Document {
        kind: entry.document_kind,
        from: Some(request.period.from),
        to: Some(request.period.to),
        theme_day: request.theme_day.clone().unwrap_or_default(),
        event: request.event,
        day: Some(material.today),
        addressee: if goes_up {
            office.superior.clone()
        } else {
            String::new()
        },
        author: office.clerk.clone(),
        sealed: entry.sealed,
        annexes: entry.annexes,
        ..Document::default()
    };
    if goes_up && !office.document_mark.is_empty() {
        document.number = format!("{}〔{}〕　号", office.document_mark, material.today.year());
        document.approver.clone_from(&office.head);
    }
    let ground = ground(material, &document, &request.period);
    let subject = Subject {
        kind: request.kind,
        period: &ground.period,
        theme_day: &document.theme_day,
        event: document.event,
    };
    let (title, text, anchors) = draft::draft(material, &subject, &ground.facts, &ground.events)?;
    document.title = title;
    document.text = text;
    document.figures = written(&anchors);
    Ok(document)
}

fn written(anchors: &[Anchor]) -> String {
    serde_json::to_string(anchors).unwrap_or_default()
}

fn anchors_of(document: &Document) -> Vec<Anchor> {
    // A text typed by hand has none; what can't be read is no figure.
    serde_json::from_str(&document.figures).unwrap_or_default()
}

/// The text with every figure as the ledger has it now.
pub fn renewed(material: &Material<'_>, request: &Request, document: &Document) -> Document {
    let ground = ground(material, document, &request.period);
    let (text, anchors) = anchor::renewed(&document.text, &anchors_of(document), &ground.facts);
    Document {
        text,
        figures: written(&anchors),
        ..document.clone()
    }
}

/// Characters of a text as limits count them: everything but spaces.
pub fn length(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let document = match &request.document {
        Some(document) => Ok(Document::clone(document)),
        None => saved(material, request).map_or_else(|| drafted(material, request), Ok),
    };
    let document = match document {
        Ok(document) => document,
        Err(error) => {
            report
                .remarks
                .push(format!("模板填不出来：{error}。请联系维护人员。"));
            Document::default()
        }
    };
    let ground = ground(material, &document, &request.period);
    let mut body = paragraphs(&canonical(&document.text));
    let drift = anchor::mark(&mut body, &anchors_of(&document), &ground.facts);
    remarks(report, material, request, &document, &drift);
    report.title.clone_from(&document.title);
    report.signers.clear();
    report.notes.clear();
    report.letter = Some(letter(material, &document, body, drift));
    report.annexes = annex::annexes(material, request, &document, &ground.period);
    if request.kind == Kind::Bulletin
        && let Some(letter) = &mut report.letter
    {
        letter.photos = annex::photos(material, &ground.events, 2, request.mask);
    }
    report.document = Some(Box::new(document));
}

fn letter(
    material: &Material<'_>,
    document: &Document,
    body: Vec<super::outline::Paragraph>,
    drift: Vec<Drift>,
) -> Letter {
    let office = material.ledger.office();
    let date = in_full(document.day.unwrap_or(material.today));
    let is_bulletin = document.kind == material.catalogue.entry(Kind::Bulletin).document_kind;
    Letter {
        head: document.letterhead.then(|| Letterhead {
            mark: format!("{}文件", office.name),
            number: document.number.clone(),
            approver: document.approver.clone(),
        }),
        addressee: document.addressee.clone(),
        paragraphs: body,
        // A bulletin names who wrote and who looked at it; everything else is signed by the office.
        signature: (!is_bulletin).then(|| Signature {
            office: office.name.clone(),
            date: date.clone(),
            seal: if document.sealed {
                Seal::Set
            } else {
                Seal::Unused
            },
        }),
        note: if is_bulletin {
            format!(
                "撰稿：{}　审核：{}　{date}",
                document.author, office.reviewer
            )
        } else {
            document.note.clone()
        },
        imprint: document.imprint.then(|| Imprint {
            copied_to: document.copied_to.clone(),
            issuer: office.name.clone(),
            date,
        }),
        contents: if document.contents {
            Contents::Listed
        } else {
            Contents::Absent
        },
        photos: Vec::new(),
        drift,
    }
}

fn remarks(
    report: &mut Report,
    material: &Material<'_>,
    request: &Request,
    document: &Document,
    drift: &[Drift],
) {
    if let Some(limit) = material.catalogue.entry(request.kind).limit {
        let length = length(&document.text);
        if length > limit {
            report.remarks.push(format!(
                "正文 {length} 字，超过 {limit} 字。请删减后再上报。"
            ));
        }
    }
    for figure in drift {
        report.remarks.push(if figure.now.is_empty() {
            format!(
                "“{}”写的是 {}，现在台账里没有这个数了。",
                figure.name, figure.said
            )
        } else {
            format!(
                "“{}”写的是 {}，现在是 {}。",
                figure.name, figure.said, figure.now
            )
        });
    }
    if request.kind == Kind::Summary && names_no_measure(material, &request.period) {
        report.remarks.push(
            "期内活动都没有填对应措施，总结按服务对象归组。请补填对应措施后重新起草。".into(),
        );
    }
    if request.kind == Kind::WorkPlan
        && !material
            .ledger
            .work_items
            .values()
            .any(|w| w.month.is_some_and(|m| m.year == request.period.to.year()))
    {
        report.remarks.push(format!(
            "年度计划中还没有 {} 年的事项，附表是空的。请先在“规划任务”里录入。",
            request.period.to.year()
        ));
    }
    if request.kind == Kind::ThemeSummary && document.theme_day.is_empty() {
        report
            .remarks
            .push("没有选主题日，写的是期内全部活动。请在左边选主题日。".into());
    }
    let event = document.event.and_then(|e| material.ledger.events.get(&e));
    if request.kind == Kind::Bulletin && event.is_some_and(|e| !e.counts()) {
        report
            .remarks
            .push("这场活动还没有开展，简报写的是已开展。请开展后再发。".into());
    }
    if request.kind == Kind::Bulletin && document.event.is_none() {
        report
            .remarks
            .push("没有选活动，写的是期内概况。请在左边选一场活动。".into());
    }
}

fn names_no_measure(material: &Material<'_>, period: &Period) -> bool {
    let events = material.ledger.events_in(period);
    !events.is_empty() && events.iter().all(|e| e.measures.is_empty())
}
