//! A district's tables by subdistrict. Each office's part is made as the office itself would make it, from its own records
//! alone; the sums are those of the whole ledger. Registers stand under a heading for each office with its own sum,
//! statistics have a row for each office.

use super::Kind;
use super::Material;
use super::Request;
use super::outline::Block;
use super::outline::Column;
use super::outline::Report;
use super::outline::RowKind;
use super::outline::Table;
use super::outline::TableRow;
use crate::model::Directory;
use crate::model::district::Subdistrict;
use crate::model::district::subdistricts;
use std::collections::BTreeSet;

/// What rows of the whole district stand under.
const WHOLE: &str = "全区";
/// What the offices of a district are called in a heading.
pub(super) const OFFICES: &str = "街道";

/// The offices a request is to be told apart by; none where it is about one office, community or team.
pub(super) fn parts_of(material: &Material<'_>, request: &Request) -> Vec<Subdistrict> {
    let scope = request.kind.scope();
    let narrowed =
        (scope.community && request.community.is_some()) || (scope.team && request.team.is_some());
    if narrowed || request.event.is_some() || request.person.is_some() {
        return Vec::new();
    }
    subdistricts(material.ledger)
}

/// Work with one office's records as if it had a file of its own.
pub(super) fn with_part<T>(
    material: &Material<'_>,
    part: &Subdistrict,
    work: impl FnOnce(&Material<'_>) -> T,
) -> T {
    let directory = Directory::new(&part.ledger, material.book, material.directory.year);
    work(&Material {
        ledger: &part.ledger,
        directory: &directory,
        ..*material
    })
}

/// Tell a finished report apart by office. `fill` makes a report's content from records.
pub(super) fn by_office(
    report: &mut Report,
    material: &Material<'_>,
    request: &Request,
    fill: fn(&mut Report, &Material<'_>, &Request),
) {
    type Join = fn(&mut Report, &[(String, Report)]);
    let join: Join = match request.kind {
        Kind::EventLedger
        | Kind::VolunteerRoster
        | Kind::OfficerRoster
        | Kind::VenueList
        | Kind::OrderLedger
        | Kind::TaskProgress => registers,
        Kind::Funds => funds,
        Kind::KeyGroups => groups,
        // R9, R10, R12 and R23 know of offices themselves; the others are no tables of a district.
        _ => return,
    };
    let parts = parts_of(material, request);
    if parts.is_empty() {
        return;
    }
    let made = parts.iter().map(|part| {
        let mut own = Report {
            right_line: report.right_line.clone(),
            ..Report::default()
        };
        with_part(material, part, |m| fill(&mut own, m, request));
        (part.name.clone(), own)
    });
    join(report, &made.collect::<Vec<_>>());
    report.notes.push(note(&parts));
}

/// Which offices a table tells apart.
pub(super) fn note(parts: &[Subdistrict]) -> String {
    let names: Vec<&str> = parts.iter().map(|p| p.name.as_str()).collect();
    format!("按{OFFICES}分列 {} 个：{}。", names.len(), names.join("、"))
}

fn tables(report: &Report) -> impl Iterator<Item = &Table> {
    report.blocks.iter().filter_map(|b| match b {
        Block::Table(table) => Some(table),
        _ => None,
    })
}

// Every table of the whole takes the rows of the same columns of each part, under the part's name.
fn registers(report: &mut Report, parts: &[(String, Report)]) {
    for block in &mut report.blocks {
        if let Block::Table(whole) = block {
            grouped(whole, parts);
        }
    }
}

fn grouped(whole: &mut Table, parts: &[(String, Report)]) {
    let mut joined: Vec<TableRow> = Vec::new();
    // What is numbered runs on through all offices; the numbers of a plan's measures are no count.
    let counted = whole
        .columns
        .first()
        .is_some_and(|c| c.head == "序号" || c.head == "编号")
        && numbered_from_one(&whole.rows);
    let mut number = 0;
    for (name, part) in parts {
        let own = tables(part).find(|t| t.columns == whole.columns);
        joined.push(TableRow::group(name));
        for row in own.into_iter().flat_map(|t| &t.rows) {
            let mut row = row.clone();
            if row.kind == RowKind::Total {
                subtotal(&mut row);
            } else if counted && let Some(cell) = row.cells.first_mut() {
                number += 1;
                cell.text = number.to_string();
            }
            joined.push(row);
        }
    }
    joined.extend(whole.rows.drain(..).filter(|r| r.kind == RowKind::Total));
    whole.rows = joined;
}

fn numbered_from_one(rows: &[TableRow]) -> bool {
    let normal = rows.iter().filter(|r| r.kind == RowKind::Normal);
    normal.enumerate().all(|(n, r)| {
        r.cells
            .first()
            .is_some_and(|c| c.text == (n + 1).to_string())
    })
}

fn subtotal(row: &mut TableRow) {
    if let Some(label) = row.cells.iter_mut().find(|c| c.text == "合计") {
        label.text = "小计".into();
    }
}

// Income and expense of the district first, then of each office; vouchers are a register.
fn funds(report: &mut Report, parts: &[(String, Report)]) {
    let mut first = true;
    for block in &mut report.blocks {
        let Block::Table(whole) = block else {
            continue;
        };
        if !first {
            grouped(whole, parts);
            continue;
        }
        first = false;
        whole.rows.insert(0, TableRow::group(WHOLE));
        for (name, part) in parts {
            whole.rows.push(TableRow::group(name));
            let own = tables(part).next();
            whole
                .rows
                .extend(own.into_iter().flat_map(|t| t.rows.clone()));
        }
    }
}

// Each group of people with a row for each office, then the whole. Groups overlap: there is no sum of them.
fn groups(report: &mut Report, parts: &[(String, Report)]) {
    for block in &mut report.blocks {
        let Block::Table(whole) = block else {
            continue;
        };
        let mut rows = Vec::new();
        for (n, row) in whole.rows.iter().enumerate() {
            let told = |row: &TableRow, name: &str, kind| {
                let mut row = row.clone();
                row.cells.insert(1.min(row.cells.len()), name.into());
                row.kind = kind;
                row
            };
            for (name, part) in parts {
                let own = tables(part).next().and_then(|t| t.rows.get(n));
                rows.extend(own.map(|r| told(r, name, RowKind::Normal)));
            }
            rows.push(told(row, WHOLE, RowKind::Total));
        }
        whole.columns.insert(1, Column::tight(OFFICES));
        whole.rows = rows;
    }
}

/// Words of several rows once each.
pub(super) fn once<'t>(words: impl Iterator<Item = &'t str>) -> String {
    let words: BTreeSet<&str> = words.filter(|w| !w.is_empty()).collect();
    words.into_iter().collect::<Vec<_>>().join("、")
}
