//! The import as it would happen: every row with its outcome and reasons, and the records it would write.
//! Preview and run are the same plan; nothing is written here.

mod communities;
mod events;
mod found;
mod outcome;
mod people;
pub(super) mod plain;
mod seen;
mod wishes;

pub use outcome::FieldChange;
pub use outcome::ImportPlan;
pub use outcome::Namesake;
pub use outcome::Outcome;
pub use outcome::PlannedRow;
pub use seen::SeenColumn;
pub use seen::SeenTable;
pub use wishes::Identity;
pub use wishes::RowSpot;
pub use wishes::Said;
pub use wishes::Shape;
pub use wishes::Whom;
pub use wishes::Wishes;

use super::rows::CellProblem;
use super::sheet::Workbook;
use crate::model::AnyRecord;
use crate::model::Ledger;
use crate::model::Uid;
use crate::model::directory::Book;
use crate::model::directory::Directory;
use crate::model::people::Pending;
use crate::model::plan::Headings;
use crate::model::secret::covered_whole;
use found::Found;
use found::mended;
use found::tables;
use found::total_remark;

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

    fn refused(title: &str, cell: String, what: &str) -> Self {
        let problems = vec![CellProblem {
            cell,
            what: what.to_owned(),
        }];
        Self::new(Outcome::Refused, covered_whole(title), problems)
    }
}
