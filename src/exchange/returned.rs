//! Workbooks that came back: the mark inside, the community a lost mark can be guessed by, and the community of rows that
//! name none, filled in before the import reads them like any other sheet.

use super::sheet::Cell;
use super::sheet::Row;
use super::sheet::Sheet;
use super::sheet::Workbook;
use super::table;
use crate::model::papers::collection::MARK_SHEET;
use crate::model::papers::collection::Mark;
use crate::model::plan::Headings;
use std::collections::BTreeSet;

/// What stands before the community's name over each table.
pub const WHO: &str = "填报范围：";

/// Rows above a table that are looked through.
const ABOVE: usize = 4;

/// The mark of a workbook, if it carries one.
pub fn mark(workbook: &Workbook) -> Option<Mark> {
    let sheet = workbook.sheets.iter().find(|s| s.name == MARK_SHEET)?;
    let lines: Vec<String> = sheet.rows.iter().map(|r| r.cell(0).shown()).collect();
    Mark::read(lines.iter().map(String::as_str))
}

/// The name after [`WHO`] in the first lines of a workbook: what is left when the mark is lost.
pub fn named(workbook: &Workbook) -> Option<String> {
    let rows = workbook
        .sheets
        .iter()
        .flat_map(|s| s.rows.iter().take(ABOVE));
    let texts = rows.flat_map(|r| r.cells.iter().map(Cell::shown));
    texts.into_iter().find_map(|text| {
        let rest = text.split_once(WHO)?.1.trim_start();
        let end = rest.find(|c: char| c.is_whitespace() || c == '，');
        let name = rest.get(..end.unwrap_or(rest.len()))?;
        (!name.is_empty()).then(|| name.to_owned())
    })
}

/// Write a community's name into the rows of every table that name none. A table without such a column is given one.
pub fn fill_community(workbook: &mut Workbook, file: &str, name: &str, headings: &Headings) {
    for sheet in &mut workbook.sheets {
        for (rows, place, heading) in community_columns(sheet, file, headings) {
            for row in &mut sheet.rows {
                if rows.contains(&row.number) {
                    put_if_blank(row, place, name);
                } else if Some(row.number) == heading {
                    put_if_blank(row, place, "所在社区");
                }
            }
        }
    }
}

// Of each table: numbers of the rows with records, the community's column, and the row of the headings when that column is
// still to be made.
fn community_columns(
    sheet: &Sheet,
    file: &str,
    headings: &Headings,
) -> Vec<(BTreeSet<u32>, usize, Option<u32>)> {
    let beyond = sheet.rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
    let tables = table::find_all(sheet, file, headings, None);
    let columns = tables.iter().filter_map(|table| {
        let rows = table.rows.iter().map(|r| r.number).collect();
        if let Some(column) = table.columns.iter().find(|c| c.field == "community") {
            return Some((rows, column.place, None));
        }
        headings.field(table.register, "所在社区")?;
        Some((rows, beyond, Some(table.heading.number)))
    });
    columns.collect()
}

fn put_if_blank(row: &mut Row, place: usize, text: &str) {
    if row.cells.len() <= place {
        row.cells.resize(place + 1, Cell::Empty);
    }
    if let Some(cell) = row.cells.get_mut(place)
        && cell.shown().trim().is_empty()
    {
        *cell = Cell::Text(text.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings() -> Headings {
        Headings::read(include_str!("../../assets/headings.toml")).unwrap()
    }

    fn sheet(rows: &[&[&str]]) -> Workbook {
        let row = |(n, cells): (usize, &&[&str])| Row {
            number: n as u32 + 1,
            cells: cells.iter().map(|c| Cell::Text((*c).into())).collect(),
            ..Row::default()
        };
        Workbook {
            sheets: vec![Sheet {
                name: "科普活动".into(),
                rows: rows.iter().enumerate().map(row).collect(),
                ..Sheet::default()
            }],
            warnings: Vec::new(),
        }
    }

    #[test]
    fn rows_without_a_community_get_the_workbooks_and_others_keep_theirs() {
        let mut book = sheet(&[
            &["填报范围：滨湖社区　　填报单位：湖滨街道办事处"],
            &["活动名称", "活动时间", "所在社区"],
            &["讲座", "2025-05-12"],
            &["义诊", "2025-05-13", "东湖社区"],
        ]);
        assert_eq!(named(&book).as_deref(), Some("滨湖社区"));
        fill_community(&mut book, "表.xlsx", "滨湖社区", &headings());
        let shown = |n: usize| book.sheets[0].rows[n].cell(2).shown();
        assert_eq!(
            [shown(1), shown(2), shown(3)],
            ["所在社区", "滨湖社区", "东湖社区"]
        );
    }

    #[test]
    fn a_table_whose_column_was_cut_away_is_given_one() {
        let mut book = sheet(&[&["活动名称", "活动时间"], &["讲座", "2025-05-12"]]);
        fill_community(&mut book, "表.xlsx", "滨湖社区", &headings());
        let last: Vec<String> = book.sheets[0]
            .rows
            .iter()
            .map(|r| r.cell(2).shown())
            .collect();
        assert_eq!(last, ["所在社区", "滨湖社区"]);
    }
}
