//! R21 星级志愿者和典型推荐人选汇总表: who meets the office's own conditions, with the arithmetic; the published version
//! carries names only by consent.

use crate::model::number::hours;
use crate::model::tally::stars;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::people::name;
use crate::reports::rows::figure;
use crate::reports::rows::put;
use crate::reports::rows::row;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let standings = stars::standings(material.ledger, material.book, &request.period);
    let fit = standings
        .iter()
        .filter(|s| !s.star.is_empty() || !s.met.is_empty());
    let rows = fit.enumerate().filter_map(|(n, s)| {
        let entry = material.ledger.volunteer_entry(s.volunteer)?;
        let mut proposed = s.met.clone();
        if !s.star.is_empty() {
            proposed.push(s.star.clone());
        }
        Some(row(vec![
            (n + 1).to_string().into(),
            figure(name(&entry.person, request.mask), &[s.volunteer]),
            entry.person.employer.clone().into(),
            material.directory.team_name(entry.volunteer.team).into(),
            s.year_events.to_string().into(),
            hours(s.year_minutes).into(),
            hours(s.minutes).into(),
            proposed.join("、").into(),
        ]))
    });
    let rows = rows.collect();
    let columns = vec![
        Column::tight("序号"),
        Column::tight("姓名"),
        Column::text("单位", 1.4),
        Column::text("服务队", 1.4),
        Column::number("本年场次"),
        Column::number("本年时长"),
        Column::number("累计时长"),
        Column::text("拟评", 1.4),
    ];
    put(report, columns, rows);
    for rule in &material.book.rules.qualifiers {
        if rule.who == "个人" {
            report.notes.push(format!(
                "{}：本年活动不少于 {} 次、时长不少于 {} 小时（{}）。",
                rule.name, rule.events, rule.hours, rule.source
            ));
        }
    }
    report
        .notes
        .push("时长按本单位的取整和每日上限计，单位为小时；星级按累计时长。".into());
}
