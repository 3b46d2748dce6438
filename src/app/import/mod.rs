//! Taking in foreign sheets: read in the worker, planned, shown, put right, and only then written as one step with a copy
//! before. What the clerk said of columns is kept for the next sheet of the same shape.

mod search;

pub use search::RowSearch;

use super::Command;
use super::Done;
use super::Office;
use super::error::AppError;
use super::register::Register;
use super::register::Visit;
use super::view::Registered;
use super::write::Watch;
pub use crate::exchange::ImportPlan;
pub use crate::exchange::Outcome;
pub use crate::exchange::plan::FieldChange;
use crate::exchange::plan::Ground;
pub use crate::exchange::plan::Identity;
pub use crate::exchange::plan::Namesake;
pub use crate::exchange::plan::PlannedRow;
pub use crate::exchange::plan::RowSpot;
pub use crate::exchange::plan::Said;
pub use crate::exchange::plan::SeenColumn;
pub use crate::exchange::plan::SeenTable;
pub use crate::exchange::plan::Shape;
pub use crate::exchange::plan::Source;
pub use crate::exchange::plan::Whom;
use crate::exchange::plan::Wishes;
pub use crate::exchange::sheet::cell_name;
use crate::exchange::worker;
use crate::model::Ledger;
use crate::model::directory::Book;
use crate::model::plan::Headings;
use crate::model::text::normal;
use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// What is to be taken in, and how.
#[derive(Debug, Clone, Default)]
pub struct ImportRequest {
    /// The sheets.
    pub files: Vec<PathBuf>,
    /// All of them are of this register: events, volunteers, officers, communities.
    pub register: Option<String>,
    /// Year for days and months without one.
    pub year: Option<i16>,
    /// What the clerk said after having seen them.
    pub said: Said,
}

/// What happens with rows that can't be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadRows {
    /// One of them stops the whole import.
    Stop,
    /// They are left out, the others go in.
    Skip,
}

/// An import as the clerk looks at it: what was read, what would come of it.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The cells as they were read.
    pub sources: Arc<Vec<Source>>,
    /// What each row means.
    pub plan: Arc<ImportPlan>,
    /// Its rows, searchable.
    pub search: RowSearch,
    /// The state of the records it was planned on.
    pub revision: u64,
}

/// An import that was looked at and is to be written.
#[derive(Debug, Clone)]
pub struct TakingIn {
    /// What each row means.
    pub plan: Arc<ImportPlan>,
    /// The state of the records it was planned on.
    pub revision: u64,
    /// What is to be remembered of its columns.
    pub said: Said,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Files read, of how many.
    Reading(usize, usize),
    /// Rows planned, of how many.
    Planning(usize, usize),
    /// Records written, of how many.
    Writing(usize, usize),
}

impl Stage {
    /// Done, and of how many.
    pub fn count(self) -> (usize, usize) {
        match self {
            Self::Reading(done, of) | Self::Planning(done, of) | Self::Writing(done, of) => {
                (done, of)
            }
        }
    }
}

/// Setting that holds what columns mean in sheets of known shapes.
const SHAPES: &str = "import_shapes";
/// Shapes kept; the oldest go first.
const MOST_SHAPES: usize = 200;

/// Read the sheets in worker processes. Needs no office, so that a window can do it on a thread of its own.
/// `go_on` is asked now and then; `false` stops the reading.
///
/// # Errors
/// The first file that can't be read; `Cancelled`.
pub fn read_sheets_while(
    program: &Path,
    files: &[PathBuf],
    go_on: &dyn Fn(usize) -> bool,
) -> Result<Vec<Source>, AppError> {
    let limits = worker::Limits::default();
    let mut sources: Vec<Source> = Vec::new();
    for (n, path) in files.iter().enumerate() {
        let read = worker::read_foreign_while(program, path, &limits, &|| go_on(n));
        let workbook = match read {
            Err(worker::ForeignError::Cancelled {}) => return Err(AppError::Cancelled),
            read => read.map_err(|e| AppError::Sheet(e, path.clone()))?,
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let taken = |name: &str| sources.iter().any(|s| s.file == name);
        let file = free_name(&name, taken);
        sources.push(Source { file, workbook });
    }
    Ok(sources)
}

/// A name for a file in the lists: two files of one name in two folders are two files.
pub(in crate::app) fn free_name(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|n| format!("{name}（{n}）"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|n| !taken(n)).unwrap_or_default()
}

/// Read the sheets to the end.
///
/// # Errors
/// The first file that can't be read.
pub fn read_sheets(program: &Path, request: &ImportRequest) -> Result<Vec<Source>, AppError> {
    read_sheets_while(program, &request.files, &|_| true)
}

/// The fields a column of a register may go to: key and label.
pub fn fields_of(register: &str) -> Vec<(String, String)> {
    struct Labels;
    impl Visit for Labels {
        type Out = Vec<(String, String)>;
        fn visit<F: Registered>(self) -> Self::Out {
            let fields = F::fields().iter();
            fields
                .map(|f| (f.key.to_owned(), f.label.to_owned()))
                .collect()
        }
    }
    let Some(known) = Register::read(register) else {
        return Vec::new();
    };
    let mut fields = known.visit(Labels);
    if known == Register::Officers {
        fields.extend((1..=12).map(|m| (format!("reach_{m}"), format!("{m}月传播量"))));
    }
    fields
}

/// What a heading is remembered by.
pub fn same_heading(heading: &str) -> String {
    normal(heading)
}

/// Everything an import is planned from, taken out of the office, so that the office thread need not do it.
#[derive(Debug, Clone)]
pub struct Planner {
    ledger: Ledger,
    book: Book,
    headings: Arc<Headings>,
    shapes: Vec<Shape>,
    last_year: i16,
    revision: u64,
}

impl Preview {
    /// What stands in a cell of what was read.
    pub fn cell(&self, spot: &RowSpot, place: usize) -> String {
        let sheets = self.sources.iter().filter(|s| s.file == spot.file);
        let sheet = sheets
            .flat_map(|s| &s.workbook.sheets)
            .find(|s| s.name == spot.sheet);
        let Some(sheet) = sheet else {
            return String::new();
        };
        let rows = &sheet.rows;
        let at = rows.binary_search_by_key(&spot.row, |r| r.number);
        let row = at.ok().and_then(|n| rows.get(n));
        row.map_or_else(String::new, |r| r.cell(place).shown())
    }
}

impl Planner {
    /// What an import would do, as a clerk looks at it.
    ///
    /// # Errors
    /// As [`Planner::plan`].
    pub fn preview(
        &self,
        request: &ImportRequest,
        sources: Arc<Vec<Source>>,
        watch: Watch<'_>,
    ) -> Result<Preview, AppError> {
        let plan = self.plan(request, &sources, watch)?;
        Ok(Preview {
            search: RowSearch::of(&plan),
            plan: Arc::new(plan),
            sources,
            revision: self.revision,
        })
    }

    /// What an import would do; nothing is written. `watch` is told rows done and rows in all, and may stop it.
    ///
    /// # Errors
    /// `Cancelled` when `watch` stopped it.
    pub fn plan(
        &self,
        request: &ImportRequest,
        sources: &[Source],
        watch: Watch<'_>,
    ) -> Result<ImportPlan, AppError> {
        let mut said = request.said.clone();
        let newer = std::mem::take(&mut said.shapes);
        said.shapes = self.shapes.iter().cloned().chain(newer).collect();
        let wishes = Wishes {
            register: request.register.clone(),
            year: request.year,
            said,
        };
        let ground = Ground {
            ledger: &self.ledger,
            book: &self.book,
            headings: &self.headings,
            last_year: self.last_year,
        };
        crate::exchange::plan::make(sources, ground, &wishes, watch).ok_or(AppError::Cancelled)
    }
}

impl Office {
    /// What imports are planned from just now.
    ///
    /// # Errors
    /// What the file says.
    pub fn planner(&self) -> Result<Planner, AppError> {
        Ok(Planner {
            ledger: self.ledger.clone(),
            book: self.book.clone(),
            headings: Arc::clone(&self.headings),
            shapes: self.store.setting(SHAPES)?.unwrap_or_default(),
            last_year: self.clock.today().year() - 1,
            revision: self.revision,
        })
    }

    /// What an import would do; nothing is written.
    ///
    /// # Errors
    /// `NoTable` when a file holds no table we know.
    pub fn plan_import(
        &self,
        request: &ImportRequest,
        sources: &[Source],
    ) -> Result<ImportPlan, AppError> {
        let plan = self.planner()?.plan(request, sources, &mut |_, _| true)?;
        let understood = |s: &&Source| {
            !plan
                .tables
                .iter()
                .any(|t| t.file == s.file && t.register.is_some())
        };
        match sources.iter().find(understood) {
            Some(source) => Err(AppError::NoTable(PathBuf::from(&source.file))),
            None => Ok(plan),
        }
    }

    /// Write a planned import as one step that one undo takes back. A copy of the file is made before.
    ///
    /// # Errors
    /// `Refused` when rows can't be taken in and the clerk did not say to go on; nothing is written then.
    pub fn take_in(&mut self, plan: &ImportPlan, bad: BadRows) -> Result<Done, AppError> {
        self.take_in_while(plan, bad, &mut |_, _| true)
    }

    /// As [`Office::take_in`]; `watch` is told records written and records in all, and may stop it: nothing is written then.
    ///
    /// # Errors
    /// As [`Office::take_in`]; `Cancelled`.
    pub fn take_in_while(
        &mut self,
        plan: &ImportPlan,
        bad: BadRows,
        watch: Watch<'_>,
    ) -> Result<Done, AppError> {
        let refused = plan.count(Outcome::Refused);
        if refused > 0 && bad == BadRows::Stop {
            return Err(AppError::Refused(refused));
        }
        let records = plan.records();
        let mut files: Vec<&str> = Vec::new();
        for row in plan.rows.iter().filter(|r| !r.left_out) {
            if files.last() != Some(&row.file.as_str()) && !files.contains(&row.file.as_str()) {
                files.push(&row.file);
            }
        }
        let label = match files.as_slice() {
            [first, _, _, ..] => format!("导入 {first} 等 {} 份表格", files.len()),
            few => format!("导入 {}", few.join("、")),
        };
        if records.is_empty() {
            return Ok(Done {
                label,
                focus: None,
                records: 0,
            });
        }
        self.back_up_if_changed("导入前")?;
        self.run_while(Command::TakeIn { label, records }, watch)
    }

    /// Keep what the clerk said of columns, for the next sheets of the same shape: the shapes themselves, and headings of
    /// the tables they stood in.
    ///
    /// # Errors
    /// What the file says.
    pub fn remember_columns(&mut self, said: &Said, plan: &ImportPlan) -> Result<(), AppError> {
        let by_hand = plan.tables.iter().filter_map(|t| shape_by_hand(said, t));
        let new: Vec<Shape> = said.shapes.iter().cloned().chain(by_hand).collect();
        if new.is_empty() {
            return Ok(());
        }
        let mut shapes: Vec<Shape> = self.store.setting(SHAPES)?.unwrap_or_default();
        for shape in new {
            shapes.retain(|s| s.headings != shape.headings);
            shapes.push(shape);
        }
        let surplus = shapes.len().saturating_sub(MOST_SHAPES);
        shapes.drain(..surplus);
        Ok(self.store.set(SHAPES, &shapes)?)
    }
}

// Headings named for the whole import, as a shape of the table they stand in.
fn shape_by_hand(said: &Said, table: &SeenTable) -> Option<Shape> {
    let stands = |heading: &str| {
        let heading = normal(heading);
        table.columns.iter().any(|c| normal(&c.heading) == heading)
    };
    let fields: BTreeMap<String, String> = said
        .headings
        .iter()
        .filter(|(heading, _)| stands(heading))
        .map(|(heading, field)| (normal(heading), field.clone()))
        .collect();
    (!fields.is_empty()).then(|| Shape {
        headings: table.shape.clone(),
        register: table.register.unwrap_or_default().to_owned(),
        fields,
    })
}
