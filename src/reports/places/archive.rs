//! R22 佐证材料目录: papers of the period by archive number, with the files that are attached.

use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Column;
use crate::reports::outline::Report;
use crate::reports::rows::day;
use crate::reports::rows::figure;
use crate::reports::rows::put;
use crate::reports::rows::row;

pub(in crate::reports) fn fill(report: &mut Report, material: &Material<'_>, request: &Request) {
    let ledger = material.ledger;
    let mut papers: Vec<_> = ledger
        .papers
        .values()
        .filter(|p| p.day.is_some_and(|d| request.period.contains(d)))
        .collect();
    papers.sort_by(|a, b| (&a.archive_no, a.day, a.uid).cmp(&(&b.archive_no, b.day, b.uid)));
    let unnumbered = papers.iter().filter(|p| p.archive_no.is_empty()).count();
    let rows = papers.iter().enumerate().map(|(n, paper)| {
        let files = ledger.attachments.values();
        let files = files.filter(|a| a.owner == Some(paper.uid)).count();
        row(vec![
            (n + 1).to_string().into(),
            paper.archive_no.clone().into(),
            figure(&paper.title, &[paper.uid]),
            paper.kind.clone().into(),
            paper.number.clone().into(),
            day(paper.day),
            files.to_string().into(),
            paper.kept.clone().into(),
        ])
    });
    let rows = rows.collect();
    let columns = vec![
        Column::tight("序号"),
        Column::tight("档号"),
        Column::text("题名", 2.4),
        Column::tight("类别"),
        Column::text("文号", 1.2),
        Column::tight("日期"),
        Column::number("文件数"),
        Column::text("存放处", 1.0),
    ];
    put(report, columns, rows);
    if unnumbered > 0 {
        report
            .notes
            .push(format!("其中 {unnumbered} 份还没有档号。"));
    }
}
