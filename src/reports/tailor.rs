//! What the office changed in a report, applied to its finished content: columns hidden, renamed, put in another order,
//! names of those who sign, notes of its own. Sums were made before and stay.

use super::outline::Align;
use super::outline::Block;
use super::outline::Cell;
use super::outline::Column;
use super::outline::Report;
use super::outline::RowKind;
use super::outline::Table;
use super::outline::TableRow;
use crate::model::adjustment::Adjustment;
use crate::model::adjustment::ColumnChoice;
use std::collections::BTreeMap;

/// The built-in heading of a column with the common heading above it: 志愿者/人数.
pub fn key(column: &Column) -> String {
    if column.group.is_empty() {
        column.head.clone()
    } else {
        [column.group.as_str(), &column.head].join("/")
    }
}

/// The columns of a report by key, each once, in the order in which they stand on it.
pub fn keys(report: &Report) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for table in tables(report) {
        for key in table.columns.iter().map(key) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    keys
}

fn tables(report: &Report) -> impl Iterator<Item = &Table> {
    report.blocks.iter().filter_map(|b| match b {
        Block::Table(table) => Some(table),
        _ => None,
    })
}

/// Apply what the office changed. Title, seal, paper and labels of those who sign are taken from the catalogue's adjusted
/// entry before content is made, so that content that builds on them follows.
pub(super) fn apply(report: &mut Report, adjustment: &Adjustment) {
    for signer in adjustment.signers.iter().flatten() {
        let own = report.signers.iter_mut().find(|(l, _)| *l == signer.label);
        if let Some((_, name)) = own
            && !signer.name.is_empty()
        {
            name.clone_from(&signer.name);
        }
    }
    report
        .notes
        .extend(adjustment.notes.iter().flatten().cloned());
    let Some(choices) = adjustment.columns.as_deref().filter(|c| !c.is_empty()) else {
        return;
    };
    for block in &mut report.blocks {
        if let Block::Table(table) = block
            && let Some(places) = places(&table.columns, choices)
        {
            rearrange(table, &places, choices);
        }
    }
}

/// Which half of a table of repeated columns, place in the office's order, place in the built-in order.
type Rank = (usize, Option<usize>, usize);

// Which columns stand where; none when the table has no column that was changed, or nothing of it would be left.
fn places(columns: &[Column], choices: &[ColumnChoice]) -> Option<Vec<usize>> {
    let rank = |key: &str| choices.iter().position(|c| c.key == key);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    // A column the office never saw, like one a newer program has, stays behind the one it follows.
    let mut before = None;
    let mut order: Vec<(Rank, usize)> = Vec::new();
    let mut known = false;
    for (n, column) in columns.iter().enumerate() {
        let key = key(column);
        let own = rank(&key);
        known |= own.is_some();
        before = own.or(before);
        // The same columns twice side by side, as on a signing sheet, move within their half.
        let half = seen.entry(key).and_modify(|k| *k += 1).or_insert(0);
        let shown = own.and_then(|n| choices.get(n)).is_none_or(|c| c.shown);
        if shown {
            order.push(((*half, before, n), n));
        }
    }
    order.sort_unstable();
    (known && !order.is_empty()).then(|| order.into_iter().map(|(_, n)| n).collect())
}

fn rearrange(table: &mut Table, places: &[usize], choices: &[ColumnChoice]) {
    // A heading across the table stands in no column.
    for row in table.rows.iter_mut().filter(|r| r.kind != RowKind::Group) {
        let label = label(row, table.columns.len());
        let cells: Vec<Cell> = places
            .iter()
            .map(|n| row.cells.get(*n).cloned().unwrap_or_default())
            .collect();
        row.cells = cells;
        if let Some((at, text)) = label
            && places.first() != Some(&at)
        {
            relabel(row, places, at, text, &table.columns);
        }
    }
    table.columns = places
        .iter()
        .filter_map(|n| table.columns.get(*n).cloned())
        .map(|mut column| {
            let key = key(&column);
            let renamed = choices.iter().find(|c| c.key == key && !c.head.is_empty());
            if let Some(choice) = renamed {
                column.head.clone_from(&choice.head);
            }
            column
        })
        .collect();
}

// 合计 and the column it stands in, for a row of sums.
fn label(row: &TableRow, columns: usize) -> Option<(usize, String)> {
    if row.kind != RowKind::Total || columns == 0 {
        return None;
    }
    let (at, cell) = row
        .cells
        .iter()
        .enumerate()
        .find(|(_, c)| !c.text.is_empty())?;
    // A sum begins with what it is; a row that begins with a figure has no such word.
    (cell.source.is_none() && cell.text.parse::<f64>().is_err()).then(|| (at, cell.text.clone()))
}

// 合计 moves to the first column: a row of sums that doesn't say what it is would be read as a record.
fn relabel(row: &mut TableRow, places: &[usize], at: usize, label: String, columns: &[Column]) {
    if let Some(old) = places.iter().position(|n| *n == at)
        && let Some(cell) = row.cells.get_mut(old)
    {
        cell.text.clear();
    }
    let is_number = |place: usize| {
        places
            .get(place)
            .and_then(|n| columns.get(*n))
            .is_some_and(|c| c.align == Align::Right)
    };
    let filled = |c: &Cell| !c.text.is_empty();
    // A number must stay one in the spreadsheet: the label goes to the first place where it disturbs none.
    let place = row
        .cells
        .iter()
        .enumerate()
        .position(|(n, c)| !filled(c) || !is_number(n))
        .unwrap_or(0);
    if let Some(cell) = row.cells.get_mut(place) {
        cell.text = if cell.text.is_empty() {
            label
        } else {
            [label.as_str(), &cell.text].join(" ")
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let total = |cells: Vec<Cell>| TableRow {
            cells,
            kind: RowKind::Total,
        };
        Table {
            columns: vec![
                Column::tight("序号"),
                Column::text("名称", 1.0),
                Column::number("人数").under("志愿者"),
                Column::number("小时").under("志愿者"),
            ],
            rows: vec![
                TableRow {
                    cells: vec!["1".into(), "讲座".into(), "5".into(), "10".into()],
                    ..TableRow::default()
                },
                total(vec!["合计".into(), "1 场".into(), "5".into(), "10".into()]),
            ],
        }
    }

    fn tailored(choices: &[(&str, &str, bool)]) -> Vec<String> {
        let mut report = Report {
            blocks: vec![Block::Table(table())],
            ..Report::default()
        };
        let columns = choices.iter().map(|(key, head, shown)| ColumnChoice {
            key: (*key).into(),
            head: (*head).into(),
            shown: *shown,
        });
        apply(
            &mut report,
            &Adjustment {
                columns: Some(columns.collect()),
                ..Adjustment::default()
            },
        );
        let table = tables(&report).next().unwrap();
        let heads = table.columns.iter().map(|c| c.head.as_str());
        let mut lines = vec![heads.collect::<Vec<_>>().join("|")];
        for row in &table.rows {
            let cells: Vec<&str> = row.cells.iter().map(|c| c.text.as_str()).collect();
            lines.push(cells.join("|"));
        }
        lines
    }

    #[test]
    fn columns_hide_move_and_change_their_names() {
        assert_eq!(
            tailored(&[
                ("名称", "活动", true),
                ("序号", "", true),
                ("志愿者/人数", "", false),
                ("志愿者/小时", "时长", true),
            ]),
            ["活动|序号|时长", "讲座|1|10", "合计 1 场||10"]
        );
    }

    #[test]
    fn the_sum_says_that_it_is_one_without_its_first_column() {
        assert_eq!(
            tailored(&[("序号", "", false), ("名称", "", false)]),
            ["人数|小时", "5|10", "合计 5|10"]
        );
    }

    #[test]
    fn columns_the_office_never_saw_stay_where_they_were() {
        assert_eq!(
            tailored(&[("名称", "", true), ("序号", "", true)])[0],
            "名称|人数|小时|序号"
        );
    }

    #[test]
    fn a_table_of_other_columns_is_left_alone() {
        assert_eq!(tailored(&[("档号", "", false)])[0], "序号|名称|人数|小时");
        let all = ["序号", "名称", "志愿者/人数", "志愿者/小时"].map(|k| (k, "", false));
        assert_eq!(tailored(&all)[0], "序号|名称|人数|小时");
    }
}
