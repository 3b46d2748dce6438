//! 更正说明 as paper: what changed in a period after it went up, to be signed, sealed and handed in.

use super::FigureChange;
use crate::app::Office;
use crate::app::error::AppError;
use crate::app::paper::Report;
use crate::model::number::decimal;
use crate::model::papers::Submission;
use crate::reports::outline::Block;
use crate::reports::outline::Cell;
use crate::reports::outline::Column;
use crate::reports::outline::Table;
use crate::reports::outline::TableRow;

impl Office {
    /// The 更正说明 of a submission.
    ///
    /// # Errors
    /// As [`Office::corrections`].
    pub fn corrections_report(&self, submission: &Submission) -> Result<Report, AppError> {
        let told = self.corrections(submission)?.masked();
        let office = self.ledger.offices.get(&submission.office);
        let office = office.map(|o| crate::model::office::Office::clone(o));
        let office = office.unwrap_or_default();
        let day = submission.day.map(|d| d.to_string()).unwrap_or_default();
        let mut blocks = vec![Block::Lines(vec![format!(
            "{}于 {day} 上报，校验码 {}。此后有 {} 项指标、{} 条记录更正。",
            submission.title,
            submission.check_code,
            told.figures.len(),
            told.records.len()
        )])];
        if !told.figures.is_empty() {
            blocks.push(Block::Lines(vec!["一、指标".into()]));
            blocks.push(figures(&told.figures));
        }
        if !told.records.is_empty() {
            blocks.push(Block::Lines(vec!["二、记录".into()]));
            let rows = told.records.iter().flat_map(|r| {
                let head = [r.what.to_owned(), r.kind.to_owned(), r.title.clone()];
                let row = |rest: [String; 3]| {
                    let cells = head.iter().cloned().chain(rest);
                    TableRow {
                        cells: cells.map(Cell::from).collect(),
                        ..TableRow::default()
                    }
                };
                let mut rows: Vec<TableRow> = r
                    .fields
                    .iter()
                    .map(|f| row([f.label.clone(), f.before.clone(), f.after.clone()]))
                    .collect();
                if rows.is_empty() {
                    rows.push(row(Default::default()));
                }
                rows
            });
            blocks.push(Block::Table(Table {
                columns: vec![
                    Column::tight("更正"),
                    Column::tight("种类"),
                    Column::text("记录", 1.4),
                    Column::text("栏目", 0.7),
                    Column::text("上报时", 1.0),
                    Column::text("现在", 1.0),
                ],
                rows: rows.collect(),
            }));
        }
        Ok(Report {
            title: "更正说明".into(),
            left_line: format!("填报单位：{}", office.name),
            right_line: submission.title.clone(),
            blocks,
            signers: vec![
                ("单位负责人".into(), office.head),
                ("审核人".into(), office.reviewer),
                ("填表人".into(), office.clerk),
            ],
            date_line: self.clock.today().strftime("%Y年%-m月%-d日").to_string(),
            sealed: true,
            ..Report::default()
        })
    }
}

fn figures(changes: &[FigureChange]) -> Block {
    let word = |value: Option<f64>| value.map_or_else(|| "无".into(), decimal);
    let rows = changes.iter().map(|f| {
        let cells = [
            f.name.clone(),
            f.unit.clone(),
            word(f.before),
            word(f.after),
        ];
        TableRow {
            cells: cells.into_iter().map(Cell::from).collect(),
            ..TableRow::default()
        }
    });
    Block::Table(Table {
        columns: vec![
            Column::text("指标", 1.0),
            Column::tight("单位"),
            Column::number("上报时"),
            Column::number("现在"),
        ],
        rows: rows.collect(),
    })
}
