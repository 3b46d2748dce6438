//! R19 目标管理考核自评表 and R20 科普示范创建自评与佐证目录: criteria sheets as the office filled them, beside what the ledger
//! counts and the numbers under which that can be checked. 审核分 stays blank for the examiner.

use crate::model::Uid;
use crate::model::assess::AssessmentItem;
use crate::model::assess::Creation;
use crate::model::number::decimal;
use crate::model::tally::criteria;
use crate::model::tally::criteria::RowStanding;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::evidence;
use crate::reports::outline::Block;
use crate::reports::outline::Cell;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::outline::TableRow;
use crate::reports::rows::figure;
use crate::reports::rows::put;
use crate::reports::rows::row;
use crate::reports::rows::total;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Evidence numbers a cell holds.
const MOST: usize = 6;

/// Fill in all sheets of a kind (创建 or 考核) of the period's year.
pub(in crate::reports) fn fill(
    report: &mut Report,
    material: &Material<'_>,
    request: &Request,
    kind: &str,
) {
    let year = u32::try_from(request.period.to.year()).ok();
    let of_kind = |c: &Creation| {
        let sheet = material.book.criteria.sheet(&c.sheet);
        sheet.is_some_and(|s| s.kind == kind)
    };
    let creations: Vec<&Arc<Creation>> = material
        .ledger
        .creations
        .values()
        .filter(|c| c.year == year && of_kind(c))
        .filter(|c| request.community.is_none() || c.community == request.community)
        .collect();
    if creations.is_empty() {
        report
            .notes
            .push("本年没有登记这类创建或考核，请在“创建与考核”里新增。".into());
    }
    for (n, creation) in creations.into_iter().enumerate() {
        let subject = if creation.subject.is_empty() {
            material.directory.community_name(creation.community)
        } else {
            creation.subject.clone()
        };
        let title = format!("{subject}{}", creation.sheet);
        if n == 0 {
            report.title.clone_from(&title);
        } else {
            report.blocks.push(Block::NewPage(title.clone()));
        }
        if kind == "考核" {
            assessed(report, material, creation);
        } else {
            created(report, material, creation, &title);
        }
    }
}

/// One row with what the office said of it.
struct Judged {
    standing: RowStanding,
    said: AssessmentItem,
    /// Where it can be checked: what the office named, and what the counted records bear.
    numbers: Vec<String>,
}

fn judged(material: &Material<'_>, creation: &Creation) -> Vec<Judged> {
    let ledger = material.ledger;
    let standings = criteria::rows(ledger, material.book, creation);
    let rows = standings.into_iter().map(|standing| {
        let items = ledger.assessments.values();
        let said = items
            .filter(|i| i.creation == Some(creation.uid) && i.row == standing.row.number)
            .map(|i| AssessmentItem::clone(i))
            .next_back()
            .unwrap_or_default();
        let counted = standing.count.as_ref().map(|c| c.records.as_slice());
        let mut numbers = said.evidence.clone();
        for number in evidence::numbers(material, counted.unwrap_or_default()) {
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        Judged {
            standing,
            said,
            numbers,
        }
    });
    rows.collect()
}

impl Judged {
    /// What the ledger counts; empty where a person judges.
    fn value(&self) -> String {
        let count = self.standing.count.as_ref();
        count.map_or_else(String::new, |c| {
            c.value
                .map_or_else(|| "算不出".into(), |v| decimal((v * 100.0).round() / 100.0))
        })
    }

    fn uids(&self) -> Vec<Uid> {
        let count = self.standing.count.as_ref();
        count.map_or_else(Vec::new, |c| {
            c.records.iter().map(|(_, uid)| *uid).collect()
        })
    }

    /// The office's word; what the ledger says where the office has said nothing.
    fn met(&self) -> String {
        match (self.said.met.as_str(), self.standing.met) {
            ("", Some(true)) => "已达到（台账）".into(),
            ("", Some(false)) => "未达到（台账）".into(),
            (said, _) => said.to_owned(),
        }
    }

    fn score(&self) -> Cell {
        self.said.score.map(decimal).unwrap_or_default().into()
    }
}

// 考核项目, 内容, 标准, 分值, 自评分, 审核分, 得分依据（数据 + 佐证编号）, 备注.
fn assessed(report: &mut Report, material: &Material<'_>, creation: &Creation) {
    let judged = judged(material, creation);
    let mut rows: Vec<TableRow> = judged
        .iter()
        .map(|j| {
            let mut basis = Vec::new();
            let value = j.value();
            if !value.is_empty() {
                basis.push(format!("台账统计 {value}"));
            }
            if !j.numbers.is_empty() {
                basis.push(format!("佐证 {}", evidence::handful(&j.numbers, MOST)));
            }
            let standard = if j.standing.row.wanted > 0.0 {
                format!("达到 {}", decimal(j.standing.row.wanted))
            } else {
                String::new()
            };
            row(vec![
                j.standing.row.number.clone().into(),
                j.standing.row.item.clone().into(),
                j.standing.row.what.clone().into(),
                standard.into(),
                decimal(j.standing.row.points).into(),
                j.score(),
                "".into(),
                figure(basis.join("；"), &j.uids()),
                note(j).into(),
            ])
        })
        .collect();
    rows.push(sums(&judged, 9, (4, 5)));
    let columns = vec![
        Column::tight("序号"),
        Column::text("考核项目", 0.9),
        Column::text("考核内容", 2.2),
        Column::tight("标准"),
        Column::number("分值"),
        Column::number("自评分"),
        Column::tight("审核分"),
        Column::text("得分依据", 1.9),
        Column::text("备注", 1.0),
    ];
    put(report, columns, rows);
    source(report, material, creation);
}

// 要求, 现状, 达标, 佐证编号, then the list of those papers.
fn created(report: &mut Report, material: &Material<'_>, creation: &Creation, title: &str) {
    let judged = judged(material, creation);
    let mut rows: Vec<TableRow> = judged
        .iter()
        .map(|j| {
            row(vec![
                j.standing.row.number.clone().into(),
                j.standing.row.what.clone().into(),
                decimal(j.standing.row.points).into(),
                figure(j.value(), &j.uids()),
                j.met().into(),
                j.score(),
                evidence::handful(&j.numbers, MOST).into(),
                note(j).into(),
            ])
        })
        .collect();
    rows.push(sums(&judged, 8, (2, 5)));
    let columns = vec![
        Column::tight("序号"),
        Column::text("要求", 2.4),
        Column::number("分值"),
        Column::number("现状"),
        Column::tight("达标"),
        Column::number("自评分"),
        Column::text("佐证编号", 1.6),
        Column::text("说明", 1.2),
    ];
    put(report, columns, rows);
    source(report, material, creation);
    let named: BTreeSet<&String> = judged.iter().flat_map(|j| &j.numbers).collect();
    let mut items = evidence::items(material);
    items.retain(|i| named.contains(&i.number));
    report
        .blocks
        .push(Block::NewPage(format!("{title}材料目录")));
    put(report, evidence::columns(), evidence::rows(&items));
}

fn note(judged: &Judged) -> String {
    if judged.said.remark.is_empty() {
        judged.standing.row.evidence.clone()
    } else {
        judged.said.remark.clone()
    }
}

fn sums(judged: &[Judged], width: usize, (points_at, score_at): (usize, usize)) -> TableRow {
    // An empty sum of floats is minus nothing.
    let points: f64 = judged.iter().map(|j| j.standing.row.points).sum::<f64>() + 0.0;
    let score: f64 = judged.iter().filter_map(|j| j.said.score).sum::<f64>() + 0.0;
    let cells = (0..width).map(|n| match n {
        0 => "合计".into(),
        n if n == points_at => decimal(points).into(),
        n if n == score_at => decimal(score).into(),
        _ => Cell::default(),
    });
    total(cells.collect())
}

fn source(report: &mut Report, material: &Material<'_>, creation: &Creation) {
    if let Some(sheet) = material.book.criteria.sheet(&creation.sheet) {
        let said = format!(
            "标准来源：{}。台账统计由程序按登记的记录计算，佐证编号为这些记录的编号和自填的编号。",
            sheet.source
        );
        if !report.notes.contains(&said) {
            report.notes.push(said);
        }
    }
}
