//! R16 科普经费收支情况表: income by source, expense by purpose, per head with its denominator, and every voucher.

use crate::model::Uid;
use crate::model::capital::capital;
use crate::model::money::Money;
use crate::model::number::Fen;
use crate::model::tally::funds::Funds;
use crate::model::tally::funds::Line;
use crate::model::tally::funds::funds;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Block;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::outline::TableRow;
use crate::reports::rows::day;
use crate::reports::rows::figure;
use crate::reports::rows::put;
use crate::reports::rows::row;
use crate::reports::rows::total;
use std::sync::Arc;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    // Budgets and their accounts are of a year, whatever days were asked for; the heading says so.
    let year = request.period.to.year();
    report.right_line = format!("{year}年");
    let sums = funds(material.ledger, material.book, year);
    let mut rows: Vec<TableRow> = Vec::new();
    for (side, list, lines) in [
        ("收入", "fund_source", &sums.income),
        ("支出", "fund_purpose", &sums.expense),
    ] {
        rows.extend(classes(material, side, list, lines));
        let all: Vec<Uid> = lines.iter().flat_map(|l| l.records.clone()).collect();
        rows.push(total(vec![
            side.into(),
            "小计".into(),
            figure(Funds::total(lines), &all),
            Funds::total_before(lines).to_string().into(),
        ]));
    }
    let columns = vec![
        Column::tight("类别"),
        Column::text("项目", 2.0),
        Column::number("本年（元）"),
        Column::number("上年（元）"),
    ];
    put(report, columns, rows);
    // Beside the table they explain: the details that follow stand on pages of their own.
    let mut said = vec![format!(
        "大写：收入{}，支出{}。",
        capital(Funds::total(&sums.income)),
        capital(Funds::total(&sums.expense))
    )];
    said.push(format!(
        "预算：申请 {} 元，批复 {} 元（上年 {} 元），到位 {} 元。",
        sums.requested, sums.approved, sums.approved_before, sums.paid
    ));
    let days = sums.people_as_of.join("、");
    said.push(match sums.per_head() {
        Some(yuan) => format!(
            "人均科普经费 {yuan:.2} 元 = 支出 {} 元 ÷ {} 人，人口时点 {days}。",
            Funds::total(&sums.expense),
            sums.people
        ),
        None => "没有登记人口数，人均科普经费未计算。".into(),
    });
    said.push("收支按凭证日期计入年度；没有日期的不计。经费按全单位核算，不分社区。".into());
    report.blocks.push(Block::Lines(said));
    let mut vouchers: Vec<&Arc<Money>> = material
        .ledger
        .money
        .values()
        .filter(|m| m.day.is_some_and(|d| d.year() == year))
        .collect();
    if vouchers.is_empty() {
        return;
    }
    vouchers.sort_by_key(|m| (m.day, m.uid));
    report.blocks.push(Block::NewPage(format!(
        "{}科普经费收支明细",
        report.right_line
    )));
    let sum = |income: bool| -> Fen {
        let side = vouchers.iter().filter(|m| m.is_income() == income);
        side.filter_map(|m| m.amount).sum()
    };
    let mut rows: Vec<TableRow> = vouchers
        .iter()
        .enumerate()
        .map(|(n, m)| detail(n, m))
        .collect();
    rows.push(total(vec![
        "".into(),
        "".into(),
        "合计".into(),
        sum(true).to_string().into(),
        sum(false).to_string().into(),
        "".into(),
        "".into(),
    ]));
    let columns = vec![
        Column::tight("序号"),
        Column::tight("日期"),
        Column::text("摘要", 2.0),
        Column::number("收入（元）"),
        Column::number("支出（元）"),
        Column::text("来源或用途", 1.0),
        Column::tight("凭证号"),
    ];
    put(report, columns, rows);
}

// The classes of the form, each with its kinds beneath; those with nothing too, for a blank would be taken for forgotten.
fn classes(material: &Material<'_>, side: &str, list: &str, lines: &[Line]) -> Vec<TableRow> {
    let lists = &material.book.lists;
    let class_of = |name: &str| lists.part_of(list, name).unwrap_or(name).to_owned();
    let mut classes = lists.names(list);
    classes.retain(|name| lists.part_of(list, name).is_none());
    for line in lines {
        let class = class_of(&line.name);
        if !classes.contains(&class) {
            classes.push(class);
        }
    }
    let mut rows = Vec::new();
    for class in classes {
        let parts: Vec<&Line> = lines
            .iter()
            .filter(|l| class_of(&l.name) == class)
            .collect();
        let whole = Line {
            name: class.clone(),
            now: parts.iter().map(|l| l.now).sum(),
            before: parts.iter().map(|l| l.before).sum(),
            records: parts.iter().flat_map(|l| l.records.clone()).collect(),
        };
        rows.push(line(side, &class, &whole));
        let kinds = parts.iter().filter(|l| l.name != class);
        rows.extend(kinds.map(|l| line(side, &format!("　其中：{}", l.name), l)));
    }
    rows
}

fn line(side: &str, name: &str, line: &Line) -> TableRow {
    row(vec![
        side.into(),
        name.into(),
        figure(line.now, &line.records),
        line.before.to_string().into(),
    ])
}

fn detail(n: usize, money: &Money) -> TableRow {
    let amount = money.amount.map(|a| a.to_string()).unwrap_or_default();
    let (income, expense) = if money.is_income() {
        (amount, String::new())
    } else {
        (String::new(), amount)
    };
    let word = if money.is_income() {
        &money.source
    } else {
        &money.purpose
    };
    row(vec![
        (n + 1).to_string().into(),
        day(money.day),
        figure(&money.title, &[money.uid]),
        income.into(),
        expense.into(),
        word.clone().into(),
        money.voucher.clone().into(),
    ])
}
