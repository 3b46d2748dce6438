//! Cells on their way into a sheet: caps for rows and columns, merged cells, rows and columns that are hidden.
//! Every format fills the same grid, so that all of them follow the same rules.

use super::MOST_COLUMNS;
use super::MOST_ROWS;
use crate::exchange::sheet::Cell;
use crate::exchange::sheet::Row;
use crate::exchange::sheet::Sheet;
use crate::exchange::sheet::cell_name;
use std::collections::BTreeSet;

/// Merged regions looked at; a hostile file may claim any number.
const MOST_MERGES: usize = 50_000;
/// Cells passed over before a reader gives up on the rest; a few lie far out in many honest sheets.
const MOST_BEYOND: u32 = 100_000;
/// Rows visited to carry merged values down, over all regions of a sheet.
const MOST_CARRIED: usize = 400_000;

/// A merged region, rows and columns from 0, the ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Merge {
    pub first_row: u32,
    pub last_row: u32,
    pub first_column: u32,
    pub last_column: u32,
}

/// A sheet in the making.
#[derive(Debug, Default)]
pub(super) struct Grid {
    rows: Vec<Row>,
    beyond: u32,
    hidden_rows: BTreeSet<u32>,
    hidden_columns: BTreeSet<u32>,
    merges: Vec<Merge>,
}

impl Grid {
    /// Put a value at a place counted from 0. Sheets come row by row; a stray row is put where it belongs.
    pub fn put(&mut self, row: u32, column: u32, value: Cell) {
        if value == Cell::Empty {
            return;
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            self.beyond = self.beyond.saturating_add(1);
            return;
        }
        let number = row + 1;
        let at = match self.rows.last() {
            Some(last) if last.number == number => self.rows.len() - 1,
            Some(last) if last.number > number => {
                match self.rows.binary_search_by_key(&number, |r| r.number) {
                    Ok(at) => at,
                    Err(at) => {
                        self.rows.insert(at, new_row(number, 0));
                        at
                    }
                }
            }
            last => {
                // As wide as the row before: most tables are.
                let width = last.map_or(0, |r| r.cells.len());
                self.rows.push(new_row(number, width));
                self.rows.len() - 1
            }
        };
        let Some(cells) = self.rows.get_mut(at).map(|r| &mut r.cells) else {
            return;
        };
        let column = column as usize;
        if column == cells.len() {
            cells.push(value);
            return;
        }
        if cells.len() < column {
            cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = cells.get_mut(column) {
            *place = value;
        }
    }

    /// Whether so much lies beyond the caps that to read on would only cost time.
    pub fn is_full(&self) -> bool {
        self.beyond > MOST_BEYOND
    }

    /// A row that the spreadsheet does not show.
    pub fn hide_row(&mut self, row: u32) {
        if row < MOST_ROWS {
            self.hidden_rows.insert(row + 1);
        }
    }

    /// Columns that the spreadsheet does not show, the ends included.
    pub fn hide_columns(&mut self, first: u32, last: u32) {
        self.hidden_columns.extend(first..=last.min(MOST_COLUMNS));
    }

    /// A merged region.
    pub fn merge(&mut self, merge: Merge) {
        if self.merges.len() < MOST_MERGES && merge.last_row > merge.first_row {
            self.merges.push(merge);
        }
    }

    /// The sheet, and what the clerk must be told about it.
    pub fn finish(mut self, name: &str, warnings: &mut Vec<String>) -> Sheet {
        let place = if name.is_empty() {
            String::new()
        } else {
            format!("工作表“{name}”")
        };
        if self.beyond > 0 {
            warnings.push(format!(
                "{place}超出 {MOST_ROWS} 行或 {MOST_COLUMNS} 列的部分没有读"
            ));
        }
        let hidden = self
            .rows
            .iter()
            .filter(|r| self.hidden_rows.contains(&r.number))
            .count();
        if hidden > 0 {
            warnings.push(format!(
                "{place}有 {hidden} 行是隐藏的（筛选也会隐藏），这些行也读了，请核对"
            ));
        }
        let hidden = self
            .hidden_columns
            .iter()
            .filter(|c| {
                self.rows
                    .iter()
                    .any(|r| *r.cell(**c as usize) != Cell::Empty)
            })
            .count();
        if hidden > 0 {
            warnings.push(format!(
                "{place}有 {hidden} 列是隐藏的，这些列也读了，请核对"
            ));
        }
        let amounts = self.carry_down();
        if let Some(first) = amounts.first() {
            warnings.push(format!(
                "{place}有 {} 处数字合并在几行里（如 {first}），只算在第一行",
                amounts.len()
            ));
        }
        Sheet {
            name: name.to_owned(),
            rows: self.rows,
            ..Sheet::default()
        }
    }

    // The name of a community merged over several rows belongs to each of them; an amount belongs to all of them
    // together and is not repeated.
    fn carry_down(&mut self) -> Vec<String> {
        let mut amounts = Vec::new();
        let mut carried = 0;
        for merge in std::mem::take(&mut self.merges) {
            let top = merge.first_row + 1;
            let Ok(at) = self.rows.binary_search_by_key(&top, |r| r.number) else {
                continue;
            };
            let column = merge.first_column as usize;
            let value = self
                .rows
                .get(at)
                .map_or(Cell::Empty, |r| r.cell(column).clone());
            let below = |r: &Row| r.number <= merge.last_row.saturating_add(1);
            match &value {
                Cell::Day(_) => {}
                Cell::Text(text) if !is_amount(text) => {}
                Cell::Text(_) | Cell::Number(_) => {
                    if self.rows.get(at + 1).is_some_and(below) {
                        amounts.push(cell_name(top, column));
                    }
                    continue;
                }
                _ => continue,
            }
            for row in self.rows.iter_mut().skip(at + 1).take_while(|r| below(r)) {
                carried += 1;
                if carried > MOST_CARRIED {
                    return amounts;
                }
                if *row.cell(column) != Cell::Empty {
                    continue;
                }
                if row.cells.len() <= column {
                    row.cells.resize(column + 1, Cell::Empty);
                }
                if let Some(place) = row.cells.get_mut(column) {
                    *place = value.clone();
                    row.carried.push(merge.first_column);
                }
            }
        }
        amounts
    }
}

fn new_row(number: u32, width: usize) -> Row {
    Row {
        number,
        cells: Vec::with_capacity(width),
        carried: Vec::new(),
    }
}

// `120`, `约120人`, `1.5小时`, but neither `3月5日` nor `3号楼`.
fn is_amount(text: &str) -> bool {
    let plain = crate::model::text::normal(text);
    let plain = plain.trim_start_matches(['约', '近', '超', '共', '¥', '￥']);
    let unit = plain.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let units = [
        "", "人", "次", "份", "元", "万", "余", "多", "时", "小时", "分", "场", "块", "条", "名",
        "册", "页", "%", "个",
    ];
    plain.len() > unit.len()
        && (unit.is_empty() || units.iter().skip(1).any(|u| unit.starts_with(u)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(t: &str) -> Cell {
        Cell::Text(t.into())
    }

    fn down(column: u32, first_row: u32, last_row: u32) -> Merge {
        Merge {
            first_row,
            last_row,
            first_column: column,
            last_column: column,
        }
    }

    #[test]
    fn a_merged_community_belongs_to_each_row_and_a_merged_amount_to_the_first() {
        let mut grid = Grid::default();
        grid.put(0, 0, text("湖滨社区"));
        grid.put(0, 1, text("讲座"));
        grid.put(0, 2, text("约120人"));
        grid.put(1, 1, text("义诊"));
        grid.put(2, 1, text("展览"));
        grid.merge(down(0, 0, 2));
        grid.merge(down(2, 0, 2));
        let mut warnings = Vec::new();
        let sheet = grid.finish("台账", &mut warnings);
        assert_eq!(sheet.rows[2].cells, [text("湖滨社区"), text("展览")]);
        assert_eq!(sheet.rows[2].carried, [0]);
        assert_eq!(sheet.rows[1].cell(2), &Cell::Empty);
        assert_eq!(
            warnings,
            ["工作表“台账”有 1 处数字合并在几行里（如 C1），只算在第一行"]
        );
    }

    #[test]
    fn hidden_rows_count_only_when_something_is_in_them() {
        let mut grid = Grid::default();
        for row in [0, 1, 5] {
            grid.put(row, 0, text("甲"));
        }
        for row in [1, 3, 5] {
            grid.hide_row(row);
        }
        grid.hide_columns(0, 9);
        let mut warnings = Vec::new();
        let sheet = grid.finish("", &mut warnings);
        assert_eq!(sheet.rows.len(), 3);
        assert!(warnings[0].starts_with("有 2 行是隐藏的"), "{warnings:?}");
        assert!(warnings[1].starts_with("有 1 列是隐藏的"), "{warnings:?}");
    }

    #[test]
    fn a_million_merged_regions_over_everything_end_soon() {
        let mut grid = Grid::default();
        for row in 0..1000 {
            grid.put(row, 0, text("甲"));
        }
        for row in 0..100_000 {
            grid.merge(down(5, row % 900, u32::MAX));
            grid.merge(down(0, row % 900, u32::MAX));
        }
        assert_eq!(grid.finish("", &mut Vec::new()).rows.len(), 1000);
    }

    #[test]
    fn a_day_is_no_amount() {
        for amount in ["120", "约120人", "1,200人次", "1.5小时", "300元", "12%"] {
            assert!(is_amount(amount), "{amount}");
        }
        for other in ["3月5日", "3号楼", "湖滨社区", "2025-03-05", "一组", ""] {
            assert!(!is_amount(other), "{other}");
        }
    }
}
