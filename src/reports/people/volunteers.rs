//! R6 科技志愿者花名册: the state at the period's end, with service in the year and in all.

use super::name;
use super::phone;
use crate::model::Uid;
use crate::model::number::hours;
use crate::model::secret::Mask;
use crate::model::tally::stars;
use crate::model::tally::stars::Standing;
use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Block;
use crate::reports::outline::Cell;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::outline::Table;
use crate::reports::outline::TableRow;
use crate::reports::rows::span_word;
use crate::reports::rows::total;
use std::collections::BTreeMap;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let public = request.mask == Mask::Public;
    let ledger = material.ledger;
    let standings = stars::standings(ledger, material.book, &request.period);
    let standings: BTreeMap<Uid, &Standing> = standings.iter().map(|s| (s.volunteer, s)).collect();
    let mut sums = (0, 0, 0);
    let end = request.period.to;
    let serving = ledger.volunteers.values().filter(|v| {
        v.registered_on.is_none_or(|d| d <= end)
            && v.left_on.is_none_or(|d| d > end)
            && request.team.is_none_or(|t| v.team == Some(t))
    });
    let mut rows = Vec::new();
    for volunteer in serving {
        let Some(person) = ledger.people.get(&volunteer.person) else {
            continue;
        };
        if request.community.is_some() && person.community != request.community {
            continue;
        }
        let served = standings.get(&volunteer.uid);
        let (times, minutes) = served.map_or((0, 0), |s| (s.year_events, s.year_minutes));
        let all = served.map_or(0, |s| s.minutes);
        sums = (sums.0 + times, sums.1 + minutes, sums.2 + all);
        let mut cells: Vec<Cell> = vec![
            (rows.len() + 1).to_string().into(),
            Cell::figure(&name(person, request), [volunteer.uid]),
            person.sex.clone().into(),
        ];
        if !public {
            cells.push(
                person
                    .birth
                    .map(|b| format!("{}.{:02}", b.year(), b.month()))
                    .unwrap_or_default()
                    .into(),
            );
            cells.push(person.political.clone().into());
        }
        cells.extend([
            person.education.clone().into(),
            person.title_level.clone().into(),
            person.employer.clone().into(),
            volunteer.specialty.clone().into(),
            material.directory.team_name(volunteer.team).into(),
            volunteer.registration_no.clone().into(),
            volunteer
                .registered_on
                .map(|d| d.to_string())
                .unwrap_or_default()
                .into(),
            times.to_string().into(),
            hours(minutes).into(),
            hours(all).into(),
            grade(material, all).into(),
        ]);
        if !public {
            cells.push(phone(person, request.mask).into());
        }
        rows.push(TableRow {
            cells,
            ..TableRow::default()
        });
    }
    report.notes.push(format!(
        "截至 {end} 在册 {} 人；场次和时长按逐人登记的参与统计，时长按本单位的取整和每日上限计，单位为小时，累计到期末；星级按本单位的标准。",
        rows.len()
    ));
    let wide = columns(public, "").len();
    let times_at = if public { 10 } else { 12 };
    let mut cells = vec![Cell::default(); wide];
    for (place, text) in [
        (0, "合计".to_owned()),
        (1, format!("{} 人", rows.len())),
        (times_at, sums.0.to_string()),
        (times_at + 1, hours(sums.1)),
        (times_at + 2, hours(sums.2)),
    ] {
        if let Some(cell) = cells.get_mut(place) {
            cell.text = text;
        }
    }
    rows.push(total(cells));
    report.blocks.push(Block::Table(Table {
        columns: columns(public, span_word(&request.period)),
        rows,
    }));
}

fn columns(public: bool, span: &str) -> Vec<Column> {
    let mut columns = vec![
        Column::tight("序号"),
        Column::tight("姓名"),
        Column::tight("性别"),
    ];
    if !public {
        columns.extend([Column::tight("出生年月"), Column::tight("政治面貌")]);
    }
    columns.extend([
        Column::tight("学历"),
        Column::tight("职称"),
        Column::text("工作单位", 1.6),
        Column::text("专业特长", 1.0),
        Column::text("服务队", 1.7),
        Column::text("平台注册号", 1.0),
        Column::tight("注册日期"),
        Column::number("场次").under(span),
        Column::number("时长").under(span),
        Column::number("累计时长"),
        Column::tight("星级"),
    ]);
    if !public {
        columns.push(Column::tight("电话"));
    }
    columns
}

// ★★ by the office's own grades, nothing below the first.
fn grade(material: &Material<'_>, minutes: u32) -> String {
    let grades = &material.book.rules.stars;
    let reached = grades.iter().filter(|s| s.hours * 60 <= minutes);
    "★".repeat(reached.count())
}
