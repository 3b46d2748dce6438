//! R18 志愿服务点单派单台账: each order with its days; who asked is masked in what leaves the office.

use crate::model::number::decimal;
use crate::model::secret::Mask;
use crate::model::secret::masked_name;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::rows::day;
use crate::reports::rows::figure;
use crate::reports::rows::maybe;
use crate::reports::rows::put;
use crate::reports::rows::row;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let names = material.directory;
    let mut orders: Vec<_> = material
        .ledger
        .orders
        .values()
        .filter(|o| o.asked_on.is_some_and(|d| request.period.contains(d)))
        .filter(|o| request.community.is_none() || o.community == request.community)
        .filter(|o| request.team.is_none() || o.team == request.team)
        .collect();
    orders.sort_by_key(|o| (o.asked_on, o.uid));
    let done: Vec<_> = orders.iter().filter(|o| o.done_on.is_some()).collect();
    let waited: Vec<i64> = done
        .iter()
        .filter_map(|o| o.done_on.zip(o.asked_on))
        .map(|(to, from)| i64::from((to - from).get_days()))
        .collect();
    let rows = orders.iter().enumerate().map(|(n, order)| {
        let who = match request.mask {
            Mask::Archive => order.asked_by.clone(),
            Mask::Submit => masked_name(&order.asked_by),
            Mask::Public => String::new(),
        };
        let took = order.done_on.zip(order.asked_on);
        row(vec![
            (n + 1).to_string().into(),
            day(order.asked_on),
            who.into(),
            figure(&order.title, &[order.uid]),
            names.community_name(order.community).into(),
            day(order.sent_on),
            order.sent_to.clone().into(),
            names.team_name(order.team).into(),
            day(order.done_on),
            order.stage().label().into(),
            maybe(order.stars),
            maybe(took.map(|(to, from)| (to - from).get_days())),
        ])
    });
    let rows = rows.collect();
    let columns = vec![
        Column::tight("编号"),
        Column::tight("点单日期"),
        Column::tight("点单人"),
        Column::text("需求", 2.0),
        Column::text("派单社区", 0.9),
        Column::tight("派单日期"),
        Column::text("领单部门", 1.1),
        Column::text("接单队伍", 1.3),
        Column::tight("完成日期"),
        Column::tight("状态"),
        Column::number("评分"),
        Column::number("用时（天）"),
    ];
    put(report, columns, rows);
    if !waited.is_empty() {
        let mean = waited.iter().sum::<i64>() as f64 / waited.len() as f64;
        report.notes.push(format!(
            "共 {} 单，完成 {} 单，从点单到完成平均 {} 天。",
            orders.len(),
            done.len(),
            decimal((mean * 10.0).round() / 10.0)
        ));
    }
}
