//! R11 志愿服务记录证明: a page for each person with the four blocks of 民发〔2015〕149号. What was issued is printed as it was
//! certified; who has hours and no certificate yet gets a 样张, which uses no number. 公示版 is the list that hangs inside
//! the unit before certificates are given out.

use crate::model::Uid;
use crate::model::number::hours;
use crate::model::people::Person;
use crate::model::secret::Mask;
use crate::model::service::Certificate;
use crate::model::service::ServiceLine;
use crate::model::tally::service;
use crate::model::tally::service::Whose;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::notice;
use crate::reports::outline::Block;
use crate::reports::outline::Column;
use crate::reports::outline::FormRow;
use crate::reports::outline::Report;
use crate::reports::outline::Table;
use crate::reports::people::id_number;
use crate::reports::people::name;
use crate::reports::rows::figure;
use crate::reports::rows::long_day;
use crate::reports::rows::put;
use crate::reports::rows::row;
use crate::reports::rows::total;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What one page says.
struct Sheet {
    person: Uid,
    certificate: Certificate,
    lines: Vec<ServiceLine>,
    standing: Standing,
}

/// Whether a page is a certificate.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Issued,
    /// A specimen; no number is used for it.
    Specimen,
}

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let sheets = sheets(material, request);
    if request.mask == Mask::Public {
        return shown(report, material, request, &sheets);
    }
    // Signed by hand when it is handed out; its days stand in its own blocks, a reprint has no other.
    for (_, name) in &mut report.signers {
        name.clear();
    }
    report.date_line.clear();
    report.left_line.clear();
    report.right_line.clear();
    if sheets.is_empty() {
        report.notes.push(format!(
            "{}没有登记志愿服务时长，没有可以出具的证明。",
            request.period.label
        ));
    }
    for (n, sheet) in sheets.iter().enumerate() {
        if n > 0 {
            report.blocks.push(Block::NewPage(report.title.clone()));
        }
        page(report, material, request, sheet);
    }
}

// Certificates of the period first, by number; then specimens of who has hours and no certificate of these very days.
fn sheets(material: &Material<'_>, request: &Request) -> Vec<Sheet> {
    let ledger = material.ledger;
    let whose = Whose {
        person: request.person,
        community: request.community,
        team: request.team,
    };
    let inside = |c: &Certificate| {
        c.from.is_some_and(|d| request.period.contains(d))
            && c.to.is_some_and(|d| request.period.contains(d))
    };
    let mut issued: Vec<&Arc<Certificate>> = ledger
        .certificates
        .values()
        .filter(|c| c.stands() && inside(c) && belongs(material, c.person, whose))
        .collect();
    issued.sort_by(|a, b| (&a.number, a.uid).cmp(&(&b.number, b.uid)));
    let held: BTreeSet<Uid> = issued
        .iter()
        .filter(|c| c.is_of(&request.period))
        .filter_map(|c| c.person)
        .collect();
    let issued = issued.into_iter().map(|c| Sheet {
        person: c.person.unwrap_or_default(),
        certificate: Certificate::clone(c),
        lines: c.lines(),
        standing: Standing::Issued,
    });
    let office = ledger.office();
    let served = service::people(ledger, material.book, &request.period, whose);
    let specimens = served.into_iter().filter(|(p, _)| !held.contains(p));
    let specimens = specimens.map(|(person, lines)| Sheet {
        person,
        certificate: Certificate {
            person: Some(person),
            name: ledger
                .people
                .get(&person)
                .map(|p| p.name.clone())
                .unwrap_or_default(),
            from: Some(request.period.from),
            to: Some(request.period.to),
            minutes: Some(service::minutes(&lines)),
            handler: office.clerk.clone(),
            head: office.head.clone(),
            ..Certificate::default()
        },
        lines,
        standing: Standing::Specimen,
    });
    issued.chain(specimens).collect()
}

/// Whether a certificate's person is among those asked for.
pub(super) fn belongs(material: &Material<'_>, person: Option<Uid>, whose: Whose) -> bool {
    let ledger = material.ledger;
    if whose.person.is_some() && person != whose.person {
        return false;
    }
    let place = person.and_then(|p| ledger.people.get(&p)?.community);
    let in_team = |team| {
        let mut roles = ledger.volunteers.values();
        roles.any(|v| Some(v.person) == person && v.team == Some(team))
    };
    (whose.community.is_none() || place == whose.community) && whose.team.is_none_or(in_team)
}

fn page(report: &mut Report, material: &Material<'_>, request: &Request, sheet: &Sheet) {
    let Sheet {
        person,
        certificate,
        lines,
        standing,
    } = sheet;
    let ledger = material.ledger;
    let blank = Person::default();
    let known = ledger.people.get(person).map_or(&blank, |p| p);
    let volunteer = ledger.volunteers.values().find(|v| v.person == *person);
    let office = ledger.office();
    if *standing == Standing::Specimen {
        report
            .blocks
            .push(Block::Lines(vec!["样张，未编号".into()]));
    }
    let number = id_number(known, request.mask);
    let kind = if number.is_empty() {
        ""
    } else {
        "居民身份证"
    };
    let service = certificate.minutes.map(hours).unwrap_or_default();
    report.blocks.push(Block::Form(vec![
        FormRow::of([
            ("姓名", certificate.name.clone()),
            (
                "志愿者编号",
                volunteer
                    .map(|v| v.registration_no.clone())
                    .unwrap_or_default(),
            ),
        ]),
        FormRow::of([("证件类型", kind.to_owned()), ("证件号码", number)]),
        FormRow::of([("服务期间", span(certificate))]),
        FormRow::of([
            ("服务时间", format!("{service} 小时")),
            ("服务内容", contents(lines)),
        ]),
    ]));
    report.blocks.push(Block::Table(listed(lines)));
    let shown = match (certificate.shown_from, certificate.shown_to) {
        (Some(from), Some(to)) => format!("{}至{}", long_day(from), long_day(to)),
        _ => String::new(),
    };
    let issued_on = certificate.issued_on.map(long_day).unwrap_or_default();
    let mut rows = vec![
        FormRow::of([
            ("出具单位", office.name.clone()),
            ("联系方式", office.phone.clone()),
        ]),
        FormRow::of([
            ("负责人", certificate.head.clone()),
            ("经办人", certificate.handler.clone()),
        ]),
        FormRow::of([
            ("证明编号", certificate.number.clone()),
            ("出具日期", issued_on),
        ]),
    ];
    for (label, text) in [
        ("用途", &certificate.purpose),
        ("单位内公示", &shown),
        ("其他说明", &certificate.remark),
    ] {
        if !text.is_empty() {
            rows.push(FormRow::of([(label, text.clone())]));
        }
    }
    report.blocks.push(Block::Form(rows));
    report.blocks.push(Block::Lines(vec![
        "时长以小时计，不含往返路途。本证明无偿出具，一人一号；涂改或没有单位印章的无效。".into(),
    ]));
}

fn span(certificate: &Certificate) -> String {
    match (certificate.from, certificate.to) {
        (Some(from), Some(to)) => format!("{}至{}", long_day(from), long_day(to)),
        _ => String::new(),
    }
}

// Each kind of service once, in the order in which it was first done.
fn contents(lines: &[ServiceLine]) -> String {
    let mut kinds: Vec<&str> = Vec::new();
    for line in lines {
        if !line.content.is_empty() && !kinds.contains(&line.content.as_str()) {
            kinds.push(&line.content);
        }
    }
    kinds.join("、")
}

fn listed(lines: &[ServiceLine]) -> Table {
    let mut rows: Vec<_> = lines
        .iter()
        .enumerate()
        .map(|(n, line)| {
            row(vec![
                (n + 1).to_string().into(),
                line.day.map(|d| d.to_string()).unwrap_or_default().into(),
                figure(&line.title, &[line.event]),
                line.content.clone().into(),
                hours(line.minutes).into(),
            ])
        })
        .collect();
    let events: Vec<Uid> = lines.iter().map(|l| l.event).collect();
    rows.push(total(vec![
        "合计".into(),
        "".into(),
        format!("{} 次", lines.len()).into(),
        "".into(),
        figure(hours(service::minutes(lines)), &events),
    ]));
    Table {
        columns: vec![
            Column::tight("序号"),
            Column::tight("服务日期"),
            Column::text("活动名称", 2.6),
            Column::text("服务内容", 0.9),
            Column::number("时长（小时）"),
        ],
        rows,
    }
}

fn shown(report: &mut Report, material: &Material<'_>, request: &Request, sheets: &[Sheet]) {
    report.title = "志愿服务记录证明出具前公示".into();
    let days = i64::from(material.book.rules.certificate_days.max(1));
    let from = sheets.iter().filter_map(|s| s.certificate.shown_from).min();
    let to = sheets.iter().filter_map(|s| s.certificate.shown_to).max();
    let mut wanted = request.notice.clone();
    wanted.from = wanted.from.or(from);
    wanted.to = wanted.to.or(to);
    notice::opening(
        report,
        material,
        &wanted,
        notice::Length::Days(days),
        &format!(
            "下列人员申请出具{}的志愿服务记录证明，现按本单位登记的服务记录公示。",
            request.period.label
        ),
    );
    let blank = Person::default();
    let rows = sheets.iter().enumerate().map(|(n, sheet)| {
        let person = material
            .ledger
            .people
            .get(&sheet.person)
            .map_or(&blank, |p| p);
        row(vec![
            (n + 1).to_string().into(),
            figure(name(person, request), &[sheet.person]),
            span(&sheet.certificate).into(),
            sheet.lines.len().to_string().into(),
            sheet
                .certificate
                .minutes
                .map(hours)
                .unwrap_or_default()
                .into(),
        ])
    });
    let rows = rows.collect();
    let columns = vec![
        Column::tight("序号"),
        Column::tight("姓名"),
        Column::text("服务期间", 1.0),
        Column::number("服务次数"),
        Column::number("服务时间（小时）"),
    ];
    put(report, columns, rows);
}
