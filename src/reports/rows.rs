//! What the plainer tables are made of: rows of texts, figures that lead to their records, sums.

use super::outline::Block;
use super::outline::Cell;
use super::outline::Column;
use super::outline::Plot;
use super::outline::PlotBar;
use super::outline::Report;
use super::outline::RowKind;
use super::outline::Table;
use super::outline::TableRow;
use crate::model::Period;
use crate::model::Uid;
use jiff::civil::Date;

/// A row of a record.
pub(super) fn row(cells: Vec<Cell>) -> TableRow {
    TableRow {
        cells,
        ..TableRow::default()
    }
}

/// The row of sums.
pub(super) fn total(cells: Vec<Cell>) -> TableRow {
    TableRow {
        cells,
        kind: RowKind::Total,
    }
}

/// A figure with the records it was counted from.
#[expect(
    clippy::needless_pass_by_value,
    reason = "counts are handed in as they come, without a sign before each"
)]
pub(super) fn figure(text: impl ToString, records: &[Uid]) -> Cell {
    Cell::figure(&text.to_string(), records)
}

/// A day, empty when not known.
pub(super) fn day(day: Option<Date>) -> Cell {
    day.map(|d| d.to_string()).unwrap_or_default().into()
}

/// A day in words, without leading noughts (GB/T 9704-2012 7.3.5).
pub(super) fn long_day(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// What a column of the period is headed: 本年 for a year, 本期 for anything else.
pub(super) fn span_word(period: &Period) -> &'static str {
    if period.months == 12 && period.from.day_of_year() == 1 {
        "本年"
    } else {
        "本期"
    }
}

/// A share in percent, a dash when there is nothing to divide by.
pub(super) fn percent(rate: Option<f64>) -> Cell {
    rate.map_or_else(|| "—".to_owned(), |r| format!("{:.1}%", r * 100.0))
        .into()
}

/// A value that may be missing.
pub(super) fn maybe<T: ToString>(value: Option<T>) -> Cell {
    value.map(|v| v.to_string()).unwrap_or_default().into()
}

/// A plot of a column of a table: a bar a row, the sum left out; beside it another column it is held against.
pub(super) fn plot(
    (title, unit): (&str, &str),
    rows: &[TableRow],
    value: usize,
    beside: Option<usize>,
) -> Block {
    let number = |row: &TableRow, n: usize| row.cells.get(n)?.text.parse::<f64>().ok();
    let bars = rows.iter().filter(|r| r.kind == RowKind::Normal);
    let bars = bars.filter_map(|row| {
        Some(PlotBar {
            label: row.cells.first()?.text.clone(),
            value: number(row, value)?,
            beside: beside.and_then(|n| number(row, n)),
            source: row.cells.get(value)?.source.clone(),
        })
    });
    Block::Plot(Plot {
        title: title.into(),
        unit: unit.into(),
        bars: bars.collect(),
    })
}

/// Put a table into a report; says so when it has no rows, so that an empty page is no riddle.
pub(super) fn put(report: &mut Report, columns: Vec<Column>, rows: Vec<TableRow>) {
    if rows.iter().all(|r| r.kind == RowKind::Total) {
        report.notes.push("本期没有记录。".into());
    }
    report.blocks.push(Block::Table(Table { columns, rows }));
}
