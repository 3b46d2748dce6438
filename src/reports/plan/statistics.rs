//! R12 年度科普统计调查表: a cover, then one table of the form a page, each signed and sealed. Figures, their records and
//! what must be said of the counting come from the tally; here they become columns and notes.

use crate::model::Uid;
use crate::model::assess::form::Mark;
use crate::model::tally::stat;
use crate::model::tally::stat::StatFigure;
use crate::model::tally::stat::StatPage;
use crate::model::tally::stat::Statistics;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::district::OFFICES;
use crate::reports::outline::Block;
use crate::reports::outline::Cell;
use crate::reports::outline::Column;
use crate::reports::outline::FormRow;
use crate::reports::outline::Report;
use crate::reports::outline::Table;
use crate::reports::outline::TableRow;
use crate::reports::rows::figure;
use crate::reports::rows::row;
use std::collections::BTreeMap;

/// Rows that stand on one page with their notes; a longer table goes on under 续.
const ROWS: usize = 17;
/// Offices of a district beside each other.
const BESIDE: usize = 5;
/// Records named under a page that count twice; all of them are behind the figures.
const NAMED: usize = 6;
/// Behind a difference that wants a reason.
const SHARP: &str = "※";
/// Where a figure can't be: nothing to compare with, or nothing that could count twice.
const NONE: &str = "／";

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let year = request.period.to.year();
    report.right_line = format!("{year}年");
    let Some(filled) = stat::statistics(material.ledger, material.book, year, material.today)
    else {
        report.notes.push("没有统计表式，请先载入。".into());
        return;
    };
    let percent = material.book.rules.stat_change;
    cover(report, material, &filled);
    for page in &filled.pages {
        let name = format!("{} {}", page.table.code, page.table.title);
        let parts = parts(&page.figures);
        if parts.is_empty() {
            report.blocks.push(Block::NewPage(name.clone()));
            report.blocks.push(Block::Notes(page.remarks.clone()));
        }
        let last = parts.len().saturating_sub(1);
        for (n, figures) in parts.into_iter().enumerate() {
            let title = if n == 0 {
                name.clone()
            } else {
                format!("{name}（续）")
            };
            report.blocks.push(Block::NewPage(title));
            report
                .blocks
                .push(Block::Table(table(page, figures, percent)));
            let mut notes = reasons(figures, percent);
            notes.extend(twice(page, figures, material));
            if n == last {
                notes.extend(page.remarks.iter().cloned());
            }
            notes.extend(definitions(figures));
            report.blocks.push(Block::Notes(notes));
            by_office(report, &name, figures, &filled);
        }
    }
}

// A district's figures office by office, so many offices a page as stand side by side on upright paper.
fn by_office(report: &mut Report, name: &str, figures: &[StatFigure], filled: &Statistics) {
    let pages = filled.offices.len().div_ceil(BESIDE).max(1);
    let even = filled.offices.len().div_ceil(pages).max(1);
    for offices in filled.offices.chunks(even) {
        let mut columns = vec![
            Column::text("指标名称", 1.0),
            Column::tight("代码"),
            Column::tight("计量单位"),
            Column::number("全区"),
        ];
        let names = offices.iter().map(|o| Column::number(&o.name));
        columns.extend(names.map(|c| c.under(OFFICES)));
        let rows = figures.iter().map(|f| {
            let mut cells = vec![
                indented(f).into(),
                f.row.code.clone().into(),
                f.row.unit.clone().into(),
                value(f),
            ];
            // A row that an office added stands in no other office's form.
            let none = || Cell::from(NONE);
            cells.extend(
                offices
                    .iter()
                    .map(|o| o.figure(&f.row.code).map_or_else(none, value)),
            );
            row(cells)
        });
        report
            .blocks
            .push(Block::NewPage(format!("{name}（分{OFFICES}）")));
        report.blocks.push(Block::Table(Table {
            columns,
            rows: rows.collect(),
        }));
    }
}

fn indented(stat: &StatFigure) -> String {
    format!(
        "{}{}",
        "　".repeat(usize::from(stat.row.level)),
        stat.row.name
    )
}

fn cover(report: &mut Report, material: &Material<'_>, filled: &Statistics) {
    let office = material.ledger.office();
    let form = &filled.form;
    report.blocks.push(Block::Form(vec![
        FormRow::of([("单位名称", office.name), ("单位类型", office.kind)]),
        FormRow::of([("区划代码", office.code), ("上级单位", office.superior)]),
        FormRow::of([
            ("统计年度", format!("{}年1月1日至12月31日", filled.year)),
            ("主管部门", String::new()),
        ]),
        FormRow::of([("表式", form.title.clone())]),
        FormRow::of([("来源", form.source.clone())]),
    ]));
    let known = form.rows().count();
    let mut lines = vec![format!("{}。", form.notice)];
    if form.indicators > 0 {
        lines.push(format!(
            "正式表共 {} 项指标，本表列出 {known} 项。KR、KJ 开头的代码见于旧表，KP 开头的代码是本程序自编的。",
            form.indicators
        ));
    }
    if filled.year < form.first_year {
        lines.push(format!(
            "没有 {} 年的表式，用的是 {} 年起的，请核对。",
            filled.year, form.first_year
        ));
    }
    lines.extend([
        "主管部门：有培训资料把街道、镇归入科技管理部门（01），请按上级要求填写。".to_owned(),
        "填写规则：数量按表中小数位取整；有这项但为零或取整后为零的填 0，没有这项的填 —；待填表示还没有填报。".to_owned(),
        format!(
            "增减后带 {SHARP} 的比上年变动超过 {}%，原因见表下；{NONE} 表示没有可比的数。兼计是本行记录中同时计入本表其他类别的个数。",
            material.book.rules.stat_change
        ),
    ]);
    report.blocks.push(Block::Notes(lines));
}

/// Tables of more rows than a page holds are cut before an indicator that begins a new matter.
fn parts(figures: &[StatFigure]) -> Vec<&[StatFigure]> {
    let mut parts = Vec::new();
    let mut rest = figures;
    while rest.len() > ROWS {
        let pages = rest.len().div_ceil(ROWS);
        let even = rest.len().div_ceil(pages);
        let begins = |n: &usize| rest.get(*n).is_some_and(|f| f.row.level == 0);
        let before = (even..=ROWS).find(begins);
        let cut = before
            .or_else(|| (1..even).rev().find(begins))
            .unwrap_or(ROWS);
        let (page, more) = rest.split_at_checked(cut).unwrap_or((rest, &[]));
        parts.push(page);
        rest = more;
    }
    if !rest.is_empty() {
        parts.push(rest);
    }
    parts
}

fn table(page: &StatPage, figures: &[StatFigure], percent: u32) -> Table {
    let doubles = page.figures.iter().any(|f| f.twice.is_some());
    let mut columns = vec![
        Column::text("指标名称", 1.0),
        Column::tight("代码"),
        Column::tight("计量单位"),
        Column::number("数量"),
        Column::number("上年数"),
        Column::number("增减"),
    ];
    if doubles {
        columns.push(Column::number("兼计"));
    }
    Table {
        columns,
        rows: figures.iter().map(|f| line(f, doubles, percent)).collect(),
    }
}

fn line(stat: &StatFigure, doubles: bool, percent: u32) -> TableRow {
    let mut cells = vec![
        indented(stat).into(),
        stat.row.code.clone().into(),
        stat.row.unit.clone().into(),
        value(stat),
        stat.last_text().into(),
        change(stat, percent).into(),
    ];
    if doubles {
        cells.push(match &stat.twice {
            Some(records) => figure(records.len(), records),
            None => NONE.into(),
        });
    }
    row(cells)
}

fn value(stat: &StatFigure) -> Cell {
    let records: Vec<Uid> = stat.records();
    figure(stat.text(), &records)
}

fn change(stat: &StatFigure, percent: u32) -> String {
    let Some(change) = stat.change() else {
        return NONE.into();
    };
    let sign = if change > 0.0 { "+" } else { "" };
    let sharp = if stat.moved(percent) { SHARP } else { "" };
    let places = stat.row.decimals;
    format!("{sign}{}{sharp}", stat::written(change, places))
}

// Why figures moved; what has no reason yet is named, so that the clerk sees what the district will ask.
fn reasons(figures: &[StatFigure], percent: u32) -> Vec<String> {
    let moved: Vec<&StatFigure> = figures.iter().filter(|f| f.moved(percent)).collect();
    let (silent, said): (Vec<_>, Vec<_>) = moved.into_iter().partition(|f| f.reason().is_empty());
    let mut notes: Vec<String> = said
        .into_iter()
        .map(|f| format!("{SHARP}{}：{}", f.row.code, full_stop(f.reason())))
        .collect();
    if !silent.is_empty() {
        let codes: Vec<&str> = silent.iter().map(|f| f.row.code.as_str()).collect();
        notes.push(format!("{SHARP}待说明：{}。", codes.join("、")));
    }
    notes
}

fn full_stop(text: &str) -> String {
    let text = text.replace('\n', " ");
    format!("{}。", text.trim_end_matches(['。', '.', ' ']))
}

// Which records stand in several categories: events by name, people by number only.
fn twice(page: &StatPage, figures: &[StatFigure], material: &Material<'_>) -> Option<String> {
    let stands = |uid: &Uid| {
        figures
            .iter()
            .any(|f| f.twice.iter().flatten().any(|t| t == uid))
    };
    let here: Vec<_> = page.twice.iter().filter(|t| stands(&t.record)).collect();
    let mut together: BTreeMap<String, Vec<Uid>> = BTreeMap::new();
    for one in &here {
        let categories = one.categories.join("、");
        together.entry(categories).or_default().push(one.record);
    }
    if together.is_empty() {
        return None;
    }
    let ledger = material.ledger;
    let mut named = 0;
    let parts: Vec<String> = together
        .into_iter()
        .map(|(categories, records)| {
            let events: Vec<String> = records
                .iter()
                .filter_map(|uid| ledger.events.get(uid))
                .filter_map(|e| Some(format!("{} {}", e.day()?, e.title)))
                .collect();
            let people = records.iter().any(|uid| {
                ledger.volunteers.contains_key(uid)
                    || ledger.officers.contains_key(uid)
                    || ledger.experts.contains_key(uid)
            });
            let (unit, list) = match (events.is_empty(), people) {
                (false, _) if named + events.len() <= NAMED => {
                    named += events.len();
                    ("场", format!("（{}）", events.join("；")))
                }
                (false, _) => ("场", String::new()),
                (true, true) => ("人", String::new()),
                (true, false) => ("项", String::new()),
            };
            format!("{categories} {} {unit}{list}", records.len())
        })
        .collect();
    Some(format!(
        "兼计：{} 项记录计入两个以上类别，各行不能相加：{}。",
        here.len(),
        parts.join("；")
    ))
}

// What each row means; rows that mean the same are said together.
fn definitions(figures: &[StatFigure]) -> Vec<String> {
    let mut meanings: Vec<(&str, Vec<&str>)> = Vec::new();
    for stat in figures.iter().filter(|f| !f.row.definition.is_empty()) {
        let (meaning, code) = (stat.row.definition.as_str(), stat.row.code.as_str());
        match meanings.iter_mut().find(|(m, _)| *m == meaning) {
            Some((_, codes)) => codes.push(code),
            None => meanings.push((meaning, vec![code])),
        }
    }
    let said: Vec<String> = meanings
        .into_iter()
        .map(|(meaning, codes)| format!("{} {meaning}", codes.join("、")))
        .collect();
    let mut notes = Vec::new();
    if !said.is_empty() {
        notes.push(format!("口径：{}。", said.join("；")));
    }
    let unsure = figures.iter().filter(|f| f.row.mark == Mark::GK);
    let unsure: Vec<&str> = unsure.map(|f| f.row.code.as_str()).collect();
    if !unsure.is_empty() {
        notes.push(format!(
            "没有见到出处、要重点核对的：{}。",
            unsure.join("、")
        ));
    }
    notes
}
