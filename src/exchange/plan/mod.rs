//! The import as it would happen: every row with its outcome and reasons, and the records it would write.
//! Preview and run are the same plan; nothing is written here.

mod communities;
mod events;
mod people;
pub(super) mod plain;

use super::rows::CellProblem;
use super::sheet::Workbook;
use super::table;
use super::table::Table;
use crate::model::AnyRecord;
use crate::model::Ledger;
use crate::model::Uid;
use crate::model::directory::Book;
use crate::model::directory::Directory;
use crate::model::plan::Headings;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a row means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// A record that is not there yet.
    New,
    /// A record that is there and differs.
    Changed,
    /// A record that is there just so.
    Same,
    /// Taken in, but a value was left out or a person must look.
    Doubtful,
    /// Can't be taken in.
    Refused,
}

impl Outcome {
    /// All outcomes in the order of the screen.
    pub const ALL: [Self; 5] = [
        Self::New,
        Self::Changed,
        Self::Same,
        Self::Doubtful,
        Self::Refused,
    ];

    /// What the screen calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "新增",
            Self::Changed => "有变化",
            Self::Same => "相同",
            Self::Doubtful => "存疑",
            Self::Refused => "不能导入",
        }
    }
}

/// One field that would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// Label of the field.
    pub field: String,
    /// As it is.
    pub old: String,
    /// As it would be.
    pub new: String,
}

/// One row of the preview. The JSON keys are a promise to machines (product.md 7).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlannedRow {
    /// File it stands in.
    pub file: String,
    /// Sheet it stands in.
    pub sheet: String,
    /// Row number as the spreadsheet shows it.
    pub row: u32,
    /// events, volunteers, officers or communities.
    pub register: &'static str,
    /// What it means.
    pub outcome: Outcome,
    /// Title or name.
    pub title: String,
    /// What there is to say about its cells.
    pub problems: Vec<CellProblem>,
    /// What would change.
    pub changes: Vec<FieldChange>,
    /// What would be written.
    #[serde(skip)]
    pub records: Vec<AnyRecord>,
}

/// A whole import.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportPlan {
    /// Every row with a record, in the order of files and rows.
    pub rows: Vec<PlannedRow>,
    /// Records that rows need beside their own: teams named in a roster.
    pub extra: Vec<AnyRecord>,
    /// What concerns whole sheets: unknown headings, totals that differ.
    pub remarks: Vec<String>,
    /// The year taken for days and months without one.
    pub year: Option<i16>,
}

impl ImportPlan {
    /// How many rows have an outcome.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.rows.iter().filter(|r| r.outcome == outcome).count()
    }

    /// The records of all rows that can be taken in; of one identity the last stands for all.
    pub fn records(&self) -> Vec<AnyRecord> {
        let mut place: BTreeMap<Uid, usize> = BTreeMap::new();
        let mut records: Vec<AnyRecord> = Vec::new();
        let rows = self
            .rows
            .iter()
            .filter(|r| r.outcome != Outcome::Refused)
            .flat_map(|r| &r.records);
        for record in self.extra.iter().chain(rows) {
            if let Some(old) = place.get(&record.uid()).and_then(|n| records.get_mut(*n)) {
                *old = record.clone();
            } else {
                place.insert(record.uid(), records.len());
                records.push(record.clone());
            }
        }
        records
    }
}

/// A workbook with the name of its file.
#[derive(Debug, Clone)]
pub struct Source {
    /// File name.
    pub file: String,
    /// Its cells.
    pub workbook: Workbook,
}

/// What the clerk said about the import.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// All sheets are of this register.
    pub register: Option<String>,
    /// Year for days and months without one.
    pub year: Option<i16>,
}

/// Plan an import. `last_year` is the last calendar year, taken when nothing else names one (decisions.md 1).
pub fn make(
    sources: &[Source],
    ledger: &Ledger,
    book: &Book,
    headings: &Headings,
    wishes: &Wishes,
    last_year: i16,
) -> ImportPlan {
    let mut tables: Vec<Found<'_>> = Vec::new();
    let mut plan = ImportPlan::default();
    for source in sources {
        plan.remarks.extend(
            source
                .workbook
                .warnings
                .iter()
                .map(|w| format!("{}：{w}", source.file)),
        );
        for sheet in &source.workbook.sheets {
            if let Some(table) =
                table::find(sheet, &source.file, headings, wishes.register.as_deref())
            {
                for heading in &table.unknown {
                    plan.remarks.push(format!(
                        "{}：不认识表头“{heading}”，这一列没有导入",
                        source.file
                    ));
                }
                tables.push(Found {
                    file: &source.file,
                    sheet: &sheet.name,
                    table,
                });
            }
        }
    }
    // Communities first: people and events refer to them.
    let order = [
        "communities",
        "teams",
        "events",
        "volunteers",
        "officers",
        "experts",
    ];
    tables.sort_by_key(|f| {
        let place = order.iter().position(|o| *o == f.table.register);
        place.unwrap_or(order.len() + plain::place(f.table.register))
    });
    let named_newest = tables
        .iter()
        .filter(|f| f.table.register == "events")
        .filter_map(|f| f.table.year)
        .max();
    let fallback = wishes
        .year
        .or(named_newest)
        .or(ledger.newest_year())
        .unwrap_or(last_year);
    plan.year = Some(fallback);
    let mut work = Work {
        ledger: ledger.clone(),
        book,
        people: people::Known::default(),
        plan,
    };
    work.people = people::Known::of(&work.ledger);
    let mut seen_events = events::Known::of(&work.ledger);
    for found in &tables {
        let year = wishes.year.or(found.table.year).unwrap_or(fallback);
        let directory = Directory::new(&work.ledger, book, year);
        match found.table.register {
            "communities" => communities::plan(&mut work, found, &directory),
            "events" => events::plan(&mut work, found, &directory, &mut seen_events),
            "volunteers" => people::plan_volunteers(&mut work, found, directory),
            "experts" => people::plan_experts(&mut work, found, directory),
            "officers" => people::plan_officers(&mut work, found, directory, year),
            _ => plain::plan(&mut work, found, &directory),
        }
        if let Some(remark) = total_remark(found) {
            work.plan.remarks.push(remark);
        }
    }
    let mut plan = work.plan;
    plan.rows.sort_by_key(|r| {
        (
            sources.iter().position(|s| s.file == r.file),
            r.sheet.clone(),
            r.row,
        )
    });
    plan
}

/// A table with where it stands.
struct Found<'s> {
    file: &'s str,
    sheet: &'s str,
    table: Table<'s>,
}

/// The import in the making: the ledger as it would be so far, and the people known so far.
struct Work<'w> {
    ledger: Ledger,
    book: &'w Book,
    people: people::Known,
    plan: ImportPlan,
}

impl Work<'_> {
    fn push(&mut self, found: &Found<'_>, row: u32, planned: Planned) {
        for record in &planned.records {
            self.ledger.put(record.clone());
        }
        let Planned {
            outcome,
            title,
            problems,
            changes,
            records,
        } = planned;
        self.plan.rows.push(PlannedRow {
            file: found.file.to_owned(),
            sheet: found.sheet.to_owned(),
            row,
            register: found.table.register,
            outcome,
            title,
            problems,
            changes,
            records,
        });
    }

    // Records that stay as they are need not be written.
    fn differs(&self, record: &AnyRecord) -> bool {
        let mut record = record.clone();
        let before = self.ledger.get(record.table(), record.uid());
        if let Some(mut before) = before {
            let (_, office) = before.marks_mut();
            let office = *office;
            *record.marks_mut().1 = office;
            return before != record;
        }
        true
    }
}

/// A row's fate before it is placed.
struct Planned {
    outcome: Outcome,
    title: String,
    problems: Vec<CellProblem>,
    changes: Vec<FieldChange>,
    records: Vec<AnyRecord>,
}

impl Planned {
    fn refused(title: String, cell: String, what: &str) -> Self {
        let problems = vec![CellProblem {
            cell,
            what: what.to_owned(),
        }];
        Self {
            outcome: Outcome::Refused,
            title,
            problems,
            changes: Vec::new(),
            records: Vec::new(),
        }
    }
}

// The clerk's own total is compared with ours and never taken (decisions.md 2).
fn total_remark(found: &Found<'_>) -> Option<String> {
    use crate::model::number::read_count;
    let total = found.table.total?;
    let column = found
        .table
        .columns
        .iter()
        .find(|c| c.field == "attendance")?;
    let theirs = read_count(&total.cell(column.place).shown()).ok()??.count;
    let count = |row: &&super::sheet::Row| {
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
