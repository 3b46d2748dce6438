//! R7 科技志愿服务队一览表: the teams at the period's end, whether each is strong enough, and what its members served.

use crate::model::number::hours;
use crate::model::secret::Mask;
use crate::model::secret::masked_names;
use crate::model::tally::stars;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::rows::day;
use crate::reports::rows::figure;
use crate::reports::rows::put;
use crate::reports::rows::row;
use crate::reports::rows::span_word;
use crate::reports::rows::total;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let mut standings = stars::teams(material.ledger, material.book, &request.period);
    standings.retain(|s| request.team.is_none_or(|t| s.team == t));
    let wanted = material.book.rules.team_members;
    // Nobody asked the leaders for consent to publication (个人信息保护法 art. 25).
    let shown = |names: &str| match request.mask {
        Mask::Public => masked_names(names),
        Mask::Archive | Mask::Submit => names.to_owned(),
    };
    let rows = standings.iter().enumerate().filter_map(|(n, s)| {
        let team = material.ledger.teams.get(&s.team)?;
        let strong = match wanted.saturating_sub(s.members) {
            0 => "是".to_owned(),
            short => format!("差 {short} 人"),
        };
        Some(row(vec![
            (n + 1).to_string().into(),
            figure(&team.name, &[team.uid]),
            shown(&team.leader).into(),
            shown(&team.deputies).into(),
            day(team.founded),
            s.members.to_string().into(),
            strong.into(),
            team.direction.clone().into(),
            s.events.to_string().into(),
            hours(s.minutes).into(),
            hours(s.minutes.checked_div(s.members).unwrap_or(0)).into(),
            team.registration_no.clone().into(),
        ]))
    });
    let mut rows: Vec<_> = rows.collect();
    let members: u32 = standings.iter().map(|s| s.members).sum();
    let minutes: u32 = standings.iter().map(|s| s.minutes).sum();
    rows.push(total(vec![
        "合计".into(),
        format!("{} 支", standings.len()).into(),
        "".into(),
        "".into(),
        "".into(),
        members.to_string().into(),
        "".into(),
        "".into(),
        // An event of two teams is one event: theirs do not add up.
        "".into(),
        hours(minutes).into(),
        hours(minutes.checked_div(members).unwrap_or(0)).into(),
        "".into(),
    ]));
    let span = span_word(&request.period);
    let columns = vec![
        Column::tight("序号"),
        Column::text("队伍名称", 2.0),
        Column::tight("队长"),
        Column::text("副队长", 1.0),
        Column::tight("成立日期"),
        Column::number("人数"),
        Column::tight(&format!("满{wanted}人")),
        Column::text("专业方向", 1.2),
        Column::number("场次").under(span),
        Column::number("总时长").under(span),
        Column::number("人均时长").under(span),
        Column::text("平台注册号", 1.0),
    ];
    put(report, columns, rows);
    report.notes.push(format!(
        "人数为 {} 在队的志愿者；场次为队员参加的活动，几支队伍同做的各计一次，不合计；时长按本单位的取整和每日上限计，单位为小时。",
        request.period.to
    ));
}
