//! 上报封面: what goes up, counted, with the figures as they are then, the 校验码 and places to sign and seal.

use super::outline::Block;
use super::outline::Cell;
use super::outline::Column;
use super::outline::FormRow;
use super::outline::Report;
use super::outline::Table;
use super::rows;
use super::rows::row;
use super::rows::total;
use crate::model::Period;
use crate::model::Table as Records;
use crate::model::office::Office;
use crate::model::papers::submission::FrozenFigure;
use jiff::civil::Date;

/// What a cover says.
#[derive(Debug, Clone)]
pub struct Cover {
    /// To whom.
    pub addressee: String,
    /// Of which days.
    pub period: Period,
    /// Which one of the office.
    pub sequence: u32,
    /// The day it is made.
    pub day: Date,
    /// 校验码.
    pub check_code: String,
    /// 校验码 of the one before; empty for the first.
    pub previous: String,
    /// Records by kind.
    pub counts: Vec<(Records, u64)>,
    /// Photos that go along.
    pub photos: usize,
    /// Other attachments that go along.
    pub files: usize,
    /// Reports that go along: R3 科普活动台账.
    pub reports: Vec<String>,
    /// Whether identity numbers and phones are in it.
    pub personal: bool,
    /// The figures.
    pub figures: Vec<FrozenFigure>,
}

/// What stands at the foot of each page that goes up.
pub fn foot(check_code: &str) -> String {
    format!("校验码 {check_code}")
}

/// The cover as a report.
pub fn cover(office: &Office, cover: &Cover) -> Report {
    let mut report = Report {
        title: "科普工作数据上报封面".into(),
        left_line: format!("填报单位：{}", office.name),
        right_line: cover.period.label.clone(),
        signers: vec![
            ("填表人".into(), office.clerk.clone()),
            ("审核人".into(), office.reviewer.clone()),
            ("单位负责人".into(), office.head.clone()),
        ],
        date_line: rows::long_day(cover.day),
        sealed: true,
        foot: foot(&cover.check_code),
        ..Report::default()
    };
    let or_none = |text: &str| if text.is_empty() { "无" } else { text }.to_owned();
    let span = format!(
        "{}至{}",
        rows::long_day(cover.period.from),
        rows::long_day(cover.period.to)
    );
    let personal = if cover.personal { "含" } else { "不含" };
    report.blocks.push(Block::Form(vec![
        FormRow::of([
            ("报送单位", cover.addressee.clone()),
            ("上报日期", rows::long_day(cover.day)),
        ]),
        FormRow::of([
            ("期间", span),
            ("序号", format!("第 {} 次", cover.sequence)),
        ]),
        FormRow::of([
            ("校验码", cover.check_code.clone()),
            ("上次校验码", or_none(&cover.previous)),
        ]),
        FormRow::of([
            (
                "照片和附件",
                format!("照片 {} 张，附件 {} 份", cover.photos, cover.files),
            ),
            ("证件电话", personal.to_owned()),
        ]),
        FormRow::of([("随包报表", or_none(&cover.reports.join("、")))]),
    ]));
    let mut counted: Vec<_> = cover
        .counts
        .iter()
        .map(|(table, n)| row(vec![table.label().into(), n.to_string().into()]))
        .collect();
    let all: u64 = cover.counts.iter().map(|(_, n)| n).sum();
    counted.push(total(vec!["合计".into(), all.to_string().into()]));
    report.blocks.push(Block::Table(Table {
        columns: vec![Column::text("记录", 2.0), Column::number("条数")],
        rows: counted,
    }));
    report.blocks.push(Block::NewPage("上报时的指标".into()));
    report.blocks.push(Block::Table(figures(&cover.figures)));
    report.notes.push(
        "校验码按包内全部记录、指标、照片和单位、期间、序号算出，印在随包报表每一页的页脚；纸上与包里的校验码一致，即为同一份数据。"
            .into(),
    );
    report
}

// Two halves side by side, so that they stand on one page.
fn figures(figures: &[FrozenFigure]) -> Table {
    let half = figures.len().div_ceil(2);
    let (left, right) = figures.split_at_checked(half).unwrap_or((figures, &[]));
    let cells = |figure: Option<&FrozenFigure>| -> [Cell; 3] {
        let Some(f) = figure else {
            return Default::default();
        };
        let value = f.value.map(crate::model::number::decimal);
        [
            f.name.clone().into(),
            value.unwrap_or_else(|| "—".into()).into(),
            f.unit.clone().into(),
        ]
    };
    let rows = left.iter().enumerate().map(|(n, figure)| {
        let mut line = cells(Some(figure)).to_vec();
        line.extend(cells(right.get(n)));
        row(line)
    });
    let columns = || {
        [
            Column::text("指标", 2.0),
            Column::number("数"),
            Column::tight("单位"),
        ]
    };
    Table {
        columns: columns().into_iter().chain(columns()).collect(),
        rows: rows.collect(),
    }
}
