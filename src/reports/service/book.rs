//! R11B 证明登记簿: every certificate that was issued in the period, by number, with the numbers that are gone for good.

use super::certificates::belongs;
use crate::model::number::hours;
use crate::model::people::Person;
use crate::model::secret::Mask;
use crate::model::service::Certificate;
use crate::model::service::NumberPattern;
use crate::model::service::certificate::VOID;
use crate::model::tally::service::Whose;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::people::id_number;
use crate::reports::people::name;
use crate::reports::rows::day;
use crate::reports::rows::figure;
use crate::reports::rows::put;
use crate::reports::rows::row;
use crate::reports::rows::total;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let whose = Whose {
        person: request.person,
        community: request.community,
        team: request.team,
    };
    let public = request.mask == Mask::Public;
    let mut issued: Vec<&Arc<Certificate>> = material
        .ledger
        .certificates
        .values()
        .filter(|c| c.issued_on.is_some_and(|d| request.period.contains(d)))
        .filter(|c| belongs(material, c.person, whose))
        .collect();
    issued.sort_by(|a, b| (a.issued_on, &a.number, a.uid).cmp(&(b.issued_on, &b.number, b.uid)));
    // What it was for and who handled it is for the inside.
    let inside = |text: &str| {
        if public {
            String::new()
        } else {
            text.to_owned()
        }
    };
    let mut rows: Vec<_> = issued
        .iter()
        .enumerate()
        .map(|(n, c)| {
            // The name as it was certified, masked as the person allows.
            let person = c.person.and_then(|p| material.ledger.people.get(&p));
            let mut person = person.map(|p| Person::clone(p)).unwrap_or_default();
            person.name.clone_from(&c.name);
            let span =
                |from: Option<jiff::civil::Date>, to: Option<jiff::civil::Date>| match (from, to) {
                    (Some(from), Some(to)) => format!("{from}\n至{to}"),
                    _ => String::new(),
                };
            let mut cells = vec![
                (n + 1).to_string().into(),
                figure(&c.number, &[c.uid]),
                name(&person, request).into(),
            ];
            if !public {
                cells.push(id_number(&person, request.mask).into());
            }
            cells.extend([
                span(c.from, c.to).into(),
                c.minutes.map(hours).unwrap_or_default().into(),
                inside(&c.purpose).into(),
                day(c.applied_on),
                span(c.shown_from, c.shown_to).into(),
                day(c.issued_on),
                inside(&c.handler).into(),
            ]);
            if !public {
                cells.push(c.received_by.clone().into());
            }
            cells.push(c.state.clone().into());
            row(cells)
        })
        .collect();
    let minutes: u32 = issued
        .iter()
        .filter(|c| c.stands())
        .filter_map(|c| c.minutes)
        .sum();
    let hours_at = if public { 4 } else { 5 };
    let width = if public { 11 } else { 13 };
    let mut sums = vec![crate::reports::outline::Cell::default(); width];
    for (place, text) in [
        (0, "合计".to_owned()),
        (1, format!("{} 份", issued.len())),
        (hours_at, hours(minutes)),
    ] {
        if let Some(cell) = sums.get_mut(place) {
            cell.text = text;
        }
    }
    rows.push(total(sums));
    put(report, columns(public), rows);
    let void = issued.iter().filter(|c| c.state == VOID).count();
    if void > 0 {
        report
            .notes
            .push(format!("其中作废 {void} 份，时长不计入合计。"));
    }
    report.notes.extend(gaps(material, request));
    report
        .notes
        .push("编号按年度连续编，一号一证；撤回或作废的编号不再使用。时长单位为小时。".into());
}

fn columns(public: bool) -> Vec<Column> {
    let mut columns = vec![
        Column::tight("序号"),
        Column::tight("证明编号"),
        Column::tight("姓名"),
    ];
    if !public {
        columns.push(Column::tight("证件号码"));
    }
    columns.extend([
        Column::tight("服务期间"),
        Column::number("时长"),
        Column::text("用途", 1.0),
        Column::tight("申请日期"),
        Column::tight("公示期"),
        Column::tight("出具日期"),
        Column::tight("经办人"),
    ]);
    if !public {
        columns.push(Column::text("领取人签名", 0.8));
    }
    columns.push(Column::tight("状态"));
    columns
}

// A book without gaps would hide what was taken back.
fn gaps(material: &Material<'_>, request: &Request) -> Option<String> {
    let pattern = NumberPattern::of(&material.book.rules.certificate_number);
    let mut years: BTreeMap<i16, BTreeSet<u32>> = BTreeMap::new();
    let certificates = material.ledger.certificates.values();
    for (year, certificate) in certificates.filter_map(|c| Some((c.issued_on?.year(), c))) {
        if let Some(serial) = pattern.serial(year, &certificate.number) {
            years.entry(year).or_default().insert(serial);
        }
    }
    let mut gone = Vec::new();
    for year in request.period.from.year()..=request.period.to.year() {
        let Some(used) = years.get(&year) else {
            continue;
        };
        let last = used.last().copied().unwrap_or(0);
        let missing = (1..=last).filter(|n| !used.contains(n));
        gone.extend(missing.map(|n| pattern.number(year, n)).take(50));
    }
    (!gone.is_empty()).then(|| format!("缺号：{}，未用或已撤回。", gone.join("、")))
}
