//! The tables of an import where they stand, with what the clerk said about them.

use super::ImportPlan;
use super::Outcome;
use super::PlannedRow;
use super::RowSpot;
use super::Said;
use super::SeenTable;
use super::Source;
use super::Wishes;
use crate::exchange::sheet::Cell;
use crate::exchange::sheet::Row;
use crate::exchange::sheet::cell_name;
use crate::exchange::table;
use crate::exchange::table::Table;
use crate::model::Uid;
use crate::model::plan::Headings;
use crate::model::text::one_line;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

// The tables of all sheets, and what there is to say about columns and sheets.
pub(super) fn tables<'s>(
    sources: &'s [Source],
    headings: &Headings,
    wishes: &Wishes,
    plan: &mut ImportPlan,
) -> Vec<Found<'s>> {
    let mut tables: Vec<Found<'s>> = Vec::new();
    for source in sources {
        let warnings = source.workbook.warnings.iter();
        plan.remarks
            .extend(warnings.map(|w| format!("{}：{w}", source.file)));
        for sheet in &source.workbook.sheets {
            let shape = wishes.said.shape_of(sheet);
            if shape.is_some_and(|s| s.register.is_empty()) {
                plan.remarks.push(format!(
                    "{}：工作表“{}”按你的选择没有导入",
                    source.file, sheet.name
                ));
                plan.tables.extend(SeenTable::unknown(&source.file, sheet));
                continue;
            }
            let of_shape = shape.into_iter().flat_map(|s| &s.fields);
            let of_import = wishes.said.headings_in(sheet);
            let known = headings.corrected(of_shape.chain(of_import));
            let only = shape.map(|s| s.register.as_str());
            let only = only.or(wishes.register.as_deref());
            let found = table::find_all(sheet, &source.file, &known, only);
            if found.is_empty() {
                plan.tables.extend(SeenTable::unknown(&source.file, sheet));
            }
            let places: BTreeSet<(u32, usize)> = found
                .iter()
                .flat_map(|t| t.columns.iter().map(|c| (t.heading.number, c.place)))
                .collect();
            for table in found {
                // Columns of a table beside it are that table's.
                let line = table.heading.number;
                let own = |place: &usize| table.columns.iter().any(|c| c.place == *place);
                let of_line = places.iter().filter(|(n, _)| *n == line);
                let beside = of_line
                    .map(|(_, place)| *place)
                    .filter(|p| !own(p))
                    .collect();
                for heading in &table.unknown {
                    let remark = format!("{}：不认识表头“{heading}”，这一列没有导入", source.file);
                    // Twelve tables of a year have the same heading twelve times.
                    if !plan.remarks.contains(&remark) {
                        plan.remarks.push(remark);
                    }
                }
                plan.tables.push(SeenTable::of(
                    &source.file,
                    &sheet.name,
                    &table,
                    &known,
                    shape.is_some(),
                    &beside,
                ));
                tables.push(Found {
                    file: &source.file,
                    sheet: &sheet.name,
                    table,
                });
            }
        }
    }
    tables
}

// Rows with the clerk's corrections in their cells.
pub(super) fn mended(sources: &[Source], said: &Said) -> BTreeMap<RowSpot, Row> {
    let mut mended: BTreeMap<RowSpot, Row> = BTreeMap::new();
    for ((spot, place), text) in &said.cells {
        let sheets = sources.iter().filter(|s| s.file == spot.file);
        let sheet = sheets
            .flat_map(|s| &s.workbook.sheets)
            .find(|s| s.name == spot.sheet);
        let Some(row) = sheet.and_then(|s| s.rows.iter().find(|r| r.number == spot.row)) else {
            continue;
        };
        let row = mended.entry(spot.clone()).or_insert_with(|| row.clone());
        if row.cells.len() <= *place {
            row.cells.resize(place + 1, Cell::Empty);
        }
        if let Some(cell) = row.cells.get_mut(*place) {
            *cell = Cell::Text(text.clone());
        }
    }
    mended
}

/// A table with where it stands.
pub(super) struct Found<'s> {
    pub file: &'s str,
    pub sheet: &'s str,
    pub table: Table<'s>,
}

impl<'s> Found<'s> {
    pub(super) fn spot(&self, row: u32) -> RowSpot {
        RowSpot {
            file: self.file.to_owned(),
            sheet: self.sheet.to_owned(),
            row,
            column: self.table.first_column(),
        }
    }

    /// The name of a field's cell in a row.
    pub(super) fn cell_of(&self, field: &str, row: u32) -> String {
        let column = self.table.columns.iter().find(|c| c.field == field);
        cell_name(row, column.map_or(0, |c| c.place))
    }

    // Rows the clerk put right take the place of what the sheet holds; those left out become rows of the preview only.
    pub(super) fn mend(
        &mut self,
        mended: &'s BTreeMap<RowSpot, Row>,
        said: &Said,
        out: &mut Vec<PlannedRow>,
    ) {
        if mended.is_empty() && said.left_out.is_empty() {
            return;
        }
        let mut rows = std::mem::take(&mut self.table.rows);
        rows.retain(|row| {
            let stays = !said.left_out.contains(&self.spot(row.number));
            if !stays {
                out.push(self.left_out(row));
            }
            stays
        });
        for row in &mut rows {
            if let Some(better) = mended.get(&self.spot(row.number)) {
                *row = better;
            }
        }
        self.table.rows = rows;
    }

    fn left_out(&self, row: &Row) -> PlannedRow {
        PlannedRow {
            file: self.file.to_owned(),
            sheet: self.sheet.to_owned(),
            row: row.number,
            column: self.table.first_column(),
            register: self.table.register,
            outcome: Outcome::Refused,
            title: self.title_of(row),
            problems: Vec::new(),
            changes: Vec::new(),
            namesakes: Vec::new(),
            left_out: true,
            about: Uid::default(),
            records: Vec::new(),
        }
    }

    // What a row would be called, from its cells alone.
    fn title_of(&self, row: &Row) -> String {
        let named = ["title", "name"];
        let column = self.table.columns.iter();
        let column = column
            .clone()
            .find(|c| named.contains(&c.field.as_str()))
            .or(column.clone().next());
        column.map_or_else(String::new, |c| one_line(&row.cell(c.place).shown()))
    }
}

// The clerk's own total is compared with ours and never taken (decisions.md 2).
pub(super) fn total_remark(found: &Found<'_>) -> Option<String> {
    use crate::model::number::read_count;
    let total = found.table.total?;
    let column = found
        .table
        .columns
        .iter()
        .find(|c| c.field == "attendance")?;
    let theirs = read_count(&total.cell(column.place).shown()).ok()??.count;
    let count = |row: &&crate::exchange::sheet::Row| {
        read_count(&row.cell(column.place).shown())
            .ok()
            .flatten()
            .map(|c| u64::from(c.count))
    };
    let ours: u64 = found.table.rows.iter().filter_map(count).sum();
    (u64::from(theirs) != ours).then(|| {
        format!(
            "{}：原表合计参加人次 {theirs}，逐行相加是 {ours}",
            found.file
        )
    })
}
