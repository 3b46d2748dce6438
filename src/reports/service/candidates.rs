//! R21 星级志愿者和典型推荐人选汇总表: who meets the office's own conditions, with the arithmetic; 公示版 is what hangs on the
//! board, with names by consent, the days it hangs there and whom to tell.

use crate::model::number::hours;
use crate::model::secret::Mask;
use crate::model::tally::stars;
use crate::model::tally::stars::Standing;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::notice;
use crate::reports::outline::Block;
use crate::reports::outline::Cell;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::outline::Table;
use crate::reports::outline::TableRow;
use crate::reports::people::name;
use crate::reports::rows::figure;
use crate::reports::rows::put;
use crate::reports::rows::row;
use crate::reports::rows::span_word;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let public = request.mask == Mask::Public;
    if public {
        report.title = "星级和典型推荐人选公示".into();
        let what = format!(
            "根据{}志愿服务登记和本单位的评定条件，拟评定或推荐下列人员和服务队，现予公示。",
            request.period.label
        );
        let length = notice::Length::WorkingDays(material.book.rules.notice_days);
        notice::opening(report, material, &request.notice, length, &what);
    }
    people(report, material, request);
    teams(report, material, request);
    let span = span_word(&request.period);
    for rule in &material.book.rules.qualifiers {
        let mut asked = vec![
            format!("{span}活动不少于 {} 次", rule.events),
            format!("时长不少于 {} 小时", rule.hours),
        ];
        if rule.who == "队伍" {
            asked.insert(0, format!("队员不少于 {} 人", rule.members));
            asked.push(format!("人均不少于 {} 小时", rule.hours_each));
        }
        let source = if rule.source.is_empty() {
            String::new()
        } else {
            format!("（{}）", rule.source)
        };
        report
            .notes
            .push(format!("{}：{}{source}。", rule.name, asked.join("、")));
    }
    let grades = material.book.rules.stars.iter();
    let grades: Vec<String> = grades
        .map(|s| format!("{} {} 小时", s.name, s.hours))
        .collect();
    if !grades.is_empty() {
        report.notes.push(format!("星级：{}。", grades.join("、")));
    }
    report.notes.push(format!(
        "时长按本单位的取整和每日上限计，单位为小时；星级按截至 {} 的累计时长。",
        request.period.to
    ));
}

// Proposed for a star or a commendation.
fn proposed(standing: &Standing) -> Vec<String> {
    let mut proposed = standing.met.clone();
    if !standing.star.is_empty() {
        proposed.push(standing.star.clone());
    }
    proposed
}

fn people(report: &mut Report, material: &Material<'_>, request: &Request) {
    let public = request.mask == Mask::Public;
    let standings = stars::standings(material.ledger, material.book, &request.period);
    let mut rows: Vec<TableRow> = Vec::new();
    for s in &standings {
        let proposed = proposed(s);
        let Some(entry) = material
            .ledger
            .volunteer_entry(s.volunteer)
            .filter(|_| !proposed.is_empty())
        else {
            continue;
        };
        let elsewhere = request.community.is_some() && entry.person.community != request.community;
        if elsewhere
            || request
                .team
                .is_some_and(|t| entry.volunteer.team != Some(t))
        {
            continue;
        }
        let mut cells: Vec<Cell> = vec![
            (rows.len() + 1).to_string().into(),
            figure(name(&entry.person, request), &[s.volunteer]),
            entry.person.employer.clone().into(),
        ];
        if !public {
            cells.push(material.directory.team_name(entry.volunteer.team).into());
        }
        cells.extend([
            s.year_events.to_string().into(),
            hours(s.year_minutes).into(),
            hours(s.minutes).into(),
            proposed.join("、").into(),
        ]);
        rows.push(row(cells));
    }
    let span = span_word(&request.period);
    let mut columns = vec![
        Column::tight("序号"),
        Column::tight("姓名"),
        Column::text("单位", 1.4),
    ];
    if !public {
        columns.push(Column::text("服务队", 1.4));
    }
    columns.extend([
        Column::number(&format!("{span}场次")),
        Column::number(&format!("{span}时长")),
        Column::number("累计时长"),
        Column::text("拟评", 1.4),
    ]);
    put(report, columns, rows);
}

// Teams that meet the conditions of teams stand under the people; a page without such teams says nothing of them.
fn teams(report: &mut Report, material: &Material<'_>, request: &Request) {
    if request.community.is_some() {
        return;
    }
    let standings = stars::teams(material.ledger, material.book, &request.period);
    let met = standings
        .iter()
        .filter(|s| !s.met.is_empty() && request.team.is_none_or(|t| s.team == t));
    let rows: Vec<TableRow> = met
        .enumerate()
        .map(|(n, s)| {
            row(vec![
                (n + 1).to_string().into(),
                figure(&s.name, &[s.team]),
                s.members.to_string().into(),
                s.events.to_string().into(),
                hours(s.minutes).into(),
                hours(s.minutes.checked_div(s.members).unwrap_or(0)).into(),
                s.met.join("、").into(),
            ])
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    report.blocks.push(Block::Lines(vec!["服务队".into()]));
    report.blocks.push(Block::Table(Table {
        columns: vec![
            Column::tight("序号"),
            Column::text("队伍名称", 1.6),
            Column::number("人数"),
            Column::number("场次"),
            Column::number("总时长"),
            Column::number("人均时长"),
            Column::text("拟评", 1.2),
        ],
        rows,
    }));
}
