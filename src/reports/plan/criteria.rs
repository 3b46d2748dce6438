//! R19 目标管理考核自评表 and R20 科普示范创建自评与佐证目录: criteria sheets as the office filled them, beside what the ledger
//! counts. 审核分 stays blank for the examiner.

use crate::model::Uid;
use crate::model::assess::AssessmentItem;
use crate::model::assess::Creation;
use crate::model::number::decimal;
use crate::model::tally::criteria;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Block;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::rows::figure;
use crate::reports::rows::put;
use crate::reports::rows::row;
use crate::reports::rows::total;
use std::sync::Arc;

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
            report.title = title;
        } else {
            report.blocks.push(Block::NewPage(title));
        }
        sheet(report, material, creation);
    }
}

fn sheet(report: &mut Report, material: &Material<'_>, creation: &Creation) {
    let ledger = material.ledger;
    let item = |number: &str| -> AssessmentItem {
        let items = ledger.assessments.values();
        items
            .filter(|i| i.creation == Some(creation.uid) && i.row == number)
            .map(|i| AssessmentItem::clone(i))
            .next_back()
            .unwrap_or_default()
    };
    let standings = criteria::rows(ledger, material.book, creation);
    let mut scored = 0.0;
    let mut points = 0.0;
    let mut rows: Vec<_> = standings
        .iter()
        .map(|s| {
            let said = item(&s.row.number);
            scored += said.score.unwrap_or(0.0);
            points += s.row.points;
            let (value, uids): (String, Vec<Uid>) = match &s.count {
                Some(count) => (
                    count
                        .value
                        .map_or_else(|| "算不出".into(), |v| decimal((v * 100.0).round() / 100.0)),
                    count.records.iter().map(|(_, uid)| *uid).collect(),
                ),
                None => (String::new(), Vec::new()),
            };
            row(vec![
                s.row.number.clone().into(),
                s.row.what.clone().into(),
                decimal(s.row.points).into(),
                figure(value, &uids),
                said.met.into(),
                said.score.map(decimal).unwrap_or_default().into(),
                "".into(),
                said.evidence.join("、").into(),
                if said.remark.is_empty() {
                    s.row.evidence.clone()
                } else {
                    said.remark
                }
                .into(),
            ])
        })
        .collect();
    rows.push(total(vec![
        "".into(),
        "合计".into(),
        decimal(points).into(),
        "".into(),
        "".into(),
        decimal(scored).into(),
        "".into(),
        "".into(),
        "".into(),
    ]));
    let columns = vec![
        Column::tight("序号"),
        Column::text("考核内容和标准", 2.4),
        Column::number("分值"),
        Column::number("台账统计"),
        Column::tight("是否达到"),
        Column::number("自评分"),
        Column::tight("审核分"),
        Column::text("佐证编号", 1.0),
        Column::text("说明", 1.4),
    ];
    put(report, columns, rows);
    if let Some(sheet) = material.book.criteria.sheet(&creation.sheet) {
        report.notes.push(format!(
            "标准来源：{}。“台账统计”由程序按登记的记录计算。",
            sheet.source
        ));
    }
}
