//! R7 科技志愿服务队一览表.

use crate::model::number::hours;
use crate::model::tally::stars;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::rows::day;
use crate::reports::rows::figure;
use crate::reports::rows::put;
use crate::reports::rows::row;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let standings = stars::teams(material.ledger, material.book, &request.period);
    let rows = standings.iter().enumerate().filter_map(|(n, s)| {
        let team = material.ledger.teams.get(&s.team)?;
        Some(row(vec![
            (n + 1).to_string().into(),
            figure(&team.name, &[team.uid]),
            team.leader.clone().into(),
            team.deputies.clone().into(),
            day(team.founded),
            s.members.to_string().into(),
            team.direction.clone().into(),
            s.events.to_string().into(),
            hours(s.minutes).into(),
            hours(s.minutes.checked_div(s.members).unwrap_or(0)).into(),
            team.registration_no.clone().into(),
        ]))
    });
    let rows = rows.collect();
    let columns = vec![
        Column::tight("序号"),
        Column::text("队伍名称", 2.0),
        Column::tight("队长"),
        Column::text("副队长", 1.0),
        Column::tight("成立日期"),
        Column::number("人数"),
        Column::text("专业方向", 1.2),
        Column::number("场次").under("本期"),
        Column::number("总时长").under("本期"),
        Column::number("人均时长").under("本期"),
        Column::text("平台注册号", 1.0),
    ];
    put(report, columns, rows);
    report.notes.push("人数为期末在队的志愿者；场次为队员参加的活动；时长按本单位的取整和每日上限计，单位为小时。".into());
}
