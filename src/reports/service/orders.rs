//! R18 志愿服务点单派单台账: each order with its days; who asked is masked in what leaves the office, and what they wrote
//! about it is not published.

use crate::model::number::decimal;
use crate::model::secret::Mask;
use crate::model::secret::masked_name;
use crate::model::service::ServiceOrder;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::outline::TableRow;
use crate::reports::rows::day;
use crate::reports::rows::figure;
use crate::reports::rows::maybe;
use crate::reports::rows::put;
use crate::reports::rows::row;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
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
    let rows = orders
        .iter()
        .enumerate()
        .map(|(n, order)| line(n, order, material, request.mask));
    let rows = rows.collect();
    let columns = vec![
        Column::tight("编号"),
        Column::tight("点单日期"),
        Column::tight("点单人"),
        Column::text("需求", 1.8),
        Column::text("服务类型", 0.8),
        Column::text("派单社区", 0.8),
        Column::tight("派单日期"),
        Column::text("领单部门", 1.1),
        Column::text("接单队伍", 1.2),
        Column::tight("服务日期"),
        Column::tight("完成日期"),
        Column::tight("状态"),
        Column::number("评分"),
        Column::text("评价", 0.9),
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
    let without = material.ledger.orders.values();
    let without = without.filter(|o| o.asked_on.is_none()).count();
    if without > 0 {
        report
            .notes
            .push(format!("另有 {without} 单没有点单日期，未列入。"));
    }
    report
        .notes
        .push("按点单日期列入；用时为点单到完成的天数；服务日期为形成的活动开始的日期。".into());
}

fn line(n: usize, order: &ServiceOrder, material: &Material<'_>, mask: Mask) -> TableRow {
    let names = material.directory;
    let who = match mask {
        Mask::Archive => order.asked_by.clone(),
        Mask::Submit => masked_name(&order.asked_by),
        Mask::Public => String::new(),
    };
    let comment = match mask {
        Mask::Archive | Mask::Submit => order.comment.clone(),
        Mask::Public => String::new(),
    };
    let event = order.event.and_then(|e| material.ledger.events.get(&e));
    let took = order.done_on.zip(order.asked_on);
    row(vec![
        (n + 1).to_string().into(),
        day(order.asked_on),
        who.into(),
        figure(&order.title, &[order.uid]),
        order.service.clone().into(),
        names.community_name(order.community).into(),
        day(order.sent_on),
        order.sent_to.clone().into(),
        names.team_name(order.team).into(),
        day(event.and_then(|e| e.day())),
        day(order.done_on),
        order.stage().label().into(),
        maybe(order.stars),
        comment.into(),
        maybe(took.map(|(to, from)| (to - from).get_days())),
    ])
}
