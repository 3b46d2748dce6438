//! R8 科普信息员花名册: who serves at the period's end, with reach and active months of the period.

use super::name;
use super::phone;
use crate::model::Uid;
use crate::model::secret::Mask;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Block;
use crate::reports::outline::Cell;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::outline::RowKind;
use crate::reports::outline::Table;
use crate::reports::outline::TableRow;
use crate::reports::rows::span_word;
use std::collections::BTreeMap;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let public = request.mask == Mask::Public;
    let ledger = material.ledger;
    let mut reach: BTreeMap<Uid, (u32, u32, Vec<Uid>)> = BTreeMap::new();
    for row in ledger
        .reach
        .values()
        .filter(|r| request.period.contains_month(r.month))
    {
        let entry = reach.entry(row.officer).or_default();
        entry.0 += row.shares;
        entry.1 += u32::from(row.shares > 0);
        entry.2.push(row.uid);
    }
    let mut rows = Vec::new();
    let mut total = 0;
    for officer in ledger
        .officers
        .values()
        .filter(|o| o.serves_on(request.period.to))
    {
        let Some(person) = ledger.people.get(&officer.person) else {
            continue;
        };
        if request.community.is_some() && person.community != request.community {
            continue;
        }
        let community = material.directory.community_name(person.community);
        let place = if officer.grid.is_empty() {
            community
        } else {
            format!("{community}/{}", officer.grid)
        };
        let known = reach.get(&officer.uid);
        total += known.map_or(0, |k| k.0);
        let mut cells: Vec<Cell> = vec![
            (rows.len() + 1).to_string().into(),
            Cell::figure(&name(person, request), [officer.uid]),
            person.sex.clone().into(),
            place.into(),
            officer.source.clone().into(),
            officer
                .registered_on
                .map(|d| d.to_string())
                .unwrap_or_default()
                .into(),
            if officer.verified { "是" } else { "否" }.into(),
        ];
        // Names beside what each passed on are no wall of names to be published (指尖形式主义, domain.md 3).
        if !public {
            // Blank means not reported, which is not zero (decisions.md 3).
            cells.extend([
                known.map_or_else(Cell::default, |k| Cell::figure(&k.0, k.2.as_slice())),
                known.map_or_else(Cell::default, |k| Cell::figure(&k.1, k.2.as_slice())),
                phone(person, request.mask).into(),
            ]);
        }
        rows.push(TableRow {
            cells,
            ..TableRow::default()
        });
    }
    report.notes.push(format!(
        "截至 {} 在任 {} 人。",
        request.period.to,
        rows.len()
    ));
    if !public {
        report.notes.push(
            "传播量按平台公布数逐月登记，空白为未报；月活月数为有传播的月数；按登记先后排列，不排名次。"
                .into(),
        );
    }
    let width = if public { 7 } else { 10 };
    let mut cells = vec![Cell::default(); width];
    for (place, text) in [(0, "合计".to_owned()), (7, total.to_string())] {
        if let Some(cell) = cells.get_mut(place) {
            cell.text = text;
        }
    }
    rows.push(TableRow {
        cells,
        kind: RowKind::Total,
    });
    let mut columns = vec![
        Column::tight("序号"),
        Column::tight("姓名"),
        Column::tight("性别"),
        Column::text("所属社区/网格", 1.6),
        Column::text("身份类别", 1.3),
        Column::tight("科普中国注册日期"),
        Column::tight("是否实名"),
    ];
    if !public {
        columns.extend([
            Column::number("传播量").under(span_word(&request.period)),
            Column::number("月活月数").under(span_word(&request.period)),
            Column::tight("电话"),
        ]);
    }
    report.blocks.push(Block::Table(Table { columns, rows }));
}
