//! The import as it would happen: every row with its outcome and reasons, and the records it would write.
//! Preview and run are the same plan; nothing is written here.

mod communities;
mod events;
mod people;
pub(super) mod plain;
mod seen;
mod wishes;

pub use seen::SeenColumn;
pub use seen::SeenTable;
pub use wishes::Identity;
pub use wishes::RowSpot;
pub use wishes::Said;
pub use wishes::Shape;
pub use wishes::Whom;
pub use wishes::Wishes;

use super::rows::CellProblem;
use super::sheet::Cell;
use super::sheet::Row;
use super::sheet::Workbook;
use super::sheet::cell_name;
use super::table;
use super::table::Table;
use crate::model::AnyRecord;
use crate::model::Ledger;
use crate::model::Uid;
use crate::model::directory::Book;
use crate::model::directory::Directory;
use crate::model::field::Exposure;
use crate::model::field::Field;
use crate::model::people::Pending;
use crate::model::plan::Headings;
use crate::model::secret::masked_value;
use crate::model::text::one_line;
use serde::Serialize;
use serde::Serializer;
use serde::ser::SerializeStruct as _;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

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

/// One field that would change. Written down for machines, personal values are masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Whether its values are personal.
    pub personal: bool,
    /// Label of the field.
    pub field: String,
    /// As it is.
    pub old: String,
    /// As it would be.
    pub new: String,
}

impl Serialize for FieldChange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (old, new) = self.masked();
        let mut map = serializer.serialize_struct("FieldChange", 3)?;
        map.serialize_field("field", &self.field)?;
        map.serialize_field("old", &old)?;
        map.serialize_field("new", &new)?;
        map.end()
    }
}

impl FieldChange {
    fn of<F>(field: &Field<F>, old: String, new: String) -> Self {
        Self {
            personal: field.exposure == Exposure::Personal,
            field: field.label.to_owned(),
            old,
            new,
        }
    }

    /// What stands there before and after, masked when it is personal.
    pub fn masked(&self) -> (String, String) {
        if self.personal {
            (masked_value(&self.old), masked_value(&self.new))
        } else {
            (self.old.clone(), self.new.clone())
        }
    }
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
    /// First column of its table, from 0.
    #[serde(skip)]
    pub column: usize,
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
    /// Who else bears the name, while the clerk has not decided.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub namesakes: Vec<Namesake>,
    /// Whether the clerk left it out.
    pub left_out: bool,
    /// The record it stands for, written or not; nil for a row that is refused.
    #[serde(skip)]
    pub about: Uid,
    /// What would be written.
    #[serde(skip)]
    pub records: Vec<AnyRecord>,
}

/// Someone a row may mean as well (重名).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Namesake {
    /// What tells them apart, personal numbers masked.
    pub text: String,
    /// Who it is.
    #[serde(skip)]
    pub whom: Whom,
}

/// A whole import.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportPlan {
    /// The tables, as each was understood, in the order of the files.
    pub tables: Vec<SeenTable>,
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
    /// How many rows have an outcome; those the clerk left out have none.
    pub fn count(&self, outcome: Outcome) -> usize {
        let rows = self.rows.iter().filter(|r| !r.left_out);
        rows.filter(|r| r.outcome == outcome).count()
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

/// What an import is planned on.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'g> {
    /// The records there are.
    pub ledger: &'g Ledger,
    /// The lists.
    pub book: &'g Book,
    /// Names of columns.
    pub headings: &'g Headings,
    /// The last calendar year, taken when nothing else names one (decisions.md 1).
    pub last_year: i16,
}

/// Told now and then how many rows of how many are planned; `false` stops the planning.
pub type Watch<'w> = &'w mut dyn FnMut(usize, usize) -> bool;

/// Plan an import. `None` when `watch` stopped it.
pub fn make(
    sources: &[Source],
    ground: Ground<'_>,
    wishes: &Wishes,
    watch: Watch<'_>,
) -> Option<ImportPlan> {
    let mut plan = ImportPlan::default();
    let mended = mended(sources, &wishes.said);
    let mut tables = tables(sources, ground.headings, wishes, &mut plan);
    for found in &mut tables {
        found.mend(&mended, &wishes.said, &mut plan.rows);
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
        .or(ground.ledger.newest_year())
        .unwrap_or(ground.last_year);
    plan.year = Some(fallback);
    let mut work = Work {
        ledger: ground.ledger.clone(),
        book: ground.book,
        said: &wishes.said,
        people: people::Known::of(ground.ledger),
        plan,
        watch,
        done: 0,
        total: tables.iter().map(|f| f.table.rows.len()).sum(),
        stopped: false,
    };
    let mut seen_events = events::Known::of(&work.ledger);
    for found in &tables {
        let year = wishes.year.or(found.table.year).unwrap_or(fallback);
        let directory = Directory::new(&work.ledger, ground.book, year);
        match found.table.register {
            "communities" => communities::plan(&mut work, found, &directory),
            "events" => events::plan(&mut work, found, &directory, &mut seen_events),
            "volunteers" => people::plan_volunteers(&mut work, found, directory),
            "experts" => people::plan_experts(&mut work, found, directory),
            "officers" => people::plan_officers(&mut work, found, directory, year),
            _ => plain::plan(&mut work, found, &directory),
        }
        if work.stopped {
            return None;
        }
        if let Some(remark) = total_remark(found) {
            work.plan.remarks.push(remark);
        }
    }
    let mut plan = work.plan;
    let place = |file: &str| sources.iter().position(|s| s.file == file);
    plan.rows
        .sort_by_cached_key(|r| (place(&r.file), r.sheet.clone(), r.row));
    plan.tables.sort_by_key(|t| place(&t.file));
    Some(plan)
}

// The tables of all sheets, and what there is to say about columns and sheets.
fn tables<'s>(
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
fn mended(sources: &[Source], said: &Said) -> BTreeMap<RowSpot, Row> {
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
struct Found<'s> {
    file: &'s str,
    sheet: &'s str,
    table: Table<'s>,
}

impl<'s> Found<'s> {
    fn spot(&self, row: u32) -> RowSpot {
        RowSpot {
            file: self.file.to_owned(),
            sheet: self.sheet.to_owned(),
            row,
            column: self.table.first_column(),
        }
    }

    /// The name of a field's cell in a row.
    fn cell_of(&self, field: &str, row: u32) -> String {
        let column = self.table.columns.iter().find(|c| c.field == field);
        cell_name(row, column.map_or(0, |c| c.place))
    }

    // Rows the clerk put right take the place of what the sheet holds; those left out become rows of the preview only.
    fn mend(&mut self, mended: &'s BTreeMap<RowSpot, Row>, said: &Said, out: &mut Vec<PlannedRow>) {
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

/// The import in the making: the ledger as it would be so far, and the people known so far.
struct Work<'w> {
    ledger: Ledger,
    book: &'w Book,
    said: &'w Said,
    people: people::Known,
    plan: ImportPlan,
    watch: Watch<'w>,
    done: usize,
    total: usize,
    stopped: bool,
}

/// Rows between two words to the one who waits.
const A_WHILE: usize = 500;

impl Work<'_> {
    /// Asked before each row: whether nobody wants the rest any more.
    fn stopped(&mut self) -> bool {
        self.done += 1;
        if self.done.is_multiple_of(A_WHILE) && !(self.watch)(self.done, self.total) {
            self.stopped = true;
        }
        self.stopped
    }

    /// Whether something of a row was left out that was not left out before: then it is no row that stays the same.
    fn is_news(pending: &[Pending], before: &[Pending]) -> bool {
        pending.iter().any(|p| !before.contains(p))
    }

    /// What tells a person from namesakes.
    fn describe(&self, person: Uid) -> String {
        let Some(person) = self.ledger.people.get(&person) else {
            return String::new();
        };
        let phone = person
            .phone
            .as_ref()
            .map(|p| format!("电话 {}", p.masked()));
        let number = person
            .id_number
            .as_ref()
            .map(|n| format!("身份证号 {}", n.masked()));
        let employer = (!person.employer.is_empty()).then(|| person.employer.clone());
        let parts: Vec<String> = [phone, number, employer].into_iter().flatten().collect();
        if parts.is_empty() {
            format!("{}（没有电话和证件号）", person.name)
        } else {
            format!("{}（{}）", person.name, parts.join("，"))
        }
    }

    fn push(&mut self, found: &Found<'_>, row: u32, planned: Planned) {
        for record in &planned.records {
            self.ledger.put(record.clone());
        }
        let Planned {
            outcome,
            title,
            problems,
            changes,
            namesakes,
            about,
            records,
        } = planned;
        self.plan.rows.push(PlannedRow {
            file: found.file.to_owned(),
            sheet: found.sheet.to_owned(),
            row,
            column: found.table.first_column(),
            register: found.table.register,
            outcome,
            title,
            problems,
            changes,
            namesakes,
            left_out: false,
            about,
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
    namesakes: Vec<Namesake>,
    about: Uid,
    records: Vec<AnyRecord>,
}

impl Planned {
    fn new(outcome: Outcome, title: String, problems: Vec<CellProblem>) -> Self {
        Self {
            outcome,
            title,
            problems,
            changes: Vec::new(),
            namesakes: Vec::new(),
            about: Uid::default(),
            records: Vec::new(),
        }
    }

    fn refused(title: String, cell: String, what: &str) -> Self {
        let problems = vec![CellProblem {
            cell,
            what: what.to_owned(),
        }];
        Self::new(Outcome::Refused, title, problems)
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
